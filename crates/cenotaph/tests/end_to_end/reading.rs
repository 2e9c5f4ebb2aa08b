//! `read --json`: the contract, on every example report.

use crate::support::{arg, examples, run, run_with};
use intake::{Item, Options};
use serde_json::Value;
use std::io::Write;

/// Every example report as intake makes it, in the order in which the binary meets them.
fn reports() -> Vec<value::Report> {
    let folder = [examples()];
    let files = intake::walk(&folder).map(|file| file.expect("a file"));
    let items = files.flat_map(|file| intake::read_path(&file, &Options::default()).collect::<Vec<Item>>());
    items.filter_map(|item| item.received().map(|received| received.report)).collect()
}

/// Every span within a value.
fn spans<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| spans(value, found)),
        Value::Object(fields) if fields.contains_key("quote") => found.push(value),
        Value::Object(fields) => fields.values().for_each(|value| spans(value, found)),
        _ => {}
    }
}

fn slice(text: &str, span: &Value) -> Option<String> {
    let (start, end) = (span["start"].as_u64()? as usize, span["end"].as_u64()? as usize);
    let chars: Vec<char> = text.chars().collect();
    (start < end).then(|| chars.get(start..end).map(|chars| chars.iter().collect()))?
}

#[test]
fn every_span_of_every_example_slices_to_its_quote() {
    let ran = run(&["read", "--json", arg(&examples())]).ended(0);
    let (readings, reports) = (ran.json(), reports());
    assert_eq!(readings.len(), reports.len());
    let mut checked = 0;
    for (reading, report) in readings.iter().zip(&reports) {
        assert_eq!(reading["report"], report.id.as_str(), "the order of the inputs is kept");
        let mut found = Vec::new();
        spans(reading, &mut found);
        for span in found {
            assert_eq!(slice(&report.text, span).as_deref(), span["quote"].as_str(), "{}: {span}", report.id);
            checked += 1;
        }
    }
    assert!(checked > 200, "only {checked} spans were found in all examples");
}

#[test]
fn every_value_that_was_read_has_a_span() {
    let ran = run(&["read", "--json", arg(&examples())]).ended(0);
    let mut checked = 0;
    for reading in ran.json() {
        for account in reading["accounts"].as_array().expect("accounts") {
            let lists = ["places", "actors", "methods", "targets", "victims", "according_to"];
            let mut values: Vec<&Value> =
                lists.iter().flat_map(|key| account[key].as_array().into_iter().flatten()).collect();
            values.extend(
                ["date", "killed", "injured", "missing"]
                    .iter()
                    .map(|key| &account[key])
                    .filter(|value| ["start", "min", "max"].iter().any(|end| !value[end].is_null())),
            );
            for value in values {
                assert!(value["spans"].as_array().is_some_and(|spans| !spans.is_empty()), "{value}");
                checked += 1;
            }
        }
    }
    assert!(checked > 100, "only {checked} values were found in all examples");
}

#[test]
fn the_day_of_publication_can_be_given() {
    let text = |to: &mut dyn Write| {
        to.write_all(b"Five people were killed in an airstrike on Raqqa yesterday.").expect("written");
    };
    let ran = run_with(&["read", "--json", "--published", "2017-08-24", "-"], text).ended(0);
    assert_eq!(ran.json()[0]["accounts"][0]["date"]["start"], "2017-08-23");
}

#[test]
fn lines_on_standard_input_are_read_in_their_order() {
    let lines = |to: &mut dyn Write| {
        for n in 0..700 {
            writeln!(
                to,
                r#"{{"id": "r{n}", "text": "On 3 June 2017 {} people were killed in Raqqa."}}"#,
                n + 2
            )
            .expect("written");
        }
    };
    let readings = run_with(&["read", "--json", "-"], lines).ended(0).json();
    let ids: Vec<&str> = readings.iter().filter_map(|reading| reading["report"].as_str()).collect();
    assert_eq!(ids, (0..700).map(|n| format!("r{n}")).collect::<Vec<_>>());
    assert_eq!(readings[699]["accounts"][0]["killed"]["min"], 701);
}

#[test]
fn a_policy_of_ones_own_codes_vague_words() {
    let dir = tempfile::tempdir().expect("a folder");
    let (policy, report) = (dir.path().join("p.toml"), dir.path().join("r.txt"));
    std::fs::write(&policy, "name='ours'\nversion='3'\nplural={min=2}\nmore_than_adds=0\nabout_percent=0\n[vague]\ndozens={min=30,max=40}\n").expect("written");
    std::fs::write(&report, "Dozens of people were killed in Raqqa on 3 June 2017.").expect("written");
    let ran = run(&["read", "--json", "--policy", arg(&policy), arg(&report)]).ended(0);
    let reading = &ran.json()[0];
    assert_eq!(reading["policy"], "ours/3");
    assert_eq!(reading["accounts"][0]["killed"]["max"], 40);
    std::fs::write(&policy, "name='ours'\nversion=").expect("written");
    run(&["read", "--json", "--policy", arg(&policy), arg(&report)]).ended(2).says(&["p.toml", "policy"]);
}
