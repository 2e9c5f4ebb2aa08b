//! `cenotaph people draw`: whole linkages, each as likely as it is.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::Output;
use crate::stamp::Author;
use casebook::PeopleReleased;
use clap::Args;
use std::path::PathBuf;

/// Draw whole linkages from what is known: who is one person with whom
///
/// A pair with probability 0.8 is one person in about eight of ten draws, so that whatever is computed of each draw
/// carries the doubt along. The output has columns draw, list, key and person; the numbers of persons mean nothing
/// beyond their draw. Keys of strictly confidential lists are withheld. The same seed gives the same draws.
#[derive(Args, Debug)]
pub(crate) struct Draw {
    /// What chance begins from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    draws: u32,
    /// The file to write, which is recorded as given out [default: standard output]
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    author: Author,
}

impl Draw {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut book = if self.output.is_some() { self.which.open()? } else { self.which.open_to_read()? };
        let people = book.people()?;
        let seeds = (0..u64::from(self.draws)).map(|n| self.seed.wrapping_mul(1_000_003).wrapping_add(n));
        let mut bytes = Vec::new();
        publish::draws(seeds.map(|seed| people.draw(seed)), &mut bytes)
            .map_err(|error| Fault::own(&error.to_string()))?;
        let mut out = Output::open();
        match &self.output {
            None => out.bytes(&bytes)?,
            Some(path) => {
                let sha256 = intake::key_of(&bytes).0;
                let release = PeopleReleased {
                    what: "draws".to_owned(),
                    sha256: sha256.clone(),
                    people: u64::from(self.draws),
                    checkpoint: book.ledger().size(),
                };
                let act = book.give_out_people(path, &bytes, release, &self.author.stamp())?;
                out.line(format_args!(
                    "{} draws in {}, recorded as act {act}\nsha256:{sha256}",
                    self.draws,
                    path.display()
                ))?;
            }
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}
