//! `cenotaph rebuild`: everything but the record, thrown away and computed again.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::Output;
use casebook::Casebook;
use clap::Args;

/// Throw away all that is computed (casebook.sqlite) and compute it again from the ledger
///
/// Nothing recorded is touched. The same acts give the same rows, whose digest is printed.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  cenotaph rebuild --casebook my.casebook")]
pub(crate) struct Rebuild {
    #[command(flatten)]
    which: Which,
}

impl Rebuild {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut book = Casebook::rebuild(&self.which.folder()?)?;
        let (counts, digest) = (book.counts()?, book.projection_digest()?);
        let mut out = Output::open();
        let casebook::Counts { acts, reports, incidents, judgements, .. } = counts;
        out.line(format_args!(
            "Rebuilt from {acts} acts: {reports} reports, {incidents} incidents, {judgements} judgements."
        ))?;
        out.line(format_args!("digest {digest}"))?;
        out.flush()?;
        Ok(Outcome::Done)
    }
}
