//! The day of an event, chosen among all the days that a report tells. Enters: a scene. Leaves: the day with its
//! words; the rules' own day is a candidate like the others.

use super::scene::Scene;
use super::{Answer, Facts, Kind, Trace, greatest, plain, step, times};
use crate::sense::Cue;
use crate::when::{DateMention, Form, Lead};
use jiff::civil::Date;
use value::When;

/// How many dates of a report are looked at; a bound, so that no text takes long.
const MOST: usize = 48;

/// A range of days that a report tells.
struct Candidate {
    when: When,
    /// The mention that tells it best: the first in the event, else the first.
    mention: usize,
    in_event: bool,
    told: usize,
    facts: Facts,
}

/// Chooses the day; `None` leaves what the rules have.
pub(crate) fn choose(scene: &Scene<'_, '_>, trace: &mut Trace) -> Option<(When, usize)> {
    let mut all = candidates(scene, trace);
    compare(scene, &mut all);
    let weights = Kind::Date.weights();
    let mut none = trace.facts();
    none.put(&["no day"]);
    none.put(&["no day of ", times(all.len())]);
    let abstain = scene.event.when.is_none() && !all.is_empty();
    if trace.wanted() {
        let none = abstain.then(|| (none.words().to_vec(), Answer::None));
        let days = all
            .iter()
            .filter_map(|c| Some((c.facts.words().to_vec(), Answer::Days(c.when.start?, c.when.end?))));
        trace.keep(Kind::Date, days.chain(none));
    }
    let best = greatest(all.iter().map(|c| weights.sum(&c.facts)))?;
    let sure = !abstain || weights.sum(&all[best].facts) > weights.sum(&none);
    let chosen = all.swap_remove(best);
    sure.then_some((chosen.when, chosen.mention))
}

fn candidates(scene: &Scene<'_, '_>, trace: &Trace) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    let anchor = scene.event.when.as_ref().and_then(|w| w.start.or(w.end));
    for (i, mention) in scene.dates.iter().enumerate().take(MOST) {
        let by_rule = scene.event.date == Some(i);
        let when = if by_rule { scene.event.when.clone() } else { scene.resolver.resolve(mention, anchor) };
        let Some(when) = when.filter(|w| w.start.is_some() && w.end.is_some()) else { continue };
        // A day on which another event is dated is that event's.
        let segment = scene.segment_of(mention.first);
        if !by_rule && scene.dates_another(i) {
            continue;
        }
        let same = |c: &Candidate| (c.when.start, c.when.end) == (when.start, when.end);
        let at = out.iter().position(same).unwrap_or_else(|| {
            let facts = trace.facts();
            out.push(Candidate { when, mention: i, in_event: false, told: 0, facts });
            out.len() - 1
        });
        let c = &mut out[at];
        c.told += 1;
        if scene.standing(segment) == "main" && !c.in_event {
            (c.in_event, c.mention) = (true, i);
        }
        if by_rule {
            (c.in_event, c.mention) = (true, i);
            c.facts.put(&["by rule"]);
            c.facts.put(&["by rule, ", form(&mention.form)]);
        }
        describe(scene, i, mention, segment, &mut c.facts);
    }
    out
}

/// What one mention says of its day.
fn describe(scene: &Scene<'_, '_>, i: usize, m: &DateMention, segment: usize, facts: &mut Facts) {
    let Some(s) = scene.segments.get(segment) else { return };
    let (standing, form, about) = (scene.standing(segment), form(&m.form), Scene::about(s));
    let position = Scene::position(segment);
    facts.put(&["in ", standing]);
    facts.put(&["told as ", form]);
    facts.put(&["in ", standing, ", told as ", form]);
    facts.put(&["lead ", lead(m.lead)]);
    facts.put(&["stands ", position]);
    facts.put(&["stands ", position, ", told as ", form]);
    facts.put(&["beside ", about]);
    facts.put(&["beside ", about, " in ", standing]);
    let (far, side) = scene.distance(segment, m.first);
    facts.put(&["distance ", far]);
    facts.put(&["distance ", far, " ", side, " in ", standing]);
    if i == 0 {
        facts.put(&["the first date"]);
    }
    if m.time.is_some() {
        facts.put(&["with a time"]);
    }
    let bare = (m.end - m.first) * 2 >= s.tokens.len();
    if bare {
        facts.put(&["nearly alone in its sentence"]);
    }
    if s.has(Cue::Unreal) {
        facts.put(&["beside what did not happen"]);
    }
    if !s.sources.is_empty() {
        facts.put(&["beside a source"]);
    }
    let doc = scene.doc;
    let word = |i: Option<usize>| plain(doc, i, &s.tokens);
    let (one, two) = (m.first.checked_sub(1), m.first.checked_sub(2));
    facts.put(&["before it: ", word(one)]);
    facts.put(&["before it: ", word(two), " ", word(one)]);
    facts.put(&["after it: ", word(Some(m.end))]);
    for back in 1..=6 {
        let w = word(m.first.checked_sub(back));
        if matches!(w, "(edge)" | "." | ";") {
            break;
        }
        if w.len() > 3 {
            facts.put(&["shortly before it: ", w]);
        }
    }
    for on in 0..4 {
        let w = word(Some(m.end + on));
        if matches!(w, "(edge)" | "." | ";" | ",") {
            break;
        }
        if w.len() > 3 {
            facts.put(&["shortly after it: ", w]);
        }
    }
}

/// What shows only beside the others.
fn compare(scene: &Scene<'_, '_>, all: &mut [Candidate]) {
    let ends: Vec<(Option<Date>, Option<Date>)> = all.iter().map(|c| (c.when.start, c.when.end)).collect();
    let latest = ends.iter().filter_map(|e| e.0).max();
    let earliest = ends.iter().filter_map(|e| e.0).min();
    let in_event = all.iter().filter(|c| c.in_event).count();
    let many = step(
        ends.len(),
        &[(1, "the only day"), (2, "of two days"), (4, "of several"), (usize::MAX, "of many")],
    );
    for (c, (start, end)) in all.iter_mut().zip(&ends) {
        let (Some(start), Some(end)) = (*start, *end) else { continue };
        let f = &mut c.facts;
        f.put(&["told ", times(c.told)]);
        f.put(&["told ", times(c.told), ", ", many]);
        let length = start.until(end).map_or(0, |s| s.get_days()).unsigned_abs() as usize;
        let wide = step(
            length,
            &[(0, "one day"), (1, "two days"), (7, "days"), (31, "a month"), (usize::MAX, "longer")],
        );
        f.put(&["spans ", wide]);
        if let Some(published) = scene.published {
            let age = start.until(published).map_or(0, |s| s.get_days());
            let age = if age < 0 {
                "days to come"
            } else {
                step(
                    age.unsigned_abs() as usize,
                    &[
                        (0, "the same day"),
                        (1, "a day"),
                        (2, "two days"),
                        (7, "a week"),
                        (31, "a month"),
                        (366, "a year"),
                        (usize::MAX, "years"),
                    ],
                )
            };
            f.put(&["before publication by ", age]);
            f.put(&["before publication by ", age, ", ", many]);
            f.put(&["before publication by ", age, if c.in_event { ", in main" } else { ", elsewhere" }]);
        }
        if Some(start) == latest {
            f.put(&["the latest"]);
            f.put(&["the latest, ", many]);
        }
        if Some(start) == earliest {
            f.put(&["the earliest"]);
            f.put(&["the earliest, ", many]);
        }
        if c.in_event && in_event == 1 {
            f.put(&["the only day in main"]);
        }
        let inside = |o: &(Option<Date>, Option<Date>)| {
            o.0 >= Some(start) && o.1 <= Some(end) && *o != (Some(start), Some(end))
        };
        if ends.iter().any(inside) {
            f.put(&["a finer day lies within"]);
        }
    }
}

fn form(form: &Form) -> &'static str {
    match form {
        Form::Movable { day, .. } if day.is_month() => "a month",
        Form::Day { year: Some(_), .. } | Form::Movable { year: Some(_), .. } => "a day with its year",
        Form::Day { weekday: Some(_), .. } => "a day with its weekday",
        Form::Day { .. } | Form::Movable { .. } => "a day",
        Form::Slashed { .. } => "figures",
        Form::Month { .. } => "a month",
        Form::Year { .. } => "a year",
        Form::Weekday { .. } => "a weekday",
        Form::WeekdayOfMonth { .. } => "a weekday of a month",
        Form::Back(_) => "before publication",
        Form::Shift { of: None, .. } => "from another event",
        Form::Shift { .. } => "from another day",
        Form::Within(_) => "within",
        Form::Period { .. } => "a period",
        Form::Range(..) => "from day to day",
        Form::NightInto(_) => "a night",
        Form::TimeOnly => "a time alone",
    }
}

fn lead(lead: Lead) -> &'static str {
    match lead {
        Lead::At => "at",
        Lead::Since => "since",
        Lead::Until => "until",
        Lead::Before => "before",
        Lead::After => "after",
        Lead::AsOf => "as of",
    }
}
