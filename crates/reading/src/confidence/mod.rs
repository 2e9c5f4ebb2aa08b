//! How sure a reading is of its values. Enters: a finished reading and its report. Leaves: for each value the
//! probability that a careful reader would code the same. Changes no value and drops none.
//!
//! The probability is a logistic function of a sum of weights (`data/model/confidence.tsv`, learned by
//! `cargo xtask train`), one for each plain fact about a value that holds: [`facts`]. A person can add them up by hand.

mod facts;
mod weights;

pub use facts::facts;

use value::{Account, Confidence, Reading, Report};

/// Makes the value of a list at a place in it.
type OfList = fn(usize) -> Value;

/// The kinds of value that have a probability of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// How many were killed, both ends.
    Killed,
    /// How many were injured, both ends.
    Injured,
    /// The day.
    Date,
    /// A place, by its place in the list; likewise those below.
    Place(usize),
    /// An actor.
    Actor(usize),
    /// A means.
    Method(usize),
    /// A thing hit.
    Target(usize),
    /// A victim.
    Victim(usize),
}

impl Value {
    /// The name under which its weights are kept.
    pub fn name(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Injured => "injured",
            Self::Date => "date",
            Self::Place(_) => "place",
            Self::Actor(_) => "actor",
            Self::Method(_) => "method",
            Self::Target(_) => "target",
            Self::Victim(_) => "victim",
        }
    }

    /// All values of an account, in the order of its fields.
    pub fn all(account: &Account) -> Vec<Self> {
        let single = [
            account.killed.as_ref().map(|_| Self::Killed),
            account.injured.as_ref().map(|_| Self::Injured),
            account.date.as_ref().map(|_| Self::Date),
        ];
        let lists: [(OfList, usize); 5] = [
            (Self::Place, account.places.len()),
            (Self::Actor, account.actors.len()),
            (Self::Method, account.methods.len()),
            (Self::Target, account.targets.len()),
            (Self::Victim, account.victims.len()),
        ];
        let listed = lists.into_iter().flat_map(|(value, n)| (0..n).map(value));
        single.into_iter().flatten().chain(listed).collect()
    }
}

/// Writes the probabilities into a reading's accounts.
pub(crate) fn mark(reading: &mut Reading, report: &Report) {
    let all: Vec<Confidence> = (0..reading.accounts.len()).map(|i| of(reading, report, i)).collect();
    for (account, confidence) in reading.accounts.iter_mut().zip(all) {
        account.confidence = Some(confidence);
    }
}

fn of(reading: &Reading, report: &Report, account: usize) -> Confidence {
    let mut out = Confidence::default();
    for value in Value::all(&reading.accounts[account]) {
        let p = weights::probability(value, &facts(reading, report, account, value));
        match value {
            Value::Killed => out.killed = Some(p),
            Value::Injured => out.injured = Some(p),
            Value::Date => out.date = Some(p),
            Value::Place(_) => out.places.push(p),
            Value::Actor(_) => out.actors.push(p),
            Value::Method(_) => out.methods.push(p),
            Value::Target(_) => out.targets.push(p),
            Value::Victim(_) => out.victims.push(p),
        }
    }
    out
}
