//! The queue of what needs a person's eyes: what is asked, in which order, and that an answer is an answer.

use crate::desk::*;
use casebook::review::{Item, Kind, Wanted, queue};
use casebook::{Casebook, Decision};

/// Three reports of one shelled well, by sources that disagree on the dead.
const WELL: &str = r#"{"id":"well-1","publisher":"Northwire","published":"2017-06-14","text":"Four civilians were killed when shells hit a well in Busayrah in Deir ez-Zor province on 14 June 2017, a doctor said."}"#;
const WELL_TOO: &str = r#"{"id":"well-2","publisher":"The Lantern","published":"2017-06-15","text":"Shells that fell on a well in Busayrah in Deir ez-Zor province on 14 June 2017 killed twelve civilians, neighbours told The Lantern."}"#;
const WELL_LATER: &str = r#"{"id":"well-3","publisher":"Sahil","published":"2017-06-20","text":"Shells hit a well in Busayrah in Deir ez-Zor province on 14 June 2017 and killed five civilians, Sahil has learned."}"#;

/// Two reports of a shelled market, of which the second is vague.
const STALLS: &str = r#"{"id":"stalls-1","publisher":"Sahil","published":"2017-06-16","text":"Two traders were killed and one wounded in Busayrah in Deir ez-Zor province on 15 June 2017 when shells fell on a market, a nurse said."}"#;
const STALLS_TOO: &str = r#"{"id":"stalls-2","publisher":"River Watch","published":"2017-06-16","text":"Shelling of the market of Busayrah in Deir ez-Zor province killed some people in mid-June 2017 and wounded dozens, River Watch reports."}"#;
/// One hospital, two parties.
const WARD: &str = r#"{"id":"ward-1","publisher":"River Watch","published":"2017-06-18","text":"In Al Mayadin in Deir ez-Zor province 20 people were killed by an airstrike on a hospital on 14 June 2017 by Coalition warplanes."}"#;
const WARD_TOO: &str = r#"{"id":"ward-2","publisher":"Sahil","published":"2017-06-18","text":"Russian warplanes bombed a hospital in Al Mayadin in Deir ez-Zor on 14 June 2017. The dead are 22, among them children."}"#;

const MANY: &[&str] = &[HOUSE, HOUSE_TOO, STALLS, STALLS_TOO, WARD, WARD_TOO, MARKET, SCHOOL];

fn items(book: &mut Casebook) -> Vec<Item> {
    book.review(&Wanted::default()).unwrap().items
}

fn of_kind(book: &mut Casebook, kind: Kind) -> Vec<Item> {
    book.review(&Wanted { kind: Some(kind), ..Wanted::default() }).unwrap().items
}

#[test]
fn sources_that_contradict_each_other_are_asked_about_until_a_person_says_which_holds() {
    let desk = Desk::with(&[WELL, WELL_TOO]);
    let mut book = desk.open();
    let [item] = &of_kind(&mut book, Kind::Contradiction)[..] else { panic!("one contradiction") };
    assert_eq!(item.field.as_deref(), Some("killed"));
    assert_eq!(item.says, "well-1 tells 4 killed, well-2 tells 12");
    assert_eq!(item.reports, ["well-1", "well-2"]);
    let id = item.incidents[0].clone();
    assert_eq!(item.answers[0].command, format!("cenotaph judge set {id} killed VALUE --why REASON"));
    let decision = Decision::Set { of: id, field: "killed".into(), value: "12".into() };
    book.judge(&decision, "The registry of burials lists twelve.", &stamp()).unwrap();
    assert!(of_kind(&mut book, Kind::Contradiction).is_empty());
}

#[test]
fn what_was_looked_at_is_not_asked_again_until_a_report_comes_in() {
    let desk = Desk::with(&[WELL, WELL_TOO]);
    let mut book = desk.open();
    let id = ids(&mut book).remove(0);
    book.judge(&Decision::Seen(id.clone()), "Neither can be settled from here.", &stamp()).unwrap();
    assert_eq!(items(&mut book), []);
    take_in(&mut book, &[WELL_LATER]);
    let [item] = &of_kind(&mut book, Kind::NewSource)[..] else { panic!("one new source") };
    assert_eq!(item.reports, ["well-3"]);
    assert_eq!(of_kind(&mut book, Kind::Contradiction).len(), 1, "it is open again");
    let answer = item.answers[0].decision.clone().unwrap();
    book.judge(&answer, "It adds nothing.", &stamp()).unwrap();
    assert_eq!(items(&mut book), []);
    assert_eq!(book.incident(&id).unwrap().killed.unwrap().range(), value::Range::between(4, 12));
}

#[test]
fn each_answer_of_an_item_removes_it() {
    let desk = Desk::with(MANY);
    let all = items(&mut desk.open());
    assert!(all.len() > 2 && all.iter().any(|item| item.kind == Kind::Membership), "{all:?}");
    for item in &all {
        for decision in item.answers.iter().filter_map(|answer| answer.decision.as_ref()) {
            let desk = Desk::with(MANY);
            let mut book = desk.open();
            assert_eq!(book.review_item(&item.id).unwrap().as_ref(), Some(item));
            book.judge(decision, "A person looked.", &stamp()).unwrap();
            assert_eq!(book.review_item(&item.id).unwrap(), None, "{} by {decision:?}", item.id);
        }
    }
}

#[test]
fn the_queue_is_ordered_by_urgency_and_kept_as_it_is_computed() {
    let desk = Desk::with(MANY);
    let mut book = desk.open();
    let all = items(&mut book);
    assert!(all.windows(2).all(|two| two[0].urgency >= two[1].urgency));
    let incidents = book.incidents(&casebook::Filter::default()).unwrap();
    let open = queue(&incidents, &[], &casebook::review::Arrivals::new());
    assert!(open.iter().all(|item| all.iter().any(|kept| kept.id == item.id)));
    let second = book.review(&Wanted { skip: 1, limit: Some(1), ..Wanted::default() }).unwrap();
    assert_eq!((second.items.as_slice(), second.of), (&all[1..2], all.len() as u64));
    let of_one = Wanted { incident: Some(all[0].incidents[0].clone()), ..Wanted::default() };
    let of_one = book.review(&of_one).unwrap();
    assert!(of_one.items.iter().all(|item| item.incidents.contains(&all[0].incidents[0])));
    drop(book);
    assert_eq!(items(&mut Casebook::rebuild(&desk.path()).unwrap()), all);
}

#[test]
fn doubts_become_questions_that_name_both_accounts_and_a_statement_is_called_one() {
    let desk = Desk::with(&[MARKET, SCHOOL]);
    let mut book = desk.open();
    let incidents = book.incidents(&casebook::Filter::default()).unwrap();
    let key = |n: usize| incidents[n].accounts[0].key.clone();
    let (a, b) = if key(0) <= key(1) { (key(0), key(1)) } else { (key(1), key(0)) };
    let doubt = |statement, probability| {
        let (a, b, says) = (a.clone(), b.clone(), "same day".to_owned());
        value::Doubt { a, b, statement, probability, says }
    };
    let ask = |doubt| {
        let open = queue(&incidents, &[doubt], &casebook::review::Arrivals::new());
        open.into_iter().find(|item| item.kind == Kind::Merge).unwrap()
    };
    let plain = ask(doubt(None, 0.5));
    assert!(plain.says.contains("may tell of one event, with 50 %: same day"), "{}", plain.says);
    assert!(plain.urgency > ask(doubt(None, 0.25)).urgency, "what is less open is less urgent");
    let statement = ask(doubt(Some(key(1)), 0.6));
    assert!(statement.says.starts_with("the statement in dnipro-9 speaks of what sahil-3 tells, with 60 %"));
    let same = statement.answers[0].decision.clone().unwrap();
    book.judge(&same, "The spokesman named the street.", &stamp()).unwrap();
    assert_eq!(ids(&mut book).len(), 1);
}
