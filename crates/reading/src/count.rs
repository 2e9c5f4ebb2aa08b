//! How many, of one event: its mentions of harm as one range. Enters: mentions in order. Leaves: counts with
//! the words behind both ends. Two numbers that differ stay two: they become the ends of the range, and a
//! problem says so.

use crate::document::Document;
use crate::harm::{Mention, add};
use crate::people::People;
use crate::segment::Segment;
use crate::sense::Group;
use value::{Count, Harm, Problem, Quote, Range};

/// How many mentions an end of a range is quoted from at the most.
const QUOTED: usize = 12;

/// A mention with the segment it stands in.
struct Told<'a> {
    /// Whether the segment names those on whose word it rests.
    sourced: bool,
    mention: &'a Mention,
    people: &'a [People],
}

/// The count of one kind of harm over an event's segments.
pub(crate) fn count(
    doc: &Document<'_>,
    segments: &[&Segment<'_>],
    harm: Harm,
    problems: &mut Vec<Problem>,
) -> Option<Count> {
    let of = |harm: Harm| {
        segments.iter().flat_map(move |s| {
            s.harms.iter().filter(move |m| m.harm == harm && !m.undivided).map(|mention| Told {
                sourced: !s.sources.is_empty(),
                mention,
                people: &s.people,
            })
        })
    };
    let mut told: Vec<Told<'_>> = of(harm).collect();
    if harm == Harm::Injured {
        // One person shot, in an account where one person died, is that person.
        let died: Vec<&People> = segments
            .iter()
            .flat_map(|s| {
                s.harms
                    .iter()
                    .filter(|m| m.harm == Harm::Killed)
                    .flat_map(|m| m.people.iter().map(|p| &s.people[*p]))
            })
            .collect();
        told.retain(|t| {
            !t.mention.blow
                || t.is_total()
                || !t.mention.people.iter().all(|p| died.iter().any(|d| may_be(doc, d, &t.people[*p])))
        });
    }
    let totals: Vec<&Told<'_>> = told.iter().filter(|t| t.is_total()).collect();
    let individuals = individuals(doc, &told);
    let mut count = Count::default();
    if totals.is_empty() {
        if individuals.number == 0 {
            return unstated(doc, &told);
        }
        count.set_range(Range::exactly(individuals.number));
        let first = individuals.first?;
        count.wording = Some(doc.words(first.0, first.1));
        count.spans = individuals.spans.iter().map(|(a, b)| doc.quote(*a, *b)).collect();
    } else {
        combine(doc, &totals, &mut count, harm, problems);
        if count.max.is_some_and(|m| m < individuals.number) && individuals.named {
            count.max = Some(individuals.number);
        }
    }
    groups(doc, &told, &mut count);
    Some(count)
}

impl Told<'_> {
    /// Whether the mention gives a number of people as a whole, rather than one person or a group among them.
    fn is_total(&self) -> bool {
        let m = self.mention;
        let single = m.people.len() == 1 && m.total == Range::exactly(1) && !self.numeral();
        let definite = m.people.iter().all(|p| self.people[*p].definite) && !m.people.is_empty();
        m.stated && !single && !definite
    }

    /// Whether "one" is a number here ("one civilian") and not an article.
    fn numeral(&self) -> bool {
        self.mention.people.iter().any(|p| !self.people[*p].has_noun)
    }

    /// Whether people beside those told of before are counted ("five others").
    fn further(&self) -> bool {
        self.mention.people.iter().any(|p| self.people[*p].further || self.people[*p].of_them)
    }

    /// Whether some of those who were hurt died later.
    fn of_wounded(&self) -> bool {
        self.mention.people.iter().any(|p| self.people[*p].of_wounded)
    }

    /// Whether only one group is spoken of ("five children").
    fn of_group(&self) -> bool {
        let m = self.mention;
        !m.people.is_empty()
            && m.people.iter().all(|p| self.people[*p].group().is_some_and(|g| g != Group::Combatants))
    }

    /// Whether relatives of somebody are counted, who are part of a whole.
    fn of_kin(&self) -> bool {
        let m = self.mention;
        !m.people.is_empty() && m.people.iter().all(|p| self.people[*p].noun.kin)
    }
}

/// People told of one by one.
#[derive(Default)]
struct Individuals {
    number: u32,
    named: bool,
    first: Option<(usize, usize)>,
    spans: Vec<(usize, usize)>,
}

fn individuals(doc: &Document<'_>, told: &[Told<'_>]) -> Individuals {
    let mut names: Vec<(&str, &str)> = Vec::new();
    let mut unnamed: Vec<&People> = Vec::new();
    let mut out = Individuals::default();
    for p in told.iter().flat_map(|t| t.mention.people.iter().map(|p| &t.people[*p])) {
        if !p.stated || p.number != Range::exactly(1) {
            continue;
        }
        let fresh = if let Some(n) = &p.name {
            let name = (doc.at(n.first), doc.at(n.end.saturating_sub(1)));
            let fresh = !names.iter().any(|had| same_person(*had, name));
            if fresh {
                names.push(name);
            }
            fresh
        } else {
            let known = unnamed.iter().any(|q| alike(q, p));
            if !known || p.further {
                unnamed.push(p);
            }
            !known || p.further
        };
        out.first = out.first.or(Some((p.first, p.end)));
        if fresh {
            out.spans.push((p.first, p.end));
        }
    }
    out.named = !names.is_empty();
    out.number = (names.len() as u32).max(unnamed.len() as u32);
    out
}

/// Whether two names, as first and last word, may be one person's.
fn same_person(a: (&str, &str), b: (&str, &str)) -> bool {
    a.1 == b.1 && (a.0 == b.0 || a.0.starts_with(b.0) || b.0.starts_with(a.0))
}

/// Whether a person hurt may be one who is said to have died.
fn may_be(doc: &Document<'_>, dead: &People, hurt: &People) -> bool {
    if hurt.further || hurt.number != Range::exactly(1) {
        return false;
    }
    match (&dead.name, &hurt.name) {
        (Some(a), Some(b)) => doc.at(a.end - 1) == doc.at(b.end - 1),
        _ => alike(dead, hurt),
    }
}

/// Whether two descriptions may be of one person.
fn alike(a: &People, b: &People) -> bool {
    let sex = a.noun.sex.is_none() || b.noun.sex.is_none() || a.noun.sex == b.noun.sex;
    sex && (a.age == b.age || a.age.is_none() || b.age.is_none())
}

fn combine(
    doc: &Document<'_>,
    totals: &[&Told<'_>],
    count: &mut Count,
    harm: Harm,
    problems: &mut Vec<Problem>,
) {
    let whole: Vec<&&Told<'_>> = totals.iter().filter(|t| !t.of_group() && !t.of_kin()).collect();
    let lead = whole.first().map_or(totals[0], |t| **t);
    let mut range = lead.mention.total;
    let mut spans = vec![lead.mention.wording];
    let mut wording = lead.mention.wording;
    let mut replaced = Vec::new();
    let (mut differing, mut later) = (false, false);
    for t in whole.iter().skip(1) {
        let m = t.mention;
        if m.rose && !m.total.is_unknown() {
            // "Rose to six", where nine is told: it rose further.
            if above(range, m.total) && !lowered(doc, m.sentence) {
                continue;
            }
            // A toll that is said to have risen takes the place of the one before it, which a problem keeps.
            if m.total != range {
                replaced.extend(spans);
            }
            range = m.total;
            wording = m.wording;
            spans = vec![m.wording];
            continue;
        }
        // Who died later of wounds comes to the dead, unless they are in a toll that is said to have risen.
        if t.of_wounded() && harm == Harm::Killed {
            if !later && !totals.iter().any(|t| t.mention.rose) {
                // Told again, they are the same people.
                later = true;
                range = add(range, m.total);
                spans.push(m.wording);
            }
            continue;
        }
        let other = (!m.vague || lead.mention.vague) && spans.len() < QUOTED;
        if other && above(m.total, range) {
            range.max = m.total.max.or(m.total.min).max(range.max);
        } else if other && t.sourced && !t.further() && above(range, m.total) {
            // A lower number counts where somebody is said to give it; else it is a part of the whole.
            range.min = m.total.min;
        } else {
            continue;
        }
        differing = true;
        spans.push(m.wording);
    }
    let mut problem = |what: String, words: &[(usize, usize)]| {
        problems.push(Problem { what, spans: words.iter().map(|(a, b)| doc.quote(*a, *b)).collect() });
    };
    if differing {
        problem(format!("more than one number of people {harm} is given; both ends are kept"), &spans);
    }
    if !replaced.is_empty() {
        problem(
            format!("an earlier number of people {harm} is said to have risen; the later is taken"),
            &replaced,
        );
    }
    if whole.is_empty() && totals.len() > 1 {
        range = totals
            .iter()
            .filter(|t| t.mention.sentence == lead.mention.sentence)
            .fold(Range::exactly(0), |sum, t| add(sum, t.mention.total));
    }
    count.set_range(range);
    count.wording = Some(doc.words(wording.0, wording.1));
    count.spans = spans.iter().map(|(a, b)| doc.quote(*a, *b)).collect();
}

/// Whether a sentence says that a toll was put right, so that a lower one takes the place of a higher.
fn lowered(doc: &Document<'_>, sentence: usize) -> bool {
    let tokens = doc.sentences.get(sentence).map_or(0..0, |s| s.first..s.end);
    tokens.into_iter().any(|i| matches!(doc.at(i), "down" | "lowered" | "revised" | "corrected"))
}

/// Whether a range lies wholly above another.
fn above(a: Range, b: Range) -> bool {
    match (a.min.or(a.max), b.max) {
        (Some(low), Some(high)) => low > high,
        _ => false,
    }
}

/// Bare plurals ("civilians were killed") and events that tell of some dead ("a fatal shooting"), where nothing better
/// stands.
fn unstated(doc: &Document<'_>, told: &[Told<'_>]) -> Option<Count> {
    let t = told.iter().find(|t| {
        t.mention.vague
            && (t.mention.people.is_empty() || t.mention.people.iter().any(|p| !t.people[*p].definite))
    })?;
    let (first, end) = t.mention.wording;
    let mut count = Count {
        wording: Some(doc.words(first, end)),
        spans: vec![doc.quote(first, end)],
        ..Count::default()
    };
    count.set_range(t.mention.total);
    Some(count)
}

/// Sets the groups: the highest that a single mention or the single people together give.
fn groups(doc: &Document<'_>, told: &[Told<'_>], count: &mut Count) {
    let mut best: [Option<Range>; 4] = [None; 4];
    let mut quotes: Vec<Quote> = Vec::new();
    for t in told {
        for (slot, range) in best.iter_mut().zip(t.mention.groups) {
            let Some(range) = range else { continue };
            if slot.is_none_or(|had| above(range, had)) {
                *slot = Some(range);
                let (a, b) = t.mention.word;
                quotes.push(doc.quote(t.mention.wording.0.min(a), t.mention.wording.1.max(b)));
            }
        }
    }
    [count.children, count.women, count.men, count.combatants] = best;
    if count.spans.is_empty() {
        count.spans = quotes;
    }
}
