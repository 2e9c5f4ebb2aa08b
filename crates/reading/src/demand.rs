//! Demands: what is asked of whom. Enters: a document. Leaves: the demands with their words. Never says whether a
//! demand is just, and takes "should" for a demand only where a body, a party or states are asked.

use crate::document::Document;
use crate::lexicon::lines;
use crate::registry::{Mention, Registry};
use std::collections::HashMap;
use std::sync::OnceLock;
use text::TokenKind;
use value::{ActorKind, Demand};

/// Who asks, where the text itself does.
const AUTHOR: &str = "the author";

/// How a phrase of demand stands to the one who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    /// "the Council should": the one who is asked goes before.
    Modal,
    /// "calls on the Council to": the one who is asked follows.
    Object,
    /// "why does not the Council": a reproach; the one who is asked follows.
    Question,
    /// "to withdraw": after another demand, with the subject before.
    Infinitive,
}

/// The phrases of demand by their first words.
type Frames = HashMap<&'static str, Vec<(Vec<&'static str>, Frame)>, foldhash::fast::FixedState>;

/// Words that may stand before the one who is asked.
const BEFORE_ADDRESSEE: &[&str] = &[
    "the",
    "all",
    "both",
    "each",
    "every",
    "other",
    "these",
    "those",
    "this",
    "that",
    "a",
    "an",
    "any",
    "and",
    "but",
    "also",
    "moreover",
    "therefore",
    "thus",
    "finally",
    "now",
    "again",
    "so",
    ",",
    "\"",
    "“",
    "‘",
    "'",
    "”",
    "meanwhile",
    "president",
    "warring",
    "concerned",
    "relevant",
    "responsible",
    "third",
];

/// Heads of phrases for those of whom things are asked.
const HEADS: &[&str] = &[
    "states",
    "countries",
    "governments",
    "parties",
    "nations",
    "authorities",
    "government",
    "belligerents",
    "powers",
    "leaders",
    "factions",
    "allies",
    "combatants",
    "sides",
];

/// Words for saying, after whose subject a demand is that subject's.
const SAYING: &[&str] = &[
    "said",
    "says",
    "stated",
    "added",
    "told",
    "stressed",
    "insisted",
    "warned",
    "wrote",
    "argued",
    "declared",
    "emphasised",
    "emphasized",
    "noted",
    "reiterated",
    "tweeted",
];

/// The longest phrase for the one who is asked, in tokens; longer ones are cut to their head.
const LONGEST_ADDRESSEE: usize = 14;

/// The longest phrase for the one who asks, in tokens.
const LONGEST_SPEAKER: usize = 5;

/// One who is asked.
struct Addressee {
    end: usize,
    name: String,
}

struct Reader<'d, 't> {
    doc: &'d Document<'t>,
    registry: &'static Registry,
    mentions: &'d [Mention],
    /// For each token whether a quotation is open before it.
    quoted: Vec<bool>,
}

/// The demands of a document, in order.
pub(crate) fn demands(doc: &Document, registry: &'static Registry, mentions: &[Mention]) -> Vec<Demand> {
    let reader = Reader { doc, registry, mentions, quoted: quoted(doc) };
    let mut out: Vec<Demand> = Vec::new();
    let mut previous = None;
    for (n, sentence) in doc.sentences.iter().enumerate() {
        let after_demand = previous.is_some_and(|p| p + 1 == n);
        let found = reader.in_sentence(sentence.first, sentence.end, after_demand);
        if found.is_some() {
            previous = Some(n);
        }
        out.extend(found);
    }
    out
}

/// For each token whether a quotation that its paragraph opened is still open before it.
fn quoted(doc: &Document) -> Vec<bool> {
    let mut open = Vec::with_capacity(doc.tokens.len());
    let mut inside = false;
    let mut paragraph = None;
    for sentence in &doc.sentences {
        if paragraph.replace(sentence.paragraph) != Some(sentence.paragraph) {
            inside = false;
        }
        open.resize(sentence.first, inside);
        for i in sentence.first..sentence.end {
            open.push(inside);
            inside = match doc.at(i) {
                "“" => true,
                "”" => false,
                "\"" => !inside,
                _ => inside,
            };
        }
    }
    open.resize(doc.tokens.len(), inside);
    open
}

impl Reader<'_, '_> {
    /// The first demand of a sentence; what follows it there belongs to what it asks.
    fn in_sentence(&self, first: usize, end: usize, after_demand: bool) -> Option<Demand> {
        (first..end).find_map(|i| {
            let (past, frame) = cue_at(self.doc, i, end)?;
            match frame {
                Frame::Modal => self.modal(first, i, past, end),
                Frame::Object => self.object(first, i, past, end),
                Frame::Question => self.question(i, past, end),
                Frame::Infinitive => after_demand.then(|| self.infinitive(first, i, end)).flatten(),
            }
        })
    }

    fn modal(&self, first: usize, cue: usize, past: usize, end: usize) -> Option<Demand> {
        // "should have stopped" looks back and asks for nothing.
        if matches!(self.doc.at(past), "have" | "been") {
            return None;
        }
        let (start, by) = self.speaker(first, cue, end);
        let (from, addressee) = self.addressee(start, cue)?;
        Some(self.demand(by, &addressee, (past, end), (from, end)))
    }

    fn object(&self, first: usize, cue: usize, past: usize, end: usize) -> Option<Demand> {
        if first < cue && self.doc.at(cue - 1) == "to" {
            return None;
        }
        let by = self.subject_before(first, cue);
        let (_, addressee) = self.addressee(past, end)?;
        let to = addressee.end;
        let asked = match self.doc.at(to) {
            "to" | "should" | "must" => to + 1,
            "stop" | "end" | "cease" | "halt" | "stops" | "ends" | "be" | "immediately" | "not" => to,
            "," | "and" => (to..end.min(to + 12)).find(|i| self.doc.at(*i) == "to")? + 1,
            _ => return None,
        };
        Some(self.demand(by, &addressee, (asked, end), (cue, end)))
    }

    fn question(&self, cue: usize, past: usize, end: usize) -> Option<Demand> {
        let (_, addressee) = self.addressee(past, end)?;
        let negated = (cue..end.min(addressee.end + 2)).any(|i| {
            let word = self.doc.at(i);
            word == "not" || word.ends_with("n't")
        });
        let asked = (addressee.end..end).find(|i| self.doc.at(*i) != "not")?;
        negated.then(|| self.demand(self.author(cue), &addressee, (asked, end), (cue, end)))
    }

    /// "The states which carry out those crimes to withdraw": no finite verb, the demand before it goes on.
    fn infinitive(&self, first: usize, cue: usize, end: usize) -> Option<Demand> {
        let (from, addressee) = self.addressee(first, cue)?;
        let relative = matches!(self.doc.at(from + 1), "which" | "who" | "that" | "participating" | "taking")
            || matches!(self.doc.at(from + 2), "which" | "who" | "that" | "participating" | "taking");
        relative.then(|| self.demand(self.author(cue), &addressee, (cue + 1, end), (from, end)))
    }

    fn demand(
        &self,
        by: Option<String>,
        of: &Addressee,
        asks: (usize, usize),
        all: (usize, usize),
    ) -> Demand {
        let quoted = |i: usize| {
            matches!(self.doc.at(i), "”" | "’" | "\"")
                && (all.0..i).any(|j| matches!(self.doc.at(j), "“" | "‘" | "\""))
        };
        let mark =
            |i: usize| matches!(self.doc.at(i), "." | "?" | "!" | "\"" | "”" | "’" | ";") && !quoted(i);
        let end = (asks.0 + 1..=all.1).rev().find(|e| !mark(e - 1)).unwrap_or(all.1);
        let asks = if self.doc.at(asks.0) == "also" { (asks.0 + 1, asks.1) } else { asks };
        Demand {
            by,
            of: of.name.clone(),
            asks: self.doc.words(asks.0, end),
            spans: vec![self.doc.quote(all.0, end)],
        }
    }

    /// Who says the clause before a modal, and where that clause begins.
    fn speaker(&self, first: usize, cue: usize, end: usize) -> (usize, Option<String>) {
        let said = (first..cue).rev().find(|i| SAYING.contains(&self.doc.at(*i)));
        if let Some(said) = said {
            let start = (said + 1..cue).find(|i| self.doc.at(*i) == "that").map_or(said + 1, |i| i + 1);
            return (start, self.subject_before(first, said));
        }
        // "The Council must act, Haddad said."
        let after = (cue..end).find(|i| {
            self.doc.at(*i) == "," && (i + 1..end.min(i + 6)).any(|j| SAYING.contains(&self.doc.at(j)))
        });
        let by = after.and_then(|comma| {
            let said = (comma + 1..end).find(|i| SAYING.contains(&self.doc.at(*i)))?;
            if said == comma + 1 { self.name_at(said + 1) } else { self.subject_before(comma + 1, said) }
        });
        (first, by.or_else(|| self.author(cue)))
    }

    /// The subject of a verb at `cue`: the words before it, from the last break on.
    fn subject_before(&self, first: usize, cue: usize) -> Option<String> {
        let aux = |i: usize| {
            matches!(
                self.doc.at(i),
                "has"
                    | "have"
                    | "had"
                    | "also"
                    | "again"
                    | "today"
                    | "repeatedly"
                    | "strongly"
                    | "further"
                    | "is"
                    | "are"
                    | "was"
            ) || self.doc.at(i).ends_with("ly")
        };
        let end = (first..cue).rev().find(|i| !aux(*i)).map_or(first, |i| i + 1);
        if end == first {
            return self.author(cue);
        }
        let breaks =
            |i: usize| matches!(self.doc.at(i), "," | ";" | ":" | "and" | "\"" | "“" | "”" | "that" | "but");
        let start = (first..end).rev().find(|i| breaks(*i)).map_or(first, |i| i + 1);
        let start = if matches!(self.doc.at(start), "the" | "a" | "an") { start + 1 } else { start };
        match self.doc.at(start) {
            "we" | "i" => self.author(cue),
            "he" | "she" | "it" | "they" | "who" | "which" | "to" | "not" | "no" | "would" | "will" => None,
            _ if start >= end => None,
            _ if end - start <= LONGEST_SPEAKER => Some(self.doc.words(start, end)),
            _ => self.name_before(end),
        }
    }

    /// The author, unless the words stand in a quotation of somebody whom the sentence does not name.
    fn author(&self, cue: usize) -> Option<String> {
        (!self.quoted[cue]).then(|| AUTHOR.to_owned())
    }

    /// The capitalised words right before a token.
    fn name_before(&self, end: usize) -> Option<String> {
        let capital =
            |i: &usize| self.doc.tokens.get(*i).is_some_and(|t| t.capital && t.kind == TokenKind::Word);
        let start = (0..end).rev().take_while(capital).last()?;
        Some(self.doc.words(start, end))
    }

    /// A name of capitalised words at a token.
    fn name_at(&self, from: usize) -> Option<String> {
        let capital =
            |i: usize| self.doc.tokens.get(i).is_some_and(|t| t.capital && t.kind == TokenKind::Word);
        let end = (from..from + 5).find(|i| !capital(*i)).unwrap_or(from);
        (end > from).then(|| self.doc.words(from, end))
    }

    /// The one who is asked, at or soon after token `from`: where the phrase begins, its end and its name.
    fn addressee(&self, from: usize, until: usize) -> Option<(usize, Addressee)> {
        let mut at = from;
        while at < until {
            if let Some((end, name)) = self.registry.body_at(self.doc, at) {
                return Some((at, Addressee { end, name: name.to_owned() }));
            }
            let asked = self.mentions.binary_search_by_key(&at, |m| m.first).ok().map(|m| &self.mentions[m]);
            if let Some(m) = asked.filter(|m| self.registry.particular(m.party)) {
                // A state that is asked is asked as itself, not as its forces.
                let party = self.registry.get(m.party).filter(|p| p.kind != ActorKind::State);
                let name = party.map_or_else(|| self.doc.words(m.first, m.end), |p| p.name.to_owned());
                return Some((at, Addressee { end: m.end, name }));
            }
            if HEADS.contains(&self.doc.at(at)) {
                let end = self.end_of_phrase(at + 1, until);
                return Some((at, Addressee { end, name: format!("the {}", self.doc.words(at, end)) }));
            }
            let adjective = self.doc.at(at + 1) != "to" && HEADS.contains(&self.doc.at(at + 1));
            if !adjective && !BEFORE_ADDRESSEE.contains(&self.doc.at(at)) {
                return None;
            }
            at += 1;
        }
        None
    }

    /// The end of "states participating in the coalition": up to a verb of demand, "to", or a mark.
    fn end_of_phrase(&self, from: usize, until: usize) -> usize {
        let belongs = |i: usize| {
            self.doc.at(i) == "to"
                && self.doc.at(i + 1) == "the"
                && matches!(self.doc.at(i + 2), "conflict" | "war" | "fighting")
        };
        let stops = |i: usize| {
            let mark = matches!(self.doc.at(i), "," | "." | ";" | "?" | "to");
            (mark && !belongs(i)) || cue_at(self.doc, i, until).is_some()
        };
        let end = (from..until).find(|i| stops(*i)).unwrap_or(until);
        if end - from > LONGEST_ADDRESSEE { from } else { end }
    }
}

/// The phrase of demand at a token.
fn cue_at(doc: &Document, i: usize, end: usize) -> Option<(usize, Frame)> {
    static FRAMES: OnceLock<Frames> = OnceLock::new();
    let frames = FRAMES.get_or_init(|| {
        let mut out = Frames::default();
        for (phrase, attributes) in lines(include_str!("../../../data/lexicon/en/demands.tsv")) {
            let frame = match attributes.head() {
                "modal" => Frame::Modal,
                "object" => Frame::Object,
                "question" => Frame::Question,
                "infinitive" => Frame::Infinitive,
                _ => continue,
            };
            let words: Vec<&str> = phrase.split(' ').collect();
            out.entry(words[0]).or_default().push((words, frame));
        }
        out
    });
    let fits =
        |words: &[&str]| i + words.len() <= end && words.iter().enumerate().all(|(k, w)| doc.at(i + k) == *w);
    let found = frames
        .get(doc.at(i))?
        .iter()
        .filter(|(words, _)| fits(words))
        .max_by_key(|(words, _)| words.len())?;
    Some((i + found.0.len(), found.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::senses;

    /// "by -> of: asks" of each demand.
    fn told(text: &str) -> Vec<String> {
        let doc = Document::new(text, senses::lexicon());
        let one = |d: &Demand| format!("{} -> {}: {}", d.by.as_deref().unwrap_or("?"), d.of, d.asks);
        demands(&doc, Registry::embedded(), &Registry::embedded().mentions(&doc)).iter().map(one).collect()
    }

    #[test]
    fn demands_say_who_asks_whom_for_what() {
        for (text, demand) in [
            (
                "The UN Security Council should lift the siege.",
                "the author -> UN Security Council: lift the siege",
            ),
            (
                "The UN Secretary General should not remain silent.",
                "the author -> UN Secretary-General: not remain silent",
            ),
            (
                "Why does not the UNSC hold both sides accountable?",
                "the author -> UN Security Council: hold both sides accountable",
            ),
            (
                "The states participating in the blockade must end it.",
                "the author -> the states participating in the blockade: end it",
            ),
            (
                "Amina Haddad called on all parties to the conflict to spare the wells.",
                "Amina Haddad -> the parties to the conflict: spare the wells",
            ),
            ("The mayor urged Hamas to free the baker.", "mayor -> Hamas: free the baker"),
            ("Haddad said that Israel must open the crossing.", "Haddad -> Israel: open the crossing"),
            (
                "We call upon the international community to act.",
                "the author -> international community: act",
            ),
            ("The ministry demanded that Turkey stop the shelling.", "ministry -> Turkey: stop the shelling"),
        ] {
            assert_eq!(told(text), [demand], "{text}");
        }
    }

    #[test]
    fn a_demand_goes_on_in_a_sentence_without_a_verb_of_its_own() {
        let text = "The UN Security Council should act. The states which sent troops to withdraw at once.";
        assert_eq!(
            told(text),
            [
                "the author -> UN Security Council: act",
                "the author -> the states which sent troops: withdraw at once",
            ]
        );
    }

    #[test]
    fn what_is_asked_of_the_public_or_looks_back_is_no_demand() {
        for text in [
            "Anyone with information should call the station.",
            "The Council should have acted in May.",
            "The bridge must be crossed slowly.",
            "Why does the river rise?",
            "The states which sent troops to withdraw at once.",
        ] {
            assert_eq!(told(text), Vec::<String>::new(), "{text}");
        }
    }
}
