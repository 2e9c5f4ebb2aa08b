//! The capture table: how many people stand on exactly which lists. Enters: the lists' names and a count for each
//! capture history. Leaves: the table, its overlaps, and a form of it that knows neither names nor order.

use crate::Error;
use std::collections::BTreeMap;

/// Lists that a table may have: a history is a set of them in 16 bits.
pub const MOST_LISTS: usize = 16;
/// People that a table may hold: ten thousand million, more than ever lived at once.
pub const MOST_PEOPLE: u64 = 10_000_000_000;
/// Orders of lists that are tried to settle which of several alike comes first.
const MOST_ORDERS: usize = 5_040;

/// On which lists a person stands: bit `i` is the `i`-th list of the table. Never 0: who is on no list is not known.
pub type History = u32;

/// Counts of people by the lists that hold them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptureTable {
    lists: Vec<String>,
    counts: BTreeMap<History, u64>,
}

impl CaptureTable {
    /// Makes a table. Histories that come twice are added up; those counted 0 are left out.
    ///
    /// # Errors
    /// `TooManyLists` beyond [`MOST_LISTS`], `BadHistory` where one names no list or one that the table lacks, and
    /// `TooManyPeople` beyond [`MOST_PEOPLE`].
    pub fn new(lists: Vec<String>, counts: impl IntoIterator<Item = (History, u64)>) -> Result<Self, Error> {
        if lists.len() > MOST_LISTS {
            return Err(Error::too_many_lists(lists.len()));
        }
        let mut table = Self { lists, counts: BTreeMap::new() };
        let mut people = 0_u64;
        for (history, count) in counts {
            if history == 0 || history >> table.lists.len() != 0 {
                return Err(Error::bad_history(history));
            }
            people = people.saturating_add(count);
            if people > MOST_PEOPLE {
                return Err(Error::too_many_people());
            }
            if count > 0 {
                *table.counts.entry(history).or_default() += count;
            }
        }
        Ok(table)
    }

    /// The lists' names, in the table's order.
    pub fn lists(&self) -> &[String] {
        &self.lists
    }

    /// The histories that somebody has, in ascending order, each with its count of people.
    pub fn cells(&self) -> impl Iterator<Item = (History, u64)> + '_ {
        self.counts.iter().map(|(history, count)| (*history, *count))
    }

    /// People with exactly this history.
    pub fn count(&self, history: History) -> u64 {
        self.counts.get(&history).copied().unwrap_or(0)
    }

    /// People on at least one list: those who are documented.
    pub fn observed(&self) -> u64 {
        self.counts.values().sum()
    }

    /// People who are on all of these lists, whatever others hold them.
    pub fn on_all(&self, lists: History) -> u64 {
        self.cells().filter(|(history, _)| history & lists == lists).map(|(_, count)| count).sum()
    }

    /// People who are on exactly this many lists.
    pub fn on_exactly(&self, lists: u32) -> u64 {
        self.cells().filter(|(history, _)| history.count_ones() == lists).map(|(_, count)| count).sum()
    }

    /// The table without the lists that hold nobody.
    #[must_use]
    pub fn without_empty_lists(&self) -> Self {
        let kept: Vec<usize> = (0..self.lists.len()).filter(|list| self.on_all(1 << list) > 0).collect();
        self.reordered(&kept)
    }

    /// The table with its lists in an order that depends on the counts alone, so that every figure computed from it
    /// is the same to the last bit whatever the lists are called and however they were ordered.
    #[must_use]
    pub fn in_canonical_order(&self) -> Self {
        let mut order: Vec<usize> = (0..self.lists.len()).collect();
        order.sort_by_cached_key(|list| std::cmp::Reverse(self.signature(*list)));
        let alike = |a: &usize, b: &usize| self.signature(*a) == self.signature(*b);
        let groups: Vec<Vec<usize>> = order.chunk_by(alike).map(<[usize]>::to_vec).collect();
        let orders = groups.iter().fold(vec![Vec::new()], |orders, group| extended(&orders, group));
        let tables = orders.iter().map(|order| self.reordered(order));
        tables.max_by(|a, b| a.counts.iter().cmp(b.counts.iter())).unwrap_or_else(|| self.clone())
    }

    /// What can be told of a list without naming any: how many it holds, and which counts with how many other lists.
    fn signature(&self, list: usize) -> (u64, Vec<(u32, u64)>) {
        let held = self.cells().filter(|(history, _)| history >> list & 1 == 1);
        let mut counts: Vec<(u32, u64)> = held.map(|(history, n)| (history.count_ones(), n)).collect();
        counts.sort_unstable();
        (self.on_all(1 << list), counts)
    }

    /// The table of these lists, in this order. Whoever is on none of them is left out.
    fn reordered(&self, order: &[usize]) -> Self {
        let mut counts: BTreeMap<History, u64> = BTreeMap::new();
        for (history, count) in self.cells() {
            let bits = order.iter().enumerate().map(|(new, old)| (history >> old & 1) << new);
            let history = bits.sum::<History>();
            if history != 0 {
                *counts.entry(history).or_default() += count;
            }
        }
        let lists = order.iter().filter_map(|list| self.lists.get(*list).cloned()).collect();
        Self { lists, counts }
    }
}

/// Each order followed by each order of the group; by the group as it is where that would be too many.
fn extended(orders: &[Vec<usize>], group: &[usize]) -> Vec<Vec<usize>> {
    let ways: usize = (1..=group.len()).product();
    let tails = if orders.len().saturating_mul(ways) > MOST_ORDERS {
        vec![group.to_vec()]
    } else {
        permutations(group)
    };
    let join = |order: &Vec<usize>| tails.iter().map(|tail| [&order[..], tail].concat()).collect::<Vec<_>>();
    orders.iter().flat_map(join).collect()
}

fn permutations(items: &[usize]) -> Vec<Vec<usize>> {
    let Some((first, rest)) = items.split_first() else { return vec![Vec::new()] };
    let put =
        |order: Vec<usize>| (0..=order.len()).map(move |at| [&order[..at], &[*first], &order[at..]].concat());
    permutations(rest).into_iter().flat_map(put).collect()
}
