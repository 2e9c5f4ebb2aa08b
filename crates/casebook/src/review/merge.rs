//! Doubtful merges. Enters: doubts between incidents, and how well each account of an incident matches another. Leaves:
//! items that ask whether two are one.

use super::standing::{Standing, account};
use super::{Answer, Item, Kind, uncertainty, urgency};
use incident::incident_id;
use std::collections::BTreeMap;
use value::{AccountKey, Count, Doubt, Incident, Member, Tie};

/// The probability below which an account may not belong to its incident.
const SURE: f64 = 0.8;

/// Incidents that may be one.
pub(super) fn between(incidents: &[Incident], doubts: &[Doubt]) -> Vec<Item> {
    let mut holders: BTreeMap<&AccountKey, (&Incident, &Member)> = BTreeMap::new();
    for incident in incidents {
        let told = incident.accounts.iter().filter(|member| !member.mention);
        holders.extend(told.map(|member| (&member.key, (incident, member))));
    }
    let item = |doubt: &Doubt| {
        let (a, b) = (holders.get(&doubt.a)?, holders.get(&doubt.b)?);
        (a.0.incident != b.0.incident).then(|| open(*a, *b, doubt))
    };
    doubts.iter().filter_map(item).collect()
}

fn open(a: (&Incident, &Member), b: (&Incident, &Member), doubt: &Doubt) -> Item {
    let (left, right) = (incident_id(&doubt.a), incident_id(&doubt.b));
    // Were they one, the people of the smaller toll would be counted twice.
    let people = |incident: &Incident| toll(incident.killed.as_ref()).max(toll(incident.injured.as_ref()));
    let says = format!(
        "{} and {} may tell of one event, with {:.0} %: {}",
        a.1.report,
        b.1.report,
        doubt.probability * 100.0,
        doubt.says
    );
    Item {
        id: format!("merge-{left}-{right}"),
        kind: Kind::Merge,
        urgency: urgency(uncertainty(doubt.probability), people(a.0).min(people(b.0))),
        incidents: vec![a.0.incident.clone(), b.0.incident.clone()],
        accounts: vec![doubt.a.clone(), doubt.b.clone()],
        reports: vec![a.1.report.clone(), b.1.report.clone()],
        field: Some("membership".into()),
        probability: Some(doubt.probability),
        says,
        answers: vec![
            Answer::same("they are one event", &left, &right),
            Answer::different("they are two events", &left, &right),
        ],
    }
}

/// Accounts that may not belong to their incident.
pub(super) fn within(standing: &Standing) -> Vec<Item> {
    let judged = standing.judged();
    let doubtful = standing.told.iter().filter_map(|member| Some((*member, member.tie.as_ref()?)));
    let doubtful = doubtful.filter(|(_, tie)| tie.probability < SURE);
    let open = doubtful.filter(|(member, tie)| !(judged.contains(&member.key) && judged.contains(&tie.with)));
    // Of two accounts alone, each doubts the other; one question is enough.
    let pair = standing.told.len() == 2;
    let once = open.filter(|(member, tie)| !pair || member.key < tie.with);
    once.filter_map(|(member, tie)| belongs(standing, member, tie)).collect()
}

fn belongs(standing: &Standing, member: &Member, tie: &Tie) -> Option<Item> {
    if standing.is_seen() {
        return None;
    }
    let other = standing.told.iter().find(|other| other.key == tie.with)?;
    let (here, there) = (account(&member.key), account(&tie.with));
    let says = format!(
        "{} matches no other account with more than {:.0} % ({} best)",
        member.report,
        tie.probability * 100.0,
        other.report
    );
    Some(Item {
        id: format!("membership-{}", incident_id(&member.key)),
        kind: Kind::Membership,
        urgency: urgency(uncertainty(tie.probability.max(0.5)), toll(member.account.killed.as_ref())),
        incidents: vec![standing.id().to_owned()],
        accounts: vec![member.key.clone(), tie.with.clone()],
        reports: vec![member.report.clone(), other.report.clone()],
        field: Some("membership".into()),
        probability: Some(tie.probability),
        says,
        answers: vec![
            Answer::same("it belongs there", &here, &there),
            Answer::different("it does not belong there", &here, standing.id()),
        ],
    })
}

/// The people of a toll, by its lower end where it has one.
fn toll(count: Option<&Count>) -> u32 {
    count.and_then(|count| count.min.or(count.max)).unwrap_or(0)
}
