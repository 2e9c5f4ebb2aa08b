//! What the address of a page tells of its day of publication. Enters: an address (URL). Leaves: the day, where the
//! address holds it outright. Never takes a day from a headline within an address, which may be that of an event.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use value::Between;

/// First and last year that a page may be of.
const YEARS: std::ops::RangeInclusive<i16> = 1991..=2100;
/// The moment from which the numbers of statuses on X count, in milliseconds since 1970.
const EPOCH: u64 = 1_288_834_974_657;
/// Bits of such a number below its milliseconds: the machine and a running number.
const BELOW: u32 = 22;
/// The first number that was made so; those before it count statuses.
const FIRST: u64 = 29_700_859_247;

/// The day in an address: that of the moment in a status's number, in UTC; or the parts `/2024/05/17/` of a path.
pub(crate) fn day(address: &str) -> Option<Date> {
    status(address).or_else(|| {
        let found = dated(address)?;
        (found.first == found.last).then_some(found.first)
    })
}

/// The days that the parts `/2024/05/` or `/2024/05/17/` of a path leave open.
pub(crate) fn dated(address: &str) -> Option<Between> {
    let (_, parts) = parts(address)?;
    parts.windows(2).enumerate().find_map(|(at, pair)| {
        let number = |part: &str, long: usize| part.parse::<i16>().ok().filter(|_| part.len() <= long);
        let year = number(pair[0], 4).filter(|year| YEARS.contains(year))?;
        let month = i8::try_from(number(pair[1], 2)?).ok()?;
        let first = Date::new(year, month, 1).ok()?;
        let day = parts
            .get(at + 2)
            .and_then(|part| Date::new(year, month, i8::try_from(number(part, 2)?).ok()?).ok());
        Some(
            day.map_or(Between { first, last: first.last_of_month() }, |day| Between {
                first: day,
                last: day,
            }),
        )
    })
}

/// The day on which a status on X was posted ("snowflake": 41 bits of milliseconds above 22 others).
fn status(address: &str) -> Option<Date> {
    let (host, parts) = parts(address)?;
    let on_x = ["x.com", "twitter.com", "mobile.twitter.com"].contains(&host.as_str());
    let at = parts.iter().position(|part| matches!(*part, "status" | "statuses")).filter(|_| on_x)?;
    let number: u64 = parts.get(at + 1)?.parse().ok()?;
    let moment = (number >> BELOW).checked_add(EPOCH).filter(|_| number >= FIRST)?;
    let moment = Timestamp::from_millisecond(i64::try_from(moment).ok()?).ok()?;
    Some(moment.to_zoned(TimeZone::UTC).date())
}

/// The host of an address without "www.", in lower case, and the parts of its path.
pub(crate) fn parts(address: &str) -> Option<(String, Vec<&str>)> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let rest = rest.split(['?', '#']).next()?;
    let mut parts = rest.split('/').filter(|part| !part.is_empty());
    let host = parts.next()?.to_ascii_lowercase();
    Some((host.strip_prefix("www.").unwrap_or(&host).to_owned(), parts.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_in_a_path_is_the_pages() {
        for (address, expected) in [
            ("https://example.org/2024/05/17/two-killed/", Some(date(2024, 5, 17))),
            ("http://www.example.org/en/2024/5/7/two-killed?from=x", Some(date(2024, 5, 7))),
            ("https://example.org/2024/05/two-killed", None),
            ("https://example.org/2024/13/17/x", None),
            ("https://example.org/2024/02/30/x", None),
            ("https://example.org/17/05/2024/x", None),
            ("https://example.org/remembering-2015-11-13", None),
            ("example.org/2024/05/17/x", None),
            ("", None),
        ] {
            assert_eq!(day(address), expected, "{address}");
        }
    }

    #[test]
    fn a_month_in_a_path_leaves_its_days_open() {
        let month = Between { first: date(2024, 2, 1), last: date(2024, 2, 29) };
        assert_eq!(dated("https://example.org/2024/02/two-killed"), Some(month));
    }

    #[test]
    fn the_number_of_a_status_holds_its_moment() {
        // The example that X's documentation takes apart.
        let posted = Some(date(2022, 6, 28));
        assert_eq!(day("https://twitter.com/Wikipedia/status/1541815603606036480"), posted);
        assert_eq!(day("https://x.com/Wikipedia/status/1541815603606036480/photo/1?s=20"), posted);
        assert_eq!(day("https://x.com/Wikipedia/status/20"), None);
        assert_eq!(day("https://example.org/a/status/1541815603606036480"), None);
    }
}
