//! Accounts that contradict each other. Enters: an incident. Leaves: items that ask which of them holds. Only accounts of
//! independent origins contradict; a figure that was superseded, and so lies outside the incident's range, does not.

use super::standing::Standing;
use super::{Answer, Item, Kind, urgency};
use value::{Account, ActorRole, Count, Grade, Member, Range};

/// How uncertain days and parties are of which sources tell several.
const EVEN: f64 = 0.5;

/// What contradicts in an incident.
pub(super) fn find(standing: &Standing) -> Vec<Item> {
    let incident = standing.incident;
    let killed = toll(standing, "killed", incident.killed.as_ref(), |account| account.killed.as_ref());
    let injured = toll(standing, "injured", incident.injured.as_ref(), |account| account.injured.as_ref());
    [killed, injured, days(standing), parties(standing)].into_iter().flatten().collect()
}

/// Two figures that do not meet, the lowest and the highest that stand.
fn toll(
    standing: &Standing,
    field: &str,
    whole: Option<&Count>,
    of: fn(&Account) -> Option<&Count>,
) -> Option<Item> {
    let whole = whole?.range();
    let told = standing.told.iter().filter_map(|member| Some((*member, of(&member.account)?.range())));
    let standing_figures = told.filter(|(_, range)| !range.is_unknown() && range.meets(whole));
    let figures: Vec<(&Member, Range)> = standing_figures.collect();
    let low = figures
        .iter()
        .filter_map(|(m, r)| Some((r.max?, *m, *r)))
        .min_by_key(|(end, m, _)| (*end, &m.key))?;
    let high = figures
        .iter()
        .filter_map(|(m, r)| Some((r.min?, *m, *r)))
        .max_by_key(|(end, m, _)| (*end, &m.key))?;
    if high.0 <= low.0 || standing.origin(low.1) == standing.origin(high.1) || standing.is_answered(field) {
        return None;
    }
    let says = format!("{} tells {} {field}, {} tells {}", low.1.report, low.2, high.1.report, high.2);
    let share = 1.0 - (f64::from(low.0) + 1.0) / (f64::from(high.0) + 1.0);
    let answers = vec![Answer::supply(standing.id(), field), Answer::seen(standing.id())];
    Some(item(standing, field, &[low.1, high.1], says, urgency(share, high.0 - low.0), answers))
}

/// Days of which none has most of the sources.
fn days(standing: &Standing) -> Option<Item> {
    let whole = standing.incident.date.as_ref()?;
    let day = |member: &Member| {
        let date = member.account.date.as_ref()?;
        date.start.filter(|start| Some(*start) == date.end)
    };
    let told: Vec<&Member> = standing.told.iter().copied().filter(|member| day(member).is_some()).collect();
    let first = told.iter().min_by_key(|member| (day(member), &member.key))?;
    let last = told.iter().max_by_key(|member| (day(member), &member.key))?;
    let (a, b) = (day(first)?, day(last)?);
    if whole.start == whole.end || a == b || standing.is_answered("date") {
        return None;
    }
    let says = format!("{} tells {a}, {} tells {b}, and no day has most sources", first.report, last.report);
    let answers = vec![Answer::supply(standing.id(), "date"), Answer::seen(standing.id())];
    Some(item(standing, "date", &[first, last], says, urgency(EVEN, standing.people()), answers))
}

/// Parties to which independent sources attribute the incident, where they have none in common.
fn parties(standing: &Standing) -> Option<Item> {
    let incident = standing.incident;
    if incident.grade != Grade::Contested || standing.is_answered("grade") {
        return None;
    }
    let did = |role| matches!(role, ActorRole::Suspected | ActorRole::Known);
    let blames = |member: &&Member| member.account.actors.iter().any(|actor| did(actor.role));
    let members: Vec<&Member> = standing.told.iter().copied().filter(blames).collect();
    let names: Vec<&str> =
        incident.actors.iter().filter(|actor| did(actor.role)).map(|actor| actor.name.as_str()).collect();
    let says = format!("independent sources attribute it to different parties: {}", names.join("; "));
    let answers = vec![Answer::supply(standing.id(), "grade"), Answer::seen(standing.id())];
    Some(item(standing, "actors", &members, says, urgency(EVEN, standing.people()), answers))
}

fn item(
    standing: &Standing,
    field: &str,
    members: &[&Member],
    says: String,
    urgency: f64,
    answers: Vec<Answer>,
) -> Item {
    Item {
        id: format!("contradiction-{field}-{}", standing.id()),
        kind: Kind::Contradiction,
        urgency,
        incidents: vec![standing.id().to_owned()],
        accounts: members.iter().map(|member| member.key.clone()).collect(),
        reports: members.iter().map(|member| member.report.clone()).collect(),
        field: Some(field.to_owned()),
        probability: None,
        says,
        answers,
    }
}
