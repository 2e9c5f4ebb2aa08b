//! Acts as lines of `acts.jsonl`: making them canonical, reading one by its number or all in order.
//! Memory is bounded by the longest line. Never writes.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom};
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::Error;
use crate::index::Index;
use crate::merkle::{Hash, leaf_hash};

/// The largest integer that JSON numbers carry exactly (RFC 8785 section 3.2.2.3, RFC 7493).
const LARGEST_EXACT: u64 = 1 << 53;

/// One recorded act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    number: u64,
    line: Vec<u8>,
}

impl Act {
    /// Returns the act's number, counted from 0.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns the act's canonical JSON, without the newline: the bytes that the Merkle tree is made of.
    pub fn bytes(&self) -> &[u8] {
        &self.line
    }

    /// Returns the hash that an inclusion proof of this act starts from.
    pub fn leaf_hash(&self) -> Hash {
        leaf_hash(&self.line)
    }

    /// Reads the payload as a type of the caller's.
    ///
    /// # Errors
    /// `Invalid` if the act is not of that type; the message names the act.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.line)
            .map_err(|error| Error::invalid(format!("act {} cannot be read: {error}", self.number)))
    }
}

/// Makes a payload's line: canonical JSON (RFC 8785) that reads back as it was.
pub(crate) fn canonical_line(payload: &impl Serialize) -> Result<Vec<u8>, Error> {
    let refuse = |why: &dyn std::fmt::Display| Error::invalid(format!("the act cannot be recorded: {why}"));
    let value = serde_json::to_value(payload).map_err(|error| refuse(&error))?;
    if let Some(number) = inexact(&value) {
        return Err(refuse(&format!("JSON does not carry the integer {number} exactly; write it as text")));
    }
    let line = serde_json_canonicalizer::to_vec(&value).map_err(|error| refuse(&error))?;
    is_canonical(&line).map_err(|why| refuse(&why))?;
    Ok(line)
}

/// Checks that a line is JSON and exactly as RFC 8785 writes it; returns its value.
pub(crate) fn is_canonical(line: &[u8]) -> Result<Value, String> {
    let value: Value = serde_json::from_slice(line).map_err(|error| format!("it is not JSON: {error}"))?;
    match serde_json_canonicalizer::to_vec(&value) {
        Ok(again) if again == line => Ok(value),
        _ => Err("it is not canonical JSON (RFC 8785)".into()),
    }
}

/// Finds an integer that a reader of JSON numbers would see rounded.
fn inexact(value: &Value) -> Option<&serde_json::Number> {
    match value {
        Value::Number(number) => {
            let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            size.is_some_and(|size| size > LARGEST_EXACT).then_some(number)
        }
        Value::Array(values) => values.iter().find_map(inexact),
        Value::Object(fields) => fields.values().find_map(inexact),
        _ => None,
    }
}

/// Reads the acts of a ledger in order, each checked against its stored leaf hash.
///
/// After an error nothing more is given.
#[derive(Debug)]
pub struct Acts<'a> {
    path: PathBuf,
    reader: Option<BufReader<File>>,
    index: &'a Index,
    next: u64,
    end: u64,
}

impl<'a> Acts<'a> {
    pub(crate) fn open(path: PathBuf, index: &'a Index, from: u64, end: u64) -> Result<Self, Error> {
        let mut acts = Self { path, reader: None, index, next: from, end };
        if from < end {
            let offset = index.offset(from)?;
            let mut file = File::open(&acts.path).map_err(|source| Error::reading(&acts.path, source))?;
            file.seek(SeekFrom::Start(offset)).map_err(|source| Error::reading(&acts.path, source))?;
            acts.reader = Some(BufReader::new(file));
        }
        Ok(acts)
    }

    fn read(&mut self, number: u64) -> Result<Act, Error> {
        let mut line = Vec::new();
        let reader = self.reader.as_mut();
        let read = reader.map_or(Ok(0), |reader| reader.read_until(b'\n', &mut line));
        read.map_err(|source| Error::reading(&self.path, source))?;
        if line.pop() != Some(b'\n') {
            return Err(Error::tampered(&self.path, format!("act {number} is missing or cut short")));
        }
        let act = Act { number, line };
        if act.leaf_hash() != self.index.leaf(number)? {
            let what = format!("act {number} does not have the hash that was stored when it was appended");
            return Err(Error::tampered(&self.path, what));
        }
        Ok(act)
    }
}

impl Iterator for Acts<'_> {
    type Item = Result<Act, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let act = self.read(self.next);
        self.next = if act.is_ok() { self.next + 1 } else { self.end };
        Some(act)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_json_would_round_is_refused_rather_than_altered() {
        for payload in [json!([9_007_199_254_740_993_u64]), json!({"n": {"deep": i64::MIN}})] {
            let error = canonical_line(&payload).unwrap_err();
            assert!(error.to_string().contains("exactly"), "{error}");
        }
        assert_eq!(canonical_line(&json!([1.0, 36.202_104_7])).unwrap(), b"[1,36.2021047]");
    }

    #[test]
    fn only_the_canonical_spelling_is_canonical() {
        assert!(is_canonical(br#"{"a":1,"b":[true,null,"\n"]}"#).is_ok());
        for line in [r#"{"b":1,"a":2}"#, r#"{"a": 1}"#, "1.0", r#""\u0041""#, r#"{"a":1,"a":1}"#, "1 ", ""] {
            assert!(is_canonical(line.as_bytes()).is_err(), "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_measurement_is_recorded_as_it_was(number in proptest::num::f64::NORMAL) {
            let line = canonical_line(&number).unwrap();
            let again: f64 = serde_json::from_slice(&line).unwrap();
            proptest::prop_assert_eq!(again.to_bits(), number.to_bits());
        }
    }
}
