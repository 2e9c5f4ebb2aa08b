//! `cenotaph positions`: who admitted, denied, assessed, reopened, conceded; and of which incident it spoke.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::{Output, brief};
use crate::table::{grid, is_named, nothing};
use casebook::accountability::Stand;
use clap::Args;
use value::PositionTaken;

/// List where parties stand: admitted, denied, assessed, under review, with what they concede
///
/// Each position is listed with the incident of which it speaks and how surely it does; where that is open, with the
/// incidents of which it may speak. A position is what the party says, or is said to say, and not what happened.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph positions --actor coalition
  cenotaph positions --incident i4kq2
  cenotaph positions --position denied --json")]
pub(crate) struct Positions {
    #[command(flatten)]
    which: Which,
    /// Only those of parties with this in their name
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// Only those that speak, or may speak, of this incident
    #[arg(long)]
    incident: Option<String>,
    /// Only this position
    #[arg(long, value_parser = crate::verb::judge::position)]
    position: Option<PositionTaken>,
    /// Print one JSON object per position
    #[arg(long)]
    json: bool,
}

impl Positions {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut book = self.which.open_to_read()?;
        let mut out = Output::open();
        let incident = self.incident.as_deref().map(|name| book.incident(name)).transpose()?;
        let incident = incident.map(|incident| incident.incident);
        let mut stands = book.stands()?;
        stands.retain(|stand| {
            is_named(&stand.actor, self.actor.as_deref())
                && self.position.is_none_or(|position| position == stand.position)
                && incident.as_ref().is_none_or(|id| concerns(stand, id))
        });
        if self.json {
            stands.iter().try_for_each(|stand| out.json(stand))?;
        } else if stands.is_empty() {
            out.line("No positions.")?;
        } else {
            out.line(table(&stands))?;
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}

fn concerns(stand: &Stand, incident: &str) -> bool {
    stand.incident.as_ref().is_some_and(|matched| matched.incident == incident)
        || stand.candidates.iter().any(|candidate| candidate.incident == incident)
}

const HEADER: &[&str] =
    &["date", "party", "position", "concedes", "incident", "sure", "may speak of", "report"];

/// Positions, one a row.
pub(crate) fn table(stands: &[Stand]) -> String {
    let row = |stand: &Stand| {
        let matched = stand.incident.as_ref();
        let sure = matched.and_then(|matched| matched.probability);
        let others: Vec<String> = stand
            .candidates
            .iter()
            .map(|other| format!("{} ({:.0} %)", other.incident, other.probability * 100.0))
            .collect();
        vec![
            stand.date.map_or_else(nothing, |date| date.to_string()),
            who(stand),
            stand.position.to_string(),
            conceded(stand),
            matched.map_or_else(nothing, |matched| matched.incident.clone()),
            sure.map_or_else(nothing, |sure| format!("{:.0} %", sure * 100.0)),
            if others.is_empty() { nothing() } else { others.join(", ") },
            if stand.recorded { "put on record".to_owned() } else { brief(&stand.report) },
        ]
    };
    grid(HEADER, &["party", "may speak of", "report"], stands.iter().map(row).collect())
}

/// The party, and whose word it is where it is not its own.
fn who(stand: &Stand) -> String {
    match &stand.claimed_by {
        Some(by) => format!("{} (according to {by})", stand.actor),
        None => stand.actor.clone(),
    }
}

/// What a position concedes.
pub(crate) fn conceded(stand: &Stand) -> String {
    let killed = stand.conceded_killed.map(|range| format!("{range} killed"));
    let injured = stand.conceded_injured.map(|range| format!("{range} injured"));
    let all: Vec<String> = [killed, injured].into_iter().flatten().collect();
    if all.is_empty() { nothing() } else { all.join(", ") }
}
