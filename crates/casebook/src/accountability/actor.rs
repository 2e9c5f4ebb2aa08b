//! Parties. Enters: a case. Leaves: for each party the incidents in which it was alleged to have acted, by whom and when, and
//! where it stands on each. Numbers of people are those of the incidents and no share of them: an allegation is not shown true by
//! being counted.

use super::party;
use super::said::Case;
use super::stand::{Stand, on};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use value::{Actor, ActorKind, ActorRole, Count, Grade, Incident, Member, PositionTaken, Range, When};

/// A party with all that is alleged of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActorRecord {
    /// Its name, by the registry where it has one.
    pub actor: String,
    /// What it is; absent where it is known by positions alone.
    pub kind: Option<ActorKind>,
    /// In how many incidents it is alleged to have acted.
    pub alleged: usize,
    /// People killed in those incidents, all together.
    pub killed: Range,
    /// People injured in those incidents, all together.
    pub injured: Range,
    /// On how many incidents it last took each position; where it does not speak for itself, as others say.
    pub positions: BTreeMap<PositionTaken, usize>,
    /// Deaths that it concedes, by the last position on each incident in which it concedes any.
    pub conceded_killed: Option<Range>,
    /// The incidents in which it is alleged to have acted or on which it took a position, by date.
    pub allegations: Vec<Allegation>,
}

/// What is alleged of a party in one incident.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Allegation {
    /// The incident's id.
    pub incident: String,
    /// When it was.
    pub date: Option<When>,
    /// Where, by its first place.
    pub place: Option<String>,
    /// How many were killed.
    pub killed: Option<Range>,
    /// How many were injured.
    pub injured: Option<Range>,
    /// How well the incident is supported.
    pub grade: Grade,
    /// By whom it is alleged, the first published first; empty where the party only took a position.
    pub by: Vec<AllegedBy>,
    /// Of how many independent origins these are.
    pub origins: usize,
    /// Where the party stands, in order of time.
    pub stands: Vec<Stand>,
}

/// Who alleges it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AllegedBy {
    /// The report's id.
    pub report: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<Date>,
    /// `suspected` or `known`, as the report has it.
    pub role: ActorRole,
    /// On whose word the report says so, as written.
    pub according_to: Vec<String>,
}

/// The parties of a case: those alleged in most incidents first, then by name.
pub(crate) fn actors(case: &Case) -> Vec<ActorRecord> {
    let mut all: BTreeMap<String, ActorRecord> = BTreeMap::new();
    for incident in case.incidents {
        let stands = on(case, incident);
        for (key, actor, kind) in parties(incident, &stands) {
            let allegation = allegation(incident, &key, &stands);
            all.entry(key).or_insert_with(|| empty(actor, kind)).add(allegation, kind);
        }
    }
    let mut all: Vec<ActorRecord> = all.into_values().collect();
    all.sort_by(|a, b| b.alleged.cmp(&a.alleged).then_with(|| a.actor.cmp(&b.actor)));
    all
}

/// What is alleged in one incident, of each party that acted or took a position.
pub(crate) fn allegations(case: &Case, incident: &Incident) -> Vec<(String, Allegation)> {
    let stands = on(case, incident);
    let parties = parties(incident, &stands).into_iter();
    parties.map(|(key, actor, _)| (actor, allegation(incident, &key, &stands))).collect()
}

/// The parties that are said to have acted or took a position, each once, in the incident's order.
fn parties(incident: &Incident, stands: &[Stand]) -> Vec<(String, String, Option<ActorKind>)> {
    let mut all: Vec<(String, String, Option<ActorKind>)> = Vec::new();
    let acted = incident.actors.iter().filter(|actor| did(actor)).map(|a| (a.name.clone(), Some(a.kind)));
    let spoke = stands.iter().map(|stand| (stand.actor.clone(), None));
    for (name, kind) in acted.chain(spoke) {
        let key = party(&name);
        if all.iter().all(|(known, ..)| *known != key) {
            all.push((key, name, kind));
        }
    }
    all
}

fn did(actor: &Actor) -> bool {
    matches!(actor.role, ActorRole::Suspected | ActorRole::Known)
}

fn empty(actor: String, kind: Option<ActorKind>) -> ActorRecord {
    ActorRecord {
        actor,
        kind,
        alleged: 0,
        killed: Range::exactly(0),
        injured: Range::exactly(0),
        positions: BTreeMap::new(),
        conceded_killed: None,
        allegations: Vec::new(),
    }
}

impl ActorRecord {
    fn add(&mut self, allegation: Allegation, kind: Option<ActorKind>) {
        self.kind = self.kind.or(kind);
        if !allegation.by.is_empty() {
            self.alleged += 1;
            self.killed = plus(self.killed, allegation.killed);
            self.injured = plus(self.injured, allegation.injured);
        }
        // What others say of the party counts only where it does not speak for itself.
        let own = || allegation.stands.iter().filter(|stand| stand.claimed_by.is_none());
        if let Some(last) = own().next_back().or(allegation.stands.last()) {
            *self.positions.entry(last.position).or_default() += 1;
        }
        if let Some(conceded) = own().filter_map(|stand| stand.conceded_killed).next_back() {
            self.conceded_killed =
                Some(plus(self.conceded_killed.unwrap_or(Range::exactly(0)), Some(conceded)));
        }
        self.allegations.push(allegation);
    }
}

/// Two numbers of people together; nothing told adds none to the lower end, and an end that is open stays open.
fn plus(sum: Range, more: Option<Range>) -> Range {
    let Some(more) = more.filter(|more| !more.is_unknown()) else { return sum };
    let min = sum.min.unwrap_or(0).saturating_add(more.min.unwrap_or(0));
    Range { min: Some(min), max: sum.max.zip(more.max).map(|(a, b)| a.saturating_add(b)) }
}

fn allegation(incident: &Incident, key: &str, stands: &[Stand]) -> Allegation {
    let told = incident.accounts.iter().filter(|member| !member.mention);
    let mut by: Vec<AllegedBy> = told.filter_map(|member| alleged_by(member, key)).collect();
    by.sort_by(|a, b| {
        (a.published.is_none(), a.published, &a.report).cmp(&(b.published.is_none(), b.published, &b.report))
    });
    by.dedup_by(|b, a| a.report == b.report);
    let alleges = |origin: &&Vec<String>| by.iter().any(|by| origin.contains(&by.report));
    let range = |count: &Option<Count>| count.as_ref().map(Count::range);
    Allegation {
        incident: incident.incident.clone(),
        date: incident.date.clone(),
        place: incident.places.first().map(|place| place.name.clone()),
        killed: range(&incident.killed),
        injured: range(&incident.injured),
        grade: incident.grade,
        origins: incident.origins.iter().filter(alleges).count(),
        by,
        stands: stands.iter().filter(|stand| party(&stand.actor) == key).cloned().collect(),
    }
}

fn alleged_by(member: &Member, key: &str) -> Option<AllegedBy> {
    let actor = member.account.actors.iter().find(|actor| did(actor) && party(&actor.name) == key)?;
    Some(AllegedBy {
        report: member.report.clone(),
        publisher: member.publisher.clone(),
        published: member.published,
        role: actor.role,
        according_to: member.account.according_to.iter().map(|by| by.as_written.clone()).collect(),
    })
}
