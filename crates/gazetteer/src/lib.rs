//! The gazetteer: a place name as written to the places it may mean. Enters: a name, in Latin, Arabic,
//! Hebrew or Cyrillic script. Leaves: candidates with coordinates, the likeliest first. Never picks one:
//! which candidate a report means is for its reader to say. Reads no file and opens no connection; a table
//! to import is handed in and comes back compiled.
//!
//! ```
//! use gazetteer::Gazetteer;
//! let world = Gazetteer::embedded();
//! let found = world.lookup("Deir Ezzour");
//! assert_eq!(found[0].country, "SY");
//! ```

pub mod build;
mod entry;
mod error;
mod fold;
mod format;
mod gazetteer;
pub mod import;
mod kinds;
mod layer;
mod names;
mod phonetic;
mod scan;

pub use build::build;
pub use entry::{Entry, merge};
pub use error::{Error, ErrorKind};
pub use fold::fold;
pub use gazetteer::{Gazetteer, Match, PlaceId, Quality};
pub use import::{ImportReport, import_cod_ab, import_geonames};
pub use phonetic::skeleton;

/// The distance of two points (degrees north, degrees east) on a sphere of 6,371 km radius, in
/// kilometres, by the haversine formula (Sinnott 1984).
pub fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (north, east) = ((b.0 - a.0).to_radians(), (b.1 - a.1).to_radians());
    let cosines = a.0.to_radians().cos() * b.0.to_radians().cos();
    let chord = (north / 2.0).sin().powi(2) + cosines * (east / 2.0).sin().powi(2);
    2.0 * 6371.0 * chord.sqrt().min(1.0).asin()
}
