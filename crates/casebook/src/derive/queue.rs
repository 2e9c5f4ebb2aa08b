//! The queue of what needs a person's eyes, out of the incidents and doubts. Enters: the tables of incidents, and which of
//! them changed since the queue was made. Leaves: the queue's rows; of few changes those alone that they concern, which are
//! the rows that remaking all would leave. Never says what there is to ask: that is `review`'s business.

use super::keep;
use crate::review::{self, Arrivals, kept};
use crate::{Error, overview, store};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use value::{AccountKey, Doubt, Incident, ReportKey};

/// Of more incidents at once it is quicker to remake all.
const MANY: usize = 1024;

/// Makes the queue as it is now.
pub(crate) fn make(db: &Connection) -> Result<(), Error> {
    let writing = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
    store::check_ours(&writing)?;
    let resolved = store::number(&writing, "resolved")?;
    let changed = changed(&writing)?;
    if changed.len() > MANY || store::number(&writing, "queued")? == 0 {
        whole(&writing)?;
        writing.execute("DELETE FROM touched", [])?;
        overview::touch(&writing, overview::ALL, resolved)?;
    } else {
        let touched = part(&writing, changed)?;
        touched.iter().try_for_each(|incident| overview::touch(&writing, incident, resolved))?;
    }
    writing.execute("DELETE FROM unqueued", [])?;
    store::keep(&writing, "queued", resolved.cast_signed())?;
    Ok(writing.commit()?)
}

/// Ids that lead to the incidents of which something changed, or led to them: one more than many at most.
fn changed(db: &Connection) -> Result<BTreeSet<String>, Error> {
    let mut query = db.prepare_cached("SELECT incident FROM unqueued LIMIT ?1")?;
    Ok(query.query_map([MANY as i64 + 1], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn whole(db: &Connection) -> Result<(), Error> {
    let mut query = db.prepare("SELECT incident FROM incidents ORDER BY id")?;
    let mut found = query.query([])?;
    let (doubts, arrivals) = (doubts(db)?, arrivals(db)?);
    let doubted: HashSet<&AccountKey> = doubts.iter().flat_map(|doubt| [&doubt.a, &doubt.b]).collect();
    db.execute_batch("DELETE FROM review; DELETE FROM reviewed;")?;
    let mut holders: Vec<Incident> = Vec::new();
    while let Some(row) = found.next()? {
        let mut incident: Incident = serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?;
        kept::keep(db, &review::of_incident(&incident, &arrivals))?;
        // Of an archive of a hundred thousand not all that is known fits in memory.
        incident.accounts.retain(|member| doubted.contains(&member.key));
        if !incident.accounts.is_empty() {
            incident.explanation.clear();
            incident.accounts.shrink_to_fit();
            holders.push(incident);
        }
    }
    kept::keep(db, &review::of_doubts(&holders, &doubts))
}

/// Remakes what there is to ask of incidents that changed. Returns the ids of those of which anything may be shown otherwise.
fn part(db: &Connection, mut changed: BTreeSet<String>) -> Result<BTreeSet<String>, Error> {
    let mut incidents: BTreeMap<String, Incident> = BTreeMap::new();
    for id in &changed {
        incidents.extend(led_to(db, id)?);
    }
    let (mut doubts, mut arrivals): (Vec<Doubt>, _) = (Vec::new(), Arrivals::new());
    for member in incidents.values().flat_map(|incident| &incident.accounts) {
        doubts.extend(doubts_of(db, &member.key)?);
        arrivals.extend(arrival(db, &member.key.report)?);
    }
    let mut items: Vec<review::Item> =
        incidents.values().flat_map(|incident| review::of_incident(incident, &arrivals)).collect();
    changed.extend(incidents.keys().cloned());
    doubts.sort_unstable_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    doubts.dedup_by(|x, y| (&x.a, &x.b) == (&y.a, &y.b));
    // A doubt is held between one that changed and one that may not have.
    for key in doubts.iter().flat_map(|doubt| [&doubt.a, &doubt.b]) {
        incidents.extend(led_to(db, &incident::incident_id(key))?);
    }
    let incidents: Vec<Incident> = incidents.into_values().collect();
    items.extend(review::of_doubts(&incidents, &doubts));
    let mut touched: BTreeSet<String> = items.iter().flat_map(|item| item.incidents.clone()).collect();
    for incident in &changed {
        touched.extend(kept::remove(db, incident)?);
    }
    kept::keep(db, &items)?;
    touched.extend(changed);
    Ok(touched)
}

/// The incident to which an id leads, by its own.
fn led_to(db: &Connection, id: &str) -> Result<Option<(String, Incident)>, Error> {
    let sql = "SELECT id, incident FROM incidents WHERE id = (SELECT incident FROM aliases WHERE alias = ?1)";
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    let found = db.prepare_cached(sql)?.query_row([id], row).optional()?;
    found.map(|(id, json)| Ok((id, serde_json::from_str(&json)?))).transpose()
}

/// The pairs of incidents that may be one, ordered by the keys of their accounts.
pub(crate) fn doubts(db: &Connection) -> Result<Vec<Doubt>, Error> {
    let mut query = db.prepare("SELECT doubt FROM doubts ORDER BY a, b")?;
    let mut found = query.query([])?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        all.push(serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?);
    }
    Ok(all)
}

/// What is doubtful of an account.
fn doubts_of(db: &Connection, key: &AccountKey) -> Result<Vec<Doubt>, Error> {
    let sql = "SELECT doubt FROM doubts WHERE a = ?1 UNION ALL SELECT doubt FROM doubts WHERE b = ?1";
    let mut query = db.prepare_cached(sql)?;
    let mut found = query.query([keep::name(key)])?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        all.push(serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?);
    }
    Ok(all)
}

/// For each report the act that first received it.
fn arrivals(db: &Connection) -> Result<Arrivals, Error> {
    let sql = "SELECT key, min(act) FROM reports JOIN receipts ON report = row GROUP BY row";
    let mut query = db.prepare(sql)?;
    let found =
        query.query_map([], |row| Ok((ReportKey(row.get(0)?), row.get::<_, i64>(1)?.cast_unsigned())))?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn arrival(db: &Connection, key: &ReportKey) -> Result<Option<(ReportKey, u64)>, Error> {
    let sql = "SELECT min(act) FROM reports JOIN receipts ON report = row WHERE key = ?1";
    let act: Option<i64> = db.prepare_cached(sql)?.query_row([&key.0], |row| row.get(0))?;
    Ok(act.map(|act| (key.clone(), act.cast_unsigned())))
}
