//! Values in words, as more than one page shows them.

use super::Page;
use casebook::{Glance, Overview};
use value::{Count, Quote, Range, When};

/// Days, as a page shows them: `2017-08-01`, or `2017-08-01 – 2017-08-03`.
pub(super) fn days(when: Option<&When>) -> String {
    let Some(when) = when else { return "–".to_owned() };
    let day = |day: Option<jiff::civil::Date>| day.map_or("?".to_owned(), |day| day.to_string());
    if when.start == when.end {
        day(when.start)
    } else {
        format!("{} – {}", day(when.start), day(when.end))
    }
}

/// The days of a glance.
pub(super) fn glance_days(glance: &Glance) -> String {
    match (glance.first, glance.last) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first} – {last}"),
        _ => "–".to_owned(),
    }
}

/// The parties of a glance.
pub(super) fn parties(overview: &Overview, glance: &Glance) -> String {
    let names: Vec<&str> = glance.actors.iter().map(|actor| overview.actor(*actor)).collect();
    if names.is_empty() { "–".to_owned() } else { names.join("; ") }
}

/// The range of a count; not known where there is none.
pub(super) fn range(count: Option<&Count>) -> Range {
    count.map(Count::range).unwrap_or_default()
}

/// Groups among the killed that are told of, each with its message's key.
pub(super) fn groups(page: &Page<'_>, count: Option<&Count>) -> Vec<(String, Range)> {
    let Some(count) = count else { return Vec::new() };
    let groups = [
        ("children", count.children),
        ("women", count.women),
        ("men", count.men),
        ("combatants", count.combatants),
    ];
    let told = groups.into_iter().filter_map(|(name, range)| Some((name, range?)));
    told.filter(|(_, range)| !range.is_unknown())
        .map(|(name, range)| (page.term("group", name), range))
        .collect()
}

/// The part of an address that leads to words of a report.
pub(super) fn anchor(quote: &Quote) -> String {
    format!("s{}-{}", quote.start, quote.end)
}
