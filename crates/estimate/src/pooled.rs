//! Estimates that carry the uncertainty of the linkage. Enters: capture tables of several draws with their weights. Leaves:
//! one estimate. Posteriors are mixed (Sadinle 2018, Annals of Applied Statistics 12, 1013-1038); estimates without one
//! are put together by Rubin's rules on the logarithm of the missed (Rubin 1987, Multiple Imputation, chapter 3).

use crate::density::Posterior;
use crate::latent_class::Sampling;
use crate::method::{Diagnostics, Estimate, Interval, LEVEL, Method, Pooling, Refusal, estimate};
use crate::table::CaptureTable;
use crate::words;

/// The 97.5 % quantile of the normal distribution.
const DEVIATIONS: f64 = 1.959_963_984_540_054;
/// The least number whose logarithm is taken, in people.
const LEAST: f64 = 0.5;

/// A draw's estimate with its weight and documented people.
struct Part {
    estimate: Estimate,
    weight: f64,
    observed: f64,
}

/// Estimates from each table and puts the answers together. Chains of each table begin from a seed of its own.
///
/// # Errors
/// The refusal of the weightiest table where no table gives an estimate.
pub fn pooled(
    tables: &[(CaptureTable, f64)],
    method: Method,
    sampling: &Sampling,
) -> Result<Estimate, Refusal> {
    let (mut parts, mut refusals) = (Vec::new(), Vec::new());
    for (at, (table, weight)) in tables.iter().enumerate() {
        let seed = sampling.seed.wrapping_add(at as u64 * 1_000_003);
        match estimate(table, method, &Sampling { seed, ..*sampling }) {
            Ok(estimate) => parts.push(Part { estimate, weight: *weight, observed: table.observed() as f64 }),
            Err(refusal) => refusals.push((refusal, *weight)),
        }
    }
    let refused = refusals.len();
    if parts.is_empty() {
        let first = refusals.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(refusal, _)| refusal);
        return Err(first.unwrap_or(Refusal { name: method, reason: "there is no linkage".to_owned() }));
    }
    let all: f64 = parts.iter().map(|part| part.weight).sum();
    for part in &mut parts {
        part.weight /= all;
    }
    if let ([one], 0) = (&parts[..], refused) {
        return Ok(one.estimate.clone());
    }
    Ok(together(method, &parts, refused))
}

fn together(method: Method, parts: &[Part], refused: usize) -> Estimate {
    let has_posterior = parts.iter().all(|part| part.estimate.posterior.is_some());
    let (unlisted, all, posterior) = if has_posterior {
        let unlisted = mixture(parts, |_| 0.0);
        let all = Interval::of(&mixture(parts, |part| part.observed));
        (Interval::of(&unlisted), all, Some(unlisted))
    } else {
        let observed = |part: &Part| part.observed;
        (by_rubin(parts, |_| 0.0), by_rubin(parts, observed), None)
    };
    let diagnostics = Diagnostics::Pooled(Pooling {
        draws: parts.len(),
        refused,
        rhat: parts.iter().filter_map(|part| rhat(&part.estimate)).max_by(f64::total_cmp),
        between: between(parts),
    });
    let explanation =
        words::explanation(method, &all, &unlisted, &diagnostics) + &words::linkages(parts.len());
    Estimate { name: method, all, level: LEVEL, seconds: None, diagnostics, unlisted, explanation, posterior }
}

fn rhat(estimate: &Estimate) -> Option<f64> {
    match &estimate.diagnostics {
        Diagnostics::LatentClass(sampled) => Some(sampled.rhat),
        _ => None,
    }
}

fn mixture(parts: &[Part], more: impl Fn(&Part) -> f64) -> Posterior {
    let points = parts.iter().flat_map(|part| {
        let more = more(part);
        let points = part.estimate.posterior.iter().flat_map(Posterior::points);
        points.map(move |(at, weight)| (at + more, weight * part.weight))
    });
    Posterior::new(points)
}

/// The logarithm of a part's missed people, and its variance as its interval tells it.
fn on_log_scale(unlisted: &Interval) -> (f64, f64) {
    let ln = |n: f64| n.max(LEAST).ln();
    let deviation = (ln(unlisted.upper) - ln(unlisted.lower)) / (2.0 * DEVIATIONS);
    (ln(unlisted.point), deviation * deviation)
}

/// The mean on the scale of logarithms, the mean variance within draws, and the variance between them.
fn components(parts: &[Part]) -> (f64, f64, f64) {
    let values: Vec<(f64, f64, f64)> = parts
        .iter()
        .map(|part| {
            let (ln, variance) = on_log_scale(&part.estimate.unlisted);
            (part.weight, ln, variance)
        })
        .collect();
    let mean: f64 = values.iter().map(|(weight, ln, _)| weight * ln).sum();
    let within: f64 = values.iter().map(|(weight, _, variance)| weight * variance).sum();
    let spread: f64 = values.iter().map(|(weight, ln, _)| weight * (ln - mean) * (ln - mean)).sum();
    let draws = parts.len() as f64;
    (mean, within, if draws > 1.0 { spread * (draws + 1.0) / (draws - 1.0) } else { 0.0 })
}

fn between(parts: &[Part]) -> f64 {
    let (_, within, between) = components(parts);
    if within + between > 0.0 { between / (within + between) } else { 0.0 }
}

fn by_rubin(parts: &[Part], more: impl Fn(&Part) -> f64) -> Interval {
    let (mean, within, between) = components(parts);
    let reach = DEVIATIONS * (within + between).sqrt();
    let more: f64 = parts.iter().map(|part| part.weight * more(part)).sum();
    Interval { point: mean.exp(), lower: (mean - reach).exp(), upper: (mean + reach).exp() }.plus(more)
}
