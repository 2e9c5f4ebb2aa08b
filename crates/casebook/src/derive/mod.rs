//! Incidents out of the rows: of every account that changed since they were last derived, with all that hangs together
//! with it; or of all accounts, where what changed bears on all. Enters: the tables that acts were applied to. Leaves: the
//! tables of incidents, their members, their ids and doubts. Both ways give the same rows.
//!
//! `accounts` reads accounts, `found` finds those worth comparing by rows, `whole` resolves all of them, `part` those that
//! changed, `keep` writes what comes of it; `queue` makes of it what
//! needs a person's eyes.

mod accounts;
mod found;
mod keep;
mod part;
pub(crate) mod queue;
#[cfg(test)]
mod tests;
mod whole;

pub(crate) use accounts::anchors;

use crate::casebook::{Access, coding};
use crate::{Casebook, Error, store};
use incident::{Bounds, Policy};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior};
use value::Judgement;

/// Of more reports at once it is quicker to resolve all.
const MANY: u64 = 256;

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

    /// Brings the handle up to date, with the queue of what needs a person's eyes.
    pub(crate) fn queued(&mut self) -> Result<(), Error> {
        self.resolved()?;
        if self.access == Access::View
            || store::number(&self.db, "queued")? >= store::number(&self.db, "changed")?
        {
            return Ok(());
        }
        self.detach()?;
        queue::make(&self.db)
    }
}

/// Resolves what changed and keeps what comes of it, unless somebody kept something newer meanwhile.
pub(crate) fn resolve(db: &Connection, policy: &Policy) -> Result<(), Error> {
    resolve_within(db, policy, &Bounds::USUAL)
}

fn resolve_within(db: &Connection, policy: &Policy, bounds: &Bounds) -> Result<(), Error> {
    let stirred: u64 =
        db.query_row("SELECT count(*) FROM (SELECT 1 FROM stirred LIMIT ?1)", [MANY as i64 + 1], |row| {
            row.get::<_, i64>(0).map(i64::cast_unsigned)
        })?;
    if stirred <= MANY && store::number(db, "resolved")? > 0 && accounts::kept_archive(db, bounds)?.is_some()
    {
        let writing = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
        // What was looked at before the transaction may have changed until it began.
        store::check_ours(&writing)?;
        if let Some(archive) = accounts::kept_archive(&writing, bounds)? {
            part::resolve(&writing, &archive, policy, bounds)?;
            return Ok(writing.commit()?);
        }
    }
    whole::resolve(db, policy, bounds)
}

/// Which of a report's accounts an anchor names: the nearest, of two as near the earlier.
pub(crate) fn nearest(anchors: &[u32], anchor: u32) -> Option<usize> {
    let near = anchors.iter().enumerate().min_by_key(|(_, here)| (here.abs_diff(anchor), **here));
    near.map(|(n, _)| n)
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

/// The key of the report in a row.
fn key_of(db: &Connection, report: i64) -> Result<Option<String>, Error> {
    let mut query = db.prepare_cached("SELECT key FROM reports WHERE row = ?1")?;
    Ok(query.query_row([report], |row| row.get(0)).optional()?)
}
