//! A copy of a casebook, whole as of one checkpoint, while others may go on writing. Enters: a folder to make.
//! Leaves: it, with the ledger, every blob that its acts refer to, and a team's accounts; the projection is computed when the copy is
//! first opened. Never leaves a half-made copy under the name that was asked for.

use crate::verify::blobs_of;
use crate::{Casebook, Error, Team, store};
use ledger::Ledger;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// How many bytes of blobs are copied at once, but for the last blob.
const AT_ONCE: usize = 8 << 20;

/// What a backup holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BackupSummary {
    /// Acts.
    pub acts: u64,
    /// Blobs.
    pub blobs: u64,
    /// Bytes of the blobs.
    pub blob_bytes: u64,
    /// Accounts of a team; none where the casebook was never served to one.
    pub accounts: Option<u64>,
}

impl Casebook {
    /// Copies the casebook, private key included, to a folder that does not exist yet. Every blob is checked as it
    /// is copied.
    ///
    /// # Errors
    /// `Input` where the folder exists; `Tampered` where an act or blob is not as recorded; `DiskFull`,
    /// `ReadOnly` (also where the private key cannot be read), `Io`.
    pub fn backup(&mut self, to: &Path) -> Result<BackupSummary, Error> {
        self.refresh()?;
        let part = to.with_added_extension("part");
        for taken in [to, &part] {
            if taken.exists() {
                let what =
                    format!("{}: there is something here already; name another folder", taken.display());
                return Err(Error::input(what));
            }
        }
        let made = self.copy_to(&part).and_then(|summary| {
            fs::rename(&part, to).map_err(|source| Error::io(to, &source))?;
            sync_parent(to)?;
            Ok(summary)
        });
        if made.is_err() {
            let _ = fs::remove_dir_all(&part);
        }
        made
    }

    fn copy_to(&self, part: &Path) -> Result<BackupSummary, Error> {
        let (from, ledger) = (self.dir.join("ledger"), part.join("ledger"));
        for folder in [&ledger, &part.join("blobs")] {
            fs::create_dir_all(folder).map_err(|source| Error::io(folder, &source))?;
        }
        for name in ["format", "key", "key.pub"] {
            let path = ledger.join(name);
            fs::copy(from.join(name), &path).map_err(|source| Error::io(&from.join(name), &source))?;
            File::open(&path).and_then(|file| file.sync_all()).map_err(|source| Error::io(&path, &source))?;
        }
        self.copy_acts(&ledger.join("acts.jsonl"))?;
        for name in ["hashes", "offsets", "lock"] {
            write(&ledger.join(name), b"")?;
        }
        write(&ledger.join("checkpoint"), self.ledger.checkpoint_text().as_bytes())?;
        // Opening makes the indexes, which were left empty.
        let copy = Ledger::open(part, store::WAIT)?;
        let accounts = Team::copy(&self.dir, part)?;
        Ok(BackupSummary { accounts, ..self.copy_blobs(&copy)? })
    }

    fn copy_acts(&self, path: &Path) -> Result<(), Error> {
        let failed = |source: std::io::Error| Error::io(path, &source);
        let mut file = BufWriter::new(File::create_new(path).map_err(failed)?);
        for act in self.ledger.acts(0)? {
            file.write_all(act?.bytes()).and_then(|()| file.write_all(b"\n")).map_err(failed)?;
        }
        file.into_inner().map_err(|error| failed(error.into_error()))?.sync_all().map_err(failed)
    }

    fn copy_blobs(&self, copy: &Ledger) -> Result<BackupSummary, Error> {
        let mut summary = BackupSummary { acts: copy.size(), ..BackupSummary::default() };
        let mut copied: HashSet<String> = HashSet::new();
        let (mut some, mut bytes) = (Vec::new(), 0);
        for act in copy.acts(0)? {
            for name in blobs_of(&act?.payload::<Value>()?) {
                if copied.insert(name.clone()) {
                    some.push(self.ledger.blobs().get(&name)?);
                    bytes += some.last().map_or(0, Vec::len);
                }
            }
            if bytes >= AT_ONCE || some.len() >= 256 {
                copy.blobs().put_many(&some)?;
                summary.blob_bytes += bytes as u64;
                (some, bytes) = (Vec::new(), 0);
            }
        }
        copy.blobs().put_many(&some)?;
        summary.blob_bytes += bytes as u64;
        summary.blobs = copied.len() as u64;
        Ok(summary)
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let write = || {
        let mut file = File::create_new(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|source| Error::io(path, &source))
}

/// Syncs the folder that a copy lies in, so that its name survives a loss of power.
fn sync_parent(path: &Path) -> Result<(), Error> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) {
        let synced = File::open(parent).and_then(|folder| folder.sync_all());
        synced.map_err(|source| Error::io(parent, &source))?;
    }
    Ok(())
}
