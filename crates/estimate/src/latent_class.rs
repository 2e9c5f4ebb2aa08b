//! The latent class model, by several chains. Enters: a capture table, settings with a seed. Leaves: draws from the
//! posterior of how many are missed, with what tells whether they can be trusted. Chains that come to different answers
//! are run again with tempering, which lets them pass from one answer to another: the answers then get their weights.

use crate::chance::Chance;
use crate::convergence::{effective_size, split_rhat};
use crate::density::{Mode, Posterior};
use crate::gibbs::{CLASSES, Cells, Chain};
use crate::table::CaptureTable;
use rayon::prelude::*;
use serde::Serialize;

/// R-hat above which chains disagree (Vehtari et al. 2021 ask for 1.01 of quantities that matter; heavy upper tails of
/// numbers of people do not reach that in any time one would wait).
pub(crate) const RHAT: f64 = 1.05;
/// Independent draws below which an interval's ends are unsure (Vehtari et al. 2021).
pub(crate) const ESS: f64 = 400.0;
/// Chains that are coupled in tempering, from all people to a share of `COOLING` to the power of thirteen, an eleventh.
const TEMPERS: usize = 14;
/// The share of the people that each knows, of those that the one before knows.
const COOLING: f64 = 0.83;
/// Steps between two attempts at exchanging states.
const EXCHANGE: usize = 5;
/// The share of the steps that coupled chains are run for: they mix better, and each step takes as long as one of each chain.
const TEMPERED_STEPS: f64 = 0.6;
/// Steps that they throw away for each that plain ones do: where chains get stuck, they begin in the wrong place.
const TEMPERED_BURN_IN: usize = 3;

/// How the sampler is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// What chance begins from; the same seed gives the same draws.
    pub seed: u64,
    /// Chains that know nothing of each other.
    pub chains: usize,
    /// Steps that are thrown away.
    pub burn_in: usize,
    /// Steps after those.
    pub steps: usize,
    /// Steps from one draw that is kept to the next.
    pub thinning: usize,
}

impl Default for Sampling {
    /// Five chains of 110,000 steps, of which the first 10,000 are thrown away.
    fn default() -> Self {
        Self { seed: 1, chains: 5, burn_in: 10_000, steps: 100_000, thinning: 20 }
    }
}

/// What tells whether the draws can be trusted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sampled {
    /// Rank-normalised split R-hat: 1 where the chains agree.
    pub rhat: f64,
    /// How many independent draws they are worth.
    pub ess: f64,
    /// Chains that know nothing of each other.
    pub chains: usize,
    /// Steps of each, those thrown away included.
    pub iterations: usize,
    /// Steps thrown away.
    pub burn_in: usize,
    /// Steps from one draw to the next.
    pub thinning: usize,
    /// Latent classes at most.
    pub classes: usize,
    /// The seed.
    pub seed: u64,
    /// Whether plain chains came to different answers, so that tempered ones were run.
    pub tempered: bool,
    /// The hills of the posterior of how many are missed, with their weights.
    pub modes: Vec<Hill>,
}

/// A hill of the posterior, and how sure its weight is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Hill {
    /// The middle of it: people in all, listed or not.
    pub at: f64,
    /// Its share of the posterior, 0 to 1.
    pub weight: f64,
    /// The least share that a single chain gives it.
    pub least: f64,
    /// The greatest.
    pub most: f64,
}

/// Draws of how many are missed.
#[derive(Clone, Debug)]
pub(crate) struct Draws {
    pub(crate) unlisted: Posterior,
    pub(crate) sampled: Sampled,
}

/// Runs the chains.
pub(crate) fn sample(table: &CaptureTable, sampling: &Sampling) -> Draws {
    let cells = Cells::new(table.lists().len(), table.cells().collect());
    let plain = in_parallel(sampling, |chain| plain(&cells, sampling, chain));
    if split_rhat(&plain) <= RHAT {
        return draws(&plain, table.observed(), sampling, false);
    }
    let sampling = Sampling {
        burn_in: sampling.burn_in * TEMPERED_BURN_IN,
        steps: (sampling.steps as f64 * TEMPERED_STEPS).ceil() as usize,
        ..*sampling
    };
    let tempered = in_parallel(&sampling, |chain| tempered(&cells, &sampling, chain));
    draws(&tempered, table.observed(), &sampling, true)
}

/// Runs each chain on a core of its own where there is one; their order stays.
fn in_parallel(sampling: &Sampling, run: impl Fn(u64) -> Vec<f64> + Send + Sync) -> Vec<Vec<f64>> {
    (0..sampling.chains.max(1) as u64).into_par_iter().map(run).collect()
}

fn plain(cells: &Cells, sampling: &Sampling, chain: u64) -> Vec<f64> {
    let mut chain = Chain::new(cells.clone(), Chance::new(sampling.seed, chain));
    let mut kept = Vec::with_capacity(sampling.steps / sampling.thinning.max(1) + 1);
    for step in 0..sampling.burn_in + sampling.steps {
        chain.step();
        if is_kept(sampling, step) {
            kept.push(chain.unlisted() as f64);
        }
    }
    kept
}

fn is_kept(sampling: &Sampling, step: usize) -> bool {
    step >= sampling.burn_in && (step - sampling.burn_in).is_multiple_of(sampling.thinning.max(1))
}

/// Parallel tempering (Geyer 1991): chains that know ever fewer of the people, and exchange states by Metropolis' rule.
fn tempered(cells: &Cells, sampling: &Sampling, chain: u64) -> Vec<f64> {
    let stream = |temper: usize| Chance::new(sampling.seed, 1_000 * (chain + 1) + temper as u64);
    let temper = |temper: usize| Chain::new(cells.tempered(COOLING.powi(temper as i32)), stream(temper));
    let mut chains: Vec<Chain> = (0..TEMPERS).map(temper).collect();
    let mut chance = stream(TEMPERS);
    let mut kept = Vec::with_capacity(sampling.steps / sampling.thinning.max(1) + 1);
    for step in 0..sampling.burn_in + sampling.steps {
        chains.iter_mut().for_each(Chain::step);
        if step % EXCHANGE == 0 {
            exchange(&mut chains, &mut chance);
        }
        if is_kept(sampling, step) {
            kept.push(chains[0].unlisted() as f64);
        }
    }
    kept
}

fn exchange(chains: &mut [Chain], chance: &mut Chance) {
    for upper in 1..chains.len() {
        let (colder, warmer) = chains.split_at_mut(upper);
        let (Some(cold), Some(warm)) = (colder.last_mut(), warmer.first_mut()) else { return };
        let crossed = cold.ln_likelihood_of(warm) + warm.ln_likelihood_of(cold);
        let straight = cold.ln_likelihood_of(cold) + warm.ln_likelihood_of(warm);
        if chance.ln_uniform() < crossed - straight {
            cold.exchange(warm);
        }
    }
}

fn draws(chains: &[Vec<f64>], observed: u64, sampling: &Sampling, tempered: bool) -> Draws {
    let unlisted = Posterior::new(chains.iter().flatten().map(|draw| (*draw, 1.0)));
    let sampled = Sampled {
        rhat: split_rhat(chains),
        ess: effective_size(chains),
        chains: chains.len(),
        iterations: sampling.burn_in + sampling.steps,
        burn_in: sampling.burn_in,
        thinning: sampling.thinning,
        classes: CLASSES,
        seed: sampling.seed,
        tempered,
        modes: hills(&unlisted, chains, observed as f64),
    };
    Draws { unlisted, sampled }
}

/// The modes with the shares that single chains give them.
fn hills(unlisted: &Posterior, chains: &[Vec<f64>], observed: f64) -> Vec<Hill> {
    let shares = |mode: &Mode| {
        let share = |chain: &Vec<f64>| {
            let within = chain.iter().filter(|draw| **draw >= mode.from && **draw < mode.to).count();
            within as f64 / chain.len().max(1) as f64
        };
        let shares = chains.iter().map(share);
        shares.fold((1.0_f64, 0.0_f64), |(least, most), share| (least.min(share), most.max(share)))
    };
    let hill = |mode: &Mode| {
        let (least, most) = shares(mode);
        Hill { at: observed + mode.at, weight: mode.weight, least, most }
    };
    unlisted.modes().iter().map(hill).collect()
}
