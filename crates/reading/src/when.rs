//! Dates and times of day in English reports. Enters: tokens; then the day of publication and the other dates
//! of the report. Leaves: the places where words tell a date, and the range of days that they tell. Never
//! invents a day: words that need a day of publication, or another event, tell nothing without it.

mod calendar;
mod clock;
mod days;
mod feast;
mod figures;
mod movable;
mod relative;
mod resolve;
mod scan;
mod spelled;
#[cfg(test)]
mod tests;

use jiff::civil::Weekday;
use text::Tokens;
use value::CalendarDay;

pub(crate) use movable::Movable;
pub(crate) use resolve::{Resolver, Seen};

/// A date as the words give it, before it is resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateMention {
    /// First token, the time of day included where it stands beside the date.
    pub(crate) first: usize,
    /// One past the last token.
    pub(crate) end: usize,
    /// What the words say.
    pub(crate) form: Form,
    /// The time of day.
    pub(crate) time: Option<TimeOfDay>,
    /// The word before the date that makes it a bound rather than the date of something.
    pub(crate) lead: Lead,
}

/// A time of day as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TimeOfDay {
    /// First token.
    pub(crate) first: usize,
    /// One past the last token.
    pub(crate) end: usize,
    /// The words, on one line.
    pub(crate) words: String,
    /// Whether it is a time of the clock rather than a part of the day.
    pub(crate) clock: bool,
}

/// How a date is led in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    /// "on", "in", or nothing: the date of something.
    At,
    /// "since", "from": something went on from there.
    Since,
    /// "until", "by".
    Until,
    /// "before", "prior to".
    Before,
    /// "after", "following".
    After,
    /// "as of": the day on which a figure was right.
    AsOf,
}

/// What the words of a date say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// "22 August", "Tuesday, January 28, 2014".
    Day { day: i8, month: i8, year: Option<YearWord>, weekday: Option<Weekday> },
    /// "15 Ramadan 1438", "the second day of Eid al-Adha", "Palm Sunday": a day that moves through the civil year.
    Movable { day: Movable, year: Option<YearWord>, weekday: Option<Weekday> },
    /// "01/08/2017": the order of day and month is not told.
    Slashed { one: i8, two: i8, year: i16, weekday: Option<Weekday> },
    /// "August 2017", "early August".
    Month { month: i8, year: Option<YearWord>, third: Option<Third> },
    /// "in 2017", "late 2017".
    Year { year: i16, third: Option<Third> },
    /// "Monday", "last Monday".
    Weekday { day: Weekday, which: Which },
    /// "Monday the 13th".
    WeekdayOfMonth { weekday: Weekday, day: i8 },
    /// "yesterday", "three days ago", "in the past 24 hours": before publication.
    Back(Amount),
    /// "two days later", "the previous day": seen from another event, or from a date that is told.
    Shift { amount: Amount, later: bool, of: Option<Box<Form>> },
    /// "within 48 hours": after another event where one is known, else before publication.
    Within(Amount),
    /// "last week", "early last month".
    Period { period: Period, third: Option<Third> },
    /// "from July 29 to August 2".
    Range(Box<Form>, Box<Form>),
    /// "overnight into Tuesday": that day and the day before.
    NightInto(Box<Form>),
    /// "at around 8 p.m." with no date beside it.
    TimeOnly,
}

impl Form {
    /// What it tells of a day without the year or the week that it is of.
    pub(crate) fn calendar(&self) -> Option<CalendarDay> {
        let (of_year, weekday) = match *self {
            Self::Day { day, month, year: None, weekday } => (Some((month, day)), weekday),
            Self::Weekday { day, which: Which::Latest } => (None, Some(day)),
            _ => return None,
        };
        Some(CalendarDay { of_year, weekday: weekday.map(Weekday::to_monday_one_offset), spans: Vec::new() })
    }
}

/// A year as written beside a day or a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum YearWord {
    /// "2017".
    Number(i16),
    /// "last year" is 1, "this year" 0.
    Back(i16),
}

/// A third of a month or of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Third {
    Early,
    Mid,
    Late,
}

/// Which day of its name a weekday is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// "on Monday": the latest up to publication.
    Latest,
    /// "last Monday": the latest before publication.
    Last,
    /// "next Monday".
    Next,
    /// "Monday of last week" is 1, "Monday this week" 0.
    Week(i8),
}

/// A stretch of calendar, seen from publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Period {
    ThisWeek,
    EarlierThisWeek,
    LastWeek,
    Weekend,
    LastWeekend,
    ThisMonth,
    LastMonth,
    ThisYear,
    LastYear,
}

/// A length of time, as a range: "a few days" is two to seven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) least: i32,
    pub(crate) most: i32,
    pub(crate) unit: Unit,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Year,
}

/// Whether a phrase of the calendar begins with a word.
pub(crate) fn is_of_calendar(word: &str) -> bool {
    !calendar::Calendar::embedded().from(word).is_empty()
}

/// Finds the dates and times of day in a range of tokens, in order and without overlap.
pub(crate) fn mentions(tokens: &Tokens<'_>, range: std::ops::Range<usize>) -> Vec<DateMention> {
    scan::Scan::new(tokens, range).mentions()
}
