//! The server as a whole, over HTTP on this machine: every route as every role, pages, decisions, accounts, odd input.

mod access;
mod api;
mod deciding;
mod document;
mod odd_input;
mod privacy;
mod reading;
mod signing_in;
mod slow;
mod stage;
mod tokens;
