//! Days as lists write them, with what is missing left open. Enters: a cell. Leaves: year, month and day, as far as
//! they are told. Never repairs a date; a month of 19 stays, since it tells that two records share a slip.

/// A date of which month and day may be unknown (0) or slips.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day {
    /// Year, 1 to 9999; 0 where no date is told.
    pub(crate) year: u16,
    /// Month as written, 0 where unknown.
    pub(crate) month: u8,
    /// Day of the month as written, 0 where unknown.
    pub(crate) of_month: u8,
}

impl Day {
    /// Reads `2023-10-07`, `20231007`, `2023-10`, `2023`, `7/10/2023`, each perhaps followed by a time.
    pub(crate) fn read(cell: &str) -> Option<Self> {
        let cell = cell.trim().split(['T', ' ']).next().unwrap_or_default();
        let numbers: Vec<u32> = cell.split(['-', '/', '.']).map(str::parse).collect::<Result<_, _>>().ok()?;
        let (year, month, day) = match numbers[..] {
            [all] if cell.len() == 8 => (all / 10_000, all / 100 % 100, all % 100),
            [year] => (year, 0, 0),
            [year, month] if year > 99 => (year, month, 0),
            [day, month, year] if year > 99 => (year, month, day),
            [year, month, day] => (year, month, day),
            _ => return None,
        };
        let small = |n: u32| u8::try_from(n).ok().filter(|n| *n < 100);
        let year = u16::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
        Some(Self { year, month: small(month)?, of_month: small(day)? })
    }

    /// Whether a calendar has such a day, as far as it is told.
    pub(crate) fn is_on_calendar(self) -> bool {
        let (month, of_month) = (self.month.max(1), self.of_month.max(1));
        // A day of an unknown month may be any of 31.
        let month = if self.month == 0 && self.of_month > 0 { 12 } else { month };
        jiff::civil::Date::new(self.year as i16, month as i8, of_month as i8).is_ok()
    }

    /// Whether year, month and day are told.
    pub(crate) fn is_whole(self) -> bool {
        self.year > 0 && self.month > 0 && self.of_month > 0
    }

    /// Days since a fixed day, near enough for differences; none where month or day lack.
    pub(crate) fn number(self) -> Option<i32> {
        let date = jiff::civil::Date::new(self.year as i16, self.month as i8, self.of_month as i8).ok()?;
        Some(date.since(jiff::civil::date(2000, 1, 1)).ok()?.get_days())
    }

    /// How many of eight digits differ.
    pub(crate) fn digits_apart(self, other: Self) -> u32 {
        let two = |a: u8, b: u8| u32::from(a / 10 != b / 10) + u32::from(a % 10 != b % 10);
        let year = |of: Self, from: u16| (of.year / from % 100) as u8;
        two(year(self, 100), year(other, 100))
            + two(year(self, 1), year(other, 1))
            + two(self.month, other.month)
            + two(self.of_month, other.of_month)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.month, self.of_month) {
            (0, _) => write!(f, "{:04}", self.year),
            (month, 0) => write!(f, "{:04}-{month:02}", self.year),
            (month, day) => write!(f, "{:04}-{month:02}-{day:02}", self.year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_far_as_they_are_told() {
        let day = |year, month, day| Some(Day { year, month, of_month: day });
        assert_eq!(Day::read("1983-07-12"), day(1983, 7, 12));
        assert_eq!(Day::read("19830712"), day(1983, 7, 12));
        assert_eq!(Day::read("12/7/1983"), day(1983, 7, 12));
        assert_eq!(Day::read("1983-19-12"), day(1983, 19, 12));
        assert_eq!(Day::read("1983"), day(1983, 0, 0));
        assert_eq!(Day::read("unknown"), None);
        assert_eq!(Day::read(""), None);
    }

    #[test]
    fn days_that_no_calendar_has_are_known() {
        let is_on = |cell: &str| Day::read(cell).is_some_and(Day::is_on_calendar);
        for day in ["2031-02-28", "2032-02-29", "2031-02", "2031", "2031-00-31"] {
            assert!(is_on(day), "{day}");
        }
        for day in ["2031-02-31", "2031-02-29", "31/6/2031", "2031-19-12", "2031-13", "2031-00-32"] {
            assert!(!is_on(day), "{day}");
        }
    }
}
