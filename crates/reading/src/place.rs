//! Places named in a report. Enters: a document and the gazetteer. Leaves: mentions, each resolved to the
//! candidate that the report's own geography supports best. A name that stands where a place must stand, but
//! that the gazetteer lacks, is kept as written without coordinates.

use crate::document::Document;
use crate::sense::Sense;
use crate::words::{self, Class};
use gazetteer::{Gazetteer, Match, Quality, distance_km};
use text::TokenKind;
use value::PlacePrecision;

/// A place named at tokens `first..end`.
#[derive(Clone, Debug)]
pub(crate) struct PlaceMention {
    pub(crate) first: usize,
    pub(crate) end: usize,
    /// The candidate chosen; `None` where the gazetteer has none.
    pub(crate) found: Option<Match>,
    /// A place of the event rather than a name in passing: "in Raqqa", "Raqqa city".
    pub(crate) locative: bool,
    /// The name stands in a dateline: where the report was written.
    pub(crate) dateline: bool,
    /// Finer than what the gazetteer knows: "X village".
    pub(crate) class: Option<PlacePrecision>,
}

/// Nouns that make the name before or after them a place, with the precision they say.
const CLASSES: &[(&str, PlacePrecision)] = &[
    ("village", PlacePrecision::Village),
    ("villages", PlacePrecision::Village),
    ("hamlet", PlacePrecision::Village),
    ("town", PlacePrecision::Town),
    ("towns", PlacePrecision::Town),
    ("township", PlacePrecision::Town),
    ("city", PlacePrecision::City),
    ("cities", PlacePrecision::City),
    ("neighborhood", PlacePrecision::Neighbourhood),
    ("neighborhoods", PlacePrecision::Neighbourhood),
    ("neighbourhood", PlacePrecision::Neighbourhood),
    ("neighbourhoods", PlacePrecision::Neighbourhood),
    ("quarter", PlacePrecision::Neighbourhood),
    ("suburb", PlacePrecision::Neighbourhood),
    ("camp", PlacePrecision::Neighbourhood),
    ("refugee", PlacePrecision::Neighbourhood),
    ("district", PlacePrecision::District),
    ("municipality", PlacePrecision::Subdistrict),
    ("province", PlacePrecision::Province),
    ("governorate", PlacePrecision::Province),
    ("department", PlacePrecision::Province),
    ("oblast", PlacePrecision::Province),
    ("region", PlacePrecision::Province),
    ("countryside", PlacePrecision::Province),
    ("county", PlacePrecision::District),
];

/// Finds and resolves the places of a document.
pub(crate) fn places(doc: &Document<'_>, gazetteer: &Gazetteer) -> Vec<PlaceMention> {
    let mut scan = Vec::new();
    let mut i = 0;
    while i < doc.tokens.len() {
        match candidate(doc, gazetteer, i, scan.last()) {
            Some(c) => {
                i = c.mention.end.max(i + 1);
                scan.push(c);
            }
            None => i += 1,
        }
    }
    choose(doc, &scan)
}

struct Candidate {
    mention: PlaceMention,
    matches: Vec<Match>,
    /// It opens or carries on a list that a noun in the plural announced: "قرى كفر نبودة والهبيط".
    list: bool,
}

/// The place that may be named at a token; `last` is the place named before it.
fn candidate(
    doc: &Document<'_>,
    gazetteer: &Gazetteer,
    first: usize,
    last: Option<&Candidate>,
) -> Option<Candidate> {
    if !begins_name(doc, first) || covered_by_actor(doc, first) {
        return None;
    }
    let run = run_end(doc, first);
    let context = Context::of(doc, first, last);
    let words: Vec<&str> = (first..run).map(|i| doc.tokens.written(i)).collect();
    let exact = with_kind(doc, gazetteer, first, run)
        .or_else(|| gazetteer.longest(&words))
        .filter(|(n, _)| *n > 1 || !words::is(doc.at(first), Class::NoPlace));
    if let Some((n, matches)) = exact {
        let end = first + n;
        let class = class_after(doc, end).or(context.class);
        let strong = context.strong || class_after(doc, end).is_some();
        let plain = doc.is_uncased(first);
        // In the middle of a longer run of capitals ("Kevin Barbee", "Halmet Park") a short match is a chance one.
        let cut =
            (end < run && doc.tokens.get(end).is_some_and(|t| t.capital) && class_after(doc, end).is_none())
                || (of_a_family(doc, run) && doc.at(run) != "'s")
                || aged(doc, run);
        let large = matches.first().is_some_and(|m| {
            m.population >= 100_000
                || m.precision == PlacePrecision::Country
                || m.precision == PlacePrecision::Province
        });
        let institution = matches!(
            doc.at(end),
            "police"
                | "sheriff"
                | "fire"
                | "hospital"
                | "officials"
                | "authorities"
                | "officers"
                | "firefighters"
                | "detectives"
                | "nightclub"
                | "home"
                | "resident"
                | "residents"
                | "man"
                | "woman"
                | "teen"
        );
        let institution = institution || of_somebody(doc, first, end);
        let cut = cut && !(institution && end == run.min(first + n));
        // A long name that the whole run bears and only one country has is a place wherever it stands.
        let long = if plain { n > 1 } else { end == run && doc.at(first).chars().count() >= 6 };
        let unmistaken =
            long && matches.iter().all(|m| m.country == matches[0].country && m.population >= 5_000);
        if (strong && !cut)
            || (unmistaken && !cut && !follows_person(doc, first))
            || (institution && !follows_person(doc, first))
            || (large && !cut && !follows_person(doc, first))
        {
            let mention =
                PlaceMention { first, end, found: None, locative: strong, dateline: context.dateline, class };
            return Some(Candidate { mention, matches, list: context.list });
        }
    }
    unlisted(doc, gazetteer, first, run, &context)
}

/// A name that a word for a kind of place belongs to ("Kansas City"), where the gazetteer has it so.
fn with_kind(
    doc: &Document<'_>,
    gazetteer: &Gazetteer,
    first: usize,
    run: usize,
) -> Option<(usize, Vec<Match>)> {
    let kind = doc.tokens.get(run).filter(|t| t.capital && class_of(doc.at(run)).is_some())?;
    let name = doc.words(first, run + 1);
    let known = |m: &Match| m.quality == Quality::Exact && gazetteer::fold(&m.name) == gazetteer::fold(&name);
    let matches: Vec<Match> = gazetteer.lookup(&name).into_iter().filter(known).collect();
    (kind.kind == TokenKind::Word && !matches.is_empty()).then_some((run + 1 - first, matches))
}

/// Whether a name says where somebody is from: "a Halmet grandmother", "an Orlivka 6-year-old".
fn of_somebody(doc: &Document<'_>, first: usize, end: usize) -> bool {
    let article = first.checked_sub(1).is_some_and(|i| matches!(doc.at(i), "a" | "an"));
    let past = crate::name::age_before(doc, end).map_or(end, |(_, past)| past);
    let lower = doc.tokens.get(past).is_some_and(|t| !t.capital);
    let person = doc.sense_at(past, |s| matches!(s, Sense::People(p) if !p.plural).then_some(())).is_some();
    article && (past > end || lower && person)
}

/// A name the gazetteer has under another spelling, or not at all, where the words show that it is a place.
fn unlisted(
    doc: &Document<'_>,
    gazetteer: &Gazetteer,
    first: usize,
    run: usize,
    context: &Context,
) -> Option<Candidate> {
    let article =
        words::is(doc.at(first), Class::PlaceParticle) && doc.tokens.get(first + 1).is_some_and(|t| t.joined);
    let demonym = run == first + 1 && ["an", "ish", "ese", "i"].iter().any(|e| doc.at(first).ends_with(e));
    if of_a_family(doc, run) || demonym || follows_person(doc, first) {
        return None;
    }
    let run = if doc.is_uncased(first) { bare_name_end(doc, first, run) } else { run };
    // "تل الزعفرانة": a hill is no place, one with a name behind it is.
    let particle = doc.is_uncased(first) && run > first + 1;
    let class = class_after(doc, run).or(context.class);
    let known_class = context.class.is_some() || class_after(doc, run).is_some();
    let place_noun = context.place_noun || context.listed;
    if !(known_class || (context.strong && article) || place_noun)
        || words::is(doc.at(first), Class::NoPlace) && !article && !particle
    {
        return None;
    }
    let thing = run > first + 1 && words::is(doc.at(run - 1), Class::NamedThing);
    if thing && !known_class {
        return None;
    }
    let name = doc.words(first, run);
    if name.chars().count() < 3 {
        return None;
    }
    let mut matches = gazetteer.variants(&name);
    matches.truncate(12);
    let mention = PlaceMention { first, end: run, found: None, locative: true, dateline: false, class };
    (!matches.is_empty() || known_class || (article && (context.listed || context.preposition)))
        .then_some(Candidate { mention, matches, list: context.list })
}

struct Context {
    strong: bool,
    preposition: bool,
    /// A noun for a kind of place stands before ("the village of", "villages of").
    place_noun: bool,
    /// The name continues a list of places.
    listed: bool,
    /// The list has its kind from a noun in the plural before it.
    list: bool,
    class: Option<PlacePrecision>,
    dateline: bool,
}

impl Context {
    fn of(doc: &Document<'_>, first: usize, last: Option<&Candidate>) -> Self {
        let word = |back: usize| first.checked_sub(back).map_or("", |i| doc.at(i));
        let (one, two, three) = (word(1), word(2), word(3));
        let plain = doc.is_uncased(first);
        let preposition = words::is(one, Class::BeforePlace)
            || (one == "the" && words::is(two, Class::BeforePlace))
            || plain && one == "on";
        let class = match (two, one) {
            (noun, "of" | "called" | "named") => class_of(noun),
            (_, noun) => class_of(noun).filter(|_| {
                matches!(
                    one,
                    "village"
                        | "villages"
                        | "town"
                        | "towns"
                        | "hamlet"
                        | "camp"
                        | "neighborhoods"
                        | "neighbourhoods"
                ) && doc.tokens.get(first.wrapping_sub(1)).is_some_and(|t| !t.capital)
            }),
        };
        let class = class.filter(|_| !(one == "camp" && three == "the"));
        // In Arabic the noun for a kind of place goes before, whatever the kind.
        let class = class.or_else(|| class_of(one).filter(|_| plain));
        let carried = last
            .filter(|c| plain && c.list && c.mention.end + 1 == first && matches!(one, "," | "and"))
            .and_then(|c| c.mention.class);
        let list = carried.is_some() || plain && class.is_some() && is_plural_class(one);
        let class = class.or(carried);
        // "al-Kashem, al-Shweit and al-Dweir": a comma or "and" after a joined name carries the list on.
        let listed = matches!(one, "," | "and")
            && first >= 3
            && doc.tokens.get(first - 2).is_some_and(|t| t.joined && t.capital)
            && doc.tokens.get(first).is_some_and(|t| t.kind == TokenKind::Word)
            || plain
                && last.is_some_and(|c| c.mention.end + 1 == first)
                && matches!(one, "," | "and" | "-" | "–" | "/");
        let opens = doc.sentences.get(doc.sentence_of(first)).is_some_and(|s| first <= s.first + 1);
        let dateline = opens && dateline_follows(doc, first);
        Self {
            strong: preposition || class.is_some() || listed || dateline || one == "#" || heading(doc, first),
            preposition,
            place_noun: class.is_some(),
            listed,
            list,
            class,
            dateline,
        }
    }
}

/// Whether the name stands alone as a heading or label does ("**Orlivka.** Two houses …").
fn heading(doc: &Document<'_>, first: usize) -> bool {
    let Some(s) = doc.sentences.get(doc.sentence_of(first)) else { return false };
    let plain = |i: usize| doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Mark);
    let short = (first..s.end).filter(|i| !plain(*i)).count() <= 3;
    let label =
        (first + 1..first + 4).find(|i| plain(*i)).is_some_and(|i| matches!(doc.at(i), "." | ":" | "*"));
    (s.first..first).all(plain) && (short || label && first > s.first)
}

/// Whether a dateline's dash or bracket follows within a few words ("KYIV, March 3 (Agency) —").
fn dateline_follows(doc: &Document<'_>, first: usize) -> bool {
    let dash = |i: &usize| matches!(doc.tokens.written(*i), "—" | "–" | "-");
    let capitals = |i: usize| doc.tokens.get(i).is_some_and(|t| t.capital || t.kind != TokenKind::Word);
    (first + 1..first + 14).find(dash).is_some_and(|end| (first..end).filter(|i| !capitals(*i)).count() <= 1)
}

fn class_of(noun: &str) -> Option<PlacePrecision> {
    CLASSES.iter().find(|(word, _)| *word == noun).map(|(_, p)| *p)
}

fn is_plural_class(noun: &str) -> bool {
    matches!(noun, "villages" | "towns" | "cities" | "neighborhoods")
}

fn class_after(doc: &Document<'_>, end: usize) -> Option<PlacePrecision> {
    class_of(doc.at(end)).filter(|_| !doc.is_uncased(end))
}

/// Whether a word without capitals may be part of a name: no small word of the grammar, and none that tells of people,
/// harm or numbers.
fn may_name(doc: &Document<'_>, i: usize) -> bool {
    let word = doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word);
    let small = doc.at(i).starts_with(|c: char| c.is_ascii());
    let tells = |m: &crate::lexicon::Mark<'_>| {
        matches!(
            m.sense,
            Sense::Harm(_)
                | Sense::People(_)
                | Sense::Number(_)
                | Sense::Vague(_)
                | Sense::Cue(_)
                | Sense::Source(_)
        ) || matches!(m.sense, Sense::Means(means) if means.event)
    };
    word && doc.is_uncased(i) && !small && !doc.marks_at(i).iter().any(tells)
}

/// The end of a name that no table has: one word, or two where the first is one that names of places begin with.
fn bare_name_end(doc: &Document<'_>, first: usize, run: usize) -> usize {
    (first + 1 + usize::from(words::is(doc.at(first), Class::PlaceParticle))).min(run)
}

fn begins_name(doc: &Document<'_>, i: usize) -> bool {
    let Some(token) = doc.tokens.get(i) else { return false };
    if token.kind != TokenKind::Word || token.joined {
        return false;
    }
    may_name(doc, i) && !matches!(doc.at(i.wrapping_sub(1)), "عائله" | "اسره" | "ال")
        || token.capital
        || (words::is(doc.at(i), Class::PlaceParticle)
            && doc.tokens.get(i + 1).is_some_and(|t| t.joined && t.capital))
}

/// The end of the run of capitals and particles that begins here, six words at most.
fn run_end(doc: &Document<'_>, first: usize) -> usize {
    let mut end = first + 1;
    let limit = doc.sentences.get(doc.sentence_of(first)).map_or(end, |s| s.end);
    while end < limit.min(first + 6) {
        let Some(token) = doc.tokens.get(end) else { break };
        let particle = words::is(doc.at(end), Class::PlaceParticle)
            && doc.tokens.get(end + 1).is_some_and(|t| t.capital);
        let dotted = doc.at(end).ends_with('.') || doc.at(end - 1).ends_with('.');
        if token.kind != TokenKind::Word
            || dotted
            || !(doc.is_uncased(first) && may_name(doc, end) || token.capital || particle || token.joined)
            || class_of(doc.at(end)).is_some()
        {
            break;
        }
        end += 1;
    }
    end
}

fn covered_by_actor(doc: &Document<'_>, i: usize) -> bool {
    (i.saturating_sub(5)..=i).any(|j| {
        doc.marks_at(j)
            .iter()
            .any(|m| m.end > i && m.end - m.first >= 2 && matches!(m.sense, Sense::Actor(_)))
    })
}

/// Whether an age follows, as after a person's name ("Salam, 6,").
fn aged(doc: &Document<'_>, run: usize) -> bool {
    crate::name::age_after(doc, run).0.is_some()
}

/// Whether the name is a family's or a house's owner's ("the al-Sahli family"), which many places share.
fn of_a_family(doc: &Document<'_>, run: usize) -> bool {
    matches!(
        doc.at(run),
        "family" | "families" | "clan" | "household" | "'s" | "home" | "house" | "tribe" | "residence"
    )
}

/// Whether a title or a first name stands before ("Mr. Jackson", "John Jackson").
fn follows_person(doc: &Document<'_>, first: usize) -> bool {
    first.checked_sub(1).and_then(|i| doc.tokens.get(i).map(|t| (i, t))).is_some_and(|(i, t)| {
        matches!(doc.at(i), "mr" | "mrs" | "ms" | "dr" | ".") && doc.sentence_of(i) == doc.sentence_of(first)
            || (t.capital
                && t.kind == TokenKind::Word
                && !words::is(doc.at(i), Class::BeforePlace)
                && !matches!(doc.at(i), "a" | "an" | "the")
                && doc.sentence_of(i) == doc.sentence_of(first))
    })
}

/// Chooses one candidate for each mention: first by what each is alone, then again with what the others say.
fn choose(doc: &Document<'_>, scan: &[Candidate]) -> Vec<PlaceMention> {
    let mut countries: Vec<(String, f64)> = Vec::new();
    let mut voted: std::collections::HashSet<String> = std::collections::HashSet::new();
    for c in scan {
        // A name has one vote however often it stands.
        let name = doc.words(c.mention.first, c.mention.end).to_lowercase();
        if !voted.insert(name) {
            continue;
        }
        for (m, share) in shares(&c.matches) {
            let weight = if m.precision == PlacePrecision::Country { 3.0 } else { 1.0 } * share;
            match countries.iter_mut().find(|(code, _)| *code == m.country) {
                Some(entry) => entry.1 += weight,
                None => countries.push((m.country.clone(), weight)),
            }
        }
    }
    let total: f64 = countries.iter().map(|c| c.1).sum::<f64>().max(1.0);
    let firm = firm(scan);
    let chains: Vec<Option<usize>> = (0..scan.len()).map(|i| chained(doc, scan, i)).collect();
    let mut out = Vec::with_capacity(scan.len());
    for (i, c) in scan.iter().enumerate() {
        // A name's own candidates say nothing about which of them is meant.
        let others: Vec<&&Match> = firm.iter().filter(|f| c.matches.iter().all(|n| n.id != f.id)).collect();
        let score = |m: &Match| {
            let country =
                countries.iter().find(|(code, _)| *code == m.country).map_or(0.0, |(_, w)| w / total);
            let wider =
                chains[i].map_or(0.0, |j| scan[j].matches.iter().map(|n| within(m, n)).fold(0.0, f64::max));
            let near =
                others.iter().map(|f| distance_km((m.lat, m.lon), (f.lat, f.lon))).fold(f64::MAX, f64::min);
            let close = if near < 60.0 {
                0.8
            } else if near < 250.0 {
                0.4
            } else {
                0.0
            };
            let wide = |p: PlacePrecision| {
                matches!(p, PlacePrecision::Province | PlacePrecision::District | PlacePrecision::Subdistrict)
            };
            let class = match c.mention.class {
                Some(k) if k == m.precision || (wide(k) && wide(m.precision)) => 0.9,
                Some(k) if wide(k) != wide(m.precision) => -0.6,
                _ => 0.0,
            };
            alone(m) + 2.5 * country + 2.0 * wider + close + class
        };
        let best = c.matches.iter().max_by(|a, b| score(a).total_cmp(&score(b)).then(b.id.cmp(&a.id)));
        // A variant spelling in a country that the report does not speak of is a chance likeness.
        let weight =
            |m: &Match| countries.iter().find(|(code, _)| *code == m.country).map_or(0.0, |(_, w)| *w);
        // "حي الفردوس في مدينة حلب": a neighbourhood is a place of that name in the city, and no town elsewhere.
        let quarter =
            c.mention.class == Some(PlacePrecision::Neighbourhood) && doc.is_uncased(c.mention.first);
        let lies = |m: &Match| {
            let wider = chains[i].filter(|_| quarter);
            wider.is_none_or(|j| scan[j].matches.iter().any(|n| within(m, n) >= 0.9))
        };
        let plausible = best.filter(|m| lies(m)).filter(|m| match m.quality {
            Quality::Exact => {
                weight(m) >= 0.15 * total
                    || total < 2.5
                    || m.population >= 300_000
                    || m.precision == PlacePrecision::Country
            }
            Quality::Variant { .. } => weight(m) >= 0.9 && weight(m) >= 0.3 * total,
        });
        if plausible.is_some() || c.mention.class.is_some() || c.matches.is_empty() {
            out.push(PlaceMention { found: plausible.cloned(), ..c.mention.clone() });
        }
    }
    out
}

/// How a name's vote is shared among the countries that have it: by the likeliest place in each, so that a country with
/// many villages of one name does not outvote the capital of another.
fn shares(matches: &[Match]) -> Vec<(&Match, f64)> {
    let mut best: Vec<(&Match, f64)> = Vec::new();
    for m in matches {
        match best.iter_mut().find(|(had, _)| had.country == m.country) {
            Some(had) if had.1 < alone(m) => *had = (m, alone(m)),
            Some(_) => {}
            None => best.push((m, alone(m))),
        }
    }
    let top = best.iter().map(|b| b.1).fold(f64::MIN, f64::max);
    best.retain(|b| b.1 > top - 0.7);
    let total: f64 = best.iter().map(|b| (STEEP * (b.1 - top)).exp()).sum();
    best.into_iter().map(|(m, alone)| (m, (STEEP * (alone - top)).exp() / total)).collect()
}

/// How much more a likelier country counts, where several have a name.
const STEEP: f64 = 4.0;

/// How many large places a report's geography is told by; a bound, so that no text takes long.
const FIRM: usize = 64;

/// The large places of a report that need no others to be known by, each once.
fn firm(scan: &[Candidate]) -> Vec<&Match> {
    let mut out: Vec<&Match> = Vec::new();
    for c in scan {
        let best = c.matches.iter().max_by(|a, b| alone(a).total_cmp(&alone(b)));
        let large = best.filter(|m| m.population > 100_000 || m.precision == PlacePrecision::Province);
        if let Some(m) = large.filter(|m| out.iter().all(|f| f.id != m.id)) {
            out.push(m);
        }
        if out.len() == FIRM {
            break;
        }
    }
    out
}

/// The people of a place of which the gazetteer does not know how many live there.
const UNCOUNTED: u32 = 300;

/// How likely a candidate is without its surroundings.
fn alone(m: &Match) -> f64 {
    let people = if m.population == 0 { UNCOUNTED } else { m.population };
    let size = f64::from(people).log10() / 7.0;
    let kind = match m.precision {
        PlacePrecision::Country => 1.2,
        PlacePrecision::Province => -0.1,
        PlacePrecision::District | PlacePrecision::Subdistrict => 0.1,
        _ => 0.3,
    };
    let quality = match m.quality {
        Quality::Exact => 1.0,
        Quality::Variant { similarity } => f64::from(similarity) - 0.3,
    };
    size + kind + quality
}

/// The mention that says in which wider place this one lies: "Halmet, Idlib", "Halmet in Idlib province".
fn chained(doc: &Document<'_>, scan: &[Candidate], i: usize) -> Option<usize> {
    let here = &scan[i].mention;
    let next = scan.get(i + 1)?;
    let gap = here.end..next.mention.first;
    let link = gap.len() <= 7
        && gap.clone().all(|t| {
            matches!(
                doc.at(t),
                "," | "in"
                    | "the"
                    | "of"
                    | "city"
                    | "village"
                    | "town"
                    | "camp"
                    | "neighborhood"
                    | "neighbourhood"
                    | "near"
                    | "eastern"
                    | "western"
                    | "northern"
                    | "southern"
                    | "countryside"
                    | "refugee"
                    | "district"
                    | "("
                    | "'s"
                    | "located"
                    | "quarter"
                    | "area"
                    | "county"
                    | "and"
            )
        });
    link.then_some(i + 1)
}

/// How well one candidate lies within another: by division, or by country and distance.
fn within(m: &Match, wider: &Match) -> f64 {
    if m.country != wider.country {
        return 0.0;
    }
    let named =
        |d: &Option<String>| d.as_ref().is_some_and(|d| gazetteer::fold(d) == gazetteer::fold(&wider.name));
    if named(&m.admin1) || named(&m.admin2) {
        return 1.0;
    }
    let far = distance_km((m.lat, m.lon), (wider.lat, wider.lon));
    if wider.precision == PlacePrecision::Country {
        0.8
    } else if far < 30.0 {
        0.9
    } else if far < 120.0 {
        0.6
    } else {
        0.1
    }
}
