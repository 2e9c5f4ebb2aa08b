//! Tables that a person reads. Enters: a header and rows. Leaves: text, as wide as the terminal, or with plain
//! columns where standard output is none.

use crate::output::{is_coloured, is_terminal, plain};
use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, Cell, ColumnConstraint, ContentArrangement, Table};
use value::{ActorRole, Count, Incident, When};

/// Columns of characters from which on a terminal has room for gaps of two.
const WIDE: u16 = 100;

/// Sets rows under a header. Where the terminal is too narrow, the columns that may wrap do.
pub(crate) fn grid(header: &[&str], may_wrap: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    let wraps = if is_terminal() { ContentArrangement::Dynamic } else { ContentArrangement::Disabled };
    table.load_style(NOTHING).set_content_arrangement(wraps);
    let narrow = is_terminal() && table.width().is_some_and(|width| width < WIDE);
    let (gap, coloured) = (if narrow { 1 } else { 2 }, is_coloured());
    table.set_header(header.iter().map(|name| {
        let cell = if narrow { Cell::new(name.replace('/', "/\n")) } else { Cell::new(name) };
        if coloured { cell.add_attribute(Attribute::Bold) } else { cell }
    }));
    table.add_rows(rows.into_iter().map(|row| row.iter().map(|text| plain(text)).collect::<Vec<_>>()));
    for (column, name) in table.column_iter_mut().zip(header) {
        column.set_padding((0, gap));
        if !may_wrap.contains(name) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
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
    grid(INCIDENTS, &["place", "alleged"], incidents.iter().map(row).collect())
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

/// Whether a name has another in it, whatever the spelling's case, marks and article; every name has none in it.
pub(crate) fn is_named(name: &str, wanted: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| gazetteer::fold(name).contains(&gazetteer::fold(wanted)))
}
