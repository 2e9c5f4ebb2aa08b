//! Putting right what a crash can leave: acts that no checkpoint covers, and indexes that do not fit the acts.
//! Works under the lock. Never touches a checkpoint or an acknowledged act, and throws no act away.

use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::append::set_length;
use crate::durable::{replace, sync_folder};
use crate::error::Error;
use crate::index::{HASH_WIDTH, Index, OFFSET_WIDTH};
use crate::ledger::Ledger;
use crate::merkle::stored_count;

impl Ledger {
    /// Reads the ledger again under the lock and leaves its files exactly as the checkpoint has them.
    pub(crate) fn settle(&mut self) -> Result<(), Error> {
        self.refresh()?;
        self.write_computed_indexes()?;
        self.set_aside_unacknowledged()?;
        let size = self.size();
        for (path, length) in [
            (self.layout.hashes(), stored_count(size) * HASH_WIDTH),
            (self.layout.offsets(), size * OFFSET_WIDTH),
        ] {
            if file_length(&path)? > length {
                set_length(&path, length)?;
            }
        }
        Ok(())
    }

    /// Writes indexes that had to be computed in memory, because those on disk were missing, short or wrong.
    fn write_computed_indexes(&mut self) -> Result<(), Error> {
        let Some(computed) = self.view.index.computed() else { return Ok(()) };
        for (path, bytes) in computed {
            replace(path, |file| file.write_all(bytes).map_err(|source| Error::writing(path, source)))?;
        }
        sync_folder(self.layout.ledger())?;
        self.view.index = Index::open(&self.layout)?;
        Ok(())
    }

    /// Moves the bytes after the last acknowledged act to a file of their own.
    fn set_aside_unacknowledged(&self) -> Result<(), Error> {
        let (acts, end) = (self.layout.acts(), self.view.totals.end);
        if file_length(&acts)? <= end {
            return Ok(());
        }
        let mut tail = File::open(&acts).map_err(|source| Error::reading(&acts, source))?;
        tail.seek(SeekFrom::Start(end)).map_err(|source| Error::reading(&acts, source))?;
        let aside = self.unused_aside()?;
        replace(&aside, |file| {
            io::copy(&mut tail, file).map(drop).map_err(|source| Error::writing(&aside, source))
        })?;
        sync_folder(self.layout.ledger())?;
        set_length(&acts, end)
    }

    /// The first `unacknowledged-<n>` that is not taken.
    fn unused_aside(&self) -> Result<PathBuf, Error> {
        let mut names = (1_u64..).map(|n| self.layout.file(&format!("unacknowledged-{n}")));
        names.find(|path| !path.exists()).ok_or_else(|| Error::exists(self.layout.ledger()))
    }
}

fn file_length(path: &Path) -> Result<u64, Error> {
    fs::metadata(path).map(|data| data.len()).map_err(|source| Error::reading(path, source))
}
