//! How well an incident stands, by the terms of Airwars' published methodology. Enters: the incident's origins,
//! actors and positions. Leaves: a grade and a strike status with the rule's words. One rule for all sides; only
//! a person discounts an incident.

use crate::Told;
use crate::explain::step;
use crate::fold::fold;
use crate::origin::Origins;
use crate::policy::{Grounds, Policy};
use crate::position::{accepts, last_stands, rejects};
use std::collections::BTreeMap;
use value::{
    Account, Actor, ActorKind, ActorRole, Grade, IncidentPosition, PositionTaken, Step, StrikeStatus,
};

/// Grades an incident by the rules of a policy.
pub(crate) fn grade(
    origins: &Origins,
    members: &[&Told],
    positions: &[IncidentPosition],
    policy: &Policy,
    steps: &mut Vec<Step>,
) -> (Grade, StrikeStatus) {
    let support = origins.count(|i| supports(members[i]));
    let (accepted, opposed) = (accepted(members, positions), opposed(origins));
    let grounds = Grounds { accepted: accepted.is_some(), opposed: opposed.is_some(), sources: support };
    let Some(rule) = policy.rule(grounds) else { return (Grade::Weak, StrikeStatus::SingleSource) };
    let says = match (accepted, opposed) {
        (Some(p), _) if rule.is_of_acceptance() => {
            let told = crate::position::told_by(p);
            format!("{} accepted responsibility ({}), as {told}", p.actor, p.position)
        }
        (_, Some((a, b))) if rule.is_of_opposition() => {
            format!("sources attribute it to different parties, {a} and {b}")
        }
        _ => match support {
            0 => "only a party's denial tells of it".to_owned(),
            1 => "one independent source tells of it; copies and bare denials add nothing".to_owned(),
            _ => format!("{support} independent sources tell of it, and none names another party"),
        },
    };
    let (grade, status) = (rule.grade.to_string(), rule.strike_status.to_string().replace('_', " "));
    let words = if grade == status { grade } else { format!("{grade}, {status}") };
    steps.push(step("grade", format!("{words}: {says}")));
    (rule.grade, rule.strike_status)
}

/// The position by which a party has accepted it. A finding of “credible” accepts only what the party itself is
/// said to have done: others may find another's strike credible.
pub(crate) fn accepted<'a>(
    members: &[&Told],
    positions: &'a [IncidentPosition],
) -> Option<&'a IncidentPosition> {
    last_stands(positions)
        .into_iter()
        .filter(|p| accepts(p.position))
        .find(|p| p.position != PositionTaken::AssessedCredible || is_concerned(&p.actor, members))
}

fn is_concerned(party: &str, members: &[&Told]) -> bool {
    let mut did = members
        .iter()
        .flat_map(|m| &m.account.actors)
        .filter(|a| a.role != ActorRole::Targeted && is_party(a))
        .peekable();
    did.peek().is_none() || did.any(|a| fold(&a.name) == fold(party))
}

/// Whether an account bears out that the event took place: it tells of harm, or nobody denies in its report.
fn supports(told: &Told) -> bool {
    tells_harm(&told.account) || !told.positions.iter().any(|p| rejects(p.position))
}

fn tells_harm(account: &Account) -> bool {
    let counts = [&account.killed, &account.injured, &account.missing];
    counts.into_iter().any(Option::is_some) || !account.victims.is_empty()
}

/// Groups and states are parties; “gunmen” are not, since any party's may be meant.
fn is_party(actor: &Actor) -> bool {
    actor.kind != ActorKind::Individual
}

/// Of ten independent sources that name a party, so many that name another than most do make it contested.
const OPPOSED: usize = 3;

/// Two parties to which sources attribute the event: the one that most independent sources name, and another that enough of
/// them do. One that stands alone against many is kept among the parties, and does not make the event contested.
fn opposed(origins: &Origins) -> Option<(String, String)> {
    let blamed: Vec<BTreeMap<String, &str>> =
        origins.groups.iter().map(|group| blamed(group)).filter(|b| !b.is_empty()).collect();
    let mut named: BTreeMap<&String, (usize, &str)> = BTreeMap::new();
    for (folded, name) in blamed.iter().flatten() {
        named.entry(folded).or_insert((0, name)).0 += 1;
    }
    let mut named: Vec<(usize, &str)> = named.into_values().collect();
    named.sort_by_key(|(origins, name)| (std::cmp::Reverse(*origins), *name));
    match named[..] {
        [(_, a), (origins, b), ..] if 10 * origins >= OPPOSED * blamed.len() => {
            Some((a.to_owned(), b.to_owned()))
        }
        _ => None,
    }
}

/// Folded and full names of the parties that an origin blames.
fn blamed<'a>(group: &[&'a Told]) -> BTreeMap<String, &'a str> {
    let did = |a: &&Actor| matches!(a.role, ActorRole::Suspected | ActorRole::Known) && is_party(a);
    let actors = group.iter().flat_map(|told| &told.account.actors).filter(did);
    actors.map(|a| (fold(&a.name), a.name.as_str())).collect()
}
