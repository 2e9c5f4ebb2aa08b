//! The order of the contract: by date, those without one last, then by id.

use value::Incident;

/// Puts incidents in order without moving them.
pub(crate) fn in_order(incidents: &[Incident]) -> Vec<&Incident> {
    let mut ordered: Vec<&Incident> = incidents.iter().collect();
    ordered.sort_by_key(|incident| {
        let day = incident.date.as_ref().and_then(|date| date.start.or(date.end));
        (day.is_none(), day, incident.incident.as_str())
    });
    ordered
}
