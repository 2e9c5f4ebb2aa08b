//! Every check and test there is. Enters: the repository. Leaves: what each step prints, a table of the steps with
//! their times, and a last line "N passed, N failed". A step that fails does not stop those after it.

use crate::failure::Failure;
use crate::program::{cargo, runs, show};
use crate::tidy;
use crate::tree::Tree;
use std::process::Command;
use std::time::{Duration, Instant};

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only these steps
    #[arg(value_parser = STEPS.map(|step| step.name))]
    steps: Vec<String>,
    /// Kill and damage the program's casebooks as often as the full runs do (minutes instead of seconds)
    #[arg(long)]
    full: bool,
}

/// How often a full run kills a reader and flips a byte; `crates/cenotaph/tests/kill.rs` reads these variables.
const FULL: [(&str, &str); 2] = [("CENOTAPH_KILLS", "200"), ("CENOTAPH_FLIPS", "1000")];

/// A named part of the run.
struct Step {
    name: &'static str,
    run: fn(&Tree, &Options) -> Result<Count, Failure>,
}

const STEPS: [Step; 6] = [
    Step { name: "format", run: |tree, _| format(tree) },
    Step { name: "lints", run: |tree, _| lints(tree) },
    Step { name: "tests", run: tests },
    Step { name: "examples", run: |tree, _| examples(tree) },
    Step { name: "docs", run: |tree, _| docs(tree) },
    Step { name: "tidy", run: |tree, _| Ok(tidied(tree)) },
];

/// How many checks passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    passed: usize,
    failed: usize,
}

impl Count {
    /// One check.
    fn one(passed: bool) -> Self {
        Self { passed: usize::from(passed), failed: usize::from(!passed) }
    }

    /// The count that a test runner printed. A run that failed without naming a test (it did not build, say) is
    /// one failure, so that a failure is never counted as none.
    fn told(succeeded: bool, said: &str) -> Self {
        let mut count =
            Self { passed: told(said, "passed"), failed: told(said, "failed") + told(said, "timed out") };
        if !succeeded && count.failed == 0 {
            count.failed = 1;
        }
        count
    }
}

/// Runs the steps; false where one failed.
pub(crate) fn run(tree: &Tree, options: &Options) -> bool {
    let (mut rows, mut all, start) = (Vec::new(), Count::default(), Instant::now());
    let chosen =
        |step: &&Step| options.steps.is_empty() || options.steps.iter().any(|name| name == step.name);
    for step in STEPS.iter().filter(chosen) {
        println!("\n── {} ──", step.name);
        let begun = Instant::now();
        let count = (step.run)(tree, options).unwrap_or_else(|failure| {
            eprintln!("{failure}");
            Count::one(false)
        });
        all = Count { passed: all.passed + count.passed, failed: all.failed + count.failed };
        rows.push((step.name, count, begun.elapsed()));
    }
    println!("\n── steps ──");
    for (name, count, time) in &rows {
        println!("{}", row(name, *count, *time));
    }
    println!("{}", row("in all", all, start.elapsed()));
    let failed: Vec<&str> = rows.iter().filter(|(_, count, _)| count.failed > 0).map(|row| row.0).collect();
    if !failed.is_empty() {
        println!("failed steps: {}", failed.join(", "));
    }
    println!("{} passed, {} failed", all.passed, all.failed);
    failed.is_empty()
}

fn row(name: &str, count: Count, time: Duration) -> String {
    let word = if count.failed == 0 { "ok" } else { "FAILED" };
    format!(
        "{word:7}{name:10}{:8.1} s {:6} passed {:4} failed",
        time.as_secs_f64(),
        count.passed,
        count.failed
    )
}

fn format(tree: &Tree) -> Result<Count, Failure> {
    component(tree, "rustfmt", "fmt")?;
    shown(tree, &["fmt", "--all", "--check"])
}

fn lints(tree: &Tree) -> Result<Count, Failure> {
    component(tree, "clippy", "clippy")?;
    compiler_of_c()?;
    shown(tree, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
}

/// Unit, property and end-to-end tests.
fn tests(tree: &Tree, options: &Options) -> Result<Count, Failure> {
    compiler_of_c()?;
    browser();
    let mut version = cargo(tree);
    version.args(["nextest", "--version"]);
    let mut command = cargo(tree);
    if runs(version) {
        command.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
        command.args(["--status-level", "slow", "--final-status-level", "fail"]);
    } else {
        println!(
            "cargo-nextest is not there (cargo install --locked cargo-nextest); cargo test serves as well"
        );
        command.args(["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"]);
    }
    if options.full {
        command.envs(FULL);
    }
    let (succeeded, said) = show(command)?;
    Ok(Count::told(succeeded, &said))
}

/// The examples in the documentation, run.
fn examples(tree: &Tree) -> Result<Count, Failure> {
    let mut command = cargo(tree);
    command.args(["test", "--workspace", "--doc", "--no-fail-fast"]);
    let (succeeded, said) = show(command)?;
    Ok(Count::told(succeeded, &said))
}

fn docs(tree: &Tree) -> Result<Count, Failure> {
    let mut command = cargo(tree);
    command.args(["doc", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-D warnings");
    Ok(Count::one(show(command)?.0))
}

/// The invariants of the layout.
fn tidied(tree: &Tree) -> Count {
    let (passed, failed) = tidy::check(tree);
    Count { passed, failed }
}

fn shown(tree: &Tree, words: &[&str]) -> Result<Count, Failure> {
    let mut command = cargo(tree);
    command.args(words);
    Ok(Count::one(show(command)?.0))
}

/// Sees to it that a part of the toolchain is there: asks rustup for it, and names the command where that fails.
fn component(tree: &Tree, name: &str, verb: &str) -> Result<(), Failure> {
    let there = || {
        let mut command = cargo(tree);
        command.args([verb, "--version"]);
        runs(command)
    };
    if there() {
        return Ok(());
    }
    println!("{name} is not there; asking rustup for it");
    let mut rustup = Command::new("rustup");
    rustup.args(["component", "add", name]).current_dir(tree.root());
    if runs(rustup) && there() {
        return Ok(());
    }
    Err(Failure::new(format!("{name} is missing. Install it with: rustup component add {name}")))
}

/// Sees to it that SQLite can be compiled.
fn compiler_of_c() -> Result<(), Failure> {
    let name = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let mut compiler = Command::new(name);
    compiler.arg("--version");
    if cfg!(windows) || runs(compiler) {
        return Ok(());
    }
    Err(Failure::new(
        "a C compiler is missing (SQLite is built from source). Install it with: apt-get install build-essential \
         (Debian, Ubuntu), dnf install gcc (Fedora), xcode-select --install (macOS)",
    ))
}

/// Sees to it that the pages can be walked through in a browser: asks Debian's packages for Chromium and its driver.
/// Where that fails the tests of the pages say themselves that they were left out.
fn browser() {
    let there = || ["chromium", "chromedriver"].into_iter().all(|name| runs(told_its_version(name)));
    if there() {
        return;
    }
    println!("Chromium or its driver is not there; asking apt-get for them");
    let mut update = Command::new("apt-get");
    update.args(["-qq", "update"]);
    let mut install = Command::new("apt-get");
    install.args(["-qq", "install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"]);
    install.env("DEBIAN_FRONTEND", "noninteractive");
    let installed = runs(update) && runs(install) && there();
    if !installed {
        println!(
            "the tests in a browser will be left out. Install it with: apt-get install chromium chromium-driver \
             (Debian), dnf install chromium chromedriver (Fedora), brew install --cask chromium chromedriver (macOS)"
        );
    }
}

fn told_its_version(program: &str) -> Command {
    let mut command = Command::new(program);
    command.arg("--version");
    command
}

/// The sum of the numbers that stand before a word in the summary lines of nextest and libtest.
fn told(said: &str, word: &str) -> usize {
    let plain = without_colour(said);
    // A summary that is indented is part of what a failed test printed.
    let summaries = plain.lines().filter(|line| line.starts_with("test result:") || is_nextest(line));
    summaries
        .flat_map(|line| line.split([',', ';', ':', '.']))
        .filter_map(|part| number_before(part, word))
        .sum()
}

fn is_nextest(line: &str) -> bool {
    line.trim_start().starts_with("Summary [") && (line.contains("tests run:") || line.contains("test run:"))
}

fn number_before(part: &str, word: &str) -> Option<usize> {
    let (number, rest) = part.trim_start().split_once(' ')?;
    rest.starts_with(word).then(|| number.parse().ok())?
}

/// Text without the escape sequences of terminals (ECMA-48 SGR).
fn without_colour(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut parts = text.split("\u{1b}[");
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        plain.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_taken_from_nextest() {
        let said = "  PASS x\n     Summary [   1.204s] 12 tests run: 9 passed (1 slow), 2 failed, 1 timed out, 4 skipped\n";
        assert_eq!(Count::told(false, said), Count { passed: 9, failed: 3 });
    }

    #[test]
    fn coloured_counts_are_counts() {
        let said = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.010s] \u{1b}[1m1\u{1b}[0m test run: \u{1b}[1m1\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, 0 skipped";
        assert_eq!(Count::told(true, said), Count { passed: 1, failed: 0 });
    }

    #[test]
    fn counts_of_several_binaries_are_added() {
        let said = "test result: ok. 3 passed; 0 failed; 0 ignored\n7 failed to open\ntest result: FAILED. 4 passed; 2 failed; 1 ignored";
        assert_eq!(Count::told(false, said), Count { passed: 7, failed: 2 });
    }

    #[test]
    fn what_a_failed_test_printed_is_not_counted_again() {
        let said = "    test result: FAILED. 0 passed; 1 failed; 0 ignored\n     Summary [ 1.0s] 2 tests run: 1 passed, 1 failed, 0 skipped\n";
        assert_eq!(Count::told(false, said), Count { passed: 1, failed: 1 });
    }

    #[test]
    fn a_run_that_did_not_build_is_a_failure() {
        assert_eq!(Count::told(false, "error: could not compile"), Count { passed: 0, failed: 1 });
    }
}
