//! `cenotaph read`: reports into a casebook, or their readings to standard output.

use crate::fault::{Fault, Outcome, warn};
use crate::folder::Which;
use crate::inputs::{self, Unread};
use crate::output::{Output, is_terminal};
use crate::stamp::Author;
use crate::verb::new::read_policy;
use crate::{progress, trap};
use casebook::{Casebook, Event, IngestSummary, Recorded};
use clap::Args;
use gazetteer::Gazetteer;
use indicatif::ProgressBar;
use intake::{Item, Options, Received};
use jiff::civil::Date;
use rayon::prelude::*;
use reading::{Policy, Reader};
use serde_json::json;
use std::path::PathBuf;

/// How many reports are read at once.
const CHUNK: usize = 256;
/// How many bytes of reports are read at once, but for the last report of a chunk.
const CHUNK_BYTES: usize = 4 << 20;

/// Read reports into a casebook, or with --json print what is found in them
///
/// Files are .txt, .md, .html, or .jsonl with one report per line:
/// {"id", "text", "published"?, "publisher"?, "url"?, "language"?}. A folder is walked; - is standard input.
/// What cannot be read is told, and the rest is done.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph read --casebook my.casebook reports/ more.jsonl
  cenotaph read --json --published 2017-08-24 op-ed.txt
  curl -s https://example.org/page.html | cenotaph read --json -
  cenotaph read --casebook my.casebook --again     after importing places, or with a newer Cenotaph")]
pub(crate) struct Read {
    /// Files, folders, or - for standard input
    #[arg(required_unless_present = "again", value_hint = clap::ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    which: Which,
    /// Print one JSON object per report, in order, and use no casebook
    #[arg(long, conflicts_with_all = ["casebook", "again", "acknowledge"])]
    json: bool,
    /// The day of publication of reports that carry none (YYYY-MM-DD); relative dates count from it
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
    /// The coding policy (TOML) for --json; a casebook keeps the one that it was made with
    #[arg(long, value_name = "FILE", requires = "json", value_hint = clap::ValueHint::FilePath)]
    policy: Option<PathBuf>,
    /// Read the casebook's reports again where reader or places have changed since
    #[arg(long)]
    again: bool,
    /// Print one line of JSON for each report as soon as it is safely on disk
    #[arg(long)]
    acknowledge: bool,
    #[command(flatten)]
    author: Author,
}

impl Read {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        if self.json { self.print() } else { self.record() }
    }

    fn options(&self) -> Options {
        Options { published: self.published }
    }

    /// Readings to standard output, a chunk at a time: while one is read on all cores, the next is gathered.
    fn print(&self) -> Result<Outcome, Fault> {
        let policy = match &self.policy {
            Some(path) => Policy::from_toml(&read_policy(path)?).map_err(|e| Fault::usage(e.to_string()))?,
            None => Policy::airwars(),
        };
        let reader = Reader::new(Gazetteer::embedded(), policy);
        let bar = if is_terminal() { progress::none() } else { self.bar() };
        let mut items = inputs::items(&self.paths, self.options());
        let (mut out, mut unread, mut broken) = (Output::open(), Unread::default(), None);
        let mut chunk = gather(&mut items);
        while !chunk.is_empty() {
            let read = || chunk.par_iter().map(|item| line_of(item, &reader)).collect::<Vec<_>>();
            let (lines, next) = rayon::join(read, || gather(&mut items));
            for (item, line) in chunk.iter().zip(lines) {
                bar.inc(bytes_of(item));
                tell(item, &mut unread);
                if line.broken.is_some() {
                    broken = line.broken;
                }
                out.line(line.json)?;
            }
            chunk = next;
        }
        bar.finish_and_clear();
        out.flush()?;
        match broken {
            Some(what) => Err(Fault::own(&what)),
            None => Ok(outcome(&unread)),
        }
    }

    fn bar(&self) -> ProgressBar {
        progress::of_bytes(inputs::size(&self.paths))
    }

    /// Reports into the casebook.
    fn record(&self) -> Result<Outcome, Fault> {
        let mut book = self.which.open()?;
        let reader = Reader::new(book.gazetteer()?, book.policy()?);
        let stamp = self.author.stamp();
        let mut told = Told { bar: self.bar(), unread: Unread::default(), out: Output::open(), lost: None };
        let mut summary = IngestSummary::default();
        if !self.paths.is_empty() {
            let items = inputs::items(&self.paths, self.options());
            summary =
                book.ingest(items, &reader, &stamp, &mut |event| told.hear(&event, self.acknowledge))?;
        }
        if self.again {
            let bar = progress::of_things(None);
            let again = book.reread(&reader, &stamp, &mut |event| {
                bar.inc(1);
                told.hear(&event, self.acknowledge);
            })?;
            bar.finish_and_clear();
            summary.readings += again.readings;
        }
        told.close(&book, &summary, self.acknowledge)
    }
}

/// The next items of a chunk; none at the end.
fn gather(items: &mut impl Iterator<Item = Item>) -> Vec<Item> {
    let (mut chunk, mut bytes) = (Vec::new(), 0);
    while chunk.len() < CHUNK && bytes < CHUNK_BYTES {
        let Some(item) = items.next() else { break };
        bytes += if let Item::Received(received) = &item { received.bytes.len() } else { 0 };
        chunk.push(item);
    }
    chunk
}

/// What is printed for one item, and what broke while it was read.
struct Line {
    json: String,
    broken: Option<String>,
}

fn line_of(item: &Item, reader: &Reader) -> Line {
    let received = match item {
        Item::Received(received) => received,
        Item::Problem(problem) => return failed(&problem.report(), &problem.to_string()),
    };
    match trap::broken(|| reading_of(received, reader)) {
        Ok(json) => Line { json, broken: None },
        Err(what) => {
            let id = &received.report.id;
            let says = format!("a fault of Cenotaph itself ({what}); please report it with this report");
            Line { broken: Some(format!("reading {id}: {what}")), ..failed(id, &says) }
        }
    }
}

fn failed(report: &str, error: &str) -> Line {
    Line { json: json!({"report": report, "error": error}).to_string(), broken: None }
}

/// The reading as JSON; what intake noted stands among its problems.
fn reading_of(received: &Received, reader: &Reader) -> String {
    let mut reading = reader.read(&received.report);
    let notes = received.notes.iter().map(|note| value::Problem { what: note.clone(), spans: Vec::new() });
    reading.problems.extend(notes);
    // A reading is made of strings and numbers only, which JSON can always hold.
    serde_json::to_string(&reading).unwrap_or_default()
}

fn bytes_of(item: &Item) -> u64 {
    match item {
        Item::Received(received) => received.bytes.len() as u64 + 1,
        Item::Problem(_) => 0,
    }
}

/// Tells of an input that could not be read, or not as it is.
fn tell(item: &Item, unread: &mut Unread) {
    match item {
        Item::Received(received) => {
            for note in &received.notes {
                warn(format_args!("{}: {note}; read all the same", received.origin));
            }
        }
        Item::Problem(problem) => unread.tell(problem),
    }
}

fn outcome(unread: &Unread) -> Outcome {
    if unread.close() { Outcome::SomeUnread } else { Outcome::Done }
}

/// What is told while reports go into a casebook.
struct Told {
    bar: ProgressBar,
    unread: Unread,
    out: Output,
    /// Why no more can be printed. The reports are recorded all the same.
    lost: Option<Fault>,
}

impl Told {
    fn hear(&mut self, event: &Event<'_>, acknowledge: bool) {
        match event {
            Event::Problem(problem) => self.bar.suspend(|| self.unread.tell(problem)),
            Event::Recorded(recorded) => self.recorded(recorded, acknowledge),
        }
    }

    fn recorded(&mut self, recorded: &Recorded<'_>, acknowledge: bool) {
        if let Some(receipt) = recorded.receipt {
            self.bar.inc(receipt.bytes + 1);
            for note in &receipt.notes {
                self.bar.suspend(|| warn(format_args!("{}: {note}; read all the same", place(receipt))));
            }
        }
        if acknowledge && self.lost.is_none() {
            let line = json!({
                "report": recorded.id, "key": recorded.key, "again": recorded.again,
                "receipt_act": recorded.receipt_act, "reading_act": recorded.reading_act,
            });
            self.lost = self.out.json(&line).and_then(|()| self.out.flush()).err();
        }
    }

    fn close(
        mut self,
        book: &Casebook,
        summary: &IngestSummary,
        acknowledge: bool,
    ) -> Result<Outcome, Fault> {
        self.bar.finish_and_clear();
        let outcome = outcome(&self.unread);
        if let Some(lost) = self.lost {
            return Err(lost);
        }
        if !acknowledge {
            self.out.line(said(summary))?;
            self.out.line(format_args!(
                "See them with: cenotaph incidents --casebook {}",
                crate::output::quoted(book.dir())
            ))?;
        }
        self.out.flush()?;
        Ok(outcome)
    }
}

fn place(receipt: &casebook::ReportReceived) -> String {
    intake::Origin { path: receipt.name.clone(), line: receipt.line }.to_string()
}

fn said(summary: &IngestSummary) -> String {
    let IngestSummary { received, new, again, readings, problems } = summary;
    let unread = if *problems > 0 { format!("; {problems} inputs could not be read") } else { String::new() };
    format!(
        "{received} reports recorded: {new} new, {again} received before; {readings} readings made{unread}"
    )
}
