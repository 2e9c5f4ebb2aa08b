//! Parties: in how many incidents each is named as having done it, with what tolls, and where it stands.

use super::Page;
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::filter::Chosen;
use askama::Template;
use casebook::Sorted;
use std::collections::BTreeMap;

/// A party.
#[derive(Clone, Debug, Default)]
pub(crate) struct Party {
    pub(crate) name: String,
    /// Incidents in which it is alleged or known to have done it.
    pub(crate) incidents: u64,
    /// Of these, with named victims.
    pub(crate) named: u64,
    /// Of these, contested.
    pub(crate) contested: u64,
    /// Positions that it took, and in how many incidents.
    pub(crate) positions: Vec<(String, u64)>,
}

/// Parties that are named in incidents that the person may see, the most often named first.
pub(crate) fn listed(app: &App, call: &Call) -> Result<Vec<Party>, Refusal> {
    let chosen = Chosen::by(app, call, Sorted::Oldest)?;
    let overview = chosen.overview();
    let mut parties: BTreeMap<&str, Party> = BTreeMap::new();
    for glance in chosen.glances() {
        for actor in &glance.actors {
            let party = parties.entry(overview.actor(*actor)).or_default();
            party.incidents += 1;
            party.named += u64::from(glance.named > 0);
            party.contested += u64::from(glance.grade == value::Grade::Contested);
        }
    }
    if call.person()?.cleared.restricted {
        for (name, positions) in overview.positions() {
            let party = parties.entry(name).or_default();
            party.positions = positions.iter().map(|(position, n)| (position.clone(), *n)).collect();
        }
    }
    let named = parties.into_iter().map(|(name, party)| Party { name: name.to_owned(), ..party });
    let mut listed: Vec<Party> = named.collect();
    listed.sort_by(|a, b| b.incidents.cmp(&a.incidents).then_with(|| a.name.cmp(&b.name)));
    Ok(listed)
}

#[derive(Template)]
#[template(path = "actors.html")]
struct Actors<'a> {
    page: Page<'a>,
    parties: Vec<Party>,
}

impl Actors<'_> {
    #[allow(clippy::unused_self)] // Templates call what belongs to the page.
    fn link(&self, party: &Party) -> String {
        format!("/incidents?{}", serde_urlencoded::to_string([("actor", &party.name)]).unwrap_or_default())
    }
}

/// Shows the page.
pub(crate) fn show(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let parties = listed(app, call)?;
    let page = Page::new(app, call, "actors", call.messages().text("actors.title"));
    Ok(Answer::Html(Actors { page, parties }.render()?))
}
