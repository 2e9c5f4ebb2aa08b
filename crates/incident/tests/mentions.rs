//! What a report tells beside its main event: an incident of its own, or a mention that counts for nothing.

mod dossier;
use dossier::{
    HALMET, ORLIVKA, REGION, Tell, different, dossier, groups, judged, key, one, ruled, says, shown, tell,
};
use value::{PlacePrecision, Verdict};

const DAY: &str = "2023-05-12";

fn main_event() -> Tell {
    tell("report").published("2023-05-13").on(DAY).at(ORLIVKA).killed("6")
}

fn beside() -> Tell {
    tell("report").published("2023-05-13").anchor(400).rank(1)
}

#[test]
fn a_second_event_with_a_day_a_place_and_a_harm_is_an_incident() {
    let second = beside().on("2023-05-11").at(HALMET).killed("2");
    assert_eq!(groups(&dossier([main_event(), second])), ["report", "report"]);
}

#[test]
fn what_has_no_place_is_a_mention_and_moves_no_range() {
    let incident = one([main_event(), beside().on("2023-05-02").killed("40")]);
    assert_eq!(shown(incident.killed.as_ref()), "6");
    assert_eq!(incident.accounts.len(), 2, "the mention is kept");
    assert!(says(&incident, "membership", "mentions another event in passing"));
}

#[test]
fn what_has_no_harm_or_no_day_or_only_a_region_is_a_mention() {
    for mention in [
        beside().on("2023-05-02").at(HALMET),
        beside().on("2023-01-01..2023-03-31").at(HALMET).killed("9"),
        beside().on("2023-05-02").place(REGION, PlacePrecision::Province).killed("9"),
    ] {
        let incident = one([main_event(), mention]);
        assert_eq!(shown(incident.killed.as_ref()), "6");
    }
}

#[test]
fn an_event_long_before_the_news_is_recalled_and_no_incident() {
    let recalled = || beside().on("2022-11-02").at(HALMET).killed("9");
    one([main_event(), recalled()]);
    // Another report tells of it: it is an incident, which both tell.
    let told = tell("other").published("2022-11-03").on("2022-11-02").at(HALMET).killed("9");
    assert_eq!(groups(&dossier([main_event(), recalled(), told])), ["other+report", "report"]);
}

#[test]
fn a_list_of_events_recalls_none() {
    let days = ["2023-01-05", "2023-02-06", "2023-03-07"];
    let listed = days
        .iter()
        .zip(1..)
        .map(|(day, n)| beside().anchor(400 * n).rank(n as usize).on(day).at(HALMET).killed("9"));
    assert_eq!(dossier(std::iter::once(main_event()).chain(listed)).len(), 4);
}

#[test]
fn a_judgement_makes_an_incident_of_a_mention() {
    let tells = || [main_event(), beside().on("2023-05-02").killed("40")];
    let parted = Verdict::Different { a: key("report", 10), b: key("report", 400) };
    assert_eq!(ruled(tells(), &[judged(1, parted)]).len(), 2);
    let elsewhere = different(1, "report", "no such report");
    assert_eq!(ruled(tells(), &[elsewhere]).len(), 1, "a judgement on nothing changes nothing");
}

#[test]
fn an_event_told_twice_in_one_report_is_one_incident() {
    one([main_event(), beside().on(DAY).at(ORLIVKA).killed("6")]);
    let strikes = [main_event(), beside().on(DAY).at(ORLIVKA).killed("21")];
    assert_eq!(dossier(strikes).len(), 2, "tolls that differ clearly tell two strikes apart");
}
