//! Aggregates: numbers over many events. Enters: a segment that speaks of many events. Leaves: tallies, which
//! are never incidents and are never added to one.

use crate::document::Document;
use crate::harm::Mention;
use crate::place::PlaceMention;
use crate::segment::Segment;
use value::{Effect, Harm, Tally};

/// The tallies of a segment.
pub(crate) fn tallies(doc: &Document<'_>, s: &Segment<'_>, places: &[PlaceMention]) -> Vec<Tally> {
    let scope = scope(doc, s, places);
    s.harms
        .iter()
        .filter(|m| m.stated && !m.total.is_unknown() && m.total.max != Some(0))
        .map(|m| tally(doc, m, scope.clone()))
        .collect()
}

fn tally(doc: &Document<'_>, m: &Mention, scope: Option<String>) -> Tally {
    let effect = match m.harm {
        _ if m.undivided => Effect::KilledOrInjured,
        Harm::Killed => Effect::Killed,
        Harm::Injured => Effect::Injured,
        Harm::Missing => Effect::Missing,
    };
    let (first, end) = m.wording;
    let quote = doc.quote(first.min(m.word.0), end.max(m.word.1));
    Tally {
        effect,
        min: m.total.min,
        max: m.total.max,
        wording: doc.words(first, end),
        scope,
        spans: vec![quote],
    }
}

/// What is counted over: the places named, as written.
fn scope(doc: &Document<'_>, s: &Segment<'_>, places: &[PlaceMention]) -> Option<String> {
    let first = s.places.first().map(|p| &places[*p])?;
    let last = s.places.last().map(|p| &places[*p])?;
    if last.end - first.first <= 12 {
        return Some(doc.words(first.first, last.end));
    }
    Some(doc.words(first.first, first.end))
}
