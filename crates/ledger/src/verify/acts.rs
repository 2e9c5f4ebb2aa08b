//! Every act, leaf, stored hash and offset, in one pass; then the root.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Progress, VerifyReport};
use crate::act::is_canonical;
use crate::index::{HASH_WIDTH, OFFSET_WIDTH};
use crate::layout::Layout;
use crate::merkle::{Frontier, Hash, leaf_hash, stored_count};
use crate::note::Checkpoint;

/// The blobs that acts refer to, each with the first act that does.
pub(super) type Expected = BTreeMap<Hash, u64>;

/// A leaf whose stored hash is not that of its act: which of the two changed, the root decides.
struct Mismatch {
    act: u64,
    /// Where the act begins, in bytes.
    begins: u64,
    /// The place of the leaf among the stored hashes.
    place: u64,
}

/// The pass over the acts.
struct Pass<'a> {
    report: &'a mut VerifyReport,
    acts_file: PathBuf,
    hashes: Column,
    offsets: Column,
    /// The tree over the acts as they are.
    acts_tree: Frontier,
    /// The tree over the leaves as they are stored.
    stored_tree: Frontier,
    mismatches: Vec<Mismatch>,
    expected: Expected,
    begins: u64,
}

/// Checks acts and indexes against each other and against the checkpoint, as far as there is a valid one.
pub(super) fn check(
    layout: &Layout,
    checkpoint: Option<&Checkpoint>,
    blobs_of: &impl Fn(&Value) -> Vec<String>,
    progress: &mut impl FnMut(Progress),
    report: &mut VerifyReport,
) -> Expected {
    let acts_file = layout.relative(&layout.acts());
    let mut acts = match File::open(layout.acts()) {
        Ok(file) => BufReader::with_capacity(1 << 16, file),
        Err(error) => {
            report.fault(&acts_file, missing(&error));
            return Expected::new();
        }
    };
    let mut pass = Pass {
        hashes: Column::open(layout, &layout.hashes(), HASH_WIDTH, report),
        offsets: Column::open(layout, &layout.offsets(), OFFSET_WIDTH, report),
        report,
        acts_file,
        acts_tree: Frontier::default(),
        stored_tree: Frontier::default(),
        mismatches: Vec::new(),
        expected: Expected::new(),
        begins: 0,
    };
    let total = checkpoint.map(|checkpoint| checkpoint.size);
    pass.read_acts(&mut acts, total, blobs_of, progress);
    pass.check_root(checkpoint);
    pass.check_ends(&mut acts, total);
    pass.report.acts = pass.acts_tree.size();
    pass.expected
}

impl Pass<'_> {
    fn read_acts(
        &mut self,
        acts: &mut impl BufRead,
        total: Option<u64>,
        blobs_of: &impl Fn(&Value) -> Vec<String>,
        progress: &mut impl FnMut(Progress),
    ) {
        let mut line = Vec::new();
        for act in 0..total.unwrap_or(u64::MAX) {
            line.clear();
            let read = match acts.read_until(b'\n', &mut line) {
                Ok(read) => read as u64,
                Err(error) => {
                    let what = format!("it cannot be read: {error}");
                    self.report.fault_at(&self.acts_file, act, Some(self.begins), what);
                    return;
                }
            };
            if line.pop() != Some(b'\n') {
                self.cut_short(act, total, read);
                return;
            }
            self.check_act(act, &line, blobs_of);
            self.begins += read;
            progress(Progress::Acts { done: act + 1, total });
        }
    }

    /// The acts end within or before an act; without a checkpoint that is where the ledger may well end.
    fn cut_short(&mut self, act: u64, total: Option<u64>, read: u64) {
        let what = match total {
            Some(total) => {
                format!("the checkpoint covers {total} acts, but this one is missing or cut short")
            }
            None if read > 0 => "the last line is cut short".to_owned(),
            None => return,
        };
        self.report.fault_at(&self.acts_file, act, Some(self.begins), what);
    }

    fn check_act(&mut self, act: u64, line: &[u8], blobs_of: &impl Fn(&Value) -> Vec<String>) {
        match is_canonical(line) {
            Ok(value) => self.expect_blobs(act, blobs_of(&value)),
            Err(what) => self.report.fault_at(&self.acts_file, act, Some(self.begins), what),
        }
        self.check_offset(act);
        self.check_hashes(act, leaf_hash(line));
    }

    fn expect_blobs(&mut self, act: u64, names: Vec<String>) {
        for name in names {
            if let Ok(hash) = name.parse() {
                self.expected.entry(hash).or_insert(act);
            } else {
                let what = format!("it refers to a blob by {name:?}, which is no name of a blob");
                self.report.fault_at(&self.acts_file, act, Some(self.begins), what);
            }
        }
    }

    fn check_offset(&mut self, act: u64) {
        let Some(stored) = self.offsets.next::<8>(act, self.report) else { return };
        let stored = u64::from_le_bytes(stored);
        if stored != self.begins {
            let what =
                format!("it says that the act begins at byte {stored}, but it begins at {}", self.begins);
            self.report.fault_at(&self.offsets.file, act, Some(act * OFFSET_WIDTH), what);
        }
    }

    /// Compares a leaf with the stored one, and what the stored leaf closes with the stored nodes.
    fn check_hashes(&mut self, act: u64, leaf: Hash) {
        self.acts_tree.push(leaf, |_| {});
        let place = self.hashes.at;
        let Some(stored) = self.hashes.next::<32>(act, self.report) else { return };
        if Hash(stored) != leaf {
            self.mismatches.push(Mismatch { act, begins: self.begins, place });
        }
        let mut closed = Vec::new();
        self.stored_tree.push(Hash(stored), |hash| closed.push(hash));
        for node in closed.into_iter().skip(1) {
            let offset = self.hashes.at * HASH_WIDTH;
            let Some(stored) = self.hashes.next::<32>(act, self.report) else { return };
            if Hash(stored) != node {
                let what = "the stored hash of a subtree is not that of its two halves";
                self.report.fault_at(&self.hashes.file, act, Some(offset), what);
            }
        }
    }

    fn check_root(&mut self, checkpoint: Option<&Checkpoint>) {
        let root = self.acts_tree.root();
        let acts_are_right = checkpoint.is_some_and(|checkpoint| checkpoint.root == root);
        for Mismatch { act, begins, place } in std::mem::take(&mut self.mismatches) {
            if acts_are_right {
                let what = "the stored hash is not that of the act, which is as signed";
                self.report.fault_at(&self.hashes.file, act, Some(place * HASH_WIDTH), what);
            } else {
                let what = "it does not have the hash that was stored when it was appended";
                self.report.fault_at(&self.acts_file, act, Some(begins), what);
            }
        }
        if let Some(checkpoint) = checkpoint
            && !acts_are_right
        {
            let what = format!("the acts give the root {root}, but the checkpoint signs {}", checkpoint.root);
            self.report.fault(&self.acts_file, what);
        }
    }

    /// What lies beyond the checkpoint was never acknowledged: a crash, or an append going on right now.
    fn check_ends(&mut self, acts: &mut impl Read, total: Option<u64>) {
        let tail = io::copy(acts, &mut io::sink()).unwrap_or_default();
        if tail > 0 && total.is_some_and(|total| self.acts_tree.size() == total) {
            let what = format!("unacknowledged tail of {tail} bytes from byte {}", self.begins);
            self.report.note(&self.acts_file, what);
        }
        let size = self.acts_tree.size();
        self.hashes.check_end(stored_count(size), total.is_some(), self.report);
        self.offsets.check_end(size, total.is_some(), self.report);
    }
}

/// A file of entries of one width, read in order.
struct Column {
    file: PathBuf,
    reader: Option<BufReader<File>>,
    width: u64,
    /// How many entries were read.
    at: u64,
}

impl Column {
    fn open(layout: &Layout, path: &Path, width: u64, report: &mut VerifyReport) -> Self {
        let file = layout.relative(path);
        let reader = File::open(path).map_err(|error| report.fault(&file, missing(&error))).ok();
        Self { file, reader: reader.map(BufReader::new), width, at: 0 }
    }

    /// Reads the next entry; where the file ends too early, says so once and gives nothing more.
    fn next<const N: usize>(&mut self, act: u64, report: &mut VerifyReport) -> Option<[u8; N]> {
        let mut entry = [0; N];
        match self.reader.as_mut()?.read_exact(&mut entry) {
            Ok(()) => {
                self.at += 1;
                Some(entry)
            }
            Err(error) => {
                let what = match error.kind() {
                    ErrorKind::UnexpectedEof => "it ends before the ledger does".to_owned(),
                    _ => format!("it cannot be read: {error}"),
                };
                report.fault_at(&self.file, act, Some(self.at * self.width), what);
                self.reader = None;
                None
            }
        }
    }

    /// Looks for bytes after the last entry; they are a fault only where nothing can say what they are for.
    fn check_end(&mut self, entries: u64, signed: bool, report: &mut VerifyReport) {
        let rest = self.reader.as_mut().map_or(Ok(0), |reader| io::copy(reader, &mut io::sink()));
        let rest = rest.unwrap_or_default();
        if rest > 0 && self.at == entries {
            let what = format!("unacknowledged tail of {rest} bytes from byte {}", entries * self.width);
            if signed { report.note(&self.file, what) } else { report.fault(&self.file, what) }
        }
    }
}

fn missing(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "the file is missing".to_owned(),
        _ => format!("it cannot be read: {error}"),
    }
}
