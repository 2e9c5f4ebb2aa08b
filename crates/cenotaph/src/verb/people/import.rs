//! `cenotaph people import`: lists of people into the casebook.

use super::listed::{self, Mapped, Unread};
use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::Output;
use crate::stamp::Author;
use casebook::ListGiven;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use value::Sensitivity;

/// Receive lists of people into the casebook
///
/// Lists are CSV (also .gz), Parquet or XLSX; their bytes are kept as received, and the ledger says what their columns
/// mean. Rows and cells that cannot be understood are named by line and column, and the rest is kept. A list of a name
/// that is there already takes its place; what was decided about its entries holds for those of the same key.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph people import ministry.csv.gz --unique
  cenotaph people import press.csv --map name=victim --map date='day of death'
  cenotaph people import wards.xlsx --name hospital --key file_no --sensitivity strictly-confidential")]
pub(crate) struct Import {
    /// Lists
    #[arg(required = true, value_name = "LIST", value_hint = clap::ValueHint::FilePath)]
    lists: Vec<PathBuf>,
    /// What the list is called, where one is given [default: the file's name without its ending]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The column with the key [default: the first]
    #[arg(long, value_name = "HEADER")]
    key: Option<String>,
    /// What a column means; may be given several times
    #[arg(long, value_name = "MEANING=HEADER", value_parser = listed::mapped)]
    map: Vec<Mapped>,
    /// Nobody is on the list twice
    #[arg(long)]
    unique: bool,
    /// Who may see what the list tells: decides what `people export` gives out
    #[arg(long, value_enum, default_value_t = Level::Confidential)]
    sensitivity: Level,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    author: Author,
}

/// Who may see what a list tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Level {
    /// Published already: names, ages, days and places may leave
    Public,
    /// Keys may leave, and nothing else of a person
    Confidential,
    /// Not even keys may leave
    StrictlyConfidential,
}

impl Level {
    fn sensitivity(self) -> Sensitivity {
        match self {
            Self::Public => Sensitivity::Public,
            Self::Confidential => Sensitivity::Confidential,
            Self::StrictlyConfidential => Sensitivity::StrictlyConfidential,
        }
    }
}

impl Import {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        if self.name.is_some() && self.lists.len() > 1 {
            return Err(Fault::usage("--name is for one list; several are called by their files"));
        }
        let mut book = self.which.open()?;
        let (mut out, mut unread) = (Output::open(), Unread::default());
        for path in &self.lists {
            let given = self.given(path)?;
            let name = given.name.clone();
            let stamp = self.author.stamp();
            let summary = book.import_list(given, &stamp, &mut |trouble| {
                let what = match &trouble.column {
                    Some(column) => format!("column {column} {}", trouble.what),
                    None => trouble.what.clone(),
                };
                unread.tell(path, trouble.line, what);
            })?;
            let columns: Vec<String> = summary
                .columns
                .iter()
                .map(
                    |(header, meaning)| {
                        if header == meaning { header.clone() } else { format!("{header} ({meaning})") }
                    },
                )
                .collect();
            out.line(format_args!(
                "{name}: {} entries, recorded as act {}; by {}.",
                summary.entries,
                summary.act,
                columns.join(", ")
            ))?;
        }
        out.flush()?;
        Ok(if unread.close() { Outcome::SomeUnread } else { Outcome::Done })
    }

    fn given(&self, path: &Path) -> Result<ListGiven, Fault> {
        let unreadable =
            |cause| Fault::unreadable(format!("{}: {cause}; name a list that can be read", path.display()));
        let bytes = std::fs::read(path).map_err(unreadable)?;
        Ok(ListGiven {
            name: self.name.clone().unwrap_or_else(|| called(path)),
            file: path.display().to_string(),
            bytes,
            key: self.key.clone(),
            map: self.map.iter().map(|mapped| (mapped.header.clone(), mapped.column)).collect(),
            unique: self.unique,
            sensitivity: self.sensitivity.sensitivity(),
        })
    }
}

/// The file's name up to its first dot.
fn called(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.split('.').next().unwrap_or_default().to_owned()
}
