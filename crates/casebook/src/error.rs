//! What can go wrong with a casebook, told apart by what the user can do about it. Every message names the file,
//! act or name concerned. Never carries a report's text.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::path::Path;

/// Tells kinds of failure apart, so that a program can choose its exit code or try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No such report, incident or act.
    NotFound,
    /// The folder is no casebook.
    NotACasebook,
    /// A newer version made the casebook, or wrote acts in it.
    Newer,
    /// The casebook was opened for reading, or its folder cannot be written.
    ReadOnly,
    /// Another process holds the casebook; trying again may do.
    Busy,
    /// There is no room left on the disk.
    DiskFull,
    /// What is on disk is not what was recorded.
    Tampered,
    /// The caller gave something that cannot be used.
    Input,
    /// The file system refused.
    Io,
    /// `casebook.sqlite` cannot be used; it can be computed again from the ledger.
    Damaged,
}

/// Says what failed, on what, and what to do.
#[derive(Debug)]
pub struct Error(Box<Repr>);

#[derive(Debug)]
struct Repr {
    kind: ErrorKind,
    message: String,
}

impl Error {
    /// Returns what kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Repr { kind, message: message.into() }))
    }

    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Input, message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotFound, message)
    }

    pub(crate) fn read_only() -> Self {
        let what = "the casebook was opened for reading; open it where its folder can be written";
        Self::new(ErrorKind::ReadOnly, what)
    }

    /// A projection that does not serve, and the remedy.
    pub(crate) fn damaged(what: impl fmt::Display) -> Self {
        let remedy =
            "run `cenotaph rebuild`, which computes it again from the ledger; nothing recorded is lost";
        Self::new(ErrorKind::Damaged, format!("casebook.sqlite: {what}; {remedy}"))
    }

    pub(crate) fn io(path: &Path, source: &io::Error) -> Self {
        let kind = match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorKind::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => ErrorKind::ReadOnly,
            _ => ErrorKind::Io,
        };
        Self::new(kind, format!("{}: {source}", path.display()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

impl From<ledger::Error> for Error {
    fn from(error: ledger::Error) -> Self {
        use ledger::ErrorKind as Kind;
        let full =
            error.source().and_then(|source| source.downcast_ref::<io::Error>()).is_some_and(|source| {
                matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
            });
        let kind = match error.kind() {
            _ if full => ErrorKind::DiskFull,
            Kind::ReadOnly => ErrorKind::ReadOnly,
            Kind::Busy => ErrorKind::Busy,
            Kind::Tampered => ErrorKind::Tampered,
            Kind::Newer => ErrorKind::Newer,
            Kind::NotFound => ErrorKind::NotFound,
            Kind::Exists | Kind::Invalid => ErrorKind::Input,
            _ => ErrorKind::Io,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => {
                Self::new(ErrorKind::Busy, "another process is writing casebook.sqlite; try again")
            }
            Some(Code::DiskFull) => {
                let what = "casebook.sqlite: no room left on the disk; make room and open the casebook again, \
                            nothing recorded is lost";
                Self::new(ErrorKind::DiskFull, what)
            }
            Some(Code::ReadOnly | Code::PermissionDenied) => {
                Self::new(ErrorKind::ReadOnly, format!("casebook.sqlite cannot be written: {error}"))
            }
            Some(Code::SystemIoFailure) if is_unwritten(&error) => {
                let what = format!(
                    "casebook.sqlite cannot be written, as when no room is left on the disk: {error}; make room and \
                     open the casebook again, nothing recorded is lost"
                );
                Self::new(ErrorKind::DiskFull, what)
            }
            Some(Code::CannotOpen | Code::SystemIoFailure) => {
                Self::new(ErrorKind::Io, format!("casebook.sqlite: {error}"))
            }
            _ => Self::damaged(error),
        }
    }
}

/// Whether a file could not be made longer: of the shared-memory file beside the database SQLite tells no full disk.
fn is_unwritten(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE};
    let code = error.sqlite_error().map(|e| e.extended_code);
    code.is_some_and(|c| matches!(c, SQLITE_IOERR_WRITE | SQLITE_IOERR_SHMSIZE | SQLITE_IOERR_TRUNCATE))
}

impl From<serde_json::Error> for Error {
    /// Only rows of the projection are read as JSON, so a fault lies there.
    fn from(error: serde_json::Error) -> Self {
        Self::damaged(format_args!("a row cannot be read: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_a_failing_one() {
        let full = Error::io(Path::new("book/blobs"), &io::Error::from_raw_os_error(28));
        assert_eq!(full.kind(), ErrorKind::DiskFull);
        assert!(full.to_string().contains("book/blobs"));
        let failing = Error::io(Path::new("book/blobs"), &io::Error::from_raw_os_error(5));
        assert_eq!(failing.kind(), ErrorKind::Io);
    }
}
