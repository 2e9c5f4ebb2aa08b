//! Intervals by profile likelihood. Enters: a model's likelihood for each number of the missed. Leaves: the numbers that
//! the data do not speak against at 95 % (Cormack 1992, Biometrics 48, 567-576).

use statrs::function::gamma::ln_gamma;

/// Half the 95 % quantile of chi-square with one degree of freedom.
const DROP: f64 = 3.841_458_820_694_124 / 2.0;
/// Steps of each search; each makes what is open smaller by a third at least.
const STEPS: usize = 60;
/// An upper end is looked for up to this many times the number of people seen and missed.
const FARTHEST: f64 = 4096.0;

/// The number of missed people that fits best, and the least and the greatest that fit; none where nothing bounds them
/// from above.
pub(crate) fn interval(missed: f64, ln_likelihood: impl Fn(f64) -> f64) -> Option<(f64, f64, f64)> {
    let best = highest(0.0, 3.0 * missed + 10.0, &ln_likelihood);
    let bound = ln_likelihood(best) - DROP;
    let lower = if ln_likelihood(0.0) >= bound { 0.0 } else { crossing(0.0, best, bound, &ln_likelihood) };
    let start = best.max(1.0);
    let mut reach = 2.0;
    while reach <= FARTHEST {
        if ln_likelihood(start * reach) < bound {
            return Some((best, lower, crossing(start * reach, best, bound, &ln_likelihood)));
        }
        reach *= 2.0;
    }
    None
}

/// Where it is highest, by golden section.
fn highest(mut low: f64, mut high: f64, of: impl Fn(f64) -> f64) -> f64 {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut a, mut b) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_a, mut at_b) = (of(a), of(b));
    for _ in 0..STEPS {
        if at_a < at_b {
            (low, a, at_a) = (a, b, at_b);
            b = low + golden * (high - low);
            at_b = of(b);
        } else {
            (high, b, at_b) = (b, a, at_a);
            a = high - golden * (high - low);
            at_a = of(a);
        }
    }
    f64::midpoint(low, high)
}

/// Where it crosses the bound between a point below it and one above.
fn crossing(mut below: f64, mut above: f64, bound: f64, of: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..STEPS {
        let middle = f64::midpoint(below, above);
        if of(middle) < bound { below = middle } else { above = middle }
    }
    f64::midpoint(below, above)
}

/// The multinomial log-likelihood of counts with these means, the first count being that of the missed.
pub(crate) fn multinomial(counts: &[f64], means: &[f64]) -> f64 {
    let all: f64 = counts.iter().sum();
    let expected: f64 = means.iter().sum();
    let missed = counts.first().copied().unwrap_or(0.0);
    let term = |(count, mean): (&f64, &f64)| {
        if *count > 0.0 { count * (mean / expected).max(f64::MIN_POSITIVE).ln() } else { 0.0 }
    };
    ln_gamma(all + 1.0) - ln_gamma(missed + 1.0) + counts.iter().zip(means).map(term).sum::<f64>()
}
