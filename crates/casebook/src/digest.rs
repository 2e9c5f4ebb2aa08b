//! One hash over everything that is projected, so that two projections can be compared. Enters: a database.
//! Leaves: a SHA-256. Never depends on how the rows lie in the file.

use crate::{Casebook, Error};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Every table and the order of its rows. What the program computes rows by is none of what they say.
const TABLES: &[(&str, &str)] = &[
    ("meta WHERE name <> 'rules'", "name"),
    ("reports", "row"),
    ("receipts", "act"),
    ("readings", "report"),
    ("earlier_readings", "report, act"),
    ("anchors", "report, anchor"),
    ("judgements", "act"),
    ("positions", "act"),
    ("gazetteers", "act"),
    ("releases", "act"),
    ("lists", "act"),
    ("person_judgements", "act"),
    ("corrections", "act"),
    ("withdrawals", "withdrawn, act"),
    ("restrictions", "report"),
    ("affiliations", "publisher"),
    ("incidents", "id"),
    ("glances", "id"),
    ("members", "report, nth"),
    ("aliases", "alias"),
    ("doubts", "a, b"),
    ("entries", "key, first, account"),
    ("traces", "account"),
    ("bonds", "a, b"),
    ("statements", "account"),
    ("archive", "reports"),
    ("review", "id"),
    ("reviewed", "incident, item"),
];

impl Casebook {
    /// Computes the SHA-256 over all rows of the projection, in lower-case hexadecimal. Casebooks with the same
    /// acts have the same digest, however the acts came in.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn projection_digest(&mut self) -> Result<String, Error> {
        self.queued()?;
        digest(&self.db)
    }
}

pub(crate) fn digest(db: &Connection) -> Result<String, Error> {
    let mut hash = Sha256::new();
    each_table(db, |_, rows| hash.update(rows))?;
    let mut hex = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    Ok(hex)
}

/// The tables of which two projections have other rows.
pub(crate) fn differing(a: &Connection, b: &Connection) -> Result<Vec<String>, Error> {
    let (mut of_a, mut of_b) = (Vec::new(), Vec::new());
    each_table(a, |table, rows| of_a.push((table.to_owned(), rows.to_vec())))?;
    each_table(b, |table, rows| of_b.push((table.to_owned(), rows.to_vec())))?;
    Ok(of_a.into_iter().zip(of_b).filter(|(a, b)| a != b).map(|((table, _), _)| table).collect())
}

/// Hands over the name of every table, with the SHA-256 of its rows.
fn each_table(db: &Connection, mut on: impl FnMut(&str, &[u8])) -> Result<(), Error> {
    for (table, order) in TABLES {
        let rows = hash_of_rows(db, &format!("SELECT * FROM {table} ORDER BY {order}"))?;
        on(table.split(' ').next().unwrap_or(table), &rows);
    }
    // The words are listed as the index has them, in an order of its own that is that of terms and rows.
    db.execute_batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.every_word USING fts5vocab(main, words, instance)",
    )?;
    on("words", &hash_of_rows(db, "SELECT * FROM temp.every_word")?);
    Ok(())
}

fn hash_of_rows(db: &Connection, sql: &str) -> Result<[u8; 32], Error> {
    let mut hash = Sha256::new();
    let mut query = db.prepare(sql)?;
    let columns = query.column_count();
    hash.update(sql.as_bytes());
    let mut found = query.query([])?;
    while let Some(row) = found.next()? {
        for column in 0..columns {
            add(row.get_ref(column)?, &mut hash);
        }
    }
    Ok(hash.finalize().into())
}

/// Adds a value under its kind and length, so that no two rows read alike.
fn add(value: ValueRef<'_>, hash: &mut Sha256) {
    let (kind, bytes): (u8, &[u8]) = match value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(number) => {
            hash.update([1]);
            return hash.update(number.to_le_bytes());
        }
        ValueRef::Real(number) => {
            hash.update([2]);
            return hash.update(number.to_le_bytes());
        }
        ValueRef::Text(text) => (3, text),
        ValueRef::Blob(blob) => (4, blob),
    };
    hash.update([kind]);
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}
