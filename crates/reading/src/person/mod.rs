//! People named in a report, each with all the places where the name stands. Enters: a document with its places and
//! parties. Leaves: persons in the order of their first naming, with age and sex as the words give them. Does not
//! decide what became of anybody.

mod life;
mod sex;

pub(crate) use life::Stage;
pub(crate) use sex::noun_before;

use crate::document::Document;
use crate::given::{self, Bearer};
use crate::name;
use crate::place::PlaceMention;
use crate::registry;
use crate::sense::Sense;
use crate::words::{self, Class};
use std::collections::HashSet;
use text::{Sentence, TokenKind};
use value::Sex;

/// A name at tokens `first..end`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Naming {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) sentence: usize,
    /// The first token of the titles and nouns that go before the name ("Police Chief"), or `first`.
    pub(crate) from: usize,
    /// A word of the name also names a place of the event.
    pub(crate) place: bool,
    /// The sentence is written in capitals, as headlines are.
    pub(crate) headline: bool,
    /// Two words or more.
    pub(crate) full: bool,
}

/// A person, by the fullest name that is given first.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// The words of the name, plain: no accents, articles or bracketed names.
    pub(crate) words: Vec<String>,
    /// All that name the person, in order, as indices into [`People::namings`].
    pub(crate) namings: Vec<usize>,
    /// The naming that gives the name.
    pub(crate) best: usize,
    pub(crate) age: Option<u32>,
    pub(crate) sex: Option<Sex>,
    pub(crate) stage: Stage,
    /// The tokens of a family's name that the words give once for several ("their children Adam and Lina").
    pub(crate) family: Option<(usize, usize)>,
}

/// Everybody who is named.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    pub(crate) namings: Vec<Naming>,
    pub(crate) persons: Vec<Person>,
    /// The person of each naming.
    pub(crate) of: Vec<Option<usize>>,
}

/// By how many years two ages of one person may differ between sources.
const SLIP: u32 = 10;

/// More persons than these are not told apart one by one.
const MOST: usize = 400;

/// Finds everybody who is named.
pub(crate) fn named(doc: &Document<'_>, places: &[PlaceMention], parties: &[registry::Mention]) -> Named {
    let finder = Finder::new(doc, places, parties);
    let mut namings = Vec::new();
    for (index, s) in doc.sentences.iter().enumerate() {
        finder.sentence(index, *s, &mut namings);
    }
    link(doc, namings)
}

struct Finder<'a, 'd> {
    doc: &'a Document<'d>,
    /// For each token, the place mention that holds it, where it is one that the report is about.
    place: Vec<bool>,
    party: Vec<bool>,
    /// Words that the report also writes in lower case.
    lower: HashSet<&'a str, foldhash::fast::FixedState>,
}

impl<'a, 'd> Finder<'a, 'd> {
    fn new(doc: &'a Document<'d>, places: &[PlaceMention], parties: &[registry::Mention]) -> Self {
        let mut place = vec![false; doc.tokens.len()];
        let large = |p: &&PlaceMention| {
            p.locative || p.dateline || p.found.as_ref().is_some_and(|m| m.population > 20_000)
        };
        for p in places.iter().filter(large) {
            place[p.first..p.end.min(doc.tokens.len())].fill(true);
        }
        let mut party = vec![false; doc.tokens.len()];
        for m in parties {
            party[m.first..m.end.min(doc.tokens.len())].fill(true);
        }
        let lower = (0..doc.tokens.len())
            .filter(|i| doc.tokens.get(*i).is_some_and(|t| t.kind == TokenKind::Word && !t.capital))
            .map(|i| doc.at(i))
            .filter(|w| w.len() > 2)
            .collect();
        Self { doc, place, party, lower }
    }

    fn sentence(&self, index: usize, s: Sentence, out: &mut Vec<Naming>) {
        let headline = self.headline(s);
        let mut i = s.first;
        while i < s.end {
            if !self.may_begin(i, headline) {
                i += 1;
                continue;
            }
            let end = self.run(i, s.end, headline);
            if let Some(naming) = self.naming(index, s, i, end, headline) {
                i = naming.end.max(i + 1);
                out.push(naming);
            } else {
                i = end.max(i + 1);
            }
        }
    }

    /// Whether most words of a sentence begin with capitals, so that a capital says little.
    fn headline(&self, s: Sentence) -> bool {
        let (mut words, mut capitals) = (0, 0);
        for t in (s.first..s.end).filter_map(|i| self.doc.tokens.get(i)) {
            if t.kind == TokenKind::Word && t.span.end - t.span.start > 3 {
                words += 1;
                capitals += usize::from(t.capital);
            }
        }
        words >= 4 && capitals * 10 >= words * 8
    }

    fn known(&self, i: usize) -> bool {
        given::bearer(self.doc.at(i)).is_some()
    }

    /// Whether a capitalised word is one of the language's own rather than a name's.
    fn common(&self, i: usize) -> bool {
        let word = self.doc.at(i);
        self.lower.contains(word)
            || self.doc.marks_at(i).iter().any(|m| !matches!(m.sense, Sense::Actor(_) | Sense::Norm(_)))
    }

    fn word(&self, i: usize) -> bool {
        let Some(token) = self.doc.tokens.get(i) else { return false };
        let word = self.doc.at(i);
        token.kind == TokenKind::Word
            && token.capital
            && (!token.all_caps || word.chars().count() <= 2 || self.known(i) || (i > 0 && self.known(i - 1)))
            && !words::is(word, Class::NoPerson)
            && (!word.ends_with('.') || word.len() <= 6)
            && !self.party[i]
    }

    fn may_begin(&self, i: usize, headline: bool) -> bool {
        self.word(i)
            && (!self.place[i]
                || self.known(i) && self.word(i + 1) && !self.place.get(i + 1).copied().unwrap_or(false))
            && !(headline && self.common(i) && !self.known(i))
    }

    /// The token past the run of name words that begins at `first`.
    fn run(&self, first: usize, limit: usize, headline: bool) -> usize {
        let mut end = first + 1;
        let mut words = 1;
        while end < limit && words < 9 {
            if self.word(end) && !(headline && self.common(end) && !self.known(end)) {
                end += 1;
                words += 1;
            } else if let Some(past) = self.inner(first, end, limit) {
                end = past;
            } else {
                break;
            }
        }
        end
    }

    /// Particles, the full stops of initials and nicknames inside a name: the token of its next word.
    fn inner(&self, first: usize, i: usize, limit: usize) -> Option<usize> {
        let doc = self.doc;
        let mark = doc.at(i);
        if words::is(mark, Class::NameParticle) {
            let next = i + 1 + usize::from(words::is(doc.at(i + 1), Class::NameParticle));
            return (next < limit && (self.word(next) || doc.tokens.get(next).is_some_and(|t| t.joined)))
                .then_some(next + 1);
        }
        if mark == "." && doc.at(i - 1).chars().count() == 1 && self.word(i + 1) && i + 1 < limit {
            return Some(i + 1);
        }
        let quote = |m: &str| matches!(m, "\"" | "“" | "”" | "‘" | "’" | "'" | "(" | ")");
        if i > first && quote(mark) {
            let close = (i + 2..limit.min(i + 5)).find(|j| quote(doc.at(*j)))?;
            let inside = (i + 1..close).all(|j| doc.tokens.get(j).is_some_and(|t| t.kind == TokenKind::Word));
            let capital = doc.tokens.get(i + 1).is_some_and(|t| t.capital);
            let on = close + 1 < limit && self.word(close + 1) && !self.common(close + 1);
            return (inside && capital && on).then_some(close + 2);
        }
        // "Omar, Jr."
        (mark == "," && matches!(doc.at(i + 1), "jr" | "sr" | "ii" | "iii")).then_some(i + 2)
    }

    /// The name in a run of capitals, its titles set aside.
    fn naming(&self, index: usize, s: Sentence, from: usize, end: usize, headline: bool) -> Option<Naming> {
        let doc = self.doc;
        let mut first = from;
        while first + 1 < end {
            let word = doc.at(first);
            let titled = words::is(word, Class::Title)
                || doc
                    .sense_at(first, |x| {
                        matches!(x, Sense::People(_) | Sense::Source(_) | Sense::Target(_)).then_some(())
                    })
                    .is_some();
            let opens = first == s.first && self.common(first);
            let plain = self.common(first) && self.known(first + 1);
            if word == "." || (titled || opens || plain) && !self.keeps(first) {
                first += 1;
            } else {
                break;
            }
        }
        let mut end = end;
        while end > first + 1 && (doc.at(end - 1) == "." || self.trails(end - 1)) {
            end -= 1;
        }
        let count = (first..end).filter(|i| self.counts(*i)).count();
        let full = count >= 2;
        if words::is(doc.at(first), Class::Title) || (doc.at(first) == ".") {
            return None;
        }
        if !full && (doc.at(first).chars().count() < 3 || self.place[first] || self.party[first]) {
            return None;
        }
        let things =
            ["street", "avenue", "road", "hospital", "school", "university", "mosque", "church", "st", "ave"];
        if things.contains(&doc.at(end)) || things.contains(&doc.at(end - 1)) {
            return None;
        }
        let suffix = matches!(doc.at(end - 1), "jr" | "sr") && doc.at(end) == "." && end + 1 < s.end;
        let end = kunya(doc, end + usize::from(suffix), s.end);
        let place = (first..end).any(|i| self.place[i]);
        Some(Naming { first, end, sentence: index, from, place, headline, full })
    }

    /// Whether a word that could be a title is a given name before another word.
    fn keeps(&self, i: usize) -> bool {
        let people = self.doc.sense_at(i, |x| matches!(x, Sense::People(_)).then_some(())).is_some();
        self.known(i) && !people && !words::is(self.doc.at(i), Class::Title)
    }

    /// Whether the last word of a run is none of the name's ("Maya Haddad Dies").
    fn trails(&self, i: usize) -> bool {
        !self.known(i)
            && self
                .doc
                .sense_at(i, |x| {
                    matches!(x, Sense::Target(_) | Sense::Harm(_) | Sense::Source(_)).then_some(())
                })
                .is_some()
    }

    fn counts(&self, i: usize) -> bool {
        let doc = self.doc;
        doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word)
            && !words::is(doc.at(i), Class::NameParticle)
            && !matches!(doc.at(i), "jr" | "sr" | "ii" | "iii")
    }
}

/// Takes "(Umm Alaa)" after a name into it.
fn kunya(doc: &Document<'_>, end: usize, limit: usize) -> usize {
    if doc.at(end) != "(" || !matches!(doc.at(end + 1), "abu" | "umm" | "um" | "abo") {
        return end;
    }
    (end + 2..limit.min(end + 7)).find(|i| doc.at(*i) == ")").map_or(end, |i| i + 1)
}

/// The plain words of a name.
fn plain_words(doc: &Document<'_>, n: &Naming) -> Vec<String> {
    let mut out = Vec::new();
    let mut bracket = false;
    for i in n.first..n.end {
        let word = doc.at(i);
        match word {
            "(" | "\"" | "“" | "‘" => bracket = true,
            ")" | "”" | "’" => bracket = false,
            "al" | "el" | "jr" | "sr" | "ii" | "iii" | "." | "," => {}
            _ if bracket => {}
            _ => out.push(key(word)),
        }
    }
    out
}

/// Ties the namings of one person together: full names that contain one another, then single words.
fn link(doc: &Document<'_>, namings: Vec<Naming>) -> Named {
    let mut named = Named { of: vec![None; namings.len()], namings, persons: Vec::new() };
    for i in 0..named.namings.len() {
        let n = named.namings[i];
        if !n.full {
            continue;
        }
        let words = plain_words(doc, &n);
        let age = age(doc, &n);
        let had = named.persons.iter().position(|p| {
            let apart = p.age.zip(age).map_or(0, |(a, b)| a.abs_diff(b));
            same(&p.words, &words) && apart <= if p.words == words { SLIP } else { 0 }
        });
        let at = match had {
            Some(at) => at,
            None if named.persons.len() >= MOST => continue,
            None => {
                named.persons.push(Person {
                    words: words.clone(),
                    namings: Vec::new(),
                    best: i,
                    age: None,
                    sex: None,
                    stage: Stage::Untold,
                    family: None,
                });
                named.persons.len() - 1
            }
        };
        let p = &mut named.persons[at];
        let headed = named.namings[p.best].headline && !n.headline;
        if words.len() > p.words.len() || headed && words.len() == p.words.len() {
            p.best = i;
            p.words = words;
        }
        p.namings.push(i);
        p.age = p.age.or(age);
        named.of[i] = Some(at);
    }
    for i in 0..named.namings.len() {
        let n = named.namings[i];
        if n.full {
            continue;
        }
        let word = key(doc.at(n.first));
        let family = family(doc, &named, i);
        let mut words = vec![word.clone()];
        words.extend(family.and_then(|(_, end)| end.checked_sub(1)).map(|last| key(doc.at(last))));
        let mut best: Option<(usize, u8)> = None;
        for (at, p) in named.persons.iter().enumerate() {
            let role = if p.words.last() == Some(&word) { 1 } else { 2 };
            if role == 2 && p.words.first() != Some(&word) {
                continue;
            }
            // One whose family is told is nobody of another family.
            if words.len() > 1 && (role == 1 || p.words.len() > 1 && p.words.last() != words.last()) {
                continue;
            }
            let told = p.namings.first().is_some_and(|f| named.namings[*f].first < n.first);
            let rank = u8::from(told) * 2 + u8::from(role == 2);
            // Of several, the one told of last before.
            if best.is_none_or(|(_, had)| rank >= had) && (told || best.is_none()) {
                best = Some((at, rank));
            }
        }
        if let Some((at, _)) = best {
            let age = age(doc, &n);
            let p = &mut named.persons[at];
            p.namings.push(i);
            p.age = p.age.or(age);
            named.of[i] = Some(at);
        } else if (family.is_some() || matches!(given::bearer(doc.at(n.first)), Some(Bearer::Of(_))))
            && named.persons.len() < MOST
            && !n.headline
        {
            named.persons.push(Person {
                words,
                namings: vec![i],
                best: i,
                age: age(doc, &n),
                sex: None,
                stage: Stage::Untold,
                family,
            });
            named.of[i] = Some(named.persons.len() - 1);
        }
    }
    for p in &mut named.persons {
        p.namings.sort_unstable();
    }
    let sexes: Vec<_> = named.persons.iter().map(|p| sex::sex(doc, &named, p)).collect();
    for (p, sex) in named.persons.iter_mut().zip(sexes) {
        p.sex = sex;
    }
    let stages: Vec<_> = named.persons.iter().map(|p| life::stage(doc, &named, p)).collect();
    for (p, stage) in named.persons.iter_mut().zip(stages) {
        p.stage = stage;
    }
    named
}

/// A word of a name as it is compared: spellings of one name are alike, short names that differ in a vowel ("Saleh",
/// "Salah") are not.
fn key(word: &str) -> String {
    let plain = given::plain(word);
    let mut key = given::sketch(&plain);
    let vowel = plain.chars().rev().nth(1);
    if plain.len() <= 5 && vowel == Some('e') && !plain.ends_with('d') {
        key.push('e');
    }
    key
}

/// The tokens of the family's name of somebody who is named by one word, where those around have it: "their children
/// Adam and Lina" have that of the person told of before, "Adam and Lina Haddad" share one.
fn family(doc: &Document<'_>, named: &Named, k: usize) -> Option<(usize, usize)> {
    let n = &named.namings[k];
    given::bearer(doc.at(n.first))?;
    let after = sex::noun_after(doc, n).filter(|i| words::is(doc.at(*i), Class::Blood));
    let before = sex::noun_before(doc, &named.namings, k)
        .map(|(i, _)| i)
        .filter(|i| words::is(doc.at(*i), Class::Blood));
    let next = named.namings.get(k + 1).filter(|m| {
        m.full
            && doc.at(n.end) == "and"
            && m.from == n.end + 1
            && m.from == m.first
            && given::bearer(doc.at(m.first)).is_some()
    });
    if let Some(m) = next {
        return tail(doc, m);
    }
    let noun = before.or(after.map(|_| n.first))?;
    let anchor = named.namings[..k].iter().rev().take(40).find(|m| {
        m.full && m.end <= noun && n.sentence - m.sentence <= 2 && given::bearer(doc.at(m.first)).is_some()
    })?;
    tail(doc, anchor)
}

/// The family's name within a full name: the last word with its particles.
fn tail(doc: &Document<'_>, n: &Naming) -> Option<(usize, usize)> {
    let end = (n.first..n.end).find(|i| doc.at(*i) == "(").unwrap_or(n.end);
    let mut first = end.checked_sub(1)?;
    if matches!(doc.at(first), "jr" | "sr" | ".") {
        return None;
    }
    while first > n.first + 1 && words::is(doc.at(first - 1), Class::NameParticle) {
        first -= 1;
    }
    (first > n.first).then_some((first, end))
}

/// Whether two names are one person's: the words of one stand in the other, with the same first word and the same
/// last; or one begins the other ("Rafael Quiroga", "Rafael Quiroga Mendez"); or it ends it and does not begin with a given
/// name ("Quiroga Mendez"), which would make it a father's.
fn same(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 2 || short.len() == long.len() {
        return !short.is_empty() && short == long;
    }
    let within = || {
        let mut rest = long.iter();
        short.iter().all(|w| rest.any(|x| x == w))
    };
    long.starts_with(short)
        || long.ends_with(short) && given::bearer(&short[0]).is_none()
        || short.first() == long.first() && short.last() == long.last() && within()
}

/// The age that stands with a name: before it, after it, or after what is said of it in brackets.
pub(crate) fn age(doc: &Document<'_>, n: &Naming) -> Option<u32> {
    let ahead = || age_ahead(doc, n.from).or_else(|| age_ahead(doc, n.first));
    ahead().or_else(|| age_behind(doc, n, n.end)).or_else(|| age_behind(doc, n, aside(doc, n.end)?))
}

/// The token past a second name or a word on whose kin somebody is, in brackets or quotes: "(Umm Adam)", "(wife of Adam)".
fn aside(doc: &Document<'_>, end: usize) -> Option<usize> {
    let close = match doc.at(end) {
        "(" => ")",
        "“" => "”",
        _ => return None,
    };
    let past = (end + 1..end + 8).find(|i| doc.at(*i) == close)? + 1;
    (end..past).all(|i| doc.tokens.get(i).is_some_and(|t| t.kind != TokenKind::Number)).then_some(past)
}

/// The age behind a name or its aside.
fn age_behind(doc: &Document<'_>, n: &Naming, end: usize) -> Option<u32> {
    let (after, _) = name::age_after_name(doc, end);
    // "(son, 14 years old)", ", a nurse, 24"
    let noun = || {
        let i = sex::noun_after(doc, n).filter(|_| end == n.end)?;
        let past = doc.sense_at(i, |s| matches!(s, Sense::People(_)).then_some(()))?.0;
        name::age_after(doc, past).0
    };
    // ", a 14-year-old boy", ", who was 14 years old"
    let said = || {
        let at = match (doc.at(end), doc.at(end + 1), doc.at(end + 2)) {
            (",", "a" | "an" | "the", _) => end + 2,
            (",", "who", "was" | "is") => end + 3,
            _ => return None,
        };
        name::age_before(doc, at).filter(|(_, past)| !name::leads_to_name(doc, *past)).map(|(years, _)| years)
    };
    after.or_else(noun).or_else(said)
}

/// "17-year-old", "61-year old student", "20 year old Palestinian" right before a name.
fn age_ahead(doc: &Document<'_>, first: usize) -> Option<u32> {
    let near = || first.saturating_sub(9)..first;
    let past = near().rev().find_map(|i| name::age_before(doc, i).map(|(_, past)| past))?;
    let (years, _) = near().find_map(|i| name::age_before(doc, i).filter(|(_, end)| *end == past))?;
    let comma = (past..first).rev().find(|j| doc.at(*j) == ",").unwrap_or(past);
    let clear = past <= first
        && first - past <= 5
        && (past..first).all(|j| {
            let Some(token) = doc.tokens.get(j) else { return false };
            // "13-year-old Adam, Lina": the age is Adam's.
            let another = token.capital && j < comma;
            let word = token.kind == TokenKind::Word && (token.joined || !name::is_past_noun(doc.at(j)));
            (word && !another) || doc.at(j) == ","
        });
    clear.then_some(years)
}
