//! Dates in figures: "2017-08-01", "01/08/2017", "1.8.2017", and the numbers in written dates.

use super::days::YEARS;
use super::scan::Scan;
use super::{Form, YearWord};
use text::TokenKind;

impl Scan<'_, '_> {
    /// A date all in figures that begins at a token.
    pub(super) fn figures(&self, i: usize) -> Option<(Form, usize)> {
        if self.word(i).contains('.') {
            let mut parts = self.word(i).split('.');
            let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
            let form = parts.next().is_none().then(|| in_order(a, b, c)).flatten()?;
            return Some((form, i + 1));
        }
        let joined = |j| self.token_joined(j) && self.kind(j) == Some(TokenKind::Number);
        if joined(i + 1) && joined(i + 2) && !joined(i + 3) && !self.token_joined(i) {
            return Some((in_order(self.word(i), self.word(i + 1), self.word(i + 2))?, i + 3));
        }
        let slash = |j| self.touches(j) && self.is(j, &["/"]) && self.touches(j + 1);
        let within = self.touches(i) && i > self.from() && self.is(i - 1, &["/"]);
        if slash(i + 1) && slash(i + 3) && !slash(i + 5) && !within {
            return Some((in_order(self.word(i), self.word(i + 2), self.word(i + 4))?, i + 5));
        }
        None
    }

    /// The day of a month at a token: "12", "12th".
    pub(super) fn day_number(&self, i: usize) -> Option<i8> {
        if self.kind(i) != Some(TokenKind::Number) {
            return None;
        }
        let word = self.word(i);
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|e| word.strip_suffix(e)).unwrap_or(word);
        if digits.is_empty() || digits.len() > 2 {
            return None;
        }
        digits.parse().ok().filter(|n| (1..=31).contains(n))
    }

    /// Whether the number at a token is written as an ordinal.
    pub(super) fn ordinal(&self, i: usize) -> bool {
        self.word(i).ends_with(|c: char| c.is_ascii_alphabetic())
    }

    /// A year of four digits at a token that is no decade ("1990s") and no part of a longer number.
    pub(super) fn year_number(&self, i: usize) -> Option<i16> {
        let word = self.word(i);
        if word.len() != 4 || self.is(i + 1, &["s", "'s"]) && self.touches(i + 1) {
            return None;
        }
        word.parse().ok().filter(|y| YEARS.contains(y))
    }

    /// The year after a day or a month, with the token past it: ", 2017", "of 2017", "'90", "last year". `short`:
    /// a year of two digits needs no apostrophe.
    pub(super) fn year_after(&self, i: usize, short: bool) -> Option<(YearWord, usize)> {
        let j = self.skip(i, &[",", "/"]).min(i + 1);
        let j = if self.is(j, &["of"]) { j + 1 } else { j };
        if let Some(year) = self.year_number(j) {
            return Some((YearWord::Number(year), j + 1));
        }
        if self.is(j, &["last", "this"]) && self.is(j + 1, &["year"]) {
            return Some((YearWord::Back(i16::from(self.is(j, &["last"]))), j + 2));
        }
        let apostrophe = self.is(j, &["'"]) && self.touches(j + 1);
        let at = if apostrophe { j + 1 } else { j };
        let marked = apostrophe || (short && at == i);
        marked.then(|| two_digits(self.word(at))).flatten().map(|y| (YearWord::Number(y), at + 1))
    }

    /// A year alone, which needs a preposition: "in 2017".
    pub(super) fn bare_year(&self, i: usize, loose: bool) -> Option<(Form, usize)> {
        const BEFORE: &[&str] = &[
            "in",
            "during",
            "since",
            "until",
            "before",
            "after",
            "from",
            "between",
            "by",
            "year",
            "throughout",
        ];
        let led = loose || self.led_by(i, BEFORE);
        let year = self.year_number(i).filter(|_| led && !self.counts_things(i + 1))?;
        Some((Form::Year { year, third: None }, i + 1))
    }

    /// Whether a word that is counted stands at a token: "people", "houses".
    pub(super) fn counts_things(&self, i: usize) -> bool {
        const PEOPLE: &[&str] = &[
            "people",
            "persons",
            "men",
            "women",
            "children",
            "others",
            "more",
            "block",
            "hours",
            "km",
            "percent",
            "%",
            "civilians",
        ];
        let word = self.word(i);
        let plural = word.len() > 4 && word.ends_with('s') && !word.ends_with("ss") && !self.capital(i);
        self.is(i, PEOPLE) || (plural && !self.is(i, &["across", "towards", "besides", "perhaps", "always"]))
    }
}

/// The date that three numbers tell, the year first or last; nothing where they can be no date.
fn in_order(a: &str, b: &str, c: &str) -> Option<Form> {
    let small = |s: &str| s.parse::<i8>().ok().filter(|n| s.len() <= 2 && (1..=31).contains(n));
    if a.len() == 4 {
        let year = a.parse().ok().filter(|y| YEARS.contains(y))?;
        let month = small(b).filter(|m| *m <= 12)?;
        return Some(Form::Day { day: small(c)?, month, year: Some(YearWord::Number(year)), weekday: None });
    }
    let year = if c.len() == 4 { c.parse().ok().filter(|y| YEARS.contains(y)) } else { two_digits(c) }?;
    let (one, two) = (small(a)?, small(b)?);
    (one <= 12 || two <= 12).then_some(Form::Slashed { one, two, year, weekday: None })
}

/// The year that two digits stand for: 00 to 49 in this century, 50 to 99 in the last.
fn two_digits(word: &str) -> Option<i16> {
    let n: i16 = word.parse().ok().filter(|_| word.len() == 2 && word.is_ascii())?;
    (0..=99).contains(&n).then_some(if n < 50 { 2000 + n } else { 1900 + n })
}
