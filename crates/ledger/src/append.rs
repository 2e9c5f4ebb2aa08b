//! Appending a batch: payloads go in; the numbers of acts that are on disk come out.
//!
//! The order of writes is what makes it safe: acts, then indexes, then the checkpoint. Until the checkpoint is
//! replaced the batch does not exist; afterwards it is complete.

use std::fs::OpenOptions;
use std::io::{Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::act::{Act, canonical_line};
use crate::durable::{replace, sync_folder};
use crate::error::Error;
use crate::index::{HASH_WIDTH, OFFSET_WIDTH, Totals};
use crate::layout::Layout;
use crate::ledger::Ledger;
use crate::lock::Lock;
use crate::merkle::{leaf_hash, stored_count};
use crate::note::Checkpoint;

/// What a failed append that left the checkpoint alone means.
const NOTHING_LOST: &str = "none of this batch is recorded and nothing recorded before is lost; try again when \
                            the cause is gone";
/// What an append means that failed after the checkpoint was replaced.
const UNCONFIRMED: &str = "this batch is written but the disk did not confirm it; open the ledger again and see \
                           whether it is there before repeating it";

impl Ledger {
    /// Appends payloads as acts and returns their numbers once they are on disk.
    ///
    /// Other writers may have appended before; the acts are numbered after theirs. An empty batch writes nothing.
    ///
    /// # Errors
    /// `Invalid` if a payload is not JSON or holds an integer beyond 2^53, `ReadOnly`, `Busy`, `Tampered`, and
    /// `Io` (a full disk, for instance), after which nothing of the batch is recorded unless the message says so.
    pub fn append<T: Serialize>(&mut self, payloads: &[T]) -> Result<Range<u64>, Error> {
        if self.signer.is_none() {
            return Err(Error::read_only(&self.layout.acts(), "the ledger was opened for reading"));
        }
        let lines = payloads.iter().map(canonical_line).collect::<Result<Vec<_>, _>>()?;
        if lines.is_empty() {
            return Ok(self.size()..self.size());
        }
        let _lock = Lock::take(&self.layout.lock(), self.wait)?;
        self.settle()?;
        self.write(&lines)
    }

    /// Appends as [`Ledger::append`] does, unless an act after the first `known` ones forbids it: no other writer comes
    /// between the look and the append. Returns `None`, and records nothing, where one does.
    ///
    /// # Errors
    /// Those of [`Ledger::append`].
    pub fn append_unless<T: Serialize>(
        &mut self,
        payloads: &[T],
        known: u64,
        forbids: &mut dyn FnMut(&Act) -> bool,
    ) -> Result<Option<Range<u64>>, Error> {
        if self.signer.is_none() {
            return Err(Error::read_only(&self.layout.acts(), "the ledger was opened for reading"));
        }
        let lines = payloads.iter().map(canonical_line).collect::<Result<Vec<_>, _>>()?;
        let _lock = Lock::take(&self.layout.lock(), self.wait)?;
        self.settle()?;
        for act in self.acts(known)? {
            if forbids(&act?) {
                return Ok(None);
            }
        }
        if lines.is_empty() {
            return Ok(Some(self.size()..self.size()));
        }
        self.write(&lines).map(Some)
    }

    /// Writes lines after the acts of the view, which is settled and under the lock.
    fn write(&mut self, lines: &[Vec<u8>]) -> Result<Range<u64>, Error> {
        let batch = Batch::after(&self.view.totals, lines, &self.layout);
        let first = self.size();
        let checkpoint = Checkpoint {
            origin: self.view.checkpoint.origin.clone(),
            size: batch.totals.frontier.size(),
            root: batch.totals.frontier.root(),
        };
        let Some(signer) = &self.signer else {
            return Err(Error::read_only(&self.layout.acts(), "the ledger was opened for reading"));
        };
        let text = checkpoint.sign(signer);
        let path = self.layout.checkpoint();
        let replaced = batch.write().and_then(|()| {
            replace(&path, |file| {
                file.write_all(text.as_bytes()).map_err(|source| Error::writing(&path, source))
            })
        });
        if let Err(error) = replaced {
            batch.undo();
            return Err(error.assuring(NOTHING_LOST));
        }
        sync_folder(self.layout.ledger()).map_err(|error| error.assuring(UNCONFIRMED))?;
        self.view.totals = batch.totals;
        self.view.checkpoint = checkpoint;
        self.view.text = text;
        Ok(first..self.size())
    }
}

/// The bytes that a batch adds to each file.
struct Batch {
    parts: [Part; 3],
    totals: Totals,
}

/// What is added to one file, and how long the file was before.
struct Part {
    path: PathBuf,
    start: u64,
    bytes: Vec<u8>,
}

impl Batch {
    fn after(totals: &Totals, lines: &[Vec<u8>], layout: &Layout) -> Self {
        let size = totals.frontier.size();
        let mut acts = Part { path: layout.acts(), start: totals.end, bytes: Vec::new() };
        let mut hashes =
            Part { path: layout.hashes(), start: stored_count(size) * HASH_WIDTH, bytes: Vec::new() };
        let mut offsets = Part { path: layout.offsets(), start: size * OFFSET_WIDTH, bytes: Vec::new() };
        let mut frontier = totals.frontier.clone();
        for line in lines {
            offsets.bytes.extend((acts.start + acts.bytes.len() as u64).to_le_bytes());
            frontier.push(leaf_hash(line), |hash| hashes.bytes.extend(hash.0));
            acts.bytes.extend(line);
            acts.bytes.push(b'\n');
        }
        let end = acts.start + acts.bytes.len() as u64;
        Self { parts: [acts, hashes, offsets], totals: Totals { frontier, end } }
    }

    fn write(&self) -> Result<(), Error> {
        self.parts.iter().try_for_each(Part::write)
    }

    /// Gives back what a refused write took; whatever cannot be given back is set aside by the next writer.
    fn undo(&self) {
        for part in &self.parts {
            let _ = set_length(&part.path, part.start);
        }
    }
}

impl Part {
    fn write(&self) -> Result<(), Error> {
        let write = || {
            let mut file = OpenOptions::new().write(true).open(&self.path)?;
            file.seek(SeekFrom::Start(self.start))?;
            file.write_all(&self.bytes)?;
            file.sync_data()
        };
        write().map_err(|source| Error::writing(&self.path, source))
    }
}

/// Cuts a file to a length and syncs it.
pub(crate) fn set_length(path: &Path, length: u64) -> Result<(), Error> {
    let file = OpenOptions::new().write(true).open(path);
    file.and_then(|file| file.set_len(length).and_then(|()| file.sync_all()))
        .map_err(|source| Error::writing(path, source))
}
