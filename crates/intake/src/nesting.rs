//! How deep a page's elements stand in one another, told before it is parsed. Enters: the page. Leaves: whether
//! it is too deep. Never builds a tree: building and searching one takes time by the square of its depth.

/// Elements within elements beyond which no person's page goes; browsers stop at half of it.
pub(crate) const DEEPEST: usize = 1000;

/// Elements that hold nothing, or that end by themselves where the next one begins.
const SELF_ENDING: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "a", "button",
];

/// Whether more than [`DEEPEST`] elements are open at once.
pub(crate) fn is_too_deep(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let (ends, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next().unwrap_or_default();
        let counts = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if !counts || SELF_ENDING.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            continue;
        }
        if !ends {
            open.push(name);
        } else if let Some(at) = open.iter().rposition(|other| other.eq_ignore_ascii_case(name)) {
            open.truncate(at);
        }
        if open.len() > DEEPEST {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stays_open_counts() {
        assert!(!is_too_deep(&"<div><P>one<br></DIV>".repeat(5000)));
        assert!(!is_too_deep(&"<li>one <a href=x>two".repeat(5000)));
        assert!(!is_too_deep(&"5 < 6 <3 <".repeat(5000)));
        assert!(is_too_deep(&"<div></span>".repeat(DEEPEST + 1)));
    }
}
