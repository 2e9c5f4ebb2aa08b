//! Giving people out, to standard output or to a file that is recorded as given out. Enters: what writes the bytes. Leaves:
//! them, and where they went. Decides nothing about what may leave; that is `publish`'s business.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::Output;
use crate::stamp::Author;
use casebook::{Casebook, PeopleReleased};
use clap::Args;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub(super) struct Given {
    /// The file to write, which is recorded as given out with its SHA-256 [default: standard output]
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    author: Author,
}

impl Given {
    /// Gives out what `write` puts down of a casebook; it says how many `units` that is.
    pub(super) fn out(
        self,
        what: &str,
        units: &str,
        write: impl FnOnce(&mut Casebook, &mut Vec<u8>) -> Result<u64, Fault>,
    ) -> Result<Outcome, Fault> {
        let mut book = if self.output.is_some() { self.which.open()? } else { self.which.open_to_read()? };
        let mut bytes = Vec::new();
        let count = write(&mut book, &mut bytes)?;
        let mut out = Output::open();
        match &self.output {
            None => out.bytes(&bytes)?,
            Some(path) => {
                let sha256 = intake::key_of(&bytes).0;
                let release = PeopleReleased {
                    what: what.to_owned(),
                    sha256: sha256.clone(),
                    people: count,
                    checkpoint: book.ledger().size(),
                };
                let act = book.give_out_people(path, &bytes, release, &self.author.stamp())?;
                let path = path.display();
                out.line(format_args!("{count} {units} in {path}, recorded as act {act}\nsha256:{sha256}"))?;
            }
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}
