//! Incidents by what they are like, or one by its name. Enters: a filter, or an id. Leaves: incidents in the order
//! of the contract, by date and then id. Never changes one.

use crate::derive::{anchors, nearest};
use crate::report::SHORTEST_PREFIX;
use crate::search_text::{terms, to_fts5};
use crate::{Casebook, Error, ErrorKind};
use jiff::civil::Date;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;
use value::{AccountKey, Grade, Incident, ReportKey};

/// What incidents are wanted; a field that is `None` admits all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those that may have happened on this day or later.
    pub from: Option<Date>,
    /// Those that may have happened on this day or earlier.
    pub to: Option<Date>,
    /// Those at a place whose name has this in it, whatever the spelling's case, marks and article.
    pub place: Option<String>,
    /// Those with a party whose name has this in it.
    pub actor: Option<String>,
    /// Those of this grade.
    pub grade: Option<Grade>,
    /// Those of which a report tells that has these words, as [`Casebook::search`] takes them.
    pub text: Option<String>,
}

const SELECT: &str = "SELECT incident FROM incidents
    WHERE (?1 IS NULL OR last_day >= ?1) AND (?2 IS NULL OR first_day <= ?2)
      AND (?3 IS NULL OR instr(places, ?3) > 0) AND (?4 IS NULL OR instr(actors, ?4) > 0)
      AND (?5 IS NULL OR grade = ?5)
      AND (?6 IS NULL OR id IN (SELECT members.incident FROM words JOIN members ON report = words.rowid
                                WHERE words MATCH ?6))
    ORDER BY first_day IS NULL, first_day, id";

impl Casebook {
    /// Returns the incidents that a filter admits, by date and then id.
    ///
    /// # Errors
    /// `Input` where the filter's text has no word in it; `Damaged`, `Busy`, `Io`.
    pub fn incidents(&mut self, filter: &Filter) -> Result<Vec<Incident>, Error> {
        let mut all = Vec::new();
        self.each_incident(filter, &mut |incident| all.push(incident))?;
        Ok(all)
    }

    /// Hands over the same incidents one by one, and holds one at a time.
    ///
    /// # Errors
    /// Those of [`Casebook::incidents`].
    pub fn each_incident(&mut self, filter: &Filter, on: &mut dyn FnMut(Incident)) -> Result<(), Error> {
        self.resolved()?;
        let words = filter.text.as_deref().map(wanted).transpose()?;
        let fold = |name: &Option<String>| name.as_deref().map(gazetteer::fold);
        let mut query = self.db.prepare_cached(SELECT)?;
        let mut found = query.query(params![
            filter.from.map(|day| day.to_string()),
            filter.to.map(|day| day.to_string()),
            fold(&filter.place),
            fold(&filter.actor),
            filter.grade.map(Grade::as_str),
            words,
        ])?;
        while let Some(row) = found.next()? {
            on(serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?);
        }
        Ok(())
    }

    /// Returns an incident by its id, by an id that it had or that another of its accounts gives, or by a
    /// beginning of these that no other incident has.
    ///
    /// # Errors
    /// `NotFound`; `Input` where several are meant, which it names.
    pub fn incident(&mut self, name: &str) -> Result<Incident, Error> {
        self.resolved()?;
        let id = self.find_incident(name)?;
        let sql = "SELECT incident FROM incidents WHERE id = ?1";
        let json: String = self.db.prepare_cached(sql)?.query_row([&id], |row| row.get(0))?;
        Ok(serde_json::from_str(&json)?)
    }

    fn find_incident(&self, name: &str) -> Result<String, Error> {
        let absent = || Error::not_found(format!("there is no incident {name} here"));
        for sql in ["SELECT id FROM incidents WHERE id = ?1", "SELECT incident FROM aliases WHERE alias = ?1"]
        {
            let found = self.db.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional()?;
            if let Some(id) = found {
                return Ok(id);
            }
        }
        if name.chars().count() < SHORTEST_PREFIX {
            return Err(absent());
        }
        let sql = "SELECT id FROM incidents WHERE id >= ?1 AND id < ?1 || char(1114111)
            UNION SELECT incident FROM aliases WHERE alias >= ?1 AND alias < ?1 || char(1114111) LIMIT 6";
        let mut query = self.db.prepare_cached(sql)?;
        let mut found = query.query_map([name], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        match found.len() {
            0 => Err(absent()),
            1 => Ok(found.swap_remove(0)),
            _ => Err(Error::input(format!("{name} may be any of: {}; write more of it", found.join(", ")))),
        }
    }

    /// The accounts that a name stands for: those of an incident; for `REPORT#2` the second of a report; for `REPORT@120`
    /// the one whose words stand nearest to code point 120.
    pub(crate) fn accounts_of(&mut self, name: &str) -> Result<Vec<AccountKey>, Error> {
        self.resolved()?;
        if let Some((report, nth)) = name.rsplit_once('#')
            && let Ok(nth) = nth.parse::<usize>()
        {
            return self.nth_account(report, nth).map(|key| vec![key]);
        }
        if let Some((report, anchor)) = name.rsplit_once('@')
            && let Ok(anchor) = anchor.parse::<u32>()
            && let Some(key) = self.account_near(report, anchor)?
        {
            return Ok(vec![key]);
        }
        let incident = self.incident(name)?;
        Ok(incident.accounts.into_iter().map(|member| member.key).collect())
    }

    /// Returns the reports of the accounts that a name stands for, as decisions take it.
    ///
    /// # Errors
    /// `NotFound`; `Input` where several are meant.
    pub fn reports_named(&mut self, name: &str) -> Result<BTreeSet<ReportKey>, Error> {
        Ok(self.accounts_of(name)?.into_iter().map(|key| key.report).collect())
    }

    /// The account of a report that stands nearest to a code point; `None` where the report or its accounts are not there.
    fn account_near(&self, report: &str, anchor: u32) -> Result<Option<AccountKey>, Error> {
        let (row, head) = match self.find_report(report) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        let accounts = self.reading(row)?.map(|current| current.reading.accounts).unwrap_or_default();
        let anchors = anchors(&accounts);
        let anchor = nearest(&anchors, anchor).and_then(|n| anchors.get(n).copied());
        Ok(anchor.map(|anchor| AccountKey { report: head.key, anchor }))
    }

    fn nth_account(&self, report: &str, nth: usize) -> Result<AccountKey, Error> {
        let (row, head) = self.find_report(report)?;
        let accounts = self.reading(row)?.map(|current| current.reading.accounts).unwrap_or_default();
        let anchors = anchors(&accounts);
        let anchor = nth.checked_sub(1).and_then(|n| anchors.get(n)).ok_or_else(|| {
            Error::not_found(format!("report {report} has {} accounts, so no #{nth}", accounts.len()))
        })?;
        Ok(AccountKey { report: head.key, anchor: *anchor })
    }
}

/// Writes what a person searches for as FTS5 has it.
pub(crate) fn wanted(query: &str) -> Result<String, Error> {
    let terms = terms(query);
    if terms.is_empty() {
        return Err(Error::input(format!("there is no word in “{query}” to search for")));
    }
    Ok(to_fts5(&terms))
}
