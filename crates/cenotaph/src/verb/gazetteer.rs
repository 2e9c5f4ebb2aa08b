//! `cenotaph gazetteer`: places. Imports finer tables into a casebook, and looks names up.

use crate::fault::{Fault, Outcome, warn};
use crate::folder::Which;
use crate::output::Output;
use crate::stamp::Author;
use crate::table;
use clap::{Args, Subcommand, ValueEnum};
use gazetteer::{Gazetteer as Places, ImportReport, Match, Quality};
use serde_json::json;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Import places, or look a name up
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph gazetteer lookup 'Deir Ezzor'
  cenotaph gazetteer import SY.txt                   a country dump of download.geonames.org/export/dump
  cenotaph gazetteer import syr_admin4.csv --licence 'OCHA COD-AB Syria, CC BY-IGO'
  cenotaph read --again                              afterwards, to read the reports with the new places")]
pub(crate) struct Gazetteer {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Import(Import),
    Lookup(Lookup),
}

/// Add the places of a GeoNames country dump or an OCHA COD-AB table to the casebook
#[derive(Args, Debug)]
struct Import {
    /// The table
    #[arg(value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
    /// What the table is [default: told from its first line]
    #[arg(long)]
    format: Option<Table>,
    /// Where the places are from and under what licence [default: that of the format's publisher]
    #[arg(long)]
    licence: Option<String>,
    #[command(flatten)]
    author: Author,
    #[command(flatten)]
    which: Which,
}

/// The kinds of table that are understood.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Table {
    /// A country dump: 19 columns by tabs
    Geonames,
    /// Administrative boundaries of OCHA: CSV with `ADM1_EN` and the like
    CodAb,
}

/// List the places that a name may mean, the likeliest first
#[derive(Args, Debug)]
struct Lookup {
    /// The name, in Latin, Arabic, Hebrew or Cyrillic script
    name: String,
    #[command(flatten)]
    which: Which,
    /// Print one JSON object per place
    #[arg(long)]
    json: bool,
}

impl Gazetteer {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        match self.verb {
            Verb::Import(import) => import.run(),
            Verb::Lookup(lookup) => lookup.run(),
        }
    }
}

impl Import {
    fn run(self) -> Result<Outcome, Fault> {
        let mut book = self.which.open()?;
        let path = self.file.display();
        let unreadable = |cause| Fault::unreadable(format!("{path}: {cause}; name a table that can be read"));
        let mut file = BufReader::new(File::open(&self.file).map_err(unreadable)?);
        let format = match self.format {
            Some(format) => format,
            None => format_of(file.fill_buf().map_err(unreadable)?),
        };
        let (layer, report) = match format {
            Table::Geonames => gazetteer::import_geonames(file),
            Table::CodAb => gazetteer::import_cod_ab(file),
        }
        .map_err(|error| Fault::usage(format!("{path}: {error}")))?;
        let licence = self.licence.unwrap_or_else(|| licence_of(format).to_owned());
        let stamp = self.author.stamp();
        let places = book.import_gazetteer(layer, &name_of(&self.file), &licence, &stamp)?;
        self::report(&self.file, &report, places)
    }
}

fn report(file: &Path, report: &ImportReport, places: u64) -> Result<Outcome, Fault> {
    for (line, why) in &report.first_bad {
        warn(format_args!("{}:{line}: {why}; left out", file.display()));
    }
    let ImportReport { read, skipped, bad, .. } = report;
    let mut out = Output::open();
    out.line(format_args!(
        "{places} places from {read} lines ({skipped} of no interest here, {bad} unreadable)."
    ))?;
    out.line("Reports keep their readings until they are read again: cenotaph read --again")?;
    out.flush()?;
    Ok(if *bad > 0 { Outcome::SomeUnread } else { Outcome::Done })
}

/// A country dump has tabs in its first line, and the other table none.
fn format_of(start: &[u8]) -> Table {
    let first = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if first.split(|byte| *byte == b'\t').count() > 10 { Table::Geonames } else { Table::CodAb }
}

fn licence_of(format: Table) -> &'static str {
    match format {
        Table::Geonames => "GeoNames (geonames.org), CC BY 4.0",
        Table::CodAb => "OCHA COD-AB (data.humdata.org), CC BY-IGO",
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

impl Lookup {
    fn run(self) -> Result<Outcome, Fault> {
        let found = self.places()?.lookup(&self.name);
        let mut out = Output::open();
        if self.json {
            found.iter().try_for_each(|place| out.json(&as_json(place)))?;
        } else if found.is_empty() {
            out.line(format_args!("No place is known as {}.", self.name))?;
        } else {
            let header = ["name", "precision", "country", "province", "north", "east", "people", "fit"];
            out.line(table::grid(&header, &["name", "province", "fit"], found.iter().map(row).collect()))?;
        }
        out.flush()?;
        Ok(Outcome::Done)
    }

    /// The casebook's places where there is a casebook, else the program's.
    fn places(&self) -> Result<Places, Fault> {
        if self.which.is_named() || self.which.folder().is_ok() {
            return Ok(self.which.open_to_read()?.gazetteer()?);
        }
        Ok(Places::embedded())
    }
}

fn row(place: &Match) -> Vec<String> {
    let fit = match place.quality {
        Quality::Exact => "exact".to_owned(),
        Quality::Variant { similarity } => format!("sounds alike, {similarity:.2}"),
    };
    vec![
        place.name.clone(),
        place.precision.to_string(),
        place.country.clone(),
        place.admin1.clone().unwrap_or_default(),
        format!("{:.4}", place.lat),
        format!("{:.4}", place.lon),
        if place.population == 0 { String::new() } else { place.population.to_string() },
        fit,
    ]
}

fn as_json(place: &Match) -> serde_json::Value {
    let similarity = match place.quality {
        Quality::Exact => 1.0,
        Quality::Variant { similarity } => similarity,
    };
    json!({
        "name": place.name, "precision": place.precision, "country": place.country, "admin1": place.admin1,
        "admin2": place.admin2, "lat": place.lat, "lon": place.lon, "population": place.population,
        "exact": place.quality == Quality::Exact, "similarity": similarity,
    })
}
