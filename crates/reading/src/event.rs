//! Which segments tell of one event. Enters: segments in order, with their dates and places. Leaves: events as
//! lists of segments, and the segments that speak of many events at once. A later segment joins the event it
//! does not contradict; a date, a place or the words themselves ("another attack") begin a new one.

use crate::place::PlaceMention;
use crate::segment::Segment;
use crate::sense::Cue;
use gazetteer::distance_km;
use value::{DatePrecision, Harm, PlacePrecision, Range, When};

/// One event, as the segments that tell of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Event {
    pub(crate) segments: Vec<usize>,
    pub(crate) when: Option<When>,
    /// The date mention that gives `when`.
    pub(crate) date: Option<usize>,
    killed: Option<Range>,
    date_weight: u8,
    /// The places told, each once; bounded, so that no text takes long.
    places: Vec<usize>,
}

/// How many places of an event, and how many of the last events, a segment is held against.
const REACH: usize = 32;

impl Event {
    /// Takes in the places of a segment that are not known yet.
    fn learn(&mut self, told: &[usize], places: &[PlaceMention]) {
        for &p in told {
            let known = |had: &usize| same_found(&places[*had], &places[p]);
            if self.places.len() < REACH && !self.places.iter().any(known) {
                self.places.push(p);
            }
        }
    }
}

/// What the segments of a report amount to.
#[derive(Debug, Default)]
pub(crate) struct Events {
    pub(crate) events: Vec<Event>,
    /// Segments that count over many events.
    pub(crate) tallies: Vec<usize>,
}

/// The event that a statement speaks of without telling it ("Nov. 3, near Halmet: no strikes were conducted"):
/// all its segments, with the first date among them.
pub(crate) fn alleged(segments: &[Segment<'_>], date_of: &mut dyn FnMut(usize) -> SegmentDate) -> Event {
    let mut event = Event { segments: (0..segments.len()).collect(), ..Event::default() };
    let first = (0..segments.len()).map(date_of).find(|d| d.when.is_some()).unwrap_or_default();
    (event.when, event.date) = (first.when, first.mention);
    event
}

/// A segment's own date, as far as it has one.
#[derive(Clone, Debug, Default)]
pub(crate) struct SegmentDate {
    pub(crate) when: Option<When>,
    pub(crate) mention: Option<usize>,
    /// How plainly the words say that this is the event's date.
    pub(crate) weight: u8,
}

/// Groups segments into events.
pub(crate) fn events(
    segments: &[Segment<'_>],
    places: &[PlaceMention],
    date_of: &mut dyn FnMut(usize, Option<&When>) -> SegmentDate,
) -> Events {
    let mut out = Events::default();
    let mut current: Option<usize> = None;
    // A date told shortly before the first words of an event ("On Friday troops entered the village.") is its own.
    let mut before: Option<(usize, SegmentDate)> = None;
    let mut prelude: Vec<usize> = Vec::new();
    for (i, s) in segments.iter().enumerate() {
        if is_tally(s) {
            out.tallies.push(i);
            continue;
        }
        let anchor = current.and_then(|c| out.events[c].when.clone());
        let date = date_of(i, anchor.as_ref());
        let season = date.when.as_ref().is_some_and(|w| days(w) >= 27);
        if season && s.harms.iter().any(|h| h.total.min.is_some_and(|n| n >= 10)) {
            out.tallies.push(i);
            continue;
        }
        let chosen = place_in(&out.events, current, segments, places, i, &date);
        match chosen {
            Choice::None => {
                prelude.push(i);
                if date.when.is_some() && date.weight > 0 {
                    before = Some((i, date));
                }
            }
            Choice::Join(e) => {
                join(&mut out.events[e], i, s, date, places);
                current = Some(e);
            }
            Choice::New => {
                let mut event = Event::default();
                let near = before.take().filter(|(at, _)| i - at <= 2);
                let date = if date.when.is_none() { near.map_or(date, |(_, d)| d) } else { date };
                // What was said right before of places, means and things hit belongs to the event that they lead to.
                event
                    .segments
                    .extend(prelude.drain(..).filter(|p| (i - p <= 3 || *p <= 1) && leads(&segments[*p])));
                for p in event.segments.clone() {
                    event.learn(&segments[p].places, places);
                }
                join(&mut event, i, s, date, places);
                out.events.push(event);
                current = Some(out.events.len() - 1);
            }
        }
    }
    out
}

enum Choice {
    None,
    Join(usize),
    New,
}

fn join(event: &mut Event, i: usize, s: &Segment<'_>, date: SegmentDate, places: &[PlaceMention]) {
    event.segments.push(i);
    event.learn(&s.places, places);
    let finer = match (&event.when, &date.when) {
        (None, Some(_)) => true,
        (Some(had), Some(new)) => {
            (coarse(had) && !coarse(new) && date.weight > 1)
                || (date.weight > event.date_weight && coarse(had) == coarse(new))
        }
        _ => false,
    };
    if finer {
        (event.when, event.date, event.date_weight) = (date.when, date.mention, date.weight);
    }
    if event.killed.is_none() {
        event.killed = killed(s);
    }
}

/// Whether a segment without harm may lead to an event: it names a place with a means or a thing hit.
fn leads(s: &Segment<'_>) -> bool {
    !s.places.is_empty() || !s.means.is_empty()
}

/// Whether a date is too wide to tell events apart.
fn coarse(when: &When) -> bool {
    matches!(when.precision, Some(DatePrecision::Month | DatePrecision::Year)) || days(when) > 4
}

fn days(when: &When) -> i32 {
    when.start.zip(when.end).map_or(0, |(a, b)| a.until(b).map_or(0, |s| s.get_days()))
}

fn killed(s: &Segment<'_>) -> Option<Range> {
    s.harms.iter().find(|h| h.harm == Harm::Killed && h.stated && !h.rose).map(|h| h.total)
}

/// Whether a segment counts over many events: a cue of cumulation, or thousands, with no day of its own.
fn is_tally(s: &Segment<'_>) -> bool {
    let habit = s.has(Cue::Cumulative);
    let huge = s.harms.iter().any(|h| h.total.min.is_some_and(|n| n >= 1000));
    let day = !s.dates.is_empty() && !habit;
    (habit
        && (s.harms.iter().any(|h| h.vague || h.total.min.is_some_and(|n| n >= 20))
            || s.harms.is_empty() && s.strike()))
        || (huge && !day)
}

fn place_in(
    events: &[Event],
    current: Option<usize>,
    segments: &[Segment<'_>],
    places: &[PlaceMention],
    i: usize,
    date: &SegmentDate,
) -> Choice {
    let s = &segments[i];
    let Some(current) = current else {
        let located = s.places.iter().any(|p| places[*p].locative);
        let tells = s.harm()
            || (s.strike()
                && (located || !s.dates.is_empty() || !s.parties.is_empty() || !s.targets.is_empty()));
        return if tells { Choice::New } else { Choice::None };
    };
    if s.antecedent {
        return Choice::New;
    }
    if !(s.harm() || s.strike()) {
        // "On the next day it was the turn of Halmet": another day leads to another event.
        let told = events[current].when.as_ref().zip(date.when.as_ref());
        let other = told.is_some_and(|(a, b)| !coarse(a) && !coarse(b) && a.days_apart(b).unwrap_or(0) > 0);
        return if other { Choice::None } else { Choice::Join(current) };
    }
    let against = |e: usize| conflict(&events[e], places, s, date);
    let here = against(current);
    if here < 2.0 {
        return Choice::Join(current);
    }
    // A segment that contradicts the event told last may go on with an earlier one.
    let earlier = (0..events.len())
        .rev()
        .take(REACH)
        .filter(|e| *e != current)
        .map(|e| (e, against(e)))
        .min_by(|a, b| a.1.total_cmp(&b.1));
    match earlier {
        Some((e, c))
            if c < 1.0
                && (date.when.is_some() || !s.places.is_empty())
                && agrees(&events[e], places, s, date) =>
        {
            Choice::Join(e)
        }
        _ if s.harm() || (s.strike() && (date.when.is_some() || s.has(Cue::Another))) => Choice::New,
        _ => Choice::Join(current),
    }
}

/// How strongly a segment speaks against an event: 2 and more is too much.
fn conflict(event: &Event, places: &[PlaceMention], s: &Segment<'_>, date: &SegmentDate) -> f64 {
    let mut against = 0.0;
    let dated = date.weight >= 2;
    let apart = event.when.as_ref().zip(date.when.as_ref()).and_then(|(a, b)| a.days_apart(b)).unwrap_or(0);
    let died_later = s.harms.iter().all(|h| h.total == Range::exactly(1)) && s.harms.len() == 1;
    if dated && apart > 0 && !(died_later && apart < 30) && !coarse_either(event, date) {
        against += if apart > 1 { 2.0 } else { 1.2 };
    }
    if far(places, &event.places, &s.places) {
        against += 1.2;
    }
    if s.has(Cue::Another) && s.harm() {
        against += 1.5;
    }
    if let (Some(a), Some(b)) = (event.killed, killed(s)) {
        against += if a.meets(b) { 0.0 } else { 0.8 };
    }
    against
}

fn coarse_either(event: &Event, date: &SegmentDate) -> bool {
    event.when.as_ref().is_some_and(coarse) || date.when.as_ref().is_some_and(coarse)
}

fn agrees(event: &Event, places: &[PlaceMention], s: &Segment<'_>, date: &SegmentDate) -> bool {
    let same_day =
        event.when.as_ref().zip(date.when.as_ref()).is_some_and(|(a, b)| a.days_apart(b) == Some(0));
    let same_place = s.places.iter().any(|p| event.places.iter().any(|t| same(&places[*p], &places[*t])));
    same_day || same_place
}

fn same(a: &PlaceMention, b: &PlaceMention) -> bool {
    same_found(a, b) && !wide(a)
}

fn same_found(a: &PlaceMention, b: &PlaceMention) -> bool {
    a.found.as_ref().zip(b.found.as_ref()).is_some_and(|(x, y)| x.id == y.id)
}

fn wide(p: &PlaceMention) -> bool {
    p.found
        .as_ref()
        .is_some_and(|m| matches!(m.precision, PlacePrecision::Country | PlacePrecision::Province))
}

/// Whether two sets of places are known and lie apart: no pair of them within 40 km, wide ones left aside.
fn far(places: &[PlaceMention], a: &[usize], b: &[usize]) -> bool {
    let points = |set: &[usize]| -> Vec<(f64, f64)> {
        set.iter()
            .filter(|p| places[**p].locative && !places[**p].dateline && !wide(&places[**p]))
            .filter_map(|p| places[*p].found.as_ref())
            .map(|m| (m.lat, m.lon))
            .collect()
    };
    let (x, y) = (points(a), points(b));
    !x.is_empty() && !y.is_empty() && x.iter().all(|p| y.iter().all(|q| distance_km(*p, *q) > 40.0))
}
