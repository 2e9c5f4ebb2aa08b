//! `cenotaph export`: incidents for others, without victims' names unless they are asked for. A file that is given
//! out is on record.

use crate::fault::{Fault, Outcome, warn};
use crate::folder::Which;
use crate::output::Output;
use crate::stamp::Author;
use crate::verb::incidents::Wanted;
use casebook::Release;
use clap::{Args, ValueEnum};
use publish::Redaction;
use std::path::PathBuf;
use value::Incident;

/// Write incidents for others: a table, a map, or JSON Lines
///
/// Victims' names are withheld unless --names is given. A file is recorded in the ledger as a release, with its
/// SHA-256, so that what was given out can be told from what was not. The same acts give the same bytes.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph export --format csv --output incidents.csv
  cenotaph export --format geojson --from 2017-01-01 --to 2017-12-31 --output map.geojson
  cenotaph export --format jsonl | jq .killed          to standard output, which is not recorded")]
pub(crate) struct Export {
    /// What to write
    #[arg(long)]
    format: Format,
    /// The file to write [default: standard output]
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Give victims' names as the reports have them (JSON Lines only; table and map never have any)
    #[arg(long)]
    names: bool,
    #[command(flatten)]
    wanted: Wanted,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    author: Author,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table (RFC 4180)
    Csv,
    /// A map (RFC 7946)
    Geojson,
    /// One object per line, as `incidents --json` prints them
    Jsonl,
}

impl Format {
    fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Geojson => "geojson",
            Self::Jsonl => "jsonl",
        }
    }
}

impl Export {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        if self.names && self.format != Format::Jsonl {
            warn("a table or map never has victims' names; --names is for --format jsonl");
        }
        let mut book = if self.output.is_some() { self.which.open()? } else { self.which.open_to_read()? };
        let incidents = book.incidents(&self.wanted.filter())?;
        let redaction = if self.names { Redaction::NamesGiven } else { Redaction::NamesWithheld };
        let bytes = written(self.format, &incidents, redaction)?;
        let mut out = Output::open();
        match &self.output {
            None => out.bytes(&bytes)?,
            Some(path) => {
                let sha256 = intake::key_of(&bytes).0;
                let release = Release {
                    what: self.format.word().to_owned(),
                    sha256: sha256.clone(),
                    incidents: incidents.len() as u64,
                    checkpoint: book.ledger().size(),
                };
                let act = book.give_out(path, &bytes, &release, &self.author.stamp())?;
                let (n, path) = (incidents.len(), path.display());
                out.line(format_args!("{n} incidents in {path}, recorded as act {act}\nsha256:{sha256}"))?;
            }
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}

fn written(format: Format, incidents: &[Incident], redaction: Redaction) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    match format {
        Format::Csv => publish::csv(incidents, &mut bytes),
        Format::Geojson => publish::geojson(incidents, &mut bytes),
        Format::Jsonl => publish::json_lines(incidents, redaction, &mut bytes),
    }
    // Memory does not refuse to be written.
    .map_err(|error| Fault::own(&error.to_string()))?;
    Ok(bytes)
}
