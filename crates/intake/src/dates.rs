//! Days of publication. Enters: what a file says. Leaves: a day. Never takes a day from a zone or a clock: the
//! day is the one written down.

use jiff::civil::Date;
use jiff::fmt::strtime;

/// A day as the contract writes it: `YYYY-MM-DD`, or RFC 3339, of which the written day is taken.
pub(crate) fn strict(text: &str) -> Option<Date> {
    let day = text.get(..10).filter(|day| is_iso_day(day))?;
    let rest = text.get(10..)?;
    let whole =
        rest.is_empty() || (rest.starts_with(['T', 't', ' ']) && text.parse::<jiff::Timestamp>().is_ok());
    if whole { day.parse().ok() } else { None }
}

/// A day as pages and header lines write it: ISO 8601 with or without a time, or one of a few common forms.
pub(crate) fn lenient(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(day) = text.get(..10).filter(|day| is_iso_day(day)) {
        let goes_on = text.as_bytes().get(10).is_some_and(u8::is_ascii_digit);
        return if goes_on { None } else { day.parse().ok() };
    }
    if let Ok(moment) = jiff::fmt::rfc2822::parse(text) {
        return Some(moment.date());
    }
    const FORMS: [&str; 7] =
        ["%Y/%m/%d", "%Y%m%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%A, %d %B %Y"];
    FORMS.iter().find_map(|form| strtime::parse(form, text).ok()?.to_date().ok())
}

fn is_iso_day(text: &str) -> bool {
    text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_written_day_is_taken() {
        let day = Some(date(2025, 3, 14));
        for text in
            ["2025-03-14", "2025-03-14T23:30:00Z", "2025-03-14T00:30:00+06:30", "2025-03-14T10:00:00.5-03:00"]
        {
            assert_eq!((strict(text), lenient(text)), (day, day), "{text}");
        }
    }

    #[test]
    fn pages_may_write_it_otherwise() {
        let day = Some(date(2025, 3, 14));
        for text in [
            "14 March 2025",
            "March 14, 2025",
            "2025/03/14",
            "20250314",
            "Fri, 14 Mar 2025 09:00:00 +0000",
            "2025-03-14 09:00",
            "2025-03-14T09:00:00+0000",
        ] {
            assert_eq!(lenient(text), day, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in
            ["", "yesterday", "2025-02-30", "2025-3-14", "14.03.2025", "2025-03-145", "2025-03-14x", "١٤"]
        {
            assert_eq!(strict(text), None, "{text}");
        }
        assert_eq!(lenient("2025-03-145"), None);
        assert_eq!(strict("2025-03-14T09:00"), None);
    }
}
