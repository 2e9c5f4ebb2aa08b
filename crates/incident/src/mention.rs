//! Tells events from mere mentions. Enters: sets of accounts, each taken to tell of one event. Leaves: events, with
//! the mentions that stand with them. An incident needs a when, a where and a harm: what a report says in passing
//! without one of these, and no other report tells, is kept beside the report's main event and counts for nothing
//! there; so is what the news of a fresh event recalls of one long before it. A person's judgement on an account is
//! heeded before this rule.

use crate::facet::Facet;

/// The widest range of days, both ends included, that tells when.
const WHEN: i32 = 7;

/// Days before a report's main event from which another event is one that it recalls.
const RECALLED: i32 = 30;
/// Days after an event during which a report of it is news.
const FRESH: i32 = 30;
/// A report that tells so many events or more is a list of events, and recalls none.
const LIST: usize = 4;

/// The accounts that tell of one event, and those that stand beside them as mentions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Event {
    /// By index, in ascending order.
    pub(crate) told: Vec<usize>,
    /// Mentions of other events in the same reports, in ascending order.
    pub(crate) mentions: Vec<usize>,
}

/// Puts mentions beside their report's main event; `judged` says which accounts people have decided on. Facets are
/// ordered by key.
pub(crate) fn events(sets: Vec<Vec<usize>>, facets: &[&Facet], judged: &dyn Fn(usize) -> bool) -> Vec<Event> {
    let mut of = vec![0; facets.len()];
    for (number, set) in sets.iter().enumerate() {
        for account in set {
            of[*account] = number;
        }
    }
    let mut home: Vec<Option<usize>> = vec![None; sets.len()];
    for (number, set) in sets.iter().enumerate() {
        if let [account] = set[..] {
            home[number] = home_of(account, facets).filter(|_| !judged(account)).map(|main| of[main]);
        }
    }
    let mut events: Vec<Event> = sets.into_iter().map(|told| Event { told, mentions: Vec::new() }).collect();
    for number in 0..events.len() {
        if let Some(home) = home[number] {
            let mut told = std::mem::take(&mut events[number].told);
            events[home].mentions.append(&mut told);
        }
    }
    events.retain(|event| !event.told.is_empty());
    for event in &mut events {
        event.mentions.sort_unstable();
    }
    events
}

/// The account of its report's main event beside which an account stands as a mention.
fn home_of(account: usize, facets: &[&Facet]) -> Option<usize> {
    let (facet, report) = (facets[account], &facets[account].key.report);
    let first =
        facets[..account].iter().rposition(|f| f.key.report != *report).map_or(0, |before| before + 1);
    let of_report = || (first..facets.len()).take_while(|i| facets[*i].key.report == *report);
    let main = of_report().find(|i| !facets[*i].beside)?;
    let recalled = of_report().count() < LIST && is_recalled(facet, facets[main]);
    (facet.beside && (is_wanting(facet) || recalled)).then_some(main)
}

/// Whether an account lacks a when, a where or a harm.
fn is_wanting(facet: &Facet) -> bool {
    let when = facet.days.is_some_and(|days| !days.assumed && days.width() <= WHEN);
    let place = facet.spots.iter().any(|spot| !spot.wide);
    let numbers = [facet.killed, facet.injured];
    let harm = numbers.iter().any(|toll| !toll.range.is_unknown()) || !facet.victims.is_empty();
    !(when && place && harm)
}

/// Whether an account is of an event long before the one of which its report is news.
fn is_recalled(facet: &Facet, main: &Facet) -> bool {
    let Some((recalled, event)) = facet.days.zip(main.days) else { return false };
    let fresh = main.published.is_some_and(|day| day - event.last <= FRESH);
    fresh && event.first - recalled.last > RECALLED
}
