//! `demo`: what a newcomer sees first, and that every command it names works.

use crate::support::{Ran, arg, cenotaph, run};

#[test]
fn the_demo_shows_incidents_and_commands_that_work() {
    let dir = tempfile::tempdir().expect("a folder");
    let ran =
        Ran::of(&cenotaph().current_dir(&dir).args(["demo", "--in", "try.casebook"]).output().expect("runs"));
    let ran = ran.ended(0);
    for word in ["incident", "date", "place", "killed", "injured", "alleged", "grade", "reports/origins"] {
        assert!(ran.out.contains(word), "no column {word} in {}", ran.out);
    }
    for town in ["Beledweyne, SO", "Orikhiv, UA", "Monywa, MM"] {
        assert!(ran.out.contains(town), "no {town} in {}", ran.out);
    }
    assert_eq!(ran.err, "", "progress is for terminals");
    let mut tried = 0;
    for command in ran.out.lines().filter_map(|line| line.strip_prefix("  cenotaph ")) {
        let command = command.split("   ").next().unwrap_or_default();
        let tried_out = cenotaph().current_dir(&dir).args(command.split_whitespace()).output().expect("runs");
        let tried_out = Ran::of(&tried_out).ended(0);
        assert!(!tried_out.out.trim().is_empty(), "{command} prints nothing");
        tried += 1;
    }
    assert!(tried >= 4, "{}", ran.out);
}

#[test]
fn a_number_is_traced_to_its_words_and_acts() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = dir.path().join("d");
    run(&["demo", "--in", arg(&book)]).ended(0);
    let found = run(&["incidents", "--casebook", arg(&book), "--place", "Monywa", "--json"]).ended(0).json();
    let id = found[0]["incident"].as_str().expect("an id");
    let why = run(&["explain", id, "killed", "--casebook", arg(&book)]).ended(0).out;
    assert!(
        why.contains("Chindwin") && why.contains("received in act") && why.contains("read in act"),
        "{why}"
    );
    let json = run(&["explain", id, "killed", "--casebook", arg(&book), "--json"]).ended(0).json();
    let quote = &json[0]["evidence"][0]["quotes"][0];
    let act = json[0]["evidence"][0]["receipts"][0].as_u64().expect("an act");
    let log = run(&[
        "log",
        "--casebook",
        arg(&book),
        "--from",
        &act.to_string(),
        "--to",
        &(act + 1).to_string(),
        "--json",
    ]);
    let sha = log.ended(0).json()[0]["blob"].as_str().expect("a blob").to_owned();
    let report = run(&["show", &format!("sha256:{sha}"), "--json", "--casebook", arg(&book)]).ended(0).json();
    let text: Vec<char> = report[0]["text"].as_str().expect("a text").chars().collect();
    let (start, end) = (quote["start"].as_u64().expect("a start"), quote["end"].as_u64().expect("an end"));
    let slice: String = text[start as usize..end as usize].iter().collect();
    assert_eq!(Some(slice.as_str()), quote["quote"].as_str());
}

#[test]
fn a_demo_without_a_folder_keeps_one_and_names_it() {
    let ran = run(&["demo"]).ended(0);
    let named = ran.out.split("The casebook is ").nth(1).and_then(|rest| rest.split(". Try next").next());
    let folder = std::path::PathBuf::from(named.expect("the folder is named"));
    run(&["verify", "--casebook", arg(&folder)]).ended(0);
    std::fs::remove_dir_all(folder).expect("removed");
}
