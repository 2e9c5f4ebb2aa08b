//! Whether a log-linear model can be estimated from a table at all. Enters: a design and the counts. Leaves: the rows and
//! columns that can be fitted, or why none can. A count of 0 may push an estimate to the edge of what is possible: the
//! maximum then lies on a face of the model's cone, and the cells off that face are expected to be empty (Fienberg and
//! Rinaldo 2012, Annals of Statistics 40, 996-1023). What stays may still not tell how many are missed: then the
//! estimate is infinite, or every number fits alike (Chan, Silverman and Vincent 2021, JASA 116, 1297-1306).

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};
use nalgebra::DMatrix;

/// Below this a number that should be 0 is.
const NOUGHT: f64 = 1e-9;

/// What can be fitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Estimable {
    /// Rows on the face; the others are expected to be empty.
    pub(crate) rows: Vec<usize>,
    /// Columns that do not depend on others on these rows; the first is the intercept.
    pub(crate) columns: Vec<usize>,
}

/// What of a design, whose first column is the intercept, can be fitted to counts. None where the intercept, and with it
/// the number of the missed, cannot be told.
pub(crate) fn estimable(design: &DMatrix<f64>, counts: &[f64]) -> Option<Estimable> {
    let positive: Vec<usize> = (0..counts.len()).filter(|row| counts[*row] > 0.0).collect();
    let all: Vec<usize> = (0..design.ncols()).collect();
    if independent(&design.select_rows(&positive)).len() == design.ncols() {
        return Some(Estimable { rows: (0..counts.len()).collect(), columns: all });
    }
    let rows = face(design, counts)?;
    let on_face = design.select_rows(&rows);
    tells_intercept(&on_face).then(|| Estimable { columns: independent(&on_face), rows })
}

/// The rows on the face that the counts lie on: all but those whose expected count some direction, which leaves the
/// positive counts as they are, sends to 0.
fn face(design: &DMatrix<f64>, counts: &[f64]) -> Option<Vec<usize>> {
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let free = (f64::NEG_INFINITY, f64::INFINITY);
    let beta: Vec<_> = (0..design.ncols()).map(|_| problem.add_var(0.0, free)).collect();
    let mut sent = Vec::new();
    for (row, count) in counts.iter().enumerate() {
        let mut terms: Vec<_> = beta.iter().copied().zip(design.row(row).iter().copied()).collect();
        if *count > 0.0 {
            problem.add_constraint(terms, ComparisonOp::Eq, 0.0);
        } else {
            let fall = problem.add_var(1.0, (0.0, 1.0));
            terms.push((fall, 1.0));
            problem.add_constraint(terms, ComparisonOp::Le, 0.0);
            sent.push((row, fall));
        }
    }
    let Ok(SolveOutcome::Solution(solution)) = problem.solve() else { return None };
    let off: Vec<usize> =
        sent.into_iter().filter(|(_, fall)| solution.var_value(*fall) > 0.5).map(|(row, _)| row).collect();
    Some((0..counts.len()).filter(|row| !off.contains(row)).collect())
}

/// Whether the rows fix the first coefficient.
fn tells_intercept(rows: &DMatrix<f64>) -> bool {
    let mut with = rows.clone().insert_row(rows.nrows(), 0.0);
    with[(rows.nrows(), 0)] = 1.0;
    independent(&with).len() == independent(rows).len()
}

/// The first columns that do not depend on those before them (Gauss's elimination with pivots).
fn independent(matrix: &DMatrix<f64>) -> Vec<usize> {
    let mut rest = matrix.clone();
    let mut kept = Vec::new();
    for column in 0..rest.ncols() {
        let top = kept.len();
        let below =
            (top..rest.nrows()).max_by(|a, b| rest[(*a, column)].abs().total_cmp(&rest[(*b, column)].abs()));
        let Some(pivot) = below.filter(|row| rest[(*row, column)].abs() > NOUGHT) else { continue };
        rest.swap_rows(top, pivot);
        for row in top + 1..rest.nrows() {
            let factor = rest[(row, column)] / rest[(top, column)];
            for at in column..rest.ncols() {
                rest[(row, at)] -= factor * rest[(top, at)];
            }
        }
        kept.push(column);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three lists, of which only the first two share people: intercept, lists, and pairs as asked.
    fn design(pairs: &[u32]) -> (DMatrix<f64>, Vec<f64>) {
        let terms: Vec<u32> = [0, 1, 2, 4].into_iter().chain(pairs.iter().copied()).collect();
        let holds = |row: usize, column: usize| {
            let history = row as u32 + 1;
            f64::from(u8::from(history & terms[column] == terms[column]))
        };
        let counts = vec![40.0, 30.0, 6.0, 20.0, 0.0, 0.0, 0.0];
        (DMatrix::from_fn(7, terms.len(), holds), counts)
    }

    #[test]
    fn lists_alone_can_be_estimated() {
        let (design, counts) = design(&[]);
        let found = estimable(&design, &counts).expect("estimable");
        assert_eq!((found.rows.len(), found.columns.len()), (7, 4));
    }

    #[test]
    fn a_pair_without_people_sends_its_cells_to_nought_and_the_rest_can_be_estimated() {
        for (pairs, off) in [(&[5][..], vec![4, 6]), (&[6], vec![5, 6]), (&[5, 6], vec![4, 5, 6])] {
            let (design, counts) = design(pairs);
            let found = estimable(&design, &counts).expect("estimable");
            assert!(off.iter().all(|row| !found.rows.contains(row)), "{pairs:?}: {found:?}");
            assert_eq!(found.columns.len(), 4, "{pairs:?}");
        }
    }

    #[test]
    fn what_leaves_the_number_of_the_missed_open_is_no_estimate() {
        for pairs in [&[3][..], &[3, 5], &[3, 6], &[3, 5, 6]] {
            let (design, counts) = design(pairs);
            assert_eq!(estimable(&design, &counts), None, "{pairs:?}");
        }
    }
}
