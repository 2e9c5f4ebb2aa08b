//! Norms that are engaged. Enters: a case. Leaves: for each incident the rules of law that its reports invoke or that its
//! facts engage, with the words. That a norm is engaged says that it speaks to such facts; whether it was broken is not for
//! this program to say.

use super::said::Case;
use serde::Serialize;
use std::collections::BTreeMap;
use value::{Incident, Quote};

/// A norm that an incident engages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NormEngaged {
    /// Its name, by the registry.
    pub name: String,
    /// The reports that invoke it, or whose facts engage it.
    pub by: Vec<Invoked>,
}

/// Where a norm is invoked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Invoked {
    /// The report's id.
    pub report: String,
    /// The words as written.
    pub as_written: String,
    /// The words behind it.
    pub spans: Vec<Quote>,
}

/// The norms that an incident engages, by name.
pub(crate) fn norms(case: &Case, incident: &Incident) -> Vec<NormEngaged> {
    let mut all: BTreeMap<&str, Vec<Invoked>> = BTreeMap::new();
    for said in case.said {
        for norm in &said.norms {
            if case.about(said, &norm.spans).is_some_and(|about| about.incident == incident.incident) {
                all.entry(&norm.name).or_default().push(Invoked {
                    report: said.report.clone(),
                    as_written: norm.as_written.clone(),
                    spans: norm.spans.clone(),
                });
            }
        }
    }
    all.into_iter().map(|(name, by)| NormEngaged { name: name.to_owned(), by }).collect()
}
