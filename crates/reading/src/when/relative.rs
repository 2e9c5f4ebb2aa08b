//! Dates seen from publication or from another event: "yesterday", "three days ago", "last week", "two days
//! later", "within 48 hours".

use super::calendar::Term;
use super::scan::Scan;
use super::{Amount, Form, Period, Unit};
use text::TokenKind;

impl Scan<'_, '_> {
    /// A date that is told by its distance, beginning at a token.
    pub(super) fn seen_from(&self, i: usize) -> Option<(Form, usize)> {
        self.phrase(i).or_else(|| self.recent(i)).or_else(|| self.distance(i))
    }

    fn phrase(&self, i: usize) -> Option<(Form, usize)> {
        let take = |t| match t {
            Term::Ago { amount, .. } => Some(Form::Back(amount)),
            Term::Shift { amount, later, .. } => Some(Form::Shift { amount, later, of: None }),
            Term::Period(period) => Some(Form::Period { period, third: None }),
            _ => None,
        };
        let (form, past) = self.term(i, take)?;
        match form {
            Form::Shift { amount, later, .. } if self.is(past - 1, &["before", "after", "of"]) => {
                Some(self.seen_date(amount, later, past))
            }
            other => Some((other, past)),
        }
    }

    /// A distance from the date that follows ("two days after Christmas"), else from another event.
    fn seen_date(&self, amount: Amount, later: bool, past: usize) -> (Form, usize) {
        let at = self.skip(past, &["the", "on"]).min(past + 2);
        let day = |t| if let Term::Ago { amount, .. } = t { Some(Form::Back(amount)) } else { None };
        match self.fixed(at, false).or_else(|| self.term(at, day)) {
            Some((form, end)) if !matches!(form, Form::Range(..)) => {
                (Form::Shift { amount, later, of: Some(Box::new(form)) }, end)
            }
            _ => (Form::Shift { amount, later, of: None }, past),
        }
    }

    /// "the past 24 hours", "the last two days", "within 48 hours", "less than 48 hours after".
    fn recent(&self, i: usize) -> Option<(Form, usize)> {
        const NEAR: &[&str] = &["past", "last", "previous", "preceding"];
        let within = self.is(i, &["within"]);
        let j = if within { self.skip(i + 1, &["the"]) } else { i };
        let fewer = self.is(j, &["less", "fewer", "under"]);
        let j = if fewer { self.skip(j + 1, &["than"]) } else { j };
        let near = self.is(j, NEAR);
        let j = if near { j + 1 } else { j };
        if !(within || fewer || near) {
            return None;
        }
        let past_unit = || self.unit(j).filter(|_| self.is(j - 1, &["past"])).map(|(u, e)| (one(u), e));
        let (amount, past) = self.amount(j).or_else(past_unit)?;
        let amount = Amount { least: 0, ..amount };
        if near {
            return Some((Form::Back(amount), past));
        }
        match self.word(past) {
            "ago" => Some((Form::Back(amount), past + 1)),
            "after" | "later" | "of" => Some(self.seen_date(amount, true, past + 1)),
            "before" | "earlier" => Some(self.seen_date(amount, false, past + 1)),
            // "less than a year old" is an age, "in less than five minutes" a pace.
            _ => {
                let days = matches!(amount.unit, Unit::Hour | Unit::Day | Unit::Week);
                (days && !self.is(past, &["old"])).then_some((Form::Within(amount), past))
            }
        }
    }

    /// "three days ago", "two weeks earlier", "hours later".
    fn distance(&self, i: usize) -> Option<(Form, usize)> {
        let bare = || {
            let (unit, past) = self.unit(i).filter(|_| self.word(i).ends_with('s'))?;
            let least = if unit == Unit::Hour { 1 } else { 2 };
            Some((Amount { least, most: 7, unit }, past))
        };
        let (amount, past) = self.amount(i).or_else(bare)?;
        match self.word(past) {
            "ago" => Some((Form::Back(amount), past + 1)),
            "later" | "afterwards" | "afterward" => {
                Some((Form::Shift { amount, later: true, of: None }, past + 1))
            }
            "earlier" | "previously" | "beforehand" | "prior" => {
                Some((Form::Shift { amount, later: false, of: None }, past + 1))
            }
            "after" => Some(self.seen_date(amount, true, past + 1)),
            "before" => Some(self.seen_date(amount, false, past + 1)),
            _ => None,
        }
    }

    /// A length of time: "two days", "a few weeks", "48 hours".
    fn amount(&self, i: usize) -> Option<(Amount, usize)> {
        let (least, most, past) = if self.kind(i) == Some(TokenKind::Number) {
            let n = self.word(i).parse().ok().filter(|n| (0..=9999).contains(n))?;
            (n, n, i + 1)
        } else {
            let number = |t| if let Term::Number { least, most } = t { Some((least, most)) } else { None };
            let ((least, most), past) = self.term(i, number)?;
            (least, most, past)
        };
        let (unit, end) = self.unit(past)?;
        let half = self.is(end, &["and"]) && self.is(end + 1, &["a"]) && self.is(end + 2, &["half"]);
        let (most, end) = if half { (most + 1, end + 3) } else { (most, end) };
        Some((Amount { least, most, unit }, end))
    }

    fn unit(&self, i: usize) -> Option<(Unit, usize)> {
        self.term(i, |t| if let Term::Unit(u) = t { Some(u) } else { None })
    }
}

fn one(unit: Unit) -> Amount {
    Amount { least: 1, most: 1, unit }
}

impl Period {
    /// Whether the period has thirds of its own: months and years have.
    pub(super) fn is_long(self) -> bool {
        matches!(self, Self::ThisMonth | Self::LastMonth | Self::ThisYear | Self::LastYear)
    }
}
