//! Makes one incident. Enters: the accounts that tell of one event, the mentions beside them, and what people said of it.
//! Leaves: the incident with its ranges, lists, grade and the steps that led there.

use crate::Told;
use crate::explain::{Match, matches, membership, name, step_on};
use crate::facet::Facet;
use crate::grade::grade;
use crate::id::incident_id;
use crate::origin::{Origins, first, reports};
use crate::over::apply;
use crate::policy::Policy;
use crate::position::positions;
use crate::settle::{actors, date, methods, places};
use crate::toll::reconcile;
use value::{Harm, Incident, Judgement, Member, Step, Tie};

/// What people said of one incident.
#[derive(Default)]
pub(crate) struct Remarks<'a> {
    /// What is to be said of judgements on its accounts.
    pub(crate) notes: Vec<Step>,
    /// Judgements that set a value, from the first to the last.
    pub(crate) sets: Vec<&'a Judgement>,
}

/// Makes an incident of the accounts that tell of one event, the mentions beside them, and what people said of it; both
/// are ordered by key, and so are the accounts as they are compared.
pub(crate) fn incident(
    members: &[&Told],
    mentions: &[&Told],
    facets: &[&Facet],
    remarks: Remarks,
    policy: &Policy,
) -> Incident {
    let matches = matches(facets);
    let mut steps = membership(members, &matches);
    steps.extend(mentions.iter().map(|told| mentioned(told)));
    steps.extend(remarks.notes);
    let origins = Origins::of(members);
    let positions = positions(&origins);
    let date = date(members, &origins, &mut steps);
    let places = places(members, &origins, &mut steps);
    let [killed, injured, missing] = [Harm::Killed, Harm::Injured, Harm::Missing]
        .map(|harm| reconcile(harm, members, &origins, &policy.reconciliation, &mut steps));
    let actors = actors(members, &origins, &positions, &mut steps);
    let (grade, strike_status) = grade(&origins, members, &positions, policy, &mut steps);
    // Of a report that tells of no event by itself nothing is called.
    let named = members.iter().zip(facets).filter(|(_, facet)| !facet.bare).map(|(told, _)| told);
    let first = named.min_by_key(|t| first(t));
    let mut incident = Incident {
        incident: first.map(|t| incident_id(&t.key)).unwrap_or_default(),
        sources: reports(&by_time_then_id(members)),
        origins: origins.ids(),
        date,
        places,
        killed,
        injured,
        missing,
        actors,
        methods: methods(members, &origins),
        grade,
        strike_status,
        positions,
        accounts: accounts(members, mentions, &matches),
        explanation: steps,
    };
    apply(&mut incident, &remarks.sets);
    incident
}

/// The accounts of an event and the mentions beside them, by key.
fn accounts(members: &[&Told], mentions: &[&Told], matches: &[Option<Match>]) -> Vec<Member> {
    let tie = |found: &Match| Tie { with: members[found.with].key.clone(), probability: found.probability };
    let told = members.iter().zip(matches);
    let told = told.map(|(told, found)| Member { tie: found.as_ref().map(tie), ..member(told) });
    let mentions = mentions.iter().map(|told| Member { mention: true, ..member(told) });
    let mut all: Vec<Member> = told.chain(mentions).collect();
    all.sort_by(|a, b| a.key.cmp(&b.key));
    all
}

/// Says that an account is a mention.
fn mentioned(told: &Told) -> Step {
    let says = format!(
        "{} mentions another event in passing: it tells no day, place or harm of it, or recalls it long after; as no \
         other report tells of it, it is no incident and counts for nothing here",
        name(told)
    );
    step_on("membership", says, told)
}

fn by_time_then_id<'a>(members: &[&'a Told]) -> Vec<&'a Told> {
    let mut all = members.to_vec();
    all.sort_by_key(|t| (t.published.is_none(), t.published, &t.report));
    all
}

fn member(told: &Told) -> Member {
    Member {
        key: told.key.clone(),
        report: told.report.clone(),
        publisher: told.publisher.clone(),
        published: told.published,
        account: told.account.clone(),
        mention: false,
        tie: None,
    }
}
