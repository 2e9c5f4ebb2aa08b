//! What was done on one incident, or about one report. Enters: reports. Leaves: the acts that concern them, in the
//! order of the ledger, and whether each still holds. Never interprets them.

use crate::act::{Act, Deed};
use crate::log::Logged;
use crate::{Casebook, Error};
use rusqlite::Connection;
use serde::Serialize;
use std::collections::BTreeSet;
use value::{Incident, ReportKey};

/// An act with what became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Happened {
    /// The act.
    #[serde(flatten)]
    pub logged: Logged,
    /// Number of the act by which it was taken back.
    pub withdrawn_by: Option<u64>,
}

impl Happened {
    /// Whether it is a decision of a person, which can be taken back.
    pub fn is_decision(&self) -> bool {
        matches!(self.logged.act.deed, Deed::Judgement(_) | Deed::AccountCorrected(_))
    }
}

impl Casebook {
    /// Returns every act on an incident: its reports' receipts and current readings, and what people decided.
    ///
    /// # Errors
    /// `Tampered`, `Newer`, `Damaged`, `Io`.
    pub fn history(&mut self, incident: &Incident) -> Result<Vec<Happened>, Error> {
        let reports = incident.accounts.iter().map(|member| member.key.report.clone()).collect();
        self.history_of(&reports)
    }

    /// Returns every act about some reports.
    ///
    /// # Errors
    /// Those of [`Casebook::history`].
    pub fn history_of(&mut self, reports: &BTreeSet<ReportKey>) -> Result<Vec<Happened>, Error> {
        self.refresh()?;
        let numbers = numbers(&self.db, reports)?;
        let mut withdrawn =
            self.db.prepare_cached("SELECT min(act) FROM withdrawals WHERE withdrawn = ?1")?;
        let mut happened = Vec::with_capacity(numbers.len());
        for number in numbers {
            let by: Option<i64> = withdrawn.query_row([number], |row| row.get(0))?;
            let number = number.cast_unsigned();
            let act = Act::read(&self.ledger.act(number)?)?;
            let logged = Logged { number, act };
            happened.push(Happened { logged, withdrawn_by: by.map(i64::cast_unsigned) });
        }
        Ok(happened)
    }

    /// The number of the last act that is in view where anything is shown now; a decision that was made on it knows of no
    /// later one.
    ///
    /// # Errors
    /// Those of [`Casebook::shown`].
    pub fn last_act_shown(&self) -> Result<u64, Error> {
        Ok(self.shown()?.saturating_sub(1))
    }
}

/// Numbers of the acts about reports, in order.
fn numbers(db: &Connection, reports: &BTreeSet<ReportKey>) -> Result<BTreeSet<i64>, Error> {
    let mut numbers = BTreeSet::new();
    let mut by_report = db.prepare_cached(
        "SELECT act FROM receipts WHERE report = (SELECT row FROM reports WHERE key = ?1)
         UNION ALL SELECT act FROM readings WHERE report = (SELECT row FROM reports WHERE key = ?1)
         UNION ALL SELECT act FROM positions WHERE report = ?1
         UNION ALL SELECT act FROM corrections WHERE report = ?1
         UNION ALL SELECT act FROM restrictions WHERE report = ?1
         UNION ALL SELECT act FROM judgements WHERE instr(verdict, ?1) > 0",
    )?;
    for report in reports {
        let mut found = by_report.query([&report.0])?;
        while let Some(row) = found.next()? {
            numbers.insert(row.get(0)?);
        }
    }
    let mut taken_back = db.prepare_cached("SELECT act FROM withdrawals WHERE withdrawn = ?1")?;
    for number in numbers.clone() {
        for act in taken_back.query_map([number], |row| row.get(0))? {
            numbers.insert(act?);
        }
    }
    Ok(numbers)
}
