//! `cenotaph log`: the acts as they were recorded.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::{Output, brief, plain};
use casebook::{Deed, LogFilter, Logged};
use clap::Args;
use clap::builder::PossibleValuesParser;
use value::Verdict;

/// List the acts of the ledger: what was done, when and by whom
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph log --kind judgement
  cenotaph log --from 100 --to 120 --json")]
pub(crate) struct Log {
    #[command(flatten)]
    which: Which,
    /// From this act on
    #[arg(long, value_name = "ACT")]
    from: Option<u64>,
    /// Up to, and without, this act
    #[arg(long, value_name = "ACT")]
    to: Option<u64>,
    /// Only acts of this kind
    #[arg(long, value_parser = PossibleValuesParser::new(Deed::KINDS))]
    kind: Option<String>,
    /// Only acts by this author
    #[arg(long, value_name = "AUTHOR")]
    by: Option<String>,
    /// Print one JSON object per act, whole
    #[arg(long)]
    json: bool,
}

impl Log {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut book = self.which.open_to_read()?;
        let mut out = Output::open();
        let filter = LogFilter { from: self.from, to: self.to, kind: self.kind, by: self.by };
        let mut written = Ok(());
        book.log(&filter, &mut |logged| {
            if written.is_ok() {
                written = if self.json { out.json(&logged) } else { out.line(line(&logged)) };
            }
        })?;
        written?;
        out.flush()?;
        Ok(Outcome::Done)
    }
}

fn line(logged: &Logged) -> String {
    let Logged { number, act } = logged;
    let (at, by) = (act.stamp.at.strftime("%Y-%m-%dT%H:%M:%SZ"), plain(&act.stamp.by));
    format!("{number:>7}  {at}  {by}  {}  {}", act.deed.kind(), brief(&said(&act.deed)))
}

fn said(deed: &Deed) -> String {
    match deed {
        Deed::CasebookMade(made) => format!("{}, policy {}", made.name, made.policy),
        Deed::ReportReceived(receipt) => {
            let from = intake::Origin { path: receipt.name.clone(), line: receipt.line };
            format!("{} ({} bytes, from {from})", receipt.id, receipt.bytes)
        }
        Deed::ReadingMade(made) => {
            format!(
                "{}: {} accounts, by {}",
                made.reading.report,
                made.reading.accounts.len(),
                made.basis.reader
            )
        }
        Deed::Judgement(made) => format!("{}: {}", verdict(&made.verdict), made.why),
        Deed::PositionRecorded(position) => {
            format!("{} {}: {}", position.actor, position.position, position.why)
        }
        Deed::GazetteerImported(layer) => {
            format!("{}, {} places, {}", layer.name, layer.places, layer.licence)
        }
        Deed::Release(release) => {
            format!("{}, {} incidents, sha256:{}", release.what, release.incidents, release.sha256)
        }
        Deed::AccountCorrected(made) => {
            format!("{} {} = {}: {}", incident::incident_id(&made.of), made.field, made.value, made.why)
        }
        Deed::DecisionsWithdrawn(back) => {
            let acts: Vec<String> = back.acts.iter().map(ToString::to_string).collect();
            format!("acts {}: {}", acts.join(", "), back.why)
        }
        Deed::AccessDecided(decided) => {
            let access = if decided.restricted { "restricted" } else { "open" };
            format!("{} {access}: {}", decided.report, decided.why)
        }
        Deed::SourceAffiliated(on) => format!("{}: {} – {}", on.publisher, on.party, on.why),
        Deed::SignedIn(signed) => signed.way.clone(),
        Deed::TokenChanged(changed) => format!("{} of {}: {}", changed.token, changed.member, changed.role),
        Deed::MemberChanged(changed) => {
            format!("{}: {} {}", changed.member, changed.role, changed.cleared.join(", "))
        }
        _ => String::new(),
    }
}

fn verdict(verdict: &Verdict) -> String {
    let name = |key: &value::AccountKey| incident::incident_id(key);
    match verdict {
        Verdict::Same { a, b } => format!("{} and {} are the same", name(a), name(b)),
        Verdict::Different { a, b } => format!("{} and {} are different", name(a), name(b)),
        Verdict::Set { of, field, value } => format!("{field} of {} is {value}", name(of)),
        Verdict::Seen { of } => format!("{} was looked at", name(of)),
    }
}
