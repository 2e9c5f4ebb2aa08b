//! Who asks: a name, a role, and what it is cleared for. Never knows how somebody proved to be it.

use casebook::BY_TOKEN;
use std::fmt;

/// What an account may do; each role may do all that those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Looks.
    Reader,
    /// Adds reports.
    Recorder,
    /// Decides: accepts, corrects, joins, parts, takes back.
    Reviewer,
    /// Decides who may see what.
    Admin,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Self; 4] = [Self::Reader, Self::Recorder, Self::Reviewer, Self::Admin];

    /// The role's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Recorder => "recorder",
            Self::Reviewer => "reviewer",
            Self::Admin => "admin",
        }
    }

    /// The role of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What somebody may see besides what all may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cleared {
    /// Restricted reports, and incidents of which they tell.
    pub restricted: bool,
    /// Names of victims.
    pub names: bool,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Name, as acts record it.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Clearance.
    pub cleared: Cleared,
    /// The name of the token by which a program acts for the person; none where they act themselves.
    pub token: Option<String>,
}

impl Person {
    /// Who did it, as acts record it: the name, and the token's where a program did it.
    pub fn author(&self) -> String {
        match &self.token {
            Some(token) => format!("{}{BY_TOKEN}{token}", self.name),
            None => self.name.clone(),
        }
    }

    /// The one user of a casebook that is opened on this machine alone.
    pub fn alone(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            role: Role::Admin,
            cleared: Cleared { restricted: true, names: true },
            token: None,
        }
    }
}
