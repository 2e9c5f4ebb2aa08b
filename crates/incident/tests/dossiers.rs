//! Whole dossiers as a recorder meets them: the reports of `examples/` as a good reading would tell them, and
//! what a careful recorder makes of them (`examples/README.md`).

mod dossier;
use dossier::{Tell, dossier, groups, one, shown, tell};
use value::{Grade, MethodName, PlacePrecision, PositionTaken, StrikeStatus};

const BUSAYRAH: (&str, f64, f64) = ("Al Busayrah", 35.156, 40.430);
const PROVINCE: (&str, f64, f64) = ("Deir ez-Zor", 35.30, 40.10);
const ORIKHIV: (&str, f64, f64) = ("Orikhiv", 47.567, 35.785);
const HULIAIPOLE: (&str, f64, f64) = ("Huliaipole", 47.664, 36.256);
const ZAPORIZHZHIA: (&str, f64, f64) = ("Zaporizhzhia", 47.838, 35.140);
const COALITION: &str = "U.S.-led Coalition";
const WIRE: &str = "An air strike on a house in the town of Al Busayrah killed at least nine civilians, four of them \
    children, late on Tuesday, residents and a local doctor said. Warplanes struck the two-storey home near the \
    grain store shortly before midnight, said a teacher who lives on the same street.";

fn busayrah(report: &str, publisher: &str, published: &str) -> Tell {
    let told = tell(report).by(publisher, published).on("2017-06-13").at(BUSAYRAH).suspects(COALITION);
    told.place(PROVINCE, PlacePrecision::Province).means(MethodName::Airstrike)
}

#[test]
fn busayrah_six_reports_of_four_origins_and_an_admission_two_months_later() {
    let silent = |t: Tell| t.position(COALITION, PositionTaken::NoComment);
    let wire = |id: &str, publisher: &str| {
        let told = busayrah(id, publisher, "2017-06-14").text(WIRE).killed("9+").children("4").injured("6");
        silent(told.hit("residential"))
    };
    let admission = busayrah("assessment", "Northwire", "2017-08-18").killed("9-12").hit("military");
    let incident = one([
        wire("northwire", "Northwire"),
        wire("harbour-post", "The Harbour Post"),
        wire("lantern", "The Lantern"),
        silent(busayrah("nahr", "نهر المحلية", "2017-06-14").killed("10").children("4").injured("6")),
        busayrah("watch", "Euphrates Watch", "2017-06-17")
            .killed("12")
            .children("5")
            .injured("6")
            .hit("residential"),
        admission.position(COALITION, PositionTaken::AssessedCredible).conceding(3),
    ]);
    assert_eq!(shown(incident.killed.as_ref()), "9–12");
    assert_eq!(shown(incident.injured.as_ref()), "6");
    assert_eq!(incident.origins.len(), 4);
    assert_eq!((incident.grade, incident.strike_status), (Grade::Confirmed, StrikeStatus::Declared));
    assert_eq!(incident.places[0].name, "Al Busayrah");
    assert_eq!(incident.positions.last().unwrap().date, Some(dossier::date("2017-08-18")));
}

#[test]
fn orikhiv_and_huliaipole_are_two_incidents_though_one_opinion_piece_tells_both() {
    let shelled = |t: Tell| t.suspects("Russian Armed Forces").means(MethodName::Artillery);
    let orikhiv =
        |id: &str, published: &str| shelled(tell(id).published(published).on("2023-09-15").at(ORIKHIV));
    let incidents = dossier([
        orikhiv("courier", "2023-09-16").at(ZAPORIZHZHIA).killed("3").injured("7").hit("school"),
        orikhiv("bulletin", "2023-09-16").killed("3").injured("8").hit("school"),
        orikhiv("opinion", "2023-09-18").killed("3").injured("7").hit("school"),
        orikhiv("post", "2023-09-15").killed("3").hit("school"),
        shelled(tell("opinion").anchor(400).published("2023-09-18").on("2023-09-16").at(HULIAIPOLE))
            .killed("2")
            .injured("1"),
    ]);
    assert_eq!(groups(&incidents), ["bulletin+courier+opinion+post", "opinion"]);
    assert_eq!(shown(incidents[0].killed.as_ref()), "3");
    assert_eq!(shown(incidents[0].injured.as_ref()), "7–8");
    assert_eq!(incidents[0].places[0].name, "Orikhiv", "not the city to which the wounded were taken");
    assert_eq!(incidents[1].grade, Grade::Weak);
}

#[test]
fn the_contract_keeps_its_keys() {
    let incident = one([busayrah("a", "Northwire", "2017-06-14").killed("9+").injured("6")]);
    let json = serde_json::to_value(&incident).unwrap();
    assert_eq!(json["date"]["start"], "2017-06-13");
    assert_eq!(json["killed"]["min"], 9);
    assert!(json["killed"]["max"].is_null());
    assert_eq!(json["places"][0]["precision"], "town");
    assert_eq!(json["actors"][0]["role"], "suspected");
    assert_eq!(json["methods"][0]["name"], "airstrike");
    assert_eq!(json["grade"], "weak");
    assert_eq!(json["strike_status"], "single_source");
    assert_eq!(json["origins"], serde_json::json!([["a"]]));
    assert_eq!(json["sources"], serde_json::json!(["a"]));
}
