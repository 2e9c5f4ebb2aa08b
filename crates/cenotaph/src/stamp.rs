//! The clock and the user. Enters: the time and the environment. Leaves: the stamp that acts carry.

use casebook::Stamp;

/// Now, by the given author, else by `CENOTAPH_AUTHOR`, else by the name of the user.
pub(crate) fn now(author: Option<&str>) -> Stamp {
    Stamp::new(jiff::Timestamp::now(), author.map_or_else(user, str::to_owned))
}

fn user() -> String {
    let told = ["CENOTAPH_AUTHOR", "USER", "LOGNAME", "USERNAME"].into_iter().find_map(set);
    told.unwrap_or_else(|| "unknown".to_owned())
}

fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}
