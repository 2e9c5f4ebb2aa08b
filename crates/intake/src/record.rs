//! One line of JSON Lines to a report. Enters: the line's bytes. Leaves: a report whose text is exactly the
//! one given, so that spans are code points into it. Keys that are not ours are passed over.

use crate::head::Head;
use crate::{Problem, ProblemKind, dates};
use serde_json::{Map, Value};

/// What a line holds, with the id it gives.
pub(crate) struct Record {
    pub(crate) id: Option<String>,
    pub(crate) text: String,
    pub(crate) head: Head,
}

/// Reads a line. The problem carries the line's id where it told one.
pub(crate) fn read(bytes: &[u8]) -> Result<Record, Problem> {
    let (line, damaged) = match std::str::from_utf8(bytes) {
        Ok(line) => (line.into(), None),
        Err(_) => (
            String::from_utf8_lossy(bytes),
            Some("some bytes are not UTF-8; U+FFFD stands for them".to_owned()),
        ),
    };
    let value: Value = serde_json::from_str(&line).map_err(|e| not_json(&e).with_id(first_id(bytes)))?;
    let Value::Object(mut fields) = value else {
        return Err(Problem::new(ProblemKind::NotJson, "not a JSON object", REMEDY));
    };
    let id = id_of(&fields)?;
    let mut record = fill(&mut fields, id.clone()).map_err(|problem| problem.with_id(id))?;
    record.head.notes.extend(damaged);
    Ok(record)
}

const REMEDY: &str =
    "write one object per line, like {\"id\": \"a1\", \"text\": \"…\", \"published\": \"2025-03-14\"}";

fn fill(fields: &mut Map<String, Value>, id: Option<String>) -> Result<Record, Problem> {
    let text = string(fields, "text")?
        .ok_or_else(|| bad_field("text", "is not there", "give the report's text as a string"))?;
    let published = string(fields, "published")?;
    let published = published.map(|day| dates::strict(&day).ok_or_else(|| no_day(&day))).transpose()?;
    let head = Head {
        title: string(fields, "title")?,
        published,
        publisher: string(fields, "publisher")?,
        url: string(fields, "url")?,
        language: string(fields, "language")?,
        notes: Vec::new(),
    };
    Ok(Record { id, text, head })
}

/// A field that must be a string where it is there; null and (but for `text`) the empty string are as absent.
fn string(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Problem> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(value)) if value.is_empty() && name != "text" => Ok(None),
        Some(Value::String(value)) => Ok(Some(value)),
        Some(other) => Err(bad_field(
            name,
            &format!("is {}, not a string", kind_of(&other)),
            "put it in quotes, or leave it out",
        )),
    }
}

/// The id, a string or a whole number; a number is written as it stands.
fn id_of(fields: &Map<String, Value>) -> Result<Option<String>, Problem> {
    match fields.get("id") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(id)) => Ok(Some(id.clone()).filter(|id| !id.is_empty())),
        Some(Value::Number(id)) if !id.is_f64() => Ok(Some(id.to_string())),
        Some(Value::Number(_)) => {
            Err(bad_field("id", "is a number that is not whole or has over 64 bits", "put it in quotes"))
        }
        Some(other) => Err(bad_field("id", &format!("is {}", kind_of(other)), "make it a string")),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn bad_field(name: &str, what: &str, remedy: &str) -> Problem {
    Problem::new(ProblemKind::BadField, format!("`{name}` {what}"), remedy)
}

fn no_day(given: &str) -> Problem {
    let shown: String = given.chars().take(40).collect();
    bad_field(
        "published",
        &format!("is \"{shown}\", which is no date"),
        "write it as 2025-03-14 or in RFC 3339",
    )
}

fn not_json(cause: &serde_json::Error) -> Problem {
    // The cause counts lines within this line, which would mislead beside the file's own.
    let cause_text = cause.to_string();
    let cause_text = cause_text.split(" at line ").next().unwrap_or_default();
    Problem::new(ProblemKind::NotJson, format!("not JSON: {cause_text} (column {})", cause.column()), REMEDY)
}

/// The id of a line that cannot be read whole, where the id is its first field.
pub(crate) fn first_id(bytes: &[u8]) -> Option<String> {
    let rest = bytes.trim_ascii_start().strip_prefix(b"{")?;
    let rest = rest.trim_ascii_start().strip_prefix(b"\"id\"")?;
    let rest = rest.trim_ascii_start().strip_prefix(b":")?;
    // A number might have been cut; a string has its closing quote.
    let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<Value>();
    let value = values.next()?.ok()?;
    let ended = rest.len() > values.byte_offset();
    match value {
        Value::String(id) if !id.is_empty() => Some(id),
        Value::Number(id) if !id.is_f64() && ended => Some(id.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(line: &str) -> (ProblemKind, Option<String>, String) {
        let problem = read(line.as_bytes()).err().unwrap();
        (problem.kind, problem.id.clone(), problem.to_string())
    }

    #[test]
    fn the_text_is_as_given_and_ids_may_be_numbers() {
        let record = read(br#" {"id": 7, "text": " a\r\nb \ud83d\ude00", "other": [1]} "#).ok().unwrap();
        assert_eq!((record.id.as_deref(), record.text.as_str()), (Some("7"), " a\r\nb 😀"));
    }

    #[test]
    fn each_fault_names_its_field() {
        for (line, field) in [
            (r#"{"id": "a"}"#, "`text` is not there"),
            (r#"{"id": "a", "text": 7}"#, "`text` is a number"),
            (r#"{"id": "a", "text": "x", "published": "last week"}"#, "`published` is \"last week\""),
            (r#"{"id": "a", "text": "x", "url": ["u"]}"#, "`url` is a list"),
        ] {
            let (kind, id, says) = fault(line);
            assert_eq!((kind, id.as_deref()), (ProblemKind::BadField, Some("a")), "{line}");
            assert!(says.contains(field), "{says}");
        }
        assert!(fault(r#"{"id": 1.5, "text": "x"}"#).2.contains("`id`"));
    }

    #[test]
    fn the_id_of_a_broken_line_is_told_where_it_comes_first() {
        assert_eq!(fault(r#"{"id": "a", "text": "cut"#).1.as_deref(), Some("a"));
        assert_eq!(fault(r#"{"id": 12, "text": "cut"#).1.as_deref(), Some("12"));
        assert_eq!(fault(r#"{"id": 12"#).1, None);
        assert_eq!(fault("not json").0, ProblemKind::NotJson);
        assert_eq!(fault("[1]").0, ProblemKind::NotJson);
        assert!(!fault("{").2.contains("line 1"));
    }
}
