//! Rules of law that a report invokes, or that the means it tells of engage. Enters: a document. Leaves: the
//! rules by name with the words behind them. Never says that a rule was broken.

use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::sense::Sense;
use std::sync::OnceLock;
use text::TokenKind;
use value::{Norm, Quote};

/// Resolutions of the Security Council are numbered from 1 without end; a larger number is a case number or a year.
const HIGHEST_RESOLUTION: u32 = 3500;

/// How many tokens around "resolution" may say whose it is.
const BODY_REACH: usize = 10;

/// The rules of law that are known by name.
#[derive(Debug)]
pub(crate) struct Norms {
    names: Vec<&'static str>,
    phrases: Vec<(&'static str, usize)>,
    /// Number and year of resolutions of the UN Security Council, sorted.
    resolutions: Vec<(u32, u32)>,
}

impl Norms {
    /// The rules that are part of the program.
    pub(crate) fn embedded() -> &'static Self {
        static NORMS: OnceLock<Norms> = OnceLock::new();
        NORMS.get_or_init(|| Self::parse(include_str!("../../../data/registry/norms.tsv")))
    }

    fn parse(file: &'static str) -> Self {
        let mut out = Self { names: Vec::new(), phrases: Vec::new(), resolutions: Vec::new() };
        for line in file.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
            let columns: Vec<&'static str> = line.split('\t').map(str::trim).collect();
            match columns.as_slice() {
                ["@resolution", number, year] => {
                    out.resolutions.extend(number.parse().ok().zip(year.parse().ok()));
                }
                [name, phrases] => {
                    let at = out.names.len();
                    out.phrases.extend(phrases.split('|').map(|p| (p.trim(), at)));
                    out.names.push(name);
                }
                _ => {}
            }
        }
        out.resolutions.sort_unstable();
        out
    }

    /// Adds every phrase to a lexicon.
    pub(crate) fn add_to(&self, lexicon: &mut Lexicon) {
        for (phrase, at) in &self.phrases {
            lexicon.add(phrase, Sense::Norm(*at));
        }
    }

    fn year(&self, number: u32) -> Option<u32> {
        let at = self.resolutions.binary_search_by_key(&number, |r| r.0).ok()?;
        self.resolutions.get(at).map(|r| r.1)
    }
}

/// The rules that a document invokes or engages, in the order of first mention, each once.
pub(crate) fn norms(doc: &Document) -> Vec<Norm> {
    let known = Norms::embedded();
    let mut found: Vec<(String, Quote)> = Vec::new();
    for i in 0..doc.tokens.len() {
        if let Some((end, at)) = doc.sense_at(i, |s| if let Sense::Norm(n) = s { Some(*n) } else { None }) {
            found.extend(known.names.get(at).map(|name| ((*name).to_owned(), doc.quote(i, end))));
        }
        found.extend(resolutions(doc, known, i));
    }
    let mut out: Vec<Norm> = Vec::new();
    for (name, quote) in found {
        if let Some(norm) = out.iter_mut().find(|n| n.name == name) {
            norm.spans.push(quote);
        } else {
            let as_written = quote.quote.split_whitespace().collect::<Vec<_>>().join(" ");
            out.push(Norm { name, as_written, spans: vec![quote] });
        }
    }
    out
}

/// Whose resolution it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    SecurityCouncil,
    GeneralAssembly,
    HumanRightsCouncil,
    Untold,
}

/// The resolutions that a word at token `i` introduces: "resolution No. 2253", "resolutions 2139 and 2165".
fn resolutions(doc: &Document, known: &Norms, i: usize) -> Vec<(String, Quote)> {
    let short = matches!(doc.at(i), "unscr" | "unscrs" | "scr");
    if !short && !matches!(doc.at(i), "resolution" | "resolutions") {
        return Vec::new();
    }
    let body = if short { Body::SecurityCouncil } else { body_near(doc, i) };
    let mut out = Vec::new();
    let mut at = i + 1;
    let mut first = i;
    while let Some((number, from, end)) = number_at(doc, at) {
        let (year, end) = year_at(doc, end).map_or((known.year(number), end), |(y, e)| (Some(y), e));
        if body == Body::Untold && known.year(number).is_none() {
            return out;
        }
        out.push((named(body, number, year), doc.quote(first, end)));
        at = end;
        while matches!(doc.at(at), "," | "and" | "&" | "or" | ";") {
            at += 1;
        }
        if at == end || from == at {
            break;
        }
        first = at;
    }
    out
}

/// A number of a resolution with "No." or "#" before it: the number, its token and the token past it.
fn number_at(doc: &Document, i: usize) -> Option<(u32, usize, usize)> {
    let mut at = i;
    while matches!(doc.at(at), "no" | "nos" | "nr" | "number" | "numbers" | "." | "#" | "n°" | "°")
        && at < i + 3
    {
        at += 1;
    }
    let token = doc.tokens.get(at).filter(|t| t.kind == TokenKind::Number)?;
    let number: u32 = token.span.of(doc.tokens.text).parse().ok()?;
    let dated = (1945..=2099).contains(&number) && doc.at(at + 1) == ")";
    ((1..=HIGHEST_RESOLUTION).contains(&number) && !dated).then_some((number, at, at + 1))
}

/// A year in brackets or after "of": "(2015)", "of 2015".
fn year_at(doc: &Document, i: usize) -> Option<(u32, usize)> {
    let (at, close) = match doc.at(i) {
        "(" => (i + 1, ")"),
        "of" => (i + 1, ""),
        _ => return None,
    };
    let year: u32 = doc.at(at).parse().ok().filter(|y| (1946..=2099).contains(y))?;
    let closed = close.is_empty() || doc.at(at + 1) == close;
    closed.then_some((year, at + 1 + close.len()))
}

/// Whose resolution the words around it say it is; the nearest word wins.
fn body_near(doc: &Document, i: usize) -> Body {
    let body = |j: usize| match (doc.at(j), doc.at(j + 1)) {
        ("security", "council") | ("unsc", _) => Some(Body::SecurityCouncil),
        ("general", "assembly") | ("unga", _) => Some(Body::GeneralAssembly),
        ("rights", "council") => Some(Body::HumanRightsCouncil),
        _ => None,
    };
    (1..=BODY_REACH)
        .find_map(|d| i.checked_sub(d).and_then(body).or_else(|| body(i + d)))
        .or_else(|| (0..i.saturating_sub(BODY_REACH)).rev().take(40).find_map(body))
        .unwrap_or(Body::Untold)
}

fn named(body: Body, number: u32, year: Option<u32>) -> String {
    let of = match body {
        Body::SecurityCouncil | Body::Untold => "UNSCR",
        Body::GeneralAssembly => "UNGA Resolution",
        Body::HumanRightsCouncil => "UN Human Rights Council Resolution",
    };
    let year = if matches!(body, Body::SecurityCouncil | Body::Untold) { year } else { None };
    year.map_or_else(|| format!("{of} {number}"), |y| format!("{of} {number} ({y})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut lexicon = Lexicon::default();
        Norms::embedded().add_to(&mut lexicon);
        let doc = Document::new(text, &lexicon);
        norms(&doc).into_iter().map(|n| format!("{} <- {}", n.name, n.as_written)).collect()
    }

    #[test]
    fn every_line_of_the_file_is_read_and_no_phrase_stands_for_two_rules() {
        let file = include_str!("../../../data/registry/norms.tsv");
        let rows = file.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).count();
        let known = Norms::embedded();
        assert_eq!(known.names.len() + known.resolutions.len(), rows);
        let mut phrases: Vec<&str> = known.phrases.iter().map(|p| p.0).collect();
        phrases.sort_unstable();
        assert!(phrases.windows(2).all(|w| w[0] != w[1]));
        assert!(known.resolutions.windows(2).all(|w| w[0].0 < w[1].0));
    }

    #[test]
    fn resolutions_are_named_by_number_and_year() {
        for (text, norms) in [
            ("It cited resolution No.2253.", &["UNSCR 2253 (2015) <- resolution No.2253"][..]),
            ("UNSCR 2139 was cited.", &["UNSCR 2139 (2014) <- UNSCR 2139"]),
            ("Resolution 1325 (2000) says so.", &["UNSCR 1325 (2000) <- Resolution 1325 (2000)"]),
            (
                "Security Council resolutions 2139, 2165 and 2254 say so.",
                &[
                    "UNSCR 2139 (2014) <- resolutions 2139",
                    "UNSCR 2165 (2014) <- 2165",
                    "UNSCR 2254 (2015) <- 2254",
                ],
            ),
            // One that the file lacks is known by the body that passed it.
            ("Security Council resolution 3001 says so.", &["UNSCR 3001 <- resolution 3001"]),
            ("General Assembly resolution 194 says so.", &["UNGA Resolution 194 <- resolution 194"]),
            ("Council members passed resolution 12 on parking.", &[]),
            ("A resolution of 1024 by 768 dots.", &[]),
        ] {
            assert_eq!(read(text), norms, "{text}");
        }
    }

    #[test]
    fn a_means_engages_the_rules_on_it_whoever_used_it() {
        for (text, name) in [
            ("They fired white phosphorus.", "CCW Protocol III (incendiary weapons)"),
            ("Cluster bombs fell on a field.", "Convention on Cluster Munitions (2008)"),
            ("A chlorine attack was reported.", "Chemical Weapons Convention (1993)"),
            ("Two chlorine barrel bombs fell.", "Chemical Weapons Convention (1993)"),
            ("Sarin was found in the soil.", "Chemical Weapons Convention (1993)"),
            ("It broke the laws of war, she said.", "International humanitarian law"),
            ("It broke the UN Charter, she said.", "UN Charter"),
            ("It broke international law, she said.", "International law"),
            ("The Second Geneva Convention holds.", "Geneva Convention II ("),
            ("Additional Protocol III holds.", "Additional Protocol III (2005)"),
            ("CCW Protocol IV holds.", "CCW Protocol IV ("),
            ("CCW Protocol I holds.", "CCW Protocol I ("),
            ("The Arms Trade Treaty holds.", "Arms Trade Treaty (2013)"),
        ] {
            assert!(read(text).iter().any(|n| n.starts_with(name)), "{text}");
        }
    }

    #[test]
    fn a_substance_of_daily_use_engages_no_rule_by_itself() {
        for text in ["Chlorine is put into the wells.", "A smell of chlorine gas hung by the pool."] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn law_in_general_is_not_the_law_of_war() {
        assert_eq!(
            read("It cited international law and the law of armed conflict."),
            [
                "International law <- international law",
                "International humanitarian law <- the law of armed conflict",
            ]
        );
    }

    #[test]
    fn a_rule_that_stands_twice_is_one_with_two_spans() {
        let mut lexicon = Lexicon::default();
        Norms::embedded().add_to(&mut lexicon);
        let doc = Document::new("International law matters. We keep international law.", &lexicon);
        let norms = norms(&doc);
        assert_eq!(norms.len(), 1);
        assert_eq!(norms[0].spans.len(), 2);
    }
}
