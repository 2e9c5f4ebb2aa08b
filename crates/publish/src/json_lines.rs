//! Incidents as the contract of `cenotaph incidents --json` has them: one JSON object a line.

use crate::order::in_order;
use crate::{Error, Redaction, redacted};
use std::io::Write;
use value::Incident;

/// Writes one incident a line, by date and then id.
///
/// # Errors
/// What the writer refuses with.
pub fn json_lines(incidents: &[Incident], redaction: Redaction, mut out: impl Write) -> Result<(), Error> {
    for incident in in_order(incidents) {
        let mut line = serde_json::to_vec(&*redacted(incident, redaction)).map_err(std::io::Error::from)?;
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(out.flush()?)
}
