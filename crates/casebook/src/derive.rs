//! Incidents out of the rows: every current account and every judgement, resolved anew when any of them changed.
//! Enters: the tables that acts were applied to. Leaves: the tables of incidents, their members and their ids.

use crate::act::{AccountCorrected, PositionRecorded};
use crate::casebook::{Access, coding};
use crate::{Casebook, Error, correct, glance, review, store};
use incident::{Policy, Resolution, Told};
use rusqlite::{Connection, Row, Transaction, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use text::{Sketch, Vocabulary};
use value::{Account, AccountKey, Incident, Judgement, Position, Reading, ReportKey};

/// Rows of reports by key.
type Rows = HashMap<String, i64>;
/// The incident of each current account, by the report's row and the anchor.
type Members = BTreeMap<(i64, u32), String>;

impl Casebook {
    /// Brings the handle up to date, incidents included.
    pub(crate) fn resolved(&mut self) -> Result<(), Error> {
        self.refresh()?;
        if self.access == Access::View
            || store::number(&self.db, "resolved")? >= store::number(&self.db, "changed")?
        {
            return Ok(());
        }
        self.detach()?;
        let policy = coding(&self.ledger)?;
        resolve(&self.db, &policy)
    }
}

/// Resolves every account and keeps what comes of it, unless somebody kept something newer meanwhile.
pub(crate) fn resolve(db: &Connection, policy: &Policy) -> Result<(), Error> {
    let reading = db.unchecked_transaction()?;
    let changed = store::number(&reading, "changed")?;
    let (told, rows) = told(&reading)?;
    let judgements = judgements(&reading)?;
    let arrivals = review::kept::arrivals(&reading)?;
    drop(reading);
    let Resolution { incidents, doubts } = incident::resolution(&told, &judgements, policy);
    drop(told);
    let queue = review::queue(&incidents, &doubts, &arrivals);
    let writing = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
    if store::number(&writing, "resolved")? < changed {
        keep(&writing, &incidents, &rows)?;
        review::kept::keep(&writing, &doubts, &queue)?;
        store::keep(&writing, "resolved", changed.cast_signed())?;
    }
    Ok(writing.commit()?)
}

/// Reads every current account with what is known of its report.
fn told(db: &Connection) -> Result<(Vec<Told>, Rows), Error> {
    let (recorded, corrections) = (recorded(db)?, correct::all(db)?);
    let (mut all, mut rows) = (Vec::new(), Rows::new());
    let mut query = db.prepare(
        "SELECT row, key, id, publisher, published, sketch, reading, vocabulary FROM reports JOIN readings ON report = row \
         ORDER BY key",
    )?;
    let mut found = query.query([])?;
    while let Some(row) = found.next()? {
        let key: String = row.get(1)?;
        rows.insert(key.clone(), row.get(0)?);
        let recorded = recorded.get(&key).map_or(&[][..], Vec::as_slice);
        let corrections = corrections.get(&key).map_or(&[][..], Vec::as_slice);
        all.extend(told_by(row, &ReportKey(key), recorded, corrections)?);
    }
    Ok((all, rows))
}

fn told_by(
    row: &Row<'_>,
    key: &ReportKey,
    recorded: &[PositionRecorded],
    corrections: &[AccountCorrected],
) -> Result<Vec<Told>, Error> {
    let report: String = row.get(2)?;
    let publisher: Option<String> = row.get(3)?;
    let published = day(row, 4)?;
    let sketch = sketch(row.get_ref(5)?.as_blob().unwrap_or_default());
    let reading: Reading = serde_json::from_str(row.get_ref(6)?.as_str().unwrap_or_default())?;
    let vocabulary = vocabulary(row.get_ref(7)?.as_blob().unwrap_or_default());
    let Reading { mut accounts, positions, .. } = reading;
    // Accounts keep the names that the program's reading gave them, whatever people correct in them.
    let anchors: Vec<u32> = accounts.iter().map(Account::anchor).collect();
    correct::apply(&mut accounts, &anchors, corrections);
    let mut told = Vec::with_capacity(accounts.len());
    for (n, account) in accounts.into_iter().enumerate() {
        let by_hand = recorded.iter().filter(|position| nearest(&anchors, position.of.anchor) == Some(n));
        let by_text = positions.iter().filter(|p| of(p, &anchors).is_none_or(|of| of == n)).cloned();
        told.push(Told {
            key: AccountKey { report: key.clone(), anchor: anchors.get(n).copied().unwrap_or_default() },
            report: report.clone(),
            publisher: publisher.clone(),
            published,
            sketch: sketch.clone(),
            words: incident::words(&account, n, &vocabulary),
            rank: n,
            positions: by_text.chain(by_hand.map(as_position)).collect(),
            account,
        });
    }
    Ok(told)
}

/// A report that tells so many events or more is a list, in which each entry says what is to be said of it.
const LIST: usize = 4;

/// Which account of a report a position speaks of: the one that the reading ties it to; in a list the one whose words stand
/// last before it; else any.
fn of(position: &Position, anchors: &[u32]) -> Option<usize> {
    let at = position.spans.first().map(|quote| quote.start).filter(|_| anchors.len() >= LIST);
    let before = |at: u32| anchors.iter().enumerate().filter(move |(_, anchor)| **anchor <= at);
    position.account.or_else(|| before(at?).max_by_key(|(_, anchor)| **anchor).map(|(n, _)| n))
}

/// Which of a report's accounts an anchor names: the nearest, of two as near the earlier.
pub(crate) fn nearest(anchors: &[u32], anchor: u32) -> Option<usize> {
    let near = anchors.iter().enumerate().min_by_key(|(_, here)| (here.abs_diff(anchor), **here));
    near.map(|(n, _)| n)
}

fn as_position(recorded: &PositionRecorded) -> Position {
    Position {
        actor: Some(recorded.actor.clone()),
        position: recorded.position,
        date: recorded.date,
        conceded_killed: recorded.conceded_killed,
        conceded_injured: recorded.conceded_injured,
        account: None,
        reason: Some(recorded.why.clone()),
        claimed_by: None,
        spans: Vec::new(),
    }
}

/// Positions that people recorded, by report, in the order of the ledger.
fn recorded(db: &Connection) -> Result<BTreeMap<String, Vec<PositionRecorded>>, Error> {
    let mut all: BTreeMap<String, Vec<PositionRecorded>> = BTreeMap::new();
    let mut query = db.prepare("SELECT report, position FROM positions ORDER BY act")?;
    let mut found = query.query([])?;
    while let Some(row) = found.next()? {
        let position = serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default())?;
        all.entry(row.get(0)?).or_default().push(position);
    }
    Ok(all)
}

/// Every judgement that nobody took back, in the order of the ledger.
pub(crate) fn judgements(db: &Connection) -> Result<Vec<Judgement>, Error> {
    let mut query = db.prepare(
        "SELECT act, at, by, verdict, why FROM judgements \
         WHERE act NOT IN (SELECT withdrawn FROM withdrawals) ORDER BY act",
    )?;
    let mut found = query.query([])?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        all.push(Judgement {
            act: row.get::<_, i64>(0)?.cast_unsigned(),
            at: row.get(1)?,
            author: row.get(2)?,
            verdict: serde_json::from_str(row.get_ref(3)?.as_str().unwrap_or_default())?,
            why: row.get(4)?,
        });
    }
    Ok(all)
}

/// Reads a day that a column may have.
pub(crate) fn day(row: &Row<'_>, column: usize) -> Result<Option<jiff::civil::Date>, Error> {
    let written: Option<String> = row.get(column)?;
    let parse =
        |day: String| day.parse().map_err(|error| Error::damaged(format_args!("a day in it: {error}")));
    written.map(parse).transpose()
}

fn sketch(bytes: &[u8]) -> Sketch {
    Sketch(bytes.as_chunks().0.iter().map(|hash| u64::from_le_bytes(*hash)).collect())
}

fn vocabulary(bytes: &[u8]) -> Vocabulary {
    Vocabulary(bytes.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word)).collect())
}

/// Writes incidents that are new or differ, and removes those that are no more.
fn keep(db: &Connection, incidents: &[Incident], rows: &Rows) -> Result<(), Error> {
    let mut members = Members::new();
    let mut aliases: BTreeMap<String, &str> = BTreeMap::new();
    for incident in incidents {
        keep_one(db, incident)?;
        for member in &incident.accounts {
            if let Some(row) = rows.get(&member.key.report.0) {
                members.insert((*row, member.key.anchor), incident.incident.clone());
            }
        }
        aliases.extend(incident::aliases(incident).map(|alias| (alias, incident.incident.as_str())));
    }
    remove_others(db, incidents)?;
    keep_members(db, &members)?;
    let former = former(db, &members)?;
    let former = former.iter().map(|(alias, incident)| (alias, incident.as_str()));
    keep_aliases(db, former.chain(aliases.iter().map(|(alias, incident)| (alias, *incident))))
}

fn keep_one(db: &Connection, incident: &Incident) -> Result<(), Error> {
    let days = incident.date.as_ref();
    let first = days.and_then(|date| date.start.or(date.end)).map(|day| day.to_string());
    let last = days.and_then(|date| date.end.or(date.start)).map(|day| day.to_string());
    let places = incident.places.iter().flat_map(|place| [&place.name, &place.as_written]);
    let actors = incident.actors.iter().flat_map(|actor| [&actor.name, &actor.as_written]);
    db.prepare_cached(
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
    glance::keep(db, incident)
}

/// Folded names, one a line.
fn names<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let folded: BTreeSet<String> = names.map(|name| gazetteer::fold(name)).collect();
    folded.into_iter().collect::<Vec<_>>().join("\n")
}

fn remove_others(db: &Connection, incidents: &[Incident]) -> Result<(), Error> {
    let now: BTreeSet<&str> = incidents.iter().map(|incident| incident.incident.as_str()).collect();
    let mut query = db.prepare("SELECT id FROM incidents")?;
    let kept = query.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let mut remove = db.prepare("DELETE FROM incidents WHERE id = ?1")?;
    for id in kept.iter().filter(|id| !now.contains(id.as_str())) {
        remove.execute([id])?;
        glance::remove(db, id)?;
    }
    Ok(())
}

fn keep_members(db: &Connection, members: &Members) -> Result<(), Error> {
    db.execute("DELETE FROM members", [])?;
    let mut insert = db.prepare("INSERT INTO members VALUES (?1, ?2, ?3)")?;
    for ((row, anchor), incident) in members {
        insert.execute(params![row, anchor, incident])?;
    }
    Ok(())
}

/// Ids that accounts gave before their report was read again; each leads to the account that stands nearest now.
fn former(db: &Connection, members: &Members) -> Result<Vec<(String, String)>, Error> {
    let mut query = db.prepare(
        "SELECT report, anchor, key FROM anchors JOIN reports ON row = report \
         WHERE NOT EXISTS (SELECT 1 FROM members WHERE members.report = anchors.report \
                           AND members.anchor = anchors.anchor) ORDER BY report, anchor",
    )?;
    let mut found = query.query([])?;
    let mut former = Vec::new();
    while let Some(row) = found.next()? {
        let (report, anchor): (i64, u32) = (row.get(0)?, row.get(1)?);
        let now: Vec<(u32, &String)> =
            members.range((report, 0)..=(report, u32::MAX)).map(|((_, anchor), id)| (*anchor, id)).collect();
        let anchors: Vec<u32> = now.iter().map(|(anchor, _)| *anchor).collect();
        if let Some((_, incident)) = nearest(&anchors, anchor).and_then(|n| now.get(n)) {
            let key = AccountKey { report: ReportKey(row.get(2)?), anchor };
            former.push((incident::incident_id(&key), (*incident).clone()));
        }
    }
    Ok(former)
}

fn keep_aliases<'a>(
    db: &Connection,
    aliases: impl Iterator<Item = (&'a String, &'a str)>,
) -> Result<(), Error> {
    db.execute("DELETE FROM aliases", [])?;
    let mut insert = db.prepare("INSERT OR REPLACE INTO aliases VALUES (?1, ?2)")?;
    for (alias, incident) in aliases {
        insert.execute(params![alias, incident])?;
    }
    Ok(())
}
