//! `cenotaph people review`: the pairs that somebody should look at.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::Output;
use crate::table::grid;
use casebook::{Doubt, Order, People};
use clap::Args;
use serde_json::json;
use value::{Entry, ListingKey};

/// List pairs that may be one person, the doubtful first
///
/// Pairs that somebody decided are left out; decisions that contradict each other are told first. Keys are shown;
/// names only where they are asked for.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph people review --limit 50
  cenotaph people review --names            with what the lists tell
  cenotaph people review --likely --json    all pairs, the likeliest first, one object a line")]
pub(crate) struct Review {
    /// How many pairs
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// The likeliest first
    #[arg(long)]
    likely: bool,
    /// Show what the lists tell, not keys alone
    #[arg(long)]
    names: bool,
    /// Print one JSON object a line, of keys alone
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    which: Which,
}

impl Review {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let people = self.which.open_to_read()?.people()?;
        let order = if self.likely { Order::Likely } else { Order::Doubtful };
        let doubts = people.review(order, self.limit);
        let mut out = Output::open();
        if self.json {
            for doubt in &doubts {
                let (a, b) = (doubt.a.to_string(), doubt.b.to_string());
                out.json(&json!({"a": a, "b": b, "probability": doubt.probability}))?;
            }
        } else {
            for one in people.contradictions() {
                out.line(super::contradiction(one))?;
            }
            if doubts.is_empty() {
                out.line("There is no pair to look at.")?;
            } else {
                let rows =
                    doubts.iter().map(|doubt| self.rows(&people, doubt)).collect::<Result<Vec<_>, _>>()?;
                out.line(grid(&["probability", "entry", "entry"], &["entry"], rows))?;
            }
        }
        out.flush()?;
        Ok(Outcome::Done)
    }

    fn rows(&self, people: &People, doubt: &Doubt) -> Result<Vec<String>, Fault> {
        let shown = |key: &ListingKey| -> Result<String, Fault> {
            if self.names { Ok(told(&people.entry(key)?)) } else { Ok(key.to_string()) }
        };
        Ok(vec![format!("{:.3}", doubt.probability), shown(&doubt.a)?, shown(&doubt.b)?])
    }
}

fn told(entry: &Entry) -> String {
    let told: Vec<&str> = entry.told.iter().map(|(_, cell)| cell.as_str()).collect();
    format!("{}: {}", entry.key, told.join(", "))
}
