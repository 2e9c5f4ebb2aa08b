//! What intake hands on: a report with the bytes it was made of. Enters: nothing. Leaves: plain values.
//! Does no I/O.

use crate::{Format, Problem};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use value::{Report, ReportKey};

/// What the user says of files that do not say it themselves. Part of what makes a report: a casebook keeps
/// it beside the bytes, so that [`crate::reopen`] gives the same report again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Day of publication of reports that carry none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
}

/// Where a report's bytes came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// The path as given or found, or the name of a stream.
    pub path: String,
    /// Line of a file of JSON Lines, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.path),
            None => f.write_str(&self.path),
        }
    }
}

/// One report's bytes as received, with the report made of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The bytes: the whole file, or one line of JSON Lines without its line end.
    pub bytes: Vec<u8>,
    /// How the bytes were understood.
    pub format: Format,
    /// Where they came from.
    pub origin: Origin,
    /// The report.
    pub report: Report,
    /// What a person should know of how it was read ("ends in the middle of a character").
    pub notes: Vec<String>,
}

impl Received {
    /// Names the report for ever: the SHA-256 of its bytes.
    pub fn key(&self) -> ReportKey {
        key_of(&self.bytes)
    }
}

/// The SHA-256 (FIPS 180-4) of some bytes, in lower-case hexadecimal.
///
/// ```
/// assert!(intake::key_of(b"").0.starts_with("e3b0c44298fc1c14"));
/// ```
pub fn key_of(bytes: &[u8]) -> ReportKey {
    use std::fmt::Write;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    ReportKey(hex)
}

/// One thing that intake found: a report, or why there is none.
// A report is by far the commoner of the two, so it is not put in a box of its own.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A report.
    Received(Received),
    /// Why a file or line gives no report.
    Problem(Problem),
}

impl Item {
    /// The report, unless it is a problem.
    pub fn received(self) -> Option<Received> {
        match self {
            Self::Received(received) => Some(received),
            Self::Problem(_) => None,
        }
    }

    /// The problem, unless it is a report.
    pub fn problem(self) -> Option<Problem> {
        match self {
            Self::Received(_) => None,
            Self::Problem(problem) => Some(problem),
        }
    }
}
