//! What a party says, or is said to say, of its own conduct. Enters: a document. Leaves: positions with their
//! words. Never takes a position from a party that the text does not name, and never judges whether it is true.

mod conceded;
mod own;
mod phrase;
mod reported;
#[cfg(test)]
mod tests;

use crate::document::Document;
use crate::policy::Policy;
use crate::registry::{Mention, Registry};
use crate::when::Resolver;
use value::Position;

/// What the steps of reading positions share.
struct Scene<'d, 't> {
    doc: &'d Document<'t>,
    registry: &'d Registry,
    policy: &'d Policy,
    dates: &'d Resolver,
    mentions: &'d [Mention],
    /// Whether the text names no party in particular but by the bare name of a country.
    states_only: bool,
}

/// The positions of a document: those that concede most first, then in the order of the text.
pub(crate) fn positions(
    doc: &Document,
    registry: &Registry,
    mentions: &[Mention],
    policy: &Policy,
    dates: &Resolver,
) -> Vec<Position> {
    let states_only = mentions.iter().filter(|m| registry.particular(m.party)).all(|m| m.state);
    let scene = Scene { doc, registry, policy, dates, mentions, states_only };
    let mut out = own::positions(&scene);
    out.extend(reported::positions(&scene));
    out.sort_by_key(|p| p.conceded_killed.is_none() && p.conceded_injured.is_none());
    out
}

impl Scene<'_, '_> {
    /// The parties that stand within tokens `from..end`, in order.
    fn parties(&self, from: usize, end: usize) -> &[Mention] {
        let (first, past) = (
            self.mentions.partition_point(|m| m.first < from),
            self.mentions.partition_point(|m| m.end <= end),
        );
        self.mentions.get(first..past).unwrap_or(&[])
    }

    /// The printed name of a party.
    fn name(&self, party: usize) -> Option<String> {
        self.registry.get(party).map(|p| p.name.to_owned())
    }

    /// Tokens `first..end` without closing marks.
    fn trimmed(&self, first: usize, end: usize) -> usize {
        let mark = |i: usize| matches!(self.doc.at(i), "." | "?" | "!" | "\"" | "”" | "’" | ";" | ",");
        (first + 1..=end).rev().find(|e| !mark(e - 1)).unwrap_or(end)
    }
}
