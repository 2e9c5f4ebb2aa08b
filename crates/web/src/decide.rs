//! What people decide, from forms and from the API alike. Enters: a wish, with the incident that it is about and the
//! number of the last act that the person had seen of it. Leaves: acts; or, where somebody else put something on record
//! meanwhile, both versions and no act. The later write never silently wins.

use crate::answer::Refusal;
use crate::app::App;
use crate::page::incident::for_person;
use crate::person::Person;
use casebook::{Casebook, Correction, Decision, Happened, Stamp};
use value::Incident;

/// What a person wants to put on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// A judgement.
    Judge(Decision),
    /// Values read otherwise.
    Correct(Vec<Correction>),
    /// Decisions taken back, by the numbers of their acts.
    Withdraw(Vec<u64>),
    /// The person's own last decision on the incident taken back.
    Undo,
}

/// A wish with what it was made on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proposal {
    pub(crate) wish: Wish,
    /// The incident that the person was looking at.
    pub(crate) on: String,
    /// The last act that the person had in view; `None` where the caller does not care.
    pub(crate) seen: Option<u64>,
    /// Why.
    pub(crate) why: String,
}

impl Proposal {
    /// Names of all incidents that it is about.
    fn concerned(&self) -> Vec<&str> {
        match &self.wish {
            Wish::Judge(Decision::Same(a, b) | Decision::Different(a, b)) => vec![&self.on, a, b],
            _ => vec![&self.on],
        }
    }
}

/// Why nothing was put on record.
#[derive(Debug)]
pub(crate) enum Stop {
    Refused(Refusal),
    /// Somebody else was first: what they did since.
    Overtaken(Vec<Happened>),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<casebook::Error> for Stop {
    fn from(error: casebook::Error) -> Self {
        Self::Refused(error.into())
    }
}

/// Puts a wish on record, and returns the numbers of its acts.
pub(crate) fn decide(app: &App, person: &Person, proposal: &Proposal) -> Result<Vec<u64>, Stop> {
    let stamp = App::stamp(person);
    app.desk.change(|book| {
        // Who may not see the incident is told the same as where there is none.
        for_person(book, &proposal.on, person)?;
        if let Wish::Judge(decision) = &proposal.wish {
            may_name(book, decision, person)?;
        }
        book.decide_on(&proposal.concerned(), |book, incidents| {
            put(book, incidents, person, proposal, &stamp)
        })
    })
}

/// Puts a wish on record of incidents as they are.
fn put(
    book: &mut Casebook,
    incidents: &[Incident],
    person: &Person,
    proposal: &Proposal,
    stamp: &Stamp,
) -> Result<Vec<u64>, Stop> {
    for_person(book, &proposal.on, person)?;
    let members = incidents.iter().flat_map(|incident| &incident.accounts);
    let history = book.history_of(&members.map(|member| member.key.report.clone()).collect())?;
    if let Some(seen) = proposal.seen {
        let since: Vec<Happened> =
            history.iter().filter(|event| event.logged.number > seen).cloned().collect();
        if !since.is_empty() {
            return Err(Stop::Overtaken(since));
        }
    }
    Ok(match &proposal.wish {
        Wish::Judge(decision) => {
            may_name(book, decision, person)?;
            book.judge(decision, &proposal.why, stamp)?
        }
        Wish::Correct(corrections) => {
            for correction in corrections {
                may_see(book, &correction.of, person)?;
            }
            book.correct(corrections, &proposal.why, stamp)?.collect()
        }
        Wish::Withdraw(acts) => {
            may_take_back(&history, acts)?;
            vec![book.withdraw(acts, &proposal.why, stamp)?]
        }
        Wish::Undo => {
            let last = last_of(&history, &person.author())?;
            vec![book.withdraw(&last, &proposal.why, stamp)?]
        }
    })
}

/// Whether all acts are on the incident: what is taken back is what the person sees there.
fn may_take_back(history: &[Happened], acts: &[u64]) -> Result<(), Refusal> {
    let on_it = |act: &u64| history.iter().any(|event| event.logged.number == *act);
    match acts.iter().find(|act| !on_it(act)) {
        Some(act) => Err(Refusal::new(422, format!("act {act} is not on this incident"))),
        None => Ok(()),
    }
}

/// Whether a decision is about nothing that the person may not see.
fn may_name(book: &mut Casebook, decision: &Decision, person: &Person) -> Result<(), Refusal> {
    match decision {
        Decision::Same(a, b) | Decision::Different(a, b) => {
            may_see(book, a, person)?;
            may_see(book, b, person)
        }
        Decision::Set { of, .. } | Decision::Seen(of) => may_see(book, of, person),
    }
}

/// Whether the person may see what a name stands for: an incident, an account's id, or `REPORT#1`.
fn may_see(book: &mut Casebook, name: &str, person: &Person) -> Result<(), Refusal> {
    if person.cleared.restricted {
        // What is not there is told of by who decides on it.
        return Ok(());
    }
    let absent = || Refusal::absent(format!("there is no {name} here"));
    let reports = book.reports_named(name).map_err(|_| absent())?;
    let restricted = book.restricted_reports()?;
    if reports.iter().any(|report| restricted.contains(&report.0)) { Err(absent()) } else { Ok(()) }
}

/// The acts of a person's last decision that still holds: those under one stamp are one decision.
fn last_of(history: &[Happened], name: &str) -> Result<Vec<u64>, Refusal> {
    let own = history.iter().filter(|event| event.is_decision() && event.withdrawn_by.is_none());
    let own: Vec<&Happened> = own.filter(|event| event.logged.act.stamp.by == name).collect();
    let last = own.last().ok_or_else(|| Refusal::new(422, "you decided nothing here that still holds"))?;
    let at = last.logged.act.stamp.at;
    let together = own.iter().filter(|event| event.logged.act.stamp.at == at);
    Ok(together.map(|event| event.logged.number).collect())
}
