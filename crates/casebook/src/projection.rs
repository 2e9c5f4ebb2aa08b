//! Acts to rows. Enters: the ledger beyond what was applied. Leaves: the tables of `schema.sql` up to date, each
//! a function of the acts in their order, whoever appended them and however they came in batches. Never appends.

use crate::act::{Act, DecisionsWithdrawn, Deed, JudgementMade, ReadingMade, ReportReceived, Stamp};
use crate::{Error, ErrorKind, overview, search_text, store};
use ledger::Ledger;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::HashMap;
use value::{Report, ReportKey, Verdict};

/// How many acts are applied in one transaction.
const ACTS_AT_ONCE: usize = 1000;

/// Reports that are in memory already, so that their blobs need not be opened again.
#[derive(Debug, Default)]
pub(crate) struct Reports(HashMap<ReportKey, Report>);

impl Reports {
    pub(crate) fn add(&mut self, key: ReportKey, report: Report) {
        self.0.insert(key, report);
    }

    fn open(&mut self, received: &ReportReceived, ledger: &Ledger) -> Result<Report, Error> {
        match self.0.remove(&received.blob) {
            Some(report) => Ok(report),
            None => reopen(ledger, &received.blob, received.format, received.options),
        }
    }
}

/// Makes a report again from its stored bytes.
pub(crate) fn reopen(
    ledger: &Ledger,
    key: &ReportKey,
    format: intake::Format,
    options: intake::Options,
) -> Result<Report, Error> {
    let bytes = ledger.blobs().get(&key.0).map_err(|error| match error.kind() {
        ledger::ErrorKind::NotFound => Error::new(ErrorKind::Tampered, error.to_string()),
        _ => error.into(),
    })?;
    intake::reopen(format, &bytes, &options).map_err(|problem| {
        let what = format!("blob {key} could be read when it was received and cannot now: {problem}");
        Error::new(ErrorKind::Tampered, what)
    })
}

/// Whether all acts of the ledger, as last read, are applied, and no others.
pub(crate) fn is_current(db: &Connection, ledger: &Ledger) -> Result<bool, Error> {
    Ok(store::number(db, "applied")? == ledger.size())
}

/// Checks that what was applied are this ledger's first acts.
pub(crate) fn belongs(db: &Connection, ledger: &Ledger) -> Result<(), Error> {
    let applied = store::number(db, "applied")?;
    if applied == 0 || applied > ledger.size() {
        // What is ahead may only be newer than this view of the ledger; catching up tells.
        return Ok(());
    }
    let root = ledger.root_at(applied)?.to_string();
    if store::text(db, "root")?.is_some_and(|kept| kept == root) {
        return Ok(());
    }
    Err(Error::damaged("it was computed from another ledger"))
}

/// Applies the acts that are not applied yet.
pub(crate) fn catch_up(db: &Connection, ledger: &mut Ledger, reports: &mut Reports) -> Result<(), Error> {
    while !is_current(db, ledger)? {
        let transaction = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
        store::check_ours(&transaction)?;
        let applied = store::number(&transaction, "applied")?;
        if applied > ledger.size() {
            drop(transaction);
            ledger.refresh()?;
            if applied > ledger.size() {
                return Err(Error::damaged("it is ahead of the ledger, as after a ledger was put back"));
            }
            continue;
        }
        apply_some(&transaction, ledger, applied, reports)?;
        transaction.commit()?;
    }
    Ok(())
}

fn apply_some(db: &Connection, ledger: &Ledger, applied: u64, reports: &mut Reports) -> Result<(), Error> {
    let (mut done, mut changed, mut shown) = (applied, None, None);
    for act in ledger.acts(applied)?.take(ACTS_AT_ONCE) {
        let act = act?;
        let Act { stamp, deed } = Act::read(&act)?;
        let row = Row { db, number: act.number().cast_signed(), stamp: &stamp };
        done = act.number() + 1;
        if deed.is_shown() {
            shown = Some(done);
        }
        if row.apply(deed, ledger, reports)? {
            changed = Some(done);
        }
    }
    store::keep(db, "applied", done.cast_signed())?;
    store::keep(db, "root", ledger.root_at(done)?.to_string())?;
    if let Some(shown) = shown {
        store::keep(db, "shown", shown.cast_signed())?;
    }
    if let Some(changed) = changed {
        store::keep(db, "changed", changed.cast_signed())?;
    }
    Ok(())
}

/// One act on its way into the tables.
struct Row<'a> {
    db: &'a Connection,
    number: i64,
    stamp: &'a Stamp,
}

impl Row<'_> {
    /// Applies a deed and says whether incidents may differ for it.
    fn apply(&self, deed: Deed, ledger: &Ledger, reports: &mut Reports) -> Result<bool, Error> {
        match deed {
            Deed::CasebookMade(_) | Deed::SignedIn(_) | Deed::MemberChanged(_) | Deed::TokenChanged(_) => {
                Ok(false)
            }
            Deed::ReportReceived(received) => self.receipt(&received, ledger, reports),
            Deed::ReadingMade(made) => self.reading(&made),
            Deed::Judgement(JudgementMade { verdict, why }) => {
                self.stir_judged(&verdict)?;
                let verdict = serde_json::to_string(&verdict)?;
                self.insert("INSERT INTO judgements VALUES (?1, ?2, ?3, ?4, ?5)", &[&verdict, &why])
            }
            Deed::PositionRecorded(position) => {
                self.stir(&position.of.report, true)?;
                let json = serde_json::to_string(&position)?;
                let values = [&position.of.report.0, &json];
                self.insert("INSERT INTO positions VALUES (?1, ?2, ?3, ?4, ?5)", &values)
            }
            Deed::GazetteerImported(layer) => {
                let json = serde_json::to_string(&layer)?;
                self.insert("INSERT INTO gazetteers VALUES (?1, ?2, ?3, ?4, ?5)", &[&layer.blob, &json])?;
                Ok(false)
            }
            Deed::Release(release) => {
                let json = serde_json::to_string(&release)?;
                self.insert("INSERT INTO releases VALUES (?1, ?2, ?3, ?4)", &[&json])?;
                Ok(false)
            }
            Deed::ListReceived(received) => {
                let json = serde_json::to_string(&received)?;
                self.insert("INSERT INTO lists VALUES (?1, ?2, ?3, ?4, ?5)", &[&received.list, &json])?;
                Ok(false)
            }
            Deed::PersonJudged(judged) => {
                let verdict = serde_json::to_string(&judged.verdict)?;
                let values = [&verdict, &judged.why];
                self.insert("INSERT INTO person_judgements VALUES (?1, ?2, ?3, ?4, ?5)", &values)?;
                Ok(false)
            }
            Deed::PeopleReleased(release) => {
                let json = serde_json::to_string(&release)?;
                self.insert("INSERT INTO releases VALUES (?1, ?2, ?3, ?4)", &[&json])?;
                Ok(false)
            }
            Deed::AccountCorrected(correction) => {
                self.stir(&correction.of.report, true)?;
                let json = serde_json::to_string(&correction)?;
                let values = [&correction.of.report.0, &json];
                self.insert("INSERT INTO corrections VALUES (?1, ?2, ?3, ?4, ?5)", &values)
            }
            Deed::DecisionsWithdrawn(DecisionsWithdrawn { acts, why }) => {
                for act in acts {
                    self.stir_withdrawn(act.cast_signed())?;
                    let sql = "INSERT OR IGNORE INTO withdrawals VALUES (?4, ?1, ?2, ?3, ?5)";
                    self.insert(sql, &[&act.to_string(), &why])?;
                }
                Ok(true)
            }
            Deed::SourceAffiliated(on) => {
                let forget = "DELETE FROM affiliations WHERE publisher = ?1";
                self.db.prepare_cached(forget)?.execute([&on.publisher])?;
                if !on.party.is_empty() {
                    let sql = "INSERT INTO affiliations VALUES (?4, ?1, ?2, ?3, ?5, ?6)";
                    self.insert(sql, &[&on.publisher, &on.party, &on.why])?;
                }
                Ok(false)
            }
            Deed::AccessDecided(decided) => {
                let report = &decided.report.0;
                self.db.prepare_cached("DELETE FROM restrictions WHERE report = ?1")?.execute([report])?;
                if decided.restricted {
                    let sql = "INSERT INTO restrictions VALUES (?4, ?1, ?2, ?3, ?5)";
                    self.insert(sql, &[report, &decided.why])?;
                }
                overview::touch(self.db, overview::ALL, self.number.cast_unsigned() + 1)?;
                Ok(false)
            }
        }
    }

    /// Inserts a row that begins with the act's number and stamp.
    fn insert(&self, sql: &str, rest: &[&String]) -> Result<bool, Error> {
        let at = self.stamp.at.to_string();
        let mut values: Vec<&dyn rusqlite::ToSql> = vec![&self.number, &at, &self.stamp.by];
        values.extend(rest.iter().map(|value| *value as &dyn rusqlite::ToSql));
        self.db.prepare_cached(sql)?.execute(values.as_slice())?;
        Ok(true)
    }

    /// Notes that incidents of a report may differ; `anew` where its accounts may.
    fn stir(&self, report: &ReportKey, anew: bool) -> Result<(), Error> {
        let sql = "INSERT INTO stirred SELECT row, ?2 FROM reports WHERE key = ?1 \
                   ON CONFLICT DO UPDATE SET anew = max(anew, excluded.anew)";
        self.db.prepare_cached(sql)?.execute(params![report.0, anew])?;
        Ok(())
    }

    /// Notes the same of the reports that a verdict names.
    fn stir_judged(&self, verdict: &Verdict) -> Result<(), Error> {
        match verdict {
            Verdict::Same { a, b } | Verdict::Different { a, b } => {
                self.stir(&a.report, false)?;
                self.stir(&b.report, false)
            }
            Verdict::Set { of, .. } | Verdict::Seen { of } => self.stir(&of.report, false),
        }
    }

    /// Notes the same of the reports of a decision that is taken back.
    fn stir_withdrawn(&self, act: i64) -> Result<(), Error> {
        let mut query = self.db.prepare_cached("SELECT verdict FROM judgements WHERE act = ?1")?;
        let verdict: Option<String> = query.query_row([act], |row| row.get(0)).optional()?;
        if let Some(verdict) = verdict {
            self.stir_judged(&serde_json::from_str(&verdict)?)?;
        }
        let mut query = self.db.prepare_cached("SELECT report FROM corrections WHERE act = ?1")?;
        let report: Option<String> = query.query_row([act], |row| row.get(0)).optional()?;
        report.map_or(Ok(()), |report| self.stir(&ReportKey(report), true))
    }

    fn receipt(
        &self,
        received: &ReportReceived,
        ledger: &Ledger,
        reports: &mut Reports,
    ) -> Result<bool, Error> {
        let known = find(self.db, &received.blob)?;
        let (row, changed) = match known {
            Some(row) => {
                let told = self.publish(row, received)?;
                if told {
                    self.stir(&received.blob, true)?;
                }
                (row, told)
            }
            None => (self.report(received, &reports.open(received, ledger)?)?, true),
        };
        self.db.prepare_cached("INSERT INTO receipts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(
            params![
                self.number,
                row,
                self.stamp.at.to_string(),
                self.stamp.by,
                received.name,
                received.line.map(u64::cast_signed),
                serde_json::to_string(&received.notes)?,
            ],
        )?;
        Ok(changed)
    }

    fn report(&self, received: &ReportReceived, report: &Report) -> Result<i64, Error> {
        let sketch: Vec<u8> =
            text::sketch(&report.text).0.iter().flat_map(|hash| hash.to_le_bytes()).collect();
        let vocabulary: Vec<u8> =
            text::vocabulary(&report.text).0.iter().flat_map(|word| word.to_le_bytes()).collect();
        let sql = "INSERT INTO reports VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        let row = self.db.prepare_cached(sql)?.insert(params![
            received.blob.0,
            received.id,
            serde_json::to_string(&received.format)?,
            serde_json::to_string(&received.options)?,
            received.title,
            received.published.map(|day| day.to_string()),
            received.publisher,
            received.url,
            received.language,
            received.bytes.cast_signed(),
            sketch,
            vocabulary,
        ])?;
        let title = search_text::fold(report.title.as_deref().unwrap_or_default());
        self.db
            .prepare_cached("INSERT INTO words (rowid, title, text) VALUES (?1, ?2, ?3)")?
            .execute(params![row, title, search_text::fold(&report.text)])?;
        Ok(row)
    }

    /// Takes the day of publication from a later receipt where none told it before.
    fn publish(&self, row: i64, received: &ReportReceived) -> Result<bool, Error> {
        let Some(day) = received.published else { return Ok(false) };
        let sql = "UPDATE reports SET published = ?2, options = ?3 WHERE row = ?1 AND published IS NULL";
        let values = params![row, day.to_string(), serde_json::to_string(&received.options)?];
        Ok(self.db.prepare_cached(sql)?.execute(values)? > 0)
    }

    fn reading(&self, made: &ReadingMade) -> Result<bool, Error> {
        let row = find(self.db, &made.report)?.ok_or_else(|| {
            let what =
                format!("act {} reads report {}, which was not received before", self.number, made.report);
            Error::new(ErrorKind::Tampered, format!("ledger/acts.jsonl: {what}"))
        })?;
        let earlier = "INSERT INTO earlier_readings SELECT report, act FROM readings WHERE report = ?1";
        self.db.prepare_cached(earlier)?.execute([row])?;
        let sql = "INSERT OR REPLACE INTO readings VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.db.prepare_cached(sql)?.execute(params![
            row,
            self.number,
            self.stamp.at.to_string(),
            self.stamp.by,
            serde_json::to_string(&made.basis)?,
            serde_json::to_string(&made.reading)?,
        ])?;
        let mut anchors = self.db.prepare_cached("INSERT OR IGNORE INTO anchors VALUES (?1, ?2)")?;
        for anchor in crate::derive::anchors(&made.reading.accounts) {
            anchors.execute(params![row, anchor])?;
        }
        self.stir(&made.report, true)?;
        Ok(true)
    }
}

/// The row of a report, if it was received.
pub(crate) fn find(db: &Connection, key: &ReportKey) -> Result<Option<i64>, Error> {
    let mut query = db.prepare_cached("SELECT row FROM reports WHERE key = ?1")?;
    Ok(query.query_row([&key.0], |row| row.get(0)).optional()?)
}
