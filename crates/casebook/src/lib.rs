//! The casebook: a folder in which a team keeps what it received, read and judged. Enters: reports and decisions.
//! Leaves: incidents, reports, explanations, and proof that nothing was changed since. Runs the stages; never
//! prints, never reads a clock or the environment: the caller says when and by whom each thing is done.
//!
//! The ledger of acts is the record. `casebook.sqlite` is only a projection of it, computed again whenever it is
//! missing or behind; [`Casebook::rebuild`] throws it away and makes it anew.
//!
//! ```
//! use casebook::{Casebook, Filter, Stamp};
//!
//! let dir = tempfile::tempdir()?;
//! let stamp = Stamp::new("2025-03-14T09:00:00Z".parse()?, "Amal");
//! let mut book = Casebook::create(dir.path(), "example.org/casebook", None, &stamp)?;
//! let reader = reading::Reader::new(book.gazetteer()?, book.policy()?);
//!
//! let text = b"Three people were killed in shelling in Raqqa on 3 June 2017.".to_vec();
//! let items = intake::read_bytes("report.txt", text, &intake::Options::default());
//! let summary = book.ingest(items, &reader, &stamp, &mut |_| {})?;
//! assert_eq!((summary.new, summary.readings), (1, 1));
//!
//! let incidents = book.incidents(&Filter { place: Some("Raqqa".into()), ..Filter::default() })?;
//! assert_eq!(incidents.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod accountability;
mod act;
mod backup;
mod casebook;
mod correct;
mod derive;
mod digest;
mod earlier;
mod error;
mod explain;
mod give_out;
mod glance;
mod guard;
mod history;
mod incidents;
mod ingest;
mod lock;
mod log;
mod overview;
mod people;
mod projection;
mod record;
mod replaced;
mod report;
pub mod review;
mod search;
mod search_text;
mod source;
mod store;
mod team;
mod team_acts;
mod token;
mod verify;

pub use act::{
    AccessDecided, AccountCorrected, Act, Basis, CasebookMade, DecisionsWithdrawn, Deed, GazetteerImported,
    JudgementMade, MemberChanged, PositionRecorded, ReadingMade, Release, ReportReceived, SignedIn,
    SourceAffiliated, Stamp, TokenChanged,
};
pub use backup::BackupSummary;
pub use casebook::Casebook;
pub use error::{Error, ErrorKind};
pub use explain::{End, Evidence, Explanation, FIELDS, QuoteInText};
pub use give_out::{write_apart, write_out};
pub use history::Happened;
pub use incidents::Filter;
pub use ingest::{Event, IngestSummary, READER, Recorded};
pub use ledger::{Finding, Progress, Severity, VerifyReport};
pub use log::{LogFilter, Logged};
pub use overview::{DOUBTFUL, Glance, Overview, Sorted, Wanted};
pub use people::{
    Contradiction, Dimension, Doubt, Drawn, ListGiven, ListReceived, ListSummary, Order, People,
    PeopleReleased, PersonJudged, ReceivedList, RowTrouble,
};
pub use record::{Decision, PositionOn};
pub use replaced::Replaced;
pub use report::{Counts, KeptReading, KeptReport, Receipt, ReportHead};
pub use search::{Hit, Passage, has_words};
pub use source::Source;
pub use team::{Team, TeamMember};
pub use team_acts::Correction;
pub use token::{BY_TOKEN, NewToken, Token};
pub use verify::verify;
