//! Poisson regression. Enters: a design and counts. Leaves: fitted means, coefficients, log-likelihood. Fits only what
//! has a maximum: `existence` says what that is.

use nalgebra::{Cholesky, DMatrix, DVector};

/// Steps of Newton's method at most.
const MOST_STEPS: usize = 100;
/// Change of the log-likelihood, relative to itself, at which a fit has come to rest.
const REST: f64 = 1e-12;
/// Linear predictors beyond this are not followed.
const FARTHEST: f64 = 60.0;

/// A fitted regression.
#[derive(Clone, Debug)]
pub(crate) struct Fit {
    /// One for each column of the design.
    pub(crate) coefficients: Vec<f64>,
    /// The expected count of each row.
    pub(crate) means: Vec<f64>,
    /// Without the part that depends on the counts alone.
    pub(crate) ln_likelihood: f64,
}

/// Fits counts, which need not be whole, by maximum likelihood (iteratively reweighted least squares). None where the
/// columns of the design depend on each other, or there is no rest to come to.
pub(crate) fn fit(design: &DMatrix<f64>, counts: &[f64]) -> Option<Fit> {
    let counts = DVector::from_column_slice(counts);
    let start = counts.map(|count| (count + 0.5).ln());
    let mut beta = solved(design, &DVector::from_element(counts.len(), 1.0), &start)?;
    let mut last = ln_likelihood(design, &beta, &counts);
    for _ in 0..MOST_STEPS {
        let means = means(design, &beta);
        let slope = design.tr_mul(&(&counts - &means));
        let step = Cholesky::new(weighted_square(design, &means))?.solve(&slope);
        let (there, reached) = uphill(design, &counts, &beta, step, last);
        let rested = reached - last <= REST * (1.0 + last.abs());
        (beta, last) = (there, reached);
        if rested {
            let means = self::means(design, &beta).iter().copied().collect();
            let coefficients = beta.iter().copied().collect();
            return Some(Fit { coefficients, means, ln_likelihood: last });
        }
    }
    None
}

/// The step, or as much of it as does not lead downhill.
fn uphill(
    design: &DMatrix<f64>,
    counts: &DVector<f64>,
    from: &DVector<f64>,
    mut step: DVector<f64>,
    last: f64,
) -> (DVector<f64>, f64) {
    for _ in 0..30 {
        let there = from + &step;
        let reached = ln_likelihood(design, &there, counts);
        if reached >= last {
            return (there, reached);
        }
        step *= 0.5;
    }
    (from.clone(), last)
}

fn solved(design: &DMatrix<f64>, weights: &DVector<f64>, target: &DVector<f64>) -> Option<DVector<f64>> {
    let right = design.tr_mul(&target.component_mul(weights));
    Some(Cholesky::new(weighted_square(design, weights))?.solve(&right))
}

fn weighted_square(design: &DMatrix<f64>, weights: &DVector<f64>) -> DMatrix<f64> {
    let mut weighted = design.clone();
    for (mut row, weight) in weighted.row_iter_mut().zip(weights.iter()) {
        row *= *weight;
    }
    design.tr_mul(&weighted)
}

fn means(design: &DMatrix<f64>, beta: &DVector<f64>) -> DVector<f64> {
    (design * beta).map(|eta| eta.clamp(-FARTHEST, FARTHEST).exp())
}

fn ln_likelihood(design: &DMatrix<f64>, beta: &DVector<f64>, counts: &DVector<f64>) -> f64 {
    let eta = design * beta;
    let terms = eta.iter().zip(counts.iter());
    terms
        .map(|(eta, count)| {
            let eta = eta.clamp(-FARTHEST, FARTHEST);
            count * eta - eta.exp()
        })
        .sum()
}
