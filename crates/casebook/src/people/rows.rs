//! The entries of a list. Enters: a table, and what its columns mean. Leaves: rows by key, each key once, and what cannot be
//! understood.

use super::act::ListReceived;
use super::lists::RowTrouble;
use intake::{Row, Table};
use person::{Column, Register};
use std::collections::HashSet;
use value::Sensitivity;

/// Rows that are looked at together.
const BATCH: usize = 1 << 15;

/// A list in memory.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) name: String,
    pub(crate) unique: bool,
    pub(crate) sensitivity: Sensitivity,
    /// What each cell of a row means.
    pub(crate) columns: Vec<Option<Column>>,
    /// Which cell has the key.
    pub(crate) key: usize,
    /// In the order of their keys.
    pub(crate) entries: Vec<Vec<String>>,
}

impl Rows {
    /// Reads a list. A row without a key, or with that of an earlier row, is left out; a cell without sense is passed over.
    pub(crate) fn take(list: &ListReceived, table: Table) -> (Self, Vec<RowTrouble>) {
        let header = table.header.clone();
        let meaning = |name: &String| list.columns.get(name).and_then(|word| Column::recognise(word));
        let mut rows = Self {
            name: list.list.clone(),
            unique: list.unique,
            sensitivity: list.sensitivity,
            columns: header.iter().map(meaning).collect(),
            key: header.iter().position(|name| *name == list.key).unwrap_or(0),
            entries: Vec::new(),
        };
        let (mut troubles, mut seen, mut batch) = (Vec::new(), HashSet::new(), Vec::with_capacity(BATCH));
        for row in table {
            match row {
                Ok(row) => batch.push(row),
                Err(problem) => {
                    troubles.push(RowTrouble { line: problem.line, column: None, what: problem.what });
                }
            }
            if batch.len() == BATCH {
                rows.keep(std::mem::take(&mut batch), &header, &mut seen, &mut troubles);
            }
        }
        rows.keep(batch, &header, &mut seen, &mut troubles);
        rows.sort();
        troubles.sort_by_key(|trouble| trouble.line);
        (rows, troubles)
    }

    fn keep(
        &mut self,
        batch: Vec<Row>,
        header: &[String],
        seen: &mut HashSet<String>,
        troubles: &mut Vec<RowTrouble>,
    ) {
        // The register knows what cells it understands; keys are told apart here, over all batches.
        for trouble in Register::new().add(&self.columns, self.key, &batch) {
            let line = batch.get(trouble.row).map_or(0, |row| row.line);
            let column = header.get(trouble.column).cloned();
            troubles.push(RowTrouble { line, column, what: trouble.what.to_owned() });
        }
        let mut within: HashSet<String> = HashSet::new();
        for row in batch {
            let key = row.cells.get(self.key).map(|key| key.trim().to_owned()).unwrap_or_default();
            if key.is_empty() || !within.insert(key.clone()) {
                continue;
            }
            if seen.insert(key) {
                self.entries.push(row.cells);
            } else {
                let what = "is the key of an earlier row too; the row is left out".to_owned();
                troubles.push(RowTrouble { line: row.line, column: header.get(self.key).cloned(), what });
            }
        }
    }

    pub(crate) fn sort(&mut self) {
        let key = self.key;
        self.entries.sort_by(|a, b| key_in(a, key).cmp(key_in(b, key)));
    }

    /// The key of a row.
    pub(crate) fn key(&self, row: usize) -> &str {
        self.entries.get(row).map_or("", |cells| key_in(cells, self.key))
    }

    /// The row of a key.
    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        self.entries.binary_search_by(|cells| key_in(cells, self.key).cmp(key)).ok()
    }

    /// What a row tells, by the meaning of its columns.
    pub(crate) fn told(&self, row: usize) -> impl Iterator<Item = (Column, &str)> {
        let cells = self.entries.get(row).map(Vec::as_slice).unwrap_or_default();
        let told = self.columns.iter().zip(cells).map(|(column, cell)| (*column, cell.trim()));
        told.filter_map(|(column, cell)| column.filter(|_| !cell.is_empty()).map(|column| (column, cell)))
    }
}

fn key_in(cells: &[String], key: usize) -> &str {
    cells.get(key).map_or("", |cell| cell.trim())
}
