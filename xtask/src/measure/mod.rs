//! How well Cenotaph reads reports that others have coded. Enters: corpora that lie beside the repository, with their
//! scorers. Leaves: `measures/NAME.json`, and on the terminal what differs from those before. No report's words, names
//! or ids get into the measures. Where there are no corpora, nothing is done.

mod calibration;
mod corpora;
mod estimate;
mod figures;
pub(crate) mod gold;
mod people;
mod reader;
mod score;

use crate::failure::Failure;
use crate::program::built_for_release;
use crate::tree::Tree;
use corpora::{CORPORA, Corpus};
use reader::Reader;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder of the corpora [default: ../shared/corpora, from the root of the repository]
    #[arg(long, value_name = "DIR")]
    corpora: Option<PathBuf>,
    /// Only this corpus; may be given several times
    #[arg(long, value_name = "NAME", value_parser = CORPORA.map(|corpus| corpus.name))]
    only: Vec<String>,
    /// Measure this program instead of building one
    #[arg(long, value_name = "PROGRAM")]
    binary: Option<PathBuf>,
    /// Show what differs, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What a corpus is measured with.
struct Bench {
    reader: Reader,
    /// The folder that holds all corpora.
    corpora: PathBuf,
    /// A folder of its own for what lies between.
    scratch: PathBuf,
}

/// Measures; false where a reading breaks its contract.
pub(crate) fn run(tree: &Tree, options: &Options) -> Result<bool, Failure> {
    let corpora = options.corpora.clone().unwrap_or_else(|| tree.path("../shared/corpora"));
    if !corpora.is_dir() {
        println!("no corpora at {}; measures/ stays as it is", corpora.display());
        return Ok(true);
    }
    let binary = options.binary.clone().map_or_else(|| built_for_release(tree), Ok)?;
    let mut sound = true;
    for corpus in
        CORPORA.iter().filter(|c| options.only.is_empty() || options.only.iter().any(|n| n == c.name))
    {
        let start = Instant::now();
        let figures = measured(corpus, &binary, &corpora)?;
        println!("── {} ({:.0} s) ──", corpus.name, start.elapsed().as_secs_f64());
        let file = tree.path(&format!("measures/{}.json", corpus.name));
        tell_differences(&file, &figures);
        if !options.dry_run {
            fs::write(&file, figures::written(&figures)).map_err(Failure::during(file.display()))?;
        }
        sound &= is_sound(&figures);
    }
    Ok(sound)
}

fn measured(corpus: &Corpus, binary: &Path, corpora: &Path) -> Result<Value, Failure> {
    let scratch = tempfile::tempdir().map_err(Failure::during("a temporary folder"))?;
    let binary = binary.canonicalize().map_err(Failure::during(binary.display()))?;
    let bench = Bench {
        reader: Reader::new(binary),
        corpora: corpora.to_owned(),
        scratch: scratch.path().to_owned(),
    };
    (corpus.measure)(&bench).map(|figures| figures::settled(&figures))
}

/// Prints each figure that is not what it was.
fn tell_differences(file: &Path, figures: &Value) {
    let old = fs::read_to_string(file).ok().and_then(|text| serde_json::from_str(&text).ok());
    let differences = figures::differences(&old.unwrap_or(Value::Null), figures);
    match differences.len() {
        0 => println!("as before"),
        _ => differences.iter().for_each(|line| println!("{line}")),
    }
}

/// Whether no reading breaks the contract and nothing that must be found is missed.
fn is_sound(figures: &Value) -> bool {
    let breaches = figures.pointer("/contract/breaches").and_then(Value::as_u64).unwrap_or(0);
    let missed = figures.pointer("/checks/failed").and_then(Value::as_u64).unwrap_or(0);
    if breaches + missed > 0 {
        println!("FAILED {breaches} breaches of the contract, {missed} checks missed");
    }
    breaches + missed == 0
}
