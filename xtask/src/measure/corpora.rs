//! The corpora, and what is measured on each. Enters: a corpus's files. Leaves: its figures, for all its reports and
//! for a fifth of its incidents that rules should not be made for. What each corpus is: `measures/README.md`.

use super::{Bench, calibration, estimate, gold, people, score};
use crate::failure::Failure;
use crate::program::{output, python};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A corpus and how it is measured.
pub(super) struct Corpus {
    /// Its name, and that of its file of measures.
    pub(super) name: &'static str,
    /// Measures it.
    pub(super) measure: fn(&Bench) -> Result<Value, Failure>,
}

/// All of them, the quickest first.
pub(super) const CORPORA: [Corpus; 9] = [
    Corpus { name: "seed", measure: seed },
    Corpus { name: "positions", measure: positions },
    Corpus { name: "gaza", measure: gaza },
    Corpus { name: "muc4", measure: muc4 },
    Corpus { name: "gva", measure: gva },
    Corpus { name: "syria", measure: syria },
    Corpus { name: "calibration", measure: calibration::measure },
    Corpus { name: "people", measure: people::measure },
    Corpus { name: "estimate", measure: estimate::measure },
];

/// A corpus's answers, and the files between them and the figures.
struct Run<'a> {
    bench: &'a Bench,
    rows: Vec<Value>,
    gold: PathBuf,
    reports: PathBuf,
    readings: PathBuf,
}

impl<'a> Run<'a> {
    /// Takes up the answers, and writes the reports without them.
    fn prepare(bench: &'a Bench, gold: &str) -> Result<Self, Failure> {
        let gold = bench.corpora.join(gold);
        let at = |name: &str| bench.scratch.join(name);
        let run = Self {
            rows: gold::lines(&gold)?,
            gold,
            reports: at("reports.jsonl"),
            readings: at("readings.jsonl"),
            bench,
        };
        gold::write(&run.reports, &gold::unanswered(&run.rows))?;
        Ok(run)
    }

    /// Reads the reports.
    fn read(&self) -> Result<(), Failure> {
        self.bench.reader.read(&[], &self.reports, &self.readings)
    }

    /// Resolves the reports to incidents; the file that holds them.
    fn resolve(&self) -> Result<PathBuf, Failure> {
        let resolved = self.bench.scratch.join("resolved.jsonl");
        self.bench.reader.resolve(&self.reports, &resolved)?;
        Ok(resolved)
    }

    /// A file of the answers that belong to a part.
    fn part(&self, name: &str, belongs: impl Fn(&Value) -> bool) -> Result<PathBuf, Failure> {
        part(self.bench, &self.rows, name, belongs)
    }

    /// The figures that `score` gives for all answers and for the fifth whose incident has such an id.
    fn figures(
        &self,
        incident: impl Fn(&Value) -> &str,
        score: impl Fn(&Path) -> Result<Value, Failure>,
    ) -> Result<Value, Failure> {
        let fifth = self.part("fifth.jsonl", |row| gold::in_fifth(incident(row)))?;
        Ok(json!({"all": score(&self.gold)?, "fifth": score(&fifth)?, "contract": self.contract()?}))
    }

    fn contract(&self) -> Result<Value, Failure> {
        self.bench.contract(&self.readings, &self.reports)
    }
}

fn gaza(bench: &Bench) -> Result<Value, Failure> {
    let run = Run::prepare(bench, "gaza/dev.jsonl.gz")?;
    run.read()?;
    run.figures(|row| text(row, "id"), |gold| bench.score("gaza", &[], &[gold, &run.readings]))
}

fn positions(bench: &Bench) -> Result<Value, Failure> {
    let run = Run::prepare(bench, "positions/dev.jsonl.gz")?;
    run.read()?;
    // Several statements on one incident have ids that differ behind the stroke.
    run.figures(
        |row| text(row, "id").split('/').next().unwrap_or_default(),
        |gold| bench.score("positions", &[], &[gold, &run.readings]),
    )
}

fn muc4(bench: &Bench) -> Result<Value, Failure> {
    let run = Run::prepare(bench, "muc4/dev.jsonl.gz")?;
    let script = bench.corpora.join("muc4/score.py");
    let reports = output(python(&script).args(["--inputs", "cased"]).arg(&run.gold))?;
    std::fs::write(&run.reports, reports).map_err(Failure::during(run.reports.display()))?;
    run.read()?;
    let view = |name: &str, gold: &Path| {
        bench.score("muc4", &[&format!("--{name}")], &[gold, &run.readings]).map(|said| named(&said))
    };
    run.figures(
        |row| text(row, "id"),
        |gold| Ok(json!({"official": view("official", gold)?, "ceaf": view("ceaf", gold)?, "harm": view("harm", gold)?})),
    )
}

/// The scorer of muc4 prints precision, recall and F1 as three numbers in a row; here they get their names.
fn named(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            Value::Object(map.iter().map(|(key, value)| (key.clone(), named(value))).collect())
        }
        Value::Array(items) => match &items[..] {
            [p, r, f1] => json!({"p": p, "r": r, "f1": f1}),
            _ => value.clone(),
        },
        other => other.clone(),
    }
}

fn gva(bench: &Bench) -> Result<Value, Failure> {
    let run = Run::prepare(bench, "gva/articles-dev.jsonl.gz")?;
    run.read()?;
    let resolved = run.resolve()?;
    let incidents = bench.corpora.join("gva/incidents-dev.jsonl.gz");
    let score = |what: &str, gold: &Path, predicted: &Path| {
        let (gold, incidents) = (gold.to_string_lossy(), incidents.to_string_lossy());
        bench.score("gva", &[what, "--articles", &gold, "--incidents", &incidents], &[predicted])
    };
    run.figures(
        |row| text(row, "incident"),
        |gold| {
            let (reading, incidents) =
                (score("reading", gold, &run.readings)?, score("incidents", gold, &resolved)?);
            Ok(json!({"reading": reading, "incidents": incidents}))
        },
    )
}

/// Incidents whose sources are mostly Arabic; English ones are scored apart besides.
fn syria(bench: &Bench) -> Result<Value, Failure> {
    let run = Run::prepare(bench, "syria/sources-dev.jsonl.gz")?;
    run.read()?;
    let resolved = run.resolve()?;
    let incidents = bench.corpora.join("syria/incidents-dev.jsonl.gz");
    // A source of the fifth may tell of another incident too; of the fifth's incidents it has all sources.
    let rows = gold::lines(&incidents)?;
    let apart = part(bench, &rows, "fifth-incidents.jsonl", |row| gold::in_fifth(text(row, "id")))?;
    let fifth = run.part("fifth.jsonl", |row| ids(row).any(gold::in_fifth))?;
    let english = run.part("english.jsonl", |row| text(row, "language") == "en")?;
    let score =
        |sources: &Path, incidents: &Path| bench.score("syria", &[], &[sources, incidents, &resolved]);
    Ok(json!({
        "all": score(&run.gold, &incidents)?,
        "english": score(&english, &incidents)?,
        "fifth": score(&fifth, &apart)?,
        "contract": run.contract()?,
    }))
}

/// Writes a part of some rows to a file of this name.
fn part(
    bench: &Bench,
    rows: &[Value],
    name: &str,
    belongs: impl Fn(&Value) -> bool,
) -> Result<PathBuf, Failure> {
    let file = bench.scratch.join(name);
    let rows: Vec<Value> = rows.iter().filter(|row| belongs(row)).cloned().collect();
    gold::write(&file, &rows)?;
    Ok(file)
}

/// The op-ed that the project began from, with and without its date of publication.
fn seed(bench: &Bench) -> Result<Value, Failure> {
    let folder = bench.corpora.join("../seed");
    let (script, reading) = (folder.join("check_seed.py"), bench.scratch.join("reading.jsonl"));
    let (mut passed, mut failed) = (0, 0);
    for words in [&[][..], &["--published", "2017-08-24"]] {
        bench.reader.read(words, &report_in(&folder)?, &reading)?;
        let (ok, missed) = score::checks(&script, words, &reading)?;
        (passed, failed) = (passed + ok, failed + missed);
    }
    Ok(json!({"checks": {"passed": passed, "failed": failed}}))
}

/// The one text file of a folder.
fn report_in(folder: &Path) -> Result<PathBuf, Failure> {
    let files = std::fs::read_dir(folder).map_err(Failure::during(folder.display()))?;
    let texts: BTreeSet<PathBuf> = files
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    texts.into_iter().next().ok_or_else(|| Failure::new(format!("{} holds no .txt", folder.display())))
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The incidents that a source tells of.
fn ids(row: &Value) -> impl Iterator<Item = &str> {
    row.get("incident_ids").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_numbers_in_a_row_get_their_names() {
        let said = json!({"all": {"Victim": [1.0, 2.0, 1.5]}, "n": 3});
        assert_eq!(named(&said), json!({"all": {"Victim": {"p": 1.0, "r": 2.0, "f1": 1.5}}, "n": 3}));
    }
}
