//! What crashes, damage and time do to a folder.

use crate::desk::*;
use casebook::{Casebook, Decision, ErrorKind, Severity};
use std::fs;

#[test]
fn a_projection_behind_the_ledger_catches_up() {
    let desk = Desk::with(&[HOUSE]);
    let behind = fs::read(desk.sqlite()).unwrap();
    take_in(&mut desk.open(), &[MARKET, SCHOOL]);
    let expected = desk.open().projection_digest().unwrap();
    // As after a crash between the append and the projection.
    fs::write(desk.sqlite(), &behind).unwrap();
    let mut reader = Casebook::open_read_only(&desk.path()).unwrap();
    assert_eq!(reader.projection_digest().unwrap(), expected);
    drop(reader);
    assert_eq!(fs::read(desk.sqlite()).unwrap(), behind, "a reader writes nothing");
    assert_eq!(desk.open().projection_digest().unwrap(), expected);
}

#[test]
fn a_missing_projection_is_made_again() {
    let desk = Desk::with(ALL);
    let expected = desk.open().projection_digest().unwrap();
    fs::remove_file(desk.sqlite()).unwrap();
    assert_eq!(Casebook::open_read_only(&desk.path()).unwrap().projection_digest().unwrap(), expected);
    assert!(!desk.sqlite().exists());
    assert_eq!(desk.open().projection_digest().unwrap(), expected);
}

#[test]
fn a_damaged_projection_is_told_of_and_rebuilt() {
    let desk = Desk::with(ALL);
    let expected = desk.open().projection_digest().unwrap();
    fs::write(desk.sqlite(), b"this was a database once, but is none now").unwrap();
    let error = Casebook::open(&desk.path()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged);
    assert!(error.to_string().contains("cenotaph rebuild"), "{error}");
    let report = casebook::verify(&desk.path(), true, |_| {}).unwrap();
    assert_eq!(report.first_fault().unwrap().file.to_str(), Some("casebook.sqlite"));
    assert_eq!(Casebook::open_read_only(&desk.path()).unwrap().projection_digest().unwrap(), expected);
    assert_eq!(Casebook::rebuild(&desk.path()).unwrap().projection_digest().unwrap(), expected);
    assert_sound(&desk.path());
}

#[test]
fn two_rebuilds_give_the_same_file_byte_for_byte() {
    let desk = Desk::with(ALL);
    take_in(&mut desk.open(), &[HOUSE, MARKET]);
    let rebuilt = || {
        drop(Casebook::rebuild(&desk.path()).unwrap());
        fs::read(desk.sqlite()).unwrap()
    };
    let (one, two) = (rebuilt(), rebuilt());
    assert!(one == two);
}

#[test]
fn the_projection_of_another_ledger_is_not_used() {
    let (desk, other) = (Desk::with(&[HOUSE, MARKET]), Desk::with(&[SCHOOL, TALKS]));
    fs::copy(other.sqlite(), desk.sqlite()).unwrap();
    assert_eq!(Casebook::open(&desk.path()).unwrap_err().kind(), ErrorKind::Damaged);
    assert_eq!(Casebook::rebuild(&desk.path()).unwrap().counts().unwrap().reports, 2);
}

#[test]
fn a_projection_that_was_meddled_with_does_not_pass() {
    let desk = Desk::with(ALL);
    drop(desk.open().counts());
    let db = rusqlite::Connection::open(desk.sqlite()).unwrap();
    db.execute("UPDATE readings SET reading = replace(reading, '\"min\":6', '\"min\":5')", []).unwrap();
    drop(db);
    let report = casebook::verify(&desk.path(), true, |_| {}).unwrap();
    assert!(report.first_fault().unwrap().what.contains("not those that the acts give"));
    assert!(casebook::verify(&desk.path(), false, |_| {}).unwrap().is_sound(), "the record is sound");
}

#[test]
fn what_a_newer_version_made_is_left_alone() {
    let desk = Desk::with(&[HOUSE]);
    let db = rusqlite::Connection::open(desk.sqlite()).unwrap();
    db.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(db);
    assert_eq!(Casebook::open(&desk.path()).unwrap_err().kind(), ErrorKind::Newer);
    let desk = Desk::with(&[HOUSE]);
    fs::write(desk.path().join("ledger/format"), "99\n").unwrap();
    for error in [Casebook::open(&desk.path()), Casebook::open_read_only(&desk.path())] {
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Newer);
    }
}

#[test]
fn an_act_of_a_kind_to_come_is_newer_and_not_damage() {
    let desk = Desk::with(&[HOUSE]);
    let mut ledger = ledger::Ledger::open(&desk.path(), std::time::Duration::ZERO).unwrap();
    let act = serde_json::json!({"act": "embargo", "at": "2031-01-01T00:00:00Z", "by": "Amal"});
    ledger.append(&[act]).unwrap();
    let error = Casebook::open(&desk.path()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Newer);
    assert!(error.to_string().contains("embargo"), "{error}");
}

#[test]
fn a_changed_byte_in_acts_or_blobs_is_found() {
    let desk = Desk::with(&[HOUSE, MARKET]);
    let blob = intake::key_of(HOUSE.as_bytes()).0;
    let path = desk.path().join("blobs").join(&blob[..2]).join(&blob);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, String::from_utf8(bytes.clone()).unwrap().replace("six", "two")).unwrap();
    assert!(!casebook::verify(&desk.path(), false, |_| {}).unwrap().is_sound());
    assert_eq!(desk.open().report("northwire-1").unwrap_err().kind(), ErrorKind::Tampered);
    fs::write(&path, bytes).unwrap();
    assert_sound(&desk.path());
    let acts = desk.path().join("ledger/acts.jsonl");
    fs::write(&acts, fs::read_to_string(&acts).unwrap().replacen("Amal", "Emal", 3)).unwrap();
    assert!(!casebook::verify(&desk.path(), false, |_| {}).unwrap().is_sound());
}

#[test]
fn acts_that_do_not_hang_together_are_faults() {
    let desk = Desk::with(&[HOUSE]);
    let mut ledger = ledger::Ledger::open(&desk.path(), std::time::Duration::ZERO).unwrap();
    let nowhere = serde_json::json!({"report": "00", "anchor": 3});
    let act = serde_json::json!({
        "act": "judgement", "at": "2025-03-14T09:00:00Z", "by": "Amal", "why": "?", "verdict": "same",
        "a": nowhere, "b": nowhere,
    });
    ledger.append(&[act]).unwrap();
    let report = casebook::verify(&desk.path(), false, |_| {}).unwrap();
    let fault = report.first_fault().unwrap();
    assert_eq!((fault.severity, fault.act), (Severity::Fault, Some(3)));
}

#[test]
fn a_folder_that_is_no_casebook_says_so() {
    let dir = tempfile::tempdir().unwrap();
    for error in [Casebook::open(dir.path()), Casebook::open_read_only(dir.path())] {
        assert_eq!(error.unwrap_err().kind(), ErrorKind::NotACasebook);
    }
    let verified = casebook::verify(dir.path(), false, |_| {});
    assert_eq!(verified.unwrap_err().kind(), ErrorKind::NotACasebook);
    drop(ledger::Ledger::create(dir.path(), "example.org/other").unwrap());
    assert_eq!(Casebook::open(dir.path()).unwrap_err().kind(), ErrorKind::NotACasebook);
    assert!(
        Casebook::create(dir.path(), "example.org/other", None, &stamp()).is_ok(),
        "a making that broke off"
    );
    let again = Casebook::create(dir.path(), "example.org/other", None, &stamp());
    assert_eq!(again.unwrap_err().kind(), ErrorKind::Input);
}

#[test]
fn a_projection_of_an_older_version_is_brought_up_to_date_without_loss() {
    let desk = Desk::with(ALL);
    let mut book = desk.open();
    let id = ids(&mut book).remove(0);
    let decision = Decision::Set { of: id, field: "killed".into(), value: "7".into() };
    book.judge(&decision, "The registry lists seven.", &stamp()).unwrap();
    let (expected, incidents) = (book.projection_digest().unwrap(), printed(&mut book));
    drop(book);
    let tables = [include_str!("../../src/schema.sql"), include_str!("../../src/vocabulary.sql")];
    for version in 1..=tables.len() {
        // As that version left it: its tables, without what they hold.
        let name = desk.sqlite();
        for file in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{file}", name.display()));
        }
        let db = rusqlite::Connection::open(&name).unwrap();
        db.execute_batch(&tables[..version].concat()).unwrap();
        db.execute_batch(&format!("PRAGMA user_version = {version}")).unwrap();
        drop(db);
        let mut reader = Casebook::open_read_only(&desk.path()).unwrap();
        assert_eq!(printed(&mut reader), incidents, "read only, version {version}");
        drop(reader);
        let mut book = desk.open();
        assert_eq!(printed(&mut book), incidents, "version {version}");
        assert_eq!(book.projection_digest().unwrap(), expected, "version {version}");
        drop(book);
        assert_sound(&desk.path());
    }
}

#[test]
fn incidents_that_an_older_version_resolved_are_resolved_again_where_its_tables_lack_something() {
    let desk = Desk::with(ALL);
    let mut book = desk.open();
    let expected = book.projection_digest().unwrap();
    drop(book);
    // The tables of version 2 hold everything but what is derived with the incidents.
    let db = rusqlite::Connection::open(desk.sqlite()).unwrap();
    db.execute_batch(
        "DROP TABLE doubts; DROP TABLE review; DROP TABLE reviewed; DROP TABLE lists; DROP TABLE person_judgements;
         DROP TABLE ties; DROP TABLE tied; DROP TABLE corrections; DROP TABLE withdrawals; DROP TABLE restrictions;
         DROP TABLE affiliations; DROP TABLE glances; DROP TABLE entries; DROP TABLE traces; DROP TABLE bonds;
         DROP TABLE statements; DROP TABLE archive; DROP TABLE stirred; DROP TABLE earlier_readings; DROP TABLE unqueued; DROP TABLE touched; DROP INDEX incidents_called; DELETE FROM incidents WHERE grade = 'weak';
         PRAGMA user_version = 2",
    )
    .unwrap();
    drop(db);
    assert_eq!(desk.open().projection_digest().unwrap(), expected);
}

/// Makes it look as if a version with other weights had computed the rows: other ties, and so other incidents.
fn as_of_another_version(desk: &Desk) {
    let db = rusqlite::Connection::open(desk.sqlite()).unwrap();
    db.execute_batch(
        "UPDATE meta SET value = 'another' WHERE name = 'rules'; UPDATE bonds SET bits = bits + 1;
         DELETE FROM incidents; DELETE FROM glances; UPDATE reports SET vocabulary = x''",
    )
    .unwrap();
}

#[test]
fn one_report_more_is_not_added_to_rows_of_another_version() {
    let desk = Desk::with(&[HOUSE, MARKET]);
    drop(desk.open().projection_digest().unwrap());
    as_of_another_version(&desk);
    let mut book = desk.open();
    take_in(&mut book, &[SCHOOL]);
    let grown = book.projection_digest().unwrap();
    drop(book);
    assert_sound(&desk.path());
    assert_eq!(Casebook::rebuild(&desk.path()).unwrap().projection_digest().unwrap(), grown);
}

#[test]
fn rows_of_another_version_are_no_damage_and_a_reader_leaves_them() {
    let desk = Desk::with(ALL);
    let expected = desk.open().projection_digest().unwrap();
    as_of_another_version(&desk);
    let kept = fs::read(desk.sqlite()).unwrap();
    let report = casebook::verify(&desk.path(), true, |_| {}).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert!(
        report.findings.iter().any(|f| f.severity == Severity::Note && f.what.contains("another version"))
    );
    assert_eq!(Casebook::open_read_only(&desk.path()).unwrap().projection_digest().unwrap(), expected);
    assert_eq!(fs::read(desk.sqlite()).unwrap(), kept, "a reader writes nothing");
    assert_eq!(desk.open().projection_digest().unwrap(), expected);
    assert_sound(&desk.path());
}

#[test]
fn a_version_does_not_add_to_what_another_computes_meanwhile() {
    let desk = Desk::with(&[HOUSE]);
    let mut book = desk.open();
    as_of_another_version(&desk);
    let judged = Decision::Set { of: "i".into(), field: "killed".into(), value: "7".into() };
    assert!(book.judge(&judged, "tried", &stamp()).is_err());
    take_in(&mut desk.open(), &[MARKET]);
    as_of_another_version(&desk);
    assert_eq!(book.projection_digest().unwrap_err().kind(), ErrorKind::Newer);
    drop(book);
    assert_eq!(desk.open().counts().unwrap().reports, 2);
}

#[test]
fn the_check_names_the_tables_that_differ() {
    let desk = Desk::with(ALL);
    drop(desk.open().projection_digest().unwrap());
    let db = rusqlite::Connection::open(desk.sqlite()).unwrap();
    db.execute("UPDATE reports SET title = 'Another'", []).unwrap();
    drop(db);
    let report = casebook::verify(&desk.path(), true, |_| {}).unwrap();
    assert!(report.first_fault().unwrap().what.starts_with("its rows of reports are not"), "{report:?}");
}
