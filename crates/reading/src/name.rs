//! Names of people and their ages. Enters: tokens. Leaves: names that the text's own words support (an age, a
//! noun for a person beside it, a word of harm), never every pair of capitals.

use crate::document::Document;
use crate::sense::Sense;
use crate::words::{self, Class};
use text::{Sentence, TokenKind};
use value::Sex;

/// A person's name at tokens `first..end`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) age: Option<u32>,
    pub(crate) sex: Option<Sex>,
    /// How strongly the surroundings say that this is a person: 0 to 3.
    pub(crate) support: u8,
}

/// Finds names in a sentence. `taken` says which tokens already belong to a place or a party.
pub(crate) fn names(doc: &Document<'_>, s: Sentence, taken: &dyn Fn(usize) -> bool) -> Vec<Name> {
    let mut out = Vec::new();
    let mut i = s.first;
    while i < s.end {
        match candidate(doc, s, i, taken) {
            Some(name) => {
                i = name.end;
                out.push(name);
            }
            None => i += 1,
        }
    }
    out
}

fn candidate(doc: &Document<'_>, s: Sentence, first: usize, taken: &dyn Fn(usize) -> bool) -> Option<Name> {
    if !is_name_word(doc, first) || taken(first) {
        return None;
    }
    // Inside a run of capitals a name begins at the run's start only.
    if first > s.first && is_name_word(doc, first - 1) && !words::is(doc.at(first - 1), Class::Title) {
        return None;
    }
    let mut end = first + 1;
    let mut words = 1;
    while end < s.end && words < 7 {
        if is_name_word(doc, end) && !taken(end) {
            end += 1;
            words += 1;
        } else if inner(doc, end) && is_name_word(doc, end + 1) {
            end += 1;
        } else {
            break;
        }
    }
    if words < 2 || words::is(doc.at(first), Class::Title) && words < 3 {
        return None;
    }
    let first = if words::is(doc.at(first), Class::Title) { first + 1 } else { first };
    let end = kunya(doc, end, s.end);
    if doc.sense_at(end, |x| matches!(x, Sense::Target(_)).then_some(())).is_some() {
        return None;
    }
    let name = Name { first, end, age: None, sex: sex_hint(doc, first, end), support: 0 };
    let support = support(doc, s, &name);
    Some(Name { support, ..name })
}

/// Whether a token may stand inside a name: a particle, or the full stop of an initial.
fn inner(doc: &Document<'_>, i: usize) -> bool {
    words::is(doc.at(i), Class::NameParticle) || (doc.at(i) == "." && doc.at(i - 1).chars().count() == 1)
}

fn is_name_word(doc: &Document<'_>, i: usize) -> bool {
    let Some(token) = doc.tokens.get(i) else { return false };
    let word = doc.at(i);
    let particle = words::is(word, Class::NameParticle) && doc.tokens.get(i + 1).is_some_and(|t| t.capital);
    token.kind == TokenKind::Word
        && (token.capital || (particle && token.joined))
        && (!token.all_caps || word.chars().count() <= 3)
        && !words::is(word, Class::NoPerson)
        && !word.ends_with('.')
}

/// Takes "(Umm Alaa)" after a name into it.
fn kunya(doc: &Document<'_>, end: usize, limit: usize) -> usize {
    if doc.at(end) != "(" || !matches!(doc.at(end + 1), "abu" | "umm" | "um" | "abo") {
        return end;
    }
    (end + 2..limit.min(end + 7)).find(|i| doc.at(*i) == ")").map_or(end, |i| i + 1)
}

fn sex_hint(doc: &Document<'_>, first: usize, end: usize) -> Option<Sex> {
    let before = first.checked_sub(1).map_or("", |j| doc.at(j));
    let earlier = first.checked_sub(2).map_or("", |j| doc.at(j));
    let title = if before == "." { earlier } else { before };
    match title {
        "mr" | "hajj" | "haj" | "father" | "brother" | "son" | "husband" | "man" | "boy" => {
            return Some(Sex::Male);
        }
        "mrs" | "ms" | "miss" | "hajja" | "sister" | "daughter" | "wife" | "mother" | "woman" | "girl" => {
            return Some(Sex::Female);
        }
        _ => {}
    }
    (first..end).find_map(|i| match doc.at(i) {
        "umm" | "um" | "bint" => Some(Sex::Female),
        "abu" | "bin" | "ibn" if i == first || doc.at(i - 1) == "(" => Some(Sex::Male),
        _ => None,
    })
}

/// Evidence that the name is a person's who matters here.
fn support(doc: &Document<'_>, s: Sentence, name: &Name) -> u8 {
    let mut points = 0;
    let (age, _) = age_after_name(doc, name.end);
    points += if age.is_some() { 2 } else { 0 };
    let before = name.first.checked_sub(1).map_or("", |j| doc.at(j));
    let noun_before = (name.first.saturating_sub(3).max(s.first)..name.first).any(|i| {
        doc.sense_at(i, |x| if let Sense::People(_) = x { Some(()) } else { None })
            .is_some_and(|(e, ())| e + 1 >= name.first)
    });
    points += u8::from(noun_before || words::is(before, Class::Title) || before == "old" || before == "as");
    let harm_near = (name.end..(name.end + 4).min(s.end))
        .any(|i| doc.sense_at(i, |x| if let Sense::Harm(_) = x { Some(()) } else { None }).is_some())
        || (name.first.saturating_sub(2).max(s.first)..name.first)
            .any(|i| doc.sense_at(i, |x| if let Sense::Harm(_) = x { Some(()) } else { None }).is_some());
    let identified = (name.first.saturating_sub(7).max(s.first)..name.first)
        .any(|i| matches!(doc.at(i), "identified" | "victim" | "victims" | "named" | "names"));
    points + u8::from(harm_near) + 2 * u8::from(identified)
}

/// An age before a noun or a name: "17-year-old", "3-month-old", "17 year old", "7- or 8-year-old". Gives completed years,
/// the lower of two, and the token past it.
pub(crate) fn age_before(doc: &Document<'_>, i: usize) -> Option<(u32, usize)> {
    let (n, at) = years_at(doc, i)?;
    let unit = doc.at(at);
    if !(is_short(unit) || matches!(unit, "year" | "years")) || doc.at(at + 1) != "old" {
        return None;
    }
    Some((if is_short(unit) { age_of_infant(n, unit) } else { n }, at + 2))
}

/// An age after a name or noun: ", 25,", "(25)", "aged 25", ", age 25", "(25 years old)", "(15 or 16)", ", a 25-year-old nurse".
/// Gives the age, the lower of two, if one stands, and the token past it.
pub(crate) fn age_after(doc: &Document<'_>, end: usize) -> (Option<u32>, usize) {
    let mut at = end;
    // "a girl of eight": only a number that ends the phrase is an age ("one of three men" is not).
    if doc.at(at) == "of" {
        return match number_at(doc, at + 1) {
            Some((n, past))
                if n <= 115
                    && matches!(doc.at(past), "," | "." | ")" | ";" | "and" | "was" | "who" | "in") =>
            {
                (Some(n), past)
            }
            _ => (None, end),
        };
    }
    let open = matches!(doc.at(at), "," | "(" | "-" | "–");
    let bracket = doc.at(at) == "(";
    if open {
        at += 1;
    }
    // "(female, 48 years old)", "(male, child, 7)"
    while bracket && matches!(doc.at(at), "female" | "male" | "f" | "m" | "child" | "adult" | "infant") {
        at += 1 + usize::from(doc.at(at + 1) == ",");
    }
    let aged = matches!(doc.at(at), "aged" | "age");
    if aged {
        at += 1;
    }
    at +=
        usize::from((open || aged) && matches!(doc.at(at), "either" | "about" | "around" | "approximately"));
    let Some((n, mut past)) = years_at(doc, at) else { return (None, end) };
    let unit = doc.at(past);
    let months = is_short(unit);
    let years = matches!(unit, "year" | "years");
    if months || years {
        past += 1;
        if matches!(doc.at(past), "old" | "of") {
            past += 1 + usize::from(doc.at(past) == "of");
        }
    }
    let closed = matches!(doc.at(past), "," | ")" | "." | ";" | "and" | ":" | "of" | "-" | "–" | "•" | "*")
        || doc.tokens.get(past).is_none()
        || doc.at(past) == "(" && open && !bracket;
    let plain = !open && !aged && !months && !years;
    if n > 115 || plain || (!closed && !aged && !years && !months) {
        return (None, end);
    }
    let past = if matches!(doc.at(past), ")" | ",") && open {
        past + usize::from(doc.at(past) == ")")
    } else {
        past
    };
    (Some(if months { age_of_infant(n, unit) } else { n }), past)
}

/// An age after a name, which is not that of the next: "Adam, 13-year-old Lina".
pub(crate) fn age_after_name(doc: &Document<'_>, end: usize) -> (Option<u32>, usize) {
    let (age, past) = age_after(doc, end);
    let attributive = past > end + 1 && doc.at(past - 1) == "old" && !doc.at(past - 2).ends_with('s');
    if attributive && leads_to_name(doc, past) { (None, end) } else { (age, past) }
}

/// Whether an age that ends here is that of a name behind it: "Adam, 13-year-old Lina", "Adam, 13-year-old daughter Lina".
pub(crate) fn leads_to_name(doc: &Document<'_>, past: usize) -> bool {
    for i in past..past + 5 {
        let Some(token) = doc.tokens.get(i).filter(|t| t.kind == TokenKind::Word) else { return false };
        let nation = || doc.sense_at(i, |s| matches!(s, Sense::Actor(_) | Sense::People(_)).then_some(()));
        if token.capital && nation().is_none() {
            return true;
        }
        if !token.joined && !token.capital && is_past_noun(doc.at(i)) {
            return false;
        }
    }
    false
}

/// Words that no noun is followed by before the name that it stands with: "the 13-year-old from Halmet".
pub(crate) fn is_past_noun(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "was"
            | "by"
            | "of"
            | "with"
            | "told"
            | "said"
            | "were"
            | "who"
            | "to"
            | "in"
            | "shot"
            | "killed"
            | "at"
            | "from"
    )
}

/// A unit of age below the year.
fn is_short(unit: &str) -> bool {
    matches!(unit, "month" | "months" | "week" | "weeks" | "day" | "days")
}

/// A number of years, the lower of two ("15 or 16", "12-14"), and the token past it.
fn years_at(doc: &Document<'_>, i: usize) -> Option<(u32, usize)> {
    let (low, past) = number_at(doc, i)?;
    let joined = doc.tokens.get(past).is_some_and(|t| t.joined);
    // "7- or 8-year-old"
    let link = past + usize::from(doc.at(past) == "-");
    let second = if matches!(doc.at(link), "or" | "to") { link + 1 } else { past };
    let higher = (second > past || joined).then(|| number_at(doc, second)).flatten();
    Some(higher.filter(|(high, _)| *high > low).map_or((low, past), |(_, end)| (low, end)))
}

fn age_of_infant(n: u32, unit: &str) -> u32 {
    if unit.starts_with("month") { n / 12 } else { 0 }
}

fn number_at(doc: &Document<'_>, i: usize) -> Option<(u32, usize)> {
    let token = doc.tokens.get(i)?;
    if token.kind == TokenKind::Number {
        return doc.at(i).parse().ok().map(|n| (n, i + 1));
    }
    doc.sense_at(i, |s| if let Sense::Number(n) = s { Some(*n) } else { None }).map(|(end, n)| (n, end))
}
