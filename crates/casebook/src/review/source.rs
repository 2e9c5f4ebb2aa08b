//! Reports that came in after a person decided. Enters: an incident. Leaves: an item that asks whether the decision still
//! holds. Incidents on which nobody decided ask nothing: what their reports say is computed.

use super::standing::Standing;
use super::{Answer, Item, Kind, urgency};

/// How uncertain a decision is after something new came in.
const EVEN: f64 = 0.5;

/// The new sources of an incident.
pub(super) fn find(standing: &Standing) -> Option<Item> {
    let last = standing.last_decision()?;
    let new: Vec<_> = standing.told.iter().filter(|member| standing.arrival(member) > last).collect();
    if new.is_empty() {
        return None;
    }
    let mut reports: Vec<String> = new.iter().map(|member| member.report.clone()).collect();
    reports.dedup();
    let says = format!(
        "{} came in after the last decision (act {last}): {}",
        if reports.len() == 1 { "a report" } else { "reports" },
        reports.join(", ")
    );
    Some(Item {
        id: format!("new_source-{}", standing.id()),
        kind: Kind::NewSource,
        urgency: urgency(EVEN, standing.people()),
        incidents: vec![standing.id().to_owned()],
        accounts: new.iter().map(|member| member.key.clone()).collect(),
        reports: new.iter().map(|member| member.report.clone()).collect(),
        field: None,
        probability: None,
        says,
        answers: vec![Answer::seen(standing.id())],
    })
}
