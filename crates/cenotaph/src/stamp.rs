//! The clock and the user. Enters: the time and the environment. Leaves: the stamp that acts carry.

use crate::fault::warn;
use casebook::Stamp;
use clap::Args;

/// Names on the command line who does something.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Author {
    #[arg(
        long,
        value_name = "NAME",
        help = "Who does it, as the ledger records it [default: CENOTAPH_AUTHOR, else the user's name]"
    )]
    author: Option<String>,
}

impl Author {
    /// Now, by this author.
    pub(crate) fn stamp(&self) -> Stamp {
        Stamp::new(jiff::Timestamp::now(), self.author.clone().unwrap_or_else(user))
    }
}

/// The name that the environment gives, else that of the account.
fn user() -> String {
    let told = ["CENOTAPH_AUTHOR", "USER", "LOGNAME", "USERNAME"].into_iter().find_map(set);
    told.or_else(|| whoami::username().ok()).unwrap_or_else(|| {
        warn("nobody says who does this, so it is recorded as by unknown; say who with --author or CENOTAPH_AUTHOR");
        "unknown".to_owned()
    })
}

fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}
