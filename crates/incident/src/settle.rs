//! Settles what is no number: when, where, by whom, by what means. Enters: the accounts of one incident and
//! their origins. Leaves: one date, and lists merged by name, best supported first. Spans stay with the
//! accounts, since each points into a report of its own.

use crate::Told;
use crate::explain::{name, step, step_on};
use crate::facet::{is_wide, kilometres, reach};
use crate::fold::{fold, fold_place};
use crate::origin::Origins;
use crate::position::{accepts, last_stands};
use jiff::civil::Date;
use std::collections::BTreeMap;
use value::{
    Actor, ActorRole, DatePrecision, IncidentPosition, Method, MethodName, Place, PlacePrecision, Step, When,
};

/// Kilometres within which two points of one name, or of one precision, are one place.
const ONE_PLACE: f64 = 1.0;

/// A date that an account tells, with both ends.
struct Dated<'a> {
    member: usize,
    told: &'a Told,
    start: Date,
    end: Date,
    when: &'a When,
}

/// When: the day on which most origins agree; else all days told; else what the wider dates have in common; else, where
/// no source tells a day, the day on which the first of them published it as news.
pub(crate) fn date(members: &[&Told], origins: &Origins, steps: &mut Vec<Step>) -> Option<When> {
    let told: Vec<Dated> = members.iter().enumerate().filter_map(|(i, t)| told_date(i, t)).collect();
    let days: Vec<&Dated> = told.iter().filter(|t| t.start == t.end).collect();
    if !days.is_empty() {
        return day(&days, origins, steps);
    }
    wide_date(&told, steps).or_else(|| as_news(members, steps))
}

/// The day on which what no source dates was first published: news is mostly of its day, and never of a later one.
fn as_news(members: &[&Told], steps: &mut Vec<Step>) -> Option<When> {
    let first = members.iter().filter(|t| t.published.is_some()).min_by_key(|t| (t.published, &t.report))?;
    let published = first.published?;
    let says = format!(
        "{published}: no source tells the day; it is that of the first publication, at {}",
        name(first)
    );
    steps.push(step_on("date", says, first));
    Some(span(published, published, DatePrecision::Day))
}

fn told_date(member: usize, told: &Told) -> Option<Dated<'_>> {
    let when = told.account.date.as_ref()?;
    let (start, end) = (when.start.or(when.end)?, when.end.or(when.start)?);
    Some(Dated { member, told, start: start.min(end), end: end.max(start), when })
}

fn day(days: &[&Dated], origins: &Origins, steps: &mut Vec<Step>) -> Option<When> {
    let mut support: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    for t in days {
        support.entry(t.start).or_default().push(t.member);
    }
    let count = |at: &Vec<usize>| origins.count(|i| at.contains(&i));
    let of_all = origins.count(|i| days.iter().any(|t| t.member == i));
    let best = support.iter().max_by_key(|(day, at)| (count(at), std::cmp::Reverse(**day)));
    let (first, last) = (*support.first_key_value()?.0, *support.last_key_value()?.0);
    let (best, at) = best?;
    if first != last && 2 * count(at) <= of_all {
        steps.push(step(
            "date",
            format!("sources tell different days from {first} to {last}; none has most of them"),
        ));
        return Some(span(first, last, DatePrecision::Days));
    }
    let on = days.iter().find(|t| t.start == *best)?;
    let says = match support.len() {
        1 => format!("{best}: every source that tells a day tells this one; first {}", name(on.told)),
        _ => format!(
            "{best}: {} of {of_all} independent sources tell this day; first {}",
            count(at),
            name(on.told)
        ),
    };
    steps.push(step_on("date", says, on.told));
    let time = days.iter().filter(|t| t.start == *best).find_map(|t| t.when.time.clone());
    let precision = if time.is_some() { DatePrecision::Hour } else { DatePrecision::Day };
    Some(When { time, ..span(*best, *best, precision) })
}

/// The days that all wide dates have in common; if there are none, the narrowest date.
fn wide_date(told: &[Dated], steps: &mut Vec<Step>) -> Option<When> {
    let start = told.iter().map(|t| t.start).max()?;
    let end = told.iter().map(|t| t.end).min()?;
    let width = |t: &&Dated| t.start.until(t.end).map_or(0, |s| s.get_days());
    let finest = told.iter().min_by_key(|t| (width(t), t.start))?;
    if start <= end {
        steps.push(step_on(
            "date",
            format!("{start} to {end}: the days that all dates told leave open"),
            finest.told,
        ));
        let whole = told.iter().find(|t| t.start == start && t.end == end);
        let precision = whole.and_then(|t| t.when.precision).unwrap_or(DatePrecision::Days);
        return Some(span(start, end, precision));
    }
    let says = format!("dates told do not meet; the finest is kept, of {}", name(finest.told));
    steps.push(step_on("date", says, finest.told));
    Some(span(finest.start, finest.end, finest.when.precision.unwrap_or(DatePrecision::Days)))
}

/// A date without words behind it.
pub(crate) fn span(start: Date, end: Date, precision: DatePrecision) -> When {
    When { start: Some(start), end: Some(end), precision: Some(precision), time: None, spans: Vec::new() }
}

/// A place as several accounts name it.
struct Spot<'a> {
    best: &'a Place,
    all: Vec<(usize, bool)>,
}

/// Where: places merged by name or point; fine ones before wide ones, the best supported first. A finer place
/// has the support of those that hold it, since who names the town does not speak against the street.
pub(crate) fn places(members: &[&Told], origins: &Origins, steps: &mut Vec<Step>) -> Vec<Place> {
    let mut spots: Vec<Spot> = Vec::new();
    for (i, told) in members.iter().enumerate() {
        for (rank, place) in told.account.places.iter().enumerate() {
            match spots.iter_mut().find(|s| is_one(s.best, place)) {
                Some(spot) => spot.add(place, i, rank == 0),
                None => spots.push(Spot { best: place, all: vec![(i, rank == 0)] }),
            }
        }
    }
    let mut ranked: Vec<(_, &Place)> = spots.iter().map(|s| (rank(s, &spots, origins), s.best)).collect();
    ranked.sort_by(|(a, p), (b, q)| a.cmp(b).then_with(|| p.name.cmp(&q.name)));
    if let (Some((_, first)), true) = (ranked.first(), members.len() > 1) {
        steps.push(step("place", format!("{} is named by most, or lies within what most name", first.name)));
    }
    ranked.into_iter().map(|(_, p)| Place { spans: Vec::new(), ..p.clone() }).collect()
}

impl<'a> Spot<'a> {
    fn add(&mut self, place: &'a Place, member: usize, first: bool) {
        self.all.push((member, first));
        let fineness = |p: &Place| (p.lat.is_none(), p.precision.is_none(), p.precision);
        if fineness(place) < fineness(self.best) {
            self.best = place;
        }
    }

    /// Origins that name the place; those that name it first count twice.
    fn support(&self, origins: &Origins) -> usize {
        let firsts = origins.count(|i| self.all.contains(&(i, true)));
        firsts + origins.count(|i| self.all.iter().any(|(m, _)| *m == i))
    }

    /// Whether the other place is finer and lies within reach.
    fn holds(&self, other: &Self) -> bool {
        let finer = other.best.precision.is_some() && other.best.precision < self.best.precision;
        let points = self.best.lat.zip(self.best.lon).zip(other.best.lat.zip(other.best.lon));
        finer && points.is_some_and(|(a, b)| kilometres(a, b) <= reach(self.best.precision))
    }
}

/// What orders places: wide last, then support, then precision.
fn rank(spot: &Spot, all: &[Spot], origins: &Origins) -> impl Ord + use<> {
    let wide = is_wide(spot.best.precision);
    let held: usize = all
        .iter()
        .filter(|other| is_wide(other.best.precision) == wide && other.holds(spot))
        .map(|other| other.support(origins))
        .sum();
    let support = spot.support(origins) + held;
    (wide, std::cmp::Reverse(support), spot.best.precision.is_none(), spot.best.precision)
}

/// Whether two places are one: the same name and no points far apart, or one point and one precision.
fn is_one(a: &Place, b: &Place) -> bool {
    let apart = a.lat.zip(a.lon).zip(b.lat.zip(b.lon)).map(|(x, y)| kilometres(x, y));
    let named = fold_place(&a.name) == fold_place(&b.name) && is_wide(a.precision) == is_wide(b.precision);
    match apart {
        Some(d) if named => d <= ONE_PLACE.max(reach(a.precision).max(reach(b.precision))),
        Some(d) => {
            d <= ONE_PLACE && a.precision == b.precision && a.precision > Some(PlacePrecision::Landmark)
        }
        None => named,
    }
}

/// By whom and against whom: merged by name, those said to have done it before those aimed at. A party that has
/// accepted it is known.
pub(crate) fn actors(
    members: &[&Told],
    origins: &Origins,
    positions: &[IncidentPosition],
    steps: &mut Vec<Step>,
) -> Vec<Actor> {
    let mut merged: BTreeMap<(bool, String), (Actor, Vec<usize>)> = BTreeMap::new();
    for (i, told) in members.iter().enumerate() {
        for actor in &told.account.actors {
            let key = (actor.role == ActorRole::Targeted, fold(&actor.name));
            let new = || (Actor { spans: Vec::new(), ..actor.clone() }, Vec::new());
            let (kept, at) = merged.entry(key).or_insert_with(new);
            kept.role = stronger(kept.role, actor.role);
            at.push(i);
        }
    }
    for p in last_stands(positions).into_iter().filter(|p| accepts(p.position)) {
        if let Some((actor, _)) = merged.get_mut(&(false, fold(&p.actor))) {
            actor.role = ActorRole::Known;
            steps.push(step(
                "actors",
                format!(
                    "{} is known: it accepted responsibility, as {}",
                    p.actor,
                    crate::position::told_by(p)
                ),
            ));
        }
    }
    let mut all: Vec<_> = merged.into_iter().collect();
    all.sort_by_cached_key(|((targeted, name), (_, at))| {
        (*targeted, std::cmp::Reverse(origins.count(|i| at.contains(&i))), name.clone())
    });
    all.into_iter().map(|(_, (actor, _))| actor).collect()
}

/// One source that suspects a party outweighs another that denies it for that party; the denial is a position.
fn stronger(a: ActorRole, b: ActorRole) -> ActorRole {
    let strength = |role| match role {
        ActorRole::Known => 3,
        ActorRole::Suspected => 2,
        ActorRole::Denied => 1,
        ActorRole::Targeted => 0,
    };
    if strength(b) > strength(a) { b } else { a }
}

/// By what means: merged by term, the best supported first; “unknown” only where nothing else is told.
pub(crate) fn methods(members: &[&Told], origins: &Origins) -> Vec<Method> {
    let mut merged: BTreeMap<MethodName, (Method, Vec<usize>)> = BTreeMap::new();
    for (i, told) in members.iter().enumerate() {
        for method in &told.account.methods {
            let new = || (Method { spans: Vec::new(), ..method.clone() }, Vec::new());
            let (kept, at) = merged.entry(method.name).or_insert_with(new);
            kept.weapon = kept.weapon.take().or_else(|| method.weapon.clone());
            at.push(i);
        }
    }
    if merged.len() > 1 {
        merged.remove(&MethodName::Unknown);
    }
    let mut all: Vec<_> = merged.into_iter().collect();
    all.sort_by_cached_key(|(name, (_, at))| (std::cmp::Reverse(origins.count(|i| at.contains(&i))), *name));
    all.into_iter().map(|(_, (method, _))| method).collect()
}
