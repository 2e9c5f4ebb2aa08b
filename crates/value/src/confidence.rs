//! How sure a reading is of its values.

use serde::{Deserialize, Serialize};

/// For each value of an account, the probability that a careful reader would code the same: from 0 to 1, calibrated
/// on reports that recorders coded by hand (`docs/METHODOLOGY.md`). Lists follow the order of the account's own.
/// It says which values to look at first; it never drops one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Confidence {
    /// That both ends of the number killed are right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub killed: Option<f64>,
    /// That both ends of the number injured are right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub injured: Option<f64>,
    /// That the first day is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<f64>,
    /// That the event was there.
    #[serde(default)]
    pub places: Vec<f64>,
    /// That the event is laid to this actor.
    #[serde(default)]
    pub actors: Vec<f64>,
    /// That this was the means.
    #[serde(default)]
    pub methods: Vec<f64>,
    /// That this was hit.
    #[serde(default)]
    pub targets: Vec<f64>,
    /// That this person came to harm.
    #[serde(default)]
    pub victims: Vec<f64>,
}

impl Confidence {
    /// The lowest of all its probabilities: where to look first.
    ///
    /// ```
    /// let c = value::Confidence { killed: Some(0.9), places: vec![0.4, 0.8], ..Default::default() };
    /// assert_eq!(c.lowest(), Some(0.4));
    /// ```
    pub fn lowest(&self) -> Option<f64> {
        let lists = [&self.places, &self.actors, &self.methods, &self.targets, &self.victims];
        let single = [self.killed, self.injured, self.date];
        single.into_iter().flatten().chain(lists.into_iter().flatten().copied()).reduce(f64::min)
    }
}
