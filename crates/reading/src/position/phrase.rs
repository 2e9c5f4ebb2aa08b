//! Phrases with gaps, and the small words around them, from `stances.tsv` of all languages. Enters: a sentence. Leaves: where
//! a phrase of stance stands. Knows nothing of who says it.

use crate::document::Document;
use crate::language;
use crate::lexicon::{Attributes, lines};
use std::collections::HashMap;
use std::sync::OnceLock;
use value::PositionTaken;

/// Longest gap between two parts of a phrase, in tokens.
const LONGEST_GAP: usize = 14;

/// How a phrase stands to the party whose position it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// A verb whose subject is the party.
    Verb,
    /// A verb of saying whose subject is the party, with what it says.
    Said,
    /// The party's own finding; it needs no subject.
    Own,
    /// The party follows.
    After,
    /// A verb whose subject, the party, stands before or behind it.
    Either,
}

/// What a single word does around a stance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// May stand between a party and its verb.
    Link,
    /// One who speaks for a party.
    Speaker,
    /// Makes the verb behind it a wish, a condition or its contrary.
    Unreal,
    /// Behind "denied": an allegation is meant, and no request.
    Denial,
    /// What is denied, behind "denied the".
    Allegation,
    /// One's own doing, behind "admitted".
    Deed,
    /// A person who is no fighter.
    Civilian,
    /// May stand between a number and the word for the people, or its verb.
    Filler,
}

impl Role {
    const ALL: [(&'static str, Self); 8] = [
        ("link", Self::Link),
        ("speaker", Self::Speaker),
        ("unreal", Self::Unreal),
        ("denial", Self::Denial),
        ("allegation", Self::Allegation),
        ("deed", Self::Deed),
        ("civilian", Self::Civilian),
        ("filler", Self::Filler),
    ];

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A phrase of stance in a text, as tokens `first..end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) taken: PositionTaken,
    pub(super) frame: Frame,
}

#[derive(Debug)]
enum Step {
    /// One of these words; one that ends in "*" is a beginning.
    Word(Vec<String>),
    Gap,
}

#[derive(Debug)]
struct Phrase {
    steps: Vec<Step>,
    taken: PositionTaken,
    frame: Frame,
}

/// All phrases, by their first words.
#[derive(Debug, Default)]
struct Phrases {
    list: Vec<Phrase>,
    by_first: HashMap<String, Vec<usize>, foldhash::fast::FixedState>,
    roles: HashMap<String, u8, foldhash::fast::FixedState>,
}

impl Phrases {
    fn add(&mut self, phrase: &str, attributes: Attributes<'_>) {
        let Some(taken) = PositionTaken::from_word(attributes.head()) else {
            let bits = Role::ALL.iter().filter(|(word, _)| attributes.has(word)).map(|(_, role)| role.bit());
            *self.roles.entry(language::form(phrase)).or_default() |= bits.fold(0, |all, bit| all | bit);
            return;
        };
        let frames =
            [("own", Frame::Own), ("said", Frame::Said), ("after", Frame::After), ("either", Frame::Either)];
        let frame =
            frames.iter().find(|(word, _)| attributes.has(word)).map_or(Frame::Verb, |(_, frame)| *frame);
        let steps: Vec<Step> = phrase.split(' ').map(step).collect();
        if let Some(Step::Word(words)) = steps.first() {
            for word in words {
                self.by_first.entry(word.clone()).or_default().push(self.list.len());
            }
        }
        self.list.push(Phrase { steps, taken, frame });
    }
}

fn step(words: &str) -> Step {
    let word = |word: &str| match word.strip_suffix('*') {
        Some(stem) => format!("{}*", language::form(stem)),
        None => language::form(word),
    };
    if words == "…" { Step::Gap } else { Step::Word(words.split('|').map(word).collect()) }
}

fn embedded() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let mut out = Phrases::default();
        for (phrase, attributes) in language::files("stances.tsv").flat_map(lines) {
            out.add(phrase, attributes);
        }
        out
    })
}

/// Whether a word does this around a stance.
pub(super) fn is(word: &str, role: Role) -> bool {
    embedded().roles.get(word).is_some_and(|bits| bits & role.bit() != 0)
}

/// The phrases of stance in tokens `first..end`, in order; of those that begin together the longest.
pub(super) fn find(doc: &Document, first: usize, end: usize) -> Vec<Found> {
    let phrases = embedded();
    let mut out = Vec::new();
    for i in first..end {
        let Some(candidates) = phrases.by_first.get(doc.at(i)) else { continue };
        let fits = candidates.iter().filter_map(|c| {
            let phrase = phrases.list.get(*c)?;
            let end = walk(doc, &phrase.steps, i, end)?;
            Some(Found { first: i, end, taken: phrase.taken, frame: phrase.frame })
        });
        out.extend(fits.max_by_key(|f| f.end));
    }
    out
}

/// The token past a phrase that begins at `i`, the nearest words taken.
fn walk(doc: &Document, steps: &[Step], i: usize, end: usize) -> Option<usize> {
    match steps {
        [] => Some(i),
        [Step::Word(words), rest @ ..] => (i < end && words.iter().any(|w| fits(w, doc.at(i))))
            .then(|| walk(doc, rest, i + 1, end))
            .flatten(),
        [Step::Gap, rest @ ..] => (i..end.min(i + LONGEST_GAP + 1)).find_map(|j| walk(doc, rest, j, end)),
    }
}

fn fits(word: &str, written: &str) -> bool {
    // "didn't" says "not" as well.
    let negated = word == "not" && (written.ends_with("n't") || matches!(written, "never" | "non"));
    negated || word.strip_suffix('*').map_or(word == written, |stem| written.starts_with(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_known_by_a_word_of_its_own_language() {
        // A small word is known by the English one that it stands for: of nothing but such words a phrase would be another.
        for (phrase, attributes) in language::files("stances.tsv").flat_map(lines) {
            if phrase.is_ascii() || PositionTaken::from_word(attributes.head()).is_none() {
                continue;
            }
            let own = |words: &str| match step(words) {
                Step::Word(words) => words.iter().all(|word| word.contains(text::is_arabic)),
                Step::Gap => false,
            };
            assert!(!phrase.contains(text::is_arabic) || phrase.split(' ').any(own), "{phrase}");
        }
    }
}
