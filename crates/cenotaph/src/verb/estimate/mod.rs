//! `cenotaph estimate`: how many people no list holds. Reads a capture table, or asks a casebook; holds the clock beside
//! the estimators, and shows what they say, what speaks against it first.

mod linked;

use crate::fault::{Fault, Outcome, warn};
use crate::folder::Which;
use crate::output::{Output, plain};
use crate::table::grid;
use clap::Args;
use estimate::{Answer, CaptureTable, Interval, Method, Sampling, plot};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Bytes of a table that are read at most; one with all histories of sixteen lists has three million.
const MOST_BYTES: u64 = 64 << 20;
/// Bad places of a table that are told one by one.
const TOLD: usize = 20;

/// Estimate how many people no list holds
///
/// The table has a 0/1 column for each list and a column `count`: how many people are on exactly those lists. Four
/// estimators answer. Without a table the lists of the casebook are taken, and what is doubtful in their linkage is
/// carried into the intervals by draws. Where estimators disagree, overlaps are thin or one list covers another, that is said first. What is
/// documented and what is estimated are never added up. The same seed gives the same figures.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph estimate --table lists.csv
  cenotaph estimate --table lists.csv --json | jq .agreement
  cenotaph estimate --table lists.csv --plots plots    drawings of overlaps and estimates
  cenotaph estimate --casebook my.casebook --lists ministry,press,clinic --by month,sex")]
pub(crate) struct Estimate {
    /// The capture table (CSV)
    #[arg(long, value_name = "TABLE.csv", value_hint = clap::ValueHint::FilePath, conflicts_with_all = ["casebook", "lists", "by", "draws"])]
    table: Option<PathBuf>,
    #[command(flatten)]
    linked: linked::Linked,
    #[command(flatten)]
    which: Which,
    /// What chance begins from
    #[arg(long, default_value_t = Sampling::default().seed, value_name = "N")]
    seed: u64,
    /// Chains of the latent class model, each run on its own
    #[arg(long, default_value_t = 5, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=64))]
    chains: u16,
    /// Steps of each chain after the first tenth as many, which are thrown away
    #[arg(long, default_value_t = 100_000, value_name = "N", value_parser = clap::value_parser!(u32).range(1_000..=100_000_000))]
    steps: u32,
    /// Write overlaps.svg and estimates.svg into this folder
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    plots: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Estimate {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let Some(table) = &self.table else {
            if self.plots.is_some() {
                return Err(Fault::usage("--plots draws a capture table; give one with --table"));
            }
            return self.linked.run(&self.which, &self.sampling(), self.json);
        };
        let table = read(table)?;
        let answer = Answer::new(&table, Method::ALL.map(|method| timed(&table, method, &self.sampling())));
        if let Some(folder) = &self.plots {
            let (overlaps, estimates) = (plot::overlaps(&table), plot::estimates(&answer));
            let files = [("overlaps.svg", overlaps.as_bytes()), ("estimates.svg", estimates.as_bytes())];
            casebook::write_apart(folder, &files)?;
        }
        let mut out = Output::open();
        if self.json {
            out.json(&answer)?;
        } else {
            show(&answer, &mut out)?;
        }
        out.flush()?;
        Ok(Outcome::Done)
    }

    fn sampling(&self) -> Sampling {
        let steps = self.steps as usize;
        Sampling {
            seed: self.seed,
            chains: usize::from(self.chains),
            burn_in: steps / 10,
            steps,
            // Five thousand draws of each chain are kept, however long it runs.
            thinning: (steps / 5_000).max(1),
        }
    }
}

/// Runs an estimator beside a clock.
fn timed(
    table: &CaptureTable,
    method: Method,
    sampling: &Sampling,
) -> Result<estimate::Estimate, estimate::Refusal> {
    let begun = Instant::now();
    let mut estimate = estimate::estimate(table, method, sampling)?;
    estimate.seconds = Some((begun.elapsed().as_secs_f64() * 1e4).round() / 1e4);
    Ok(estimate)
}

/// The table of a file; each place that is not understood is told.
fn read(path: &Path) -> Result<CaptureTable, Fault> {
    let name = path.display();
    let unreadable = |cause| Fault::unreadable(format!("{name}: {cause}; name a table that can be read"));
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Fault::usage(format!(
            "{name} is too large for a capture table; give counts, not people"
        )));
    }
    let read = estimate::from_csv(&bytes).map_err(|bad| {
        bad.iter().take(TOLD).for_each(|cell| warn(format_args!("{name}: {cell}")));
        let rest = bad.len().saturating_sub(TOLD);
        let more = if rest > 0 { format!(" ({rest} more are not told)") } else { String::new() };
        Fault::usage(format!(
            "{name}: {} bad places{more}; a table with a row missing would be another",
            bad.len()
        ))
    })?;
    read.notes.iter().for_each(|note| warn(format_args!("{name}: {note}")));
    Ok(read.table)
}

fn show(answer: &Answer, out: &mut Output) -> Result<(), Fault> {
    out.line(format_args!("The estimators: {}.", plain(&answer.agreement)))?;
    for warning in answer.warnings.iter().filter(|warning| **warning != answer.agreement) {
        out.line(format_args!("Beware: {}.", plain(warning)))?;
    }
    let lists: Vec<String> = answer.lists.iter().map(|list| plain(list)).collect();
    out.line(format_args!("\nDocumented: {} people, on {}.\n", answer.observed, lists.join(", ")))?;
    if !answer.estimators.is_empty() {
        out.line(rows(answer))?;
        out.line("\nAll: people in all, by the model; of them unlisted: those whom no list holds. 95 % intervals.\n")?;
    }
    for one in &answer.estimators {
        out.line(format_args!("{}: {}\n", one.name.title(), plain(&one.explanation)))?;
    }
    for refusal in &answer.refused {
        out.line(format_args!("{}: no estimate: {}.\n", refusal.name.title(), plain(&refusal.reason)))?;
    }
    Ok(())
}

fn rows(answer: &Answer) -> String {
    let range = |of: &Interval| format!("{:.0}–{:.0}", of.lower, of.upper);
    let row = |one: &estimate::Estimate| {
        let (all, unlisted) = (&one.all, &one.unlisted);
        vec![
            one.name.title().to_owned(),
            format!("{:.0}", all.point),
            range(all),
            format!("{:.0}", unlisted.point),
            range(unlisted),
        ]
    };
    let header = ["estimated", "all", "from–to", "unlisted", "from–to"];
    grid(&header, &[], answer.estimators.iter().map(row).collect())
}
