//! Figures as they are kept. Enters: what scorers print. Leaves: the same with sorted keys and four decimals, the
//! differences between two of them, and nothing that could tell of a report.

use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;

/// Keys under which scorers may name reports.
const TELLING: [&str; 3] = ["notes", "errors", "wrong"];

/// Sorted, rounded, and without what could name a report: words are dropped, numbers kept.
pub(super) fn settled(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(sorted(map)),
        Value::Array(items) => {
            Value::Array(items.iter().filter(|item| !item.is_string()).map(settled).collect())
        }
        Value::Number(number) => Value::Number(rounded(number)),
        other => other.clone(),
    }
}

fn sorted(map: &Map<String, Value>) -> Map<String, Value> {
    let kept = map.iter().filter(|(key, value)| !TELLING.contains(&key.as_str()) && !value.is_string());
    let kept: BTreeMap<&String, Value> = kept.map(|(key, value)| (key, settled(value))).collect();
    kept.into_iter().map(|(key, value)| (key.clone(), value)).collect()
}

fn rounded(number: &Number) -> Number {
    match number.as_f64() {
        Some(float) if number.is_f64() => Number::from_f64(round(float)).unwrap_or_else(|| number.clone()),
        _ => number.clone(),
    }
}

/// To four decimals; never minus nought.
fn round(float: f64) -> f64 {
    (float * 1e4).round() / 1e4 + 0.0
}

/// As a file's text.
pub(super) fn written(value: &Value) -> String {
    // A value made of values cannot fail to be written.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// A line for each figure that is not what it was.
pub(super) fn differences(old: &Value, new: &Value) -> Vec<String> {
    let (mut before, mut now) = (BTreeMap::new(), BTreeMap::new());
    flatten("", old, &mut before);
    flatten("", new, &mut now);
    let changed = now.iter().filter(|(path, value)| before.get(*path) != Some(value));
    let mut lines: Vec<String> = changed
        .map(|(path, value)| match before.get(path) {
            Some(old) => format!("{path}  {old} → {value}{}", by(old, value)),
            None => format!("{path}  {value}"),
        })
        .collect();
    lines
        .extend(before.keys().filter(|path| !now.contains_key(*path)).map(|path| format!("{path}  is gone")));
    lines
}

fn by(old: &Value, new: &Value) -> String {
    match (old.as_f64(), new.as_f64()) {
        (Some(old), Some(new)) => format!("  ({:+})", round(new - old)),
        _ => String::new(),
    }
}

fn flatten(path: &str, value: &Value, out: &mut BTreeMap<String, Value>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path} / {key}") };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| flatten(&below(key), value, out)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, value)| flatten(&below(&n.to_string()), value, out));
        }
        Value::Null if path.is_empty() => {}
        leaf => {
            out.insert(path.to_owned(), leaf.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_are_sorted_and_rounded_and_words_dropped() {
        let said = json!({"b": 0.123_456, "a": {"n": 3, "notes": ["report x twice"], "id": "x"}, "wrong": [1], "c": [1.0, "x"]});
        assert_eq!(
            written(&settled(&said)).replace([' ', '\n'], ""),
            r#"{"a":{"n":3},"b":0.1235,"c":[1.0]}"#
        );
    }

    #[test]
    fn differences_name_the_figure_and_its_change() {
        let (old, new) =
            (json!({"a": {"x": 0.5, "y": 1}, "gone": 2}), json!({"a": {"x": 0.75, "y": 1, "z": null}}));
        assert_eq!(differences(&old, &new), ["a / x  0.5 → 0.75  (+0.25)", "a / z  null", "gone  is gone"]);
        assert!(differences(&new, &new).is_empty());
    }
}
