//! An incident with what people said of it. Enters: an incident, and when its reports came in. Leaves: whether a person
//! answered a question about it already.

use super::Arrivals;
use std::collections::BTreeSet;
use value::{AccountKey, Count, Incident, Member};

/// An incident as the review meets it.
pub(super) struct Standing<'a> {
    pub(super) incident: &'a Incident,
    /// Its accounts, mentions aside.
    pub(super) told: Vec<&'a Member>,
    arrivals: &'a Arrivals,
}

impl<'a> Standing<'a> {
    pub(super) fn of(incident: &'a Incident, arrivals: &'a Arrivals) -> Self {
        let told = incident.accounts.iter().filter(|member| !member.mention).collect();
        Self { incident, told, arrivals }
    }

    /// Its id.
    pub(super) fn id(&self) -> &'a str {
        &self.incident.incident
    }

    /// The highest number of dead and wounded that is told, or the lowest where no end is told.
    pub(super) fn people(&self) -> u32 {
        let of = |count: &Option<Count>| count.as_ref().and_then(|c| c.max.or(c.min)).unwrap_or(0);
        of(&self.incident.killed).saturating_add(of(&self.incident.injured))
    }

    /// Whether a person set the field, or looked at the incident after all of its reports had come in.
    pub(super) fn is_answered(&self, field: &str) -> bool {
        self.is_seen()
            || self.incident.explanation.iter().any(|step| step.about == field && step.act.is_some())
    }

    /// Whether a person looked at the incident after all of its reports had come in.
    pub(super) fn is_seen(&self) -> bool {
        let last = self.told.iter().map(|member| self.arrival(member)).max().unwrap_or(0);
        let mut looks = self.incident.explanation.iter().filter(|step| step.about == "review");
        looks.any(|step| step.act.is_some_and(|act| act > last))
    }

    /// The last act by which a person decided something of it.
    pub(super) fn last_decision(&self) -> Option<u64> {
        self.incident.explanation.iter().filter_map(|step| step.act).max()
    }

    /// The act that received an account's report; 0 where it is not known.
    pub(super) fn arrival(&self, member: &Member) -> u64 {
        self.arrivals.get(&member.key.report).copied().unwrap_or(0)
    }

    /// The accounts that people joined to or parted from others.
    pub(super) fn judged(&self) -> BTreeSet<&'a AccountKey> {
        let of_people = self.incident.explanation.iter().filter(|step| step.act.is_some());
        of_people.filter(|step| step.about == "membership").filter_map(|step| step.account.as_ref()).collect()
    }

    /// Which origin an account's report belongs to.
    pub(super) fn origin(&self, member: &Member) -> Option<usize> {
        self.incident.origins.iter().position(|origin| origin.contains(&member.report))
    }
}

/// An account's name on the command line: its report by the beginning of its SHA-256, and where its words stand.
pub(super) fn account(key: &AccountKey) -> String {
    const SHOWN: usize = 12;
    let hash: String = key.report.0.chars().take(SHOWN).collect();
    format!("sha256:{hash}@{}", key.anchor)
}
