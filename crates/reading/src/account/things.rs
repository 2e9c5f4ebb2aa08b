//! What was hit. Enters: the segments of an event. Leaves: its targets, each with its words and what became of it. A thing that
//! is only near, or where people were taken, is none.

use super::Narrator;
use crate::segment::Segment;
use crate::sense::Sense;
use crate::words::{self, Class};
use text::TokenKind;
use value::{Target, TargetEffect};

impl<'d> Narrator<'_, 'd> {
    /// What was hit, each thing once.
    pub(super) fn targets(&self, segments: &[&Segment<'d>]) -> Vec<Target> {
        let mut out: Vec<Target> = Vec::new();
        for s in segments.iter().filter(|s| s.strike() || !s.damage.is_empty()) {
            let mut hit = None;
            for &(first, end, kind) in &s.targets {
                let more = hit.is_some_and(|had: usize| self.listed_on(had, first));
                if !more && !self.was_hit(s, first, end, kind) {
                    continue;
                }
                hit = Some(end);
                let effect = s
                    .damage
                    .iter()
                    .min_by_key(|(at, _)| at.abs_diff(first))
                    .filter(|(at, _)| at.abs_diff(first) <= 12)
                    .map_or(TargetEffect::Unknown, |d| d.1);
                let from = self.named_from(s, first);
                let as_written = self.doc.words(from, end);
                if out.iter().any(|t| t.as_written == as_written) {
                    continue;
                }
                out.push(Target {
                    as_written,
                    kind: kind.to_owned(),
                    effect,
                    spans: vec![self.doc.quote(from, end)],
                });
            }
        }
        out
    }

    /// Whether a list of things goes on: "three buses, two shops and a hotel".
    fn listed_on(&self, from: usize, to: usize) -> bool {
        let list = |i: usize| matches!(self.doc.at(i), "," | "and" | "&");
        let small = |i: usize| {
            let counts = self.doc.sense_at(i, |x| matches!(x, Sense::Number(_)).then_some(())).is_some();
            let digits = self.doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Number || t.capital);
            counts
                || digits
                || matches!(
                    self.doc.at(i),
                    "a" | "an" | "the" | "several" | "other" | "some" | "many" | "its"
                )
        };
        from < to && to - from <= 5 && (from..to).any(list) && (from..to).all(|i| list(i) || small(i))
    }

    /// Whether a thing that is named was hit, rather than where people were taken or whom it belongs to.
    fn was_hit(&self, s: &Segment<'d>, first: usize, end: usize, kind: &str) -> bool {
        let from = first.saturating_sub(7).max(s.tokens.start);
        let hit = |i: usize| words::is(self.doc.at(i), Class::Striking);
        let struck = (from..first).any(hit);
        // "A bomb exploded in front of the bank", "the attack on the house".
        let leads = |i: usize| {
            matches!(
                self.doc.at(i),
                "on" | "at" | "of" | "inside" | "outside" | "under" | "near" | "to" | "in"
            )
        };
        let event = |i: usize| {
            self.doc.sense_at(i, |x| matches!(x, Sense::Means(m) if m.event).then_some(())).is_some()
                || matches!(
                    self.doc.at(i),
                    "attack" | "attacks" | "placed" | "planted" | "fire" | "charge" | "charges" | "damage"
                )
        };
        let struck = struck
            || (first.saturating_sub(5).max(s.tokens.start)..first)
                .any(|i| leads(i) && (i.saturating_sub(4).max(s.tokens.start)..i).any(event));
        // "As well", "the Liberal Party".
        let other = self.doc.at(first) == "well" && first > 0 && self.doc.at(first - 1) == "as"
            || self.doc.at(end - 1) == "party"
                && (end.saturating_sub(2)..end).any(|i| self.doc.tokens.get(i).is_some_and(|t| t.capital));
        if other {
            return false;
        }
        let passive = (end..(end + 4).min(s.tokens.end)).any(|i| {
            matches!(self.doc.at(i), "was" | "were" | "destroyed" | "damaged" | "hit" | "bombed" | "targeted")
        });
        let taken = kind == "medical"
            && (from..first).any(|i| {
                matches!(
                    self.doc.at(i),
                    "taken"
                        | "rushed"
                        | "transported"
                        | "transferred"
                        | "airlifted"
                        | "brought"
                        | "at"
                        | "in"
                        | "to"
                        | "died"
                )
            });
        (struck || passive) && !taken
    }

    /// Takes the proper name before a thing into it: "Aysha Hospital".
    fn named_from(&self, s: &Segment<'d>, first: usize) -> usize {
        let mut from = first;
        while from > s.tokens.start && first - from < 3 {
            let Some(token) = self.doc.tokens.get(from - 1) else { break };
            let name = token.kind == TokenKind::Word
                && token.capital
                && !matches!(self.doc.at(from - 1), "the" | "a" | "an" | "in" | "on");
            if !name {
                break;
            }
            from -= 1;
        }
        from
    }
}
