//! `cenotaph demo`: the whole way on the example reports that the program carries.

use crate::examples::REPORTS;
use crate::fault::{Fault, Outcome};
use crate::inputs::Unread;
use crate::output::{Output, quoted};
use crate::stamp::Author;
use crate::{progress, table};
use casebook::{Casebook, Event, Filter, IngestSummary};
use clap::Args;
use intake::{Item, Options};
use reading::Reader;
use std::path::{Path, PathBuf};
use value::{Count, Incident};

/// Read the example reports into a new casebook, and show the incidents in them
///
/// The events, people and outlets in the examples are invented; the towns and the armed forces are real, and none
/// of them did what is told there.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph demo
  cenotaph demo --in try.casebook")]
pub(crate) struct Demo {
    /// The folder to make the casebook in [default: a fresh temporary folder, which is kept]
    #[arg(long = "in", value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    folder: Option<PathBuf>,
}

impl Demo {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let folder = match self.folder {
            Some(folder) => folder,
            None => fresh_folder()?,
        };
        let stamp = Author::default().stamp();
        let mut book = Casebook::create(&folder, "cenotaph.example/demo", None, &stamp)?;
        let reader = Reader::new(book.gazetteer()?, book.policy()?);
        let bar = progress::of_things(None);
        let mut unread = Unread::default();
        let summary = book.ingest(items(), &reader, &stamp, &mut |event| match event {
            Event::Recorded(_) => bar.inc(1),
            Event::Problem(problem) => unread.tell(problem),
        })?;
        bar.finish_and_clear();
        let incidents = book.incidents(&Filter::default())?;
        let mut out = Output::open();
        show(&summary, &incidents, &folder, &mut out)?;
        out.flush()?;
        Ok(if unread.close() { Outcome::SomeUnread } else { Outcome::Done })
    }
}

fn fresh_folder() -> Result<PathBuf, Fault> {
    let made = tempfile::Builder::new().prefix("cenotaph-demo-").suffix(".casebook").tempdir();
    made.map(tempfile::TempDir::keep)
        .map_err(|cause| Fault::unwritten(std::env::temp_dir().display(), &cause))
}

fn items() -> impl Iterator<Item = Item> {
    REPORTS.iter().flat_map(|(name, bytes)| {
        intake::read_bytes(&format!("examples/reports/{name}"), bytes.to_vec(), &Options::default())
    })
}

fn show(
    summary: &IngestSummary,
    incidents: &[Incident],
    folder: &Path,
    out: &mut Output,
) -> Result<(), Fault> {
    let (reports, found) = (summary.received, incidents.len());
    out.line(format_args!(
        "Read {reports} example reports (invented events in real towns) and found {found} incidents:\n"
    ))?;
    out.line(table::incidents(incidents))?;
    out.line(
        "\nKilled and injured run from the lowest to the highest credible figure; 15+ has no upper end.\n\
         reports/origins: how many reports tell of it, and how many of them are not copies of one another.",
    )?;
    let book = quoted(folder);
    out.line(format_args!("\nThe casebook is {book}. Try next:\n"))?;
    if let Some(best) = incidents.iter().max_by_key(|incident| worth(incident)) {
        let id = &best.incident;
        out.line(format_args!(
            "  cenotaph explain {id} killed --casebook {book}    whose number, in which words"
        ))?;
        out.line(format_args!(
            "  cenotaph show {id} --casebook {book}              the accounts side by side"
        ))?;
    }
    out.line(format_args!("  cenotaph search shelling --casebook {book}"))?;
    out.line(format_args!(
        "  cenotaph verify --casebook {book}                        nothing was changed since"
    ))?;
    out.line("  cenotaph new my.casebook                   and `cenotaph read --casebook my.casebook FILE…`: your own")
}

/// The incident on which the most can be seen: many origins, and a range of killed that has two ends.
fn worth(incident: &Incident) -> (bool, usize, std::cmp::Reverse<&str>) {
    let differs = |count: &Count| count.min != count.max && count.max.is_some();
    (
        incident.killed.as_ref().is_some_and(differs),
        incident.origins.len(),
        std::cmp::Reverse(&incident.incident),
    )
}
