//! The one error of this crate: a coding policy that cannot be used. Prose never fails.

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    message: String,
}

impl Error {
    pub(crate) fn policy(what: &str) -> Self {
        Self { message: format!("the coding policy cannot be used: {}", what.trim()) }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
