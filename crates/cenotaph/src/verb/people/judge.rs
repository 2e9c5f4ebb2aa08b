//! `cenotaph people judge`: whether two entries are one person, as somebody decides it.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::Output;
use crate::stamp::Author;
use crate::verb::judge::tell_recorded;
use clap::{Args, Subcommand};
use value::{ListingKey, PersonVerdict};

/// Decide whether two entries are one person
///
/// Decisions are acts of the ledger and always hold, whatever lists and programs say later; of two that contradict
/// each other the later holds, and the other is told. A link is undone by different-person.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph people judge same-person ministry/12 press/b7 --reason 'the same photograph'
  cenotaph people judge different-person ministry/12 press/b8 --reason 'his brother'")]
pub(crate) struct Judge {
    #[command(subcommand)]
    verdict: Verdict,
}

#[derive(Debug, Subcommand)]
enum Verdict {
    /// The two are one person
    SamePerson(Pair),
    /// The two are two persons
    DifferentPerson(Pair),
    /// What was decided of the two holds no more, and nothing is decided
    Withdraw(Pair),
}

#[derive(Args, Debug)]
struct Pair {
    /// An entry, as LIST/KEY
    #[arg(value_parser = super::listing, value_name = "LIST/KEY")]
    a: ListingKey,
    /// Another
    #[arg(value_parser = super::listing, value_name = "LIST/KEY")]
    b: ListingKey,
    /// The reason, which is kept with the decision
    #[arg(long, alias = "why")]
    reason: String,
    #[command(flatten)]
    author: Author,
    #[command(flatten)]
    which: Which,
}

impl Judge {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let (verdict, pair): (fn(ListingKey, ListingKey) -> PersonVerdict, Pair) = match self.verdict {
            Verdict::SamePerson(pair) => (|a, b| PersonVerdict::SamePerson { a, b }, pair),
            Verdict::DifferentPerson(pair) => (|a, b| PersonVerdict::DifferentPerson { a, b }, pair),
            Verdict::Withdraw(pair) => (|a, b| PersonVerdict::Withdrawn { a, b }, pair),
        };
        let mut book = pair.which.open()?;
        let act = book.judge_people(&verdict(pair.a, pair.b), &pair.reason, &pair.author.stamp())?;
        let mut out = Output::open();
        tell_recorded(&mut book, &[act], &mut out)?;
        for one in book.people()?.contradictions() {
            out.line(super::contradiction(one))?;
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}
