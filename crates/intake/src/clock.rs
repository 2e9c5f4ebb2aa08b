//! When a page was published, by the number in its address. Sites count their posts, so that a number lies between
//! numbers of known days. Enters: an address (URL), and `data/model/clocks.tsv`. Leaves: the days between which the page
//! was published. Knows no site but by that file, and guesses at none that it does not name.

use crate::address;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use value::Between;

const FILE: &str = include_str!("../../../data/model/clocks.tsv");
/// Figures that a running number has at least; fewer are years, pages of a list, or parts of a headline.
const FIGURES: usize = 4;
/// Letters that a part of a path has at most that is no headline.
const LONGEST: usize = 32;
/// Days that may lie between two rows of the table between which a number is placed.
const APART: i32 = 17;

/// The number of a page among those of its site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Post {
    /// The addresses among which it counts: `#` stands for the number, `*` for a headline.
    pub series: String,
    /// The number.
    pub number: u64,
}

impl Post {
    /// The number in an address: the last part of its path that has one, or `p` of its query. None where the address
    /// tells its day by itself.
    ///
    /// ```
    /// let post = intake::Post::of("https://www.example.org/en/archives/48213?from=home").expect("a number");
    /// assert_eq!((post.series.as_str(), post.number), ("example.org/en/archives/#", 48213));
    /// ```
    pub fn of(address: &str) -> Option<Self> {
        let (host, parts) = address::parts(address).filter(|_| address::day(address).is_none())?;
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let post = query.split(['&', '#']).find_map(|pair| pair.strip_prefix("p=")?.parse().ok());
        let (at, last, number) = match post {
            Some(number) => (parts.len(), "?p=#".to_owned(), number),
            None => parts.iter().enumerate().rev().find_map(|(at, part)| {
                let (part, number) = numbered(part)?;
                Some((at, part, number))
            })?,
        };
        let before = parts.iter().take(at).map(|part| if is_headline(part) { "*" } else { part });
        let series = std::iter::once(host.as_str()).chain(before).chain([last.as_str()]);
        Some(Self { series: series.collect::<Vec<_>>().join("/"), number })
    }
}

/// A part of a path that is a number, or begins or ends with one, with `#` in its place.
fn numbered(part: &str) -> Option<(String, u64)> {
    let (part, ending) = part.split_once('.').unwrap_or((part, ""));
    let is_figure = |c: char| c.is_ascii_digit();
    let ending = if ending.is_empty() { String::new() } else { format!(".{ending}") };
    let head = part.trim_end_matches(is_figure);
    let tail = part.trim_start_matches(is_figure);
    let (figures, shown) = if part.len() - head.len() >= FIGURES {
        // "p48213" and "two-killed-h48213.html": what marks the number belongs to the series, the headline does not.
        let mark = head.rfind('-').map_or(head.to_owned(), |dash| format!("*{}", &head[dash..]));
        (&part[head.len()..], format!("{mark}#{ending}"))
    } else {
        let figures = &part[..part.len() - tail.len()];
        (figures, if tail.starts_with('-') { format!("#-*{ending}") } else { return None })
    };
    let number = figures.parse().ok().filter(|_| figures.len() >= FIGURES)?;
    (shown.len() <= LONGEST && shown.is_ascii()).then_some((shown, number))
}

/// Whether a part of a path is made of a page's own words.
fn is_headline(part: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    part.len() > LONGEST || !part.chars().all(plain)
}

/// A number that a series had reached on a day.
struct Reached {
    number: u64,
    day: Date,
    /// Days by which it may have done so earlier or later.
    slack: i32,
}

impl Reached {
    /// A row of the table, with its series.
    fn of(row: &'static str) -> Option<(&'static str, Self)> {
        let mut cells = row.split('\t');
        let series = cells.next()?;
        let (number, day) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
        Some((series, Self { number, day, slack: cells.next()?.parse().ok()? }))
    }
}

/// What the table says of each series, in the order of the numbers.
struct Clocks(BTreeMap<&'static str, Vec<Reached>>);

impl Clocks {
    fn of(file: &'static str) -> Self {
        let mut clocks = BTreeMap::<_, Vec<Reached>>::new();
        for (series, reached) in file.lines().filter(|line| !line.starts_with('#')).filter_map(Reached::of) {
            clocks.entry(series).or_default().push(reached);
        }
        Self(clocks)
    }

    /// The days between which a site came to a number, as if it had counted evenly between two rows.
    fn between(&self, post: &Post) -> Option<Between> {
        let rows = self.0.get(post.series.as_str())?;
        let later = rows.partition_point(|row| row.number <= post.number);
        let (from, to) = (rows.get(later.checked_sub(1)?)?, rows.get(later)?);
        let days = from.day.until(to.day).ok()?.get_days();
        let share = (post.number - from.number) as f64 / (to.number - from.number) as f64;
        let (passed, slack) = ((f64::from(days) * share).round() as i32, from.slack.max(to.slack));
        let shifted = |days: i32| from.day.checked_add(jiff::Span::new().days(days)).ok();
        Some(Between { first: shifted(passed - slack)?, last: shifted(passed + slack)? })
            .filter(|_| days <= APART)
    }
}

/// The days between which a page was published, by its address: a month in it, or the number of its post.
pub fn published_between(address: &str) -> Option<Between> {
    static CLOCKS: OnceLock<Clocks> = OnceLock::new();
    address::dated(address).or_else(|| CLOCKS.get_or_init(|| Clocks::of(FILE)).between(&Post::of(address)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_number_is_told_from_headlines_and_marks() {
        for (address, expected) in [
            ("https://example.org/48213", Some(("example.org/#", 48213))),
            ("https://www.example.org/en/48213/", Some(("example.org/en/#", 48213))),
            ("https://example.org/%D8%AE%D8%A8%D8%B1/48213/", Some(("example.org/*/#", 48213))),
            ("https://example.org/ar/خبر-عاجل/48213", Some(("example.org/ar/*/#", 48213))),
            ("https://example.org/news/48213/two-killed", Some(("example.org/news/#", 48213))),
            ("https://example.org/p48213", Some(("example.org/p#", 48213))),
            ("https://example.org/en/two-killed-h48213.html", Some(("example.org/en/*-h#.html", 48213))),
            ("https://example.org/world/48213-two-killed", Some(("example.org/world/#-*", 48213))),
            ("https://example.org/ar?x=1&p=48213#top", Some(("example.org/ar/?p=#", 48213))),
            ("https://example.org/2024/05/17/48213", None),
            ("https://example.org/two-killed-in-12", None),
            ("https://example.org/", None),
            ("not an address", None),
        ] {
            let post = Post::of(address);
            assert_eq!(post.as_ref().map(|p| (p.series.as_str(), p.number)), expected, "{address}");
        }
    }

    #[test]
    fn a_number_lies_between_the_days_of_its_neighbours() {
        let clocks = Clocks::of(
            "# head\na.org/#\t1000\t2024-03-01\t1\na.org/#\t1300\t2024-03-16\t2\na.org/#\t9000\t2024-08-16\t2\n",
        );
        let between = |number| clocks.between(&Post { series: "a.org/#".into(), number });
        let days = |first, last| Some(Between { first: date(2024, 3, first), last: date(2024, 3, last) });
        assert_eq!(between(1100), days(4, 8));
        assert_eq!(between(1299), days(14, 18));
        // Before the first row, behind the last, and where rows lie too far apart, nobody knows.
        assert_eq!([999, 1300, 9000].map(between), [None; 3]);
        assert_eq!(clocks.between(&Post { series: "b.org/#".into(), number: 1100 }), None);
    }

    #[test]
    fn the_rows_of_a_series_ascend() {
        let clocks = Clocks::of(FILE);
        let rows = FILE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(clocks.0.values().map(Vec::len).sum::<usize>(), rows);
        for rows in clocks.0.values() {
            assert!(rows.is_sorted_by(|a, b| a.number < b.number && a.day < b.day));
            assert!(rows.iter().all(|row| row.slack > 0));
        }
    }
}
