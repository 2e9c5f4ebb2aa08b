//! Joins atoms into incidents. Enters: the evidence between atoms, and the pairs worth comparing. Leaves: sets
//! of atoms. Agglomerates by average linkage, strongest first, and never across a pair that may not be joined:
//! a chain of accounts, each near the next, cannot tie two strikes together.

use crate::bond::Bonds;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

/// Hundredths of bits by which each pair beyond the first may speak against two clusters being one.
const SLACK: i64 = 200;

/// The evidence between two clusters: its sum over all pairs of atoms, and their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Link {
    sum: i64,
    pairs: i64,
}

impl Link {
    /// Whether it joins: one pair by evidence that speaks for one event; several pairs also where on average less
    /// than [`SLACK`] speaks against it, since each misread value weighs on every pair of its account.
    fn suffices(self) -> bool {
        self.sum >= -SLACK * (self.pairs - 1)
    }
}

/// Two clusters that may be joined.
#[derive(PartialEq, Eq)]
struct Candidate {
    link: Link,
    /// The least atoms of the two, which decide between candidates of equal weight.
    least: (usize, usize),
    nodes: (usize, usize),
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        let (mine, theirs) = (self.link.sum * other.link.pairs, other.link.sum * self.link.pairs);
        mine.cmp(&theirs)
            .then_with(|| other.least.cmp(&self.least))
            .then_with(|| other.nodes.cmp(&self.nodes))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Clusters as they grow. A joined cluster is a new node; its parts have no atoms any more.
struct Clusters<'a> {
    bonds: &'a Bonds<'a>,
    atoms: Vec<Vec<usize>>,
    /// For each node the nodes it has been compared with; `None` where the two may not be joined.
    links: Vec<BTreeMap<usize, Option<Link>>>,
    heap: BinaryHeap<Candidate>,
}

/// Joins atoms; `pairs` are pairs of atoms worth comparing. Each set is in ascending order, as are the sets. Sets that no
/// pair ties together, directly or by others, do not bear on each other.
pub(crate) fn cluster(bonds: &Bonds, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let n = bonds.atoms.len();
    let mut clusters = Clusters {
        bonds,
        atoms: (0..n).map(|i| vec![i]).collect(),
        links: vec![BTreeMap::new(); n],
        heap: BinaryHeap::new(),
    };
    for &(x, y) in pairs {
        let link = clusters.compare(x, y);
        // Pairs below the threshold are looked at again only when something else draws their clusters together.
        if link.is_some_and(Link::suffices) {
            clusters.link(x, y, link);
        }
    }
    while let Some(best) = clusters.heap.pop() {
        clusters.join(best.nodes.0, best.nodes.1);
    }
    let mut sets: Vec<Vec<usize>> = clusters.atoms.into_iter().filter(|atoms| !atoms.is_empty()).collect();
    sets.sort_unstable();
    sets
}

impl Clusters<'_> {
    /// Sums the evidence over all pairs of atoms of two nodes.
    fn compare(&self, x: usize, y: usize) -> Option<Link> {
        let mut link = Link { sum: 0, pairs: 0 };
        for &a in &self.atoms[x] {
            for &b in &self.atoms[y] {
                link.sum += i64::from(self.bonds.between(a, b)?.0);
                link.pairs += 1;
            }
        }
        Some(link)
    }

    fn link(&mut self, x: usize, y: usize, link: Option<Link>) {
        self.links[x].insert(y, link);
        self.links[y].insert(x, link);
        let Some(link) = link.filter(|l| l.suffices()) else { return };
        let (p, q) = (self.least(x), self.least(y));
        self.heap.push(Candidate { link, least: (p.min(q), p.max(q)), nodes: (x.min(y), x.max(y)) });
    }

    fn least(&self, x: usize) -> usize {
        self.atoms[x].first().copied().unwrap_or(usize::MAX)
    }

    fn join(&mut self, x: usize, y: usize) {
        if self.atoms[x].is_empty() || self.atoms[y].is_empty() {
            return;
        }
        let node = self.atoms.len();
        let neighbours = self.neighbours(x, y);
        let links: Vec<(usize, Option<Link>)> =
            neighbours.into_iter().map(|z| (z, self.joined_link(x, y, z))).collect();
        let mut atoms = std::mem::take(&mut self.atoms[x]);
        atoms.append(&mut self.atoms[y]);
        atoms.sort_unstable();
        self.atoms.push(atoms);
        self.links.push(BTreeMap::new());
        (self.links[x], self.links[y]) = (BTreeMap::new(), BTreeMap::new());
        for (z, link) in links {
            self.link(node, z, link);
        }
    }

    /// The living nodes that either has been compared with.
    fn neighbours(&self, x: usize, y: usize) -> Vec<usize> {
        let mut all: Vec<usize> = self.links[x].keys().chain(self.links[y].keys()).copied().collect();
        all.sort_unstable();
        all.dedup();
        all.retain(|z| *z != x && *z != y && !self.atoms[*z].is_empty());
        all
    }

    /// What links the union of two nodes to a third: the sum of what links each, where that is known.
    fn joined_link(&self, x: usize, y: usize, z: usize) -> Option<Link> {
        let of = |node: usize| self.links[node].get(&z).copied().unwrap_or_else(|| self.compare(node, z));
        let (a, b) = (of(x)?, of(y)?);
        Some(Link { sum: a.sum + b.sum, pairs: a.pairs + b.pairs })
    }
}
