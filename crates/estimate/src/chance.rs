//! Seeded random draws. Enters: a seed. Leaves: draws from the distributions that the sampler needs, the same ones for
//! the same seed. The binomial is here because it takes two thirds of the sampler's time: Hörmann's needs no setup.

use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Open01, Poisson, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use std::sync::LazyLock;

/// Means below which a binomial is drawn by inversion.
const FEW: f64 = 10.0;
/// 1/x, for each step that an inversion may take; beyond, it has left what rounding can tell and begins anew. Dividing
/// would take most of a step's time.
static RECIPROCALS: [f64; 111] = {
    let mut reciprocals = [0.0; 111];
    let mut x = 1;
    while x < reciprocals.len() {
        reciprocals[x] = 1.0 / x as f64;
        x += 1;
    }
    reciprocals
};
/// The greatest mean of a Poisson draw.
const MOST: f64 = 1e15;

/// A stream of random numbers (xoshiro256++, Blackman and Vigna 2021).
#[derive(Clone, Debug)]
pub(crate) struct Chance(Xoshiro256PlusPlus);

impl Chance {
    /// The stream of a seed; each number makes another stream of it.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        // Streams are spread by the golden ratio, and the generator's own seeding mixes the rest.
        Self(Xoshiro256PlusPlus::seed_from_u64(seed ^ stream.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// From 0 up to but not 1.
    #[inline]
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0.random()
    }

    /// The logarithm of a number between 0 and 1, neither included.
    #[inline]
    pub(crate) fn ln_uniform(&mut self) -> f64 {
        let between: f64 = self.0.sample(Open01);
        between.ln()
    }

    /// Gamma with this shape, at least 1, and scale 1 (Marsaglia and Tsang 2000).
    #[inline]
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x: f64 = self.0.sample(StandardNormal);
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let (v, square) = (v * v * v, x * x);
            let u = self.uniform();
            if u < 1.0 - 0.0331 * square * square || u.ln() < 0.5 * square + d * (1.0 - v + v.ln()) {
                return d * v;
            }
        }
    }

    /// The logarithm of such a number, also where the shape is so small that the number itself would be 0.
    #[inline]
    pub(crate) fn ln_gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            self.gamma(shape + 1.0).ln() + self.ln_uniform() / shape
        } else {
            self.gamma(shape).ln()
        }
    }

    /// Beta, both shapes at least 1.
    #[inline]
    pub(crate) fn beta(&mut self, a: f64, b: f64) -> f64 {
        let a = self.gamma(a);
        a / (a + self.gamma(b))
    }

    /// Poisson with this mean.
    pub(crate) fn poisson(&mut self, mean: f64) -> u64 {
        let drawn = Poisson::new(mean.min(MOST)).map_or(0.0, |poisson| poisson.sample(&mut self.0));
        drawn as u64
    }

    /// Binomial: how many of `n` with this probability.
    #[inline]
    pub(crate) fn binomial(&mut self, n: u64, p: f64) -> u64 {
        if n == 0 || p <= 0.0 {
            return 0;
        }
        if p >= 1.0 {
            return n;
        }
        if p > 0.5 { n - self.binomial_of_half(n, 1.0 - p) } else { self.binomial_of_half(n, p) }
    }

    #[inline]
    fn binomial_of_half(&mut self, n: u64, p: f64) -> u64 {
        if n as f64 * p < FEW { self.binomial_by_inversion(n, p) } else { self.binomial_by_rejection(n, p) }
    }

    /// Adds up the probabilities of 0, 1, 2 … until they pass a uniform number.
    #[inline]
    fn binomial_by_inversion(&mut self, n: u64, p: f64) -> u64 {
        let count = n as f64;
        let mut left = self.uniform();
        // The chance of none is at least 1 - np, which often settles it without a power.
        if left < 1.0 - count * p {
            return 0;
        }
        let odds = p / (1.0 - p);
        let none = power(1.0 - p, n);
        let (mut x, mut chance) = (0, none);
        while left > chance {
            left -= chance;
            x += 1;
            let Some(reciprocal) = RECIPROCALS.get(x as usize).filter(|_| x <= n) else {
                (x, chance, left) = (0, none, self.uniform());
                continue;
            };
            chance *= odds * ((count + 1.0) * reciprocal - 1.0);
        }
        x
    }

    /// Transformed rejection with a squeeze (Hörmann 1993, algorithm BTRS), for means of ten and more.
    fn binomial_by_rejection(&mut self, n: u64, p: f64) -> u64 {
        let count = n as f64;
        let deviation = (count * p * (1.0 - p)).sqrt();
        let b = 1.15 + 2.53 * deviation;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        let centre = count * p + 0.5;
        let sure = 0.92 - 4.2 / b;
        loop {
            let u = self.uniform() - 0.5;
            let v = self.uniform();
            let within = 0.5 - u.abs();
            let x = (2.0 * a / within + b) * u + centre;
            if within >= 0.07 && v <= sure {
                return x as u64;
            }
            if x >= 0.0 && x < count + 1.0 && is_below(n, p, x as u64, v, (a, b, within, deviation)) {
                return x as u64;
            }
        }
    }
}

/// A power, by squares; without a branch on the exponent's bits, which no processor can foresee.
#[inline]
fn power(mut base: f64, mut exponent: u64) -> f64 {
    let mut power = 1.0;
    while exponent > 0 {
        power *= if exponent & 1 == 1 { base } else { 1.0 };
        base *= base;
        exponent >>= 1;
    }
    power
}

/// Whether a point of the transformed rejection lies below the binomial's probabilities.
fn is_below(n: u64, p: f64, x: u64, v: f64, (a, b, within, deviation): (f64, f64, f64, f64)) -> bool {
    let alpha = (2.83 + 5.1 / b) * deviation;
    let height = (v * alpha / (a / (within * within) + b)).ln();
    let mode = ((n + 1) as f64 * p).floor() as u64;
    let steps = x as f64 - mode as f64;
    let more = (p / (1.0 - p)).ln() * steps;
    let ways = |x: u64| ln_factorial(x) + ln_factorial(n - x);
    height <= ways(mode) - ways(x) + more
}

/// ln n!: from a table, and by Stirling's series beyond it (whose error is below 1e-20 there).
#[inline]
pub(crate) fn ln_factorial(n: u64) -> f64 {
    if let Some(value) = usize::try_from(n).ok().and_then(|n| LN_FACTORIALS.get(n)) {
        return *value;
    }
    let (x, square) = (n as f64, (n as f64) * (n as f64));
    (x + 0.5) * x.ln() - x + HALF_LN_TAU + (1.0 / 12.0 - 1.0 / (360.0 * square)) / x
}

/// Half the logarithm of 2π.
const HALF_LN_TAU: f64 = 0.918_938_533_204_672_8;

/// The logarithms of the factorials of small numbers, which nearly all counts are.
static LN_FACTORIALS: LazyLock<[f64; 2048]> = LazyLock::new(|| {
    let mut sum = 0.0;
    std::array::from_fn(|n| {
        sum += (n.max(1) as f64).ln();
        sum
    })
});
