//! The lexicon of all languages: the files under `data/lexicon` as senses. Enters: the embedded files. Leaves: a
//! [`Lexicon`]. A line that cannot be understood is a fault of the data, found by the tests.

use crate::language;
use crate::lexicon::{Attributes, Lexicon, lines};
use crate::norm::Norms;
use crate::registry::Registry;
use crate::sense::{Bound, Cue, Frame, Group, HarmWord, MeansWord, PeopleNoun, Sense, SourceWord};
use std::sync::OnceLock;
use value::{AccountKind, Harm, MethodName, Range, Sex, TargetEffect};

type Parse = fn(Attributes<'_>) -> Option<Sense>;

/// The files of a language and how a line of each is understood.
const FILES: &[(&str, Parse)] = &[
    ("numbers.tsv", number),
    ("bounds.tsv", bound),
    ("people.tsv", people),
    ("harm.tsv", harm),
    ("means.tsv", means),
    ("targets.tsv", |a| Some(Sense::Target(a.head().to_owned()))),
    ("damage.tsv", |a| TargetEffect::from_word(a.head()).map(Sense::Damage)),
    ("sources.tsv", source),
    ("cues.tsv", cue),
];

/// The lexicon, made once. Languages written in different scripts do not meet in it.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut lexicon = Lexicon::default();
        for (name, parse) in FILES {
            for (phrase, attributes) in language::files(name).flat_map(lines) {
                if let Some(sense) = parse(attributes) {
                    let followed: Vec<&str> =
                        attributes.get("followed").into_iter().flat_map(|w| w.split('|')).collect();
                    lexicon.add_followed(phrase, sense, &followed);
                }
            }
        }
        Registry::embedded().add_to(&mut lexicon);
        Norms::embedded().add_to(&mut lexicon);
        lexicon
    })
}

fn number(a: Attributes<'_>) -> Option<Sense> {
    if let Some(n) = a.get("number") {
        return n.parse().ok().map(Sense::Number);
    }
    if let Some(n) = a.get("multiplier") {
        return n.parse().ok().map(Sense::Multiplier);
    }
    a.get("vague").map(|key| Sense::Vague(key.to_owned()))
}

fn bound(a: Attributes<'_>) -> Option<Sense> {
    Some(Sense::Bound(match a.head() {
        "at_least" => Bound::AtLeast,
        "more_than" => Bound::MoreThan,
        "up_to" => Bound::UpTo,
        "fewer_than" => Bound::FewerThan,
        "about" => Bound::About,
        "nearly" => Bound::Nearly,
        _ => return None,
    }))
}

fn people(a: Attributes<'_>) -> Option<Sense> {
    let group = match a.get("group") {
        Some("children") => Some(Group::Children),
        Some("women") => Some(Group::Women),
        Some("men") => Some(Group::Men),
        Some("combatants") => Some(Group::Combatants),
        None => None,
        Some(_) => return None,
    };
    Some(Sense::People(PeopleNoun {
        group,
        sex: a.get("sex").and_then(Sex::from_word),
        plural: a.has("plural"),
        civilian: a.has("civilian"),
        kin: a.has("kin"),
        suspect: a.has("suspect"),
        collective: a.has("collective"),
        number: a.get("number").and_then(|n| n.parse().ok()),
    }))
}

fn harm(a: Attributes<'_>) -> Option<Sense> {
    let frames = [
        ("verb", Frame::Verb),
        ("gerund", Frame::Gerund),
        ("intransitive", Frame::Intransitive),
        ("noun_of", Frame::NounOf),
        ("adjective", Frame::Adjective),
        ("count_noun", Frame::CountNoun),
        ("toll", Frame::Toll),
        ("own", Frame::Own),
        ("event", Frame::Event),
    ];
    let frame = frames.iter().find(|(word, _)| a.has(word))?.1;
    Some(Sense::Harm(HarmWord {
        harm: Harm::from_word(a.head())?,
        frame,
        undivided: a.has("undivided"),
        hospital: a.has("hospital"),
        blow: a.has("blow"),
        number: a.get("number").and_then(number_told),
        plural: a.has("plural"),
    }))
}

/// "2", or "2+" where the word leaves the upper end open.
fn number_told(written: &str) -> Option<Range> {
    match written.strip_suffix('+') {
        Some(least) => Some(Range::at_least(least.parse().ok()?)),
        None => Some(Range::exactly(written.parse().ok()?)),
    }
}

fn means(a: Attributes<'_>) -> Option<Sense> {
    let act = a.has("event") && a.get("weapon").is_none();
    Some(Sense::Means(MeansWord {
        method: MethodName::from_word(a.get("method")?)?,
        weapon: a.get("weapon").map(|w| w.replace('_', " ")),
        named: a.get("named").and_then(|n| n.parse().ok()).or(act.then_some(0)),
        kind: a.get("kind").and_then(AccountKind::from_word),
        event: a.has("event"),
        weak: a.has("weak"),
    }))
}

fn source(a: Attributes<'_>) -> Option<Sense> {
    Some(Sense::Source(match a.head() {
        "head" => SourceWord::Head,
        "before" => SourceWord::Before,
        "verb" => SourceWord::Verb,
        _ => return None,
    }))
}

fn cue(a: Attributes<'_>) -> Option<Sense> {
    Some(Sense::Cue(match a.head() {
        "negation" => Cue::Negation,
        "provisional" => Cue::Provisional,
        "rose" => Cue::Rose,
        "including" => Cue::Including,
        "mostly" => Cue::Mostly,
        "cumulative" => Cue::Cumulative,
        "another" => Cue::Another,
        "unreal" => Cue::Unreal,
        "accused" => Cue::Accused,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::{FILES, language, lines};

    #[test]
    fn every_line_of_every_lexicon_file_is_understood() {
        for (name, parse) in FILES {
            for (phrase, attributes) in language::files(name).flat_map(lines) {
                assert!(parse(attributes).is_some(), "{name}: {phrase}: {attributes:?}");
            }
        }
    }

    #[test]
    fn no_phrase_stands_twice_in_a_file() {
        for (name, _) in FILES {
            for file in language::files(name) {
                let mut phrases: Vec<&str> = lines(file).map(|(p, _)| p).collect();
                phrases.sort_unstable();
                for pair in phrases.windows(2) {
                    assert_ne!(pair[0], pair[1], "{name} has it twice");
                }
            }
        }
    }
}
