//! What went wrong, told apart by what the user can do about it. Enters: the errors of all other crates. Leaves:
//! one line on standard error and an exit code. The only place where kinds of error become codes.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

/// How a run that came to its end ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All was done.
    Done,
    /// The record is not what was written.
    NotIntact,
    /// Some inputs could not be read; the rest was done.
    SomeUnread,
}

impl Outcome {
    /// The exit code.
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::NotIntact => 1,
            Self::SomeUnread => 3,
        })
    }
}

/// What `--help` says below the verbs: where to begin, and the exit codes.
pub(crate) const HELP: &str = "\
Start here:
  cenotaph demo                               the whole way, on example reports
  cenotaph new my.casebook                    a casebook of your own
  cenotaph read --casebook my.casebook FILE…  reports into it
  cenotaph help read                          more about a verb, with examples

Environment:
  CENOTAPH_CASEBOOK  the casebook, where the current folder has none
  CENOTAPH_AUTHOR    who judges and records [default: the name of the user]
  NO_COLOR           no colours

Exit codes:
  0   done
  1   the record is not intact: `verify` found a fault, or a file is not what was recorded
  2   the command cannot be understood or carried out as given
  3   some inputs could not be read; the rest was done
  4   there is no such casebook, incident or report
  5   the casebook or the output cannot be written: read-only, busy, disk full
  6   the casebook was made by a newer version
  70  a fault of Cenotaph itself";

/// Kinds of fault that end a run, one for each exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    NotIntact,
    Usage,
    Unreadable,
    NotFound,
    Unwritable,
    Newer,
    Own,
    /// Nobody reads standard output any more, which is no fault.
    NoReader,
}

/// Why a run ended before its end.
#[derive(Debug)]
pub(crate) struct Fault {
    kind: Kind,
    message: String,
}

impl Fault {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// The command cannot be carried out as given.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// A file that the command needs cannot be read.
    pub(crate) fn unreadable(message: impl Into<String>) -> Self {
        Self::new(Kind::Unreadable, message)
    }

    /// There is no such thing.
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, message)
    }

    /// A fault of Cenotaph itself.
    pub(crate) fn own(message: &str) -> Self {
        Self::new(
            Kind::Own,
            format!(
                "a fault of Cenotaph itself ({message}); please report it with the command that led here"
            ),
        )
    }

    /// Something that cannot be written, with its name.
    pub(crate) fn unwritten(what: impl std::fmt::Display, cause: &io::Error) -> Self {
        match cause.kind() {
            ErrorKind::BrokenPipe => Self::new(Kind::NoReader, ""),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                Self::new(Kind::Unwritable, format!("{what}: {cause}; make room and try again"))
            }
            _ => Self::new(Kind::Unwritable, format!("{what}: {cause}; choose another place to write to")),
        }
    }

    /// Says on standard error what is wrong, and gives the exit code.
    pub(crate) fn tell(&self) -> ExitCode {
        let code = match self.kind {
            Kind::NoReader => return ExitCode::SUCCESS,
            Kind::NotIntact => 1,
            Kind::Usage => 2,
            Kind::Unreadable => 3,
            Kind::NotFound => 4,
            Kind::Unwritable => 5,
            Kind::Newer => 6,
            Kind::Own => 70,
        };
        warn(&self.message);
        ExitCode::from(code)
    }
}

/// Says something on standard error, in one line. Where nobody can hear it, nothing is done.
pub(crate) fn warn(message: impl std::fmt::Display) {
    let line = message.to_string().replace('\n', " ");
    let _ = writeln!(io::stderr(), "cenotaph: {line}");
}

impl From<web::Error> for Fault {
    fn from(error: web::Error) -> Self {
        match error {
            web::Error::Casebook(error) => error.into(),
            web::Error::Network(what) => Self::new(Kind::Unwritable, what),
        }
    }
}

impl From<casebook::Error> for Fault {
    fn from(error: casebook::Error) -> Self {
        use casebook::ErrorKind as Casebook;
        let kind = match error.kind() {
            Casebook::NotFound | Casebook::NotACasebook => Kind::NotFound,
            Casebook::Newer => Kind::Newer,
            Casebook::Tampered | Casebook::Damaged => Kind::NotIntact,
            Casebook::Input => Kind::Usage,
            _ => Kind::Unwritable,
        };
        Self::new(kind, error.to_string())
    }
}
