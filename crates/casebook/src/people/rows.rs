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
    /// Reads a list, and says what cannot be understood. A row without a key, or with that of an earlier row, is left out; a
    /// cell without sense is passed over.
    pub(crate) fn examined(list: &ListReceived, table: Table) -> (Self, Vec<RowTrouble>) {
        let mut troubles = Vec::new();
        let rows = Self::taken(list, table, Some(&mut troubles));
        troubles.sort_by_key(|trouble| trouble.line);
        (rows, troubles)
    }

    /// Reads a list that was examined when it came in.
    pub(crate) fn read(list: &ListReceived, table: Table) -> Self {
        Self::taken(list, table, None)
    }

    fn taken(list: &ListReceived, table: Table, mut troubles: Option<&mut Vec<RowTrouble>>) -> Self {
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
        let (mut seen, mut batch) = (HashSet::new(), Vec::with_capacity(BATCH));
        for row in table {
            match (row, &mut troubles) {
                (Ok(row), _) => batch.push(row),
                (Err(problem), Some(troubles)) => {
                    troubles.push(RowTrouble { line: problem.line, column: None, what: problem.what });
                }
                (Err(_), None) => {}
            }
            if batch.len() == BATCH {
                let batch = std::mem::take(&mut batch);
                rows.keep(batch, &header, &mut seen, troubles.as_deref_mut());
            }
        }
        rows.keep(batch, &header, &mut seen, troubles);
        rows.sort();
        rows
    }

    fn keep(
        &mut self,
        batch: Vec<Row>,
        header: &[String],
        seen: &mut HashSet<String>,
        troubles: Option<&mut Vec<RowTrouble>>,
    ) {
        if let Some(troubles) = troubles {
            self.examine(&batch, header, seen, troubles);
        }
        for row in batch {
            let key = key_in(&row.cells, self.key);
            if !key.is_empty() && seen.insert(key.to_owned()) {
                self.entries.push(row.cells);
            }
        }
    }

    /// The register knows what cells it understands, and which keys it has seen; of those of earlier batches it knows
    /// nothing.
    fn examine(
        &self,
        batch: &[Row],
        header: &[String],
        seen: &HashSet<String>,
        troubles: &mut Vec<RowTrouble>,
    ) {
        let name = |column: usize| header.get(column).cloned();
        for trouble in Register::new().add(&self.columns, self.key, batch) {
            let line = batch.get(trouble.row).map_or(0, |row| row.line);
            troubles.push(RowTrouble { line, column: name(trouble.column), what: trouble.what.to_owned() });
        }
        for row in batch.iter().filter(|row| seen.contains(key_in(&row.cells, self.key))) {
            let what = "is the key of an earlier row too; the row is left out".to_owned();
            troubles.push(RowTrouble { line: row.line, column: name(self.key), what });
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
