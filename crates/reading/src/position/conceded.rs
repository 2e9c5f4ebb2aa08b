//! The deaths and injuries that a statement concedes. Enters: a range of tokens. Leaves: a range of people for
//! each. Counts only people whom the statement calls civilians or leaves unnamed after it has.

use super::phrase::{self, Role};
use crate::document::Document;
use crate::number;
use crate::policy::Policy;
use crate::sense::{Frame, Sense};
use text::TokenKind;
use value::{Harm, Range};

/// Longest bound before a number, in tokens.
const LONGEST_BOUND: usize = 4;

/// What is conceded in a range of tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Conceded {
    pub(super) killed: Option<Range>,
    pub(super) injured: Option<Range>,
}

impl Conceded {
    /// Takes over what it does not say itself.
    pub(super) fn or(self, other: Self) -> Self {
        Self { killed: self.killed.or(other.killed), injured: self.injured.or(other.injured) }
    }

    pub(super) fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// Reads what tokens `first..end` concede; the first number for each harm counts.
pub(super) fn conceded(doc: &Document, policy: &Policy, first: usize, end: usize) -> Conceded {
    let mut out = Conceded::default();
    let mut from = first;
    for i in first..end {
        let Some((past, harm, active)) = harm_at(doc, i) else { continue };
        let passive = passive(doc, from, i);
        let forward = || ahead(doc, policy, past, end);
        let back = || behind(doc, policy, from, i);
        let range = if active || !passive { forward().or_else(back) } else { back() };
        let slot = match harm {
            Harm::Killed => &mut out.killed,
            Harm::Injured => &mut out.injured,
            Harm::Missing => continue,
        };
        *slot = slot.or(range);
        // "killed and injured seven": one number for both.
        let joint = matches!(doc.at(past), "and" | "or") && harm_at(doc, past + 1).is_some();
        if !joint || range.is_some() {
            from = past;
        }
    }
    out
}

/// Whether a form of "be" stands before a verb with nothing but adverbs between.
fn passive(doc: &Document, from: usize, verb: usize) -> bool {
    let adverb =
        |j: &usize| doc.at(*j).ends_with("ly") || matches!(doc.at(*j), "also" | "presumed" | "reported");
    let before = (from..verb).rev().find(|j| !adverb(j));
    before.is_some_and(|j| matches!(doc.at(j), "was" | "were" | "been" | "be" | "being" | "are" | "is"))
}

/// A word of harm: the token past it, the harm, and whether the people follow it.
fn harm_at(doc: &Document, i: usize) -> Option<(usize, Harm, bool)> {
    let (end, word) = doc.sense_at(i, |s| if let Sense::Harm(h) = s { Some(*h) } else { None })?;
    let active = matches!(word.frame, Frame::Gerund | Frame::NounOf);
    (!word.undivided && word.frame != Frame::Toll).then_some((end, word.harm, active))
}

/// "killed two civilians", "injuring one".
fn ahead(doc: &Document, policy: &Policy, past: usize, end: usize) -> Option<Range> {
    (past..end.min(past + 2)).find_map(|i| {
        let (range, after) = number_at(doc, policy, i)?;
        let people = people_after(doc, after, end);
        let alone = matches!(doc.at(after), "." | "," | "and" | "in" | "" | "other" | "others" | "more");
        (people || alone).then_some(range)
    })
}

/// "two civilians were killed", "another wounded": the nearest number of people before the verb.
fn behind(doc: &Document, policy: &Policy, from: usize, verb: usize) -> Option<Range> {
    (from..verb).rev().find_map(|i| {
        let (_, after) = number_at(doc, policy, i)?;
        // The words that bound a number stand before it: "at least two".
        let whole = (i.saturating_sub(LONGEST_BOUND).max(from)..=i)
            .filter_map(|j| number_at(doc, policy, j))
            .find(|whole| whole.1 == after);
        let range = whole?.0;
        let near = (after..verb).all(|j| phrase::is(doc.at(j), Role::Filler));
        (near || people_after(doc, after, verb)).then_some(range)
    })
}

/// Whether a word for civilians follows within a few words.
fn people_after(doc: &Document, after: usize, end: usize) -> bool {
    (after..end.min(after + 4))
        .take_while(|j| doc.tokens.get(*j).is_some_and(|t| t.kind == TokenKind::Word))
        .any(|j| phrase::is(doc.at(j), Role::Civilian))
}

/// A number, or "a" and "another" for one, with the token past it.
fn number_at(doc: &Document, policy: &Policy, i: usize) -> Option<(Range, usize)> {
    if let Some(q) = number::quantity(doc, policy, i) {
        return Some((q.range, q.end));
    }
    let one = match doc.at(i) {
        "a" | "an" => phrase::is(doc.at(i + 1), Role::Civilian),
        "another" => true,
        _ => false,
    };
    one.then(|| (Range::exactly(1), i + 1))
}
