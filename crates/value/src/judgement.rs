//! What people decide. A judgement is tied to words in a report, never to a machine's numbering, so it
//! survives re-reading and re-resolving.

use crate::{Grade, ReportKey};
use serde::{Deserialize, Serialize};

/// Names an account for ever: the report, and the code point at which the account's words stand. After a
/// re-reading it names the account of that report whose anchor lies nearest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccountKey {
    /// The report.
    pub report: ReportKey,
    /// The code point ([`crate::Account::anchor`]).
    pub anchor: u32,
}

/// A person's decision, with the reason for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Position in the ledger of the act that holds it; the later judgement wins.
    pub act: u64,
    /// What was decided.
    pub verdict: Verdict,
    /// Why.
    pub why: String,
    /// Who decided.
    pub author: String,
    /// When (RFC 3339, UTC).
    pub at: String,
}

/// What a person may decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// The two accounts tell of one event.
    Same {
        /// One account.
        a: AccountKey,
        /// The other.
        b: AccountKey,
    },
    /// The two accounts tell of two events.
    Different {
        /// One account.
        a: AccountKey,
        /// The other.
        b: AccountKey,
    },
    /// A field of the incident that the account belongs to has this value.
    Set {
        /// An account of the incident.
        of: AccountKey,
        /// `killed`, `injured`, `date`, `grade`, `place`, with the value as the command line takes it.
        field: String,
        /// The value: `6`, `6-9`, `6+`, `2017-08-22`, `2017-08-20..2017-08-22`, `fair`, `34.45,40.92`.
        value: String,
    },
    /// A person looked at the incident that the account belongs to, with all that had come in by then, and finds nothing
    /// to change. It moves no value; the review does not ask again until something new comes in.
    Seen {
        /// An account of the incident.
        of: AccountKey,
    },
}

impl Verdict {
    /// The grade that the verdict sets, if it sets one.
    pub fn grade(&self) -> Option<Grade> {
        match self {
            Self::Set { field, value, .. } if field == "grade" => Grade::from_word(value),
            _ => None,
        }
    }
}
