//! One Markov chain of the latent class model. Enters: counts of the capture histories, and a stream of random numbers.
//! Leaves: after each step, a draw from the posterior of how many people no list holds. The model and its priors are
//! those of Manrique-Vallier (2016, Biometrics 72, 1246-1254): within a class lists catch people independently, each at a
//! rate that is uniform beforehand; classes have sizes by stick-breaking, truncated, with a concentration that is
//! Gamma(1/4, 1/4); and how many are missed has the prior 1/N.

use crate::chance::Chance;
use crate::table::History;

/// Latent classes at which the stick-breaking is cut off, as in the reference answers.
pub(crate) const CLASSES: usize = 10;
/// Shape and rate of the concentration's prior.
const CONCENTRATION: (f64, f64) = (0.25, 0.25);
/// The concentration while a chain warms up: few classes, so that they part from each other.
const CONCENTRATION_AT_FIRST: f64 = 0.3 / CLASSES as f64;
/// Steps before the concentration is drawn too.
const WARM_UP: usize = 500;
/// Classes that have nearly all people at first, and their share.
const LARGE_AT_FIRST: (usize, f64) = (4, 0.9);
/// Expected people of a class below whom they are given to it one by one, which is quicker than by a binomial.
const FEW: f64 = 1.5;
/// The least share of people who are on a list that a chain may think of.
const LEAST_SEEN: f64 = 1e-9;

/// The length of the stick below which it is broken in logarithms.
const SHORTEST: f64 = 1e-100;

/// A number for each class.
pub(crate) type PerClass<T> = [T; CLASSES];

/// People by capture history, as the sampler takes them.
#[derive(Clone, Debug)]
pub(crate) struct Cells {
    lists: usize,
    counts: Vec<(History, u64)>,
    people: u64,
}

impl Cells {
    pub(crate) fn new(lists: usize, counts: Vec<(History, u64)>) -> Self {
        let people = counts.iter().map(|cell| cell.1).sum();
        Self { lists, counts, people }
    }

    /// The same people thinned out to a share of them. No cell gets empty, so that every temper knows every history.
    pub(crate) fn tempered(&self, share: f64) -> Self {
        let thinned = |count: u64| ((count as f64 * share).round() as u64).max(1);
        Self::new(
            self.lists,
            self.counts.iter().map(|(history, count)| (*history, thinned(*count))).collect(),
        )
    }

    /// The share of the people whom a list holds.
    fn share(&self, list: usize) -> f64 {
        let held = self.counts.iter().filter(|(history, _)| history >> list & 1 == 1);
        held.map(|cell| cell.1).sum::<u64>() as f64 / self.people as f64
    }
}

/// What is drawn anew in each step.
#[derive(Clone, Debug)]
struct State {
    /// For each list, the rate at which it holds people of each class.
    rates: Vec<PerClass<f64>>,
    /// For each list, the rate at which it misses them.
    misses: Vec<PerClass<f64>>,
    /// The classes' shares of all people.
    shares: PerClass<f64>,
    /// The logarithm of the last class's share, which may be too small for a number.
    ln_last_share: f64,
    concentration: f64,
}

impl State {
    fn at_first(cells: &Cells) -> Self {
        let (large, share) = LARGE_AT_FIRST;
        let of = |class| {
            if class < large { share / large as f64 } else { (1.0 - share) / (CLASSES - large) as f64 }
        };
        let rates: Vec<_> = (0..cells.lists).map(|list| [cells.share(list); CLASSES]).collect();
        Self {
            misses: rates.iter().map(|rates| rates.map(|rate| 1.0 - rate)).collect(),
            rates,
            shares: std::array::from_fn(of),
            ln_last_share: -1.0,
            concentration: CONCENTRATION_AT_FIRST,
        }
    }

    /// How likely it is, for each class, to be of it and to have this history.
    #[inline]
    fn joint(&self, history: History) -> PerClass<f64> {
        let mut joint = self.shares;
        for (list, (rates, misses)) in self.rates.iter().zip(&self.misses).enumerate() {
            let factors = if history >> list & 1 == 1 { rates } else { misses };
            joint.iter_mut().zip(factors).for_each(|(joint, factor)| *joint *= factor);
        }
        joint
    }

    /// The log-likelihood of these cells, given that each person is on a list.
    fn ln_likelihood(&self, cells: &Cells) -> f64 {
        let unseen: f64 = self.joint(0).iter().sum();
        let seen = (1.0 - unseen).max(LEAST_SEEN);
        let ln = |(history, count): &(History, u64)| {
            let likely: f64 = self.joint(*history).iter().sum();
            *count as f64 * (likely / seen).max(f64::MIN_POSITIVE).ln()
        };
        cells.counts.iter().map(ln).sum()
    }
}

/// A chain: its state, and who is of which class.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    cells: Cells,
    state: State,
    chance: Chance,
    /// The people of each class, whether listed or not.
    people: PerClass<u64>,
    /// Those of each class whom each list holds.
    held: Vec<PerClass<u64>>,
    /// Those of each class whom no list holds.
    unlisted: PerClass<u64>,
}

impl Chain {
    /// Makes a chain and warms it up.
    pub(crate) fn new(cells: Cells, chance: Chance) -> Self {
        let state = State::at_first(&cells);
        let held = vec![[0; CLASSES]; cells.lists];
        let mut chain = Self { cells, state, chance, people: [0; CLASSES], held, unlisted: [0; CLASSES] };
        for _ in 0..WARM_UP {
            chain.step_with_concentration();
        }
        chain.sort_classes();
        chain
    }

    /// Draws everything once.
    pub(crate) fn step(&mut self) {
        self.step_with_concentration();
        let (shape, rate) = CONCENTRATION;
        let shape = shape + CLASSES as f64 - 1.0;
        self.state.concentration = self.chance.gamma(shape) / (rate - self.state.ln_last_share);
    }

    /// How many people no list holds, by the last step.
    pub(crate) fn unlisted(&self) -> u64 {
        self.unlisted.iter().sum()
    }

    fn step_with_concentration(&mut self) {
        self.draw_classes();
        self.draw_rates();
        self.draw_shares();
        self.draw_unlisted();
    }

    /// Gives each listed person to a class.
    fn draw_classes(&mut self) {
        self.people = self.unlisted;
        self.held.iter_mut().for_each(|held| *held = [0; CLASSES]);
        let (people, held, chance) = (&mut self.people, &mut self.held, &mut self.chance);
        for (history, count) in &self.cells.counts {
            let joint = self.state.joint(*history);
            let of_cell = split(*count, joint, chance);
            people.iter_mut().zip(of_cell).for_each(|(people, n)| *people += n);
            for (list, held) in held.iter_mut().enumerate() {
                if history >> list & 1 == 1 {
                    held.iter_mut().zip(of_cell).for_each(|(held, n)| *held += n);
                }
            }
        }
    }

    fn draw_rates(&mut self) {
        let State { rates, misses, .. } = &mut self.state;
        for ((held, rates), misses) in self.held.iter().zip(rates).zip(misses) {
            for class in 0..CLASSES {
                let (people, held) = (self.people[class], held[class]);
                rates[class] = match people {
                    0 => self.chance.uniform(),
                    _ => self.chance.beta(1.0 + held as f64, 1.0 + (people - held) as f64),
                };
                misses[class] = 1.0 - rates[class];
            }
        }
    }

    /// Breaks the stick; in logarithms where what is left of it gets too short.
    fn draw_shares(&mut self) {
        let mut people: u64 = self.people.iter().sum();
        let (mut left, mut ln_left) = (1.0, 0.0_f64);
        for class in 0..CLASSES - 1 {
            people -= self.people[class];
            let rest = self.state.concentration + people as f64;
            // Once in logarithms, always: what is left only gets shorter.
            if rest >= 1.0 && left > SHORTEST && ln_left >= 0.0 {
                let (taken, rest) =
                    (self.chance.gamma(1.0 + self.people[class] as f64), self.chance.gamma(rest));
                self.state.shares[class] = left * (taken / (taken + rest));
                left *= rest / (taken + rest);
            } else {
                let (taken, ln_rest) = self.break_off(self.people[class], people);
                ln_left += left.ln();
                left = 1.0;
                self.state.shares[class] = taken * ln_left.exp();
                ln_left += ln_rest;
            }
        }
        self.state.ln_last_share = ln_left + left.ln();
        self.state.shares[CLASSES - 1] = self.state.ln_last_share.exp();
    }

    /// The part of the stick that a class takes, and the logarithm of what it leaves.
    fn break_off(&mut self, people: u64, left: u64) -> (f64, f64) {
        let concentration = self.state.concentration;
        if people == 0 && left == 0 {
            let ln_rest = self.chance.ln_uniform() / concentration;
            return (-ln_rest.exp_m1(), ln_rest);
        }
        let taken = self.chance.gamma(1.0 + people as f64);
        let rest = concentration + left as f64;
        if rest >= 1.0 {
            let rest = self.chance.gamma(rest);
            let whole = taken + rest;
            return (taken / whole, (rest / whole).ln());
        }
        let (ln_taken, ln_rest) = (taken.ln(), self.chance.ln_gamma(rest));
        let most = ln_taken.max(ln_rest);
        let ln_whole = most + ((ln_taken - most).exp() + (ln_rest - most).exp()).ln();
        ((ln_taken - ln_whole).exp(), ln_rest - ln_whole)
    }

    /// The log-likelihood of this chain's cells under a chain's state.
    pub(crate) fn ln_likelihood_of(&self, other: &Self) -> f64 {
        other.state.ln_likelihood(&self.cells)
    }

    /// Exchanges states with another chain, and draws anew what hangs on them.
    pub(crate) fn exchange(&mut self, other: &mut Self) {
        std::mem::swap(&mut self.state, &mut other.state);
        self.draw_unlisted();
        other.draw_unlisted();
    }

    /// How many no list holds (negative binomial), and of which classes they are.
    fn draw_unlisted(&mut self) {
        let joint = self.state.joint(0);
        let unseen: f64 = joint.iter().sum();
        let mean = self.chance.gamma(self.cells.people as f64) * unseen / (1.0 - unseen).max(LEAST_SEEN);
        let unlisted = self.chance.poisson(mean);
        self.unlisted = split(unlisted, joint, &mut self.chance);
    }

    /// Puts the largest classes first, where the stick-breaking prior has them.
    fn sort_classes(&mut self) {
        let mut order: PerClass<usize> = std::array::from_fn(|class| class);
        order.sort_by(|a, b| self.state.shares[*b].total_cmp(&self.state.shares[*a]));
        let by_share = |of: &PerClass<f64>| order.map(|class| of[class]);
        self.state.shares = by_share(&self.state.shares);
        self.state.rates.iter_mut().for_each(|rates| *rates = by_share(rates));
        self.state.misses.iter_mut().for_each(|misses| *misses = by_share(misses));
        self.unlisted = order.map(|class| self.unlisted[class]);
    }
}

/// Splits people over the classes, each with a chance that need not add up to 1 (multinomial): first those of all
/// classes that have few of them, who are then given to their classes one by one; then the others, class by class.
#[inline]
fn split(count: u64, chances: PerClass<f64>, chance: &mut Chance) -> PerClass<u64> {
    let mut of = [0; CLASSES];
    let all = sum(&chances);
    let bound = all * FEW / count as f64;
    let small = chances.map(|likely| if likely < bound { likely } else { 0.0 });
    let of_small = sum(&small);
    let few = chance.binomial(count, of_small / all);
    for _ in 0..few {
        of[one(&small, of_small, chance)] += 1;
    }
    let (mut left, mut rest) = (count - few, all - of_small);
    for (class, likely) in chances.iter().enumerate().filter(|(_, likely)| **likely >= bound) {
        if left == 0 {
            break;
        }
        let taken = chance.binomial(left, likely / rest);
        of[class] = taken;
        left -= taken;
        rest -= likely;
    }
    if left > 0 {
        // Rounding may leave somebody whom the last class should have taken: the likeliest takes them.
        of[likeliest(&chances)] += left;
    }
    of
}

/// The sum, by twos so that no addition waits for the one before; always in the same order.
#[inline]
fn sum(of: &PerClass<f64>) -> f64 {
    let mut sums = [0.0; 2];
    for two in of.chunks_exact(2) {
        sums[0] += two[0];
        sums[1] += two[1];
    }
    sums[0] + sums[1]
}

fn likeliest(chances: &PerClass<f64>) -> usize {
    (1..CLASSES).fold(0, |best, class| if chances[class] > chances[best] { class } else { best })
}

/// The class of one person.
#[inline]
fn one(chances: &PerClass<f64>, all: f64, chance: &mut Chance) -> usize {
    let mut left = chance.uniform() * all;
    for (class, likely) in chances.iter().enumerate() {
        left -= likely;
        if left < 0.0 {
            return class;
        }
    }
    likeliest(chances)
}
