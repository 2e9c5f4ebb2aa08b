//! Who came to harm, as single mentions: a word of harm and the people it is said of. Enters: a sentence and
//! its phrases for people. Leaves: mentions with ranges, in order. Knows nothing of events.

use crate::document::Document;
use crate::number::quantity;
use crate::people::{self, People};
use crate::policy::Policy;
use crate::sense::{Cue, Frame, Group, HarmWord, Sense};
use crate::words::{self, Class};
use text::Sentence;
use value::{Harm, Range};

/// One statement that people came to harm.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) sentence: usize,
    pub(crate) harm: Harm,
    /// Killed and injured, undivided.
    pub(crate) undivided: bool,
    /// Tokens of the word of harm.
    pub(crate) word: (usize, usize),
    /// The phrases harmed, as indices into the sentence's phrases; parts are not among them.
    pub(crate) people: Vec<usize>,
    /// Their number together; civilians and people of unknown standing where both stand.
    pub(crate) total: Range,
    /// Whether a number or an article gives the total.
    pub(crate) stated: bool,
    pub(crate) vague: bool,
    /// Ranges of children, women, men and combatants, in the order of [`Group`].
    pub(crate) groups: [Option<Range>; 4],
    /// Tokens of the words that give the total.
    pub(crate) wording: (usize, usize),
    /// The number replaces an earlier one ("rose to").
    pub(crate) rose: bool,
    /// The words tell of a blow ("shot") that those who died of it came to as well.
    pub(crate) blow: bool,
    /// Only combatants are spoken of.
    pub(crate) combatants_only: bool,
}

/// The mentions of harm in a sentence.
pub(crate) fn mentions(
    doc: &Document<'_>,
    policy: &Policy,
    index: usize,
    s: Sentence,
    people: &[People],
) -> Vec<Mention> {
    let words: Vec<(usize, usize, HarmWord)> = doc
        .senses(s.first..s.end, |x| if let Sense::Harm(h) = x { Some(*h) } else { None })
        .filter(|(_, end, _)| *end <= s.end)
        .collect();
    let finder = Finder { doc, policy, s, people, words: &words };
    let mut taken: Vec<(usize, Harm)> = Vec::new();
    let mut out: Vec<Mention> = Vec::new();
    for &(first, end, word) in &words {
        // Of two words of harm that overlap ("killed and wounded" and "killed"), the longer one began first.
        if out.iter().any(|m| m.word.0 <= first && first < m.word.1) || finder.unreal(first) {
            continue;
        }
        let Some(found) = finder.harmed(first, end, word, &taken) else { continue };
        taken.extend(found.people.iter().map(|p| (*p, word.harm)));
        if let Some(m) = finder.mention(index, (first, end), word, &found) {
            out.push(m);
        }
    }
    out
}

struct Found {
    people: Vec<usize>,
    /// A number that is no phrase for people ("death toll rose to 12", "12 deaths").
    number: Option<(Range, usize, usize, bool)>,
}

struct Finder<'a, 'd> {
    doc: &'a Document<'d>,
    policy: &'a Policy,
    s: Sentence,
    people: &'a [People],
    words: &'a [(usize, usize, HarmWord)],
}

impl Finder<'_, '_> {
    /// Whether the words before say that it did not, or not yet, happen.
    fn unreal(&self, first: usize) -> bool {
        let from = first.saturating_sub(3).max(self.s.first);
        self.doc
            .senses(from..first, |x| if matches!(x, Sense::Cue(Cue::Unreal)) { Some(()) } else { None })
            .any(|(a, end, ())| end >= first && self.doc.at(a) != "may" && self.doc.at(a) != "could")
    }

    fn harmed(&self, first: usize, end: usize, word: HarmWord, taken: &[(usize, Harm)]) -> Option<Found> {
        let people = |people| Found { people, number: None };
        let told = |range| Found { people: Vec::new(), number: Some((range, first, end, false)) };
        match word.frame {
            Frame::Gerund if word.hospital => {
                let p = self.after(end, 3)?;
                let at = self.people[p].end;
                let sent = (at..at + 6).any(|i| matches!(self.doc.at(i), "hospital" | "hospitals" | "er"));
                sent.then(|| people(self.coordinated_after(p)))
            }
            Frame::Gerund => self.after(end, 3).map(|p| people(self.coordinated_after(p))),
            Frame::NounOf => self.after(end, 2).map(|p| people(self.coordinated_after(p))),
            // "قتلوا رجلاً": the same form has an object.
            Frame::Intransitive if self.doc.is_uncased(first) && self.after(end, 0).is_some() => {
                self.after(end, 0).map(|p| people(self.coordinated_after(p)))
            }
            Frame::Intransitive => {
                self.before(first, true).map(|p| people(self.coordinated_before(p, word, taken)))
            }
            Frame::Verb => self.verb(first, end, word, taken).map(people),
            Frame::Adjective => self.adjective(first, end, word, taken),
            Frame::CountNoun => self.counted_before(first).or_else(|| self.by_form(first, word).map(told)),
            // "A number of injuries" is a plural, "a large number of injuries" many, "the number of injuries" a toll.
            Frame::Toll if self.article(first).is_some() => {
                let from = self.article(first)?;
                let range = self.policy.vague(if from + 1 == first { "number" } else { "large" });
                Some(Found { people: Vec::new(), number: Some((range, from, end, true)) })
            }
            Frame::Toll => self.toll(end),
            Frame::Own => self
                .before(first, true)
                .filter(|p| self.people[*p].first + 8 >= first)
                .map(|p| people(vec![p]))
                .or_else(|| Some(told(Range::exactly(1)))),
            Frame::Event => Some(told(word.number.unwrap_or(Range::exactly(1)))),
        }
    }

    /// The article of "a number", "a large number", which begins at `first` with "number".
    fn article(&self, first: usize) -> Option<usize> {
        let large = first.checked_sub(1).filter(|i| self.doc.at(*i) == "large");
        large.unwrap_or(first).checked_sub(1).filter(|i| *i >= self.s.first && self.doc.at(*i) == "a")
    }

    /// The phrase that follows within `gap` words that may stand before an object.
    fn after(&self, end: usize, gap: usize) -> Option<usize> {
        // "injured and killed civilians": both verbs have the object of the second.
        let end = match self
            .words
            .iter()
            .find(|(first, ..)| *first == end + 1 && matches!(self.doc.at(end), "and" | "or"))
        {
            Some((_, past, w)) if w.frame == Frame::Verb || w.frame == Frame::Gerund => *past,
            _ => end,
        };
        let p = self.people.iter().position(|p| p.first >= end || p.end > end)?;
        let found = &self.people[p];
        if found.first < end {
            return None;
        }
        let fits = found.first - end <= gap
            && (end..found.first).all(|i| words::is(self.doc.at(i), Class::BeforeObject));
        fits.then_some(p)
    }

    /// The object and what is joined to it by commas and "and", unless that belongs to a further verb.
    fn coordinated_after(&self, first: usize) -> Vec<usize> {
        let mut out = vec![first];
        let mut sure = 1;
        let mut at = self.end_with_parts(first);
        for next in first + 1..self.people.len() {
            let p = &self.people[next];
            if p.part_of.is_some() {
                continue;
            }
            if p.first < at || !self.joined(at, p.first) || self.has_own_verb(next) || self.otherwise(p) {
                break;
            }
            // A list ends with "and": "a family of five, officials said" is no list.
            if (at..p.first).any(|i| matches!(self.doc.at(i), "and" | "&" | "with" | "alongside" | "plus")) {
                sure = out.len() + 1;
            }
            out.push(next);
            at = self.end_with_parts(next);
        }
        out.truncate(sure);
        out
    }

    /// Whether a phrase says by itself what people suffered: "killed 20 people and 80 injured civilians".
    fn otherwise(&self, p: &People) -> bool {
        self.words.iter().any(|(first, end, _)| p.first < *first && *end < p.end)
    }

    /// The token past a phrase and its parts.
    fn end_with_parts(&self, whole: usize) -> usize {
        self.people
            .iter()
            .filter(|p| p.part_of == Some(whole))
            .map(|p| p.end)
            .chain([self.people[whole].end])
            .max()
            .unwrap_or(0)
    }

    /// Whether only commas, "and" and the like stand between two tokens, what says whose people are left aside: "10 members
    /// of the Harran family and nine members of …".
    fn joined(&self, from: usize, to: usize) -> bool {
        let from = people::aside(self.doc, people::whose(self.doc, from, to), to);
        from < to
            && to - from <= 4
            && (from..to).all(|i| {
                matches!(
                    self.doc.at(i),
                    "," | "and"
                        | "then"
                        | "&"
                        | "as"
                        | "well"
                        | "also"
                        | "along"
                        | "alongside"
                        | "together"
                        | "with"
                        | "plus"
                        | "at"
                        | "least"
                        | "the"
                        | "his"
                        | "her"
                        | "their"
                        | ")"
                )
            })
            && (from..to)
                .any(|i| matches!(self.doc.at(i), "," | "and" | "&" | "with" | "alongside" | "as" | "plus"))
    }

    /// Whether a phrase is the subject or object of a word of harm that follows it.
    fn has_own_verb(&self, p: usize) -> bool {
        let mut at = self.end_with_parts(p);
        if matches!(
            self.doc.at(at),
            "said"
                | "says"
                | "told"
                | "reported"
                | "according"
                | "added"
                | "confirmed"
                | "sustaining"
                | "suffering"
                | "escaping"
                | "surviving"
        ) {
            return true;
        }
        for _ in 0..4 {
            if self.words.iter().any(|(first, _, w)| {
                *first == at
                    && matches!(
                        w.frame,
                        Frame::Verb | Frame::Adjective | Frame::Intransitive | Frame::CountNoun
                    )
            }) {
                return true;
            }
            if words::is(self.doc.at(at), Class::Auxiliary) || words::is(self.doc.at(at), Class::Adverb) {
                at += 1;
            } else {
                return false;
            }
        }
        false
    }

    /// The whole that goes before a verb: over auxiliaries and adverbs, and, where an auxiliary shows that the
    /// verb is finite, over what is said of the people in between.
    fn before(&self, first: usize, finite: bool) -> Option<usize> {
        let mut at = first;
        let mut passive = false;
        while at > self.s.first {
            let word = self.doc.at(at - 1);
            // "were killed and injured": the second verb has the subject of the first.
            let pair = matches!(word, "and" | "or")
                .then(|| self.words.iter().find(|(_, e, w)| *e == at - 1 && w.frame == Frame::Verb))
                .flatten();
            if let Some((f, ..)) = pair {
                at = *f;
                continue;
            }
            if words::is(word, Class::Auxiliary) {
                passive = true;
            } else if !words::is(word, Class::Adverb) {
                break;
            }
            at -= 1;
        }
        let reach = if passive || finite { 14 } else { 1 };
        let (index, found) =
            self.people.iter().enumerate().rev().find(|(_, p)| p.end <= at && p.first < at)?;
        let whole = found.part_of.unwrap_or(index);
        let between = found.end..at;
        let blocked = between.clone().any(|i| {
            matches!(
                self.doc.at(i),
                ";" | ":" | "." | "but" | "while" | "whereas" | "when" | "it" | "until" | "because" | "if"
            )
        }) || self
            .words
            .iter()
            .any(|(f, e, _)| *f >= found.end && *e <= at && !matches!(self.doc.at(*f), "shot" | "shooting"));
        let close = at - found.end <= reach && self.bridge(found.end, at);
        (!blocked && close).then_some(whole)
    }

    /// Whether what stands between people and their verb can be an aside: "of the Harran family, from the
    /// eastern quarter, …".
    fn bridge(&self, from: usize, to: usize) -> bool {
        if from >= to {
            return true;
        }
        let first = self.doc.at(from);
        // "three nurses belonging to the clinic were killed": what people are said to be doing.
        let doing = first.len() > 5 && first.ends_with("ing");
        doing
            || matches!(
                first,
                "," | "("
                    | ")"
                    | "\""
                    | "”"
                    | "of"
                    | "from"
                    | "in"
                    | "at"
                    | "who"
                    | "on"
                    | "inside"
                    | "and"
                    | "near"
                    | "aged"
                    | "living"
                    | "sheltering"
                    | "with"
                    | "among"
                    | "to"
                    | "–"
                    | "—"
                    | "sitting"
                    | "traveling"
                    | "travelling"
                    | "working"
                    | "for"
                    | "as"
                    | "-"
                    | "al"
            )
    }

    /// The subject and what is joined to it before: "a man and two women were killed".
    fn coordinated_before(&self, last: usize, word: HarmWord, taken: &[(usize, Harm)]) -> Vec<usize> {
        let mut out = vec![last];
        let mut from = self.people[last].first;
        for p in (0..last).rev() {
            if self.people[p].part_of.is_some() {
                continue;
            }
            let end = self.end_with_parts(p);
            let claimed =
                taken.iter().any(|(q, h)| *q == p && *h != word.harm) || taken.contains(&(p, word.harm));
            if end > from || !self.joined(end, from) || claimed || self.object_of_word(p) {
                break;
            }
            out.insert(0, p);
            from = self.people[p].first;
        }
        out
    }

    /// Whether a phrase directly follows a gerund of harm ("killing two people and three others were hurt").
    fn object_of_word(&self, p: usize) -> bool {
        let first = self.people[p].first;
        self.words.iter().any(|(_, end, w)| {
            matches!(w.frame, Frame::Gerund | Frame::NounOf) && *end <= first && first - *end <= 1
        })
    }

    fn verb(&self, first: usize, end: usize, word: HarmWord, taken: &[(usize, Harm)]) -> Option<Vec<usize>> {
        // "two injured children": the word stands inside the phrase.
        if let Some(p) = self.people.iter().position(|p| p.first < first && end < p.end && p.stated) {
            return Some(vec![self.people[p].part_of.unwrap_or(p)]);
        }
        let first = match self.words.iter().find(|(_, e, w)| {
            *e + 1 == first && matches!(self.doc.at(*e), "and" | "or") && w.frame == Frame::Verb
        }) {
            Some((f, ..)) if self.after(end, 2).is_none() => *f,
            _ => first,
        };
        let aux = first.checked_sub(1).is_some_and(|_| {
            (first.saturating_sub(3).max(self.s.first)..first)
                .any(|i| words::is(self.doc.at(i), Class::Auxiliary))
        });
        let subject = || self.before(first, false).map(|p| self.coordinated_before(p, word, taken));
        if aux {
            return subject().map(|people| self.with_others(people, end));
        }
        let object = self.after(end, 2).map(|p| self.coordinated_after(p));
        let adjacent_before = self
            .people
            .iter()
            .rposition(|p| {
                p.end == first
                    || (p.end + 1 == first && matches!(self.doc.at(p.end), "," | "and" | "who" | "also"))
            })
            .filter(|p| self.people[*p].end == first || !taken.iter().any(|(q, _)| q == p));
        match (object, adjacent_before) {
            // "gunmen killed 12 people": whoever stands before is the one who did it.
            (Some(o), Some(b)) if !self.bare_subject(b, first, end) => Some(o),
            (_, Some(_)) => subject(),
            (Some(o), None) => Some(o),
            (None, None) => None,
        }
    }

    /// Those harmed, and whom they were harmed with: "was killed along with his wife and two sons".
    fn with_others(&self, mut people: Vec<usize>, end: usize) -> Vec<usize> {
        let past = match (self.doc.at(end), self.doc.at(end + 1)) {
            ("along" | "together", "with") => end + 2,
            ("alongside" | "with", _) => end + 1,
            _ => return people,
        };
        let beside = self.people.iter().position(|p| p.first == past && p.part_of.is_none());
        let beside =
            beside.filter(|p| !self.has_own_verb(*p)).map_or(Vec::new(), |p| self.coordinated_after(p));
        people.extend(beside.into_iter().filter(|p| self.people[*p].stated));
        people
    }

    /// "12 killed, 3 injured", "man killed": people directly before a participle, in the manner of headlines.
    fn bare_subject(&self, p: usize, verb: usize, end: usize) -> bool {
        let people = &self.people[p];
        let followed_by_object = self.after(end, 1).is_some();
        people.end == verb && !people.noun.suspect && (!people.has_noun || !followed_by_object)
    }

    /// "12 dead", "left 12 people dead".
    fn adjective(&self, first: usize, end: usize, word: HarmWord, taken: &[(usize, Harm)]) -> Option<Found> {
        if let Some(p) = self.people.iter().rposition(|p| p.end == first) {
            let found = &self.people[p];
            // "two of them fatally": those alone.
            let people = if found.of_them {
                vec![p]
            } else {
                self.coordinated_before(found.part_of.unwrap_or(p), word, taken)
            };
            return Some(Found { people, number: None });
        }
        let found = self.before(first, false).map(|p| self.coordinated_before(p, word, taken));
        if let Some(people) = found {
            return Some(Found { people, number: None });
        }
        if self.doc.at(end) == ":" { self.toll(end) } else { self.counted_before(first) }
    }

    /// How many a count noun tells of by its own form: "شهيدان" is two, "جرحى" several; none where it is denied. With the
    /// article it is of those told of before.
    fn by_form(&self, first: usize, word: HarmWord) -> Option<Range> {
        let by_form = word.number.or_else(|| word.plural.then(|| self.policy.plural()))?;
        let from = first.saturating_sub(4).max(self.s.first);
        let denies = |x: &'_ Sense| matches!(x, Sense::Cue(Cue::Negation)).then_some(());
        let denied = self.doc.senses(from..first, denies).next().is_some() || self.denied_from_afar(first);
        if !self.doc.is_uncased(first) && !self.stands_bare(first) {
            return None;
        }
        let definite = self.doc.has_article(first);
        (!definite || denied).then_some(if denied { Range::exactly(0) } else { by_form })
    }

    /// Whether a plural says that there were some: "martyrs and injuries", "there were injuries"; not "died of injuries".
    fn stands_bare(&self, first: usize) -> bool {
        let before = first.checked_sub(1).filter(|i| *i >= self.s.first).map_or("", |i| self.doc.at(i));
        matches!(
            before,
            "and" | "were" | "causing" | "caused" | "reported" | "other" | "include" | "included"
        )
    }

    /// "لم يسفر القصف على المدينة عن إصابات": a verb that is denied, with nothing joined on before its object.
    fn denied_from_afar(&self, first: usize) -> bool {
        let from = first.saturating_sub(12).max(self.s.first);
        let denies = |x: &'_ Sense| matches!(x, Sense::Cue(Cue::Negation)).then_some(());
        let led = first > from && self.doc.at(first - 1) == "عن";
        let open = |i: usize| !matches!(self.doc.at(i), "," | ";" | "and" | "but" | "then" | "عن");
        led && self
            .doc
            .senses(from..first, denies)
            .any(|(a, end, ())| self.doc.at(a) == "not" && (end..first - 1).all(open))
    }

    /// "12 deaths", "at least five injuries": the number goes before the noun.
    fn counted_before(&self, first: usize) -> Option<Found> {
        let from = first.saturating_sub(6).max(self.s.first);
        if first > from && self.doc.at(first - 1) == "no" {
            return Some(Found {
                people: Vec::new(),
                number: Some((Range::exactly(0), first - 1, first, false)),
            });
        }
        for i in from..first {
            let Some(q) = quantity(self.doc, self.policy, i).filter(|q| q.end <= first) else { continue };
            let plain = (q.end..first).all(|j| {
                matches!(
                    self.doc.at(j),
                    "civilian"
                        | "other"
                        | "more"
                        | "confirmed"
                        | "reported"
                        | "minor"
                        | "serious"
                        | "total"
                        | "additional"
                        | "new"
                        | "people"
                        | "civilians"
                ) || self.doc.is_uncased(j) && self.is_people(j)
            });
            if plain && !crate::number::counts_something_else(self.doc, i, q.end) {
                return Some(Found { people: Vec::new(), number: Some((q.range, q.first, q.end, q.vague)) });
            }
        }
        None
    }

    fn is_people(&self, i: usize) -> bool {
        self.doc.sense_at(i, |s| matches!(s, Sense::People(_)).then_some(())).is_some()
    }

    /// "the death toll rose to at least 45", "the toll was 12".
    fn toll(&self, end: usize) -> Option<Found> {
        let limit = (end + 12).min(self.s.end);
        let to = (end..limit).rev().find(|i| {
            matches!(
                self.doc.at(*i),
                "to" | "at" | "reached" | "is" | "was" | ":" | "of" | "stands" | "stood" | "as"
            ) && self.doc.at(i - 1) != "addition"
                && quantity(self.doc, self.policy, i + 1).is_some()
        });
        let q = (to.map_or(end, |t| t + 1)..limit).find_map(|i| quantity(self.doc, self.policy, i))?;
        if crate::number::counts_something_else(self.doc, q.first, q.end) {
            return None;
        }
        Some(Found { people: Vec::new(), number: Some((q.range, q.first, q.end, q.vague)) })
    }

    fn mention(&self, index: usize, word: (usize, usize), harm: HarmWord, found: &Found) -> Option<Mention> {
        let rose_cue = self
            .doc
            .senses(self.s.first..self.s.end, |x| {
                if matches!(x, Sense::Cue(Cue::Rose)) { Some(()) } else { None }
            })
            .next()
            .is_some();
        let base = Mention {
            sentence: index,
            harm: harm.harm,
            undivided: harm.undivided,
            word,
            people: found.people.clone(),
            total: Range::default(),
            stated: true,
            vague: false,
            groups: [None; 4],
            wording: word,
            rose: rose_cue && (harm.frame == Frame::Toll || harm.frame == Frame::CountNoun),
            blow: harm.blow,
            combatants_only: false,
        };
        if let Some((range, first, end, vague)) = found.number {
            // "A fatal shooting" says that somebody died, and not how many.
            let bare = harm.frame == Frame::Event && harm.number.is_none();
            let several = harm.plural && first == word.0 && range.min != range.max;
            let (vague, stated) = (vague || bare || several, !bare);
            return Some(Mention { total: range, vague, stated, wording: (first, end), ..base });
        }
        self.sum(base, &found.people)
    }

    /// Adds up the phrases of a mention; combatants stand apart where others stand too.
    fn sum(&self, mut m: Mention, whole: &[usize]) -> Option<Mention> {
        let people: Vec<&People> = whole.iter().map(|p| &self.people[*p]).collect();
        let (first, last) = (people.first()?, people.last()?);
        m.wording = (first.first, if people.len() == 1 { first.end } else { last.end });
        m.stated = people.iter().any(|p| p.stated);
        m.vague = people.iter().any(|p| p.vague);
        let fighters = |p: &&People| p.group() == Some(Group::Combatants);
        m.combatants_only = people.iter().all(&fighters);
        let counted: Vec<&&People> = people.iter().filter(|p| m.combatants_only || !fighters(p)).collect();
        m.total = counted.iter().fold(Range::exactly(0), |sum, p| add(sum, p.number));
        for p in &people {
            if let Some(g) = p.group().filter(|_| p.stated) {
                put(&mut m.groups, g, p.number);
            }
        }
        for part in self.people.iter().filter(|p| p.part_of.is_some_and(|w| whole.contains(&w)) && p.stated) {
            if let Some(g) = part.group() {
                put(&mut m.groups, g, part.number);
            }
        }
        // "Up to two civilians, including a child": the parts are the least that the whole can be.
        if let Some(max) = m.total.max.filter(|_| counted.iter().any(|p| p.number.min.is_none())) {
            let parts = self.people.iter().filter(|p| p.part_of.is_some_and(|w| whole.contains(&w)));
            let least = parts.filter_map(|p| p.number.min).sum::<u32>().min(max);
            m.total.min = m.total.min.max(Some(least));
        }
        Some(m)
    }
}

fn put(groups: &mut [Option<Range>; 4], group: Group, number: Range) {
    let slot = &mut groups[group as usize];
    *slot = Some(slot.map_or(number, |had| add(had, number)));
}

/// Adds two ranges: an end that either lacks is lacking in the sum, but a lower end at least carries over.
pub(crate) fn add(a: Range, b: Range) -> Range {
    let min = match (a.min, b.min) {
        (None, None) => None,
        (x, y) => Some(x.unwrap_or(0).saturating_add(y.unwrap_or(0))),
    };
    let max = a.max.zip(b.max).map(|(x, y)| x.saturating_add(y));
    Range { min, max }
}
