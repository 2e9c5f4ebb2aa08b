//! A place before it is compiled. Enters: a row of a table. Leaves: an entry with checked coordinates,
//! and entries merged with those of a better table. Never invents a coordinate.

use crate::{Error, fold, names};
use value::PlacePrecision;

/// A place as a table tells it, before it is compiled into a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The name by which matches are shown.
    pub name: String,
    /// Other spellings, in any script.
    pub aliases: Vec<String>,
    /// Degrees north, WGS 84, −90 to 90.
    pub lat: f64,
    /// Degrees east, WGS 84, −180 to 180.
    pub lon: f64,
    /// What kind of place it is.
    pub precision: PlacePrecision,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: [u8; 2],
    /// First-order division, or nothing.
    pub admin1: String,
    /// Second-order division, or nothing.
    pub admin2: String,
    /// Inhabitants, 0 where unknown.
    pub population: u32,
}

impl Entry {
    /// Reads one line of the project's own table: kind, country, admin1, admin2, lat, lon, population,
    /// name, aliases (separated by `|`), by tabs. An empty line or one that begins with `#` is no entry.
    ///
    /// # Errors
    /// Names the line (`number`) and the column that does not hold.
    pub fn from_line(number: u64, line: &str) -> Result<Option<Self>, Error> {
        if line.trim().is_empty() || line.starts_with('#') {
            return Ok(None);
        }
        let columns: Vec<&str> = line.trim_end_matches(['\r', '\n']).split('\t').collect();
        let [kind, country, admin1, admin2, lat, lon, population, name, aliases] = columns[..] else {
            return Err(Error::line(number, format!("{} columns, not 9", columns.len())));
        };
        let unknown = || Error::line(number, format!("no kind of place is called {kind:?}"));
        let (lat, lon) = coordinates(lat, lon).map_err(|why| Error::line(number, why))?;
        Ok(Some(Self {
            name: required(name).ok_or_else(|| Error::line(number, "no name"))?,
            aliases: aliases.split('|').filter_map(required).collect(),
            lat,
            lon,
            precision: PlacePrecision::from_word(kind).ok_or_else(unknown)?,
            country: country_code(country).ok_or_else(|| Error::line(number, "no two-letter country"))?,
            admin1: admin1.trim().to_owned(),
            admin2: admin2.trim().to_owned(),
            population: population.trim().parse().unwrap_or(0),
        }))
    }

    /// Reads the project's own table.
    ///
    /// # Errors
    /// Stops at the first line that does not hold, and names it.
    pub fn from_table(table: &str) -> Result<Vec<Self>, Error> {
        let numbered = (1..).zip(table.lines());
        numbered.filter_map(|(n, line)| Self::from_line(n, line).transpose()).collect()
    }

    fn distance_km(&self, other: &Self) -> f64 {
        crate::distance_km((self.lat, self.lon), (other.lat, other.lon))
    }

    fn is_same(&self, other: &Self) -> bool {
        let reach = match Rank::of(self.precision) {
            Rank::Division => 150.0,
            Rank::Country => return self.precision == other.precision,
            Rank::Settled | Rank::Spot => 6.0,
        };
        Rank::of(self.precision) == Rank::of(other.precision)
            && (Rank::of(self.precision) != Rank::Division || self.precision == other.precision)
            && self.distance_km(other) <= reach
            && self.shares_a_name(other)
    }

    fn shares_a_name(&self, other: &Self) -> bool {
        let mine = names::exact_keys(self);
        names::exact_keys(other).iter().any(|key| mine.contains(key))
    }
}

/// Kinds of place that can be one and the same although two tables call them differently.
#[derive(PartialEq)]
enum Rank {
    Country,
    Division,
    Settled,
    Spot,
}

impl Rank {
    fn of(precision: PlacePrecision) -> Self {
        match precision {
            PlacePrecision::Country => Self::Country,
            PlacePrecision::Province | PlacePrecision::District | PlacePrecision::Subdistrict => {
                Self::Division
            }
            PlacePrecision::Village | PlacePrecision::Town | PlacePrecision::City => Self::Settled,
            _ => Self::Spot,
        }
    }
}

/// Adds the entries of a supplement to a table: where both have a place of one kind, country and name
/// close by, the table's entry takes over the spellings; where not, the supplement's entry is added.
pub fn merge(mut table: Vec<Entry>, supplement: Vec<Entry>) -> Vec<Entry> {
    let mut added = Vec::new();
    for extra in supplement {
        let same = |known: &&mut Entry| known.country == extra.country && known.is_same(&extra);
        match table.iter_mut().find(same) {
            Some(known) => {
                known.aliases.push(extra.name);
                known.aliases.extend(extra.aliases);
            }
            None => added.push(extra),
        }
    }
    table.append(&mut added);
    table
}

pub(crate) fn coordinates(lat: &str, lon: &str) -> Result<(f64, f64), String> {
    let degrees = |text: &str, most: f64, what: &str| match text.trim().parse::<f64>() {
        Ok(value) if value.abs() <= most => Ok(value),
        _ => Err(format!("{what} {text:?} is not a number of degrees within ±{most}")),
    };
    Ok((degrees(lat, 90.0, "latitude")?, degrees(lon, 180.0, "longitude")?))
}

pub(crate) fn country_code(text: &str) -> Option<[u8; 2]> {
    let code: [u8; 2] = text.trim().as_bytes().try_into().ok()?;
    code.iter().all(u8::is_ascii_alphabetic).then(|| code.map(|b| b.to_ascii_uppercase()))
}

/// The kind of a settlement by its inhabitants: a city from 100,000, a town from 3,000, else a village.
pub(crate) fn settlement(population: u32) -> PlacePrecision {
    match population {
        100_000.. => PlacePrecision::City,
        3_000.. => PlacePrecision::Town,
        _ => PlacePrecision::Village,
    }
}

fn required(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && !fold(text).is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "village\tSY\tDeir ez-Zor\t\t34.9\t40.5\t0\tAd Duwayr\tal-Dweir|الدوير";

    #[test]
    fn a_row_becomes_an_entry() {
        let entry = Entry::from_line(1, ROW).unwrap().unwrap();
        assert_eq!((entry.name.as_str(), entry.country), ("Ad Duwayr", *b"SY"));
        assert_eq!(entry.aliases, ["al-Dweir", "الدوير"]);
        assert_eq!(Entry::from_line(1, "# note").unwrap(), None);
    }

    #[test]
    fn a_bad_row_names_its_line_and_column() {
        let bad = ROW.replace("34.9", "134.9");
        let told = Entry::from_table(&format!("{ROW}\n{bad}")).unwrap_err().to_string();
        assert!(told.starts_with("line 2: latitude"), "{told}");
    }

    #[test]
    fn a_supplement_adds_spellings_to_a_place_that_is_known() {
        let known = Entry::from_table(ROW).unwrap();
        let near = Entry::from_table(&ROW.replace("34.9", "34.91").replace("Ad Duwayr", "Dwer")).unwrap();
        let far = Entry::from_table(&ROW.replace("34.9", "36.0")).unwrap();
        let merged = merge(known, [near, far].concat());
        assert_eq!(merged.len(), 2);
        assert!(merged[0].aliases.contains(&"Dwer".to_owned()));
    }
}
