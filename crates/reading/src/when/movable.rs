//! Days that move through the civil year: those of the Hijri calendar, and those that are counted from Easter. Enters: a day
//! in its own calendar, and a year of that calendar or of the civil one. Leaves: days of the civil calendar.

use super::days::{self, Days, YEARS};
use icu_calendar::Date as HijriDate;
use icu_calendar::cal::hijri::UmmAlQura;
use icu_calendar::cal::{Hijri, Iso};
use jiff::civil::Date;

/// First and last year of the Hijri calendar that a report may speak of: 1883 to 2077.
pub(super) const HIJRI_YEARS: std::ops::RangeInclusive<i16> = 1301..=1499;

/// How far a month that begins when somebody sees the moon may lie from the month of the tables, and a day that begins at
/// sunset from the civil day.
const SIGHTING: i32 = 1;

/// A day, or some days, in a calendar of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Movable {
    /// From a day of a month of the Hijri calendar to another, or to the month's last.
    Hijri { month: u8, first: u8, last: u8 },
    /// Days after Easter Sunday, below zero before it; by the Julian reckoning of the Orthodox churches or the Gregorian.
    Easter { days: i32, julian: bool },
}

impl Movable {
    /// All days of a Hijri month.
    pub(super) fn month(month: u8) -> Self {
        Self::Hijri { month, first: 1, last: 30 }
    }

    /// Whether it is a whole month.
    pub(crate) fn is_month(self) -> bool {
        matches!(self, Self::Hijri { first: 1, last: 30, .. })
    }

    /// The nth day of a feast.
    pub(super) fn nth(self, n: i8) -> Option<Self> {
        let n = u8::try_from(n).ok()?.checked_sub(1)?;
        match self {
            Self::Hijri { month, first, last } => {
                let day = first.checked_add(n).filter(|day| *day <= last)?;
                Some(Self::Hijri { month, first: day, last: day })
            }
            Self::Easter { days, julian } => Some(Self::Easter { days: days + i32::from(n), julian }),
        }
    }

    /// When it was in a year of either calendar, in order; a Hijri month may fall into a civil year twice. Days of the Hijri
    /// calendar are those of the Umm al-Qura tables (King Abdulaziz City for Science and Technology) and one more on either side.
    pub(super) fn in_year(self, year: i16) -> Vec<Days> {
        match self {
            Self::Hijri { month, first, last } if HIJRI_YEARS.contains(&year) => {
                hijri(year, month, first, last)
                    .map(|(start, end)| widened(start, end))
                    .into_iter()
                    .flatten()
                    .collect()
            }
            _ if !YEARS.contains(&year) => Vec::new(),
            Self::Hijri { month, first, last } => {
                // A Hijri year is eleven days shorter, and the first began in July 622.
                let about = (year - 622) + (year - 622) / 32;
                let years = (about - 1..=about + 2).filter_map(|of| hijri(of, month, first, last));
                years
                    .filter(|(start, _)| start.year() == year)
                    .filter_map(|(start, end)| widened(start, end))
                    .collect()
            }
            Self::Easter { days, julian } => {
                let easter = if julian { julian_easter(year) } else { easter(year) };
                easter.and_then(|sunday| days::shift(sunday, days)).map(Days::one).into_iter().collect()
            }
        }
    }
}

fn widened(start: Date, end: Date) -> Option<Days> {
    Days::between(days::shift(start, -SIGHTING)?, days::shift(end, SIGHTING)?)
}

/// The first and last civil day of days of a Hijri month, by the tables.
fn hijri(year: i16, month: u8, first: u8, last: u8) -> Option<(Date, Date)> {
    let calendar = Hijri::new_umm_al_qura();
    let at = |day: u8| HijriDate::try_new_hijri_with_calendar(i32::from(year), month, day, calendar).ok();
    let start = at(first)?;
    let end = at(last.min(start.days_in_month()))?;
    let (from, to) = (civil(start)?, civil(end)?);
    (YEARS.contains(&from.year()) && from <= to).then_some((from, to))
}

fn civil(date: HijriDate<Hijri<UmmAlQura>>) -> Option<Date> {
    let iso = date.to_calendar(Iso);
    let year = i16::try_from(iso.era_year().year).ok()?;
    Date::new(year, i8::try_from(iso.month().ordinal).ok()?, i8::try_from(iso.day_of_month().0).ok()?).ok()
}

/// Easter Sunday of the Western churches (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (golden, century, rest) = (y % 19, y / 100, y % 100);
    let epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let day = epact + weekday - 7 * late + 114;
    days::day(year, i8::try_from(day / 31).ok()?, i8::try_from(day % 31 + 1).ok()?)
}

/// Easter Sunday of the Orthodox churches, as a day of the Gregorian calendar (the same).
fn julian_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let moon = (19 * (y % 19) + 15) % 30;
    let weekday = (2 * (y % 4) + 4 * (y % 7) - moon + 34) % 7;
    let day = moon + weekday + 114;
    let julian = days::day(year, i8::try_from(day / 31).ok()?, i8::try_from(day % 31 + 1).ok()?)?;
    days::shift(julian, y / 100 - y / 400 - 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(day: Movable, year: i16) -> Vec<String> {
        day.in_year(year).iter().map(|days| format!("{}..{}", days.start, days.end)).collect()
    }

    #[test]
    fn days_of_the_hijri_calendar_are_those_of_the_tables_and_one_on_either_side() {
        // The first day of Ramadan 1438 was 27 May 2017 by the tables, and Eid al-Fitr began on 25 June.
        assert_eq!(start(Movable::Hijri { month: 9, first: 1, last: 1 }, 1438), ["2017-05-26..2017-05-28"]);
        let fitr = Movable::Hijri { month: 10, first: 1, last: 3 };
        assert_eq!(start(fitr, 2017), ["2017-06-24..2017-06-28"]);
        assert_eq!(fitr.nth(2).map(|day| start(day, 2017)), Some(vec!["2017-06-25..2017-06-27".to_owned()]));
        assert_eq!(fitr.nth(4), None);
        assert_eq!(start(Movable::month(9), 1438), ["2017-05-26..2017-06-25"]);
        // Two begin in one civil year.
        assert_eq!(start(Movable::Hijri { month: 9, first: 1, last: 1 }, 2030).len(), 2);
    }

    #[test]
    fn easter_is_the_sunday_of_either_reckoning() {
        let of = |julian, year| start(Movable::Easter { days: 0, julian }, year);
        assert_eq!(of(false, 2019), ["2019-04-21..2019-04-21"]);
        assert_eq!(of(true, 2019), ["2019-04-28..2019-04-28"]);
        assert_eq!(of(false, 2017), of(true, 2017));
        assert_eq!(start(Movable::Easter { days: -7, julian: false }, 2017), ["2017-04-09..2017-04-09"]);
    }

    #[test]
    fn no_year_is_too_odd() {
        for year in i16::MIN..=i16::MAX {
            for day in [
                Movable::month(12),
                Movable::Easter { days: 1, julian: true },
                Movable::Easter { days: -7, julian: false },
            ] {
                assert!(day.in_year(year).len() <= 2, "{year}");
            }
        }
    }
}
