//! By what accounts are found, and what ties them, as rows. Enters: entries and ties. Leaves: rows, and what is found
//! by them: the accounts worth comparing with one. Finds what a comparison of all with all would.

use super::accounts::Number;
use crate::Error;
use incident::{Bounds, ENOUGH, Entry, REACH, Way};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// The widest range of days, less one, of an entry that meets others by day, and the days that may lie between two.
const NARROW: i32 = 15 + 2;

/// Writes the entries of accounts.
pub(super) fn enter(db: &Connection, number: Number, entries: &[Entry]) -> Result<(), Error> {
    let mut insert = db.prepare_cached("INSERT INTO entries VALUES (?1, ?2, ?3, ?4)")?;
    for entry in entries {
        insert.execute(params![entry.key.cast_signed(), entry.first, number.0, entry.last])?;
    }
    trace(db, number, entries)
}

/// Writes which entries an account has.
pub(super) fn trace(db: &Connection, number: Number, entries: &[Entry]) -> Result<(), Error> {
    let trace: Vec<u8> = entries.iter().flat_map(|entry| to_bytes(*entry)).collect();
    db.prepare_cached("INSERT INTO traces VALUES (?1, ?2)")?.execute(params![number.0, trace])?;
    Ok(())
}

/// Takes the entries of an account out, and returns them.
pub(super) fn take_out(db: &Connection, number: Number) -> Result<Vec<Entry>, Error> {
    let entries = entries(db, number)?;
    let mut delete =
        db.prepare_cached("DELETE FROM entries WHERE key = ?1 AND first = ?2 AND account = ?3")?;
    for entry in &entries {
        delete.execute(params![entry.key.cast_signed(), entry.first, number.0])?;
    }
    db.prepare_cached("DELETE FROM traces WHERE account = ?1")?.execute([number.0])?;
    db.prepare_cached("DELETE FROM statements WHERE account = ?1")?.execute([number.0])?;
    Ok(entries)
}

/// The entries of an account.
pub(super) fn entries(db: &Connection, number: Number) -> Result<Vec<Entry>, Error> {
    let mut query = db.prepare_cached("SELECT entries FROM traces WHERE account = ?1")?;
    let mut found = query.query([number.0])?;
    let Some(row) = found.next()? else { return Ok(Vec::new()) };
    Ok(row.get_ref(0)?.as_blob().unwrap_or_default().as_chunks().0.iter().map(of_bytes).collect())
}

/// The accounts of a report that have entries.
pub(super) fn entered(db: &Connection, report: i64) -> Result<Vec<Number>, Error> {
    let mut query =
        db.prepare_cached("SELECT account FROM traces WHERE account BETWEEN ?1 AND ?2 ORDER BY account")?;
    let ends = [Number::of(report, 0).0, Number::of(report + 1, 0).0 - 1];
    Ok(query.query_map(ends, |row| row.get(0).map(Number))?.collect::<Result<_, _>>()?)
}

/// Of entries that came or went those that just became too common to say anything, or rare enough to: the accounts that
/// have one, of which the ties may differ.
pub(super) fn crowd(
    db: &Connection,
    bounds: &Bounds,
    entry: Entry,
    came: bool,
) -> Result<Vec<Number>, Error> {
    let most = bounds.most(entry.way());
    if most == usize::MAX {
        return Ok(Vec::new());
    }
    let have = with_key(db, entry.key, most.saturating_add(2))?;
    let turned = if came { have.len() == most + 1 } else { have.len() == most };
    Ok(if turned { have } else { Vec::new() })
}

fn with_key(db: &Connection, key: u64, limit: usize) -> Result<Vec<Number>, Error> {
    let mut query = db.prepare_cached("SELECT account FROM entries WHERE key = ?1 LIMIT ?2")?;
    let found = query.query_map(params![key.cast_signed(), limit as i64], |row| row.get(0).map(Number))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The accounts worth comparing with one that has these entries, those of its own report left out.
pub(super) fn candidates(
    db: &Connection,
    bounds: &Bounds,
    number: Number,
    entries: &[Entry],
) -> Result<BTreeSet<Number>, Error> {
    let mut by_way: BTreeMap<(Way, Number), u32> = BTreeMap::new();
    for entry in entries {
        for (other, met) in near(db, bounds, *entry)? {
            if met.report() != number.report() {
                let bits = by_way.entry((entry.way(), met)).or_default();
                *bits = bits.saturating_add(entry.meets(other));
            }
        }
    }
    Ok(by_way.into_iter().filter(|(_, bits)| *bits >= ENOUGH).map(|((_, met), _)| met).collect())
}

/// The entries of the same key that may meet one.
fn near(db: &Connection, bounds: &Bounds, entry: Entry) -> Result<Vec<(Entry, Number)>, Error> {
    let read = |row: &rusqlite::Row<'_>| {
        let (first, number, last) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((Entry { key: entry.key, first, last }, Number(number)))
    };
    let key = entry.key.cast_signed();
    let (most, day) = (bounds.most(entry.way()), entry.way() == Way::Day);
    let mut found: Vec<(Entry, Number)> = if day && entry.last - entry.first < 16 {
        let sql = "SELECT first, account, last FROM entries \
                   WHERE key = ?1 AND first BETWEEN ?2 AND ?3 AND last - first < 16 \
                   UNION ALL SELECT first, account, last FROM entries INDEXED BY entries_of_many_days \
                   WHERE key = ?1 AND first BETWEEN ?4 AND ?5 AND last - first >= 16";
        let days =
            params![key, entry.first - NARROW, entry.last + NARROW, entry.first - REACH, entry.last + REACH];
        db.prepare_cached(sql)?.query_map(days, read)?.collect::<Result<_, _>>()?
    } else if day {
        let sql = "SELECT first, account, last FROM entries WHERE key = ?1 AND first BETWEEN ?2 AND ?3";
        let days = params![key, entry.first - REACH, entry.last + REACH];
        db.prepare_cached(sql)?.query_map(days, read)?.collect::<Result<_, _>>()?
    } else {
        let sql = "SELECT first, account, last FROM entries WHERE key = ?1 LIMIT ?2";
        let limit = params![key, most as i64 + 1];
        db.prepare_cached(sql)?.query_map(limit, read)?.collect::<Result<_, _>>()?
    };
    if found.len() > most {
        found.clear();
    }
    Ok(found)
}

/// What ties an account to others, with the hundredths of bits.
pub(super) fn ties(db: &Connection, number: Number) -> Result<Vec<(Number, i32)>, Error> {
    let mut query = db.prepare_cached("SELECT b, bits FROM bonds WHERE a = ?1 ORDER BY b")?;
    let found = query.query_map([number.0], |row| Ok((Number(row.get(0)?), row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Writes a tie.
pub(super) fn tie(db: &Connection, a: Number, b: Number, bits: i32) -> Result<(), Error> {
    let mut insert = db.prepare_cached("INSERT OR REPLACE INTO bonds VALUES (?1, ?2, ?3)")?;
    insert.execute(params![a.0, b.0, bits])?;
    insert.execute(params![b.0, a.0, bits])?;
    Ok(())
}

/// Removes the ties of an account.
pub(super) fn untie(db: &Connection, number: Number) -> Result<(), Error> {
    for (other, _) in ties(db, number)? {
        db.prepare_cached("DELETE FROM bonds WHERE a = ?1 AND b = ?2")?.execute([other.0, number.0])?;
    }
    db.prepare_cached("DELETE FROM bonds WHERE a = ?1")?.execute([number.0])?;
    Ok(())
}

/// Writes that an account is a party's word on an event.
pub(super) fn state(db: &Connection, number: Number, days: Option<(i32, i32)>) -> Result<(), Error> {
    if let Some((first, last)) = days {
        let mut insert = db.prepare_cached("INSERT INTO statements VALUES (?1, ?2, ?3)")?;
        insert.execute(params![number.0, first, last])?;
    }
    Ok(())
}

/// The statements that speak of days between two.
pub(super) fn statements(db: &Connection, first: i32, last: i32) -> Result<Vec<Number>, Error> {
    let sql = "SELECT account FROM statements WHERE first BETWEEN ?1 AND ?2 ORDER BY account";
    let mut query = db.prepare_cached(sql)?;
    let days = [first.saturating_sub(REACH), last.saturating_add(REACH)];
    Ok(query.query_map(days, |row| row.get(0).map(Number))?.collect::<Result<_, _>>()?)
}

fn to_bytes(entry: Entry) -> [u8; 16] {
    let (key, first, last) = (entry.key.to_le_bytes(), entry.first.to_le_bytes(), entry.last.to_le_bytes());
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&key);
    bytes[8..12].copy_from_slice(&first);
    bytes[12..].copy_from_slice(&last);
    bytes
}

fn of_bytes(bytes: &[u8; 16]) -> Entry {
    let number = |at: usize| {
        let mut four = [0; 4];
        four.copy_from_slice(&bytes[at..at + 4]);
        i32::from_le_bytes(four)
    };
    let mut key = [0; 8];
    key.copy_from_slice(&bytes[..8]);
    Entry { key: u64::from_le_bytes(key), first: number(8), last: number(12) }
}
