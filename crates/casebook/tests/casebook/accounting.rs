//! Who was alleged by whom, who stands where, what was asked and what answered, which norms are engaged.

use crate::desk::*;
use casebook::accountability::Stand;
use casebook::{Casebook, PositionOn};
use value::{PositionTaken, Range};

const COALITION: &str = "U.S.-led Coalition";
const COUNCIL: &str = r#"{"id":"council-1","publisher":"Northwire","published":"2017-07-30","text":"At least six civilians were killed and ten wounded when U.S.-led Coalition warplanes struck a house in Abu Kamal on 29 July 2017, the local council said. The council called on the Coalition to publish the footage of the strike. The attack may breach Common Article 3 of the Geneva Conventions, it said."}"#;
const RESIDENTS: &str = r#"{"id":"residents-7","publisher":"The Lantern","published":"2017-07-31","text":"Nine people died in Abu Kamal, Syria, on 29 July 2017. Coalition warplanes bombed a family home, residents told The Lantern by telephone. The Security Council must act, a resident said."}"#;
const PANEL: &str = r#"{"id":"panel-12","publisher":"Coalition Press Desk","published":"2017-12-01","text":"July 29, 2017, near Abu Kamal, Syria: the Coalition assessed the allegation of civilian casualties as credible. Three civilians were unintentionally killed."}"#;

fn desk() -> Desk {
    Desk::with(&[COUNCIL, RESIDENTS, PANEL])
}

/// The one incident's id.
fn only(book: &mut Casebook) -> String {
    let ids = ids(book);
    assert_eq!(ids.len(), 1, "{ids:?}");
    ids[0].clone()
}

#[test]
fn a_statement_on_an_incident_near_a_town_stands_on_it_with_a_score() {
    let desk = desk();
    let mut book = desk.open();
    let id = only(&mut book);
    let [stand] = &book.stands().unwrap()[..] else { panic!("one position") };
    assert_eq!((stand.actor.as_str(), stand.position), (COALITION, PositionTaken::AssessedCredible));
    assert_eq!(stand.conceded_killed, Some(Range::exactly(3)));
    assert_eq!((stand.report.as_str(), stand.recorded), ("panel-12", false));
    let matched = stand.incident.as_ref().unwrap();
    assert_eq!(matched.incident, id);
    assert!(matched.probability.is_some_and(|p| p > 0.7), "{matched:?}");
    assert!(stand.spans.iter().all(|quote| quote.stands_in(&book.report("panel-12").unwrap().text)));
}

#[test]
fn a_party_is_shown_with_who_alleges_it_and_what_it_says() {
    let desk = desk();
    let mut book = desk.open();
    let actors = book.actors().unwrap();
    let record = actors.iter().find(|record| record.actor == COALITION).unwrap();
    assert_eq!((record.alleged, record.killed.to_string().as_str()), (1, "6–9"));
    assert_eq!(record.conceded_killed, Some(Range::exactly(3)));
    assert_eq!(record.positions.get(&PositionTaken::AssessedCredible), Some(&1));
    let [allegation] = &record.allegations[..] else { panic!("one incident") };
    let by: Vec<_> =
        allegation.by.iter().map(|by| (&*by.report, by.published.unwrap().to_string())).collect();
    assert_eq!(by[..2], [("council-1", "2017-07-30".into()), ("residents-7", "2017-07-31".into())]);
    assert_eq!(allegation.by[1].according_to, ["residents"]);
}

#[test]
fn a_demand_is_answered_by_a_later_position_of_the_one_who_was_asked_and_by_no_other() {
    let desk = Desk::with(&[COUNCIL, RESIDENTS]);
    let mut book = desk.open();
    assert!(book.demands().unwrap().iter().all(|demand| demand.answers.is_empty()));
    take_in(&mut book, &[PANEL]);
    let id = only(&mut book);
    let demands = book.demands().unwrap();
    let asked: Vec<_> = demands.iter().map(|d| (&*d.of, &*d.report, d.answers.len())).collect();
    assert_eq!(asked, [(COALITION, "council-1", 1), ("UN Security Council", "residents-7", 0)]);
    assert!(demands.iter().all(|demand| demand.incident.as_ref() == Some(&id)));
}

#[test]
fn what_a_person_recorded_stands_without_a_score_and_answers_too() {
    let desk = Desk::with(&[COUNCIL, RESIDENTS]);
    let mut book = desk.open();
    let on = PositionOn {
        of: only(&mut book),
        actor: COALITION.into(),
        position: PositionTaken::UnderReview,
        date: Some(jiff::civil::date(2017, 8, 2)),
        conceded_killed: None,
        conceded_injured: None,
        why: "Said by its spokesman on the telephone.".into(),
    };
    book.record_position(&on, &stamp()).unwrap();
    let [stand]: [Stand; 1] = book.stands().unwrap().try_into().unwrap();
    assert!(stand.recorded && stand.incident.unwrap().probability.is_none());
    assert_eq!(book.demands().unwrap()[0].answers.len(), 1);
}

#[test]
fn a_dossier_holds_allegations_demands_and_the_norms_that_are_engaged() {
    let desk = desk();
    let mut book = desk.open();
    let id = only(&mut book);
    take_in(&mut book, &[MARKET]);
    let dossier = book.dossier(&id).unwrap();
    assert_eq!(dossier.incident, book.incident(&id).unwrap());
    assert_eq!(dossier.allegations[0].actor, COALITION);
    assert_eq!(dossier.allegations[0].alleged.stands, book.stands().unwrap());
    assert_eq!(dossier.demands, book.demands().unwrap());
    let [norm, _] = &dossier.norms_engaged[..] else { panic!("{:?}", dossier.norms_engaged) };
    assert!(norm.by[0].as_written.contains("Common Article 3"), "{norm:?}");
    assert_eq!(norm.by[0].report, "council-1");
    let json = serde_json::to_value(&dossier).unwrap();
    assert_eq!(json["incident"], id, "the contract's keys stay where they are");
}

#[test]
fn a_position_in_a_report_of_no_event_is_listed_without_an_incident() {
    let denial = r#"{"id":"denial-1","publisher":"Press Desk","published":"2018-01-05","text":"The Coalition denied all responsibility. It gave no reasons."}"#;
    let desk = Desk::with(&[MARKET, denial]);
    let mut book = desk.open();
    let stands = book.stands().unwrap();
    let [stand] = &stands[..] else { panic!("{stands:?}") };
    assert_eq!((stand.position, &stand.incident), (PositionTaken::Denied, &None));
}
