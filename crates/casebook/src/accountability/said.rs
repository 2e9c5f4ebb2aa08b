//! What reports say beside events, and where it belongs. Enters: incidents, readings, doubts. Leaves: for what a report says
//! the incident of which it says it.

use jiff::civil::Date;
use std::collections::BTreeMap;
use value::{
    Account, AccountKey, Demand, Doubt, Incident, Member, Norm, Position, Quote, Reading, ReportKey,
};

/// What a report says beside its events.
pub(crate) struct Said {
    pub(crate) key: ReportKey,
    pub(crate) report: String,
    pub(crate) publisher: Option<String>,
    pub(crate) published: Option<Date>,
    /// Where its accounts' words stand.
    pub(crate) anchors: Vec<u32>,
    pub(crate) positions: Vec<Position>,
    pub(crate) demands: Vec<Demand>,
    pub(crate) norms: Vec<Norm>,
}

impl Said {
    pub(crate) fn of(
        key: ReportKey,
        publisher: Option<String>,
        published: Option<Date>,
        reading: Reading,
    ) -> Self {
        let Reading { report, accounts, positions, demands, norms, .. } = reading;
        let anchors = accounts.iter().map(Account::anchor).collect();
        Self { key, report, publisher, published, anchors, positions, demands, norms }
    }
}

/// Incidents by what they are looked up by.
pub(crate) struct Case<'a> {
    pub(crate) incidents: &'a [Incident],
    pub(crate) said: &'a [Said],
    pub(crate) doubts: &'a [Doubt],
    by_account: BTreeMap<&'a AccountKey, (&'a Incident, &'a Member)>,
    by_report: BTreeMap<&'a str, Vec<&'a Said>>,
}

impl<'a> Case<'a> {
    pub(crate) fn of(incidents: &'a [Incident], said: &'a [Said], doubts: &'a [Doubt]) -> Self {
        let members = incidents.iter().flat_map(|i| i.accounts.iter().map(move |m| (&m.key, (i, m))));
        let mut by_report: BTreeMap<&str, Vec<&Said>> = BTreeMap::new();
        for one in said {
            by_report.entry(&one.report).or_default().push(one);
        }
        Self { incidents, said, doubts, by_account: members.collect(), by_report }
    }

    /// The incident and the account that a key names.
    pub(super) fn holder(&self, key: &AccountKey) -> Option<(&'a Incident, &'a Member)> {
        self.by_account.get(key).copied()
    }

    /// The accounts of a report that tell of an incident, in the order of the text.
    pub(super) fn told(&self, said: &Said) -> Vec<(&'a Incident, &'a Member)> {
        let mut anchors = said.anchors.clone();
        anchors.sort_unstable();
        anchors.dedup();
        let keys = anchors.into_iter().map(|anchor| AccountKey { report: said.key.clone(), anchor });
        keys.filter_map(|key| self.holder(&key)).filter(|(_, member)| !member.mention).collect()
    }

    /// The incident of which a report's words speak: that of the account whose words stand last before them, else the first
    /// that follows; none where the report tells of none.
    pub(super) fn about(&self, said: &Said, spans: &[Quote]) -> Option<&'a Incident> {
        let at = spans.first().map_or(0, |quote| quote.start);
        let told = self.told(said);
        let before = told.iter().rev().find(|(_, member)| member.key.anchor <= at);
        before.or(told.first()).map(|(incident, _)| *incident)
    }

    /// The words of a report with this id in which a position rests on these words.
    pub(super) fn position(&self, report: &str, spans: &[Quote]) -> Option<(&'a Said, &'a Position)> {
        let all = self.by_report.get(report).into_iter().flatten();
        all.flat_map(|said| said.positions.iter().map(move |p| (*said, p)))
            .find(|(_, p)| !spans.is_empty() && p.spans == spans)
    }
}
