//! `cenotaph completions`: a shell's completions.

use crate::cli;
use crate::fault::{Fault, Outcome};
use crate::output::Output;
use clap::Args;
use clap_complete::Shell;

/// Print completions for a shell
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph completions bash > ~/.local/share/bash-completion/completions/cenotaph
  cenotaph completions zsh > ~/.zfunc/_cenotaph
  cenotaph completions fish > ~/.config/fish/completions/cenotaph.fish")]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut cli::command(), "cenotaph", &mut script);
        let mut out = Output::open();
        out.bytes(&script)?;
        out.flush()?;
        Ok(Outcome::Done)
    }
}
