//! Weighs what two accounts say against each other, field by field. Enters: two facets. Leaves: evidence in
//! bits with the words for each finding, and whether the pair may be joined at all. A field of which one
//! account says nothing weighs nothing.
//!
//! The weights are log₂ of how much more often a finding is met between accounts of one event than between
//! accounts of two events that share a day or a place. They are set by hand for places that are struck now
//! and then; where a town is struck several times a day only tolls, names and targets tell events apart.

use crate::facet::{Days, Facet, Spot, Toll, kilometres};
use crate::weight::{Bits, Evidence};
use value::{AccountKind, MethodName, Range};

/// Bits that a pair needs: the same day (+6) and the same town (+7) leave room for one clear contradiction;
/// the same day alone, or the same town a day apart, does not reach it.
pub(crate) const THRESHOLD: Bits = Bits::whole(8);

/// The fields that are weighed, in the order of [`Comparison::evidence`].
pub(crate) const FIELDS: [&str; 9] =
    ["date", "place", "killed", "injured", "parties", "means", "kind", "targets", "victims"];

/// What two accounts say against each other.
pub(crate) struct Comparison {
    pub(crate) evidence: [Evidence; FIELDS.len()],
    /// Whether the dates are compatible, and a place or a name is shared.
    pub(crate) joinable: bool,
    /// Whether the accounts cannot tell of one event.
    pub(crate) barred: bool,
}

impl Comparison {
    /// The sum of the evidence.
    pub(crate) fn bits(&self) -> Bits {
        self.evidence.iter().map(|e| e.bits).sum()
    }
}

/// What the places of two accounts have to do with each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nearness {
    Silent,
    Elsewhere,
    Apart,
    Within,
    Near,
}

/// Compares two accounts.
pub(crate) fn compare(a: &Facet, b: &Facet) -> Comparison {
    let (date, dated) = dates(a.days, b.days);
    let (place, nearness) = places(&a.spots, &b.spots);
    let killed = tolls(&a.killed, &b.killed, earlier(a, b));
    let injured = tolls(&a.injured, &b.injured, earlier(a, b)).half();
    let victims = names(&a.victims, &b.victims);
    let tolls_agree = killed.bits >= Bits::whole(3) || killed.bits + injured.bits >= Bits::whole(4);
    let located = match nearness {
        Nearness::Near => true,
        Nearness::Within => tolls_agree,
        _ => false,
    };
    let parties = parties(&a.parties, &b.parties);
    let means = means(&a.methods, &b.methods);
    let targets = targets(&a.targets, &b.targets);
    Comparison {
        evidence: [date, place, killed, injured, parties, means, kinds(a.kind, b.kind), targets, victims],
        joinable: dated == Some(true) && (located || victims.bits > Bits::NONE),
        barred: dated == Some(false) || nearness == Nearness::Elsewhere,
    }
}

/// Evidence of the dates, and whether they are compatible: `None` where a date is missing or too uncertain to
/// say.
fn dates(a: Option<Days>, b: Option<Days>) -> (Evidence, Option<bool>) {
    let (Some(a), Some(b)) = (a, b) else { return (Evidence::SILENT, None) };
    let gap = (b.first - a.last).max(a.first - b.last).max(0);
    let assumed = a.assumed || b.assumed;
    let width = a.width().max(b.width());
    match (gap, assumed) {
        (0, true) => (Evidence::new(2, "told as news within days of the date"), Some(true)),
        (0, false) => (overlap(width), Some(true)),
        (1, false) if width == 1 => {
            (Evidence { bits: Bits(-150), says: "days that follow each other" }, Some(true))
        }
        (1, _) => (Evidence::new(-1, "days that follow each other"), Some(true)),
        (2, _) => (Evidence::new(-4, "two days apart"), Some(true)),
        (3..=14, true) => (Evidence::new(-6, "days apart"), None),
        _ => (Evidence::new(-20, "different days"), Some(false)),
    }
}

/// The wider the days that two dates leave open, the less it says that they meet.
fn overlap(width: i32) -> Evidence {
    match width {
        ..=1 => Evidence::new(6, "same day"),
        2 => Evidence::new(5, "same day or two"),
        3..=4 => Evidence::new(4, "days that meet"),
        5..=8 => Evidence::new(3, "same week"),
        9..=16 => Evidence::new(1, "weeks that meet"),
        17..=31 => Evidence { bits: Bits(50), says: "same month" },
        _ => Evidence { bits: Bits::NONE, says: "periods that meet" },
    }
}

/// The best that a pair of places says. A place that an account names second or later counts a bit less, since
/// it may only be where the wounded were taken. Wide places count only where no fine ones can be compared.
fn places(a: &[Spot], b: &[Spot]) -> (Evidence, Nearness) {
    let mut best: Option<(bool, Evidence, Nearness)> = None;
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            let (mut evidence, nearness) = spots(x, y);
            if nearness == Nearness::Silent {
                continue;
            }
            evidence.bits.0 -= 100 * (i32::from(i > 0) + i32::from(j > 0));
            let fine = !x.wide && !y.wide;
            if best.is_none_or(|(f, e, _)| (fine, evidence.bits) > (f, e.bits)) {
                best = Some((fine, evidence, nearness));
            }
        }
    }
    best.map_or((Evidence::SILENT, Nearness::Silent), |(_, evidence, nearness)| (evidence, nearness))
}

fn spots(a: &Spot, b: &Spot) -> (Evidence, Nearness) {
    let named = a.shares_name(b);
    let wide = a.wide || b.wide;
    match (a.at, b.at) {
        (Some(x), Some(y)) if wide => regions(kilometres(x, y), a.reach.max(b.reach), named),
        (Some(x), Some(y)) => points(kilometres(x, y), a.reach, b.reach, named),
        _ if named && wide => (Evidence { bits: Bits(50), says: "same region by name" }, Nearness::Within),
        _ if named => (Evidence::new(6, "same place by name"), Nearness::Near),
        _ => (Evidence::SILENT, Nearness::Silent),
    }
}

fn regions(d: f64, reach: f64, named: bool) -> (Evidence, Nearness) {
    if named || d <= reach {
        (Evidence { bits: Bits(50), says: "one place in the region of the other" }, Nearness::Within)
    } else if d <= 2.0 * reach + 50.0 {
        (Evidence::new(-3, "hardly the same region"), Nearness::Apart)
    } else {
        (Evidence::new(-20, "another region"), Nearness::Elsewhere)
    }
}

fn points(d: f64, a: f64, b: f64, named: bool) -> (Evidence, Nearness) {
    let reach = a.max(b);
    if named && d <= 25.0 {
        // A city is struck more often than a village: to meet in one says less.
        let bits = if reach <= 5.0 { 7 } else { 5 };
        (Evidence::new(bits, "same place"), Nearness::Near)
    } else if d <= 1.5 {
        (Evidence::new(if reach <= 5.0 { 6 } else { 5 }, "same point"), Nearness::Near)
    } else if d <= reach {
        (Evidence::new(4, "one place within the other"), Nearness::Near)
    } else if d <= a + b + 2.0 {
        (Evidence::new(2, "neighbouring places"), Nearness::Near)
    } else if d <= 15.0 {
        (Evidence::new(-3, "places some kilometres apart"), Nearness::Apart)
    } else if d <= 60.0 {
        (Evidence::new(-6, "places far apart"), Nearness::Apart)
    } else {
        (Evidence::new(-20, "other places"), Nearness::Elsewhere)
    }
}

/// Which of the two was published earlier, if it is known.
fn earlier(a: &Facet, b: &Facet) -> Option<std::cmp::Ordering> {
    a.published.zip(b.published).map(|(x, y)| x.cmp(&y))
}

fn tolls(a: &Toll, b: &Toll, published: Option<std::cmp::Ordering>) -> Evidence {
    if a.range.is_unknown() || b.range.is_unknown() {
        return Evidence::SILENT;
    }
    if a.range == b.range && a.range.min == a.range.max {
        return same_toll(a, b);
    }
    if a.range.meets(b.range) {
        return open_toll(a.range, b.range);
    }
    let (low, high) = if a.range.max < b.range.min && a.range.max.is_some() { (a, b) } else { (b, a) };
    let first = published.is_some_and(|o| if std::ptr::eq(low, a) { o.is_lt() } else { o.is_gt() });
    unlike_tolls(low.range.max.unwrap_or(0), high.range.min.unwrap_or(0), low.provisional || first)
}

/// The higher a number, the less often two events share it.
fn same_toll(a: &Toll, b: &Toll) -> Evidence {
    let more = i32::from(a.children == b.children && !a.children.is_unknown());
    let bits = match a.range.min.unwrap_or(0) {
        0..=2 => 1,
        3..=4 => 2,
        5..=9 => 3,
        _ => 4,
    };
    Evidence::new(bits + more, "same toll")
}

fn open_toll(a: Range, b: Range) -> Evidence {
    let (x, y) = (a.min.or(a.max).unwrap_or(0), b.min.or(b.max).unwrap_or(0));
    if x.max(y) <= 3 * x.min(y) {
        Evidence::new(1, "tolls that meet")
    } else {
        Evidence { bits: Bits::NONE, says: "" }
    }
}

/// A lower toll that is provisional, or was published first, contradicts half as much: tolls rise.
fn unlike_tolls(low: u32, high: u32, early: bool) -> Evidence {
    let ratio = f64::from(high + 1) / f64::from(low + 1);
    let bits = match ratio {
        _ if high - low <= 1 || ratio <= 1.34 => return Evidence { bits: Bits::NONE, says: "" },
        r if r <= 1.6 => -2,
        r if r <= 2.0 => -5,
        _ => -8,
    };
    let found = Evidence::new(bits, "unlike tolls");
    if early { Evidence { says: "a higher toll later", ..found.half() } } else { found }
}

fn parties(a: &[String], b: &[String]) -> Evidence {
    if a.is_empty() || b.is_empty() {
        Evidence::SILENT
    } else if a.iter().any(|x| b.contains(x)) {
        Evidence::new(1, "same party")
    } else {
        // Sources that blame different parties for one event are common; it says little against one event.
        Evidence::new(-1, "different parties")
    }
}

/// Means that reports take for one another.
fn family(method: MethodName) -> u8 {
    use MethodName as M;
    match method {
        M::Airstrike | M::DroneStrike | M::Artillery | M::NavalBombardment | M::Incendiary => 1,
        M::GroundOperation | M::SmallArms => 2,
        M::PlantedExplosive | M::UnexplodedOrdnance => 3,
        M::Chemical => 4,
        M::Arson => 5,
        M::Other | M::Unknown => 0,
    }
}

fn means(a: &[MethodName], b: &[MethodName]) -> Evidence {
    let known = |all: &[MethodName]| all.iter().any(|m| family(*m) > 0);
    if !known(a) || !known(b) {
        return Evidence::SILENT;
    }
    if a.iter().any(|m| family(*m) > 0 && b.contains(m)) {
        return Evidence::new(1, "same means");
    }
    let kin = a.iter().any(|x| b.iter().any(|y| family(*x) == family(*y)));
    if kin { Evidence::SILENT } else { Evidence::new(-4, "different means") }
}

fn kinds(a: AccountKind, b: AccountKind) -> Evidence {
    use AccountKind as K;
    let taking = |k| matches!(k, K::Kidnapping | K::Robbery | K::Hijacking | K::Arson);
    if a == b && taking(a) {
        Evidence::new(1, "same kind")
    } else if a != b && (taking(a) || taking(b)) && a != K::Other && b != K::Other {
        Evidence::new(-3, "different kinds")
    } else {
        Evidence::SILENT
    }
}

fn targets(a: &[String], b: &[String]) -> Evidence {
    if a.is_empty() || b.is_empty() {
        return Evidence::SILENT;
    }
    let shared = |plain: bool| a.iter().any(|x| (x == "residential") == plain && b.contains(x));
    if shared(false) {
        Evidence::new(2, "same kind of thing hit")
    } else if shared(true) {
        Evidence::new(1, "homes hit")
    } else {
        Evidence::new(-1, "different things hit")
    }
}

fn names(a: &[String], b: &[String]) -> Evidence {
    let shared = a.iter().filter(|x| b.contains(x)).count();
    match shared {
        0 if a.is_empty() || b.is_empty() => Evidence::SILENT,
        0 => Evidence::new(-1, "other people named"),
        1 => Evidence::new(6, "a person named in both"),
        2 => Evidence::new(10, "two people named in both"),
        _ => Evidence::new(12, "several people named in both"),
    }
}
