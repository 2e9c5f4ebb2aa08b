//! What those rely on who open our files: every program reads them, nobody is named, and the bytes are the same
//! for the same incidents.

// A test that cannot go on should stop.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use publish::{COLUMNS, Redaction, WITHHELD, csv, geojson, json_lines};
use serde_json::{Value, json};
use value::{Count, Incident};

/// An invented incident: six killed in Orlivka, two of them named.
fn orlivka() -> Incident {
    let text = "Nadia Orlenko and her son Taras were among six killed in Orlivka.";
    let quote = |words: &str| {
        let start = text.find(words).unwrap();
        json!({"start": start, "end": start + words.len(), "quote": words})
    };
    let place = json!({
        "name": "Orlivka", "as_written": "Orlivka", "lat": 48.9, "lon": 38.1, "precision": "village",
        "country": "UA", "spans": [quote("Orlivka")],
    });
    let killed = json!({
        "min": 6, "max": 6, "children": {"min": 1, "max": null}, "wording": "six killed",
        "spans": [quote("Orlenko and her son Taras were among six killed")],
    });
    let victims = json!([
        {"name": "Nadia Orlenko", "number": 1, "sex": "female", "status": "killed", "spans": [quote("Nadia Orlenko")]},
        {"name": "Taras", "description": "her son Taras", "number": 1, "status": "killed",
         "spans": [quote("her son Taras")]},
    ]);
    let account = json!({
        "kind": "attack", "places": [place], "actors": [], "methods": [], "targets": [], "killed": killed,
        "victims": victims, "according_to": [{"as_written": "a cousin of NADIA ORLENKO", "spans": []}],
    });
    incident(&json!({
        "incident": "iorlivka", "sources": ["wire-1"], "origins": [["wire-1"]],
        "date": {"start": "2023-05-02", "end": "2023-05-03", "precision": "days"},
        "places": [place], "killed": killed,
        "accounts": [{"key": {"report": "ab", "anchor": 0}, "report": "wire-1", "account": account}],
        "explanation": [{"about": "killed", "says": "the account of Nadia Orlenko’s cousin gives 6"}],
    }))
}

fn incident(given: &Value) -> Incident {
    let mut whole = json!({
        "incident": "i0", "sources": [], "origins": [], "date": null, "places": [], "killed": null,
        "injured": null, "actors": [], "methods": [], "grade": "weak", "strike_status": "single_source",
        "positions": [], "accounts": [], "explanation": [],
    });
    for (key, value) in given.as_object().unwrap() {
        whole[key] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}

fn text(write: impl FnOnce(&mut Vec<u8>) -> Result<(), publish::Error>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn rows(table: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    ::csv::Reader::from_reader(table.as_bytes()).deserialize().collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_table_reads_back_as_it_was_written() {
    let rows = rows(&text(|out| csv(&[orlivka()], out)));
    let cell = |column: &str| rows[0][column].as_str();
    assert_eq!(rows[0].len(), COLUMNS.len());
    assert_eq!((cell("date_start"), cell("date_end")), ("2023-05-02", "2023-05-03"));
    assert_eq!((cell("place"), cell("lat"), cell("lon"), cell("country")), ("Orlivka", "48.9", "38.1", "UA"));
    assert_eq!((cell("killed_min"), cell("killed_max")), ("6", "6"));
    assert_eq!((cell("children_killed_min"), cell("children_killed_max")), ("1", ""));
    assert_eq!((cell("injured_min"), cell("grade"), cell("origins")), ("", "weak", "1"));
}

#[test]
fn a_spreadsheet_runs_nothing_that_a_report_wrote() {
    for name in ["=HYPERLINK(\"http://x\")", "+1", "-1+2", "@SUM(A1)", "\t=1", " =1", "＝1"] {
        let place = json!([{"name": name, "as_written": name, "lat": -1.5, "lon": -2.0, "spans": []}]);
        let table = text(|out| csv(&[incident(&json!({"places": place, "sources": [name]}))], out));
        let row = rows(&table).remove(0);
        assert_eq!(row["place"], format!("'{name}"));
        assert_eq!(row["sources"], format!("'{name}"));
        // Numbers of our own stay numbers.
        assert_eq!((row["lat"].as_str(), row["lon"].as_str()), ("-1.5", "-2"));
    }
}

#[test]
fn a_map_has_points_east_first_and_null_where_no_place_is_known() {
    let nowhere = incident(&json!({"incident": "inowhere"}));
    let map = text(|out| geojson(&[nowhere, orlivka()], out));
    let map: ::geojson::FeatureCollection = map.parse().unwrap();
    let [here, nowhere] = &map.features[..] else { panic!("two features") };
    let point = here.geometry.as_ref().map(|geometry| serde_json::to_value(geometry).unwrap());
    assert_eq!(point.unwrap()["coordinates"], json!([38.1, 48.9]));
    assert_eq!(here.property("killed_min"), Some(&json!(6)));
    assert!(nowhere.geometry.is_none());
    let empty: ::geojson::FeatureCollection = text(|out| geojson(&[], out)).parse().unwrap();
    assert!(empty.features.is_empty());
}

#[test]
fn no_file_names_a_victim_unless_told_to() {
    let incidents = [orlivka()];
    let withheld = text(|out| json_lines(&incidents, Redaction::NamesWithheld, out));
    for file in [&withheld, &text(|out| csv(&incidents, out)), &text(|out| geojson(&incidents, out))] {
        let file = file.to_lowercase();
        for name in ["nadia", "orlenko", "taras"] {
            assert!(!file.contains(name), "{name} in {file}");
        }
    }
    let told: Incident = serde_json::from_str(withheld.trim_end()).unwrap();
    let account = &told.accounts[0].account;
    assert_eq!(account.victims[1].description.as_deref(), Some(&*format!("her son {WITHHELD}")));
    assert_eq!(account.killed.as_ref().unwrap().wording.as_deref(), Some("six killed"));
    assert_eq!(told.places, orlivka().places, "a village is not a person");
    assert_eq!(told.killed.as_ref().map(Count::range), orlivka().killed.as_ref().map(Count::range));
}

#[test]
fn a_family_name_with_its_article_is_a_name() {
    let mut incident = orlivka();
    let account = &mut incident.accounts[0].account;
    account.victims[0].name = Some("Karim Salem al-Ahdal of the coast".into());
    let quote = "Karim Salem al-Ahdal, 50, and another Ahdal died on the coast";
    account.victims[0].spans = vec![value::Quote { start: 0, end: quote.len() as u32, quote: quote.into() }];
    let file = text(|out| json_lines(&[incident], Redaction::NamesWithheld, out));
    assert!(!file.contains("hdal") && !file.contains("Karim"), "{file}");
    assert!(file.contains("died on the coast"), "{file}");
}

#[test]
fn told_to_the_lines_are_the_incidents_whole() {
    let given = text(|out| json_lines(&[orlivka()], Redaction::NamesGiven, out));
    assert_eq!(given, serde_json::to_string(&orlivka()).unwrap() + "\n");
}

proptest! {
    #[test]
    fn the_order_of_the_incidents_does_not_matter(
        mut incidents in prop::collection::vec(
            (0_u32..500, prop::option::of(1_i8..28)).prop_map(|(id, day)| {
                let day = day.map(|day| format!("2022-02-{day:02}"));
                let date = day.map(|day| json!({"start": day, "end": day, "precision": "day"}));
                incident(&json!({"incident": format!("i{id}"), "date": date}))
            }),
            0..12,
        ),
    ) {
        incidents.sort_by(|a, b| a.incident.cmp(&b.incident));
        incidents.dedup_by(|a, b| a.incident == b.incident);
        let files = |incidents: &[Incident]| [
            text(|out| csv(incidents, out)),
            text(|out| geojson(incidents, out)),
            text(|out| json_lines(incidents, Redaction::NamesWithheld, out)),
        ];
        let forwards = files(&incidents);
        incidents.reverse();
        prop_assert_eq!(forwards, files(&incidents));
    }
}
