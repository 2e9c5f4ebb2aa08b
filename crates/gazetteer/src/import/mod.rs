//! Compiles tables that agencies publish into layers. Enters: a GeoNames country dump or an OCHA COD-AB
//! table. Leaves: a layer's bytes and a report of what was taken. Stores nothing, and lets no bad line stop the rest.

mod cod_ab;
mod geonames;

pub use cod_ab::import_cod_ab;
pub use geonames::import_geonames;

/// So many bad lines are named one by one.
const NAMED: usize = 10;

/// What became of the lines of an imported table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Lines read, the header not counted.
    pub read: u64,
    /// Lines that became places.
    pub kept: u64,
    /// Lines that are no places of interest here: rivers, shops, places that no longer exist.
    pub skipped: u64,
    /// Lines that could not be read as the table's format says.
    pub bad: u64,
    /// The first bad lines: their number from 1, and what is wrong with each.
    pub first_bad: Vec<(u64, String)>,
}

impl ImportReport {
    fn bad(&mut self, line: u64, why: impl Into<String>) {
        self.bad += 1;
        if self.first_bad.len() < NAMED {
            self.first_bad.push((line, why.into()));
        }
    }
}
