//! Capture tables as CSV. Enters: the bytes of a file with a 0/1 column for each list and a column `count`. Leaves: the
//! table, or each row that is not understood by line and column. A table of which a row is missing would be another
//! table, so nothing is left out in silence.

use crate::table::CaptureTable;
use crate::{Error, ErrorKind};
use csv::StringRecord;
use std::fmt;

/// The column that holds counts.
const COUNT: &str = "count";

/// A place of a file that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCell {
    /// The line, counted from 1.
    pub line: u64,
    /// The column's name, or its number where it has none; none where the whole row is meant.
    pub column: Option<String>,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for BadCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "line {}, column {column}: {}", self.line, self.what),
            None => write!(f, "line {}: {}", self.line, self.what),
        }
    }
}

/// A table, with what was put right in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tabulated {
    /// The table.
    pub table: CaptureTable,
    /// What somebody should know of how it was read.
    pub notes: Vec<String>,
}

/// Reads a table.
///
/// # Errors
/// Every place that is not understood.
///
/// ```
/// let read = estimate::from_csv(b"clinic,press,count\n1,0,120\n0,1,80\n1,1,40\n").expect("a table");
/// assert_eq!(read.table.observed(), 240);
/// let bad = estimate::from_csv(b"clinic,press,count\n1,yes,120\n").expect_err("no table");
/// assert_eq!(bad[0].to_string(), "line 2, column press: \"yes\" is neither 0 nor 1");
/// ```
pub fn from_csv(bytes: &[u8]) -> Result<Tabulated, Vec<BadCell>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(bytes);
    let header = reader.headers().map_err(|error| vec![unreadable(&error)])?.clone();
    let columns = Columns::of(&header).map_err(|bad| vec![bad])?;
    let (mut rows, mut bad) = (Vec::new(), Vec::new());
    for record in reader.records() {
        match record.map_err(|error| vec![unreadable(&error)]).and_then(|record| columns.row(&record)) {
            Ok(row) => rows.push(row),
            Err(found) => bad.extend(found),
        }
    }
    if !bad.is_empty() {
        return Err(bad);
    }
    columns.table(&rows).map_err(|error| vec![whole(1, error.to_string())])
}

fn whole(line: u64, what: impl Into<String>) -> BadCell {
    BadCell { line, column: None, what: what.into() }
}

fn unreadable(error: &csv::Error) -> BadCell {
    let line = error.position().map_or(1, csv::Position::line);
    let what = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "is not in UTF-8".to_owned(),
        _ => error.to_string(),
    };
    whole(line, what)
}

/// Which column is what.
struct Columns {
    names: Vec<String>,
    /// Where the count stands.
    count: usize,
}

/// A row: its history, 0 for those on no list, and its count.
type Row = (u32, u64);

impl Columns {
    fn of(header: &StringRecord) -> Result<Self, BadCell> {
        let names: Vec<String> = header.iter().map(str::to_owned).collect();
        let is_count = |name: &&String| name.eq_ignore_ascii_case(COUNT);
        let counts = names.iter().filter(is_count).count();
        let Some(count) = names.iter().position(|name| is_count(&name)).filter(|_| counts == 1) else {
            let what = format!(
                "has {counts} columns called “{COUNT}”; one is needed, and a 0/1 column for each list"
            );
            return Err(whole(1, what));
        };
        let columns = Self { names, count };
        let lists = columns.lists();
        if let Some(twice) = lists.iter().enumerate().find(|(n, name)| lists[..*n].contains(name)) {
            return Err(whole(1, format!("two lists are called “{}”", twice.1)));
        }
        if lists.is_empty() {
            return Err(whole(1, "has no column for a list"));
        }
        CaptureTable::new(lists, []).map_err(|error| whole(1, error.to_string()))?;
        Ok(columns)
    }

    /// The lists' names; those without one are numbered.
    fn lists(&self) -> Vec<String> {
        self.list_columns().map(|column| self.name(column)).collect()
    }

    fn list_columns(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.names.len()).filter(|column| *column != self.count)
    }

    fn name(&self, column: usize) -> String {
        let name = self.names.get(column).filter(|name| !name.is_empty());
        name.cloned().unwrap_or_else(|| (column + 1).to_string())
    }

    fn row(&self, record: &StringRecord) -> Result<Row, Vec<BadCell>> {
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != self.names.len() {
            let what = format!("has {} cells where the header has {}", record.len(), self.names.len());
            return Err(vec![whole(line, what)]);
        }
        let (mut history, mut bad) = (0, Vec::new());
        let mut wrong = |column: usize, what: String| {
            bad.push(BadCell { line, column: Some(self.name(column)), what });
        };
        for (list, column) in self.list_columns().enumerate() {
            match &record[column] {
                "1" => history |= 1 << list,
                "0" => {}
                other => wrong(column, format!("{other:?} is neither 0 nor 1")),
            }
        }
        let count = record[self.count].parse().unwrap_or_else(|_| {
            wrong(self.count, format!("{:?} is no number of people", &record[self.count]));
            0
        });
        if bad.is_empty() { Ok((history, count)) } else { Err(bad) }
    }

    fn table(&self, rows: &[Row]) -> Result<Tabulated, Error> {
        let mut notes = Vec::new();
        let nowhere: u64 = rows.iter().filter(|row| row.0 == 0).map(|row| row.1).fold(0, u64::saturating_add);
        if nowhere > 0 {
            notes.push(format!(
                "a row counts {nowhere} people on no list: nobody can have counted them, so it is left out"
            ));
        }
        let mut histories: Vec<u32> = rows.iter().map(|row| row.0).collect();
        histories.sort_unstable();
        if histories.windows(2).any(|two| two[0] == two[1]) {
            notes.push("some histories come in several rows, which are added up".to_owned());
        }
        let table = CaptureTable::new(self.lists(), rows.iter().copied().filter(|row| row.0 != 0))?;
        if table.observed() == 0 {
            return Err(Error::new(ErrorKind::BadTable, "the table holds nobody"));
        }
        Ok(Tabulated { table, notes })
    }
}
