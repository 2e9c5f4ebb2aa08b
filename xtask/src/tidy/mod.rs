//! Invariants of the layout. Enters: the repository. Leaves: each place that breaks one, with what to do about it.
//! Changes nothing, and takes no exceptions: an invariant that must give way is changed here, in the open.

mod arrows;
mod data;
mod demo;
mod files;
mod links;
mod manifests;
mod purity;
mod source;
mod words;

use crate::tree::Tree;
use std::fmt;

/// A place that breaks an invariant.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    file: String,
    /// Counted from 1; 0 where the whole file is meant.
    line: usize,
    what: String,
}

impl Finding {
    fn new(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.what),
            line => write!(f, "{}:{line}: {}", self.file, self.what),
        }
    }
}

/// An invariant and what finds its breaches.
struct Check {
    name: &'static str,
    find: fn(&Tree) -> Vec<Finding>,
}

const CHECKS: [Check; 12] = [
    Check { name: "crates use only what the table of rooms lets them use", find: arrows::find },
    Check { name: "the stages are pure", find: purity::impure },
    Check { name: "only the command line prints", find: purity::printing },
    Check { name: "only the casebook and the ledger write files", find: purity::writing },
    Check { name: "modules open by saying what enters and leaves", find: files::unopened },
    Check { name: "nothing is left undone", find: files::undone },
    Check { name: "files are called after what they hold, and are short", find: files::misnamed_or_long },
    Check { name: "data says its source and licence", find: data::find },
    Check { name: "links in the documentation lead somewhere", find: links::find },
    Check { name: "manifests agree", find: manifests::find },
    Check { name: "nothing is of one machine only", find: words::find },
    Check { name: "the README shows the demonstration's true output", find: demo::find },
];

/// Checks; false where an invariant is broken.
pub(crate) fn run(tree: &Tree) -> bool {
    let (passed, failed) = check(tree);
    println!("{passed} passed, {failed} failed");
    failed == 0
}

/// Prints what each check finds; how many checks passed and failed.
pub(crate) fn check(tree: &Tree) -> (usize, usize) {
    let mut passed = 0;
    for check in &CHECKS {
        let findings = (check.find)(tree);
        passed += usize::from(findings.is_empty());
        println!("{:7}{}", if findings.is_empty() { "ok" } else { "FAILED" }, check.name);
        for finding in findings {
            println!("       {finding}");
        }
    }
    (passed, CHECKS.len() - passed)
}
