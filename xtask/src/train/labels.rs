//! What recorders coded, held against what was read. Enters: a corpus's answers and a reading. Leaves: for each value
//! that can be judged, whether they coded the same. The scorers' rules in a plainer form; figures for accuracy come
//! from the scorers, these labels serve for how sure a reading is.

use crate::failure::Failure;
use crate::measure::gold;
use reading::confidence::Value;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use value::{Account, Count, Reading, Report, VictimStatus};

/// A corpus that values can be judged by.
pub(crate) struct Corpus {
    /// Its reports, below the folder of the corpora.
    pub(crate) file: &'static str,
    /// Its answers, where they stand in a file of their own.
    answers: Option<&'static str>,
    labels: fn(&Json, &Reading) -> Vec<Label>,
}

/// All of them.
pub(crate) const CORPORA: [Corpus; 3] = [
    Corpus { file: "gaza/dev.jsonl.gz", answers: None, labels: narrative },
    Corpus {
        file: "gva/articles-dev.jsonl.gz",
        answers: Some("gva/incidents-dev.jsonl.gz"),
        labels: article,
    },
    Corpus { file: "muc4/dev.jsonl.gz", answers: None, labels: wire },
];

/// Whether a value of an account is what recorders coded.
pub(crate) struct Label {
    pub(crate) account: usize,
    pub(crate) value: Value,
    pub(crate) right: bool,
}

impl Corpus {
    /// The answers that stand apart, by incident.
    pub(crate) fn answers(&self, corpora: &Path) -> Result<BTreeMap<String, Json>, Failure> {
        let Some(file) = self.answers else { return Ok(BTreeMap::new()) };
        let rows = gold::lines(&corpora.join(file))?;
        Ok(rows.into_iter().map(|row| (text(&row, "id").to_owned(), row)).collect())
    }

    /// The incident of a row, which is in the fifth that is kept apart or is not.
    pub(crate) fn incident<'a>(&self, row: &'a Json) -> &'a str {
        if self.answers.is_some() { text(row, "incident") } else { text(row, "id") }
    }

    /// The report of a row as a reader may see it.
    pub(crate) fn report(row: &Json) -> Option<Report> {
        let cased = row.get("text_cased").and_then(Json::as_str);
        Some(Report {
            id: text(row, "id").to_owned(),
            text: cased.unwrap_or(text(row, "text")).to_owned(),
            title: None,
            published: text(row, "published").get(..10).and_then(|day| day.parse().ok()),
            publisher: None,
            url: None,
            language: Some("en".to_owned()),
        })
        .filter(|r| !r.text.is_empty())
    }

    /// Judges what can be judged.
    pub(crate) fn labels(
        &self,
        row: &Json,
        answers: &BTreeMap<String, Json>,
        reading: &Reading,
    ) -> Vec<Label> {
        match self.answers {
            None => (self.labels)(row.get("gold").unwrap_or(row), reading),
            Some(_) => {
                answers.get(self.incident(row)).map_or_else(Vec::new, |gold| (self.labels)(gold, reading))
            }
        }
    }
}

fn text<'a>(row: &'a Json, key: &str) -> &'a str {
    row.get(key).and_then(Json::as_str).unwrap_or_default()
}

fn list<'a>(row: &'a Json, key: &str) -> &'a [Json] {
    row.get(key).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn number(row: &Json, key: &str) -> Option<u64> {
    row.get(key).and_then(Json::as_u64)
}

/// An incident's narrative: the main account is judged.
fn narrative(gold: &Json, reading: &Reading) -> Vec<Label> {
    let Some(a) = reading.accounts.first() else { return Vec::new() };
    let ends = |key: &str| Some((number(gold, &format!("{key}_min"))?, number(gold, &format!("{key}_max"))?));
    let same = |c: &Count, key: &str| {
        let (low, high) = (c.min.or(c.max).map(u64::from), c.max.or(c.min).map(u64::from));
        ends(key).map_or(high == Some(0), |(min, max)| (low, high) == (Some(min), Some(max)))
    };
    let mut out = counts(a, &|c| same(c, "killed"), &|c| same(c, "injured"), text(gold, "date_start"));
    let point = gold.get("lat").and_then(Json::as_f64).zip(gold.get("lon").and_then(Json::as_f64));
    if let (Some((lat, lon)), Some(p)) = (point, a.places.first()) {
        let near = p.lat.zip(p.lon).is_some_and(|at| gazetteer::distance_km(at, (lat, lon)) <= 5.0);
        out.push(Label { account: 0, value: Value::Place(0), right: near });
    }
    out.extend(victims(a, &named(list(gold, "victims"), "name_en")));
    out
}

/// An article on a shooting: the main account is judged by the registry's record.
fn article(gold: &Json, reading: &Reading) -> Vec<Label> {
    let Some(a) = reading.accounts.first() else { return Vec::new() };
    let same = |c: &Count, key: &str| c.min.or(c.max).map(u64::from) == number(gold, key);
    let mut out = counts(a, &|c| same(c, "killed"), &|c| same(c, "injured"), text(gold, "date"));
    let city = text(gold, "city").split(" (").next().unwrap_or_default().to_lowercase();
    let point = gold.get("lat").and_then(Json::as_f64).zip(gold.get("lon").and_then(Json::as_f64));
    for (i, p) in a.places.iter().enumerate().take(5) {
        let called = p.name.to_lowercase() == city || p.as_written.to_lowercase() == city;
        let near = p
            .lat
            .zip(p.lon)
            .zip(point)
            .is_some_and(|(at, gold)| gazetteer::distance_km(at, gold) <= 25.0 && !wide(p));
        out.push(Label { account: 0, value: Value::Place(i), right: called || near });
    }
    let harmed = [list(gold, "victims"), list(gold, "suspects")].concat();
    out.extend(victims(a, &named(&harmed, "name")));
    out
}

fn wide(p: &value::Place) -> bool {
    matches!(p.precision, Some(value::PlacePrecision::Province | value::PlacePrecision::Country))
}

/// A wire report that has templates: the strings of any of them judge a value of any account.
fn wire(row: &Json, reading: &Reading) -> Vec<Label> {
    let templates = list(row, "templates");
    if templates.is_empty() {
        return Vec::new();
    }
    let strings = |slots: &[&str]| -> BTreeSet<String> {
        let fillers = templates.iter().flat_map(|t| slots.iter().flat_map(|slot| list(t, slot)));
        fillers.flat_map(words_of).collect()
    };
    let (actors, targets) = (strings(&["perp-ind-id", "perp-org-id"]), strings(&["phys-tgt-id"]));
    let (weapons, people) = (strings(&["inc-instr-id"]), strings(&["hum-tgt-name"]));
    let places = strings(&["inc-loc"]);
    let shares =
        |said: &str, known: &BTreeSet<String>| content(said).last().is_some_and(|w| known.contains(w));
    let mut out = Vec::new();
    for (account, a) in reading.accounts.iter().enumerate() {
        let mut put = |value, right| out.push(Label { account, value, right });
        for (i, x) in a.actors.iter().enumerate() {
            put(Value::Actor(i), shares(&x.as_written, &actors) || shares(&x.name, &actors));
        }
        for (i, t) in a.targets.iter().enumerate() {
            put(Value::Target(i), shares(&t.as_written, &targets));
        }
        for (i, m) in a.methods.iter().enumerate() {
            put(Value::Method(i), shares(&m.as_written, &weapons));
        }
        for (i, p) in a.places.iter().enumerate() {
            put(Value::Place(i), shares(&p.name, &places) || shares(&p.as_written, &places));
        }
        for (i, name) in a.victims.iter().enumerate().filter_map(|(i, v)| Some((i, v.name.as_deref()?))) {
            put(Value::Victim(i), shares(name, &people));
        }
    }
    out
}

/// All words of a filler, in lower case.
fn words_of(filler: &Json) -> Vec<String> {
    match filler {
        Json::String(s) => content(s),
        Json::Array(items) => items.iter().flat_map(words_of).collect(),
        Json::Object(map) => map.values().flat_map(words_of).collect(),
        _ => Vec::new(),
    }
}

/// The words of a phrase, in lower case without their accents.
fn content(phrase: &str) -> Vec<String> {
    gazetteer::fold(phrase).split(' ').filter(|w| w.chars().count() > 1).map(str::to_owned).collect()
}

/// The counts and the date of an account.
fn counts(
    a: &Account,
    killed: &dyn Fn(&Count) -> bool,
    injured: &dyn Fn(&Count) -> bool,
    day: &str,
) -> Vec<Label> {
    let label = |value, right| Label { account: 0, value, right };
    let told = [
        a.killed.as_ref().map(|c| label(Value::Killed, killed(c))),
        a.injured.as_ref().map(|c| label(Value::Injured, injured(c))),
        a.date.as_ref().map(|d| label(Value::Date, d.start.is_some_and(|s| s.to_string() == day))),
    ];
    told.into_iter().flatten().collect()
}

/// The names of people, as sets of words.
fn named(people: &[Json], key: &str) -> Vec<Vec<String>> {
    people.iter().map(|p| content(text(p, key))).filter(|words| words.len() >= 2).collect()
}

/// Named victims: right where two words of the name, the first or the last among them, stand in one of the record.
fn victims(a: &Account, known: &[Vec<String>]) -> Vec<Label> {
    let harmed = |s: VictimStatus| matches!(s, VictimStatus::Killed | VictimStatus::Injured);
    let right = |name: &str| {
        let words = content(name);
        let ends = |w: &[String]| (w.first().cloned(), w.last().cloned());
        known.iter().any(|k| {
            let shared = words.iter().filter(|w| k.contains(w)).count();
            let (a, b) = (ends(&words), ends(k));
            shared >= 2 && (a.0 == b.0 || a.1 == b.1)
        })
    };
    a.victims
        .iter()
        .enumerate()
        .filter(|(_, v)| harmed(v.status))
        .filter_map(|(i, v)| Some((i, v.name.as_deref()?)))
        .map(|(i, name)| Label { account: 0, value: Value::Victim(i), right: right(name) })
        .collect()
}
