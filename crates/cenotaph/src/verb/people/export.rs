//! `cenotaph people export`: the persons for others, as far as each list's sensitivity allows.

use super::given::Given;
use crate::fault::{Fault, Outcome};
use clap::Args;

/// Write the likeliest persons for others: a row for each entry
///
/// Of a public list name, age, sex, days, place and incident are given; of a confidential one the key alone; of a
/// strictly confidential one only that it has an entry. Numbers of persons mean nothing beyond the file. A file is
/// recorded in the ledger with its SHA-256.
#[derive(Args, Debug)]
pub(crate) struct Export {
    #[command(flatten)]
    given: Given,
}

impl Export {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        self.given.out("people", "persons", |book, bytes| {
            let persons = book.people()?.all();
            publish::people(&persons, bytes).map_err(|error| Fault::own(&error.to_string()))?;
            Ok(persons.len() as u64)
        })
    }
}
