//! `cenotaph invite`: an account for somebody of the team.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::Output;
use crate::stamp::Author;
use clap::Args;
use web::{Cleared, Role};

/// Invite somebody into a casebook that is served with --team
///
/// Prints a code with which they choose a password at /join, once and within a week. Inviting a name again changes its
/// role and lets it choose a new password.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph invite Amal --role admin --restricted --names
  cenotaph invite Basim --role reviewer --names --casebook my.casebook")]
pub(crate) struct Invite {
    /// The name, as acts will record it
    name: String,
    /// reader (looks), recorder (adds reports), reviewer (decides) or admin (says who may see what)
    #[arg(long, value_parser = role, default_value = "reader")]
    role: Role,
    /// Clear for restricted reports
    #[arg(long)]
    restricted: bool,
    /// Clear for victims' names
    #[arg(long)]
    names: bool,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    author: Author,
}

impl Invite {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let cleared = Cleared { restricted: self.restricted, names: self.names };
        let by = self.author.stamp().by;
        let code = web::invite(&self.which.folder()?, &self.name, self.role, cleared, &by)?;
        let mut out = Output::open();
        out.line(format_args!(
            "{} may join as {} within a week, at /join with this code:",
            self.name, self.role
        ))?;
        out.line(code)?;
        out.flush()?;
        Ok(Outcome::Done)
    }
}

fn role(word: &str) -> Result<Role, String> {
    Role::from_word(word).ok_or_else(|| format!("the roles are {}", Role::ALL.map(Role::as_str).join(", ")))
}
