//! `cenotaph new`: makes a casebook.

use crate::fault::{Fault, Outcome};
use crate::output::{Output, quoted};
use crate::stamp::Author;
use casebook::Casebook;
use clap::Args;
use std::path::{Path, PathBuf};

/// Make a casebook: a folder that keeps reports, readings and decisions
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph new my.casebook
  cenotaph new --name records.example.org/2025 --policy our-policy.toml my.casebook")]
pub(crate) struct New {
    /// The folder to make; by custom its name ends in .casebook
    #[arg(value_hint = clap::ValueHint::DirPath)]
    path: PathBuf,
    /// What the team calls the casebook: a URL without its scheme, by custom [default: the folder's name]
    #[arg(long)]
    name: Option<String>,
    /// The coding policy (TOML): what vague words mean, how figures are reconciled, how incidents are graded [default: that
    /// of Airwars]
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    policy: Option<PathBuf>,
    #[command(flatten)]
    author: Author,
}

impl New {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let policy = self.policy.as_deref().map(read_policy).transpose()?;
        let name = self.name.unwrap_or_else(|| name_of(&self.path));
        Casebook::create(&self.path, &name, policy.as_deref(), &self.author.stamp())?;
        let mut out = Output::open();
        let path = quoted(&self.path);
        out.line(format_args!(
            "Made {path}. Put reports into it with:\n  cenotaph read --casebook {path} FILE…"
        ))?;
        out.flush()?;
        Ok(Outcome::Done)
    }
}

/// The text of a policy; what is wrong in it is told with the file's name.
pub(crate) fn read_policy(path: &Path) -> Result<String, Fault> {
    let name = path.display();
    let toml = std::fs::read_to_string(path)
        .map_err(|cause| Fault::unreadable(format!("{name}: {cause}; name a file that can be read")))?;
    reading::Policy::from_toml(&toml).map_err(|error| Fault::usage(format!("{name}: {error}")))?;
    incident::Policy::from_toml(&toml).map_err(|error| Fault::usage(format!("{name}: {error}")))?;
    Ok(toml)
}

/// A name that a signed note can carry: no spaces, no `+`.
fn name_of(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let plain = |c: char| if c.is_whitespace() || c == '+' || c.is_control() { '-' } else { c };
    stem.map(|stem| stem.chars().map(plain).collect())
        .filter(|name: &String| !name.is_empty())
        .unwrap_or_else(|| "casebook".to_owned())
}
