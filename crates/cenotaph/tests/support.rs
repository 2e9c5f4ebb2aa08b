//! Running the real binary. Enters: arguments. Leaves: what it printed and how it ended. Used by all end-to-end
//! tests, each of which uses a part of it.
#![allow(dead_code)]

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a run printed, and its exit code.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The run, if it ended with this code.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// The one line on standard error that has all these words.
    #[track_caller]
    pub(crate) fn says(&self, words: &[&str]) {
        let told = self
            .err
            .lines()
            .any(|line| line.starts_with("cenotaph: ") && words.iter().all(|word| line.contains(word)));
        assert!(told, "no line with {words:?} in:\n{}", self.err);
    }

    /// Standard output as JSON, one value a line.
    #[track_caller]
    pub(crate) fn json(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }
}

/// The binary, without what the tester's own environment would tell it.
pub(crate) fn cenotaph() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cenotaph"));
    command.env_remove("CENOTAPH_CASEBOOK").env("CENOTAPH_AUTHOR", "Amal Tester").stdin(Stdio::null());
    command
}

/// Runs the binary with arguments.
pub(crate) fn run<S: AsRef<OsStr>>(args: &[S]) -> Ran {
    Ran::of(&cenotaph().args(args).output().expect("the binary runs"))
}

/// Runs the binary with arguments and something on standard input.
pub(crate) fn run_with<S: AsRef<OsStr>>(
    args: &[S],
    input: impl FnOnce(&mut dyn Write) + Send + 'static,
) -> Ran {
    let mut command = cenotaph();
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || input(&mut stdin));
    let output = child.wait_with_output().expect("the binary ends");
    writer.join().expect("the input is written");
    Ran::of(&output)
}

/// The example reports.
pub(crate) fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/reports")
}

/// A path as an argument.
pub(crate) fn arg(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Makes a casebook in a folder, and gives its path.
pub(crate) fn casebook(dir: &Path) -> PathBuf {
    let path = dir.join("test.casebook");
    run(&["new", arg(&path)]).ended(0);
    path
}

/// Makes a casebook that holds the example reports.
pub(crate) fn casebook_of_examples(dir: &Path) -> PathBuf {
    let path = casebook(dir);
    run(&["read", "--casebook", arg(&path), arg(&examples())]).ended(0);
    path
}

/// Numbers that look random and are the same each time (Knuth's MMIX).
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    /// The next number below a bound.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound.max(1)
    }
}

/// A number that the tester may set in the environment.
pub(crate) fn from_env(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}
