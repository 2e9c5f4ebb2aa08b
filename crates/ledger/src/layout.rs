//! Where each file of a casebook folder lies, and the version of that layout. Reads only `ledger/format`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The version of the layout that this crate reads and writes.
pub(crate) const FORMAT: u64 = 1;

/// The paths inside one casebook folder.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    root: PathBuf,
    ledger: PathBuf,
}

impl Layout {
    pub(crate) fn new(dir: &Path) -> Self {
        Self { root: dir.to_owned(), ledger: dir.join("ledger") }
    }

    /// The same layout with its ledger files in another folder, used while a ledger is being made.
    pub(crate) fn with_ledger(dir: &Path, ledger: PathBuf) -> Self {
        Self { root: dir.to_owned(), ledger }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn ledger(&self) -> &Path {
        &self.ledger
    }

    pub(crate) fn blobs(&self) -> PathBuf {
        self.root.join("blobs")
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.ledger.join(name)
    }

    pub(crate) fn acts(&self) -> PathBuf {
        self.file("acts.jsonl")
    }

    pub(crate) fn checkpoint(&self) -> PathBuf {
        self.file("checkpoint")
    }

    pub(crate) fn hashes(&self) -> PathBuf {
        self.file("hashes")
    }

    pub(crate) fn offsets(&self) -> PathBuf {
        self.file("offsets")
    }

    pub(crate) fn format(&self) -> PathBuf {
        self.file("format")
    }

    pub(crate) fn key(&self) -> PathBuf {
        self.file("key")
    }

    pub(crate) fn public_key(&self) -> PathBuf {
        self.file("key.pub")
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.file("lock")
    }

    /// A path as a person in the casebook folder would type it.
    pub(crate) fn relative(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.root).unwrap_or(path).to_owned()
    }
}

/// Checks that the folder's format is one that this crate reads.
pub(crate) fn check_format(layout: &Layout) -> Result<(), Error> {
    let path = layout.format();
    let text = fs::read(&path).map_err(|source| Error::reading(&path, source));
    let text = match text {
        Err(error) if error.is_absence() && !layout.ledger().is_dir() => {
            return Err(Error::not_found(format!("{}: there is no casebook here", layout.root().display())));
        }
        Err(error) if error.is_absence() => return Err(Error::tampered(&path, "the file is missing")),
        other => other?,
    };
    if text == format!("{FORMAT}\n").as_bytes() {
        return Ok(());
    }
    match std::str::from_utf8(&text).ok().and_then(|text| text.trim_end().parse().ok()) {
        Some(found) if found > FORMAT => Err(Error::newer(found, FORMAT)),
        _ => Err(Error::tampered(&path, format!("it does not read \"{FORMAT}\" and a newline"))),
    }
}
