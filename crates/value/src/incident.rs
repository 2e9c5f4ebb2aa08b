//! One event as all accounts of it tell it together.

use crate::{
    Account, AccountKey, Actor, Count, Grade, Method, Place, PositionTaken, Quote, Range, StrikeStatus, When,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An account within an incident, with the report that tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Names the account.
    pub key: AccountKey,
    /// The report's id, as given on input.
    pub report: String,
    /// Who published the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// The account itself.
    pub account: Account,
    /// Whether it mentions another event in passing: it stands here for its report, and counts for nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mention: bool,
    /// The account of the incident that it matches best; absent where it stands alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tie: Option<Tie>,
}

/// How well an account matches another of its incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tie {
    /// The other account.
    pub with: AccountKey,
    /// How likely, from 0 to 1, the two tell of one event by what they say against each other.
    pub probability: f64,
}

/// Two incidents of which the evidence leaves open whether they are one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    /// Of all accounts of the one, that which matches the other best; the lower key.
    pub a: AccountKey,
    /// The account of the other that it matches.
    pub b: AccountKey,
    /// How likely, from 0 to 1, the two are one: by the evidence of all pairs of their accounts, on average.
    pub probability: f64,
    /// What the two accounts say against each other, with weights.
    pub says: String,
}

/// One step of the reasoning that made an incident or one of its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The value concerned: `killed`, `injured`, `date`, `grade`, `membership`, …
    pub about: String,
    /// The reasoning in one sentence.
    pub says: String,
    /// The account it rests on, where it rests on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountKey>,
    /// The ledger position of the judgement it rests on, where it rests on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<u64>,
}

/// A party's position on an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentPosition {
    /// The party.
    pub actor: String,
    /// Where it stands.
    pub position: PositionTaken,
    /// When it took the position; else when the report that tells of it was published.
    #[serde(default)]
    pub date: Option<Date>,
    /// Deaths it concedes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conceded_killed: Option<Range>,
    /// Injuries it concedes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conceded_injured: Option<Range>,
    /// Who says that the party took this position, where it is not the party itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<String>,
    /// The report that tells of it.
    pub report: String,
    /// The words behind it.
    pub spans: Vec<Quote>,
}

/// One event as all accounts of it tell it together. The JSON form is the contract of
/// `cenotaph incidents --json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Stable id: derived from the key of the incident's first account. The ids derived from its other
    /// accounts' keys name it too.
    pub incident: String,
    /// Ids of the reports that tell of it.
    pub sources: Vec<String>,
    /// The same ids, grouped by origin: copies of one report stand together.
    pub origins: Vec<Vec<String>>,
    /// When.
    pub date: Option<When>,
    /// Where, the finest and best supported first.
    pub places: Vec<Place>,
    /// Lowest and highest credible number of deaths.
    pub killed: Option<Count>,
    /// Lowest and highest credible number of injuries.
    pub injured: Option<Count>,
    /// Lowest and highest credible number of people missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Count>,
    /// Parties named.
    pub actors: Vec<Actor>,
    /// Means.
    pub methods: Vec<Method>,
    /// How well it is supported.
    pub grade: Grade,
    /// Whether a strike is known to have taken place.
    pub strike_status: StrikeStatus,
    /// What parties say of it.
    pub positions: Vec<IncidentPosition>,
    /// The accounts it is made of, ordered by key.
    pub accounts: Vec<Member>,
    /// How it came to be what it is.
    pub explanation: Vec<Step>,
}
