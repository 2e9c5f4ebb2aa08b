//! What a team relies on when it keeps its record in a ledger: real folders, real processes, real damage.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by a panic")]

mod appending;
mod crashes;
mod opening;
mod sharing;
mod verifying;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ledger::Ledger;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The folder of a new casebook and its ledger, open for writing.
fn new_book() -> (TempDir, Ledger) {
    let dir = tempfile::tempdir().unwrap();
    let book = Ledger::create(dir.path(), "example.org/casebook").unwrap();
    (dir, book)
}

/// Opens a casebook for writing, as a command does.
fn open(dir: &Path) -> Ledger {
    Ledger::open(dir, Duration::from_mins(1)).unwrap()
}

/// The payload of an invented act.
fn judgement(number: usize) -> Value {
    json!({"act": "judged", "by": "Mira", "number": number, "because": format!("two names, one street {number}")})
}

/// Several of them, numbered from `from`.
fn judgements(from: usize, count: usize) -> Vec<Value> {
    (from..from + count).map(judgement).collect()
}

/// The payloads of all acts.
fn payloads(book: &Ledger) -> Vec<Value> {
    book.acts(0).unwrap().map(|act| act.unwrap().payload().unwrap()).collect()
}

/// A file of the ledger's folder.
fn file(dir: &Path, name: &str) -> PathBuf {
    dir.join("ledger").join(name)
}

/// Copies a folder with everything in it.
fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
