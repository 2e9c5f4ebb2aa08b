//! Why a file or line gives no report. Enters: nothing. Leaves: one value that names the place, the fault and
//! the remedy. Never carries the text of a report.

use serde::Serialize;

/// The kinds of fault, for a caller that treats them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProblemKind {
    /// The system would not let the file or folder be read.
    Unreadable,
    /// A file in a folder has an extension that is not known; it was skipped.
    UnknownExtension,
    /// The bytes are not text.
    NotText,
    /// There is nothing to read in it.
    Empty,
    /// A line or file is larger than the limit.
    TooLarge,
    /// A line is not a JSON object.
    NotJson,
    /// A field of a JSON line is absent or of the wrong kind.
    BadField,
}

/// Why a file or line gives no report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The kind of fault.
    pub kind: ProblemKind,
    /// The path as given or found, or the name of a stream; empty where bytes had no name.
    pub path: String,
    /// Line of a file of JSON Lines, counted from 1.
    pub line: Option<u64>,
    /// The report's id, where the line told it before it failed.
    pub id: Option<String>,
    /// What is wrong, in plain words.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl Problem {
    pub(crate) fn new(kind: ProblemKind, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        let (what, remedy) = (what.into(), remedy.into());
        Self { kind, path: String::new(), line: None, id: None, what, remedy }
    }

    pub(crate) fn at(mut self, path: &str, line: Option<u64>) -> Self {
        path.clone_into(&mut self.path);
        self.line = line;
        self
    }

    pub(crate) fn with_id(mut self, id: Option<String>) -> Self {
        self.id = id;
        self
    }

    pub(crate) fn unreadable(path: &str, cause: &std::io::Error) -> Self {
        Self::new(
            ProblemKind::Unreadable,
            format!("cannot be read: {cause}"),
            "check that it exists and that you may read it",
        )
        .at(path, None)
    }

    pub(crate) fn empty() -> Self {
        Self::new(ProblemKind::Empty, "there is no text in it", "leave it out, or fetch it again")
    }

    pub(crate) fn too_large(length: u64, limit: u64) -> Self {
        Self::new(
            ProblemKind::TooLarge,
            format!("{length} bytes long, over the limit of {limit} for one report; skipped"),
            "split it into one report per line or file",
        )
    }

    /// The name to print for the report that failed: its own id where it told one, else where it stands.
    pub fn report(&self) -> String {
        self.id.clone().unwrap_or_else(|| self.place())
    }

    fn place(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.path),
            None => self.path.clone(),
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = self.place();
        if !place.is_empty() {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}; {}", self.what, self.remedy)
    }
}

impl std::error::Error for Problem {}
