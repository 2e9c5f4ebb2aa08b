//! Files of any kind to reports. Enters: paths, or bytes with a name. Leaves: one [`Item`] per report, which
//! is either what was [`Received`] (the bytes, and the [`value::Report`] made of them) or a [`Problem`] that
//! names the file and line, says what is wrong, and what to do. Never stops at a bad file, never holds a file
//! of JSON Lines in memory, never judges what a report says, and never reads a clock or the network.
//!
//! The report is a pure function of the bytes, their [`Format`] and the [`Options`]: [`reopen`] remakes it
//! from a stored copy of the three.
//!
//! ```
//! let options = intake::Options { published: Some(jiff::civil::date(2025, 3, 14)) };
//! let text = b"Two people were killed yesterday.";
//! let report = intake::reopen(intake::Format::Text, text, &options)?;
//! assert_eq!(report.text, "Two people were killed yesterday.");
//! assert_eq!(report.published, options.published);
//! # Ok::<(), intake::Problem>(())
//! ```

mod address;
mod binary;
mod charset;
mod clock;
mod dates;
mod files;
mod format;
mod head;
mod html;
mod language;
mod lines;
mod nesting;
mod open;
mod page_data;
mod problem;
mod received;
mod record;
mod table;

pub use clock::{Post, published_between};
pub use files::{LINE_LIMIT, REPORT_LIMIT, read_bytes, read_from, read_path, walk};
pub use format::{Format, KNOWN_EXTENSIONS};
pub use language::detect as detect_language;
pub use open::reopen;
pub use problem::{Problem, ProblemKind};
pub use received::{Item, Options, Origin, Received, key_of};
pub use table::{Row, RowProblem, Table, open_table, read_table};
