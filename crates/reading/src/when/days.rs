//! Reckoning with days. Enters and leaves: civil dates. Every step is checked, so that a date beyond the
//! calendar is none rather than a panic.

use super::{Amount, Third, Unit};
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use value::DatePrecision;

/// First and last year that a report may speak of; other numbers of four digits are no years.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// A resolved range of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) start: Date,
    pub(super) end: Date,
    pub(super) precision: DatePrecision,
}

impl Days {
    /// One day.
    pub(super) fn one(day: Date) -> Self {
        Self { start: day, end: day, precision: DatePrecision::Day }
    }

    /// A range, which is a day where it is no longer than one. `None` where it ends before it starts.
    pub(super) fn between(start: Date, end: Date) -> Option<Self> {
        if start == end {
            return Some(Self::one(start));
        }
        (start < end).then_some(Self { start, end, precision: DatePrecision::Days })
    }

    /// All days from those of one to those of the other.
    pub(super) fn and(self, other: Self) -> Option<Self> {
        if self == other {
            return Some(self);
        }
        Self::between(self.start.min(other.start), self.end.max(other.end))
    }

    /// A range told as finely as `precision`.
    pub(super) fn told(start: Date, end: Date, precision: DatePrecision) -> Option<Self> {
        (start <= end).then_some(Self { start, end, precision })
    }
}

/// A day, where the calendar has it.
pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    YEARS.contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

/// A date so many days later.
pub(super) fn shift(date: Date, days: i32) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// Days from one date to another.
pub(super) fn apart(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |s| s.get_days())
}

/// The latest day of a name up to a date.
pub(super) fn latest(weekday: Weekday, up_to: Date) -> Option<Date> {
    shift(up_to, -i32::from(weekday.until(up_to.weekday())))
}

/// A month, or a third of it: the 1st to 10th, the 11th to 20th, the rest.
pub(super) fn month(year: i16, month: i8, third: Option<Third>) -> Option<Days> {
    let first = day(year, month, 1)?;
    let at = |d| day(year, month, d);
    match third {
        None => Days::told(first, first.last_of_month(), DatePrecision::Month),
        Some(Third::Early) => Days::between(first, at(10)?),
        Some(Third::Mid) => Days::between(at(11)?, at(20)?),
        Some(Third::Late) => Days::between(at(21)?, first.last_of_month()),
    }
}

/// A year, or four months of it.
pub(super) fn year(year: i16, third: Option<Third>) -> Option<Days> {
    let (from, to) = match third {
        None => (1, 12),
        Some(Third::Early) => (1, 4),
        Some(Third::Mid) => (5, 8),
        Some(Third::Late) => (9, 12),
    };
    let precision = if third.is_none() { DatePrecision::Year } else { DatePrecision::Days };
    Days::told(day(year, from, 1)?, day(year, to, 1)?.last_of_month(), precision)
}

/// The days that lie an amount of time after (`sign` 1) or before (`sign` -1) a day. Weeks, months and years
/// are told loosely by writers, so that "a month ago" is a month give or take half of one; "within two weeks"
/// (from nothing to two) is not widened.
pub(super) fn reach(from: Date, amount: Amount, sign: i32) -> Option<Days> {
    let (near, far, slack, precision) = match amount.unit {
        Unit::Minute => (from, from, 0, None),
        Unit::Hour => {
            let (least, most) = (amount.least / 24, amount.most.checked_add(23)? / 24);
            (shift(from, sign * least)?, shift(from, sign * most)?, 0, None)
        }
        Unit::Day => (steps(from, amount.least, sign, 1)?, steps(from, amount.most, sign, 1)?, 0, None),
        Unit::Week | Unit::Fortnight => {
            let length = if amount.unit == Unit::Week { 7 } else { 14 };
            let slack = amount.least.clamp(1, 3);
            (steps(from, amount.least, sign, length)?, steps(from, amount.most, sign, length)?, slack, None)
        }
        Unit::Month => (months(from, amount.least, sign)?, months(from, amount.most, sign)?, 15, None),
        Unit::Year => {
            let step = |n: i32| months(from, n.checked_mul(12)?, sign);
            (step(amount.least)?, step(amount.most)?, 182, Some(DatePrecision::Year))
        }
    };
    let slack = if amount.least == amount.most { slack } else { 0 };
    let (near, far) = (shift(near, -sign * slack)?, shift(far, sign * slack)?);
    let days = Days::between(near.min(far), near.max(far))?;
    Some(Days { precision: precision.unwrap_or(days.precision), ..days })
}

fn steps(from: Date, count: i32, sign: i32, length: i32) -> Option<Date> {
    shift(from, count.checked_mul(length)?.checked_mul(sign)?)
}

fn months(from: Date, count: i32, sign: i32) -> Option<Date> {
    let count = count.checked_mul(sign).filter(|n| n.abs() < 12 * 400)?;
    from.checked_add(count.months()).ok()
}
