//! One module for each verb. Each has the verb's arguments with their help, and carries the verb out.

pub(crate) mod actors;
pub(crate) mod backup;
pub(crate) mod completions;
pub(crate) mod demands;
pub(crate) mod demo;
pub(crate) mod estimate;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod gazetteer;
pub(crate) mod incidents;
pub(crate) mod invite;
pub(crate) mod judge;
pub(crate) mod log;
pub(crate) mod man;
pub(crate) mod new;
pub(crate) mod people;
pub(crate) mod positions;
pub(crate) mod read;
pub(crate) mod rebuild;
pub(crate) mod review;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod verify;
