//! Speed, memory and latency. Enters: the program, built for release, and invented reports or generated people. Leaves: a
//! table, and with `--record` the file `measures/bench.json`. Reads no corpus of reports, so that anyone can repeat it;
//! people are generated from parts of names that lie with the corpora.

mod events;
mod invent;
mod ledger;
mod long;
mod origins;
mod people;
mod resolve;
mod watch;
mod web;

use crate::failure::Failure;
use crate::program::{built_for_release, runs};
use crate::tree::Tree;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use watch::{Watched, watched};

/// What to measure, and how much of it.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Reports taken into a casebook; at 0 this part is left out, as are the others
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    reports: usize,
    /// Reports read without a casebook
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    readings: usize,
    /// Copied reports of which the origins are found
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    origins: usize,
    /// Accounts resolved in memory
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    accounts: usize,
    /// Link generated people instead, by the generator in this folder (corpora/names)
    #[arg(long, value_name = "DIR")]
    people: Option<PathBuf>,
    /// Measure nothing but how the time of a byte grows with the length of a line
    #[arg(long, conflicts_with_all = ["people", "served", "web"])]
    long: bool,
    /// Measure nothing but the browser's pages, on so many invented events, each told by five reports
    #[arg(long, value_name = "N", conflicts_with_all = ["people", "served"])]
    web: Option<usize>,
    /// Keep the casebook of --web at this path, for --served
    #[arg(long, value_name = "CASEBOOK", requires = "web")]
    keep: Option<PathBuf>,
    /// Measure nothing but the browser's pages, on this casebook
    #[arg(long, value_name = "CASEBOOK", conflicts_with = "record")]
    served: Option<PathBuf>,
    /// Keep the figures in measures/bench.json; others that are there stay
    #[arg(long)]
    record: bool,
    /// Leave out the ledger's own bench
    #[arg(long)]
    no_ledger: bool,
    /// Measure this program instead of building one
    #[arg(long, value_name = "PROGRAM")]
    binary: Option<PathBuf>,
}

/// Starts of the program of which the median is taken.
const STARTS: usize = 20;
/// The seed of the invented reports.
const SEED: u64 = 1864;

/// A figure with its name and unit.
struct Figure {
    name: String,
    unit: &'static str,
    value: f64,
}

impl Figure {
    fn new(name: impl Into<String>, unit: &'static str, value: f64) -> Self {
        Self { name: name.into(), unit, value }
    }
}

/// Measures.
pub(crate) fn run(tree: &Tree, options: &Options) -> Result<bool, Failure> {
    let binary = options.binary.clone().map_or_else(|| built_for_release(tree), Ok)?;
    let binary = binary.canonicalize().map_err(Failure::during(binary.display()))?;
    let scratch = tempfile::tempdir().map_err(Failure::during("a temporary folder"))?;
    let figures = if let Some(names) = &options.people {
        people::linking(&binary, scratch.path(), names)?
    } else if let Some(casebook) = &options.served {
        web::measure(&binary, casebook)?
    } else if let Some(events) = options.web {
        let kept = options.keep.clone().unwrap_or_else(|| scratch.path().join("events.casebook"));
        of_events(&binary, scratch.path(), events, &kept)?
    } else if options.long {
        long::growth(&binary, scratch.path())?
    } else {
        of_reports(tree, options, &binary, scratch.path())?
    };
    for figure in &figures {
        println!("{:58} {:>12.1} {}", figure.name, figure.value, figure.unit);
    }
    if options.record {
        record(tree, &figures)?;
    }
    Ok(true)
}

fn of_reports(tree: &Tree, options: &Options, binary: &Path, scratch: &Path) -> Result<Vec<Figure>, Failure> {
    let mut figures = vec![start(binary, scratch)?];
    if options.readings > 0 {
        figures.extend(reading(binary, scratch, options.readings)?);
    }
    if options.reports > 0 {
        figures.extend(ingest(tree, binary, scratch, options.reports)?);
    }
    if options.origins > 0 {
        figures.extend(origins::origins(binary, scratch, options.origins)?);
    }
    if options.accounts > 0 {
        figures.extend(resolve::accounts(options.accounts));
    }
    if !options.no_ledger {
        figures.extend(ledger::appends(tree)?);
    }
    Ok(figures)
}

/// The browser's pages on invented events.
fn of_events(binary: &Path, scratch: &Path, count: usize, casebook: &Path) -> Result<Vec<Figure>, Failure> {
    let file = scratch.join("events.jsonl");
    let to = File::create(&file).map_err(Failure::during(file.display()))?;
    events::write(to, SEED, count).map_err(Failure::during(file.display()))?;
    let command = |verb: &str| {
        let mut command = Command::new(binary);
        command.arg(verb).stdout(Stdio::null());
        command
    };
    watched(command("new").arg(casebook))?;
    let run = watched(command("read").arg("--casebook").arg(casebook).arg(&file))?;
    let reports = count * events::TOLD;
    let name = |what: &str| format!("{reports} short reports into a casebook: {what}");
    let mut figures = vec![Figure::new(name("reports"), "1/s", per_second(reports, &run))];
    figures.extend(memory(name("peak memory"), &run));
    figures.extend(web::measure(binary, casebook)?);
    Ok(figures)
}

/// From the start of the program to the end of one small report's reading: the median.
fn start(binary: &Path, scratch: &Path) -> Result<Figure, Failure> {
    let report = scratch.join("one.txt");
    fs::write(&report, invent::report(SEED, 0).text).map_err(Failure::during(report.display()))?;
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let mut command = Command::new(binary);
        command.args(["read", "--json"]).arg(&report);
        times.push(watched(command.stdout(Stdio::null()))?.time);
    }
    times.sort_unstable();
    Ok(Figure::new("read one small report, start to end, median of 20", "ms", millis(times[STARTS / 2])))
}

/// Reading alone, on one core and on all.
fn reading(binary: &Path, scratch: &Path, count: usize) -> Result<Vec<Figure>, Failure> {
    let (file, bytes) = invented(scratch, count)?;
    let mut figures = Vec::new();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    for used in [1, cores] {
        let mut command = on_cores(binary, used);
        command.args(["read", "--json"]).arg(&file);
        let run = watched(command.stdout(Stdio::null()))?;
        let name = |what: &str| format!("read {count} reports, {used} core(s): {what}");
        figures.push(Figure::new(name("speed"), "MB/s", bytes as f64 / 1e6 / run.time.as_secs_f64()));
        figures.push(Figure::new(name("reports"), "1/s", per_second(count, &run)));
        figures.extend(memory(name("peak memory"), &run));
        if cores == 1 {
            break;
        }
    }
    Ok(figures)
}

/// The program held to so many cores: the first one by `taskset` (util-linux) where that is there, else by its threads.
fn on_cores(binary: &Path, cores: usize) -> Command {
    let mut taskset = Command::new("taskset");
    taskset.args(["-c", "0"]);
    let mut probe = Command::new("taskset");
    probe.args(["-c", "0", "true"]);
    let mut command = if cores == 1 && runs(probe) {
        taskset.arg(binary);
        taskset
    } else {
        Command::new(binary)
    };
    command.env("RAYON_NUM_THREADS", cores.to_string());
    command
}

/// Reading into a casebook that keeps everything.
fn ingest(tree: &Tree, binary: &Path, scratch: &Path, count: usize) -> Result<Vec<Figure>, Failure> {
    let (file, _) = invented(scratch, count)?;
    let casebook = scratch.join("bench.casebook");
    let command = |verb: &str| {
        let mut command = Command::new(binary);
        command.arg(verb).stdout(Stdio::null());
        command
    };
    watched(command("new").arg(&casebook))?;
    let run = watched(command("read").arg("--casebook").arg(&casebook).arg(&file))?;
    let listed = watched(command("incidents").arg("--casebook").arg(&casebook).arg("--json"))?;
    let verified = watched(command("verify").arg("--casebook").arg(&casebook))?;
    let name = |what: &str| format!("{count} reports into a casebook: {what}");
    let mut figures = vec![Figure::new(name("reports"), "1/s", per_second(count, &run))];
    figures.extend(memory(name("peak memory"), &run));
    figures.push(Figure::new(name("incidents listed after"), "ms", millis(listed.time)));
    figures.push(Figure::new(name("verify after"), "ms", millis(verified.time)));
    figures.extend(web::measure(binary, &casebook)?);
    figures.extend(resolve::one_more(tree, &casebook, scratch, count)?);
    Ok(figures)
}

/// Writes so many invented reports; the file, and the bytes of their texts.
fn invented(scratch: &Path, count: usize) -> Result<(PathBuf, usize), Failure> {
    let file = scratch.join("reports.jsonl");
    let to = File::create(&file).map_err(Failure::during(file.display()))?;
    let bytes = invent::write(to, SEED, count).map_err(Failure::during(file.display()))?;
    Ok((file, bytes))
}

fn memory(name: String, run: &Watched) -> Option<Figure> {
    Some(Figure::new(name, "MB", run.peak_bytes? as f64 / 1e6))
}

fn per_second(count: usize, run: &Watched) -> f64 {
    count as f64 / run.time.as_secs_f64()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Keeps the figures in place of those of the same name.
fn record(tree: &Tree, figures: &[Figure]) -> Result<(), Failure> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let rounded = |value: f64| (value * 10.0).round() / 10.0;
    let measured = |row: &Value| figures.iter().any(|f| row["name"] == f.name.as_str());
    // Figures of parts that were left out this time stay.
    let kept: Value =
        serde_json::from_str(&tree.text("measures/bench.json").unwrap_or_default()).unwrap_or_default();
    let mut rows: Vec<Value> = kept["figures"].as_array().cloned().unwrap_or_default();
    rows.retain(|row| !measured(row));
    rows.extend(figures.iter().map(|f| json!({"name": f.name, "unit": f.unit, "value": rounded(f.value)})));
    let text =
        serde_json::to_string_pretty(&json!({"cores": cores, "figures": rows})).unwrap_or_default() + "\n";
    fs::write(tree.path("measures/bench.json"), text).map_err(Failure::during("measures/bench.json"))?;
    println!("kept in measures/bench.json");
    Ok(())
}
