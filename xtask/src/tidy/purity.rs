//! What crates must not do: the stages look at nothing but their input, only the command line prints, and only the
//! casebook and the ledger write files. Enters: sources. Leaves: the lines that do otherwise, tests aside.
//! It finds what is written plainly; a disguise is the business of review.

use super::Finding;
use super::source::{Token, lines_that_group, lines_with, tokens};
use crate::tree::Tree;

/// The crates whose result depends on their input alone.
const PURE: [&str; 7] = ["text", "value", "gazetteer", "reading", "incident", "person", "estimate"];

/// Modules of the standard library through which the world gets in.
const WORLD: [&str; 4] = ["fs", "net", "env", "process"];
/// Other ways in: clocks, chance, threads' order.
const CLOCKS: [&str; 7] = [
    "SystemTime",
    "Instant",
    "Timestamp :: now",
    "Zoned :: now",
    "rand :: random",
    "rand :: rng",
    "getrandom",
];

/// Who may print.
const PRINTERS: [&str; 2] = ["cenotaph", "web"];
const PRINTING: [&str; 6] =
    ["println !", "eprintln !", "print !", "eprint !", "io :: stdout", "io :: stderr"];

/// Who may write files.
const WRITERS: [&str; 2] = ["casebook", "ledger"];
const WRITING: [&str; 15] = [
    "fs :: write",
    "fs :: create_dir",
    "fs :: create_dir_all",
    "fs :: remove_file",
    "fs :: remove_dir",
    "fs :: remove_dir_all",
    "fs :: rename",
    "fs :: copy",
    "fs :: hard_link",
    "fs :: set_permissions",
    "File :: create",
    "File :: create_new",
    "File :: options",
    "OpenOptions",
    "DirBuilder",
];

/// Lines by which the world gets into a pure crate.
pub(super) fn impure(tree: &Tree) -> Vec<Finding> {
    let rooms = tree.rooms().into_iter().filter(|room| PURE.contains(room));
    let what = |found: &str| format!("{found} in a pure crate: pass in what it needs");
    let world = |tokens: &[Token]| {
        let named = WORLD.iter().flat_map(|module| of_module(tokens, module));
        named.chain(of_patterns(tokens, &CLOCKS)).collect()
    };
    search(tree, rooms, world, what)
}

/// Lines that print outside the command line.
pub(super) fn printing(tree: &Tree) -> Vec<Finding> {
    let rooms = tree.rooms().into_iter().filter(|room| !PRINTERS.contains(room));
    search(
        tree,
        rooms,
        |tokens| of_patterns(tokens, &PRINTING).collect(),
        |found| format!("{found}: only the command line prints; return what is to be said"),
    )
}

/// Lines that write files outside the casebook and the ledger.
pub(super) fn writing(tree: &Tree) -> Vec<Finding> {
    let rooms = tree.rooms().into_iter().filter(|room| !WRITERS.contains(room));
    search(
        tree,
        rooms,
        |tokens| of_patterns(tokens, &WRITING).collect(),
        |found| format!("{found}: only casebook and ledger write files"),
    )
}

/// A line and what stands there.
type Hit = (usize, String);

fn search<'a>(
    tree: &'a Tree,
    rooms: impl Iterator<Item = &'a str>,
    hits: impl Fn(&[Token]) -> Vec<Hit>,
    what: impl Fn(&str) -> String,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, source) in rooms.flat_map(|room| tree.sources(room)).filter(|(file, _)| !is_of_tests(file)) {
        let mut hits = hits(&tokens(&source));
        hits.sort_unstable();
        hits.dedup_by_key(|hit| hit.0);
        findings.extend(hits.iter().map(|(line, found)| Finding::new(file, *line, what(found))));
    }
    findings
}

/// A module of tests in a file of its own.
fn is_of_tests(file: &str) -> bool {
    file.ends_with("/tests.rs") || file.contains("/tests/")
}

fn of_module<'a>(tokens: &'a [Token], module: &'a str) -> impl Iterator<Item = Hit> + 'a {
    let named = format!("std::{module}");
    let pattern = format!("std :: {module}");
    let plain: Vec<usize> = lines_with(tokens, &pattern).collect();
    plain.into_iter().chain(lines_that_group(tokens, module)).map(move |line| (line, named.clone()))
}

fn of_patterns<'a>(tokens: &'a [Token], patterns: &'a [&'a str]) -> impl Iterator<Item = Hit> + 'a {
    patterns
        .iter()
        .flat_map(|pattern| lines_with(tokens, pattern).map(|line| (line, pattern.replace(' ', ""))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::tests::planted;

    fn in_room(room: &str, source: &str, find: fn(&Tree) -> Vec<Finding>) -> Vec<usize> {
        let (manifest, file) = (format!("crates/{room}/Cargo.toml"), format!("crates/{room}/src/lib.rs"));
        let (_folder, tree) = planted(&[(&manifest, ""), (&file, source)]);
        find(&tree).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_pure_crate_that_looks_at_the_world_is_found() {
        let source = "use std::{env, fmt};\nlet a = std::fs::read(p);\nlet t = Timestamp::now();\n";
        assert_eq!(in_room("reading", source, impure), [1, 2, 3]);
        assert_eq!(in_room("intake", source, impure), [0_usize; 0]);
    }

    #[test]
    fn only_the_command_line_prints() {
        let source = "fn f() {\n    println!(\"a\");\n}\n";
        assert_eq!(in_room("casebook", source, printing), [2]);
        assert_eq!(in_room("cenotaph", source, printing), [0_usize; 0]);
    }

    #[test]
    fn only_casebook_and_ledger_write_and_tests_may() {
        let source = "fn f() { File::create(p); }\n#[cfg(test)]\nmod tests { fn g() { fs::write(a, b); } }\n";
        assert_eq!(in_room("intake", source, writing), [1]);
        assert_eq!(in_room("ledger", source, writing), [0_usize; 0]);
    }
}
