//! Values in words, as more than one page shows them.

use super::Page;
use casebook::{Glance, Overview};
use value::{Count, Quote, Range, When};

/// A text in which a report that is named by its SHA-256 is named by the beginning of it.
pub(crate) fn brief(text: &str) -> String {
    const SHOWN: usize = 8;
    let mut parts = text.split("sha256:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let hash = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        out.push_str("sha256:");
        match part.split_at_checked(if hash == 64 { SHOWN } else { 0 }) {
            Some((start, rest)) if hash == 64 => {
                out.push_str(start);
                out.push('…');
                out.push_str(rest.get(hash - SHOWN..).unwrap_or_default());
            }
            _ => out.push_str(part),
        }
    }
    out
}

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

#[cfg(test)]
mod tests {
    use super::brief;

    #[test]
    fn a_hash_is_told_by_its_beginning() {
        let hash = "0123456789abcdef".repeat(4);
        assert_eq!(brief(&format!("of sha256:{hash} (2023), قصف")), "of sha256:01234567… (2023), قصف");
        assert_eq!(brief("sha256:12 and no more"), "sha256:12 and no more");
    }
}
