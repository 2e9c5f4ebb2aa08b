//! Linking a million people. Enters: the generator that comes with the corpora. Leaves: time, memory and F1 of linking the
//! generated list to itself, and how time grows with the number of records. The people are made up of parts of names.

use super::Figure;
use super::watch::watched;
use crate::failure::Failure;
use crate::program::{output, python};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How many records, and how many the growth is told from.
const RECORDS: [usize; 2] = [125_000, 1_000_000];
/// From which probability on two records are taken for one person.
const LINKED: f64 = 0.5;

/// Measures; `names` is the folder of the generator.
pub(super) fn linking(binary: &Path, scratch: &Path, names: &Path) -> Result<Vec<Figure>, Failure> {
    let (mut figures, mut times) = (Vec::new(), Vec::new());
    for count in RECORDS {
        let (list, gold) = generated(scratch, names, count)?;
        let links = scratch.join("links.csv");
        let mut command = Command::new(binary);
        command.args(["people", "link", "--dedupe"]).arg(&list).arg("--output").arg(&links);
        let run = watched(command.stdout(Stdio::null()))?;
        let name = |what: &str| format!("link {count} generated people: {what}");
        figures.push(Figure::new(name("time, file to file"), "s", run.time.as_secs_f64()));
        figures.extend(super::memory(name("peak memory"), &run));
        figures.push(Figure::new(name("pairwise F1"), "%", 100.0 * f1(&links, &gold)?));
        times.push(run.time.as_secs_f64());
    }
    let growth = (times[1] / times[0]).ln() / (RECORDS[1] as f64 / RECORDS[0] as f64).ln();
    let name = format!(
        "link generated people: exponent of time from {} to {}, in hundredths",
        RECORDS[0], RECORDS[1]
    );
    figures.push(Figure::new(name, "", 100.0 * growth));
    Ok(figures)
}

/// Writes so many records, and which person each is.
fn generated(scratch: &Path, names: &Path, count: usize) -> Result<(PathBuf, PathBuf), Failure> {
    let (list, gold) = (scratch.join("people.csv"), scratch.join("gold.csv"));
    let mut command = python(&names.join("make_synth.py"));
    output(command.arg(names.join("b.csv.gz")).args([&list, &gold]).arg(count.to_string()))?;
    Ok((list, gold))
}

/// Precision and recall of pairs, as their harmonic mean.
fn f1(links: &Path, gold: &Path) -> Result<f64, Failure> {
    let failed = |file: &Path| Failure::during(file.display().to_string());
    let rows = |file: &Path| csv::Reader::from_path(file).map_err(failed(file));
    let mut person: HashMap<String, String> = HashMap::new();
    let mut sizes: HashMap<String, u64> = HashMap::new();
    for row in rows(gold)?.records() {
        let row = row.map_err(failed(gold))?;
        let (id, whose) = (row.get(0).unwrap_or_default(), row.get(1).unwrap_or_default());
        person.insert(id.to_owned(), whose.to_owned());
        *sizes.entry(whose.to_owned()).or_default() += 1;
    }
    let (mut found, mut right) = (0u64, 0u64);
    for row in rows(links)?.records() {
        let row = row.map_err(failed(links))?;
        if row.get(2).and_then(|p| p.parse::<f64>().ok()).is_some_and(|p| p >= LINKED) {
            let of = |n| row.get(n).and_then(|id| person.get(id));
            found += 1;
            right += u64::from(of(0) == of(1));
        }
    }
    let pairs: u64 = sizes.values().map(|n| n * (n - 1) / 2).sum();
    Ok(2.0 * right as f64 / (found + pairs).max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_that_are_likely_are_scored_against_all_pairs_of_a_person() {
        let folder = tempfile::tempdir().expect("the temporary folder can be written");
        let (links, gold) = (folder.path().join("links.csv"), folder.path().join("gold.csv"));
        std::fs::write(&gold, "id,person\na,x\nb,x\nc,x\nd,y\n").expect("written");
        std::fs::write(&links, "left,right,probability\na,b,0.9\na,d,0.8\nb,c,0.4\n").expect("written");
        // One of two is right, one of three is found.
        assert!((f1(&links, &gold).expect("two tables") - 0.4).abs() < 1e-12);
    }
}
