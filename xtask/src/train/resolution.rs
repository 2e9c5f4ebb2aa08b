//! What findings weigh when two accounts are compared. Enters: corpora of which it is known which reports tell of one
//! incident. Leaves: the table of `data/model/resolution.tsv`: for each finding its bits as set by hand, and as learned of
//! pairs of which both have a day, and of those of which one has none.
//!
//! A logistic regression over the findings of all pairs of main accounts that are worth comparing, drawn to the bits
//! set by hand, so that what the corpora hardly show stays near them. Pairs of which one report belongs to the fifth
//! that is scored apart are not learned from.

use super::climb::climb;
use super::labels::Corpus;
use crate::failure::Failure;
use crate::measure::gold;
use incident::{Finding, Told, bare, compared, words};
use reading::Reader;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use value::{AccountKey, ReportKey};

/// The corpora that say which reports tell of one incident.
const RESOLVED: [&str; 2] = ["gva/articles-dev.jsonl.gz", "syria/sources-dev.jsonl.gz"];
/// How strongly weights are drawn to those set by hand, in pairs.
const PENALTY: f64 = 4.0;
/// What is not learned: in the corpora, numbers that are wholly at odds are mostly misread ones; places far apart are of one
/// country; and few sources tell one event after the other in one form of words.
const BY_HAND: [Finding; 4] = [Finding::AtOdds, Finding::Apart, Finding::Remote, Finding::WordsForm];
/// The natural logarithm of what one bit says.
const BIT: f64 = std::f64::consts::LN_2;

/// The incidents that each report tells of.
type Incidents = BTreeMap<String, Vec<String>>;

/// A pair of accounts: its findings by number, and whether it is one event.
struct Case {
    findings: Vec<usize>,
    one: bool,
    dayless: bool,
}

/// Learns the table anew.
pub(super) fn learn(corpora: &Path, reader: &Reader) -> Result<String, Failure> {
    let (mut learned, mut apart) = (Vec::new(), Vec::new());
    for file in RESOLVED {
        let rows = gold::lines(&corpora.join(file))?;
        let incidents: Incidents = rows.iter().map(|row| (text(row, "id"), incidents_of(row))).collect();
        let told: Vec<Told> = rows.iter().flat_map(|row| told_by(row, reader)).collect();
        gather(&told, &incidents, &mut learned, &mut apart);
    }
    let by_hand: Vec<f64> = Finding::ALL.iter().map(|f| f.by_hand() * BIT).collect();
    let (learned, apart) = (by_day(learned), by_day(apart));
    let columns =
        learned.each_ref().map(|cases| climb(by_hand.clone(), &|weights| slope(cases, weights, &by_hand)));
    for (name, cases) in [("learned from", &learned), ("held out", &apart)] {
        for ((cases, weights), days) in cases.iter().zip(&columns).zip(["both with a day", "one without"]) {
            println!("resolution, {name}, {days}: {}", told_of(cases, weights));
        }
    }
    let [with, without] = columns;
    Ok(Finding::ALL.iter().zip(with.iter().zip(without)).fold(
        String::new(),
        |mut out, (finding, (with, without))| {
            let (field, says, by_hand) = (finding.field(), finding.says(), finding.by_hand());
            let _ = writeln!(out, "{field}\t{says}\t{by_hand}\t{:.2}\t{:.2}", with / BIT, without / BIT);
            out
        },
    ))
}

/// The pairs of which both have a day, and those of which one has none.
fn by_day(cases: Vec<Case>) -> [Vec<Case>; 2] {
    let (without, with) = cases.into_iter().partition(|case| case.dayless);
    [with, without]
}

fn text(row: &Json, key: &str) -> String {
    row.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()
}

fn incidents_of(row: &Json) -> Vec<String> {
    let several = row.get("incident_ids").and_then(Json::as_array).into_iter().flatten();
    let one = row.get("incident").into_iter();
    several.chain(one).filter_map(Json::as_str).map(str::to_owned).collect()
}

/// A report's accounts, read as a casebook reads them.
fn told_by(row: &Json, reader: &Reader) -> Vec<Told> {
    let Some(mut report) = Corpus::report(row) else { return Vec::new() };
    report.language = row.get("language").and_then(Json::as_str).map(str::to_owned);
    let (reading, vocabulary) = (reader.read(&report), Arc::new(text::vocabulary(&report.text)));
    let sketch = Arc::new(text::sketch(&report.text));
    let told = |(rank, account): (usize, value::Account)| Told {
        key: AccountKey { report: ReportKey(report.id.clone()), anchor: account.anchor() },
        report: report.id.clone(),
        publisher: None,
        published: report.published,
        published_between: report.published_between,
        sketch: Arc::clone(&sketch),
        words: words(&account, rank, &vocabulary),
        rank,
        positions: Vec::new(),
        account,
    };
    let bare = reading.accounts.is_empty().then(bare);
    reading.accounts.into_iter().chain(bare).enumerate().map(told).collect()
}

fn gather(told: &[Told], incidents: &Incidents, learned: &mut Vec<Case>, apart: &mut Vec<Case>) {
    let of = |key: &AccountKey| incidents.get(&key.report.0).map_or(&[][..], Vec::as_slice);
    let in_fifth = |key: &AccountKey| of(key).iter().any(|incident| gold::in_fifth(incident));
    // Of events told beside the main one nobody coded which they are.
    let beside = [Finding::OneBeside, Finding::BothBeside, Finding::OneReport];
    for pair in compared(told).into_iter().filter(|pair| !beside.iter().any(|f| pair.findings.contains(f))) {
        let one = of(&pair.a).iter().any(|incident| of(&pair.b).contains(incident));
        let findings = pair.findings.iter().map(|f| *f as usize).collect();
        let case = Case { findings, one, dayless: pair.dayless };
        match (in_fifth(&pair.a), in_fifth(&pair.b)) {
            (false, false) => learned.push(case),
            (true, true) => apart.push(case),
            _ => {}
        }
    }
}

/// How the likelihood less the penalty grows with each weight.
fn slope(cases: &[Case], weights: &[f64], by_hand: &[f64]) -> Vec<f64> {
    let mut slope: Vec<f64> = weights.iter().zip(by_hand).map(|(w, h)| -PENALTY * (w - h)).collect();
    for case in cases {
        let miss = f64::from(u8::from(case.one)) - probability(case, weights);
        case.findings.iter().for_each(|f| slope[*f] += miss);
    }
    for finding in BY_HAND {
        slope[finding as usize] = 0.0;
    }
    slope
}

fn probability(case: &Case, weights: &[f64]) -> f64 {
    1.0 / (1.0 + (-case.findings.iter().map(|f| weights[*f]).sum::<f64>()).exp())
}

/// How many pairs were taken for what they are, and what was expected where a pair was taken for one event.
fn told_of(cases: &[Case], weights: &[f64]) -> String {
    let joined: Vec<(f64, bool)> =
        cases.iter().map(|c| (probability(c, weights), c.one)).filter(|(p, _)| *p > 0.5).collect();
    let right = joined.iter().filter(|(_, one)| *one).count();
    let one = cases.iter().filter(|c| c.one).count();
    let expected: f64 = joined.iter().map(|(p, _)| p).sum();
    format!(
        "{} pairs, {one} of one event; {} joined, of which {right} rightly and {expected:.0} expected",
        cases.len(),
        joined.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_shown_stays_as_set_by_hand_and_what_is_shown_is_learned() {
        let (every, shown) = (Finding::News as usize, Finding::SameDay as usize);
        let case = |one: bool| {
            let findings = if one { vec![every, shown] } else { vec![every] };
            Case { findings, one, dayless: false }
        };
        let cases: Vec<Case> = (0..4000).map(|i| case(i % 4 == 0)).collect();
        let by_hand: Vec<f64> = Finding::ALL.iter().map(|_| 0.5).collect();
        let weights = climb(by_hand.clone(), &|weights| slope(&cases, weights, &by_hand));
        assert!(weights[shown] > 3.0 && weights[every] < -2.0, "{weights:?}");
        assert!((weights[Finding::SamePlace as usize] - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_report_of_several_incidents_tells_of_each() {
        let row = serde_json::json!({"incident_ids": ["a", "b"]});
        assert_eq!(incidents_of(&row), ["a", "b"]);
        assert_eq!(incidents_of(&serde_json::json!({"incident": "c"})), ["c"]);
    }
}
