//! Bad input: each fault is told in a line of its own, the rest of the run goes on, and the exit code says so.

use crate::support::{Ran, arg, casebook, cenotaph, run, run_with};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

const GOOD: &str = "Three people were killed in shelling in Raqqa on 3 June 2017.";

/// A folder with a bad file between two good ones.
fn folder_with(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("a-good.txt"), GOOD).expect("written");
    fs::write(dir.path().join(name), bytes).expect("written");
    fs::write(dir.path().join("z-good.txt"), format!("{GOOD} More.")).expect("written");
    let path = dir.path().to_owned();
    (dir, path)
}

/// Reads a folder in both ways. Both tell of the fault and end with the code; the two good files are read.
#[track_caller]
fn told(folder: &Path, words: &[&str], code: i32) -> Ran {
    let beside = tempfile::tempdir().expect("a folder");
    let book = casebook(beside.path());
    let ran = run(&["read", "--casebook", arg(&book), arg(folder)]).ended(code);
    ran.says(words);
    assert!(ran.out.contains("new"), "{}", ran.out);
    assert_eq!(run(&["incidents", "--casebook", arg(&book), "--json"]).ended(0).json().len(), 1);
    let ran = run(&["read", "--json", arg(folder)]).ended(code);
    ran.says(words);
    let read = ran.json().iter().filter(|reading| reading["accounts"][0]["killed"]["min"] == 3).count();
    assert_eq!(read, 2, "{}", ran.out);
    ran
}

/// The one error among readings.
fn error_in(ran: &Ran) -> (String, String) {
    let errors: Vec<_> = ran.json().into_iter().filter(|reading| !reading["error"].is_null()).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    let word = |key: &str| errors[0][key].as_str().unwrap_or_default().to_owned();
    (word("report"), word("error"))
}

#[test]
fn an_empty_file() {
    let (_dir, folder) = folder_with("empty.txt", b"");
    let (report, error) = error_in(&told(&folder, &["empty.txt", "no text"], 3));
    assert!(report.ends_with("empty.txt") && error.contains("no text"), "{report}: {error}");
}

#[test]
fn binary_junk() {
    let junk: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let (_dir, folder) = folder_with("junk.txt", &junk);
    error_in(&told(&folder, &["junk.txt"], 3));
}

#[test]
fn a_file_that_ends_in_the_middle_of_a_character_is_read_and_told() {
    let whole = format!("{GOOD} قال سكان إن القصف استمر");
    let (_dir, folder) = folder_with("cut.txt", &whole.as_bytes()[..whole.len() - 1]);
    let ran = run(&["read", "--json", arg(&folder)]).ended(0);
    ran.says(&["cut.txt", "middle of a character"]);
    let told = ran.json().iter().any(|reading| {
        reading["problems"].to_string().contains("middle of a character")
            && reading["accounts"][0]["killed"]["min"] == 3
    });
    assert!(told, "{}", ran.out);
}

#[test]
fn a_line_of_200_megabytes() {
    let lines = |to: &mut dyn Write| {
        let piece = vec![b'a'; 1 << 20];
        let mut put = |bytes: &[u8]| to.write_all(bytes).expect("written");
        put(format!("{{\"id\": \"before\", \"text\": \"{GOOD}\"}}\n{{\"id\": \"huge\", \"text\": \"")
            .as_bytes());
        (0..200).for_each(|_| put(&piece));
        put(format!("\"}}\n{{\"id\": \"after\", \"text\": \"{GOOD}\"}}\n").as_bytes());
    };
    let ran = run_with(&["read", "--json", "-"], lines).ended(3);
    ran.says(&["standard input:2", "limit"]);
    assert_eq!(error_in(&ran).0, "huge");
    let ids: Vec<String> = ran.json().iter().map(|reading| reading["report"].to_string()).collect();
    assert_eq!(ids, ["\"before\"", "\"huge\"", "\"after\""]);
}

#[test]
fn a_line_without_text() {
    let lines = format!(
        "{{\"id\": \"r1\", \"published\": \"2017-06-04\"}}\nnot json\n{{\"id\": \"r3\", \"text\": \"{GOOD} Again.\"}}\n"
    );
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("lines.jsonl");
    fs::write(&file, lines).expect("written");
    let ran = run(&["read", "--json", arg(&file)]).ended(3);
    ran.says(&["lines.jsonl:1", "text", "is not there"]);
    ran.says(&["lines.jsonl:2"]);
    let readings = ran.json();
    assert_eq!((readings[0]["report"].as_str(), readings.len()), (Some("r1"), 3));
    assert!(readings[1]["report"].as_str().is_some_and(|report| report.ends_with("lines.jsonl:2")));
    assert_eq!(readings[2]["accounts"][0]["killed"]["min"], 3);
}

#[test]
fn a_file_that_is_not_there() {
    let ran = run(&["read", "--json", "no-such-file.txt"]).ended(3);
    ran.says(&["no-such-file.txt", "check that it exists"]);
}

/// The binary as a user whom permissions bind; the superuser may read everything. `None` where that user cannot
/// run the binary at all.
#[cfg(unix)]
pub(crate) fn bound_by_permissions() -> Option<Command> {
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65_534;
    let id = Command::new("id").arg("-u").output().ok()?;
    let mut command = cenotaph();
    if id.stdout.trim_ascii() == b"0" {
        command.uid(NOBODY).gid(NOBODY);
        let mut probe = Command::new(env!("CARGO_BIN_EXE_cenotaph"));
        probe.arg("--version").uid(NOBODY).gid(NOBODY).output().ok()?;
    }
    Some(command)
}

#[cfg(unix)]
pub(crate) fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the mode is set");
}

#[cfg(unix)]
#[test]
fn an_unreadable_folder() {
    let Some(mut command) = bound_by_permissions() else {
        return eprintln!("skipped: nobody cannot run the binary");
    };
    let (_dir, folder) = folder_with("more.txt", GOOD.as_bytes());
    let closed = folder.join("closed");
    fs::create_dir(&closed).expect("made");
    set_mode(&folder, 0o755);
    set_mode(&closed, 0o000);
    let ran = Ran::of(&command.args(["read", "--json", arg(&folder)]).output().expect("runs"));
    set_mode(&closed, 0o755);
    let ran = ran.ended(3);
    ran.says(&["closed", "Permission denied"]);
    assert_eq!(ran.json().iter().filter(|reading| reading["error"].is_null()).count(), 3);
}

#[test]
fn many_bad_lines_do_not_flood_the_terminal() {
    let lines =
        |to: &mut dyn Write| (0..500).for_each(|_| to.write_all(b"{\"text\": 5}\n").expect("written"));
    let ran = run_with(&["read", "--json", "-"], lines).ended(3);
    assert_eq!(ran.json().len(), 500);
    assert_eq!(ran.err.lines().count(), 21);
    ran.says(&["480 more inputs could not be read"]);
}
