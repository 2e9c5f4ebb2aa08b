//! The rows behind accountability. Enters: a casebook. Leaves: its positions, parties and demands, or those of one incident.

use super::actor::{self, ActorRecord, Allegation};
use super::demand::{self, DemandMade};
use super::norm::{self, NormEngaged};
use super::stand::{self, Stand};
use super::{Case, Said};
use crate::derive::day;
use crate::{Casebook, Error, Filter};
use rusqlite::Row;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use value::{AccountKey, Doubt, Incident, ReportKey};

/// An incident with what hangs on it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dossier {
    /// The incident.
    #[serde(flatten)]
    pub incident: Incident,
    /// What is alleged of each party that acted or took a position, with where it stands.
    pub allegations: Vec<PartyAlleged>,
    /// Positions that are on no incident or on another, and may speak of this one.
    pub may_concern: Vec<Stand>,
    /// What was asked of whom, and what answered.
    pub demands: Vec<DemandMade>,
    /// The norms that it engages; that a norm is engaged is no finding that it was broken.
    pub norms_engaged: Vec<NormEngaged>,
}

/// What is alleged of a party.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartyAlleged {
    /// The party.
    pub actor: String,
    /// What is alleged.
    #[serde(flatten)]
    pub alleged: Allegation,
}

const SAID: &str = "SELECT key, publisher, published, reading FROM reports JOIN readings ON report = row";
/// Readings that hold a position, a demand or a norm: an empty list is written as such.
const SPEAKING: &str = "WHERE instr(reading, '\"positions\":[]') = 0 OR instr(reading, '\"demands\":[]') = 0 \
                        OR instr(reading, '\"norms\":[]') = 0";

impl Casebook {
    /// Returns every position of a party, with the incident of which it speaks, in order of time.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn stands(&mut self) -> Result<Vec<Stand>, Error> {
        self.with_case(stand::stands)
    }

    /// Returns every party that is alleged to have acted or took a position: those alleged in most incidents first.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn actors(&mut self) -> Result<Vec<ActorRecord>, Error> {
        self.with_case(actor::actors)
    }

    /// Returns every demand with what answered it, in order of time.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn demands(&mut self) -> Result<Vec<DemandMade>, Error> {
        self.with_case(demand::demands)
    }

    /// Returns an incident with what is alleged, asked and engaged in it. It is named as [`Casebook::incident`] takes it.
    ///
    /// # Errors
    /// `NotFound`; `Input` where several are meant, which it names.
    pub fn dossier(&mut self, name: &str) -> Result<Dossier, Error> {
        let incident = self.incident(name)?;
        let own: BTreeSet<&AccountKey> = incident.accounts.iter().map(|member| &member.key).collect();
        let mut doubts = self.doubts()?;
        doubts.retain(|doubt| own.contains(&doubt.a) || own.contains(&doubt.b));
        // What else the reports tell of decides which of what they say belongs here.
        let accounts = doubts.iter().flat_map(|doubt| [&doubt.a, &doubt.b]).chain(own);
        let reports: BTreeSet<&ReportKey> = accounts.map(|key| &key.report).collect();
        let (mut said, mut incidents) =
            (Vec::new(), BTreeMap::from([(incident.incident.clone(), incident.clone())]));
        for report in reports {
            said.extend(self.said_by(report)?);
            let told = self.incidents_by(report)?.into_iter();
            incidents.extend(told.map(|incident| (incident.incident.clone(), incident)));
        }
        let incidents: Vec<Incident> = incidents.into_values().collect();
        let case = Case::of(&incidents, &said, &doubts);
        let asked_of_it = |demand: &DemandMade| demand.incident.as_ref() == Some(&incident.incident);
        let may_concern = |stand: &Stand| stand.candidates.iter().any(|c| c.incident == incident.incident);
        let alleged = actor::allegations(&case, &incident).into_iter();
        Ok(Dossier {
            allegations: alleged.map(|(actor, alleged)| PartyAlleged { actor, alleged }).collect(),
            may_concern: stand::stands(&case).into_iter().filter(may_concern).collect(),
            demands: demand::demands(&case).into_iter().filter(asked_of_it).collect(),
            norms_engaged: norm::norms(&case, &incident),
            incident,
        })
    }

    fn with_case<T>(&mut self, of: impl FnOnce(&Case) -> T) -> Result<T, Error> {
        let incidents = self.incidents(&Filter::default())?;
        let said = self.said()?;
        let doubts = self.doubts()?;
        Ok(of(&Case::of(&incidents, &said, &doubts)))
    }

    fn said(&self) -> Result<Vec<Said>, Error> {
        let mut query = self.db.prepare_cached(&format!("{SAID} {SPEAKING} ORDER BY key"))?;
        let mut found = query.query([])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            all.push(said(row)?);
        }
        Ok(all)
    }

    fn said_by(&self, report: &ReportKey) -> Result<Option<Said>, Error> {
        let mut query = self.db.prepare_cached(&format!("{SAID} WHERE key = ?1"))?;
        let mut found = query.query([&report.0])?;
        found.next()?.map(said).transpose()
    }

    /// The incidents that a report's accounts stand in.
    fn incidents_by(&self, report: &ReportKey) -> Result<Vec<Incident>, Error> {
        let sql = "SELECT incident FROM incidents WHERE id IN (SELECT members.incident FROM members
            JOIN reports ON members.report = row WHERE key = ?1) ORDER BY id";
        let mut query = self.db.prepare_cached(sql)?;
        let mut found = query.query([&report.0])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            all.push(serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?);
        }
        Ok(all)
    }

    fn doubts(&self) -> Result<Vec<Doubt>, Error> {
        crate::derive::queue::doubts(&self.db)
    }
}

fn said(row: &Row<'_>) -> Result<Said, Error> {
    let reading = serde_json::from_str(row.get_ref(3)?.as_str().unwrap_or_default())?;
    Ok(Said::of(ReportKey(row.get(0)?), row.get(1)?, day(row, 2)?, reading))
}
