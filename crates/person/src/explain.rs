//! Why two listings are one person, or are not. Enters: a model and a comparison. Leaves: a waterfall of weights in bits,
//! from what is expected of any pair, through each field, to what the pair ends at. Adds nothing of its own.

use crate::compare::Comparison;
use crate::field::Field;
use crate::level::{self, UNTOLD};
use crate::model::Model;
use std::f64::consts::LN_2;

/// What one field says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight {
    /// The field.
    pub field: Field,
    /// How far it agrees, in words.
    pub says: &'static str,
    /// Evidence for one person against strangers, in bits.
    pub bits: f64,
    /// Evidence for relatives against strangers, in bits.
    pub kin_bits: f64,
}

/// The weights of one pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What is expected of any two listings, in bits: strongly negative where lists are long.
    pub prior: f64,
    /// The fields that both tell, in the order of [`Field`].
    pub weights: Vec<Weight>,
    /// What is taken off because relatives would agree as much, in bits; zero or negative.
    pub relatives: f64,
    /// What labels teach of pairs that agree so, in bits; zero where there are none.
    pub labels: f64,
    /// What others that may be the same person take off, in bits, and whatever else the lists say.
    pub others: f64,
    /// Probability that they are one person, 0 to 1.
    pub probability: f64,
}

impl Explanation {
    pub(crate) fn of(model: &Model, pair: &Comparison, labels: f64, probability: f64) -> Self {
        let told = Field::all().filter(|field| pair.levels[field.index()] != UNTOLD);
        let weights: Vec<Weight> = told
            .map(|field| {
                let evidence = model.weight(field.index(), pair);
                let says = level::says(field, pair.levels[field.index()]);
                Weight { field, says, bits: evidence.same / LN_2, kin_bits: evidence.kin / LN_2 }
            })
            .collect();
        let evidence = model.weigh(pair);
        let prior = model.prior_odds().ln() / LN_2;
        let relatives = (model.ratio(evidence).ln() - evidence.same) / LN_2;
        let labels = labels / LN_2;
        let before = prior + evidence.same / LN_2 + relatives + labels;
        let end = (probability / (1.0 - probability)).log2();
        let others = if end.is_finite() { end - before } else { 0.0 };
        Self { prior, weights, relatives, labels, others, probability }
    }
}
