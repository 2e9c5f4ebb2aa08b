//! What can go wrong with a compiled gazetteer or an import, told so that a person can act on it.
//! Enters: the place of the fault. Leaves: one opaque error. Never carries more than a line of the input.

use std::fmt;

/// A fault in a compiled layer or in a table to import.
#[derive(Debug)]
pub struct Error(Fault);

#[derive(Debug)]
enum Fault {
    Layer(&'static str),
    Line { line: u64, why: String },
    Table(String),
    TooLarge,
}

/// What an [`Error`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The compiled layer is damaged or of another version.
    Layer,
    /// The table to import cannot be read as one.
    Table,
    /// There are more places or names than the format holds.
    TooLarge,
}

impl Error {
    pub(crate) fn layer(why: &'static str) -> Self {
        Self(Fault::Layer(why))
    }

    pub(crate) fn line(line: u64, why: impl Into<String>) -> Self {
        Self(Fault::Line { line, why: why.into() })
    }

    pub(crate) fn table(why: impl Into<String>) -> Self {
        Self(Fault::Table(why.into()))
    }

    pub(crate) fn too_large() -> Self {
        Self(Fault::TooLarge)
    }

    /// Tells kinds of fault apart.
    pub fn kind(&self) -> ErrorKind {
        match self.0 {
            Fault::Layer(_) => ErrorKind::Layer,
            Fault::Line { .. } | Fault::Table(_) => ErrorKind::Table,
            Fault::TooLarge => ErrorKind::TooLarge,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Fault::Layer(why) => write!(f, "the gazetteer layer is damaged ({why}); import its source again"),
            Fault::Line { line, why } => write!(f, "line {line}: {why}"),
            Fault::Table(why) => f.write_str(why),
            Fault::TooLarge => f.write_str("more places than one layer holds; import the table in parts"),
        }
    }
}

impl std::error::Error for Error {}
