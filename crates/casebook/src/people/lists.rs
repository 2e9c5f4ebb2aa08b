//! Lists of people into the casebook. Enters: a table as bytes, and what is said of it. Leaves: a blob and an act, and each
//! row or cell that cannot be understood, by line and column and never by its text. What can be read is kept whatever
//! the rest is like.

use super::act::ListReceived;
use super::rows::Rows;
use crate::act::{Deed, Stamp};
use crate::{Casebook, Error};
use person::Column;
use serde::Serialize;
use std::collections::BTreeMap;
use value::{REPORTS, Sensitivity};

/// A list as it is given in.
#[derive(Clone, Debug)]
pub struct ListGiven {
    /// What it is called; entries are named `LIST/KEY`.
    pub name: String,
    /// Where it is from; the ending says what kind of table it is (`.csv`, `.csv.gz`, `.parquet`, `.xlsx`).
    pub file: String,
    /// The table.
    pub bytes: Vec<u8>,
    /// The header of the column with the key; the first column where none is said.
    pub key: Option<String>,
    /// What columns mean, by header, where their common names do not say it.
    pub map: BTreeMap<String, Column>,
    /// Whether nobody is on it twice.
    pub unique: bool,
    /// Who may see what it tells.
    pub sensitivity: Sensitivity,
}

/// A row or cell that cannot be understood. The rest of the list is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowTrouble {
    /// The line of a text file, the row of a sheet, or the number of a record, counted from 1, the header included.
    pub line: u64,
    /// The column's header, where the trouble is in a cell.
    pub column: Option<String>,
    /// What is wrong.
    pub what: String,
}

/// What came of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListSummary {
    /// Entries that can be read.
    pub entries: u64,
    /// Rows and cells that cannot.
    pub unread: u64,
    /// The columns that are used, with what they mean.
    pub columns: BTreeMap<String, String>,
    /// Number of the act.
    pub act: u64,
}

/// A list as the casebook has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceivedList {
    /// Number of the act.
    pub act: u64,
    /// When (RFC 3339, UTC).
    pub at: String,
    /// Who brought it in.
    pub by: String,
    /// The list.
    #[serde(flatten)]
    pub list: ListReceived,
}

impl Casebook {
    /// Receives a list: its bytes as a blob, what is said of it as an act. An earlier list of this name is replaced; what
    /// was decided about its entries holds for those of the same key.
    ///
    /// # Errors
    /// `Input` where the name, a mapped column or the table does not serve; `ReadOnly`, `Busy`, `DiskFull`, `Io`.
    pub fn import_list(
        &mut self,
        given: ListGiven,
        stamp: &Stamp,
        on: &mut dyn FnMut(&RowTrouble),
    ) -> Result<ListSummary, Error> {
        self.writable()?;
        named(&given.name)?;
        let table = intake::read_table(&given.file, given.bytes.clone())
            .map_err(|problem| Error::input(problem.to_string()))?;
        let key = match &given.key {
            Some(key) => key.clone(),
            None => table.header.first().cloned().unwrap_or_default(),
        };
        let columns = meanings(&given, &key, &table.header)?;
        let mut received = ListReceived {
            blob: intake::key_of(&given.bytes).0,
            bytes: given.bytes.len() as u64,
            file: given.file,
            list: given.name,
            key,
            columns: columns.clone(),
            unique: given.unique,
            sensitivity: given.sensitivity,
            entries: 0,
            unread: 0,
        };
        let (rows, troubles) = Rows::examined(&received, table);
        troubles.iter().for_each(on);
        if rows.entries.is_empty() {
            return Err(Error::input(format!("{} has no entry that can be read", received.file)));
        }
        (received.entries, received.unread) = (rows.entries.len() as u64, troubles.len() as u64);
        let (entries, unread) = (received.entries, received.unread);
        self.ledger.blobs().put_many(&[&given.bytes])?;
        let act = self.record(stamp, vec![Deed::ListReceived(received)])?.start;
        Ok(ListSummary { entries, unread, columns, act })
    }

    /// The lists, by name; of each the one received last.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn lists(&mut self) -> Result<Vec<ReceivedList>, Error> {
        self.refresh()?;
        let sql = "SELECT act, at, by, received FROM lists WHERE act IN (SELECT max(act) FROM lists GROUP BY list) \
                   ORDER BY list";
        let mut query = self.db.prepare_cached(sql)?;
        let mut found = query.query([])?;
        let mut lists = Vec::new();
        while let Some(row) = found.next()? {
            lists.push(ReceivedList {
                act: row.get::<_, i64>(0)?.cast_unsigned(),
                at: row.get(1)?,
                by: row.get(2)?,
                list: serde_json::from_str(row.get_ref(3)?.as_str().unwrap_or_default())?,
            });
        }
        Ok(lists)
    }

    /// The entries of a list, read from its blob.
    pub(super) fn rows_of(&self, received: &ListReceived) -> Result<Rows, Error> {
        let bytes = self.ledger.blobs().get(&received.blob)?;
        let table = intake::read_table(&received.file, bytes).map_err(|problem| {
            let what = format!(
                "list {} could be read when it was received and cannot now: {problem}",
                received.list
            );
            Error::new(crate::ErrorKind::Tampered, what)
        })?;
        Ok(Rows::read(received, table))
    }
}

fn named(name: &str) -> Result<(), Error> {
    if name == REPORTS {
        return Err(Error::input(format!(
            "{REPORTS} is the list of those whom reports name; call yours otherwise"
        )));
    }
    let fits = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    if name.is_empty() || !name.chars().all(fits) {
        return Err(Error::input(format!("{name:?} is no name for a list; use letters, digits, -, _ and .")));
    }
    Ok(())
}

/// What columns mean: as mapped, else as their headers are recognised.
fn meanings(given: &ListGiven, key: &str, header: &[String]) -> Result<BTreeMap<String, String>, Error> {
    let has = |name: &str| header.iter().any(|header| header == name);
    if let Some(absent) = given.map.keys().map(String::as_str).chain([key]).find(|name| !has(name)) {
        let columns = header.join(", ");
        return Err(Error::input(format!(
            "{} has no column {absent}; its columns are {columns}",
            given.file
        )));
    }
    let meaning = |name: &String| {
        let column = given.map.get(name).copied();
        let column = column.or_else(|| Column::recognise(name).filter(|_| name != key))?;
        Some((name.clone(), column.header().to_owned()))
    };
    let columns: BTreeMap<String, String> = header.iter().filter_map(meaning).collect();
    if columns.is_empty() {
        let what = "has no column that is recognised; say what its columns mean, such as name=victim";
        return Err(Error::input(format!("{} {what}", given.file)));
    }
    Ok(columns)
}
