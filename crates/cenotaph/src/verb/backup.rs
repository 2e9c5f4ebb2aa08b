//! `cenotaph backup`: a whole copy, while others may go on working.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::{Output, quoted};
use clap::Args;
use std::path::PathBuf;

/// Copy the casebook, whole as of now, to a new folder
///
/// The copy holds the private key and the accounts of a team: keep it as safe as the casebook itself.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  cenotaph backup --casebook my.casebook /mnt/disk/my-2025-03-14.casebook")]
pub(crate) struct Backup {
    /// The folder to make
    #[arg(value_hint = clap::ValueHint::DirPath)]
    to: PathBuf,
    #[command(flatten)]
    which: Which,
}

impl Backup {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let copied = self.which.open_to_read()?.backup(&self.to)?;
        let mut out = Output::open();
        let to = quoted(&self.to);
        let casebook::BackupSummary { acts, blobs, blob_bytes, accounts } = copied;
        out.line(format_args!("Copied {acts} acts and {blobs} blobs ({blob_bytes} bytes) to {to}."))?;
        if let Some(accounts) = accounts {
            out.line(format_args!(
                "Copied the team's accounts ({accounts}) and tokens; who is signed in signs in anew there."
            ))?;
        }
        out.line(format_args!("Check it with: cenotaph verify --casebook {to}"))?;
        out.flush()?;
        Ok(Outcome::Done)
    }
}
