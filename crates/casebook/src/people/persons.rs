//! Persons as the casebook has them. Enters: lists, ties and decisions. Leaves: who is one person and how likely, the pairs that
//! somebody should look at, decisions that contradict each other, and why two entries are linked. Computed from the acts,
//! and never kept.

use super::compared::Listings;
use super::decisions::Kept;
use super::victims;
use crate::{Casebook, Error};
use person::{Decided, Explanation, Link, Persons};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use value::{Entry, ListingKey, Person, PersonVerdict, REPORTS, Sensitivity};

/// Who is one person in a casebook, as of the acts that it held when it was asked.
#[derive(Debug)]
pub struct People {
    pub(super) listings: Listings,
    pub(super) persons: Persons,
    pairs: Vec<Link>,
    likeliest: Vec<usize>,
    decisions: Vec<Kept>,
    /// Decisions that name an entry which is not there, by their acts.
    absent: Vec<u64>,
    contradictions: Vec<Contradiction>,
}

/// Two entries and how likely they are one person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Doubt {
    /// The one.
    pub a: ListingKey,
    /// The other.
    pub b: ListingKey,
    /// 0 to 1.
    pub probability: f64,
}

/// A decision that does not hold, since later ones say otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contradiction {
    /// The act that is set aside.
    pub set_aside: u64,
    /// The acts that contradict it together.
    pub against: Vec<u64>,
}

/// In what order pairs are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Those nearest to even odds first.
    #[default]
    Doubtful,
    /// The likeliest first.
    Likely,
}

impl Casebook {
    /// Computes who is one person. The pairs are compared anew only where lists or readings changed.
    ///
    /// # Errors
    /// `Tampered` where a list is not as received; `Damaged`, `Busy`, `DiskFull`, `Io`.
    pub fn people(&mut self) -> Result<People, Error> {
        let listings = self.listings()?;
        let ties = self.ties(&listings)?;
        let decisions = self.person_decisions()?;
        let (mut decided, mut acts, mut absent) = (Vec::new(), Vec::new(), Vec::new());
        for kept in &decisions {
            let (a, b) = kept.verdict.pair();
            match (listings.find(a), listings.find(b)) {
                (Some(a), Some(b)) => {
                    let same = matches!(kept.verdict, PersonVerdict::SamePerson { .. });
                    decided.push(Decided { a, b, same });
                    acts.push(kept.act);
                }
                _ => absent.push(kept.act),
            }
        }
        let persons = Persons::find(&listings.unique(), &ties, &decided);
        let act = |n: &usize| acts.get(*n).copied().unwrap_or_default();
        let told = |conflict: &person::Conflict| Contradiction {
            set_aside: act(&conflict.set_aside),
            against: conflict.against.iter().map(act).collect(),
        };
        let contradictions = persons.conflicts().iter().map(told).collect();
        let (pairs, likeliest) = (persons.pairs(), persons.likeliest());
        Ok(People { listings, persons, pairs, likeliest, decisions, absent, contradictions })
    }
}

impl Listings {
    /// The number of an entry that a key names; a report may be named by the beginning of its SHA-256.
    pub(super) fn find(&self, key: &ListingKey) -> Option<usize> {
        let list = self.lists.iter().position(|list| list.name == key.list)?;
        let rows = self.lists.get(list)?;
        let row = if key.list == REPORTS { victims::find(rows, &key.key) } else { rows.find(&key.key) };
        row.map(|row| self.number(list, row))
    }

    pub(super) fn key(&self, listing: usize) -> ListingKey {
        let (list, row) = self.at(listing);
        let told = self.lists.get(list).map(|rows| (rows.name.clone(), rows.key(row).to_owned()));
        let (list, key) = told.unwrap_or_default();
        ListingKey { list, key }
    }

    fn entry(&self, listing: usize) -> Entry {
        let (list, row) = self.at(listing);
        let rows = self.lists.get(list);
        let told = rows.into_iter().flat_map(|rows| rows.told(row));
        Entry {
            key: self.key(listing),
            sensitivity: rows.map_or(Sensitivity::StrictlyConfidential, |rows| rows.sensitivity),
            told: told.map(|(column, cell)| (column.header(), cell.to_owned())).collect(),
        }
    }
}

impl People {
    /// How many entries there are on each list that holds any, by name.
    pub fn lists(&self) -> impl Iterator<Item = (&str, usize)> {
        let filled = self.listings.lists.iter().filter(|list| !list.entries.is_empty());
        let by_name: BTreeMap<&str, usize> =
            filled.map(|list| (list.name.as_str(), list.entries.len())).collect();
        by_name.into_iter()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.listings.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many persons they likely are.
    pub fn count(&self) -> usize {
        self.likeliest.iter().enumerate().filter(|(n, least)| n == *least).count()
    }

    /// The likeliest persons, in the order of the keys of their first entries.
    pub fn all(&self) -> Vec<Person> {
        let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (listing, least) in self.likeliest.iter().enumerate() {
            of.entry(*least).or_default().push(listing);
        }
        let mut all: Vec<Person> = of.into_values().map(|listings| self.person(&listings)).collect();
        all.sort_by_cached_key(|person| person.entries.first().map(|entry| entry.key.clone()));
        all
    }

    fn person(&self, listings: &[usize]) -> Person {
        let mut entries: Vec<Entry> = listings.iter().map(|listing| self.listings.entry(*listing)).collect();
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        Person { entries, probability: self.hangs_by(listings) }
    }

    /// The weakest of the strongest pairs that hold all entries together.
    fn hangs_by(&self, listings: &[usize]) -> f64 {
        let Some((first, rest)) = listings.split_first() else { return 1.0 };
        let (mut joined, mut left, mut weakest) = (vec![*first], rest.to_vec(), 1.0f64);
        while !left.is_empty() {
            let best = |listing: &usize| {
                joined.iter().map(|other| self.probability(*listing, *other)).fold(0.0, f64::max)
            };
            let Some(next) = (0..left.len()).max_by(|a, b| best(&left[*a]).total_cmp(&best(&left[*b])))
            else {
                break;
            };
            weakest = weakest.min(best(&left[next]));
            joined.push(left.swap_remove(next));
        }
        weakest
    }

    fn probability(&self, a: usize, b: usize) -> f64 {
        let pair = (a.min(b), a.max(b));
        let found = self.pairs.binary_search_by_key(&pair, |link| (link.left, link.right));
        found.ok().and_then(|n| self.pairs.get(n)).map_or(0.0, |link| link.probability)
    }

    /// The person of an entry.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn person_of(&self, key: &ListingKey) -> Result<Person, Error> {
        let listing = self.found(key)?;
        let least = self.likeliest.get(listing).copied();
        let same = |n: &usize| self.likeliest.get(*n).copied() == least;
        Ok(self.person(&(0..self.len()).filter(same).collect::<Vec<_>>()))
    }

    fn found(&self, key: &ListingKey) -> Result<usize, Error> {
        let absent = || Error::not_found(format!("there is no entry {key} here; name it LIST/KEY"));
        self.listings.find(key).ok_or_else(absent)
    }

    /// Everybody who may be the person of an entry, the likeliest first, with why or why not.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn explain(&self, key: &ListingKey) -> Result<Vec<(Doubt, Option<Explanation>)>, Error> {
        let listing = self.found(key)?;
        let of = |link: &&Link| link.left == listing || link.right == listing;
        let mut near: Vec<&Link> = self.pairs.iter().filter(of).collect();
        near.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.left.cmp(&b.left)));
        let pairs: Vec<(usize, usize)> = near.iter().map(|link| (link.left, link.right)).collect();
        let doubts = near.iter().map(|link| self.doubt(link));
        Ok(doubts.zip(self.listings.explain(&pairs)).collect())
    }

    fn doubt(&self, link: &Link) -> Doubt {
        let (one, other) = (self.listings.key(link.left), self.listings.key(link.right));
        let (a, b) = if one <= other { (one, other) } else { (other, one) };
        Doubt { a, b, probability: link.probability }
    }

    /// The pairs that may be one person, but for those that somebody decided.
    pub fn review(&self, order: Order, limit: usize) -> Vec<Doubt> {
        let find = |key: &ListingKey| self.listings.find(key);
        let pair_of = |kept: &Kept| {
            let (a, b) = kept.verdict.pair();
            let (a, b) = find(a).zip(find(b))?;
            Some((a.min(b), a.max(b)))
        };
        let decided: BTreeSet<(usize, usize)> = self.decisions.iter().filter_map(pair_of).collect();
        let is_open = |link: &&Link| !decided.contains(&(link.left, link.right));
        let mut open: Vec<&Link> = self.pairs.iter().filter(is_open).collect();
        let rank = |link: &Link| match order {
            Order::Doubtful => (link.probability - 0.5).abs(),
            Order::Likely => -link.probability,
        };
        open.sort_by(|a, b| rank(a).total_cmp(&rank(b)).then((a.left, a.right).cmp(&(b.left, b.right))));
        open.into_iter().take(limit).map(|link| self.doubt(link)).collect()
    }

    /// Pairs by probability: those that are likely one person (0.5 and more), and of all those that are far from sure
    /// (0.05 to 0.95).
    pub fn pairs(&self) -> (usize, usize) {
        let count = |from: f64, to: f64| {
            self.pairs.iter().filter(|link| (from..to).contains(&link.probability)).count()
        };
        (count(0.5, f64::INFINITY), count(0.05, 0.95))
    }

    /// An entry with what its list tells.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn entry(&self, key: &ListingKey) -> Result<Entry, Error> {
        Ok(self.listings.entry(self.found(key)?))
    }

    /// Decisions that do not hold, since later ones say otherwise.
    pub fn contradictions(&self) -> &[Contradiction] {
        &self.contradictions
    }

    /// Acts whose decision names an entry that is on no list any more.
    pub fn absent(&self) -> &[u64] {
        &self.absent
    }

    /// The decisions about an entry: act, whether they are one person, the other entry, reason.
    pub fn decided(&self, key: &ListingKey) -> Vec<(u64, bool, ListingKey, &str)> {
        let of = |kept: &Kept| {
            let (a, b) = kept.verdict.pair();
            let other = if a == key {
                b
            } else if b == key {
                a
            } else {
                return None;
            };
            let same = matches!(kept.verdict, PersonVerdict::SamePerson { .. });
            Some((kept.act, same, other.clone()))
        };
        self.decisions
            .iter()
            .filter_map(|kept| of(kept).map(|(act, same, other)| (act, same, other, kept.why.as_str())))
            .collect()
    }

    /// A whole linkage, drawn as likely as it is: entries with the number of their person, which means nothing beyond it.
    pub fn draw(&self, seed: u64) -> Vec<(ListingKey, Sensitivity, usize)> {
        let drawn = self.persons.draw(seed).into_iter().enumerate();
        let sensitivity = |listing| {
            self.listings
                .lists
                .get(self.listings.at(listing).0)
                .map_or(Sensitivity::default(), |rows| rows.sensitivity)
        };
        drawn.map(|(listing, person)| (self.listings.key(listing), sensitivity(listing), person)).collect()
    }
}
