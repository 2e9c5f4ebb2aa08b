//! Reading: a report's text to the accounts of events it tells, each value tied to its words. Enters: a
//! [`value::Report`]. Leaves: a [`value::Reading`]. Never fails on bad prose, never resolves a conflict, never
//! reads a clock or a file: what it knows is built in.

mod account;
mod arabic;
pub mod choice;
pub mod confidence;
mod coordinate;
mod count;
mod demand;
mod document;
mod error;
mod event;
mod given;
mod harm;
mod language;
mod lexicon;
mod name;
mod norm;
mod number;
mod people;
mod person;
mod place;
mod policy;
mod position;
mod reader;
mod registry;
pub mod role;
mod segment;
mod sense;
mod senses;
mod tally;
mod uncased;
pub mod victim;
mod weighed;
mod when;

mod words;

pub use error::Error;
pub use policy::Policy;
pub use reader::Reader;
