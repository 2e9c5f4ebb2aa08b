//! Looks a name up in all layers. Enters: a name as written. Leaves: every place it may mean, ranked.
//! Never drops a candidate because another is likelier.

use crate::fold::{fold, without_article};
use crate::kinds::{without_kind, without_possessive, without_the};
use crate::layer::{Layer, Row};
use crate::names::has_articles;
use crate::phonetic::{Sound, is_spelled_as_english, similarity, skeleton_of, sound, unglued};
use crate::{Error, distance_km};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use value::PlacePrecision;

static WORLD: &[u8] = include_bytes!("../../../data/gazetteer/world.bin");

/// The least similarity of a variant by the length of its skeleton: the fewer consonants two names share,
/// the more their vowels must agree.
const LEAST_SIMILARITY: [f32; 6] = [2.0, 2.0, 0.97, 0.93, 0.88, 0.86];
/// Variants this much less similar than the best one are not shown beside it.
const SPREAD: f32 = 0.1;

/// The places of the world by name: the table in the program, and layers imported above it.
#[derive(Clone, Default)]
pub struct Gazetteer {
    pub(crate) layers: Vec<Layer>,
}

/// Names a place within one gazetteer. Holds as long as the gazetteer has the same layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(u64);

impl PlaceId {
    fn new(layer: usize, row: u32) -> Self {
        Self((layer as u64) << 32 | u64::from(row))
    }
}

/// How well a name fits a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quality {
    /// The name is one of the place's, by its fold.
    Exact,
    /// The name sounds like one of the place's.
    Variant {
        /// 0 to 1, where 1 sounds the same.
        similarity: f32,
    },
}

/// A place that a name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The place.
    pub id: PlaceId,
    /// Its main name.
    pub name: String,
    /// Degrees north, WGS 84. A division's or country's is that of its middle.
    pub lat: f64,
    /// Degrees east, WGS 84.
    pub lon: f64,
    /// What kind of place it is, and so how fine the coordinates are.
    pub precision: PlacePrecision,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// First-order division, where known.
    pub admin1: Option<String>,
    /// Second-order division, where known.
    pub admin2: Option<String>,
    /// Inhabitants; 0 where unknown.
    pub population: u32,
    /// How well the name fits.
    pub quality: Quality,
}

/// A row that a name led to.
#[derive(Clone, Copy)]
pub(crate) struct Hit {
    pub(crate) layer: usize,
    pub(crate) row: u32,
    pub(crate) main: bool,
    pub(crate) quality: Quality,
}

impl Gazetteer {
    /// The table of the world that the program carries. Opening it reads a header and no more.
    pub fn embedded() -> Self {
        // A test opens the embedded bytes, so the empty gazetteer never stands for a fault.
        Self { layers: Layer::embedded(WORLD).into_iter().collect() }
    }

    /// Adds a compiled layer above the others. Where two layers have one place, the later one's is shown.
    ///
    /// # Errors
    /// Fails when the bytes are damaged or not those of [`crate::build()`].
    pub fn with_layer(mut self, bytes: Vec<u8>) -> Result<Self, Error> {
        self.layers.push(Layer::checked(bytes)?);
        Ok(self)
    }

    /// How many places all layers have.
    pub fn len(&self) -> usize {
        self.layers.iter().map(Layer::len).sum()
    }

    /// Whether there is no place at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many keys, names and skeletons, all layers have.
    pub fn key_count(&self) -> usize {
        self.layers.iter().map(Layer::key_count).sum()
    }

    /// Every place that the name may mean: those that have it, by their prominence; if there is none, the
    /// same for the name without an article, possessive, and a word like `city` or `province`; if there
    /// is none, those that sound like it. A word for the kind of place puts that kind first.
    pub fn lookup(&self, name: &str) -> Vec<Match> {
        let key = fold(name);
        let mut found = self.ranked(self.exact(&key));
        if found.is_empty() {
            found = match without_possessive(name) {
                Some(owner) => return self.lookup(owner),
                None => self.inexact(&key),
            };
        }
        if let Some((_, kinds)) = without_kind(&key) {
            found.sort_by_key(|m| !kinds.contains(&m.precision));
        }
        found
    }

    fn inexact(&self, key: &str) -> Vec<Match> {
        let bare = without_kind(key).map_or(without_the(key), |(bare, _)| bare);
        let found = self.ranked(self.exact(bare));
        if found.is_empty() { self.sounding(bare) } else { found }
    }

    /// Like [`Self::lookup`] within one country (ISO 3166-1 alpha-2, upper case): a place there that sounds
    /// like the name goes before one elsewhere that has it.
    pub fn lookup_in(&self, name: &str, country: &str) -> Vec<Match> {
        let here = |found: Vec<Match>| found.into_iter().filter(|m| m.country == country).collect::<Vec<_>>();
        let exact = here(self.lookup(name));
        if exact.is_empty() { here(self.variants(name)) } else { exact }
    }

    /// The places that sound like the name, the most alike first, whether or not others have it exactly.
    /// Only countries whose names are transliterated are searched.
    pub fn variants(&self, name: &str) -> Vec<Match> {
        let key = fold(name);
        let bare = without_kind(&key).map_or(key.as_str(), |(bare, _)| bare);
        self.sounding(bare)
    }

    /// Whether a place has exactly this name, by its fold, with or without an article.
    pub fn has_exact(&self, name: &str) -> bool {
        let key = fold(name);
        let bare = without_article(&key).unwrap_or(&key);
        !key.is_empty() && self.layers.iter().any(|layer| layer.has(&key) || layer.has(bare))
    }

    /// The place of an id; its quality is [`Quality::Exact`].
    pub fn place(&self, id: PlaceId) -> Option<Match> {
        let (layer, row) = ((id.0 >> 32) as usize, id.0 as u32);
        self.shown(Hit { layer, row, main: true, quality: Quality::Exact })
    }

    /// The English name of a country by its ISO 3166-1 alpha-2 code.
    pub fn country_name(&self, code: &str) -> Option<String> {
        let code = code.to_ascii_uppercase();
        self.layers.iter().rev().find_map(|layer| Some(layer.row(layer.country(&code)?)?.name.to_owned()))
    }

    /// The ISO 3166-1 alpha-2 code of a country by one of its names.
    pub fn country_code(&self, name: &str) -> Option<String> {
        let key = fold(name);
        let found = self.ranked(self.exact(without_the(&key)));
        found.into_iter().find(|m| m.precision == PlacePrecision::Country).map(|m| m.country)
    }

    /// The places within a distance (kilometres) of a point, the nearest first. Divisions and countries,
    /// whose coordinates are those of their middle, are left out.
    pub fn near(&self, lat: f64, lon: f64, km: f64) -> Vec<Match> {
        let reach = km / 111.0;
        let mut found = Vec::new();
        for (layer, table) in self.layers.iter().enumerate() {
            for row in table.between(lat - reach, lat + reach) {
                let far = table
                    .row(row)
                    .map(|place| (distance_km((lat, lon), (place.lat, place.lon)), place.precision));
                if let Some((far, _)) = far.filter(|(far, kind)| *far <= km && *kind <= PlacePrecision::City)
                {
                    found.push((far, Hit { layer, row, main: true, quality: Quality::Exact }));
                }
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        found.into_iter().filter_map(|(_, hit)| self.shown(hit)).collect()
    }

    fn exact(&self, key: &str) -> Vec<Hit> {
        let named = self.hits(|layer| layer.exact(key));
        match without_article(key) {
            Some(bare) if named.is_empty() => self.hits(|layer| layer.exact(bare)),
            _ => named,
        }
    }

    fn hits(&self, postings: impl Fn(&Layer) -> Vec<(u32, bool)>) -> Vec<Hit> {
        let of_layer = |(layer, table)| {
            let hit = move |(row, main)| Hit { layer, row, main, quality: Quality::Exact };
            postings(table).into_iter().map(hit)
        };
        self.layers.iter().enumerate().flat_map(of_layer).collect()
    }

    fn sounding(&self, key: &str) -> Vec<Match> {
        if is_spelled_as_english(key) {
            return Vec::new();
        }
        let mut best: BTreeMap<(usize, u32), f32> = BTreeMap::new();
        for heard in [Some(sound(key)), unglued(key)].into_iter().flatten() {
            self.hear(&heard, &mut best);
        }
        if key.starts_with("al ") {
            best.retain(|(layer, row), _| self.country_of(*layer, *row).is_some_and(has_articles));
        }
        let top = best.values().copied().fold(0.0, f32::max);
        let near = best.into_iter().filter(|(_, similarity)| *similarity >= top - SPREAD);
        let hit = |((layer, row), similarity)| Hit {
            layer,
            row,
            main: true,
            quality: Quality::Variant { similarity },
        };
        self.ranked(near.map(hit).collect())
    }

    fn country_of(&self, layer: usize, row: u32) -> Option<[u8; 2]> {
        self.layers.get(layer)?.row(row)?.country.as_bytes().try_into().ok()
    }

    fn hear(&self, heard: &Sound, best: &mut BTreeMap<(usize, u32), f32>) {
        let skeleton = skeleton_of(&heard.phones);
        let least = LEAST_SIMILARITY[skeleton.len().min(LEAST_SIMILARITY.len() - 1)];
        for (layer, table) in self.layers.iter().enumerate() {
            for (row, phones) in table.sounding(&skeleton) {
                let known = Sound { phones: phones.to_owned(), abjad: false };
                let alike = similarity(heard, &known);
                if alike >= least {
                    let so_far = best.entry((layer, row)).or_insert(alike);
                    *so_far = so_far.max(alike);
                }
            }
        }
    }

    /// Shows hits, the best first: by quality, then prominence, then the later layer, then place.
    pub(crate) fn ranked(&self, hits: Vec<Hit>) -> Vec<Match> {
        let row = |hit: Hit| Some((hit, self.layers.get(hit.layer)?.row(hit.row)?));
        let mut rows: Vec<(Hit, Row<'_>)> = hits.into_iter().filter_map(row).collect();
        rows.sort_by_cached_key(|(hit, row)| {
            let similarity = match hit.quality {
                Quality::Exact => 100,
                Quality::Variant { similarity } => (similarity * 50.0) as u32,
            };
            (Reverse(similarity), Reverse(prominence(row, hit.main)), Reverse(hit.layer), hit.row)
        });
        let shown = rows.into_iter().map(|(hit, row)| (hit, row.shown(hit)));
        if self.layers.len() > 1 { without_doubles(shown.collect()) } else { shown.map(|s| s.1).collect() }
    }

    fn shown(&self, hit: Hit) -> Option<Match> {
        Some(self.layers.get(hit.layer)?.row(hit.row)?.shown(hit))
    }
}

impl Row<'_> {
    fn shown(&self, hit: Hit) -> Match {
        let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Match {
            id: PlaceId::new(hit.layer, hit.row),
            name: self.name.to_owned(),
            lat: self.lat,
            lon: self.lon,
            precision: self.precision,
            country: self.country.to_owned(),
            admin1: known(self.admin1),
            admin2: known(self.admin2),
            population: self.population,
            quality: hit.quality,
        }
    }
}

/// How likely a report means this place by a name: its inhabitants, where a division counts less than the
/// town it is called after, and a main name more than an alias.
fn prominence(place: &Row<'_>, main: bool) -> u64 {
    let people = u64::from(place.population);
    let weighed = match place.precision {
        PlacePrecision::Country => people.max(1_000_000) * 8,
        PlacePrecision::Province => people,
        PlacePrecision::District | PlacePrecision::Subdistrict => people / 2,
        _ => people.max(250) * 8,
    };
    if main { weighed * 4 } else { weighed }
}

/// Where two layers have one place, keeps the later layer's.
fn without_doubles(shown: Vec<(Hit, Match)>) -> Vec<Match> {
    let doubled = |mine: &(Hit, Match)| {
        shown.iter().any(|other| {
            other.0.layer > mine.0.layer
                && other.1.country == mine.1.country
                && is_settled(other.1.precision) == is_settled(mine.1.precision)
                && (is_settled(mine.1.precision) || other.1.precision == mine.1.precision)
                && distance_km((other.1.lat, other.1.lon), (mine.1.lat, mine.1.lon)) < reach(mine.1.precision)
        })
    };
    let kept: Vec<bool> = shown.iter().map(|mine| !doubled(mine)).collect();
    shown.into_iter().zip(kept).filter(|(_, keep)| *keep).map(|((_, place), _)| place).collect()
}

/// How far apart two layers may put one place, in kilometres.
fn reach(precision: PlacePrecision) -> f64 {
    if is_settled(precision) { 5.0 } else { 100.0 }
}

fn is_settled(precision: PlacePrecision) -> bool {
    precision <= PlacePrecision::City
}
