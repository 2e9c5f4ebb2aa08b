//! Who said what of whom, and what needs a person's eyes, on a casebook of the examples.

use crate::support::{arg, casebook_of_examples, run};

#[test]
fn positions_parties_and_demands_are_tables_for_people_and_lines_for_scripts() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook_of_examples(dir.path());
    let lines = |args: &[&str]| run(&[args, &["--json", "--casebook", arg(&book)]].concat()).ended(0).json();
    let table = |args: &[&str]| run(&[args, &["--casebook", arg(&book)]].concat()).ended(0).out;

    let positions = lines(&["positions"]);
    assert!(positions.len() > 2, "{positions:?}");
    let credible = lines(&["positions", "--position", "assessed_credible"]);
    let [stand] = &credible[..] else { panic!("{credible:?}") };
    assert_eq!(stand["actor"], "U.S.-led Coalition");
    assert_eq!(stand["conceded_killed"]["min"], 3);
    let incident = stand["incident"]["incident"].as_str().expect("it speaks of an incident");
    assert!(table(&["positions", "--actor", "coalition"]).contains("3 killed"));
    let on_it = lines(&["positions", "--incident", incident]);
    assert!(on_it.contains(stand) && on_it.len() < positions.len());

    let actors = lines(&["actors", "coalition"]);
    let record = actors.iter().find(|record| record["actor"] == stand["actor"]).expect("the party");
    let allegations = record["allegations"].as_array().expect("a list");
    let allegation = allegations.iter().find(|a| a["incident"] == incident).expect("the same incident");
    assert!(allegation["by"].as_array().is_some_and(|by| !by.is_empty()), "{allegation}");
    let shown = table(&["actors", "coalition"]);
    assert!(shown.contains("alleged by") && shown.contains("conceding 3 killed"), "{shown}");

    let demands = lines(&["demands"]);
    let open = lines(&["demands", "--unanswered"]);
    assert!(open.iter().all(|demand| demands.contains(demand) && demand["answers"] == serde_json::json!([])));

    let shown = table(&["show", incident]);
    assert!(shown.contains("alleged by") && shown.contains("assessed_credible"), "{shown}");
    assert_eq!(lines(&["show", incident])[0]["incident"], incident);
    run(&["positions", "--position", "sorry", "--casebook", arg(&book)]).ended(2).says(&["no_comment"]);
}

#[test]
fn the_commands_that_the_review_prints_answer_its_items() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook_of_examples(dir.path());
    let queue = || run(&["review", "--limit", "1000", "--json", "--casebook", arg(&book)]).ended(0).json();
    let before = queue();
    let item = before.first().expect("the examples leave something open");
    let answers = item["answers"].as_array().expect("answers");
    let answer = answers.iter().rev().find(|answer| !answer["decision"].is_null()).expect("a decision");
    let command = answer["command"].as_str().expect("a command");
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    run(&[&words[..], &["--casebook", arg(&book), "--author", "Amal"]].concat()).ended(0);
    let after = queue();
    assert!(after.iter().all(|left| left["id"] != item["id"]), "{item}");
    let shown = run(&["review", "--casebook", arg(&book), "--limit", "1"]).ended(0).out;
    assert!(shown.contains("cenotaph judge") && shown.contains(&format!("1 of {}", after.len())), "{shown}");
    run(&["review", "--kind", "odd", "--casebook", arg(&book)]).ended(2).says(&["new_source"]);
}
