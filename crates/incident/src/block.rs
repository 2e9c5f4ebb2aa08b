//! Names the pairs of accounts that are worth comparing, so that never all pairs are. Enters: facets. Leaves:
//! pairs of indices, each once, in ascending order. Two accounts are a pair if their days lie at most two
//! apart and they share a cell of the map, a place's name, or the name of a person harmed; or, where one of them has no
//! day at all, if they share one that few others have; or if they share several rare words, or passages.

use crate::archive::Archive;
use crate::facet::{Days, Facet, Spot};

/// Side of a cell in degrees of latitude (28 km).
const CELL: f64 = 0.25;
/// Degrees by which a point reaches into neighbouring cells (about 8 km, so that points 15 km apart meet).
const MARGIN: f64 = 0.07;
/// Days that an account is entered before and after its own, so that accounts two days apart meet.
const SLACK: i32 = 1;
/// The widest range of days that is entered day by day; wider ones are entered by month.
const BY_DAY: i32 = 16;
/// The widest range of days that is entered at all.
const BY_MONTH: i32 = 400;

/// Two accounts by index, the lower first.
pub(crate) type Pair = (u32, u32);

/// An entry: a place, a name or a person in a day or a month, as a number; and the account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// Odd for a month, even for a day.
    bucket: u64,
    account: u32,
}

/// The pairs worth comparing.
pub(crate) fn pairs(facets: &[Facet], archive: &Archive) -> Vec<Pair> {
    let mut pairs = dated(facets);
    pairs.extend(undated(facets));
    pairs.extend(worded(facets, archive));
    pairs.extend(copied(facets));
    pairs.extend(of_one_report(facets));
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Pairs of a place, a name or a person, and of days that nearly meet.
fn dated(facets: &[Facet]) -> Vec<Pair> {
    let mut entries: Vec<Entry> = Vec::new();
    for (account, facet) in (0..).zip(facets) {
        if let Some(days) = facet.days {
            enter(account, &keys(facet), days, &mut entries);
        }
    }
    entries.sort_unstable();
    entries.dedup();
    let is_wide = |account: u32| facets[account as usize].days.is_some_and(|days| days.width() > BY_DAY);
    entries.chunk_by(|a, b| a.bucket == b.bucket).flat_map(|group| within(group, &is_wide)).collect()
}

/// A place, a name or a person in more accounts than these says too little of an account without a day.
const COMMON: usize = 400;

/// Pairs of which one has no day: those that share a narrow place or a person.
fn undated(facets: &[Facet]) -> Vec<Pair> {
    let mut entries: Vec<(u64, u32)> = Vec::new();
    for (account, facet) in (0..).zip(facets) {
        entries.extend(narrow_keys(facet).into_iter().map(|key| (key, account)));
    }
    entries.sort_unstable();
    entries.dedup();
    let dateless = |account: u32| facets[account as usize].days.is_none();
    let groups = entries.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() <= COMMON);
    let pairs = groups.flat_map(|group| {
        let one = group.iter().filter(|e| dateless(e.1));
        one.flat_map(|a| group.iter().filter(|b| b.1 != a.1).map(|b| (a.1.min(b.1), a.1.max(b.1))))
    });
    pairs.collect()
}

/// Hashes of a sketch, the smallest first, by one of which copies are found: of texts that share 40 % of their
/// passages, 98 in 100.
const HASHES: usize = 8;
/// A passage in more reports than these is the frame around texts and not a text.
const FRAME: usize = 256;

/// Pairs of which the texts share one of the passages that stand for them.
fn copied(facets: &[Facet]) -> Vec<Pair> {
    let mut passages: Vec<(u64, u32)> = Vec::new();
    for (account, facet) in (0..).zip(facets) {
        passages.extend(facet.sketch.0.iter().take(HASHES).map(|hash| (*hash, account)));
    }
    passages.sort_unstable();
    let alike = passages.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() <= FRAME);
    let pairs = alike.flat_map(|group| {
        group.iter().enumerate().flat_map(|(i, a)| group[i + 1..].iter().map(|b| (a.1, b.1)))
    });
    pairs.collect()
}

/// Pairs that one report tells; facets are ordered by key.
fn of_one_report(facets: &[Facet]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut start = 0;
    for group in facets.chunk_by(|a, b| a.key.report == b.key.report) {
        let end = start + group.len() as u32;
        pairs.extend((start..end).flat_map(|a| (a + 1..end).map(move |b| (a, b))));
        start = end;
    }
    pairs
}

/// A word in more reports than these is not rare.
const RARE: u32 = 32;
/// Bits that the rare words which two accounts share must say.
const SHARED: u32 = 14;

/// Pairs that share rare words.
fn worded(facets: &[Facet], archive: &Archive) -> Vec<Pair> {
    let rare = |facet: &Facet| -> Vec<(u32, u32)> {
        facet.words.words().filter(|(word, _)| (2..=RARE).contains(&archive.with(*word))).collect()
    };
    let mut postings: Vec<(u32, u32)> = Vec::new();
    for (account, facet) in (0..).zip(facets) {
        postings.extend(rare(facet).into_iter().map(|(word, _)| (word, account)));
    }
    postings.sort_unstable();
    let mut pairs = Vec::new();
    for (account, facet) in (0..).zip(facets) {
        let mut shared: Vec<(u32, u32)> = Vec::new();
        for (word, bits) in rare(facet) {
            let from = postings.partition_point(|p| *p <= (word, account));
            let others = postings[from..].iter().take_while(|p| p.0 == word);
            shared.extend(others.map(|(_, other)| (*other, bits)));
        }
        shared.sort_unstable();
        let by_other = shared.chunk_by(|a, b| a.0 == b.0);
        let enough = by_other.filter(|all| all.iter().map(|s| s.1).sum::<u32>() >= SHARED);
        pairs.extend(enough.map(|all| (account, all[0].0)));
    }
    pairs
}

/// The pairs of one bucket. In a month's bucket those whose days are narrow have met by day already, so that
/// only wide ones look for others.
fn within(entries: &[Entry], is_wide: &dyn Fn(u32) -> bool) -> Vec<Pair> {
    let month = entries.first().is_some_and(|e| e.bucket % 2 == 1);
    let mut found = Vec::new();
    for (i, a) in entries.iter().enumerate().filter(|(_, a)| !month || is_wide(a.account)) {
        let others = if month { entries } else { &entries[i + 1..] };
        let others = others.iter().map(|b| b.account).filter(|b| *b != a.account);
        found.extend(others.map(|b| (a.account.min(b), a.account.max(b))));
    }
    found
}

fn enter(account: u32, keys: &[u64], days: Days, entries: &mut Vec<Entry>) {
    if days.width() > BY_MONTH {
        return;
    }
    let mut add = |what: u64, month: bool, when: i32| {
        let bucket = mix(u64::from(when.cast_unsigned()), what) & !1 | u64::from(month);
        entries.push(Entry { bucket, account });
    };
    for &what in keys {
        if days.width() <= BY_DAY {
            (days.first - SLACK..=days.last + SLACK).for_each(|day| add(what, false, day));
        }
        // Months of thirty days counted from 1970 serve as well as those of the calendar.
        (days.first.div_euclid(30)..=days.last.div_euclid(30)).for_each(|month| add(what, true, month));
    }
}

/// The cells and names under which an account is entered.
fn keys(facet: &Facet) -> Vec<u64> {
    let cells = facet.spots.iter().flat_map(cells);
    let names = facet.spots.iter().flat_map(|s| [s.name, s.written]).flatten().map(|n| mix(1, n.0));
    let people = facet.victims.iter().map(|n| mix(2, n.0));
    let mut keys: Vec<u64> = cells.chain(names).chain(people).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The names of narrow places and of people under which an account without a day is entered.
fn narrow_keys(facet: &Facet) -> Vec<u64> {
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
