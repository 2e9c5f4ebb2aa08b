//! Lines of a stream, each within a limit. Enters: a buffered reader. Leaves: whole lines, or the length of one
//! that was too long. Never holds more than the limit.

use std::io::{BufRead, Read};

/// Bytes kept of a line that is too long, so that its id may still be told.
const KEPT: usize = 4096;

/// One line, counted from 1.
#[derive(Debug)]
pub(crate) enum Line {
    /// The bytes without the line end (LF or CRLF).
    Whole { number: u64, bytes: Vec<u8> },
    /// A line over the limit, which was passed over: its length in bytes, and how it begins.
    TooLong { number: u64, length: u64, start: Vec<u8> },
    /// The reader failed here; nothing follows.
    Failed { number: u64, cause: std::io::Error },
}

/// Splits a reader into lines of at most `limit` bytes.
pub(crate) struct Lines<R> {
    reader: R,
    limit: u64,
    number: u64,
    done: bool,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R, limit: u64) -> Self {
        Self { reader, limit, number: 0, done: false }
    }

    fn read(&mut self) -> std::io::Result<Option<Line>> {
        let number = self.number;
        let mut bytes = Vec::new();
        self.reader.by_ref().take(self.limit.saturating_add(1)).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let ended = bytes.pop_if(|b| *b == b'\n').is_some();
        if !ended && bytes.len() as u64 > self.limit {
            let held = bytes.len() as u64;
            bytes.truncate(KEPT);
            bytes.shrink_to_fit();
            let length = held + skip_line(&mut self.reader)?;
            return Ok(Some(Line::TooLong { number, length, start: bytes }));
        }
        bytes.pop_if(|b| *b == b'\r');
        Ok(Some(Line::Whole { number, bytes }))
    }
}

/// Passes over the rest of a line, a piece at a time; gives its length without the line end.
fn skip_line<R: BufRead>(reader: &mut R) -> std::io::Result<u64> {
    let mut length = 0;
    let mut piece = Vec::with_capacity(KEPT);
    loop {
        piece.clear();
        reader.by_ref().take(KEPT as u64).read_until(b'\n', &mut piece)?;
        let ended = piece.pop_if(|b| *b == b'\n').is_some();
        length += piece.len() as u64;
        if ended || piece.is_empty() {
            return Ok(length);
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        if self.done {
            return None;
        }
        self.number += 1;
        let line = match self.read() {
            Ok(line) => line,
            Err(cause) => Some(Line::Failed { number: self.number, cause }),
        };
        self.done = !matches!(line, Some(Line::Whole { .. } | Line::TooLong { .. }));
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(input: &[u8], limit: u64) -> Vec<String> {
        let show = |line| match line {
            Line::Whole { number, bytes } => format!("{number} {}", String::from_utf8(bytes).unwrap()),
            Line::TooLong { number, length, .. } => format!("{number} too long: {length}"),
            Line::Failed { number, cause } => format!("{number} {cause}"),
        };
        Lines::new(std::io::BufReader::with_capacity(3, input), limit).map(show).collect()
    }

    #[test]
    fn line_ends_and_limits() {
        assert_eq!(shown(b"ab\r\n\ncd", 4), ["1 ab", "2 ", "3 cd"]);
        assert_eq!(
            shown(b"abcd\nabcde\nabcdefghi\nx\n", 4),
            ["1 abcd", "2 too long: 5", "3 too long: 9", "4 x"]
        );
        assert_eq!(shown(b"abcdefgh", 4), ["1 too long: 8"]);
        assert_eq!(shown(b"", 4), [""; 0]);
    }

    #[test]
    fn a_reader_that_fails_ends_the_lines() {
        struct Fails;
        impl Read for Fails {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("the disk is gone"))
            }
        }
        let reader = std::io::BufReader::new(b"ab\ncd".as_slice().chain(Fails));
        let lines: Vec<Line> = Lines::new(reader, 9).collect();
        assert!(
            matches!(lines.as_slice(), [Line::Whole { .. }, Line::Failed { number: 2, .. }]),
            "{lines:?}"
        );
    }
}
