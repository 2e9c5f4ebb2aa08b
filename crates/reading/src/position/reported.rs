//! Positions that a report says a party took: "the ministry denied", "declined to comment". Enters: the scene.
//! Leaves: one position for each verb whose subject is a party. A wish that a party admit something is no
//! admission, nor is one that is denied, conditional or still to come.

use super::Scene;
use super::conceded::{Conceded, conceded};
use super::phrase::{self, Found, Frame, Role};
use crate::document::Document;
use crate::registry::Mention;
use text::TokenKind;
use value::{ActorKind, Position, PositionTaken};

/// Who says that a party took a position, where the report does.
const AUTHOR: &str = "the author";

/// How many tokens may lie between a party and its verb.
const REACH: usize = 14;

/// How many sentences back "it" and "the ministry" may point.
const LOOK_BACK: usize = 3;

pub(super) fn positions(scene: &Scene) -> Vec<Position> {
    let mut out: Vec<Position> = Vec::new();
    let mut last: Option<(usize, PositionTaken)> = None;
    for (n, s) in scene.doc.sentences.iter().enumerate() {
        for found in phrase::find(scene.doc, s.first, s.end) {
            let Some(party) = party(scene, n, &found) else { continue };
            // A second verb for the same stance of the same party tells nothing new.
            if last == Some((party, found.taken)) {
                continue;
            }
            last = Some((party, found.taken));
            out.push(position(scene, &found, party, s.end));
        }
    }
    out
}

fn position(scene: &Scene, found: &Found, party: usize, end: usize) -> Position {
    let end = scene.trimmed(found.first, end);
    // Who owns the strike and is silent on the harm concedes nobody; what the sentence adds is the report's.
    let conceded = if found.taken == PositionTaken::Admitted {
        conceded(scene.doc, scene.policy, told_from(found), end)
    } else {
        Conceded::default()
    };
    let why = |i: &usize| {
        matches!(scene.doc.at(*i), "because" | "saying" | "claiming" | "arguing" | "adding" | "insisting")
    };
    Position {
        actor: scene.name(party),
        position: found.taken,
        date: date(scene, found),
        conceded_killed: conceded.killed,
        conceded_injured: conceded.injured,
        account: None,
        reason: (found.end..end).find(why).map(|from| scene.doc.words(from, end)),
        claimed_by: Some(AUTHOR.to_owned()),
        spans: vec![scene.doc.quote(subject_start(scene, found, party), end)],
    }
}

/// Where what is conceded may begin: behind the phrase, or behind the verb of one that spans its subject.
fn told_from(found: &Found) -> usize {
    if found.frame == Frame::Either { found.first + 1 } else { found.end }
}

/// Where the words for the party begin, so that the span holds subject and verb.
fn subject_start(scene: &Scene, found: &Found, party: usize) -> usize {
    let from = found.first.saturating_sub(REACH);
    let subject = scene.parties(from, found.first).iter().rev().find(|m| m.party == party);
    subject.map_or(found.first, |m| m.first)
}

/// The party whose position a phrase tells, if it tells one.
fn party(scene: &Scene, sentence: usize, found: &Found) -> Option<usize> {
    let s = scene.doc.sentences.get(sentence)?;
    let party = match found.frame {
        Frame::Own => return None,
        Frame::After => mention_at(scene, found.end, s.end)?.party,
        Frame::Verb | Frame::Said => {
            if !holds(scene, s.first, found) {
                return None;
            }
            subject(scene, sentence, found)?
        }
        Frame::Either => {
            if !holds(scene, s.first, found) {
                return None;
            }
            subject_behind(scene, found, s.end).or_else(|| subject(scene, sentence, found))?
        }
    };
    settled(scene, party, found)
}

/// The party behind its verb, with nothing but links and those who speak for it between.
fn subject_behind(scene: &Scene, found: &Found, end: usize) -> Option<usize> {
    let party = scene.parties(found.first + 1, end).first()?;
    let between = |i: usize| {
        let word = scene.doc.at(i);
        phrase::is(word, Role::Link) || phrase::is(word, Role::Speaker)
    };
    (found.first + 1..party.first).all(between).then_some(party.party)
}

/// The party at a token, past an article.
fn mention_at<'s>(scene: &'s Scene, i: usize, end: usize) -> Option<&'s Mention> {
    let skip = |j: &usize| matches!(scene.doc.at(*j), "the" | "either" | "a" | "an" | "both");
    let at = (i..end).find(|j| !skip(j))?;
    scene.mentions.binary_search_by_key(&at, |m| m.first).ok().map(|m| &scene.mentions[m])
}

/// Whether a verb tells of something that was said, rather than wished, denied or foretold.
fn holds(scene: &Scene, first: usize, found: &Found) -> bool {
    let doc = scene.doc;
    let review = matches!(found.taken, PositionTaken::UnderReview | PositionTaken::NoComment);
    let mut before = (found.first.saturating_sub(3).max(first)..found.first).rev();
    if !review && before.any(|i| phrase::is(doc.at(i), Role::Unreal)) {
        return false;
    }
    let previous = found.first.checked_sub(1).map_or("", |i| doc.at(i));
    let forced = matches!(
        found.first.checked_sub(2).map_or("", |i| doc.at(i)),
        "forced" | "obliged" | "had" | "compelled"
    );
    if previous == "to" && !forced {
        return false;
    }
    let passive = matches!(previous, "was" | "were" | "been" | "being" | "is" | "are" | "be");
    match doc.at(found.first) {
        "denied" | "denies" | "deny" | "denying" => !passive && denies(doc, found.end),
        "disputed" | "refuted" => !passive,
        _ if found.taken == PositionTaken::Admitted && found.end == found.first + 1 => {
            !passive && own_deed(doc, found.end)
        }
        _ => true,
    }
}

fn denies(doc: &Document, i: usize) -> bool {
    let next = doc.at(i);
    let doing = next.ends_with("ing") && next.len() > 5;
    matches!(next, "" | "." | "," | "\"")
        || phrase::is(next, Role::Denial)
        || doing
        || (next == "the" && (i + 1..i + 5).any(|j| phrase::is(doc.at(j), Role::Allegation)))
}

/// Whether what is admitted is a deed of the one who admits it: "admitted killing", "admitted that its aircraft",
/// not "admitted that the bridge was lost".
fn own_deed(doc: &Document, i: usize) -> bool {
    let alleged = doc.at(i) == "the" && (i + 1..i + 4).any(|j| phrase::is(doc.at(j), Role::Allegation));
    alleged
        || (i..i + 4)
            .take_while(|j| !matches!(doc.at(*j), "," | "." | ";"))
            .any(|j| phrase::is(doc.at(j), Role::Deed))
}

/// The party that is the subject of a verb: the nearest one before it with nothing but links between, or the
/// one that "it" or "the ministry" points back to.
fn subject(scene: &Scene, sentence: usize, found: &Found) -> Option<usize> {
    let s = scene.doc.sentences.get(sentence)?;
    let from = s.first.max(found.first.saturating_sub(REACH));
    // "The coalition in Syria": the country is where the party is.
    let place = |m: &Mention| {
        m.state && m.first > 0 && matches!(scene.doc.at(m.first - 1), "in" | "near" | "from" | "over")
    };
    let nearest = scene.parties(from, found.first).iter().rev().find(|m| !place(m));
    if let Some(m) = nearest.filter(|m| linked(scene, m, found.first)) {
        let generic = !scene.registry.particular(m.party);
        return if generic {
            pointed_back(scene, sentence, m.first).or(Some(m.party))
        } else {
            Some(m.party)
        };
    }
    // "It denied …", "The ministry denied …", "The spokesman said that it …".
    let heads = |i: usize| {
        matches!(
            scene.doc.at(i),
            "it" | "they"
                | "ministry"
                | "spokesman"
                | "spokesperson"
                | "spokeswoman"
                | "military"
                | "statement"
                | "coalition"
        )
    };
    let head = (from..found.first).rev().find(|i| heads(*i))?;
    let plain = (head + 1..found.first).all(|i| link(scene, i));
    // Only the first words of a sentence point back to the one before it.
    let opens = (s.first..head).all(|i| {
        matches!(
            scene.doc.at(i),
            "the" | "a" | "but" | "its" | "," | "and" | "however" | "in" | "later" | "defence" | "defense"
        )
    });
    (plain && opens && nearest.is_none()).then(|| pointed_back(scene, sentence, head)).flatten()
}

/// The particular party that stood last before a token, in this sentence or a few before it.
fn pointed_back(scene: &Scene, sentence: usize, before: usize) -> Option<usize> {
    let first = scene.doc.sentences.get(sentence.saturating_sub(LOOK_BACK))?.first;
    let particular = |m: &&Mention| scene.registry.particular(m.party);
    let speaks = |m: &&Mention| scene.registry.get(m.party).is_some_and(|p| p.kind != ActorKind::Individual);
    scene.parties(first, before).iter().rev().filter(particular).find(speaks).map(|m| m.party)
}

/// Whether nothing but links stands between a party and its verb, and the party is not the object of another verb.
fn linked(scene: &Scene, m: &Mention, verb: usize) -> bool {
    let doc = scene.doc;
    let before = m.first.checked_sub(1).map_or("", |i| doc.at(i));
    let before = if matches!(before, "the" | "a" | "an") {
        m.first.checked_sub(2).map_or("", |i| doc.at(i))
    } else {
        before
    };
    let spoken_for = matches!(before, "of" | "for") && m.first >= 2 && speaker_word(doc, m.first);
    let object = !spoken_for
        && matches!(
            before,
            "by" | "against"
                | "on"
                | "with"
                | "to"
                | "from"
                | "in"
                | "near"
                | "killed"
                | "killing"
                | "former"
                | "told"
                | "of"
                | "for"
        );
    let named = m.state && doc.tokens.get(m.end).is_some_and(|t| t.capital && t.kind == TokenKind::Word);
    !object && !named && (m.end..verb).all(|i| link(scene, i))
}

/// Whether "of the" or "for the" before a party follows a word for one who speaks for it.
fn speaker_word(doc: &Document, first: usize) -> bool {
    (first.saturating_sub(4)..first).any(|i| phrase::is(doc.at(i), Role::Speaker))
}

fn link(scene: &Scene, i: usize) -> bool {
    let Some(token) = scene.doc.tokens.get(i) else { return false };
    let word = scene.doc.at(i);
    match token.kind {
        TokenKind::Word => token.capital || phrase::is(word, Role::Link) || word.ends_with("ly"),
        TokenKind::Number | TokenKind::Possessive => true,
        TokenKind::Mark => matches!(word, "," | "(" | ")" | "-" | "–"),
    }
}

/// The party as far as it may take such a position: persons without a name, and the police on a case of their
/// own, are none; a bare name of a country is one only where the text names parties at all.
fn settled(scene: &Scene, party: usize, found: &Found) -> Option<usize> {
    let kind = scene.registry.get(party)?.kind;
    let particular = scene.registry.particular(party);
    let denies = matches!(found.taken, PositionTaken::Admitted | PositionTaken::Denied);
    let fits = particular || (denies && kind != ActorKind::Individual && party_speaks(scene, party));
    (fits && !(particular && scene.states_only)).then_some(party)
}

/// The police are told of in reports of every kind of crime, where "police denied" is about something else.
fn party_speaks(scene: &Scene, party: usize) -> bool {
    scene.registry.get(party).is_some_and(|p| {
        matches!(
            p.name,
            "army"
                | "armed forces"
                | "air force"
                | "government forces"
                | "security forces"
                | "guerrillas"
                | "rebels"
        )
    })
}

/// The day on which the position was taken, where a date stands beside the verb.
fn date(scene: &Scene, found: &Found) -> Option<jiff::civil::Date> {
    let from = found.first.saturating_sub(6);
    let near = crate::when::mentions(&scene.doc.tokens, from..(found.end + 4).min(scene.doc.tokens.len()));
    let beside = near.iter().find(|d| d.end + 1 >= found.first && d.first <= found.end + 1)?;
    let when = scene.dates.resolve(beside, None)?;
    when.start.filter(|day| when.end == Some(*day))
}
