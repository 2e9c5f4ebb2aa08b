//! Says of which incidents the evidence leaves open whether they are one. Enters: the pairs of atoms that were compared and
//! may be joined, and the sets that came of them. Leaves: pairs of sets with how likely they are one. Never joins anything:
//! a person does.

use crate::bond::Bonds;
use crate::compare::compare;
use crate::explain::listed;
use crate::weight::Bits;
use std::collections::BTreeSet;
use value::{AccountKey, Doubt};

/// Hundredths of bits from which a pair is worth a person's look: at −2 bits it is one event with 20 %.
pub(crate) const NEAR: i32 = -200;

/// The pairs of sets that were not joined and may be one, by the keys of the accounts that match best. `sets` are of atoms,
/// `near` are pairs of sets of which accounts lie near enough.
pub(crate) fn doubts(bonds: &Bonds, sets: &[Vec<usize>], near: &BTreeSet<(usize, usize)>) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> =
        near.iter().filter_map(|(x, y)| between(bonds, &sets[*x], &sets[*y])).collect();
    doubts.sort_by(|p, q| (&p.a, &p.b).cmp(&(&q.a, &q.b)));
    doubts
}

/// What is open between two sets; nothing where two of their atoms may not be joined, or the evidence on average says
/// clearly that they are two.
fn between(bonds: &Bonds, x: &[usize], y: &[usize]) -> Option<Doubt> {
    let (mut sum, mut pairs) = (0_i64, 0_i64);
    for a in x {
        for b in y {
            sum += i64::from(bonds.between(*a, *b)?.0);
            pairs += 1;
        }
    }
    let average = sum.div_euclid(pairs.max(1));
    if average < i64::from(NEAR) {
        return None;
    }
    let (a, b) = closest(bonds, x, y)?;
    let says = listed(&compare(bonds.facets[a], bonds.facets[b]));
    let (a, b) = (&bonds.facets[a].key, &bonds.facets[b].key);
    let (a, b): (&AccountKey, &AccountKey) = if a <= b { (a, b) } else { (b, a) };
    Some(Doubt {
        a: a.clone(),
        b: b.clone(),
        statement: None,
        probability: Bits(average as i32).rounded(),
        says,
    })
}

/// The accounts of two sets that match best; of several pairs that match as well, the first.
fn closest(bonds: &Bonds, x: &[usize], y: &[usize]) -> Option<(usize, usize)> {
    let accounts = |set: &[usize]| -> Vec<usize> {
        let mut all: Vec<usize> = set.iter().flat_map(|atom| bonds.atoms[*atom].iter().copied()).collect();
        all.sort_unstable();
        all
    };
    let (x, y) = (accounts(x), accounts(y));
    let pairs = x.iter().flat_map(|a| y.iter().map(move |b| (*a, *b)));
    let bits = |(a, b): &(usize, usize)| compare(bonds.facets[*a], bonds.facets[*b]).bits();
    pairs.max_by_key(|pair| (bits(pair), std::cmp::Reverse(*pair)))
}
