//! `cenotaph man`: manual pages.

use crate::cli;
use crate::fault::{Fault, Outcome};
use crate::output::Output;
use clap::Args;
use clap_mangen::Man as Page;

/// Print the manual page (roff), or that of one verb
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph man | man -l -
  cenotaph man read > cenotaph-read.1")]
pub(crate) struct Man {
    /// The verb
    verb: Option<String>,
}

impl Man {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut whole = cli::command();
        whole.build();
        let page = match &self.verb {
            None => whole,
            Some(verb) => whole.find_subcommand(verb).cloned().ok_or_else(|| {
                Fault::usage(format!("there is no verb {verb}; `cenotaph --help` lists them"))
            })?,
        };
        let mut roff = Vec::new();
        Page::new(page).render(&mut roff).map_err(|error| Fault::own(&error.to_string()))?;
        let mut out = Output::open();
        out.bytes(&roff)?;
        out.flush()?;
        Ok(Outcome::Done)
    }
}
