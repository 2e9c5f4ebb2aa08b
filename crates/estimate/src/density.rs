//! A posterior of how many are missed. Enters: numbers with weights. Leaves: its quantiles, and its modes.

/// Numbers of missed people, ascending, each with its weight; the weights add up to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    points: Vec<(f64, f64)>,
}

/// A hill of a posterior that a valley parts from the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mode {
    /// The median of the part of the posterior that belongs to it, in people.
    pub at: f64,
    /// That part's share of the posterior, 0 to 1.
    pub weight: f64,
    /// Where that part begins, included; minus infinity for the first.
    pub from: f64,
    /// Where it ends, not included; infinity for the last.
    pub to: f64,
}

/// Bins in which modes are looked for, equally wide on the scale of ratios.
const BINS: usize = 96;
/// Bins over which the counts are smoothed, to either side.
const SMOOTHED: usize = 4;
/// A valley parts two hills where it is this much lower than the lower of them.
const VALLEY: f64 = 0.6;
/// A hill with less than this share is no mode.
const LEAST: f64 = 0.02;

impl Posterior {
    /// Makes one of numbers with weights, which need not add up to 1. Weights that are no numbers or negative are 0.
    pub fn new(points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut points: Vec<(f64, f64)> =
            points.into_iter().filter(|(at, weight)| at.is_finite() && *weight > 0.0).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let all: f64 = points.iter().map(|point| point.1).sum();
        for point in &mut points {
            point.1 /= all;
        }
        Self { points }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// The numbers with their weights.
    pub fn points(&self) -> &[(f64, f64)] {
        &self.points
    }

    /// The number below which this share of the posterior lies, between its points; 0 where there is none.
    pub fn quantile(&self, share: f64) -> f64 {
        let (mut sum, mut last) = (0.0, None);
        for (at, weight) in &self.points {
            // Each point stands for what lies around it: half its weight is below.
            let middle = sum + weight / 2.0;
            if middle >= share {
                return last.map_or(*at, |(before, reached): (f64, f64)| {
                    before + (at - before) * (share - reached) / (middle - reached)
                });
            }
            last = Some((*at, middle));
            sum += weight;
        }
        last.map_or(0.0, |(at, _)| at)
    }

    /// The share between two numbers, the lower included.
    pub fn share_between(&self, low: f64, high: f64) -> f64 {
        self.points.iter().filter(|(at, _)| *at >= low && *at < high).map(|point| point.1).sum()
    }

    /// Its modes from the lowest, with what belongs to them; one where it has a single hill.
    pub fn modes(&self) -> Vec<Mode> {
        let heights = self.heights();
        let mut edges = vec![f64::NEG_INFINITY];
        edges.extend(valleys(&heights).into_iter().map(|bin| self.edge(bin)));
        edges.push(f64::INFINITY);
        edges.windows(2).filter_map(|ends| self.mode(ends[0], ends[1])).collect()
    }

    fn mode(&self, low: f64, high: f64) -> Option<Mode> {
        let weight = self.share_between(low, high);
        let part = self.points.iter().filter(|(at, _)| *at >= low && *at < high).copied();
        (weight >= LEAST).then(|| Mode { at: Self::new(part).quantile(0.5), weight, from: low, to: high })
    }

    /// The lower end of a bin, in people.
    fn edge(&self, bin: usize) -> f64 {
        let (low, high) = self.ln_range();
        (low + (high - low) * bin as f64 / BINS as f64).exp() - 1.0
    }

    /// From where to where the bins go: all but the outermost thousandths.
    fn ln_range(&self) -> (f64, f64) {
        let (low, high) = (self.quantile(0.001).ln_1p(), self.quantile(0.999).ln_1p());
        (low, if high > low { high } else { low + 1.0 })
    }

    /// The smoothed share of each bin.
    pub(crate) fn heights(&self) -> Vec<f64> {
        let (low, high) = self.ln_range();
        let mut bins = [0.0; BINS];
        for (at, weight) in &self.points {
            let bin = (at.ln_1p() - low) / (high - low) * BINS as f64;
            bins[(bin.max(0.0) as usize).min(BINS - 1)] += weight;
        }
        let smooth = |bin: usize| {
            let (from, to) = (bin.saturating_sub(SMOOTHED), (bin + SMOOTHED).min(BINS - 1));
            let weight = |other: usize| 1.0 + SMOOTHED as f64 - bin.abs_diff(other) as f64;
            let sum: f64 = (from..=to).map(|other| bins[other] * weight(other)).sum();
            sum / (from..=to).map(weight).sum::<f64>()
        };
        (0..BINS).map(smooth).collect()
    }
}

/// The bins that part hills.
fn valleys(heights: &[f64]) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut hill, mut low, mut at) = (0.0_f64, f64::INFINITY, 0);
    for (bin, height) in heights.iter().enumerate() {
        if *height < low {
            (low, at) = (*height, bin);
        }
        if *height > hill && low >= VALLEY * hill {
            (hill, low) = (*height, *height);
        } else if low < VALLEY * hill.min(*height) {
            found.push(at);
            (hill, low) = (*height, *height);
        }
    }
    found
}
