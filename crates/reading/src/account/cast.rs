//! What may have a part in an event: parties, people who are not named, things and weapons. Enters: the segments of an event.
//! Leaves: each of them once, with the chance that it has its part. Decides nothing.

use super::Narrator;
use super::actors::is_telling;
use crate::event::Event;
use crate::people::People;
use crate::role::{Candidate, Role, Stage, Told};
use crate::segment::Segment;
use value::{ActorKind, ActorRole};

/// All that may have a part in an event, in the order in which it is named, with its chance.
pub(super) struct Cast(Vec<(Candidate, f64)>);

/// The chance from which something is taken to have its part.
const LIKELY: f64 = 0.35;
/// The same for those who did it: to lay an event to somebody takes more.
const SURE: f64 = 0.45;
/// Below this nobody is taken to have acted, and a thing not to have been hit, even where the grammar has it so.
const UNLIKELY: f64 = 0.15;

impl Cast {
    /// Those that have this part, as far as can be said. What the grammar lays to somebody is not left without anybody.
    pub(super) fn with(&self, role: Role) -> impl Iterator<Item = &Candidate> {
        let acts = |(c, _): &(Candidate, f64)| matches!(c.role, Role::Agent | Role::Party);
        let nobody = !self.0.iter().any(|c| acts(c) && has_part(c));
        let has = move |c: &&(Candidate, f64)| has_part(c) || nobody && acts(c) && c.0.by_grammar;
        self.0.iter().filter(move |(c, _)| c.role == role).filter(has).map(|(c, _)| c)
    }
}

/// Whether a candidate is likely to have its part.
fn has_part((c, chance): &(Candidate, f64)) -> bool {
    *chance
        >= match c.role {
            Role::Agent | Role::Party | Role::Target if c.by_grammar => UNLIKELY,
            Role::Agent | Role::Party => SURE,
            Role::Target | Role::Weapon => LIKELY,
        }
}

impl<'d> Narrator<'_, 'd> {
    /// All that may have a part in an event.
    pub(super) fn cast(&self, segments: &[&Segment<'d>]) -> Cast {
        let stage = Stage { doc: self.doc, segments };
        let chance = |c: Candidate| {
            let chance = stage.chance(&c);
            (c, chance)
        };
        Cast(self.candidates(segments).into_iter().map(chance).collect())
    }

    /// The same with all facts, for learning.
    pub(crate) fn told(&self, event: &Event) -> Vec<Told> {
        let segments: Vec<&Segment<'d>> = event.segments.iter().map(|i| &self.segments[*i]).collect();
        let stage = Stage { doc: self.doc, segments: &segments };
        self.candidates(&segments).iter().map(|c| stage.told(c)).collect()
    }

    fn candidates(&self, segments: &[&Segment<'d>]) -> Vec<Candidate> {
        let mut out = Vec::new();
        for (k, s) in segments.iter().enumerate() {
            self.parties_in(k, s, &mut out);
            self.people_in(k, s, &mut out);
            self.things_in(k, s, &mut out);
            self.weapons_in(k, s, &mut out);
        }
        by_grammar(&mut out);
        out
    }

    fn parties_in(&self, k: usize, s: &Segment<'d>, out: &mut Vec<Candidate>) {
        let telling = is_telling(s);
        for &(first, end, index) in &s.parties {
            let Some(party) = self.registry.get(index) else { continue };
            let many = party.kind == ActorKind::Individual;
            if many && self.is_adjective(first, end) {
                continue;
            }
            let whole = s.people.iter().find(|p| p.name.is_none() && p.first <= first && end <= p.end);
            let (from, to) = whole.filter(|_| many).map_or((first, end), |p| (p.first, p.end));
            let rule = if telling { self.by_rule(s, first, end) } else { "elsewhere" };
            let mut own = vec![("rule", rule.to_owned()), ("kind", party.kind.to_string())];
            if self.registry.particular(index) {
                own.push(("kind", "particular".to_owned()));
            }
            if let Some(p) = whole.filter(|_| many) {
                own.extend(described(s, p));
            }
            let role = if many { Role::Agent } else { Role::Party };
            let key = if many { self.key(from, to) } else { party.name.to_lowercase() };
            add(
                out,
                Candidate {
                    name: party.name.to_owned(),
                    kind: party.kind,
                    own,
                    ..Candidate::of(role, key, (k, from, to))
                },
            );
        }
    }

    /// What the grammar says of a party's part.
    fn by_rule(&self, s: &Segment<'d>, first: usize, end: usize) -> &'static str {
        match self.role(s, first, end) {
            None => "aside",
            Some((ActorRole::Targeted, _)) => "targeted",
            Some((_, true)) => "acts",
            Some((_, false)) => "named",
        }
    }

    fn people_in(&self, k: usize, s: &Segment<'d>, out: &mut Vec<Candidate>) {
        let agents = self.agents(s);
        for p in s.people.iter().filter(|p| p.name.is_none() && p.has_noun && !p.noun.kin) {
            if s.parties.iter().any(|(first, end, _)| *first < p.end && p.first < *end) {
                continue;
            }
            let acts = agents.contains(&(p.first, p.end));
            let mut own = described(s, p);
            own.push(("rule", if acts { "acts" } else { "named" }.to_owned()));
            let end = self.with_party(s, p.end);
            let (key, name) = (self.key(p.first, end), self.doc.words(p.first, end));
            add(out, Candidate { name, own, ..Candidate::of(Role::Agent, key, (k, p.first, end)) });
        }
    }

    /// Takes the party that people are said to be of into the words for them: "members of the Northern Front".
    fn with_party(&self, s: &Segment<'d>, end: usize) -> usize {
        let from = end + 1 + usize::from(self.doc.at(end + 1) == "the");
        let party = s.parties.iter().find(|(first, ..)| *first == from);
        party.filter(|_| self.doc.at(end) == "of").map_or(end, |(_, past, _)| *past)
    }

    fn things_in(&self, k: usize, s: &Segment<'d>, out: &mut Vec<Candidate>) {
        let mut hit = None;
        for &(first, end, kind) in &s.targets {
            if self.is_no_thing(first, end) || self.took_in(s, first, kind) {
                continue;
            }
            let more = hit.is_some_and(|had: usize| self.listed_on(had, first));
            let struck = more || self.was_hit(s, first, end);
            if struck {
                hit = Some(end);
            }
            let from = self.named_from(s, first);
            let rule = match (more, struck) {
                _ if !s.strike() && s.damage.is_empty() => "elsewhere",
                (true, _) => "listed with what was hit",
                (_, true) => "hit",
                _ => "named",
            };
            let own = vec![("kind", kind.to_owned()), ("rule", rule.to_owned())];
            let key = self.key(from, end);
            let name = kind.to_owned();
            add(out, Candidate { name, own, ..Candidate::of(Role::Target, key, (k, from, end)) });
        }
    }

    fn weapons_in(&self, k: usize, s: &Segment<'d>, out: &mut Vec<Candidate>) {
        for &(first, end, m) in &s.means {
            let end = m.named.map_or(end, |n| end.min(first + n));
            if end == first {
                continue;
            }
            let mut own = vec![("kind", m.method.to_string())];
            own.extend(m.weapon.as_ref().map(|w| ("weapon", w.clone())));
            own.push(("rule", if m.event { "attack" } else { "named" }.to_owned()));
            let (key, name) = (self.key(first, end), m.method.to_string());
            add(out, Candidate { name, own, ..Candidate::of(Role::Weapon, key, (k, first, end)) });
        }
    }

    /// The words of a phrase without its article, in lower case: what is named so again is the same.
    fn key(&self, first: usize, end: usize) -> String {
        let article = end > first + 1 && matches!(self.doc.at(first), "the" | "a" | "an");
        self.doc.words(first + usize::from(article), end).to_lowercase()
    }
}

/// What a phrase for people says of them.
fn described(s: &Segment<'_>, p: &People) -> Vec<(&'static str, String)> {
    let harmed = s.harms.iter().any(|h| h.people.iter().any(|i| s.people[*i].first == p.first));
    let facts = [
        (p.noun.suspect, "suspect"),
        (p.noun.civilian, "civilian"),
        (p.noun.plural, "plural"),
        (p.noun.collective, "collective"),
        (p.civilian() == Some(false), "fighter"),
        (p.definite, "definite"),
        (p.stated, "stated"),
        (p.part_of.is_some(), "part"),
        (p.further, "further"),
        (harmed, "harmed"),
    ];
    facts.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| ("people", word.to_owned())).collect()
}

/// Notes who has a part as the grammar has it: who is shown acting, a party in particular before a name for many ("the
/// army"); where nobody is, each party in particular that is told of and neither speaks nor is aimed at.
fn by_grammar(cast: &mut [Candidate]) {
    let particular = |c: &Candidate| c.says("kind", "particular");
    let acts = |c: &Candidate| matches!(c.role, Role::Agent | Role::Party) && c.says("rule", "acts");
    let named = cast.iter().any(|c| acts(c) && particular(c));
    let any = cast.iter().any(acts);
    for c in cast {
        c.by_grammar = match c.role {
            Role::Agent => acts(c),
            Role::Party if named => acts(c) && particular(c),
            Role::Party => acts(c) || !any && particular(c) && c.says("rule", "named"),
            Role::Target => c.says("rule", "hit") || c.says("rule", "listed with what was hit"),
            Role::Weapon => true,
        };
    }
}

/// Adds a candidate, or its mention to the one that is known.
fn add(out: &mut Vec<Candidate>, new: Candidate) {
    match out.iter_mut().find(|c| c.role == new.role && c.key == new.key) {
        Some(had) => {
            had.mentions.extend(new.mentions);
            had.own.extend(new.own);
        }
        None => out.push(new),
    }
}
