//! Why a server cannot be started or go on. Enters: what failed. Leaves: one message that says what to do.

use std::fmt;

/// Says what failed and what to do.
#[derive(Debug)]
pub enum Error {
    /// The casebook cannot be used.
    Casebook(casebook::Error),
    /// The address cannot be listened on, or the server broke down.
    Network(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Casebook(error) => error.fmt(f),
            Self::Network(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {}

impl From<casebook::Error> for Error {
    fn from(error: casebook::Error) -> Self {
        Self::Casebook(error)
    }
}
