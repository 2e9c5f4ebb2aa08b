//! How many of the dead were children, women and men. Enters: a scene, the toll, and the dead who are listed by name.
//! Leaves: a range for each group, or none. A group is counted by the phrases that count it, by the list, and by what the
//! other groups leave of the toll; which of these the report means is a learned choice.

use super::scene::Scene;
use super::told::{self, Number, Numbers, Source};
use super::toll::{likeliest, width};
use super::{Facts, Kind, Trace, times};
use crate::people::People;
use crate::person::Stage;
use crate::sense::{Group, Sense};
use value::{Count, Harm, Range, Sex};

/// One of the dead who is named.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dead {
    pub(crate) sex: Option<Sex>,
    pub(crate) stage: Stage,
}

/// How many of a group the list of the dead shows.
#[derive(Clone, Copy)]
struct Listed {
    /// By age or by a noun.
    sure: u32,
    /// With those of whom it is likely.
    likely: u32,
    /// With all of whom it may be so.
    most: u32,
}

const GROUPS: [(Group, Kind); 3] =
    [(Group::Children, Kind::Children), (Group::Women, Kind::Women), (Group::Men, Kind::Men)];

/// Chooses the groups of a toll, one after the other.
pub(crate) fn choose(scene: &Scene<'_, '_>, killed: &mut Count, dead: &[Dead], trace: &mut Trace) {
    for (group, kind) in GROUPS {
        let range = range(scene, killed, dead, (group, kind), trace);
        *slot(killed, group) = range;
    }
}

fn slot(killed: &mut Count, group: Group) -> &mut Option<Range> {
    match group {
        Group::Children => &mut killed.children,
        Group::Women => &mut killed.women,
        _ => &mut killed.men,
    }
}

fn of(killed: &Count, group: Group) -> Option<Range> {
    match group {
        Group::Children => killed.children,
        Group::Women => killed.women,
        _ => killed.men,
    }
}

fn listed(dead: &[Dead], group: Group) -> Listed {
    let count = |of: &dyn Fn(&Dead) -> bool| dead.iter().filter(|d| of(d)).count() as u32;
    let stages = |sex: Option<Sex>, stages: &[Stage]| {
        count(&|d| (sex.is_none() || d.sex == sex) && stages.contains(&d.stage))
    };
    if group == Group::Children {
        return Listed {
            sure: stages(None, &[Stage::Child]),
            likely: stages(None, &[Stage::Child, Stage::Offspring]),
            most: stages(None, &[Stage::Child, Stage::Offspring, Stage::Untold]),
        };
    }
    let sex = Some(if group == Group::Women { Sex::Female } else { Sex::Male });
    Listed {
        sure: stages(sex, &[Stage::Adult]),
        likely: stages(sex, &[Stage::Adult, Stage::Untold]),
        most: stages(sex, &[Stage::Adult, Stage::Untold, Stage::Offspring]),
    }
}

fn range(
    scene: &Scene<'_, '_>,
    killed: &Count,
    dead: &[Dead],
    (group, kind): (Group, Kind),
    trace: &mut Trace,
) -> Option<Range> {
    let toll = (killed.min.or(killed.max)?, killed.max.or(killed.min)?);
    let list = listed(dead, group);
    let whole = match (dead.len() as u32).cmp(&toll.0) {
        _ if dead.is_empty() => "nobody is listed",
        std::cmp::Ordering::Less => "some are listed",
        std::cmp::Ordering::Equal => "all are listed",
        std::cmp::Ordering::Greater => "more are listed",
    };
    let open = if list.sure == list.most { "surely" } else { "perhaps" };
    let by_rule = of(killed, group);
    let mut all = Numbers { list: Vec::new(), trace };
    for (n, which) in [
        (by_rule.and_then(|r| r.min), "the rules' minimum"),
        (by_rule.and_then(|r| r.max), "the rules' maximum"),
    ] {
        if let Some(x) = n.and_then(|n| all.tell(n, Source::Rule, &[], &[which])) {
            x.alone = true;
            x.put(&[which, ", ", whole]);
            x.put(&[which, ", ", kind.name()]);
        }
    }
    let said = phrases(scene, group, &mut all);
    for (n, which) in [
        (list.sure, "as many as the list shows"),
        (list.likely, "as many as the list likely shows"),
        (list.most, "as many as the list may show"),
    ] {
        if let Some(x) = Some(n).filter(|n| *n > 0).and_then(|n| all.tell(n, Source::Sum, &[], &[which])) {
            x.put(&[which, ", ", whole]);
            x.put(&[which, ", ", whole, ", ", open]);
            x.put(&[which, ", ", kind.name()]);
            x.put(&[which, ", ", kind.name(), ", ", whole]);
            x.put(&[which, ", ", if by_rule.is_some() { "by rule some" } else { "by rule none" }]);
        }
    }
    let others: Vec<Listed> = GROUPS.iter().filter(|g| g.0 != group).map(|g| listed(dead, g.0)).collect();
    let counted: u32 = GROUPS.iter().filter(|g| g.0 != group).filter_map(|g| of(killed, g.0)?.min).sum();
    for (n, which) in [
        (toll.0.checked_sub(counted), "the dead less the groups counted"),
        (toll.1.checked_sub(counted), "the most dead less the groups counted"),
        (toll.0.checked_sub(others.iter().map(|l| l.sure).sum()), "the dead less the others listed"),
        (toll.0.checked_sub(others.iter().map(|l| l.likely).sum()), "the dead less the others likely listed"),
        ((dead.len() as u32).checked_sub(counted), "the listed less the groups counted"),
    ] {
        if let Some(x) = n.filter(|n| *n > 0).and_then(|n| all.tell(n, Source::Sum, &[], &[which])) {
            x.put(&[which, ", ", whole]);
            x.put(&[which, ", ", kind.name()]);
            x.put(&[which, ", ", kind.name(), ", ", whole]);
        }
    }
    let mut numbers = all.list;
    numbers.retain(|x| x.n <= toll.1);
    numbers.sort_by_key(|x| x.n);
    if numbers.is_empty() {
        return by_rule;
    }
    compare(&mut numbers, list, toll, kind.name());
    let none = none(&numbers, list, by_rule, whole, kind.name(), trace);
    let said = said.and_then(|n| numbers.iter().position(|x| x.n == n));
    let pairs = (0..numbers.len()).flat_map(|i| (i..numbers.len()).map(move |j| (i, j)));
    let pairs = pairs.filter(|(i, j)| said.is_none_or(|s| s == *i || s == *j)).collect();
    let rule = by_rule.map(|r| (r.min.or(r.max), r.max.or(r.min)));
    let same_toll = if toll.0 == toll.1 { "of one toll: " } else { "of a range: " };
    // Of whom age is not told may or may not belong: a range from those who surely do to those who may.
    let untold = times((list.most - list.likely) as usize);
    let told = |i: usize, j: usize| {
        let (low, high) = (numbers[i].n, numbers[j].n);
        let wide = width(low, high);
        let by_list = match (low == list.sure, low == list.likely, high == list.likely, high == list.most) {
            _ if low == high || list.most == 0 => "",
            (true, _, _, true) => "from all who surely are to all who may be, untold ",
            (_, true, _, true) => "from all who likely are to all who may be, untold ",
            (true, _, true, _) => "from all who surely are to all who likely are, untold ",
            (.., true) => "to all who may be, untold ",
            _ => "",
        };
        [
            (!by_list.is_empty()).then_some([by_list, untold, ""]),
            Some(["untold ", untold, if low == high { ", one number" } else { ", a range" }]),
            Some(["a range: ", wide, ""]),
            Some([same_toll, wide, ""]),
            Some([open, ": ", wide]),
            (rule == Some((Some(low), Some(high)))).then_some(["the rules' range: ", wide, ""]),
        ]
    };
    let (i, j) = likeliest(kind, &numbers, Some(&none).filter(|_| said.is_none()), pairs, told, trace)?;
    let open = i == j && numbers[i].open && numbers[i].n != list.sure;
    Some(Range { min: Some(numbers[i].n), max: (!open).then_some(numbers[j].n) })
}

/// The phrases for people of a group, in the sentences of the event or of none. How many of the dead are said to be of it,
/// where that is said outright.
fn phrases(scene: &Scene<'_, '_>, group: Group, all: &mut Numbers<'_>) -> Option<u32> {
    let mut one_by_one = 0;
    let mut said = None;
    for (at, s) in scene.segments.iter().enumerate().filter(|(i, _)| scene.standing(*i) != "other") {
        let standing = scene.standing(at);
        for (i, p) in s.people.iter().enumerate() {
            let said_to_be = predicate(scene, p);
            if p.group().or(said_to_be) != Some(group) {
                continue;
            }
            said = said.max(said_to_be.and(p.number.min));
            let with = p.part_of.unwrap_or(i);
            let harm =
                s.harms.iter().find(|m| m.people.contains(&i) || m.people.contains(&with)).map(|m| m.harm);
            let harm = match harm {
                None if said_to_be.is_some() => "killed",
                Some(Harm::Killed) => "killed",
                Some(_) => "hurt otherwise",
                None => "of no harm",
            };
            let one = p.number == Range::exactly(1);
            one_by_one += u32::from(one && harm == "killed" && p.name.is_none() && p.stated && !p.definite);
            let said = match () {
                () if p.name.is_some() => "a name",
                () if p.vague => "vague",
                () if !p.stated => "no number",
                () if p.part_of.is_some() => "a part",
                () if p.noun.kin && one => "a relative",
                () if p.noun.kin => "relatives",
                () if one => "one",
                () => "several",
            };
            for (n, end) in [(p.number.min, "lowest"), (p.number.max, "highest")] {
                let Some(x) = n.and_then(|n| all.tell(n, Source::ThisHarm, &[], &["told ", harm])) else {
                    continue;
                };
                let end = if p.number.min == p.number.max { "exactly" } else { end };
                x.told += usize::from(harm == "killed");
                x.alone = true;
                x.open |= harm == "killed" && p.number.max.is_none();
                x.put(&["told ", harm, " in ", standing]);
                x.put(&["told ", harm, ", ", said]);
                x.put(&["told ", harm, ", ", said, ", ", end]);
                x.put(&["told ", Scene::position(at), ", ", harm]);
                if !s.sources.is_empty() {
                    x.put(&["told ", harm, " beside a source"]);
                }
            }
        }
        for m in s.harms.iter().filter(|m| m.harm == Harm::Killed) {
            let Some(r) = m.groups[group as usize] else { continue };
            for (n, which) in
                [(r.min, "added up in a sentence, lowest"), (r.max, "added up in a sentence, highest")]
            {
                if let Some(x) = n.and_then(|n| all.tell(n, Source::EitherHarm, &[], &[which])) {
                    x.alone = true;
                    x.put(&[which, " in ", standing]);
                }
            }
        }
    }
    if one_by_one > 0 {
        all.tell(one_by_one, Source::Sum, &[], &["as many as are told one by one"]);
    }
    said
}

/// The group that some of those told of are said to be: "five of the dead were children".
fn predicate(scene: &Scene<'_, '_>, p: &People) -> Option<Group> {
    let past =
        if scene.doc.at(p.end) == "of" && scene.doc.at(p.end + 1) == "the" { p.end + 2 } else { p.end };
    let dead = matches!(scene.doc.at(past), "dead" | "killed" | "victims" | "casualties" | "deaths");
    let verb = past + usize::from(dead);
    let is = p.of_them && matches!(scene.doc.at(verb), "were" | "are" | "was" | "is");
    let noun = verb + 1 + usize::from(matches!(scene.doc.at(verb + 1), "a" | "also"));
    let group = |s: &Sense| if let Sense::People(n) = s { n.group } else { None };
    is.then(|| scene.doc.sense_at(noun, group)).flatten().map(|(_, g)| g)
}

/// What shows only beside the other numbers.
fn compare(numbers: &mut [Number], list: Listed, toll: (u32, u32), kind: &str) {
    let highest = numbers.iter().rposition(|x| x.told > 0);
    let told: usize = numbers.iter().map(|x| x.told).sum();
    for (i, x) in numbers.iter_mut().enumerate() {
        let size = told::size(x.n);
        let times_told = times(x.told);
        x.put(&["is ", size]);
        x.put(&["is ", size, ", ", kind]);
        x.put(&["told ", times_told]);
        x.put(&["told ", times_told, " of ", times(told)]);
        if Some(i) == highest {
            x.put(&["the highest told"]);
        }
        let beside = match (x.n, list) {
            (n, l) if n < l.sure => "fewer than listed",
            (n, l) if n == l.sure && n == l.most => "just as listed",
            (n, l) if n <= l.likely => "within the list",
            (n, l) if n <= l.most => "perhaps within the list",
            _ => "more than listed",
        };
        x.put(&[beside]);
        x.put(&[beside, ", ", kind]);
        x.put(&[beside, ", told ", times_told]);
        let of_all = match x.n {
            n if n == toll.0 => "all the dead",
            n if n > toll.0 => "more than the dead",
            n if n * 2 > toll.0 => "most of the dead",
            _ => "some of the dead",
        };
        x.put(&[of_all]);
        x.put(&[of_all, ", ", kind]);
    }
}

/// What holds where the group is not to be counted.
fn none(
    numbers: &[Number],
    list: Listed,
    by_rule: Option<Range>,
    whole: &str,
    kind: &str,
    trace: &Trace,
) -> Facts {
    let mut f = trace.facts();
    let rule = by_rule.and_then(|r| r.min.or(r.max)).map_or("none", told::size);
    let told: usize = numbers.iter().map(|x| x.told).sum();
    let (sure, most) = (told::size(list.sure), told::size(list.most));
    f.put(&["none"]);
    f.put(&["none, ", kind]);
    f.put(&["none, by rule ", rule]);
    f.put(&["none, by rule ", rule, ", ", kind]);
    f.put(&["none, told ", times(told)]);
    f.put(&["none, told ", times(told), ", ", kind]);
    f.put(&["none, listed ", sure]);
    f.put(&["none, perhaps listed ", most]);
    f.put(&["none, perhaps listed ", most, ", ", kind]);
    f.put(&["none, perhaps listed ", most, ", told ", times(told)]);
    f.put(&["none, ", whole]);
    f.put(&["none, ", whole, ", ", kind]);
    f
}
