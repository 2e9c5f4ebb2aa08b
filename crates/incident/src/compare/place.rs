//! What the places of two accounts say, each with the distance that its precision leaves open. Wide places count only
//! where no fine ones can be compared; a place that an account names second may be where the wounded were taken.

use crate::facet::{Facet, Spot, kilometres};
use crate::finding::Finding;
use crate::weight::Bits;

/// Kilometres beyond which no slip of a reader or a writer takes a place for another of the same report.
const REMOTE: f64 = 250.0;

/// The best that a pair of places says, and whether they are the first that the accounts name.
pub(super) fn places(a: &Facet, b: &Facet) -> (Option<Finding>, Option<Finding>) {
    let mut best: Option<((bool, Bits), Finding, Option<Finding>)> = None;
    for (i, x) in a.spots.iter().enumerate() {
        for (j, y) in b.spots.iter().enumerate() {
            let Some(found) = spots(x, y) else { continue };
            let naming = match usize::from(i > 0) + usize::from(j > 0) {
                0 => None,
                1 => Some(Finding::NamedBeside),
                _ => Some(Finding::BothNameBeside),
            };
            let bits = found.bits(false) + naming.map_or(Bits::NONE, |naming| naming.bits(false));
            let rank = (!x.wide && !y.wide, bits);
            if best.is_none_or(|(of_best, ..)| rank > of_best) {
                best = Some((rank, found, naming));
            }
        }
    }
    let Some((_, found, naming)) = best else { return (None, None) };
    let found = match found {
        // One text was read so, and the other otherwise.
        Finding::Elsewhere | Finding::Remote if names(a, b) || names(b, a) => Finding::Elsewhere,
        Finding::Elsewhere => Finding::Apart,
        _ => found,
    };
    (Some(found), naming)
}

/// Whether the text of one names a place of the other.
fn names(a: &Facet, b: &Facet) -> bool {
    b.spots.iter().filter(|spot| !spot.wide).any(|spot| a.words.has_all(&spot.called))
}

/// Whether places stand so that accounts of a day may tell of one event there.
pub(super) fn is_near(found: Finding) -> bool {
    use Finding as F;
    matches!(found, F::SamePlace | F::SameCity | F::SamePoint | F::SameName | F::Inside | F::Neighbours)
}

/// Whether two accounts tell of other places, and neither text names one of the other's: a form of words in common, which is
/// filled in for one event after the other, does not make them one.
pub(super) fn is_elsewhere(a: &Facet, b: &Facet, found: Option<Finding>) -> bool {
    let other = matches!(found, Some(Finding::Far | Finding::Apart | Finding::Remote));
    other && !names(a, b) && !names(b, a)
}

fn spots(a: &Spot, b: &Spot) -> Option<Finding> {
    let named = a.shares_name(b);
    let wide = a.wide || b.wide;
    match (a.at, b.at) {
        (Some(x), Some(y)) if wide => Some(regions(kilometres(x, y), a.reach.max(b.reach), named)),
        (Some(x), Some(y)) => Some(points(kilometres(x, y), a.reach, b.reach, named)),
        _ if named && wide => Some(Finding::Region),
        _ if named => Some(Finding::SameName),
        _ => None,
    }
}

fn regions(d: f64, reach: f64, named: bool) -> Finding {
    if named || d <= reach {
        Finding::Region
    } else if d <= 2.0 * reach + 50.0 {
        Finding::HardlyRegion
    } else {
        Finding::OtherRegion
    }
}

fn points(d: f64, a: f64, b: f64, named: bool) -> Finding {
    let reach = a.max(b);
    if named && d <= 25.0 {
        // A city is struck more often than a village: to meet in one says less.
        if reach <= 5.0 { Finding::SamePlace } else { Finding::SameCity }
    } else if d <= 1.5 {
        Finding::SamePoint
    } else if d <= reach {
        Finding::Inside
    } else if d <= a + b + 2.0 {
        Finding::Neighbours
    } else if d <= 15.0 {
        Finding::Kilometres
    } else if d <= 60.0 {
        Finding::Far
    } else if named || d <= REMOTE {
        // One name of two far places is as likely one place that is not known which.
        Finding::Elsewhere
    } else {
        Finding::Remote
    }
}
