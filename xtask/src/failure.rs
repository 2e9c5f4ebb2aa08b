//! Why a chore could not be done at all. Never used for what a chore finds.

use std::fmt;

/// What went wrong, in words for the one who runs the chore.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    /// Makes one.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }

    /// Makes a function that says what was being done when an error came.
    pub(crate) fn during<E: fmt::Display>(doing: impl fmt::Display) -> impl FnOnce(E) -> Self {
        move |error| Self(format!("{doing}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}
