//! `cenotaph people`: lists of people and who in them is the same person.

mod link;
mod listed;

use crate::fault::{Fault, Outcome};
use clap::{Args, Subcommand};

/// Link the people of lists: who is the same person
///
/// Names are understood in Arabic, Latin, Cyrillic and Hebrew letters, with parts missing or spelled otherwise.
/// What is written names keys, never people.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph people link --left ours.csv --right ministry.csv.gz --output links.csv
  cenotaph people link --dedupe hospital.xlsx --map name=patient --output links.csv")]
pub(crate) struct People {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Link(link::Link),
}

impl People {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        match self.verb {
            Verb::Link(link) => link.run(),
        }
    }
}
