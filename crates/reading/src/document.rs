//! A report made ready for reading: tokens, sentences, marks. Enters: a report's text. Leaves: positions and
//! the quotes of them. Never changes the text.

use crate::lexicon::{Lexicon, Mark};
use crate::sense::Sense;
use text::{CodePoints, Sentence, Span, Tokens};
use value::Quote;

/// A report's text with everything that later steps look up in it.
#[derive(Debug)]
pub(crate) struct Document<'t> {
    pub(crate) tokens: Tokens<'t>,
    pub(crate) sentences: Vec<Sentence>,
    marks: Vec<Mark<'t>>,
    /// `marks_from[i]..marks_from[i + 1]` are the marks that begin at token `i`.
    marks_from: Vec<u32>,
    points: CodePoints<'t>,
}

impl<'t> Document<'t> {
    pub(crate) fn new(text: &'t str, lexicon: &'t Lexicon) -> Self {
        let tokens = text::tokenize(text);
        let sentences = text::sentences(&tokens);
        let marks = lexicon.marks(&tokens);
        let mut marks_from = vec![0; tokens.len() + 1];
        for mark in &marks {
            marks_from[mark.first + 1] += 1;
        }
        for i in 1..marks_from.len() {
            marks_from[i] += marks_from[i - 1];
        }
        let points = CodePoints::new(text);
        Self { tokens, sentences, marks, marks_from, points }
    }

    /// The marks that begin at a token.
    pub(crate) fn marks_at(&self, i: usize) -> &[Mark<'t>] {
        let edge = |j: usize| self.marks_from.get(j).map_or(self.marks.len(), |n| *n as usize);
        self.marks.get(edge(i)..edge(i + 1)).unwrap_or(&[])
    }

    /// The marks that begin in a range of tokens, with the senses that `take` wants.
    pub(crate) fn senses<'s, S: 't>(
        &'s self,
        range: std::ops::Range<usize>,
        take: impl Fn(&'t Sense) -> Option<S> + 's,
    ) -> impl Iterator<Item = (usize, usize, S)> + 's {
        range.flat_map(|i| self.marks_at(i)).filter_map(move |m| Some((m.first, m.end, take(m.sense)?)))
    }

    /// The first sense at a token that `take` wants, with the token past its phrase.
    pub(crate) fn sense_at<S>(&self, i: usize, take: impl Fn(&'t Sense) -> Option<S>) -> Option<(usize, S)> {
        self.marks_at(i).iter().find_map(|m| Some((m.end, take(m.sense)?)))
    }

    /// The words of tokens `first..end` as a quote.
    pub(crate) fn quote(&self, first: usize, end: usize) -> Quote {
        self.quote_span(self.tokens.span(first, end))
    }

    /// The words of a span of bytes as a quote.
    pub(crate) fn quote_span(&self, span: Span) -> Quote {
        Quote {
            start: self.points.at(span.start),
            end: self.points.at(span.end),
            quote: span.of(self.tokens.text).to_owned(),
        }
    }

    /// The words of tokens `first..end` on one line.
    pub(crate) fn words(&self, first: usize, end: usize) -> String {
        let written = self.tokens.span(first, end).of(self.tokens.text);
        written.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The lower-case form of a token.
    pub(crate) fn at(&self, i: usize) -> &str {
        self.tokens.folded(i)
    }

    /// The sentence that holds a token.
    pub(crate) fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.end <= token).min(self.sentences.len().saturating_sub(1))
    }
}
