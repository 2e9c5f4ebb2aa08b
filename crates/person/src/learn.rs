//! The model learned from the lists themselves. Enters: comparisons of a sample of listings with all that they may be.
//! Leaves: a model, by expectation–maximisation (Dempster, Laird and Rubin 1977; for linkage Winkler 1988). Two
//! persons of one list are two, so the pairs of a listing compete with each other and with "none of them". Pairs that
//! people know to be the same are taken as such.

use crate::compare::{Comparer, Comparison};
use crate::field::Field;
use crate::level::{LEVELS, NEAR, SAME};
use crate::likeness::Memo;
use crate::model::{self, Classes, Model, Table};
use rayon::prelude::*;

/// Random pairs by which strangers are known.
const STRANGERS: u64 = 300_000;
/// How many pairs the beliefs held before are worth.
const BELIEF: f64 = 30.0;
/// Rounds of learning.
const ROUNDS: usize = 25;

/// The pairs of one listing.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) pairs: Vec<Comparison>,
    /// Which of them is known to be the same person.
    pub(crate) known: Option<usize>,
}

/// The levels of pairs drawn without regard to what they say.
pub(crate) fn strangers(comparer: &Comparer<'_>) -> Table {
    let (left, right) = (comparer.register.left(), comparer.register.right());
    let mut counts = [[0.5; LEVELS]; Field::COUNT];
    if left.is_empty() || right.is_empty() {
        return counts;
    }
    let all = left.len() as u64 * right.len() as u64;
    // Few pairs are all looked at, many are drawn from.
    let pair = |n: u64| {
        let (x, y) = if all <= STRANGERS {
            (n / right.len() as u64, n % right.len() as u64)
        } else {
            (scatter(2 * n) % left.len() as u64, scatter(2 * n + 1) % right.len() as u64)
        };
        (left.start + x as usize, right.start + y as usize)
    };
    let draws: Vec<u64> = (0..all.min(STRANGERS)).collect();
    let pairs = draws.par_iter().map(|n| pair(*n)).filter(|(a, b)| a != b);
    let seen: Vec<Comparison> = pairs
        .map_init(|| Memo::new(&comparer.register.words), |memo, (a, b)| comparer.compare(a, b, memo))
        .collect();
    for pair in &seen {
        for (row, level) in counts.iter_mut().zip(pair.levels) {
            row[usize::from(level)] += 1.0;
        }
    }
    model::settled(&mut counts);
    counts
}

/// A fixed sequence without pattern (`SplitMix64`; Steele, Lea and Flood 2014).
pub(crate) fn scatter(n: u64) -> u64 {
    let mut z = n.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Learns a model from cases.
pub(crate) fn learn(strangers: &Table, cases: &[Case], among: usize, compete: bool) -> Model {
    let together = Field::Together.index();
    let mut strangers = *strangers;
    strangers[together] = model::strangers_together();
    let mut before = Classes { same: model::same_before(), kin: model::kin_before(&strangers), strangers };
    model::settled(&mut before.same);
    model::settled(&mut before.kin);
    model::settled(&mut before.strangers);
    let mut model = Model::of(&before, among, compete);
    for _ in 0..ROUNDS {
        let tallies: Vec<Tally> = cases.par_chunks(256).map(|cases| Tally::of(cases, &model)).collect();
        let tally = tallies.iter().fold(Tally::default(), Tally::plus);
        let mut strangers = before.strangers;
        strangers[together] = tally.strangers.shares(&before.strangers)[together];
        let mut classes =
            Classes { same: tally.same.shares(&before.same), kin: tally.kin.shares(&before.kin), strangers };
        model::bounded(&mut classes.same);
        let listings = cases.len() as f64;
        let found = (tally.found + 1.0) / (listings + 2.0);
        let found = if compete { found.min(0.99) } else { found };
        model = model.with(&classes, found, (tally.relatives + 1.0) / (listings + 1.0));
    }
    model
}

/// Probabilities that each pair of a listing is the same person.
fn shares(ratios: &[f64], model: &Model) -> Vec<f64> {
    let odds = model.prior_odds();
    let all: f64 = 1.0 + ratios.iter().sum::<f64>() * odds;
    let share = |ratio: &f64| ratio * odds / if model.compete { all } else { 1.0 + ratio * odds };
    ratios.iter().map(share).collect()
}

/// Sums of one round.
#[derive(Default)]
struct Tally {
    same: Counts,
    kin: Counts,
    /// Strangers that have the family name in common.
    strangers: Counts,
    found: f64,
    relatives: f64,
}

impl Tally {
    fn of(cases: &[Case], model: &Model) -> Self {
        let mut tally = Self::default();
        for case in cases {
            tally.add(case, model);
        }
        tally
    }

    fn add(&mut self, case: &Case, model: &Model) {
        let evidence: Vec<model::Evidence> = case.pairs.iter().map(|pair| model.weigh(pair)).collect();
        let ratios: Vec<f64> = evidence.iter().map(|evidence| model.ratio(*evidence)).collect();
        let mut same = shares(&ratios, model);
        if let Some(known) = case.known {
            same.iter_mut().enumerate().for_each(|(n, share)| *share = f64::from(u8::from(n == known)));
        }
        let kin = model.related();
        for ((pair, evidence), share) in case.pairs.iter().zip(&evidence).zip(&same) {
            let odds = kin * evidence.kin.exp();
            let related = (1.0 - share) * odds / (1.0 - kin + odds);
            self.same.add(pair, *share);
            self.kin.add(pair, related);
            if matches!(pair.levels[Field::Family.index()], SAME | NEAR) {
                self.strangers.add(pair, 1.0 - share - related);
            }
            self.relatives += related;
            self.found += share;
        }
    }

    fn plus(mut self, other: &Self) -> Self {
        self.same.plus(&other.same);
        self.kin.plus(&other.kin);
        self.strangers.plus(&other.strangers);
        self.found += other.found;
        self.relatives += other.relatives;
        self
    }
}

struct Counts(Table);

impl Default for Counts {
    fn default() -> Self {
        Self([[0.0; LEVELS]; Field::COUNT])
    }
}

impl Counts {
    fn add(&mut self, pair: &Comparison, weight: f64) {
        for (row, level) in self.0.iter_mut().zip(pair.levels) {
            row[usize::from(level)] += weight;
        }
    }

    fn plus(&mut self, other: &Self) {
        for (row, other) in self.0.iter_mut().zip(&other.0) {
            row.iter_mut().zip(other).for_each(|(n, other)| *n += other);
        }
    }

    /// Shares of the levels, the beliefs held before included.
    fn shares(&self, before: &Table) -> Table {
        let mut table = self.0;
        for (row, before) in table.iter_mut().zip(before) {
            row.iter_mut().zip(before).for_each(|(n, before)| *n += before * BELIEF);
        }
        model::settled(&mut table);
        table
    }
}
