//! Learned weights. Enters: corpora that lie beside the repository. Leaves: `data/model/confidence.tsv`, the weights by
//! which a reading says how sure it is of its values. Learns from four fifths of the incidents; the fifth that
//! `cargo xtask measure` scores apart is never learned from. Deterministic: the same corpora give the same bytes.

mod fit;
pub(crate) mod labels;
mod victims;

use crate::failure::Failure;
use crate::measure::gold;
use crate::tree::Tree;
use labels::{CORPORA, Corpus};
use reading::{Policy, Reader, confidence};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// What to learn from.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder of the corpora [default: ../shared/corpora, from the root of the repository]
    #[arg(long, value_name = "DIR")]
    corpora: Option<PathBuf>,
    /// Learn who of those named is a victim instead (data/model/victim.tsv): before the rest, which learns from its readings
    #[arg(long)]
    victims: bool,
}

/// Where the weights are kept.
const FILE: &str = "data/model/confidence.tsv";

/// A value that was read, the facts that hold of it, and whether recorders coded the same.
pub(crate) struct Case {
    facts: Vec<&'static str>,
    right: bool,
}

/// Learns the weights anew.
pub(crate) fn run(tree: &Tree, options: &Options) -> Result<bool, Failure> {
    let corpora = options.corpora.clone().unwrap_or_else(|| tree.path("../shared/corpora"));
    if !corpora.is_dir() {
        println!("no corpora at {}; {FILE} stays as it is", corpora.display());
        return Ok(true);
    }
    let reader = Reader::new(gazetteer::Gazetteer::embedded(), Policy::airwars());
    if options.victims {
        return victims::run(tree, &corpora, &reader).map(|()| true);
    }
    let mut cases: BTreeMap<&'static str, Vec<Case>> = BTreeMap::new();
    for corpus in &CORPORA {
        learn(corpus, &corpora, &reader, &mut cases)?;
    }
    let mut out = head(tree);
    for (kind, cases) in &cases {
        let right = cases.iter().filter(|c| c.right).count();
        println!("{kind:8} {} cases, {right} right", cases.len());
        for (fact, weight) in fit::weights(cases) {
            let _ = writeln!(out, "{kind}\t{fact}\t{weight:.3}");
        }
    }
    fs::write(tree.path(FILE), out).map_err(Failure::during(FILE))?;
    Ok(true)
}

/// The comment lines of the file, which say what it is.
fn head(tree: &Tree) -> String {
    let text = tree.text(FILE).unwrap_or_default();
    text.lines().filter(|l| l.starts_with('#')).fold(String::new(), |all, line| all + line + "\n")
}

/// Gathers the cases of a corpus.
fn learn(
    corpus: &Corpus,
    corpora: &Path,
    reader: &Reader,
    cases: &mut BTreeMap<&'static str, Vec<Case>>,
) -> Result<(), Failure> {
    let answers = corpus.answers(corpora)?;
    for row in gold::lines(&corpora.join(corpus.file))? {
        if gold::in_fifth(corpus.incident(&row)) {
            continue;
        }
        let Some(report) = Corpus::report(&row) else { continue };
        let reading = reader.read(&report);
        for label in corpus.labels(&row, &answers, &reading) {
            let facts = confidence::facts(&reading, &report, label.account, label.value);
            cases.entry(label.value.name()).or_default().push(Case { facts, right: label.right });
        }
    }
    Ok(())
}
