//! The acts as they were recorded. Enters: what is wanted of them. Leaves: acts in their order, one at a time.

use crate::act::Act;
use crate::{Casebook, Error};
use serde::Serialize;

/// What acts are wanted; a field that is `None` admits all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Those from this number on.
    pub from: Option<u64>,
    /// Those before this number.
    pub to: Option<u64>,
    /// Those of this kind, as [`crate::Deed::kind`] names it.
    pub kind: Option<String>,
    /// Those by this author.
    pub by: Option<String>,
}

/// An act with its number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Logged {
    /// The act's number in the ledger.
    pub number: u64,
    /// The act.
    #[serde(flatten)]
    pub act: Act,
}

impl Casebook {
    /// Hands over the acts that a filter admits, in their order, holding one at a time.
    ///
    /// # Errors
    /// `Tampered` where an act is not as recorded, `Newer` where a newer version wrote it, `Io`.
    pub fn log(&mut self, filter: &LogFilter, on: &mut dyn FnMut(Logged)) -> Result<(), Error> {
        self.refresh()?;
        for act in self.ledger.acts(filter.from.unwrap_or(0))? {
            let act = act?;
            let number = act.number();
            if filter.to.is_some_and(|to| number >= to) {
                break;
            }
            let act = Act::read(&act)?;
            let is_wanted = filter.kind.as_ref().is_none_or(|kind| kind == act.deed.kind())
                && filter.by.as_ref().is_none_or(|by| *by == act.stamp.by);
            if is_wanted {
                on(Logged { number, act });
            }
        }
        Ok(())
    }
}
