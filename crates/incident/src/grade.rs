//! How well an incident stands, by the terms of Airwars' published methodology. Enters: the incident's origins,
//! actors and positions. Leaves: a grade and a strike status with the rule's words. One rule for all sides; only
//! a person discounts an incident.

use crate::Told;
use crate::explain::step;
use crate::fold::fold;
use crate::origin::Origins;
use crate::position::{accepts, last_stands, rejects};
use value::{
    Account, Actor, ActorKind, ActorRole, Grade, IncidentPosition, PositionTaken, Step, StrikeStatus,
};

/// Grades an incident.
pub(crate) fn grade(
    origins: &Origins,
    members: &[&Told],
    positions: &[IncidentPosition],
    steps: &mut Vec<Step>,
) -> (Grade, StrikeStatus) {
    let support = origins.count(|i| supports(members[i]));
    let (grade, status, says) = if let Some(p) = accepted(members, positions) {
        let says = format!(
            "confirmed, declared: {} accepted responsibility ({}), as {}",
            p.actor,
            p.position,
            crate::position::told_by(p)
        );
        (Grade::Confirmed, StrikeStatus::Declared, says)
    } else if let Some((a, b)) = opposed(origins) {
        let says = format!("contested: independent sources attribute it to different parties, {a} and {b}");
        (Grade::Contested, StrikeStatus::Contested, says)
    } else if support >= 2 {
        let says =
            format!("fair, likely: {support} independent sources tell of it, and none names another party");
        (Grade::Fair, StrikeStatus::Likely, says)
    } else {
        let says = match support {
            0 => "weak, single source: only a party's denial tells of it",
            _ => {
                "weak, single source: one independent source tells of it; copies and bare denials add nothing"
            }
        };
        (Grade::Weak, StrikeStatus::SingleSource, says.into())
    };
    steps.push(step("grade", says));
    (grade, status)
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

/// Two parties to which independent sources attribute the event, where the sources have no party in common.
fn opposed(origins: &Origins) -> Option<(String, String)> {
    let blamed: Vec<Vec<(String, &str)>> =
        origins.groups.iter().map(|group| blamed(group)).filter(|b| !b.is_empty()).collect();
    for (i, a) in blamed.iter().enumerate() {
        for b in &blamed[i + 1..] {
            if a.iter().all(|(x, _)| b.iter().all(|(y, _)| x != y)) {
                return Some((a.first()?.1.to_owned(), b.first()?.1.to_owned()));
            }
        }
    }
    None
}

/// Folded and full names of the parties that an origin blames.
fn blamed<'a>(group: &[&'a Told]) -> Vec<(String, &'a str)> {
    let did = |a: &&Actor| matches!(a.role, ActorRole::Suspected | ActorRole::Known) && is_party(a);
    let actors = group.iter().flat_map(|told| &told.account.actors).filter(did);
    actors.map(|a| (fold(&a.name), a.name.as_str())).collect()
}
