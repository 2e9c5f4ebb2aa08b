//! Logistic regression with a quadratic penalty, fitted by gradient descent from zero: no chance in it. Enters: cases.
//! Leaves: a weight for each fact, sorted by the fact.

use super::Case;
use std::collections::BTreeMap;

/// How strongly weights are drawn to zero, in cases.
const PENALTY: f64 = 2.0;
/// A fact of fewer cases than these is not learned from.
const RARE: usize = 8;
const ROUNDS: usize = 3000;

/// The weights of the facts that are common enough.
pub(super) fn weights(cases: &[Case]) -> BTreeMap<&'static str, f64> {
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    cases.iter().flat_map(|c| &c.facts).for_each(|fact| *seen.entry(*fact).or_default() += 1);
    seen.retain(|_, n| *n >= RARE);
    let names: Vec<&'static str> = seen.keys().copied().collect();
    let rows: Vec<(Vec<usize>, f64)> = cases
        .iter()
        .map(|c| {
            let held = c.facts.iter().filter_map(|f| names.binary_search(f).ok()).collect();
            (held, f64::from(u8::from(c.right)))
        })
        .collect();
    let mut weights = vec![0.0; names.len()];
    let widest = rows.iter().map(|(held, _)| held.len()).max().unwrap_or(1) as f64;
    // The curvature of the loss is at most a quarter of a case for each pair of facts that hold together.
    let pace = 1.0 / (0.25 * widest * cases.len().max(1) as f64 + PENALTY);
    for _ in 0..ROUNDS {
        let mut slope: Vec<f64> = weights.iter().map(|w| -PENALTY * w).collect();
        for (held, right) in &rows {
            let sum: f64 = held.iter().map(|i| weights[*i]).sum();
            let miss = right - 1.0 / (1.0 + (-sum).exp());
            for i in held {
                slope[*i] += miss;
            }
        }
        weights.iter_mut().zip(&slope).for_each(|(w, s)| *w += pace * s);
    }
    names.into_iter().zip(weights).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_that_goes_with_right_answers_weighs_for_them() {
        let case = |sure: bool, right: bool| Case {
            facts: if sure { vec!["any", "sure"] } else { vec!["any"] },
            right,
        };
        // So many that the penalty, which draws weights to zero, is worth next to nothing beside them.
        let cases: Vec<Case> = (0..8000).map(|i| case(i % 2 == 0, i % 2 == 0 || i % 8 == 1)).collect();
        let w = weights(&cases);
        let p = |sum: f64| 1.0 / (1.0 + (-sum).exp());
        assert!((p(w["any"]) - 0.25).abs() < 0.02, "{w:?}");
        assert!(p(w["any"] + w["sure"]) > 0.95, "{w:?}");
    }
}
