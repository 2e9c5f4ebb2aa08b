//! What a day says of which no year or week is known: a report without a day of publication that tells of "Thursday, 19
//! August". It names one day in 365, or one in seven, and so speaks for or against the day of another account.

use crate::facet::{Days, Facet, day_number};
use crate::finding::Finding;
use jiff::civil::Date;
use jiff::{Span, civil};
use value::CalendarDay;

/// The widest range of days that is compared.
const WIDEST: i32 = 6;
/// Days by which two days of the year may differ that are close.
const CLOSE: i32 = 2;
/// Days of a year in which 29 February has a place.
const YEAR: i32 = 366;

/// What is known of a day: its places in the year, its weekdays.
struct Known {
    of_year: Vec<i32>,
    weekdays: Vec<i8>,
}

/// What a day of the calendar says beside the days of another account, or beside another day of the calendar.
pub(super) fn days(a: &Facet, b: &Facet) -> Option<Finding> {
    if a.calendar.is_none() && b.calendar.is_none() {
        return None;
    }
    let (a, b) = (Known::of(a)?, Known::of(b)?);
    let apart = |x: i32, y: i32| (x - y).abs().min(YEAR - (x - y).abs());
    let nearest = a.of_year.iter().flat_map(|x| b.of_year.iter().map(|y| apart(*x, *y))).min();
    if let Some(nearest) = nearest {
        return Some(match nearest {
            0 => Finding::SameDayOfYear,
            ..=CLOSE => Finding::NearDayOfYear,
            _ => Finding::OtherDay,
        });
    }
    let same = a.weekdays.iter().any(|day| b.weekdays.contains(day));
    let told = !a.weekdays.is_empty() && !b.weekdays.is_empty();
    told.then_some(if same { Finding::SameWeekday } else { Finding::OtherWeekday })
}

impl Known {
    fn of(facet: &Facet) -> Option<Self> {
        if let Some(CalendarDay { of_year, weekday, .. }) = &facet.calendar {
            let of_year = of_year.and_then(|(month, day)| Some(place(Date::new(2000, month, day).ok()?)));
            return Some(Self {
                of_year: of_year.into_iter().collect(),
                weekdays: weekday.iter().copied().collect(),
            });
        }
        let days = facet.days.filter(|days| days.width() <= WIDEST)?;
        let days: Vec<Date> = each(days).collect();
        let weekday = |day: &Date| day.weekday().to_monday_one_offset();
        Some(Self {
            of_year: days.iter().map(|day| place(*day)).collect(),
            weekdays: days.iter().map(weekday).collect(),
        })
    }
}

fn each(days: Days) -> impl Iterator<Item = Date> {
    let first = civil::date(1970, 1, 1);
    (days.first..=days.last).filter_map(move |day| first.checked_add(Span::new().try_days(day).ok()?).ok())
}

/// The place of a day in a year in which 29 February has one.
fn place(day: Date) -> i32 {
    Date::new(2000, day.month(), day.day()).map_or(0, day_number)
}
