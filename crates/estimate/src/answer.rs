//! The whole answer. Enters: a capture table and what the estimators said of it. Leaves: what is documented, what is
//! estimated, whether the estimators agree, and first of all what speaks against believing them.

use crate::latent_class::{ESS, RHAT};
use crate::method::{Diagnostics, Estimate, Interval, Method, Refusal};
use crate::table::CaptureTable;
use crate::words::{self, listed, people, percent};
use serde::Serialize;

/// The share of people on two lists or more below which overlaps are thin.
const THIN_SHARE: f64 = 0.1;
/// The number of such people below which they are thin.
const THIN_PEOPLE: u64 = 50;
/// The share of a list's people from which on another list covers it.
const COVERED: f64 = 0.95;
/// People whom a list must hold before it is said to be covered.
const FEW: u64 = 10;
/// The probability of the complete graph from which on it is told.
const SATURATED: f64 = 0.1;
/// Times the documented people beyond which as many unlisted ones rest on little.
const MANY_TIMES: f64 = 4.0;

/// What is known and what is estimated.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// People on at least one list: documented, not estimated.
    pub observed: u64,
    /// The lists' names.
    pub lists: Vec<String>,
    /// Whether the estimators agree, in a sentence whose first word is `agree`, `partly`, `disagree`, `one` or `none`.
    pub agreement: String,
    /// What speaks against believing the estimates, the gravest first.
    pub warnings: Vec<String>,
    /// The estimates.
    pub estimators: Vec<Estimate>,
    /// Estimators that gave none, and why.
    pub refused: Vec<Refusal>,
}

impl Answer {
    /// Weighs what the estimators said.
    pub fn new(table: &CaptureTable, said: impl IntoIterator<Item = Result<Estimate, Refusal>>) -> Self {
        let (mut estimators, mut refused) = (Vec::new(), Vec::new());
        for one in said {
            match one {
                Ok(estimate) => estimators.push(estimate),
                Err(refusal) => refused.push(refusal),
            }
        }
        let (agreement, disagrees) = agreement(&estimators);
        let mut warnings: Vec<String> = disagrees.then(|| agreement.clone()).into_iter().collect();
        warnings.extend(of_table(table));
        warnings.extend(far(&estimators, table.observed()));
        warnings.extend(estimators.iter().flat_map(of_estimate));
        Self {
            observed: table.observed(),
            lists: table.lists().to_vec(),
            agreement,
            warnings,
            estimators,
            refused,
        }
    }
}

/// Whether the estimators agree, in words; and whether they do not.
fn agreement(estimators: &[Estimate]) -> (String, bool) {
    let proper: Vec<&Estimate> = estimators.iter().filter(|one| one.name != Method::ChaoLowerBound).collect();
    let told = |one: &&Estimate| format!("{} {}", one.name.title(), people(one.all.point));
    let points = listed(&proper.iter().map(told).collect::<Vec<_>>());
    match &proper[..] {
        [] => ("none: no estimator can answer".to_owned(), false),
        [one] => (format!("one estimator alone: {}", told(one)), false),
        _ if every(&proper, |a, b| a.lower <= b.point && b.point <= a.upper) => {
            (format!("agree: each estimate lies in the intervals of the others ({points})"), false)
        }
        _ if every(&proper, Interval::overlaps) => (
            format!("partly: the intervals overlap, but not every estimate lies in all of them ({points})"),
            false,
        ),
        _ => (
            format!(
                "disagree: the intervals of some estimators have nothing in common ({points}); the answer hangs on what \
                 one believes of the lists, and no single figure should be given"
            ),
            true,
        ),
    }
}

/// Whether something holds for every two intervals, either way.
fn every(estimates: &[&Estimate], holds: impl Fn(&Interval, &Interval) -> bool) -> bool {
    estimates.iter().all(|a| estimates.iter().all(|b| holds(&a.all, &b.all)))
}

/// What speaks against any estimate from a table.
fn of_table(table: &CaptureTable) -> Vec<String> {
    let mut warnings = Vec::new();
    let filled = table.without_empty_lists();
    if filled.lists().len() < 3 {
        warnings.push(format!(
            "lists with people on them: {}; with fewer than three, nothing in the data can show whether lists depend on each other, and the \
             estimate is right only if they do not",
            filled.lists().len()
        ));
    }
    warnings.extend(empty(table));
    warnings.extend(thin(&filled));
    warnings.extend(apart(&filled));
    warnings.extend(covered(&filled));
    warnings
}

fn empty(table: &CaptureTable) -> Option<String> {
    let empty: Vec<String> = named(table, |list| table.on_all(1 << list) == 0);
    (!empty.is_empty()).then(|| format!("nobody is on {}, which is left out", listed(&empty)))
}

fn named(table: &CaptureTable, which: impl Fn(usize) -> bool) -> Vec<String> {
    table.lists().iter().enumerate().filter(|(list, _)| which(*list)).map(|(_, name)| name.clone()).collect()
}

fn thin(table: &CaptureTable) -> Option<String> {
    let (all, overlap) = (table.observed(), table.observed() - table.on_exactly(1));
    let share = overlap as f64 / all.max(1) as f64;
    (overlap < THIN_PEOPLE || share < THIN_SHARE).then(|| {
        format!(
            "overlaps are thin: {} of {} documented people ({}) are on more than one list, and every estimate rests on \
             them",
            people(overlap as f64),
            people(all as f64),
            percent(share)
        )
    })
}

/// Each pair of lists, once.
fn pairs(table: &CaptureTable) -> impl Iterator<Item = (usize, usize)> {
    let lists = table.lists().len();
    (0..lists).flat_map(move |a| (a + 1..lists).map(move |b| (a, b)))
}

fn apart(table: &CaptureTable) -> Option<String> {
    let lists = table.lists();
    let apart = pairs(table).filter(|(a, b)| table.on_all(1 << a | 1 << b) == 0);
    let told: Vec<String> = apart.map(|(a, b)| format!("{} and {}", lists[a], lists[b])).collect();
    (!told.is_empty()).then(|| {
        format!(
            "nobody is on both of {}: such lists cannot be told to be independent from having been made apart",
            told.join("; ")
        )
    })
}

fn covered(table: &CaptureTable) -> Vec<String> {
    let lists = table.lists();
    let either_way = pairs(table).flat_map(|(a, b)| [(a, b), (b, a)]);
    let covers = either_way.filter_map(|(inner, outer)| {
        let (held, both) = (table.on_all(1 << inner), table.on_all(1 << inner | 1 << outer));
        let share = both as f64 / held.max(1) as f64;
        (held >= FEW && share >= COVERED).then_some((inner, outer, share))
    });
    covers
        .map(|(inner, outer, share)| {
            format!(
                "{} covers {}: {} of those on the latter are on the former too; one was probably made from the other, and \
                 the two count for little more than one list",
                lists[outer],
                lists[inner],
                percent(share)
            )
        })
        .collect()
}

/// Estimates far beyond what is documented.
fn far(estimators: &[Estimate], observed: u64) -> Option<String> {
    let times = |one: &Estimate| one.unlisted.point / observed.max(1) as f64;
    let most = estimators.iter().map(times).fold(0.0, f64::max);
    (most > MANY_TIMES).then(|| {
        format!(
            "for each documented person there would be up to {} whom no list holds; so far beyond the data, the answer is \
             mostly the models'",
            people(most)
        )
    })
}

/// What speaks against an estimate.
fn of_estimate(estimate: &Estimate) -> Vec<String> {
    let title = estimate.name.title();
    match &estimate.diagnostics {
        Diagnostics::LatentClass(sampled) => of_chains(sampled),
        Diagnostics::GraphicalBma(averaging) if averaging.saturated >= SATURATED => vec![format!(
            "{title}: with a probability of {} the lists depend on each other so much that they say nothing of those on none",
            percent(averaging.saturated)
        )],
        Diagnostics::Pooled(pooling) if pooling.refused > 0 => vec![format!(
            "{title}: {} of {} linkages gave no estimate, and are left out",
            pooling.refused,
            pooling.refused + pooling.draws
        )],
        _ => Vec::new(),
    }
}

fn of_chains(sampled: &crate::latent_class::Sampled) -> Vec<String> {
    let mut warnings = Vec::new();
    if sampled.modes.len() > 1 {
        warnings.push(format!(
            "latent classes: the data allow {} answers: {}",
            sampled.modes.len(),
            words::modes(&sampled.modes)
        ));
    }
    if sampled.tempered {
        warnings.push(
            "latent classes: plain chains got stuck in different answers, so tempered ones were run in their stead"
                .to_owned(),
        );
    }
    if sampled.rhat > RHAT || sampled.ess < ESS {
        warnings.push(format!(
            "latent classes: the chains have not come to rest (R-hat {:.3}, worth {:.0} independent draws); the ends of \
             the interval are unsure, run it with more steps",
            sampled.rhat, sampled.ess
        ));
    }
    warnings
}
