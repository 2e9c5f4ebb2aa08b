//! The scorers that come with the corpora. Enters: a script and its arguments. Leaves: its figures.
//! Judges nothing itself.

use super::Bench;
use super::gold;
use crate::failure::Failure;
use crate::program::{answer, output, python};
use serde_json::{Value, json};
use std::path::Path;

impl Bench {
    /// What a corpus's `score.py` prints with `--json`.
    pub(super) fn score(&self, corpus: &str, words: &[&str], files: &[&Path]) -> Result<Value, Failure> {
        let script = self.corpora.join(corpus).join("score.py");
        let said = output(python(&script).args(words).args(files).arg("--json"))?;
        serde_json::from_str(&said).map_err(Failure::during(script.display()))
    }

    /// How many readings there are, how many reports could not be read, and how often the contract is broken.
    pub(super) fn contract(&self, readings: &Path, reports: &Path) -> Result<Value, Failure> {
        let script = self.corpora.join("../contract/check_contract.py");
        let (_, said) = answer(python(&script).arg(readings).arg(reports))?;
        let last = said.lines().last().unwrap_or_default();
        let numbers: Vec<u64> = last.split([' ', ',']).filter_map(|word| word.parse().ok()).collect();
        let [count, breaches] = numbers[..] else {
            return Err(Failure::new(format!("{} says {last:?}", script.display())));
        };
        // The breaches themselves name reports: they are for the terminal.
        said.lines().take(5).filter(|_| breaches > 0).for_each(|line| println!("{line}"));
        let errors = gold::lines(readings)?.iter().filter(|row| row.get("error").is_some()).count();
        Ok(json!({"readings": count, "breaches": breaches, "errors": errors}))
    }
}

/// How many of a script's checks passed and failed: it prints "ok" or "FAIL" before each.
pub(super) fn checks(script: &Path, words: &[&str], reading: &Path) -> Result<(u64, u64), Failure> {
    let mut command = python(script);
    command.args(words);
    let said = fed(command, reading)?;
    let count =
        |word: &str| said.lines().filter(|line| line.split_whitespace().next() == Some(word)).count() as u64;
    said.lines().filter(|line| line.starts_with("FAIL")).for_each(|line| println!("{line}"));
    Ok((count("ok"), count("FAIL")))
}

fn fed(mut command: std::process::Command, file: &Path) -> Result<String, Failure> {
    let input = std::fs::File::open(file).map_err(Failure::during(file.display()))?;
    let ran = command.stdin(input).output().map_err(Failure::during("python3"))?;
    Ok(String::from_utf8_lossy(&ran.stdout).into_owned())
}
