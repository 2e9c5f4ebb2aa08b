//! Walks over tokens and finds dates. Enters: a range of tokens. Leaves: mentions, each with the time of day
//! that stands beside it and the word that leads it in.

use super::calendar::{Calendar, Phrase, Term};
use super::{DateMention, Form, Lead, Third, TimeOfDay};
use text::{TokenKind, Tokens};

/// How many small words may stand between parts of a date. A bound, so that no text takes long.
const NEAR: usize = 6;

/// A range of tokens under reading. Nothing before `from` or from `end` on is looked at.
pub(super) struct Scan<'a, 't> {
    tokens: &'a Tokens<'t>,
    from: usize,
    end: usize,
    /// For each token of the range the phrases of the calendar that begin with its word.
    phrases: Vec<&'static [Phrase]>,
}

impl<'a, 't> Scan<'a, 't> {
    pub(super) fn new(tokens: &'a Tokens<'t>, range: std::ops::Range<usize>) -> Self {
        let end = range.end.min(tokens.len());
        let from = range.start.min(end);
        let calendar = Calendar::embedded();
        let phrases = (from..end).map(|i| calendar.from(tokens.folded(i))).collect();
        Self { tokens, from, end, phrases }
    }

    /// All dates and times of day, in order.
    pub(super) fn mentions(&self) -> Vec<DateMention> {
        let mut out = Vec::new();
        let mut waiting: Option<TimeOfDay> = None;
        let mut i = self.from;
        while i < self.end {
            if let Some(past) = self.no_date(i) {
                i = past;
            } else if let Some((form, past)) = self.date(i) {
                let mention = self.dress(form, i, past, waiting.take(), &mut out);
                i = mention.end.max(i + 1);
                out.push(mention);
            } else if let Some(time) = self.time(i) {
                i = time.end.max(i + 1);
                out.extend(waiting.take().and_then(|t| self.alone(t)));
                waiting = Some(time);
            } else {
                i += 1;
            }
        }
        out.extend(waiting.and_then(|t| self.alone(t)));
        out
    }

    /// A date with the time of day before or after it.
    fn dress(
        &self,
        form: Form,
        first: usize,
        end: usize,
        before: Option<TimeOfDay>,
        out: &mut Vec<DateMention>,
    ) -> DateMention {
        let (before, far) = match before {
            Some(t) if self.leads_to(t.end, first) => (Some(t), None),
            other => (None, other),
        };
        out.extend(far.and_then(|t| self.alone(t)));
        let held = self.held_time(first, end);
        let leads_on = self.is(end - 1, &["after", "before"]);
        let after = if leads_on { None } else { self.time_after(end) };
        let start = before.as_ref().map_or(first, |t| t.first);
        let end = after.as_ref().map_or(end, |t| t.end);
        let time = match (held, before, after) {
            (Some(_), None, Some(a)) if a.clock => Some(a),
            (Some(h), None, _) => Some(h),
            (Some(h), Some(b), _) if !b.clock => Some(self.time_of(b.first, b.first, h.end, false)),
            // The time after a range is of its last day alone.
            (_, before, _) if matches!(form, Form::Range(..)) => before,
            // "early Sunday morning", "late Monday at 11:40 p.m.": the words around the day are one time.
            (_, Some(b), Some(a)) if !b.clock => Some(self.time_of(b.first, b.first, a.end, a.clock)),
            (_, b, a) => b.or(a),
        };
        let lead = match self.lead(start) {
            Lead::Since if matches!(form, Form::Range(..)) && self.led_by(start, &["from"]) => Lead::At,
            lead => lead,
        };
        DateMention { first: start, end, form, time, lead }
    }

    /// The time of day that a phrase such as "last night" holds in itself.
    fn held_time(&self, first: usize, end: usize) -> Option<TimeOfDay> {
        let timed = self.terms(first).any(|(t, past)| {
            past == end && matches!(t, Term::Ago { timed: true, .. } | Term::Shift { timed: true, .. })
        });
        timed.then(|| self.time_of(first, first, end, false))
    }

    /// A time of day with no date beside it, where it is one of the clock or says a point of the day.
    fn alone(&self, time: TimeOfDay) -> Option<DateMention> {
        let whole =
            time.clock || (time.first..time.end).any(|i| self.is(i, &["in", "at", "before", "after"]));
        let (first, end) = (time.first, time.end);
        whole.then_some(DateMention { first, end, form: Form::TimeOnly, time: Some(time), lead: Lead::At })
    }

    /// Whether only small words stand between a time of day and the date after it.
    fn leads_to(&self, from: usize, to: usize) -> bool {
        to >= from
            && to - from <= 3
            && (from..to).all(|i| self.is(i, &[",", "on", "of", "the", "local", "time"]))
    }

    /// The word that leads a date in.
    fn lead(&self, first: usize) -> Lead {
        let mut i = first;
        while i > self.from
            && first - i < NEAR
            && self.is(i - 1, &["the", "on", "about", "around", "last", "early", "late"])
        {
            i -= 1;
        }
        let Some(before) = i.checked_sub(1).filter(|b| *b >= self.from) else { return Lead::At };
        let second = before.checked_sub(1).filter(|b| *b >= self.from).map_or("", |b| self.word(b));
        match self.word(before) {
            "since" => Lead::Since,
            "from" if second != "away" => Lead::Since,
            "until" | "till" | "by" => Lead::Until,
            "before" => Lead::Before,
            "to" if second == "prior" => Lead::Before,
            "after" | "following" => Lead::After,
            "of" if second == "as" => Lead::AsOf,
            _ => Lead::At,
        }
    }

    /// The end of a phrase that only looks like a date.
    fn no_date(&self, i: usize) -> Option<usize> {
        self.terms(i).find(|(t, _)| *t == Term::NotDate).map(|(_, past)| past)
    }

    /// A date, or a range of dates, that begins at a token.
    fn date(&self, i: usize) -> Option<(Form, usize)> {
        if self.is(i, &["overnight"]) && self.is(i + 1, &["into"]) {
            let to = self.skip(i + 2, &["the", "early"]);
            let (form, past) = self.atom(to, false)?;
            return Some((Form::NightInto(Box::new(form)), past));
        }
        let (form, past) = self.atom(i, false)?;
        let (form, past) = self.stretched(i, form, past);
        (!self.names_something(&form, past)).then_some((form, past))
    }

    /// One date, or a list of days of one month. `loose`: it closes a range, so that a bare month or year is
    /// one even without a preposition.
    pub(super) fn atom(&self, i: usize, loose: bool) -> Option<(Form, usize)> {
        if i >= self.end {
            return None;
        }
        if self.kind(i) == Some(TokenKind::Number) {
            return self.fixed(i, loose).or_else(|| self.seen_from(i));
        }
        self.spelled(i, loose).or_else(|| self.seen_from(i))
    }

    /// A date that stands on its own, seen from nothing else but publication.
    pub(super) fn fixed(&self, i: usize, loose: bool) -> Option<(Form, usize)> {
        if self.kind(i) != Some(TokenKind::Number) {
            return self.spelled(i, loose);
        }
        let day = || self.day_first(i).or_else(|| self.movable_day(i));
        self.figures(i).or_else(day).or_else(|| self.bare_year(i, loose))
    }

    /// Joins a date with the one that closes its range: "July 29 to August 2".
    fn stretched(&self, i: usize, form: Form, past: usize) -> (Form, usize) {
        if !stretches(&form) {
            return (form, past);
        }
        let after_time = self.time_after(past).map_or(past, |t| t.end);
        let Some(next) = self.link(i, after_time).or_else(|| self.link(i, past)) else { return (form, past) };
        let next = self.skip(next, &["the", "on", "early", "late"]);
        let next = match self.time(next) {
            Some(t) if self.is(t.end, &["of", "on"]) => self.skip(t.end, &["of", "on", "the"]),
            _ => next,
        };
        match self.atom(next, true) {
            Some((to, end)) if stretches(&to) && !matches!(to, Form::Range(..)) => {
                (Form::Range(Box::new(form), Box::new(to)), end)
            }
            _ => (form, past),
        }
    }

    /// The token after a word or mark that makes a range of the dates on its two sides.
    fn link(&self, first: usize, i: usize) -> Option<usize> {
        let between = self.led_by(first, &["between"]);
        let joins = match self.word(i) {
            "to" | "through" | "thru" | "until" | "till" | "into" | "or" | "–" | "—" | "-" | "‑" => {
                true
            }
            "and" => between,
            _ => return self.token_joined(i).then_some(i),
        };
        joins.then_some(i + 1)
    }

    /// Whether one of the words stands before a token, with no more than an article between.
    pub(super) fn led_by(&self, i: usize, words: &[&str]) -> bool {
        let mut at = i;
        while at > self.from
            && i - at < NEAR
            && self.is(at - 1, &["the", "on", "early", "late", "mid", "about", "around"])
        {
            at -= 1;
        }
        at > self.from && self.is(at - 1, words)
    }

    /// Whether a capitalised word after the date makes a name of it: "23 August Street".
    fn names_something(&self, form: &Form, past: usize) -> bool {
        let bare = matches!(
            form,
            Form::Day { year: None, .. } | Form::Weekday { .. } | Form::Month { year: None, .. }
        );
        bare && self.tokens.get(past).is_some_and(|t| t.capital)
            && self.term(past, |t| (t == Term::NameHead).then_some(())).is_some()
    }

    /// The lower-case word at a token, or nothing outside the range.
    pub(super) fn word(&self, i: usize) -> &'a str {
        if (self.from..self.end).contains(&i) { self.tokens.folded(i) } else { "" }
    }

    /// The first token of the range.
    pub(super) fn from(&self) -> usize {
        self.from
    }

    /// Whether the word at a token is one of these.
    pub(super) fn is(&self, i: usize, words: &[&str]) -> bool {
        let word = self.word(i);
        !word.is_empty() && words.contains(&word)
    }

    /// The first token from `i` on that is none of these words, which are few.
    pub(super) fn skip(&self, i: usize, words: &[&str]) -> usize {
        (i..i + NEAR).find(|j| !self.is(*j, words)).unwrap_or(i + NEAR)
    }

    pub(super) fn kind(&self, i: usize) -> Option<TokenKind> {
        (i < self.end).then(|| self.tokens.get(i)).flatten().map(|t| t.kind)
    }

    pub(super) fn capital(&self, i: usize) -> bool {
        i < self.end && self.tokens.get(i).is_some_and(|t| t.capital)
    }

    pub(super) fn all_caps(&self, i: usize) -> bool {
        i < self.end && self.tokens.get(i).is_some_and(|t| t.all_caps)
    }

    pub(super) fn token_joined(&self, i: usize) -> bool {
        i < self.end && self.tokens.get(i).is_some_and(|t| t.joined)
    }

    pub(super) fn touches(&self, i: usize) -> bool {
        i < self.end && self.tokens.get(i).is_some_and(|t| t.touches)
    }

    /// The meanings of the phrases that begin at a token, the longest first.
    pub(super) fn terms(&self, i: usize) -> impl Iterator<Item = (Term, usize)> + '_ {
        let list = i.checked_sub(self.from).and_then(|n| self.phrases.get(n)).copied().unwrap_or_default();
        list.iter().filter_map(move |p| p.at(self.tokens, i, self.end))
    }

    /// The first meaning at a token that `take` wants, with the token past its phrase.
    pub(super) fn term<T>(&self, i: usize, take: impl Fn(Term) -> Option<T>) -> Option<(T, usize)> {
        self.terms(i).find_map(|(t, past)| Some((take(t)?, past)))
    }

    /// The third of a month or year that is named at a token.
    pub(super) fn third(&self, i: usize) -> Option<(Third, usize)> {
        self.term(i, |t| if let Term::Third(third) = t { Some(third) } else { None })
    }

    /// A time of day with its words from `shown` on.
    pub(super) fn time_of(&self, first: usize, shown: usize, end: usize, clock: bool) -> TimeOfDay {
        let written = self.tokens.span(shown, end).of(self.tokens.text);
        let words = written.split_whitespace().collect::<Vec<_>>().join(" ");
        TimeOfDay { first, end, words, clock }
    }
}

/// Whether a date may open or close a range.
fn stretches(form: &Form) -> bool {
    matches!(
        form,
        Form::Day { .. }
            | Form::Slashed { .. }
            | Form::Month { .. }
            | Form::Year { .. }
            | Form::Weekday { .. }
    )
}
