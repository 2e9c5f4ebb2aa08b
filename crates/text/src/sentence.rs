//! Sentences and paragraphs.

use crate::{TokenKind, Tokens};

/// One sentence as a range of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// Number of the paragraph it stands in, from 0.
    pub paragraph: usize,
}

/// Words after which a full stop does not end a sentence when a capital follows.
const ABBREVIATIONS: &[&str] = &[
    "adm", "approx", "apr", "aug", "ave", "blvd", "brig", "capt", "cmdr", "co", "col", "cpl", "dec", "det",
    "dr", "est", "feb", "fig", "ft", "gen", "gov", "hon", "inc", "insp", "jan", "jr", "jul", "jun", "lt",
    "ltd", "maj", "mar", "messrs", "mr", "mrs", "ms", "mt", "no", "nos", "nov", "oct", "ofc", "pfc", "pres",
    "prof", "pvt", "rep", "rev", "sen", "sep", "sept", "sgt", "sr", "st", "supt", "vs",
];

/// Longest sentence in tokens; a longer run without an end is cut here, so that nothing downstream works on
/// a sentence of unbounded length.
const LONGEST: usize = 400;

/// Cuts tokens into sentences. A blank line ends a sentence; a single line break does where the line before it
/// is short or ends in a full stop, since hard-wrapped text breaks lines inside sentences.
pub fn sentences(tokens: &Tokens<'_>) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut first = 0;
    let mut paragraph = 0;
    let mut line_start = 0;
    for i in 0..tokens.len() {
        let gap = gap_after(tokens, i);
        let breaks = gap.matches('\n').count();
        let blank = breaks >= 2;
        let line_end = breaks == 1 && ends_line(tokens, line_start, i);
        if breaks > 0 {
            line_start = i + 1;
        }
        if blank || line_end || i + 1 - first >= LONGEST || ends_sentence(tokens, i, gap) {
            let end = i + 1;
            out.push(Sentence { first, end, paragraph });
            first = end;
        }
        paragraph += usize::from(blank || line_end);
    }
    if first < tokens.len() {
        out.push(Sentence { first, end: tokens.len(), paragraph });
    }
    out
}

/// The text between a token and the next.
fn gap_after<'t>(tokens: &Tokens<'t>, i: usize) -> &'t str {
    match (tokens.get(i), tokens.get(i + 1)) {
        (Some(a), Some(b)) => tokens.text.get(a.span.end..b.span.start).unwrap_or(""),
        _ => "",
    }
}

/// Whether the line of tokens `first..=last` is one that its writer ended, rather than one that was wrapped.
fn ends_line(tokens: &Tokens<'_>, first: usize, last: usize) -> bool {
    let span = tokens.span(first, last + 1);
    span.end - span.start < 55 || matches!(tokens.written(last), "." | "!" | "?" | ":" | "؟" | "\"" | "”")
}

fn ends_sentence(tokens: &Tokens<'_>, i: usize, gap: &str) -> bool {
    let mark = tokens.written(i);
    if matches!(mark, "؟" | "…" | "۔") && !gap.is_empty() {
        return true;
    }
    // A closing quotation mark or bracket after the full stop belongs to the sentence that it closes.
    if matches!(mark, "\"" | "”" | "’" | "'" | ")") && i > 0 && !gap.is_empty() {
        let before = tokens.written(i - 1);
        return matches!(before, "." | "!" | "?") && opens_sentence(tokens, i + 1);
    }
    let dotted = tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word) && mark.ends_with('.');
    if !(dotted || matches!(mark, "." | "!" | "?")) || gap.is_empty() {
        return false;
    }
    if !opens_sentence(tokens, i + 1) {
        return false;
    }
    if dotted {
        // "U.S." before a capital is far more often part of a name than the end of a sentence.
        return matches!(tokens.folded(i), "a.m." | "p.m.");
    }
    mark != "." || !abbreviated(tokens, i)
}

fn opens_sentence(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.get(i).is_none_or(|t| match t.kind {
        TokenKind::Word => t.capital || !t.span.of(tokens.text).starts_with(char::is_lowercase),
        TokenKind::Number => true,
        TokenKind::Mark => !matches!(t.span.of(tokens.text), "," | ";" | ")" | "."),
        TokenKind::Possessive => false,
    })
}

/// Whether the full stop at `i` belongs to an abbreviation or an initial.
fn abbreviated(tokens: &Tokens<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1).and_then(|j| tokens.get(j).map(|t| (j, t))) else { return false };
    let (j, token) = before;
    if token.kind != TokenKind::Word || !tokens.get(i).is_some_and(|t| t.touches) {
        return false;
    }
    let folded = tokens.folded(j);
    let initial = token.capital && folded.chars().count() == 1 && folded != "i";
    initial
        || (token.capital && ABBREVIATIONS.binary_search(&folded).is_ok())
        || matches!(folded, "no" | "approx" | "vs")
            && tokens.get(i + 1).is_some_and(|t| t.kind == TokenKind::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize;

    fn cut(s: &str) -> Vec<String> {
        let t = tokenize(s);
        sentences(&t).iter().map(|x| t.span(x.first, x.end).of(s).to_owned()).collect()
    }

    #[test]
    fn the_table_of_abbreviations_is_sorted_for_binary_search() {
        assert!(ABBREVIATIONS.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn titles_and_country_names_do_not_end_a_sentence() {
        let s = "Gen. Amin Haddad denied it. The U.S. Army did not. Dr. M. Saleh spoke.";
        assert_eq!(cut(s), ["Gen. Amin Haddad denied it.", "The U.S. Army did not.", "Dr. M. Saleh spoke."]);
    }

    #[test]
    fn wrapped_lines_are_one_sentence_and_headlines_end_at_their_line() {
        let wrapped = "Officials in the eastern district said on the following day that the\nbridge had been hit twice.";
        assert_eq!(cut(wrapped).len(), 1);
        assert_eq!(cut("Market hit in Tavrivka\nSeven people were killed.").len(), 2);
    }

    #[test]
    fn a_closing_quotation_mark_stays_with_its_sentence() {
        let s = "“We heard two blasts.” Rescue teams came.";
        assert_eq!(cut(s), ["“We heard two blasts.”", "Rescue teams came."]);
    }
}
