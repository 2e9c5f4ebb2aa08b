//! What people read otherwise than the program. Enters: a report's accounts and the corrections on record. Leaves: the
//! accounts with the corrected values. Never changes which accounts there are or what they are called.

use crate::act::AccountCorrected;
use crate::derive::{anchors, nearest};
use crate::{Casebook, Error, KeptReport};
use rusqlite::Connection;
use value::{Account, AccountKey, Reading};

impl Casebook {
    /// Returns the current reading of a report with what people corrected in it, and the keys of its accounts in their
    /// order; `None` where the report was not read.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn corrected_reading(
        &mut self,
        report: &KeptReport,
    ) -> Result<Option<(Reading, Vec<AccountKey>)>, Error> {
        let Some(current) = &report.reading else { return Ok(None) };
        let mut reading = current.reading.clone();
        let anchors = anchors(&reading.accounts);
        apply(&mut reading.accounts, &anchors, &of(&self.db, &report.head.key.0)?);
        let key = |anchor: &u32| AccountKey { report: report.head.key.clone(), anchor: *anchor };
        Ok(Some((reading, anchors.iter().map(key).collect())))
    }
}

/// Corrections of one report that nobody took back, in the order of the ledger.
pub(crate) fn of(db: &Connection, report: &str) -> Result<Vec<AccountCorrected>, Error> {
    let mut query = db.prepare_cached(
        "SELECT correction FROM corrections \
         WHERE report = ?1 AND act NOT IN (SELECT withdrawn FROM withdrawals) ORDER BY act",
    )?;
    let mut found = query.query([report])?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        all.push(serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?);
    }
    Ok(all)
}

/// Puts corrected values into the accounts that stand nearest to where they were corrected.
pub(crate) fn apply(accounts: &mut [Account], anchors: &[u32], corrections: &[AccountCorrected]) {
    for correction in corrections {
        let account = nearest(anchors, correction.of.anchor).and_then(|n| accounts.get_mut(n));
        if let Some(account) = account {
            // A value that a newer version does not understand was checked when it was recorded, and is passed over.
            let _ = incident::correct(account, &correction.field, &correction.value, &correction.spans);
        }
    }
}
