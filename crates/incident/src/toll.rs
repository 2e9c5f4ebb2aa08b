//! Makes the ranges of killed, injured and missing. Enters: the accounts of one incident and their origins.
//! Leaves: the lowest and highest credible number, whole and by group, with the steps that say on whose word
//! each end rests. Never picks one of two figures: a figure leaves the minimum only if it was superseded.

use crate::Told;
use crate::explain::{name, step, step_on};
use crate::origin::{Origins, first};
use crate::policy::{Reconciliation, Superseded};
use value::{Account, Count, Harm, Range, Step, VictimStatus};

/// A figure as one account tells it.
struct Figure<'a> {
    told: &'a Told,
    origin: usize,
    count: &'a Count,
    /// The account that supersedes it, and why.
    out: Option<(&'a Told, &'static str)>,
}

/// What an account says of a kind of harm.
pub(crate) fn of(account: &Account, harm: Harm) -> Option<&Count> {
    match harm {
        Harm::Killed => account.killed.as_ref(),
        Harm::Injured => account.injured.as_ref(),
        Harm::Missing => account.missing.as_ref(),
    }
}

/// Reconciles what the accounts say of a kind of harm; `None` if none speaks of it.
pub(crate) fn reconcile(
    harm: Harm,
    members: &[&Told],
    origins: &Origins,
    policy: &Reconciliation,
    steps: &mut Vec<Step>,
) -> Option<Count> {
    let mut figures = figures(harm, members, origins, policy, steps);
    supersede(&mut figures, policy);
    let totals: Vec<(Range, &Figure)> = figures.iter().map(|f| (f.count.range(), f)).collect();
    let mut range = bounds(&totals);
    say_superseded(harm, &figures, steps);
    say_ends(harm, range, &totals, steps);
    if policy.is_bound_by_names() && harm == Harm::Killed {
        range = bound_by_names(range, members, steps);
    }
    let group = |pick: fn(&Count) -> Option<Range>| {
        let told: Vec<_> = figures.iter().filter_map(|f| Some((pick(f.count)?, f))).collect();
        (!told.is_empty()).then(|| bounds(&told))
    };
    (!figures.is_empty()).then(|| Count {
        min: range.min,
        max: range.max,
        children: group(|c| c.children),
        women: group(|c| c.women),
        men: group(|c| c.men),
        combatants: group(|c| c.combatants),
        wording: wording(&figures),
        provisional: figures.iter().all(|f| f.count.provisional),
        spans: Vec::new(),
    })
}

/// The figures that count: all, but those that only repeat what a party concedes where others tell a toll.
fn figures<'a>(
    harm: Harm,
    members: &[&'a Told],
    origins: &Origins,
    policy: &Reconciliation,
    steps: &mut Vec<Step>,
) -> Vec<Figure<'a>> {
    let all = members.iter().enumerate().filter_map(|(i, told)| {
        let count = of(&told.account, harm)?;
        Some(Figure { told, origin: origins.number(i), count, out: None })
    });
    let (conceded, told): (Vec<Figure>, Vec<Figure>) =
        all.partition(|f| policy.keeps_concessions_apart() && is_concession(f.told, harm));
    if told.is_empty() {
        return conceded;
    }
    for f in conceded {
        let says = format!(
            "{} of {} is what a party concedes; it is kept as a position and does not move the range",
            f.count.range(),
            name(f.told)
        );
        steps.push(step_on(harm.as_str(), says, f.told));
    }
    told
}

/// Whether an account's figure is no more than what a party concedes in the same report.
pub(crate) fn is_concession(told: &Told, harm: Harm) -> bool {
    let Some(range) = of(&told.account, harm).map(Count::range) else { return false };
    let mut conceded = told.positions.iter().filter_map(|p| match harm {
        Harm::Killed => p.conceded_killed,
        Harm::Injured => p.conceded_injured,
        Harm::Missing => None,
    });
    !range.is_unknown() && conceded.any(|r| r == range)
}

fn supersede(figures: &mut [Figure], policy: &Reconciliation) {
    let out: Vec<_> = figures.iter().map(|f| superseded_by(f, figures, policy)).collect();
    for (figure, out) in figures.iter_mut().zip(out) {
        figure.out = out;
    }
}

/// The first account that supersedes a figure, as the policy has it: a later and higher one of the same origin or publisher;
/// or, if the text calls the figure provisional, any later and higher one that is not.
fn superseded_by<'a>(
    figure: &Figure<'a>,
    all: &[Figure<'a>],
    policy: &Reconciliation,
) -> Option<(&'a Told, &'static str)> {
    let low = figure.count.min.or(figure.count.max)?;
    let higher =
        |f: &&Figure| f.told.published > figure.told.published && f.count.min.is_some_and(|n| n > low);
    let reason = |f: &Figure| {
        let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
        let by = |reason, holds: bool| holds && policy.supersedes(reason);
        if by(Superseded::LaterVersion, f.origin == figure.origin) {
            Some("a later version of it tells more")
        } else if by(Superseded::SamePublisher, same(&f.told.publisher, &figure.told.publisher)) {
            Some("its publisher later told more")
        } else if by(Superseded::FirmFigure, figure.count.provisional && !f.count.provisional) {
            Some("its own text calls it provisional, and a later report tells more")
        } else {
            None
        }
    };
    figure.told.published?;
    let found = all.iter().filter(higher).filter_map(|f| Some((f.told, reason(f)?)));
    found.min_by_key(|(told, _)| first(told))
}

/// Lowest minimum of the figures that stand, and highest maximum of all. An end that is open above stays open
/// unless another figure reaches as high.
fn bounds(figures: &[(Range, &Figure)]) -> Range {
    let standing = figures.iter().filter(|(_, f)| f.out.is_none());
    let min =
        standing.filter_map(|(r, _)| r.min).min().or_else(|| figures.iter().filter_map(|(r, _)| r.min).min());
    let closed = figures.iter().filter_map(|(r, _)| r.max).max();
    let open = figures.iter().filter(|(r, _)| r.max.is_none()).filter_map(|(r, _)| r.min).max();
    let max = closed.filter(|top| open.is_none_or(|n| n <= *top));
    Range { min: min.map(|m| max.map_or(m, |top| m.min(top))), max }
}

/// Raises the minimum to the number of dead whom one account names, fighters aside, but never above the maximum.
fn bound_by_names(range: Range, members: &[&Told], steps: &mut Vec<Step>) -> Range {
    let dead = |told: &&&Told| -> u32 {
        let victims = told.account.victims.iter();
        let named = victims.filter(|v| v.name.is_some() && v.status == VictimStatus::Killed);
        named.filter(|v| v.civilian != Some(false)).map(|v| v.number).sum()
    };
    let Some(told) = members.iter().max_by_key(|told| (dead(told), std::cmp::Reverse(first(told)))) else {
        return range;
    };
    let named = range.max.map_or(dead(&told), |max| dead(&told).min(max));
    if range.min.is_none_or(|min| min >= named) {
        return range;
    }
    let says = format!("minimum {named}: so many of the dead are named by {}", name(told));
    steps.push(step_on(Harm::Killed.as_str(), says, told));
    Range { min: Some(named), ..range }
}

/// The words of the total, where only one account tells it.
fn wording(figures: &[Figure]) -> Option<String> {
    match figures {
        [only] => only.count.wording.clone(),
        _ => None,
    }
}

fn say_superseded(harm: Harm, figures: &[Figure], steps: &mut Vec<Step>) {
    for figure in figures {
        if let Some((by, why)) = figure.out {
            let toll = figure.count.range();
            let says = format!("{toll} of {} leaves the minimum: {why}: {}", name(figure.told), name(by));
            steps.push(step_on(harm.as_str(), says, figure.told));
        }
    }
}

fn say_ends(harm: Harm, range: Range, totals: &[(Range, &Figure)], steps: &mut Vec<Step>) {
    let about = harm.as_str();
    let standing = |f: &Figure| f.out.is_none();
    if let Some(min) = range.min {
        let of = totals.iter().find(|(r, f)| r.min == Some(min) && standing(f));
        steps.extend(of.map(|(_, f)| {
            step_on(
                about,
                format!("minimum {min}: the lowest figure that stands, of {}", name(f.told)),
                f.told,
            )
        }));
    }
    if let Some(max) = range.max {
        let of = totals.iter().find(|(r, _)| r.max == Some(max));
        steps.extend(of.map(|(_, f)| {
            step_on(about, format!("maximum {max}: the highest figure, of {}", name(f.told)), f.told)
        }));
    } else if let Some((r, f)) = totals.iter().filter(|(r, _)| r.max.is_none()).max_by_key(|(r, _)| r.min) {
        let says = format!("no maximum: {} tells {r}, and no report closes it above", name(f.told));
        steps.push(step_on(about, says, f.told));
    } else if !totals.is_empty() {
        steps.push(step(about, "no account tells a total"));
    }
}
