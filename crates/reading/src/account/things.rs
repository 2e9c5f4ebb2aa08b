//! What was hit. Enters: the segments of an event. Leaves: its targets, each with its words and what became of it. A thing that
//! is only near, or where people were taken, is none.

use super::Narrator;
use super::cast::Cast;
use crate::role::{Candidate, Role};
use crate::segment::Segment;
use crate::sense::Sense;
use crate::words::{self, Class};
use text::TokenKind;
use value::{Target, TargetEffect};

/// The most words that say which thing it is before its noun.
const WORDS: usize = 3;
/// How far from a thing a word of damage speaks of it, in tokens.
const NEAR: usize = 12;

/// What is said to have become of a thing near by, and how far off.
fn effect(s: &Segment<'_>, first: usize) -> Option<(usize, TargetEffect)> {
    let near = s.damage.iter().map(|(at, effect)| (at.abs_diff(first), *effect));
    near.filter(|(far, _)| *far <= NEAR).min_by_key(|(far, _)| *far)
}

impl<'d> Narrator<'_, 'd> {
    /// What was hit, each thing once.
    pub(super) fn targets(&self, segments: &[&Segment<'d>], cast: &Cast) -> Vec<Target> {
        let target = |c: &Candidate| {
            let &(_, first, end) = c.mentions.first()?;
            let effects = c.mentions.iter().filter_map(|(k, first, _)| effect(segments[*k], *first));
            Some(Target {
                as_written: self.doc.words(first, end),
                kind: c.name.clone(),
                effect: effects.min_by_key(|(far, _)| *far).map_or(TargetEffect::Unknown, |(_, e)| e),
                spans: c.mentions.iter().map(|(_, first, end)| self.doc.quote(*first, *end)).collect(),
            })
        };
        cast.with(Role::Target).filter_map(target).collect()
    }

    /// Whether words that may name a thing name none: "as well", "the Liberal Party".
    pub(super) fn is_no_thing(&self, first: usize, end: usize) -> bool {
        self.doc.at(first) == "well" && first > 0 && self.doc.at(first - 1) == "as"
            || self.doc.at(end - 1) == "party"
                && (end.saturating_sub(2)..end).any(|i| self.doc.tokens.get(i).is_some_and(|t| t.capital))
    }

    /// Whether a list of things goes on: "three buses, two shops and a hotel".
    pub(super) fn listed_on(&self, from: usize, to: usize) -> bool {
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
    pub(super) fn was_hit(&self, s: &Segment<'d>, first: usize, end: usize) -> bool {
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
        let passive = (end..(end + 4).min(s.tokens.end)).any(|i| {
            matches!(self.doc.at(i), "was" | "were" | "destroyed" | "damaged" | "hit" | "bombed" | "targeted")
        });
        struck || passive
    }

    /// Whether a thing is only where the hurt were taken, or lie.
    pub(super) fn took_in(&self, s: &Segment<'d>, first: usize, kind: &str) -> bool {
        let from = first.saturating_sub(7).max(s.tokens.start);
        kind == "medical"
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
            })
    }

    /// Takes the name and the words that say which thing it is into it: "Aysha Hospital", "a small travel agency". Words without
    /// capitals belong to it where an article or a number stands before them.
    pub(super) fn named_from(&self, s: &Segment<'d>, first: usize) -> usize {
        let leads = |i: usize| {
            matches!(
                self.doc.at(i),
                "the"
                    | "a"
                    | "an"
                    | "his"
                    | "her"
                    | "their"
                    | "its"
                    | "this"
                    | "these"
                    | "several"
                    | "some"
                    | "other"
                    | "another"
                    | "many"
                    | "various"
            ) || self.doc.sense_at(i, |x| matches!(x, Sense::Number(_)).then_some(())).is_some()
                || self.doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Number)
        };
        let reach = first.saturating_sub(WORDS).max(s.tokens.start);
        let says = |i: usize| {
            let word = self.doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word);
            let other = |x: &Sense| {
                matches!(
                    x,
                    Sense::Harm(_) | Sense::Means(_) | Sense::Cue(_) | Sense::Damage(_) | Sense::Bound(_)
                )
                .then_some(())
            };
            word && !leads(i)
                && !words::is(self.doc.at(i), Class::BeforePlace)
                && !words::is(self.doc.at(i), Class::Auxiliary)
                && !words::is(self.doc.at(i), Class::Striking)
                && !matches!(
                    self.doc.at(i),
                    "and" | "or" | "of" | "to" | "for" | "as" | "that" | "which" | "who"
                )
                && self.doc.sense_at(i, other).is_none()
        };
        let from = (reach..first).rev().take_while(|i| says(*i)).last().unwrap_or(first);
        if from > s.tokens.start && leads(from - 1) {
            return from;
        }
        let capital = |i: &usize| says(*i) && self.doc.tokens.get(*i).is_some_and(|t| t.capital);
        (reach..first).rev().take_while(capital).last().unwrap_or(first)
    }
}
