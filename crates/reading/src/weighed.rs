//! Questions that plain facts bear on, answered by learned weights. Enters: a table of `data/model` and the facts that hold.
//! Leaves: a probability. A fact is a kind and a word; the weights of those that hold add up to the log-odds.

use std::collections::HashMap;

type Words = HashMap<&'static str, (u32, Box<[f64]>), foldhash::fast::FixedState>;

/// The weights of each kind and word, one for each question, with a number for each fact.
pub(crate) struct Table {
    kinds: HashMap<&'static str, Words, foldhash::fast::FixedState>,
}

impl Table {
    /// Takes a file of lines `question<TAB>kind<TAB>word<TAB>weight`; a line that is not of this form holds nothing.
    pub(crate) fn of(file: &'static str, questions: &[&str]) -> Self {
        let mut kinds: HashMap<_, Words, _> = HashMap::default();
        let mut next = 0;
        for line in file.lines().filter(|l| !l.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(question), Some(kind), Some(word)) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            let which = questions.iter().position(|q| *q == question);
            let weight = cells.next().and_then(|w| w.parse::<f64>().ok());
            let Some((which, weight)) = which.zip(weight) else { continue };
            let none = || (next, vec![0.0; questions.len()].into_boxed_slice());
            kinds.entry(kind).or_default().entry(word).or_insert_with(none).1[which] = weight;
            next += 1;
        }
        Self { kinds }
    }
}

/// A question, and the facts held so far.
pub(crate) struct Question {
    table: &'static Table,
    which: usize,
    held: Vec<u32>,
    sum: f64,
}

impl Question {
    /// The question of this number in the table's list.
    pub(crate) fn new(table: &'static Table, which: usize) -> Self {
        Self { table, which, held: Vec::new(), sum: 0.0 }
    }

    /// Takes in a fact; one that is held already counts once.
    pub(crate) fn hold(&mut self, kind: &'static str, word: &str) {
        let Some((id, weights)) = self.table.kinds.get(kind).and_then(|words| words.get(word)) else {
            return;
        };
        if !self.held.contains(id) {
            self.held.push(*id);
            self.sum += weights[self.which];
        }
    }

    /// The probability; the facts are forgotten.
    pub(crate) fn answer(&mut self) -> f64 {
        let sum = std::mem::take(&mut self.sum);
        self.held.clear();
        1.0 / (1.0 + (-sum).exp())
    }
}

/// Checks in a test that every line of a table is a weight for one of the questions.
#[cfg(test)]
pub(crate) fn check(file: &str, questions: &[&str]) {
    for line in file.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert!(cells.len() == 4 && cells[3].parse::<f64>().is_ok(), "{line}");
        assert!(questions.contains(&cells[0]), "{line}");
    }
}
