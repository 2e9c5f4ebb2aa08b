//! What the tolls of two accounts say. The higher a number, the less often two events share it; a lower toll that is
//! provisional, or was published first, contradicts less: tolls rise.

use crate::facet::{Facet, Toll};
use crate::finding::Finding;
use value::Range;

/// What two numbers have to do with each other.
#[derive(Clone, Copy)]
enum Tolls {
    Same(u32),
    Meet,
    Close,
    /// The higher in hundredths of the lower, and whether it came later.
    Unlike(u32, bool),
}

/// What the numbers of the dead say.
pub(super) fn killed(a: &Facet, b: &Facet) -> Option<Finding> {
    use Finding as F;
    Some(match tolls(&a.killed, &b.killed, earlier(a, b))? {
        Tolls::Same(0) => F::KilledSame0,
        Tolls::Same(1..=2) => F::KilledSame1,
        Tolls::Same(3..=4) => F::KilledSame3,
        Tolls::Same(5..=9) => F::KilledSame5,
        Tolls::Same(_) => F::KilledSame10,
        Tolls::Meet => F::KilledMeet,
        Tolls::Close => F::KilledClose,
        Tolls::Unlike(..=160, false) => F::KilledUnlike,
        Tolls::Unlike(..=200, false) => F::KilledTwice,
        Tolls::Unlike(_, false) => F::KilledMore,
        Tolls::Unlike(..=160, true) => F::KilledLater,
        Tolls::Unlike(..=200, true) => F::KilledTwiceLater,
        Tolls::Unlike(_, true) => F::KilledMoreLater,
    })
}

/// What the numbers of the injured say.
pub(super) fn injured(a: &Facet, b: &Facet) -> Option<Finding> {
    use Finding as F;
    Some(match tolls(&a.injured, &b.injured, earlier(a, b))? {
        Tolls::Same(0) => F::InjuredSame0,
        Tolls::Same(1..=2) => F::InjuredSame1,
        Tolls::Same(3..=4) => F::InjuredSame3,
        Tolls::Same(5..=9) => F::InjuredSame5,
        Tolls::Same(_) => F::InjuredSame10,
        Tolls::Meet => F::InjuredMeet,
        Tolls::Close => F::InjuredClose,
        Tolls::Unlike(..=160, false) => F::InjuredUnlike,
        Tolls::Unlike(..=200, false) => F::InjuredTwice,
        Tolls::Unlike(_, false) => F::InjuredMore,
        Tolls::Unlike(..=160, true) => F::InjuredLater,
        Tolls::Unlike(..=200, true) => F::InjuredTwiceLater,
        Tolls::Unlike(_, true) => F::InjuredMoreLater,
    })
}

/// What the numbers of children among the dead say.
pub(super) fn children(a: &Facet, b: &Facet) -> Option<Finding> {
    let known = !a.killed.children.is_unknown();
    (known && a.killed.children == b.killed.children).then_some(Finding::SameChildren)
}

/// What it says that more than a toll cannot be squared with the other account: two strikes of one evening stay two.
pub(super) fn at_odds(
    killed: Option<Finding>,
    injured: Option<Finding>,
    means: Option<Finding>,
) -> Option<Finding> {
    let apart = match killed {
        Some(Finding::KilledMore) => {
            injured == Some(Finding::InjuredMore) || means == Some(Finding::OtherMeans)
        }
        Some(Finding::KilledMoreLater) => means == Some(Finding::OtherMeans),
        _ => false,
    };
    apart.then_some(Finding::AtOdds)
}

/// Whether tolls agree so well that they tie accounts which share no place finer than a region.
pub(super) fn agree(killed: Option<Finding>, injured: Option<Finding>) -> bool {
    use Finding as F;
    let high = matches!(killed, Some(F::KilledSame5 | F::KilledSame10));
    let some = matches!(killed, Some(F::KilledSame3))
        && matches!(injured, Some(F::InjuredSame3 | F::InjuredSame5 | F::InjuredSame10));
    high || some
}

/// Which of the two was published earlier, if it is known.
fn earlier(a: &Facet, b: &Facet) -> Option<std::cmp::Ordering> {
    a.published.zip(b.published).map(|(x, y)| x.cmp(&y))
}

fn tolls(a: &Toll, b: &Toll, published: Option<std::cmp::Ordering>) -> Option<Tolls> {
    if a.range.is_unknown() || b.range.is_unknown() {
        return None;
    }
    if a.range == b.range && a.range.min == a.range.max {
        return Some(Tolls::Same(a.range.min.unwrap_or(0)));
    }
    if a.range.meets(b.range) {
        return Some(if open(a.range, b.range) { Tolls::Meet } else { Tolls::Close });
    }
    let (low, high) = if a.range.max < b.range.min && a.range.max.is_some() { (a, b) } else { (b, a) };
    let first = published.is_some_and(|o| if std::ptr::eq(low, a) { o.is_lt() } else { o.is_gt() });
    let (x, y) = (low.range.max.unwrap_or(0), high.range.min.unwrap_or(0));
    let ratio = (u64::from(y) + 1) * 100 / (u64::from(x) + 1);
    let ratio = u32::try_from(ratio).unwrap_or(u32::MAX);
    if y - x <= 1 || ratio <= 134 {
        return Some(Tolls::Close);
    }
    Some(Tolls::Unlike(ratio, low.provisional || first))
}

/// Whether ranges that meet are of one order of magnitude.
fn open(a: Range, b: Range) -> bool {
    let (x, y) = (a.min.or(a.max).unwrap_or(0), b.min.or(b.max).unwrap_or(0));
    u64::from(x.max(y)) <= 3 * u64::from(x.min(y))
}
