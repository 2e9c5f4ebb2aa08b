//! Checking a whole casebook folder: files go in; findings come out, each naming file, act and byte where known.
//! Never writes and never stops at the first fault.

mod acts;
mod blobs;
mod keys;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use crate::error::Error;
use crate::layout::Layout;
use crate::merkle::Hash;
use crate::note::Checkpoint;

/// How many findings are listed for one file; a shifted file would otherwise give one for every act.
const MOST_PER_FILE: u64 = 100;

/// Tells what is wrong from what is only worth knowing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is not as it was recorded.
    Fault,
    /// Nothing recorded is affected: what a crash left behind, bytes that no act refers to.
    Note,
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Whether it is a fault.
    pub severity: Severity,
    /// The file, relative to the casebook folder.
    pub file: PathBuf,
    /// The number of the act it is about, where it is about one.
    pub act: Option<u64>,
    /// Where in the file it begins, in bytes, where that can be known.
    pub offset: Option<u64>,
    /// What was found.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(act) = self.act {
            write!(f, ", act {act}")?;
        }
        if let Some(offset) = self.offset {
            write!(f, ", byte {offset}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// How far a verification has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// So many acts of the total are checked.
    Acts {
        /// Acts checked.
        done: u64,
        /// Acts that the checkpoint covers, if it can be read.
        total: Option<u64>,
    },
    /// So many blobs are checked.
    Blobs {
        /// Blobs checked.
        done: u64,
    },
}

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// How many acts the checkpoint covers and were checked.
    pub acts: u64,
    /// How many blobs were checked.
    pub blobs: u64,
    /// The bytes of those blobs.
    pub blob_bytes: u64,
    /// The root that the checkpoint signs, if its signature is valid.
    pub root: Option<Hash>,
    /// The public key, if it can be read.
    pub vkey: Option<String>,
    /// Faults and notes in the order they were found.
    pub findings: Vec<Finding>,
    /// How many more findings there were than are listed.
    pub omitted: u64,
    #[serde(skip)]
    per_file: BTreeMap<PathBuf, u64>,
}

impl VerifyReport {
    /// Returns whether no fault was found.
    pub fn is_sound(&self) -> bool {
        self.first_fault().is_none()
    }

    /// Returns the first fault: format, keys and checkpoint come before acts, acts before indexes and blobs.
    pub fn first_fault(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.severity == Severity::Fault)
    }

    fn fault(&mut self, file: &Path, what: impl Into<String>) {
        self.add(Severity::Fault, file, None, None, what.into());
    }

    fn note(&mut self, file: &Path, what: impl Into<String>) {
        self.add(Severity::Note, file, None, None, what.into());
    }

    fn fault_at(&mut self, file: &Path, act: u64, offset: Option<u64>, what: impl Into<String>) {
        self.add(Severity::Fault, file, Some(act), offset, what.into());
    }

    fn add(&mut self, severity: Severity, file: &Path, act: Option<u64>, offset: Option<u64>, what: String) {
        let count = self.per_file.entry(file.to_owned()).or_default();
        *count += 1;
        if *count > MOST_PER_FILE {
            self.omitted += 1;
        } else {
            self.findings.push(Finding { severity, file: file.to_owned(), act, offset, what });
        }
    }
}

/// Checks every byte of a casebook's ledger and blobs.
///
/// `blobs_of` says which blobs (by name) an act refers to, so that missing ones are found. What is wrong with the
/// files is in the report; the other files of the folder are not looked at.
///
/// # Errors
/// `NotFound` if there is no ledger in the folder, `Io` if a folder cannot be listed.
pub fn verify(
    dir: &Path,
    blobs_of: impl Fn(&Value) -> Vec<String>,
    mut progress: impl FnMut(Progress),
) -> Result<VerifyReport, Error> {
    let layout = Layout::new(dir);
    if !layout.ledger().is_dir() {
        return Err(Error::not_found(format!("{}: there is no casebook here", dir.display())));
    }
    let mut report = VerifyReport::default();
    let checkpoint = keys::check(&layout, &mut report);
    report.root = checkpoint.as_ref().map(|checkpoint: &Checkpoint| checkpoint.root);
    let expected = acts::check(&layout, checkpoint.as_ref(), &blobs_of, &mut progress, &mut report);
    keys::check_names(&layout, &mut report)?;
    blobs::check(&layout, &expected, &mut progress, &mut report)?;
    Ok(report)
}
