//! Tables that a person reads. Enters: a header and rows. Leaves: text, as wide as the terminal, or with plain
//! columns where standard output is none.

use crate::output::{is_coloured, is_terminal, plain};
use comfy_table::presets::{NOTHING, UTF8_FULL_CONDENSED};
use comfy_table::{Attribute, Cell, ContentArrangement, Table};
use value::{ActorRole, Count, Incident, When};

/// Columns narrower than this are not made when the terminal is not known.
const COLUMN_GAP: (u16, u16) = (0, 2);

/// Sets rows under a header.
pub(crate) fn grid(header: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    if is_terminal() {
        table.load_style(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    } else {
        table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    }
    let coloured = is_coloured();
    table.set_header(header.iter().map(|name| {
        let cell = Cell::new(name);
        if coloured { cell.add_attribute(Attribute::Bold) } else { cell }
    }));
    table.add_rows(rows.into_iter().map(|row| row.iter().map(|text| plain(text)).collect::<Vec<_>>()));
    if !is_terminal() {
        table.column_iter_mut().for_each(|column| {
            column.set_padding(COLUMN_GAP);
        });
    }
    table.trim_fmt()
}

/// The columns of [`incidents`].
const INCIDENTS: &[&str] =
    &["incident", "date", "place", "killed", "injured", "alleged", "grade", "reports/origins"];

/// Sets incidents, one a row.
pub(crate) fn incidents(incidents: &[Incident]) -> String {
    let row = |incident: &Incident| {
        vec![
            incident.incident.clone(),
            incident.date.as_ref().map_or_else(nothing, days),
            place(incident),
            people(incident.killed.as_ref()),
            people(incident.injured.as_ref()),
            alleged(incident),
            incident.grade.to_string(),
            format!("{}/{}", incident.sources.len(), incident.origins.len()),
        ]
    };
    grid(INCIDENTS, incidents.iter().map(row).collect())
}

/// What stands where nothing was said.
pub(crate) fn nothing() -> String {
    "–".to_owned()
}

/// A range of days.
pub(crate) fn days(date: &When) -> String {
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
    if date.start == date.end { day(date.start) } else { format!("{}..{}", day(date.start), day(date.end)) }
}

/// The finest place of an incident, with its country.
pub(crate) fn place(incident: &Incident) -> String {
    let Some(place) = incident.places.first() else { return nothing() };
    match &place.country {
        Some(country) => format!("{}, {country}", place.name),
        None => place.name.clone(),
    }
}

/// The range of a count.
pub(crate) fn people(count: Option<&Count>) -> String {
    count.filter(|count| !count.range().is_unknown()).map_or_else(nothing, |count| count.range().to_string())
}

/// Who is said to have done it.
pub(crate) fn alleged(incident: &Incident) -> String {
    let did = |role: ActorRole| matches!(role, ActorRole::Suspected | ActorRole::Known);
    let names: Vec<&str> =
        incident.actors.iter().filter(|actor| did(actor.role)).map(|actor| actor.name.as_str()).collect();
    if names.is_empty() { nothing() } else { names.join("; ") }
}
