//! Whether chains have come to the same answer. Enters: draws, chain by chain. Leaves: R-hat and the effective sample
//! size, both on ranks, so that heavy tails do not hide what is wrong (Vehtari, Gelman, Simpson, Carpenter and Bürkner
//! 2021, Bayesian Analysis 16, 667-718).

use statrs::distribution::{ContinuousCDF, Normal};

/// Rank-normalised split R-hat, the greater of that of places and that of spreads: 1 where all chains agree.
pub(crate) fn split_rhat(chains: &[Vec<f64>]) -> f64 {
    let middle = median(chains);
    let folded: Vec<Vec<f64>> =
        chains.iter().map(|chain| chain.iter().map(|draw| (draw - middle).abs()).collect()).collect();
    rhat(&halves(&scores(chains))).max(rhat(&halves(&scores(&folded))))
}

/// How many independent draws these are worth.
pub(crate) fn effective_size(chains: &[Vec<f64>]) -> f64 {
    let halves = halves(&scores(chains));
    let length = halves.iter().map(Vec::len).min().unwrap_or(0);
    let all = (length * halves.len()) as f64;
    let Some((within, pooled)) = variances(&halves) else { return all };
    let correlation = |lag: usize| {
        let covariance: f64 =
            halves.iter().map(|half| autocovariance(half, lag)).sum::<f64>() / halves.len() as f64;
        1.0 - (within - covariance) / pooled
    };
    // Geyer's initial monotone sequence: sums of neighbours fall, and end where they are no longer positive.
    let (mut sum, mut last) = (0.0, f64::INFINITY);
    for lag in (0..length.saturating_sub(1)).step_by(2) {
        let pair = (correlation(lag) + correlation(lag + 1)).min(last);
        if pair <= 0.0 {
            break;
        }
        sum += pair;
        last = pair;
    }
    all / (2.0 * sum - 1.0).max(1.0 / all.log10().max(1.0))
}

fn rhat(halves: &[Vec<f64>]) -> f64 {
    variances(halves).map_or(1.0, |(within, pooled)| (pooled / within).sqrt())
}

/// The mean variance within chains, and that estimated from all of them; none where nothing varies.
fn variances(chains: &[Vec<f64>]) -> Option<(f64, f64)> {
    let length = chains.iter().map(Vec::len).min().filter(|length| *length > 1)? as f64;
    let means: Vec<f64> = chains.iter().map(|chain| mean(chain)).collect();
    let within = mean(&chains.iter().map(|chain| variance(chain)).collect::<Vec<_>>());
    let pooled = within * (length - 1.0) / length + if means.len() > 1 { variance(&means) } else { 0.0 };
    (within > 0.0).then_some((within, pooled))
}

/// Each chain's first and second half.
fn halves(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    chains
        .iter()
        .flat_map(|chain| chain.chunks_exact((chain.len() / 2).max(1)).take(2).map(<[f64]>::to_vec))
        .collect()
}

/// Normal scores of the draws' ranks among all of them; equal draws share their mean rank.
fn scores(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut sorted: Vec<f64> = chains.iter().flatten().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let normal = Normal::standard();
    let score = |draw: &f64| {
        let below = sorted.partition_point(|other| other < draw) as f64;
        let up_to = sorted.partition_point(|other| other <= draw) as f64;
        let rank = f64::midpoint(below + 1.0, up_to);
        normal.inverse_cdf((rank - 0.375) / (sorted.len() as f64 + 0.25))
    };
    chains.iter().map(|chain| chain.iter().map(score).collect()).collect()
}

fn median(chains: &[Vec<f64>]) -> f64 {
    let mut all: Vec<f64> = chains.iter().flatten().copied().collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(0.0)
}

fn mean(of: &[f64]) -> f64 {
    of.iter().sum::<f64>() / of.len() as f64
}

fn variance(of: &[f64]) -> f64 {
    let mean = mean(of);
    of.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (of.len() as f64 - 1.0)
}

fn autocovariance(of: &[f64], lag: usize) -> f64 {
    let mean = mean(of);
    let products = of.iter().zip(of.iter().skip(lag)).map(|(a, b)| (a - mean) * (b - mean));
    products.sum::<f64>() / of.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    fn noise(stream: u64, around: f64) -> Vec<f64> {
        let mut chance = Chance::new(7, stream);
        (0..2_000).map(|_| around + chance.uniform()).collect()
    }

    #[test]
    fn chains_that_say_the_same_agree_and_are_worth_their_length() {
        let chains: Vec<Vec<f64>> = (0..4).map(|n| noise(n, 10.0)).collect();
        assert!(split_rhat(&chains) < 1.005, "{}", split_rhat(&chains));
        let worth = effective_size(&chains);
        assert!((6_500.0..9_500.0).contains(&worth), "{worth}");
    }

    #[test]
    fn a_chain_that_is_stuck_elsewhere_is_noticed() {
        let chains = [noise(0, 10.0), noise(1, 10.0), noise(2, 14.0)];
        assert!(split_rhat(&chains) > 1.5);
    }

    #[test]
    fn a_chain_that_hardly_moves_is_worth_little() {
        let mut chance = Chance::new(3, 0);
        let mut at = 0.0;
        let walk = (0..4_000).map(|_| {
            at = 0.99 * at + chance.uniform() - 0.5;
            at
        });
        let worth = effective_size(&[walk.collect()]);
        // An autoregression of 0.99 is worth (1 - 0.99) / (1 + 0.99) of its length.
        assert!((8.0..60.0).contains(&worth), "{worth}");
    }
}
