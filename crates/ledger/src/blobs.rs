//! Bytes exactly as received, each in a file named by its SHA-256: bytes go in and come out. What a blob means is
//! the acts' business. Nothing is ever removed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::durable::{for_each_at_once, sync_folder};
use crate::error::Error;
use crate::merkle::Hash;

/// How many files are open at a time while a batch is written.
const OPEN_AT_ONCE: usize = 256;
/// What the name of a file begins with while it is being written.
pub(crate) const UNFINISHED: &str = ".new-";

/// The store of received bytes in `blobs/`, sharded by the first two digits of the name.
#[derive(Clone, Debug)]
pub struct Blobs {
    folder: PathBuf,
    writable: bool,
}

impl Blobs {
    pub(crate) fn new(folder: PathBuf, writable: bool) -> Self {
        Self { folder, writable }
    }

    /// Keeps each of the given byte strings and returns their names, in order, once they are on disk.
    ///
    /// Bytes that are kept already are not written again; a kept file that was damaged is made whole.
    ///
    /// # Errors
    /// `ReadOnly` if the ledger was opened for reading or the folder cannot be written; `Io`. What was written
    /// before an error stays and does no harm.
    pub fn put_many<B: AsRef<[u8]>>(&self, blobs: &[B]) -> Result<Vec<String>, Error> {
        if !self.writable {
            return Err(Error::read_only(&self.folder, "the ledger was opened for reading"));
        }
        let names: Vec<Hash> = blobs.iter().map(|bytes| Hash::of(bytes.as_ref())).collect();
        let distinct: BTreeMap<Hash, &[u8]> =
            names.iter().copied().zip(blobs.iter().map(AsRef::as_ref)).collect();
        let mut shards = BTreeSet::new();
        let distinct: Vec<(Hash, &[u8])> = distinct.into_iter().collect();
        for chunk in distinct.chunks(OPEN_AT_ONCE) {
            self.write_chunk(chunk, &mut shards)?;
        }
        // Folders are synced even for bytes that were there: another process may not have come so far yet.
        let touched: Vec<&PathBuf> = shards.iter().collect();
        for_each_at_once(&touched, |shard| sync_folder(shard))?;
        if !shards.is_empty() {
            sync_folder(&self.folder)?;
        }
        Ok(names.iter().map(Hash::to_string).collect())
    }

    /// Reads a blob by its name and checks that it still has it.
    ///
    /// # Errors
    /// `NotFound` if there is none, `Invalid` if it is no name of a blob, `Tampered` if its bytes changed, `Io`.
    pub fn get(&self, name: &str) -> Result<Vec<u8>, Error> {
        let hash: Hash = name.parse()?;
        let path = self.path(hash);
        let bytes = match fs::read(&path) {
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::not_found(format!("{}: the blob is not here", path.display())));
            }
            other => other.map_err(|source| Error::reading(&path, source))?,
        };
        if Hash::of(&bytes) == hash {
            Ok(bytes)
        } else {
            Err(Error::tampered(&path, "its bytes do not have the hash that it is named by"))
        }
    }

    /// Returns whether a blob of that name is kept, without reading it.
    pub fn contains(&self, name: &str) -> bool {
        name.parse().is_ok_and(|hash| self.path(hash).is_file())
    }

    fn path(&self, hash: Hash) -> PathBuf {
        self.shard(hash).join(hash.to_string())
    }

    fn shard(&self, hash: Hash) -> PathBuf {
        self.folder.join(format!("{:02x}", hash.0[0]))
    }

    /// Writes files under passing names, syncs them all, then gives them their names.
    fn write_chunk(&self, chunk: &[(Hash, &[u8])], shards: &mut BTreeSet<PathBuf>) -> Result<(), Error> {
        let mut written = Vec::new();
        for (hash, bytes) in chunk {
            let (shard, path) = (self.shard(*hash), self.path(*hash));
            if !fs::read(&path).is_ok_and(|kept| kept == *bytes) {
                fs::create_dir_all(&shard).map_err(|source| Error::writing(&shard, source))?;
                written.push(Unfinished::write(&shard, path, bytes)?);
            }
            shards.insert(shard);
        }
        for_each_at_once(&written, Unfinished::sync)?;
        written.into_iter().try_for_each(Unfinished::finish)
    }
}

/// A blob written under a passing name, which is removed again unless it is finished.
struct Unfinished {
    file: File,
    fresh: PathBuf,
    path: PathBuf,
    finished: bool,
}

impl Unfinished {
    fn write(shard: &Path, path: PathBuf, bytes: &[u8]) -> Result<Self, Error> {
        let (file, fresh) = create_unused(shard)?;
        let mut unfinished = Self { file, fresh, path, finished: false };
        unfinished.file.write_all(bytes).map_err(|source| Error::writing(&unfinished.path, source))?;
        Ok(unfinished)
    }

    fn sync(&self) -> Result<(), Error> {
        self.file.sync_all().map_err(|source| Error::writing(&self.path, source))
    }

    fn finish(mut self) -> Result<(), Error> {
        fs::rename(&self.fresh, &self.path).map_err(|source| Error::writing(&self.path, source))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After a finish the passing name may already be another writer's.
        if !self.finished {
            let _ = fs::remove_file(&self.fresh);
        }
    }
}

/// Creates a file under a passing name that no other writer has.
fn create_unused(shard: &Path) -> Result<(File, PathBuf), Error> {
    for n in 0_u64.. {
        let path = shard.join(format!("{UNFINISHED}{n}"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(source) if source.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(source) => return Err(Error::writing(&path, source)),
        }
    }
    Err(Error::exists(shard))
}
