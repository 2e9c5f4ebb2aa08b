//! `cenotaph search`: reports by their words.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::{Output, brief, is_coloured, plain};
use casebook::{Hit, Passage};
use clap::Args;

/// Find reports that have all the words, in title or text
///
/// Case, accents, Arabic vowel marks and the like do not matter. "two words" in quotation marks is a phrase, and
/// hosp* a beginning.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph search market shelling
  cenotaph search '\"white phosphorus\"' hosp*")]
pub(crate) struct Search {
    /// The words
    #[arg(required = true)]
    words: Vec<String>,
    #[command(flatten)]
    which: Which,
    /// How many reports to list at most
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: u32,
    /// Print one JSON object per report
    #[arg(long)]
    json: bool,
}

impl Search {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut book = self.which.open_to_read()?;
        let mut out = Output::open();
        let hits = book.search(&self.words.join(" "), self.limit)?;
        for hit in &hits {
            if self.json { out.json(hit)? } else { show(hit, &mut out)? }
        }
        if hits.is_empty() && !self.json {
            out.line("No report has all of these words.")?;
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}

fn show(hit: &Hit, out: &mut Output) -> Result<(), Fault> {
    let head = &hit.report;
    let published = head.published.map(|day| day.to_string());
    let from: Vec<String> = head.publisher.iter().cloned().chain(published).collect();
    out.line(format_args!("{}  {}", brief(&head.id), plain(&from.join(", "))))?;
    if let Some(title) = &head.title {
        out.line(format_args!("    {}", plain(title)))?;
    }
    out.line(format_args!("    …{}…", marked(&hit.passage)))?;
    if !hit.incidents.is_empty() {
        out.line(format_args!("    incidents: {}", hit.incidents.join(", ")))?;
    }
    Ok(())
}

/// The passage with the words that were found between guillemets, or bold.
fn marked(passage: &Passage) -> String {
    let (open, close) = if is_coloured() { ("\u{1b}[1m", "\u{1b}[0m") } else { ("«", "»") };
    let chars: Vec<char> = passage.text.chars().collect();
    let part = |from: usize, to: usize| -> String {
        plain(&chars.get(from..to).unwrap_or_default().iter().collect::<String>())
    };
    let mut at = 0;
    let mut shown: Vec<String> = Vec::new();
    for (start, end) in passage.marks.iter().map(|(start, end)| (*start as usize, *end as usize)) {
        if start >= at {
            shown.extend([part(at, start), open.to_owned(), part(start, end), close.to_owned()]);
            at = end;
        }
    }
    shown.push(part(at, chars.len()));
    shown.concat()
}
