//! `cenotaph actors`: who was alleged to have acted, by whom and when, and where each party stands.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::{Output, brief, plain};
use crate::table::{days, grid, is_named, nothing};
use crate::verb::positions::conceded;
use casebook::accountability::{ActorRecord, Allegation, AllegedBy, Stand};
use clap::Args;
use value::Range;

/// List parties: in how many incidents each is alleged to have acted, and where it stands on them
///
/// With a name, each incident is listed with who alleges it and when, and what the party said of it. Numbers of people are
/// those of the incidents; that a party is alleged to have acted does not say that it did.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph actors
  cenotaph actors coalition
  cenotaph actors --json > actors.jsonl")]
pub(crate) struct Actors {
    /// Only parties with this in their name, with every incident
    name: Option<String>,
    #[command(flatten)]
    which: Which,
    /// Print one JSON object per party
    #[arg(long)]
    json: bool,
}

impl Actors {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut book = self.which.open_to_read()?;
        let mut out = Output::open();
        let mut actors = book.actors()?;
        actors.retain(|record| is_named(&record.actor, self.name.as_deref()));
        if self.json {
            actors.iter().try_for_each(|record| out.json(record))?;
        } else if actors.is_empty() {
            out.line("No parties.")?;
        } else {
            out.line(table(&actors))?;
            if self.name.is_some() {
                actors.iter().try_for_each(|record| show(record, &mut out))?;
            }
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}

const HEADER: &[&str] =
    &["party", "alleged in", "killed there", "injured there", "last positions", "concedes killed"];

fn table(actors: &[ActorRecord]) -> String {
    let row = |record: &ActorRecord| {
        let positions: Vec<String> =
            record.positions.iter().map(|(position, number)| format!("{position} {number}")).collect();
        let people = |range: Range| if record.alleged == 0 { nothing() } else { range.to_string() };
        vec![
            record.actor.clone(),
            record.alleged.to_string(),
            people(record.killed),
            people(record.injured),
            if positions.is_empty() { nothing() } else { positions.join(", ") },
            record.conceded_killed.map_or_else(nothing, |range| range.to_string()),
        ]
    };
    grid(HEADER, &["party", "last positions"], actors.iter().map(row).collect())
}

fn show(record: &ActorRecord, out: &mut Output) -> Result<(), Fault> {
    record.allegations.iter().try_for_each(|allegation| {
        out.line("")?;
        show_allegation(&record.actor, allegation, out)
    })
}

/// An incident with what is alleged of a party in it.
fn show_allegation(party: &str, allegation: &Allegation, out: &mut Output) -> Result<(), Fault> {
    let date = allegation.date.as_ref().map_or_else(nothing, days);
    let place = allegation.place.clone().unwrap_or_else(nothing);
    let killed = allegation.killed.map_or_else(nothing, |range| range.to_string());
    out.line(format_args!(
        "{}  {}, {date}, {}, killed {killed}, {}",
        plain(party),
        allegation.incident,
        plain(&place),
        allegation.grade
    ))?;
    allegations(allegation, out)
}

/// By whom a party is alleged to have acted, and where it stands, a line each.
pub(crate) fn allegations(allegation: &Allegation, out: &mut Output) -> Result<(), Fault> {
    for by in &allegation.by {
        out.line(format_args!("    alleged by {}", brief(&source(by))))?;
    }
    for stand in &allegation.stands {
        out.line(format_args!("    {}", brief(&stands(stand))))?;
    }
    Ok(())
}

fn source(by: &AllegedBy) -> String {
    let published = by.published.map(|day| day.to_string());
    let from: Vec<String> = by.publisher.clone().into_iter().chain(published).collect();
    let word = match &by.according_to[..] {
        [] => String::new(),
        words => format!(", on the word of {}", words.join("; ")),
    };
    format!("{} ({}){word}", by.report, from.join(", "))
}

/// A position in a line.
pub(crate) fn stands(stand: &Stand) -> String {
    let date = stand.date.map(|date| format!("{date} ")).unwrap_or_default();
    let by = stand.claimed_by.as_ref().map(|by| format!(", according to {by}")).unwrap_or_default();
    let reason = stand.reason.as_ref().map(|reason| format!(", “{reason}”")).unwrap_or_default();
    let conceded = match conceded(stand) {
        none if none == nothing() => String::new(),
        some => format!(", conceding {some}"),
    };
    let sure = stand.incident.as_ref().and_then(|matched| matched.probability);
    let sure =
        sure.map(|sure| format!(", {:.0} % sure that it speaks of this", sure * 100.0)).unwrap_or_default();
    let from = if stand.recorded { "put on record".to_owned() } else { stand.report.clone() };
    format!("{date}{}{conceded}{by}{reason} ({from}{sure})", stand.position)
}
