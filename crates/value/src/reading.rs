//! What was found in one report.

use crate::{Account, Effect, PositionTaken, Quote, Range};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What was found in one report. The JSON form is the contract of `cenotaph read --json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The report's id.
    pub report: String,
    /// Language of the text (BCP 47).
    pub language: String,
    /// Name and version of the coding policy that turned vague words into ranges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The events told, the main one first.
    #[serde(default)]
    pub accounts: Vec<Account>,
    /// Aggregates, which are never incidents ("thousands since March").
    #[serde(default)]
    pub tallies: Vec<Tally>,
    /// What a party says, or is said to say, of its own conduct.
    #[serde(default)]
    pub positions: Vec<Position>,
    /// What is asked of whom.
    #[serde(default)]
    pub demands: Vec<Demand>,
    /// Rules of law that the report invokes or that its facts engage. Never a verdict.
    #[serde(default)]
    pub norms: Vec<Norm>,
    /// What the reading could not settle.
    #[serde(default)]
    pub problems: Vec<Problem>,
}

/// An aggregate over many events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// What is counted.
    pub effect: Effect,
    /// Lowest number the words allow.
    #[serde(default)]
    pub min: Option<u32>,
    /// Highest number the words allow.
    #[serde(default)]
    pub max: Option<u32>,
    /// The words that give the number.
    pub wording: String,
    /// What it is counted over, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The words behind it.
    pub spans: Vec<Quote>,
}

/// What a party says, or is said to say, of its own conduct.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The party, by the registry's name where it has one.
    pub actor: Option<String>,
    /// Where it stands.
    pub position: PositionTaken,
    /// The day on which the position was taken, where told.
    #[serde(default)]
    pub date: Option<Date>,
    /// Deaths it concedes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conceded_killed: Option<Range>,
    /// Injuries it concedes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conceded_injured: Option<Range>,
    /// Index into the reading's accounts of the event it speaks of, where the text ties the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<usize>,
    /// The reason given, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who says that the party took this position, where it is not the party itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<String>,
    /// The words behind it.
    pub spans: Vec<Quote>,
}

/// What is asked of whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// Who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Of whom it is asked.
    pub of: String,
    /// What is asked, as written.
    pub asks: String,
    /// The words behind it.
    pub spans: Vec<Quote>,
}

/// A rule of law that a report invokes or that its facts engage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Norm {
    /// Name by the registry.
    pub name: String,
    /// The words as written.
    pub as_written: String,
    /// The words behind it.
    pub spans: Vec<Quote>,
}

/// Something that the reading could not settle, for a person to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What it is, in plain words.
    pub what: String,
    /// The words concerned.
    #[serde(default)]
    pub spans: Vec<Quote>,
}
