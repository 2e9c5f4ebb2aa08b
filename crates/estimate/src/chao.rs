//! Chao's lower bound. Enters: a capture table. Leaves: how many are missed at least, whatever makes some people harder
//! to find than others, as long as lists find people independently otherwise. Source: Chao (1987, Biometrics 43, 783-791)
//! as the log-linear model of Rivest and Baillargeon (2007, Biometrics 63, 999-1006): lists, and one parameter for each
//! number of lists from three on, which must not be negative.

use crate::log_linear::{fitted, profile_of};
use crate::profile;
use crate::table::{CaptureTable, History};
use nalgebra::DMatrix;

/// The bound and its interval.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    /// People whom no list holds, at least.
    pub(crate) missed: f64,
    /// The interval of that number; none where nothing bounds it from above.
    pub(crate) interval: Option<(f64, f64)>,
}

/// Computes it; none where the counts do not tell it.
pub(crate) fn bound(table: &CaptureTable) -> Option<Bound> {
    let lists = table.lists().len();
    let counts: Vec<f64> = (1..1 << lists).map(|history| table.count(history) as f64).collect();
    let (_, coefficients) = without_negative(lists, design(lists), |design| {
        fitted(design, &counts).map(|(fit, face)| by_column(design, &fit.coefficients, &face.columns))
    })?;
    let missed = coefficients[0].exp();
    let interval = profile::interval(missed, |missed| {
        let fixed =
            without_negative(lists, self::design(lists), |design| with_missed(design, &counts, missed));
        fixed.map_or(f64::NEG_INFINITY, |(design, _)| profile_of(&design, &counts, missed))
    });
    Some(match interval {
        Some((best, lower, upper)) => Bound { missed: best, interval: Some((lower, upper)) },
        None => Bound { missed, interval: None },
    })
}

/// Lists, and how far the number of lists goes beyond two, three and so on.
fn design(lists: usize) -> DMatrix<f64> {
    let columns = (2 * lists - 1).max(lists + 1);
    DMatrix::from_fn((1 << lists) - 1, columns, |row, column| {
        let history = row as History + 1;
        match column {
            0 => 1.0,
            _ if column <= lists => f64::from(history >> (column - 1) & 1),
            _ => f64::from(history.count_ones().saturating_sub((column - lists + 1) as u32)),
        }
    })
}

/// Takes away, one by one, the parameters of heterogeneity that come out negative.
fn without_negative(
    lists: usize,
    mut design: DMatrix<f64>,
    fit: impl Fn(&DMatrix<f64>) -> Option<Vec<f64>>,
) -> Option<(DMatrix<f64>, Vec<f64>)> {
    loop {
        let coefficients = fit(&design)?;
        let negative = (lists + 1..coefficients.len()).find(|column| coefficients[*column] < 0.0);
        let Some(column) = negative else { return Some((design, coefficients)) };
        design = design.remove_column(column);
    }
}

/// Coefficients of all columns. Those that could not be fitted are at minus infinity: nobody is on so many lists.
fn by_column(design: &DMatrix<f64>, fitted: &[f64], columns: &[usize]) -> Vec<f64> {
    let mut all = vec![f64::NEG_INFINITY; design.ncols()];
    columns.iter().zip(fitted).for_each(|(column, value)| all[*column] = *value);
    all
}

/// The coefficients where so many are missed.
fn with_missed(design: &DMatrix<f64>, counts: &[f64], missed: f64) -> Option<Vec<f64>> {
    let mut with = design.clone().insert_row(0, 0.0);
    with[(0, 0)] = 1.0;
    let all: Vec<f64> = std::iter::once(missed).chain(counts.iter().copied()).collect();
    fitted(&with, &all).map(|(fit, face)| by_column(&with, &fit.coefficients, &face.columns))
}
