//! The acts that concern people.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use value::{PersonVerdict, Sensitivity};

/// A list of people came in. One of the same name that came in earlier is replaced by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListReceived {
    /// SHA-256 of the file: the blob's name.
    pub blob: String,
    /// How many bytes.
    pub bytes: u64,
    /// The path that it came from; its ending says what kind of table it is.
    pub file: String,
    /// What the list is called.
    pub list: String,
    /// The header of the column with the key.
    pub key: String,
    /// What columns mean, by header; others are not used.
    pub columns: BTreeMap<String, String>,
    /// Whether the list claims that nobody is on it twice.
    pub unique: bool,
    /// Who may see what it tells.
    pub sensitivity: Sensitivity,
    /// How many entries it has that can be read.
    pub entries: u64,
    /// Rows and cells that cannot.
    pub unread: u64,
}

/// A person decided whether two entries are one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonJudged {
    /// What was decided.
    #[serde(flatten)]
    pub verdict: PersonVerdict,
    /// Why.
    pub why: String,
}

/// Who is one person was given out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleReleased {
    /// `people` or `draws`.
    pub what: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// How many persons it holds; in draws, how many linkages.
    pub people: u64,
    /// How many acts the ledger held when it was made.
    pub checkpoint: u64,
}
