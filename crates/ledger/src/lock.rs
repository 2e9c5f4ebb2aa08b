//! The advisory lock that one writer holds while it appends. Waits by sleeping; never reads a clock.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use crate::error::Error;

/// How long a waiting writer sleeps between two tries.
const STEP: Duration = Duration::from_millis(2);

/// Held for the length of one append; dropping it lets the next writer in.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, trying again for about `wait`.
    pub(crate) fn take(path: &Path, wait: Duration) -> Result<Self, Error> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path);
        let file = file.map_err(|source| Error::writing(path, source))?;
        let mut left = wait;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::Error(source)) => return Err(Error::writing(path, source)),
                Err(TryLockError::WouldBlock) if left.is_zero() => return Err(Error::busy(path, wait)),
                Err(TryLockError::WouldBlock) => {
                    sleep(STEP.min(left));
                    left = left.saturating_sub(STEP);
                }
            }
        }
    }
}
