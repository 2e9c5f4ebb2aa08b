//! The estimators by name, and what each answers. Enters: a capture table. Leaves: an estimate with its interval, what
//! tells whether to trust it, and a sentence in plain words; or why there is none.

use crate::density::Posterior;
use crate::latent_class::{Sampled, Sampling};
use crate::table::CaptureTable;
use crate::{chao, graphical, latent_class, log_linear, words};
use serde::Serialize;

/// The share of the posterior, or of repetitions, that intervals are made for.
pub const LEVEL: f64 = 0.95;
/// The shares of a posterior below the ends of its interval.
const ENDS: (f64, f64) = (0.025, 0.975);

/// An estimator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Bayesian latent classes (Manrique-Vallier 2016).
    LatentClass,
    /// Decomposable graphical models, averaged (Madigan and York 1997).
    GraphicalBma,
    /// The log-linear model with the least BIC.
    LogLinear,
    /// Chao's lower bound (1987).
    ChaoLowerBound,
}

impl Method {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::LatentClass, Self::GraphicalBma, Self::LogLinear, Self::ChaoLowerBound];

    /// The name that the JSON has.
    pub fn name(self) -> &'static str {
        match self {
            Self::LatentClass => "latent_class",
            Self::GraphicalBma => "graphical_bma",
            Self::LogLinear => "log_linear",
            Self::ChaoLowerBound => "chao_lower_bound",
        }
    }

    /// The name that people read.
    pub fn title(self) -> &'static str {
        match self {
            Self::LatentClass => "latent classes",
            Self::GraphicalBma => "averaged graphical models",
            Self::LogLinear => "log-linear model by BIC",
            Self::ChaoLowerBound => "Chao's lower bound",
        }
    }
}

/// A number of people with the ends of its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The likeliest middle: the median of a posterior, or the maximum of a likelihood.
    pub point: f64,
    /// The lower end.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

impl Interval {
    /// The same with so many people more.
    #[must_use]
    pub fn plus(self, people: f64) -> Self {
        Self { point: self.point + people, lower: self.lower + people, upper: self.upper + people }
    }

    /// Whether two intervals have a number in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.lower <= other.upper && other.lower <= self.upper
    }

    pub(crate) fn of(posterior: &Posterior) -> Self {
        let (lower, upper) = ENDS;
        // Sums of many weights are not exact: what is beyond a tenth of a person is rounding.
        let at = |share| (posterior.quantile(share) * 10.0).round() / 10.0;
        Self { point: at(0.5), lower: at(lower), upper: at(upper) }
    }
}

/// What an estimator answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimator.
    pub name: Method,
    /// All people, listed or not, as the model has it.
    #[serde(flatten)]
    pub all: Interval,
    /// The share that the interval is made for.
    pub level: f64,
    /// How long it took, in seconds, where somebody looked at a clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// What tells whether to trust it.
    pub diagnostics: Diagnostics,
    /// Those whom no list holds.
    pub unlisted: Interval,
    /// The answer in plain words.
    pub explanation: String,
    /// The posterior of those whom no list holds, where the estimator has one.
    #[serde(skip)]
    pub posterior: Option<Posterior>,
}

/// What tells whether to trust an estimate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Diagnostics {
    /// Of the sampler.
    LatentClass(Sampled),
    /// Of the averaging.
    GraphicalBma(Averaging),
    /// Of the choice.
    LogLinear(Choice),
    /// Of estimates from many linkages.
    Pooled(Pooling),
    /// The bound has none.
    ChaoLowerBound {},
}

/// What graphs were averaged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Averaging {
    /// How many.
    pub graphs: usize,
    /// The posterior probability that the lists depend on each other so much that they say nothing of the missed.
    pub saturated: f64,
    /// Pairs of lists, each with the posterior probability that they depend on each other directly.
    pub dependences: Vec<(String, String, f64)>,
}

/// What log-linear model was chosen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// Its generators, by the lists' names.
    pub model: Vec<Vec<String>>,
    /// Its BIC.
    pub bic: f64,
    /// How many models were tried.
    pub models: usize,
    /// How many of them cannot be estimated from these counts.
    pub not_estimable: usize,
}

/// How estimates from many linkages were put together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pooling {
    /// Linkages that gave an estimate.
    pub draws: usize,
    /// Linkages that gave none.
    pub refused: usize,
    /// The greatest R-hat of any, for those estimated by chains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rhat: Option<f64>,
    /// The share of the variance, on the scale of ratios, that comes of not knowing the linkage.
    pub between: f64,
}

/// Why an estimator gives no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The estimator.
    pub name: Method,
    /// The reason, in plain words.
    pub reason: String,
}

/// Estimates by one method. Lists that hold nobody are left out first, and the lists are put into an order of their own,
/// so that neither names nor order change a bit of any figure.
///
/// # Errors
/// A refusal with its reason where the table does not say enough.
pub fn estimate(table: &CaptureTable, method: Method, sampling: &Sampling) -> Result<Estimate, Refusal> {
    let table = &table.without_empty_lists().in_canonical_order();
    let refused = |reason: &str| Refusal { name: method, reason: reason.to_owned() };
    if let Some(reason) = too_little(table, method) {
        return Err(refused(&reason));
    }
    match method {
        Method::LatentClass => Ok(by_latent_classes(table, sampling)),
        Method::GraphicalBma => by_graphs(table).ok_or_else(|| refused("it takes three to six lists")),
        Method::LogLinear => by_log_linear(table).map_err(refused),
        Method::ChaoLowerBound => by_chao(table).map_err(refused),
    }
}

/// Why a table cannot be estimated from by a method, whatever its counts would say.
fn too_little(table: &CaptureTable, method: Method) -> Option<String> {
    let lists = table.lists().len();
    let needed = match method {
        Method::LatentClass | Method::GraphicalBma => 3,
        Method::LogLinear | Method::ChaoLowerBound => 2,
    };
    if lists < needed {
        return Some(format!("it takes {} that hold somebody; here are {}", words::lists(needed), lists));
    }
    let overlap = table.observed() - table.on_exactly(1);
    (overlap == 0).then(|| "nobody is on two lists, so nothing tells how many are on none".to_owned())
}

fn by_latent_classes(table: &CaptureTable, sampling: &Sampling) -> Estimate {
    let draws = latent_class::sample(table, sampling);
    from_posterior(table, Method::LatentClass, draws.unlisted, Diagnostics::LatentClass(draws.sampled))
}

fn by_graphs(table: &CaptureTable) -> Option<Estimate> {
    let averaged = graphical::average(table)?;
    let name = |list: u32| table.lists().get(list as usize).cloned().unwrap_or_default();
    let named = |(pair, share): &(u32, f64)| (name(pair.trailing_zeros()), name(pair.ilog2()), *share);
    let diagnostics = Averaging {
        graphs: averaged.graphs,
        saturated: averaged.saturated,
        dependences: averaged.pairs.iter().map(named).collect(),
    };
    let diagnostics = Diagnostics::GraphicalBma(diagnostics);
    Some(from_posterior(table, Method::GraphicalBma, averaged.unlisted, diagnostics))
}

fn by_log_linear(table: &CaptureTable) -> Result<Estimate, &'static str> {
    let chosen = log_linear::choose(table).ok_or(
        "for no log-linear model does an estimate exist: in each, the empty cells leave open how many are missed",
    )?;
    let (lower, upper) = chosen.interval.ok_or(UNBOUNDED)?;
    let names = |set: &u32| {
        let held = table.lists().iter().enumerate().filter(|(list, _)| set >> list & 1 == 1);
        held.map(|(_, name)| name.clone()).collect()
    };
    let diagnostics = Diagnostics::LogLinear(Choice {
        model: chosen.generators.iter().map(names).collect(),
        bic: chosen.bic,
        models: chosen.tried,
        not_estimable: chosen.not_estimable,
    });
    let unlisted = Interval { point: chosen.missed, lower, upper };
    Ok(answered(table.observed(), Method::LogLinear, unlisted, diagnostics, None))
}

fn by_chao(table: &CaptureTable) -> Result<Estimate, &'static str> {
    let bound = chao::bound(table).ok_or("the counts leave open how many are missed")?;
    let (lower, upper) = bound.interval.ok_or(UNBOUNDED)?;
    let unlisted = Interval { point: bound.missed, lower, upper };
    Ok(answered(table.observed(), Method::ChaoLowerBound, unlisted, Diagnostics::ChaoLowerBound {}, None))
}

/// What is said where a likelihood never falls.
const UNBOUNDED: &str = "the counts do not bound the number of the missed from above";

fn from_posterior(
    table: &CaptureTable,
    name: Method,
    posterior: Posterior,
    diagnostics: Diagnostics,
) -> Estimate {
    answered(table.observed(), name, Interval::of(&posterior), diagnostics, Some(posterior))
}

fn answered(
    observed: u64,
    name: Method,
    unlisted: Interval,
    diagnostics: Diagnostics,
    posterior: Option<Posterior>,
) -> Estimate {
    let all = unlisted.plus(observed as f64);
    let explanation = words::explanation(name, &all, &unlisted, &diagnostics);
    Estimate { name, all, level: LEVEL, seconds: None, diagnostics, unlisted, explanation, posterior }
}
