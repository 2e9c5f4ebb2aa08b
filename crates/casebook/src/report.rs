//! One report as the casebook has it. Enters: a report's id, its SHA-256, or the beginning of either. Leaves: its
//! text, what is known of it, every receipt with its act's number, and the current reading.

use crate::act::Basis;
use crate::derive::day;
use crate::{Casebook, Error};
use jiff::civil::Date;
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;
use value::{Reading, ReportKey};

/// Fewest characters by which a report or incident may be named.
pub(crate) const SHORTEST_PREFIX: usize = 4;
/// How many candidates an error names.
const CANDIDATES: i64 = 5;

/// What is known of a report besides its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportHead {
    /// SHA-256 of its bytes.
    pub key: ReportKey,
    /// Its id.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Language of the text (BCP 47).
    pub language: Option<String>,
    /// How many bytes were received.
    pub bytes: u64,
}

/// One time that a report came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// Number of the act.
    pub act: u64,
    /// When (RFC 3339, UTC).
    pub at: String,
    /// Who brought it in.
    pub by: String,
    /// The path or stream it came from.
    pub name: String,
    /// Line of a file of JSON Lines, counted from 1.
    pub line: Option<u64>,
    /// What intake noted.
    pub notes: Vec<String>,
}

/// A reading of a report as the casebook has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeptReading {
    /// Number of the act.
    pub act: u64,
    /// When it was made (RFC 3339, UTC).
    pub at: String,
    /// Who had it made.
    pub by: String,
    /// What it was made by.
    pub basis: Basis,
    /// What was found.
    pub reading: Reading,
}

/// A report with all that hangs on it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeptReport {
    /// What is known of it.
    #[serde(flatten)]
    pub head: ReportHead,
    /// The text that was read; spans point into it.
    pub text: String,
    /// Every time that its bytes came in, the first first.
    pub receipts: Vec<Receipt>,
    /// The current reading.
    pub reading: Option<KeptReading>,
    /// The incidents of its accounts, by id.
    pub incidents: Vec<String>,
}

/// How much a casebook holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Acts in the ledger.
    pub acts: u64,
    /// Reports, each counted once.
    pub reports: u64,
    /// Receipts of reports.
    pub receipts: u64,
    /// Incidents.
    pub incidents: u64,
    /// Judgements.
    pub judgements: u64,
}

const HEAD: &str = "key, id, title, published, publisher, url, language, bytes";

impl Casebook {
    /// Returns a report by its id, its SHA-256 (also as `sha256:…`), or a beginning of either that no other has.
    ///
    /// # Errors
    /// `NotFound`; `Input` where several are meant, which it names; `Tampered` where the bytes are not as received.
    pub fn report(&mut self, name: &str) -> Result<KeptReport, Error> {
        self.resolved()?;
        let (row, head) = self.find_report(name)?;
        let report = self.reopen(&head.key)?;
        Ok(KeptReport {
            head,
            text: report.text,
            receipts: self.receipts(row)?,
            reading: self.reading(row)?,
            incidents: self.incidents_of(row)?,
        })
    }

    /// Lists reports in the order in which they first came in, `limit` of them after the first `skip`.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn reports(&mut self, skip: u64, limit: u64) -> Result<Vec<ReportHead>, Error> {
        self.refresh()?;
        // Rows are numbered without gaps, since no report is ever removed.
        let sql = format!("SELECT {HEAD} FROM reports WHERE row > ?1 ORDER BY row LIMIT ?2");
        let mut query = self.db.prepare_cached(&sql)?;
        let mut found = query.query(params![skip.cast_signed(), limit.min(1 << 40).cast_signed()])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            all.push(head(row, 0)?);
        }
        Ok(all)
    }

    /// Lists reports as they came in, the last first, `limit` of them after the first `skip`; without the restricted ones where
    /// only `open` ones are wanted. Also tells how many there are in all.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn latest_reports(
        &mut self,
        skip: u64,
        limit: u64,
        open: bool,
    ) -> Result<(Vec<ReportHead>, u64), Error> {
        self.refresh()?;
        let count = "SELECT ifnull((SELECT max(row) FROM reports), 0) - CASE WHEN ?1 THEN (SELECT count(*) FROM restrictions) ELSE 0 END";
        let of: i64 = self.db.prepare_cached(count)?.query_row([open], |row| row.get(0))?;
        let (skip, limit) = (skip.min(1 << 40).cast_signed(), limit.min(1 << 40).cast_signed());
        let mut all = Vec::new();
        let sql = if open {
            format!(
                "SELECT {HEAD} FROM reports WHERE key NOT IN (SELECT report FROM restrictions) ORDER BY row DESC LIMIT ?2 OFFSET ?1"
            )
        } else {
            format!("SELECT {HEAD} FROM reports WHERE row <= {of} - ?1 ORDER BY row DESC LIMIT ?2")
        };
        let mut query = self.db.prepare(&sql)?;
        let mut found = query.query(params![skip, limit])?;
        while let Some(row) = found.next()? {
            all.push(head(row, 0)?);
        }
        Ok((all, of.cast_unsigned()))
    }

    /// Returns the bytes of a report as they were received, and its head.
    ///
    /// # Errors
    /// `NotFound`; `Input` where several are meant; `Tampered` where the bytes are not as received; `Io`.
    pub fn report_bytes(&mut self, name: &str) -> Result<(ReportHead, Vec<u8>), Error> {
        self.refresh()?;
        let (_, head) = self.find_report(name)?;
        let bytes = self.ledger.blobs().get(&head.key.0)?;
        Ok((head, bytes))
    }

    /// Returns the ids of the incidents that the accounts of a report belong to.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn report_incidents(&mut self, key: &ReportKey) -> Result<Vec<String>, Error> {
        self.resolved()?;
        let row = crate::projection::find(&self.db, key)?;
        row.map_or_else(|| Ok(Vec::new()), |row| self.incidents_of(row))
    }

    /// Counts what the casebook holds.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn counts(&mut self) -> Result<Counts, Error> {
        self.resolved()?;
        let count = |table: &str| {
            let sql = format!("SELECT count(*) FROM {table}");
            self.db.query_row(&sql, [], |row| row.get::<_, i64>(0)).map(i64::cast_unsigned)
        };
        Ok(Counts {
            acts: self.ledger.size(),
            reports: count("reports")?,
            receipts: count("receipts")?,
            incidents: count("incidents")?,
            judgements: count("judgements")?,
        })
    }

    /// Finds one report by name: its row and head.
    pub(crate) fn find_report(&self, name: &str) -> Result<(i64, ReportHead), Error> {
        let bare = name.strip_prefix("sha256:").unwrap_or(name);
        let mut found = self.heads("id = ?1 OR key = ?2", name, bare)?;
        if found.is_empty() && bare.chars().count() >= SHORTEST_PREFIX {
            let begins = "(id >= ?1 AND id < ?1 || char(1114111)) OR (key >= ?2 AND key < ?2 || 'g')";
            found = self.heads(begins, name, bare)?;
        }
        match found.len() {
            0 => Err(Error::not_found(format!("there is no report {name} here"))),
            1 => Ok(found.swap_remove(0)),
            _ => {
                let names: Vec<String> =
                    found.iter().map(|(_, head)| format!("{} (sha256:{})", head.id, head.key)).collect();
                Err(Error::input(format!(
                    "{name} may be any of: {}; name one by its SHA-256",
                    names.join(", ")
                )))
            }
        }
    }

    fn heads(&self, which: &str, id: &str, key: &str) -> Result<Vec<(i64, ReportHead)>, Error> {
        let sql = format!("SELECT row, {HEAD} FROM reports WHERE {which} ORDER BY row LIMIT {CANDIDATES}");
        let mut query = self.db.prepare_cached(&sql)?;
        let mut found = query.query([id, key])?;
        let mut heads = Vec::new();
        while let Some(row) = found.next()? {
            heads.push((row.get(0)?, head(row, 1)?));
        }
        Ok(heads)
    }

    /// The head of the report in a row.
    pub(crate) fn head(&self, row: i64) -> Result<ReportHead, Error> {
        let mut query = self.db.prepare_cached(&format!("SELECT {HEAD} FROM reports WHERE row = ?1"))?;
        let mut found = query.query([row])?;
        match found.next()? {
            Some(row) => head(row, 0),
            None => Err(Error::damaged(format_args!("it has no report {row}"))),
        }
    }

    pub(crate) fn receipts(&self, report: i64) -> Result<Vec<Receipt>, Error> {
        let sql = "SELECT act, at, by, name, line, notes FROM receipts WHERE report = ?1 ORDER BY act";
        let mut query = self.db.prepare_cached(sql)?;
        let mut found = query.query([report])?;
        let mut receipts = Vec::new();
        while let Some(row) = found.next()? {
            receipts.push(Receipt {
                act: row.get::<_, i64>(0)?.cast_unsigned(),
                at: row.get(1)?,
                by: row.get(2)?,
                name: row.get(3)?,
                line: row.get::<_, Option<i64>>(4)?.map(i64::cast_unsigned),
                notes: serde_json::from_str(&row.get::<_, String>(5)?)?,
            });
        }
        Ok(receipts)
    }

    pub(crate) fn reading(&self, report: i64) -> Result<Option<KeptReading>, Error> {
        let sql = "SELECT act, at, by, basis, reading FROM readings WHERE report = ?1";
        let columns = |row: &Row<'_>| {
            let (basis, reading): (String, String) = (row.get(3)?, row.get(4)?);
            Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?, basis, reading))
        };
        let found = self.db.prepare_cached(sql)?.query_row([report], columns).optional()?;
        let Some((act, at, by, basis, reading)) = found else { return Ok(None) };
        let (basis, reading) = (serde_json::from_str(&basis)?, serde_json::from_str(&reading)?);
        Ok(Some(KeptReading { act: act.cast_unsigned(), at, by, basis, reading }))
    }

    pub(crate) fn incidents_of(&self, report: i64) -> Result<Vec<String>, Error> {
        let sql = "SELECT DISTINCT incident FROM members WHERE report = ?1 ORDER BY incident";
        let mut query = self.db.prepare_cached(sql)?;
        let found = query.query_map([report], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(found)
    }
}

fn head(row: &Row<'_>, first: usize) -> Result<ReportHead, Error> {
    Ok(ReportHead {
        key: ReportKey(row.get(first)?),
        id: row.get(first + 1)?,
        title: row.get(first + 2)?,
        published: day(row, first + 3)?,
        publisher: row.get(first + 4)?,
        url: row.get(first + 5)?,
        language: row.get(first + 6)?,
        bytes: row.get::<_, i64>(first + 7)?.cast_unsigned(),
    })
}
