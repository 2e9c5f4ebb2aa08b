//! What a party says of "an incident near Orlivka": which incident it is found to speak of, and how surely.

mod dossier;
use dossier::{HALMET, ORLIVKA, Tell, judged, key, tell};
use incident::{Policy, Resolution, resolution};
use value::{Doubt, MethodName, PositionTaken, Verdict};

const DAY: &str = "2023-05-12";

/// Words of 80 other reports, so that it is known which words are rare.
fn archive() -> Vec<Tell> {
    let other = |n: i16| {
        let text = format!(
            "Council notice {n}: the ferry of quay {n} keeps to its winter hours until further notice."
        );
        let (lat, lon) = (f64::from(n) / 2.0 - 30.0, f64::from(n) - 90.0);
        tell(&format!("notice-{n}")).by("Quay", "2022-01-03").text(&text).at(("Quay", lat, lon)).killed("1")
    };
    (0..80).map(other).collect()
}

fn report(id: &str) -> Tell {
    let text = format!(
        "{id}: shells fell on houses by the mill of Orlivka at dusk, and neighbours dug until morning."
    );
    tell(id).by("Northwire", "2023-05-13").text(&text).on(DAY)
}

/// A statement, half a year later and in words of its own.
fn statement() -> Tell {
    let text = "Panel finding 17: allegation assessed, information insufficient, case closed without further action taken.";
    let told = tell("panel").by("North", "2024-12-01").text(text);
    told.position("North", PositionTaken::AssessedNonCredible)
}

/// The next village, an hour's walk from the mill: near enough that the statement may mean it, too far to be joined with it.
const NEARBY: (&str, f64, f64) = ("Orlivka Stara", ORLIVKA.1 + 0.03, ORLIVKA.2);

fn resolved(tells: impl IntoIterator<Item = Tell>) -> Resolution {
    let told: Vec<_> = archive().into_iter().chain(tells).map(|t| t.0).collect();
    resolution(&told, &[], Policy::airwars())
}

fn referrals(found: &Resolution) -> Vec<&Doubt> {
    found.doubts.iter().filter(|d| d.statement == Some(key("panel", 10))).collect()
}

#[test]
fn a_statement_is_referred_to_the_incident_of_its_day_and_place() {
    let found = resolved([report("mill").at(ORLIVKA).killed("6"), statement().on(DAY).at(NEARBY)]);
    let [one] = referrals(&found)[..] else { panic!("{:?}", found.doubts) };
    assert_eq!((&one.a, &one.b), (&key("mill", 10), &key("panel", 10)));
    assert!(one.probability > 0.2 && one.probability < 0.6, "{one:?}");
    assert!(
        one.says.contains("same day") && one.says.ends_with("of 1 that fit its day and place"),
        "{one:?}"
    );
}

#[test]
fn a_statement_of_the_very_day_and_town_half_a_year_later_is_likely_of_the_incident() {
    let mill = report("mill").at(ORLIVKA).killed("6").suspects("North");
    let found = resolved([mill, statement().on(DAY).at(ORLIVKA).suspects("North")]);
    let [doubt] = referrals(&found)[..] else { panic!("one referral: {:?}", found.doubts) };
    assert!(doubt.probability > 0.5 && doubt.says.contains("same place"), "{doubt:?}");
}

#[test]
fn two_incidents_that_fit_share_what_is_likely() {
    let gas = "Gas seeped through a cellar near Kova square; forty sleepers, mostly weavers, never woke, physicians warn.";
    let other = || tell("cellar").by("Sahil", "2023-05-14").text(gas).on(DAY).at(ORLIVKA).killed("40");
    let other = || other().means(MethodName::Chemical);
    let mill = || report("mill").at(ORLIVKA).killed("6").means(MethodName::SmallArms);
    let found = resolved([mill(), other(), statement().on(DAY).at(NEARBY)]);
    let all = referrals(&found);
    assert_eq!(all.len(), 2, "{:?}", found.doubts);
    let sum: f64 = all.iter().map(|doubt| doubt.probability).sum();
    assert!(sum < 1.0 && all.iter().all(|doubt| doubt.probability < 0.5), "{all:?}");
}

#[test]
fn a_statement_of_another_town_or_without_a_day_is_referred_to_none() {
    let mill = || report("mill").at(ORLIVKA).killed("6");
    assert_eq!(referrals(&resolved([mill(), statement().on(DAY).at(HALMET)])), Vec::<&Doubt>::new());
    assert_eq!(referrals(&resolved([mill(), statement().at(ORLIVKA)])), Vec::<&Doubt>::new());
    assert_eq!(
        referrals(&resolved([mill(), statement().on("2023-05-01..2023-05-31").at(ORLIVKA)])),
        Vec::<&Doubt>::new()
    );
}

#[test]
fn an_account_that_counts_its_own_dead_is_no_statement() {
    let told = statement().on(DAY).at(ORLIVKA).killed("9");
    assert_eq!(referrals(&resolved([report("mill").at(ORLIVKA).killed("6"), told])), Vec::<&Doubt>::new());
}

#[test]
fn what_a_person_parted_is_not_offered_again() {
    let told: Vec<_> = archive()
        .into_iter()
        .chain([report("mill").at(ORLIVKA).killed("6"), statement().on(DAY).at(ORLIVKA)])
        .map(|t| t.0)
        .collect();
    let parted = judged(1, Verdict::Different { a: key("mill", 10), b: key("panel", 10) });
    assert_eq!(referrals(&resolution(&told, &[parted], Policy::airwars())), Vec::<&Doubt>::new());
}
