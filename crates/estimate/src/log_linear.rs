//! Log-linear models, chosen by BIC. Enters: a capture table. Leaves: the best model's estimate with an interval by
//! profile likelihood. Sources: Fienberg (1972, Biometrika 59, 591-603) for the models; Baillargeon and Rivest (2007, J.
//! Statistical Software 19(5)) for the search; `existence` for which of them can be estimated.

use crate::existence::{Estimable, estimable};
use crate::poisson::{Fit, fit};
use crate::profile;
use crate::table::{CaptureTable, History};
use nalgebra::DMatrix;
use statrs::function::gamma::ln_gamma;

/// Lists up to which every model is tried; beyond, interactions are added and taken away one by one.
const ALL_TRIED: usize = 5;
/// Lists up to which interactions of three lists are tried too.
const TRIPLES_TRIED: usize = 4;

/// A hierarchical model: the sets of lists that interact, from pairs on.
type Interactions = Vec<History>;

/// The model with the least BIC, and what it says.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    /// Its interactions, none of which is part of another: `[[0, 1, 2], [3]]` for lists numbered from 0.
    pub(crate) generators: Vec<History>,
    pub(crate) bic: f64,
    /// People whom no list holds.
    pub(crate) missed: f64,
    /// The interval of that number; none where nothing bounds it from above.
    pub(crate) interval: Option<(f64, f64)>,
    /// How many models were tried, and how many of them could not be estimated.
    pub(crate) tried: usize,
    pub(crate) not_estimable: usize,
}

/// A model fitted to a table.
struct Fitted {
    interactions: Interactions,
    bic: f64,
    missed: f64,
}

/// Chooses; none where no model can be estimated.
pub(crate) fn choose(table: &CaptureTable) -> Option<Chosen> {
    let cells = Cells::of(table);
    let (best, tried, not_estimable) =
        if cells.lists <= ALL_TRIED { best_of_all(&cells) } else { best_by_steps(&cells) };
    let best = best?;
    let interval = profile::interval(best.missed, |missed| cells.profile(&best.interactions, missed));
    let generators = generators(cells.lists, &best.interactions);
    let interval = interval.map(|(_, lower, upper)| (lower, upper));
    Some(Chosen { generators, bic: best.bic, missed: best.missed, interval, tried, not_estimable })
}

/// Every history that can be seen, with its count.
struct Cells {
    lists: usize,
    counts: Vec<f64>,
}

impl Cells {
    fn of(table: &CaptureTable) -> Self {
        let lists = table.lists().len();
        let counts = (1..1 << lists).map(|history| table.count(history) as f64).collect();
        Self { lists, counts }
    }

    /// The design of a model on the histories that can be seen.
    fn design(&self, interactions: &[History]) -> DMatrix<f64> {
        let terms: Vec<History> = std::iter::once(0)
            .chain((0..self.lists).map(|list| 1 << list))
            .chain(interactions.iter().copied())
            .collect();
        DMatrix::from_fn(self.counts.len(), terms.len(), |row, column| {
            let history = row as History + 1;
            f64::from(u8::from(history & terms[column] == terms[column]))
        })
    }

    fn fitted(&self, interactions: Interactions) -> Option<Fitted> {
        let design = self.design(&interactions);
        let (fit, _) = fitted(&design, &self.counts)?;
        let constant: f64 = self.counts.iter().map(|count| ln_gamma(count + 1.0)).sum();
        let people: f64 = self.counts.iter().sum();
        // Parameters at the edge count as the others do: they were estimated, if only to be infinite.
        let bic = design.ncols() as f64 * people.ln() - 2.0 * (fit.ln_likelihood - constant);
        Some(Fitted { interactions, bic, missed: fit.coefficients[0].exp() })
    }

    /// The likelihood of a model where so many are missed.
    fn profile(&self, interactions: &[History], missed: f64) -> f64 {
        profile_of(&self.design(interactions), &self.counts, missed)
    }
}

/// Fits what of a design can be fitted.
pub(crate) fn fitted(design: &DMatrix<f64>, counts: &[f64]) -> Option<(Fit, Estimable)> {
    let face = estimable(design, counts)?;
    let on_face: Vec<f64> = face.rows.iter().map(|row| counts[*row]).collect();
    let fit = fit(&design.select_rows(&face.rows).select_columns(&face.columns), &on_face)?;
    Some((fit, face))
}

/// The likelihood of a design's model where so many are missed; negative infinity where it cannot be fitted.
pub(crate) fn profile_of(design: &DMatrix<f64>, counts: &[f64], missed: f64) -> f64 {
    let Some(face) = estimable(design, counts) else { return f64::NEG_INFINITY };
    let mut with = design.select_rows(&face.rows).select_columns(&face.columns).insert_row(0, 0.0);
    with[(0, 0)] = 1.0;
    let all: Vec<f64> = std::iter::once(missed).chain(face.rows.iter().map(|row| counts[*row])).collect();
    fit(&with, &all).map_or(f64::NEG_INFINITY, |fit| profile::multinomial(&all, &fit.means))
}

fn best_of_all(cells: &Cells) -> (Option<Fitted>, usize, usize) {
    let models = hierarchical(cells.lists);
    let tried = models.len();
    let fitted: Vec<Fitted> = models.into_iter().filter_map(|model| cells.fitted(model)).collect();
    let not_estimable = tried - fitted.len();
    (fitted.into_iter().min_by(|a, b| a.bic.total_cmp(&b.bic)), tried, not_estimable)
}

/// Adds or takes away the pair that lowers BIC the most, until none does.
fn best_by_steps(cells: &Cells) -> (Option<Fitted>, usize, usize) {
    let pairs = sets(cells.lists, 2);
    let (mut tried, mut not_estimable) = (1, 0);
    let Some(mut best) = cells.fitted(Vec::new()) else { return (None, 1, 1) };
    loop {
        let neighbours = pairs.iter().map(|pair| toggled(&best.interactions, *pair));
        let fitted: Vec<Option<Fitted>> = neighbours.map(|model| cells.fitted(model)).collect();
        tried += fitted.len();
        not_estimable += fitted.iter().filter(|fitted| fitted.is_none()).count();
        let next = fitted.into_iter().flatten().min_by(|a, b| a.bic.total_cmp(&b.bic));
        match next.filter(|next| next.bic < best.bic - 1e-9) {
            Some(next) => best = next,
            None => return (Some(best), tried, not_estimable),
        }
    }
}

fn toggled(model: &[History], pair: History) -> Interactions {
    if model.contains(&pair) {
        model.iter().copied().filter(|other| *other != pair).collect()
    } else {
        model.iter().copied().chain([pair]).collect()
    }
}

/// All models in which every part of an interaction is in the model too.
fn hierarchical(lists: usize) -> Vec<Interactions> {
    let pairs = subsets(&sets(lists, 2));
    if lists > TRIPLES_TRIED || lists < 4 {
        return pairs;
    }
    let triples = sets(lists, 3);
    let extended = |pairs: &Interactions| {
        let whole = |triple: &&History| {
            sets(lists, 2).iter().all(|pair| pair & **triple != *pair || pairs.contains(pair))
        };
        let allowed: Vec<History> = triples.iter().filter(whole).copied().collect();
        let join = |more: Interactions| [&pairs[..], &more[..]].concat();
        subsets(&allowed).into_iter().map(join).collect::<Vec<_>>()
    };
    pairs.iter().flat_map(extended).collect()
}

/// The sets of so many lists.
fn sets(lists: usize, size: u32) -> Vec<History> {
    (1..1 << lists).filter(|set: &History| set.count_ones() == size).collect()
}

fn subsets(items: &[History]) -> Vec<Interactions> {
    let chosen =
        |bits: usize| items.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1).map(|(_, i)| *i).collect();
    (0..1_usize << items.len()).map(chosen).collect()
}

/// The interactions and lists that no other interaction contains.
fn generators(lists: usize, interactions: &[History]) -> Vec<History> {
    let all: Vec<History> = (0..lists).map(|list| 1 << list).chain(interactions.iter().copied()).collect();
    let is_part = |set: &History| all.iter().any(|other| other != set && other & set == *set);
    let mut kept: Vec<History> = all.iter().copied().filter(|set| !is_part(set)).collect();
    kept.sort_unstable_by_key(|set| (std::cmp::Reverse(set.count_ones()), *set));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_as_many_as_the_literature_counts() {
        assert_eq!([2, 3, 4, 5].map(|lists| hierarchical(lists).len()), [2, 8, 113, 1024]);
    }
}
