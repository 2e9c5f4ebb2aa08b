//! What the words around a phrase tell of its part in an event. Enters: a candidate. Leaves: plain facts: a kind and a word.
//! Words of the report stand in them only in lower case, never a name.

use super::{Candidate, Stage};
use crate::segment::Segment;
use crate::sense::{Cue, Sense, SourceWord};
use crate::words::{self, Class};
use text::TokenKind;
use value::Harm;

/// Writes facts down: their kind and word.
type Put<'a> = &'a mut dyn FnMut(&'static str, &str);

/// How far a deed is looked for on either side, in tokens.
const REACH: usize = 12;
/// How many words on either side are facts by themselves.
const BESIDE: usize = 4;
/// How many of a candidate's mentions are looked at.
const MENTIONS: usize = 16;

impl Stage<'_, '_> {
    /// All facts of a candidate.
    pub(super) fn facts(&self, candidate: &Candidate, put: Put<'_>) {
        put("any", "");
        put("grammar", if candidate.by_grammar { "yes" } else { "no" });
        for (kind, word) in &candidate.own {
            put(kind, word);
        }
        put("times", ["1", "1", "2", "3"].get(candidate.mentions.len()).copied().unwrap_or("more"));
        for (_, _, m) in self.segments.iter().flat_map(|s| &s.means) {
            if let Some(kind) = m.kind {
                put("event", &kind.to_string());
            }
        }
        for &(segment, first, end) in candidate.mentions.iter().take(MENTIONS) {
            let Some(s) = self.segments.get(segment) else { continue };
            put("segment", ["first", "second"].get(segment).copied().unwrap_or("later"));
            put("told", Self::told_in(s));
            self.beside(s, first, end, put);
            self.ahead(s, first, put);
            self.then(s, end, put);
        }
    }

    /// What a segment tells of.
    fn told_in(s: &Segment<'_>) -> &'static str {
        match (s.harm(), s.strike(), !s.damage.is_empty()) {
            (true, true, _) => "harm and attack",
            (true, false, _) => "harm",
            (false, true, _) => "attack",
            (false, false, true) => "damage",
            _ => "nothing",
        }
    }

    /// A token as facts may show it: marks and lower-case words as they are, numbers and names by their kind.
    fn shown(&self, s: &Segment<'_>, i: Option<usize>) -> &str {
        match i.filter(|i| s.tokens.contains(i)).and_then(|i| Some((i, self.doc.tokens.get(i)?))) {
            None => "<end>",
            Some((_, t)) if t.kind == TokenKind::Number => "<number>",
            Some((_, t)) if t.kind == TokenKind::Word && t.capital => "<capital>",
            Some((i, _)) => self.doc.at(i),
        }
    }

    /// The words of the phrase, and beside it.
    fn beside(&self, s: &Segment<'_>, first: usize, end: usize, put: Put<'_>) {
        put("head", self.shown(s, end.checked_sub(1)));
        put("first", self.shown(s, Some(first)));
        let before = |n: usize| self.shown(s, first.checked_sub(n));
        let after = |n: usize| self.shown(s, Some(end + n));
        put("before", before(1));
        put("before two", &format!("{} {}", before(2), before(1)));
        put("after", after(0));
        put("after two", &format!("{} {}", after(0), after(1)));
        for n in 1..=BESIDE {
            put("b", before(n));
            put("a", after(n - 1));
        }
    }

    /// What a token tells that was done.
    fn deed(&self, i: usize) -> Option<&'static str> {
        let told = self.doc.sense_at(i, |s| match s {
            Sense::Source(SourceWord::Verb) => Some("said"),
            Sense::Cue(Cue::Accused) => Some("accused"),
            Sense::Cue(Cue::Unreal) => Some("unreal"),
            Sense::Harm(h) => Some(match h.harm {
                Harm::Killed => "killed",
                Harm::Injured => "injured",
                Harm::Missing => "missing",
            }),
            Sense::Damage(_) => Some("damage"),
            Sense::Means(m) if m.event => Some("attack"),
            _ => None,
        });
        let word = self.doc.at(i);
        told.map(|(_, deed)| deed).or(words::is(word, Class::Attacking).then_some("attacking")).or(words::is(
            word,
            Class::Striking,
        )
        .then_some("striking"))
    }

    /// The last deed told before the phrase.
    fn ahead(&self, s: &Segment<'_>, first: usize, put: Put<'_>) {
        let from = first.saturating_sub(REACH).max(s.tokens.start);
        let closes = |i: &usize| !matches!(self.doc.at(*i), "." | ";");
        let found = (from..first).rev().take_while(closes).find_map(|i| Some((i, self.deed(i)?)));
        let Some((at, deed)) = found else { return put("ahead", "nothing") };
        put("ahead", deed);
        put("ahead word", self.shown(s, Some(at)));
        if first - at <= 3 {
            put("ahead near", deed);
        }
        for i in at + 1..first {
            let word = self.doc.at(i);
            if matches!(
                word,
                "by" | "on" | "at" | "in" | "of" | "against" | "with" | "to" | "from" | "near" | "and" | ","
            ) {
                put("ahead, then", &format!("{deed} {word}"));
            }
        }
    }

    /// The first deed told after the phrase.
    fn then(&self, s: &Segment<'_>, end: usize, put: Put<'_>) {
        let mut passive = false;
        for i in end..(end + REACH).min(s.tokens.end) {
            if let Some(deed) = self.deed(i) {
                let how = if passive { "was " } else { "" };
                put("then", &format!("{how}{deed}"));
                put("then word", &format!("{how}{}", self.shown(s, Some(i))));
                if i - end <= 2 {
                    put("then near", &format!("{how}{deed}"));
                }
                return;
            }
            let word = self.doc.at(i);
            passive |= matches!(word, "was" | "were" | "been" | "being" | "is" | "are" | "be");
            if matches!(word, "." | ";") {
                break;
            }
        }
        put("then", "nothing");
    }
}
