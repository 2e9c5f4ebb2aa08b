//! People in a casebook: lists of them as they were received, the victims whom reports name, who of all these is one person,
//! and what people decided about that. Enters: tables and decisions. Leaves: acts, and persons computed from them. Names
//! and whatever else lists tell are read from their blobs when they are needed, and never kept in the projection.
//!
//! `lists` receives tables, `rows` reads them back, `victims` makes a list of what readings name; `compared` links lists
//! two by two and `ties` keeps what that gives; `persons` puts it together with `decisions`; `strata` hands whole
//! linkages to the estimators.

pub(crate) mod act;
mod compared;
mod decisions;
mod lists;
mod persons;
mod rows;
mod strata;
mod ties;
mod victims;

pub use act::{ListReceived, PeopleReleased, PersonJudged};
pub use lists::{ListGiven, ListSummary, ReceivedList, RowTrouble};
pub use persons::{Contradiction, Doubt, Order, People};
pub use strata::{Dimension, Drawn};
