//! One hash over everything that is projected, so that two projections can be compared. Enters: a database.
//! Leaves: a SHA-256. Never depends on how the rows lie in the file.

use crate::{Casebook, Error};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Every table and the order of its rows.
const TABLES: &[(&str, &str)] = &[
    ("meta", "name"),
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
    ("review", "rank"),
    ("reviewed", "incident, rank"),
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
    for (table, order) in TABLES {
        add_rows(db, &format!("SELECT * FROM {table} ORDER BY {order}"), &mut hash)?;
    }
    // The words are listed as the index has them, in an order of its own that is that of terms and rows.
    db.execute_batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.every_word USING fts5vocab(main, words, instance)",
    )?;
    add_rows(db, "SELECT * FROM temp.every_word", &mut hash)?;
    let mut hex = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    Ok(hex)
}

fn add_rows(db: &Connection, sql: &str, hash: &mut Sha256) -> Result<(), Error> {
    let mut query = db.prepare(sql)?;
    let columns = query.column_count();
    hash.update(sql.as_bytes());
    let mut found = query.query([])?;
    while let Some(row) = found.next()? {
        for column in 0..columns {
            add(row.get_ref(column)?, hash);
        }
    }
    Ok(())
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
