//! Accounts and judgements to incidents. Enters: every account of every report, and what people decided.
//! Leaves: incidents, each with its ranges, grade, positions, and the steps that led there. Pure: the same
//! accounts and judgements give the same incidents byte for byte, in whatever order they arrive. Never
//! overrides a judgement, never reads a clock, never drops an account: each is in exactly one incident.
//!
//! The way through the modules: `archive` knows how common words are, `entry` by what an account is found, `block` names the
//! pairs worth comparing, `compare` finds what two accounts say against each other, `finding` what that weighs, `bond` whether
//! it ties them, `cluster` and `join` join accounts under what `ruling` says people decided, `doubt` notes which clusters may
//! yet be one and `statement` of which a party may speak, `mention` keeps what is told in passing apart, `origin` groups
//! copies, `toll` and `settle` make the ranges and lists, `grade` says how well it stands, both by the rules of a `policy`,
//! `explain` says why, and `make` puts one incident together. `resolve` is the whole way for accounts in memory.

mod archive;
mod block;
mod bond;
mod bounds;
mod cluster;
mod compare;
mod doubt;
mod entry;
mod error;
mod explain;
mod facet;
mod finding;
mod fold;
mod grade;
mod id;
mod join;
mod make;
mod mention;
mod origin;
mod over;
mod policy;
mod position;
mod resolve;
mod ruling;
mod settle;
mod statement;
mod toll;
mod union;
mod weight;

pub use archive::Archive;
pub use block::{Pair, pairs};
pub use bond::tie;
pub use bounds::Bounds;
pub use entry::{ENOUGH, Entry, REACH, Way, entries};
pub use error::{Error, ErrorKind};
pub use facet::Facet;
pub use finding::Finding;
pub use id::{aliases, incident_id};
pub use join::Joined;
pub use over::{check_set, correct};
pub use policy::Policy;
pub use resolve::{Compared, Resolution, Told, bare, compared, resolution, resolve, resolve_each, words};
