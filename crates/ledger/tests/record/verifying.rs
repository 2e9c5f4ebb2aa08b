//! Verification finds every changed byte and names what is wrong.

use std::fs;
use std::path::{Path, PathBuf};

use ledger::{Finding, Hash, Ledger, Severity, VerifyReport, verify};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{file, judgements, new_book, open};

/// The blobs that a test's act refers to.
fn blobs_of(act: &Value) -> Vec<String> {
    act["blob"].as_str().map(str::to_owned).into_iter().collect()
}

fn check(dir: &Path) -> VerifyReport {
    verify(dir, blobs_of, |_| {}).unwrap()
}

/// A casebook of five reports received and thirteen judgements.
fn casebook() -> (TempDir, Vec<String>) {
    let (dir, mut book) = new_book();
    let reports: Vec<String> = (0..5).map(|n| format!("Report {n}: {n} people were killed.")).collect();
    let names = book.blobs().put_many(&reports).unwrap();
    let received: Vec<Value> = names.iter().map(|name| json!({"act": "received", "blob": name})).collect();
    book.append(&received).unwrap();
    book.append(&judgements(0, 13)).unwrap();
    (dir, names)
}

fn blob(dir: &Path, name: &str) -> PathBuf {
    dir.join("blobs").join(&name[..2]).join(name)
}

#[test]
fn an_untouched_casebook_is_sound_and_fully_counted() {
    let (dir, _) = casebook();
    let mut last = Vec::new();
    let report = verify(dir.path(), blobs_of, |progress| last.push(progress)).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!((report.acts, report.blobs, report.blob_bytes), (18, 5, 5 * 31));
    let book = Ledger::open_read(dir.path()).unwrap();
    assert_eq!((report.root, report.vkey), (Some(book.root()), Some(book.vkey())));
    assert_eq!(last.len(), 18 + 5);
}

/// Steele, Lea and Flood's `SplitMix64` (2014), so that the thousand changes are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }
}

/// Every file with bytes in it, relative to the folder.
fn files(dir: &Path, names: &[String]) -> Vec<PathBuf> {
    let ledger = ["acts.jsonl", "checkpoint", "key", "key.pub", "hashes", "offsets", "format"];
    ledger.iter().map(|name| file(dir, name)).chain(names.iter().map(|name| blob(dir, name))).collect()
}

/// Changes one byte, verifies that the change is found and blamed on its file, and changes it back.
fn check_change(dir: &Path, path: &Path, place: usize, change: u8) {
    let original = fs::read(path).unwrap();
    let mut bytes = original.clone();
    bytes[place] ^= change;
    fs::write(path, &bytes).unwrap();
    let report = check(dir);
    let fault = report.first_fault().unwrap_or_else(|| panic!("{} byte {place}", path.display()));
    assert_eq!(dir.join(&fault.file), path, "byte {place}: {:?}", report.findings);
    fs::write(path, original).unwrap();
}

#[test]
fn a_thousand_changed_bytes_are_all_found_and_blamed_on_the_right_file() {
    let (dir, names) = casebook();
    let files = files(dir.path(), &names);
    let lengths: Vec<usize> = files.iter().map(|path| fs::metadata(path).unwrap().len() as usize).collect();
    let mut random = Random(42);
    for round in 0..1000 {
        // Half of the changes fall anywhere; the others choose a file first, so that small files get theirs.
        let (mut which, mut place) = (random.below(files.len()), 0);
        if round % 2 == 0 {
            place = random.below(lengths.iter().sum());
            which = 0;
            while place >= lengths[which] {
                place -= lengths[which];
                which += 1;
            }
        } else {
            place += random.below(lengths[which]);
        }
        check_change(dir.path(), &files[which], place, 1 + random.below(255) as u8);
    }
    assert!(check(dir.path()).is_sound());
}

#[test]
fn every_bit_of_the_small_files_counts() {
    let (dir, _) = casebook();
    for name in ["checkpoint", "key", "key.pub", "format"] {
        let path = file(dir.path(), name);
        for place in 0..fs::metadata(&path).unwrap().len() as usize {
            for bit in 0..8 {
                check_change(dir.path(), &path, place, 1 << bit);
            }
        }
    }
}

fn faults(report: &VerifyReport) -> Vec<&Finding> {
    report.findings.iter().filter(|finding| finding.severity == Severity::Fault).collect()
}

#[test]
fn a_changed_act_is_named_with_its_number_and_place() {
    let (dir, _) = casebook();
    let path = file(dir.path(), "acts.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let begins = text.lines().take(9).map(|line| line.len() as u64 + 1).sum::<u64>();
    fs::write(&path, text.replacen("one street 4", "one street 9", 1)).unwrap();
    let report = check(dir.path());
    let fault = report.first_fault().unwrap();
    assert_eq!((fault.act, fault.offset), (Some(9), Some(begins)));
    assert!(fault.to_string().starts_with(&format!("ledger/acts.jsonl, act 9, byte {begins}: ")), "{fault}");
}

#[test]
fn a_record_rewritten_with_all_its_indexes_is_caught_by_the_signed_root() {
    let (dir, _) = casebook();
    let (other, mut rewritten) = new_book();
    for act in Ledger::open_read(dir.path()).unwrap().acts(0).unwrap() {
        let mut act: Value = act.unwrap().payload().unwrap();
        if act["number"] == 4 {
            act["by"] = json!("Nobody");
        }
        rewritten.append(&[act]).unwrap();
    }
    for name in ["acts.jsonl", "hashes", "offsets"] {
        fs::copy(file(other.path(), name), file(dir.path(), name)).unwrap();
    }
    let report = check(dir.path());
    let what = &report.first_fault().unwrap().what;
    assert!(what.contains("but the checkpoint signs"), "{what}");
    assert_eq!(Ledger::open_read(dir.path()).unwrap_err().kind(), ledger::ErrorKind::Tampered);
}

#[test]
fn a_missing_blob_is_a_fault_of_the_act_that_refers_to_it() {
    let (dir, names) = casebook();
    fs::remove_file(blob(dir.path(), &names[3])).unwrap();
    let report = check(dir.path());
    let found = faults(&report);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].act, dir.path().join(&found[0].file)), (Some(3), blob(dir.path(), &names[3])));
}

#[test]
fn a_blob_without_an_act_is_only_noted() {
    let (dir, _) = casebook();
    let name =
        open(dir.path()).blobs().put_many(&[b"received just before the power went"]).unwrap().remove(0);
    let report = check(dir.path());
    assert!(report.is_sound());
    assert_eq!(report.findings.len(), 1);
    assert_eq!(dir.path().join(&report.findings[0].file), blob(dir.path(), &name));
}

#[test]
fn whatever_is_no_blob_does_not_belong_among_the_blobs() {
    let (dir, names) = casebook();
    let elsewhere = if names[0].starts_with("00") { "01" } else { "00" };
    let strays = [
        dir.path().join("blobs/notes.txt"),
        blob(dir.path(), &names[0]).with_file_name("notes.txt"),
        blob(dir.path(), &Hash::of(b"x").to_string()).with_extension("txt"),
        dir.path().join("blobs").join(elsewhere).join(&names[0]),
    ];
    for stray in strays {
        fs::create_dir_all(stray.parent().unwrap()).unwrap();
        fs::write(&stray, "x").unwrap();
        let report = check(dir.path());
        assert_eq!(dir.path().join(&report.first_fault().unwrap().file), stray);
        fs::remove_file(stray).unwrap();
    }
}

#[test]
fn what_a_crash_leaves_is_noted_and_no_fault() {
    let (dir, names) = casebook();
    let path = file(dir.path(), "acts.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text + "{\"half an").unwrap();
    fs::write(file(dir.path(), "checkpoint.new"), "half a").unwrap();
    fs::write(blob(dir.path(), &names[0]).with_file_name(".new-0"), "half a").unwrap();
    let report = check(dir.path());
    assert!(report.is_sound(), "{:?}", report.findings);
    let said: Vec<&str> = report.findings.iter().map(|finding| finding.what.as_str()).collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].starts_with("unacknowledged tail of 9 bytes"), "{said:?}");
}

#[test]
fn a_missing_file_is_a_fault_except_the_private_key_and_the_lock() {
    let (dir, _) = casebook();
    for name in ["acts.jsonl", "checkpoint", "key", "key.pub", "hashes", "offsets", "format", "lock"] {
        let path = file(dir.path(), name);
        let original = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let report = check(dir.path());
        if name == "key" || name == "lock" {
            assert!(report.is_sound(), "{name}: {:?}", report.findings);
        } else {
            let fault = report.first_fault().unwrap();
            assert_eq!((dir.path().join(&fault.file), fault.what.contains("missing")), (path.clone(), true));
        }
        fs::write(path, original).unwrap();
    }
}

#[test]
fn an_act_that_refers_to_no_possible_blob_is_a_fault() {
    let (dir, mut book) = new_book();
    book.append(&[json!({"blob": "../../etc/passwd"})]).unwrap();
    assert_eq!(check(dir.path()).first_fault().unwrap().act, Some(0));
}

#[test]
fn a_long_list_of_the_same_fault_is_cut_short_and_counted() {
    let (dir, mut book) = new_book();
    book.append(&judgements(0, 300)).unwrap();
    fs::write(file(dir.path(), "offsets"), vec![0xff; 300 * 8]).unwrap();
    let report = check(dir.path());
    assert_eq!((report.findings.len(), report.omitted), (100, 200));
}
