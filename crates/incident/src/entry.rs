//! What an account can be found by. Enters: a facet. Leaves: entries: its places, names and people with its days, its
//! rare words, and the passages that stand for its text. Two accounts are worth comparing if an entry of theirs meets,
//! or if their rare words that meet say enough. Whether two meet depends on them alone, but for an entry that too many
//! have: it says nothing. So what one account more changes is found by its entries.

use crate::facet::{Days, Facet, Spot};

/// Side of a cell in degrees of latitude (28 km).
const CELL: f64 = 0.25;
/// Degrees by which a point reaches into neighbouring cells (about 8 km, so that points 15 km apart meet).
const MARGIN: f64 = 0.07;
/// Days that may lie between those of two accounts.
pub(crate) const GAP: i32 = 2;
/// The widest range of days that meets others by day; wider ones meet by month.
const BY_DAY: i32 = 16;
/// The widest range of days that meets others at all.
const BY_MONTH: i32 = 400;
/// Hashes of a sketch, the smallest first, by one of which copies are found: of texts that share 40 % of their
/// passages, 98 in 100.
const HASHES: usize = 8;
/// Bits that the rare words which two accounts share must say.
pub const ENOUGH: u32 = 14;
/// Days by which an account's days may begin before those of another that meets them.
pub const REACH: i32 = BY_MONTH + 30;

/// How an entry is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// A cell of the map, a place's name or a person, on days.
    Day,
    /// A narrow place's name or a person; for accounts of which one has no day at all.
    Name,
    /// A rare word.
    Word,
    /// A passage of the text.
    Passage,
}

/// Something by which an account is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// A place, a name, a person, a word or a passage, as a number, of which the highest two bits are its way.
    pub key: u64,
    /// Of [`Way::Day`] the first day, from 1970-01-01; of [`Way::Name`] 1 for an account without a day, else 0; of
    /// [`Way::Word`] its bits.
    pub first: i32,
    /// Of [`Way::Day`] the last day; else 0.
    pub last: i32,
}

impl Entry {
    fn of(way: Way, key: u64, first: i32, last: i32) -> Self {
        Self { key: key >> 2 | (way as u64) << 62, first, last }
    }

    /// How it is met.
    pub fn way(self) -> Way {
        match self.key >> 62 {
            0 => Way::Day,
            1 => Way::Name,
            2 => Way::Word,
            _ => Way::Passage,
        }
    }

    /// Bits by which two accounts meet that both have the key; from [`ENOUGH`] on they are worth comparing.
    pub fn meets(self, other: Self) -> u32 {
        let meets = match self.way() {
            Way::Day => self.days_meet(other),
            Way::Name => self.first == 1 || other.first == 1,
            Way::Word => return self.first.unsigned_abs(),
            Way::Passage => true,
        };
        if meets { ENOUGH } else { 0 }
    }

    /// Whether its days are so many that it meets others by month.
    pub(crate) fn is_wide(self) -> bool {
        self.last - self.first >= BY_DAY
    }

    fn days_meet(self, other: Self) -> bool {
        if !self.is_wide() && !other.is_wide() {
            return (self.first - other.last).max(other.first - self.last) <= GAP;
        }
        // Months of thirty days counted from 1970 serve as well as those of the calendar.
        let months = |e: Self| (e.first.div_euclid(30), e.last.div_euclid(30));
        let ((a, b), (c, d)) = (months(self), months(other));
        a <= d && c <= b
    }
}

/// The entries of an account, in ascending order, each once.
pub fn entries(facet: &Facet) -> Vec<Entry> {
    let dayless = i32::from(facet.days.is_none());
    let named = narrow(facet).into_iter().map(|key| Entry::of(Way::Name, key, dayless, 0));
    let words = facet.words.rare();
    let words = words.map(|(word, bits)| Entry::of(Way::Word, mix(3, word.into()), bits.cast_signed(), 0));
    let passages = facet.sketch.0.iter().take(HASHES).map(|hash| Entry::of(Way::Passage, *hash, 0, 0));
    let mut all: Vec<Entry> = named.chain(words).chain(passages).collect();
    if let Some(Days { first, last, .. }) = facet.days.filter(|days| days.width() <= BY_MONTH) {
        all.extend(keys(facet).into_iter().map(|key| Entry::of(Way::Day, key, first, last)));
    }
    all.sort_unstable();
    all.dedup_by_key(|entry| entry.key);
    all
}

/// The cells, names and people of an account.
fn keys(facet: &Facet) -> Vec<u64> {
    let cells = facet.spots.iter().flat_map(cells);
    let names = facet.spots.iter().flat_map(|s| [s.name, s.written]).flatten().map(|n| mix(1, n.0));
    let people = facet.victims.iter().map(|n| mix(2, n.0));
    cells.chain(names).chain(people).collect()
}

/// The names of narrow places and of people.
fn narrow(facet: &Facet) -> Vec<u64> {
    let narrow = facet.spots.iter().filter(|s| !s.wide);
    let names = narrow.flat_map(|s| [s.name, s.written]).flatten().map(|n| mix(1, n.0));
    names.chain(facet.victims.iter().map(|n| mix(2, n.0))).collect()
}

/// The cells that a point lies in or near. A cell spans as many degrees east as makes it about square.
fn cells(spot: &Spot) -> Vec<u64> {
    let Some((lat, lon)) = spot.at else { return Vec::new() };
    let rows = [lat - MARGIN, lat + MARGIN].map(|x| (x / CELL).floor() as i64);
    (rows[0]..=rows[1])
        .flat_map(|row| {
            let shrink = ((row as f64 + 0.5) * CELL).to_radians().cos().max(0.05);
            let column = |x: f64| (x * shrink / CELL).floor() as i64;
            let margin = MARGIN / shrink;
            (column(lon - margin)..=column(lon + margin))
                .map(move |c| mix(0, row.cast_unsigned() << 32 ^ c.cast_unsigned()))
        })
        .collect()
}

/// Scatters a number (the finaliser of `SplitMix64`); a chance collision costs one comparison and changes no result.
fn mix(sort: u64, name: u64) -> u64 {
    let h = name.wrapping_add(sort.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h ^ (h >> 27)
}
