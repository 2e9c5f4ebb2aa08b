//! What the accounts of one incident come to: ranges, date, places, parties, origins, grade.

mod dossier;
use dossier::{ORLIVKA, Tell, one, says, shown, tell};
use value::{ActorRole, Grade, MethodName, PlacePrecision, PositionTaken, StrikeStatus};

const DAY: &str = "2023-05-12";
const WIRE: &str = "A rocket struck the bus station of Orlivka at dawn on Friday, killing four travellers and \
    wounding nine, the regional governor said. Witnesses heard two explosions within a minute of each other.";

/// An account of the one strike on Orlivka.
fn orlivka(report: &str) -> Tell {
    tell(report).on(DAY).at(ORLIVKA)
}

#[test]
fn the_range_runs_from_the_lowest_to_the_highest_figure() {
    let incident = one([orlivka("a").killed("9"), orlivka("b").killed("10-11"), orlivka("c").killed("12")]);
    assert_eq!(shown(incident.killed.as_ref()), "9–12");
    assert!(says(&incident, "killed", "minimum 9: the lowest figure that stands, of a"));
    assert!(says(&incident, "killed", "maximum 12: the highest figure, of c"));
}

#[test]
fn at_least_nine_is_closed_by_a_report_of_twelve() {
    let incident = one([orlivka("a").killed("9+"), orlivka("b").killed("12")]);
    assert_eq!(shown(incident.killed.as_ref()), "9–12");
}

#[test]
fn more_than_twenty_stays_open_above_where_no_report_reaches_it() {
    let incident = one([orlivka("a").injured("15"), orlivka("b").injured("20+")]);
    assert_eq!(shown(incident.injured.as_ref()), "15+");
    assert!(says(&incident, "injured", "no maximum: b tells 20+"));
}

#[test]
fn a_toll_that_its_publisher_raised_leaves_the_minimum() {
    let incident = one([
        orlivka("first").by("Rescue Desk", DAY).killed("4"),
        orlivka("second").by("Rescue Desk", "2023-05-14").killed("6"),
    ]);
    assert_eq!(shown(incident.killed.as_ref()), "6");
    assert!(says(&incident, "killed", "its publisher later told more"));
}

#[test]
fn a_provisional_toll_leaves_the_minimum_once_a_later_report_tells_more() {
    let early = orlivka("early").by("@street", DAY).killed("6").provisional();
    let late = orlivka("late").by("Rescue Desk", "2023-05-13").killed("7");
    assert_eq!(shown(one([early.clone(), late]).killed.as_ref()), "7");
    assert_eq!(shown(one([early]).killed.as_ref()), "6", "alone it is all there is");
}

#[test]
fn a_firm_early_toll_of_another_source_stays_in_the_range() {
    let incident = one([
        orlivka("early").by("Northwire", DAY).killed("9"),
        orlivka("late").by("River Watch", "2023-05-15").killed("12"),
    ]);
    assert_eq!(shown(incident.killed.as_ref()), "9–12");
}

#[test]
fn what_a_party_concedes_does_not_move_the_range() {
    let incident = one([
        orlivka("a").killed("9"),
        orlivka("panel").killed("3").position("North", PositionTaken::Admitted).conceding(3),
    ]);
    assert_eq!(shown(incident.killed.as_ref()), "9");
    assert_eq!(incident.positions[0].conceded_killed.unwrap().to_string(), "3");
    assert!(says(&incident, "killed", "is what a party concedes"));
}

#[test]
fn a_concession_is_the_range_where_nobody_else_counts() {
    let incident =
        one([orlivka("panel").killed("3").position("North", PositionTaken::Admitted).conceding(3)]);
    assert_eq!(shown(incident.killed.as_ref()), "3");
}

#[test]
fn groups_are_reconciled_like_totals_and_a_group_nobody_spoke_of_is_absent() {
    let incident = one([orlivka("a").killed("9").children("4"), orlivka("b").killed("9").children("5")]);
    let killed = incident.killed.unwrap();
    assert_eq!(killed.children.unwrap().to_string(), "4–5");
    assert_eq!(killed.women, None);
}

#[test]
fn harm_that_nobody_spoke_of_is_absent() {
    let incident = one([orlivka("a").injured("9")]);
    assert_eq!((incident.killed, incident.missing), (None, None));
}

#[test]
fn copies_of_a_wire_are_one_origin_and_one_source() {
    let copy = WIRE.replace("the regional governor said", "officials said");
    let incident = one([
        orlivka("copy").by("Harbour Post", DAY).text(&copy).killed("4"),
        orlivka("wire").by("Northwire", DAY).text(WIRE).killed("4"),
    ]);
    assert_eq!(incident.origins, [["copy", "wire"]]);
    assert_eq!((incident.grade, incident.strike_status), (Grade::Weak, StrikeStatus::SingleSource));
}

#[test]
fn the_first_published_stands_first_in_its_origin() {
    let incident = one([
        orlivka("a").by("Harbour Post", "2023-05-13").text(WIRE),
        orlivka("b").by("Northwire", DAY).text(WIRE),
        orlivka("c").by("River Watch", "2023-05-11"),
    ]);
    assert_eq!(incident.origins, vec![vec!["c"], vec!["b", "a"]]);
    assert_eq!(incident.sources, ["c", "b", "a"]);
}

#[test]
fn two_independent_sources_are_fair_and_likely() {
    let incident = one([orlivka("a").killed("4").suspects("North"), orlivka("b").killed("4")]);
    assert_eq!((incident.grade, incident.strike_status), (Grade::Fair, StrikeStatus::Likely));
    assert!(says(&incident, "grade", "2 independent sources"));
}

#[test]
fn one_source_is_weak() {
    let incident = one([orlivka("a").killed("4")]);
    assert_eq!((incident.grade, incident.strike_status), (Grade::Weak, StrikeStatus::SingleSource));
}

#[test]
fn sources_that_attribute_it_to_different_parties_contest_it() {
    let incident = one([orlivka("a").suspects("North"), orlivka("b").suspects("South")]);
    assert_eq!((incident.grade, incident.strike_status), (Grade::Contested, StrikeStatus::Contested));
}

#[test]
fn of_two_sources_one_that_leaves_two_parties_open_makes_it_contested() {
    let incident = one([orlivka("a").suspects("North").suspects("South"), orlivka("b").suspects("South")]);
    assert_eq!(incident.grade, Grade::Contested);
}

#[test]
fn one_source_against_three_contests_nothing() {
    let south = |id: &str| orlivka(id).suspects("South");
    let incident = one([orlivka("a").suspects("North"), south("b"), south("c"), south("d")]);
    assert_eq!(incident.grade, Grade::Fair);
    assert!(incident.actors.iter().any(|actor| actor.name == "North"), "it is kept among the parties");
}

#[test]
fn an_admission_months_later_joins_confirms_and_makes_the_party_known() {
    let incident = one([
        orlivka("a").by("Northwire", DAY).killed("9").suspects("North"),
        orlivka("late")
            .by("Northwire", "2023-07-20")
            .suspects("North")
            .position("North", PositionTaken::Admitted),
    ]);
    assert_eq!((incident.grade, incident.strike_status), (Grade::Confirmed, StrikeStatus::Declared));
    assert_eq!(incident.actors[0].role, ActorRole::Known);
    assert_eq!(
        incident.positions[0].date,
        Some(dossier::date("2023-07-20")),
        "the report's day, since it has none"
    );
}

#[test]
fn a_claim_by_another_that_a_party_admitted_confirms_nothing() {
    let claimed = orlivka("b").position("North", PositionTaken::Admitted).claimed_by("Daily Lantern");
    let incident = one([orlivka("a").suspects("North"), claimed]);
    assert_eq!(incident.grade, Grade::Fair);
    assert_eq!(incident.actors[0].role, ActorRole::Suspected);
}

#[test]
fn the_rule_is_one_for_all_sides() {
    for party in ["North", "South", "U.S.-led Coalition", "Islamic State"] {
        let incident = one([orlivka("a").suspects(party).position(party, PositionTaken::PartlyAdmitted)]);
        assert_eq!(incident.grade, Grade::Confirmed, "{party}");
    }
}

#[test]
fn one_body_that_finds_anothers_strike_credible_confirms_nothing() {
    let incident = one([
        orlivka("a").suspects("North"),
        orlivka("b").suspects("North").position("Inquiry Panel", PositionTaken::AssessedCredible),
    ]);
    assert_eq!(incident.grade, Grade::Fair);
}

#[test]
fn a_partys_last_word_counts() {
    let denial = orlivka("b")
        .published("2023-05-13")
        .killed("4")
        .suspects("North")
        .position("North", PositionTaken::Denied);
    let admission = |day: &str| {
        orlivka("c")
            .published(day)
            .killed("4")
            .suspects("North")
            .position("North", PositionTaken::AssessedCredible)
    };
    assert_eq!(one([denial.clone(), admission("2023-08-01")]).grade, Grade::Confirmed);
    assert_eq!(one([denial, admission("2023-05-12")]).grade, Grade::Fair);
}

#[test]
fn a_denial_that_tells_of_no_harm_is_no_second_source() {
    let incident = one([orlivka("a").killed("4"), orlivka("b").position("North", PositionTaken::Denied)]);
    assert_eq!(incident.grade, Grade::Weak);
    assert_eq!(incident.positions.len(), 1);
}

#[test]
fn a_position_told_by_copies_counts_once() {
    let told = |id: &str| orlivka(id).text(WIRE).position("North", PositionTaken::NoComment);
    assert_eq!(one([told("a"), told("b")]).positions.len(), 1);
}

#[test]
fn the_day_is_the_one_that_most_sources_tell() {
    let next = tell("c").on("2023-05-13").at(ORLIVKA).killed("14");
    let incident = one([orlivka("a").killed("14"), orlivka("b").killed("14"), next]);
    let when = incident.date.unwrap();
    assert_eq!((when.start, when.end), (Some(dossier::date(DAY)), Some(dossier::date(DAY))));
}

#[test]
fn days_without_a_majority_stay_a_range() {
    let next = tell("b").on("2023-05-13").at(ORLIVKA).killed("14").injured("30");
    let incident = one([orlivka("a").killed("14").injured("30"), next]);
    let when = incident.date.clone().unwrap();
    assert_eq!((when.start, when.end), (Some(dossier::date(DAY)), Some(dossier::date("2023-05-13"))));
    assert!(says(&incident, "date", "sources tell different days"));
}

#[test]
fn wide_dates_come_to_the_days_they_have_in_common() {
    let told = |id: &str, days: &str| tell(id).on(days).at(ORLIVKA).killed("6");
    let when = one([told("a", "2023-05-10..2023-05-12"), told("b", "2023-05-11..2023-05-14")]).date.unwrap();
    assert_eq!(
        (when.start, when.end),
        (Some(dossier::date("2023-05-11")), Some(dossier::date("2023-05-12")))
    );
}

#[test]
fn a_finer_place_within_the_town_that_all_name_stands_first() {
    let school = ("School No. 3", 48.01, 37.01);
    let fine = tell("c").on(DAY).place(school, PlacePrecision::Landmark).at(ORLIVKA);
    let places = one([orlivka("a"), orlivka("b"), fine]).places;
    let names: Vec<&str> = places.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["School No. 3", "Orlivka"]);
}

#[test]
fn a_place_that_one_source_mentions_beside_it_does_not_stand_first() {
    let hospital_town = ("Halmet", 48.0, 37.54);
    let places = one([orlivka("a").at(hospital_town), orlivka("b")]).places;
    assert_eq!(places[0].name, "Orlivka");
}

#[test]
fn actors_merge_by_name_whatever_the_spelling_of_it() {
    let incident = one([
        orlivka("a").suspects("U.S.-led Coalition"),
        orlivka("b").suspects("US-led coalition").actor("Militia", ActorRole::Targeted),
    ]);
    assert_eq!(incident.actors.len(), 2);
    assert_eq!(incident.actors[1].role, ActorRole::Targeted);
    assert_eq!(incident.grade, Grade::Fair);
}

#[test]
fn means_merge_by_term_and_unknown_yields() {
    let incident = one([orlivka("a").means(MethodName::Airstrike), orlivka("b").means(MethodName::Unknown)]);
    let names: Vec<MethodName> = incident.methods.iter().map(|m| m.name).collect();
    assert_eq!(names, [MethodName::Airstrike]);
}
