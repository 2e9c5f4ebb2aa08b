//! What a team relies on when it keeps a casebook, on real folders and small invented reports.

// A test that cannot go on should stop.
#![allow(clippy::unwrap_used)]

mod accounting;
mod asking;
mod desk;
mod growing;
mod healing;
mod ingesting;
mod judging;
mod keeping;
mod people;
mod reviewing;
mod sharing;
mod teamwork;
