//! How well those whom no list holds are estimated. Enters: published capture tables with the answers of reference
//! programs, and simulated ones whose totals are known. Leaves: for each published table and estimator how far point and
//! interval lie from the reference; for each way of simulating bias, error, and how often intervals hold the truth.

use super::Bench;
use crate::failure::Failure;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Chains for simulated tables, of which there are many: shorter ones than a user gets.
const SHORT: [&str; 4] = ["--chains", "3", "--steps", "30000"];

/// Both kinds of table.
pub(super) fn measure(bench: &Bench) -> Result<Value, Failure> {
    let folder = bench.corpora.join("lists");
    Ok(json!({"published": published(bench, &folder)?, "simulated": simulated(bench, &folder)?}))
}

fn published(bench: &Bench, folder: &Path) -> Result<Value, Failure> {
    let file = folder.join("expected.json");
    let expected: Value = serde_json::from_str(&read(&file)?).map_err(Failure::during(file.display()))?;
    let mut tables = Map::new();
    for (name, table) in expected["tables"].as_object().into_iter().flatten() {
        let answer = bench.reader.estimate(&[], &folder.join(format!("{name}.csv")))?;
        let peers = table["peers"].as_object().cloned().unwrap_or_default();
        let compared = estimators(&answer).filter_map(|one| Some((named(one)?, compared(one, &peers))));
        tables.insert(name.clone(), Value::Object(compared.collect()));
    }
    Ok(Value::Object(tables))
}

fn read(file: &Path) -> Result<String, Failure> {
    fs::read_to_string(file).map_err(Failure::during(file.display()))
}

fn estimators(answer: &Value) -> impl Iterator<Item = &Value> {
    answer["estimators"].as_array().into_iter().flatten()
}

fn named(estimator: &Value) -> Option<String> {
    estimator["name"].as_str().map(str::to_owned)
}

/// An estimate with its distance from the reference's, as shares of the latter.
fn compared(one: &Value, peers: &Map<String, Value>) -> Value {
    let mut figures = Map::new();
    let peer = peers.iter().find(|(name, _)| is_peer(one["name"].as_str().unwrap_or_default(), name));
    for end in ["point", "lower", "upper"] {
        figures.insert(end.to_owned(), one[end].clone());
        let reference = peer.and_then(|(_, peer)| peer[end].as_f64());
        if let (Some(ours), Some(reference)) = (one[end].as_f64(), reference) {
            figures.insert(format!("{end} off"), json!(ours / reference - 1.0));
        }
    }
    if let Some(apart) = peer.and_then(|(_, peer)| in_errors(one["point"].as_f64()?, peer)) {
        figures.insert("point off, in standard errors".to_owned(), json!(apart));
    }
    for key in ["rhat", "ess", "tempered"] {
        if let Some(value) = one["diagnostics"].get(key) {
            figures.insert(key.to_owned(), value.clone());
        }
    }
    if let Some(modes) = one["diagnostics"]["modes"].as_array().filter(|modes| modes.len() > 1) {
        figures.insert("modes".to_owned(), json!(modes));
    }
    Value::Object(figures)
}

/// Whether a reference program's answer is that of the same model and settings.
fn is_peer(ours: &str, theirs: &str) -> bool {
    match ours {
        "latent_class" => theirs == "LCMCR",
        // With a pseudo-count of 2 to the power of minus the number of lists.
        "graphical_bma" => theirs.starts_with("dga ") && !theirs.ends_with("delta=1"),
        "log_linear" => theirs == "Rcapture closedpMS.t best BIC",
        "chao_lower_bound" => theirs == "Rcapture closedpCI.t Mth Chao (LB)",
        _ => false,
    }
}

/// How far a median lies from the reference's, in standard errors of the difference of two such medians, where the
/// reference's differ by seed.
fn in_errors(ours: f64, peer: &Value) -> Option<f64> {
    let medians: Vec<f64> = peer["medians_by_seed"].as_array()?.iter().filter_map(Value::as_f64).collect();
    let seeds = medians.len() as f64;
    let mean = medians.iter().sum::<f64>() / seeds;
    let variance = medians.iter().map(|median| (median - mean).powi(2)).sum::<f64>() / (seeds - 1.0);
    Some((ours - mean) / (2.0 * variance / seeds).sqrt())
}

/// An estimate of a total that is known.
#[derive(Clone, Copy)]
struct Case {
    /// The estimate's distance from the truth, as a share of it.
    off: f64,
    /// The interval's width, as a share of the truth.
    width: f64,
    /// Whether the interval holds the truth.
    holds: bool,
}

impl Case {
    fn of(one: &Value, truth: f64) -> Option<Self> {
        let (point, lower, upper) = (one["point"].as_f64()?, one["lower"].as_f64()?, one["upper"].as_f64()?);
        let holds = lower <= truth && truth <= upper;
        Some(Self { off: point / truth - 1.0, width: (upper - lower) / truth, holds })
    }
}

fn simulated(bench: &Bench, folder: &Path) -> Result<Value, Failure> {
    let mut cases: BTreeMap<String, BTreeMap<String, Vec<Case>>> = BTreeMap::new();
    for (which, rows) in tables(&read(&folder.join("sim_tables.csv"))?) {
        let file = bench.scratch.join("table.csv");
        fs::write(&file, table(&rows)).map_err(Failure::during(file.display()))?;
        let answer = bench.reader.estimate(&SHORT, &file)?;
        for one in estimators(&answer) {
            let (Some(name), Some(case)) = (named(one), Case::of(one, which.total as f64)) else { continue };
            let of_estimator = cases.entry(name).or_default();
            for scenario in [&which.scenario, "all"] {
                of_estimator.entry(scenario.to_owned()).or_default().push(case);
            }
        }
    }
    let summed = |scenarios: &BTreeMap<String, Vec<Case>>| -> Value {
        scenarios.iter().map(|(scenario, cases)| (scenario.clone(), summed(cases))).collect()
    };
    Ok(cases.iter().map(|(estimator, scenarios)| (estimator.clone(), summed(scenarios))).collect())
}

fn summed(cases: &[Case]) -> Value {
    let n = cases.len() as f64;
    let mean = |of: &dyn Fn(&Case) -> f64| cases.iter().map(of).sum::<f64>() / n;
    json!({
        "n": cases.len(),
        "bias": mean(&|case| case.off),
        "error": mean(&|case| case.off * case.off).sqrt(),
        "width": mean(&|case| case.width),
        "coverage": mean(&|case| f64::from(u8::from(case.holds))),
    })
}

/// Which simulated table.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Which {
    scenario: String,
    repetition: u64,
    total: u64,
}

/// A history, one digit a list, and its count.
type Row = (String, u64);

/// The tables of a file with a line for each history.
fn tables(text: &str) -> BTreeMap<Which, Vec<Row>> {
    let mut tables: BTreeMap<Which, Vec<Row>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [scenario, repetition, total, history, count] = cells[..] else { continue };
        let (Ok(repetition), Ok(total), Ok(count)) = (repetition.parse(), total.parse(), count.parse())
        else {
            continue;
        };
        let which = Which { scenario: scenario.to_owned(), repetition, total };
        tables.entry(which).or_default().push((history.to_owned(), count));
    }
    tables
}

/// A capture table as CSV.
fn table(rows: &[Row]) -> String {
    let lists = rows.first().map_or(0, |row| row.0.len());
    let mut lines =
        vec![(1..=lists).map(|list| format!("list {list}")).chain(["count".to_owned()]).collect()];
    lines.extend(rows.iter().map(|(history, count)| {
        history.chars().map(String::from).chain([count.to_string()]).collect::<Vec<String>>()
    }));
    lines.iter().map(|cells| cells.join(",") + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_tables() {
        let found = tables("scenario,rep,N,history,count\nx,1,50,01,7\nx,1,50,11,3\nx,2,50,10,9\n");
        let texts: Vec<String> = found.values().map(|rows| table(rows)).collect();
        assert_eq!(texts, ["list 1,list 2,count\n0,1,7\n1,1,3\n", "list 1,list 2,count\n1,0,9\n"]);
    }

    #[test]
    fn an_interval_that_misses_the_truth_does_not_cover_it() {
        let one = json!({"point": 90.0, "lower": 80.0, "upper": 99.0});
        let case = |truth| Case::of(&one, truth).expect("a case");
        let found = summed(&[case(100.0), case(90.0)]);
        assert_eq!((found["coverage"].as_f64(), found["n"].as_u64()), (Some(0.5), Some(2)));
        assert!(found["bias"].as_f64().is_some_and(|bias| (bias + 0.05).abs() < 1e-12));
    }
}
