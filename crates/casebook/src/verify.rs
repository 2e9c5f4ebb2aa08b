//! Checking a whole casebook. Enters: its folder. Leaves: what the ledger's own check finds, and besides it acts
//! that do not hang together and a projection that the acts do not give. Never writes.

use crate::act::{Act, Deed};
use crate::casebook::coding;
use crate::projection::Reports;
use crate::{Error, derive, digest, projection, store};
use ledger::{Finding, Ledger, Progress, Severity, VerifyReport};
use serde_json::Value;
use std::collections::HashSet;
use std::path::Path;
use value::{ReportKey, Verdict};

const ACTS: &str = "ledger/acts.jsonl";

/// Checks every byte of a casebook's ledger and blobs, and that its acts hang together; with `projection` also that
/// `casebook.sqlite` is what the ledger gives, which takes as long as a rebuild.
///
/// # Errors
/// `NotACasebook` if there is none in the folder, `Io`, `Busy`.
pub fn verify(dir: &Path, projection: bool, progress: impl FnMut(Progress)) -> Result<VerifyReport, Error> {
    let mut report =
        ledger::verify(dir, blobs_of, progress).map_err(|error| crate::casebook::unopened(dir, error))?;
    if !report.is_sound() {
        // What rests on a record that is not sound would only repeat its faults.
        return Ok(report);
    }
    let mut ledger = Ledger::open_read(dir)?;
    check_acts(&ledger, &mut report)?;
    if projection && report.is_sound() {
        check_projection(dir, &mut ledger, &mut report)?;
    }
    Ok(report)
}

/// The blobs that an act refers to.
pub(crate) fn blobs_of(act: &Value) -> Vec<String> {
    act.get("blob").and_then(Value::as_str).map(str::to_owned).into_iter().collect()
}

fn check_acts(ledger: &Ledger, report: &mut VerifyReport) -> Result<(), Error> {
    let mut received: HashSet<ReportKey> = HashSet::new();
    for act in ledger.acts(0)? {
        let act = act?;
        let number = act.number();
        let mut fault =
            |what: String| report.findings.push(finding(Severity::Fault, ACTS, Some(number), what));
        let act = match Act::read(&act) {
            Ok(act) => act,
            Err(error) => {
                fault(error.to_string());
                continue;
            }
        };
        if (number == 0) != matches!(act.deed, Deed::CasebookMade(_)) {
            fault("a casebook is made by its first act and by no other".into());
        }
        if let Deed::ReportReceived(receipt) = &act.deed {
            received.insert(receipt.blob.clone());
        }
        for key in keys_of(&act.deed).into_iter().filter(|key| !received.contains(*key)) {
            fault(format!("it speaks of report {key}, which no earlier act received"));
        }
    }
    Ok(())
}

/// The reports that a deed takes for granted.
fn keys_of(deed: &Deed) -> Vec<&ReportKey> {
    match deed {
        Deed::ReadingMade(made) => vec![&made.report],
        Deed::PositionRecorded(position) => vec![&position.of.report],
        Deed::AccountCorrected(correction) => vec![&correction.of.report],
        Deed::AccessDecided(decided) => vec![&decided.report],
        Deed::Judgement(made) => match &made.verdict {
            Verdict::Same { a, b } | Verdict::Different { a, b } => vec![&a.report, &b.report],
            Verdict::Set { of, .. } | Verdict::Seen { of } => vec![&of.report],
        },
        _ => Vec::new(),
    }
}

fn check_projection(dir: &Path, ledger: &mut Ledger, report: &mut VerifyReport) -> Result<(), Error> {
    let mut say =
        |severity, what: &str| report.findings.push(finding(severity, store::FILE, None, what.into()));
    let Some(stored) = store::open_read(dir) else {
        if store::is_of_another(dir) {
            let what =
                "another version of Cenotaph computed it; opening the casebook computes it from the ledger";
            say(Severity::Note, what);
        } else if dir.join(store::FILE).exists() {
            say(Severity::Fault, "it cannot be read; `cenotaph rebuild` computes it again from the ledger");
        } else {
            say(Severity::Note, "it is not here; opening the casebook computes it from the ledger");
        }
        return Ok(());
    };
    // A copy is compared, so that nothing is written and nobody is kept waiting.
    let stored = store::copy_passing(&stored)?;
    let fresh = store::open_passing()?;
    for db in [&stored, &fresh] {
        let ready = projection::belongs(db, ledger)
            .and_then(|()| projection::catch_up(db, ledger, &mut Reports::default()))
            .and_then(|()| coding(ledger))
            .and_then(|policy| derive::resolve(db, &policy))
            .and_then(|()| derive::queue::make(db));
        if let Err(error) = ready {
            say(Severity::Fault, &error.to_string());
            return Ok(());
        }
    }
    let differing = digest::differing(&stored, &fresh)?.join(", ");
    if !differing.is_empty() {
        let what = "are not those that the acts give; `cenotaph rebuild` computes them again";
        say(Severity::Fault, &format!("its rows of {differing} {what}"));
    }
    Ok(())
}

fn finding(severity: Severity, file: &str, act: Option<u64>, what: String) -> Finding {
    Finding { severity, file: file.into(), act, offset: None, what }
}
