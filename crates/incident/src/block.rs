//! Names the pairs of accounts that are worth comparing, so that never all pairs are. Enters: facets. Leaves: pairs of
//! indices, each once, in ascending order: those of which entries meet, and those of one report.

use crate::bounds::Bounds;
use crate::entry::{ENOUGH, Entry, GAP, REACH, Way, entries};
use crate::facet::Facet;

/// Two accounts by index, the lower first.
pub type Pair = (u32, u32);

/// An entry of an account.
type Of = (Entry, u32);

/// The pairs worth comparing; facets are ordered by key.
pub fn pairs(facets: &[Facet], bounds: &Bounds) -> Vec<Pair> {
    let mut pairs = of_one_report(facets);
    // One way at a time, since together the entries of a large archive fill much memory.
    for way in [Way::Day, Way::Name, Way::Word, Way::Passage] {
        let of_way = |(account, facet): (u32, &Facet)| -> Vec<Of> {
            entries(facet).into_iter().filter(|e| e.way() == way).map(|entry| (entry, account)).collect()
        };
        let mut all: Vec<Of> = (0..).zip(facets).flat_map(of_way).collect();
        all.sort_unstable();
        let mut met: Vec<(Pair, u32)> = Vec::new();
        let groups = all.chunk_by(|a, b| a.0.key == b.0.key);
        let mut full = FULL;
        for group in groups.filter(|group| group.len() <= bounds.most(way)) {
            within(group, &mut met);
            if met.len() > full {
                sum_up(&mut met);
                full = FULL.max(2 * met.len());
            }
        }
        sum_up(&mut met);
        pairs.extend(met.into_iter().filter(|(_, bits)| *bits >= ENOUGH).map(|(pair, _)| pair));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// How many meetings are gathered before those of one pair are summed up.
const FULL: usize = 1 << 22;

/// Makes one meeting of those of each pair.
fn sum_up(met: &mut Vec<(Pair, u32)>) {
    met.sort_unstable();
    met.dedup_by(|b, a| {
        let same = a.0 == b.0;
        a.1 = if same { a.1.saturating_add(b.1) } else { a.1 };
        same
    });
}

/// The pairs of those that share a key, ordered by their days.
fn within(group: &[Of], met: &mut Vec<(Pair, u32)>) {
    let by_month = group.iter().any(|(entry, _)| entry.is_wide());
    let reach = if by_month { REACH } else { GAP };
    for (i, (a, x)) in group.iter().enumerate() {
        let near =
            group[i + 1..].iter().take_while(|(b, _)| a.way() != Way::Day || b.first - a.last <= reach);
        for (b, y) in near {
            let bits = a.meets(*b);
            if bits > 0 && x != y {
                met.push((((*x).min(*y), (*x).max(*y)), bits));
            }
        }
    }
}

/// Pairs that one report tells.
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
