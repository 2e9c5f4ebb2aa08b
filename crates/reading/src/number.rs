//! Numbers as written: digits and words, exact and vague, bounded. Enters: a position. Leaves: a range of
//! people, or nothing where the number counts something else (years, ages, kilometres, money).

use crate::document::Document;
use crate::policy::Policy;
use crate::sense::{Bound, Sense};
use crate::words::{self, Class};
use text::TokenKind;
use value::Range;

/// A number with the words that bound it, at tokens `first..end`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quantity {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) range: Range,
    /// Whether the words are vague ("dozens") rather than a number.
    pub(crate) vague: bool,
}

/// Reads the number that begins at token `i`, bounds before and after it included.
pub(crate) fn quantity(doc: &Document<'_>, policy: &Policy, i: usize) -> Option<Quantity> {
    if doc.at(i) == "between" {
        if doc.at(i + 1) == "between" {
            return None;
        }
        let q = quantity(doc, policy, i + 1)?;
        return (q.range.min != q.range.max && q.range.max.is_some()).then_some(Quantity { first: i, ..q });
    }
    if opens_quotation(doc, i) {
        return quoted(doc, policy, i);
    }
    let (start, bound) = bound_at(doc, i);
    let core = core(doc, policy, start)?;
    let (end, range) = span_of_two(doc, start, core);
    let range = match bound {
        Some(b) => bounded(range, b, policy),
        None => range,
    };
    let (end, range) = after(doc, end, range);
    let (end, range) = ceiling(doc, end, range);
    Some(Quantity { first: i, end, range, vague: core.vague })
}

/// A number between quotation marks, as a source gave it: "“dozens” of wounded".
fn quoted(doc: &Document<'_>, policy: &Policy, i: usize) -> Option<Quantity> {
    // Marks behind marks hold no number, and a text may have any number of them.
    if opens_quotation(doc, i + 1) || doc.at(i + 1) == "between" {
        return None;
    }
    let inner = quantity(doc, policy, i + 1)?;
    let closed = matches!(doc.at(inner.end), "”" | "\"" | "’").then_some(inner.end + 1)?;
    let end = closed + usize::from(inner.vague && doc.at(closed) == "of");
    Some(Quantity { first: i, end, ..inner })
}

fn opens_quotation(doc: &Document<'_>, i: usize) -> bool {
    matches!(doc.at(i), "“" | "\"" | "‘")
}

/// The bound before a number, several in a row taken together ("at least some").
fn bound_at(doc: &Document<'_>, i: usize) -> (usize, Option<Bound>) {
    let mut at = i;
    let mut found = None;
    while let Some((end, bound)) = doc.sense_at(at, |s| if let Sense::Bound(b) = s { Some(*b) } else { None })
    {
        let weaker = matches!(bound, Bound::About) && found.is_some();
        if !weaker {
            found = Some(bound);
        }
        at = end;
        while matches!(doc.at(at), "a" | "an" | "the")
            && doc.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Number)
        {
            at += 1;
        }
    }
    (at, found)
}

#[derive(Clone, Copy)]
struct Core {
    end: usize,
    range: Range,
    vague: bool,
}

fn core(doc: &Document<'_>, policy: &Policy, i: usize) -> Option<Core> {
    if let Some((end, key)) =
        doc.sense_at(i, |s| if let Sense::Vague(k) = s { Some(k.as_str()) } else { None })
    {
        if let Some((end, factor)) = multiplier(doc, end) {
            // "several hundred": the vague factor times the unit.
            let r = policy.vague(key);
            let times = |n: u32| n.saturating_mul(factor);
            return Some(Core {
                end,
                range: Range { min: r.min.map(times), max: r.max.map(times) },
                vague: true,
            });
        }
        // "some 20 people" is a number with a loose bound.
        if key == "some"
            && let Some(inner) = exact(doc, end)
        {
            return Some(Core { range: policy.about(inner.0), end: inner.1, vague: false });
        }
        return Some(Core { end, range: policy.vague(key), vague: true });
    }
    let (n, end) = exact(doc, i)?;
    Some(Core { end, range: Range::exactly(n), vague: false })
}

/// An exact number, with the token past it.
pub(crate) fn exact(doc: &Document<'_>, i: usize) -> Option<(u32, usize)> {
    let mut at = i;
    let article = matches!(doc.at(i), "a" | "an");
    if article {
        at += 1;
    }
    let mut total: u32 = 0;
    let mut current: Option<u32> = None;
    loop {
        if let Some(n) = digits(doc, at).filter(|_| current.is_none() && !article) {
            current = Some(n);
            at += 1;
        } else if let Some((end, n)) = word(doc, at).filter(|(_, n)| joins(current, *n) && !article) {
            current = Some(current.unwrap_or(0).checked_add(n)?);
            at = end;
        } else if let Some((end, m)) = multiplier(doc, at) {
            // "مئة مدني": a hundred needs no "one" before it.
            let alone = article || m == 100 && doc.is_uncased(at);
            if current.is_none() && !alone {
                return None;
            }
            let product = current.unwrap_or(1).checked_mul(m)?;
            if m >= 1000 {
                total = total.checked_add(product)?;
                current = Some(0);
            } else {
                current = Some(product);
            }
            at = end;
        } else if let Some((end, n)) = tens_behind(doc, at, current) {
            current = Some(current.unwrap_or(0) + n);
            at = end;
        } else if doc.at(at) == "and"
            && current
                .is_some_and(|c| c >= 100 && c % 100 == 0 && word(doc, at + 1).is_some_and(|(_, n)| n < 100))
        {
            at += 1;
        } else {
            break;
        }
    }
    let total = total.checked_add(current?)?;
    // "a dozen of them"; what was read is at least one token.
    let of = doc.at(at) == "of" && multiplier(doc, at - 1).is_some();
    Some((total, if of { at + 1 } else { at }))
}

/// The tens that Arabic says behind the ones: "خمسة وعشرون" is twenty-five.
fn tens_behind(doc: &Document<'_>, and: usize, current: Option<u32>) -> Option<(usize, u32)> {
    let ones = current.is_some_and(|c| (1..10).contains(&(c % 100)));
    let arabic = doc.at(and) == "and" && doc.is_uncased(and);
    let tens = |n: &u32| (20..100).contains(n) && n.is_multiple_of(10);
    word(doc, and + 1).filter(|(_, n)| ones && arabic && tens(n))
}

/// Whether a number word may follow what was read: "twenty" + "five", "hundred" + "twenty", never "two" + "three".
fn joins(current: Option<u32>, n: u32) -> bool {
    match current {
        None => true,
        Some(c) => (c % 100 == 0 && c > 0 && n < 100) || (c >= 20 && c % 10 == 0 && n > 0 && n < 10),
    }
}

fn word(doc: &Document<'_>, i: usize) -> Option<(usize, u32)> {
    doc.sense_at(i, |s| if let Sense::Number(n) = s { Some(*n) } else { None })
}

fn multiplier(doc: &Document<'_>, i: usize) -> Option<(usize, u32)> {
    doc.sense_at(i, |s| if let Sense::Multiplier(n) = s { Some(*n) } else { None })
}

/// A number in digits that can count people.
fn digits(doc: &Document<'_>, i: usize) -> Option<u32> {
    let token = doc.tokens.get(i).filter(|t| t.kind == TokenKind::Number)?;
    let plain: String = doc.at(i).chars().filter(|c| !matches!(c, ',' | '٬')).collect();
    let n: u32 = plain.parse().ok()?;
    let before = i.checked_sub(1).map_or("", |j| doc.at(j));
    let money = matches!(before, "$" | "€" | "£" | "#") && token.touches;
    let clock = doc.at(i + 1) == ":" || (before == ":" && token.touches);
    let part = matches!(before, "/" | ".") && token.touches || doc.at(i + 1) == "/";
    (!money && !clock && !part).then_some(n)
}

/// A second number that makes a range of the first: "12 to 15", "12-15", "six or seven", "between 3 and 5".
fn span_of_two(doc: &Document<'_>, start: usize, core: Core) -> (usize, Range) {
    let between = start.checked_sub(1).is_some_and(|j| doc.at(j) == "between");
    let at = core.end;
    let joined = doc.tokens.get(at).is_some_and(|t| t.joined && t.kind == TokenKind::Number);
    let link = matches!(doc.at(at), "to" | "or" | "–" | "—") || (between && doc.at(at) == "and");
    let from = if joined {
        at
    } else if link {
        at + 1
    } else {
        return (core.end, core.range);
    };
    let Some((high, end)) = exact(doc, from) else { return (core.end, core.range) };
    let Some(low) = core.range.min.filter(|low| *low < high && !core.vague) else {
        return (core.end, core.range);
    };
    (end, Range::between(low, high))
}

fn bounded(r: Range, bound: Bound, policy: &Policy) -> Range {
    let n = r.min.or(r.max).unwrap_or(0);
    match bound {
        Bound::AtLeast => Range { min: r.min, max: if r.min == r.max { None } else { r.max } },
        Bound::MoreThan => policy.more_than(n),
        Bound::UpTo => Range { min: None, max: r.max.or(r.min) },
        Bound::FewerThan => Range { min: None, max: Some(n.saturating_sub(1)) },
        Bound::About => policy.about(n).min.map_or(r, |_| if r.min == r.max { policy.about(n) } else { r }),
        Bound::Nearly => r,
    }
}

/// A bound after the number: "7 or more", "12, possibly more".
fn after(doc: &Document<'_>, end: usize, range: Range) -> (usize, Range) {
    match (doc.at(end), doc.at(end + 1)) {
        ("or" | "and", "more") => (end + 2, Range { min: range.min, max: None }),
        ("or", "so") => (end + 2, range),
        ("+", _) if doc.tokens.get(end).is_some_and(|t| t.touches) => {
            (end + 1, Range { min: range.min, max: None })
        }
        _ => (end, range),
    }
}

/// A higher number told in one breath with a lower one: "at least 8, and up to 15, people".
fn ceiling(doc: &Document<'_>, end: usize, range: Range) -> (usize, Range) {
    let mut at = end + usize::from(matches!(doc.at(end), "," | "–" | "—"));
    let begun = at;
    while matches!(doc.at(at), "and" | "or" | "but" | "to" | "possibly" | "perhaps" | "maybe") {
        at += 1;
    }
    let up = doc.sense_at(at, |s| matches!(s, Sense::Bound(Bound::UpTo)).then_some(())).is_some();
    // "at least 8 and up to more than 15"
    let (start, _) = bound_at(doc, at);
    let (Some(low), true) = (range.min, up && at > begun) else { return (end, range) };
    let Some((high, past)) = exact(doc, start).filter(|(high, _)| *high > low) else { return (end, range) };
    let closed = doc.at(end) == "," && doc.at(past) == ",";
    (past + usize::from(closed), Range::between(low, high))
}

/// Whether the number at tokens `first..end` counts something else than people: a unit follows, or it is an
/// age, a clock time, a date, an ordinal.
pub(crate) fn counts_something_else(doc: &Document<'_>, first: usize, end: usize) -> bool {
    let next = doc.at(end);
    let before = first.checked_sub(1).map_or("", |j| doc.at(j));
    let unit = words::is(next, Class::Unit);
    let named = matches!(
        before,
        "no" | "no."
            | "number"
            | "age"
            | "aged"
            | "article"
            | "resolution"
            | "route"
            | "highway"
            | "day"
            | "phase"
            | "room"
            | "grade"
            | "channel"
            | "unit"
            | "district"
            | "interstate"
    ) || (before == "." && first >= 2 && matches!(doc.at(first - 2), "no" | "nos"));
    let digits = doc.tokens.get(first).is_some_and(|t| t.kind == TokenKind::Number);
    let dated = digits
        && (words::is(before, Class::Month)
            || words::is(next, Class::Month)
            || (before == "." && first >= 2 && words::is(doc.at(first - 2), Class::Month)));
    let joined_after = doc.tokens.get(end).is_some_and(|t| t.joined && t.kind == TokenKind::Word)
        && !matches!(next, "people" | "person" | "member");
    let ordinal = digits && doc.at(first).ends_with(|c: char| c.is_ascii_alphabetic());
    unit || named || joined_after || ordinal || dated
}
