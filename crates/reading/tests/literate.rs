//! Literate cases: a report, what must be found in it, and why (`tests/reports/*.md`).
//!
//! A case is a `## heading`, a sentence or two that say why, a fenced block `report` (with the day of
//! publication after the word, where there is one, or the days that it lies between: `2020-03-08..2020-03-12`) and a fenced block `found`: lines `key: value`, accounts
//! parted by `--`. Only the keys that stand are compared. The keys of an account are those of [`Shown`]; before the
//! first account, `accounts`, `tallies`, `positions`, `norms` and `demands` speak of the whole reading.

use jiff::civil::Date;
use reading::{Policy, Reader};
use std::fmt::Write;
use value::{Account, Between, Count, Range, Reading, Report};

/// One case of a file.
struct Case {
    title: String,
    published: Option<String>,
    text: String,
    found: String,
}

fn cases(markdown: &str) -> Vec<Case> {
    markdown.split("\n## ").skip(1).map(case).collect()
}

fn case(section: &str) -> Case {
    let title = section.lines().next().unwrap_or_default().to_owned();
    let block = |name: &str| {
        let start = section.find(&format!("```{name}")).unwrap_or_else(|| panic!("{title}: no block {name}"));
        let body = &section[start + 3 + name.len()..];
        let (info, rest) = body.split_once('\n').expect("a block has lines");
        let end = rest.find("\n```").unwrap_or_else(|| panic!("{title}: block {name} does not end"));
        (info.trim().to_owned(), rest[..end].to_owned())
    };
    let (published, text) = block("report");
    let (_, found) = block("found");
    Case { title, published: Some(published).filter(|p| !p.is_empty()), text, found }
}

fn read(reader: &Reader, case: &Case) -> Reading {
    let days = case.published.as_deref().unwrap_or_default().split("..");
    let days: Vec<Date> = days.filter_map(|day| day.parse().ok()).collect();
    let (published, published_between) = match days[..] {
        [first, last] => (None, Some(Between { first, last })),
        _ => (days.first().copied(), None),
    };
    reader.read(&Report {
        id: "case".into(),
        text: case.text.clone(),
        title: None,
        published,
        published_between,
        publisher: None,
        url: None,
        language: None,
    })
}

/// The value of a key of an account, as the cases write it.
struct Shown<'a>(&'a Account);

impl Shown<'_> {
    fn get(&self, key: &str) -> String {
        let a = self.0;
        let list = |items: Vec<String>| items.join(", ");
        let (head, group) = key.split_once('.').unwrap_or((key, ""));
        match head {
            "kind" => a.kind.to_string(),
            "calendar" => a.calendar.as_ref().map_or("none".into(), |day| {
                let of_year = day.of_year.map(|(month, day)| format!("{month}-{day}"));
                let weekday = day.weekday.map(|day| format!("weekday {day}"));
                list(of_year.into_iter().chain(weekday).collect())
            }),
            "date" => a.date.as_ref().map_or("none".into(), |d| match (d.start, d.end) {
                (Some(s), Some(e)) if s == e => s.to_string(),
                (s, e) => format!(
                    "{}..{}",
                    s.map_or(String::new(), |d| d.to_string()),
                    e.map_or(String::new(), |d| d.to_string())
                ),
            }),
            "killed" => counted(a.killed.as_ref(), group),
            "injured" => counted(a.injured.as_ref(), group),
            "missing" => counted(a.missing.as_ref(), group),
            "places" => list(a.places.iter().map(|p| p.as_written.clone()).collect()),
            "countries" => {
                let mut codes: Vec<String> = a.places.iter().filter_map(|p| p.country.clone()).collect();
                codes.dedup();
                list(codes)
            }
            "actors" => list(a.actors.iter().map(|x| format!("{} ({})", x.name, x.role)).collect()),
            "methods" => list(a.methods.iter().map(|m| m.name.to_string()).collect()),
            "used" => {
                list(a.methods.iter().map(|m| m.as_written.clone()).filter(|w| !w.is_empty()).collect())
            }
            "weapons" => list(a.methods.iter().filter_map(|m| m.weapon.clone()).collect()),
            "targets" => list(a.targets.iter().map(|t| format!("{} ({})", t.as_written, t.effect)).collect()),
            "victims" => list(
                a.victims
                    .iter()
                    .map(|v| v.name.clone().or(v.description.clone()).unwrap_or_default())
                    .collect(),
            ),
            "ages" => list(a.victims.iter().filter_map(|v| v.age).map(|n| n.to_string()).collect()),
            "sexes" => list(a.victims.iter().filter_map(|v| v.sex).map(|sex| sex.to_string()).collect()),
            "fates" => list(a.victims.iter().map(|v| v.status.to_string()).collect()),
            "according_to" => list(a.according_to.iter().map(|x| x.as_written.clone()).collect()),
            _ => panic!("no key {key}"),
        }
    }
}

fn counted(count: Option<&Count>, part: &str) -> String {
    let Some(c) = count else { return "none".into() };
    let range = |r: Option<Range>| r.map_or("none".into(), |r| r.to_string());
    match part {
        "" => c.range().to_string(),
        "children" => range(c.children),
        "women" => range(c.women),
        "men" => range(c.men),
        "combatants" => range(c.combatants),
        "wording" => c.wording.clone().unwrap_or_default(),
        "provisional" => c.provisional.to_string(),
        _ => panic!("no part {part}"),
    }
}

fn whole(reading: &Reading, key: &str) -> String {
    match key {
        "accounts" => reading.accounts.len().to_string(),
        "tallies" => reading.tallies.iter().map(|t| t.wording.clone()).collect::<Vec<_>>().join(", "),
        "positions" => {
            let show =
                |p: &value::Position| format!("{} {}", p.actor.clone().unwrap_or_default(), p.position);
            reading.positions.iter().map(show).collect::<Vec<_>>().join(", ")
        }
        "norms" => reading.norms.iter().map(|n| n.name.clone()).collect::<Vec<_>>().join(", "),
        "demands" => reading.demands.iter().map(|d| d.of.clone()).collect::<Vec<_>>().join(", "),
        _ => panic!("no key {key} of a whole reading"),
    }
}

/// The differences of a case, expected beside found.
fn differences(reader: &Reader, case: &Case) -> String {
    let reading = read(reader, case);
    let mut out = String::new();
    let mut account = 0;
    for line in case.found.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if line == "--" {
            account += 1;
            continue;
        }
        let (key, expected) = line.split_once(':').map_or((line, ""), |(k, v)| (k.trim(), v.trim()));
        let got = match (
            ["accounts", "tallies", "positions", "norms", "demands"].contains(&key),
            reading.accounts.get(account),
        ) {
            (true, _) => whole(&reading, key),
            (false, Some(a)) => Shown(a).get(key),
            (false, None) => "no such account".into(),
        };
        if got != expected {
            let _ = writeln!(out, "    {key:<20} expected {expected:<32} found {got}");
        }
    }
    for quote in quotes(&reading) {
        if !quote.stands_in(&case.text) {
            let _ = writeln!(out, "    a span does not slice to its quote: {quote:?}");
        }
    }
    out
}

fn quotes(reading: &Reading) -> Vec<value::Quote> {
    fn walk(v: &serde_json::Value, out: &mut Vec<value::Quote>) {
        if let Ok(quote) = serde_json::from_value(v.clone()) {
            out.push(quote);
        }
        match v {
            serde_json::Value::Array(items) => items.iter().for_each(|i| walk(i, out)),
            serde_json::Value::Object(map) => map.values().for_each(|i| walk(i, out)),
            _ => {}
        }
    }
    let mut out = Vec::new();
    walk(&serde_json::to_value(reading).expect("a reading is JSON"), &mut out);
    out
}

#[test]
fn every_case_finds_what_it_must() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports");
    let reader = Reader::new(gazetteer::Gazetteer::embedded(), Policy::airwars());
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the cases").map(|e| e.expect("a file").path()).collect();
    files.sort();
    let mut failed = String::new();
    let mut count = 0;
    for file in files {
        let markdown = std::fs::read_to_string(&file).expect("a case file");
        for case in cases(&markdown) {
            count += 1;
            let differences = differences(&reader, &case);
            if !differences.is_empty() {
                let _ = writeln!(failed, "{} · {}\n{differences}", file.display(), case.title);
            }
        }
    }
    assert!(count >= 40, "only {count} cases were found");
    assert!(failed.is_empty(), "\n{failed}");
}
