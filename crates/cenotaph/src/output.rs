//! Standard output. Enters: text. Leaves: the same, written. A reader that went away ends the run quietly, and a
//! full disk is named; neither is a panic.

use crate::fault::Fault;
use std::fmt::Arguments;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// Standard output, buffered.
pub(crate) struct Output {
    to: BufWriter<StdoutLock<'static>>,
}

impl Output {
    /// Takes hold of standard output.
    pub(crate) fn open() -> Self {
        Self { to: BufWriter::with_capacity(1 << 16, io::stdout().lock()) }
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, line: impl std::fmt::Display) -> Result<(), Fault> {
        self.write(format_args!("{line}\n"))
    }

    /// Writes text as it is.
    pub(crate) fn write(&mut self, text: Arguments<'_>) -> Result<(), Fault> {
        self.to.write_fmt(text).map_err(|cause| refused(&cause))
    }

    /// Writes a value as one line of JSON.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Fault> {
        let line = serde_json::to_string(value).map_err(|error| Fault::own(&error.to_string()))?;
        self.line(line)
    }

    /// Writes bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.to.write_all(bytes).map_err(|cause| refused(&cause))
    }

    /// Hands over what is still held. Every verb ends with it, so that no failure is lost.
    pub(crate) fn flush(&mut self) -> Result<(), Fault> {
        self.to.flush().map_err(|cause| refused(&cause))
    }
}

fn refused(cause: &io::Error) -> Fault {
    Fault::unwritten("standard output", cause)
}

/// Whether a person reads standard output.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether standard output may be coloured (no-color.org).
pub(crate) fn is_coloured() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// A path as a shell takes it.
pub(crate) fn quoted(path: &std::path::Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+:@%,".contains(c);
    if !path.is_empty() && path.chars().all(plain) {
        path
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}

/// Words of a report as they can be shown on one line of a terminal: white space is one space, and characters
/// that would steer the terminal or turn its direction are left out.
pub(crate) fn plain(words: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && !c.is_whitespace())
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let kept: String = words.chars().filter(|c| !steers(*c)).collect();
    let mut shown = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    if kept.starts_with(char::is_whitespace) {
        shown.insert(0, ' ');
    }
    if kept.ends_with(char::is_whitespace) && shown != " " {
        shown.push(' ');
    }
    shown
}

/// Words as [`plain`] gives them, in which a SHA-256 is told by its beginning; that is enough to name a report by.
pub(crate) fn brief(words: &str) -> String {
    const SHOWN: usize = 12;
    let words = plain(words);
    let mut parts = words.split("sha256:");
    let before = parts.next().unwrap_or_default().to_owned();
    let told = parts.map(|part| {
        let hex = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        let (hash, rest) = part.split_at(hex);
        let hash = if hex == 64 { &hash[..SHOWN] } else { hash };
        format!("sha256:{hash}{rest}")
    });
    std::iter::once(before).chain(told).collect()
}
