//! Where parties stand. Enters: a case. Leaves: every position with the incident of which it speaks, how surely, and which
//! others it may speak of. A position that speaks of no incident at hand is listed all the same.

use super::Case;
use super::said::Said;
use jiff::civil::Date;
use serde::Serialize;
use value::{AccountKey, Doubt, Incident, IncidentPosition, Position, PositionTaken, Quote, Range, When};

/// A party's position.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stand {
    /// The party.
    pub actor: String,
    /// Where it stands.
    pub position: PositionTaken,
    /// When it took the position; else when the report that tells of it was published.
    pub date: Option<Date>,
    /// Deaths it concedes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conceded_killed: Option<Range>,
    /// Injuries it concedes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conceded_injured: Option<Range>,
    /// Who says that the party took this position, where it is not the party itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<String>,
    /// The reason given, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The id of the report that tells of it.
    pub report: String,
    /// Who published that report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Whether a person put it on record, and no words of a report stand behind it.
    pub recorded: bool,
    /// The incident of which it speaks.
    pub incident: Option<Matched>,
    /// Other incidents of which it may speak, the likeliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// The words behind it.
    pub spans: Vec<Quote>,
}

/// The incident of which a position speaks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Matched {
    /// Its id.
    pub incident: String,
    /// When it was.
    pub date: Option<When>,
    /// Where, by its first place.
    pub place: Option<String>,
    /// How likely, from 0 to 1, the report that tells of the position tells of this incident; absent where no other report
    /// tells of it, and where a person tied the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
}

/// An incident of which a position may speak.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    /// Its id.
    pub incident: String,
    /// How likely it is, from 0 to 1.
    pub probability: f64,
    /// What the two say against each other.
    pub says: String,
}

/// The positions of a case, in order of time; those without a day first.
pub(crate) fn stands(case: &Case) -> Vec<Stand> {
    let on_incidents = case.incidents.iter().flat_map(|incident| on(case, incident));
    let loose = case.said.iter().flat_map(|said| of_no_incident(case, said));
    let mut all: Vec<Stand> = on_incidents.chain(loose).collect();
    all.sort_by(|a, b| order(a).cmp(&order(b)));
    all
}

fn order(stand: &Stand) -> impl Ord + '_ {
    let incident = stand.incident.as_ref().map(|matched| &matched.incident);
    (stand.date, &stand.actor, stand.position, incident, &stand.report, &stand.spans)
}

/// The positions on one incident.
pub(crate) fn on(case: &Case, incident: &Incident) -> Vec<Stand> {
    incident.positions.iter().map(|position| on_incident(case, incident, position)).collect()
}

fn on_incident(case: &Case, incident: &Incident, position: &IncidentPosition) -> Stand {
    let source = case.position(&position.report, &position.spans);
    let members: Vec<_> =
        incident.accounts.iter().filter(|m| !m.mention && m.report == position.report).collect();
    let candidates: Vec<Candidate> = match source {
        Some(_) => members.iter().flat_map(|m| candidates(case, &m.key, &incident.incident)).collect(),
        None => Vec::new(),
    };
    let tie = source
        .and_then(|_| members.iter().filter_map(|m| m.tie.as_ref()).map(|t| t.probability).reduce(f64::max));
    let probability = tie.map(|tie| among(tie, &candidates));
    Stand {
        actor: position.actor.clone(),
        position: position.position,
        date: position.date,
        conceded_killed: position.conceded_killed,
        conceded_injured: position.conceded_injured,
        claimed_by: position.claimed_by.clone(),
        reason: source.and_then(|(_, p)| p.reason.clone()),
        report: position.report.clone(),
        publisher: members.first().and_then(|m| m.publisher.clone()),
        recorded: position.spans.is_empty(),
        incident: Some(matched(incident, probability)),
        candidates,
        spans: position.spans.clone(),
    }
}

pub(super) fn matched(incident: &Incident, probability: Option<f64>) -> Matched {
    Matched {
        incident: incident.incident.clone(),
        date: incident.date.clone(),
        place: incident.places.first().map(|place| place.name.clone()),
        probability,
    }
}

/// How likely one incident is meant where others may be: the odds of each against none, shared out.
fn among(probability: f64, candidates: &[Candidate]) -> f64 {
    let odds = |p: f64| p / (1.0 - p).max(0.001);
    let others: f64 = candidates.iter().map(|candidate| odds(candidate.probability)).sum();
    let share = odds(probability) / (1.0 + odds(probability) + others);
    (share * 1000.0).round() / 1000.0
}

/// Incidents beside its own of which an account may speak, the likeliest first.
fn candidates(case: &Case, of: &AccountKey, own: &str) -> Vec<Candidate> {
    let other = |doubt: &Doubt| {
        let other = if doubt.a == *of { &doubt.b } else { &doubt.a };
        let (incident, member) = case.holder(other)?;
        (!member.mention && incident.incident != own).then(|| Candidate {
            incident: incident.incident.clone(),
            probability: doubt.probability,
            says: doubt.says.clone(),
        })
    };
    let mut all: Vec<Candidate> =
        case.doubts.iter().filter(|doubt| doubt.a == *of || doubt.b == *of).filter_map(other).collect();
    all.sort_by(|a, b| b.probability.total_cmp(&a.probability).then_with(|| a.incident.cmp(&b.incident)));
    all
}

/// The positions of a report that are on no incident: the event of which they speak is only mentioned, or the report tells of
/// no event at all.
fn of_no_incident(case: &Case, said: &Said) -> Vec<Stand> {
    let no_event = case.told(said).is_empty();
    let mut all = Vec::new();
    for position in &said.positions {
        let of = position.account.and_then(|n| said.anchors.get(n));
        let key = of.map(|anchor| AccountKey { report: said.key.clone(), anchor: *anchor });
        let mentioned =
            key.as_ref().and_then(|key| case.holder(key)).is_some_and(|(_, member)| member.mention);
        if mentioned || no_event {
            let candidates = key.map(|key| candidates(case, &key, "")).unwrap_or_default();
            all.extend(unmatched(said, position, candidates));
        }
    }
    all
}

/// A position that is on no incident; a position of an unnamed party is none.
fn unmatched(said: &Said, position: &Position, candidates: Vec<Candidate>) -> Option<Stand> {
    Some(Stand {
        actor: position.actor.clone()?,
        position: position.position,
        date: position.date.or(said.published),
        conceded_killed: position.conceded_killed,
        conceded_injured: position.conceded_injured,
        claimed_by: position.claimed_by.clone(),
        reason: position.reason.clone(),
        report: said.report.clone(),
        publisher: said.publisher.clone(),
        recorded: false,
        incident: None,
        candidates,
        spans: position.spans.clone(),
    })
}
