//! Who acted, and at whom it was aimed. Enters: the segments of an event. Leaves: its actors, each with its words. A party
//! that speaks is a source, no actor.

use super::Narrator;
use super::cast::Cast;
use crate::people::People;
use crate::role::{Candidate, Role};
use crate::segment::Segment;
use crate::sense::{Cue, Group, Sense};
use crate::words::{self, Class};
use text::TokenKind;
use value::{Actor, ActorRole};

/// Whether a segment tells of harm, an attack or an accusation: elsewhere a party is named in passing.
pub(super) fn is_telling(s: &Segment<'_>) -> bool {
    s.harm() || s.strike() || s.has(Cue::Accused)
}

impl<'d> Narrator<'_, 'd> {
    /// Those to whom the event is laid, and the parties that it was aimed at, in the order in which they are named.
    pub(super) fn actors(&self, segments: &[&Segment<'d>], cast: &Cast) -> Vec<Actor> {
        let mut out: Vec<Actor> = Vec::new();
        for c in cast.with(Role::Party).chain(cast.with(Role::Agent)) {
            let told = |(k, ..): &&(usize, usize, usize)| is_telling(segments[*k]);
            let only = c.mentions.iter().take(usize::from(!c.mentions.iter().any(|m| told(&m))));
            let spans = only.chain(c.mentions.iter().filter(told));
            let spans = spans.map(|(_, first, end)| self.doc.quote(*first, *end));
            match out.iter_mut().find(|a| a.name == c.name) {
                Some(had) => had.spans.extend(spans),
                None => out.push(Actor {
                    name: c.name.clone(),
                    as_written: self.as_acting(segments, c),
                    kind: c.kind,
                    role: ActorRole::Suspected,
                    spans: spans.collect(),
                }),
            }
        }
        for s in segments.iter().filter(|s| is_telling(s)) {
            for &(first, end, index) in &s.parties {
                let aimed = self.role(s, first, end).is_some_and(|(role, _)| role == ActorRole::Targeted);
                let Some(party) = self.registry.get(index).filter(|_| aimed) else { continue };
                let quote = self.doc.quote(first, end);
                match out.iter_mut().find(|a| a.name == party.name) {
                    Some(had) if had.role == ActorRole::Targeted => had.spans.push(quote),
                    Some(_) => {}
                    None => out.push(Actor {
                        name: party.name.to_owned(),
                        as_written: self.doc.words(first, end),
                        kind: party.kind,
                        role: ActorRole::Targeted,
                        spans: vec![quote],
                    }),
                }
            }
        }
        out
    }

    /// The words for an actor where it is told to act, else the first for it.
    fn as_acting(&self, segments: &[&Segment<'d>], c: &Candidate) -> String {
        let acts = |(k, first, end): &&(usize, usize, usize)| {
            let s = segments[*k];
            self.agents(s).contains(&(*first, *end))
                || self.role(s, *first, *end).is_some_and(|(_, acts)| acts)
        };
        let told = c.mentions.iter().find(acts).or(c.mentions.first());
        told.map_or_else(String::new, |(_, first, end)| self.doc.words(*first, *end))
    }

    /// Whether one word for people stands before a noun of its own: "the criminal gang", "a terrorist attack".
    pub(super) fn is_adjective(&self, first: usize, end: usize) -> bool {
        let doc = self.doc;
        let one = end == first + 1 && !doc.at(first).ends_with('s') && !doc.at(first).ends_with("men");
        let next = doc.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Word);
        let goes_on = matches!(
            doc.at(end),
            "who"
                | "was"
                | "is"
                | "had"
                | "has"
                | "and"
                | "in"
                | "on"
                | "at"
                | "from"
                | "near"
                | "with"
                | "to"
                | "opened"
                | "fired"
                | "threw"
                | "entered"
                | "of"
                | "that"
                | "then"
                | "also"
                | "by"
                | "as"
                | "for"
        ) || doc.sense_at(end, |s| matches!(s, Sense::Harm(_)).then_some(())).is_some();
        one && next && !goes_on
    }

    /// People by whom harm is said to have been done, as the words describe them: "was shot by two men on a motorcycle".
    pub(super) fn agents(&self, s: &Segment<'d>) -> Vec<(usize, usize)> {
        let harmed = |i: usize| s.harms.iter().any(|h| h.people.contains(&i));
        let done = |at: usize| {
            let near = |end: usize| end <= at && at - end <= 2;
            s.harms.iter().any(|h| near(h.word.1)) || s.means.iter().any(|(_, end, m)| m.event && near(*end))
        };
        let agent = |(i, p): &(usize, &People)| {
            let by = p.first.checked_sub(1).filter(|at| self.doc.at(*at) == "by");
            let unnamed = p.name.is_none() && p.has_noun && !harmed(*i) && !p.noun.kin && !p.noun.civilian;
            unnamed
                && (!p.definite && by.is_some_and(done) || p.stated && p.part_of.is_none() && self.acts(s, p))
        };
        s.people.iter().enumerate().filter(agent).map(|(_, p)| (p.first, p.end)).collect()
    }

    /// Whether people are the subject of a verb for an attack: "two men riding a motorcycle threw a grenade".
    fn acts(&self, s: &Segment<'d>, p: &People) -> bool {
        let closes = |i: usize| {
            words::is(self.doc.at(i), Class::Auxiliary)
                || matches!(
                    self.doc.at(i),
                    "." | ";" | ":" | "," | "by" | "and" | "after" | "when" | "while" | "in" | "was"
                )
        };
        let verb = (p.end..(p.end + 7).min(s.tokens.end))
            .take_while(|i| !closes(*i))
            .find(|i| words::is(self.doc.at(*i), Class::Attacking));
        // "A man shot in the leg", "20 people killed in a bombing": a blow with nobody right behind it was suffered.
        let suffered = |i: usize| {
            let harm = self.doc.sense_at(i, |x| matches!(x, Sense::Harm(_)).then_some(())).is_some();
            harm && !s.people.iter().any(|q| q.first > i && q.first <= i + 2)
        };
        let others = p.noun.kin || p.noun.civilian || p.group() == Some(Group::Children);
        let bare = matches!(
            self.doc.at(p.end - 1),
            "or" | "official" | "officials" | "refugee" | "member" | "victim"
        );
        if others || bare {
            return false;
        }
        verb.is_some_and(|i| !suffered(i))
    }

    /// How a party stands to the event told in a segment, and whether the words show it acting.
    pub(super) fn role(&self, s: &Segment<'d>, first: usize, end: usize) -> Option<(ActorRole, bool)> {
        let word = |i: usize| self.doc.at(i);
        let speaks = matches!(
            word(end),
            "said"
                | "says"
                | "told"
                | "reported"
                | "announced"
                | "confirmed"
                | "stated"
                | "claimed"
                | "added"
                | "denied"
                | "declined"
                | "noted"
                | "spokesman"
                | "spokesperson"
                | "officials"
                | "sources"
                | "media"
                | "journalist"
        ) || (first > 0 && matches!(word(first - 1), "said" | "told"));
        let harmed = s
            .harms
            .iter()
            .any(|h| h.people.iter().any(|p| s.people[*p].first < end && s.people[*p].end > first));
        if speaks || harmed {
            return None;
        }
        let from = first.saturating_sub(4).max(s.tokens.start);
        let before = |words: &[&str], reach: usize| {
            (first.saturating_sub(reach).max(from)..first).any(|i| words.contains(&word(i)))
        };
        let aimed = before(
            &["against", "targeting", "targeted", "fighting", "hitting", "target", "affiliated", "inside"],
            4,
        ) || before(&["on", "in"], 3)
            || matches!(
                word(end),
                "positions"
                    | "headquarters"
                    | "base"
                    | "post"
                    | "checkpoint"
                    | "targets"
                    | "outpost"
                    | "member"
                    | "members"
                    | "commander"
                    | "leader"
                    | "leaders"
                    | "official"
                    | "operative"
                    | "operatives"
                    | "building"
                    | "buildings"
                    | "office"
                    | "offices"
                    | "barracks"
                    | "station"
                    | "stations"
                    | "garrison"
                    | "agents"
                    | "director"
                    | "chief"
            );
        // Where the verb goes first, what a party holds goes before it too: "مواقع قسد", "سيارة لقسد".
        let verb_first = self.doc.is_uncased(first);
        let held_by = before(&["to"], 1)
            && first >= 2
            && self.doc.sense_at(first - 2, |x| matches!(x, Sense::Target(_)).then_some(())).is_some();
        let owns = verb_first && (before(&["positions"], 1) && !before(&["by"], 2) || held_by);
        let aimed = aimed || owns;
        let last = end - 1;
        let deed =
            self.doc.sense_at(last, |x| matches!(x, Sense::Means(m) if m.event).then_some(())).is_some()
                || matches!(
                    word(last),
                    "airstrikes" | "strikes" | "raids" | "bombardment" | "missiles" | "drones" | "warplanes"
                );
        let clause = (end..(end + 6).min(s.tokens.end)).take_while(|i| {
            !matches!(
                word(*i),
                "was"
                    | "were"
                    | "been"
                    | "who"
                    | "which"
                    | ","
                    | "."
                    | ";"
                    | "and"
                    | "run"
                    | "affiliated"
                    | "controlled"
                    | "linked"
            )
        });
        let verb = clause.clone().any(|i| {
            matches!(
                word(i),
                "carried"
                    | "launched"
                    | "fired"
                    | "conducted"
                    | "dropped"
                    | "opened"
                    | "committed"
                    | "responsible"
                    | "planted"
                    | "claimed"
                    | "placed"
                    | "continued"
                    | "raided"
                    | "hit"
                    | "perpetrated"
                    | "detonated"
                    | "seized"
                    | "threw"
                    | "added"
            )
        }) || clause.clone().any(|i| words::is(word(i), Class::Attacking))
            || clause.clone().any(|i| {
                self.doc
                    .sense_at(i, |x| match x {
                        Sense::Means(m) if m.event => Some(()),
                        Sense::Harm(_) => Some(()),
                        _ => None,
                    })
                    .is_some()
            });
        let held =
            before(&["run", "operated", "controlled", "owned", "held", "administered", "used", "led"], 5);
        let by = !held
            && (before(&["by", "blamed", "accused", "attributed", "blaming", "hands"], 4)
                || self.joined_to_agent(s, first)
                || verb_first && before(&["conducted"], 4));
        let led = verb_first
            && s.means.iter().any(|(f, e, _)| *e <= first && first - *e <= 3 || *f < first && *e > first);
        let deed = deed || led && !owns;
        let of = before(&["of", "from"], 3)
            && s.means.iter().any(|(_, e, m)| m.event && *e <= first && first - *e <= 4);
        let acts = deed || by || of || (verb && !aimed);
        if aimed && !deed && !by {
            return Some((ActorRole::Targeted, false));
        }
        Some((ActorRole::Suspected, acts))
    }

    /// Whether a party is named beside one by whom something was done: "by the Northern Front or the Southern League".
    fn joined_to_agent(&self, s: &Segment<'d>, first: usize) -> bool {
        let before = s.parties.iter().rfind(|(_, end, _)| *end <= first && first - *end <= 7);
        before.is_some_and(|(from, end, _)| {
            let joined = (*end..first).any(|i| matches!(self.doc.at(i), "and" | "or"))
                && !(*end..first).any(|i| {
                    words::is(self.doc.at(i), Class::Auxiliary)
                        || matches!(
                            self.doc.at(i),
                            "," | ";" | "." | "by" | "against" | "on" | "from" | "said"
                        )
                        || words::is(self.doc.at(i), Class::Attacking)
                });
            let start = from.saturating_sub(5).max(s.tokens.start);
            joined && (start..*from).any(|i| matches!(self.doc.at(i), "by" | "attributed"))
        })
    }
}
