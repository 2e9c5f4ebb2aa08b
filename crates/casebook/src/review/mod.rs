//! What needs a person's eyes, the most useful first. Enters: incidents, the doubts between them, and when each report
//! came in. Leaves: a queue of items, each with its reason and with the decisions that answer it. Pure: the same incidents
//! give the same queue. Never decides anything, and never asks again what a person answered, until something new comes in.
//!
//! An item's urgency is how uncertain it is, from 0 to 1, times log₂(2 + the people it may move): a look at a doubtful
//! merge of forty dead goes before one at an unsure number of two.

mod contradiction;
pub(crate) mod kept;
mod merge;
mod source;
mod standing;
mod unsure;

pub use kept::{Page, Wanted};

use crate::Decision;
use serde::{Deserialize, Serialize};
use standing::Standing;
use std::collections::BTreeMap;
use value::{AccountKey, Doubt, Incident, ReportKey};

/// For each report the number of the act that first received it.
pub type Arrivals = BTreeMap<ReportKey, u64>;

/// Why a person should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Two incidents may be one.
    Merge,
    /// An account may not belong to its incident.
    Membership,
    /// Accounts of independent origins contradict each other.
    Contradiction,
    /// No account tells a value surely.
    Unsure,
    /// A report came in after a person decided on the incident.
    NewSource,
}

impl Kind {
    /// All of them.
    pub const ALL: &[Self] =
        &[Self::Merge, Self::Membership, Self::Contradiction, Self::Unsure, Self::NewSource];

    /// The word for it, as JSON has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Membership => "membership",
            Self::Contradiction => "contradiction",
            Self::Unsure => "unsure",
            Self::NewSource => "new_source",
        }
    }

    /// The kind that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// Something for a person to look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Names the item as long as it stands: letters, digits, `-` and `_`.
    pub id: String,
    /// Why a person should look.
    pub kind: Kind,
    /// What a look may change; the queue is ordered by it, the highest first.
    pub urgency: f64,
    /// The incidents concerned, by id.
    pub incidents: Vec<String>,
    /// The accounts concerned.
    pub accounts: Vec<AccountKey>,
    /// The ids of their reports, in the same order.
    pub reports: Vec<String>,
    /// The value concerned, as [`crate::FIELDS`] names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Of a merge or membership how likely the two are one event; of an unsure value how likely it is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// What there is to look at, in one sentence.
    pub says: String,
    /// The decisions that answer it.
    pub answers: Vec<Answer>,
}

/// A decision that answers an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What it means, in a few words.
    pub means: String,
    /// The decision, for [`crate::Casebook::judge`]; absent where the person has to supply the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// The command that records it; what stands in capitals is to be filled in.
    pub command: String,
}

/// The queue, the most urgent first.
pub fn queue(incidents: &[Incident], doubts: &[Doubt], arrivals: &Arrivals) -> Vec<Item> {
    let mut items = of_doubts(incidents, doubts);
    items.extend(incidents.iter().flat_map(|incident| of_incident(incident, arrivals)));
    items.sort_by(|a, b| b.urgency.total_cmp(&a.urgency).then_with(|| a.id.cmp(&b.id)));
    items
}

/// What asks whether two of the incidents are one.
pub(crate) fn of_doubts(incidents: &[Incident], doubts: &[Doubt]) -> Vec<Item> {
    merge::between(incidents, doubts)
}

/// What there is to ask of an incident by itself.
pub(crate) fn of_incident(incident: &Incident, arrivals: &Arrivals) -> Vec<Item> {
    let standing = Standing::of(incident, arrivals);
    let mut items = merge::within(&standing);
    items.extend(contradiction::find(&standing));
    items.extend(unsure::find(&standing));
    items.extend(source::find(&standing));
    items
}

/// Urgency in thousandths, so that whatever computes it writes the same digits.
fn urgency(uncertainty: f64, people: u32) -> f64 {
    (uncertainty * (2.0 + f64::from(people)).log2() * 1000.0).round() / 1000.0
}

/// How uncertain something is that holds with a probability: 1 at one half, 0 where it is sure.
fn uncertainty(probability: f64) -> f64 {
    1.0 - (2.0 * probability - 1.0).abs()
}

impl Answer {
    fn same(means: &str, a: &str, b: &str) -> Self {
        let command = format!("cenotaph judge same {a} {b} --why REASON");
        Self { means: means.into(), decision: Some(Decision::Same(a.into(), b.into())), command }
    }

    fn different(means: &str, a: &str, b: &str) -> Self {
        let command = format!("cenotaph judge different {a} {b} --why REASON");
        Self { means: means.into(), decision: Some(Decision::Different(a.into(), b.into())), command }
    }

    fn set(means: &str, of: &str, field: &str, value: &str) -> Self {
        let command = format!("cenotaph judge set {of} {field} {value} --why REASON");
        let decision = Decision::Set { of: of.into(), field: field.into(), value: value.into() };
        Self { means: means.into(), decision: Some(decision), command }
    }

    /// A value that the person supplies.
    fn supply(of: &str, field: &str) -> Self {
        let command = format!("cenotaph judge set {of} {field} VALUE --why REASON");
        Self { means: format!("{field} is something else"), decision: None, command }
    }

    fn seen(of: &str) -> Self {
        let command = format!("cenotaph judge seen {of} --why REASON");
        let means = "it may stand as it is, until something new comes in";
        Self { means: means.into(), decision: Some(Decision::Seen(of.into())), command }
    }
}
