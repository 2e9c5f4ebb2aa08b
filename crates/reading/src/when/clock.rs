//! Times of day: "around 7 p.m.", "20:30", "0700 hours", "shortly after midnight", "in the early hours".

use super::TimeOfDay;
use super::calendar::Term;
use super::scan::Scan;
use text::TokenKind;

/// Words before a time that belong to it as written.
const ABOUT: &[&str] = &[
    "about",
    "after",
    "approximately",
    "around",
    "before",
    "circa",
    "just",
    "nearly",
    "roughly",
    "shortly",
    "soon",
    "almost",
];

impl Scan<'_, '_> {
    /// A time of day that begins at a token.
    pub(super) fn time(&self, i: usize) -> Option<TimeOfDay> {
        let j = self.skip(i, &["at", "in", "the", "by", "during"]).min(i + 3);
        let core = self.skip(j, ABOUT).min(j + 3);
        let core = self.skip(core, &["the"]).min(core + 1);
        if let Some(end) = self.clock(core, core > i) {
            return Some(self.time_of(i, j, end, true));
        }
        let end = self.part(core)?;
        // "after the night raid": the words before a part of the day belong to it only where it ends the phrase.
        let led = core == i || self.is(i, &["at", "in", "during", "by"]) || !self.is(core - 1, &["the"]);
        led.then(|| self.time_of(i, j, end, false))
    }

    /// The time of day right after a date: " night", " at 7 p.m.", ", shortly after midnight".
    pub(super) fn time_after(&self, past: usize) -> Option<TimeOfDay> {
        let j = self.skip(past, &[","]).min(past + 1);
        let first = self.time(j)?;
        if j > past && !first.clock && first.end - first.first < 2 {
            return None;
        }
        // "Monday morning at 7": the finer words are the time, and the part of the day stays among them.
        let more = (!first.clock).then(|| self.time(first.end)).flatten().filter(|t| t.clock);
        Some(more.map_or_else(|| first.clone(), |m| self.time_of(first.first, first.first, m.end, true)))
    }

    /// The end of a part of the day: "early morning", "dawn", "early hours"; or "early", "late" before a day.
    fn part(&self, i: usize) -> Option<usize> {
        let part = |j| self.term(j, |t| if let Term::DayPart { point } = t { Some(point) } else { None });
        if let Some((_, past)) = part(i) {
            let unit = self.is(past, &["ago", "before", "earlier", "later", "after"]);
            return (!unit).then_some(past);
        }
        if !self.is(i, &["early", "late", "mid"]) {
            return None;
        }
        if let Some((_, past)) = part(i + 1) {
            return Some(past);
        }
        let on = self.skip(i + 1, &["on"]).min(i + 2);
        let day =
            self.term(on, |t| matches!(t, Term::Weekday { .. } | Term::Ago { .. }).then_some(())).is_some();
        let month = |t| matches!(t, Term::Month { .. }).then_some(());
        let dated = self.day_first(on).is_some()
            || self.term(on, month).is_some_and(|((), j)| self.day_number(j).is_some());
        (day || (dated && on > i + 1)).then_some(i + 1)
    }

    /// The end of a time of the clock. `led`: a word such as "at" stands before it, so that four bare digits do.
    fn clock(&self, i: usize, led: bool) -> Option<usize> {
        let hour = self.hour(i)?;
        let minutes = self.is(i + 1, &[":"]) && self.touches(i + 1) && self.touches(i + 2);
        if minutes {
            self.number(i + 2, 2).filter(|m| *m < 60 && hour < 25)?;
            let seconds = self.is(i + 3, &[":"]) && self.touches(i + 4);
            let end = if seconds && self.number(i + 4, 2).is_some() { i + 5 } else { i + 3 };
            return Some(self.zone(self.half(end).unwrap_or(end)));
        }
        if let Some(end) = self.half(i + 1).or_else(|| self.is(i + 1, &["o'clock"]).then_some(i + 2)) {
            return (hour < 25).then(|| self.zone(end));
        }
        let military = self.number(i, 4).is_some_and(|n| n < 2400 && n % 100 < 60);
        let marked = self.is(i + 1, &["hours", "hrs", "hr", "gmt", "utc", "local"]);
        let bare = led && self.is(i - 1, &["at", "around", "about"]) && self.word(i).starts_with('0');
        (military && (marked || bare))
            .then(|| self.zone(if self.is(i + 1, &["hours", "hrs", "hr"]) { i + 2 } else { i + 1 }))
    }

    /// The hour that the number at a token begins with: 7 of "7", "7.30", "0730".
    fn hour(&self, i: usize) -> Option<u32> {
        if self.kind(i) == Some(TokenKind::Word) {
            // "seven o'clock"
            let number = |t| {
                if let Term::Number { least, most } = t { (least == most).then_some(least) } else { None }
            };
            let (n, past) = self.term(i, number)?;
            return (past == i + 1 && self.is(i + 1, &["o'clock", "am", "pm", "a.m.", "p.m."]))
                .then_some(n.unsigned_abs());
        }
        if self.kind(i) != Some(TokenKind::Number) || self.token_joined(i) {
            return None;
        }
        let word = self.word(i);
        let (hour, minutes) = word.split_once('.').unwrap_or((word, "00"));
        let fits = hour.len() <= 4 && minutes.len() == 2 && minutes.parse::<u32>().is_ok_and(|m| m < 60);
        fits.then(|| hour.parse().ok()).flatten()
    }

    /// The number of so many digits at a token.
    fn number(&self, i: usize, digits: usize) -> Option<u32> {
        let word = self.word(i);
        (word.len() == digits).then(|| word.parse().ok()).flatten()
    }

    /// The end of "a.m." or "p.m." in any of its spellings.
    fn half(&self, i: usize) -> Option<usize> {
        if self.is(i, &["am", "pm", "a.m.", "p.m.", "a.m", "p.m"]) {
            return Some(i + 1);
        }
        let parted = self.is(i, &["a", "p"])
            && self.is(i + 1, &["."])
            && self.is(i + 2, &["m"])
            && self.touches(i + 2);
        let end = if self.touches(i + 3) && self.is(i + 3, &["."]) { i + 4 } else { i + 3 };
        parted.then_some(end)
    }

    /// The end of the time with its zone: " local time", " GMT".
    fn zone(&self, i: usize) -> usize {
        if self.is(i, &["local"]) && self.is(i + 1, &["time"]) {
            return i + 2;
        }
        if self.is(i, &["gmt", "utc", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt"]) {
            i + 1
        } else {
            i
        }
    }
}
