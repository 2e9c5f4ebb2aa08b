//! `cenotaph people export`: the persons for others, as far as each list's sensitivity allows.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::Output;
use crate::stamp::Author;
use casebook::PeopleReleased;
use clap::Args;
use std::path::PathBuf;

/// Write the likeliest persons for others: a row for each entry
///
/// Of a public list name, age, sex, days, place and incident are given; of a confidential one the key alone; of a
/// strictly confidential one only that it has an entry. Numbers of persons mean nothing beyond the file. A file is
/// recorded in the ledger with its SHA-256.
#[derive(Args, Debug)]
pub(crate) struct Export {
    /// The file to write (CSV) [default: standard output]
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    author: Author,
}

impl Export {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut book = if self.output.is_some() { self.which.open()? } else { self.which.open_to_read()? };
        let persons = book.people()?.all();
        let mut bytes = Vec::new();
        publish::people(&persons, &mut bytes).map_err(|error| Fault::own(&error.to_string()))?;
        let mut out = Output::open();
        match &self.output {
            None => out.bytes(&bytes)?,
            Some(path) => {
                let sha256 = intake::key_of(&bytes).0;
                let release = PeopleReleased {
                    what: "people".to_owned(),
                    sha256: sha256.clone(),
                    people: persons.len() as u64,
                    checkpoint: book.ledger().size(),
                };
                let act = book.give_out_people(path, &bytes, release, &self.author.stamp())?;
                let (n, path) = (persons.len(), path.display());
                out.line(format_args!("{n} persons in {path}, recorded as act {act}\nsha256:{sha256}"))?;
            }
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}
