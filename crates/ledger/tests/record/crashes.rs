//! Power cuts, full disks and lost indexes: what was acknowledged stays, what was not is set aside.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use ledger::{ErrorKind, Ledger, verify};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::{copy_folder, file, judgements, new_book, open, payloads};

/// The files that an append makes longer before it replaces the checkpoint.
const GROWING: [&str; 3] = ["acts.jsonl", "hashes", "offsets"];

/// An append of acts 3..5 to a ledger of three, stopped just before its checkpoint.
struct Stopped {
    dir: TempDir,
    /// The lengths of the growing files before and after, in bytes.
    lengths: [(u64, u64); 3],
}

impl Stopped {
    fn new() -> Self {
        let (dir, mut book) = new_book();
        book.append(&judgements(0, 3)).unwrap();
        let before = lengths(dir.path());
        let checkpoint = fs::read(file(dir.path(), "checkpoint")).unwrap();
        book.append(&judgements(3, 2)).unwrap();
        let after = lengths(dir.path());
        fs::write(file(dir.path(), "checkpoint"), checkpoint).unwrap();
        Self { dir, lengths: [0, 1, 2].map(|n| (before[n], after[n])) }
    }

    /// A copy whose files have the given lengths, as a crash can leave them.
    fn cut(&self, cut: [u64; 3]) -> TempDir {
        let copy = tempfile::tempdir().unwrap();
        copy_folder(self.dir.path(), copy.path());
        for (name, length) in GROWING.iter().zip(cut) {
            let path = file(copy.path(), name);
            fs::File::options().write(true).open(path).unwrap().set_len(length).unwrap();
        }
        copy
    }

    fn check(&self, cut: [u64; 3]) {
        let copy = self.cut(cut);
        let reader = Ledger::open_read(copy.path()).unwrap();
        assert_eq!(payloads(&reader), judgements(0, 3), "reading before the repair, {cut:?}");
        let tail = fs::read(file(copy.path(), "acts.jsonl")).unwrap().split_off(self.lengths[0].0 as usize);
        let mut book = open(copy.path());
        let aside = fs::read(file(copy.path(), "unacknowledged-1")).unwrap_or_default();
        assert_eq!(aside, tail, "{cut:?}");
        assert_eq!(book.append(&judgements(3, 1)).unwrap(), 3..4, "{cut:?}");
        assert_eq!(payloads(&open(copy.path())), judgements(0, 4), "{cut:?}");
        let report = verify(copy.path(), |_| Vec::new(), |_| {}).unwrap();
        assert!(report.is_sound(), "{cut:?}: {:?}", report.findings);
    }
}

fn lengths(dir: &Path) -> [u64; 3] {
    GROWING.map(|name| fs::metadata(file(dir, name)).unwrap().len())
}

#[test]
fn an_append_stopped_at_any_byte_of_any_file_is_repaired() {
    let stopped = Stopped::new();
    let full = stopped.lengths.map(|(_, after)| after);
    for (place, (before, after)) in stopped.lengths.into_iter().enumerate() {
        for length in before..=after {
            let mut cut = full;
            cut[place] = length;
            stopped.check(cut);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn an_append_stopped_in_all_files_at_once_is_repaired(
        cuts in prop::array::uniform3(any::<prop::sample::Index>()),
    ) {
        static STOPPED: LazyLock<Stopped> = LazyLock::new(Stopped::new);
        let stopped = &*STOPPED;
        let cut = |n: usize| {
            let (before, after) = stopped.lengths[n];
            before + cuts[n].index((after - before + 1) as usize) as u64
        };
        stopped.check([cut(0), cut(1), cut(2)]);
    }
}

#[test]
fn two_crashes_leave_two_tails() {
    let (dir, mut book) = new_book();
    book.append(&judgements(0, 2)).unwrap();
    for tail in ["{\"half an", "{\"another\":1}\n{\"ha"] {
        let path = file(dir.path(), "acts.jsonl");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text + tail).unwrap();
        book.append(&judgements(2, 1)).unwrap();
    }
    assert_eq!(fs::read(file(dir.path(), "unacknowledged-1")).unwrap(), b"{\"half an");
    assert_eq!(fs::read(file(dir.path(), "unacknowledged-2")).unwrap(), b"{\"another\":1}\n{\"ha");
    assert_eq!(book.size(), 4);
}

#[test]
fn lost_or_damaged_indexes_are_made_again_from_the_acts() {
    let (dir, mut book) = new_book();
    book.append(&judgements(0, 11)).unwrap();
    let whole = ["hashes", "offsets"].map(|name| fs::read(file(dir.path(), name)).unwrap());
    for (name, original) in ["hashes", "offsets"].iter().zip(&whole) {
        let path = file(dir.path(), name);
        let mut last_changed = original.clone();
        *last_changed.last_mut().unwrap() ^= 1;
        for damage in [None, Some(Vec::new()), Some(original[..20].to_vec()), Some(last_changed)] {
            match damage {
                None => fs::remove_file(&path).unwrap(),
                Some(bytes) => fs::write(&path, bytes).unwrap(),
            }
            let reader = Ledger::open_read(dir.path()).unwrap();
            assert_eq!(payloads(&reader), judgements(0, 11), "{name}");
            let act = reader.act(10).unwrap();
            assert!(reader.inclusion_proof(10).unwrap().proves(act.leaf_hash(), reader.root()), "{name}");
            open(dir.path());
            assert_eq!(&fs::read(&path).unwrap(), original, "{name}");
        }
    }
}

#[test]
fn acts_that_were_acknowledged_and_are_gone_are_not_papered_over() {
    let (dir, mut book) = new_book();
    book.append(&judgements(0, 5)).unwrap();
    let path = file(dir.path(), "acts.jsonl");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    let error = Ledger::open(dir.path(), std::time::Duration::ZERO).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tampered);
    assert!(error.to_string().contains("acts.jsonl"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), bytes[..bytes.len() - 1]);
}

/// `/dev/full` refuses every write as a full disk does.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_refuses_the_batch_and_keeps_the_ledger() {
    for name in ["acts.jsonl", "hashes", "offsets", "checkpoint.new"] {
        let (dir, mut book) = new_book();
        let path = file(dir.path(), name);
        if name != "checkpoint.new" {
            fs::remove_file(&path).unwrap();
        }
        std::os::unix::fs::symlink("/dev/full", &path).unwrap();
        let error = book.append(&judgements(0, 3)).unwrap_err();
        let text = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Io, "{text}");
        assert!(text.contains(name.trim_end_matches(".new")) && text.contains("No space left"), "{text}");
        assert!(text.contains("nothing recorded before is lost"), "{text}");
        assert_eq!((book.size(), book.acts(0).unwrap().count()), (0, 0), "{name}");

        let _ = fs::remove_file(&path);
        if name != "checkpoint.new" {
            fs::write(&path, "").unwrap();
        }
        assert_eq!(book.append(&judgements(0, 3)).unwrap(), 0..3, "{name}");
        assert_eq!(payloads(&open(dir.path())), judgements(0, 3), "{name}");
        assert!(!file(dir.path(), "unacknowledged-1").exists(), "what was refused takes no room, {name}");
    }
}
