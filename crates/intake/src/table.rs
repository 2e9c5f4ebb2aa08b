//! Tables to rows of text. Enters: a path or bytes of CSV (also compressed by gzip, or in UTF-16 with its byte order mark),
//! Parquet or XLSX. Leaves: the header, and then
//! rows of cells with their line, or a [`RowProblem`] that names the line. A bad row never stops the others; what
//! cells mean is for others to say. Dates of Parquet and XLSX become ISO 8601.

use crate::charset;
use crate::{Problem, ProblemKind};
use bytes::Bytes;
use calamine::{Data, Reader as _};
use flate2::read::MultiGzDecoder;
use jiff::civil::Date;
use parquet::file::reader::{ChunkReader, FileReader as _, SerializedFileReader};
use parquet::record::Field;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it stands: the line of a text file, the row of a sheet, or the number of a record, counted from 1, the
    /// header included.
    pub line: u64,
    /// Its cells; what is empty is empty.
    pub cells: Vec<String>,
}

impl AsRef<[String]> for Row {
    fn as_ref(&self) -> &[String] {
        &self.cells
    }
}

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// Where it stands, counted as for a [`Row`].
    pub line: u64,
    /// What is wrong; never the row's text.
    pub what: String,
}

/// A table that is being read.
pub struct Table {
    /// The names of the columns.
    pub header: Vec<String>,
    rows: Box<dyn Iterator<Item = Result<Row, RowProblem>>>,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("header", &self.header).finish_non_exhaustive()
    }
}

impl Iterator for Table {
    type Item = Result<Row, RowProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next()
    }
}

/// Opens a table. The ending of the name says what it is; what is neither Parquet nor XLSX is CSV.
///
/// # Errors
/// A [`Problem`] where the file or its header cannot be read.
pub fn open_table(path: &Path) -> Result<Table, Problem> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|cause| Problem::unreadable(&name, &cause))?;
    let opened = match Form::of(&name) {
        Form::Parquet => guarded(|| parquet(file)),
        Form::Sheet => guarded(|| sheet(BufReader::new(file))),
        Form::Packed => text(Box::new(BufReader::new(MultiGzDecoder::new(file)))),
        Form::Text => text(Box::new(file)),
    };
    opened.map_err(|what| no_table(what, &name))
}

/// Opens a table that is in memory. `name` says what it is, as for [`open_table`].
///
/// # Errors
/// A [`Problem`] where the bytes or the header cannot be read.
pub fn read_table(name: &str, bytes: Vec<u8>) -> Result<Table, Problem> {
    let opened = match Form::of(name) {
        Form::Parquet => guarded(|| parquet(Bytes::from(bytes))),
        Form::Sheet => guarded(|| sheet(Cursor::new(bytes))),
        Form::Packed => text(Box::new(BufReader::new(MultiGzDecoder::new(Cursor::new(bytes))))),
        Form::Text => text(Box::new(Cursor::new(bytes))),
    };
    opened.map_err(|what| no_table(what, name))
}

/// What kind of file a table is.
enum Form {
    Parquet,
    Sheet,
    /// Text, compressed by gzip.
    Packed,
    Text,
}

impl Form {
    fn of(name: &str) -> Self {
        let lower = name.to_lowercase();
        let ending = |ending: &str| lower.ends_with(ending);
        match () {
            () if ending(".parquet") => Self::Parquet,
            () if ending(".xlsx") => Self::Sheet,
            () if ending(".gz") => Self::Packed,
            () => Self::Text,
        }
    }
}

fn no_table(what: String, name: &str) -> Problem {
    let remedy = "give a table as CSV (also .gz), Parquet or XLSX, with names of columns in its first row";
    Problem::new(ProblemKind::BadField, what, remedy).at(name, None)
}

/// What a library makes of damaged bytes; its panic is one more way of saying that they are damaged.
fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err("is damaged".to_owned()))
}

/// Bytes of which nothing can be read further than a fault are told once; then the table ends.
struct Text {
    reader: csv::Reader<Box<dyn Read>>,
    columns: usize,
    /// Whether the bytes were in UTF-16.
    wide: bool,
    ended: bool,
}

fn text(source: Box<dyn Read>) -> Result<Table, String> {
    let (source, wide) = narrowed(source).map_err(|error| format!("cannot be read: {error}"))?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(true).from_reader(source);
    let header = reader.byte_headers().map_err(|error| plainly(&error))?.clone();
    let header: Vec<String> = header.iter().map(lossless).collect::<Result<_, _>>()?;
    if header.is_empty() {
        return Err("is empty".to_owned());
    }
    if header.iter().all(|name| name.trim().is_empty()) {
        return Err("has no header".to_owned());
    }
    if header.iter().any(|name| name.contains('\0')) {
        return Err("has zero bytes, as UTF-16 without a byte order mark has; save it as UTF-8".to_owned());
    }
    let header: Vec<String> =
        header.into_iter().map(|name| name.trim_start_matches('\u{FEFF}').to_owned()).collect();
    let columns = header.len();
    Ok(Table { header, rows: Box::new(Text { reader, columns, wide, ended: false }) })
}

/// Text in UTF-16 as UTF-8, and whether it was: it is known by its byte order mark, and read whole. All else goes on as it
/// comes.
fn narrowed(mut source: Box<dyn Read>) -> std::io::Result<(Box<dyn Read>, bool)> {
    let mut start = Vec::new();
    source.by_ref().take(2).read_to_end(&mut start)?;
    if !charset::has_wide_mark(&start) {
        return Ok((Box::new(Cursor::new(start).chain(source)), false));
    }
    source.read_to_end(&mut start)?;
    let (text, _) = charset::decode(&start, false);
    Ok((Box::new(Cursor::new(text.into_bytes())), true))
}

fn lossless(cell: &[u8]) -> Result<String, String> {
    std::str::from_utf8(cell).map(str::to_owned).map_err(|_| "is not in UTF-8".to_owned())
}

/// An error of the reader, without the bytes that it was about.
fn plainly(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => format!("cannot be read: {error}"),
        csv::ErrorKind::Utf8 { .. } => "is not in UTF-8".to_owned(),
        _ => "is no row of a table".to_owned(),
    }
}

impl Iterator for Text {
    type Item = Result<Row, RowProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let mut record = csv::ByteRecord::new();
        let line = |reader: &csv::Reader<Box<dyn Read>>| reader.position().line();
        match self.reader.read_byte_record(&mut record) {
            Ok(false) => None,
            Err(error) => {
                self.ended = true;
                Some(Err(RowProblem { line: line(&self.reader), what: plainly(&error) }))
            }
            Ok(true) => {
                // Lines that end in a bare carriage return are not counted as lines: there the records are.
                let at = |p: &csv::Position| p.line().max(p.record() + 1);
                let line = record.position().map_or_else(|| line(&self.reader), at);
                Some(self.row(line, &record))
            }
        }
    }
}

impl Text {
    /// A cell, unless characters of it were lost in decoding.
    fn whole(&self, cell: String) -> Result<String, String> {
        let lost = self.wide && cell.contains(char::REPLACEMENT_CHARACTER);
        if lost { Err("is not in UTF-16".to_owned()) } else { Ok(cell) }
    }

    fn row(&self, line: u64, record: &csv::ByteRecord) -> Result<Row, RowProblem> {
        let problem = |what: String| RowProblem { line, what };
        if record.len() != self.columns {
            let (has, wanted) = (record.len(), self.columns);
            return Err(problem(format!(
                "has {has} cells where the header has {wanted}; the row is left out"
            )));
        }
        let mut cells = Vec::with_capacity(record.len());
        for (n, cell) in record.iter().enumerate() {
            let cell = lossless(cell).and_then(|cell| self.whole(cell));
            cells
                .push(cell.map_err(|what| problem(format!("column {} {what}; the row is left out", n + 1)))?);
        }
        Ok(Row { line, cells })
    }
}

fn parquet(file: impl ChunkReader + 'static) -> Result<Table, String> {
    let reader = SerializedFileReader::new(file).map_err(|error| format!("is no Parquet: {error}"))?;
    let schema = reader.metadata().file_metadata().schema();
    let header = schema.get_fields().iter().map(|field| field.name().to_owned()).collect();
    let mut records = parquet::record::reader::RowIter::from_file_into(Box::new(reader));
    let mut line = 1;
    let mut ended = false;
    let rows = std::iter::from_fn(move || {
        if ended {
            return None;
        }
        line += 1;
        let read = guarded(|| Ok(records.next()));
        let damaged =
            |what: String| Some(Err(RowProblem { line, what: format!("{what}; the rest is left out") }));
        match read {
            Ok(None) => None,
            Ok(Some(Ok(record))) => {
                let cells = record.get_column_iter().map(|(_, field)| written(field)).collect();
                Some(Ok(Row { line, cells }))
            }
            Ok(Some(Err(error))) => {
                ended = true;
                damaged(format!("cannot be read: {error}"))
            }
            Err(what) => {
                ended = true;
                damaged(what)
            }
        }
    });
    Ok(Table { header, rows: Box::new(rows) })
}

/// A value of Parquet as text.
fn written(field: &Field) -> String {
    let day = |days: i64| {
        let start = jiff::civil::date(1970, 1, 1);
        start.checked_add(jiff::Span::new().try_days(days).ok()?).ok().map(|date: Date| date.to_string())
    };
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::Date(days) => day(i64::from(*days)).unwrap_or_default(),
        Field::TimestampMillis(t) => day(t.div_euclid(86_400_000)).unwrap_or_default(),
        Field::TimestampMicros(t) => day(t.div_euclid(86_400_000_000)).unwrap_or_default(),
        other => other.to_string(),
    }
}

/// The first sheet of a workbook.
fn sheet(source: impl Read + Seek) -> Result<Table, String> {
    let mut book: calamine::Xlsx<_> =
        calamine::Xlsx::new(source).map_err(|error| format!("is no XLSX: {error}"))?;
    let range =
        book.worksheet_range_at(0).ok_or("has no sheet")?.map_err(|error| format!("is damaged: {error}"))?;
    let first = range.start().map_or(0, |(row, _)| u64::from(row));
    let mut rows = range
        .rows()
        .enumerate()
        .map(|(n, cells)| Row { line: first + n as u64 + 1, cells: cells.iter().map(of_sheet).collect() })
        .collect::<Vec<_>>()
        .into_iter();
    let header = rows.next().ok_or("has no header")?.cells;
    let filled = rows.filter(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    Ok(Table { header, rows: Box::new(filled.map(Ok)) })
}

/// A cell of a sheet as text.
fn of_sheet(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}
