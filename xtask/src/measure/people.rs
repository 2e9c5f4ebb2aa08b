//! How well the same person is found across lists. Enters: victims named by an NGO and a ministry's list of the dead, with
//! the pairs that are one person; and classical sets for linkage. Leaves: precision, recall, calibration, and what wrong
//! links are. Pairs that are told as labels are never those that are scored.

use super::{Bench, gold};
use crate::failure::Failure;
use flate2::read::GzDecoder;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// Classical sets that are one list each; they and `febrl4` are scored whole, nothing is learned from their answers.
const WITHIN: [&str; 5] = ["febrl1", "febrl2", "febrl3", "fake_1000", "historical_50k"];
/// A link from which on two listings are taken for one person.
const LINKED: f64 = 0.5;

/// All sets.
pub(super) fn measure(bench: &Bench) -> Result<Value, Failure> {
    let folder = bench.corpora.join("names");
    Ok(json!({"victims": Victims::open(bench, &folder)?.measure()?, "classical": classical(bench, &folder)?}))
}

fn classical(bench: &Bench, folder: &Path) -> Result<Value, Failure> {
    let at = |name: &str| folder.join("classical").join(format!("{name}.csv.gz"));
    let links = bench.scratch.join("links.csv");
    let mut sets = Map::new();
    for name in WITHIN {
        bench.reader.link(&["--dedupe".as_ref(), &at(name)], &links)?;
        let scored = bench.score("names", &["--symmetric"], &[&at(&format!("{name}_gold")), &links])?;
        sets.insert(name.to_owned(), scored);
    }
    bench.reader.link(&["--left".as_ref(), &at("febrl4a"), "--right".as_ref(), &at("febrl4b")], &links)?;
    sets.insert("febrl4".to_owned(), bench.score("names", &["--one-best"], &[&at("febrl4_gold"), &links])?);
    Ok(Value::Object(sets))
}

/// The NGO's victims and the ministry's list.
struct Victims<'a> {
    bench: &'a Bench,
    folder: &'a Path,
    /// The right answer of each listing that has one.
    gold: HashMap<String, String>,
    /// Which half a listing belongs to: all of an incident to the same.
    half: HashMap<String, bool>,
    /// Listings of the right list that are taken away, so that their lefts have no answer.
    absent: HashSet<String>,
    /// The parts of the names of the right list.
    names: HashMap<String, Vec<String>>,
}

impl<'a> Victims<'a> {
    fn open(bench: &'a Bench, folder: &'a Path) -> Result<Self, Failure> {
        let table = |name: &str| Table::read(&folder.join(name));
        let half = |incident: &str| gold::hash(incident).is_multiple_of(2);
        Ok(Self {
            bench,
            folder,
            gold: table("gold_dev.csv.gz")?.pairs("left", "right")?.collect(),
            half: table("a_dev.csv.gz")?
                .pairs("a_id", "incident")?
                .map(|(key, incident)| (key, half(&incident)))
                .collect(),
            absent: table("b_nil_drop_dev.csv.gz")?.rows.into_iter().filter_map(first).collect(),
            names: table("b.csv.gz")?
                .pairs("b_id", "name_ar")?
                .map(|(key, name)| (key, name.split_whitespace().map(str::to_owned).collect()))
                .collect(),
        })
    }

    fn measure(&self) -> Result<Value, Failure> {
        let judged = self.judged()?;
        let whole = self.folder.join("b.csv.gz");
        let fewer = self.fewer(&whole)?;
        let mut figures = Map::new();
        for (list, name) in [("a_dev.csv.gz", "no ages"), ("a_dev_withage.csv.gz", "ages")] {
            let left = self.folder.join(list);
            for (labelled, told) in [(false, "no labels"), (true, "labels")] {
                let mut both = Map::new();
                for (right, protocol) in [(&whole, "judged"), (&fewer, "nil")] {
                    let links = self.link(&left, right, labelled)?;
                    both.insert(protocol.to_owned(), self.scored(&links, &judged, protocol == "nil")?);
                }
                figures.insert(format!("{name}, {told}"), Value::Object(both));
            }
        }
        Ok(Value::Object(figures))
    }

    /// The lefts that are known to have an answer: of the others nobody knows.
    fn judged(&self) -> Result<PathBuf, Failure> {
        let table = Table::read(&self.folder.join("a_labels_dev.csv.gz"))?;
        let matched = table.pairs("a_id", "label")?.filter(|(_, label)| label == "matched");
        let keys: Vec<Vec<String>> = matched.map(|(key, _)| vec![key]).collect();
        self.written("judged.csv", &["a_id"], &keys)
    }

    /// The right list without those that are taken away.
    fn fewer(&self, whole: &Path) -> Result<PathBuf, Failure> {
        let mut table = Table::read(whole)?;
        table.rows.retain(|row| row.first().is_some_and(|key| !self.absent.contains(key)));
        let header: Vec<&str> = table.header.iter().map(String::as_str).collect();
        self.written("fewer.csv", &header, &table.rows)
    }

    fn written(&self, name: &str, header: &[&str], rows: &[Vec<String>]) -> Result<PathBuf, Failure> {
        let file = self.bench.scratch.join(name);
        let write = || {
            let mut table = csv::Writer::from_path(&file)?;
            table.write_record(header)?;
            rows.iter().try_for_each(|row| table.write_record(row))?;
            table.flush().map_err(csv::Error::from)
        };
        write().map_err(Failure::during(file.display()))?;
        Ok(file)
    }

    /// Links; with labels twice, each half of the incidents with the answers of the other.
    fn link(&self, left: &Path, right: &Path, labelled: bool) -> Result<PathBuf, Failure> {
        let links = self.bench.scratch.join("links.csv");
        let lists = ["--left".as_ref(), left, "--right".as_ref(), right];
        if !labelled {
            self.bench.reader.link(&lists, &links)?;
            return Ok(links);
        }
        let (mut header, mut rows) = (Vec::new(), Vec::new());
        for told in [false, true] {
            let is_told = |key: &String| self.half.get(key) == Some(&told);
            let known: BTreeMap<_, _> = self.gold.iter().filter(|(key, _)| is_told(key)).collect();
            let known: Vec<Vec<String>> =
                known.into_iter().map(|(left, right)| vec![left.clone(), right.clone()]).collect();
            let labels = self.written("labels.csv", &["left", "right"], &known)?;
            self.bench.reader.link(&[&lists[..], &["--labels".as_ref(), &labels]].concat(), &links)?;
            let table = Table::read(&links)?;
            header = table.header;
            rows.extend(table.rows.into_iter().filter(|row| row.first().is_some_and(|key| !is_told(key))));
        }
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        self.written("both.csv", &header, &rows)
    }

    fn scored(&self, links: &Path, judged: &Path, nil: bool) -> Result<Value, Failure> {
        let judged_by = judged.display().to_string();
        let dropped = self.folder.join("b_nil_drop_dev.csv.gz").display().to_string();
        let mut words = vec!["--one-best", "--judged", &judged_by];
        if nil {
            words.extend(["--ignore-right", &dropped]);
        }
        let gold = self.folder.join("gold_dev.csv.gz");
        let mut scored = self.bench.score("names", &words, &[&gold, links])?;
        scored["classes of errors"] = self.classes(links, nil)?;
        Ok(scored)
    }

    /// What becomes of those who have an answer, or had one, where it is not the right thing.
    fn classes(&self, links: &Path, nil: bool) -> Result<Value, Failure> {
        let mut best: HashMap<String, (f64, String)> = HashMap::new();
        let table = Table::read(links)?;
        let at = ["left", "right", "probability"].map(|name| table.column(name));
        let [left, right, probability] = at;
        let (left, right, probability) = (left?, right?, probability?);
        for row in table.rows {
            let p: f64 = row[probability].parse().unwrap_or(0.0);
            let other = best.entry(row[left].clone()).or_default();
            if p > other.0 {
                *other = (p, row[right].clone());
            }
        }
        let mut classes: BTreeMap<&str, u64> = BTreeMap::new();
        for (left, right) in &self.gold {
            let found = best.get(left).filter(|(p, _)| *p >= LINKED).map(|(_, found)| found);
            let is_there = !(nil && self.absent.contains(right));
            let class = match found {
                None if is_there => "not linked",
                Some(found) if !is_there || found != right => self.instead(found, right),
                _ => continue,
            };
            *classes.entry(class).or_default() += 1;
        }
        Ok(json!(classes))
    }

    /// Who was taken instead of whom, by the parts of their names in one script.
    fn instead(&self, found: &str, right: &str) -> &'static str {
        let none = Vec::new();
        let [found, right] = [found, right].map(|key| self.names.get(key).unwrap_or(&none));
        match (found.split_first(), right.split_first()) {
            _ if found == right => "linked to one of the same whole name",
            (Some((_, found)), Some((_, right))) if found == right => "linked to a brother or sister",
            (Some((a, found)), Some((b, right))) if found.last() == right.last() => {
                if a == b {
                    "linked to a namesake of the family"
                } else {
                    "linked to another of the family"
                }
            }
            _ => "linked to a stranger",
        }
    }
}

/// A table in memory.
struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn read(file: &Path) -> Result<Self, Failure> {
        let opened = BufReader::new(File::open(file).map_err(Failure::during(file.display()))?);
        let packed = file.extension().is_some_and(|ending| ending == "gz");
        let plain: Box<dyn Read> = if packed { Box::new(GzDecoder::new(opened)) } else { Box::new(opened) };
        let mut table = csv::Reader::from_reader(plain);
        let cells = |row: &csv::StringRecord| row.iter().map(str::to_owned).collect::<Vec<_>>();
        let header = cells(table.headers().map_err(Failure::during(file.display()))?);
        let rows = table.records().map(|row| row.map(|row| cells(&row))).collect::<Result<_, _>>();
        Ok(Self { header, rows: rows.map_err(Failure::during(file.display()))? })
    }

    fn column(&self, name: &str) -> Result<usize, Failure> {
        let found = self.header.iter().position(|header| header == name);
        found.ok_or_else(|| Failure::new(format!("a table of names has no column {name}")))
    }

    /// Two columns of each row.
    fn pairs(self, a: &str, b: &str) -> Result<impl Iterator<Item = (String, String)> + use<>, Failure> {
        let (a, b) = (self.column(a)?, self.column(b)?);
        Ok(self.rows.into_iter().filter_map(move |row| Some((row.get(a)?.clone(), row.get(b)?.clone()))))
    }
}

fn first(row: Vec<String>) -> Option<String> {
    row.into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn packed_tables_are_tables() {
        let folder = tempfile::tempdir().expect("the temporary folder can be written");
        let file = folder.path().join("a.csv.gz");
        let mut packed =
            flate2::write::GzEncoder::new(File::create(&file).expect("made"), flate2::Compression::fast());
        packed.write_all(b"left,right\na,\"x, y\"\nb,z\n").expect("written");
        packed.finish().expect("written");
        let pairs = Table::read(&file).and_then(|table| table.pairs("right", "left")).map(Iterator::collect);
        let pairs: Vec<(String, String)> = pairs.expect("two columns");
        assert_eq!(pairs, [("x, y".into(), "a".into()), ("z".into(), "b".into())]);
        let table = Table::read(&file).expect("a table");
        assert!(table.column("middle").is_err());
    }
}
