//! When an event happened, as a range of days.

use crate::{DatePrecision, Quote};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A range of days, both ends included. Never finer or coarser than the words allow: "in August 2017"
/// is the whole month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// First possible day.
    pub start: Option<Date>,
    /// Last possible day.
    pub end: Option<Date>,
    /// How fine the words are.
    pub precision: Option<DatePrecision>,
    /// The time of day as written, where one is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The words behind the date.
    #[serde(default)]
    pub spans: Vec<Quote>,
}

/// What words tell of a day whose year or week they leave open: "Thursday, 19 August" in a report of no known year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    /// Its month and its day in that month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_year: Option<(i8, i8)>,
    /// Its day of the week, from 1 for Monday to 7 for Sunday (ISO 8601).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekday: Option<i8>,
    /// The words behind it.
    #[serde(default)]
    pub spans: Vec<Quote>,
}

impl When {
    /// Days by which two dates are apart; zero where they overlap, `None` where either is unknown.
    pub fn days_apart(&self, other: &Self) -> Option<u32> {
        let (a, b) = (self.start.or(self.end)?, self.end.or(self.start)?);
        let (c, d) = (other.start.or(other.end)?, other.end.or(other.start)?);
        let gap = |from: Date, to: Date| from.until(to).map_or(0, |s| s.get_days());
        Some(if b < c {
            gap(b, c).unsigned_abs()
        } else if d < a {
            gap(d, a).unsigned_abs()
        } else {
            0
        })
    }
}
