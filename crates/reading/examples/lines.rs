//! Reads reports a line and prints their readings a line: the reading stage by itself, with no casebook.
//!
//!     cargo run --release -p cenotaph-reading --example lines -- reports.jsonl > readings.jsonl
//!
//! A line is `{"id", "text", "published"?, "language"?}`; a language that is not given is taken for English.

use reading::{Policy, Reader};
use std::io::{BufRead, BufReader, BufWriter, Error, Write};

fn main() -> Result<(), Error> {
    let path = std::env::args().nth(1).ok_or_else(|| Error::other("name a file of JSON Lines"))?;
    let reader = Reader::new(gazetteer::Gazetteer::embedded(), Policy::airwars());
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let mut fields: serde_json::Value = serde_json::from_str(&line?)?;
        if let Some(serde_json::Value::String(day)) = fields.get_mut("published") {
            // RFC 3339 is taken for its day.
            *day = day.chars().take(10).collect();
        }
        let report: value::Report = serde_json::from_value(fields)?;
        serde_json::to_writer(&mut out, &reader.read(&report))?;
        out.write_all(b"\n")?;
    }
    out.flush()
}
