//! What comes of resolution, as rows. Enters: incidents, doubts. Leaves: the tables that are read; a row that is as it was
//! is not written again.

use super::accounts::Number;
use super::nearest;
use crate::{Error, glance};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};
use value::{AccountKey, Doubt, Incident, ReportKey};

/// Writes an incident where it is new or differs, and tells whether it does.
pub(super) fn incident(db: &Connection, incident: &Incident) -> Result<bool, Error> {
    let days = incident.date.as_ref();
    let first = days.and_then(|date| date.start.or(date.end)).map(|day| day.to_string());
    let last = days.and_then(|date| date.end.or(date.start)).map(|day| day.to_string());
    let places = incident.places.iter().flat_map(|place| [&place.name, &place.as_written]);
    let actors = incident.actors.iter().flat_map(|actor| [&actor.name, &actor.as_written]);
    let written = db
        .prepare_cached(
            "INSERT INTO incidents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET \
         first_day = ?2, last_day = ?3, grade = ?4, places = ?5, actors = ?6, incident = ?7 \
         WHERE incident <> ?7",
        )?
        .execute(params![
            incident.incident,
            first,
            last,
            incident.grade.as_str(),
            names(places),
            names(actors),
            serde_json::to_string(incident)?,
        ])?;
    glance::keep(db, incident)?;
    Ok(written > 0)
}

/// Folded names, one a line.
fn names<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let folded: BTreeSet<String> = names.map(|name| gazetteer::fold(name)).collect();
    folded.into_iter().collect::<Vec<_>>().join("\n")
}

/// Removes an incident.
pub(super) fn remove(db: &Connection, id: &str) -> Result<(), Error> {
    db.prepare_cached("DELETE FROM incidents WHERE id = ?1")?.execute([id])?;
    glance::remove(db, id)
}

/// Writes which incident an account is of.
pub(super) fn member(
    db: &Connection,
    number: Number,
    anchor: u32,
    incident: &str,
    mention: bool,
) -> Result<(), Error> {
    let mut insert = db.prepare_cached("INSERT INTO members VALUES (?1, ?2, ?3, ?4, ?5)")?;
    insert.execute(params![number.report(), number.nth(), anchor, incident, mention])?;
    Ok(())
}

/// Forgets of which incidents a report's accounts are, and the ids that lead there. One of a report that told of no event is
/// among its anchors no longer once it does.
pub(super) fn forget(db: &Connection, report: i64, key: &ReportKey) -> Result<(), Error> {
    let mut query = db.prepare_cached("DELETE FROM members WHERE report = ?1 RETURNING anchor")?;
    let anchors = query.query_map([report], |row| row.get(0))?.collect::<Result<Vec<u32>, _>>()?;
    for anchor in anchors {
        let alias = incident::incident_id(&AccountKey { report: key.clone(), anchor });
        db.prepare_cached("DELETE FROM aliases WHERE alias = ?1")?.execute([alias])?;
    }
    Ok(())
}

/// Writes the ids that lead to the incidents of a report's accounts: those that the accounts give now, and those that
/// they gave before the report was read again, each of which leads to the account that stands nearest.
pub(super) fn aliases(db: &Connection, report: i64, key: &ReportKey) -> Result<(), Error> {
    let mut query = db.prepare_cached("SELECT anchor, incident FROM members WHERE report = ?1")?;
    let now = query.query_map([report], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let now: BTreeMap<u32, String> = now.collect::<Result<_, _>>()?;
    let anchors: Vec<u32> = now.keys().copied().collect();
    let mut query = db.prepare_cached("SELECT anchor FROM anchors WHERE report = ?1")?;
    let ever = query.query_map([report], |row| row.get(0))?.collect::<Result<BTreeSet<u32>, _>>()?;
    let mut remove = db.prepare_cached("DELETE FROM aliases WHERE alias = ?1")?;
    let mut insert = db.prepare_cached("INSERT OR REPLACE INTO aliases VALUES (?1, ?2)")?;
    for anchor in ever.into_iter().chain(anchors.iter().copied()) {
        let alias = incident::incident_id(&AccountKey { report: key.clone(), anchor });
        match nearest(&anchors, anchor).and_then(|n| now.get(anchors.get(n)?)) {
            Some(incident) => insert.execute([&alias, incident])?,
            None => remove.execute([&alias])?,
        };
    }
    Ok(())
}

/// Notes that what there is to ask of an incident may differ, by an id that leads to it, or led to it.
pub(super) fn ask_anew(db: &Connection, id: &str) -> Result<(), Error> {
    db.prepare_cached("INSERT OR IGNORE INTO unqueued VALUES (?1)")?.execute([id])?;
    Ok(())
}

/// Writes a doubt.
pub(super) fn doubt(db: &Connection, doubt: &Doubt) -> Result<(), Error> {
    let mut insert = db.prepare_cached("INSERT INTO doubts VALUES (?1, ?2, ?3, ?4)")?;
    let statement = doubt.statement.as_ref().map(name);
    insert.execute(params![name(&doubt.a), name(&doubt.b), statement, serde_json::to_string(doubt)?])?;
    Ok(())
}

/// Removes the doubts that a condition on `?1` chooses; what there is to ask of their incidents may differ then.
pub(super) fn remove_doubts(db: &Connection, which: &str, of: &str) -> Result<(), Error> {
    let mut query = db.prepare_cached(&format!("DELETE FROM doubts WHERE {which} RETURNING doubt"))?;
    let removed = query.query_map([of], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    for json in removed {
        let doubt: Doubt = serde_json::from_str(&json)?;
        ask_anew(db, &incident::incident_id(&doubt.a))?;
    }
    Ok(())
}

/// An account's key as doubts are ordered by it.
pub(super) fn name(key: &AccountKey) -> String {
    format!("{}@{:010}", key.report, key.anchor)
}
