//! What one report more costs in a casebook. Enters: a casebook's folder and a file of JSON Lines with new reports. Leaves:
//! a line with the milliseconds that the median one took to be read and made durable, and until its incidents were known.
//! Adds the reports to the casebook. `cargo run --release -p cenotaph-casebook --example one_more -- CASEBOOK FILE`

use casebook::{Casebook, Event, Stamp};
use gazetteer::Gazetteer;
use intake::Options;
use reading::{Policy, Reader};
use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("name a casebook and a file of reports".into());
    };
    let reader = Reader::new(Gazetteer::embedded(), Policy::airwars());
    let stamp = Stamp::new("2026-01-01T00:00:00Z".parse()?, "bench");
    let mut casebook = Casebook::open(&folder)?;
    casebook.counts()?;
    let (mut kept, mut known) = (Vec::new(), Vec::new());
    for line in std::fs::read_to_string(&file)?.lines() {
        let items = intake::read_bytes("one.jsonl", line.as_bytes().to_vec(), &Options::default());
        let start = Instant::now();
        casebook.ingest(items, &reader, &stamp, &mut |_: Event<'_>| {})?;
        kept.push(start.elapsed());
        let start = Instant::now();
        for report in casebook.latest_reports(0, 1, false)?.0 {
            casebook.report_incidents(&report.key)?;
        }
        known.push(start.elapsed());
    }
    println!("kept {:.2} ms, incidents {:.2} ms", median(kept), median(known));
    Ok(())
}

fn median(mut all: Vec<Duration>) -> f64 {
    all.sort_unstable();
    all.get(all.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}
