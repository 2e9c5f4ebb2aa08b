//! Header lines and front matter. Enters: the text of a file. Leaves: what its head tells, and where the
//! report's own text begins. Never changes the text: what is left is a tail of what came in.

use crate::dates;
use jiff::civil::Date;

/// What a file tells about its report, apart from the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) title: Option<String>,
    pub(crate) published: Option<Date>,
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) notes: Vec<String>,
}

impl Head {
    /// Takes one key and value. `false` where the key is not one of ours.
    fn take(&mut self, key: &str, value: &str) -> bool {
        let given = Some(value).filter(|v| !v.is_empty()).map(str::to_owned);
        match key.trim().to_ascii_lowercase().as_str() {
            "title" => self.title = given,
            "publisher" => self.publisher = given,
            "url" => self.url = given,
            "language" => self.language = given,
            "published" => {
                self.published = dates::lenient(value);
                if self.published.is_none() && given.is_some() {
                    self.notes
                        .push(format!("`{value}` after `Published:` is no date of the form 2025-03-14"));
                }
            }
            _ => return false,
        }
        true
    }
}

/// Header lines (`Title: …`, `Published: 2025-03-14`, `Publisher:`, `URL:`, `Language:`), which end at a blank
/// line. Where a line before it is anything else, the whole is text and there is no head.
pub(crate) fn header_lines(text: &str) -> (Head, &str) {
    let mut head = Head::default();
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n') {
        if line.trim().is_empty() {
            return if rest.len() == text.len() { (Head::default(), text) } else { (head, after) };
        }
        let known = line.split_once(':').is_some_and(|(key, value)| head.take(key, value.trim()));
        if !known {
            break;
        }
        rest = after;
    }
    (Head::default(), text)
}

/// YAML front matter between lines of `---`, of which plain `key: value` lines are read and others passed over;
/// else header lines.
pub(crate) fn front_matter(text: &str) -> (Head, &str) {
    let fenced = text.split_once('\n').filter(|(line, _)| line.trim_end() == "---");
    let Some((_, mut rest)) = fenced else { return header_lines(text) };
    let mut head = Head::default();
    while let Some((line, after)) = rest.split_once('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return (head, without_blank_line(after));
        }
        if let Some((key, value)) = line.split_once(':') {
            head.take(key, unquoted(value.trim()));
        }
        rest = after;
    }
    (Head::default(), text)
}

fn without_blank_line(text: &str) -> &str {
    text.strip_prefix("\r\n").or_else(|| text.strip_prefix('\n')).unwrap_or(text)
}

fn unquoted(value: &str) -> &str {
    let within = |mark: char| value.strip_prefix(mark).and_then(|v| v.strip_suffix(mark));
    within('"').or_else(|| within('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn header_lines_end_at_the_blank_line() {
        let (head, text) =
            header_lines("Title: Two die: police\r\nPublished: 2025-03-14\r\n\r\nTwo died.\r\n");
        assert_eq!(head.title.as_deref(), Some("Two die: police"));
        assert_eq!(head.published, Some(date(2025, 3, 14)));
        assert_eq!(text, "Two died.\r\n");
    }

    #[test]
    fn a_text_that_only_begins_like_a_header_is_all_text() {
        for text in [
            "Title: one\nTwo died.\n\nMore.",
            "Baghdad: two died.\n\nMore.",
            "\nTitle: x\n\nMore.",
            "Title: x",
        ] {
            assert_eq!(header_lines(text), (Head::default(), text));
        }
    }

    #[test]
    fn front_matter_passes_over_other_keys() {
        let (head, text) =
            front_matter("---\ntitle: \"Note 118: Bajil\"\ntags:\n  - air\nlanguage: en\n---\n\n# Note\n");
        assert_eq!(head.title.as_deref(), Some("Note 118: Bajil"));
        assert_eq!(head.language.as_deref(), Some("en"));
        assert_eq!(text, "# Note\n");
        assert_eq!(front_matter("---\nnever closed\n").1, "---\nnever closed\n");
    }

    #[test]
    fn a_date_that_is_none_is_noted() {
        let (head, text) = header_lines("Published: last week\n\nTwo died.");
        assert_eq!((head.published, text), (None, "Two died."));
        assert!(head.notes[0].contains("last week"));
    }
}
