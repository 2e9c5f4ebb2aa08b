//! The words behind a value.

use serde::{Deserialize, Serialize};

/// A stretch of a report's text, as every value read from it must carry.
///
/// `start` and `end` count Unicode code points (not bytes, not UTF-16 units) into the report's text, so that
/// `text[start:end] == quote` in Python.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Quote {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words themselves.
    pub quote: String,
}

impl Quote {
    /// Whether the quote is what the text says at its place.
    ///
    /// ```
    /// let q = value::Quote { start: 5, end: 8, quote: "two".into() };
    /// assert!(q.stands_in("عشرة two"));
    /// ```
    pub fn stands_in(&self, text: &str) -> bool {
        let n = self.end.saturating_sub(self.start) as usize;
        n > 0 && text.chars().skip(self.start as usize).take(n).eq(self.quote.chars())
    }

    /// Whether two quotes share a code point.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}
