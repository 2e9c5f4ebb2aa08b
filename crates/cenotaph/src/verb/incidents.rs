//! `cenotaph incidents`: what the casebook's reports tell of, one event a row.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::Output;
use crate::table;
use casebook::Filter;
use clap::Args;
use jiff::civil::Date;
use value::Grade;

/// List incidents, by date
///
/// Killed and injured are ranges from the lowest to the highest credible figure; 15+ has no upper end.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph incidents --from 2017-06-01 --to 2017-06-30 --place Busayrah
  cenotaph incidents --actor coalition --grade confirmed
  cenotaph incidents --json > incidents.jsonl      one object per incident, with accounts and words")]
pub(crate) struct Incidents {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    wanted: Wanted,
    /// Print one JSON object per incident
    #[arg(long)]
    json: bool,
}

/// Which incidents are wanted.
#[derive(Args, Debug)]
pub(crate) struct Wanted {
    /// Only those that may have happened on this day or later (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Only those that may have happened on this day or earlier (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Only those at a place with this in its name
    #[arg(long, value_name = "NAME")]
    place: Option<String>,
    /// Only those with this in a party's name
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// Only those of this grade: confirmed, fair, weak, contested, discounted
    #[arg(long, value_parser = grade)]
    grade: Option<Grade>,
    /// Only those of which a report tells that has these words
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
}

impl Wanted {
    pub(crate) fn filter(self) -> Filter {
        let Self { from, to, place, actor, grade, text } = self;
        Filter { from, to, place, actor, grade, text }
    }
}

fn grade(word: &str) -> Result<Grade, String> {
    let words = || Grade::ALL.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Grade::from_word(word).ok_or_else(|| format!("the grades are {}", words()))
}

impl Incidents {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut book = self.which.open_to_read()?;
        let mut out = Output::open();
        let filter = self.wanted.filter();
        if self.json {
            let mut written = Ok(());
            book.each_incident(&filter, &mut |incident| {
                if written.is_ok() {
                    written = out.json(&incident);
                }
            })?;
            written?;
        } else {
            let found = book.incidents(&filter)?;
            out.line(if found.is_empty() { "No incidents.".to_owned() } else { table::incidents(&found) })?;
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}
