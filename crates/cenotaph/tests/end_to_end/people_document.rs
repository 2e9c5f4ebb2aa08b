//! The worked example of docs/PEOPLE.md, run from its first command to its last. All people are invented.

use crate::support::{Ran, cenotaph};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The words of a command; single quotes hold together.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('\'').enumerate();
    let words = parts.flat_map(|(n, part)| {
        let quoted = n % 2 == 1;
        let split = if quoted { vec![part] } else { part.split_whitespace().collect() };
        split.into_iter().map(str::to_owned).collect::<Vec<_>>()
    });
    words.collect()
}

/// Each command of the document with what it is said to print.
fn commands(document: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for block in document.split("```console\n").skip(1) {
        for line in block.split("```").next().unwrap_or_default().lines() {
            match (line.strip_prefix("$ cenotaph "), all.last_mut()) {
                (Some(command), _) => all.push((command.to_owned(), String::new())),
                (None, Some((_, output))) => output.extend([line, "\n"]),
                (None, None) => panic!("output before any command: {line}"),
            }
        }
    }
    all
}

/// What must be the same to the letter, and numbers that may differ a little: other machines round logarithms otherwise.
fn told(text: &str) -> (String, Vec<f64>) {
    let (mut words, mut numbers) = (String::new(), Vec::new());
    for piece in text.split_inclusive(|c: char| !(c.is_ascii_digit() || c == '.')) {
        let digits = piece.trim_end_matches(|c: char| !c.is_ascii_digit());
        match digits.parse::<f64>() {
            Ok(number) => {
                numbers.push(number);
                words.extend(piece.chars().filter(|c| !c.is_ascii_digit() && !" .".contains(*c)));
            }
            Err(_) => words.push_str(piece.trim()),
        }
    }
    (words, numbers)
}

#[test]
fn the_worked_example_prints_what_the_document_shows() {
    let dir = tempfile::tempdir().expect("a folder");
    let lists = dir.path().join("examples/lists");
    std::fs::create_dir_all(&lists).expect("a folder");
    for name in ["registry.csv", "clinic.csv", "press.csv"] {
        std::fs::copy(root().join("examples/lists").join(name), lists.join(name)).expect("a list");
    }
    let document = std::fs::read_to_string(root().join("docs/PEOPLE.md")).expect("the document");
    let commands = commands(&document);
    assert!(commands.len() > 10);
    for (command, shown) in commands {
        let ran = Ran::of(&cenotaph().current_dir(dir.path()).args(words(&command)).output().expect("runs"))
            .ended(0);
        let ((said, numbers), (expected, others)) = (told(&ran.out), told(&shown));
        assert_eq!(said, expected, "$ cenotaph {command}\n{}", ran.out);
        for (a, b) in numbers.iter().zip(&others) {
            assert!(
                (a - b).abs() <= 0.05_f64.max(0.02 * b),
                "{a} for {b}: $ cenotaph {command}\n{}",
                ran.out
            );
        }
    }
}
