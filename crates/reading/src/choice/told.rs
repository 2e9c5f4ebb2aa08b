//! The numbers that a report tells of one kind of harm. Enters: a scene, what the rules counted, the victims. Leaves:
//! each number once, with the facts that hold of it as the lower and as the upper end, and its words.

use super::scene::Scene;
use super::{Facts, Trace, plain, step, times};
use crate::harm::{Mention, add};
use crate::people::People;
use crate::segment::Segment;
use crate::sense::{Cue, Group};
use value::{Count, Harm, Range, Victim, VictimStatus};

/// How many numbers are weighed; a bound, so that no text takes long.
const MOST: usize = 16;
/// From so many names on, their number bounds the toll from below.
const MANY_NAMED: u32 = 4;
/// How many quotes a number keeps.
const QUOTED: usize = 12;

/// A number that is told.
pub(crate) struct Number {
    pub(crate) n: u32,
    /// What holds of it as a lower end and as an upper end.
    pub(crate) low: Facts,
    pub(crate) high: Facts,
    /// Tokens of the words that tell it.
    pub(crate) words: Vec<(usize, usize)>,
    /// Whether words leave its upper end open ("at least 12").
    pub(crate) open: bool,
    /// How close its words are to the harm: those that tell it outright are kept before others.
    pub(super) from: Source,
    /// Whether it is told by itself, and not only as one end of a range ("up to 15").
    pub(crate) alone: bool,
    /// The sentences that tell it beside a source, and those that tell it beside none.
    pub(crate) sourced: Vec<usize>,
    pub(crate) unsourced: Vec<usize>,
    /// The upper ends that a mention of this harm gives beside it, and where: "between 5 and 9".
    pub(super) up_to: Vec<(u32, &'static str)>,
    pub(super) told: usize,
    /// The first token that tells it of all people harmed, and not of some of them.
    whole_at: Option<usize>,
    /// Whether it is the first number of all people harmed that the report tells.
    pub(super) is_first: bool,
    /// The number that "more than" bounds, where nothing else tells this one.
    pub(super) above: Option<u32>,
}

/// What tells a number, the closest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    ThisHarm,
    EitherHarm,
    Sum,
    People,
    OtherHarm,
    Rule,
}

impl Number {
    /// Adds a fact about it as a lower and as an upper end.
    pub(super) fn put(&mut self, pieces: &[&str]) {
        self.low.put_after("from: ", pieces);
        self.high.put_after("to: ", pieces);
    }
}

/// What the numbers of a harm are gathered from, beside the scene.
pub(crate) struct Known<'a> {
    pub(crate) harm: Harm,
    /// What the rules counted of this harm and of the other.
    pub(crate) by_rule: Option<&'a Count>,
    pub(crate) other: Option<&'a Count>,
    pub(crate) victims: &'a [Victim],
    /// How many were killed, where that is chosen already.
    pub(crate) killed: Option<u32>,
    /// By what means the event was done, as far as it matters for who counts as hit.
    pub(crate) means: &'static str,
}

/// All numbers, the lowest first. What is told of other events counts there, and not here again.
pub(crate) fn numbers(scene: &Scene<'_, '_>, known: &Known<'_>, trace: &Trace) -> Vec<Number> {
    let mut all = Numbers { list: Vec::new(), trace };
    if let Some(c) = known.by_rule {
        for (n, which) in [(c.min, "the rules' minimum"), (c.max, "the rules' maximum")] {
            if let Some(x) = n.and_then(|n| all.tell(n, Source::Rule, &[], &[which])) {
                x.alone |= c.min.is_none() || c.max.is_none() || c.min == c.max;
            }
        }
        if let (Some(n), None) = (c.min, c.max) {
            all.open(n);
        }
    }
    let named = counted(known, &mut all);
    for standing in ["main", "apart"] {
        for (i, s) in scene.segments.iter().enumerate().filter(|(i, _)| scene.standing(*i) == standing) {
            mentions(scene, known.harm, i, s, &mut all);
        }
    }
    sums(scene, known, &mut all);
    for (i, s) in scene.segments.iter().enumerate().filter(|(i, _)| scene.standing(*i) != "other") {
        unharmed(scene, i, s, &mut all);
    }
    let mut list = all.list;
    // Where many are named, a number far below theirs is a part of them.
    list.retain(|x| named < MANY_NAMED || x.n.saturating_mul(2) >= named);
    list.sort_by_key(|x| x.n);
    compare(scene, known, &mut list);
    list
}

/// Numbers as they are gathered.
pub(super) struct Numbers<'a> {
    pub(super) list: Vec<Number>,
    pub(super) trace: &'a Trace,
}

impl Numbers<'_> {
    /// Takes in a number with its words and a fact that holds of it.
    pub(super) fn tell(
        &mut self,
        n: u32,
        from: Source,
        words: &[(usize, usize)],
        pieces: &[&str],
    ) -> Option<&mut Number> {
        let at = match self.list.iter().position(|x| x.n == n) {
            Some(at) => at,
            None if self.list.len() < MOST => {
                let (low, high) = (self.trace.facts(), self.trace.facts());
                self.list.push(Number {
                    n,
                    low,
                    high,
                    words: Vec::new(),
                    open: false,
                    from,
                    alone: false,
                    sourced: Vec::new(),
                    unsourced: Vec::new(),
                    up_to: Vec::new(),
                    told: 0,
                    whole_at: None,
                    is_first: false,
                    above: None,
                });
                self.list.len() - 1
            }
            None => return None,
        };
        let x = &mut self.list[at];
        if from < x.from {
            (x.from, x.words) = (from, Vec::new());
        }
        for w in words.iter().filter(|_| from == x.from) {
            if x.words.len() < QUOTED && !x.words.contains(w) {
                x.words.push(*w);
            }
        }
        x.alone |= from == Source::Sum;
        x.put(pieces);
        Some(x)
    }

    fn open(&mut self, n: u32) {
        if let Some(x) = self.list.iter_mut().find(|x| x.n == n) {
            x.open = true;
        }
    }
}

/// The mentions of harm in a segment.
fn mentions(scene: &Scene<'_, '_>, harm: Harm, segment: usize, s: &Segment<'_>, all: &mut Numbers<'_>) {
    let standing = scene.standing(segment);
    for m in &s.harms {
        let (from, what) = match (m.harm == harm, m.undivided) {
            (true, false) => (Source::ThisHarm, "this harm"),
            (_, true) => (Source::EitherHarm, "either harm"),
            _ => (Source::OtherHarm, "another harm"),
        };
        let said = said_of(m, s);
        let ends = [(m.total.min, "lowest"), (m.total.max, "highest")];
        for (n, end) in ends {
            let Some(n) = n else { continue };
            let end = if m.total.min == m.total.max { "exactly" } else { end };
            let Some(x) = all.tell(n, from, &[m.wording], &[what, " in ", standing]) else { continue };
            x.told += usize::from(from == Source::ThisHarm);
            x.alone |= end == "exactly" || m.total.max.is_none();
            x.open |= from == Source::ThisHarm && m.total.max.is_none();
            x.put(&[what, " in ", standing, ", ", end]);
            x.put(&[what, " in ", standing, ", ", said]);
            x.put(&[what, ", ", said, ", ", end]);
            let position = Scene::position(segment);
            x.put(&[what, ", ", position]);
            x.put(&[what, ", ", position, ", ", said]);
            x.put(&[what, " by the word ", scene.doc.at(m.word.1.saturating_sub(1))]);
            x.put(&[what, " by the word ", scene.doc.at(m.word.1.saturating_sub(1)), ", ", said]);
            let one = m.wording.0.checked_sub(1);
            x.put(&[what, " after ", plain(scene.doc, one, &s.tokens)]);
            x.put(&[what, " before ", plain(scene.doc, Some(m.wording.1), &s.tokens)]);
            if from == Source::ThisHarm {
                about(s, m, x);
                if matches!(said, "a number of people" | "several people added up" | "a number alone")
                    && standing == "main"
                    && end != "highest"
                {
                    x.whole_at = x.whole_at.or(Some(m.wording.0));
                }
                if let Some(high) = m.total.max.filter(|high| end == "lowest" && *high != n && !m.vague) {
                    x.up_to.push((high, position));
                }
                let by = if s.sources.is_empty() { &mut x.unsourced } else { &mut x.sourced };
                by.push(segment);
                above(scene, m, n, all);
            }
        }
    }
}

/// "More than 60": as the upper end of a range it tells a little more, as the policy says.
fn above(scene: &Scene<'_, '_>, m: &Mention, n: u32, all: &mut Numbers<'_>) {
    let more = matches!(scene.doc.at(m.wording.0), "more" | "over" | "“")
        && (m.wording.0..m.wording.1).any(|i| matches!(scene.doc.at(i), "more" | "over"));
    let Some(reach) = scene.policy.reach_of_more_than(n).filter(|_| more && m.total.max.is_none()) else {
        return;
    };
    let fresh = !all.list.iter().any(|x| x.n == reach);
    if let Some(x) = all.tell(reach, Source::ThisHarm, &[m.wording], &["more than the number before it"]) {
        x.told += 1;
        x.above = x.above.or(Some(n).filter(|_| fresh));
    }
}

/// What else holds of a mention of the harm itself.
fn about(s: &Segment<'_>, m: &Mention, x: &mut Number) {
    if m.rose {
        x.put(&["said to have risen"]);
    }
    if m.vague {
        x.put(&["vague"]);
    }
    if m.blow {
        x.put(&["of a blow"]);
    }
    if m.combatants_only {
        x.put(&["combatants only"]);
    }
    if !s.sources.is_empty() {
        x.put(&["beside a source"]);
    }
    for (cue, name) in [
        (Cue::Accused, "beside an accused"),
        (Cue::Cumulative, "beside many events"),
        (Cue::Another, "beside another event"),
        (Cue::Unreal, "beside what did not happen"),
        (Cue::Provisional, "beside a provisional toll"),
        (Cue::Negation, "beside a negation"),
    ] {
        if s.has(cue) {
            x.put(&[name]);
        }
    }
    let people = || m.people.iter().map(|p| &s.people[*p]);
    if people().any(|p| p.noun.suspect) {
        x.put(&["of a suspect"]);
    }
    if people().any(|p| p.further) {
        x.put(&["of further people"]);
    }
    if people().any(|p| p.of_them) {
        x.put(&["of some of them"]);
    }
    if people().any(|p| p.definite) {
        x.put(&["of people told of before"]);
    }
}

/// How the people of a mention are told of.
fn said_of(m: &Mention, s: &Segment<'_>) -> &'static str {
    let mut people = m.people.iter().map(|p| &s.people[*p]).peekable();
    let Some(first) = people.peek().copied() else { return "a number alone" };
    let one = |p: &People| p.number == Range::exactly(1);
    match () {
        () if m.vague => "a vague number",
        () if !m.stated => "people without a number",
        () if m.people.len() > 1 => "several people added up",
        () if first.noun.kin && !one(first) => "relatives",
        () if first.noun.kin => "a relative",
        () if first.name.is_some() => "a name",
        () if one(first) && first.definite => "the person",
        () if one(first) && first.has_noun => "a person",
        () if one(first) => "the number one",
        () if matches!(first.group(), Some(Group::Children | Group::Women | Group::Men)) => "a group",
        () if first.group() == Some(Group::Combatants) => "combatants",
        () => "a number of people",
    }
}

/// Phrases for people of whom no harm is said.
fn unharmed(scene: &Scene<'_, '_>, segment: usize, s: &Segment<'_>, all: &mut Numbers<'_>) {
    for (i, p) in s.people.iter().enumerate() {
        if !p.stated || p.part_of.is_some() || s.harms.iter().any(|m| m.people.contains(&i)) {
            continue;
        }
        let Some(n) = p.number.min else { continue };
        let kind = match (&p.name, p.noun.suspect, p.noun.kin) {
            (Some(_), ..) => "a name",
            (_, true, _) => "suspects",
            (.., true) => "relatives",
            _ => "people",
        };
        let Some(x) = all.tell(n, Source::People, &[(p.first, p.end)], &["no harm said, ", kind]) else {
            continue;
        };
        x.alone = true;
        x.put(&["no harm said, ", kind, " in ", scene.standing(segment)]);
        x.put(&["no harm said, ", kind, ", ", Scene::about(s)]);
        x.put(&["no harm said, before ", plain(scene.doc, Some(p.end), &s.tokens)]);
    }
}

/// As many as are named, or told of one by one.
fn counted(known: &Known<'_>, all: &mut Numbers<'_>) -> u32 {
    let status = if known.harm == Harm::Killed { VictimStatus::Killed } else { VictimStatus::Injured };
    let named = known.victims.iter().filter(|v| v.status == status && v.name.is_some()).count() as u32;
    let one_by_one = known.victims.iter().filter(|v| v.status == status && v.number == 1).count() as u32;
    if named > 0 {
        all.tell(named, Source::Sum, &[], &["as many as are named"]);
    }
    if one_by_one > 0 {
        all.tell(one_by_one, Source::Sum, &[], &["as many as are told one by one"]);
    }
    named
}

/// Numbers that no words tell at once: sums.
fn sums(scene: &Scene<'_, '_>, known: &Known<'_>, all: &mut Numbers<'_>) {
    beside(scene, known, all);
    let main =
        || scene.segments.iter().enumerate().filter(|(i, _)| scene.standing(*i) == "main").map(|(_, s)| s);
    let of_harm = |m: &&Mention| m.harm == known.harm && !m.undivided && m.stated && !m.total.is_unknown();
    let mut highest: Option<&Mention> = None;
    let mut firsts = 0;
    for s in main() {
        let here: Vec<&Mention> = s.harms.iter().filter(of_harm).collect();
        if here.len() > 1 {
            let sum = here.iter().fold(Range::exactly(0), |sum, m| add(sum, m.total));
            let words: Vec<(usize, usize)> = here.iter().map(|m| m.wording).collect();
            if let Some(n) = sum.min {
                let first =
                    if firsts == 0 { "the sum of the first such sentence" } else { "the sum of a sentence" };
                all.tell(n, Source::Sum, &words, &[first]);
            }
            firsts += 1;
        }
        for m in here {
            if let (Some(top), Some(n)) = (highest, m.total.min) {
                let further = m.people.iter().any(|p| s.people[*p].further);
                let sum = top.total.min.unwrap_or(0).saturating_add(n);
                let words = [top.wording, m.wording];
                let suspect = m.people.iter().any(|p| s.people[*p].noun.suspect);
                let what = match (further, suspect, n) {
                    (true, ..) => "the highest and further people",
                    (_, true, _) => "the highest and who did it",
                    (.., 1) => "the highest and one more",
                    _ => "the highest and others",
                };
                let highest = size(top.total.min.unwrap_or(0));
                if let Some(x) = all.tell(sum, Source::Sum, &words, &[what]) {
                    x.put(&[what, ", ", highest, " and ", size(n)]);
                    x.put(&[what, ", by the word ", scene.doc.at(m.word.1.saturating_sub(1))]);
                    x.put(&[what, if m.sentence == top.sentence { ", in a sentence" } else { ", apart" }]);
                }
            }
            if highest.is_none_or(|h| h.total.min < m.total.min) {
                highest = Some(m);
            }
        }
    }
    if let Some(killed) = known.killed.filter(|k| *k > 0 && known.harm == Harm::Injured) {
        let blows = main().flat_map(|s| &s.harms).filter(|m| m.undivided || m.blow);
        for (n, words) in blows.filter_map(|m| Some((m.total.min?, m.wording))).take(QUOTED) {
            if n > killed {
                all.tell(n - killed, Source::Sum, &[words], &["those hit less the dead"]);
            }
        }
    }
}

/// The highest number told, with those beside who are told of without a number: "… and other members of the family".
fn beside(scene: &Scene<'_, '_>, known: &Known<'_>, all: &mut Numbers<'_>) {
    let told = || {
        let main = scene.segments.iter().enumerate().filter(|(i, _)| scene.standing(*i) != "other");
        main.flat_map(|(_, s)| s.harms.iter().map(move |m| (s, m))).filter(|(_, m)| m.harm == known.harm)
    };
    let highest = told().filter(|(_, m)| m.stated && !m.undivided).filter_map(|(_, m)| m.total.min).max();
    let bare = told().find(|(s, m)| {
        !m.stated && !m.undivided && m.total.min.is_some() && !m.people.iter().all(|p| s.people[*p].definite)
    });
    let (Some(highest), Some((s, m))) = (highest, bare) else { return };
    let more = highest.saturating_add(m.total.min.unwrap_or(0));
    let kin = if m.people.iter().any(|p| s.people[*p].noun.kin) { "relatives" } else { "people" };
    all.tell(more, Source::Sum, &[m.wording], &["the highest and ", kin, " without a number"]);
}

/// How a number stands to the first that the report tells of all people harmed.
fn beside_first(list: &mut [Number], named: u32) {
    let at = (0..list.len()).filter(|i| list[*i].whole_at.is_some()).min_by_key(|i| list[*i].whole_at);
    let Some(at) = at else { return };
    list[at].is_first = true;
    let (first, open) = (list[at].n, list[at].open);
    let open = if open { "at least" } else { "just" };
    let listed = match named {
        0 => "nobody named",
        n if n < first => "fewer named",
        n if n == first => "as many named",
        _ => "more named",
    };
    for x in list.iter_mut() {
        let told = times(x.told);
        let by = match (x.sourced.is_empty(), x.unsourced.is_empty()) {
            (false, _) => "by a source",
            (_, false) => "by no source",
            _ => "not told",
        };
        let than = match x.n {
            n if n == first => "the first told",
            n if n < first && n.saturating_mul(2) < first => "far fewer than the first told",
            n if n < first => "fewer than the first told",
            n => match super::toll::width(first, n) {
                "one more" => "one more than the first told",
                "a little more" => "a little more than the first told",
                "up to twice as many" => "up to twice the first told",
                _ => "far more than the first told",
            },
        };
        x.put(&[than]);
        x.put(&[than, ", ", told]);
        x.put(&[than, ", ", by]);
        x.put(&[than, ", ", open]);
        x.put(&[than, ", ", listed]);
        x.put(&[than, ", ", listed, ", ", open]);
        x.put(&[than, ", ", told, ", ", by]);
        if x.n == named && named > 0 {
            x.put(&[than, ", as many as are named"]);
        }
    }
}

/// What shows only beside the other numbers.
fn compare(scene: &Scene<'_, '_>, known: &Known<'_>, list: &mut [Number]) {
    let count = list.len();
    let most = list.iter().map(|x| x.told).max().unwrap_or(0);
    let told = list.iter().map(|x| x.told).sum::<usize>();
    let status = if known.harm == Harm::Killed { VictimStatus::Killed } else { VictimStatus::Injured };
    let named = known.victims.iter().filter(|v| v.status == status && v.name.is_some()).count() as u32;
    beside_first(list, named);
    let other = known.other.and_then(|c| c.min.or(c.max));
    let highest = list.iter().rposition(|x| x.told > 0);
    let lowest = list.iter().position(|x| x.told > 0);
    let accused = scene.event.segments.iter().any(|i| scene.segments[*i].has(Cue::Accused));
    let rule = known.by_rule.and_then(|c| c.min.or(c.max));
    for (i, x) in list.iter_mut().enumerate() {
        let size = size(x.n);
        let (told_x, n) = (x.told, x.n);
        x.put(&["is ", size]);
        x.put(&["is ", size, ", by rule ", rule.map_or("none", self::size)]);
        x.put(&["is ", size, ", by rule ", rule.map_or("none", self::size), ", ", known.means]);
        x.put(&["is ", size, ", told ", times(told_x)]);
        x.put(&["is ", size, ", this harm told ", times(told)]);
        x.put(&["is ", size, ", the other ", other.map_or("none", self::size)]);
        x.put(&["is ", size, if accused { ", with an accused" } else { ", without an accused" }]);
        x.put(&["told ", times(told_x), " of ", times(told)]);
        x.put(&[
            "of ",
            step(count, &[(1, "one number"), (3, "a few numbers"), (usize::MAX, "many numbers")]),
        ]);
        if told_x == most && most > 0 {
            x.put(&["told most"]);
        }
        if Some(i) == highest {
            x.put(&["the highest told"]);
            x.put(&["the highest told, ", size]);
        }
        if Some(i) == lowest {
            x.put(&["the lowest told"]);
            x.put(&["the lowest told, ", size]);
        }
        let beside = match n {
            _ if named == 0 => "nobody is named",
            n if n.saturating_mul(2) < named => "fewer than half of those named",
            n if n < named => "fewer than are named",
            n if n == named => "as many as are named",
            n if n == named.saturating_add(1) => "one more than are named",
            n if n <= named.saturating_mul(2) => "up to twice as many as are named",
            _ => "many more than are named",
        };
        x.put(&[beside]);
        x.put(&[beside, ", named ", self::size(named)]);
        x.put(&[beside, ", told ", times(told_x)]);
        x.put(&[beside, ", told ", times(told_x), ", ", known.means]);
        if Some(n) == other {
            x.put(&["the same as the other harm by rule"]);
        }
        if known.killed == Some(n) && known.harm == Harm::Injured {
            x.put(&["the same as the killed, ", size]);
        }
        if known.harm == Harm::Injured {
            let killed = known.killed.map_or("unknown", self::size);
            x.put(&["is ", size, ", killed ", killed]);
        }
    }
}

/// A number of people by its size.
pub(crate) fn size(n: u32) -> &'static str {
    step(
        n as usize,
        &[
            (0, "zero"),
            (1, "one"),
            (2, "two"),
            (3, "three"),
            (5, "four or five"),
            (9, "six to nine"),
            (19, "ten to 19"),
            (49, "20 to 49"),
            (usize::MAX, "50 or more"),
        ],
    )
}
