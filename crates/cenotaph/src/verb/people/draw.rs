//! `cenotaph people draw`: whole linkages, each as likely as it is.

use super::given::Given;
use crate::fault::{Fault, Outcome};
use clap::Args;

/// Draw whole linkages from what is known: who is one person with whom
///
/// A pair with probability 0.8 is one person in about eight of ten draws, so that whatever is computed of each draw
/// carries the doubt along. The output has columns draw, list, key and person; the numbers of persons mean nothing
/// beyond their draw. Keys of strictly confidential lists are withheld. The same seed gives the same draws.
#[derive(Args, Debug)]
pub(crate) struct Draw {
    /// What chance begins from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    draws: u32,
    #[command(flatten)]
    given: Given,
}

impl Draw {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        self.given.out("draws", "draws", |book, bytes| {
            let people = book.people()?;
            let seeds = (0..u64::from(self.draws)).map(|n| self.seed.wrapping_mul(1_000_003).wrapping_add(n));
            publish::draws(seeds.map(|seed| people.draw(seed)), bytes)
                .map_err(|error| Fault::own(&error.to_string()))?;
            Ok(u64::from(self.draws))
        })
    }
}
