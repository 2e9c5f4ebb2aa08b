//! The pages as a person uses them, in a real Chromium, over a casebook with the invented reports of `examples/`.
//! Where Chromium or its driver lacks, each test says so and is left out; `cargo xtask test` installs them.

// A test that cannot go on should stop.
#![allow(clippy::unwrap_used)]

mod adding;
mod browser;
mod filtering;
mod large;
mod looks;
mod reviewing;
mod signing_in;
mod stage;
mod tiles;
mod together;
mod tracing;
