//! What can go wrong with a ledger, said so that the reader knows which file and what to do next.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Tells kinds of failure apart, so that a caller can choose an exit code or try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file system refused a read or a write (full disk, missing folder, failing device).
    Io,
    /// The ledger was opened for reading, or the folder or medium does not allow writing.
    ReadOnly,
    /// Another process held the lock for longer than the given wait.
    Busy,
    /// What is on disk is not what was recorded; nothing is repaired.
    Tampered,
    /// The folder was made by a newer version of the format than this one reads.
    Newer,
    /// There is no ledger, no such act or no such blob.
    NotFound,
    /// A ledger is already there.
    Exists,
    /// The caller's name or payload cannot be recorded.
    Invalid,
}

/// Names the file (or act, or blob) a failure is about and says what to do.
#[derive(Debug)]
pub struct Error(Box<Repr>);

#[derive(Debug)]
enum Repr {
    Io { doing: &'static str, path: PathBuf, source: io::Error },
    ReadOnly { path: PathBuf, why: String },
    Busy { path: PathBuf, waited: Duration },
    Tampered { path: PathBuf, what: String },
    Newer { found: u64, reads: u64 },
    NotFound(String),
    Exists(PathBuf),
    Invalid(String),
    Failed { source: Error, assurance: &'static str },
}

impl Error {
    /// Returns what kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        match &*self.0 {
            Repr::Io { .. } => ErrorKind::Io,
            Repr::ReadOnly { .. } => ErrorKind::ReadOnly,
            Repr::Busy { .. } => ErrorKind::Busy,
            Repr::Tampered { .. } => ErrorKind::Tampered,
            Repr::Newer { .. } => ErrorKind::Newer,
            Repr::NotFound(_) => ErrorKind::NotFound,
            Repr::Exists(_) => ErrorKind::Exists,
            Repr::Invalid(_) => ErrorKind::Invalid,
            Repr::Failed { source, .. } => source.kind(),
        }
    }

    pub(crate) fn reading(path: &Path, source: io::Error) -> Self {
        Self(Box::new(Repr::Io { doing: "read", path: path.to_owned(), source }))
    }

    /// A refusal for want of permission is told apart from a failure of the disk, because the cure differs.
    pub(crate) fn writing(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::read_only(path, source.to_string())
            }
            _ => Self(Box::new(Repr::Io { doing: "write", path: path.to_owned(), source })),
        }
    }

    pub(crate) fn read_only(path: &Path, why: impl Into<String>) -> Self {
        Self(Box::new(Repr::ReadOnly { path: path.to_owned(), why: why.into() }))
    }

    pub(crate) fn busy(path: &Path, waited: Duration) -> Self {
        Self(Box::new(Repr::Busy { path: path.to_owned(), waited }))
    }

    pub(crate) fn tampered(path: &Path, what: impl Into<String>) -> Self {
        Self(Box::new(Repr::Tampered { path: path.to_owned(), what: what.into() }))
    }

    pub(crate) fn newer(found: u64, reads: u64) -> Self {
        Self(Box::new(Repr::Newer { found, reads }))
    }

    pub(crate) fn not_found(what: impl Into<String>) -> Self {
        Self(Box::new(Repr::NotFound(what.into())))
    }

    pub(crate) fn exists(path: &Path) -> Self {
        Self(Box::new(Repr::Exists(path.to_owned())))
    }

    pub(crate) fn invalid(what: impl Into<String>) -> Self {
        Self(Box::new(Repr::Invalid(what.into())))
    }

    /// Adds to a failed write what it means for the acts that were recorded before it.
    pub(crate) fn assuring(self, assurance: &'static str) -> Self {
        Self(Box::new(Repr::Failed { source: self, assurance }))
    }

    /// Whether the failure is that a file is absent.
    pub(crate) fn is_absence(&self) -> bool {
        matches!(&*self.0, Repr::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Repr::Io { doing, path, source } => write!(f, "cannot {doing} {}: {source}", path.display()),
            Repr::ReadOnly { path, why } => {
                write!(f, "cannot write {}: {why}; reading still works", path.display())
            }
            Repr::Busy { path, waited } => write!(
                f,
                "another process is writing (it has held {} for {} ms); try again",
                path.display(),
                waited.as_millis()
            ),
            Repr::Tampered { path, what } => write!(
                f,
                "{}: {what}; it is not what was recorded and is left as it is: compare it with a backup",
                path.display()
            ),
            Repr::Newer { found, reads } => {
                write!(f, "made by a newer Cenotaph (format {found}, this one reads {reads}); upgrade")
            }
            Repr::NotFound(what) | Repr::Invalid(what) => f.write_str(what),
            Repr::Exists(path) => write!(f, "{}: a ledger is already there; open it instead", path.display()),
            Repr::Failed { source, assurance } => write!(f, "{source}; {assurance}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Repr::Io { source, .. } => Some(source),
            Repr::Failed { source, .. } => std::error::Error::source(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named_with_its_file_and_reason() {
        let error = Error::writing(Path::new("book/ledger/acts.jsonl"), io::Error::from_raw_os_error(28))
            .assuring("nothing acknowledged is lost");
        let text = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Io);
        assert!(text.contains("book/ledger/acts.jsonl") && text.contains("No space left"), "{text}");
        assert!(text.ends_with("nothing acknowledged is lost"), "{text}");
    }

    #[test]
    fn a_write_protected_medium_is_read_only_not_a_failing_disk() {
        for kind in [io::ErrorKind::PermissionDenied, io::ErrorKind::ReadOnlyFilesystem] {
            assert_eq!(Error::writing(Path::new("a"), kind.into()).kind(), ErrorKind::ReadOnly);
        }
    }
}
