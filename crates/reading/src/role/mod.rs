//! What part something has in an event that words name: who did it, which party, what was hit, with what. Enters: where
//! the words stand in the segments of the event, and what they are. Leaves: the chance. Weighs plain facts by learned
//! weights (`data/model/role.tsv`); knows no name and no conflict.

mod facts;

use crate::document::Document;
use crate::segment::Segment;
use crate::weighed::{self, Table};
use std::sync::OnceLock;
use value::ActorKind;

const FILE: &str = include_str!("../../../../data/model/role.tsv");

/// A part in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// People, not named, who did it.
    Agent,
    /// A party that did it.
    Party,
    /// A thing that was hit.
    Target,
    /// What it was done with.
    Weapon,
}

impl Role {
    /// The questions of the table, in the order of the roles.
    const QUESTIONS: [&str; 4] = ["agent", "party", "target", "weapon"];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::QUESTIONS[self as usize]
    }
}

/// Words that may have a part in an event, with what is told around them: what the weights are learned from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The part.
    pub role: Role,
    /// The words.
    pub words: String,
    /// The facts, each once, in order: a kind, a tab, a word.
    pub facts: Vec<String>,
}

/// Something that may have a part in an event, wherever the event's segments name it.
pub(crate) struct Candidate {
    pub(crate) role: Role,
    /// What it is known again by.
    pub(crate) key: String,
    /// The name that is printed for it: of a thing its class, of a weapon the contract's term.
    pub(crate) name: String,
    /// What kind of actor it would be.
    pub(crate) kind: ActorKind,
    /// Where it is named: the segment, by its place in the event, and the tokens.
    pub(crate) mentions: Vec<(usize, usize, usize)>,
    /// What the words are, and what the grammar makes of them.
    pub(crate) own: Vec<(&'static str, String)>,
    /// Whether the grammar alone would give it the part.
    pub(crate) by_grammar: bool,
}

impl Candidate {
    /// A candidate that is named at these tokens of a segment of the event.
    pub(crate) fn of(role: Role, key: String, mention: (usize, usize, usize)) -> Self {
        Self {
            role,
            key,
            name: String::new(),
            kind: ActorKind::Individual,
            mentions: vec![mention],
            own: Vec::new(),
            by_grammar: false,
        }
    }

    /// Whether a fact of its own holds.
    pub(crate) fn says(&self, kind: &str, word: &str) -> bool {
        self.own.iter().any(|(k, w)| *k == kind && w == word)
    }

    /// The weapon by its plain name, where the words name one.
    pub(crate) fn weapon(&self) -> Option<String> {
        self.own.iter().find(|(kind, _)| *kind == "weapon").map(|(_, word)| word.clone())
    }
}

/// The event in which a part may be had.
pub(crate) struct Stage<'a, 'd> {
    pub(crate) doc: &'a Document<'d>,
    pub(crate) segments: &'a [&'a Segment<'d>],
}

impl Stage<'_, '_> {
    /// The chance that a candidate has its part. The weights were learned from English: in a script without capitals, where
    /// verbs go first, the grammar alone decides.
    pub(crate) fn chance(&self, candidate: &Candidate) -> f64 {
        if candidate.mentions.iter().any(|(_, first, _)| self.doc.is_uncased(*first)) {
            return f64::from(u8::from(candidate.by_grammar));
        }
        static TABLE: OnceLock<Table> = OnceLock::new();
        let table = TABLE.get_or_init(|| Table::of(FILE, &Role::QUESTIONS));
        let mut question = weighed::Question::new(table, candidate.role as usize);
        self.facts(candidate, &mut |kind, word| question.hold(kind, word));
        question.answer()
    }

    /// A candidate with all its facts.
    pub(crate) fn told(&self, candidate: &Candidate) -> Told {
        let mut facts = Vec::new();
        self.facts(candidate, &mut |kind, word| facts.push(format!("{kind}\t{word}")));
        facts.sort();
        facts.dedup();
        Told { role: candidate.role, words: candidate.key.clone(), facts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_weight() {
        weighed::check(FILE, &Role::QUESTIONS);
    }
}
