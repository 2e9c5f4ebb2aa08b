//! Whole linkages for the estimators. Enters: persons, which lists, and by what the people are told apart. Leaves: draws of
//! the linkage with the stratum of each person. A person belongs where most of its entries that tell say.

use super::persons::People;
use crate::Error;
use estimate::{LinkageDraw, Listed};
use person::{Column, Trait};
use std::collections::BTreeMap;

/// What stands for what no entry of a person tells.
const UNTOLD: &str = "unknown";

/// By what people are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Year of death.
    Year,
    /// Month of death.
    Month,
    /// Province, as lists write it.
    Province,
    /// Place of death, as lists write it.
    Place,
    /// Sex.
    Sex,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Year, Self::Month, Self::Province, Self::Place, Self::Sex];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Province => "province",
            Self::Place => "place",
            Self::Sex => "sex",
        }
    }

    /// What a cell tells of it.
    fn told(self, column: Column, cell: &str) -> Option<String> {
        let wanted = match self {
            Self::Year | Self::Month => Column::Died,
            Self::Province => Column::Trait(Trait::Region),
            Self::Place => Column::Trait(Trait::Place),
            Self::Sex => Column::Sex,
        };
        let told = (column == wanted).then(|| person::told(column, cell)).flatten()?;
        match self {
            Self::Year => told.get(..4).map(str::to_owned),
            Self::Month => told.get(..7).map(str::to_owned),
            _ => Some(told),
        }
    }
}

/// Draws of a linkage over some lists.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The lists.
    pub lists: Vec<String>,
    /// The draws; all count alike.
    pub draws: Vec<LinkageDraw>,
}

impl People {
    /// Draws whole linkages of some lists. Draws begin from seeds that follow `seed`.
    ///
    /// # Errors
    /// `Input` where a list is named twice, `NotFound` where there is none of this name.
    pub fn drawn(&self, lists: &[String], by: &[Dimension], seed: u64, draws: u32) -> Result<Drawn, Error> {
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        for (n, name) in lists.iter().enumerate() {
            let place = self.listings.lists.iter().position(|list| list.name == *name).ok_or_else(|| {
                let known: Vec<&str> = self.lists().map(|(name, _)| name).collect();
                Error::not_found(format!("there is no list {name} here; there are {}", known.join(", ")))
            })?;
            if places.insert(place, n).is_some() {
                return Err(Error::input(format!("list {name} is named twice")));
            }
        }
        let told = self.told(&places, by);
        let draw = |n: u64| {
            let persons = self.persons.draw(seed.wrapping_mul(1_000_003).wrapping_add(n));
            LinkageDraw { weight: 1.0, listings: listed(&persons, &told) }
        };
        Ok(Drawn { lists: lists.to_vec(), draws: (0..u64::from(draws)).map(draw).collect() })
    }

    /// For each entry of these lists: which, on which of them, and what it tells of each dimension.
    fn told(&self, places: &BTreeMap<usize, usize>, by: &[Dimension]) -> Vec<Told> {
        let mut all = Vec::new();
        for (place, list) in places {
            let Some(rows) = self.listings.lists.get(*place) else { continue };
            for row in 0..rows.entries.len() {
                let tells = |dimension: &Dimension| {
                    rows.told(row).find_map(|(column, cell)| dimension.told(column, cell))
                };
                let listing = self.listings.number(*place, row);
                all.push(Told { listing, list: *list, dimensions: by.iter().map(tells).collect() });
            }
        }
        all
    }
}

struct Told {
    listing: usize,
    list: usize,
    dimensions: Vec<Option<String>>,
}

/// How often each value is told.
type Votes<'a> = BTreeMap<&'a str, usize>;

fn listed(persons: &[usize], told: &[Told]) -> Vec<Listed> {
    let person = |told: &Told| persons.get(told.listing).copied().unwrap_or(told.listing);
    let mut votes: BTreeMap<usize, Vec<Votes<'_>>> = BTreeMap::new();
    for one in told {
        let of = votes.entry(person(one)).or_insert_with(|| vec![Votes::new(); one.dimensions.len()]);
        for (votes, value) in of.iter_mut().zip(&one.dimensions) {
            if let Some(value) = value {
                *votes.entry(value).or_default() += 1;
            }
        }
    }
    let stratum = |votes: &Vec<Votes<'_>>| {
        // Of values that are told equally often, the first by name: the last that is met in reverse.
        let most = |votes: &Votes<'_>| {
            votes.iter().rev().max_by_key(|(_, n)| **n).map_or(UNTOLD, |(value, _)| *value).to_owned()
        };
        votes.iter().map(most).collect::<Vec<_>>().join("/")
    };
    let strata: BTreeMap<usize, String> =
        votes.iter().map(|(person, votes)| (*person, stratum(votes))).collect();
    let of = |one: &Told| {
        let person = person(one);
        Listed {
            person: person as u64,
            list: one.list,
            stratum: strata.get(&person).cloned().unwrap_or_default(),
        }
    };
    told.iter().map(of).collect()
}
