//! People of a casebook, as a user types it: bad input, JSON, files that leave, estimates. All people are invented.

use crate::support::{Ran, cenotaph};
use std::path::Path;

const REGISTRY: &str = "\
no,name_en,age,sex,date,province\n\
1,Khaled Ibrahim Hassan Darwazi,40,m,2031-05-03,north\n\
2,Salma Nabil Rashid Qandusi,7,f,2031-06-11,south\n\
3,Huda Jamal Munir Farhudi,29,f,2031-06-12,south\n";
const PRESS: &str = "\
ref,victim,age,date\n\
p1,Khalid Ibrahim Darwazi,40,2031-05-03\n\
p2,Salma Nabil al-Qandusi,7,2031-06-11\n";

fn run(folder: &Path, command: &str) -> Ran {
    let words = command.split(' ');
    Ran::of(&cenotaph().current_dir(folder).args(words).output().expect("the binary runs"))
}

fn desk() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("registry.csv"), REGISTRY).expect("written");
    std::fs::write(dir.path().join("press.csv"), PRESS).expect("written");
    run(dir.path(), "new a.casebook").ended(0);
    run(dir.path(), "people import registry.csv --unique --sensitivity public").ended(0);
    run(dir.path(), "people import press.csv --map name=victim").ended(0);
    dir
}

#[test]
fn bad_rows_of_a_list_are_named_and_the_run_says_so() {
    let dir = desk();
    std::fs::write(dir.path().join("bad.csv"), PRESS.replacen(",40,", ",forty,", 1) + "p9,Too Few\n")
        .expect("written");
    let ran = run(dir.path(), "people import bad.csv --name other --map name=victim").ended(3);
    ran.says(&["bad.csv: line 2: column age", "no age"]);
    ran.says(&["bad.csv: line 4", "2 cells"]);
    assert!(ran.out.contains("other: 2 entries") && !ran.err.contains("forty"), "{} {}", ran.out, ran.err);
    run(dir.path(), "people import bad.csv --name re/ports").ended(2).says(&["no name for a list"]);
    run(dir.path(), "people import gone.csv").ended(3).says(&["gone.csv"]);
    run(dir.path(), "people import press.csv --map fame=victim").ended(2).says(&["no meaning of a column"]);
    run(dir.path(), "people show press").ended(2).says(&["list and key"]);
    run(dir.path(), "people show press/p7").ended(4).says(&["no entry press/p7"]);
    run(dir.path(), "people judge same-person press/p1 registry/9 --reason so")
        .ended(4)
        .says(&["registry/9"]);
}

#[test]
fn a_list_may_be_in_utf_16_and_may_not_be_empty() {
    let dir = desk();
    let wide: Vec<u8> = format!("\u{FEFF}{PRESS}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(dir.path().join("wide.csv"), wide).expect("written");
    std::fs::write(dir.path().join("empty.csv"), "").expect("written");
    let ran = run(dir.path(), "people import wide.csv --map name=victim").ended(0);
    assert!(ran.out.starts_with("wide: 2 entries"), "{}", ran.out);
    run(dir.path(), "people import empty.csv").ended(2).says(&["empty.csv: is empty", "give a table as CSV"]);
}

#[test]
fn a_day_that_no_calendar_has_is_named_by_line_and_column() {
    let dir = desk();
    std::fs::write(dir.path().join("slip.csv"), PRESS.replace("2031-06-11", "2031-02-31")).expect("written");
    let ran = run(dir.path(), "people import slip.csv --map name=victim").ended(3);
    ran.says(&["slip.csv: line 3: column date", "no calendar"]);
    assert!(ran.out.contains("slip: 2 entries"), "{}", ran.out);
}

#[test]
fn a_decision_says_what_it_takes_the_place_of() {
    let dir = desk();
    let judge = |what: &str| run(dir.path(), &format!("people judge {what} --reason seen")).ended(0).out;
    assert_eq!(judge("different-person press/p1 registry/1"), "Recorded as act 3.\n");
    let told = judge("same-person registry/1 press/p1");
    assert_eq!(told, "Recorded as act 4.\nIt takes the place of act 3: two persons.\n");
}

#[test]
fn pairs_are_told_by_their_keys_and_a_person_with_why() {
    let dir = desk();
    let pairs = run(dir.path(), "people review --likely --json").ended(0).json();
    let likely: Vec<String> = pairs
        .iter()
        .filter(|pair| pair["probability"].as_f64().is_some_and(|p| p >= 0.5))
        .map(|pair| format!("{} {}", pair["a"].as_str().unwrap_or("?"), pair["b"].as_str().unwrap_or("?")))
        .collect();
    assert_eq!(likely.len(), 2);
    assert!(
        likely.contains(&"press/p1 registry/1".to_owned())
            && likely.contains(&"press/p2 registry/2".to_owned())
    );
    run(dir.path(), "people judge same-person press/p1 registry/1 --reason seen").ended(0);
    let shown = run(dir.path(), "people show press/p1 --json").ended(0).json().remove(0);
    assert_eq!(shown["person"]["entries"].as_array().map(Vec::len), Some(2));
    assert_eq!(shown["person"]["probability"], 1.0);
    assert_eq!(
        (&shown["decisions"][0]["same"], &shown["decisions"][0]["why"]),
        (&true.into(), &"seen".into())
    );
    let bits = &shown["near"][0]["bits"];
    let fields = bits["fields"].as_array().expect("fields");
    let sum: f64 = fields.iter().filter_map(|field| field["bits"].as_f64()).sum();
    let ends = ["prior", "relatives"].iter().filter_map(|end| bits[*end].as_f64()).sum::<f64>();
    assert!(bits["alone"].as_f64().is_some_and(|alone| (alone - sum - ends).abs() < 1e-9), "{bits}");
}

#[test]
fn what_leaves_is_what_lists_allow_and_is_on_record() {
    let dir = desk();
    let said = run(dir.path(), "people export --output people.csv").ended(0).out;
    let people = std::fs::read_to_string(dir.path().join("people.csv")).expect("a file");
    assert!(people.contains("Khaled Ibrahim Hassan Darwazi") && people.contains("press,p1"));
    assert!(!people.contains("Khalid") && !people.contains("al-Qandusi"), "{people}");
    let hash = said.split("sha256:").nth(1).expect("a hash").trim().to_owned();
    let log = run(dir.path(), "log --json").ended(0).out;
    assert!(log.contains(&hash) && log.contains("people_released"));
    assert!(!log.contains("Darwazi") && !log.contains("Qandusi"), "{log}");
    let draws = run(dir.path(), "people draw --draws 3 --seed 5").ended(0);
    assert_eq!(draws.out, run(dir.path(), "people draw --draws 3 --seed 5").ended(0).out);
    assert_eq!(draws.out.lines().count(), 1 + 3 * 5);
    run(dir.path(), "verify").ended(0);
}

#[test]
fn too_few_are_refused_and_said_so() {
    let dir = desk();
    let told = run(dir.path(), "estimate --lists registry,press --json").ended(0).json().remove(0);
    assert_eq!((&told["observed"], &told["lists"]), (&3.into(), &serde_json::json!(["registry", "press"])));
    assert!(told["refused"][0]["reason"].as_str().is_some_and(|why| why.contains("too sparse")), "{told}");
    // What is certain is the same in every draw; the press tells no province, and the registry does.
    for pair in ["press/p1 registry/1", "press/p2 registry/2"] {
        run(dir.path(), &format!("people judge same-person {pair} --reason seen")).ended(0);
    }
    let apart = run(dir.path(), "estimate --by month,province --json").ended(0).json().remove(0);
    let strata: Vec<&str> = apart["strata"]
        .as_array()
        .expect("strata")
        .iter()
        .filter_map(|one| one["stratum"].as_str())
        .collect();
    assert_eq!(strata, ["2031-05/north", "2031-06/south"]);
    run(dir.path(), "estimate --lists registry,nowhere")
        .ended(4)
        .says(&["no list nowhere", "press, registry"]);
    run(dir.path(), "estimate --lists registry --table registry.csv").ended(2);
    run(dir.path(), "estimate --lists registry --plots p").ended(2).says(&["--table"]);
}
