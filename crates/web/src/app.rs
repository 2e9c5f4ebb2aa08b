//! What all handlers share. Enters: options. Leaves: the desk, who may come in, and the clock.

use crate::desk::Desk;
use crate::person::Person;
use crate::presence::Presence;
use axum::http::HeaderMap;
use casebook::Stamp;
use jiff::Timestamp;
use std::net::SocketAddr;

/// What all handlers share.
pub(crate) struct App {
    /// The casebook.
    pub(crate) desk: Desk,
    /// Who may come in.
    pub(crate) gate: Gate,
    /// Who is looking at what.
    pub(crate) presence: Presence,
}

/// Who may come in.
pub(crate) enum Gate {
    /// The one user of this machine, with the token that forms must send back.
    Alone { person: Person, csrf: String },
}

impl Gate {
    /// Whether the server is for this machine alone.
    pub(crate) fn is_local(&self) -> bool {
        matches!(self, Self::Alone { .. })
    }

    /// The name of the cookie that holds a session's token.
    #[allow(clippy::unused_self)]
    pub(crate) fn cookie(&self) -> &'static str {
        "session"
    }

    /// Who has a session, and the token that their forms must send back.
    pub(crate) fn who(&self, _session: Option<&str>) -> (Option<Person>, String) {
        match self {
            Self::Alone { person, csrf } => (Some(person.clone()), csrf.clone()),
        }
    }

    /// Where a request comes from.
    #[allow(clippy::unused_self)]
    pub(crate) fn origin(&self, address: SocketAddr, _headers: &HeaderMap) -> String {
        address.ip().to_string()
    }
}

impl App {
    /// The stamp of what a person does now.
    pub(crate) fn stamp(person: &Person) -> Stamp {
        Stamp::new(Timestamp::now(), person.name.clone())
    }
}
