//! What the words around a person's name tell of the person. Enters: everybody who is named. Leaves: for each person,
//! plain facts: a kind and a word. Words of the report stand in them only in lower case, never a name.

use super::Scenes;
use crate::document::Document;
use crate::given::{self, Bearer};
use crate::name;
use crate::person::Named;
use crate::sense::{Cue, Frame, Sense, SourceWord};
use text::TokenKind;
use value::Harm;

/// What is told of somebody by a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Killed,
    Injured,
    Missing,
    Said,
    Accused,
}

impl Deed {
    fn word(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Injured => "injured",
            Self::Missing => "missing",
            Self::Said => "said",
            Self::Accused => "accused",
        }
    }
}

/// Writes facts down: their kind and word.
pub(super) type Put<'a> = &'a mut dyn FnMut(&'static str, &str);

/// The surroundings of the names of a report.
pub(super) struct Surroundings<'a, 'd> {
    doc: &'a Document<'d>,
    named: &'a Named,
    scenes: &'a Scenes,
    /// For each naming, whether harm is told of it by a word that stands with it.
    hurt: Vec<bool>,
    /// For each naming, the first and last naming of the list that it stands in.
    lists: Vec<(usize, usize)>,
    /// For each naming, the token past its age.
    past: Vec<usize>,
}

/// How far a list of lines is looked at on either side.
const LONG_LIST: usize = 60;

impl<'a, 'd> Surroundings<'a, 'd> {
    pub(super) fn new(doc: &'a Document<'d>, named: &'a Named, scenes: &'a Scenes) -> Self {
        let past: Vec<usize> = named.namings.iter().map(|n| name::age_after_name(doc, n.end).1).collect();
        let mut out = Self { doc, named, scenes, lists: Vec::new(), past, hurt: Vec::new() };
        let n = out.named.namings.len();
        let mut first = 0;
        while first < n {
            let mut last = first;
            while last + 1 < n && last - first < 60 && out.listed(last, last + 1) {
                last += 1;
            }
            out.lists.extend((first..=last).map(|_| (first, last)));
            first = last + 1;
        }
        out.hurt = (0..n).map(|k| out.hurt(k)).collect();
        out
    }

    /// Whether the words with a naming, or with the list that it stands in, say that people named so came to harm.
    fn hurt(&self, k: usize) -> bool {
        let (first, last) = self.lists[k];
        let mut found = false;
        let mut put = |_: &'static str, word: &str| {
            found |= matches!(
                word,
                "was killed"
                    | "died"
                    | "was injured"
                    | "was struck"
                    | "killing just"
                    | "killed just"
                    | "injured just"
            );
        };
        self.tied(k, "", &mut put);
        self.tied(last, "", &mut put);
        self.ahead(first, "", &mut put);
        found
    }

    /// Whether a naming is of somebody who died before: "the late X".
    pub(super) fn is_late(&self, k: usize) -> bool {
        let n = &self.named.namings[k];
        let s = self.doc.sentences[n.sentence];
        let late = |i: usize| self.doc.at(i) == "late" && self.doc.at(i.wrapping_sub(1)) == "the";
        (n.from.saturating_sub(2).max(s.first)..n.from).any(late)
    }

    /// Whether a person stands in a list of lines that is said to give the names of the dead.
    pub(super) fn is_listed(&self, person: usize) -> bool {
        let doc = self.doc;
        let line = |i: usize| matches!(doc.at(doc.sentences[i].first), "-" | "•" | "*" | "–" | "—" | "·");
        let namings = self.named.persons[person].namings.iter().take(24);
        namings.map(|k| self.named.namings[*k].sentence).filter(|i| line(*i)).any(|i| {
            let first = (i.saturating_sub(LONG_LIST)..i).rev().take_while(|j| line(*j)).last().unwrap_or(i);
            let end =
                (i..(i + LONG_LIST).min(doc.sentences.len())).take_while(|j| line(*j)).last().unwrap_or(i)
                    + 1;
            let Some(lead) = first.checked_sub(1).map(|j| doc.sentences[j]) else { return false };
            let names = |i: usize| {
                matches!(doc.at(i), "names" | "named" | "victims" | "dead" | "killed" | "deceased")
            };
            end - first >= 3 && (lead.first..lead.end).any(names)
        })
    }

    /// Whether harm is told of a naming by a word that stands with it.
    pub(super) fn is_hurt(&self, k: usize) -> bool {
        self.hurt[k]
    }

    /// What the words with a person's own namings say in so many words: that the person was killed, or was injured and no
    /// more. A blow ("was shot") says neither.
    pub(super) fn fate(&self, person: usize) -> Option<Harm> {
        let (mut killed, mut injured) = (false, false);
        for k in self.named.persons[person].namings.iter().take(24) {
            let mut put = |_: &'static str, word: &str| {
                killed |= matches!(word, "was killed" | "died");
                injured |= word == "was injured";
            };
            self.tied(*k, "", &mut put);
        }
        match (killed, injured) {
            (true, _) => Some(Harm::Killed),
            (false, true) => Some(Harm::Injured),
            _ => None,
        }
    }

    /// Whether only what may stand inside a list parts two namings.
    fn listed(&self, a: usize, b: usize) -> bool {
        let (from, to) = (self.past[a], self.named.namings[b].from);
        // "his mother, the wife of X" lists the mother alone.
        let of = (to.saturating_sub(3).max(from)..to).any(|i| self.doc.at(i) == "of")
            && (from..to).any(|i| self.kin(i));
        if of {
            return false;
        }
        let same = self.named.namings[a].sentence == self.named.namings[b].sentence;
        same && from <= to
            && to - from <= 12
            && (from..to).all(|i| {
                self.deed(i).is_none()
                    && !matches!(
                        self.doc.at(i),
                        "was"
                            | "were"
                            | "is"
                            | "are"
                            | "has"
                            | "had"
                            | "who"
                            | "whose"
                            | "by"
                            | "but"
                            | "when"
                            | "after"
                            | "while"
                            | "that"
                            | "said"
                            | "."
                            | "in"
                    )
            })
    }

    /// Whether a word of kinship stands here.
    fn kin(&self, i: usize) -> bool {
        self.doc.sense_at(i, |x| matches!(x, Sense::People(p) if p.kin).then_some(())).is_some()
    }

    /// What a token tells that somebody did or suffered.
    fn deed(&self, i: usize) -> Option<Deed> {
        let found = self.doc.sense_at(i, |s| match s {
            Sense::Harm(h) => Some(match h.harm {
                Harm::Killed => Deed::Killed,
                Harm::Injured => Deed::Injured,
                Harm::Missing => Deed::Missing,
            }),
            Sense::Cue(Cue::Accused) => Some(Deed::Accused),
            Sense::Source(SourceWord::Verb) => Some(Deed::Said),
            _ => None,
        });
        found.map(|(_, deed)| deed)
    }

    fn noun_frame(&self, i: usize) -> bool {
        self.doc
            .sense_at(i, |s| {
                matches!(s, Sense::Harm(h) if matches!(h.frame, Frame::NounOf | Frame::Gerund | Frame::CountNoun)).then_some(())
            })
            .is_some()
    }

    /// A token as facts may show it: marks and lower-case words as they are, numbers and names by their kind.
    fn shown(&self, i: usize) -> &str {
        match self.doc.tokens.get(i) {
            None => "<end>",
            Some(t) if t.kind == TokenKind::Number => "<number>",
            Some(t) if t.kind == TokenKind::Word && t.capital => "<capital>",
            Some(_) => self.doc.at(i),
        }
    }

    /// The facts of one naming.
    fn naming(&self, k: usize, put: Put<'_>) {
        let doc = self.doc;
        let n = &self.named.namings[k];
        let s = doc.sentences[n.sentence];
        let past = self.past[k];
        let kind = |full: &'static str, short: &'static str| if n.full { full } else { short };
        if n.from == s.first {
            put(kind("before", "short before"), "<start>");
        } else {
            put(kind("before", "short before"), self.shown(n.from - 1));
        }
        if n.from < n.first {
            put("title", doc.at(n.first - 1));
        }
        for i in n.from.saturating_sub(5).max(s.first)..n.from {
            if self.plain(i) {
                put("b", doc.at(i));
            }
        }
        put(kind("next", "short next"), self.shown(n.end));
        if doc.tokens.get(n.end).is_some_and(|t| t.kind == TokenKind::Possessive) {
            put("of", self.shown(n.end + 1));
        }
        if past > n.end {
            put("age", "after");
        } else if crate::person::age(doc, n).is_some() {
            put("age", "before");
        }
        for i in past..(past + 6).min(s.end) {
            if self.plain(i) {
                put("a", doc.at(i));
            }
        }
        self.tied(k, "then", put);
        let (first, last) = self.lists[k];
        if last > first {
            put("list", step(last - first, &["", "2", "3", "4", "5", "6", "6", "8", "8", "8", "11"]));
            self.ahead(first, "list ahead", put);
            self.tied(last, "list then", put);
        }
        self.ahead(k, "ahead", put);
        if let Some((i, listed)) = crate::person::noun_before(doc, &self.named.namings, k) {
            put(if listed { "list led" } else { "led" }, doc.at(i));
            if doc.at(i + 1) == "of" {
                put("led", "of");
            }
        }
        if doc.tokens.get(n.end).is_some_and(|t| t.kind == TokenKind::Possessive)
            && (n.end + 1..n.end + 4).any(|i| self.kin(i))
        {
            put("of", "kin");
        }
        if (n.from.saturating_sub(3).max(s.first)..n.from).any(|i| doc.at(i) == "of")
            && (n.from.saturating_sub(4).max(s.first)..n.from).any(|i| self.kin(i))
        {
            put("kin of", "");
        }
        self.line(k, put);
        put("event", self.scenes.word(n.first));
        let pair = |a: usize, b: usize| format!("{} {}", self.shown(a), self.shown(b));
        if n.from >= s.first + 2 {
            put("before two", &pair(n.from - 2, n.from - 1));
        }
        put(
            "after two",
            &pair(
                past + usize::from(self.doc.at(past) == ","),
                past + 1 + usize::from(self.doc.at(past) == ","),
            ),
        );
        let lead = if n.from == s.first { "<start>" } else { self.shown(n.from - 1) };
        put("around", &format!("{lead} {}", self.shown(n.end)));
        let year = |i: usize| {
            doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Number)
                && matches!(doc.at(i).as_bytes(), [b'1', b'9', ..] | [b'2', b'0', ..])
                && doc.at(i).len() == 4
        };
        if (s.first..s.end).any(year) {
            put("sentence", "year");
        }
        for i in s.first..s.end {
            match doc.sense_at(i, |x| if let Sense::Harm(h) = x { Some(h.harm) } else { None }) {
                Some((_, Harm::Killed)) => put("sentence", "killed"),
                Some((_, Harm::Injured)) => put("sentence", "injured"),
                _ => {}
            }
            if let Some(deed @ (Deed::Accused | Deed::Said)) = self.deed(i) {
                put("sentence", deed.word());
            }
            if matches!(
                doc.at(i),
                "identified"
                    | "victim"
                    | "victims"
                    | "names"
                    | "named"
                    | "suspect"
                    | "police"
                    | "\""
                    | "“"
                    | "posted"
                    | "post"
                    | "facebook"
                    | "martyr"
                    | "family"
            ) {
                put("sentence", doc.at(i));
            }
        }
    }

    fn plain(&self, i: usize) -> bool {
        self.doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word && !t.capital)
    }

    /// The first deed told after a naming, and how.
    fn tied(&self, k: usize, kind: &'static str, put: Put<'_>) {
        let n = &self.named.namings[k];
        let s = self.doc.sentences[n.sentence];
        let from = self.past[k];
        let stop = self.named.namings.get(k + 1).map_or(usize::MAX, |m| m.from);
        let (mut passive, mut who) = (false, false);
        for i in from..(from + 16).min(s.end).min(stop) {
            let word = self.doc.at(i);
            if let Some(deed) = self.deed(i) {
                let blow =
                    self.doc.sense_at(i, |s| matches!(s, Sense::Harm(h) if h.blow).then_some(())).is_some();
                let how = match (deed, passive) {
                    (Deed::Injured, true) if blow => "was struck",
                    (Deed::Killed, true) => "was killed",
                    (Deed::Killed, false) if self.noun_frame(i) => "killing",
                    (Deed::Killed, false) if matches!(word, "died" | "dies" | "succumbed" | "perished") => {
                        "died"
                    }
                    (Deed::Killed, false) => "killed",
                    (Deed::Injured, true) => "was injured",
                    (Deed::Injured, false) => "injured",
                    (Deed::Accused, true) => "was accused",
                    (Deed::Accused, false) => "accused",
                    (deed, _) => deed.word(),
                };
                put(kind, how);
                if i - from <= 3 {
                    put(kind, &format!("{how} soon"));
                }
                if who {
                    put(kind, "who");
                }
                return;
            }
            passive |= matches!(word, "was" | "were" | "been" | "being" | "is" | "are" | "be");
            who |= word == "who";
            if matches!(word, "." | ";") {
                break;
            }
        }
        put(kind, "nothing");
    }

    /// The last deed told before a naming.
    fn ahead(&self, k: usize, kind: &'static str, put: Put<'_>) {
        let n = &self.named.namings[k];
        let s = self.doc.sentences[n.sentence];
        let stop = k.checked_sub(1).map_or(0, |j| self.past[j]).max(s.first);
        for i in (n.from.saturating_sub(12).max(stop)..n.from).rev() {
            if let Some(deed) = self.deed(i) {
                let noun = self.noun_frame(i);
                let active = i == s.first
                    || !matches!(self.doc.at(i - 1), "was" | "were" | "been" | "be" | "being" | "is");
                let how = match (deed, noun, active) {
                    (Deed::Killed, true, _) => "killing",
                    (Deed::Killed, _, true) => "killed",
                    (Deed::Killed, _, false) => "was killed",
                    (Deed::Injured, _, true) => "injured",
                    (Deed::Injured, _, false) => "was injured",
                    (deed, ..) => deed.word(),
                };
                put(kind, how);
                if n.from - i <= 3 {
                    put(kind, &format!("{how} just"));
                }
                if (i..n.from).any(|j| self.doc.at(j) == "by") {
                    put(kind, "by");
                }
                return;
            }
            if matches!(self.doc.at(i), "." | ";") {
                break;
            }
        }
        put(kind, "nothing");
    }

    /// How the naming stands on its line.
    fn line(&self, k: usize, put: Put<'_>) {
        let doc = self.doc;
        let n = &self.named.namings[k];
        let s = doc.sentences[n.sentence];
        let starts = n.from == s.first || n.from == s.first + 1 && !self.plain(s.first);
        if starts {
            put("line", "starts");
            if self.past[k] + 2 >= s.end {
                put("line", "whole");
            }
        }
        // The nearest line before that announces a list.
        let near = n.sentence.saturating_sub(40)..n.sentence;
        let colon = near.rev().find(|j| doc.at(doc.sentences[*j].end - 1) == ":");
        let inner = (s.first..n.from).rev().find(|i| doc.at(*i) == ":");
        let words = match (inner, colon) {
            (Some(i), _) => Some((s.first, i, "colon")),
            (None, Some(j)) if starts => Some((doc.sentences[j].first, doc.sentences[j].end, "heading")),
            _ => None,
        };
        if let Some((from, to, kind)) = words {
            put(kind, "any");
            for i in from.max(to.saturating_sub(25))..to {
                if self.plain(i) {
                    put(kind, doc.at(i));
                }
            }
        }
    }

    /// The facts of a person.
    pub(super) fn person(&self, at: usize, put: Put<'_>) {
        let doc = self.doc;
        let p = &self.named.persons[at];
        put("any", "");
        let best = &self.named.namings[p.best];
        let full = p.namings.iter().filter(|k| self.named.namings[**k].full).count();
        put("told", step(p.namings.len(), &["", "1", "2", "3", "4", "5", "6", "6", "8"]));
        put("told in full", step(full, &["0", "1", "2", "3", "4"]));
        put("words", step(p.words.len(), &["", "1", "2", "3", "4", "5"]));
        if p.family.is_some() {
            put("family", "told apart");
        }
        if best.place {
            put("place", "of the event");
        }
        if p.namings.iter().all(|k| self.named.namings[*k].headline) {
            put("headline", "only");
        } else if p.namings.iter().any(|k| self.named.namings[*k].headline) {
            put("headline", "too");
        }
        let given = given::bearer(doc.at(best.first));
        put(
            "given",
            match given {
                Some(Bearer::Of(_)) => "known",
                Some(Bearer::Either) => "either",
                None => "unknown",
            },
        );
        if (best.first..best.end).any(|i| matches!(doc.at(i), "al" | "abu" | "el" | "abdel" | "bin")) {
            put("particle", "");
        }
        let common = (best.first..best.end).filter(|i| {
            doc.marks_at(*i).iter().any(|m| !matches!(m.sense, Sense::Actor(_) | Sense::Norm(_)))
        });
        put("common words", step(common.count(), &["0", "1", "2"]));
        match p.age {
            Some(age) if age < 18 => put("aged", "child"),
            Some(age) if age < 30 => put("aged", "young"),
            Some(_) => put("aged", "grown"),
            None => put("aged", "untold"),
        }
        let first = &self.named.namings[*p.namings.first().unwrap_or(&p.best)];
        put(
            "first told",
            step(first.sentence, &["0", "1", "2", "3", "4", "5", "5", "5", "8", "8", "8", "8", "12"]),
        );
        put("rank", step(at, &["0", "1", "2", "3", "4", "4", "6", "6", "6", "6", "10"]));
        put(
            "persons",
            step(self.named.persons.len(), &["0", "1", "2", "3", "4", "4", "6", "6", "6", "6", "10"]),
        );
        let aged = self.named.persons.iter().filter(|q| q.age.is_some()).count();
        put(
            if p.age.is_some() { "aged ones" } else { "others aged" },
            step(aged, &["0", "1", "2", "3", "4"]),
        );
        let told_hurt = p.namings.iter().filter(|k| self.hurt[**k]).count();
        put("hurt", step(told_hurt, &["0", "1", "2", "3"]));
        if p.words.len() > 1 {
            let kin = |q: &crate::person::Person| q.words.len() > 1 && q.words.last() == p.words.last();
            let others = self.named.persons.iter().enumerate().filter(|(i, q)| *i != at && kin(q));
            let hurt = others.filter(|(_, q)| q.namings.iter().any(|k| self.hurt[*k])).count();
            put("kin hurt", step(hurt, &["0", "1", "2", "3"]));
        }
        for k in p.namings.iter().take(24) {
            self.naming(*k, put);
        }
    }
}

/// The step of a number: the last for all above.
fn step<'s>(n: usize, names: &[&'s str]) -> &'s str {
    names.get(n).or(names.last()).copied().unwrap_or("")
}
