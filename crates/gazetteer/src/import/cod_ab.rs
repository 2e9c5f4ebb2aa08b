//! Reads a table of common operational datasets, administrative boundaries (OCHA COD-AB): one row a
//! division or community, columns found by their headers. Enters: CSV with `ADM1_EN`, `ADM2_AR`,
//! `ADM4_PCODE`, `LATITUDE` and the like. Leaves: a layer. Guesses no coordinate.

use super::ImportReport;
use crate::entry::{Entry, coordinates, country_code};
use crate::{Error, build};
use std::io::Read;
use value::PlacePrecision;

/// Divisions are told down to this order; the fourth are communities.
const ORDERS: usize = 4;

/// Compiles a COD-AB table into a layer. The finest division that a row names is the place; the others
/// tell where it lies. English names come first, other languages become spellings.
///
/// # Errors
/// Fails when the table has no header by which names and coordinates are found, when no row is a place,
/// or when the places are too many. Bad rows are told in the report and left out.
pub fn import_cod_ab(reader: impl Read) -> Result<(Vec<u8>, ImportReport), Error> {
    let mut table = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(reader);
    let header = table.byte_headers().map_err(|e| Error::table(format!("the table has no header: {e}")))?;
    let header: Vec<String> = header.iter().map(|h| String::from_utf8_lossy(h).into_owned()).collect();
    let columns = Columns::find(&header)?;
    let mut report = ImportReport::default();
    let mut entries = Vec::new();
    for record in table.byte_records() {
        report.read += 1;
        let record = record.map_err(|e| Error::table(format!("the table cannot be read: {e}")))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = record.iter().map(|c| String::from_utf8_lossy(c).into_owned()).collect();
        match columns.entry(&cells) {
            Ok(entry) => entries.push(entry),
            Err(why) => report.bad(line, why),
        }
    }
    if entries.is_empty() {
        return Err(Error::table("no row of the table names a division and has coordinates"));
    }
    report.kept = entries.len() as u64;
    Ok((build(entries.into_iter())?, report))
}

/// Where the table has what.
struct Columns {
    /// For each order from 0 (the country) the columns of names, English first.
    names: [Vec<usize>; ORDERS + 1],
    codes: Vec<usize>,
    lat: usize,
    lon: usize,
}

impl Columns {
    fn find(header: &[String]) -> Result<Self, Error> {
        let plain: Vec<String> = header.iter().map(|h| plain(h)).collect();
        let one_of = |known: &[&str]| known.iter().find_map(|k| plain.iter().position(|h| h == k));
        let lat = one_of(&["latitude", "lat", "y", "centerlat", "ycoord", "latituded"]);
        let lon = one_of(&["longitude", "lon", "long", "lng", "x", "centerlon", "xcoord", "longituded"]);
        let (Some(lat), Some(lon)) = (lat, lon) else {
            return Err(Error::table("the header has no columns for latitude and longitude"));
        };
        let names = std::array::from_fn(|order| name_columns(&plain, order));
        if names.iter().skip(1).all(Vec::is_empty) {
            return Err(Error::table("the header has no column for a name, like ADM1_EN or admin1Name_en"));
        }
        let codes = (0..plain.len()).filter(|n| plain.get(*n).is_some_and(|h| h.contains("pcode"))).collect();
        Ok(Self { names, codes, lat, lon })
    }

    fn entry(&self, cells: &[String]) -> Result<Entry, String> {
        let cell = |n: usize| cells.get(n).map_or("", |c| c.trim());
        let all = |order: usize| {
            let columns = self.names.get(order).into_iter().flatten();
            columns.map(|n| cell(*n)).filter(|name| !crate::fold(name).is_empty()).collect::<Vec<_>>()
        };
        let finest =
            (1..=ORDERS).rev().find(|order| !all(*order).is_empty()).ok_or("no division is named")?;
        let names = all(finest);
        let (lat, lon) = coordinates(cell(self.lat), cell(self.lon))?;
        let above = |order: usize| {
            if order < finest { all(order).first().map_or("", |n| n).to_owned() } else { String::new() }
        };
        let code = self.codes.iter().map(|n| cell(*n)).find_map(|code| country_code(code.get(..2)?));
        Ok(Entry {
            name: names.first().copied().unwrap_or_default().to_owned(),
            aliases: names.iter().skip(1).map(|n| (*n).to_owned()).collect(),
            lat,
            lon,
            precision: kind(finest),
            country: code.ok_or("no code (PCODE) tells the country")?,
            admin1: above(1),
            admin2: above(2),
            population: 0,
        })
    }
}

fn kind(order: usize) -> PlacePrecision {
    match order {
        1 => PlacePrecision::Province,
        2 => PlacePrecision::District,
        3 => PlacePrecision::Subdistrict,
        _ => PlacePrecision::Village,
    }
}

/// The columns that name divisions of one order, English first. Headers vary by country and year:
/// `ADM1_EN`, `admin1Name_en`, `adm1_name`, `ADM1ALT1EN`, `NAME_EN` are met; the last of these not here.
fn name_columns(plain: &[String], order: usize) -> Vec<usize> {
    let language = |header: &String| {
        let rest = header.strip_prefix("admin").or_else(|| header.strip_prefix("adm"))?;
        let rest = rest.strip_prefix(&order.to_string())?;
        let rest = rest.strip_prefix("name").unwrap_or(rest);
        let rest =
            rest.strip_prefix("alt").map_or(rest, |alt| alt.trim_start_matches(|c: char| c.is_ascii_digit()));
        (rest.is_empty() || rest.chars().all(|c| c.is_ascii_digit()) || is_language(rest))
            .then(|| rest != "en")
    };
    let mut found: Vec<(bool, usize)> =
        plain.iter().enumerate().filter_map(|(n, header)| Some((language(header)?, n))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, n)| n).collect()
}

fn is_language(text: &str) -> bool {
    matches!(
        text,
        "en" | "ar"
            | "fr"
            | "es"
            | "pt"
            | "ua"
            | "uk"
            | "ru"
            | "my"
            | "mm"
            | "he"
            | "fa"
            | "ps"
            | "ku"
            | "so"
            | "am"
    )
}

fn plain(header: &str) -> String {
    header.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
