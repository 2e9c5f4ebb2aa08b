//! Reads a GeoNames country dump (`SY.txt`, `allCountries.txt`: 19 columns by tabs, as the `readme.txt` of
//! download.geonames.org/export/dump tells). Enters: its bytes. Leaves: a layer of settlements, divisions
//! and the landmarks that reports of violence name. Skips all other features.

use super::ImportReport;
use crate::entry::{Entry, coordinates, country_code, settlement};
use crate::{Error, build};
use std::collections::BTreeMap;
use std::io::BufRead;
use value::PlacePrecision;

/// Compiles a GeoNames country dump into a layer.
///
/// # Errors
/// Fails when the reader fails, when no line at all is a place, or when the places are too many.
/// Bad lines are told in the report and left out.
pub fn import_geonames(mut reader: impl BufRead) -> Result<(Vec<u8>, ImportReport), Error> {
    let mut table = Table::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line);
        match read.map_err(|e| Error::table(format!("the dump cannot be read: {e}")))? {
            0 => break,
            _ => table.line(&String::from_utf8_lossy(&line)),
        }
    }
    if table.rows.is_empty() {
        return Err(Error::table(
            "no line of the file is a place; is it a GeoNames country dump with 19 columns?",
        ));
    }
    table.report.kept = table.rows.len() as u64;
    let report = std::mem::take(&mut table.report);
    Ok((build(table.entries())?, report))
}

#[derive(Default)]
struct Table {
    report: ImportReport,
    rows: Vec<Row>,
    /// Names of divisions by country and code: first order, and second order with the first's before it.
    divisions: BTreeMap<([u8; 2], String), String>,
}

struct Row {
    entry: Entry,
    first: String,
    second: String,
}

impl Table {
    fn line(&mut self, line: &str) {
        self.report.read += 1;
        let columns: Vec<&str> = line.trim_end_matches(['\r', '\n']).split('\t').collect();
        match row(&columns) {
            Ok(Some(row)) => self.keep(row),
            Ok(None) => self.report.skipped += 1,
            Err(why) => self.report.bad(self.report.read, why),
        }
    }

    fn keep(&mut self, row: Row) {
        let code = match row.entry.precision {
            PlacePrecision::Province => Some(row.first.clone()),
            PlacePrecision::District => Some(format!("{}.{}", row.first, row.second)),
            _ => None,
        };
        if let Some(code) = code {
            self.divisions.insert((row.entry.country, code), row.entry.name.clone());
        }
        self.rows.push(row);
    }

    /// The entries with their divisions' codes replaced by names; a division is not within itself.
    fn entries(self) -> impl Iterator<Item = Entry> {
        let divisions = self.divisions;
        self.rows.into_iter().map(move |Row { mut entry, first, second }| {
            let name = |code: String| divisions.get(&(entry.country, code)).cloned().unwrap_or_default();
            let within = entry.precision;
            let second = name(format!("{first}.{second}"));
            let first = name(first);
            entry.admin1 = if within < PlacePrecision::Province { first } else { String::new() };
            entry.admin2 = if within < PlacePrecision::District { second } else { String::new() };
            entry
        })
    }
}

fn row(columns: &[&str]) -> Result<Option<Row>, String> {
    let &[_, name, ascii, others, lat, lon, class, code, country, _, first, second, _, _, population, ..] =
        columns
    else {
        return Err(format!("{} columns, not 19", columns.len()));
    };
    let population = population.trim().parse().unwrap_or(0);
    let Some(precision) = precision(class, code, population) else { return Ok(None) };
    let (lat, lon) = coordinates(lat, lon)?;
    let country =
        country_code(country).ok_or_else(|| format!("country {country:?} is not a two-letter code"))?;
    if crate::fold(name).is_empty() {
        return Err(format!("name {name:?} has no letters"));
    }
    let spellings = others.split(',').chain([ascii]).map(str::trim).filter(|a| !a.is_empty() && *a != name);
    let aliases = spellings.map(str::to_owned).collect();
    let (admin1, admin2) = (String::new(), String::new());
    let entry =
        Entry { name: name.to_owned(), aliases, lat, lon, precision, country, admin1, admin2, population };
    Ok(Some(Row { entry, first: first.to_owned(), second: second.to_owned() }))
}

/// The kind of a feature, for those that are kept. Codes as in GeoNames' `featureCodes_en.txt`; places
/// destroyed or abandoned (PPLW, PPLQ) are kept because reports name them, historical ones (PPLH) are not.
fn precision(class: &str, code: &str, population: u32) -> Option<PlacePrecision> {
    Some(match (class, code) {
        ("P", "PPLH" | "PPLCH") => return None,
        ("P", "PPLX") | ("S", "CMPRF" | "CMPQ") => PlacePrecision::Neighbourhood,
        ("P", _) => settlement(population),
        ("A", "ADM1") => PlacePrecision::Province,
        ("A", "ADM2") => PlacePrecision::District,
        ("A", "ADM3" | "ADM4") => PlacePrecision::Subdistrict,
        ("A", "PCLI" | "PCLD" | "PCLS" | "PCLF" | "PCL") => PlacePrecision::Country,
        (
            "S",
            "HSP" | "HSPC" | "MSQE" | "CH" | "SCH" | "UNIV" | "AIRP" | "AIRB" | "AIRF" | "BDG" | "MKT"
            | "PRN" | "INSM" | "CSNO" | "PS" | "OILR" | "CTRM",
        ) => PlacePrecision::Landmark,
        _ => return None,
    })
}
