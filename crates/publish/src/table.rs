//! Incidents as a table, one a row, that a spreadsheet opens without running anything that stands in it.

use crate::order::in_order;
use crate::summary::Summary;
use crate::{Error, Redaction, redacted};
use std::borrow::Cow;
use std::io::Write;
use value::Incident;

/// The columns. Counts are of people, and an empty cell means that no bound is known; `lat` and `lon` are degrees
/// (WGS 84); lists are separated by `; `; `origins` counts the independent origins of the sources.
pub const COLUMNS: &[&str] = &[
    "incident",
    "date_start",
    "date_end",
    "place",
    "lat",
    "lon",
    "precision",
    "country",
    "killed_min",
    "killed_max",
    "children_killed_min",
    "children_killed_max",
    "women_killed_min",
    "women_killed_max",
    "men_killed_min",
    "men_killed_max",
    "combatants_killed_min",
    "combatants_killed_max",
    "injured_min",
    "injured_max",
    "missing_min",
    "missing_max",
    "actors",
    "methods",
    "grade",
    "strike_status",
    "sources",
    "origins",
];

/// Writes a table (RFC 4180, UTF-8, with a head) of the incidents, by date and then id. No cell names a
/// victim. Text that a spreadsheet would take for a formula gets an apostrophe before it.
///
/// # Errors
/// What the writer refuses with.
pub fn csv(incidents: &[Incident], out: impl Write) -> Result<(), Error> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS).map_err(refused)?;
    for incident in in_order(incidents) {
        let incident = redacted(incident, Redaction::NamesWithheld);
        table.write_record(row(&Summary::of(&incident))).map_err(refused)?;
    }
    Ok(table.flush()?)
}

fn row(incident: &Summary<'_>) -> Vec<String> {
    let written = |text: &str| inert(text).into_owned();
    let degrees =
        |of: fn((f64, f64)) -> f64| incident.point.map(of).map(|n| n.to_string()).unwrap_or_default();
    let mut row = vec![
        written(incident.id),
        incident.first_day.clone().unwrap_or_default(),
        incident.last_day.clone().unwrap_or_default(),
        written(incident.place.unwrap_or_default()),
        degrees(|point| point.0),
        degrees(|point| point.1),
        incident.precision.map(|precision| precision.to_string()).unwrap_or_default(),
        written(incident.country.unwrap_or_default()),
    ];
    let number = |n: &Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    row.extend(incident.people.iter().map(|(_, n)| number(n)));
    row.extend([
        written(&incident.actors.join("; ")),
        incident.methods.join("; "),
        incident.grade.to_string(),
        incident.strike_status.to_string(),
        written(&incident.sources.join("; ")),
        incident.origins.to_string(),
    ]);
    row
}

/// Text that no spreadsheet takes for a formula (OWASP, CSV Injection).
fn inert(text: &str) -> Cow<'_, str> {
    let starts = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    if text.starts_with(starts) || text.trim_start().starts_with(starts) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn refused(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => source.into(),
        other => std::io::Error::other(format!("{other:?}")).into(),
    }
}
