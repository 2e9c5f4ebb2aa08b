//! What was demanded over an incident with what answered it, and the norms that it engages, as far as a person may see them.
//! Enters: an incident. Leaves: demands and norms with the words behind them. A norm that is engaged is none that was broken,
//! and what answers a demand need not grant it.

use super::report;
use crate::answer::Refusal;
use crate::person::Person;
use casebook::Casebook;
use casebook::accountability::Stand;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use value::{Demand, Incident, Norm};

/// Both, for one incident.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Engaged {
    pub(crate) demands: Vec<Asked>,
    pub(crate) norms: Vec<Invoked>,
}

/// A demand, by its report, and what answered it.
#[derive(Debug, Serialize)]
pub(crate) struct Asked {
    /// The report's key.
    pub(crate) report: String,
    #[serde(flatten)]
    pub(crate) demand: Demand,
    pub(crate) answers: Vec<Stand>,
}

/// A norm, by the report that invokes it or whose facts engage it.
#[derive(Debug, Serialize)]
pub(crate) struct Invoked {
    /// The report's key.
    pub(crate) report: String,
    #[serde(flatten)]
    pub(crate) norm: Norm,
}

/// What an incident's reports demand and invoke.
pub(crate) fn of(book: &mut Casebook, incident: &Incident, person: &Person) -> Result<Engaged, Refusal> {
    let dossier = book.dossier(&incident.incident)?;
    // The same words of a report, by the report's id and where they stand.
    let place = |report: &str, spans: &[value::Quote]| {
        (report.to_owned(), spans.first().map(|quote| (quote.start, quote.end)))
    };
    let answered: BTreeMap<_, _> =
        dossier.demands.into_iter().map(|made| (place(&made.report, &made.spans), made.answers)).collect();
    let engaged: BTreeSet<_> = dossier
        .norms_engaged
        .iter()
        .flat_map(|norm| norm.by.iter().map(|by| (norm.name.clone(), place(&by.report, &by.spans))))
        .collect();
    let own: BTreeMap<&str, &str> = incident
        .accounts
        .iter()
        .map(|member| (member.report.as_str(), member.key.report.0.as_str()))
        .collect();
    let mut all = Engaged::default();
    for (id, key) in &own {
        let Some((reading, _)) = report::for_person(book, key, person)?.reading else { continue };
        for demand in reading.demands {
            // A demand of a report on several incidents stands with the one that it is about.
            let Some(answers) = answered.get(&place(id, &demand.spans)) else { continue };
            let answers = answers.iter().filter(|stand| own.contains_key(stand.report.as_str()));
            let answers = answers.map(|stand| shown(stand, person)).collect();
            all.demands.push(Asked { report: (*key).to_owned(), demand, answers });
        }
        let about = |norm: &Norm| engaged.contains(&(norm.name.clone(), place(id, &norm.spans)));
        let norms = reading.norms.into_iter().filter(about);
        all.norms.extend(norms.map(|norm| Invoked { report: (*key).to_owned(), norm }));
    }
    Ok(all)
}

/// What answered, without words that may have names in them for those who are not cleared for names.
fn shown(stand: &Stand, person: &Person) -> Stand {
    let mut stand = stand.clone();
    stand.candidates.clear();
    if !person.cleared.names {
        stand.spans.clear();
        stand.reason = None;
    }
    stand
}
