//! Parties' statements and the incidents that they may speak of. Enters: the accounts, and the sets in which they were
//! joined. Leaves: for each statement that no other report bears out the incidents that fit it, with how likely it speaks
//! of each.
//!
//! A statement comes late and in words of its own: "an incident near the ferry on 29 July". It is compared by what it says of
//! day, place, parties, means and toll alone, and since it speaks of one incident or of none at hand, those that fit compete:
//! with weights wᵢ = 2^bits, it speaks of i with the probability wᵢ / (1 + Σ w).

use crate::Told;
use crate::compare::{Comparison, compare};
use crate::explain::listed;
use crate::facet::Facet;
use crate::finding::Finding;
use crate::weight::Bits;
use std::collections::{BTreeMap, BTreeSet};
use value::{Doubt, PositionTaken};

/// The widest range of days by which a statement says which incident it means.
const WIDEST: i32 = 7;
/// The probability below which an incident is not named.
const LEAST: f64 = 0.2;

/// What statements may speak of, ordered by the keys of the accounts. `sets` are accounts that tell of one event; `apart` are
/// pairs that people parted, the lower index first; `pairs` are accounts worth comparing, of which those with a statement
/// count.
pub(crate) fn referrals(
    facets: &[&Facet],
    sets: &[Vec<usize>],
    apart: &BTreeSet<(usize, usize)>,
    pairs: &[(usize, usize)],
) -> Vec<Doubt> {
    let mut set_of: Vec<Option<usize>> = vec![None; facets.len()];
    for (number, set) in sets.iter().enumerate() {
        for account in set {
            set_of[*account] = Some(number);
        }
    }
    let borne_out = |set: usize| sets[set].iter().any(|account| !facets[*account].states);
    let mut candidates: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (a, b) in pairs.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).filter(|(a, _)| facets[*a].states) {
        let (Some(own), Some(other)) = (set_of[a], set_of[b]) else { continue };
        let dated = facets[b].days.is_some_and(|days| days.width() <= WIDEST);
        if dated && !borne_out(own) && borne_out(other) {
            candidates.entry(a).or_default().push((other, b));
        }
    }
    let mut found: Vec<Doubt> = candidates
        .iter()
        .flat_map(|(statement, near)| of_statement(*statement, facets, near, apart))
        .collect();
    found.sort_by(|p, q| (&p.a, &p.b).cmp(&(&q.a, &q.b)));
    found
}

/// Whether an account is a party's word on an event, and not a report of it: it takes a position, says when, and tells of no
/// harm but what it concedes.
pub(crate) fn states(told: &Told, facet: &Facet) -> bool {
    let own = told.positions.iter().any(|p| p.position != PositionTaken::NoComment);
    let counts = [facet.killed, facet.injured].iter().any(|toll| !toll.range.is_unknown());
    let dated = facet.days.is_some_and(|days| !days.assumed && days.width() <= WIDEST);
    own && dated && !counts && facet.victims.is_empty()
}

fn of_statement(
    statement: usize,
    facets: &[&Facet],
    near: &[(usize, usize)],
    apart: &BTreeSet<(usize, usize)>,
) -> Vec<Doubt> {
    let mut best: BTreeMap<usize, (Bits, usize)> = BTreeMap::new();
    for &(set, account) in near {
        let pair = (statement.min(account), statement.max(account));
        if apart.contains(&pair) || facets[account].key.report == facets[statement].key.report {
            continue;
        }
        let found = without_texts(compare(facets[statement], facets[account]));
        if found.tied
            && best.get(&set).is_none_or(|(bits, at)| {
                (found.bits(), std::cmp::Reverse(account)) > (*bits, std::cmp::Reverse(*at))
            })
        {
            best.insert(set, (found.bits(), account));
        }
    }
    let weight = |bits: Bits| (f64::from(bits.0) / 100.0).exp2();
    let all: f64 = 1.0 + best.values().map(|(bits, _)| weight(*bits)).sum::<f64>();
    let likely = best.values().map(|(bits, account)| (*account, weight(*bits) / all));
    likely
        .filter(|(_, probability)| *probability >= LEAST)
        .map(|(account, probability)| {
            let (s, c) = (facets[statement], facets[account]);
            let says = format!(
                "{}; of {} that fit its day and place",
                listed(&without_texts(compare(s, c))),
                best.len()
            );
            let (a, b) = if s.key <= c.key { (&s.key, &c.key) } else { (&c.key, &s.key) };
            Doubt {
                a: a.clone(),
                b: b.clone(),
                statement: Some(s.key.clone()),
                probability: (probability * 1000.0).round() / 1000.0,
                says,
            }
        })
        .collect()
}

/// A comparison without what the two say by their words, their days of publication, and their rank in their reports: as of
/// texts of which it is not known which words are rare.
fn without_texts(mut found: Comparison) -> Comparison {
    let of_text = |f: &Finding| matches!(f.field(), "published" | "words" | "rare words" | "text");
    found.findings.retain(|f| !of_text(f) && (f.field() != "pair" || *f == Finding::Any));
    found.findings.push(Finding::WordsUnknown);
    found
}
