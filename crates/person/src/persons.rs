//! Persons out of listings on any number of lists. Enters: the evidence for pairs, which lists hold nobody twice, and what
//! people decided. Leaves: who is one person, how likely each pair is, whole linkages drawn as likely as they are, and
//! decisions that contradict each other. What was decided always holds; nobody is twice on a list that is said to be
//! unique, unless somebody decided so. The same input and seed give the same persons.

use crate::decided::{Conflict, Decided, Settled};
use crate::learn::scatter;
use crate::link::{LEAST, Link};
use crate::partition::{BEST, Chance, Cluster, FLOOR, Partitions};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Pairs whose log-odds are lower do not tie listings together: one in a hundred.
const LOOSE: f64 = -4.6;
/// Where chance begins in the sampler, so that probabilities do not differ from call to call.
const SEED: u64 = 1969;

/// A pair of listings and the evidence that they are one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tie {
    /// Index of the one.
    pub a: usize,
    /// Index of the other.
    pub b: usize,
    /// Natural logarithm of the odds, the pair taken alone ([`crate::Linkage::evidence`]).
    pub log_odds: f64,
}

/// Persons, and how sure that is.
#[derive(Debug)]
pub struct Persons {
    listings: usize,
    clusters: Vec<Hanging>,
    conflicts: Vec<Conflict>,
}

/// Listings that hang together, and in what ways they may be persons.
#[derive(Debug)]
struct Hanging {
    /// The listings of each member, in ascending order.
    members: Vec<Vec<usize>>,
    ways: Partitions,
}

impl Persons {
    /// Finds persons. `unique` tells for each listing the list on which nobody stands twice, if it stands on one;
    /// `decisions` come in the order in which they were taken.
    pub fn find(unique: &[Option<u32>], ties: &[Tie], decisions: &[Decided]) -> Self {
        let listings = unique.len();
        let settled = Settled::of(listings, decisions);
        let atoms = Atoms::of(unique, ties, &settled);
        let near = atoms.near();
        let clusters =
            atoms.hanging().into_par_iter().map(|members| atoms.cluster(&members, &near)).collect();
        Self { listings, clusters, conflicts: settled.conflicts }
    }

    /// Decisions that are set aside, since later ones contradict them.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// The likeliest persons: for each listing the least listing of its person.
    pub fn likeliest(&self) -> Vec<usize> {
        self.linkage(|hanging| hanging.ways.likeliest())
    }

    /// A whole linkage, drawn as likely as it is: for each listing the least listing of its person.
    pub fn draw(&self, seed: u64) -> Vec<usize> {
        self.linkage(|hanging| {
            let first = hanging.members.first().and_then(|member| member.first()).copied().unwrap_or(0);
            hanging.ways.at(Chance::new(scatter(seed) ^ first as u64).next())
        })
    }

    /// Every pair that may be one person, with its probability, in ascending order. Over many draws, a pair is one person
    /// in so many of them.
    pub fn pairs(&self) -> Vec<Link> {
        let mut all: Vec<Link> = self.clusters.par_iter().flat_map_iter(Hanging::pairs).collect();
        all.sort_unstable_by_key(|link| (link.left, link.right));
        all
    }

    fn linkage<'a>(&'a self, way: impl Fn(&'a Hanging) -> &'a [u32]) -> Vec<usize> {
        let mut of: Vec<usize> = (0..self.listings).collect();
        for hanging in &self.clusters {
            let mut least: BTreeMap<u32, usize> = BTreeMap::new();
            let numbered = || hanging.members.iter().zip(way(hanging));
            for (member, group) in numbered() {
                let first = member.first().copied().unwrap_or(usize::MAX);
                least.entry(*group).and_modify(|least| *least = first.min(*least)).or_insert(first);
            }
            for (member, group) in numbered() {
                for listing in member {
                    of[*listing] = least.get(group).copied().unwrap_or(*listing);
                }
            }
        }
        of
    }
}

impl Hanging {
    fn pairs(&self) -> Vec<Link> {
        let mut links = Vec::new();
        for (n, member) in self.members.iter().enumerate() {
            let own = member.iter().enumerate().flat_map(|(i, a)| member[i + 1..].iter().map(|b| (*a, *b)));
            links.extend(own.map(|(left, right)| Link { left, right, probability: 1.0 }));
            for (m, other) in self.members.iter().enumerate().skip(n + 1) {
                let probability = self.ways.together(n, m);
                if probability >= LEAST {
                    links.extend(member.iter().flat_map(|a| {
                        other.iter().map(move |b| Link { left: *a.min(b), right: *a.max(b), probability })
                    }));
                }
            }
        }
        links
    }
}

/// Listings that are one person for certain, named by the least of them.
struct Atoms {
    members: BTreeMap<usize, Vec<usize>>,
    /// The unique lists that each atom stands on.
    unique: BTreeMap<usize, BTreeSet<u32>>,
    apart: BTreeSet<(usize, usize)>,
    evidence: BTreeMap<(usize, usize), f64>,
}

impl Atoms {
    fn of(unique: &[Option<u32>], ties: &[Tie], settled: &Settled) -> Self {
        let mut atoms = Self {
            members: BTreeMap::new(),
            unique: BTreeMap::new(),
            apart: BTreeSet::new(),
            evidence: BTreeMap::new(),
        };
        for (listing, list) in unique.iter().enumerate() {
            let root = settled.root(listing);
            atoms.members.entry(root).or_default().push(listing);
            atoms.unique.entry(root).or_default().extend(list);
        }
        let pair = |a, b| {
            let (a, b) = (settled.root(a), settled.root(b));
            (a.min(b), a.max(b))
        };
        atoms.apart = settled.apart.iter().map(|(a, b)| pair(*a, *b)).collect();
        let mut told: BTreeMap<(usize, usize), Vec<f64>> = BTreeMap::new();
        for tie in ties.iter().filter(|tie| tie.a.max(tie.b) < unique.len() && !tie.log_odds.is_nan()) {
            let (a, b) = pair(tie.a, tie.b);
            if a != b && atoms.may_be_one(a, b) {
                told.entry((a, b)).or_default().push(tie.log_odds.clamp(FLOOR, 700.0));
            }
        }
        atoms.evidence = told.into_iter().map(|(pair, logs)| (pair, atoms.between(pair, &logs))).collect();
        atoms
    }

    fn may_be_one(&self, a: usize, b: usize) -> bool {
        let (x, y) = (self.unique.get(&a), self.unique.get(&b));
        let twice = x.zip(y).is_some_and(|(x, y)| !x.is_disjoint(y));
        !twice && !self.apart.contains(&(a, b))
    }

    /// The evidence between two atoms: by the best and the average pair of their listings.
    fn between(&self, (a, b): (usize, usize), logs: &[f64]) -> f64 {
        let size = |atom| self.members.get(&atom).map_or(1, Vec::len);
        let pairs = (size(a) * size(b)).max(logs.len());
        let sum: f64 = logs.iter().sum::<f64>() + FLOOR * (pairs - logs.len()) as f64;
        let best = logs.iter().copied().fold(FLOOR, f64::max);
        BEST * best + (1.0 - BEST) * sum / pairs as f64
    }

    /// Atoms that hang together by evidence, or that are several listings, in ascending order.
    fn hanging(&self) -> Vec<Vec<usize>> {
        let mut root: BTreeMap<usize, usize> = BTreeMap::new();
        fn find(root: &mut BTreeMap<usize, usize>, at: usize) -> usize {
            let mut top = at;
            while let Some(next) = root.get(&top).copied().filter(|next| *next != top) {
                top = next;
            }
            root.insert(at, top);
            top
        }
        for ((a, b), _) in self.evidence.iter().filter(|(_, log)| **log >= LOOSE) {
            let (x, y) = (find(&mut root, *a), find(&mut root, *b));
            root.insert(x.max(y), x.min(y));
            root.entry(x.min(y)).or_insert(x.min(y));
        }
        let several = self.members.iter().filter(|(_, listings)| listings.len() > 1).map(|(atom, _)| *atom);
        let all: BTreeSet<usize> = root.keys().copied().chain(several).collect();
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for atom in all {
            groups.entry(find(&mut root, atom)).or_default().push(atom);
        }
        groups.into_values().collect()
    }

    fn cluster(&self, atoms: &[usize], near: &Near) -> Hanging {
        let lists = |atom: &usize| self.unique.get(atom).into_iter().flatten().copied().collect();
        let mut cluster = Cluster::of(atoms.iter().map(lists).collect());
        for (n, a) in atoms.iter().enumerate() {
            for (b, log) in near.get(a).into_iter().flatten() {
                if let Ok(m) = atoms.binary_search(b) {
                    cluster.tie(n, m, *log);
                }
            }
            for (_, b) in self.apart.range((*a, 0)..=(*a, usize::MAX)) {
                if let Ok(m) = atoms.binary_search(b) {
                    cluster.part(n, m);
                }
            }
        }
        let members = atoms.iter().map(|atom| self.members.get(atom).cloned().unwrap_or_default()).collect();
        let first = atoms.first().copied().unwrap_or(0) as u64;
        Hanging { members, ways: cluster.partitions(SEED ^ scatter(first)) }
    }

    /// The evidence of each atom with those after it.
    fn near(&self) -> Near {
        let mut near = Near::new();
        for ((a, b), log) in &self.evidence {
            near.entry(*a).or_default().push((*b, *log));
        }
        near
    }
}

/// Atoms with their evidence for others.
type Near = BTreeMap<usize, Vec<(usize, f64)>>;
