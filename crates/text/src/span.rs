//! A stretch of a text, in bytes.

/// A half-open range of bytes of a text, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Makes a span from its first byte and the one past its last.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The words of the span, or an empty string where the span does not fit the text.
    ///
    /// ```
    /// assert_eq!(text::Span::new(3, 8).of("ten hurt"), " hurt");
    /// ```
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}
