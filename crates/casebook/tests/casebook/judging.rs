//! What people decide, and that it stays decided.

use crate::desk::*;
use casebook::{Casebook, Decision, ErrorKind, PositionOn};
use value::{Grade, PositionTaken, Range};

fn same(a: &str, b: &str) -> Decision {
    Decision::Same(a.into(), b.into())
}

fn set(of: &str, field: &str, value: &str) -> Decision {
    Decision::Set { of: of.into(), field: field.into(), value: value.into() }
}

#[test]
fn what_people_join_and_part_is_joined_and_parted() {
    let desk = Desk::with(&[MARKET, SCHOOL]);
    let mut book = desk.open();
    let [market, school] = &ids(&mut book)[..] else { panic!("two incidents") };
    book.judge(&same(market, school), "A test of nerves.", &stamp()).unwrap();
    assert_eq!(ids(&mut book).len(), 1);
    for id in [market, school] {
        assert_eq!(book.incident(id).unwrap().accounts.len(), 2, "both ids lead there");
    }
    let decision = Decision::Different("sahil-3#1".into(), market.clone());
    book.judge(&decision, "It was two events after all.", &stamp()).unwrap();
    assert_eq!(&ids(&mut book), &[market.clone(), school.clone()]);
}

#[test]
fn a_decision_tells_what_it_takes_the_place_of() {
    let desk = Desk::with(&[MARKET, SCHOOL]);
    let mut book = desk.open();
    let [market, school] = &ids(&mut book)[..] else { panic!("two incidents") };
    let apart = Decision::Different(market.clone(), school.clone());
    let decided = |book: &mut Casebook, decision: &Decision| {
        let acts = book.judge(decision, "Because.", &stamp()).unwrap();
        let replaced = book.replaced_by(&acts).unwrap();
        (acts, replaced.into_iter().map(|earlier| (earlier.act, earlier.said)).collect::<Vec<_>>())
    };
    let (parted, nothing) = decided(&mut book, &apart);
    assert_eq!(nothing, []);
    let (_, told) = decided(&mut book, &same(school, market));
    assert_eq!(told, [(parted[0], "two events".to_owned())]);
    let (first, nothing) = decided(&mut book, &set(market, "killed", "7"));
    assert_eq!(nothing, []);
    let (_, told) = decided(&mut book, &set(market, "killed", "8"));
    assert_eq!(told, [(first[0], "killed 7".to_owned())]);
}

#[test]
fn a_judgement_survives_reading_again_and_rebuilding() {
    let desk = Desk::with(&[HOUSE, MARKET]);
    let mut book = desk.open();
    let house = book.report("northwire-1").unwrap().incidents.remove(0);
    book.judge(&set(&house, "killed", "7"), "The registry lists seven.", &stamp()).unwrap();
    book.judge(&set(&house, "grade", "fair"), "Two sources spoke to us.", &stamp()).unwrap();
    book.reread(&later_reader(), &stamp(), &mut |_| {}).unwrap();
    let holds = |book: &mut Casebook| {
        let incident = book.incident(&house).unwrap();
        assert_eq!(incident.killed.unwrap().range(), Range::exactly(7));
        assert_eq!(incident.grade, Grade::Fair);
    };
    holds(&mut book);
    drop(book);
    holds(&mut Casebook::rebuild(&desk.path()).unwrap());
}

#[test]
fn the_later_of_two_judgements_holds_and_both_are_kept() {
    let desk = Desk::with(&[HOUSE]);
    let mut book = desk.open();
    let id = ids(&mut book).remove(0);
    book.judge(&set(&id, "killed", "7"), "The registry lists seven.", &stamp()).unwrap();
    let acts = book.judge(&set(&id, "killed", "8-9"), "Two more died in hospital.", &stamp()).unwrap();
    let explained = book.explain(&id, "killed").unwrap();
    assert_eq!(explained.value, "8–9");
    assert_eq!(explained.judgements.len(), 2);
    assert_eq!(explained.judgements[1].act, acts[0]);
    assert_eq!(book.counts().unwrap().judgements, 2);
}

#[test]
fn a_recorded_position_stands_on_the_incident() {
    let desk = Desk::with(&[HOUSE]);
    let mut book = desk.open();
    let id = ids(&mut book).remove(0);
    let on = PositionOn {
        of: id.clone(),
        actor: "U.S.-led Coalition".into(),
        position: PositionTaken::AssessedCredible,
        date: Some(jiff::civil::date(2018, 2, 22)),
        conceded_killed: Some(Range::exactly(3)),
        conceded_injured: None,
        why: "Its monthly report.".into(),
    };
    let act = book.record_position(&on, &stamp()).unwrap();
    assert_eq!(act, 3);
    let incident = book.incident(&id).unwrap();
    assert_eq!(incident.positions.len(), 1);
    assert_eq!(incident.positions[0].conceded_killed, Some(Range::exactly(3)));
    assert_eq!(incident.positions[0].date, on.date);
    assert_eq!(book.explain(&id, "positions").unwrap().value, "U.S.-led Coalition: assessed_credible");
    let error = book.record_position(&PositionOn { why: " ".into(), ..on }, &stamp()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
}

#[test]
fn decisions_that_cannot_be_meant_are_refused_and_not_recorded() {
    let desk = Desk::with(&[HOUSE, MARKET]);
    let mut book = desk.open();
    let ids = ids(&mut book);
    let refused = [
        (set(&ids[0], "killed", "a few"), ErrorKind::Input),
        (set(&ids[0], "killed", "-3"), ErrorKind::Input),
        (set(&ids[0], "killed", "9-6"), ErrorKind::Input),
        (set(&ids[0], "injured", "1000000000"), ErrorKind::Input),
        (set(&ids[0], "colour", "red"), ErrorKind::Input),
        (set("izzzzzzzzzz", "killed", "3"), ErrorKind::NotFound),
        (set("northwire-1#9", "killed", "3"), ErrorKind::NotFound),
        (same(&ids[0], &ids[0]), ErrorKind::Input),
        (Decision::Different("sahil-3#1".into(), ids[1].clone()), ErrorKind::Input),
    ];
    for (decision, kind) in refused {
        assert_eq!(book.judge(&decision, "Because.", &stamp()).unwrap_err().kind(), kind, "{decision:?}");
    }
    let unreasoned = book.judge(&set(&ids[0], "killed", "3"), "  ", &stamp());
    assert_eq!(unreasoned.unwrap_err().kind(), ErrorKind::Input);
    let nobody = casebook::Stamp { by: " ".into(), ..stamp() };
    let unsigned = book.judge(&set(&ids[0], "killed", "3"), "Because.", &nobody);
    assert_eq!(unsigned.unwrap_err().kind(), ErrorKind::Input);
    assert_eq!(book.counts().unwrap().judgements, 0);
}

#[test]
fn a_casebook_reconciles_and_grades_by_the_policy_it_was_made_with() {
    let own = include_str!("../../../../data/policy/airwars.toml")
        .replace("name = \"airwars\"", "name = \"three-sources\"")
        .replace("sources = 2", "sources = 3");
    let dir = tempfile::tempdir().unwrap();
    let mut book = Casebook::create(dir.path(), "example.org/strict", Some(&own), &stamp()).unwrap();
    take_in(&mut book, &[HOUSE, HOUSE_TOO]);
    let id = ids(&mut book).remove(0);
    assert_eq!(book.incident(&id).unwrap().grade, Grade::Weak, "two sources are not three");
    // A person may know better, and says why.
    book.judge(&set(&id, "grade", "fair"), "The morgue confirmed it by telephone.", &stamp()).unwrap();
    book.judge(&set(&id, "strike_status", "likely"), "The morgue confirmed it by telephone.", &stamp())
        .unwrap();
    let incident = book.incident(&id).unwrap();
    assert_eq!((incident.grade, incident.strike_status), (Grade::Fair, value::StrikeStatus::Likely));
    let explained = book.explain(&id, "grade").unwrap();
    assert!(explained.steps.iter().any(|step| step.says.contains("The morgue confirmed it")));
    drop(book);
    assert_sound(dir.path());
    let broken = own.replace("when = \"otherwise\"", "when = \"accepted\"");
    let error =
        Casebook::create(tempfile::tempdir().unwrap().path(), "example.org/b", Some(&broken), &stamp());
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(error.to_string().contains("the last rule must be"), "{error}");
}
