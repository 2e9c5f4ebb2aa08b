//! Phrases with gaps, from `data/lexicon/en/stances.tsv`. Enters: a sentence. Leaves: where a phrase of stance
//! stands. Knows nothing of who says it.

use crate::document::Document;
use crate::lexicon::lines;
use std::collections::HashMap;
use std::sync::OnceLock;
use value::PositionTaken;

/// Longest gap between two parts of a phrase, in tokens.
const LONGEST_GAP: usize = 14;

/// How a phrase stands to the party whose position it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// A verb whose subject is the party.
    Verb,
    /// A verb of saying whose subject is the party, with what it says.
    Said,
    /// The party's own finding; it needs no subject.
    Own,
    /// The party follows.
    After,
}

/// A phrase of stance in a text, as tokens `first..end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) taken: PositionTaken,
    pub(super) frame: Frame,
}

#[derive(Debug)]
enum Step {
    /// One of these words; one that ends in "*" is a beginning.
    Word(Vec<&'static str>),
    Gap,
}

#[derive(Debug)]
struct Phrase {
    steps: Vec<Step>,
    taken: PositionTaken,
    frame: Frame,
}

/// All phrases, by their first words.
#[derive(Debug, Default)]
struct Phrases {
    list: Vec<Phrase>,
    by_first: HashMap<&'static str, Vec<usize>, foldhash::fast::FixedState>,
}

fn embedded() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let mut out = Phrases::default();
        for (phrase, attributes) in lines(include_str!("../../../../data/lexicon/en/stances.tsv")) {
            let Some(taken) = PositionTaken::from_word(attributes.head()) else { continue };
            let frame = if attributes.has("own") {
                Frame::Own
            } else if attributes.has("said") {
                Frame::Said
            } else if attributes.has("after") {
                Frame::After
            } else {
                Frame::Verb
            };
            let step =
                |w: &'static str| if w == "…" { Step::Gap } else { Step::Word(w.split('|').collect()) };
            let steps: Vec<Step> = phrase.split(' ').map(step).collect();
            if let Some(Step::Word(words)) = steps.first() {
                for word in words {
                    out.by_first.entry(word).or_default().push(out.list.len());
                }
            }
            out.list.push(Phrase { steps, taken, frame });
        }
        out
    })
}

/// The phrases of stance in tokens `first..end`, in order; of those that begin together the longest.
pub(super) fn find(doc: &Document, first: usize, end: usize) -> Vec<Found> {
    let phrases = embedded();
    let mut out = Vec::new();
    for i in first..end {
        let Some(candidates) = phrases.by_first.get(doc.at(i)) else { continue };
        let fits = candidates.iter().filter_map(|c| {
            let phrase = phrases.list.get(*c)?;
            let end = walk(doc, &phrase.steps, i, end)?;
            Some(Found { first: i, end, taken: phrase.taken, frame: phrase.frame })
        });
        out.extend(fits.max_by_key(|f| f.end));
    }
    out
}

/// The token past a phrase that begins at `i`, the nearest words taken.
fn walk(doc: &Document, steps: &[Step], i: usize, end: usize) -> Option<usize> {
    match steps {
        [] => Some(i),
        [Step::Word(words), rest @ ..] => (i < end && words.iter().any(|w| fits(w, doc.at(i))))
            .then(|| walk(doc, rest, i + 1, end))
            .flatten(),
        [Step::Gap, rest @ ..] => (i..end.min(i + LONGEST_GAP + 1)).find_map(|j| walk(doc, rest, j, end)),
    }
}

fn fits(word: &str, written: &str) -> bool {
    // "didn't" says "not" as well.
    let negated = word == "not" && (written.ends_with("n't") || matches!(written, "never" | "non"));
    negated || word.strip_suffix('*').map_or(word == written, |stem| written.starts_with(stem))
}
