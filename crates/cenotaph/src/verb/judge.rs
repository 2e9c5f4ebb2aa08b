//! `cenotaph judge`: what a person decides. A decision is kept for ever, with its author and reason, and wins over
//! what was computed.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::Output;
use crate::stamp::Author;
use casebook::{Casebook, Decision, PositionOn};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use value::{PositionTaken, Range};

/// Decide: two incidents are one, or are not; a value is wrong; a party has taken a position
///
/// An incident is named by its id or its beginning; REPORT#2 names the second account of a report, REPORT@120 the one
/// whose words stand nearest to its 120th character. Decisions are acts of the ledger: they are never removed, and the later wins.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph judge same i4kq2 ih3xz --why 'one house; the second report misdates it'
  cenotaph judge different i4kq2 hp-post-1#2 --why 'another market, the day after'
  cenotaph judge set i4kq2 killed 9-11 --why 'two of the twelve are named twice'
  cenotaph judge position i4kq2 'U.S.-led Coalition' admitted --killed 7 --why 'press release of 18 August'")]
pub(crate) struct Judge {
    #[command(subcommand)]
    decision: Verdict,
}

#[derive(Debug, Subcommand)]
enum Verdict {
    /// The two tell of one event
    Same {
        /// An incident or account
        a: String,
        /// Another
        b: String,
        #[command(flatten)]
        by: By,
    },
    /// The two tell of two events
    Different {
        /// An incident or account
        a: String,
        /// Another
        b: String,
        #[command(flatten)]
        by: By,
    },
    /// A field of the incident has this value
    ///
    /// killed, injured, missing, children, women, men: 6, 6-9, 6+. date: 2017-08-22 or 2017-08-20..2017-08-22.
    /// place: degrees north and east, 34.45,40.92. grade: confirmed, fair, weak, contested, discounted.
    /// `strike_status`: declared, likely, contested, `single_source`.
    Set {
        /// An incident or account
        a: String,
        /// killed, injured, missing, children, women, men, date, place, grade or `strike_status`
        field: String,
        /// The value
        #[arg(allow_hyphen_values = true)]
        value: String,
        #[command(flatten)]
        by: By,
    },
    /// A person looked at the incident and finds nothing to change
    Seen {
        /// An incident or account
        a: String,
        #[command(flatten)]
        by: By,
    },
    /// A party has taken a position on the incident
    Position(Position),
}

/// Who decides, in which casebook, and why.
#[derive(Args, Debug)]
struct By {
    /// The reason, which is kept with the decision
    #[arg(long)]
    why: String,
    #[command(flatten)]
    author: Author,
    #[command(flatten)]
    which: Which,
}

/// Where a party stands.
#[derive(Args, Debug)]
struct Position {
    /// An incident or account
    a: String,
    /// The party
    actor: String,
    /// `admitted`, `partly_admitted`, `denied`, `assessed_credible`, `assessed_non_credible`, `under_review`
    /// or `no_comment`
    #[arg(value_parser = position, value_name = "POSITION")]
    taken: PositionTaken,
    /// When it took the position (YYYY-MM-DD)
    #[arg(long)]
    date: Option<Date>,
    /// Deaths that it concedes: 3, 3-5, 3+
    #[arg(long, value_name = "RANGE", value_parser = range)]
    killed: Option<Range>,
    /// Injuries that it concedes
    #[arg(long, value_name = "RANGE", value_parser = range)]
    injured: Option<Range>,
    #[command(flatten)]
    by: By,
}

impl Judge {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let (decision, by) = match self.decision {
            Verdict::Same { a, b, by } => (Decision::Same(a, b), by),
            Verdict::Different { a, b, by } => (Decision::Different(a, b), by),
            Verdict::Set { a, field, value, by } => (Decision::Set { of: a, field, value }, by),
            Verdict::Seen { a, by } => (Decision::Seen(a), by),
            Verdict::Position(position) => return position.record(),
        };
        let mut book = by.which.open()?;
        let acts = book.judge(&decision, &by.why, &by.author.stamp())?;
        recorded(&mut book, &acts)
    }
}

impl Position {
    fn record(self) -> Result<Outcome, Fault> {
        let By { why, author, which } = self.by;
        let on = PositionOn {
            of: self.a,
            actor: self.actor,
            position: self.taken,
            date: self.date,
            conceded_killed: self.killed,
            conceded_injured: self.injured,
            why,
        };
        let mut book = which.open()?;
        let act = book.record_position(&on, &author.stamp())?;
        recorded(&mut book, &[act])
    }
}

fn recorded(book: &mut Casebook, acts: &[u64]) -> Result<Outcome, Fault> {
    let mut out = Output::open();
    tell_recorded(book, acts, &mut out)?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// Says under which numbers a decision is kept, and what it takes the place of.
pub(crate) fn tell_recorded(book: &mut Casebook, acts: &[u64], out: &mut Output) -> Result<(), Fault> {
    let numbers: Vec<String> = acts.iter().map(ToString::to_string).collect();
    out.line(format_args!("Recorded as act {}.", numbers.join(", ")))?;
    for earlier in book.replaced_by(acts)? {
        out.line(format_args!("It takes the place of act {}: {}.", earlier.act, earlier.said))?;
    }
    Ok(())
}

/// A position by its word.
pub(crate) fn position(word: &str) -> Result<PositionTaken, String> {
    let words = || PositionTaken::ALL.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    PositionTaken::from_word(word).ok_or_else(|| format!("the positions are {}", words()))
}

/// `3`, `3-5` or `3+`.
fn range(text: &str) -> Result<Range, String> {
    Range::read(text).map_err(|form| format!("write {form}"))
}
