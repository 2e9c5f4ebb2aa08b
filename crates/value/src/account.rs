//! One event as one report tells it.

use crate::{
    AccountKind, ActorKind, ActorRole, CalendarDay, Confidence, Count, MethodName, PlacePrecision, Quote,
    Sex, TargetEffect, VictimStatus, When,
};
use serde::{Deserialize, Serialize};

/// One event as one report tells it. Two strikes with their own place, date or toll are two accounts;
/// one event told twice in a report is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// What happened.
    pub kind: AccountKind,
    /// When, where the text tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<When>,
    /// What the text tells of the day where nobody can say of which year or week it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarDay>,
    /// Where; the finest and best supported first.
    #[serde(default)]
    pub places: Vec<Place>,
    /// By whom, and against whom, in the account's words.
    #[serde(default)]
    pub actors: Vec<Actor>,
    /// By what means.
    #[serde(default)]
    pub methods: Vec<Method>,
    /// What was hit.
    #[serde(default)]
    pub targets: Vec<Target>,
    /// How many died.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub killed: Option<Count>,
    /// How many were hurt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub injured: Option<Count>,
    /// How many are missing or were taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Count>,
    /// People named or described one by one.
    #[serde(default)]
    pub victims: Vec<Victim>,
    /// On whose word the account rests.
    #[serde(default)]
    pub according_to: Vec<Attribution>,
    /// How sure the reading is of each value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

impl Account {
    /// The code point where the account's first words stand; with the report's key it names the account.
    pub fn anchor(&self) -> u32 {
        let counts = [&self.killed, &self.injured, &self.missing];
        let of_counts = counts.into_iter().flatten().flat_map(|c| &c.spans);
        let of_methods = self.methods.iter().flat_map(|m| &m.spans);
        let of_victims = self.victims.iter().flat_map(|v| &v.spans);
        let of_places = self.places.iter().flat_map(|p| &p.spans);
        let first = |quotes: &mut dyn Iterator<Item = &Quote>| quotes.map(|q| q.start).min();
        first(&mut of_counts.into_iter())
            .or_else(|| first(&mut of_methods.into_iter()))
            .or_else(|| first(&mut of_victims.into_iter()))
            .or_else(|| first(&mut of_places.into_iter()))
            .unwrap_or(0)
    }
}

/// A place of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Name as the gazetteer has it, else as written.
    pub name: String,
    /// Name as the report writes it.
    pub as_written: String,
    /// Degrees north, WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east, WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// How fine the place is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<PlacePrecision>,
    /// ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The words behind the place.
    pub spans: Vec<Quote>,
}

/// A party that an account names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Name by the registry, else as written.
    pub name: String,
    /// Name as the report writes it.
    pub as_written: String,
    /// What the actor is.
    pub kind: ActorKind,
    /// How it stands to the event.
    pub role: ActorRole,
    /// The words behind it.
    pub spans: Vec<Quote>,
}

/// A means of attack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// The contract's term.
    pub name: MethodName,
    /// The words that name what it was done with, as written; empty where the words tell of the act alone ("was shot").
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub as_written: String,
    /// A weapon that is named ("missile", "white phosphorus").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weapon: Option<String>,
    /// The words behind it.
    pub spans: Vec<Quote>,
}

/// A thing that was hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The words as written.
    pub as_written: String,
    /// The class it belongs to: `residential`, `hospital`, `school`, … (`data/lexicon/en/targets.tsv`).
    pub kind: String,
    /// What became of it.
    pub effect: TargetEffect,
    /// The words behind it.
    pub spans: Vec<Quote>,
}

/// A person, or several alike, that an account names or describes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Victim {
    /// The name as written, where one is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The description as written ("a 17-year-old boy").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How many people this entry stands for.
    pub number: u32,
    /// Age in completed years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u32>,
    /// Sex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// What became of the person.
    pub status: VictimStatus,
    /// Whether the account calls the person a civilian (`true`) or a fighter (`false`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub civilian: Option<bool>,
    /// The words behind the entry.
    pub spans: Vec<Quote>,
}

/// On whose word an account rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// The words as written.
    pub as_written: String,
    /// The words behind it.
    pub spans: Vec<Quote>,
}
