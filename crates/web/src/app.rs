//! What all handlers share. Enters: options. Leaves: the desk, who may come in, what is kept for the next, and the clock.

use crate::answer::Packed;
use crate::desk::Desk;
use crate::gate::Gate;
use crate::person::Person;
use crate::presence::Presence;
use crate::recent::Recent;
use crate::tiles::Tiles;
use crate::turns::Turns;
use casebook::Stamp;
use jiff::Timestamp;

/// What all handlers share.
pub(crate) struct App {
    /// The casebook.
    pub(crate) desk: Desk,
    /// Who may come in.
    pub(crate) gate: Gate,
    /// Large answers that were made lately: maps and timelines.
    pub(crate) made: Recent<Packed>,
    /// Choices of incidents that were made lately, each in its order.
    pub(crate) chosen: Recent<[u32]>,
    /// Who is looking at what.
    pub(crate) presence: Presence,
    /// How many handlers work at once.
    pub(crate) turns: Turns,
    /// The tile server that was configured.
    pub(crate) tiles: Option<Tiles>,
    /// The policy of every answer.
    pub(crate) policy: String,
}

impl App {
    /// The stamp of what a person does now.
    pub(crate) fn stamp(person: &Person) -> Stamp {
        Stamp::new(Timestamp::now(), person.author())
    }
}
