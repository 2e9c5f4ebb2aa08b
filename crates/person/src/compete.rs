//! Who is whom, where nobody is twice in a list. Enters: the odds of pairs, each taken alone. Leaves: probabilities, by
//! belief propagation on the pairs (Bayati, Shah and Sharma 2008; sums instead of maxima): what one listing is likely
//! to be is less likely to be another's. Exact where no pairs hang together in a ring.

use rayon::prelude::*;

/// A pair and its odds against the left listing's being nobody of the other list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim {
    pub(crate) left: u32,
    pub(crate) right: u32,
    pub(crate) odds: f64,
}

/// Rounds, after which nothing changes any more that matters.
const ROUNDS: usize = 12;
/// How far a claim on a right listing weakens others' claims, 0 to 1; below 1, since a list of reports holds people twice
/// now and then.
const EXCLUSIVE: f64 = 0.9;

/// Probabilities of claims, which must be in ascending order of left and right. Where lefts may be one person, they do not
/// claim against each other.
pub(crate) fn settle(claims: &[Claim], lefts_repeat: bool) -> Vec<f64> {
    let exclusive = if lefts_repeat { 0.0 } else { EXCLUSIVE };
    let mut by_right: Vec<u32> = (0..claims.len() as u32).collect();
    by_right.par_sort_unstable_by_key(|n| (claims[*n as usize].right, claims[*n as usize].left));
    // What each claim is worth after its rivals for the right listing; at first there are none.
    let mut free = vec![1.0; claims.len()];
    let mut strength = vec![0.0; claims.len()];
    for _ in 0..ROUNDS {
        each_left(claims, |range, sum| {
            for n in range {
                let own = claims[n].odds * free[n];
                strength[n] = claims[n].odds / (1.0 + (sum(&free) - own).max(0.0));
            }
        });
        for group in by_right.chunk_by(|a, b| claims[*a as usize].right == claims[*b as usize].right) {
            let all: f64 = group.iter().map(|n| strength[*n as usize]).sum();
            for n in group {
                let rivals = (all - strength[*n as usize]).max(0.0);
                free[*n as usize] = 1.0 / (1.0 + exclusive * rivals);
            }
        }
    }
    let mut shares = vec![0.0; claims.len()];
    each_left(claims, |range, sum| {
        let all = 1.0 + sum(&free);
        for n in range {
            shares[n] = claims[n].odds * free[n] / all;
        }
    });
    shares
}

/// Goes through the claims of each left listing, with a way to sum them up.
fn each_left(claims: &[Claim], mut each: impl FnMut(std::ops::Range<usize>, &dyn Fn(&[f64]) -> f64)) {
    let mut start = 0;
    for group in claims.chunk_by(|a, b| a.left == b.left) {
        let range = start..start + group.len();
        start = range.end;
        let sum = |free: &[f64]| range.clone().map(|n| claims[n].odds * free[n]).sum();
        each(range.clone(), &sum);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_surely_another_is_left_to_them() {
        let claim = |left, right, odds| Claim { left, right, odds };
        let alone = settle(&[claim(0, 0, 4.0), claim(0, 1, 4.0)], false);
        assert!((alone[0] - 4.0 / 9.0).abs() < 1e-9);
        // The second left is surely the first right, so the first left is rather the other.
        let both = settle(&[claim(0, 0, 4.0), claim(0, 1, 4.0), claim(1, 0, 1e6)], false);
        assert!(both[0] < 0.05 && both[1] > 0.7 && both[2] > 0.95, "{both:?}");
        // Two lefts that may be one person leave each other alone.
        let repeated = settle(&[claim(0, 0, 4.0), claim(1, 0, 1e6)], true);
        assert!((repeated[0] - 0.8).abs() < 1e-9 && repeated[1] > 0.99, "{repeated:?}");
    }
}
