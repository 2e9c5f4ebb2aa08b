//! Accounts as they enter resolution. Enters: the rows of reports, with what people recorded and corrected of them.
//! Leaves: accounts, in the order of their keys, each with its number. Never decides what is one.

use super::{day, nearest};
use crate::act::PositionRecorded;
use crate::{Error, correct};
use incident::{Archive, Bounds, Facet, Told};
use rusqlite::{Connection, OptionalExtension, Row};
use std::sync::Arc;
use text::{Sketch, Vocabulary};
use value::{Account, AccountKey, Position, Reading, ReportKey};

/// How many accounts of one report have a number; those beyond are not resolved.
const MOST: usize = 1 << 16;

/// The number of an account: the row of its report, and its place among those of its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Number(pub(super) i64);

impl Number {
    pub(super) fn of(report: i64, nth: usize) -> Self {
        Self(report << 16 | nth as i64)
    }

    pub(super) fn report(self) -> i64 {
        self.0 >> 16
    }

    pub(super) fn nth(self) -> i64 {
        self.0 & 0xffff
    }
}

/// The anchors by which the accounts of a report are named: each its own, so that no two accounts share a key.
pub(crate) fn anchors(accounts: &[Account]) -> Vec<u32> {
    let mut anchors: Vec<u32> = Vec::with_capacity(accounts.len());
    for account in accounts {
        let mut anchor = account.anchor();
        while anchors.contains(&anchor) {
            anchor = anchor.saturating_add(1);
        }
        anchors.push(anchor);
    }
    anchors
}

const SELECT: &str = "SELECT row, key, id, publisher, published, sketch, reading, vocabulary, url \
                      FROM reports JOIN readings ON report = row";

/// Hands over the accounts of every report, the reports in the order of their keys.
pub(super) fn each_report(
    db: &Connection,
    on: &mut dyn FnMut(Vec<(Number, Told)>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut query = db.prepare(&format!("{SELECT} ORDER BY key"))?;
    let mut found = query.query([])?;
    while let Some(row) = found.next()? {
        on(told_by(db, row)?)?;
    }
    Ok(())
}

/// The accounts of one report, in the order of their keys.
pub(super) fn of_report(db: &Connection, report: i64) -> Result<Vec<(Number, Told)>, Error> {
    let mut query = db.prepare_cached(&format!("{SELECT} WHERE row = ?1"))?;
    let mut found = query.query([report])?;
    found.next()?.map_or_else(|| Ok(Vec::new()), |row| told_by(db, row))
}

/// The accounts of one report as they are compared.
pub(super) fn facets_of(told: &[(Number, Told)], archive: &Archive) -> Vec<Facet> {
    told.iter().map(|(_, told)| Facet::of(told, archive)).collect()
}

fn told_by(db: &Connection, row: &Row<'_>) -> Result<Vec<(Number, Told)>, Error> {
    let (number, key): (i64, String) = (row.get(0)?, row.get(1)?);
    let (recorded, corrections) = (recorded(db, &key)?, correct::of(db, &key)?);
    let key = ReportKey(key);
    let report: String = row.get(2)?;
    let publisher: Option<String> = row.get(3)?;
    let (published, url): (_, Option<String>) = (day(row, 4)?, row.get(8)?);
    let published_between =
        url.as_deref().filter(|_| published.is_none()).and_then(intake::published_between);
    let sketch = Arc::new(sketch(row.get_ref(5)?.as_blob().unwrap_or_default()));
    let reading: Reading = serde_json::from_str(row.get_ref(6)?.as_str().unwrap_or_default())?;
    let vocabulary = Arc::new(vocabulary(row.get_ref(7)?.as_blob().unwrap_or_default()));
    let Reading { mut accounts, positions, .. } = reading;
    accounts.truncate(MOST);
    if accounts.is_empty() {
        accounts.push(incident::bare());
    }
    // Accounts keep the names that the program's reading gave them, whatever people correct in them.
    let anchors = anchors(&accounts);
    correct::apply(&mut accounts, &anchors, &corrections);
    let mut told = Vec::with_capacity(accounts.len());
    for (n, account) in accounts.into_iter().enumerate() {
        let by_hand = recorded.iter().filter(|position| nearest(&anchors, position.of.anchor) == Some(n));
        let by_text = positions.iter().filter(|p| of(p, &anchors).is_none_or(|of| of == n)).cloned();
        let one = Told {
            key: AccountKey { report: key.clone(), anchor: anchors.get(n).copied().unwrap_or_default() },
            report: report.clone(),
            publisher: publisher.clone(),
            published,
            published_between,
            sketch: Arc::clone(&sketch),
            words: incident::words(&account, n, &vocabulary),
            rank: n,
            positions: by_text.chain(by_hand.map(as_position)).collect(),
            account,
        };
        told.push((Number::of(number, n), one));
    }
    told.sort_by_key(|(_, told)| told.key.anchor);
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

/// Positions that people recorded of a report, in the order of the ledger.
fn recorded(db: &Connection, report: &str) -> Result<Vec<PositionRecorded>, Error> {
    let mut query = db.prepare_cached("SELECT position FROM positions WHERE report = ?1 ORDER BY act")?;
    let mut found = query.query([report])?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        all.push(serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?);
    }
    Ok(all)
}

/// The words of the reports that are looked at to know which words are rare; and how many reports there are.
pub(super) fn archive(db: &Connection, bounds: &Bounds) -> Result<(i64, Archive), Error> {
    let reports = received(db)?;
    let halvings = Archive::halvings(reports.cast_unsigned(), bounds);
    let mut query = db.prepare("SELECT key, vocabulary FROM reports")?;
    let mut found = query.query([])?;
    let mut looked_at = Vec::new();
    while let Some(row) = found.next()? {
        if Archive::looks_at(&ReportKey(row.get(0)?), halvings) {
            looked_at.push(vocabulary(row.get_ref(1)?.as_blob().unwrap_or_default()));
        }
    }
    Ok((reports, Archive::count(halvings, looked_at)))
}

/// What is kept of the archive, where reports that came in since change nothing of it.
pub(super) fn kept_archive(db: &Connection, bounds: &Bounds) -> Result<Option<Archive>, Error> {
    let sql = "SELECT reports, words FROM archive";
    let columns = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?));
    let Some((before, bytes)) = db.query_row(sql, [], columns).optional()? else { return Ok(None) };
    let Some(archive) = Archive::from_bytes(&bytes) else { return Ok(None) };
    if Archive::halvings(received(db)?.cast_unsigned(), bounds) != archive.halved() {
        return Ok(None);
    }
    // Rows of reports are numbered as they come in, and none is ever removed.
    let mut query = db.prepare_cached("SELECT key FROM reports WHERE row > ?1")?;
    let mut found = query.query([before])?;
    while let Some(row) = found.next()? {
        if Archive::looks_at(&ReportKey(row.get(0)?), archive.halved()) {
            return Ok(None);
        }
    }
    Ok(Some(archive))
}

/// How many reports came in.
pub(super) fn received(db: &Connection) -> Result<i64, Error> {
    Ok(db.query_row("SELECT ifnull(max(row), 0) FROM reports", [], |row| row.get(0))?)
}

fn sketch(bytes: &[u8]) -> Sketch {
    Sketch(bytes.as_chunks().0.iter().map(|hash| u64::from_le_bytes(*hash)).collect())
}

fn vocabulary(bytes: &[u8]) -> Vocabulary {
    Vocabulary(bytes.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word)).collect())
}
