//! The learned weights. Enters: facts of a person. Leaves: a probability.

use std::collections::HashMap;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../../../data/model/victim.tsv");

type Words = HashMap<&'static str, (u32, [f64; 2]), foldhash::fast::FixedState>;
type Table = HashMap<&'static str, Words, foldhash::fast::FixedState>;

/// The weights of each kind and word for the two questions, with a number for each fact; a line that is not of this
/// form holds nothing.
fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table::default();
        let mut next = 0;
        for line in FILE.lines().filter(|l| !l.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(question), Some(kind), Some(word)) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            let Some(weight) = cells.next().and_then(|w| w.parse::<f64>().ok()) else { continue };
            let entry = table.entry(kind).or_default().entry(word).or_insert((next, [0.0; 2]));
            entry.1[usize::from(question == "killed")] = weight;
            next += 1;
        }
        table
    })
}

/// A question that facts bear on.
#[derive(Debug)]
pub(super) struct Question {
    which: usize,
    held: Vec<u32>,
    sum: f64,
}

impl Question {
    /// Whether a person is a victim.
    pub(super) fn victim() -> Self {
        Self { which: 0, held: Vec::new(), sum: 0.0 }
    }

    /// Whether a victim was killed rather than injured.
    pub(super) fn killed() -> Self {
        Self { which: 1, held: Vec::new(), sum: 0.0 }
    }

    /// Takes in a fact; one that is held already counts once.
    pub(super) fn hold(&mut self, kind: &'static str, word: &str) {
        let Some((id, weights)) = table().get(kind).and_then(|words| words.get(word)) else { return };
        if !self.held.contains(id) {
            self.held.push(*id);
            self.sum += weights[self.which];
        }
    }

    /// The probability; the facts are forgotten.
    pub(super) fn answer(&mut self) -> f64 {
        let sum = std::mem::take(&mut self.sum);
        self.held.clear();
        1.0 / (1.0 + (-sum).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_weight() {
        for line in FILE.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(cells.len() == 4 && cells[3].parse::<f64>().is_ok(), "{line}");
            assert!(matches!(cells[0], "victim" | "killed"), "{line}");
        }
    }
}
