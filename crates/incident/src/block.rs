//! Names the pairs of accounts that are worth comparing, so that never all pairs are. Enters: facets. Leaves:
//! pairs of indices, each once, in ascending order. Two accounts are a pair if their days lie at most two
//! apart and they share a cell of the map, a place's name, or the name of a person harmed.

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

/// Where an account is entered: a place or a name, and a day or a month.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Bucket {
    what: u64,
    month: bool,
    when: i32,
}

/// An entry, and whether its days are so wide that it meets others by month.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    bucket: Bucket,
    account: usize,
    wide: bool,
}

/// The pairs worth comparing.
pub(crate) fn pairs(facets: &[Facet]) -> Vec<(usize, usize)> {
    let mut entries: Vec<Entry> = Vec::new();
    for (account, facet) in facets.iter().enumerate() {
        if let Some(days) = facet.days {
            enter(account, &keys(facet), days, &mut entries);
        }
    }
    entries.sort_unstable();
    entries.dedup();
    let mut pairs: Vec<(usize, usize)> =
        entries.chunk_by(|a, b| a.bucket == b.bucket).flat_map(within).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The pairs of one bucket. In a month's bucket those whose days are narrow have met by day already, so that
/// only wide ones look for others.
fn within(entries: &[Entry]) -> Vec<(usize, usize)> {
    let month = entries.first().is_some_and(|e| e.bucket.month);
    let mut found = Vec::new();
    for (i, a) in entries.iter().enumerate().filter(|(_, a)| a.wide || !month) {
        let others = if month { entries } else { &entries[i + 1..] };
        let others = others.iter().map(|b| b.account).filter(|b| *b != a.account);
        found.extend(others.map(|b| (a.account.min(b), a.account.max(b))));
    }
    found
}

fn enter(account: usize, keys: &[u64], days: Days, entries: &mut Vec<Entry>) {
    let wide = days.width() > BY_DAY;
    if days.width() > BY_MONTH {
        return;
    }
    let mut add = |what: u64, month: bool, when: i32| {
        entries.push(Entry { bucket: Bucket { what, month, when }, account, wide });
    };
    for &what in keys {
        if !wide {
            (days.first - SLACK..=days.last + SLACK).for_each(|day| add(what, false, day));
        }
        // Months of thirty days counted from 1970 serve as well as those of the calendar.
        (days.first.div_euclid(30)..=days.last.div_euclid(30)).for_each(|month| add(what, true, month));
    }
}

/// The cells and names under which an account is entered.
fn keys(facet: &Facet) -> Vec<u64> {
    let cells = facet.spots.iter().flat_map(cells);
    let names = facet.spots.iter().flat_map(|s| [&s.name, &s.written]).filter(|n| !n.is_empty());
    let names = names.map(|n| hash(1, n));
    let people = facet.victims.iter().map(|n| hash(2, n));
    let mut keys: Vec<u64> = cells.chain(names).chain(people).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
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
            (column(lon - margin)..=column(lon + margin)).map(move |c| hash(0, &format!("{row} {c}")))
        })
        .collect()
}

/// FNV-1a; a chance collision costs one comparison and changes no result.
fn hash(sort: u8, name: &str) -> u64 {
    let bytes = std::iter::once(sort).chain(name.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}
