//! What two dates, and two days of publication, say. The wider the days that two dates leave open, the less it says
//! that they meet.

use crate::facet::Days;
use crate::finding::Finding;

/// What the dates say; `None` where one is missing.
pub(super) fn dates(a: Option<Days>, b: Option<Days>) -> Option<Finding> {
    let (a, b) = (a?, b?);
    let gap = (b.first - a.last).max(a.first - b.last).max(0);
    Some(match (gap, a.assumed, b.assumed) {
        (0, true, true) => Finding::BothNews,
        (0, true, _) | (0, _, true) => Finding::News,
        (0, false, false) => overlap(a.width().max(b.width())),
        (1, false, false) if a.width().max(b.width()) == 1 => Finding::NextDay,
        (1, ..) => Finding::NextDays,
        (2, ..) => Finding::TwoDays,
        (3..=7, false, false) => Finding::WithinWeek,
        (8..=28, false, false) => Finding::WithinMonth,
        (_, false, false) => Finding::Months,
        (3..=7, ..) => Finding::NewsWithinWeek,
        (8..=28, ..) => Finding::NewsWithinMonth,
        _ => Finding::NewsMonths,
    })
}

fn overlap(width: i32) -> Finding {
    match width {
        ..=1 => Finding::SameDay,
        2 => Finding::DayOrTwo,
        3..=4 => Finding::DaysMeet,
        5..=8 => Finding::SameWeek,
        9..=16 => Finding::WeeksMeet,
        17..=31 => Finding::SameMonth,
        _ => Finding::PeriodsMeet,
    }
}

/// What it says of a finding that a day was read with such a probability.
pub(super) fn sureness(date: Finding, probability: f64) -> Option<Finding> {
    use Finding as F;
    let agree = matches!(date, F::SameDay | F::DayOrTwo | F::DaysMeet);
    match (probability * 100.0) as u32 {
        80.. => None,
        _ if agree => Some(F::UnsureAgree),
        _ if !differ(date) => None,
        50.. => Some(F::UnsureDiffer),
        _ => Some(F::VeryUnsureDiffer),
    }
}

fn differ(date: Finding) -> bool {
    use Finding as F;
    matches!(date, F::NextDay | F::TwoDays | F::WithinWeek | F::WithinMonth | F::Months)
}

/// Whether days are told that lie three days apart or more.
pub(super) fn are_days_apart(date: Finding) -> bool {
    matches!(date, Finding::WithinWeek | Finding::WithinMonth | Finding::Months)
}

/// Whether accounts with such dates may tell of one event though they share few words.
pub(super) fn may_be_one(date: Finding) -> bool {
    use Finding as F;
    !matches!(
        date,
        F::WithinWeek | F::WithinMonth | F::Months | F::NewsWithinWeek | F::NewsWithinMonth | F::NewsMonths
    )
}

/// What the days of publication say.
pub(super) fn published(a: Option<i32>, b: Option<i32>) -> Finding {
    let (Some(a), Some(b)) = (a, b) else { return Finding::PublishedUnknown };
    match a.abs_diff(b) {
        0 => Finding::PublishedSameDay,
        1 => Finding::PublishedNextDay,
        2..=7 => Finding::PublishedWithinWeek,
        8..=31 => Finding::PublishedWithinMonth,
        32..=366 => Finding::PublishedWithinYear,
        _ => Finding::PublishedYears,
    }
}
