//! What choices are made from: a report as far as it is read, seen from one of its events. Enters: segments, dates,
//! places and events. Leaves: how a stretch of the report stands to the event.

use crate::document::Document;
use crate::event::Event;
use crate::place::PlaceMention;
use crate::policy::Policy;
use crate::segment::Segment;
use crate::sense::Cue;
use crate::when::{DateMention, Resolver};
use jiff::civil::Date;

/// A report seen from its main event.
pub(crate) struct Scene<'a, 'd> {
    pub(crate) doc: &'a Document<'d>,
    pub(crate) segments: &'a [Segment<'d>],
    pub(crate) dates: &'a [DateMention],
    pub(crate) places: &'a [PlaceMention],
    pub(crate) resolver: &'a Resolver,
    pub(crate) published: Option<Date>,
    pub(crate) policy: &'a Policy,
    pub(crate) event: &'a Event,
    /// For each segment whether it tells of the event, of another, or of none.
    standing: Vec<&'static str>,
    /// The dates that other events with a toll and a place of their own are dated by.
    others: Vec<usize>,
}

/// What a scene is made of, beside the event.
pub(crate) struct Parts<'a, 'd> {
    pub(crate) doc: &'a Document<'d>,
    pub(crate) segments: &'a [Segment<'d>],
    pub(crate) dates: &'a [DateMention],
    pub(crate) places: &'a [PlaceMention],
    pub(crate) resolver: &'a Resolver,
    pub(crate) published: Option<Date>,
    pub(crate) policy: &'a Policy,
}

impl<'a, 'd> Scene<'a, 'd> {
    /// The scene of one of the events of a report.
    pub(crate) fn new(parts: &Parts<'a, 'd>, events: &'a [Event], main: usize) -> Self {
        let mut standing = vec!["apart"; parts.segments.len()];
        for (e, event) in events.iter().enumerate() {
            for i in &event.segments {
                if standing[*i] != "main" {
                    standing[*i] = if e == main { "main" } else { "other" };
                }
            }
        }
        let Parts { doc, segments, dates, places, resolver, published, policy } = *parts;
        let others = events.iter().enumerate().filter(|(e, _)| *e != main);
        let harmed = |e: &Event| e.segments.iter().any(|i| segments[*i].harm());
        let elsewhere = |e: &Event| {
            let told =
                |e: &Event| e.segments.iter().flat_map(|i| segments[*i].places.clone()).collect::<Vec<_>>();
            let (there, here) = (told(e), told(&events[main]));
            let place = |p: &usize| places[*p].found.as_ref().filter(|_| places[*p].locative).map(|m| &m.id);
            there.iter().filter_map(place).any(|id| here.iter().filter_map(place).all(|h| h != id))
        };
        let others = others.filter(|(_, e)| harmed(e) && elsewhere(e)).filter_map(|(_, e)| e.date).collect();
        let event = &events[main];
        Self { doc, segments, dates, places, resolver, published, policy, event, standing, others }
    }

    /// Whether another event with a toll and a place of its own is dated by a date.
    pub(crate) fn dates_another(&self, date: usize) -> bool {
        self.others.contains(&date)
    }

    /// "main" for a segment that tells of the event, "other" for one that tells of another, "apart" for the rest.
    pub(crate) fn standing(&self, segment: usize) -> &'static str {
        self.standing.get(segment).copied().unwrap_or("apart")
    }

    /// The segment that holds a token.
    pub(crate) fn segment_of(&self, token: usize) -> usize {
        let at = self.segments.partition_point(|s| s.tokens.end <= token);
        at.min(self.segments.len().saturating_sub(1))
    }

    /// How early a segment stands.
    pub(crate) fn position(segment: usize) -> &'static str {
        super::step(
            segment,
            &[(0, "first"), (1, "second"), (2, "third"), (5, "early"), (11, "later"), (usize::MAX, "late")],
        )
    }

    /// What a segment is about, in a word.
    pub(crate) fn about(s: &Segment<'_>) -> &'static str {
        match (s.harm(), s.strike(), s.has(Cue::Accused)) {
            (true, _, true) => "harm and an accused",
            (true, _, false) => "harm",
            (_, true, true) => "attack and an accused",
            (_, true, false) => "attack",
            (.., true) => "an accused",
            _ => "neither",
        }
    }

    /// The distance in tokens from a token to the nearest word of harm or attack of its segment, by steps, and
    /// whether it goes before or after it.
    pub(crate) fn distance(&self, segment: usize, token: usize) -> (&'static str, &'static str) {
        let Some(s) = self.segments.get(segment) else { return ("none", "") };
        let words = s.harms.iter().map(|h| h.word.0).chain(s.means.iter().filter(|m| m.2.event).map(|m| m.0));
        let Some(near) = words.min_by_key(|w| w.abs_diff(token)) else { return ("none", "") };
        let far = super::step(
            near.abs_diff(token),
            &[(3, "beside"), (7, "near"), (14, "within reach"), (usize::MAX, "far")],
        );
        (far, if near < token { "after" } else { "before" })
    }
}
