//! Coded reports, as the corpora keep them. Enters: JSON Lines, packed or not. Leaves: what a reader may see of them,
//! and the fifth of them that is scored apart. Answers never reach the reader.

use crate::failure::Failure;
use flate2::read::GzDecoder;
use serde_json::{Map, Value};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// What a reader may see.
const SEEN: [&str; 5] = ["id", "text", "published", "url", "language"];

/// The lines of a file, packed where its name ends in `.gz`.
pub(crate) fn lines(file: &Path) -> Result<Vec<Value>, Failure> {
    let opened = File::open(file).map_err(Failure::during(file.display()))?;
    let plain: Box<dyn Read> = match file.extension() {
        Some(ending) if ending == "gz" => Box::new(GzDecoder::new(opened)),
        _ => Box::new(opened),
    };
    BufReader::new(plain)
        .lines()
        .map(|line| {
            let line = line.map_err(Failure::during(file.display()))?;
            serde_json::from_str(&line).map_err(Failure::during(file.display()))
        })
        .collect()
}

/// Writes them, one a line.
pub(super) fn write(file: &Path, rows: &[Value]) -> Result<(), Failure> {
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    fs::write(file, lines.join("\n") + "\n").map_err(Failure::during(file.display()))
}

/// The reports without their answers.
pub(super) fn unanswered(rows: &[Value]) -> Vec<Value> {
    rows.iter().map(seen).collect()
}

fn seen(row: &Value) -> Value {
    let keys = SEEN.into_iter().filter_map(|key| Some((key.to_owned(), row.get(key)?.clone())));
    Value::Object(keys.filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
}

/// Whether the incident of this id belongs to the fifth that is scored apart. The same id always does or never does.
pub(crate) fn in_fifth(id: &str) -> bool {
    hash(id).is_multiple_of(5)
}

/// A number that belongs to an id.
pub(crate) fn hash(id: &str) -> u64 {
    fnv(id.as_bytes())
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo).
fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn answers_do_not_reach_the_reader() {
        let row =
            json!({"id": "a", "text": "t", "published": null, "gold": 7, "incident": "i", "language": "en"});
        assert_eq!(unanswered(&[row]), [json!({"id": "a", "text": "t", "language": "en"})]);
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn about_a_fifth_is_apart() {
        let apart = (0..10_000).filter(|n| in_fifth(&format!("incident-{n}"))).count();
        assert!((1_900..2_100).contains(&apart), "{apart}");
    }

    #[test]
    fn packed_lines_are_lines() {
        let folder = tempfile::tempdir().expect("the temporary folder can be written");
        let file = folder.path().join("a.jsonl.gz");
        let mut packed =
            flate2::write::GzEncoder::new(File::create(&file).expect("made"), flate2::Compression::fast());
        std::io::Write::write_all(&mut packed, b"{\"id\":1}\n{\"id\":2}\n").expect("written");
        packed.finish().expect("written");
        assert_eq!(lines(&file).expect("read"), [json!({"id": 1}), json!({"id": 2})]);
    }
}
