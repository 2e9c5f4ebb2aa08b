//! Days and feasts that move through the civil year: "15 Ramadan 1438", "the second day of Eid al-Adha", "Palm Sunday".

use super::calendar::Term;
use super::movable::HIJRI_YEARS;
use super::scan::Scan;
use super::{Form, Movable, Unit, YearWord};

/// Small words between a day and its month or feast, at most.
const SMALL: usize = 4;

impl Scan<'_, '_> {
    /// A day or feast that begins with a word.
    pub(super) fn movable(&self, i: usize) -> Option<(Form, usize)> {
        if let Some((feast, past)) = self.feast(i) {
            return Some(self.moved(feast, past));
        }
        if let Some((month, name, past)) = self.hijri_month(i) {
            return self.in_hijri_month(i, month, name, past);
        }
        let ordinal = |t| if let Term::Ordinal(n) = t { Some(n) } else { None };
        let (n, past) = self.term(i, ordinal)?;
        self.of_movable(n, past, true)
    }

    /// "15 Ramadan", "the 3rd day of Eid al-Adha": a day in figures, with its month or feast.
    pub(super) fn movable_day(&self, i: usize) -> Option<(Form, usize)> {
        let sure = self.ordinal(i) || self.led_by(i, &["on", "in", "since", "until", "dated"]);
        self.of_movable(self.day_number(i)?, i + 1, sure)
    }

    /// What a day is a day of: a feast, or a month of the Hijri calendar.
    fn of_movable(&self, n: i8, past: usize, sure: bool) -> Option<(Form, usize)> {
        let at = self.past_small(past);
        if let Some((feast, past)) = self.feast(at) {
            return Some(self.moved(feast.nth(n)?, past));
        }
        let (month, name, past) = self.hijri_month(at)?;
        let day = u8::try_from(n).ok().filter(|day| (1..=30).contains(day))?;
        let (form, past) = self.moved(Movable::Hijri { month, first: day, last: day }, past);
        let dated = !matches!(form, Form::Movable { year: None, .. });
        (dated || sure || !name).then_some((form, past))
    }

    /// "Ramadan 15, 1438", "Ramadan 1438", "during Ramadan".
    fn in_hijri_month(&self, i: usize, month: u8, name: bool, past: usize) -> Option<(Form, usize)> {
        if let Some(day) = self.day_number(past).and_then(|day| u8::try_from(day).ok()) {
            let (form, end) = self.moved(Movable::Hijri { month, first: day, last: day }, past + 1);
            let dated = !matches!(form, Form::Movable { year: None, .. });
            return (dated || (!name && !self.counts_things(past + 1))).then_some((form, end));
        }
        let (form, past) = self.moved(Movable::month(month), past);
        let dated = !matches!(form, Form::Movable { year: None, .. });
        let month_of = self.is(i.wrapping_sub(1), &["month"])
            || self.unit_before(i)
            || self.is(i.wrapping_sub(1), &["of"]) && self.is(i.wrapping_sub(2), &["month"]);
        let led = self.led_by(i, &["in", "during", "since", "throughout", "until", "before", "after"]);
        (dated || month_of || led).then_some((form, past))
    }

    fn feast(&self, i: usize) -> Option<(Movable, usize)> {
        self.term(i, |t| if let Term::Movable(feast) = t { Some(feast) } else { None })
    }

    fn hijri_month(&self, i: usize) -> Option<(u8, bool, usize)> {
        let take = |t| if let Term::HijriMonth { month, name } = t { Some((month, name)) } else { None };
        self.term(i, take).map(|((month, name), past)| (month, name, past))
    }

    /// With the year behind it, or the civil date that is told to be the same.
    fn moved(&self, day: Movable, past: usize) -> (Form, usize) {
        let (year, past) = match self.hijri_year(past).or_else(|| self.year_after(past, false)) {
            Some((year, past)) => (Some(year), past),
            None => (None, past),
        };
        let form = Form::Movable { day, year, weekday: None };
        self.same_day(past).unwrap_or((form, past))
    }

    /// A year of the Hijri calendar, with the mark of its era.
    fn hijri_year(&self, past: usize) -> Option<(YearWord, usize)> {
        let at = self.skip(past, &[",", "of"]).min(past + 2);
        let year: i16 = self.word(at).parse().ok().filter(|year| HIJRI_YEARS.contains(year))?;
        let era = self.term(at + 1, |t| (t == Term::HijriEra).then_some(()));
        Some((YearWord::Number(year), era.map_or(at + 1, |((), past)| past)))
    }

    /// The civil date behind a word or mark that says it is the same day.
    fn same_day(&self, past: usize) -> Option<(Form, usize)> {
        let open = self.is(past, &["("]);
        let told = self.skip(past, &[","]).min(past + 1);
        let at = match self.term(told, |t| (t == Term::SameDay).then_some(())) {
            Some(((), past)) => self.skip(past, &["to", "the", ":"]),
            None if open || self.is(past, &["/", "=", "-", "–"]) => past + 1,
            None => return None,
        };
        let found = self.figures(at).or_else(|| self.day_first(at)).or_else(|| self.spelled(at, false));
        let (form, end) =
            found.filter(|(form, _)| matches!(form, Form::Day { .. } | Form::Slashed { .. }))?;
        Some((form, if open && self.is(end, &[")"]) { end + 1 } else { end }))
    }

    /// The first token that is no small word between a day and what it is a day of.
    fn past_small(&self, i: usize) -> usize {
        let small = |j: usize| {
            let unit = |t| matches!(t, Term::Unit(Unit::Day | Unit::Month)).then_some(());
            self.is(j, &["of", "the", "day", "days", "month"]) || self.term(j, unit).is_some()
        };
        (i..i + SMALL).find(|j| !small(*j)).unwrap_or(i + SMALL)
    }

    /// Whether the word for a month stands before a token.
    fn unit_before(&self, i: usize) -> bool {
        let before = i.checked_sub(1).filter(|before| *before >= self.from());
        before.is_some_and(|j| self.term(j, |t| (t == Term::Unit(Unit::Month)).then_some(())).is_some())
    }
}
