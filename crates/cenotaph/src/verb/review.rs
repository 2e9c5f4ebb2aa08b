//! `cenotaph review`: what needs a person's eyes, with the commands that answer it.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::{Output, brief};
use casebook::review::{Answer, Item, Kind, Wanted};
use clap::Args;

/// List what needs a person's eyes, the most useful first, with the commands that answer it
///
/// Doubtful merges, accounts that may not belong to their incident, accounts that contradict each other, values that no
/// account tells surely, and reports that came in after a person decided. The order is by how uncertain an item is and how
/// many people it may move. What was answered is not asked again.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph review --limit 5
  cenotaph review --kind merge
  cenotaph review --incident i4kq2 --json")]
pub(crate) struct Review {
    #[command(flatten)]
    which: Which,
    /// Only this kind: merge, membership, contradiction, unsure, `new_source`
    #[arg(long, value_parser = kind)]
    kind: Option<Kind>,
    /// Only what concerns this incident
    #[arg(long)]
    incident: Option<String>,
    /// How many to list at most
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: u64,
    /// Print one JSON object per item
    #[arg(long)]
    json: bool,
}

fn kind(word: &str) -> Result<Kind, String> {
    let words = || Kind::ALL.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Kind::from_word(word).ok_or_else(|| format!("the kinds are {}", words()))
}

impl Review {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut book = self.which.open_to_read()?;
        let mut out = Output::open();
        let wanted =
            Wanted { kind: self.kind, incident: self.incident, limit: Some(self.limit), ..Wanted::default() };
        let page = book.review(&wanted)?;
        for (n, item) in page.items.iter().enumerate() {
            if self.json { out.json(item)? } else { show(n + 1, item, &mut out)? }
        }
        if !self.json {
            out.line(match (page.of, page.items.len() as u64) {
                (0, _) => "Nothing needs a person's eyes.".to_owned(),
                (of, shown) if of > shown => format!("{shown} of {of}; --limit shows more."),
                (of, _) => format!("{of} in all."),
            })?;
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}

fn show(n: usize, item: &Item, out: &mut Output) -> Result<(), Fault> {
    out.line(format_args!("[{n}] {} of {}: {}", item.kind, item.incidents.join(" and "), brief(&item.says)))?;
    item.answers.iter().try_for_each(|answer| show_answer(answer, out))?;
    out.line("")
}

fn show_answer(answer: &Answer, out: &mut Output) -> Result<(), Fault> {
    out.line(format_args!("    {}\n        # {}", answer.command, answer.means))
}
