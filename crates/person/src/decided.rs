//! What people decided of pairs of listings, made consistent. Enters: decisions, the earlier first. Leaves: listings that are
//! one person for certain, pairs of these that are two, and the decisions that contradict later ones. A decision that
//! contradicts nothing always holds.

use std::collections::{BTreeMap, VecDeque};

/// A decision about two listings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Index of the one.
    pub a: usize,
    /// Index of the other.
    pub b: usize,
    /// Whether they are one person; two where not.
    pub same: bool,
}

/// A decision that cannot hold beside later ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The decision that is set aside, by its place among those given.
    pub set_aside: usize,
    /// The later ones that contradict it together, in ascending order.
    pub against: Vec<usize>,
}

/// Listings joined and set apart by decisions.
#[derive(Debug)]
pub(crate) struct Settled {
    /// The least listing of each listing's group.
    root: Vec<usize>,
    /// Listings that are two persons, each with the decision that says so.
    pub(crate) apart: Vec<(usize, usize)>,
    pub(crate) conflicts: Vec<Conflict>,
}

impl Settled {
    /// Takes up decisions from the latest to the earliest; what contradicts those taken up already is set aside.
    pub(crate) fn of(listings: usize, decisions: &[Decided]) -> Self {
        let mut settled = Self { root: (0..listings).collect(), apart: Vec::new(), conflicts: Vec::new() };
        let mut joins: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        let mut parted: Vec<(usize, usize, usize)> = Vec::new();
        let within = |decided: &Decided| decided.a.max(decided.b) < listings && decided.a != decided.b;
        for (n, decided) in decisions.iter().enumerate().rev().filter(|(_, decided)| within(decided)) {
            let (x, y) = (settled.root(decided.a), settled.root(decided.b));
            let against = if decided.same {
                let between = |(a, b, _): &&(usize, usize, usize)| {
                    let (a, b) = (settled.root(*a), settled.root(*b));
                    (a, b) == (x, y) || (b, a) == (x, y)
                };
                parted.iter().find(between).map(|(a, b, m)| {
                    // The pair that is set apart, and how the two listings hang together with it.
                    let (a, b) = if settled.root(*a) == x { (a, b) } else { (b, a) };
                    let ways = [way(&joins, decided.a, *a), way(&joins, *b, decided.b), vec![*m]];
                    ways.concat()
                })
            } else {
                (x == y).then(|| way(&joins, decided.a, decided.b))
            };
            if let Some(mut against) = against {
                against.sort_unstable();
                settled.conflicts.push(Conflict { set_aside: n, against });
            } else if decided.same {
                joins.entry(decided.a).or_default().push((decided.b, n));
                joins.entry(decided.b).or_default().push((decided.a, n));
                let (least, most) = (x.min(y), x.max(y));
                settled.root.iter_mut().filter(|root| **root == most).for_each(|root| *root = least);
            } else {
                parted.push((decided.a, decided.b, n));
            }
        }
        settled.apart = parted.into_iter().map(|(a, b, _)| (a, b)).collect();
        settled.conflicts.reverse();
        settled
    }

    /// The least listing that is certainly the same person.
    pub(crate) fn root(&self, listing: usize) -> usize {
        self.root.get(listing).copied().unwrap_or(listing)
    }
}

/// The decisions by which two listings hang together.
fn way(joins: &BTreeMap<usize, Vec<(usize, usize)>>, from: usize, to: usize) -> Vec<usize> {
    let mut before: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut next = VecDeque::from([from]);
    while let Some(at) = next.pop_front().filter(|at| *at != to) {
        for (other, n) in joins.get(&at).into_iter().flatten() {
            if *other != from && !before.contains_key(other) {
                before.insert(*other, (at, *n));
                next.push_back(*other);
            }
        }
    }
    let steps = std::iter::successors(before.get(&to), |(at, _)| before.get(at));
    steps.map(|(_, n)| *n).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(all: &[(usize, usize, bool)]) -> Settled {
        let decisions: Vec<Decided> =
            all.iter().map(|(a, b, same)| Decided { a: *a, b: *b, same: *same }).collect();
        Settled::of(6, &decisions)
    }

    #[test]
    fn the_earliest_of_a_ring_is_set_aside_with_what_it_contradicts() {
        let settled = decided(&[(0, 3, false), (0, 1, true), (1, 2, true), (2, 3, true), (4, 5, true)]);
        assert_eq!(settled.conflicts, [Conflict { set_aside: 0, against: vec![1, 2, 3] }]);
        assert_eq!((0..6).map(|n| settled.root(n)).collect::<Vec<_>>(), [0, 0, 0, 0, 4, 4]);
        assert!(settled.apart.is_empty());
    }

    #[test]
    fn who_was_set_apart_later_is_not_joined() {
        let settled = decided(&[(0, 3, true), (0, 1, true), (2, 3, true), (1, 2, false)]);
        assert_eq!(settled.conflicts, [Conflict { set_aside: 0, against: vec![1, 2, 3] }]);
        assert_eq!((settled.root(1), settled.root(3)), (0, 2));
    }

    #[test]
    fn the_later_of_two_contrary_decisions_holds() {
        assert_eq!(decided(&[(0, 1, true), (1, 0, false)]).root(1), 1);
        let settled = decided(&[(0, 1, false), (1, 0, true)]);
        assert_eq!((settled.root(1), settled.conflicts[0].against.clone()), (0, vec![1]));
    }
}
