//! The command line of Cenotaph. Enters: arguments, files, the clock, the environment. Leaves: what the verbs
//! print, and an exit code that tells kinds of failure apart. Everything else is done by the crates beneath.

mod cli;
mod examples;
mod fault;
mod folder;
mod inputs;
mod output;
mod progress;
mod stamp;
mod table;
mod trap;
mod verb;

use std::process::ExitCode;

fn main() -> ExitCode {
    match trap::trap(cli::run) {
        Ok(outcome) => outcome.code(),
        Err(fault) => fault.tell(),
    }
}
