//! Long lines. Enters: the program. Leaves: for each kind of odd or dense text, how much longer a byte takes in one line of
//! 10 MB than in reports of 10 KB, and the worst of them. Near 1 says that no text makes reading slower as it grows.

use super::{Figure, on_cores, watched};
use crate::failure::Failure;
use serde_json::json;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// Bytes of a short and of a long text, and how many short ones are read at once.
const SHORT: usize = 10_000;
const LONG: usize = 10_000_000;
/// Runs of which the fastest counts, since other work only ever adds to a run.
const RUNS: usize = 3;

/// Texts of one kind are one of these said again and again, without a line break.
const KINDS: &[(&str, &str)] = &[
    (
        "news",
        "On 3 March 2024 an air strike on a market in the village of Tel Marwa near Qamar killed at least twelve people, \
        including five children, and injured 30 others, medics said. The Northern Army denied it; \"we call on the Council to \
        investigate\", said the mayor. ",
    ),
    ("numbers and harm", "killed 5 "),
    ("wholes and parts", "12 people, including five children and "),
    ("names with ages", "Amir Haddad, Sara Haddad, 12, Omar Nasser (34), "),
    ("demands", "we call on the Security Council to investigate and the government must answer, "),
    ("dates", "3 March to 4 April 2024 on Monday "),
    ("places", "Qamar, Tel Marwa, Damascus, Aleppo, "),
    ("coordinates", "35.1234, 36.4321 37S BU 12345 67890 "),
    ("short sentences", "He said. "),
    ("capitals", "TEL MARWA "),
    ("quotations", "\" he said “ "),
    ("quotation marks", "\""),
    ("between", "between "),
    ("brackets", "((([["),
    ("hyphens", "a-"),
    ("digits", "1234567890"),
    ("one word", "abcdefgh"),
    ("Arabic news", "استشهد خمسة مدنيين وأصيب عشرة آخرون بقصف على قرية المروة بريف قمر "),
    ("tatweel", "قـ"),
    ("hashtags", "#قصف_المروة "),
    ("marks of direction", "\u{200f}\u{202b}\u{202c}"),
    ("combining marks", "e\u{301}\u{302}"),
    ("emoji", "\u{1f600}\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} "),
];

/// Reads both sizes of each kind on one core.
pub(super) fn growth(binary: &Path, scratch: &Path) -> Result<Vec<Figure>, Failure> {
    let empty = write(scratch, "empty", "", 0, 1)?;
    let start = fastest(binary, &empty)?;
    let mut figures = Vec::new();
    let mut worst: f64 = 0.0;
    for (kind, said) in KINDS {
        let time = |size: usize, count: usize| -> Result<f64, Failure> {
            let took = fastest(binary, &write(scratch, kind, said, size, count)?)?;
            Ok(took.saturating_sub(start).as_secs_f64())
        };
        let (short, long) = (time(SHORT, LONG / SHORT)?, time(LONG, 1)?);
        let ratio = long / short.max(1e-3);
        worst = worst.max(ratio);
        figures.push(Figure::new(format!("time of a byte at 10 MB to one at 10 KB: {kind}"), "", ratio));
    }
    figures.push(Figure::new("time of a byte at 10 MB to one at 10 KB: the worst", "", worst));
    Ok(figures)
}

fn fastest(binary: &Path, file: &Path) -> Result<Duration, Failure> {
    let mut best = Duration::MAX;
    for _ in 0..RUNS {
        let mut command = on_cores(binary, 1);
        command.args(["read", "--json"]).arg(file);
        best = best.min(watched(command.stdout(Stdio::null()))?.time);
    }
    Ok(best)
}

/// Writes so many reports of a text said again until it has so many bytes.
fn write(
    scratch: &Path,
    id: &str,
    said: &str,
    size: usize,
    count: usize,
) -> Result<std::path::PathBuf, Failure> {
    let file = scratch.join("long.jsonl");
    let failed = || Failure::during(file.display());
    fs::remove_file(&file).ok();
    let mut text = said.repeat(size / said.len().max(1));
    text.push('.');
    let mut to = BufWriter::new(File::create(&file).map_err(failed())?);
    for n in 0..count {
        let line = json!({"id": format!("{id} {n}"), "text": text, "published": "2024-03-05"});
        writeln!(to, "{line}").map_err(failed())?;
    }
    to.flush().map_err(failed())?;
    drop(to);
    Ok(file)
}
