//! Joins accounts into events, and makes incidents of these. Enters: accounts as they are compared, ordered by key, the
//! ties between them, and judgements. Leaves: incidents one by one, and which of them may be one. What no tie, report or
//! judgement connects does not bear on each other: a part of an archive in which all that is connected is together gives
//! the same incidents as the whole.

use crate::block::Pair;
use crate::bond::Bonds;
use crate::cluster::cluster;
use crate::doubt::doubts;
use crate::facet::Facet;
use crate::make::{Remarks, incident};
use crate::mention::{Event, events};
use crate::ruling::{Rulings, rule};
use crate::statement::referrals;
use crate::{Policy, Told};
use std::collections::BTreeSet;
use value::{AccountKey, Doubt, Incident, Judgement};

/// Accounts joined into sets that tell of one event each.
pub struct Joined<'a> {
    facets: &'a [&'a Facet],
    rulings: Rulings<'a>,
    /// Sets of accounts, each in ascending order, as are the sets.
    sets: Vec<Vec<usize>>,
}

impl<'a> Joined<'a> {
    /// Joins accounts, which are ordered by key; `ties` are the pairs that [`crate::tie`] ties.
    pub fn of(facets: &'a [&'a Facet], ties: &[Pair], judgements: &'a [Judgement]) -> Self {
        let rulings = rulings(facets, judgements);
        let bonds = Bonds { facets, atoms: &rulings.together, apart: &rulings.apart };
        let sets = cluster(&bonds, &between_atoms(&bonds, ties));
        let sets = sets.iter().map(|atoms| accounts_of(atoms, &rulings.together)).collect();
        Self { facets, rulings, sets }
    }

    /// Takes up sets that were joined before; accounts that people declared one are in one set.
    pub fn before(facets: &'a [&'a Facet], sets: Vec<Vec<usize>>, judgements: &'a [Judgement]) -> Self {
        Self { facets, rulings: rulings(facets, judgements), sets }
    }

    /// The sets of accounts that tell of one event, each in ascending order, as are the sets.
    pub fn sets(&self) -> &[Vec<usize>] {
        &self.sets
    }

    /// Says which sets may be one, of those that hold an account that `about` names, ordered by key. `stated` are the pairs
    /// worth comparing of which one is a statement.
    pub fn doubts(&self, ties: &[Pair], stated: &[Pair], about: &dyn Fn(usize) -> bool) -> Vec<Doubt> {
        let mut set_of = vec![0; self.facets.len()];
        for (number, set) in self.sets.iter().enumerate() {
            for account in set {
                set_of[*account] = number;
            }
        }
        let wanted: Vec<bool> = self.sets.iter().map(|set| set.iter().any(|a| about(*a))).collect();
        let tells = |set: usize| self.sets[set].iter().any(|account| !self.facets[*account].bare);
        let ends = |&(a, b): &Pair| {
            let (x, y) = (set_of[a as usize], set_of[b as usize]);
            let open = x != y && (wanted[x] || wanted[y]) && tells(x) && tells(y);
            open.then_some((x.min(y), x.max(y)))
        };
        let near: BTreeSet<(usize, usize)> = ties.iter().filter_map(ends).collect();
        let bonds = Bonds { facets: self.facets, atoms: &self.rulings.together, apart: &self.rulings.apart };
        let mut atom_sets: Vec<Vec<usize>> = vec![Vec::new(); self.sets.len()];
        for (atom, accounts) in self.rulings.together.iter().enumerate() {
            if let Some(account) = accounts.first() {
                atom_sets[set_of[*account]].push(atom);
            }
        }
        let stated: Vec<(usize, usize)> = stated
            .iter()
            .map(|(a, b)| (*a as usize, *b as usize))
            .filter(|(a, b)| wanted[set_of[*a]] || wanted[set_of[*b]])
            .collect();
        let referrals = referrals(self.facets, &self.sets, &self.rulings.apart, &stated);
        with_referrals(doubts(&bonds, &atom_sets, &near), referrals)
    }

    /// Hands over the incidents one by one, in the order of their accounts; `told` gives accounts by their numbers.
    ///
    /// # Errors
    /// Those of `told` and `on`.
    pub fn incidents<E>(
        self,
        policy: &Policy,
        mut told: impl FnMut(&[usize]) -> Result<Vec<Told>, E>,
        mut on: impl FnMut(Incident) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { facets, rulings, sets } = self;
        let judged: BTreeSet<usize> =
            rulings.notes.iter().map(|n| n.0).chain(rulings.sets.iter().map(|s| s.0)).collect();
        let events = events(sets, facets, &|account| judged.contains(&account));
        let event_of = event_of(&events, facets.len());
        let mut remarks: Vec<Remarks> = events.iter().map(|_| Remarks::default()).collect();
        for (account, step) in rulings.notes.into_iter().chain(rulings.seen) {
            remarks[event_of[account]].notes.push(step);
        }
        for (account, judgement) in rulings.sets {
            remarks[event_of[account]].sets.push(judgement);
        }
        let tells = |event: &Event| event.told.iter().any(|account| !facets[*account].bare);
        for (event, remarks) in events.iter().zip(remarks).filter(|(event, _)| tells(event)) {
            let (members, mentions) = (told(&event.told)?, told(&event.mentions)?);
            let of_event: Vec<&Facet> = event.told.iter().map(|account| facets[*account]).collect();
            let (members, mentions): (Vec<&Told>, Vec<&Told>) =
                (members.iter().collect(), mentions.iter().collect());
            on(incident(&members, &mentions, &of_event, remarks, policy))?;
        }
        Ok(())
    }
}

fn rulings<'a>(facets: &[&Facet], judgements: &'a [Judgement]) -> Rulings<'a> {
    rule(&facets.iter().map(|facet| facet.key.clone()).collect::<Vec<_>>(), judgements)
}

/// The accounts of atoms, in ascending order.
fn accounts_of(atoms: &[usize], together: &[Vec<usize>]) -> Vec<usize> {
    let mut all: Vec<usize> = atoms.iter().flat_map(|atom| together[*atom].iter().copied()).collect();
    all.sort_unstable();
    all
}

/// Puts what statements may speak of among the doubts, in the place of what a comparison by all evidence says of a statement.
fn with_referrals(mut doubts: Vec<Doubt>, referrals: Vec<Doubt>) -> Vec<Doubt> {
    let statements: BTreeSet<&AccountKey> = referrals.iter().filter_map(|d| d.statement.as_ref()).collect();
    doubts.retain(|doubt| !statements.contains(&doubt.a) && !statements.contains(&doubt.b));
    doubts.extend(referrals);
    doubts.sort_by(|p, q| (&p.a, &p.b).cmp(&(&q.a, &q.b)));
    doubts
}

/// The pairs of atoms that ties connect.
fn between_atoms(bonds: &Bonds, ties: &[Pair]) -> Vec<(usize, usize)> {
    let mut atom_of = vec![0; bonds.facets.len()];
    for (atom, accounts) in bonds.atoms.iter().enumerate() {
        for account in accounts {
            atom_of[*account] = atom;
        }
    }
    let ends = |(a, b): &Pair| {
        let (a, b) = (atom_of[*a as usize], atom_of[*b as usize]);
        (a.min(b), a.max(b))
    };
    let mut all: Vec<(usize, usize)> = ties.iter().map(ends).filter(|(x, y)| x != y).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// For each account the number of its event.
fn event_of(events: &[Event], accounts: usize) -> Vec<usize> {
    let mut of = vec![0; accounts];
    for (number, event) in events.iter().enumerate() {
        for account in event.told.iter().chain(&event.mentions) {
            of[*account] = number;
        }
    }
    of
}
