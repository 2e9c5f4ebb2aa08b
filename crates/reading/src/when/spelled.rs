//! Dates with the month or the weekday in words: "August 1st, 2017", "the 22nd of August", "29-31 July",
//! "early August", "Tuesday, January 28", "last Monday".

use super::calendar::Term;
use super::scan::Scan;
use super::{Form, Third, Which, YearWord};
use jiff::civil::Weekday;
use text::TokenKind;

/// A month's name as it stands in the text.
#[derive(Clone, Copy, Debug)]
struct Month {
    number: i8,
    /// An abbreviation, or a name known to few: a date only beside a day or a year.
    weak: bool,
    /// Also another word or a person's name.
    name: bool,
    end: usize,
}

impl Scan<'_, '_> {
    /// A date that begins with a word of the calendar.
    pub(super) fn spelled(&self, i: usize, loose: bool) -> Option<(Form, usize)> {
        if self.is(i, &["last", "this", "next", "past"]) {
            return self.chosen(i);
        }
        if let Some(month) = self.month(i) {
            return self.month_first(i, month).or_else(|| self.month_alone(i, month, loose));
        }
        if let Some(found) = self.weekday(i) {
            return Some(found);
        }
        if let Some((third, past)) = self.third(i) {
            return self.third_of(past, third);
        }
        let feast = |t| if let Term::Feast { month, day } = t { Some((month, day)) } else { None };
        if let Some(((month, day), past)) = self.term(i, feast) {
            return Some(self.with_year(day, month, past, false));
        }
        if let Some(found) = self.movable(i) {
            return Some(found);
        }
        let ordinal = |t| if let Term::Ordinal(n) = t { Some(n) } else { None };
        let (day, past) = self.term(i, ordinal)?;
        let month = self.is(past, &["of"]).then(|| self.skip(past + 1, &["month"]).min(past + 2))?;
        let month = self.month(month)?;
        Some(self.with_year(day, month.number, month.end, false))
    }

    fn month(&self, i: usize) -> Option<Month> {
        let take =
            |t| if let Term::Month { month, weak, name } = t { Some((month, weak, name)) } else { None };
        let ((month, weak, name), past) = self.term(i, take)?;
        let end = if weak && self.is(past, &["."]) && self.touches(past) { past + 1 } else { past };
        Some(Month { number: month, weak, name, end })
    }

    fn with_year(&self, day: i8, month: i8, past: usize, short: bool) -> (Form, usize) {
        let year = self.year_after(past, short);
        let form = Form::Day { day, month, year: year.map(|y| y.0), weekday: None };
        (form, year.map_or(past, |y| y.1))
    }

    /// "August 1st, 2017", "July 29-31", "Aug. 1".
    fn month_first(&self, i: usize, month: Month) -> Option<(Form, usize)> {
        let j = self.skip(month.end, &["the"]).min(month.end + 1);
        if let Some((day, year)) = self.word(j).split_once(',') {
            // "August 1,2017": without a space the two are one number.
            let day = day.parse().ok().filter(|d| (1..=31).contains(d))?;
            let year = year.parse().ok().filter(|y| year.len() == 4 && super::days::YEARS.contains(y))?;
            let year = Some(YearWord::Number(year));
            return Some((Form::Day { day, month: month.number, year, weekday: None }, j + 1));
        }
        let day = self.day_number(j).filter(|_| !self.is_clock_or_count(i, j))?;
        if let Some((last, past)) = self.second_day(i, j, day) {
            let (to, past) = self.with_year(last, month.number, past, false);
            return Some((range(day, month.number, to), past));
        }
        let (form, past) = self.with_year(day, month.number, j + 1, false);
        let dated = matches!(form, Form::Day { year: Some(_), .. });
        // "march 5" in lower case is as likely a verb before a number.
        (dated || self.capital(i) || !month.name).then_some((form, past))
    }

    /// Whether the number after a month is the hour of a clock ("May 12:30"), part of a fraction, or counts things
    /// ("in May 12 civilians").
    fn is_clock_or_count(&self, month: usize, number: usize) -> bool {
        let next = number + 1;
        let colon = self.is(next, &[":"]) && self.touches(next + 1);
        let clock = self.touches(next) && (colon || self.is(next, &["%", "/"]));
        let counted = !self.ordinal(number)
            && self.led_by(month, &["in", "since", "during"])
            && self.counts_things(next);
        clock || counted
    }

    /// The day that closes a range after "July 29": "-31", " to 31", and " and 30" where it is the next day.
    fn second_day(&self, month: usize, first: usize, day: i8) -> Option<(i8, usize)> {
        let (next, joins) = self.day_link(first + 1)?;
        let last = self.day_number(next).filter(|d| *d > day)?;
        if self.month(self.skip(next + 1, &["of"])).is_some() || self.is(next + 1, &[":"]) {
            return None;
        }
        let counted = matches!(self.kind(next + 1), Some(TokenKind::Word)) && self.counts_things(next + 1);
        let fits = match joins {
            Link::Range => true,
            Link::And => self.led_by(month, &["between"]) || (last == day + 1 && !counted),
            Link::List => false,
        };
        fits.then_some((last, next + 1))
    }

    /// What stands between two days of one month, with the token of the second.
    fn day_link(&self, i: usize) -> Option<(usize, Link)> {
        if self.token_joined(i) {
            return Some((i, Link::Range));
        }
        let link = match self.word(i) {
            "-" | "–" | "—" | "/" | "to" | "through" | "thru" | "until" => Link::Range,
            "and" | "&" | "or" => Link::And,
            "," => Link::List,
            _ => return None,
        };
        Some((self.skip(i + 1, &["the"]), link))
    }

    /// "1 August 2017", "the 22nd of August", "29-31 July", "9 Jan 90"; and of "3 and 17 March" the first day.
    pub(super) fn day_first(&self, i: usize) -> Option<(Form, usize)> {
        let day = self.day_number(i).filter(|_| !self.token_joined(i) || i == self.from())?;
        if let Some(found) = self.day_then_month(i, day) {
            return Some(found);
        }
        let (next, joins) = self.day_link(i + 1)?;
        let last = self.day_number(next).filter(|d| *d > day)?;
        let (to, past) = self.day_then_month(next, last).or_else(|| {
            let (third, _) = self.day_link(next + 1)?;
            self.day_then_month(third, self.day_number(third)?)
        })?;
        let Form::Day { day: told, month, year, .. } = to else { return None };
        let one = matches!(joins, Link::And) && (self.led_by(i, &["between"]) || last == day + 1);
        if told == last && (one || matches!(joins, Link::Range)) {
            return Some((range(day, month, to), past));
        }
        // A list of days apart: each is a date of its own, with the month and year that close the list.
        Some((Form::Day { day, month, year, weekday: None }, i + 1))
    }

    fn day_then_month(&self, i: usize, day: i8) -> Option<(Form, usize)> {
        let j = self.skip(i + 1, &["of", "the", "day", "month", "/"]).min(i + 4);
        let month = self.month(j)?;
        let modal = self.all_caps(j) && self.is(month.end, &["have", "be", "not", "also", "still", "well"]);
        if modal || self.is(j, &["the"]) {
            return None;
        }
        let short = month.weak || self.all_caps(j) || self.kind(month.end + 1) != Some(TokenKind::Word);
        let (form, past) = self.with_year(day, month.number, month.end, short);
        let dated = matches!(form, Form::Day { year: Some(_), .. });
        let sure = dated || self.capital(j) || !month.name || self.ordinal(i) || j > i + 1;
        sure.then_some((form, past))
    }

    /// A month without a day: "August 2017", "in August".
    fn month_alone(&self, i: usize, month: Month, loose: bool) -> Option<(Form, usize)> {
        const BEFORE: &[&str] = &[
            "in",
            "since",
            "during",
            "early",
            "mid",
            "late",
            "last",
            "this",
            "until",
            "through",
            "throughout",
            "from",
            "between",
            "before",
            "after",
        ];
        if let Some((year, past)) = self.year_after(month.end, false).filter(|(_, p)| !self.counts_things(*p))
        {
            return Some((Form::Month { month: month.number, year: Some(year), third: None }, past));
        }
        let led = loose
            || self.led_by(i, BEFORE)
            || self.led_by(i, &["of"]) && self.is(i.wrapping_sub(2), &["month"]);
        let plain = self.capital(i) && (led || !month.name);
        let known = !month.weak || (led && self.is(month.end - 1, &["."]));
        (plain && known).then_some((Form::Month { month: month.number, year: None, third: None }, month.end))
    }

    /// "early August", "mid-2017", "late last month".
    fn third_of(&self, past: usize, third: Third) -> Option<(Form, usize)> {
        let j = self.skip(past, &["the", "month", "of"]).min(past + 3);
        if let Some(year) = self.year_number(j) {
            return Some((Form::Year { year, third: Some(third) }, j + 1));
        }
        let period = |t| if let Term::Period(p) = t { Some(p) } else { None };
        if let Some((period, past)) = self.term(j, period).filter(|(p, _)| p.is_long()) {
            return Some((Form::Period { period, third: Some(third) }, past));
        }
        let j = self.skip(j, &["last", "this"]).min(j + 1);
        let month = self.month(j)?;
        match self.month_first(j, month).or_else(|| self.month_alone(j, month, true))? {
            (Form::Month { month, year, .. }, past) => {
                Some((Form::Month { month, year, third: Some(third) }, past))
            }
            // "early on August 3": the part of the day, not of the month.
            _ => None,
        }
    }

    /// "last Monday", "this past Sunday", "last August", "last 16 April".
    fn chosen(&self, i: usize) -> Option<(Form, usize)> {
        let which = match self.word(i) {
            "last" => Which::Last,
            "next" => Which::Next,
            _ => Which::Latest,
        };
        let j = self.skip(i + 1, &["past"]).min(i + 2);
        if let Some((form, past)) = self.weekday(j) {
            return Some(match form {
                Form::Weekday { day, which: Which::Latest } => (Form::Weekday { day, which }, past),
                other => (other, past),
            });
        }
        if self.kind(j) == Some(TokenKind::Number) {
            return self.day_first(j).filter(|(f, _)| matches!(f, Form::Day { .. }));
        }
        let month = self.month(j)?;
        self.month_first(j, month).or_else(|| self.month_alone(j, month, true))
    }

    /// A weekday, with the date that follows it.
    fn weekday(&self, i: usize) -> Option<(Form, usize)> {
        let take = |t| if let Term::Weekday { day, weak } = t { Some((day, weak)) } else { None };
        let ((day, weak), past) = self.term(i, take)?;
        // "a Monday raid" is of one Monday; "every Monday" and "on a Monday" are of any.
        let any = self.led_by(i, &["every", "each", "any", "per", "one"]);
        if any || (self.is(i.wrapping_sub(1), &["a"]) && self.is(i.wrapping_sub(2), &["on", "usually"])) {
            return None;
        }
        let past = if weak && self.is(past, &["."]) { past + 1 } else { past };
        let later = self.time_after(past).map_or(past, |t| t.end);
        if let Some(found) = self.dated(day, past).or_else(|| self.dated(day, later)) {
            return Some(found);
        }
        if weak {
            return None;
        }
        let j = self.skip(past, &["the"]).min(past + 1);
        if let Some(number) = self.day_number(j).filter(|_| self.ordinal(j)) {
            return Some((Form::WeekdayOfMonth { weekday: day, day: number }, j + 1));
        }
        let j = self.skip(past, &["of"]).min(past + 1);
        if self.is(j, &["last", "this"]) && self.is(j + 1, &["week"]) {
            let week = i8::from(self.is(j, &["last"]));
            return Some((Form::Weekday { day, which: Which::Week(week) }, j + 2));
        }
        Some((Form::Weekday { day, which: Which::Latest }, past))
    }

    /// The date after a weekday: ", January 28, 2014", " (3 May)", " the 3rd of May".
    fn dated(&self, weekday: Weekday, past: usize) -> Option<(Form, usize)> {
        let open = self.is(past, &["("]);
        let j = if self.is(past, &[",", "(", "-", "–", "—"]) { past + 1 } else { past };
        let j = self.skip(j, &["the", "on"]).min(j + 2);
        let (form, end) = match self.month(j) {
            Some(month) => self.month_first(j, month)?,
            None => self
                .figures(j)
                .or_else(|| self.day_first(j))
                .or_else(|| self.movable_day(j))
                .or_else(|| self.movable(j))?,
        };
        let weekday = Some(weekday);
        let form = match form {
            Form::Day { day, month, year, .. } => Form::Day { day, month, year, weekday },
            Form::Slashed { one, two, year, .. } => Form::Slashed { one, two, year, weekday },
            Form::Movable { day, year, .. } => Form::Movable { day, year, weekday },
            _ => return None,
        };
        Some((form, if open && self.is(end, &[")"]) { end + 1 } else { end }))
    }
}

/// How two days of one month are joined.
#[derive(Clone, Copy, Debug)]
enum Link {
    Range,
    And,
    List,
}

/// From a day to another of the same month.
fn range(day: i8, month: i8, to: Form) -> Form {
    let year = if let Form::Day { year, .. } = to { year } else { None };
    Form::Range(Box::new(Form::Day { day, month, year, weekday: None }), Box::new(to))
}
