//! How bytes are to be understood. Enters: a file's name or its first bytes. Leaves: a [`Format`]. Never
//! reads more than it is given.

use crate::charset;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// How one report's bytes are to be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Plain text, perhaps with header lines.
    Text,
    /// Markdown, perhaps with front matter. The text is kept as written.
    Markdown,
    /// A saved web page, of which the article is taken.
    Html,
    /// One line of JSON Lines.
    JsonLine,
}

/// The extensions that are known, without the dot, in the order of [`Format`].
pub const KNOWN_EXTENSIONS: &[&str] =
    &["txt", "text", "md", "markdown", "html", "htm", "xhtml", "jsonl", "ndjson"];

impl Format {
    /// The format that a file's extension stands for, in any case of letters.
    ///
    /// ```
    /// use intake::Format;
    /// assert_eq!(Format::of_name("reports/Wire.HTM".as_ref()), Some(Format::Html));
    /// assert_eq!(Format::of_name("photo.png".as_ref()), None);
    /// ```
    pub fn of_name(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "txt" | "text" => Some(Self::Text),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "jsonl" | "ndjson" => Some(Self::JsonLine),
            _ => None,
        }
    }

    /// The format that the first bytes look like. Text where nothing speaks for another.
    pub(crate) fn of_content(start: &[u8]) -> Self {
        let (text, _) = charset::decode(start, false);
        let text = text.trim_start();
        let head: String = text.chars().take(256).collect::<String>().to_ascii_lowercase();
        let is_page = ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.starts_with(tag));
        let is_record =
            head.starts_with('{') && text.lines().next().is_some_and(|line| line.contains("\"text\""));
        match (is_page, is_record) {
            (true, _) => Self::Html,
            (_, true) => Self::JsonLine,
            _ => Self::Text,
        }
    }
}
