//! What may be wrong with a table that comes from outside.

use crate::table::{History, MOST_LISTS, MOST_PEOPLE};

/// Why there is no table, or nothing to estimate from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    says: String,
}

/// The kinds of [`Error`] that a caller may tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// More lists than a history can hold.
    TooManyLists,
    /// More people than can be meant.
    TooManyPeople,
    /// A history of no list, or of one that the table lacks.
    BadHistory,
    /// A file that is no capture table; [`Error`]'s words name line and column.
    BadTable,
    /// Draws of a linkage that do not fit together.
    BadLinkage,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, says: impl Into<String>) -> Self {
        Self { kind, says: says.into() }
    }

    pub(crate) fn too_many_lists(lists: usize) -> Self {
        Self::new(ErrorKind::TooManyLists, format!("{lists} lists; at most {MOST_LISTS} can be told apart"))
    }

    pub(crate) fn too_many_people() -> Self {
        Self::new(ErrorKind::TooManyPeople, format!("more than {MOST_PEOPLE} people in one table"))
    }

    pub(crate) fn bad_history(history: History) -> Self {
        Self::new(ErrorKind::BadHistory, format!("{history:#b} is no history of these lists"))
    }

    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.says)
    }
}

impl std::error::Error for Error {}
