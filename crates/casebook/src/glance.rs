//! An incident at a glance: what a list, a map and a timeline show of it. Enters: an incident. Leaves: its row of
//! the table `glances`. Names no victim.

use crate::Error;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use value::{Account, ActorRole, Count, Incident, Member, Range};

/// Writes an incident's row where it is new or differs.
pub(crate) fn keep(db: &Connection, incident: &Incident) -> Result<(), Error> {
    let days = incident.date.as_ref();
    let first = days.and_then(|date| date.start.or(date.end)).map(|day| day.to_string());
    let last = days.and_then(|date| date.end.or(date.start)).map(|day| day.to_string());
    let on_globe = |place: &&value::Place| {
        place.lat.zip(place.lon).is_some_and(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0)
    };
    let place = incident.places.iter().find(on_globe).or(incident.places.first());
    let point = place.filter(|place| on_globe(place));
    let killed = range(incident.killed.as_ref());
    let injured = range(incident.injured.as_ref());
    db.prepare_cached(
        "INSERT OR REPLACE INTO glances VALUES \
         (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
    )?
    .execute(params![
        incident.incident,
        first,
        last,
        place.map_or("", |place| place.name.as_str()),
        place.and_then(|place| place.country.as_deref()),
        point.and_then(|place| place.lat),
        point.and_then(|place| place.lon),
        place.and_then(|place| place.precision).map(value::PlacePrecision::as_str),
        killed.min,
        killed.max,
        injured.min,
        injured.max,
        incident.grade.as_str(),
        incident.strike_status.as_str(),
        actors(incident),
        words(incident.methods.iter().map(|method| method.name.as_str())),
        positions(incident),
        named(incident) as i64,
        incident.accounts.iter().map(|member| &member.key.report).collect::<BTreeSet<_>>().len() as i64,
        incident.origins.len() as i64,
        lowest(incident),
        conflicting(&incident.accounts),
    ])?;
    Ok(())
}

/// Removes the row of an incident that is no more.
pub(crate) fn remove(db: &Connection, id: &str) -> Result<(), Error> {
    db.prepare_cached("DELETE FROM glances WHERE id = ?1")?.execute([id])?;
    Ok(())
}

fn range(count: Option<&Count>) -> Range {
    count.map(Count::range).unwrap_or_default()
}

/// The parties that are alleged or known to have done it, a name a line.
fn actors(incident: &Incident) -> String {
    let did = |role| matches!(role, ActorRole::Suspected | ActorRole::Known);
    words(incident.actors.iter().filter(|actor| did(actor.role)).map(|actor| actor.name.as_str()))
}

/// Different words in the order in which they come, one a line.
fn words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut seen = BTreeSet::new();
    words.filter(|word| seen.insert(*word)).collect::<Vec<_>>().join("\n")
}

/// Where which party stands, a party and its position a line with a tabulator between.
fn positions(incident: &Incident) -> String {
    let taken: BTreeSet<String> =
        incident.positions.iter().map(|taken| format!("{}\t{}", taken.actor, taken.position)).collect();
    words(taken.iter().map(String::as_str))
}

/// How many different names the accounts give to victims.
fn named(incident: &Incident) -> usize {
    let victims = incident.accounts.iter().flat_map(|member| &member.account.victims);
    victims.filter_map(|victim| victim.name.as_deref()).collect::<BTreeSet<_>>().len()
}

/// The lowest confidence of any value of its accounts.
fn lowest(incident: &Incident) -> Option<f64> {
    let sure = incident.accounts.iter().filter_map(|member| member.account.confidence.as_ref());
    sure.filter_map(value::Confidence::lowest).reduce(f64::min)
}

/// Whether two accounts tell of numbers of dead or injured that do not meet.
pub(crate) fn conflicting(accounts: &[Member]) -> bool {
    let counts: [fn(&Account) -> Option<&Count>; 2] = [|a| a.killed.as_ref(), |a| a.injured.as_ref()];
    counts.iter().any(|count| {
        let ranges: Vec<Range> =
            accounts.iter().filter_map(|member| count(&member.account)).map(Count::range).collect();
        let low = ranges.iter().filter_map(|range| range.min).max();
        let high = ranges.iter().filter_map(|range| range.max).min();
        low.zip(high).is_some_and(|(low, high)| low > high)
    })
}
