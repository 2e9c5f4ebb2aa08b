//! Demands and what answered them. Enters: a case. Leaves: every demand with the incident of which its report speaks there,
//! and the positions that the one who was asked took on it from that day on. A position on the incident is something that
//! answers, whether or not it grants what was asked: that is for a person to say.

use super::party;
use super::said::{Case, Said};
use super::stand::{Stand, on};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use value::{Demand, Incident, Quote};

/// A demand, and what answered it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DemandMade {
    /// Who asks.
    pub by: Option<String>,
    /// Of whom it is asked.
    pub of: String,
    /// What is asked, as written.
    pub asks: String,
    /// When the report that tells of it was published.
    pub date: Option<Date>,
    /// The report's id.
    pub report: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// The incident of which the report speaks there.
    pub incident: Option<String>,
    /// What the one who was asked said, or is said to have said, of the incident on that day or later.
    pub answers: Vec<Stand>,
    /// The words behind it.
    pub spans: Vec<Quote>,
}

/// The demands of a case, in order of time; those without a day first.
pub(crate) fn demands(case: &Case) -> Vec<DemandMade> {
    let mut stands: BTreeMap<&str, Vec<Stand>> = BTreeMap::new();
    let mut all = Vec::new();
    for said in case.said {
        for demand in &said.demands {
            let incident = case.about(said, &demand.spans);
            let on_it = incident
                .map(|incident| &*stands.entry(&incident.incident).or_insert_with(|| on(case, incident)));
            all.push(made(said, demand, incident, on_it.map_or(&[], Vec::as_slice)));
        }
    }
    all.sort_by(|a, b| (a.date, &a.report, &a.spans).cmp(&(b.date, &b.report, &b.spans)));
    all
}

fn made(said: &Said, demand: &Demand, incident: Option<&Incident>, stands: &[Stand]) -> DemandMade {
    let asked = party(&demand.of);
    let answers = |stand: &&Stand| is_asked(&asked, &party(&stand.actor)) && stand.date >= said.published;
    DemandMade {
        by: demand.by.clone(),
        of: demand.of.clone(),
        asks: demand.asks.clone(),
        date: said.published,
        report: said.report.clone(),
        publisher: said.publisher.clone(),
        incident: incident.map(|incident| incident.incident.clone()),
        answers: stands.iter().filter(answers).cloned().collect(),
        spans: demand.spans.clone(),
    }
}

/// Whether the one who was asked is the party: by its name, or by words that hold its name ("the command of …").
fn is_asked(asked: &str, actor: &str) -> bool {
    !actor.is_empty() && format!(" {asked} ").contains(&format!(" {actor} "))
}
