//! `cenotaph people`: lists of people and who in them is the same person.

mod draw;
mod export;
mod given;
mod import;
mod judge;
mod link;
mod listed;
mod review;
mod show;

use crate::fault::{Fault, Outcome};
use casebook::Contradiction;
use clap::{Args, Subcommand};
use value::ListingKey;

/// Lists of people: who is the same person, and what is decided about that
///
/// Names are understood in Arabic, Latin, Cyrillic and Hebrew letters, with parts missing or spelled otherwise. Lists
/// can be linked as they lie there, or received into a casebook, where whoever is named in a report as killed is on the
/// list `reports`. An entry is named LIST/KEY. What is written to files names keys; what else lists tell leaves the
/// casebook only where a list is public.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph people link --left ours.csv --right ministry.csv.gz --output links.csv
  cenotaph people link --dedupe hospital.xlsx --map name=patient --output links.csv
  cenotaph people import ministry.csv --unique      lists into the casebook
  cenotaph people link                              who is one person in the casebook
  cenotaph people review                            the doubtful pairs first
  cenotaph people judge same-person ministry/12 press/b7 --reason 'the brother confirms it'")]
pub(crate) struct People {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Import(import::Import),
    Link(link::Link),
    Show(show::Show),
    Review(review::Review),
    Judge(judge::Judge),
    Draw(draw::Draw),
    Export(export::Export),
}

impl People {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        match self.verb {
            Verb::Import(verb) => verb.run(),
            Verb::Link(verb) => verb.run(),
            Verb::Show(verb) => verb.run(),
            Verb::Review(verb) => verb.run(),
            Verb::Judge(verb) => verb.run(),
            Verb::Draw(verb) => verb.run(),
            Verb::Export(verb) => verb.run(),
        }
    }
}

/// Reads `LIST/KEY`.
fn listing(text: &str) -> Result<ListingKey, String> {
    ListingKey::read(text).ok_or_else(|| "name an entry by its list and key, such as ministry/12".to_owned())
}

/// A decision that does not hold, in words.
fn contradiction(one: &Contradiction) -> String {
    let acts: Vec<String> = one.against.iter().map(ToString::to_string).collect();
    format!(
        "the decision of act {} does not hold: it contradicts the later {}; withdraw one of them",
        one.set_aside,
        if acts.len() == 1 {
            format!("act {}", acts.join(""))
        } else {
            format!("acts {} together", acts.join(", "))
        }
    )
}
