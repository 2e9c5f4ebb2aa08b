//! The example reports, carried in the program. Enters: `examples/reports` when the program is built. Leaves:
//! names and bytes.

/// Every example file: its name, and its bytes.
pub(crate) static REPORTS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/examples.rs"));
