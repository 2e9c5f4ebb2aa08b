//! The output that the README shows, against the true one. Enters: the README, and the program, which is run.
//! Leaves: one finding where they differ.

use super::Finding;
use crate::readme::{README, State, state};
use crate::tree::Tree;

/// Finds an output that is no longer true.
pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let what = match state(tree) {
        Ok(State::True) => return Vec::new(),
        Ok(State::Unmarked) => {
            "lacks the lines <!-- demo --> and <!-- /demo --> around the demonstration".to_owned()
        }
        Ok(State::Stale { line }) => {
            format!(
                "the demonstration prints something else from here on (line {line} of it); run: cargo xtask readme"
            )
        }
        Err(failure) => format!("the demonstration cannot be run: {failure}"),
    };
    vec![Finding::new(README, 0, what)]
}
