//! The words of the calendar, from the files `calendar.tsv` of all languages. Enters: a place among tokens. Leaves: the
//! longest phrase that stands there and what it means to the calendar.

use super::{Amount, Movable, Period, Third, Unit};
use crate::language;
use crate::lexicon::{self, Attributes};
use jiff::civil::Weekday;
use std::collections::HashMap;
use std::sync::OnceLock;
use text::Tokens;

/// What a phrase means to the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Term {
    Month {
        month: i8,
        weak: bool,
        name: bool,
    },
    Weekday {
        day: Weekday,
        weak: bool,
    },
    Third(Third),
    DayPart {
        point: bool,
    },
    Feast {
        month: i8,
        day: i8,
    },
    HijriMonth {
        month: u8,
        name: bool,
    },
    Movable(Movable),
    /// The mark of the Hijri era behind a year.
    HijriEra,
    /// The day that follows is the same in another calendar.
    SameDay,
    /// Days before publication.
    Ago {
        amount: Amount,
        timed: bool,
    },
    /// Days after another event; before it where `later` is false.
    Shift {
        amount: Amount,
        later: bool,
        timed: bool,
    },
    Period(Period),
    Number {
        least: i32,
        most: i32,
    },
    Ordinal(i8),
    Unit(Unit),
    NotDate,
    NameHead,
}

/// All phrases of the calendar, by their first word, the longest first.
#[derive(Debug)]
pub(super) struct Calendar {
    phrases: HashMap<String, Vec<Phrase>, foldhash::fast::FixedState>,
}

/// A phrase that begins with some word.
#[derive(Debug)]
pub(super) struct Phrase {
    rest: Vec<String>,
    term: Term,
}

impl Phrase {
    /// The meaning where the phrase stands at token `i` and ends before `end`, with the token past it.
    pub(super) fn at(&self, tokens: &Tokens<'_>, i: usize, end: usize) -> Option<(Term, usize)> {
        let past = i + 1 + self.rest.len();
        let stands = past <= end && self.rest.iter().zip(i + 1..).all(|(w, j)| tokens.folded(j) == w);
        stands.then_some((self.term, past))
    }
}

impl Calendar {
    /// The calendar of all languages, read once.
    pub(super) fn embedded() -> &'static Self {
        static CALENDAR: OnceLock<Calendar> = OnceLock::new();
        CALENDAR.get_or_init(Self::read)
    }

    fn read() -> Self {
        let mut phrases: HashMap<String, Vec<Phrase>, _> = HashMap::default();
        for (phrase, attributes) in language::files(FILE).flat_map(lexicon::lines) {
            let Some(term) = term(attributes) else { continue };
            let tokens = language::cut(phrase, &|_| false).tokens;
            let rest = (1..tokens.len()).map(|i| tokens.folded(i).to_owned()).collect();
            phrases.entry(tokens.folded(0).to_owned()).or_default().push(Phrase { rest, term });
        }
        for list in phrases.values_mut() {
            // A stable sort: of two meanings of one phrase the file's first stays first.
            list.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
        }
        Self { phrases }
    }

    /// The phrases that begin with a word, the longest first.
    pub(super) fn from(&self, word: &str) -> &[Phrase] {
        self.phrases.get(word).map_or(&[], Vec::as_slice)
    }
}

const FILE: &str = "calendar.tsv";

/// The meaning of a line; `None` where its attributes make no sense.
fn term(attributes: Attributes<'_>) -> Option<Term> {
    let small = |key| attributes.get(key).and_then(|v| v.parse::<i8>().ok());
    let weak = attributes.has("weak");
    if let Some(month) = small("month") {
        return Some(Term::Month { month, weak, name: attributes.has("name") });
    }
    if let Some(day) = small("weekday") {
        return Some(Term::Weekday { day: Weekday::from_monday_one_offset(day).ok()?, weak });
    }
    if let Some(value) = attributes.get("third") {
        return third(value).map(Term::Third);
    }
    if let Some((month, day)) = attributes.get("feast").and_then(|v| v.split_once('-')) {
        return Some(Term::Feast { month: month.parse().ok()?, day: day.parse().ok()? });
    }
    movable(attributes).or_else(|| measured(attributes)).or_else(|| match attributes.head() {
        "hijri-era" => Some(Term::HijriEra),
        "same-day" => Some(Term::SameDay),
        "part" => Some(Term::DayPart { point: attributes.has("point") }),
        "not-date" => Some(Term::NotDate),
        "name-head" => Some(Term::NameHead),
        _ => None,
    })
}

/// The meaning of a line that holds a month of the Hijri calendar, or days that move through the civil year.
fn movable(attributes: Attributes<'_>) -> Option<Term> {
    if let Some(month) = attributes.get("hijri").and_then(|v| v.parse().ok()) {
        return Some(Term::HijriMonth { month, name: attributes.has("name") });
    }
    if let Some((month, days)) = attributes.get("hijri-feast").and_then(|v| v.split_once('-')) {
        let (first, last) = days.split_once("..").unwrap_or((days, days));
        let (month, first, last) = (month.parse().ok()?, first.parse().ok()?, last.parse().ok()?);
        return Some(Term::Movable(Movable::Hijri { month, first, last }));
    }
    let days = attributes.get("easter")?.parse().ok()?;
    Some(Term::Movable(Movable::Easter { days, julian: attributes.has("julian") }))
}

/// The meaning of a line that holds a number, a length of time or a period.
fn measured(attributes: Attributes<'_>) -> Option<Term> {
    let small = |key| attributes.get(key).and_then(|v| v.parse::<i8>().ok());
    let days = |least, most| Amount { least, most, unit: Unit::Day };
    let timed = attributes.has("timed");
    if let Some((a, b)) = attributes.get("ago").and_then(range) {
        return Some(Term::Ago { amount: days(a, b), timed });
    }
    if let Some((a, b)) = attributes.get("shift").and_then(range) {
        let later = a >= 0;
        let amount = if later { days(a, b) } else { days(-b, -a) };
        return Some(Term::Shift { amount, later, timed });
    }
    if let Some((least, most)) = attributes.get("few").and_then(range) {
        return Some(Term::Number { least, most });
    }
    if let Some(n) = small("number").map(i32::from) {
        return Some(Term::Number { least: n, most: n });
    }
    small("ordinal")
        .map(Term::Ordinal)
        .or_else(|| attributes.get("unit").and_then(unit).map(Term::Unit))
        .or_else(|| attributes.get("period").and_then(period).map(Term::Period))
}

fn range(value: &str) -> Option<(i32, i32)> {
    let (a, b) = value.split_once("..")?;
    Some((a.parse().ok()?, b.parse().ok()?))
}

fn third(value: &str) -> Option<Third> {
    Some(match value {
        "early" => Third::Early,
        "mid" => Third::Mid,
        "late" => Third::Late,
        _ => return None,
    })
}

fn unit(value: &str) -> Option<Unit> {
    Some(match value {
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "fortnight" => Unit::Fortnight,
        "month" => Unit::Month,
        "year" => Unit::Year,
        _ => return None,
    })
}

fn period(value: &str) -> Option<Period> {
    Some(match value {
        "this-week" => Period::ThisWeek,
        "earlier-this-week" => Period::EarlierThisWeek,
        "last-week" => Period::LastWeek,
        "weekend" => Period::Weekend,
        "last-weekend" => Period::LastWeekend,
        "this-month" => Period::ThisMonth,
        "last-month" => Period::LastMonth,
        "this-year" => Period::ThisYear,
        "last-year" => Period::LastYear,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_calendar_means_something() {
        for (phrase, attributes) in language::files(FILE).flat_map(lexicon::lines) {
            assert!(term(attributes).is_some(), "calendar.tsv, {phrase}: {attributes:?}");
        }
    }

    #[test]
    fn the_longest_phrase_stands_first() {
        let tokens = text::tokenize("day before yesterday");
        let first = Calendar::embedded().from(tokens.folded(0)).iter().find_map(|p| p.at(&tokens, 0, 3));
        assert!(matches!(first, Some((Term::Ago { .. }, 3))), "{first:?}");
    }
}
