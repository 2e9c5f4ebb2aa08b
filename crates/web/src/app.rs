//! What all handlers share. Enters: options. Leaves: the desk, who may come in, and the clock.

use crate::desk::Desk;
use crate::gate::Gate;
use crate::person::Person;
use crate::presence::Presence;
use crate::recent::Recent;
use casebook::Stamp;
use jiff::Timestamp;

/// What all handlers share.
pub(crate) struct App {
    /// The casebook.
    pub(crate) desk: Desk,
    /// Who may come in.
    pub(crate) gate: Gate,
    /// Points of the map that were asked for lately.
    pub(crate) points: Recent,
    /// Who is looking at what.
    pub(crate) presence: Presence,
}

impl App {
    /// The stamp of what a person does now.
    pub(crate) fn stamp(person: &Person) -> Stamp {
        Stamp::new(Timestamp::now(), person.name.clone())
    }
}
