//! The quantities of casualty recording as types: what a report says, what a reading finds in it,
//! what incidents are made of. Enters: nothing. Leaves: plain values that serialise as the contract
//! of `cenotaph read --json` and `cenotaph incidents --json` says. Does no I/O and never reads a clock.
//!
//! Ranges are inclusive; an absent bound means that nothing bounds the value there. Every value that was
//! read from a report carries [`Quote`]s, the exact words behind it.

mod account;
mod confidence;
mod count;
mod incident;
mod judgement;
mod listing;
mod quote;
mod reading;
mod report;
mod terms;
mod when;

pub use account::{Account, Actor, Attribution, Method, Place, Target, Victim};
pub use confidence::Confidence;
pub use count::{Count, Range};
pub use incident::{Doubt, Incident, IncidentPosition, Member, Step, Tie};
pub use judgement::{AccountKey, Judgement, Verdict};
pub use listing::{Entry, ListingKey, Person, PersonVerdict, REPORTS, Sensitivity};
pub use quote::Quote;
pub use reading::{Demand, Norm, Position, Problem, Reading, Tally};
pub use report::{Between, Report, ReportKey};
pub use terms::{
    AccountKind, ActorKind, ActorRole, DatePrecision, Effect, Grade, Harm, MethodName, PlacePrecision,
    PositionTaken, Sex, StrikeStatus, TargetEffect, VictimStatus,
};
pub use when::{CalendarDay, When};
