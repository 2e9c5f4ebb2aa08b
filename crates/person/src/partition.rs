//! The ways in which a few listings may be persons. Enters: listings, or groups of them that are one person for certain, the
//! evidence for pairs, and which pairs cannot be one person. Leaves: partitions with their probabilities: all of them
//! where listings are few, else draws of a Gibbs sampler with exchanges (Liu 2001, chapter 6). What a group of three or
//! more is worth counts no evidence twice: each listing beyond the first counts once, by the best and the average pair.

use crate::learn::scatter;
use foldhash::HashMap;
use std::collections::{BTreeMap, BTreeSet};

/// How much the best pairs of a group count beside the average of all, 0 to 1, as in [`crate::cluster`].
pub(crate) const BEST: f64 = 0.65;
/// The log-odds of a pair that was not found worth comparing or keeping: those of [`crate::LEAST`].
pub(crate) const FLOOR: f64 = -6.9;
/// Up to how many members all partitions are looked at; eight have 4,140.
const FEW: usize = 8;
/// Draws that are kept where they are more.
const KEPT: usize = 400;
/// Sweeps before the first draw, and from one to the next.
const SWEEPS: (usize, usize) = (200, 3);

/// Members that hang together, by their places.
#[derive(Debug, Default)]
pub(crate) struct Cluster {
    /// Log-odds of pairs, the lesser place first.
    evidence: HashMap<(usize, usize), f64>,
    /// Pairs that were decided to be two persons, the lesser place first.
    apart: BTreeSet<(usize, usize)>,
    /// The lists of each member on which nobody is twice.
    unique: Vec<Vec<u32>>,
}

/// Partitions, each giving every member the number of its group, and their shares, which add up to one. The likeliest
/// stands first.
#[derive(Debug)]
pub(crate) struct Partitions(pub(crate) Vec<(Vec<u32>, f64)>);

impl Cluster {
    /// Members by the unique lists that each stands on.
    pub(crate) fn of(unique: Vec<Vec<u32>>) -> Self {
        Self { unique, ..Self::default() }
    }

    /// Adds evidence for a pair.
    pub(crate) fn tie(&mut self, a: usize, b: usize, log_odds: f64) {
        self.evidence.insert(Self::pair(a, b), log_odds);
    }

    /// Says that a pair is two persons.
    pub(crate) fn part(&mut self, a: usize, b: usize) {
        self.apart.insert(Self::pair(a, b));
    }

    fn size(&self) -> usize {
        self.unique.len()
    }

    /// Whether two cannot be one person.
    fn excluded(&self, a: usize, b: usize) -> bool {
        let twice = self.unique[a].iter().any(|list| self.unique[b].contains(list));
        twice || self.apart.contains(&Self::pair(a, b))
    }

    pub(crate) fn partitions(&self, seed: u64) -> Partitions {
        let mut all = if self.size() <= FEW { self.every() } else { self.sampled(seed) };
        // A stable sort: of partitions that are as likely, the one found first.
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        Partitions(all)
    }

    fn pair(a: usize, b: usize) -> (usize, usize) {
        (a.min(b), a.max(b))
    }

    fn worth_of_pair(&self, a: usize, b: usize) -> f64 {
        self.evidence.get(&Self::pair(a, b)).copied().unwrap_or(FLOOR).max(FLOOR)
    }

    /// The log-weight of a group against all its members' being persons of their own.
    fn worth(&self, group: &[usize]) -> f64 {
        let [first, rest @ ..] = group else { return 0.0 };
        if rest.is_empty() {
            return 0.0;
        }
        let (mut all, mut pairs, mut tree) = (0.0, 0.0, 0.0);
        // Prim's algorithm: each member joins by its best pair with those that joined before.
        let mut left: Vec<(usize, f64)> =
            rest.iter().map(|member| (*member, self.worth_of_pair(*first, *member))).collect();
        while let Some(best) = (0..left.len()).max_by(|a, b| left[*a].1.total_cmp(&left[*b].1).then(b.cmp(a)))
        {
            let (joined, worth) = left.swap_remove(best);
            tree += worth;
            for (member, best) in &mut left {
                *best = best.max(self.worth_of_pair(joined, *member));
            }
        }
        for (n, a) in group.iter().enumerate() {
            for b in group.iter().skip(n + 1) {
                (all, pairs) = (all + self.worth_of_pair(*a, *b), pairs + 1.0);
            }
        }
        BEST * tree + (1.0 - BEST) * rest.len() as f64 * all / pairs
    }

    fn may_join(&self, member: usize, group: &[usize]) -> bool {
        group.iter().all(|other| !self.excluded(member, *other))
    }

    /// All partitions that are possible.
    fn every(&self) -> Vec<(Vec<u32>, f64)> {
        let mut found = Vec::new();
        self.extend(&mut Vec::new(), &mut Vec::new(), &mut found);
        let most = found.iter().map(|(_, log)| *log).fold(f64::NEG_INFINITY, f64::max);
        let all: f64 = found.iter().map(|(_, log): &(_, f64)| (log - most).exp()).sum();
        found.into_iter().map(|(partition, log)| (partition, (log - most).exp() / all)).collect()
    }

    fn extend(&self, groups: &mut Vec<Vec<usize>>, of: &mut Vec<u32>, found: &mut Vec<(Vec<u32>, f64)>) {
        let member = of.len();
        if member == self.size() {
            found.push((of.clone(), groups.iter().map(|group| self.worth(group)).sum()));
            return;
        }
        for n in 0..=groups.len() {
            if n == groups.len() {
                groups.push(Vec::new());
            }
            if self.may_join(member, &groups[n]) {
                groups[n].push(member);
                of.push(n as u32);
                self.extend(groups, of, found);
                of.pop();
                groups[n].pop();
            }
            if groups[n].is_empty() {
                groups.pop();
            }
        }
    }

    fn sampled(&self, seed: u64) -> Vec<(Vec<u32>, f64)> {
        let mut walk = Walk::begin(self, seed);
        let mut counts: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
        let mut best: Option<(f64, Vec<u32>)> = None;
        for sweep in 0..SWEEPS.0 + KEPT * SWEEPS.1 {
            walk.sweep();
            let log = walk.worth();
            if best.as_ref().is_none_or(|(most, _)| log > *most) {
                best = Some((log, walk.numbered()));
            }
            if sweep >= SWEEPS.0 && (sweep - SWEEPS.0).is_multiple_of(SWEEPS.1) {
                *counts.entry(walk.numbered()).or_default() += 1;
            }
        }
        let all: usize = counts.values().sum();
        let mut found: Vec<(Vec<u32>, f64)> =
            counts.into_iter().map(|(partition, n)| (partition, n as f64 / all as f64)).collect();
        // The likeliest goes first even where no draw is like it, as happens where members are very many.
        let likeliest = best.map(|(_, partition)| partition).unwrap_or_default();
        let at = found.iter().position(|(partition, _)| *partition == likeliest);
        let first = at.map_or((likeliest, 0.0), |at| found.remove(at));
        found.insert(0, first);
        found
    }
}

impl Partitions {
    /// The likeliest.
    pub(crate) fn likeliest(&self) -> &[u32] {
        self.0.first().map_or(&[], |(partition, _)| partition)
    }

    /// One of them, by a number from 0 to 1.
    pub(crate) fn at(&self, chance: f64) -> &[u32] {
        let mut sum = 0.0;
        let found = self.0.iter().find(|(_, share)| {
            sum += share;
            chance < sum
        });
        found.map_or_else(|| self.likeliest(), |(partition, _)| partition)
    }

    /// How likely two members are one person.
    pub(crate) fn together(&self, a: usize, b: usize) -> f64 {
        let of = |(partition, _): &&(Vec<u32>, f64)| partition.get(a) == partition.get(b);
        self.0.iter().filter(of).map(|(_, share)| share).sum::<f64>().min(1.0)
    }
}

/// A chain of numbers without pattern.
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(scatter(seed))
    }

    /// From 0 to 1, 1 excluded.
    pub(crate) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(1);
        (scatter(self.0) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A sampler on its way through the partitions.
struct Walk<'a> {
    cluster: &'a Cluster,
    of: Vec<usize>,
    groups: Vec<Vec<usize>>,
    /// Those with whom each member may be one person.
    near: Vec<Vec<usize>>,
    /// Pairs that exclude each other and are near a third: they may change places.
    rivals: Vec<(usize, usize)>,
    chance: Chance,
}

impl<'a> Walk<'a> {
    /// Begins where the surest pairs are joined.
    fn begin(cluster: &'a Cluster, seed: u64) -> Self {
        let mut near = vec![Vec::new(); cluster.size()];
        let pairs = cluster.evidence.iter().map(|((a, b), log)| (*a, *b, *log));
        let mut sure: Vec<(usize, usize, f64)> =
            pairs.filter(|(a, b, _)| !cluster.excluded(*a, *b)).collect();
        sure.sort_unstable_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
        for (a, b, _) in &sure {
            near[*a].push(*b);
            near[*b].push(*a);
        }
        let rivals: BTreeSet<(usize, usize)> = near
            .iter()
            .flat_map(|near| near.iter().flat_map(|a| near.iter().map(|b| (*a, *b))))
            .filter(|(a, b)| a < b && cluster.excluded(*a, *b))
            .collect();
        let rivals = rivals.into_iter().collect();
        let (of, groups) = ((0..cluster.size()).collect(), (0..cluster.size()).map(|n| vec![n]).collect());
        let mut walk = Self { cluster, of, groups, near, rivals, chance: Chance::new(seed) };
        for (a, b, _) in sure.iter().filter(|(_, _, log)| *log > 0.0) {
            let (x, y) = (walk.of[*a], walk.of[*b]);
            let joined = [&walk.groups[x][..], &walk.groups[y]].concat();
            let may = walk.groups[y].iter().all(|member| cluster.may_join(*member, &walk.groups[x]));
            let gain =
                cluster.worth(&joined) - cluster.worth(&walk.groups[x]) - cluster.worth(&walk.groups[y]);
            if x != y && may && gain > 0.0 {
                walk.groups[y].clone().into_iter().for_each(|member| walk.put(member, x));
            }
        }
        walk
    }

    fn put(&mut self, member: usize, group: usize) {
        let old = self.of[member];
        self.groups[old].retain(|other| *other != member);
        self.groups[group].push(member);
        self.groups[group].sort_unstable();
        self.of[member] = group;
    }

    fn sweep(&mut self) {
        for member in 0..self.cluster.size() {
            self.step(member);
        }
        for n in 0..self.rivals.len() {
            self.exchange(self.rivals[n]);
        }
    }

    /// Draws a member's group given all others'.
    fn step(&mut self, member: usize) {
        let old = self.of[member];
        self.groups[old].retain(|other| *other != member);
        let empty = if self.groups[old].is_empty() { old } else { self.empty() };
        let mut near: Vec<usize> = self.near[member].iter().map(|other| self.of[*other]).collect();
        near.push(old);
        near.sort_unstable();
        near.dedup();
        let mut ways = vec![(empty, 0.0)];
        for group in near.into_iter().filter(|group| !self.groups[*group].is_empty()) {
            if self.cluster.may_join(member, &self.groups[group]) {
                let mut joined = self.groups[group].clone();
                joined.push(member);
                joined.sort_unstable();
                ways.push((group, self.cluster.worth(&joined) - self.cluster.worth(&self.groups[group])));
            }
        }
        let most = ways.iter().map(|(_, log)| *log).fold(f64::NEG_INFINITY, f64::max);
        let all: f64 = ways.iter().map(|(_, log)| (log - most).exp()).sum();
        let mut left = self.chance.next() * all;
        let chosen = ways.iter().find(|(_, log)| {
            left -= (log - most).exp();
            left < 0.0
        });
        let group = chosen.map_or(empty, |(group, _)| *group);
        self.groups[group].push(member);
        self.groups[group].sort_unstable();
        self.of[member] = group;
    }

    /// A group that holds nobody; there is always one, since a member was taken out and groups are as many as members.
    fn empty(&self) -> usize {
        self.groups.iter().position(Vec::is_empty).unwrap_or(0)
    }

    /// Lets two that exclude each other change places, as far as that is likely (Metropolis).
    fn exchange(&mut self, (a, b): (usize, usize)) {
        let (x, y) = (self.of[a], self.of[b]);
        let changed = |group: usize, from: usize, to: usize| {
            let mut members: Vec<usize> =
                self.groups[group].iter().copied().filter(|member| *member != from).collect();
            let may = self.cluster.may_join(to, &members);
            members.push(to);
            members.sort_unstable();
            may.then_some(members)
        };
        let (Some(new_x), Some(new_y)) = (changed(x, a, b), changed(y, b, a)) else { return };
        let worth = |group: &[usize]| self.cluster.worth(group);
        let gain = worth(&new_x) + worth(&new_y) - worth(&self.groups[x]) - worth(&self.groups[y]);
        if gain >= 0.0 || self.chance.next() < gain.exp() {
            (self.groups[x], self.groups[y]) = (new_x, new_y);
            (self.of[a], self.of[b]) = (y, x);
        }
    }

    fn worth(&self) -> f64 {
        self.groups.iter().map(|group| self.cluster.worth(group)).sum()
    }

    /// The groups numbered in the order of their first members, so that the same partition always reads the same.
    fn numbered(&self) -> Vec<u32> {
        let mut numbers = BTreeMap::new();
        let number = |group: &usize| {
            let next = numbers.len() as u32;
            *numbers.entry(*group).or_insert(next)
        };
        self.of.iter().map(number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(size: usize, evidence: &[(usize, usize, f64)], apart: &[(usize, usize)]) -> Cluster {
        let mut cluster = Cluster::of(vec![Vec::new(); size]);
        for (a, b, log) in evidence {
            cluster.tie(*a, *b, *log);
        }
        for (a, b) in apart {
            cluster.part(*a, *b);
        }
        cluster
    }

    #[test]
    fn a_pair_alone_is_as_likely_as_its_evidence_says() {
        let pair = cluster(2, &[(0, 1, 3.0_f64.ln())], &[]).partitions(1);
        assert!((pair.together(0, 1) - 0.75).abs() < 1e-12);
        assert_eq!(pair.likeliest(), [0, 0]);
        assert_eq!((pair.at(0.74), pair.at(0.76)), (&[0, 0][..], &[0, 1][..]));
    }

    #[test]
    fn two_claims_on_one_entry_exclude_each_other() {
        // Two entries of one unique list claim the same entry of another.
        let found = cluster(3, &[(0, 2, 4.0_f64.ln()), (1, 2, 4.0_f64.ln())], &[(0, 1)]).partitions(1);
        assert!((found.together(0, 2) - 4.0 / 9.0).abs() < 1e-12 && found.together(0, 1) == 0.0);
    }

    #[test]
    fn draws_of_the_sampler_are_as_likely_as_all_partitions_say() {
        let evidence =
            [(0, 3, 1.5), (1, 3, 1.0), (1, 4, 0.5), (2, 4, 2.0), (0, 5, -1.0), (3, 5, 0.3), (5, 6, 2.5)];
        let cluster = cluster(7, &evidence, &[(0, 1), (0, 2), (1, 2), (3, 4)]);
        let exact = cluster.partitions(1);
        let sampled = Partitions(cluster.sampled(7));
        for (a, b) in (0..7).flat_map(|a| (a + 1..7).map(move |b| (a, b))) {
            let (p, q) = (exact.together(a, b), sampled.together(a, b));
            assert!((p - q).abs() < 0.1, "{a} {b}: {p} {q}");
        }
        assert_eq!(exact.likeliest(), sampled.likeliest());
    }
}
