//! Incidents as files for others to use: a table (CSV), a map (GeoJSON), and the contract's JSON Lines. Enters:
//! incidents, and who is one person on lists. Leaves: bytes into a writer, the same for the same incidents in whatever order they are given.
//! Never names a victim unless told to, and never opens a file.

mod error;
mod geojson;
mod json_lines;
mod mask;
mod order;
mod people;
mod redaction;
mod summary;
mod table;

pub use self::geojson::geojson;
pub use error::{Error, ErrorKind};
pub use json_lines::json_lines;
pub use mask::{masked, redacted_reading};
pub use people::{draws, people};
pub use redaction::{Redaction, WITHHELD, redacted};
pub use table::{COLUMNS, csv};
