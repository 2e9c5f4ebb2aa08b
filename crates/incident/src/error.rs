//! What may be wrong with a value that a person sets.

/// A field or value that a person may not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    says: String,
}

/// The kinds of [`Error`] that a caller may tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No such field.
    UnknownField,
    /// The field exists and the value is not of its form.
    BadValue,
    /// A coding policy cannot be used.
    BadPolicy,
}

impl Error {
    pub(crate) fn unknown_field(field: &str) -> Self {
        let says = format!(
            "there is no field “{field}” to set; set killed, injured, missing, children, women, men, date, place, \
             grade or strike_status"
        );
        Self { kind: ErrorKind::UnknownField, says }
    }

    pub(crate) fn bad_value(field: &str, value: &str, form: &str) -> Self {
        Self {
            kind: ErrorKind::BadValue, says: format!("“{value}” is no value of {field}; write {form}")
        }
    }

    pub(crate) fn policy(what: &str) -> Self {
        Self {
            kind: ErrorKind::BadPolicy,
            says: format!("the coding policy cannot be used: {}", what.trim()),
        }
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
