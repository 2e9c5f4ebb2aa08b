//! What each stretch of a report says. Enters: a document with its dates and places. Leaves: segments,
//! mostly sentences, each with the harm, means, dates, places, parties and sources that it names. Does not
//! tie segments together.

use crate::document::Document;
use crate::harm::{self, Mention};
use crate::name;
use crate::people::{self, People};
use crate::place::PlaceMention;
use crate::policy::Policy;
use crate::registry;
use crate::sense::{Cue, MeansWord, Sense, SourceWord};
use crate::when::DateMention;
use std::ops::Range;
use text::Sentence;
use value::TargetEffect;

/// A stretch of a report that tells of one thing: a sentence, or a part of one that tells of two events.
#[derive(Debug)]
pub(crate) struct Segment<'l> {
    pub(crate) tokens: Range<usize>,
    pub(crate) people: Vec<People>,
    pub(crate) harms: Vec<Mention>,
    pub(crate) means: Vec<(usize, usize, &'l MeansWord)>,
    pub(crate) targets: Vec<(usize, usize, &'l str)>,
    pub(crate) damage: Vec<(usize, TargetEffect)>,
    pub(crate) parties: Vec<(usize, usize, usize)>,
    /// Indices into the document's dates and places.
    pub(crate) dates: Vec<usize>,
    pub(crate) places: Vec<usize>,
    pub(crate) sources: Vec<(usize, usize)>,
    pub(crate) cues: Vec<(usize, Cue)>,
    /// The segment tells of an event that went before the one of the segment before it ("… after shelling X").
    pub(crate) antecedent: bool,
}

impl Segment<'_> {
    pub(crate) fn has(&self, cue: Cue) -> bool {
        self.cues.iter().any(|(_, c)| *c == cue)
    }

    /// Whether an attack is told of, beyond a mere name of a weapon.
    pub(crate) fn strike(&self) -> bool {
        self.means.iter().any(|(_, _, m)| m.event)
    }

    /// Whether people are said to have come to harm.
    pub(crate) fn harm(&self) -> bool {
        self.harms.iter().any(|h| h.stated && h.total.max != Some(0))
    }
}

/// Cuts a document into segments.
pub(crate) fn segments<'l>(
    doc: &Document<'l>,
    policy: &Policy,
    dates: &[DateMention],
    places: &[PlaceMention],
    parties: &[registry::Mention],
) -> Vec<Segment<'l>> {
    let mut taken = vec![false; doc.tokens.len()];
    for p in places.iter().filter(|p| p.locative || p.found.as_ref().is_some_and(|m| m.population > 20_000)) {
        taken[p.first..p.end.min(doc.tokens.len())].fill(true);
    }
    for m in parties {
        taken[m.first..m.end].fill(true);
    }
    let mut out = Vec::with_capacity(doc.sentences.len());
    for (index, s) in doc.sentences.iter().enumerate() {
        let cut = antecedent_at(doc, *s);
        let parts = match cut {
            Some(at) => vec![(Sentence { end: at, ..*s }, false), (Sentence { first: at, ..*s }, true)],
            None => vec![(*s, false)],
        };
        for (part, antecedent) in parts {
            out.push(segment(doc, policy, index, part, antecedent, &taken, dates, places, parties));
        }
    }
    out
}

#[allow(clippy::too_many_arguments)] // Each is a layer of the document that the segment takes its share of.
fn segment<'l>(
    doc: &Document<'l>,
    policy: &Policy,
    index: usize,
    s: Sentence,
    antecedent: bool,
    taken: &[bool],
    dates: &[DateMention],
    places: &[PlaceMention],
    parties: &[registry::Mention],
) -> Segment<'l> {
    let names = name::names(doc, s, &|i| taken.get(i).copied().unwrap_or(false));
    let people = people::phrases(doc, policy, s, &names);
    let harms = harm::mentions(doc, policy, index, s, &people);
    let range = s.first..s.end;
    let senses =
        |take: fn(&'l Sense) -> Option<&'l MeansWord>| doc.senses(s.first..s.end, take).collect::<Vec<_>>();
    Segment {
        means: senses(|x| if let Sense::Means(m) = x { Some(m) } else { None })
            .into_iter()
            .filter(|(f, ..)| !unreal(doc, s, *f))
            .collect(),
        targets: doc
            .senses(range.clone(), |x| if let Sense::Target(k) = x { Some(k.as_str()) } else { None })
            .collect(),
        damage: doc
            .senses(range.clone(), |x| if let Sense::Damage(d) = x { Some(*d) } else { None })
            .map(|(f, _, d)| (f, d))
            .collect(),
        parties: parties[sorted(parties.len(), &range, |i| parties[i].first)]
            .iter()
            .filter(|m| !m.state || acts(doc, m.end))
            .map(|m| (m.first, m.end, m.party))
            .collect(),
        dates: sorted(dates.len(), &range, |i| dates[i].first).collect(),
        places: sorted(places.len(), &range, |i| places[i].first).collect(),
        sources: sources(doc, s),
        cues: doc
            .senses(range.clone(), |x| if let Sense::Cue(c) = x { Some(*c) } else { None })
            .map(|(f, _, c)| (f, c))
            .collect(),
        tokens: range,
        people,
        harms,
        antecedent,
    }
}

/// The indices of things that begin in a range of tokens, where the things are sorted by where they begin.
fn sorted(len: usize, range: &Range<usize>, first: impl Fn(usize) -> usize) -> Range<usize> {
    let edge = |at: usize| {
        let (mut low, mut high) = (0, len);
        while low < high {
            let middle = low.midpoint(high);
            if first(middle) < at { low = middle + 1 } else { high = middle }
        }
        low
    };
    edge(range.start)..edge(range.end)
}

/// Whether a country named at this point is told of as one that acts: an attack or its verbs follow.
fn acts(doc: &Document<'_>, end: usize) -> bool {
    matches!(doc.at(end), "carried" | "launched" | "conducted" | "fired" | "struck" | "dropped")
        || doc.sense_at(end, |s| matches!(s, Sense::Means(_) | Sense::Harm(_)).then_some(())).is_some()
}

/// Whether the words before a means say that it did not happen.
fn unreal(doc: &Document<'_>, s: Sentence, first: usize) -> bool {
    let from = first.saturating_sub(3).max(s.first);
    doc.senses(from..first, |x| {
        if matches!(x, Sense::Cue(Cue::Unreal | Cue::Negation)) { Some(()) } else { None }
    })
    .next()
    .is_some()
}

/// Those on whose word a sentence rests: "medical sources said", "according to witnesses".
fn sources(doc: &Document<'_>, s: Sentence) -> Vec<(usize, usize)> {
    let words: Vec<(usize, usize, SourceWord)> =
        doc.senses(s.first..s.end, |x| if let Sense::Source(w) = x { Some(*w) } else { None }).collect();
    let mut out = Vec::new();
    for (first, end, word) in &words {
        if *word != SourceWord::Head {
            continue;
        }
        let verb = words.iter().any(|(f, e, w)| match w {
            SourceWord::Verb => (*f >= *end && *f <= end + 3) || (*e <= *first && first - e <= 2),
            SourceWord::Before => *e <= *first && first - e <= 4,
            SourceWord::Head => false,
        });
        if verb {
            out.push((*first, *end));
        }
    }
    out
}

/// Where a sentence such as "This attack took place two days after shelling X, …" begins to tell of the other
/// event: the token past "after".
fn antecedent_at(doc: &Document<'_>, s: Sentence) -> Option<usize> {
    let opens = matches!(doc.at(s.first), "this" | "that" | "the" | "it");
    let limit = (s.first + 14).min(s.end);
    let happened = (s.first..limit)
        .find(|i| matches!(doc.at(*i), "took" | "came" | "comes" | "occurred" | "happened" | "followed"))?;
    let after = (happened..limit).find(|i| doc.at(*i) == "after")?;
    let rest = after + 1..s.end;
    let event = doc.senses(rest.clone(), |x| match x {
        Sense::Means(m) if m.event => Some(()),
        _ => None,
    });
    let harmed =
        doc.senses(rest, |x| if matches!(x, Sense::Harm(_)) { Some(()) } else { None }).next().is_some();
    (opens && event.count() > 0 && harmed).then_some(after + 1)
}
