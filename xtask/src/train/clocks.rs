//! How sites number their posts. Enters: pages with their addresses, whose day of publication is known, or that tell of one coded
//! event, whose day then stands for theirs. Leaves: the table of
//! `data/model/clocks.tsv`: for each series of addresses the number that it had reached on the 1st and 16th of months, by
//! which `intake` dates a page that tells no day. Holds the number of no page.

use super::labels::Corpus;
use crate::failure::Failure;
use crate::measure::gold;
use intake::Post;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The pages, and the incidents that they tell of.
const PAGES: &str = "syria/sources-dev.jsonl.gz";
const INCIDENTS: &str = "syria/incidents-dev.jsonl.gz";
/// Pages that a series shows at least, so that it may be said to count.
const FEWEST: usize = 4;
/// Days by which a number may be misplaced at most, to be worth a row.
const SLACK: i64 = 5;
/// Digits from which a part of an address names a private account.
const PRIVATE: usize = 8;

/// A page's number and day; days count from 1970-01-01.
type Page = (u64, i64);

/// Learns the table anew.
pub(super) fn learn(corpora: &Path) -> Result<String, Failure> {
    let incidents = gold::lines(&corpora.join(INCIDENTS))?;
    let days: BTreeMap<&str, Date> =
        incidents.iter().filter_map(|row| Some((text(row, "id")?, day(row)?))).collect();
    let mut series: BTreeMap<String, Vec<Page>> = BTreeMap::new();
    for row in gold::lines(&corpora.join(PAGES))? {
        let told: Vec<&str> =
            row["incident_ids"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        let [incident] = told[..] else { continue };
        let published = Corpus::report(&row).and_then(|report| report.published);
        let day = published.or_else(|| days.get(incident).copied()).filter(|_| !gold::in_fifth(incident));
        if let Some((post, day)) =
            text(&row, "url").and_then(Post::of).zip(day).filter(|(post, _)| !is_private(&post.series))
        {
            series.entry(post.series).or_default().push((post.number, number(day)));
        }
    }
    let mut out = String::new();
    for (series, pages) in series {
        let all = pages.len();
        let pages = ascending(pages);
        if pages.len() < FEWEST || 5 * pages.len() < 4 * all {
            continue;
        }
        for (number, day, slack) in rows(&pages) {
            let _ = writeln!(out, "{series}\t{number}\t{}\t{slack}", date(day));
        }
    }
    Ok(out)
}

fn text<'a>(row: &'a Json, key: &str) -> Option<&'a str> {
    row.get(key).and_then(Json::as_str)
}

/// The one day of an incident.
fn day(row: &Json) -> Option<Date> {
    let day = text(row, "date_start").filter(|start| text(row, "date_end") == Some(start))?;
    day.parse().ok()
}

fn is_private(series: &str) -> bool {
    series.split('/').any(|part| part.len() >= PRIVATE && part.bytes().all(|b| b.is_ascii_digit()))
}

fn number(day: Date) -> i64 {
    Date::constant(1970, 1, 1).until(day).map_or(0, |span| span.get_days().into())
}

fn date(number: i64) -> Date {
    Date::constant(1970, 1, 1).saturating_add(number.days())
}

/// The longest run of pages of which numbers and days ascend together: a page that does not fit tells of something old,
/// or its day is wrong.
fn ascending(mut pages: Vec<Page>) -> Vec<Page> {
    pages.sort_unstable();
    pages.dedup_by_key(|page| page.0);
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(pages.len());
    for (at, page) in pages.iter().enumerate() {
        let before =
            (0..at).filter(|b| pages[*b].1 <= page.1).max_by_key(|b| (best[*b].0, std::cmp::Reverse(*b)));
        best.push((before.map_or(1, |b| best[b].0 + 1), before));
    }
    let mut at = (0..pages.len()).max_by_key(|at| best[*at].0);
    let mut run = Vec::new();
    while let Some(one) = at {
        run.push(pages[one]);
        at = best[one].1;
    }
    run.reverse();
    run
}

/// The number reached on each 1st and 16th, with its slack in days: a day, and a fortieth of the days between the pages around it,
/// of which no more than a fifth of those to the nearest page.
fn rows(pages: &[Page]) -> Vec<(u64, i64, i64)> {
    let mut rows: Vec<(u64, i64, i64)> = Vec::new();
    let (Some(first), Some(last)) = (pages.first(), pages.last()) else { return rows };
    for at in (first.1 - 16..=last.1 + 16).filter(|at| matches!(date(*at).day(), 1 | 16)) {
        let later = pages.partition_point(|page| page.1 <= at);
        let nearest = pages.iter().map(|page| (page.1 - at).abs()).min().unwrap_or(i64::MAX);
        let apart = later.checked_sub(1).and_then(|l| Some(pages.get(later)?.1 - pages[l].1));
        let slack = 1 + apart.map_or(nearest / 5, |apart| (apart / 40).min(nearest / 5));
        let Some(number) = reckoned(pages, later, at).filter(|_| slack <= SLACK) else { continue };
        if rows.last().is_none_or(|row| row.0 < number) {
            rows.push((number, at, slack));
        }
    }
    rows
}

/// The number on a day, on the line through the pages before and after it, or through the two nearest to an end.
fn reckoned(pages: &[Page], later: usize, at: i64) -> Option<u64> {
    let later = later.clamp(1, pages.len() - 1);
    let from = pages[..later].iter().rev().find(|page| page.1 < pages[later].1)?;
    let to = pages[later];
    let number = from.0 as f64 + (to.0 - from.0) as f64 * (at - from.1) as f64 / (to.1 - from.1) as f64;
    (number >= 1.0).then_some(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_reckoned_for_days_between_pages() {
        let day = |d| number(Date::constant(2024, 3, d));
        let pages = ascending(vec![(100, day(5)), (300, day(25)), (7, day(20)), (200, day(15))]);
        assert_eq!(pages, [(100, day(5)), (200, day(15)), (300, day(25))]);
        let shown: Vec<_> =
            rows(&pages).into_iter().map(|(n, at, slack)| (n, date(at).to_string(), slack)).collect();
        let expected = [(60, "2024-03-01", 1), (210, "2024-03-16", 1), (370, "2024-04-01", 2)];
        assert_eq!(shown, expected.map(|(n, at, slack)| (n, at.to_owned(), slack)));
    }

    #[test]
    fn a_private_account_has_no_row() {
        assert!(is_private("example.org/100012345678/posts/#"));
        assert!(!is_private("example.org/Town.Newsroom/posts/#"));
    }
}
