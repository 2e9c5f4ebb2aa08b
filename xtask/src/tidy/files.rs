//! What every source file keeps to. Enters: sources. Leaves: modules that do not open with their description, words
//! that say something is left undone, names that say nothing, files too long to be read at one sitting.

use super::Finding;
use super::source::{lines_with, tokens};
use crate::tree::Tree;

/// Lines a source file may have.
const LONGEST: usize = 800;
/// Names under which anything may be put, and therefore is.
const NAMELESS: [&str; 10] =
    ["util", "utils", "helper", "helpers", "manager", "managers", "common", "misc", "shared", "stuff"];
/// Macros that mark what is left undone.
const UNDONE: [&str; 3] = ["todo !", "unimplemented !", "dbg !"];
/// Words that do. Written in two parts, so that this file holds none of them.
const MARKS: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
/// The files in which people leave such words.
const WRITTEN: [&str; 6] = [".rs", ".toml", ".md", ".py", ".sh", ".sql"];

/// Modules of `crates/*/src` that do not open with `//!`.
pub(super) fn unopened(tree: &Tree) -> Vec<Finding> {
    let sources = tree.rooms().into_iter().flat_map(|room| tree.sources(room));
    let unopened = sources.filter(|(_, text)| !text.starts_with("//!"));
    unopened
        .map(|(file, _)| Finding::new(file, 1, "open with //!: what enters, what leaves, what it never does"))
        .collect()
}

/// Lines that say something is left undone.
pub(super) fn undone(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files().filter(|file| WRITTEN.iter().any(|ending| file.ends_with(ending))) {
        let text = tree.text(file).unwrap_or_default();
        for (n, line) in text.lines().enumerate() {
            findings.extend(
                mark(line).map(|mark| Finding::new(file, n + 1, format!("{mark}: do it, or open an issue"))),
            );
        }
        if Tree::has_ending(file, "rs") {
            let tokens = tokens(&text);
            for pattern in UNDONE {
                let macros = lines_with(&tokens, pattern);
                findings.extend(macros.map(|line| Finding::new(file, line, pattern.replace(' ', ""))));
            }
        }
    }
    findings
}

fn mark(line: &str) -> Option<&'static str> {
    let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.find_map(|word| MARKS.into_iter().find(|mark| *mark == word))
}

/// Sources whose name says nothing, or that are too long.
pub(super) fn misnamed_or_long(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.with_ending("rs") {
        let nameless = file.split('/').find(|part| NAMELESS.contains(&part.trim_end_matches(".rs")));
        findings.extend(
            nameless.map(|part| Finding::new(file, 0, format!("{part}: name it after what it holds"))),
        );
        let lines = tree.text(file).unwrap_or_default().lines().count();
        if lines > LONGEST {
            findings.push(Finding::new(file, 0, format!("{lines} lines; at most {LONGEST}")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::tests::planted;

    #[test]
    fn a_module_without_its_opening_is_found() {
        let (_folder, tree) = planted(&[
            ("crates/text/Cargo.toml", ""),
            ("crates/text/src/lib.rs", "//! Text."),
            ("crates/text/src/span.rs", "use std::fmt;\n"),
            ("crates/text/tests/span.rs", "#[test]\nfn f() {}\n"),
        ]);
        let found: Vec<String> = unopened(&tree).into_iter().map(|finding| finding.file).collect();
        assert_eq!(found, ["crates/text/src/span.rs"]);
    }

    #[test]
    fn what_is_left_undone_is_found_and_longer_words_are_not() {
        let text =
            format!("// {}: later\nfn f() {{ todo!() }}\nlet MASTODON = 1; // {}S\n", MARKS[0], MARKS[0]);
        let (_folder, tree) = planted(&[("a.rs", &text)]);
        assert_eq!(undone(&tree).iter().map(|f| f.line).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn names_that_say_nothing_and_long_files_are_found() {
        let (_folder, tree) = planted(&[
            ("a/utils.rs", ""),
            ("a/common/mod.rs", ""),
            ("a/b.rs", &"\n".repeat(801)),
            ("a/c.rs", &"\n".repeat(800)),
        ]);
        let found: Vec<String> = misnamed_or_long(&tree).into_iter().map(|f| f.file).collect();
        assert_eq!(found, ["a/b.rs", "a/common/mod.rs", "a/utils.rs"]);
    }
}
