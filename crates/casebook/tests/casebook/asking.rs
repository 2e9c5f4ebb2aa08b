//! What can be asked of a casebook.

use crate::desk::*;
use casebook::{ErrorKind, Filter};
use value::Grade;

fn day(day: &str) -> jiff::civil::Date {
    day.parse().unwrap()
}

#[test]
fn incidents_are_found_by_day_place_grade_and_words() {
    let desk = Desk::with(ALL);
    let mut book = desk.open();
    let mut found = |filter: Filter| -> Vec<String> {
        let incidents = book.incidents(&filter).unwrap();
        let mut sources: Vec<String> = incidents.into_iter().flat_map(|incident| incident.sources).collect();
        sources.sort();
        sources
    };
    let only = Filter::default;
    assert_eq!(
        found(Filter { from: Some(day("2021-04-03")), to: Some(day("2021-04-03")), ..only() }),
        ["sahil-3"]
    );
    assert_eq!(found(Filter { from: Some(day("2023-01-01")), ..only() }), ["dnipro-9"]);
    assert_eq!(found(Filter { place: Some("MARIB".into()), ..only() }), ["sahil-3"]);
    assert_eq!(found(Filter { text: Some("rocket school".into()), ..only() }), ["dnipro-9"]);
    assert_eq!(found(Filter { grade: Some(Grade::Discounted), ..only() }), [""; 0]);
    assert!(found(only()).contains(&"sahil-3".to_owned()));
    assert!(!found(only()).contains(&"talks-2".to_owned()), "a report of no event is in no incident");
}

#[test]
fn incidents_come_by_date() {
    let desk = Desk::with(&[SCHOOL, HOUSE, MARKET]);
    let mut book = desk.open();
    let incidents = book.incidents(&Filter::default()).unwrap();
    let sources: Vec<&str> = incidents.iter().map(|incident| incident.sources[0].as_str()).collect();
    assert_eq!(sources, ["northwire-1", "sahil-3", "dnipro-9"]);
}

#[test]
fn a_report_is_found_by_id_hash_and_beginning() {
    let desk = Desk::with(ALL);
    let mut book = desk.open();
    let key = intake::key_of(MARKET.as_bytes()).0;
    for name in ["sahil-3", "sahil", &key, &format!("sha256:{key}"), &key[..10]] {
        let report = book.report(name).unwrap();
        assert_eq!((report.head.id.as_str(), &report.head.key.0), ("sahil-3", &key));
        assert!(report.text.starts_with("Three people"));
        assert_eq!(report.head.title.as_deref(), Some("Market shelled"));
        assert_eq!(report.incidents.len(), 1);
    }
    assert_eq!(book.report("nobody").unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(book.report("sah").unwrap_err().kind(), ErrorKind::NotFound, "too short a beginning");
}

#[test]
fn an_id_that_two_reports_have_is_asked_about() {
    let changed = MARKET.replace("Three", "Four");
    let desk = Desk::with(&[MARKET, &changed]);
    let mut book = desk.open();
    let error = book.report("sahil-3").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    let key = intake::key_of(changed.as_bytes()).0;
    assert!(error.to_string().contains(&key), "{error}");
    assert!(book.report(&key).unwrap().text.starts_with("Four"));
}

#[test]
fn an_incident_is_found_by_a_beginning_of_its_id() {
    let desk = Desk::with(&[HOUSE, MARKET]);
    let mut book = desk.open();
    for id in ids(&mut book) {
        assert_eq!(book.incident(&id[..7]).unwrap().incident, id);
    }
    assert_eq!(book.incident("i").unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(book.incident("").unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn a_search_finds_spellings_that_readers_take_for_one() {
    let desk = Desk::with(ALL);
    let mut book = desk.open();
    let mut found = |query: &str| -> Vec<String> {
        book.search(query, 10).unwrap().into_iter().map(|hit| hit.report.id).collect()
    };
    assert_eq!(found("مدرسه قتل 7"), ["bajil-1"]);
    assert_eq!(found("\"family home\""), ["lantern-7"]);
    assert_eq!(found("\"home family\""), [""; 0]);
    assert_eq!(found("ORIKHIV"), ["dnipro-9"]);
    assert_eq!(found("warpl*"), ["lantern-7"]);
    assert_eq!(found("market shelled")[0], "sahil-3");
    for odd in
        ["AND OR NOT busayrah", "busayrah) OR (", "title:busayrah", "\"unclosed busayrah", "^busayrah*"]
    {
        let _ = found(odd);
    }
    assert_eq!(book.search(" — ", 10).unwrap_err().kind(), ErrorKind::Input);
}

#[test]
fn a_hit_shows_where_the_words_stand() {
    let desk = Desk::with(ALL);
    let mut book = desk.open();
    let hit = book.search("قتل", 1).unwrap().remove(0);
    let text: Vec<char> = book.report("bajil-1").unwrap().text.chars().collect();
    let (start, end) = hit.passage.marks[0];
    let from = (hit.passage.start + start) as usize;
    let marked: String = text[from..from + (end - start) as usize].iter().collect();
    assert_eq!(marked, "قُتِلَ");
}

#[test]
fn an_explanation_leads_from_a_number_to_words_and_acts() {
    let desk = Desk::with(&[HOUSE, HOUSE_TOO]);
    let mut book = desk.open();
    for id in ids(&mut book) {
        let explained = book.explain(&id, "killed").unwrap();
        assert!(!explained.evidence.is_empty());
        for end in &explained.ends {
            assert!(!end.given_by.is_empty(), "{} has an account", end.end);
        }
        for evidence in &explained.evidence {
            let report = book.report(&evidence.report).unwrap();
            let acts: Vec<u64> = report.receipts.iter().map(|receipt| receipt.act).collect();
            assert_eq!(evidence.receipts, acts);
            assert_eq!(evidence.reading, report.reading.map(|reading| reading.act));
            for quote in &evidence.quotes {
                assert!(quote.quote.stands_in(&report.text));
                let around = format!("{}{}{}", quote.before, quote.quote.quote, quote.after);
                assert!(report.text.contains(&around));
            }
            assert!(!evidence.quotes.is_empty());
        }
    }
    let id = ids(&mut book).remove(0);
    for field in casebook::FIELDS {
        book.explain(&id, field).unwrap();
    }
    assert_eq!(book.explain(&id, "weather").unwrap_err().kind(), ErrorKind::Input);
}
