//! `cenotaph verify`: whether the record is what was written.

use crate::fault::{Fault, Outcome, warn};
use crate::folder::Which;
use crate::output::Output;
use crate::progress;
use casebook::{Casebook, Progress, Severity, VerifyReport};
use clap::Args;
use std::path::Path;

/// Check every byte of the record: blobs, acts, the Merkle tree, the signed checkpoint
///
/// Names the first thing that is wrong, and ends with exit code 1 where there is one.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph verify --casebook my.casebook
  cenotaph verify --projection       also whether casebook.sqlite is what the acts give")]
pub(crate) struct Verify {
    #[command(flatten)]
    which: Which,
    /// Also compute the projection again and compare it
    #[arg(long)]
    projection: bool,
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let folder = self.which.folder()?;
        let bar = progress::of_things(None);
        let report = casebook::verify(&folder, self.projection, |progress| match progress {
            Progress::Acts { done, .. } => {
                bar.set_message("acts");
                bar.set_position(done);
            }
            Progress::Blobs { done } => {
                bar.set_message("blobs");
                bar.set_position(done);
            }
            _ => {}
        })?;
        bar.finish_and_clear();
        if !report.is_sound() {
            not_newer(&folder)?;
        }
        let mut out = Output::open();
        if self.json {
            out.json(&report)?;
        } else {
            show(&report, self.projection, &mut out)?;
        }
        out.flush()?;
        let Some(first) = report.first_fault() else { return Ok(Outcome::Done) };
        warn(format_args!("the record is not intact: {first}"));
        Ok(Outcome::NotIntact)
    }
}

/// A casebook of a newer version looks damaged to this one, and that is what must be told.
fn not_newer(folder: &Path) -> Result<(), Fault> {
    match Casebook::open_read_only(folder) {
        Err(error) if error.kind() == casebook::ErrorKind::Newer => Err(error.into()),
        _ => Ok(()),
    }
}

fn show(report: &VerifyReport, projection: bool, out: &mut Output) -> Result<(), Fault> {
    for finding in &report.findings {
        let word = if finding.severity == Severity::Fault { "fault" } else { "note" };
        out.line(format_args!("{word}: {finding}"))?;
    }
    if report.omitted > 0 {
        out.line(format_args!("and {} more", report.omitted))?;
    }
    if report.is_sound() {
        let also = if projection { ", and the projection is what they give" } else { "" };
        let VerifyReport { acts, blobs, blob_bytes, .. } = report;
        out.line(format_args!("Intact: {acts} acts, {blobs} blobs ({blob_bytes} bytes){also}."))?;
    }
    if let Some(root) = &report.root {
        out.line(format_args!("root {root}"))?;
    }
    if let Some(key) = &report.vkey {
        out.line(format_args!("key  {key}"))?;
    }
    Ok(())
}
