//! A report made ready for reading: tokens, sentences, marks. Enters: a report's text. Leaves: positions and
//! the quotes of them. Never changes the text.

use crate::arabic;
use crate::language::{self, Cut};
use crate::lexicon::{Lexicon, Mark};
use crate::sense::{Cue, Sense};
use crate::uncased;
use text::{CodePoints, Sentence, Span, TokenKind, Tokens};
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
    /// Tokens that are to be shown and not to be read; see [`Cut`].
    foreign: Vec<bool>,
}

/// Whether "May" is the month where the lexicon finds the verb "may": it has a capital inside a sentence, or a number beside it.
fn is_month(tokens: &Tokens<'_>, mark: &Mark<'_>) -> bool {
    let verb = matches!(mark.sense, Sense::Cue(Cue::Unreal)) && tokens.folded(mark.first) == "may";
    let number =
        |i: Option<usize>| i.and_then(|i| tokens.get(i)).is_some_and(|t| t.kind == TokenKind::Number);
    let before = mark.first.checked_sub(1);
    let inside = before.and_then(|i| tokens.get(i)).is_some_and(|t| t.kind != TokenKind::Mark);
    let capital = tokens.get(mark.first).is_some_and(|t| t.capital && !t.all_caps);
    verb && mark.end == mark.first + 1 && capital && (inside || number(before) || number(Some(mark.end)))
}

impl<'t> Document<'t> {
    #[cfg(test)]
    pub(crate) fn new(text: &'t str, lexicon: &'t Lexicon) -> Self {
        Self::with_names(text, lexicon, &|_| false)
    }

    /// A document in which words are cut so that the names of places stay whole: `is_name` knows them by their folded
    /// form.
    pub(crate) fn with_names(text: &'t str, lexicon: &'t Lexicon, is_name: &dyn Fn(&str) -> bool) -> Self {
        let Cut { tokens, foreign } = language::cut(text, is_name);
        let sentences = text::sentences(&tokens);
        let mut marks = lexicon.marks(&tokens);
        marks.retain(|m| !foreign.get(m.first).copied().unwrap_or(false) && !is_month(&tokens, m));
        let mut marks_from = vec![0; tokens.len() + 1];
        for mark in &marks {
            marks_from[mark.first + 1] += 1;
        }
        for i in 1..marks_from.len() {
            marks_from[i] += marks_from[i - 1];
        }
        let points = CodePoints::new(text);
        let mut doc = Self { tokens, sentences, marks, marks_from, points, foreign };
        if !doc.foreign.is_empty() {
            let names = uncased::names(&doc);
            doc.tokens.capitalize(names.into_iter().flatten());
        }
        doc
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

    /// Whether a token stands in a passage of a script without capitals, and is read as part of it.
    pub(crate) fn is_uncased(&self, i: usize) -> bool {
        self.tokens.written(i).starts_with(text::is_arabic) && !self.foreign.get(i).copied().unwrap_or(false)
    }

    /// Whether a word is written with an article that is part of it.
    pub(crate) fn has_article(&self, i: usize) -> bool {
        let written = self.tokens.written(i);
        self.is_uncased(i) && arabic::without_article(written) != written
    }

    /// The sentence that holds a token.
    pub(crate) fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.end <= token).min(self.sentences.len().saturating_sub(1))
    }
}
