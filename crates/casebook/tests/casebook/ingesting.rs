//! Reports coming in.

use crate::desk::*;
use casebook::{Casebook, Deed, Event, LogFilter};
use intake::{Item, Options};
use proptest::prelude::*;

#[test]
fn a_report_is_acknowledged_with_the_numbers_of_its_acts() {
    let desk = Desk::new();
    let mut book = desk.open();
    let mut seen = Vec::new();
    let summary = book.ingest(lines(&[HOUSE, MARKET]), reader(), &stamp(), &mut |event| {
        let Event::Recorded(recorded) = event else { panic!("no problem was given in") };
        seen.push((recorded.id.to_owned(), recorded.receipt_act.unwrap(), recorded.reading_act.unwrap()));
    });
    assert_eq!(summary.unwrap().new, 2);
    assert_eq!(seen, [("northwire-1".to_owned(), 1, 2), ("sahil-3".to_owned(), 3, 4)]);
    let mut kinds = Vec::new();
    book.log(&LogFilter::default(), &mut |logged| kinds.push(logged.act.deed.kind())).unwrap();
    assert_eq!(
        kinds,
        ["casebook_made", "report_received", "reading_made", "report_received", "reading_made"]
    );
}

#[test]
fn the_same_bytes_twice_are_one_report_with_two_receipts() {
    let desk = Desk::with(&[HOUSE, MARKET]);
    let mut book = desk.open();
    let before = printed(&mut book);
    let summary = take_in(&mut book, &[HOUSE, SCHOOL, HOUSE]);
    assert_eq!((summary.received, summary.new, summary.again, summary.readings), (3, 1, 2, 1));
    let report = book.report("northwire-1").unwrap();
    assert_eq!(report.receipts.len(), 3);
    assert!(report.receipts.windows(2).all(|two| two[0].act < two[1].act));
    let after = printed(&mut book);
    assert!(before.iter().all(|incident| after.contains(incident)));
    assert_eq!(after.len(), before.len() + 1);
}

#[test]
fn problems_are_told_between_the_reports_they_came_between() {
    let desk = Desk::new();
    let mut told = Vec::new();
    let items = lines(&["{not json", HOUSE, "{\"id\":\"x9\"}", MARKET]);
    let summary = desk.open().ingest(items, reader(), &stamp(), &mut |event| {
        told.push(match event {
            Event::Recorded(recorded) => recorded.id.to_owned(),
            Event::Problem(problem) => problem.report(),
        });
    });
    assert_eq!(told, ["wire.jsonl:1", "northwire-1", "x9", "sahil-3"]);
    let summary = summary.unwrap();
    assert_eq!((summary.received, summary.problems), (2, 2));
}

#[test]
fn a_day_of_publication_told_later_is_taken_and_the_report_read_again() {
    let desk = Desk::new();
    let mut book = desk.open();
    let text = b"Four people were killed in shelling in Raqqa on Sunday.";
    let mut give = |published: Option<jiff::civil::Date>| {
        let items = intake::read_bytes("note.txt", text.to_vec(), &Options { published });
        book.ingest(items, reader(), &stamp(), &mut |_| {}).unwrap()
    };
    assert_eq!(give(None).readings, 1);
    let day = Some(jiff::civil::date(2017, 8, 22));
    assert_eq!((give(day).readings, give(day).readings, give(None).readings), (1, 0, 0));
    let report = book.report(&intake::key_of(text).0).unwrap();
    assert_eq!((report.head.published, report.receipts.len()), (day, 4));
    let date = report.reading.unwrap().reading.accounts[0].date.clone().unwrap();
    assert_eq!(date.start, Some(jiff::civil::date(2017, 8, 20)), "the Sunday before");
}

#[test]
fn everything_is_read_again_by_another_policy_and_only_once() {
    let desk = Desk::with(ALL);
    let mut book = desk.open();
    assert_eq!(book.reread(reader(), &stamp(), &mut |_| {}).unwrap().readings, 0);
    let later = later_reader();
    assert_eq!(book.reread(&later, &stamp(), &mut |_| {}).unwrap().readings, ALL.len() as u64);
    assert_eq!(book.reread(&later, &stamp(), &mut |_| {}).unwrap().readings, 0);
    assert_eq!(book.report("sahil-3").unwrap().reading.unwrap().basis.policy, "airwars/7");
}

#[test]
fn what_a_report_was_read_as_before_is_kept_and_found_again_from_the_ledger() {
    let desk = Desk::with(ALL);
    let mut book = desk.open();
    let before = book.report("sahil-3").unwrap();
    let (key, first) = (before.head.key.clone(), before.reading.unwrap());
    assert_eq!(book.earlier_readings(&key).unwrap(), [], "it was read once");
    book.reread(&later_reader(), &stamp(), &mut |_| {}).unwrap();
    let current = book.report("sahil-3").unwrap().reading.unwrap();
    assert_ne!(current.basis, first.basis);
    assert_eq!(book.earlier_readings(&key).unwrap(), std::slice::from_ref(&first));
    book.reread(reader(), &stamp(), &mut |_| {}).unwrap();
    assert_eq!(book.earlier_readings(&key).unwrap(), [current, first], "the last first");
    let digest = book.projection_digest().unwrap();
    let earlier = book.earlier_readings(&key).unwrap();
    drop(book);
    let mut anew = Casebook::rebuild(&desk.path()).unwrap();
    assert_eq!(anew.projection_digest().unwrap(), digest);
    assert_eq!(anew.earlier_readings(&key).unwrap(), earlier);
}

#[test]
fn a_projection_made_before_earlier_readings_were_kept_finds_them_all() {
    let desk = Desk::with(ALL);
    let mut book = desk.open();
    book.reread(&later_reader(), &stamp(), &mut |_| {}).unwrap();
    let expected = book.projection_digest().unwrap();
    let key = book.report("sahil-3").unwrap().head.key;
    drop(book);
    let db = rusqlite::Connection::open(desk.sqlite()).unwrap();
    db.execute_batch("DROP TABLE earlier_readings; DROP TABLE unqueued; DROP TABLE touched; DROP INDEX incidents_called; PRAGMA user_version = 6").unwrap();
    drop(db);
    let mut book = desk.open();
    assert_eq!(book.earlier_readings(&key).unwrap().len(), 1);
    assert_eq!(book.projection_digest().unwrap(), expected);
}

#[test]
fn a_batch_of_many_reports_keeps_their_order() {
    let desk = Desk::new();
    let report = |n: u32| format!("{{\"id\":\"r{n}\",\"text\":\"Note {n}. Nothing happened.\"}}");
    let reports: Vec<String> = (0..700).map(report).collect();
    let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
    let mut seen = Vec::new();
    let mut book = desk.open();
    let summary = book.ingest(lines(&reports), reader(), &stamp(), &mut |event| {
        let Event::Recorded(recorded) = event else { panic!("no problem was given in") };
        seen.push((recorded.id.to_owned(), recorded.receipt_act.unwrap()));
    });
    assert_eq!(summary.unwrap().new, 700);
    assert!(seen.iter().enumerate().all(|(n, (id, act))| *id == format!("r{n}") && *act == 1 + 2 * n as u64));
    let listed = book.reports(650, 100).unwrap();
    assert_eq!((listed.len(), listed[0].id.as_str()), (50, "r650"));
}

#[test]
fn an_act_says_what_was_received_and_from_where() {
    let desk = Desk::with(&[TALKS, HOUSE]);
    let mut receipts = Vec::new();
    let filter = LogFilter { kind: Some("report_received".into()), ..LogFilter::default() };
    desk.open().log(&filter, &mut |logged| receipts.push(logged)).unwrap();
    let Deed::ReportReceived(received) = &receipts[1].act.deed else { panic!("a receipt") };
    assert_eq!((received.name.as_str(), received.line), ("wire.jsonl", Some(2)));
    assert_eq!(received.bytes, HOUSE.len() as u64);
    assert_eq!(received.blob, intake::key_of(HOUSE.as_bytes()));
    let line: serde_json::Value = serde_json::to_value(&receipts[1]).unwrap();
    assert_eq!((&line["act"], &line["at"]), (&"report_received".into(), &"2025-03-14T09:00:00Z".into()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn neither_order_nor_batching_of_reports_changes_the_incidents(
        order in Just((0..ALL.len()).collect::<Vec<_>>()).prop_shuffle(),
        cuts in prop::collection::vec(1_usize..4, ALL.len()),
    ) {
        let expected = printed(&mut Desk::with(ALL).open());
        let desk = Desk::new();
        let mut left: Vec<&str> = order.iter().map(|n| ALL[*n]).collect();
        for cut in cuts {
            let batch: Vec<&str> = left.drain(..cut.min(left.len())).collect();
            take_in(&mut desk.open(), &batch);
        }
        prop_assert_eq!(printed(&mut desk.open()), expected);
    }
}

#[test]
fn items_are_taken_as_they_come_and_not_gathered_first() {
    let desk = Desk::new();
    let mut book = desk.open();
    let given = std::cell::Cell::new(0);
    let report = |n: u32| {
        given.set(n);
        let line = format!("{{\"id\":\"r{n}\",\"text\":\"Note {n}.\"}}");
        intake::read_bytes("a.jsonl", line.into_bytes(), &Options::default()).next()
    };
    let items: Box<dyn Iterator<Item = Item>> = Box::new((0..600).filter_map(report));
    let mut furthest = 0;
    book.ingest(items, reader(), &stamp(), &mut |event| {
        if let Event::Recorded(recorded) = event {
            let n: u32 = recorded.id[1..].parse().unwrap();
            furthest = furthest.max(given.get() - n);
        }
    })
    .unwrap();
    assert!(furthest < 256, "{furthest} reports were held");
}
