//! A list of people as a file. Enters: a table and what its columns mean. Leaves: its rows in a register, and a line on
//! standard error for each row and cell that cannot be understood, named by line and column and never by its text.

use crate::fault::{Fault, warn};
use intake::{Row, RowProblem, Table};
use person::{Column, Register};
use std::path::Path;

/// Rows that are taken up at once.
const BATCH: usize = 1 << 15;
/// How many faults are told one by one.
const TOLD: u64 = 20;

/// A header for what a column means, as `--map` gives it: `name_en=victim`.
#[derive(Clone, Debug)]
pub(crate) struct Mapped {
    pub(crate) column: Column,
    pub(crate) header: String,
}

/// Reads `name_en=victim`.
pub(crate) fn mapped(text: &str) -> Result<Mapped, String> {
    let (meaning, header) = text.split_once('=').ok_or("write MEANING=HEADER, such as name_en=victim")?;
    let column = Column::recognise(meaning).ok_or_else(|| {
        format!(
            "{meaning} is no meaning of a column; try name, given_name, surname, age, dob, sex, date or place"
        )
    })?;
    Ok(Mapped { column, header: header.to_owned() })
}

/// Tells of rows that could not be read, and counts them.
#[derive(Debug, Default)]
pub(crate) struct Unread {
    count: u64,
}

impl Unread {
    pub(crate) fn tell(&mut self, path: &Path, line: u64, what: impl std::fmt::Display) {
        self.count += 1;
        if self.count <= TOLD {
            warn(format_args!("{}: line {line}: {what}", path.display()));
        }
    }

    /// Whether there was any; says how many were passed over in silence.
    pub(crate) fn close(&self) -> bool {
        if self.count > TOLD {
            warn(format_args!("{} more rows or cells could not be understood", self.count - TOLD));
        }
        self.count > 0
    }
}

/// Opens a table that the command needs.
pub(crate) fn open(path: &Path) -> Result<Table, Fault> {
    intake::open_table(path).map_err(|problem| Fault::unreadable(problem.to_string()))
}

/// The index of the column with this name.
pub(crate) fn column(table: &Table, name: &str, path: &Path) -> Result<usize, Fault> {
    table.header.iter().position(|header| header == name).ok_or_else(|| {
        let columns = table.header.join(", ");
        Fault::usage(format!("{} has no column {name}; its columns are {columns}", path.display()))
    })
}

/// Reads a list into a register.
pub(crate) fn read(
    path: &Path,
    key: Option<&str>,
    mapped: &[Mapped],
    register: &mut Register,
    unread: &mut Unread,
) -> Result<(), Fault> {
    let table = open(path)?;
    let key = key.map_or(Ok(0), |name| column(&table, name, path))?;
    let columns = meanings(&table.header, key, mapped);
    if columns.iter().all(Option::is_none) {
        return Err(Fault::usage(format!(
            "{} has no column that is recognised; say what its columns mean with --map, such as --map name=victim",
            path.display()
        )));
    }
    let header = table.header.clone();
    let mut batch: Vec<Row> = Vec::with_capacity(BATCH);
    for row in table {
        match row {
            Ok(row) => batch.push(row),
            Err(RowProblem { line, what }) => unread.tell(path, line, what),
        }
        if batch.len() == BATCH {
            add(&columns, key, &batch, &header, path, register, unread);
            batch.clear();
        }
    }
    add(&columns, key, &batch, &header, path, register, unread);
    Ok(())
}

fn add(
    columns: &[Option<Column>],
    key: usize,
    batch: &[Row],
    header: &[String],
    path: &Path,
    register: &mut Register,
    unread: &mut Unread,
) {
    for trouble in register.add(columns, key, batch) {
        let line = batch.get(trouble.row).map_or(0, |row| row.line);
        let column = header.get(trouble.column).map_or("?", |name| name);
        unread.tell(path, line, format_args!("column {column} {}", trouble.what));
    }
}

/// What each column means: as mapped, else as its header is recognised.
fn meanings(header: &[String], key: usize, mapped: &[Mapped]) -> Vec<Option<Column>> {
    let meaning = |(n, name): (usize, &String)| {
        let said = mapped.iter().find(|mapped| mapped.header == *name).map(|mapped| mapped.column);
        said.or_else(|| Column::recognise(name).filter(|_| n != key))
    };
    header.iter().enumerate().map(meaning).collect()
}
