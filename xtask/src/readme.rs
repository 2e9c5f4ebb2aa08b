//! The demonstration in the README. Enters: the README, and what `cenotaph demo` prints. Leaves: the README with
//! that output between its marks. What differs from run to run (folders, times) is made the same first.

use crate::failure::Failure;
use crate::program::{built_for_tests, output};
use crate::tree::Tree;
use std::fs;
use std::process::Command;

/// The document.
pub(crate) const README: &str = "README.md";
const OPEN: &str = "<!-- demo -->";
const CLOSE: &str = "<!-- /demo -->";
/// The command whose output is shown.
const COMMAND: &str = "cargo run --release -- demo";

/// How the README stands to the truth.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It shows the true output.
    True,
    /// It has no marks.
    Unmarked,
    /// It shows another one, from this line of the block on.
    Stale { line: usize },
}

/// Compares.
pub(crate) fn state(tree: &Tree) -> Result<State, Failure> {
    let text = tree.text(README).unwrap_or_default();
    let Some((_, shown, _)) = parts(&text) else { return Ok(State::Unmarked) };
    Ok(compared(shown, &block(&demonstration(tree)?)))
}

fn compared(shown: &str, truth: &str) -> State {
    if shown == truth {
        return State::True;
    }
    let same = shown.lines().zip(truth.lines()).take_while(|(a, b)| a == b).count();
    State::Stale { line: same }
}

/// Rewrites the block.
pub(crate) fn rewrite(tree: &Tree) -> Result<bool, Failure> {
    let text = tree.text(README).ok_or_else(|| Failure::new("README.md cannot be read"))?;
    let (before, _, after) = parts(&text)
        .ok_or_else(|| Failure::new(format!("README.md has no {OPEN} … {CLOSE} to write between")))?;
    let new = format!("{before}{}{after}", block(&demonstration(tree)?));
    println!(
        "{}",
        if new == text { "README.md shows the true output already" } else { "README.md rewritten" }
    );
    fs::write(tree.path(README), new).map_err(Failure::during(README))?;
    Ok(true)
}

/// Whether a line opens (true) or closes (false) the block.
pub(crate) fn mark(line: &str) -> Option<bool> {
    [(OPEN, true), (CLOSE, false)].into_iter().find(|(mark, _)| line.trim() == *mark).map(|found| found.1)
}

/// What stands before the block, in it, and after it; the marks go with the outside.
fn parts(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find(OPEN)? + OPEN.len();
    let end = start + text[start..].find(CLOSE)?;
    Some((&text[..start], &text[start..end], &text[end..]))
}

fn block(output: &str) -> String {
    format!("\n\n```console\n$ {COMMAND}\n{}\n```\n\n", output.trim_end())
}

fn demonstration(tree: &Tree) -> Result<String, Failure> {
    // The demonstration leaves its casebook behind for the user to try; here it goes with this folder.
    let scratch = tempfile::tempdir().map_err(Failure::during("a temporary folder"))?;
    let mut command = Command::new(built_for_tests(tree)?);
    command.arg("demo").current_dir(tree.root()).env("NO_COLOR", "1");
    for name in ["TMPDIR", "TMP", "TEMP"] {
        command.env(name, scratch.path());
    }
    for name in ["COLUMNS", "CENOTAPH_CASEBOOK", "CENOTAPH_AUTHOR"] {
        command.env_remove(name);
    }
    let said = output(&mut command)?;
    Ok(settled(&said, &scratch.path().to_string_lossy()))
}

/// The output with what differs from run to run made the same: the temporary folder becomes the usual one.
fn settled(said: &str, scratch: &str) -> String {
    let said = said.replace(scratch, "/tmp");
    said.lines().map(|line| without_times(&without_chance(line)) + "\n").collect()
}

/// Puts `…` for the random part of the casebook's name.
fn without_chance(line: &str) -> String {
    const NAME: &str = "cenotaph-demo-";
    let mut parts = line.split(NAME);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_alphanumeric()).unwrap_or(part.len());
        out.extend([NAME, "…", &part[end..]]);
    }
    out
}

/// Puts `…` for the number of a time (`0.42 s`, `17 ms`).
fn without_times(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let is_time = |n: usize| {
        let unit = words.get(n + 1).map(|word| word.trim_end_matches(['.', ',', ';', ')']));
        let number = words[n].trim_start_matches('(');
        matches!(unit, Some("s" | "ms" | "seconds")) && number.parse::<f64>().is_ok()
    };
    let settled = words.iter().enumerate().map(|(n, word)| if is_time(n) { "…" } else { word });
    settled.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_from_run_to_run_is_settled() {
        let said = "kept in /scratch/.tmpA/cenotaph-demo-Ab3.casebook (read in 0.42 s, 17 ms.)\n";
        let settled = settled(said, "/scratch/.tmpA");
        assert_eq!(settled, "kept in /tmp/cenotaph-demo-….casebook (read in … s, … ms.)\n");
    }

    #[test]
    fn counts_are_no_times() {
        assert_eq!(without_times("31 reports, 8 s"), "31 reports, … s");
    }

    #[test]
    fn a_stale_output_is_told_with_its_line() {
        let text = format!("# T\n{OPEN}{}{CLOSE}\nrest", block("a\nb\n"));
        let (before, shown, after) = parts(&text).expect("it is marked");
        assert_eq!((before, after), ("# T\n<!-- demo -->", "<!-- /demo -->\nrest"));
        assert_eq!(compared(shown, &block("a\nb")), State::True);
        assert_eq!(compared(shown, &block("a\nc")), State::Stale { line: 5 });
    }

    #[test]
    fn a_readme_without_marks_has_no_parts() {
        assert_eq!(parts("# T\n<!-- demo -->\n"), None);
    }
}
