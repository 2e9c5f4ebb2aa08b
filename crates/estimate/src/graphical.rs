//! Decomposable graphical models, averaged. Enters: a capture table. Leaves: the posterior of how many are missed, over
//! all graphs of dependence between lists that are decomposable. Source: Madigan and York (1997, Biometrika 84, 19-31):
//! hyper-Dirichlet prior with the same pseudo-count in each cell, graphs alike beforehand, prior 1/N on the number of
//! people. The pseudo-count is 2 to the power of minus the number of lists, so that all cells together weigh one person.

use crate::decomposable::{Graph, decomposable};
use crate::density::Posterior;
use crate::table::{CaptureTable, History};
use statrs::function::gamma::ln_gamma;

/// Lists that are too few or too many: two tell nothing of dependence, and seven have 617,675 graphs.
pub(crate) const LISTS: std::ops::RangeInclusive<usize> = 3..=6;
/// Numbers of missed people are thought of up to this many times those seen, as in the reference answers.
const MOST: f64 = 30.0;
/// Numbers that are looked at; between them the posterior is smooth.
const LOOKED_AT: usize = 3_200;
/// Numbers that are looked at one by one before steps get wider.
const ONE_BY_ONE: usize = 200;

/// The averaged posterior.
pub(crate) struct Averaged {
    pub(crate) unlisted: Posterior,
    /// How many graphs were averaged.
    pub(crate) graphs: usize,
    /// The pairs of lists that depend on each other, each with its posterior probability.
    pub(crate) pairs: Vec<(History, f64)>,
    /// The posterior probability of the complete graph, which says nothing of the missed whatever the counts.
    pub(crate) saturated: f64,
}

/// Averages; none where there are too few or too many lists.
pub(crate) fn average(table: &CaptureTable) -> Option<Averaged> {
    let lists = table.lists().len();
    LISTS.contains(&lists).then(|| Averaging::of(table).result())
}

/// What the sum over graphs needs.
struct Averaging {
    lists: usize,
    observed: f64,
    /// The pseudo-count of a cell.
    prior: f64,
    missed: Vec<f64>,
    /// For each set of lists, the logarithm of the marginal likelihood of its table, for each number of the missed.
    marginals: Vec<Vec<f64>>,
    /// What all graphs have in common, for each number of the missed.
    common: Vec<f64>,
}

impl Averaging {
    fn of(table: &CaptureTable) -> Self {
        let lists = table.lists().len();
        let observed = table.observed() as f64;
        let prior = f64::powi(2.0, -(lists as i32));
        let missed = numbers(observed);
        let marginals = (0..1 << lists).map(|set| marginal(table, set, prior, &missed)).collect();
        let common = |missed: &f64| {
            let all = observed + missed;
            ln_gamma(all + 1.0) - ln_gamma(missed + 1.0) - all.ln()
        };
        let common = missed.iter().map(common).collect();
        Self { lists, observed, prior, missed, marginals, common }
    }

    fn result(&self) -> Averaged {
        let graphs = decomposable(self.lists);
        let all = self.prior * f64::powi(2.0, self.lists as i32);
        let whole: Vec<f64> =
            self.missed.iter().map(|missed| ln_gamma(all) - ln_gamma(self.observed + missed + all)).collect();
        let curves: Vec<Vec<f64>> = graphs.iter().map(|graph| self.curve(graph, &whole)).collect();
        let highest = curves.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
        let widths = widths(&self.missed);
        let mut sum = vec![0.0; self.missed.len()];
        let mut weights = Vec::with_capacity(graphs.len());
        for curve in &curves {
            let mut weight = 0.0;
            for ((sum, height), width) in sum.iter_mut().zip(curve).zip(&widths) {
                let height = (height - highest).exp() * width;
                *sum += height;
                weight += height;
            }
            weights.push(weight);
        }
        let unlisted = Posterior::new(self.missed.iter().copied().zip(sum));
        let all: f64 = weights.iter().sum();
        let complete = graphs.iter().zip(&weights).filter(|(graph, _)| graph.cliques.len() == 1);
        let saturated = complete.map(|(_, weight)| weight).sum::<f64>() / all;
        Averaged { unlisted, graphs: graphs.len(), pairs: self.pairs(&graphs, &weights), saturated }
    }

    /// The logarithm of a graph's posterior for each number of the missed, but for a constant.
    fn curve(&self, graph: &Graph, whole: &[f64]) -> Vec<f64> {
        let mut curve = self.common.clone();
        for clique in &graph.cliques {
            curve.iter_mut().zip(&self.marginals[*clique as usize]).for_each(|(sum, part)| *sum += part);
        }
        for separator in &graph.separators {
            curve.iter_mut().zip(&self.marginals[*separator as usize]).for_each(|(sum, part)| *sum -= part);
        }
        let parts = graph.cliques.len() as f64 - graph.separators.len() as f64;
        curve.iter_mut().zip(whole).for_each(|(sum, whole)| *sum += parts * whole);
        curve
    }

    fn pairs(&self, graphs: &[Graph], weights: &[f64]) -> Vec<(History, f64)> {
        let all: f64 = weights.iter().sum();
        let pairs = (1..1 << self.lists).filter(|set: &History| set.count_ones() == 2);
        let share = |pair: History| {
            let with = graphs.iter().zip(weights).filter(|(graph, _)| graph.joins(pair));
            with.map(|(_, weight)| weight).sum::<f64>() / all
        };
        pairs.map(|pair| (pair, share(pair))).collect()
    }
}

/// The logarithm of the marginal likelihood of a set's table, for each number of the missed. Only the cell of those whom
/// none of its lists holds depends on it.
fn marginal(table: &CaptureTable, set: History, prior: f64, missed: &[f64]) -> Vec<f64> {
    let others = table.lists().len() as i32 - set.count_ones() as i32;
    let pseudo = prior * f64::powi(2.0, others);
    let mut counts = vec![0_u64; 1 << table.lists().len()];
    for (history, count) in table.cells() {
        counts[(history & set) as usize] += count;
    }
    let inside = (1..=set).filter(|history| history & set == *history);
    let fixed: f64 =
        inside.map(|history| ln_gamma(counts[history as usize] as f64 + pseudo) - ln_gamma(pseudo)).sum();
    let none = counts[0] as f64 + pseudo;
    missed.iter().map(|missed| fixed + ln_gamma(missed + none) - ln_gamma(pseudo)).collect()
}

/// The numbers of missed people that are looked at: one by one at first, then in steps that grow with the number.
fn numbers(observed: f64) -> Vec<f64> {
    let most = (MOST * observed).round().max(1.0);
    let first = (1..=ONE_BY_ONE).map(|n| n as f64);
    let start = ONE_BY_ONE as f64;
    let steps = LOOKED_AT - ONE_BY_ONE;
    let ratio = (most / start).max(1.0).ln() / steps as f64;
    let rest = (1..=steps).map(|step| (start * (ratio * step as f64).exp()).round());
    let mut numbers: Vec<f64> = first.chain(rest).filter(|n| *n <= most).collect();
    numbers.dedup();
    numbers
}

/// How many whole numbers each stands for.
fn widths(numbers: &[f64]) -> Vec<f64> {
    let before = |at: usize| if at == 0 { 1.0 } else { numbers[at] - numbers[at - 1] };
    let after = |at: usize| numbers.get(at + 1).map_or(1.0, |next| next - numbers[at]);
    (0..numbers.len()).map(|at| f64::midpoint(before(at), after(at))).collect()
}
