//! Taking victims' names out of incidents. Enters: an incident. Leaves: one that tells the same without the names
//! that its accounts give to victims: not as entries, not in quotations, not in anybody's words. Never touches ids,
//! which other files refer to.

use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;
use value::{Account, Count, Incident, Quote, Reading, Victim};

/// What stands where a name stood.
pub const WITHHELD: &str = "[name withheld]";

/// Keys whose values name reports and incidents.
const IDS: &[&str] = &["incident", "sources", "origins", "report", "key"];

/// Whether victims are named in what is given out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Redaction {
    /// Victims' names are taken out.
    #[default]
    NamesWithheld,
    /// Victims' names stand as the reports have them.
    NamesGiven,
}

/// Returns the incident as it may be given out.
pub fn redacted(incident: &Incident, redaction: Redaction) -> Cow<'_, Incident> {
    let names = names(incident);
    if redaction == Redaction::NamesGiven || names.is_empty() {
        return Cow::Borrowed(incident);
    }
    let mut incident = incident.clone();
    let parts = parts(incident.accounts.iter().flat_map(|member| &member.account.victims));
    for member in &mut incident.accounts {
        redact_account(&mut member.account);
    }
    // What resolution took over from accounts does not say which, so any part of a name is one there.
    for count in [&mut incident.killed, &mut incident.injured, &mut incident.missing].into_iter().flatten() {
        count.spans.iter_mut().for_each(|quote| quote.quote = hide(&quote.quote, &parts));
        count.wording = count.wording.as_deref().map(|words| hide(words, &parts));
    }
    for step in &mut incident.explanation {
        step.says = hide(&step.says, &parts);
    }
    Cow::Owned(without(&incident, &names))
}

/// The names that the accounts give to victims, the longest first, so that a name within another does not break it.
fn names(incident: &Incident) -> Vec<Vec<char>> {
    let victims = incident.accounts.iter().flat_map(|member| &member.account.victims);
    let written = victims.filter_map(|victim| victim.name.as_deref());
    let names: BTreeSet<Vec<char>> = written.map(lower).filter(|name| !name.is_empty()).collect();
    let mut names: Vec<Vec<char>> = names.into_iter().collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// The words of victims' names, the longest first, with and without an article before a hyphen ("al-Ahdal", "Ahdal"); small
/// words within a name ("the family of …") are none.
pub(crate) fn parts<'a>(victims: impl Iterator<Item = &'a Victim>) -> Vec<Vec<char>> {
    let words = victims.filter_map(|victim| victim.name.as_deref()).flat_map(str::split_whitespace);
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let pieces =
        words.flat_map(|word| std::iter::once(word).chain(word.split_once('-').map(|(_, piece)| piece)));
    let small = |word: &str| word.starts_with(char::is_lowercase) && !word.chars().any(char::is_uppercase);
    let telling = pieces.filter(|word| word.chars().count() > 1 && !small(word));
    let parts: BTreeSet<Vec<char>> = telling.map(lower).collect();
    let mut parts: Vec<Vec<char>> = parts.into_iter().collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    parts
}

/// Takes every string that is no id through [`hide`].
fn without(incident: &Incident, names: &[Vec<char>]) -> Incident {
    let hidden = serde_json::to_value(incident).map(|mut json| {
        hide_all(&mut json, names);
        json
    });
    // An incident's JSON with other words in its strings is an incident again; were it not, nothing may leave.
    hidden.and_then(serde_json::from_value).unwrap_or_else(|_| bare(incident))
}

/// The incident without anything that quotes a report.
fn bare(incident: &Incident) -> Incident {
    Incident { accounts: Vec::new(), explanation: Vec::new(), positions: Vec::new(), ..incident.clone() }
}

pub(crate) fn hide_all(json: &mut Value, names: &[Vec<char>]) {
    match json {
        Value::String(words) => *words = hide(words, names),
        Value::Array(values) => values.iter_mut().for_each(|value| hide_all(value, names)),
        Value::Object(fields) => {
            let open = fields.iter_mut().filter(|(key, _)| !IDS.contains(&key.as_str()));
            open.for_each(|(_, value)| hide_all(value, names));
        }
        _ => {}
    }
}

/// Replaces whole names, whatever their case.
fn hide(words: &str, names: &[Vec<char>]) -> String {
    let chars: Vec<char> = words.chars().collect();
    let folded: Vec<char> = chars.iter().map(|c| lower_one(*c)).collect();
    let mut out = String::with_capacity(words.len());
    let mut at = 0;
    while at < chars.len() {
        if let Some(name) = names.iter().find(|name| stands_at(&folded, at, name)) {
            out.push_str(WITHHELD);
            at += name.len();
        } else {
            out.extend(chars.get(at));
            at += 1;
        }
    }
    out
}

/// Whether a name stands here, and neither begins nor ends in the middle of a word.
pub(crate) fn stands_at(folded: &[char], at: usize, name: &[char]) -> bool {
    let in_word = |n: Option<usize>| n.and_then(|n| folded.get(n)).is_some_and(|c| c.is_alphanumeric());
    folded.get(at..).is_some_and(|rest| rest.starts_with(name))
        && !in_word(at.checked_sub(1))
        && !in_word(at.checked_add(name.len()))
}

fn lower(words: &str) -> Vec<char> {
    words.trim().chars().map(lower_one).collect()
}

/// The small letter of a letter, one for one, so that positions stay.
pub(crate) fn lower_one(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) => small,
        _ => c,
    }
}

/// A reading without anything that quotes its report.
pub(crate) fn bare_reading(reading: &Reading) -> Reading {
    Reading {
        accounts: Vec::new(),
        tallies: Vec::new(),
        positions: Vec::new(),
        demands: Vec::new(),
        norms: Vec::new(),
        problems: Vec::new(),
        ..reading.clone()
    }
}

/// Takes the names out of the entries for victims, and each word of a name out of the quotations that share words
/// with them: a quotation may begin or end in the middle of a name.
pub(crate) fn redact_account(account: &mut Account) {
    let named = account.victims.iter().filter(|victim| victim.name.is_some());
    let spans: Vec<Quote> = named.flat_map(|victim| victim.spans.clone()).collect();
    let parts = parts(account.victims.iter());
    for quote in quotes_of(account) {
        if spans.iter().any(|span| span.overlaps(quote)) {
            quote.quote = hide(&quote.quote, &parts);
        }
    }
    for victim in &mut account.victims {
        if victim.name.take().is_some() {
            victim.description = victim.description.as_deref().map(|words| hide(words, &parts));
        }
    }
    for count in [&mut account.killed, &mut account.injured, &mut account.missing].into_iter().flatten() {
        if count.spans.iter().any(|quote| quote.quote.contains(WITHHELD)) {
            count.wording = count.wording.as_deref().map(|words| hide(words, &parts));
        }
    }
}

/// Every quotation of an account.
fn quotes_of(account: &mut Account) -> impl Iterator<Item = &mut Quote> {
    let counts = [&mut account.killed, &mut account.injured, &mut account.missing];
    let of_counts = counts.into_iter().flatten().flat_map(|count: &mut Count| &mut count.spans);
    let of_date = account.date.iter_mut().flat_map(|date| &mut date.spans);
    let of_places = account.places.iter_mut().flat_map(|place| &mut place.spans);
    let of_actors = account.actors.iter_mut().flat_map(|actor| &mut actor.spans);
    let of_methods = account.methods.iter_mut().flat_map(|method| &mut method.spans);
    let of_targets = account.targets.iter_mut().flat_map(|target| &mut target.spans);
    let of_victims = account.victims.iter_mut().flat_map(|victim| &mut victim.spans);
    let of_words = account.according_to.iter_mut().flat_map(|words| &mut words.spans);
    let rest = of_actors.chain(of_methods).chain(of_targets).chain(of_victims).chain(of_words);
    of_counts.chain(of_date).chain(of_places).chain(rest)
}
