//! What parties say of an incident, drawn from its reports. Enters: the accounts of one incident, by origin.
//! Leaves: each position once for each origin that tells of it, in order of time.

use crate::Told;
use crate::fold::fold;
use crate::origin::Origins;
use value::{IncidentPosition, Position, PositionTaken};

/// The positions on an incident; a position of an unnamed party is none.
pub(crate) fn positions(origins: &Origins) -> Vec<IncidentPosition> {
    let mut all: Vec<IncidentPosition> = origins.groups.iter().flat_map(|group| of_origin(group)).collect();
    // Undated positions come first, since a dated one may have replaced them.
    all.sort_by(|a, b| {
        let of = |p: &IncidentPosition| (p.date, p.actor.clone(), p.position, p.report.clone());
        of(a).cmp(&of(b)).then_with(|| a.spans.cmp(&b.spans))
    });
    all
}

fn of_origin(group: &[&Told]) -> Vec<IncidentPosition> {
    let mut found: Vec<IncidentPosition> = Vec::new();
    for told in group {
        for position in &told.positions {
            let Some(new) = of_report(told, position) else { continue };
            if !found.iter().any(|old| repeats(old, &new)) {
                found.push(new);
            }
        }
    }
    found
}

fn of_report(told: &Told, position: &Position) -> Option<IncidentPosition> {
    Some(IncidentPosition {
        actor: position.actor.clone()?,
        position: position.position,
        date: position.date.or(told.published),
        conceded_killed: position.conceded_killed,
        conceded_injured: position.conceded_injured,
        claimed_by: position.claimed_by.clone(),
        report: told.report.clone(),
        spans: position.spans.clone(),
    })
}

/// Whether two positions of one origin say the same: copies appear some days apart.
fn repeats(old: &IncidentPosition, new: &IncidentPosition) -> bool {
    let said = |p: &IncidentPosition| {
        (fold(&p.actor), p.position, p.conceded_killed, p.conceded_injured, p.claimed_by.as_deref().map(fold))
    };
    said(old) == said(new)
}

/// Whether a position is the party's own, and not one that somebody claims for it.
pub(crate) fn is_own(p: &IncidentPosition) -> bool {
    p.claimed_by.as_ref().is_none_or(|by| fold(by) == fold(&p.actor))
}

/// Whether a position accepts that the party did it.
pub(crate) fn accepts(p: PositionTaken) -> bool {
    matches!(p, PositionTaken::Admitted | PositionTaken::PartlyAdmitted | PositionTaken::AssessedCredible)
}

/// Whether a position rejects that the party did it.
pub(crate) fn rejects(p: PositionTaken) -> bool {
    matches!(p, PositionTaken::Denied | PositionTaken::AssessedNonCredible)
}

/// The last own position of each party that takes a stand; of two on one day, the one that accepts.
pub(crate) fn last_stands(positions: &[IncidentPosition]) -> Vec<&IncidentPosition> {
    let mut last: Vec<&IncidentPosition> = Vec::new();
    for p in positions.iter().filter(|p| is_own(p) && (accepts(p.position) || rejects(p.position))) {
        match last.iter_mut().find(|q| fold(&q.actor) == fold(&p.actor)) {
            Some(q) if (p.date, accepts(p.position)) >= (q.date, accepts(q.position)) => *q = p,
            Some(_) => {}
            None => last.push(p),
        }
    }
    last
}

/// On whose word a position rests: a report's, or, where no words of one stand behind it, a person's.
pub(crate) fn told_by(p: &IncidentPosition) -> String {
    if p.spans.is_empty() {
        return "a person put on record (see `cenotaph log --kind position_recorded`)".to_owned();
    }
    format!("{} tells", p.report)
}
