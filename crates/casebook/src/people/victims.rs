//! Those whom reports name as killed, as one list. Enters: current readings. Leaves: an entry for each name in each report,
//! named by the report and the place of the name in it, so that a decision about it outlives another reading.

use super::rows::Rows;
use crate::derive::anchors;
use crate::{Casebook, Error};
use person::{Column, Trait};
use std::collections::BTreeMap;
use value::{Account, REPORTS, Reading, Sensitivity, Victim, VictimStatus};

/// Where the end of a name stands in a row.
const END: usize = 1;

impl Casebook {
    /// The list of those whom reports name. It claims nothing: many reports name one person.
    pub(super) fn victims(&mut self) -> Result<Rows, Error> {
        self.resolved()?;
        let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let sql = "SELECT reports.key, reports.row, reading FROM reports JOIN readings ON report = row ORDER BY key";
        let mut query = self.db.prepare(sql)?;
        let mut found = query.query([])?;
        while let Some(row) = found.next()? {
            let report: String = row.get(0)?;
            let reading: Reading = serde_json::from_str(row.get_ref(2)?.as_str().unwrap_or_default())?;
            for (account, anchor) in reading.accounts.iter().zip(anchors(&reading.accounts)) {
                let incident = self.incident_of(row.get(1)?, anchor)?.unwrap_or_default();
                for victim in account.victims.iter().filter(|victim| is_person(victim)) {
                    let Some(cells) = entry(&report, account, victim, &incident) else { continue };
                    rows.entry(cells[0].clone()).or_insert(cells);
                }
            }
        }
        Ok(Rows {
            name: REPORTS.to_owned(),
            unique: false,
            // What a report tells was told to whoever made it; it is nobody's consent to pass it on.
            sensitivity: Sensitivity::Confidential,
            columns: vec![
                None,
                None,
                Some(Column::Name),
                Some(Column::Age),
                Some(Column::Sex),
                Some(Column::Died),
                Some(Column::Trait(Trait::Place)),
                Some(Column::Trait(Trait::Incident)),
            ],
            key: 0,
            entries: rows.into_values().collect(),
        })
    }

    fn incident_of(&self, report: i64, anchor: u32) -> Result<Option<String>, Error> {
        use rusqlite::OptionalExtension;
        let sql = "SELECT incident FROM members WHERE report = ?1 AND anchor = ?2";
        let mut query = self.db.prepare_cached(sql)?;
        let values = rusqlite::params![report, anchor];
        Ok(query.query_row(values, |row| row.get(0)).optional()?)
    }
}

fn is_person(victim: &Victim) -> bool {
    victim.number == 1 && victim.status == VictimStatus::Killed && victim.name.is_some()
}

fn entry(report: &str, account: &Account, victim: &Victim, incident: &str) -> Option<Vec<String>> {
    let name = victim.name.as_deref()?;
    let quote = victim.spans.iter().find(|quote| quote.quote.contains(name)).or(victim.spans.first())?;
    let day = account.date.as_ref().filter(|date| date.start == date.end).and_then(|date| date.start);
    let text = |value: Option<String>| value.unwrap_or_default();
    Some(vec![
        format!("{report}@{}", quote.start),
        quote.end.to_string(),
        name.to_owned(),
        text(victim.age.map(|age| age.to_string())),
        text(victim.sex.map(|sex| sex.as_str().to_owned())),
        text(day.map(|day| day.to_string())),
        text(account.places.first().map(|place| place.name.clone())),
        incident.to_owned(),
    ])
}

/// The row of a victim that a key names, also where a later reading has the name begin a little elsewhere.
pub(super) fn find(victims: &Rows, key: &str) -> Option<usize> {
    let holds = |row: &Vec<String>| {
        let (report, at) = key.split_once('@')?;
        let (of, start) = row.first()?.split_once('@')?;
        let (at, start): (u32, u32) = (at.parse().ok()?, start.parse().ok()?);
        let end: u32 = row.get(END)?.parse().ok()?;
        // The beginning of a report's SHA-256 is enough where no other report has it.
        (of.starts_with(report) && report.len() >= 8 && (start..end).contains(&at)).then_some(())
    };
    victims.find(key).or_else(|| {
        let mut found =
            (0..victims.entries.len()).filter(|n| victims.entries.get(*n).and_then(holds).is_some());
        found.next().filter(|_| found.next().is_none())
    })
}
