//! Where an event happened, chosen among all the places that a report names. Enters: a scene and the places that the
//! rules gave the event, in their order. Leaves: the same places in the order of their likelihood, with a likelier one
//! from elsewhere in the report.

use super::scene::Scene;
use super::{Answer, Facts, Kind, Trace, plain, step, times};
use crate::place::PlaceMention;
use gazetteer::distance_km;
use value::{Place, PlacePrecision};

/// How many names of a report are looked at; a bound, so that no text takes long.
const MOST: usize = 64;

struct Candidate {
    place: Place,
    /// Its place in the rules' order.
    rank: Option<usize>,
    told: usize,
    in_event: bool,
    locative: bool,
    /// Told as where something was, outside a dateline.
    where_told: bool,
    facts: Facts,
}

/// Puts the places in order. `make` turns a mention into a place.
pub(crate) fn choose(
    scene: &Scene<'_, '_>,
    by_rule: Vec<Place>,
    make: impl Fn(&PlaceMention) -> Place,
    trace: &mut Trace,
) -> Vec<Place> {
    // Coordinates say where by themselves.
    let (points, named): (Vec<Place>, Vec<Place>) =
        by_rule.into_iter().partition(|p| p.precision == Some(PlacePrecision::Exact) && p.country.is_none());
    let mut all = candidates(scene, named, &make, trace);
    compare(&mut all);
    if trace.wanted() && points.is_empty() {
        let answer = |p: &Place| Answer::Place {
            names: [p.name.clone(), p.as_written.clone()],
            point: p.lat.zip(p.lon),
            wide: wide(p),
        };
        trace.keep(Kind::Place, all.iter().map(|c| (c.facts.words().to_vec(), answer(&c.place))));
    }
    let weights = Kind::Place.weights();
    let scores: Vec<f32> = all.iter().map(|c| weights.sum(&c.facts)).collect();
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut kept: Vec<(f32, Option<usize>, Place)> = all
        .into_iter()
        .zip(scores)
        // A name that the rules left out must be about as likely as the likeliest.
        .filter(|(c, score)| c.rank.is_some() || (c.place.lat.is_some() && *score > top - 1.0))
        .map(|(c, score)| (score, c.rank, c.place))
        .collect();
    kept.sort_by(|a, b| b.0.total_cmp(&a.0));
    // The likeliest stands first, then those about as likely; the others keep the order in which they are told.
    let close = kept.iter().take_while(|k| k.0 > top - 1.0 && k.1.is_none()).count().max(1).min(kept.len());
    kept[close..].sort_by_key(|k| k.1.unwrap_or(usize::MAX));
    let mut out = points;
    out.extend(kept.into_iter().map(|(.., p)| p));
    out.truncate(8);
    out
}

fn wide(p: &Place) -> bool {
    matches!(p.precision, Some(PlacePrecision::Province | PlacePrecision::Country))
}

fn candidates(
    scene: &Scene<'_, '_>,
    named: Vec<Place>,
    make: &impl Fn(&PlaceMention) -> Place,
    trace: &Trace,
) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    for (rank, place) in named.into_iter().enumerate() {
        let facts = trace.facts();
        let mut c = Candidate {
            place,
            rank: Some(rank),
            told: 0,
            in_event: false,
            locative: false,
            where_told: false,
            facts,
        };
        c.facts.put(&[
            "by rule ",
            step(rank, &[(0, "first"), (1, "second"), (2, "third"), (usize::MAX, "later")]),
        ]);
        out.push(c);
    }
    for mention in scene.places.iter().take(MOST) {
        let place = make(mention);
        let same = |c: &Candidate| c.place.name == place.name && c.place.country == place.country;
        let at = out.iter().position(same).unwrap_or_else(|| {
            let (rank, facts) = (None, trace.facts());
            out.push(Candidate {
                place,
                rank,
                told: 0,
                in_event: false,
                locative: false,
                where_told: false,
                facts,
            });
            out.len() - 1
        });
        let segment = scene.segment_of(mention.first);
        let c = &mut out[at];
        c.told += 1;
        c.in_event |= scene.standing(segment) == "main";
        c.locative |= mention.locative;
        c.where_told |= mention.locative && !mention.dateline;
        describe(scene, mention, segment, &mut c.facts);
    }
    out
}

/// What one mention says of its place.
fn describe(scene: &Scene<'_, '_>, m: &PlaceMention, segment: usize, facts: &mut Facts) {
    let Some(s) = scene.segments.get(segment) else { return };
    let standing = scene.standing(segment);
    let kind = m.found.as_ref().map_or("unknown", |f| kind(f.precision));
    let located = match (m.dateline, m.locative) {
        (true, _) => "dateline",
        (_, true) => "where",
        _ => "in passing",
    };
    facts.put(&["in ", standing]);
    facts.put(&["told ", located]);
    facts.put(&["told ", located, " in ", standing]);
    facts.put(&["told ", located, ", ", kind]);
    let position = Scene::position(segment);
    facts.put(&["stands ", position]);
    facts.put(&["stands ", position, ", ", kind]);
    let about = Scene::about(s);
    facts.put(&["beside ", about]);
    facts.put(&["beside ", about, ", ", kind]);
    let (far, side) = scene.distance(segment, m.first);
    facts.put(&["distance ", far, " ", side]);
    facts.put(&["distance ", far, " ", side, ", ", kind]);
    if let Some(class) = m.class {
        facts.put(&["called a ", self::kind(class)]);
    }
    let word = |i: Option<usize>| plain(scene.doc, i, &s.tokens);
    let (one, two) = (m.first.checked_sub(1), m.first.checked_sub(2));
    facts.put(&["before it: ", word(one)]);
    facts.put(&["before it: ", word(two), " ", word(one)]);
    facts.put(&["after it: ", word(Some(m.end))]);
    facts.put(&["after it: ", word(Some(m.end)), " ", word(Some(m.end + 1))]);
}

/// What the others are held against.
struct Known {
    point: Option<(f64, f64)>,
    country: Option<String>,
    precision: Option<PlacePrecision>,
    where_it_was: bool,
}

/// What shows only beside the others.
fn compare(all: &mut [Candidate]) {
    let known: Vec<Known> = all
        .iter()
        .map(|c| Known {
            point: c.place.lat.zip(c.place.lon),
            country: c.place.country.clone(),
            precision: c.place.precision,
            where_it_was: c.in_event && c.where_told,
        })
        .collect();
    let total: usize = all.iter().map(|c| c.told).sum::<usize>().max(1);
    let finest = known.iter().filter_map(|k| k.precision.map(fineness)).min();
    let most = all.iter().map(|c| c.told).max().unwrap_or(0);
    let many =
        step(all.len(), &[(1, "the only place"), (2, "of two"), (4, "of several"), (usize::MAX, "of many")]);
    for (i, c) in all.iter_mut().enumerate() {
        let f = &mut c.facts;
        let kind = c.place.precision.map_or("unknown", kind);
        f.put(&["a ", kind]);
        f.put(&["a ", kind, ", ", many]);
        f.put(&[if c.place.lat.is_some() { "found" } else { "not found" }]);
        f.put(&["told ", times(c.told)]);
        f.put(&["told ", times(c.told), ", ", kind]);
        if c.told == most {
            f.put(&["told most, ", kind]);
        }
        f.put(&[
            "told by a share of ",
            step(c.told * 10 / total, &[(1, "a tenth"), (3, "a third"), (6, "half"), (usize::MAX, "most")]),
        ]);
        f.put(&[if c.in_event { "in main, " } else { "elsewhere, " }, kind]);
        if !c.locative {
            f.put(&["always in passing, ", kind]);
        }
        if c.place.precision.map(fineness) == finest {
            f.put(&["none is finer"]);
            f.put(&["none is finer, ", kind]);
        }
        if c.place.name.eq_ignore_ascii_case(&c.place.as_written) {
            f.put(&["written as known"]);
        }
        let near = |reach: f64| {
            known
                .iter()
                .enumerate()
                .filter(|(j, k)| {
                    *j != i
                        && !matches!(k.precision, Some(PlacePrecision::Country | PlacePrecision::Province))
                        && k.point.zip(known[i].point).is_some_and(|(a, b)| distance_km(a, b) <= reach)
                })
                .count()
        };
        f.put(&["beside it within 60 km: ", times(near(60.0))]);
        if c.locative && !c.where_told {
            let told = known.iter().any(|k| k.where_it_was);
            f.put(&[if told { "a dateline apart from where it was" } else { "a dateline alone" }]);
        }
        let country = known
            .iter()
            .enumerate()
            .filter(|(j, k)| *j != i && k.country.is_some() && k.country == known[i].country)
            .count();
        f.put(&["others in its country: ", times(country), ", ", kind]);
    }
}

fn kind(p: PlacePrecision) -> &'static str {
    match p {
        PlacePrecision::Country => "country",
        PlacePrecision::Province => "province",
        PlacePrecision::District => "district",
        PlacePrecision::Subdistrict => "subdistrict",
        PlacePrecision::City => "city",
        PlacePrecision::Town => "town",
        PlacePrecision::Village => "village",
        PlacePrecision::Exact => "point",
        _ => "part of a town",
    }
}

/// The finer the lower.
fn fineness(p: PlacePrecision) -> u8 {
    match p {
        PlacePrecision::Country => 5,
        PlacePrecision::Province => 4,
        PlacePrecision::District => 3,
        PlacePrecision::Subdistrict => 2,
        PlacePrecision::City | PlacePrecision::Town | PlacePrecision::Village => 1,
        _ => 0,
    }
}
