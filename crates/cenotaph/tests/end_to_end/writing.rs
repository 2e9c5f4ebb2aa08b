//! What cannot be written: a full disk, a read-only casebook, a newer one, and several writers at once.

use crate::bad_input;
use crate::support::{Ran, arg, casebook, casebook_of_examples, cenotaph, examples, run};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn incidents(book: &Path) -> String {
    run(&["incidents", "--casebook", arg(book), "--json"]).ended(0).out
}

#[test]
fn standard_output_on_a_full_disk() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        return eprintln!("skipped: no /dev/full");
    };
    let mut command = cenotaph();
    command.args(["read", "--json", arg(&examples())]).stdout(full);
    Ran::of(&command.output().expect("runs")).ended(5).says(&[
        "standard output",
        "No space left",
        "make room",
    ]);
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let mut command = cenotaph();
    command.args(["read", "--json", arg(&examples())]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("runs");
    drop(child.stdout.take());
    let ran = Ran::of(&child.wait_with_output().expect("ends")).ended(0);
    assert_eq!(ran.err, "");
}

/// A disk of two megabytes that only this script sees. It fills up during a read; after room is made, all is well.
const FULL_DISK: &str = r#"
set -u
mount -t tmpfs -o size=2m tmpfs "$1" || exit 99
"$2" new "$1/b.casebook" >/dev/null || exit 90
head -c 1700000 /dev/zero > "$1/filler"
"$2" read --casebook "$1/b.casebook" "$3" >&2; echo "full $?"
rm "$1/filler"
"$2" verify --casebook "$1/b.casebook" >/dev/null; echo "verify $?"
"$2" read --casebook "$1/b.casebook" "$3" >&2; echo "again $?"
"$2" incidents --casebook "$1/b.casebook" --json
"#;

#[cfg(target_os = "linux")]
#[test]
fn a_casebook_on_a_full_disk_loses_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("unshare");
    command.args(["-r", "-m", "sh", "-c", FULL_DISK, "sh", arg(dir.path()), env!("CARGO_BIN_EXE_cenotaph")]);
    let Ok(output) = command.arg(examples()).output() else { return eprintln!("skipped: no unshare") };
    let ran = Ran::of(&output);
    let Some(told) = ran.out.strip_prefix("full 5\nverify 0\nagain 0\n") else {
        assert!(ran.code == 99 || ran.out.is_empty(), "{}\n{}", ran.out, ran.err);
        return eprintln!("skipped: no disk of its own can be mounted here: {}", ran.err);
    };
    assert!(ran.err.contains("No space left") || ran.err.contains("no room is left"), "{}", ran.err);
    let beside = tempfile::tempdir().expect("a folder");
    assert_eq!(told, incidents(&casebook_of_examples(beside.path())));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_told_like_a_full_disk() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook(dir.path());
    let script = "trap '' XFSZ; ulimit -f 16; exec \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_cenotaph"), "read", "--casebook", arg(&book)]);
    let ran = Ran::of(&command.arg(examples()).output().expect("runs")).ended(5);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    run(&["verify", "--casebook", arg(&book)]).ended(0);
    run(&["read", "--casebook", arg(&book), arg(&examples())]).ended(0);
    let beside = tempfile::tempdir().expect("a folder");
    assert_eq!(incidents(&book), incidents(&casebook_of_examples(beside.path())));
}

#[cfg(unix)]
#[test]
fn a_read_only_casebook_can_be_read_and_not_written() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook_of_examples(dir.path());
    let told = incidents(&book);
    let everything = || walkdir(&book).into_iter();
    for path in everything() {
        bad_input::set_mode(&path, if path.is_dir() { 0o555 } else { 0o444 });
    }
    bad_input::set_mode(dir.path(), 0o755);
    let as_bound = |args: &[&str]| {
        let mut command = bad_input::bound_by_permissions()?;
        Some(Ran::of(&command.args(args).args(["--casebook", arg(&book)]).output().ok()?))
    };
    let read = as_bound(&["incidents", "--json"]);
    let written = as_bound(&["read", arg(&examples())]);
    let judged = as_bound(&["judge", "set", "2017", "grade", "weak", "--why", "a test"]);
    for path in everything() {
        bad_input::set_mode(&path, 0o755);
    }
    let (Some(read), Some(written), Some(judged)) = (read, written, judged) else {
        return eprintln!("skipped: nobody cannot run the binary");
    };
    assert_eq!(read.ended(0).out, told);
    written.ended(5).says(&["test.casebook", "denied"]);
    judged.ended(5);
}

/// Every file and folder beneath a path, the path among them.
fn walkdir(path: &Path) -> Vec<std::path::PathBuf> {
    let mut all = vec![path.to_owned()];
    if path.is_dir() {
        let entries = fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path());
        all.extend(entries.flat_map(|path| walkdir(&path)));
    }
    all
}

#[test]
fn a_casebook_of_a_newer_version_is_left_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook_of_examples(dir.path());
    let format = book.join("ledger/format");
    let ours = fs::read(&format).expect("a file");
    fs::write(&format, "999\n").expect("written");
    let (acts, examples) = (fs::read(book.join("ledger/acts.jsonl")).expect("a file"), examples());
    for verb in [&["incidents"][..], &["read", arg(&examples)], &["verify"], &["rebuild"]] {
        let ran = run(&[verb, &["--casebook", arg(&book)]].concat()).ended(6);
        ran.says(&["newer", "upgrade"]);
    }
    assert_eq!(fs::read(book.join("ledger/acts.jsonl")).expect("a file"), acts);
    fs::write(&format, ours).expect("written");
    run(&["verify", "--casebook", arg(&book)]).ended(0);
}

#[test]
fn two_writers_at_once_give_what_one_gives() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook(dir.path());
    let mut files: Vec<_> =
        fs::read_dir(examples()).expect("a folder").map(|entry| entry.expect("one").path()).collect();
    files.sort();
    let spawn = |some: &[std::path::PathBuf]| {
        let mut command = cenotaph();
        command.args(["read", "--casebook", arg(&book)]).args(some);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs")
    };
    let (left, right) = files.split_at(files.len() / 2);
    let writers = [spawn(left), spawn(right), spawn(left)];
    for writer in writers {
        Ran::of(&writer.wait_with_output().expect("ends")).ended(0);
    }
    run(&["verify", "--casebook", arg(&book)]).ended(0);
    let beside = tempfile::tempdir().expect("a folder");
    assert_eq!(incidents(&book), incidents(&casebook_of_examples(beside.path())));
}

#[test]
fn a_casebook_in_use_is_busy_to_whoever_would_rebuild_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook_of_examples(dir.path());
    let mut command = cenotaph();
    command.args(["read", "--casebook", arg(&book), "--acknowledge", "-"]);
    let mut reader = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("runs");
    let mut stdin = reader.stdin.take().expect("a pipe");
    // A batch is acknowledged while the reader waits for more, so the casebook is open from then on.
    for n in 0..300 {
        writeln!(stdin, r#"{{"id": "w{n}", "text": "Nothing happened in {n}."}}"#).expect("written");
    }
    let mut line = String::new();
    let out = reader.stdout.as_mut().expect("a pipe");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut line).expect("an acknowledgement");
    run(&["rebuild", "--casebook", arg(&book)]).ended(5).says(&["another process", "try again"]);
    run(&["incidents", "--casebook", arg(&book)]).ended(0);
    drop(stdin);
    reader.wait().expect("ends");
    run(&["rebuild", "--casebook", arg(&book)]).ended(0);
}
