//! Who of those named came to harm. Enters: everybody who is named in a report. Leaves: the victims, with what became
//! of each. Weighs plain facts by learned weights (`data/model/victim.tsv`); knows no name and no conflict.

mod facts;
mod weights;

use crate::document::Document;
use crate::event::Event;
use crate::people::People;
use crate::person::{Named, Naming, Person};
use crate::segment::Segment;
use crate::sense::Sense;
use crate::words::{self, Class};
use std::collections::{BTreeMap, BTreeSet};
use text::TokenKind;
use value::{Harm, Victim, VictimStatus};

/// A person who came to harm.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Harmed {
    /// The person, as an index into [`Named::persons`].
    pub(crate) person: usize,
    pub(crate) status: VictimStatus,
    /// The event that the harm is told of in.
    pub(crate) event: Option<usize>,
}

/// A person who is named, with what the words around the name tell: what the weights are learned from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The name as written.
    pub name: String,
    /// The facts, each once, in order: a kind, a tab, a word.
    pub facts: Vec<String>,
}

/// The chance above which a person is taken for a victim.
const LIKELY: f64 = 0.38;
/// The same where the words with the name say in so many words that harm was done.
const PLAIN: f64 = 0.25;

/// The events of a report, as far as names are told in them.
pub(crate) struct Scenes {
    /// The first token of each segment, and its event.
    segments: Vec<(usize, Option<usize>)>,
    /// The event that the report is mainly about: the first in which people came to harm.
    main: Option<usize>,
}

impl Scenes {
    pub(crate) fn new(segments: &[Segment<'_>], events: &[Event]) -> Self {
        let mut of = vec![None; segments.len()];
        for (e, event) in events.iter().enumerate() {
            event.segments.iter().for_each(|s| of[*s] = Some(e));
        }
        let main = events.iter().position(|e| e.segments.iter().any(|s| segments[*s].harm()));
        Self { segments: segments.iter().zip(of).map(|(s, e)| (s.tokens.start, e)).collect(), main }
    }

    /// The event that a token is told in.
    pub(crate) fn at(&self, token: usize) -> Option<usize> {
        let i = self.segments.partition_point(|(first, _)| *first <= token).checked_sub(1)?;
        self.segments[i].1
    }

    /// The event in which most is told of somebody, by the tokens that name them and how much each says; the main
    /// one where nothing is told in any.
    fn of(&self, namings: impl Iterator<Item = (usize, usize)>) -> Option<usize> {
        let mut told: Vec<(usize, usize)> = Vec::new();
        for (token, much) in namings {
            let Some(event) = self.at(token) else { continue };
            match told.iter_mut().find(|(e, _)| *e == event) {
                Some((_, sum)) => *sum += much,
                None => told.push((event, much)),
            }
        }
        let most = told.iter().map(|(_, sum)| *sum).max();
        told.iter().find(|(_, sum)| Some(*sum) == most).map(|(e, _)| *e).or(self.main)
    }

    fn word(&self, token: usize) -> &'static str {
        match (self.at(token), self.main) {
            (None, _) => "none",
            (Some(e), Some(main)) if e == main => "main",
            _ => "other",
        }
    }
}

/// The victims among those named, in the order of naming.
pub(crate) fn harmed(doc: &Document<'_>, named: &Named, scenes: &Scenes) -> Vec<Harmed> {
    let around = facts::Surroundings::new(doc, named, scenes);
    let mut out = Vec::new();
    let (mut victim, mut killed) = (weights::victim(), weights::killed());
    for person in 0..named.persons.len() {
        around.person(person, &mut |kind, word| {
            victim.hold(kind, word);
            killed.hold(kind, word);
        });
        let (chance, dead) = (victim.answer(), killed.answer());
        let late = named.persons[person].namings.iter().any(|k| around.is_late(*k));
        let hurt = named.persons[person].namings.iter().any(|k| around.is_hurt(*k));
        let listed = around.is_listed(person);
        if (listed || chance >= if hurt { PLAIN } else { LIKELY }) && !late {
            let status = match around.fate(person) {
                None if listed => VictimStatus::Killed,
                Some(Harm::Killed) => VictimStatus::Killed,
                Some(Harm::Injured) if dead < SURE => VictimStatus::Injured,
                _ if dead >= 0.5 => VictimStatus::Killed,
                _ => VictimStatus::Injured,
            };
            let event = scenes.of(named.persons[person]
                .namings
                .iter()
                .map(|k| (named.namings[*k].first, if around.is_hurt(*k) { 3 } else { 1 })));
            out.push(Harmed { person, status, event });
        }
    }
    gather(named, scenes, &mut out);
    out
}

/// A long list of names, and members of a family that lost others in the main event, belong to that event, whatever
/// dates and places stand between: other events that a report tells of in passing name one person or two.
fn gather(named: &Named, scenes: &Scenes, harmed: &mut [Harmed]) {
    let family = |h: &Harmed| named.persons[h.person].words.last().cloned().unwrap_or_default();
    let main: BTreeSet<String> = harmed.iter().filter(|h| h.event == scenes.main).map(family).collect();
    let mut size: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    for h in harmed.iter() {
        *size.entry(h.event).or_default() += 1;
    }
    for h in harmed.iter_mut() {
        if size.get(&h.event).is_some_and(|n| *n > PASSING) || main.contains(&family(h)) {
            h.event = scenes.main;
        }
    }
}

/// The chance of death above which a person who is told to have been injured is taken to have died of it.
const SURE: f64 = 0.95;

/// The most people that an event told of in passing names.
const PASSING: usize = 2;

/// The entry of a person who came to harm.
pub(crate) fn listed(
    doc: &Document<'_>,
    named: &Named,
    harmed: &Harmed,
    segments: &[&Segment<'_>],
) -> Victim {
    let p = &named.persons[harmed.person];
    let best = &named.namings[p.best];
    let told = p.namings.iter().map(|k| &named.namings[*k]);
    let with = segments
        .iter()
        .flat_map(|s| &s.people)
        .find(|q| told.clone().any(|n| q.first <= n.first && n.first < q.end));
    let title = best.from < best.first;
    Victim {
        name: Some(written(doc, named, harmed.person)),
        description: described(doc, named, p, title.then_some((best.from, best.first))),
        number: 1,
        age: p.age,
        sex: p.sex,
        status: harmed.status,
        civilian: with.and_then(People::civilian),
        spans: [Some((best.first, best.end)), p.family]
            .into_iter()
            .flatten()
            .map(|(a, b)| doc.quote(a, b))
            .collect(),
    }
}

/// Who a person is: the titles before the name, or else the noun before it ("presidential candidate X") or after it ("X, mayor
/// of Halmet,").
fn described(doc: &Document<'_>, named: &Named, p: &Person, title: Option<(usize, usize)>) -> Option<String> {
    let before = || p.namings.iter().find_map(|k| noun_before(doc, &named.namings[*k]));
    let after = || p.namings.iter().find_map(|k| apposition(doc, &named.namings[*k]));
    let address = |(first, end): &(usize, usize)| {
        first + 1 == *end && matches!(doc.at(*first), "mr" | "mrs" | "ms" | "miss" | "dr")
    };
    let (first, end) = title.filter(|t| !address(t)).or_else(before).or_else(after).or(title)?;
    Some(doc.words(first, end))
}

/// The most words that stand before a noun which says who somebody is.
const MODIFIERS: usize = 4;

/// The noun for a person directly before a name, with what modifies it: "superior court judge Rami Darwish".
fn noun_before(doc: &Document<'_>, n: &Naming) -> Option<(usize, usize)> {
    let end = n.from;
    let starts = end.saturating_sub(3).max(doc.sentences[n.sentence].first);
    let singular = |s: &Sense| matches!(s, Sense::People(p) if !p.plural && !p.kin).then_some(());
    let noun = (starts..end).find(|i| doc.sense_at(*i, singular).is_some_and(|(past, ())| past == end))?;
    let from = doc.sentences[n.sentence].first.max(noun.saturating_sub(MODIFIERS));
    let modifies = |i: &usize| {
        let word = doc.tokens.get(*i).is_some_and(|t| t.kind == TokenKind::Word);
        let small = [
            "a", "an", "the", "his", "her", "their", "of", "in", "on", "at", "by", "to", "for", "with",
            "from",
        ]
        .contains(&doc.at(*i))
            || [
                "as", "that", "who", "and", "or", "but", "when", "while", "said", "also", "against", "killed",
            ]
            .contains(&doc.at(*i));
        let other = |s: &Sense| matches!(s, Sense::Harm(_) | Sense::Cue(_) | Sense::Number(_)).then_some(());
        word && !small
            && !words::is(doc.at(*i), Class::Auxiliary)
            && !words::is(doc.at(*i), Class::Adverb)
            && doc.sense_at(*i, other).is_none()
            && !doc.at(*i).ends_with("ed")
    };
    let first = (from..noun).rev().take_while(modifies).last().unwrap_or(noun);
    Some((first, end))
}

/// The longest apposition that is taken for a description, in tokens.
const APPOSITION: usize = 12;

/// The words after a name that say who bears it, between commas: their first noun is one for people.
fn apposition(doc: &Document<'_>, n: &Naming) -> Option<(usize, usize)> {
    let first = (doc.at(n.end) == ",").then_some(n.end + 1)?;
    let stop = doc.sentences[n.sentence].end;
    let end = (first..stop)
        .find(|i| matches!(doc.at(*i), "," | "." | ";" | "who" | "and" | "was" | "were" | "(" | ")"))?;
    let noun = |i: usize| doc.sense_at(i, |s| matches!(s, Sense::People(_)).then_some(())).is_some();
    let number = doc.tokens.get(first).is_some_and(|t| t.kind == TokenKind::Number);
    let leads = (first..end.min(first + 4)).any(noun);
    (leads && !number && end - first <= APPOSITION).then_some((first, end))
}

/// A person's name as written, with the family's name where it stands apart.
fn written(doc: &Document<'_>, named: &Named, person: usize) -> String {
    let p = &named.persons[person];
    let best = &named.namings[p.best];
    let name = doc.words(best.first, best.end);
    match p.family {
        Some((first, end)) if !best.full => format!("{name} {}", doc.words(first, end)),
        _ => name,
    }
}

/// Everybody who is named, with the facts.
pub(crate) fn told(doc: &Document<'_>, named: &Named, scenes: &Scenes) -> Vec<Told> {
    let around = facts::Surroundings::new(doc, named, scenes);
    let person = |at: usize| {
        let mut facts = Vec::new();
        around.person(at, &mut |kind, word| facts.push(format!("{kind}\t{word}")));
        facts.sort();
        facts.dedup();
        Told { name: written(doc, named, at), facts }
    };
    (0..named.persons.len()).map(person).collect()
}
