//! What recorders coded, held against what was read. Enters: a corpus's answers and a reading. Leaves: for each value
//! that can be judged, whether they coded the same. The scorers' rules in a plainer form; figures for accuracy come
//! from the scorers, these labels serve for how sure a reading is.

use crate::failure::Failure;
use crate::measure::gold;
use jiff::civil::Date;
use reading::choice::{Answer, Choice, Kind};
use reading::confidence::Value;
use reading::role::Role;
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
    right: fn(&Json, &Choice) -> Vec<bool>,
}

/// All of them.
pub(crate) const CORPORA: [Corpus; 3] = [
    NARRATIVES,
    Corpus {
        file: "gva/articles-dev.jsonl.gz",
        answers: Some("gva/incidents-dev.jsonl.gz"),
        labels: article,
        right: filed,
    },
    WIRE,
];

/// The corpus that codes to which parties an incident is laid.
pub(crate) const NARRATIVES: Corpus =
    Corpus { file: "gaza/dev.jsonl.gz", answers: None, labels: narrative, right: narrated };

/// The corpus that codes who did it, what was hit and with what.
pub(crate) const WIRE: Corpus =
    Corpus { file: "muc4/dev.jsonl.gz", answers: None, labels: wire, right: wired };

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
        let published: Option<Date> = text(row, "published").get(..10).and_then(|day| day.parse().ok());
        let published_between =
            if published.is_none() { intake::published_between(text(row, "url")) } else { None };
        Some(Report {
            id: text(row, "id").to_owned(),
            text: cased.unwrap_or(text(row, "text")).to_owned(),
            title: None,
            published,
            published_between,
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
        self.gold(row, answers).map_or_else(Vec::new, |gold| (self.labels)(gold, reading))
    }

    /// Which candidates of a choice are what recorders coded; none where that cannot be said.
    pub(crate) fn right(&self, row: &Json, answers: &BTreeMap<String, Json>, choice: &Choice) -> Vec<bool> {
        self.gold(row, answers).map_or_else(Vec::new, |gold| (self.right)(gold, choice))
    }

    fn gold<'a>(&self, row: &'a Json, answers: &'a BTreeMap<String, Json>) -> Option<&'a Json> {
        match self.answers {
            None => Some(row.get("gold").unwrap_or(row)),
            Some(_) => answers.get(self.incident(row)),
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
    let Parts { agents, parties, targets, weapons } = Parts::among(templates);
    let actors: BTreeSet<String> = agents.union(&parties).cloned().collect();
    let (people, places) = (strings(templates, "hum-tgt-name"), strings(templates, "inc-loc"));
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

/// Whether recorders laid the incident of a narrative to a party.
pub(crate) fn laid_to(row: &Json, party: &str) -> bool {
    let gold = row.get("gold").unwrap_or(row);
    list(gold, "belligerents").iter().any(|b| text(b, "name").eq_ignore_ascii_case(party))
}

/// All words of a slot of any template.
fn strings(templates: &[Json], slot: &str) -> BTreeSet<String> {
    templates.iter().flat_map(|t| list(t, slot)).flat_map(words_of).collect()
}

/// Whether the last word of what was said stands in the record.
fn shares(said: &str, known: &BTreeSet<String>) -> bool {
    content(said).last().is_some_and(|w| known.contains(w))
}

/// The words for what had a part in the events of a wire report.
pub(crate) struct Parts {
    agents: BTreeSet<String>,
    parties: BTreeSet<String>,
    targets: BTreeSet<String>,
    weapons: BTreeSet<String>,
}

impl Parts {
    /// Of a report that has templates.
    pub(crate) fn of(row: &Json) -> Option<Self> {
        Some(list(row, "templates")).filter(|templates| !templates.is_empty()).map(Self::among)
    }

    fn among(templates: &[Json]) -> Self {
        Self {
            agents: strings(templates, "perp-ind-id"),
            parties: strings(templates, "perp-org-id"),
            targets: strings(templates, "phys-tgt-id"),
            weapons: strings(templates, "inc-instr-id"),
        }
    }

    /// Whether recorders gave words this part.
    pub(crate) fn has(&self, role: Role, said: &str) -> bool {
        match role {
            Role::Agent => shares(said, &self.agents),
            Role::Party => shares(said, &self.parties) || shares(said, &self.agents),
            Role::Target => shares(said, &self.targets),
            Role::Weapon => shares(said, &self.weapons),
        }
    }
}

/// An incident's narrative: the day, a place within a kilometre or else five, and both ends of a number.
fn narrated(gold: &Json, choice: &Choice) -> Vec<bool> {
    let ends = |key: &str| (number(gold, &format!("{key}_min")), number(gold, &format!("{key}_max")));
    match choice.kind {
        Kind::Date => each(choice, |a| on(a, text(gold, "date_start"))),
        Kind::Place => {
            let close = each(choice, |a| near(gold, a, 1.0));
            if close.contains(&true) { close } else { each(choice, |a| near(gold, a, 5.0)) }
        }
        Kind::Killed | Kind::Injured | Kind::Children | Kind::Women | Kind::Men => {
            let (low, high) = match choice.kind {
                Kind::Killed | Kind::Injured => ends(choice.kind.name()),
                group => ends(&format!("killed_{}", group.name())),
            };
            each(choice, |a| match a {
                Answer::Numbers(a, b) => (low, high) == (Some(u64::from(*a)), Some(u64::from(*b))),
                Answer::None => low.or(high).is_none(),
                _ => false,
            })
        }
    }
}

/// An article on a shooting: the day, the town, and the registry's number.
fn filed(gold: &Json, choice: &Choice) -> Vec<bool> {
    match choice.kind {
        Kind::Date => each(choice, |a| on(a, text(gold, "date"))),
        Kind::Place => {
            let city = text(gold, "city").split(" (").next().unwrap_or_default().to_lowercase();
            each(choice, |a| match a {
                Answer::Place { names, wide, .. } => {
                    near(gold, a, 25.0) || !wide && names.iter().any(|n| n.to_lowercase() == city)
                }
                _ => false,
            })
        }
        Kind::Killed | Kind::Injured => {
            let n = number(gold, choice.kind.name());
            each(choice, |a| match a {
                Answer::Numbers(a, b) => n == Some(u64::from(*a)) && a == b,
                Answer::None => n == Some(0),
                _ => false,
            })
        }
        Kind::Children | Kind::Women | Kind::Men => Vec::new(),
    }
}

/// A wire report of one template: its day, the finest of its places that is among the candidates, and its toll.
fn wired(row: &Json, choice: &Choice) -> Vec<bool> {
    let [template] = list(row, "templates") else { return Vec::new() };
    let days: Vec<(Date, Date)> = list(template, "inc-date")
        .iter()
        .flat_map(|d| list(d, "any_of"))
        .filter_map(|d| Some((wire_day(text(d, "from"))?, wire_day(text(d, "to"))?)))
        .collect();
    match choice.kind {
        Kind::Date if !days.is_empty() => {
            each(choice, |a| matches!(a, Answer::Days(from, to) if days.contains(&(*from, *to))))
        }
        Kind::Date | Kind::Children | Kind::Women | Kind::Men => Vec::new(),
        Kind::Place => wire_place(template, choice),
        Kind::Killed | Kind::Injured => {
            let effect = if choice.kind == Kind::Killed { "DEATH" } else { "INJURY" };
            let Some(n) = wire_toll(template, effect) else { return Vec::new() };
            each(choice, |a| match a {
                Answer::Numbers(a, b) => n == *a && a == b,
                Answer::None => n == 0,
                _ => false,
            })
        }
    }
}

/// How many came to harm of one kind, added up over the victims of a template; nothing where that is vague.
fn wire_toll(template: &Json, effect: &str) -> Option<u32> {
    let mut sum = 0;
    for harmed in list(template, "hum-tgt-effect") {
        let effects = list(harmed, "any_of");
        if !effects.iter().any(|e| e == effect) {
            continue;
        }
        let of = list(harmed, "of");
        let number =
            list(template, "hum-tgt-num").iter().find(|n| list(n, "of").iter().any(|o| of.contains(o)))?;
        match (effects, list(number, "any_of")) {
            ([_], [n]) => sum += n.as_str()?.parse::<u32>().ok()?,
            _ => return None,
        }
    }
    Some(sum)
}

fn wire_place(template: &Json, choice: &Choice) -> Vec<bool> {
    let chains = list(template, "inc-loc").iter().flat_map(|l| list(l, "any_of"));
    let mut names: Vec<String> = chains
        .flat_map(|chain| match chain {
            Json::String(country) => vec![country.clone()],
            _ => list(chain, "places").iter().map(|p| text(p, "name").to_owned()).collect(),
        })
        .collect();
    names.reverse();
    for name in names.iter().map(|n| gazetteer::fold(n)) {
        let right = each(choice, |a| match a {
            Answer::Place { names, .. } => names.iter().any(|n| gazetteer::fold(n) == name),
            _ => false,
        });
        if right.contains(&true) {
            return right;
        }
    }
    Vec::new()
}

/// A day such as "08 JAN 90".
fn wire_day(written: &str) -> Option<Date> {
    let (day, year) = written.rsplit_once(' ')?;
    jiff::fmt::strtime::parse("%d %b %Y", format!("{day} 19{year}")).ok()?.to_date().ok()
}

fn each(choice: &Choice, right: impl Fn(&Answer) -> bool) -> Vec<bool> {
    choice.candidates.iter().map(|(_, a)| right(a)).collect()
}

/// Whether days begin on a day, and are few.
fn on(answer: &Answer, day: &str) -> bool {
    let Answer::Days(start, end) = answer else { return false };
    start.to_string() == day && start.until(*end).is_ok_and(|s| s.get_days() <= 3)
}

/// Whether a place lies within so many kilometres, and is no wider than a district.
fn near(gold: &Json, answer: &Answer, reach: f64) -> bool {
    let there = gold.get("lat").and_then(Json::as_f64).zip(gold.get("lon").and_then(Json::as_f64));
    let Answer::Place { point, wide, .. } = answer else { return false };
    !wide && point.zip(there).is_some_and(|(a, b)| gazetteer::distance_km(a, b) <= reach)
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
