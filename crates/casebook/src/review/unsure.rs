//! Values that no account tells surely. Enters: an incident. Leaves: items that ask whether the value is right. Where one
//! of several accounts is sure of a value, the others' doubts are no reason to look.

use super::standing::Standing;
use super::{Answer, Item, Kind, urgency};
use value::{Account, Count, Member, When};

/// The probability below which a value is worth a look.
const SURE: f64 = 0.5;

/// How sure an account is of one of its values; `None` where it tells none, or does not say.
type Sure = fn(&Account) -> Option<f64>;

/// The values of an incident that nobody tells surely.
pub(super) fn find(standing: &Standing) -> Vec<Item> {
    let incident = standing.incident;
    let point = || incident.places.first().map(|place| place.name.clone());
    let fields: [(&str, Option<String>, Sure); 4] = [
        ("killed", incident.killed.as_ref().and_then(as_set), |account| {
            account.killed.as_ref().and(account.confidence.as_ref()?.killed)
        }),
        ("injured", incident.injured.as_ref().and_then(as_set), |account| {
            account.injured.as_ref().and(account.confidence.as_ref()?.injured)
        }),
        ("date", incident.date.as_ref().and_then(days), |account| {
            account.date.as_ref().and(account.confidence.as_ref()?.date)
        }),
        ("place", point(), |account| {
            account.places.first().and(account.confidence.as_ref()?.places.first().copied())
        }),
    ];
    fields.into_iter().filter_map(|(field, value, sure)| item(standing, field, &value?, sure)).collect()
}

fn item(standing: &Standing, field: &str, value: &str, sure: Sure) -> Option<Item> {
    let told = standing.told.iter().filter_map(|member| Some((*member, sure(&member.account)?)));
    let (member, probability): (&Member, f64) =
        told.max_by(|(a, p), (b, q)| p.total_cmp(q).then_with(|| b.key.cmp(&a.key)))?;
    if probability >= SURE || standing.is_answered(field) {
        return None;
    }
    let says = format!(
        "{field} is {value}; the surest account, of {}, is right with {:.0} %",
        member.report,
        probability * 100.0
    );
    Some(Item {
        id: format!("unsure-{field}-{}", standing.id()),
        kind: Kind::Unsure,
        urgency: urgency(1.0 - probability, standing.people()),
        incidents: vec![standing.id().to_owned()],
        accounts: vec![member.key.clone()],
        reports: vec![member.report.clone()],
        field: Some(field.to_owned()),
        probability: Some(probability),
        says,
        answers: answers(standing.id(), field, value),
    })
}

/// A place that is set is a point, so that its name cannot be set as it is.
fn answers(of: &str, field: &str, value: &str) -> Vec<Answer> {
    let right = (field != "place").then(|| Answer::set("it is right", of, field, value));
    right.into_iter().chain([Answer::supply(of, field), Answer::seen(of)]).collect()
}

/// A number of people as `judge set` takes it.
fn as_set(count: &Count) -> Option<String> {
    match (count.min, count.max) {
        (None, None) => None,
        (Some(min), None) => Some(format!("{min}+")),
        (min, max) if min == max => min.map(|people| people.to_string()),
        (min, Some(max)) => Some(format!("{}-{max}", min.unwrap_or(0))),
    }
}

/// Days as `judge set` takes them.
fn days(date: &When) -> Option<String> {
    let (start, end) = (date.start.or(date.end)?, date.end.or(date.start)?);
    Some(if start == end { start.to_string() } else { format!("{start}..{end}") })
}
