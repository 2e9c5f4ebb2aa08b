//! The chores of the workspace. Enters: the name of a chore, and the repository around it. Leaves: what the chore
//! prints, the files it is said to write, and an exit code. Never part of what users run.

mod bench;
mod failure;
mod measure;
mod program;
mod readme;
mod test;
mod tidy;
mod train;
mod tree;

use clap::Parser;
use failure::Failure;
use std::process::ExitCode;

/// The chores of the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Chore {
    /// Runs every check and test there is
    Test(test::Options),
    /// Checks the invariants of the layout that a program can check
    Tidy,
    /// Rewrites the output of the demonstration that the README shows
    Readme,
    /// Scores the readings of the corpora, where they are at hand
    Measure(measure::Options),
    /// Learns the weights by which a reading says how sure it is, where the corpora are at hand
    Train(train::Options),
    /// Measures speed, memory and latency
    Bench(bench::Options),
}

fn main() -> ExitCode {
    match run(&Chore::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(2)
        }
    }
}

/// Does the chore; false where it found fault.
fn run(chore: &Chore) -> Result<bool, Failure> {
    let tree = tree::Tree::around()?;
    match chore {
        Chore::Test(options) => Ok(test::run(&tree, options)),
        Chore::Tidy => Ok(tidy::run(&tree)),
        Chore::Readme => readme::rewrite(&tree),
        Chore::Measure(options) => measure::run(&tree, options),
        Chore::Train(options) => train::run(&tree, options),
        Chore::Bench(options) => bench::run(&tree, options),
    }
}
