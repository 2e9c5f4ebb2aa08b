//! The listings of one list or of two, ready to be compared. Enters: columns and rows of cells. Leaves: listings in the
//! order of their keys, so that nothing after this depends on the order of rows; and what could not be understood, by
//! row and column. Never holds the cells themselves.

use crate::day::Day;
use crate::field::{Column, Trait};
use crate::likeness::Part;
use crate::name;
use crate::pieces::hash;
use crate::words::{NONE, Words};
use foldhash::HashMap;
use rayon::prelude::*;
use value::Sex;

/// One entry of a list, as it is compared.
#[derive(Clone, Debug)]
pub(crate) struct Listing {
    /// Ways in which the name is written: a range of the register's chains.
    names: (u32, u8),
    /// Day of birth; year 0 where unknown.
    pub(crate) born: Day,
    /// Day of death; year 0 where unknown.
    pub(crate) died: Day,
    /// The same as a number of days, where it is told whole.
    pub(crate) day: Option<i32>,
    /// Years; −1 where unknown.
    pub(crate) age: i16,
    pub(crate) sex: Option<Sex>,
    /// What is compared as written, by number of its word.
    pub(crate) traits: [u32; Trait::COUNT],
}

/// A name as it is written once: a range of the register's parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chain {
    start: u32,
    length: u8,
    /// Whether it is in Latin letters.
    pub(crate) latin: bool,
}

/// A cell that could not be understood. The rest of its row is kept, unless the row has no key of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Index of the row among those given.
    pub row: usize,
    /// Index of the column.
    pub column: usize,
    /// What is wrong; never the cell's text.
    pub what: &'static str,
}

/// Listings of one list, or of two.
#[derive(Debug, Default)]
pub struct Register {
    pub(crate) words: Words,
    parts: Vec<Part>,
    chains: Vec<Chain>,
    pub(crate) listings: Vec<Listing>,
    keys: Vec<Box<str>>,
    /// The keys of the list that is being read, by their hashes.
    seen: HashMap<u64, u32>,
    /// Where the second list begins.
    second: Option<usize>,
    /// Whether people may be several times in the first of two lists.
    pub(crate) repeats: bool,
    /// The year in which most died, 0 where no day is told.
    usual_year: i32,
}

/// What a row says, before its words have numbers.
#[derive(Default)]
struct Told {
    /// Names taken apart, those first that are not in Latin letters.
    names: Vec<(bool, Vec<String>)>,
    born: Day,
    died: Day,
    age: Option<i16>,
    sex: Option<Sex>,
    traits: Vec<(Trait, String)>,
    troubles: Vec<(usize, &'static str)>,
}

impl Register {
    /// A register without listings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins the second list. What is added from here on is linked to what was added before, and not to itself.
    pub fn begin_second(&mut self) {
        self.sort_from(0);
        self.second = Some(self.listings.len());
        self.seen.clear();
    }

    /// Says that people may be several times in the first of two lists.
    pub fn let_first_repeat(&mut self) {
        self.repeats = true;
    }

    /// Adds rows. `columns` says of each cell what it holds; `key` is the index of the cell with the key.
    pub fn add<S: AsRef<str> + Sync, R: AsRef<[S]> + Sync>(
        &mut self,
        columns: &[Option<Column>],
        key: usize,
        rows: &[R],
    ) -> Vec<Trouble> {
        let told: Vec<Told> = rows.par_iter().map(|row| Told::read(columns, row.as_ref())).collect();
        let mut troubles = Vec::new();
        for (n, (row, mut told)) in rows.iter().zip(told).enumerate() {
            let own = row.as_ref().get(key).map_or("", |cell| cell.as_ref().trim());
            let refused = match own {
                "" => Some("has no key; the row is left out"),
                _ if self.is_known(own) => Some("is the key of an earlier row too; the row is left out"),
                _ => None,
            };
            if let Some(what) = refused {
                troubles.push(Trouble { row: n, column: key, what });
                continue;
            }
            troubles.extend(told.troubles.drain(..).map(|(column, what)| Trouble { row: n, column, what }));
            self.seen.entry(hash(own)).or_insert(self.keys.len() as u32);
            self.keys.push(own.into());
            let listing = self.listed(&told);
            self.listings.push(listing);
        }
        troubles
    }

    fn is_known(&self, key: &str) -> bool {
        let known = self.seen.get(&hash(key)).and_then(|n| self.keys.get(*n as usize));
        known.is_some_and(|known| **known == *key)
    }

    fn listed(&mut self, told: &Told) -> Listing {
        let mut traits = [NONE; Trait::COUNT];
        for (which, text) in &told.traits {
            traits[*which as usize] = self.words.number(text);
        }
        Listing {
            names: self.named(&told.names),
            born: told.born,
            died: told.died,
            day: told.died.number(),
            age: told.age.unwrap_or(-1),
            sex: told.sex,
            traits,
        }
    }

    fn named(&mut self, names: &[(bool, Vec<String>)]) -> (u32, u8) {
        let start = self.chains.len();
        for (latin, parts) in names {
            let chain = self.chain(*latin, parts);
            self.chains.push(chain);
        }
        self.put_beside(start);
        (start as u32, names.len() as u8)
    }

    /// Puts beside the parts of chains in other scripts those of the first Latin one, where it has as many.
    fn put_beside(&mut self, start: usize) {
        let own = self.chains.get(start..).unwrap_or_default();
        let Some(latin) = own.iter().find(|chain| chain.latin).copied() else { return };
        for chain in own.iter().filter(|chain| !chain.latin && chain.length == latin.length) {
            for n in 0..usize::from(chain.length) {
                self.parts[chain.start as usize + n].beside = self.parts[latin.start as usize + n].number;
            }
        }
    }

    fn chain(&mut self, latin: bool, parts: &[String]) -> Chain {
        let start = self.parts.len() as u32;
        for part in parts.iter().take(name::MOST_PARTS) {
            let number = self.words.number(part);
            self.parts.push(Part { number, beside: NONE });
        }
        Chain { start, length: parts.len().min(name::MOST_PARTS) as u8, latin }
    }

    /// Puts the listings in the order of their keys. Called once all rows are there.
    pub fn close(&mut self) {
        self.sort_from(self.second.unwrap_or(0));
        self.seen = HashMap::default();
        let mut years: Vec<u16> =
            self.listings.iter().map(|listing| listing.died.year).filter(|year| *year > 0).collect();
        years.sort_unstable();
        self.usual_year = years.get(years.len() / 2).copied().map_or(0, i32::from);
    }

    /// Year of birth, as told or reckoned from the age; a year off now and then.
    pub(crate) fn year_of_birth(&self, listing: &Listing) -> Option<i32> {
        let died = if listing.died.year > 0 { i32::from(listing.died.year) } else { self.usual_year };
        match (listing.born.year, listing.age) {
            (0, ..0) => None,
            (0, age) => Some(died - i32::from(age)),
            (year, _) => Some(i32::from(year)),
        }
    }

    fn sort_from(&mut self, start: usize) {
        let keys = &self.keys;
        let mut order: Vec<usize> = (start..keys.len()).collect();
        if order.is_sorted_by(|a, b| keys[*a] <= keys[*b]) {
            return;
        }
        order.par_sort_unstable_by(|a, b| keys[*a].cmp(&keys[*b]));
        let listings: Vec<Listing> = order.iter().map(|i| self.listings[*i].clone()).collect();
        let sorted: Vec<Box<str>> = order.iter().map(|i| std::mem::take(&mut self.keys[*i])).collect();
        self.listings.truncate(start);
        self.listings.extend(listings);
        self.keys.truncate(start);
        self.keys.extend(sorted);
    }

    /// How many listings there are.
    pub fn len(&self) -> usize {
        self.listings.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.listings.is_empty()
    }

    /// The key of a listing.
    pub fn key(&self, listing: usize) -> &str {
        self.keys.get(listing).map_or("", |key| key)
    }

    /// The listing with this key: in the first list, or in the second.
    pub fn find(&self, key: &str, in_second: bool) -> Option<usize> {
        let range = if in_second { self.right() } else { self.left() };
        let (start, keys) = (range.start, self.keys.get(range)?);
        keys.binary_search_by(|own| (**own).cmp(key)).ok().map(|n| start + n)
    }

    /// The first list.
    pub(crate) fn left(&self) -> std::ops::Range<usize> {
        0..self.second.unwrap_or(self.listings.len())
    }

    /// The list that the first is linked to: the second, or itself.
    pub(crate) fn right(&self) -> std::ops::Range<usize> {
        self.second.unwrap_or(0)..self.listings.len()
    }

    /// Whether one list is linked to itself.
    pub(crate) fn is_one_list(&self) -> bool {
        self.second.is_none()
    }

    /// The ways in which a listing's name is written, those first that are not in Latin letters.
    pub(crate) fn chains(&self, listing: &Listing) -> &[Chain] {
        let (start, length) = (listing.names.0 as usize, usize::from(listing.names.1));
        self.chains.get(start..start + length).unwrap_or_default()
    }

    /// The parts of a chain.
    pub(crate) fn parts(&self, chain: Chain) -> &[Part] {
        let start = chain.start as usize;
        self.parts.get(start..start + usize::from(chain.length)).unwrap_or_default()
    }
}

impl Told {
    fn read<S: AsRef<str>>(columns: &[Option<Column>], row: &[S]) -> Self {
        let mut told = Self::default();
        let mut apart = Apart::default();
        for (n, (column, cell)) in columns.iter().zip(row).enumerate() {
            let cell = cell.as_ref().trim();
            if let Some(column) = column.filter(|_| !cell.is_empty())
                && let Err(what) = told.take(column, cell, &mut apart)
            {
                told.troubles.push((n, what));
            }
        }
        apart.join(&mut told);
        told
    }

    fn take(&mut self, column: Column, cell: &str, apart: &mut Apart) -> Result<(), &'static str> {
        match column {
            Column::Name => name::readings(cell).into_iter().for_each(|parts| self.name(parts)),
            Column::GivenName => apart.given.extend(name::parts(cell)),
            Column::MiddleName => apart.middle.extend(name::parts(cell)),
            Column::FamilyName => apart.family.extend(name::parts(cell)),
            Column::Age => self.age = Some(age(cell)?),
            Column::Born => date(cell, &mut self.born)?,
            Column::Died => date(cell, &mut self.died)?,
            Column::Sex => self.sex = Some(sex(cell)?),
            Column::Trait(which) => self.traits.push((which, as_written(cell))),
        }
        Ok(())
    }

    fn name(&mut self, parts: Vec<String>) {
        let latin = parts.first().is_none_or(|part| name::is_latin(part));
        if !parts.is_empty() && self.names.len() < MOST_NAMES && !self.names.contains(&(latin, parts.clone()))
        {
            self.names.push((latin, parts));
        }
    }
}

/// Parts that stand in columns of their own.
#[derive(Default)]
struct Apart {
    given: Vec<String>,
    middle: Vec<String>,
    family: Vec<String>,
}

impl Apart {
    fn join(self, told: &mut Told) {
        let parts: Vec<String> = [self.given, self.middle, self.family].concat();
        let latin = parts.first().is_none_or(|part| name::is_latin(part));
        // A whole name that the list tells besides tells more.
        if told.names.iter().all(|(known, _)| *known != latin) {
            told.name(parts);
        }
        told.names.sort_by_key(|(latin, _)| *latin);
    }
}

/// A cell as it is told to others: sex as `male` or `female`, days in ISO 8601 as far as they are told, what is compared as
/// written in its folded form, a name or an age as it stands; none where there is nothing to tell.
pub fn told(column: Column, cell: &str) -> Option<String> {
    let cell = cell.trim();
    let told = match column {
        Column::Sex => sex(cell).ok()?.as_str().to_owned(),
        Column::Age => age(cell).ok()?.to_string(),
        Column::Born | Column::Died => Day::read(cell)?.to_string(),
        Column::Trait(_) => as_written(cell),
        Column::Name | Column::GivenName | Column::MiddleName | Column::FamilyName => cell.to_owned(),
    };
    (!told.is_empty()).then_some(told)
}

/// Ways of writing a name that are kept.
const MOST_NAMES: usize = 5;

/// A date as far as it is told. One that no calendar has is kept as it is written, since two lists may share the slip.
fn date(cell: &str, told: &mut Day) -> Result<(), &'static str> {
    *told = Day::read(cell).ok_or("is no date; it is left out")?;
    if told.is_on_calendar() { Ok(()) } else { Err("is a day that no calendar has") }
}

/// Years of age, 0 to 130.
fn age(cell: &str) -> Result<i16, &'static str> {
    let wrong = "is no age in years; it is left out";
    let years: f64 = cell.parse().map_err(|_| wrong)?;
    if (0.0..=130.0).contains(&years) { Ok(years as i16) } else { Err(wrong) }
}

fn sex(cell: &str) -> Result<Sex, &'static str> {
    match cell.to_lowercase().as_str() {
        "m" | "male" | "man" | "boy" | "ذكر" => Ok(Sex::Male),
        "f" | "female" | "woman" | "girl" | "انثى" | "أنثى" => Ok(Sex::Female),
        _ => Err("is neither m nor f; it is left out"),
    }
}

/// A text that is compared as written: folded, with single blanks.
fn as_written(cell: &str) -> String {
    name::fold(cell).split_whitespace().collect::<Vec<_>>().join(" ")
}
