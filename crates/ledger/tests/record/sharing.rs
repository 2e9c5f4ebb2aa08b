//! Several writers on one casebook: batches interleave, nothing is lost, a killed writer leaves no trap.

use std::env;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use ledger::{ErrorKind, Ledger, verify};
use serde_json::{Value, json};

use crate::{file, judgements, new_book, open, payloads};

/// Where a writer in another process finds its casebook.
const FOLDER: &str = "LEDGER_TEST_FOLDER";

#[test]
fn batches_of_several_threads_interleave_and_none_is_lost() {
    let (dir, _book) = new_book();
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let dir = dir.path().to_owned();
            thread::spawn(move || write_batches(&dir, writer, 25))
        })
        .collect();
    let mut numbers: Vec<u64> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq(0..300));
    check_writers(dir.path(), 4, 75);
}

/// Appends batches of three acts and returns the numbers they got.
fn write_batches(dir: &Path, writer: u64, batches: u64) -> Vec<u64> {
    let mut book = open(dir);
    let batch = |n: u64| (3 * n..3 * n + 3).map(|n| json!({"writer": writer, "n": n})).collect::<Vec<_>>();
    (0..batches).flat_map(|n| book.append(&batch(n)).unwrap()).collect()
}

/// Checks that each writer's acts are all there, in the writer's order.
fn check_writers(dir: &Path, writers: u64, acts: u64) {
    let all = payloads(&Ledger::open_read(dir).unwrap());
    for writer in 0..writers {
        let own: Vec<&Value> =
            all.iter().filter(|act| act["writer"] == writer).map(|act| &act["n"]).collect();
        assert!(own.into_iter().eq((0..acts).map(Value::from).collect::<Vec<_>>().iter()), "writer {writer}");
    }
    let report = verify(dir, |_| Vec::new(), |_| {}).unwrap();
    assert!(report.is_sound() && report.findings.is_empty(), "{:?}", report.findings);
}

#[test]
fn batches_of_two_processes_interleave_and_none_is_lost() {
    let (dir, _book) = new_book();
    let children = [0, 1].map(|writer| spawn(dir.path(), writer, 60));
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    check_writers(dir.path(), 2, 60);
}

#[test]
fn what_a_killed_process_was_told_is_recorded_stays_recorded() {
    let (dir, _book) = new_book();
    let mut acknowledged = 0;
    for round in 0..8 {
        let mut child = spawn(dir.path(), round, u64::MAX);
        let told = BufReader::new(child.stdout.take().unwrap());
        let mut lines = told.lines().map(Result::unwrap).filter_map(|line| line.parse::<u64>().ok());
        for _ in 0..3 {
            acknowledged = acknowledged.max(lines.next().unwrap());
        }
        thread::sleep(Duration::from_micros(700 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged = lines.max().unwrap_or(acknowledged).max(acknowledged);
        assert!(open(dir.path()).size() > acknowledged, "round {round}");
    }
    let report = verify(dir.path(), |_| Vec::new(), |_| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.findings);
}

/// Starts a process that appends single acts and prints the number of each once it is acknowledged.
fn spawn(dir: &Path, writer: u64, acts: u64) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "sharing::a_writer_in_a_process_of_its_own", "--ignored", "--nocapture"])
        .env(FOLDER, format!("{writer} {acts} {}", dir.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "started by the tests above, which say where to write"]
fn a_writer_in_a_process_of_its_own() {
    let order = env::var(FOLDER).unwrap();
    let mut order = order.splitn(3, ' ');
    let mut number = || order.next().unwrap().parse::<u64>().unwrap();
    let (writer, acts) = (number(), number());
    let mut book = open(Path::new(order.next().unwrap()));
    println!();
    for n in 0..acts {
        println!("{}", book.append(&[json!({"writer": writer, "n": n})]).unwrap().start);
    }
}

#[test]
fn a_writer_that_waits_too_long_is_told_to_try_again() {
    let (dir, mut book) = new_book();
    book.set_wait(Duration::from_millis(20));
    let other = File::options().write(true).open(file(dir.path(), "lock")).unwrap();
    other.lock().unwrap();
    for error in [
        book.append(&judgements(0, 1)).unwrap_err(),
        Ledger::open(dir.path(), Duration::from_millis(20)).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Busy);
        let text = error.to_string();
        assert!(text.starts_with("another process is writing") && text.ends_with("try again"), "{text}");
    }
    assert_eq!(payloads(&Ledger::open_read(dir.path()).unwrap()).len(), 0);
    other.unlock().unwrap();
    assert_eq!(book.append(&judgements(0, 1)).unwrap(), 0..1);
}

#[test]
fn a_reader_sees_what_others_append_once_it_refreshes() {
    let (dir, mut book) = new_book();
    let mut reader = Ledger::open_read(dir.path()).unwrap();
    book.append(&judgements(0, 4)).unwrap();
    assert_eq!(reader.size(), 0);
    reader.refresh().unwrap();
    assert_eq!(payloads(&reader), judgements(0, 4));
}
