//! What is said of people before the sentence goes on: whose they are, and asides between dashes. Enters: where a phrase
//! for people ends. Leaves: the token past what is said. Looks no further than it is told.

use crate::document::Document;
use crate::sense::Sense;
use text::TokenKind;

/// How many tokens say whose people are, at the most.
const WHOSE: usize = 10;
/// How long an aside between dashes is, at the most.
const ASIDE: usize = 14;

/// The token past "of the Harran family", "from Halmet" and the like; where none stands, the token itself.
pub(crate) fn whose(doc: &Document<'_>, at: usize, limit: usize) -> usize {
    if !matches!(doc.at(at), "of" | "from") {
        return at;
    }
    let limit = limit.min(at + 1 + WHOSE);
    let mut end = at + 1;
    while end < limit && belongs(doc, end) {
        end += 1;
    }
    if end > at + 1 { end } else { at }
}

/// Whether a word can be part of what says whose people are: a name, or a noun for those who belong together.
fn belongs(doc: &Document<'_>, i: usize) -> bool {
    let Some(token) = doc.tokens.get(i) else { return false };
    let name = token.kind == TokenKind::Word && token.capital;
    let together = matches!(
        doc.at(i),
        "the"
            | "a"
            | "an"
            | "same"
            | "one"
            | "single"
            | "extended"
            | "family"
            | "families"
            | "clan"
            | "household"
            | "village"
            | "town"
            | "city"
            | "camp"
            | "neighbourhood"
            | "neighborhood"
            | "al"
            | "-"
            | "’s"
            | "'s"
    );
    (name || together || token.kind == TokenKind::Possessive) && !is_harm(doc, i)
}

/// The token past an aside between dashes or brackets that tells of no harm ("– the mayor's spokesman –"); where none
/// stands, the token itself.
pub(crate) fn aside(doc: &Document<'_>, at: usize, limit: usize) -> usize {
    let close = match doc.at(at) {
        "–" => "–",
        "—" => "—",
        "(" => ")",
        _ => return at,
    };
    let past = (at + 1..limit.min(at + 1 + ASIDE)).find(|i| doc.at(*i) == close);
    past.filter(|end| !(at..*end).any(|i| is_harm(doc, i))).map_or(at, |end| end + 1)
}

fn is_harm(doc: &Document<'_>, i: usize) -> bool {
    doc.sense_at(i, |s| matches!(s, Sense::Harm(_)).then_some(())).is_some()
}
