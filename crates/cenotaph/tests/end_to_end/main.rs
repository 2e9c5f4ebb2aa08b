//! End-to-end tests of the real binary: what a user types, and what comes of it.

#[path = "../support.rs"]
mod support;

mod accounting;
mod bad_input;
mod demo;
mod estimate;
mod expected;
mod order;
mod people;
mod people_casebook;
mod people_document;
mod reading;
mod serving;
mod verbs;
mod writing;
