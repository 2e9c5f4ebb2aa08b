//! A desk to work at: a folder, a stamp, a reader, and invented reports.

use casebook::{Casebook, Event, Filter, IngestSummary, Stamp};
use gazetteer::Gazetteer;
use intake::{Item, Options};
use reading::{Policy, Reader};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

pub(crate) struct Desk {
    pub(crate) dir: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap() };
        drop(Casebook::create(&desk.path(), "example.org/casebook", None, &stamp()).unwrap());
        desk
    }

    /// A desk whose casebook has these reports.
    pub(crate) fn with(reports: &[&str]) -> Self {
        let desk = Self::new();
        take_in(&mut desk.open(), reports);
        desk
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("book")
    }

    pub(crate) fn open(&self) -> Casebook {
        Casebook::open(&self.path()).unwrap()
    }

    pub(crate) fn sqlite(&self) -> PathBuf {
        self.path().join("casebook.sqlite")
    }
}

pub(crate) fn stamp() -> Stamp {
    Stamp::new("2025-03-14T09:00:00Z".parse().unwrap(), "Amal")
}

pub(crate) fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::new(Gazetteer::embedded(), Policy::airwars()))
}

/// A reader by a later version of the policy, under which everything is to be read again.
pub(crate) fn later_reader() -> Reader {
    let policy = include_str!("../../../../data/policy/airwars.toml");
    let policy = policy.replace("\nversion = \"2\"", "\nversion = \"7\"");
    Reader::new(Gazetteer::embedded(), Policy::from_toml(&policy).unwrap())
}

pub(crate) fn lines(reports: &[&str]) -> Vec<Item> {
    let bytes = reports.join("\n").into_bytes();
    intake::read_bytes("wire.jsonl", bytes, &Options::default()).collect()
}

pub(crate) fn take_in(book: &mut Casebook, reports: &[&str]) -> IngestSummary {
    book.ingest(lines(reports), reader(), &stamp(), &mut |_: Event<'_>| {}).unwrap()
}

/// The incidents as the contract prints them.
pub(crate) fn printed(book: &mut Casebook) -> Vec<String> {
    let incidents = book.incidents(&Filter::default()).unwrap();
    incidents.iter().map(|incident| serde_json::to_string(incident).unwrap()).collect()
}

pub(crate) fn ids(book: &mut Casebook) -> Vec<String> {
    book.incidents(&Filter::default()).unwrap().into_iter().map(|incident| incident.incident).collect()
}

pub(crate) fn assert_sound(dir: &Path) {
    let report = casebook::verify(dir, true, |_| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.findings);
}

/// A house in Busayrah, as two publishers have it; the second counts more dead.
pub(crate) const HOUSE: &str = r#"{"id":"northwire-1","publisher":"Northwire","published":"2017-06-14","text":"At least six civilians were killed and ten wounded when an airstrike hit a house in Busayrah, in Deir ez-Zor province, on 14 June 2017, the local council said."}"#;
pub(crate) const HOUSE_TOO: &str = r#"{"id":"lantern-7","publisher":"The Lantern","published":"2017-06-15","text":"Nine people died in Busayrah in Deir ez-Zor province on 14 June 2017. Warplanes struck a family home, residents told The Lantern by telephone."}"#;
/// Another event, years later and far away.
pub(crate) const MARKET: &str = r#"{"id":"sahil-3","publisher":"Sahil","published":"2021-04-04","title":"Market shelled","text":"Three people were killed and seven injured when shells fell on a market in Marib, Yemen, on 3 April 2021, a health official said."}"#;
/// A third.
pub(crate) const SCHOOL: &str = r#"{"id":"dnipro-9","publisher":"Dnipro Courier","published":"2023-09-16","text":"Two women were killed by a rocket that struck a school in Orikhiv, Ukraine, on 16 September 2023, the governor said."}"#;
/// A text without an event.
pub(crate) const TALKS: &str = r#"{"id":"talks-2","publisher":"Sahil","published":"2021-04-12","text":"Delegates met in Geneva to speak about a ceasefire. Nothing was agreed."}"#;
/// In Arabic, with vowel marks and Arabic digits.
pub(crate) const ARABIC: &str = r#"{"id":"bajil-1","publisher":"Tihama","published":"2018-04-09","language":"ar","text":"قُتِلَ ٧ مدنيين في قصفٍ على مدرسةٍ في باجل."}"#;

pub(crate) const ALL: &[&str] = &[HOUSE, HOUSE_TOO, MARKET, SCHOOL, TALKS, ARABIC];
