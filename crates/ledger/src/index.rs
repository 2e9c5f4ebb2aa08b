//! The derived indexes: stored hashes (32 bytes each, `sumdb/tlog` order) and offsets (u64, little-endian), so that
//! opening, reading one act and proving read O(log n). Both can be computed again from `acts.jsonl`.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use crate::act::Acts;
use crate::error::Error;
use crate::layout::Layout;
use crate::merkle::{Frontier, Hash, leaf_hash, stored_count, stored_index};

/// The bytes of one stored hash.
pub(crate) const HASH_WIDTH: u64 = 32;
/// The bytes of one offset.
pub(crate) const OFFSET_WIDTH: u64 = 8;

/// Where index bytes are read from: the file, or memory when the file of a ledger opened for reading is damaged.
#[derive(Debug)]
enum Source {
    File(File),
    Memory(Vec<u8>),
}

/// Both indexes of a ledger.
#[derive(Debug)]
pub(crate) struct Index {
    hashes: (PathBuf, Source),
    offsets: (PathBuf, Source),
}

/// What the acts of a ledger come to when read from the beginning.
#[derive(Debug)]
pub(crate) struct Totals {
    pub(crate) frontier: Frontier,
    /// The length of `acts.jsonl` up to and with the last act's newline, in bytes.
    pub(crate) end: u64,
}

impl Index {
    /// Opens the index files as they are; [`Index::totals`] says whether they fit the acts.
    pub(crate) fn open(layout: &Layout) -> Result<Self, Error> {
        let open = |path: PathBuf| {
            let file = File::open(&path).map_err(|source| Error::reading(&path, source))?;
            Ok((path, Source::File(file)))
        };
        Ok(Self { hashes: open(layout.hashes())?, offsets: open(layout.offsets())? })
    }

    /// Computes both indexes in memory from the first `size` acts.
    pub(crate) fn in_memory(layout: &Layout, size: u64) -> Result<(Self, Totals), Error> {
        let (mut hashes, mut offsets) = (Vec::new(), Vec::new());
        let totals = scan(&layout.acts(), size, |new, offset| {
            hashes.extend(new.iter().flat_map(|hash| hash.0));
            offsets.extend(offset.to_le_bytes());
            Ok(())
        })?;
        let index = Self {
            hashes: (layout.hashes(), Source::Memory(hashes)),
            offsets: (layout.offsets(), Source::Memory(offsets)),
        };
        Ok((index, totals))
    }

    /// The files and the bytes they should hold, if the indexes were computed in memory.
    pub(crate) fn computed(&self) -> Option<[(&Path, &[u8]); 2]> {
        match (&self.hashes, &self.offsets) {
            ((hashes, Source::Memory(all)), (offsets, Source::Memory(begins))) => {
                Some([(hashes, all), (offsets, begins)])
            }
            _ => None,
        }
    }

    /// Reads the stored hash at a place.
    pub(crate) fn hash(&self, place: u64) -> Result<Hash, Error> {
        read_at(&self.hashes, place * HASH_WIDTH).map(Hash)
    }

    /// Reads the leaf hash of an act.
    pub(crate) fn leaf(&self, number: u64) -> Result<Hash, Error> {
        self.hash(stored_index(0, number))
    }

    /// Reads where an act begins in `acts.jsonl`, in bytes.
    pub(crate) fn offset(&self, number: u64) -> Result<u64, Error> {
        read_at(&self.offsets, number * OFFSET_WIDTH).map(u64::from_le_bytes)
    }

    /// Reads what the first `size` acts come to, or says why the indexes cannot be trusted for it.
    ///
    /// The last act is read to see that offsets, leaf and acts belong together.
    pub(crate) fn totals(&self, acts: &Path, size: u64) -> Result<Totals, Error> {
        let frontier = Frontier::load(size, |place| self.hash(place))?;
        let Some(last) = size.checked_sub(1) else { return Ok(Totals { frontier, end: 0 }) };
        // A whole stored tree ends with the hashes that its last leaf closes.
        self.hash(stored_count(size) - 1)?;
        let offset = self.offset(last)?;
        let act = Acts::open(acts.to_owned(), self, last, size)?.next().transpose()?;
        let end = offset + act.map_or(0, |act| act.bytes().len() as u64 + 1);
        Ok(Totals { frontier, end })
    }
}

fn read_at<const N: usize>((path, source): &(PathBuf, Source), offset: u64) -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    match source {
        Source::File(file) => {
            read_exact_at(file, &mut bytes, offset).map_err(|source| Error::reading(path, source))?;
        }
        Source::Memory(all) => {
            let found = usize::try_from(offset).ok().and_then(|start| all.get(start..)?.first_chunk());
            bytes = *found.ok_or_else(|| Error::tampered(path, "it ends before the ledger does"))?;
        }
    }
    Ok(bytes)
}

#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], offset: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(not(unix))]
fn read_exact_at(mut file: &File, bytes: &mut [u8], offset: u64) -> std::io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(bytes)
}

/// Reads the first `size` acts from the beginning and hands each one's new stored hashes and offset to `store`.
pub(crate) fn scan(
    acts: &Path,
    size: u64,
    mut store: impl FnMut(&[Hash], u64) -> Result<(), Error>,
) -> Result<Totals, Error> {
    let missing = |number| Error::tampered(acts, format!("act {number} of {size} is missing or cut short"));
    let file = match File::open(acts) {
        Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
            return Err(Error::tampered(acts, "the file is missing"));
        }
        other => other.map_err(|source| Error::reading(acts, source))?,
    };
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let mut totals = Totals { frontier: Frontier::default(), end: 0 };
    let (mut line, mut new) = (Vec::new(), Vec::new());
    for number in 0..size {
        line.clear();
        new.clear();
        let read = reader.read_until(b'\n', &mut line).map_err(|source| Error::reading(acts, source))?;
        if line.pop() != Some(b'\n') {
            return Err(missing(number));
        }
        totals.frontier.push(leaf_hash(&line), |hash| new.push(hash));
        store(&new, totals.end)?;
        totals.end += read as u64;
    }
    Ok(totals)
}
