//! The lock that every open casebook shares, so that nobody takes `casebook.sqlite` away from under another.
//! Appending is guarded by the ledger's own lock.

use crate::{Error, ErrorKind};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// The lock's file in a casebook folder.
pub(crate) const FILE: &str = "casebook.lock";

/// Held as long as a casebook is open.
#[derive(Debug)]
pub(crate) struct InUse {
    _file: File,
}

impl InUse {
    /// Takes a share; fails only while somebody rebuilds.
    pub(crate) fn share(dir: &Path) -> Result<Self, Error> {
        let file = open(dir)?;
        Self::taken(dir, file.try_lock_shared(), file)
    }

    /// Takes a share where the folder may be one that cannot be written, and so needs none.
    pub(crate) fn share_if_possible(dir: &Path) -> Result<Option<Self>, Error> {
        match File::open(dir.join(FILE)) {
            Ok(file) => Self::taken(dir, file.try_lock_shared(), file).map(Some),
            Err(_) => Ok(None),
        }
    }

    /// Takes the whole; fails while anybody has the casebook open.
    pub(crate) fn alone(dir: &Path) -> Result<Self, Error> {
        let file = open(dir)?;
        Self::taken(dir, file.try_lock(), file)
    }

    fn taken(dir: &Path, lock: Result<(), TryLockError>, file: File) -> Result<Self, Error> {
        match lock {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => {
                let what = format!(
                    "{}: another process has the casebook open (or is rebuilding it); close it and try again",
                    dir.display()
                );
                Err(Error::new(ErrorKind::Busy, what))
            }
            Err(TryLockError::Error(source)) => Err(Error::io(&dir.join(FILE), &source)),
        }
    }
}

fn open(dir: &Path) -> Result<File, Error> {
    let path = dir.join(FILE);
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
    file.map_err(|source| Error::io(&path, &source))
}
