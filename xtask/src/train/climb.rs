//! Resilient propagation (Riedmiller and Braun 1993): weights at which a concave function is greatest. Enters: where to
//! start, and the slope at given weights. Leaves: the weights. No chance in it.

const ROUNDS: usize = 250;

/// Climbs from where it starts to the top.
pub(super) fn climb(mut weights: Vec<f64>, slope: &dyn Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    let (mut pace, mut before) = (vec![0.05; weights.len()], vec![0.0; weights.len()]);
    for _ in 0..ROUNDS {
        let slope = slope(&weights);
        for i in 0..weights.len() {
            let turn: f64 = slope[i] * before[i];
            if turn > 0.0 {
                pace[i] = f64::min(pace[i] * 1.2, 0.5);
            } else if turn < 0.0 {
                pace[i] = f64::max(pace[i] * 0.5, 1e-6);
            }
            // After a turn the step is left out, so that it is not counted as another turn.
            let step = if turn < 0.0 { 0.0 } else { slope[i] };
            weights[i] += pace[i] * if step == 0.0 { 0.0 } else { step.signum() };
            before[i] = step;
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::climb;

    #[test]
    fn the_top_is_found() {
        let top = climb(vec![0.0, 9.0], &|at| vec![2.0 * (3.0 - at[0]), -at[1] - 1.0]);
        assert!((top[0] - 3.0).abs() < 1e-4 && (top[1] + 1.0).abs() < 1e-4, "{top:?}");
    }
}
