//! Bytes to a report. Enters: bytes, their format, and what the user said of them. Leaves: the report, which is
//! a pure function of the three. Never looks at a file's name.

use crate::head::{self, Head};
use crate::record::{self, Record};
use crate::{
    Format, Options, Problem, ProblemKind, address, binary, charset, html, key_of, language,
    published_between,
};
use value::Report;

/// Makes the report of stored bytes again, just as it was made on receipt.
///
/// # Errors
/// The [`Problem`] that receipt would have met. It names no file, as stored bytes have none.
pub fn reopen(format: Format, bytes: &[u8], options: &Options) -> Result<Report, Problem> {
    open(format, bytes, *options).map(|(report, _)| report)
}

/// Makes a report, with notes on how it was read.
pub(crate) fn open(format: Format, bytes: &[u8], options: Options) -> Result<(Report, Vec<String>), Problem> {
    let Record { id, text, head } = match format {
        Format::JsonLine => record::read(bytes)?,
        _ => read_file(format, bytes)?,
    };
    if is_blank(&text) {
        return Err(Problem::empty().with_id(id));
    }
    let published = head.published.or_else(|| address::day(head.url.as_deref()?)).or(options.published);
    let published_between =
        if published.is_none() { head.url.as_deref().and_then(published_between) } else { None };
    let language = head.language.unwrap_or_else(|| language::detect(&text).to_owned());
    let report = Report {
        id: id.unwrap_or_else(|| format!("sha256:{}", key_of(bytes))),
        text,
        title: head.title,
        published,
        published_between,
        publisher: head.publisher,
        url: head.url,
        language: Some(language),
    };
    Ok((report, head.notes))
}

fn read_file(format: Format, bytes: &[u8]) -> Result<Record, Problem> {
    if let Some(why) = binary::why_not_text(bytes) {
        return Err(Problem::new(ProblemKind::NotText, why, "save its text as .txt or .html and give that"));
    }
    let (text, notes) = charset::decode(bytes, format == Format::Html);
    if is_blank(&text) {
        return Err(Problem::empty());
    }
    let (mut head, text) = split(format, text)?;
    head.notes.splice(0..0, notes);
    Ok(Record { id: None, text, head })
}

fn split(format: Format, text: String) -> Result<(Head, String), Problem> {
    if format == Format::Html {
        return html::read(&text).map(|page| (page.head, page.text));
    }
    let (head, rest) = match format {
        Format::Markdown => head::front_matter(&text),
        _ => head::header_lines(&text),
    };
    Ok((head, if rest.len() == text.len() { text } else { rest.to_owned() }))
}

/// Whether there is nothing to read: white space and characters that stand for nothing.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{FFFD}'))
}
