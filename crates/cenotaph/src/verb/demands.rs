//! `cenotaph demands`: what was asked of whom, and whether anything answered.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::{Output, brief, plain};
use crate::table::is_named;
use crate::verb::actors::stands;
use casebook::accountability::DemandMade;
use clap::Args;

/// List demands: what was asked of whom, and whether anything answered
///
/// A demand is answered by a position that the one who was asked took on the incident on that day or later, whether or not it
/// grants what was asked.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph demands
  cenotaph demands --of coalition --unanswered
  cenotaph demands --json")]
pub(crate) struct Demands {
    #[command(flatten)]
    which: Which,
    /// Only what is asked of those with this in their name
    #[arg(long, value_name = "NAME")]
    of: Option<String>,
    /// Only what concerns this incident
    #[arg(long)]
    incident: Option<String>,
    /// Only what nothing answered
    #[arg(long)]
    unanswered: bool,
    /// Print one JSON object per demand
    #[arg(long)]
    json: bool,
}

impl Demands {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut book = self.which.open_to_read()?;
        let mut out = Output::open();
        let incident = self.incident.as_deref().map(|name| book.incident(name)).transpose()?;
        let incident = incident.map(|incident| incident.incident);
        let mut demands = book.demands()?;
        demands.retain(|demand| {
            is_named(&demand.of, self.of.as_deref())
                && (incident.is_none() || demand.incident == incident)
                && (!self.unanswered || demand.answers.is_empty())
        });
        for demand in &demands {
            if self.json { out.json(demand)? } else { show(demand, &mut out)? }
        }
        if demands.is_empty() && !self.json {
            out.line("No demands.")?;
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}

/// A demand with what answered it.
pub(crate) fn show(demand: &DemandMade, out: &mut Output) -> Result<(), Fault> {
    let date = demand.date.map(|date| format!("{date}  ")).unwrap_or_default();
    let by = demand.by.as_deref().unwrap_or("somebody");
    let incident = demand.incident.as_deref().unwrap_or("no incident");
    out.line(format_args!("{date}{} of {}: {}", plain(by), plain(&demand.of), plain(&demand.asks)))?;
    out.line(format_args!("    {incident}, in {}", brief(&demand.report)))?;
    if demand.answers.is_empty() {
        return out.line("    nothing answered it");
    }
    demand
        .answers
        .iter()
        .try_for_each(|stand| out.line(format_args!("    answered: {}", brief(&stands(stand)))))
}
