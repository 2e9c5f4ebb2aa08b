//! Paths and streams to items, in a fixed order. Enters: paths, or a reader with a name. Leaves: one [`Item`]
//! per report or fault. Never writes, and never stops at a file that cannot be read.

use crate::format::{Format, KNOWN_EXTENSIONS};
use crate::lines::{Line, Lines};
use crate::{Item, Options, Origin, Problem, ProblemKind, Received, binary, charset, open, record};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Bytes allowed in one line of JSON Lines. A longer line is passed over without being held in memory.
pub const LINE_LIMIT: u64 = 64 * 1024 * 1024;

/// Bytes allowed in a file that holds one report.
pub const REPORT_LIMIT: u64 = 64 * 1024 * 1024;

/// Bytes by which a stream's kind is told.
const SNIFFED: usize = 8 * 1024;

/// Expands folders, in the order of the paths given and by name within each. Hidden files are passed over; a
/// file of unknown extension is a problem, unless its path was itself given.
pub fn walk(paths: &[PathBuf]) -> impl Iterator<Item = Result<PathBuf, Problem>> {
    paths.iter().flat_map(|given| {
        let entries = WalkDir::new(given).follow_links(true).sort_by_file_name().into_iter();
        entries.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)).filter_map(judge)
    })
}

fn is_hidden(entry: &walkdir::DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn judge(entry: walkdir::Result<walkdir::DirEntry>) -> Option<Result<PathBuf, Problem>> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(e) => return Some(Err(unwalkable(&e))),
    };
    if entry.file_type().is_dir() {
        return None;
    }
    let known = entry.depth() == 0 || Format::of_name(entry.path()).is_some();
    // A pipe or device within a folder might never end.
    let plain = entry.depth() == 0 || entry.file_type().is_file();
    Some(if known && plain { Ok(entry.into_path()) } else { Err(unknown(entry.path())) })
}

fn unwalkable(cause: &walkdir::Error) -> Problem {
    let path = cause.path().map(|p| p.display().to_string()).unwrap_or_default();
    match (cause.io_error(), cause.loop_ancestor()) {
        (Some(io), _) => Problem::unreadable(&path, io),
        (None, above) => {
            let above = above.map(|p| p.display().to_string()).unwrap_or_default();
            Problem::new(ProblemKind::Unreadable, format!("leads back to {above}"), "remove the link")
                .at(&path, None)
        }
    }
}

fn unknown(path: &Path) -> Problem {
    let known = KNOWN_EXTENSIONS.join(", ");
    let remedy = format!("known are {known}; name the file itself to have it read all the same");
    Problem::new(ProblemKind::UnknownExtension, "not a known kind of file; skipped", remedy)
        .at(&path.display().to_string(), None)
}

/// Reads a file: by its extension, else by what it looks like. JSON Lines are read a line at a time.
pub fn read_path(path: &Path, options: &Options) -> impl Iterator<Item = Item> + use<> {
    let name = path.display().to_string();
    let opened = File::open(path).and_then(|file| {
        // A folder can be opened on some systems and fails only when it is read.
        if file.metadata()?.is_dir() { Err(std::io::ErrorKind::IsADirectory.into()) } else { Ok(file) }
    });
    match opened {
        Ok(file) => {
            Items::of(name, Format::of_name(path), BufReader::with_capacity(SNIFFED * 8, file), *options)
        }
        Err(cause) => Items::one(Item::Problem(Problem::unreadable(&name, &cause))),
    }
}

/// Reads a stream, such as standard input; `name` stands for the path, and its extension, if any, counts.
pub fn read_from<R: BufRead>(
    name: &str,
    reader: R,
    options: &Options,
) -> impl Iterator<Item = Item> + use<R> {
    Items::of(name.to_owned(), Format::of_name(name.as_ref()), reader, *options)
}

/// Reads bytes that are in memory already, as [`read_from`] does.
pub fn read_bytes(name: &str, bytes: Vec<u8>, options: &Options) -> impl Iterator<Item = Item> + use<> {
    read_from(name, std::io::Cursor::new(bytes), options)
}

/// What a file or stream holds: one thing, or one for each line.
enum Items<R> {
    One(Option<Box<Item>>),
    Lines { name: String, lines: Lines<R>, options: Options },
}

impl<R: BufRead> Items<R> {
    fn one(item: Item) -> Self {
        Self::One(Some(Box::new(item)))
    }

    fn of(name: String, format: Option<Format>, mut reader: R, options: Options) -> Self {
        let start = match reader.fill_buf() {
            Ok(held) => held.get(..SNIFFED).unwrap_or(held),
            Err(cause) => return Self::one(Item::Problem(Problem::unreadable(&name, &cause))),
        };
        let format = format.unwrap_or_else(|| Format::of_content(start));
        if format != Format::JsonLine {
            return Self::one(whole(&name, format, reader, options));
        }
        if let Some(problem) = why_no_lines(start) {
            return Self::one(Item::Problem(problem.at(&name, None)));
        }
        if start.starts_with(b"\xEF\xBB\xBF") {
            reader.consume(3);
        }
        Self::Lines { name, lines: Lines::new(reader, LINE_LIMIT), options }
    }
}

impl<R: BufRead> Iterator for Items<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        match self {
            Self::One(item) => item.take().map(|item| *item),
            Self::Lines { name, lines, options } => lines.find_map(|line| of_line(name, line, *options)),
        }
    }
}

/// Why a file of JSON Lines cannot be split into lines, told from its first bytes.
fn why_no_lines(start: &[u8]) -> Option<Problem> {
    let remedy = "convert it to UTF-8, one JSON object per line";
    if charset::has_wide_mark(start) {
        return Some(Problem::new(ProblemKind::NotText, "JSON Lines in UTF-16", remedy));
    }
    binary::why_not_text(start).map(|why| Problem::new(ProblemKind::NotText, why, remedy))
}

fn whole<R: BufRead>(name: &str, format: Format, reader: R, options: Options) -> Item {
    let mut bytes = Vec::new();
    let mut within = reader.take(REPORT_LIMIT + 1);
    if let Err(cause) = within.read_to_end(&mut bytes) {
        return Item::Problem(Problem::unreadable(name, &cause));
    }
    if bytes.len() as u64 > REPORT_LIMIT {
        let what = format!("over the limit of {REPORT_LIMIT} bytes for one report; skipped");
        let remedy = "split it into one report per file";
        return Item::Problem(Problem::new(ProblemKind::TooLarge, what, remedy).at(name, None));
    }
    receive(name, None, format, bytes, options)
}

fn of_line(name: &str, line: Line, options: Options) -> Option<Item> {
    match line {
        Line::Whole { bytes, .. } if bytes.trim_ascii().is_empty() => None,
        Line::Whole { number, bytes } => Some(receive(name, Some(number), Format::JsonLine, bytes, options)),
        Line::TooLong { number, length, start } => {
            let problem = Problem::too_large(length, LINE_LIMIT).at(name, Some(number));
            Some(Item::Problem(problem.with_id(record::first_id(&start))))
        }
        Line::Failed { number, cause } => {
            Some(Item::Problem(Problem { line: Some(number), ..Problem::unreadable(name, &cause) }))
        }
    }
}

fn receive(name: &str, line: Option<u64>, format: Format, bytes: Vec<u8>, options: Options) -> Item {
    match open::open(format, &bytes, options) {
        Ok((report, notes)) => {
            let origin = Origin { path: name.to_owned(), line };
            Item::Received(Received { bytes, format, origin, report, notes })
        }
        Err(problem) => Item::Problem(problem.at(name, line)),
    }
}
