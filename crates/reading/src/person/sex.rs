//! Whether somebody who is named is a woman or a man, as the words say. Enters: a person's namings. Leaves: the sex, or
//! nothing where neither words of kin, titles, the given name nor pronouns tell.

use super::{Named, Naming, Person};
use crate::document::Document;
use crate::given;
use crate::name;
use crate::sense::Sense;
use text::TokenKind;
use value::Sex;

/// How much the kinds of evidence count, the surest first: a noun for the person; a name that says it; a given name; a
/// pronoun.
const NOUN: i32 = 5;
const SAYS: i32 = 12;
const GIVEN: i32 = 7;
const PRONOUN: i32 = 1;

/// The sex that the words of all namings weigh for.
pub(super) fn sex(doc: &Document<'_>, named: &Named, p: &Person) -> Option<Sex> {
    let mut women = 0;
    let mut vote = |sex: Sex, weight: i32| women += if sex == Sex::Female { weight } else { -weight };
    let best = &named.namings[p.best];
    if let Some(sex) = by_name(doc, best) {
        vote(sex, SAYS);
    }
    if let Some(sex) = given::bearer(doc.at(best.first)).and_then(given::Bearer::sex) {
        vote(sex, GIVEN);
    }
    for k in p.namings.iter().take(12) {
        let n = &named.namings[*k];
        if let Some(sex) = before(doc, named, *k).or_else(|| after(doc, n)) {
            vote(sex, NOUN);
        }
        if let Some(sex) = pronoun(doc, named, *k) {
            vote(sex, PRONOUN);
        }
    }
    match women {
        0 => None,
        n if n > 0 => Some(Sex::Female),
        _ => Some(Sex::Male),
    }
}

/// "Umm Sami" is a mother, "Abu Sami" a father; so are those whose byname says so.
fn by_name(doc: &Document<'_>, n: &Naming) -> Option<Sex> {
    (n.first..n.end).find_map(|i| match doc.at(i) {
        "umm" | "um" | "bint" => Some(Sex::Female),
        "abu" | "abo" if i == n.first => Some(Sex::Male),
        "bin" | "ibn" => Some(Sex::Male),
        _ => None,
    })
}

/// The sex that a noun for one person or several says.
fn noun(doc: &Document<'_>, i: usize) -> Option<Sex> {
    match doc.at(i) {
        "mr" | "hajj" | "haj" | "haji" | "male" | "sir" => return Some(Sex::Male),
        "mrs" | "ms" | "miss" | "hajja" | "female" => return Some(Sex::Female),
        _ => {}
    }
    doc.sense_at(i, |s| if let Sense::People(p) = s { p.sex } else { None }).map(|(_, sex)| sex)
}

/// The noun before a name: "his wife X", "a boy, X", "sisters X and Y".
fn before(doc: &Document<'_>, named: &Named, k: usize) -> Option<Sex> {
    let n = &named.namings[k];
    if let Some(sex) = (n.from..n.first).rev().find_map(|i| noun(doc, i)) {
        return Some(sex);
    }
    let (i, listed) = noun_before(doc, &named.namings, k)?;
    // "the wife of X" is not X; "his wife X" is.
    if doc.at(i + 1) == "of" {
        return (i + 2 >= n.from && !listed).then(|| spouse(doc.at(i))).flatten();
    }
    (!listed || plural(doc, i)).then(|| noun(doc, i)).flatten()
}

/// The noun for people that leads to a name over commas, ages and the names of the same list: its token, and whether
/// other names stand between.
pub(crate) fn noun_before(doc: &Document<'_>, namings: &[Naming], k: usize) -> Option<(usize, bool)> {
    let n = &namings[k];
    let s = doc.sentences[n.sentence];
    let mut listed = false;
    let mut of = false;
    for i in (n.from.saturating_sub(60).max(s.first)..n.from).rev() {
        let token = doc.tokens.get(i)?;
        // A name before this one in the same list: the noun before it may speak of both.
        if namings[..k].iter().rev().take(12).any(|m| m.first <= i && i < m.end) {
            listed = true;
            continue;
        }
        if token.kind == TokenKind::Possessive {
            return None;
        }
        let people = doc.sense_at(i, |s| matches!(s, Sense::People(_)).then_some(())).is_some();
        if noun(doc, i).is_some() || people && !doc.tokens.get(i + 1).is_some_and(|t| t.joined) {
            return Some((i, listed));
        }
        let passes = matches!(
            doc.at(i),
            "," | ":"
                | "named"
                | "called"
                | "identified"
                | "as"
                | "old"
                | "year"
                | "years"
                | "aged"
                | "age"
                | "-"
                | "–"
                | "—"
                | "("
                | ")"
                | "and"
                | "•"
                | "were"
                | "month"
                | "months"
                | "late"
                | "unknown"
                | "unavailable"
                | "both"
        ) || token.kind == TokenKind::Number
            || token.joined && token.kind == TokenKind::Word
            || name::age_before(doc, i).is_some();
        // "the wife of X" leads to X through one word only.
        if !(passes || doc.at(i) == "of" && i + 1 == n.from && !of) {
            return None;
        }
        of |= doc.at(i) == "of";
    }
    None
}

fn plural(doc: &Document<'_>, i: usize) -> bool {
    doc.sense_at(i, |s| if let Sense::People(p) = s { Some(p.plural) } else { None }).is_some_and(|(_, p)| p)
}

/// Of whom a word of marriage is said: "the wife of X" makes X a man.
fn spouse(word: &str) -> Option<Sex> {
    match word {
        "wife" | "widow" => Some(Sex::Male),
        "husband" | "widower" => Some(Sex::Female),
        _ => None,
    }
}

/// The noun in brackets or after a comma that says what a person is to others: "X (son, 14)".
pub(super) fn noun_after(doc: &Document<'_>, n: &Naming) -> Option<usize> {
    let at = match doc.at(n.end) {
        "(" | "," => n.end + 1,
        _ => return None,
    };
    let at = at + usize::from(matches!(doc.at(at), "his" | "her" | "their" | "a" | "the"));
    doc.sense_at(at, |s| matches!(s, Sense::People(_)).then_some(())).map(|_| at)
}

/// The noun after a name: "X, wife of Y", "X (daughter, 20)", "X, a mother of two", "X's husband".
fn after(doc: &Document<'_>, n: &Naming) -> Option<Sex> {
    if doc.tokens.get(n.end).is_some_and(|t| t.kind == TokenKind::Possessive) {
        return spouse(doc.at(n.end + 1));
    }
    let past = name::age_after_name(doc, n.end).1;
    let opens = |i: usize| matches!(doc.at(i), "," | "(" | "-" | "–" | "—");
    let mut at = past;
    if opens(at) || opens(n.end) && past > n.end {
        at += usize::from(opens(at));
        at += usize::from(matches!(doc.at(at), "a" | "an" | "the" | "his" | "her" | "their" | "also"));
        let adjectives = (at..at + 3).take_while(|i| {
            *i == at
                || noun(doc, *i - 1).is_none()
                    && doc.tokens.get(*i).is_some_and(|t| t.kind == TokenKind::Word && !t.capital)
        });
        for i in adjectives {
            if let Some(sex) = noun(doc, i) {
                let own = matches!(doc.at(i + 1), "of" | "," | ")" | "." | "to" | "who" | "and" | ";")
                    || doc.tokens.get(i + 1).is_none();
                return own.then_some(sex);
            }
        }
    }
    None
}

/// The first pronoun after a name, before anybody else is named: in its sentence or the next.
fn pronoun(doc: &Document<'_>, named: &Named, k: usize) -> Option<Sex> {
    let n = &named.namings[k];
    let end = doc.sentences.get(n.sentence + 1).map_or(doc.sentences[n.sentence].end, |s| s.end);
    let stop = named.namings.get(k + 1).map_or(end, |m| m.from.min(end));
    (n.end..stop.min(n.end + 40)).find_map(|i| match doc.at(i) {
        "he" | "his" | "him" | "himself" => Some(Sex::Male),
        "she" | "her" | "hers" | "herself" => Some(Sex::Female),
        _ => None,
    })
}
