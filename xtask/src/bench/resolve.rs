//! Resolution of many accounts in memory, and of one report more in a casebook. Enters: numbers; or a casebook. Leaves:
//! figures.

use super::{Figure, SEED, invent, watch};
use crate::failure::Failure;
use crate::program::{cargo, output};
use crate::tree::Tree;
use incident::{Told, bare, resolve_each};
use jiff::civil::date;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;
use value::{
    AccountKey, Count, DatePrecision, Method, MethodName, Place, PlacePrecision, Range, ReportKey, When,
};

/// Reports that are added one by one.
const ADDED: u64 = 101;

/// How long so many accounts take to resolve, three of each event, and the most memory that this program held.
pub(super) fn accounts(count: usize) -> Vec<Figure> {
    let told: Vec<Told> = (0..count as u64).map(|n| account(n, count as u64)).collect();
    let (start, mut incidents) = (Instant::now(), 0_usize);
    resolve_each(&told, &[], &mut |_| incidents += 1);
    let seconds = start.elapsed().as_secs_f64();
    let name = |what: &str| format!("{count} accounts resolved into {incidents} incidents: {what}");
    let memory = watch::peak_of(std::process::id()).map(|bytes| bytes as f64 / 1e6);
    let memory = memory.map(|megabytes| Figure::new(name("peak memory"), "MB", megabytes));
    [Figure::new(name("time"), "s", seconds)].into_iter().chain(memory).collect()
}

/// What one report more costs in a casebook of so many, the median of [`ADDED`].
pub(super) fn one_more(
    tree: &Tree,
    casebook: &Path,
    scratch: &Path,
    count: usize,
) -> Result<Vec<Figure>, Failure> {
    let file = scratch.join("more.jsonl");
    let mut lines = String::new();
    for n in 0..ADDED {
        let report = invent::report(SEED + 1, n);
        let row = serde_json::json!({"id": format!("more-{n}"), "published": report.published, "language": "en",
            "text": report.text});
        let _ = writeln!(lines, "{row}");
    }
    std::fs::write(&file, lines).map_err(Failure::during(file.display()))?;
    let mut command = cargo(tree);
    command.args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "cenotaph-casebook",
        "--example",
        "one_more",
        "--",
    ]);
    let said = output(command.arg(casebook).arg(&file))?;
    let figure = |what: &str, name: &str| {
        let words = said.split_once(what)?.1;
        let value = words.split_whitespace().next()?.parse().ok()?;
        Some(Figure::new(format!("one report more among {count}, {name}: median of {ADDED}"), "ms", value))
    };
    let figures = [figure("kept ", "read and kept"), figure("incidents ", "its incidents known")];
    let figures: Vec<Figure> = figures.into_iter().flatten().collect();
    if figures.is_empty() {
        Err(Failure::new(format!("the example told no times: {said}")))
    } else {
        Ok(figures)
    }
}

/// An account of an event in one of 5000 towns within ten years, by words of which some are common, some the event's own.
fn account(n: u64, of: u64) -> Told {
    let event = scatter(n) % (of / 3).max(1);
    let (town, day, toll) = (scatter(event) % 5000, scatter(event + 1) % 3650, scatter(event + 2) % 30);
    let when = date(2012, 1, 1).checked_add(jiff::Span::new().days(day as i64)).unwrap_or(date(2012, 1, 1));
    let (lat, lon) = (20.0 + (town / 100) as f64 * 0.25, 10.0 + (town % 100) as f64 * 0.3);
    let name = format!("Town {town}");
    let mut text = name.clone();
    for j in 0..25 {
        let share = (scatter(n * 31 + j) % 1_000_000) as f64 / 1e6;
        let _ = write!(text, " w{}", 20_000_f64.powf(share) as u64);
    }
    for j in (0..8).filter(|j| scatter(n * 7 + j) % 10 < 6) {
        let _ = write!(text, " e{}", scatter(event * 11 + j) % 2_000_000);
    }
    let mut killed = Count::default();
    killed.set_range(Range::exactly(toll as u32 + (n % 2) as u32));
    let mut account = bare();
    account.killed = Some(killed);
    account.date = Some(When {
        start: Some(when),
        end: Some(when),
        precision: Some(DatePrecision::Day),
        time: None,
        spans: vec![],
    });
    account.places = vec![Place {
        as_written: name.clone(),
        name,
        lat: Some(lat),
        lon: Some(lon),
        precision: Some(PlacePrecision::Town),
        country: None,
        spans: vec![],
    }];
    let as_written = "air strike".to_owned();
    account.methods = vec![Method { name: MethodName::Airstrike, as_written, weapon: None, spans: vec![] }];
    Told {
        key: AccountKey { report: ReportKey(format!("{n:064x}")), anchor: 40 },
        report: format!("report-{n}"),
        publisher: Some(format!("Outlet {}", n % 40)),
        published: when.tomorrow().ok(),
        published_between: None,
        sketch: text::sketch(&text).into(),
        words: text::vocabulary(&text).into(),
        rank: 0,
        positions: vec![],
        account,
    }
}

/// Scatters a number (the finaliser of `SplitMix64`), so that the bench is the same on every machine.
fn scatter(n: u64) -> u64 {
    let h = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}
