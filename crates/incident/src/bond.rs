//! The evidence between atoms: accounts, or sets of accounts that people declared one. Enters: facets and
//! rulings. Leaves: for a pair of atoms their evidence, or that they may not be joined.

use crate::compare::compare;
use crate::doubt::NEAR;
use crate::facet::Facet;
use crate::weight::Bits;
use std::collections::BTreeSet;

/// The most that speaks for two accounts which nothing ties: they stay two, however much else agrees.
const UNTIED: Bits = Bits(-1);

/// Compares atoms.
pub(crate) struct Bonds<'a> {
    pub(crate) facets: &'a [&'a Facet],
    /// The accounts of each atom, in ascending order.
    pub(crate) atoms: &'a [Vec<usize>],
    /// Pairs of accounts that people parted, the lower index first.
    pub(crate) apart: &'a BTreeSet<(usize, usize)>,
}

impl Bonds<'_> {
    /// The evidence that two atoms are one event: the best between any of their accounts, since people said
    /// that the accounts of an atom tell of one event. `None` where they may not be joined: people parted them,
    /// or no two accounts can be of one event.
    pub(crate) fn between(&self, x: usize, y: usize) -> Option<Bits> {
        let pairs = || self.atoms[x].iter().flat_map(|a| self.atoms[y].iter().map(move |b| (*a, *b)));
        if pairs().any(|(a, b)| self.parted(a, b)) {
            return None;
        }
        pairs().filter_map(|(a, b)| evidence(self.facets[a], self.facets[b])).max()
    }

    fn parted(&self, a: usize, b: usize) -> bool {
        self.apart.contains(&(a.min(b), a.max(b)))
    }
}

/// The evidence between two accounts; `None` where they are at odds.
fn evidence(a: &Facet, b: &Facet) -> Option<Bits> {
    let found = compare(a, b);
    match (found.at_odds(), found.tied) {
        (true, _) => None,
        (false, true) => Some(found.bits()),
        (false, false) => Some(found.bits().min(UNTIED)),
    }
}

/// Whether two accounts are one event likely enough that they are joined, or worth a person's look: the hundredths of bits
/// that speak for it.
pub fn tie(a: &Facet, b: &Facet) -> Option<i32> {
    evidence(a, b).map(|bits| bits.0).filter(|bits| *bits >= NEAR)
}
