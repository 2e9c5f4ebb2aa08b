//! Says why: the steps that led to an incident, each in one sentence that names what it rests on.

use crate::Told;
use crate::compare::{Comparison, compare};
use crate::facet::Facet;
use crate::finding::Finding;
use crate::weight::Bits;
use value::Step;

/// A step that rests on the incident as a whole.
pub(crate) fn step(about: &str, says: impl Into<String>) -> Step {
    Step { about: about.into(), says: says.into(), account: None, act: None }
}

/// A step that rests on one account.
pub(crate) fn step_on(about: &str, says: impl Into<String>, told: &Told) -> Step {
    Step { account: Some(told.key.clone()), ..step(about, says) }
}

/// How a step names an account's report.
pub(crate) fn name(told: &Told) -> String {
    match (&told.publisher, told.published) {
        (Some(publisher), Some(day)) => format!("{} ({publisher}, {day})", told.report),
        (Some(publisher), None) => format!("{} ({publisher})", told.report),
        (None, Some(day)) => format!("{} ({day})", told.report),
        (None, None) => told.report.clone(),
    }
}

/// The account that another matches best, and by what.
pub(crate) struct Match {
    /// Its place among the members.
    pub(crate) with: usize,
    /// How likely the two tell of one event, from 0 to 1.
    pub(crate) probability: f64,
    /// The findings that weigh, and their sum.
    says: String,
}

/// For each account the one that it matches best.
pub(crate) fn matches(facets: &[&Facet]) -> Vec<Option<Match>> {
    (0..facets.len()).map(|i| best_match(i, facets)).collect()
}

fn best_match(i: usize, facets: &[&Facet]) -> Option<Match> {
    let others = (0..facets.len()).filter(|j| *j != i);
    let compared = others.map(|j| (j, compare(facets[i], facets[j])));
    let (with, found) = compared.max_by_key(|(j, found)| (found.bits(), std::cmp::Reverse(*j)))?;
    Some(Match { with, probability: found.bits().rounded(), says: listed(&found) })
}

/// Says of each account but the first which one it matches best.
pub(crate) fn membership(members: &[&Told], matches: &[Option<Match>]) -> Vec<Step> {
    let step = |(i, found): (usize, &Option<Match>)| {
        let found = found.as_ref()?;
        let says = format!("{} matches {}: {}", name(members[i]), name(members[found.with]), found.says);
        Some(step_on("membership", says, members[i]))
    };
    matches.iter().enumerate().skip(1).filter_map(step).collect()
}

/// The findings that weigh, their sum, and what it says.
pub(crate) fn listed(found: &Comparison) -> String {
    let weighs = found.findings.iter().filter(|f| **f != Finding::Any && found.weight(**f) != Bits::NONE);
    let words: Vec<String> =
        weighs.map(|f| format!("{} {} ({})", f.field(), f.says(), found.weight(*f))).collect();
    let needed = found.weight(Finding::Any);
    let sum: Bits = found.bits() + Bits(-needed.0);
    let needed = f64::from(-needed.0) / 100.0;
    if words.is_empty() {
        return format!("nothing that both tell can be compared; {needed:.1} bits are needed");
    }
    let sure = found.bits().probability() * 100.0;
    format!("{}; together {sum} bits of {needed:.1} needed: {sure:.0} % sure", words.join(", "))
}
