//! Which accounts are one incident, and which are not. Each test is a small dossier with the reason.

mod dossier;
use dossier::{HALMET, ORLIVKA, REGION, SARN, dossier, groups, one, tell};
use value::{AccountKind, MethodName, PlacePrecision};

const DAY: &str = "2023-05-12";

#[test]
fn an_account_that_matches_no_other_is_an_incident_of_its_own() {
    let incidents =
        dossier([tell("a").on(DAY).at(ORLIVKA).killed("3"), tell("b").on(DAY).at(HALMET).killed("3")]);
    assert_eq!(groups(&incidents), ["a", "b"]);
}

#[test]
fn the_same_day_and_town_are_one_incident() {
    one([tell("a").on(DAY).at(ORLIVKA).killed("4"), tell("b").on(DAY).at(ORLIVKA).killed("5")]);
}

#[test]
fn an_account_without_a_toll_matches_by_date_and_place() {
    one([tell("a").on(DAY).at(ORLIVKA).killed("4"), tell("denial").on(DAY).at(ORLIVKA)]);
}

#[test]
fn the_same_town_alone_is_not_enough() {
    let incidents = dossier([
        tell("a").on(DAY).at(ORLIVKA).killed("12").injured("30"),
        tell("b").on("2023-09-02").at(ORLIVKA).killed("12").injured("30"),
    ]);
    assert_eq!(groups(&incidents), ["a", "b"]);
}

#[test]
fn the_same_day_and_toll_without_a_place_are_not_enough() {
    let a =
        tell("a").on(DAY).at(ORLIVKA).killed("12").injured("31").means(MethodName::Airstrike).hit("school");
    let b = tell("b").on(DAY).killed("12").injured("31").means(MethodName::Airstrike).hit("school");
    assert_eq!(groups(&dossier([a, b])), ["a", "b"]);
}

#[test]
fn one_form_of_words_does_not_make_one_event_of_strikes_in_towns_that_lie_far_apart() {
    // A monitor that tells every strike in the same words, on a day with many: all but the town is alike.
    let filler = |i: usize| {
        let town = format!("Filler{i}");
        let day = format!("2023-{:02}-{:02}", 1 + i % 12, 1 + i % 28);
        tell(&format!("filler{i:03}"))
            .on(&day)
            .by("Monitor", &day)
            .text(&told_in(&town, 3 + i % 30))
            .killed("3")
    };
    let strike = |id: &str, (town, lat, lon): (&'static str, f64, f64), killed: usize, injured: &str| {
        let a = tell(id).on(DAY).by("Monitor", DAY).at((town, lat, lon)).text(&told_in(town, killed));
        a.killed(&killed.to_string()).injured(injured).means(MethodName::Airstrike).hit("market")
    };
    // Some 1,000 kilometres apart even where one toll is told, and some 130 where the tolls differ.
    for (degrees, killed, injured) in [(9.0, 17, "43"), (1.2, 21, "30")] {
        let near = strike("near", ORLIVKA, 17, "43");
        let far = strike("far", ("Tarvash", ORLIVKA.1 + degrees, ORLIVKA.2), killed, injured);
        let incidents = dossier((0..200).map(filler).chain([near, far]));
        assert!(groups(&incidents).contains(&"near".to_owned()), "{degrees}: {:?}", groups(&incidents));
    }
}

fn told_in(town: &str, killed: usize) -> String {
    format!(
        "Monitor: at least {killed} civilians were killed and dozens wounded when warplanes struck a crowded market in the \
         town of {town} this morning, medical sources said; rescue teams are still searching the rubble."
    )
}

#[test]
fn a_region_and_a_day_are_not_enough() {
    let a = tell("a").on(DAY).at(ORLIVKA).suspects("North").means(MethodName::Artillery);
    let b = tell("b")
        .on(DAY)
        .place(REGION, PlacePrecision::Province)
        .suspects("North")
        .means(MethodName::Artillery);
    assert_eq!(groups(&dossier([a, b])), ["a", "b"]);
}

#[test]
fn a_region_and_a_day_are_enough_where_a_high_toll_agrees_exactly() {
    let region = |t: dossier::Tell| t.place(REGION, PlacePrecision::Province);
    one([
        region(tell("a").on(DAY).at(ORLIVKA).killed("17").injured("43")),
        region(tell("b").on(DAY).killed("17").injured("43")),
    ]);
}

#[test]
fn a_name_joins_where_neither_account_has_coordinates() {
    one([tell("a").on(DAY).at_name("Nova Hreblia"), tell("b").on(DAY).at_name("Nova Hreblia")]);
}

#[test]
fn shared_names_of_victims_join_accounts_that_give_no_place() {
    let named = |t: dossier::Tell| t.on(DAY).victim("Olena Marchuk").victim("Ivan Marchuk");
    one([named(tell("a").at(ORLIVKA)), named(tell("b"))]);
}

#[test]
fn two_strikes_told_by_one_report_stay_two() {
    // Reading has already decided that they are two; the second report tells only of the larger.
    let incidents = dossier([
        tell("both").anchor(10).on(DAY).at(ORLIVKA).killed("3"),
        tell("both").anchor(90).on(DAY).at(ORLIVKA).killed("11"),
        tell("large").on(DAY).at(ORLIVKA).killed("11"),
    ]);
    assert_eq!(groups(&incidents), ["both", "both+large"]);
    let joined = incidents.iter().find(|i| i.accounts.len() == 2).unwrap();
    assert_eq!(joined.accounts[0].key.anchor, 90, "the account with the same toll is the one that matches");
}

#[test]
fn tolls_that_differ_clearly_tell_two_strikes_of_one_evening_apart() {
    let incidents = dossier([
        tell("a").published(DAY).on(DAY).at(ORLIVKA).killed("3").injured("4"),
        tell("b").published(DAY).on(DAY).at(ORLIVKA).killed("19").injured("60"),
    ]);
    assert_eq!(groups(&incidents), ["a", "b"]);
}

#[test]
fn a_toll_that_rises_from_one_day_to_the_next_is_one_strike() {
    one([
        tell("early").published(DAY).on(DAY).at(ORLIVKA).killed("5").means(MethodName::Airstrike),
        tell("late").published("2023-05-13").on(DAY).at(ORLIVKA).killed("12").means(MethodName::Airstrike),
    ]);
}

#[test]
fn days_that_follow_each_other_are_two_strikes_unless_more_agrees() {
    let daily = |id: &str, day: &str, toll: &str| {
        tell(id).on(day).at(ORLIVKA).killed(toll).suspects("North").means(MethodName::Artillery)
    };
    assert_eq!(groups(&dossier([daily("a", DAY, "2"), daily("b", "2023-05-13", "3")])), ["a", "b"]);
    one([daily("a", DAY, "14"), daily("b", "2023-05-13", "14")]);
}

#[test]
fn a_date_told_as_some_days_meets_the_day_within() {
    one([
        tell("a").on(DAY).at(ORLIVKA).killed("6"),
        tell("b").on("2023-05-10..2023-05-12").at(ORLIVKA).killed("6"),
    ]);
}

#[test]
fn a_month_needs_more_than_the_place() {
    let month = tell("b").on("2023-05-01..2023-05-31").at(ORLIVKA);
    assert_eq!(groups(&dossier([tell("a").on(DAY).at(ORLIVKA).killed("21"), month.clone()])), ["a", "b"]);
    one([tell("a").on(DAY).at(ORLIVKA).killed("21"), month.killed("21")]);
}

#[test]
fn news_without_a_date_is_taken_to_be_of_the_days_before_it() {
    one([
        tell("a").on(DAY).at(ORLIVKA).killed("6"),
        tell("b").published("2023-05-13").at(ORLIVKA).killed("6"),
    ]);
    let late = tell("b").published("2023-08-13").at(ORLIVKA).killed("6");
    assert_eq!(groups(&dossier([tell("a").on(DAY).at(ORLIVKA).killed("6"), late])), ["a", "b"]);
}

#[test]
fn a_quarter_lies_in_its_town_and_a_village_beside_it_does_not() {
    let quarter = ("Market Quarter", 48.01, 37.01);
    one([
        tell("a").on(DAY).at(ORLIVKA).killed("6"),
        tell("b").on(DAY).place(quarter, PlacePrecision::Neighbourhood).killed("6"),
    ]);
    let village = tell("b").on(DAY).place(SARN, PlacePrecision::Village).killed("2");
    assert_eq!(groups(&dossier([tell("a").on(DAY).at(ORLIVKA).killed("6"), village])), ["a", "b"]);
}

#[test]
fn means_that_no_one_confuses_tell_events_apart() {
    let shooting =
        tell("b").on(DAY).at(ORLIVKA).means(MethodName::SmallArms).killed("2").kind(AccountKind::Shooting);
    let strike = tell("a").on(DAY).at(ORLIVKA).means(MethodName::Airstrike).killed("5");
    assert_eq!(groups(&dossier([strike, shooting])), ["a", "b"]);
}

#[test]
fn sources_that_blame_different_parties_can_still_tell_of_one_event() {
    one([
        tell("a").on(DAY).at(ORLIVKA).killed("6").suspects("North"),
        tell("b").on(DAY).at(ORLIVKA).killed("6").suspects("South"),
    ]);
}

#[test]
fn a_chain_of_days_does_not_tie_two_strikes_together() {
    // The vague account fits either strike; it goes with one and does not make the two one.
    let incidents = dossier([
        tell("a").on(DAY).at(ORLIVKA).killed("6"),
        tell("b").on("2023-05-15").at(ORLIVKA).killed("6"),
        tell("vague").on("2023-05-12..2023-05-15").at(ORLIVKA).killed("6"),
    ]);
    assert_eq!(incidents.len(), 2);
}

#[test]
fn a_vague_report_of_an_evening_does_not_make_its_two_strikes_one() {
    let incidents = dossier([
        tell("a").published(DAY).on(DAY).at(ORLIVKA).killed("3").injured("4"),
        tell("b").published(DAY).on(DAY).at(ORLIVKA).killed("19").injured("60"),
        tell("vague").published(DAY).on(DAY).at(ORLIVKA),
    ]);
    assert_eq!(incidents.len(), 2, "{:?}", groups(&incidents));
}

#[test]
fn copies_of_a_text_are_one_incident_though_nothing_of_it_was_read() {
    // Four reports in a language that is not read: two are one text, cut and with another first line.
    let wire = "Two rockets fell at dawn on the bakery of the eastern quarter while people stood in line for bread, and \
        the rescue service brought the wounded to the field hospital behind the mill, its director told us by telephone.";
    let copy =
        format!("Correspondent in the north. {}", wire.replace(", its director told us by telephone", ""));
    let other = "The council of the northern district met on the supply of water and named three new members for the year.";
    let more = "Farmers began to bring in the olives, a week later than in the years before, because of the late rain.";
    let texts = [("wire", wire), ("copy", copy.as_str()), ("other", other), ("more", more)];
    let incidents = dossier(texts.map(|(id, text)| tell(id).published(DAY).text(text)));
    assert_eq!(groups(&incidents), ["copy+wire", "more", "other"]);
}

#[test]
fn rare_words_tie_reports_of_one_event_that_share_little_else_where_many_reports_are_at_hand() {
    let filler = |i: usize| {
        let words: Vec<String> = (0..12).map(|j| format!("word{}", (i * 7 + j * 13) % 40)).collect();
        let day = format!("2019-{:02}-{:02}", 1 + i % 12, 1 + i % 28);
        tell(&format!("filler{i:03}")).published(&day).text(&words.join(" "))
    };
    let a = "word1 word2 word3 Marchuk Oleksandra Zhovten Kalynivska bakery word4 word5 minibus";
    let b = "word9 word8 Kalynivska minibus word7 Zhovten Oleksandra Marchuk word6 bakery word5";
    let pair = [tell("a").published(DAY).text(a), tell("b").published("2023-05-14").text(b)];
    let all = |n: usize| dossier((0..n).map(filler).chain(pair.clone()));
    assert!(groups(&all(200)).contains(&"a+b".to_owned()));
    assert!(groups(&all(20)).contains(&"a".to_owned()), "few reports do not tell which words are rare");
}

#[test]
fn membership_is_explained_by_field_with_weights() {
    let incident =
        one([tell("a").on(DAY).at(ORLIVKA).killed("6"), tell("b").on(DAY).at(ORLIVKA).killed("6")]);
    let step = incident.explanation.iter().find(|s| s.about == "membership").unwrap();
    // What each finding weighs is learned; that the weights add up, and that a person can read them, is not.
    let (findings, sum) =
        step.says.strip_prefix("b matches a: ").and_then(|s| s.split_once("; together ")).unwrap();
    for finding in ["date same day (+", "place same place (+", "killed the same toll, five to nine (+"] {
        assert!(findings.contains(finding), "{finding}: {findings}");
    }
    let bits = |s: &str| -> f64 { s.replace('−', "-").replace('+', "").parse().unwrap() };
    let weights = findings.split('(').skip(1).map(|s| bits(s.split_once(')').unwrap().0));
    let (told, rest) = sum.split_once(" bits of ").unwrap();
    assert!((weights.sum::<f64>() - bits(told)).abs() < 0.35, "{}", step.says);
    let (needed, sure) = rest.split_once(" needed: ").unwrap();
    let sure: f64 = sure.strip_suffix(" % sure").unwrap().parse().unwrap();
    let expected = 100.0 / (1.0 + (bits(needed) - bits(told)).exp2());
    assert!((sure - expected).abs() <= 1.5, "{}", step.says);
    assert_eq!(step.account, Some(dossier::key("b", 10)));
}

#[test]
fn a_report_that_tells_no_day_is_of_the_days_between_which_it_was_published() {
    let a = tell("a").on(DAY).at(ORLIVKA).killed("5").injured("9").means(MethodName::Airstrike);
    let b = tell("b").at(ORLIVKA).killed("5").injured("9").means(MethodName::Airstrike);
    one([a.clone(), b.clone().published_between("2023-05-11", "2023-05-14")]);
    assert_eq!(groups(&dossier([a, b.published_between("2023-06-20", "2023-06-24")])), ["a", "b"]);
}

#[test]
fn a_day_of_no_known_year_speaks_for_the_event_of_that_day_and_against_others() {
    let a = tell("a").on(DAY).at(ORLIVKA).killed("5").injured("9").means(MethodName::Airstrike);
    let b = tell("b").at(ORLIVKA).killed("5").injured("9").means(MethodName::Airstrike);
    one([a.clone(), b.clone().on_calendar(Some((5, 12)), None)]);
    assert_eq!(groups(&dossier([a.clone(), b.clone().on_calendar(Some((8, 3)), None)])), ["a", "b"]);
    // 12 May 2023 was a Friday.
    one([a, b.on_calendar(None, Some(5))]);
}
