//! Reports into the casebook, a batch at a time: read in parallel, bytes and acts on disk, rows up to date, and
//! only then acknowledged, in the order in which they were given. Holds one batch in memory, whatever the number
//! of reports. Never drops a problem silently: each is an event. Never loses a batch to one report that breaks the
//! reader.

use crate::act::{Act, Basis, Deed, ReadingMade, ReportReceived, Stamp};
use crate::projection::{self, Reports};
use crate::{Casebook, Error};
use intake::{Item, Options, Received};
use jiff::civil::Date;
use rayon::prelude::*;
use reading::Reader;
use rusqlite::OptionalExtension;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use value::{Problem, Reading, Report, ReportKey};

/// Name and version of the reader, as acts record it.
pub const READER: &str = concat!("cenotaph-reading ", env!("CARGO_PKG_VERSION"));

/// How many reports are recorded at once.
const BATCH: usize = 256;
/// How many bytes of reports are recorded at once, but for the last report of a batch.
const BATCH_BYTES: usize = 8 << 20;

/// What a reading says where the reader panicked.
const FAILED: &str = "the reader failed on this report, which is a fault of the program: nothing was read, the report \
                      is kept, and a person should read it";

/// What became of one thing that was given in.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A report is recorded.
    Recorded(&'a Recorded<'a>),
    /// A file or line gave no report.
    Problem(&'a intake::Problem),
}

/// A report that is on disk, with the numbers of its acts.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// The report's key.
    pub key: &'a ReportKey,
    /// The report's id.
    pub id: &'a str,
    /// What the receipt says; none where a kept report was read again.
    pub receipt: Option<&'a ReportReceived>,
    /// Number of the act that records the receipt.
    pub receipt_act: Option<u64>,
    /// Whether the same bytes had been received before.
    pub again: bool,
    /// The reading, where a new one was made.
    pub reading: Option<&'a Reading>,
    /// Number of the act that records the reading.
    pub reading_act: Option<u64>,
}

/// How many of what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IngestSummary {
    /// Reports recorded: those new and those received again.
    pub received: u64,
    /// Reports whose bytes had not been received before.
    pub new: u64,
    /// Reports whose bytes had.
    pub again: u64,
    /// Readings made.
    pub readings: u64,
    /// Files or lines that gave no report.
    pub problems: u64,
}

/// A report of a batch, and what it is to be read by where a reading is wanted.
struct Planned {
    key: ReportKey,
    received: Received,
    again: bool,
    basis: Option<Basis>,
}

/// What is known of a report before a batch or within it.
#[derive(Clone, Default)]
struct Known {
    published: Option<Date>,
    basis: Option<Basis>,
}

impl Casebook {
    /// Records reports and reads those that were not read before by this reader, policy and gazetteer.
    ///
    /// `reader` should have been made with [`Casebook::policy`] and [`Casebook::gazetteer`]. Each event is given
    /// after its report is on disk, in the order of the items; after an error, what was acknowledged stays.
    ///
    /// # Errors
    /// `ReadOnly`, `Busy`, `DiskFull`, `Tampered`, `Io`.
    pub fn ingest(
        &mut self,
        items: impl IntoIterator<Item = Item>,
        reader: &Reader,
        stamp: &Stamp,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<IngestSummary, Error> {
        self.writable()?;
        let layers = self.layers()?;
        let mut summary = IngestSummary::default();
        let (mut batch, mut bytes) = (Vec::new(), 0);
        for item in items {
            bytes += if let Item::Received(received) = &item { received.bytes.len() } else { 0 };
            batch.push(item);
            if batch.len() >= BATCH || bytes >= BATCH_BYTES {
                self.take_in(std::mem::take(&mut batch), reader, &layers, stamp, &mut summary, on)?;
                bytes = 0;
            }
        }
        self.take_in(batch, reader, &layers, stamp, &mut summary, on)?;
        Ok(summary)
    }

    fn take_in(
        &mut self,
        batch: Vec<Item>,
        reader: &Reader,
        layers: &[String],
        stamp: &Stamp,
        summary: &mut IngestSummary,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), Error> {
        let mut problems = Vec::new();
        let mut received = Vec::new();
        for item in batch {
            match item {
                Item::Received(report) => received.push(report),
                // A problem is told after the reports that came before it.
                Item::Problem(problem) => problems.push((received.len(), problem)),
            }
        }
        let planned = self.plan(received, reader, layers)?;
        let again: Vec<bool> = planned.iter().map(|report| report.again).collect();
        let (acts, mut reports) = self.acts_of(planned, reader, stamp)?;
        let numbers = self.record_acts(&acts, &mut reports)?;
        let mut told = problems.iter().peekable();
        for (n, recorded) in Acknowledged::new(&acts, numbers.start).zip(&again).enumerate() {
            while let Some((_, problem)) = told.next_if(|(before, _)| *before <= n) {
                on(Event::Problem(problem));
            }
            let recorded = Recorded { again: *recorded.1, ..recorded.0 };
            summary.count(&recorded);
            on(Event::Recorded(&recorded));
        }
        told.for_each(|(_, problem)| on(Event::Problem(problem)));
        summary.problems += problems.len() as u64;
        Ok(())
    }

    /// Decides which reports of a batch are new and which are to be read.
    fn plan(
        &mut self,
        received: Vec<Received>,
        reader: &Reader,
        layers: &[String],
    ) -> Result<Vec<Planned>, Error> {
        self.refresh()?;
        let mut within: HashMap<ReportKey, Known> = HashMap::new();
        let mut planned = Vec::with_capacity(received.len());
        for mut received in received {
            let key = received.key();
            let known = match within.get(&key) {
                Some(known) => Some(known.clone()),
                None => self.known(&key)?,
            };
            let again = known.is_some();
            let known = known.unwrap_or_default();
            // A day of publication that an earlier receipt told stays the report's.
            received.report.published = known.published.or(received.report.published);
            let basis = basis(reader, layers, received.report.published);
            let wanted = (known.basis.as_ref() != Some(&basis)).then(|| basis.clone());
            within.insert(key.clone(), Known { published: basis.published, basis: Some(basis) });
            planned.push(Planned { key, received, again, basis: wanted });
        }
        Ok(planned)
    }

    fn known(&self, key: &ReportKey) -> Result<Option<Known>, Error> {
        let mut query = self.db.prepare_cached(
            "SELECT published, basis FROM reports LEFT JOIN readings ON report = row WHERE key = ?1",
        )?;
        let mut found = query.query([&key.0])?;
        let Some(row) = found.next()? else { return Ok(None) };
        let basis: Option<String> = row.get(1)?;
        let basis = basis.map(|json| serde_json::from_str(&json)).transpose()?;
        Ok(Some(Known { published: crate::derive::day(row, 0)?, basis }))
    }

    /// Reads what is to be read, puts the bytes on disk, and makes the acts: a receipt, and behind it the reading.
    fn acts_of(
        &self,
        planned: Vec<Planned>,
        reader: &Reader,
        stamp: &Stamp,
    ) -> Result<(Vec<Act>, Reports), Error> {
        let read = |report: &Planned| report.basis.is_some().then(|| read(reader, &report.received.report));
        let readings: Vec<Option<Reading>> = planned.par_iter().map(read).collect();
        let bytes: Vec<&[u8]> = planned.iter().map(|report| report.received.bytes.as_slice()).collect();
        self.ledger.blobs().put_many(&bytes)?;
        let (mut acts, mut reports) = (Vec::new(), Reports::default());
        let mut act = |deed| acts.push(Act { stamp: stamp.clone(), deed });
        for (planned, reading) in planned.into_iter().zip(readings) {
            let Planned { key, received, basis, .. } = planned;
            act(Deed::ReportReceived(receipt(&key, &received)));
            if let (Some(basis), Some(reading)) = (basis, reading) {
                act(Deed::ReadingMade(ReadingMade { report: key.clone(), basis, reading }));
            }
            reports.add(key, received.report);
        }
        Ok((acts, reports))
    }

    /// Reads every kept report again whose reading was made by another reader, policy or gazetteer. Judgements
    /// stay; they hold of the accounts that stand nearest to the words they were made on.
    ///
    /// # Errors
    /// Those of [`Casebook::ingest`].
    pub fn reread(
        &mut self,
        reader: &Reader,
        stamp: &Stamp,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<IngestSummary, Error> {
        self.writable()?;
        let layers = self.layers()?;
        let mut summary = IngestSummary::default();
        let mut after = 0;
        while let Some(last) = self.reread_some(after, reader, &layers, stamp, &mut summary, on)? {
            after = last;
        }
        Ok(summary)
    }

    fn reread_some(
        &mut self,
        after: i64,
        reader: &Reader,
        layers: &[String],
        stamp: &Stamp,
        summary: &mut IngestSummary,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<Option<i64>, Error> {
        let sql = "SELECT row, key FROM reports WHERE row > ?1 ORDER BY row LIMIT ?2";
        let some: Vec<(i64, String)> = self
            .db
            .prepare_cached(sql)?
            .query_map(rusqlite::params![after, BATCH as i64], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let mut stale: Vec<(ReportKey, Basis, Report)> = Vec::new();
        for key in some.iter().map(|(_, key)| ReportKey(key.clone())) {
            let known = self.known(&key)?.unwrap_or_default();
            let basis = basis(reader, layers, known.published);
            if known.basis.as_ref() != Some(&basis) {
                let report = self.reopen(&key)?;
                stale.push((key, basis, report));
            }
        }
        let acts: Vec<Act> = stale
            .into_par_iter()
            .map(|(key, basis, report)| {
                let reading = read(reader, &report);
                let deed = Deed::ReadingMade(ReadingMade { report: key, basis, reading });
                Act { stamp: stamp.clone(), deed }
            })
            .collect();
        let numbers = self.record_acts(&acts, &mut Reports::default())?;
        for recorded in Acknowledged::new(&acts, numbers.start) {
            summary.readings += 1;
            on(Event::Recorded(&recorded));
        }
        Ok(some.last().map(|(row, _)| *row))
    }

    /// Makes a report again from its stored bytes, by its key.
    pub(crate) fn reopen(&self, key: &ReportKey) -> Result<Report, Error> {
        let found: Option<(String, String)> = self
            .db
            .prepare_cached("SELECT format, options FROM reports WHERE key = ?1")?
            .query_row([&key.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (format, options) =
            found.ok_or_else(|| Error::not_found(format!("there is no report {key} here")))?;
        projection::reopen(&self.ledger, key, serde_json::from_str(&format)?, serde_json::from_str(&options)?)
    }
}

impl IngestSummary {
    fn count(&mut self, recorded: &Recorded<'_>) {
        self.received += 1;
        *(if recorded.again { &mut self.again } else { &mut self.new }) += 1;
        self.readings += u64::from(recorded.reading.is_some());
    }
}

fn basis(reader: &Reader, layers: &[String], published: Option<Date>) -> Basis {
    Basis { reader: READER.into(), policy: reader.policy().label(), gazetteers: layers.to_vec(), published }
}

fn read(reader: &Reader, report: &Report) -> Reading {
    kept_from_panic(report, &reader.policy().label(), || reader.read(report))
}

/// What `work` reads in the report; where it panics, a reading of nothing that says so. A fault of the reader then
/// costs the one report, which stays on record; `reread` by another version of the reader tries it again.
fn kept_from_panic(report: &Report, policy: &str, work: impl FnOnce() -> Reading) -> Reading {
    // The reader changes nothing while it reads, so there is nothing that a panic could leave half changed.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Reading {
        report: report.id.clone(),
        language: report.language.clone().unwrap_or_else(|| "und".into()),
        policy: Some(policy.to_owned()),
        accounts: Vec::new(),
        tallies: Vec::new(),
        positions: Vec::new(),
        demands: Vec::new(),
        norms: Vec::new(),
        problems: vec![Problem { what: FAILED.into(), spans: Vec::new() }],
    })
}

fn receipt(key: &ReportKey, received: &Received) -> ReportReceived {
    let report = &received.report;
    ReportReceived {
        blob: key.clone(),
        bytes: received.bytes.len() as u64,
        format: received.format,
        // Where the bytes tell a day themselves, they go before the option, so this makes the same report.
        options: Options { published: report.published },
        name: received.origin.path.clone(),
        line: received.origin.line,
        id: report.id.clone(),
        title: report.title.clone(),
        published: report.published,
        publisher: report.publisher.clone(),
        url: report.url.clone(),
        language: report.language.clone(),
        notes: received.notes.clone(),
    }
}

/// Goes through acts that are on disk and tells of each report once, with its receipt and reading.
struct Acknowledged<'a> {
    acts: &'a [Act],
    number: u64,
}

impl<'a> Acknowledged<'a> {
    fn new(acts: &'a [Act], first: u64) -> Self {
        Self { acts, number: first }
    }

    fn next_act(&mut self) -> Option<(&'a Deed, u64)> {
        let (act, rest) = self.acts.split_first()?;
        let number = self.number;
        (self.acts, self.number) = (rest, number + 1);
        Some((&act.deed, number))
    }
}

impl<'a> Iterator for Acknowledged<'a> {
    type Item = Recorded<'a>;

    fn next(&mut self) -> Option<Recorded<'a>> {
        let (deed, number) = self.next_act()?;
        let Deed::ReportReceived(receipt) = deed else {
            let Deed::ReadingMade(made) = deed else { return None };
            return Some(Recorded {
                key: &made.report,
                id: &made.reading.report,
                receipt: None,
                receipt_act: None,
                again: true,
                reading: Some(&made.reading),
                reading_act: Some(number),
            });
        };
        let reading = match self.acts.first().map(|act| &act.deed) {
            Some(Deed::ReadingMade(made)) => self.next_act().map(|(_, number)| (&made.reading, number)),
            _ => None,
        };
        Some(Recorded {
            key: &receipt.blob,
            id: &receipt.id,
            receipt: Some(receipt),
            receipt_act: Some(number),
            again: false,
            reading: reading.map(|(reading, _)| reading),
            reading_act: reading.map(|(_, number)| number),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(id: &str) -> Report {
        let text = format!("{{\"id\":\"{id}\",\"text\":\"Two people were killed.\",\"language\":\"en\"}}");
        serde_json::from_str(&text).expect("a report")
    }

    #[test]
    fn a_panic_of_the_reader_costs_one_report_of_many() {
        let reports = ["a", "b", "c"].map(report);
        let reader = Reader::new(gazetteer::Gazetteer::embedded(), reading::Policy::airwars());
        let readings: Vec<Reading> = reports
            .par_iter()
            .map(|report| {
                kept_from_panic(report, "plain 1", || {
                    assert_ne!(report.id, "b", "a fault of the reader");
                    reader.read(report)
                })
            })
            .collect();
        let found: Vec<_> =
            readings.iter().map(|reading| (&*reading.report, reading.accounts.len())).collect();
        assert_eq!(found, [("a", 1), ("b", 0), ("c", 1)]);
        assert_eq!(readings[1].language, "en");
        assert_eq!(readings[1].policy.as_deref(), Some("plain 1"));
        assert_eq!(readings[1].problems[0].what, FAILED);
        assert!(readings[0].problems.iter().all(|problem| problem.what != FAILED));
    }
}
