//! Learned weights. Enters: corpora that lie beside the repository. Leaves: the tables of `data/model`: the weights by
//! which a reading chooses between candidates, those by which it says how sure it is, and those by which accounts are
//! matched; and the numbers by which pages are dated. Learns from four fifths of the
//! incidents; the fifth that `cargo xtask measure` scores apart is never learned from. Deterministic: the same corpora
//! give the same bytes.

mod choose;
mod climb;
mod clocks;
mod fit;
pub(crate) mod labels;
mod resolution;
mod roles;
mod victims;

use crate::failure::Failure;
use crate::measure::gold;
use crate::tree::Tree;
use choose::Choices;
use labels::{CORPORA, Corpus};
use reading::choice::Kind;
use reading::{Policy, Reader, confidence};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// What to learn, and what from.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder of the corpora [default: ../shared/corpora, from the root of the repository]
    #[arg(long, value_name = "DIR")]
    corpora: Option<PathBuf>,
    /// The table to learn: clocks, victim, role, date, place, killed, injured, group, confidence or resolution, in this order; each but
    /// clocks, role, date and place rests on what those before it choose, so that the program has to be built anew before it is learned.
    table: String,
}

/// The table of how sites number their posts.
const CLOCKS: &str = "clocks";
/// The table of who of those named is a victim.
const VICTIM: &str = "victim";
/// The table of what part something has in an event.
const ROLE: &str = "role";
/// The table of how sure a reading is.
const CONFIDENCE: &str = "confidence";

/// The table of what findings weigh when accounts are compared.
const RESOLUTION: &str = "resolution";

/// A value that was read, the facts that hold of it, and whether recorders coded the same.
pub(crate) struct Case {
    facts: Vec<&'static str>,
    right: bool,
}

/// Learns a table anew.
pub(crate) fn run(tree: &Tree, options: &Options) -> Result<bool, Failure> {
    let corpora = options.corpora.clone().unwrap_or_else(|| tree.path("../shared/corpora"));
    let file = format!("data/model/{}.tsv", options.table);
    if !corpora.is_dir() {
        println!("no corpora at {}; {file} stays as it is", corpora.display());
        return Ok(true);
    }
    let reader = Reader::new(gazetteer::Gazetteer::embedded(), Policy::airwars());
    let lines = match &options.table {
        table if Kind::ALL.iter().any(|k| k.table() == table) => choices(table, &corpora, &reader)?,
        table if table == CLOCKS => clocks::learn(&corpora)?,
        table if table == VICTIM => victims::learn(&corpora, &reader)?,
        table if table == ROLE => roles::learn(&corpora, &reader)?,
        table if table == CONFIDENCE => sureness(&corpora, &reader)?,
        table if table == RESOLUTION => resolution::learn(&corpora, &reader)?,
        table => return Err(Failure::new(format!("{table}: no such table; see --help"))),
    };
    let head: Vec<String> = tree
        .text(&file)
        .unwrap_or_default()
        .lines()
        .filter(|l| l.starts_with('#'))
        .map(|l| format!("{l}\n"))
        .collect();
    fs::write(tree.path(&file), head.concat() + &lines).map_err(Failure::during(&file))?;
    Ok(true)
}

/// The weights of a choice, a line each.
fn choices(table: &str, corpora: &Path, reader: &Reader) -> Result<String, Failure> {
    let mut choices = Choices::default();
    for corpus in &CORPORA {
        let answers = corpus.answers(corpora)?;
        for row in learned_from(corpus, corpora)? {
            let Some(report) = Corpus::report(&row) else { continue };
            for choice in reader.material(&report).choices.into_iter().filter(|c| c.kind.table() == table) {
                let right = corpus.right(&row, &answers, &choice);
                let part = gold::hash(corpus.incident(&row)) / 5 % choose::PARTS;
                choices.add(part, choice.candidates.into_iter().map(|c| c.0).zip(right).collect());
            }
        }
    }
    let (n, right) = (choices.len(), choices.held_out());
    let weights = choices.weights();
    println!("{table} {n} choices, {} weights; held out {right:.3} right", weights.len());
    Ok(weights.iter().fold(String::new(), |mut out, (fact, weight)| {
        let _ = writeln!(out, "{fact}\t{weight:.3}");
        out
    }))
}

/// The weights of how sure a reading is, a line each.
fn sureness(corpora: &Path, reader: &Reader) -> Result<String, Failure> {
    let mut cases: BTreeMap<&'static str, Vec<Case>> = BTreeMap::new();
    for corpus in &CORPORA {
        let answers = corpus.answers(corpora)?;
        for row in learned_from(corpus, corpora)? {
            let Some(report) = Corpus::report(&row) else { continue };
            let reading = reader.read(&report);
            for label in corpus.labels(&row, &answers, &reading) {
                let facts = confidence::facts(&reading, &report, label.account, label.value);
                cases.entry(label.value.name()).or_default().push(Case { facts, right: label.right });
            }
        }
    }
    let mut out = String::new();
    for (kind, cases) in &cases {
        let right = cases.iter().filter(|c| c.right).count();
        println!("{kind:8} {} cases, {right} right", cases.len());
        for (fact, weight) in fit::weights(cases) {
            let _ = writeln!(out, "{kind}\t{fact}\t{weight:.3}");
        }
    }
    Ok(out)
}

/// The rows of a corpus that are learned from.
fn learned_from(corpus: &Corpus, corpora: &Path) -> Result<Vec<serde_json::Value>, Failure> {
    let mut rows = gold::lines(&corpora.join(corpus.file))?;
    rows.retain(|row| !gold::in_fifth(corpus.incident(row)));
    Ok(rows)
}
