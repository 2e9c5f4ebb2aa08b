//! From linked lists to capture tables. Enters: draws of a linkage, each saying which listings are the same person. Leaves:
//! for each stratum a capture table per draw, with its weight; or why a stratum is too sparse to estimate from.

use crate::method::{Method, Refusal};
use crate::table::{CaptureTable, History};
use crate::{Error, ErrorKind};
use std::collections::BTreeMap;

/// People whom a stratum must hold, on two lists or more, to be estimated from. Below that, one link more or less moves
/// the answer by a tenth and more.
const LEAST_OVERLAP: u64 = 10;
/// Lists that must hold somebody of a stratum, as for a whole table.
const LEAST_LISTS: usize = 3;

/// A listing as one draw of the linkage has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Which person it is in this draw; the number means nothing beyond it.
    pub person: u64,
    /// The list, by its place among the lists' names.
    pub list: usize,
    /// The stratum that the listing tells, such as `2019-05` or `2019-05/north/female`; empty where all are one.
    pub stratum: String,
}

/// One way in which the lists may be linked.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkageDraw {
    /// How much it counts for beside the other draws; draws of a sampler all count alike.
    pub weight: f64,
    /// Every listing of the lists.
    pub listings: Vec<Listed>,
}

/// A part of the people, with a capture table for each draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Stratum {
    /// Its name.
    pub name: String,
    /// The tables with their weights, which add up to 1; tables that are the same are one.
    pub tables: Vec<(CaptureTable, f64)>,
}

/// Makes capture tables of draws, stratum by stratum in the order of their names. A person whose listings tell several
/// strata belongs to the one that most of them tell, the first by name where that is none.
///
/// # Errors
/// `BadLinkage` where there is no draw, a weight is no positive number, or a listing is of a list without a name; and
/// those of [`CaptureTable::new`].
pub fn strata(lists: &[String], draws: &[LinkageDraw]) -> Result<Vec<Stratum>, Error> {
    let all: f64 = draws.iter().map(|draw| draw.weight).sum();
    if draws.iter().any(|draw| draw.weight.is_nan() || draw.weight <= 0.0)
        || !all.is_finite()
        || draws.is_empty()
    {
        return Err(Error::new(ErrorKind::BadLinkage, "a linkage needs draws with positive weights"));
    }
    let mut by_name: BTreeMap<&str, Vec<(CaptureTable, f64)>> = BTreeMap::new();
    let counted = draws.iter().map(|draw| counted(lists.len(), draw)).collect::<Result<Vec<_>, _>>()?;
    let names: std::collections::BTreeSet<&str> =
        counted.iter().flat_map(|strata| strata.keys().copied()).collect();
    for (draw, strata) in draws.iter().zip(&counted) {
        for name in &names {
            let counts = strata.get(name).cloned().unwrap_or_default();
            let table = CaptureTable::new(lists.to_vec(), counts)?;
            let tables = by_name.entry(name).or_default();
            match tables.iter_mut().find(|(other, _)| *other == table) {
                Some((_, weight)) => *weight += draw.weight / all,
                None => tables.push((table, draw.weight / all)),
            }
        }
    }
    Ok(by_name.into_iter().map(|(name, tables)| Stratum { name: name.to_owned(), tables }).collect())
}

/// Histories with their counts.
type Counts = BTreeMap<History, u64>;

/// What is known of a person in a draw: the lists, and how many listings tell each stratum.
type Person<'a> = (History, BTreeMap<&'a str, u64>);

/// The people of a draw by stratum and history.
fn counted(lists: usize, draw: &LinkageDraw) -> Result<BTreeMap<&str, Counts>, Error> {
    let mut people: BTreeMap<u64, Person> = BTreeMap::new();
    for listed in &draw.listings {
        if listed.list >= lists.min(crate::MOST_LISTS) {
            let what = format!("a listing is of list {}, and there are {lists}", listed.list + 1);
            return Err(Error::new(ErrorKind::BadLinkage, what));
        }
        let (history, told) = people.entry(listed.person).or_default();
        *history |= 1 << listed.list;
        *told.entry(&listed.stratum).or_default() += 1;
    }
    let mut strata: BTreeMap<&str, Counts> = BTreeMap::new();
    for (history, told) in people.values() {
        // Of those that are told equally often, the first by name: the last that `max_by_key` meets in reverse.
        let stratum = told.iter().rev().max_by_key(|(_, times)| **times).map_or("", |(name, _)| name);
        *strata.entry(stratum).or_default().entry(*history).or_default() += 1;
    }
    Ok(strata)
}

impl Stratum {
    /// Why it is too sparse to estimate from by any method; none where it is not. The sparsest draw decides.
    pub fn too_sparse(&self) -> Option<String> {
        let lists = self.tables.iter().map(|(table, _)| table.without_empty_lists().lists().len()).min()?;
        if lists < LEAST_LISTS {
            return Some(format!("{lists} of its lists hold anybody; it takes {LEAST_LISTS}"));
        }
        let overlap = self.tables.iter().map(|(table, _)| table.observed() - table.on_exactly(1)).min()?;
        (overlap < LEAST_OVERLAP)
            .then(|| format!("{overlap} of its people are on more than one list; it takes {LEAST_OVERLAP}"))
    }

    /// The refusals of all methods where it is too sparse.
    pub fn refusals(&self) -> Option<Vec<Refusal>> {
        let reason = format!("too sparse: {}", self.too_sparse()?);
        Some(Method::ALL.map(|name| Refusal { name, reason: reason.clone() }).to_vec())
    }

    /// The fewest and the most people that are documented, by draw: linking more makes fewer people of the same listings.
    pub fn observed(&self) -> (u64, u64) {
        let observed = self.tables.iter().map(|(table, _)| table.observed());
        observed.fold((u64::MAX, 0), |(least, most), n| (least.min(n), most.max(n)))
    }
}
