//! Learned choices: which of several candidates the report means. Enters: candidates, each with the plain facts that
//! hold of it. Leaves: the likeliest. What may be chosen from is found by rules; a choice adds no candidate.
//!
//! The probability of a candidate is its share of exp(sum of weights) among all candidates: a conditional logit. The
//! weights (`data/model`, learned by `cargo xtask train`) stand one a line beside the fact that they weigh, so that a
//! person can add them up by hand.

pub(crate) mod date;
pub(crate) mod group;
pub(crate) mod place;
pub(crate) mod scene;
mod told;
pub(crate) mod toll;

use crate::document::Document;
use crate::role;
use crate::victim::Told;
use jiff::civil::Date;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::sync::OnceLock;
use text::TokenKind;

/// What is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The day of the main event.
    Date,
    /// Where it happened.
    Place,
    /// How many were killed.
    Killed,
    /// How many were injured.
    Injured,
    /// How many of the dead were children.
    Children,
    /// How many were women.
    Women,
    /// How many were men.
    Men,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Date, Self::Place, Self::Killed, Self::Injured, Self::Children, Self::Women, Self::Men];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Place => "place",
            Self::Killed => "killed",
            Self::Injured => "injured",
            Self::Children => "children",
            Self::Women => "women",
            Self::Men => "men",
        }
    }

    /// The name of its table of weights: the groups of the dead share one.
    pub fn table(self) -> &'static str {
        match self {
            Self::Children | Self::Women | Self::Men => "group",
            Self::Date | Self::Place | Self::Killed | Self::Injured => self.name(),
        }
    }

    fn weights(self) -> &'static Weights {
        static DATE: OnceLock<Weights> = OnceLock::new();
        static PLACE: OnceLock<Weights> = OnceLock::new();
        static KILLED: OnceLock<Weights> = OnceLock::new();
        static INJURED: OnceLock<Weights> = OnceLock::new();
        static GROUP: OnceLock<Weights> = OnceLock::new();
        match self {
            Self::Date => DATE.get_or_init(|| Weights::of(include_str!("../../../../data/model/date.tsv"))),
            Self::Place => {
                PLACE.get_or_init(|| Weights::of(include_str!("../../../../data/model/place.tsv")))
            }
            Self::Killed => {
                KILLED.get_or_init(|| Weights::of(include_str!("../../../../data/model/killed.tsv")))
            }
            Self::Injured => {
                INJURED.get_or_init(|| Weights::of(include_str!("../../../../data/model/injured.tsv")))
            }
            Self::Children | Self::Women | Self::Men => {
                GROUP.get_or_init(|| Weights::of(include_str!("../../../../data/model/group.tsv")))
            }
        }
    }
}

/// A candidate's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nothing is told.
    None,
    /// The first and the last day.
    Days(Date, Date),
    /// A place by its names, and its degrees north and east.
    Place {
        /// Its main name and the name as written.
        names: [String; 2],
        /// Degrees north and east.
        point: Option<(f64, f64)>,
        /// Whether it is wider than a town.
        wide: bool,
    },
    /// The lowest and the highest number.
    Numbers(u32, u32),
}

/// A choice as it stood before a reading, for learning.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is chosen.
    pub kind: Kind,
    /// The candidates: the facts that hold of each, and its value.
    pub candidates: Vec<(Vec<String>, Answer)>,
}

/// What weights are learned from.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// The choices that a reading comes to.
    pub choices: Vec<Choice>,
    /// The people whom the report names.
    pub people: Vec<Told>,
    /// What may have a part in its events.
    pub parts: Vec<role::Told>,
}

/// Keeps what weights are learned from where it is wanted, which costs time.
#[derive(Debug, Default)]
pub(crate) struct Trace(pub(crate) Option<Material>);

impl Trace {
    /// Facts without anything yet.
    pub(crate) fn facts(&self) -> Facts {
        Facts { keys: Vec::with_capacity(48), bits: [0; 8], words: self.0.as_ref().map(|_| Vec::new()) }
    }

    /// Keeps a choice.
    pub(crate) fn keep(&mut self, kind: Kind, candidates: impl IntoIterator<Item = (Vec<String>, Answer)>) {
        if let Some(material) = &mut self.0 {
            material.choices.push(Choice { kind, candidates: candidates.into_iter().collect() });
        }
    }

    /// Whether choices are kept.
    pub(crate) fn wanted(&self) -> bool {
        self.0.is_some()
    }
}

/// The facts that hold of a candidate, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    keys: Vec<u64>,
    /// The bits of the keys that are in: a fact with a bit of its own is new, and need not be looked for.
    bits: [u64; 8],
    words: Option<Vec<String>>,
}

impl Facts {
    /// Adds a fact, which reads as its pieces one after the other.
    pub(crate) fn put(&mut self, pieces: &[&str]) {
        self.put_after("", pieces);
    }

    /// Adds a fact that reads as its head and then its pieces.
    pub(crate) fn put_after(&mut self, head: &str, pieces: &[&str]) {
        let key = key(head, pieces);
        let (word, bit) = ((key >> 6) as usize % self.bits.len(), 1 << (key & 63));
        if self.bits[word] & bit != 0 && self.keys.contains(&key) {
            return;
        }
        self.bits[word] |= bit;
        self.keys.push(key);
        if let Some(words) = &mut self.words {
            words.push(head.to_owned() + &pieces.concat());
        }
    }

    /// The facts as words; none where choices are not kept.
    pub(crate) fn words(&self) -> &[String] {
        self.words.as_deref().unwrap_or_default()
    }
}

/// The bytes of a fact by which it is known.
const LONGEST: usize = 160;

/// What each fact weighs.
#[derive(Debug, Default)]
pub(crate) struct Weights(HashMap<u64, f32, foldhash::fast::FixedState>);

impl Weights {
    /// A table of lines `fact<TAB>weight`; a line that is not of this form holds nothing.
    fn of(file: &str) -> Self {
        let row = |line: &str| {
            let (fact, weight) = line.split_once('\t')?;
            Some((key(fact, &[]), weight.parse().ok()?))
        };
        Self(file.lines().filter(|l| !l.starts_with('#')).filter_map(row).collect())
    }

    /// The sum of the weights of some facts.
    pub(crate) fn sum(&self, facts: &Facts) -> f32 {
        facts.keys.iter().filter_map(|k| self.0.get(k)).sum()
    }

    /// What one fact weighs.
    pub(crate) fn one(&self, pieces: &[&str]) -> f32 {
        self.0.get(&key("", pieces)).copied().unwrap_or(0.0)
    }
}

/// A hash of a head and pieces as if they were one text. Texts that are alike in their first [`LONGEST`] bytes are one.
fn key(head: &str, pieces: &[&str]) -> u64 {
    let mut text = [0_u8; LONGEST];
    let mut long = 0;
    for piece in std::iter::once(&head).chain(pieces) {
        let taken = piece.len().min(LONGEST - long);
        text[long..long + taken].copy_from_slice(&piece.as_bytes()[..taken]);
        long += taken;
    }
    let mut hasher = foldhash::fast::FixedState::default().build_hasher();
    hasher.write(&text[..long]);
    hasher.finish()
}

/// The place of the greatest; the first of several.
pub(crate) fn greatest(scores: impl IntoIterator<Item = f32>) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (i, score) in scores.into_iter().enumerate() {
        if best.is_none_or(|(_, had)| score > had) {
            best = Some((i, score));
        }
    }
    best.map(|(i, _)| i)
}

/// The name of a number's step: that of the first step whose edge it does not pass, else the last one.
pub(crate) fn step(n: usize, steps: &[(usize, &'static str)]) -> &'static str {
    steps.iter().find(|(edge, _)| n <= *edge).or(steps.last()).map_or("", |s| s.1)
}

/// How often something is told.
pub(crate) fn times(n: usize) -> &'static str {
    step(n, &[(0, "never"), (1, "once"), (2, "twice"), (4, "three or four times"), (usize::MAX, "often")])
}

/// A word of the language; for names, numbers and the edge of a sentence, what kind they are, so that nothing is
/// learned of a name.
pub(crate) fn plain<'a>(doc: &'a Document<'_>, i: Option<usize>, edge: &std::ops::Range<usize>) -> &'a str {
    let Some(i) = i.filter(|i| edge.contains(i)) else { return "(edge)" };
    let Some(token) = doc.tokens.get(i) else { return "(edge)" };
    match token.kind {
        TokenKind::Number => "(number)",
        TokenKind::Word if token.capital && i > edge.start => "(name)",
        _ => doc.at(i),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_of_several_pieces_is_weighed_as_the_one_it_reads_as() {
        let weights = Weights::of("# head\nbefore it: on\t0.5\nno weight\n");
        let mut facts = Facts::default();
        facts.put(&["before it: ", "on"]);
        facts.put(&["before it: on"]);
        facts.put(&["unknown"]);
        assert!((weights.sum(&facts) - 0.5).abs() < f32::EPSILON);
    }

    #[test]
    fn every_line_of_a_table_is_a_weight() {
        for (kind, file) in [
            (Kind::Date, include_str!("../../../../data/model/date.tsv")),
            (Kind::Place, include_str!("../../../../data/model/place.tsv")),
            (Kind::Killed, include_str!("../../../../data/model/killed.tsv")),
            (Kind::Injured, include_str!("../../../../data/model/injured.tsv")),
        ] {
            let lines = file.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).count();
            assert_eq!(kind.weights().0.len(), lines, "{}", kind.name());
        }
    }

    #[test]
    fn of_equals_the_first_is_chosen() {
        assert_eq!(greatest([1.0, 2.0, 2.0]), Some(1));
        assert_eq!(greatest([]), None);
    }

    #[test]
    fn a_step_is_named_by_its_edge() {
        let steps = [(0, "none"), (2, "few"), (usize::MAX, "many")];
        assert_eq!([0, 1, 2, 3].map(|n| step(n, &steps)), ["none", "few", "few", "many"]);
    }
}
