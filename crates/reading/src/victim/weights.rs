//! The learned weights. Enters: facts of a person. Leaves: a probability.

use crate::weighed::{Question, Table};
use std::sync::OnceLock;

const FILE: &str = include_str!("../../../../data/model/victim.tsv");
const QUESTIONS: [&str; 2] = ["victim", "killed"];

fn question(which: usize) -> Question {
    static TABLE: OnceLock<Table> = OnceLock::new();
    Question::new(TABLE.get_or_init(|| Table::of(FILE, &QUESTIONS)), which)
}

/// Whether a person is a victim.
pub(super) fn victim() -> Question {
    question(0)
}

/// Whether a victim was killed rather than injured.
pub(super) fn killed() -> Question {
    question(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_weight() {
        crate::weighed::check(FILE, &QUESTIONS);
    }
}
