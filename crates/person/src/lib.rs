//! Listings of people to linked persons. Enters: rows of one list or of two, and what people know or decided of them.
//! Leaves: pairs of listings with the probability that they are one human being. Pure: the same rows give the
//! same links in whatever order they come. Never decides, never reads a clock, never prints a name.
//!
//! The way through the modules: `register` takes rows (`field` knows columns, `name` takes names apart, `phone` hears
//! them, `day` reads dates), `block` finds the pairs worth comparing, `compare` says where a pair agrees (`level`),
//! `often` how rare that is, `model` what it is worth, `learn` learns that from the lists, `together`
//! who was listed with whom, `link` puts it together and `explain` says why. `persons` takes the links of any number of
//! lists and what people `decided`, and finds persons and whole linkages by the `partition`s that are possible.

mod block;
mod cluster;
mod compare;
mod compete;
mod day;
mod decided;
mod explain;
mod field;
mod learn;
mod level;
mod likeness;
mod link;
mod model;
mod name;
mod names;
mod often;
mod partition;
mod persons;
mod phone;
mod pieces;
mod register;
mod sketch;
mod taught;
mod together;
mod words;

pub use decided::{Conflict, Decided};
pub use explain::{Explanation, Weight};
pub use field::{Column, Field, Trait};
pub use link::{LEAST, Link, Linkage};
pub use persons::{Persons, Tie};
pub use register::{Register, Trouble, told};
