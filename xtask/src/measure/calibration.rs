//! Whether readings are as sure as they may be. Enters: readings with their probabilities, and what recorders coded.
//! Leaves: a reliability table for each kind of value: of the values given such a probability, how many were right.

use super::{Bench, gold};
use crate::failure::Failure;
use crate::train::labels::{CORPORA, Corpus};
use reading::confidence::Value;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use value::{Confidence, Reading};

/// A probability that was given, and whether the value was right.
type Case = (f64, bool);

/// The tables for all reports and for the fifth that is never learned from.
pub(super) fn measure(bench: &Bench) -> Result<Json, Failure> {
    let mut all: BTreeMap<&'static str, Vec<Case>> = BTreeMap::new();
    let mut fifth = all.clone();
    for corpus in &CORPORA {
        gather(bench, corpus, &mut all, &mut fifth)?;
    }
    let tables = |cases: &BTreeMap<&'static str, Vec<Case>>| -> Json {
        cases.iter().map(|(kind, cases)| ((*kind).to_owned(), table(cases))).collect()
    };
    Ok(json!({"all": tables(&all), "fifth": tables(&fifth)}))
}

fn gather(
    bench: &Bench,
    corpus: &Corpus,
    all: &mut BTreeMap<&'static str, Vec<Case>>,
    fifth: &mut BTreeMap<&'static str, Vec<Case>>,
) -> Result<(), Failure> {
    let rows = gold::lines(&bench.corpora.join(corpus.file))?;
    let answers = corpus.answers(&bench.corpora)?;
    let reports: Vec<Json> =
        rows.iter().filter_map(|row| serde_json::to_value(Corpus::report(row)?).ok()).collect();
    let at = |name: &str| bench.scratch.join(name);
    gold::write(&at("reports.jsonl"), &reports)?;
    bench.reader.read(&[], &at("reports.jsonl"), &at("readings.jsonl"))?;
    let mut readings = BTreeMap::new();
    for line in gold::lines(&at("readings.jsonl"))? {
        if let Ok(reading) = serde_json::from_value::<Reading>(line) {
            readings.insert(reading.report.clone(), reading);
        }
    }
    for row in &rows {
        let id = row.get("id").and_then(Json::as_str).unwrap_or_default();
        let Some(reading) = readings.get(id) else { continue };
        for label in corpus.labels(row, &answers, reading) {
            let given = reading.accounts.get(label.account).and_then(|a| a.confidence.as_ref());
            let Some(p) = given.and_then(|c| probability(c, label.value)) else { continue };
            all.entry(label.value.name()).or_default().push((p, label.right));
            if gold::in_fifth(corpus.incident(row)) {
                fifth.entry(label.value.name()).or_default().push((p, label.right));
            }
        }
    }
    Ok(())
}

fn probability(c: &Confidence, value: Value) -> Option<f64> {
    match value {
        Value::Killed => c.killed,
        Value::Injured => c.injured,
        Value::Date => c.date,
        Value::Place(i) => c.places.get(i).copied(),
        Value::Actor(i) => c.actors.get(i).copied(),
        Value::Method(i) => c.methods.get(i).copied(),
        Value::Target(i) => c.targets.get(i).copied(),
        Value::Victim(i) => c.victims.get(i).copied(),
    }
}

/// By tenths of probability: how many values, the mean probability given, the share that was right; over all of them
/// the expected calibration error (Naeini, Cooper and Hauskrecht 2015) and the Brier score.
fn table(cases: &[Case]) -> Json {
    let mut tenths: BTreeMap<u32, Vec<Case>> = BTreeMap::new();
    for case in cases {
        tenths.entry(((case.0 * 10.0) as u32).min(9)).or_default().push(*case);
    }
    let n = cases.len().max(1) as f64;
    let mean = |cases: &[Case]| cases.iter().map(|c| c.0).sum::<f64>() / cases.len().max(1) as f64;
    let share = |cases: &[Case]| cases.iter().filter(|c| c.1).count() as f64 / cases.len().max(1) as f64;
    let error: f64 = tenths.values().map(|t| (mean(t) - share(t)).abs() * t.len() as f64).sum::<f64>() / n;
    let brier = cases.iter().map(|(p, right)| (p - f64::from(u8::from(*right))).powi(2)).sum::<f64>() / n;
    let rows: serde_json::Map<String, Json> = tenths
        .iter()
        .map(|(tenth, cases)| {
            let row = json!({"n": cases.len(), "given": mean(cases), "right": share(cases)});
            (format!("0.{tenth}"), row)
        })
        .collect();
    json!({"n": cases.len(), "right": share(cases), "expected calibration error": error, "brier": brier, "tenths": rows})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_right_as_often_as_given_has_no_error() {
        let cases: Vec<Case> = (0..100).map(|i| (0.75, i % 4 != 0)).collect();
        let table = table(&cases);
        assert_eq!(table["expected calibration error"], 0.0);
        assert_eq!(table["tenths"]["0.7"]["n"], 100);
        assert_eq!(table["right"], 0.75);
    }
}
