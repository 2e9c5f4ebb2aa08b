//! How many were harmed in an event, both ends at once, chosen among the numbers that the report tells, their sums, and
//! none. Enters: a scene and what the rules counted. Leaves: the count, with the words of what was chosen.

use super::scene::Scene;
use super::told::{self, Known, Number};
use super::{Answer, Facts, Kind, Trace, step, times};
use crate::harm::Mention;
use crate::people::People;
use crate::segment::Segment;
use crate::sense::Cue;
use value::{Account, Count, Harm, MethodName, Problem, Quote, Range, VictimStatus};

/// Bombs, shells and whatever else strikes many at once.
const OTHER_MEANS: &str = "by other means";
/// How many quotes a count keeps.
const QUOTED: usize = 12;

/// Chooses the killed and the injured of an account.
pub(crate) fn choose(
    scene: &Scene<'_, '_>,
    account: &mut Account,
    problems: &mut [Problem],
    trace: &mut Trace,
) {
    let means = means(account);
    for harm in [Harm::Killed, Harm::Injured] {
        let killed = account.killed.as_ref().and_then(|c| c.min.or(c.max)).unwrap_or(0);
        let known = match harm {
            Harm::Killed => Known {
                harm,
                by_rule: account.killed.as_ref(),
                other: account.injured.as_ref(),
                victims: &account.victims,
                killed: None,
                means,
            },
            _ => Known {
                harm,
                by_rule: account.injured.as_ref(),
                other: account.killed.as_ref(),
                victims: &account.victims,
                killed: Some(killed),
                means,
            },
        };
        let chosen = count(scene, &known, trace);
        let status = if harm == Harm::Killed { VictimStatus::Killed } else { VictimStatus::Injured };
        let slot = if harm == Harm::Killed { &mut account.killed } else { &mut account.injured };
        match chosen {
            Some(Chosen::None) => *slot = None,
            Some(Chosen::Range(range, words)) => {
                let mut quotes: Vec<Quote> = words.iter().map(|(a, b)| scene.doc.quote(*a, *b)).collect();
                if quotes.is_empty() {
                    let of = account.victims.iter().filter(|v| v.status == status);
                    quotes.extend(of.flat_map(|v| v.spans.iter().take(1).cloned()).take(QUOTED));
                }
                take(slot, range, quotes, problems);
            }
            None => {}
        }
    }
}

/// By what means an event was done: by guns in the hand, by what strikes many at once, or not told.
fn means(account: &Account) -> &'static str {
    match account.methods.first().map(|m| m.name) {
        Some(MethodName::SmallArms) => "by small arms",
        Some(MethodName::Unknown) | None => "by means untold",
        Some(_) => OTHER_MEANS,
    }
}

enum Chosen {
    None,
    Range(Range, Vec<(usize, usize)>),
}

/// The likeliest pair of numbers, or none; nothing where there is nothing to choose from.
fn count(scene: &Scene<'_, '_>, known: &Known<'_>, trace: &mut Trace) -> Option<Chosen> {
    let kind = if known.harm == Harm::Killed { Kind::Killed } else { Kind::Injured };
    let mut numbers = told::numbers(scene, known, trace);
    // Where the number is told in plain words, it is not that of people who are told of otherwise.
    let plain = plain(scene, known);
    numbers.retain(|n| !plain || !matches!(n.from, told::Source::People | told::Source::OtherHarm));
    // "A second man died", "then himself": one alone is too few, where more are among the numbers.
    let more = known.harm == Harm::Killed && further(scene, known.harm) && numbers.iter().any(|n| n.n > 1);
    if more {
        numbers.retain(|n| n.n != 1);
    }
    if numbers.is_empty() || risen(scene, known.harm) {
        return None;
    }
    // What is told in plain words is not left out, whatever else speaks for it.
    let none = (!plain && !more).then(|| none(scene, known, &numbers, trace));
    let rule = known.by_rule.map(|c| (c.min.or(c.max), c.max.or(c.min)));
    let pair = |i: usize, j: usize| pair(&numbers, rule, i, j);
    let pairs = || (0..numbers.len()).flat_map(|i| (i..numbers.len()).map(move |j| (i, j)));
    let disputed = disputed(scene, known.harm);
    // "More than 60" alone leaves its upper end open.
    let bounded = |i: usize, j: usize| match numbers[j].above {
        Some(below) => i != j && numbers[i].n != below && numbers[i].above.is_none(),
        None => numbers[i].above.is_none(),
    };
    let pairs = || pairs().filter(|(i, j)| (i != j || numbers[*i].alone && !disputed) && bounded(*i, *j));
    let best = likeliest(kind, &numbers, none.as_ref(), pairs().collect(), pair, trace);
    let Some((i, j)) = best else { return none.map(|_| Chosen::None) };
    let (low, high) = (&numbers[i], &numbers[j]);
    let open = i == j && high.open;
    let range = Range { min: Some(low.n), max: (!open).then_some(high.n) };
    let mut words = low.words.clone();
    if i != j {
        words.extend(high.words.iter().filter(|w| !low.words.contains(w)));
    }
    Some(Chosen::Range(range, words))
}

/// The likeliest of some pairs of numbers; nothing where none is likelier than each of them.
pub(super) fn likeliest<const N: usize>(
    kind: Kind,
    numbers: &[Number],
    none: Option<&Facts>,
    pairs: Vec<(usize, usize)>,
    told: impl Fn(usize, usize) -> [Option<[&'static str; 3]>; N],
    trace: &mut Trace,
) -> Option<(usize, usize)> {
    let weights = kind.weights();
    if trace.wanted() {
        let mut candidates: Vec<_> = none.iter().map(|n| (n.words().to_vec(), Answer::None)).collect();
        for (i, j) in &pairs {
            let both = [numbers[*i].low.words(), numbers[*j].high.words()].concat();
            let told = told(*i, *j).into_iter().flatten().map(|p| p.concat());
            let facts = both.into_iter().chain(told).collect();
            candidates.push((facts, Answer::Numbers(numbers[*i].n, numbers[*j].n)));
        }
        trace.keep(kind, candidates);
    }
    let ends: Vec<(f32, f32)> = numbers.iter().map(|x| (weights.sum(&x.low), weights.sum(&x.high))).collect();
    let mut best = (none.map_or(f32::MIN, |n| weights.sum(n)), None);
    for (i, j) in pairs {
        let told: f32 = told(i, j).iter().flatten().map(|p| weights.one(p)).sum();
        let score = ends[i].0 + ends[j].1 + told;
        if score > best.0 {
            best = (score, Some((i, j)));
        }
    }
    best.1
}

/// How far apart the ends of a range are.
pub(super) fn width(low: u32, high: u32) -> &'static str {
    match high - low {
        0 => "one number",
        1 => "one more",
        d if d <= low / 4 => "a little more",
        d if d <= low => "up to twice as many",
        _ => "many more",
    }
}

/// The mentions of a harm in the sentences of the event.
fn told_of<'a>(scene: &'a Scene<'_, '_>, harm: Harm) -> impl Iterator<Item = (&'a Segment<'a>, &'a Mention)> {
    let segments = scene.event.segments.iter().map(|i| &scene.segments[*i]);
    segments.flat_map(|s| s.harms.iter().map(move |m| (s, m))).filter(move |(_, m)| m.harm == harm)
}

/// Whether a toll is said to have risen, which replaces the others by its own words; not where a higher one is told, so that
/// it rose further.
fn risen(scene: &Scene<'_, '_>, harm: Harm) -> bool {
    let least = |m: &Mention| m.total.min.or(m.total.max);
    let rose = told_of(scene, harm)
        .filter(|(_, m)| m.rose && !m.total.is_unknown())
        .filter_map(|(_, m)| least(m))
        .max();
    let most = told_of(scene, harm)
        .filter(|(s, m)| outright(m) && !m.rose && whole(s, m))
        .filter_map(|(_, m)| least(m))
        .max();
    rose.is_some_and(|rose| most.is_none_or(|most| most <= rose))
}

/// Whether different sources are said to give different numbers of people: one alone is never taken.
fn disputed(scene: &Scene<'_, '_>, harm: Harm) -> bool {
    let all = told_of(scene, harm)
        .filter(|(s, m)| outright(m) && !m.combatants_only && whole(s, m))
        .flat_map(|(s, m)| s.sources.iter().map(move |(_, end)| (scene.doc.at(end - 1), m.total)));
    let mut told: Vec<(&str, Range)> = Vec::new();
    for one in all {
        if !told.contains(&one) {
            told.push(one);
        }
    }
    told.iter().any(|(a, x)| told.iter().any(|(b, y)| a != b && x != y))
}

/// Whether a mention may be of everybody, and not of one group, relatives or some of those told of before.
fn whole(s: &Segment<'_>, m: &Mention) -> bool {
    let part = |p: &People| p.group().is_some() || p.noun.kin || p.definite || p.further || p.of_them;
    !m.people.iter().all(|p| part(&s.people[*p])) || m.people.is_empty()
}

/// Whether people are said outright to have come to harm. One person who did may be the one who fired, where guns in
/// the hand were used.
fn plain(scene: &Scene<'_, '_>, known: &Known<'_>) -> bool {
    let other = [Cue::Accused, Cue::Cumulative, Cue::Another, Cue::Unreal];
    let enough =
        |m: &Mention| known.means == OTHER_MEANS || m.total.min.or(m.total.max).is_some_and(|n| n > 1);
    told_of(scene, known.harm)
        .any(|(s, m)| outright(m) && enough(m) && !m.combatants_only && !other.iter().any(|c| s.has(*c)))
}

/// Whether, beside somebody told of before, one more person is said outright to have come to the same harm: "a second man
/// died", "killed his wife and then himself".
fn further(scene: &Scene<'_, '_>, harm: Harm) -> bool {
    let other = [Cue::Accused, Cue::Cumulative, Cue::Another, Cue::Unreal];
    let all = |s: &Segment<'_>, m: &Mention, is: &dyn Fn(&People) -> bool| {
        !m.people.is_empty() && m.people.iter().all(|p| is(&s.people[*p]))
    };
    let oneself = |p: &People| matches!(scene.doc.at(p.first), "himself" | "herself");
    let second = |p: &People| {
        let ordinal = matches!(scene.doc.at(p.first + 1), "second" | "third" | "fourth" | "fifth");
        p.further && !p.definite && p.number == Range::exactly(1) && ordinal
    };
    let told: Vec<_> =
        told_of(scene, harm).filter(|(s, m)| outright(m) && !other.iter().any(|c| s.has(*c))).collect();
    told.iter().enumerate().any(|(i, (s, m))| {
        let others = told[..i].iter().filter(|(t, n)| !all(t, n, &oneself));
        all(s, m, &second) && others.clone().count() > 0
            || all(s, m, &oneself) && others.clone().any(|(_, n)| n.sentence == m.sentence)
    })
}

/// Whether a mention tells of people who came to harm, and not of a blow that kills or injures.
fn outright(m: &Mention) -> bool {
    let some = m.total.min.or(m.total.max).is_some_and(|n| n > 0);
    m.stated && !m.undivided && !m.blow && some
}

/// What holds of a pair of numbers.
fn pair(
    numbers: &[Number],
    rule: Option<(Option<u32>, Option<u32>)>,
    i: usize,
    j: usize,
) -> [Option<[&'static str; 3]>; 8] {
    let (low, high) = (numbers[i].n, numbers[j].n);
    let wide = width(low, high);
    let by_rule = rule == Some((Some(low), Some(high)));
    let (a, b) = (&numbers[i], &numbers[j]);
    let elsewhere = |one: &[usize], other: &[usize]| other.iter().any(|s| !one.contains(s));
    let sources = match (a.sourced.is_empty(), b.sourced.is_empty()) {
        _ if i == j => None,
        (false, false) if elsewhere(&a.sourced, &b.sourced) => Some("by different sources: "),
        (false, false) => Some("by one source: "),
        (false, true) if !b.unsourced.is_empty() => Some("the lower by a source: "),
        (true, false) if !a.unsourced.is_empty() => Some("the higher by a source: "),
        _ => None,
    };
    let as_range = a.up_to.iter().find(|(high, _)| *high == b.n).map(|(_, position)| *position);
    [
        as_range.map(|position| ["told as a range: ", position, ""]),
        Some(["a range: ", wide, ""]),
        Some(["a range: ", wide, told::size(low)]),
        by_rule.then_some(["the rules' range: ", wide, ""]),
        sources.map(|by| [by, wide, ""]),
        sources.map(|by| [by, if by_rule { "the rules' range" } else { "a range" }, ""]),
        a.is_first.then_some(["from the first told: ", wide, ""]),
        b.is_first.then_some(["to the first told: ", wide, ""]),
    ]
}

/// What holds where nothing is to be counted.
fn none(scene: &Scene<'_, '_>, known: &Known<'_>, numbers: &[Number], trace: &Trace) -> Facts {
    let mut f = trace.facts();
    f.put(&["none"]);
    let rule = known.by_rule.and_then(|c| c.min.or(c.max)).map_or("none", told::size);
    f.put(&["none, by rule ", rule]);
    let main = || scene.segments.iter().enumerate().filter(|(i, _)| scene.standing(*i) == "main");
    let here = main().flat_map(|(_, s)| &s.harms).filter(|m| m.harm == known.harm).count();
    let all = scene.segments.iter().flat_map(|s| &s.harms).filter(|m| m.harm == known.harm).count();
    f.put(&["none, by rule ", rule, ", ", known.means]);
    f.put(&["none, told in main ", times(here)]);
    f.put(&["none, told in main ", times(here), ", ", known.means]);
    f.put(&["none, told in main ", times(here), ", by rule ", rule]);
    f.put(&["none, told elsewhere ", times(all - here)]);
    let blows = main().flat_map(|(_, s)| &s.harms).filter(|m| m.harm == known.harm && m.blow).count();
    f.put(&["none, told as a blow ", times(blows), " of ", times(here)]);
    f.put(&["none, numbers ", step(numbers.len(), &[(1, "one"), (3, "a few"), (usize::MAX, "many")])]);
    let other = known.other.and_then(|c| c.min.or(c.max)).map_or("none", told::size);
    f.put(&["none, the other ", other]);
    f.put(&["none, the other ", other, ", by rule ", rule]);
    if let Some(killed) = known.killed {
        f.put(&["none, killed ", told::size(killed)]);
        f.put(&["none, killed ", told::size(killed), ", by rule ", rule]);
        f.put(&["none, killed ", told::size(killed), ", by rule ", rule, ", ", known.means]);
        f.put(&["none, killed ", told::size(killed), ", told as a blow ", times(blows), " of ", times(here)]);
    }
    f
}

/// Puts what was chosen in the place of what the rules counted.
fn take(slot: &mut Option<Count>, range: Range, quotes: Vec<Quote>, problems: &mut [Problem]) {
    let ends = |r: Range| (r.min.or(r.max), r.max.or(r.min));
    // "up to 15": what words leave open stays open.
    if slot.as_ref().is_some_and(|had| ends(had.range()) == ends(range)) {
        return;
    }
    let count = slot.get_or_insert_with(Count::default);
    count.set_range(range);
    if let Some(first) = quotes.first() {
        let starts: Vec<u32> = count.spans.iter().map(|q| q.start).collect();
        for p in problems.iter_mut().filter(|p| p.spans.iter().any(|q| starts.contains(&q.start))) {
            if let Some(said) = p.what.strip_suffix("; both ends are kept") {
                p.what = format!("{said}; the likelier is taken");
            }
        }
        count.wording = Some(first.quote.split_whitespace().collect::<Vec<_>>().join(" "));
        count.spans = quotes;
    }
}
