//! Adding reports and deciding: each decision is an act, can be taken back, and never silently wins over another.

use crate::stage::{Answer, Somebody, Stage};
use serde_json::json;

fn killed(user: &Somebody, id: &str) -> (Option<u64>, Option<u64>) {
    let incident = user.get(&format!("/api/v1/incidents/{id}")).json();
    (incident["killed"]["min"].as_u64(), incident["killed"]["max"].as_u64())
}

fn decide(user: &Somebody, on: &str, seen: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("on", on), ("seen", seen), ("back", "/review")];
    fields.extend(more);
    user.form("/decide", &fields)
}

#[test]
fn a_file_is_added_and_shown_at_once_and_known_when_it_comes_again() {
    let stage = Stage::alone();
    let user = stage.user();
    let text = "Published: 2023-04-02\n\nThree people were killed by a mine in Aleppo on 1 April 2023, a doctor said.";
    let body = format!(
        "--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"../mine.txt\"\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--B--\r\n"
    );
    let headers = [("Content-Type", "multipart/form-data; boundary=B"), ("X-CSRF-Token", user.csrf.as_str())];
    let first = user.ask("POST", "/api/v1/reports", &headers, body.as_bytes()).json();
    assert_eq!(first["reports"][0]["state"], "new", "{first}");
    assert_eq!(first["reports"][0]["name"], "mine.txt");
    let id = first["reports"][0]["incidents"][0].as_str().expect("an incident");
    assert_eq!(user.get(&format!("/incident/{id}")).status, 200);
    let again = user.ask("POST", "/api/v1/reports", &headers, body.as_bytes()).json();
    assert_eq!(again["reports"][0]["state"], "known");
    let page = user.form("/reports", &[("text", "Two people were killed in Homs on 5 May 2023.")]);
    assert!(page.status == 200 && page.body.contains("pasted.txt"), "{}", page.body);
}

#[test]
fn a_count_is_corrected_with_its_words_and_the_correction_taken_back() {
    let stage = Stage::alone();
    let user = stage.user();
    let id = user.incident_at("Idlib");
    assert_eq!(killed(&user, &id), (Some(2), Some(2)));
    let fields = [
        ("action", "correct"),
        ("of", id.as_str()),
        ("killed.was", "2"),
        ("killed.min", "2"),
        ("killed.max", "3"),
        ("killed.start", "57"),
        ("killed.end", "74"),
        ("why", "the neighbour counted three"),
    ];
    let done = decide(&user, &id, &user.seen(&id), &fields);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(killed(&user, &id), (Some(2), Some(3)));
    assert_eq!(decide(&user, &id, &user.seen(&id), &[("action", "undo")]).status, 303);
    assert_eq!(killed(&user, &id), (Some(2), Some(2)));
    let nothing = decide(&user, &id, &user.seen(&id), &[("action", "undo")]);
    assert_eq!(nothing.status, 422);
}

#[test]
fn two_incidents_are_joined_and_parted_again_by_another() {
    let stage = Stage::alone();
    let user = stage.user();
    let (a, b) = (user.incident_at("Raqqa"), user.incident_at("Idlib"));
    let seen = user.seen(&a);
    let done = decide(&user, &a, &seen, &[("action", "same"), ("b", &b), ("why", "one strike, misplaced")]);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(user.get("/api/v1/incidents").json()["total"], 1);
    let page = user.get(&format!("/incident/{a}"));
    let acts: Vec<&str> =
        page.body.split("name=\"act\" value=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
    assert!(!acts.is_empty());
    let mut fields = vec![("action", "withdraw"), ("why", "they were a month apart")];
    fields.extend(acts.iter().map(|act| ("act", *act)));
    assert_eq!(decide(&user, &a, &user.seen(&a), &fields).status, 303);
    assert_eq!(user.get("/api/v1/incidents").json()["total"], 2);
    let history = user.get(&format!("/incident/{a}"));
    assert!(history.body.contains("class=\"withdrawn\""), "nothing is removed");
}

#[test]
fn the_later_of_two_decisions_does_not_silently_win() {
    let stage = Stage::alone();
    let user = stage.user();
    let id = user.incident_at("Raqqa");
    let seen = user.seen(&id);
    let set = |value: &str, why: &str| {
        decide(&user, &id, &seen, &[("action", "set"), ("field", "killed"), ("value", value), ("why", why)])
    };
    assert_eq!(set("8", "the registry has eight").status, 303);
    let late = set("9", "a colleague heard nine");
    assert_eq!(late.status, 409);
    assert!(late.body.contains("the registry has eight") && late.body.contains("a colleague heard nine"));
    assert_eq!(killed(&user, &id), (Some(8), Some(8)));
    let seen: u64 = seen.parse().expect("a number");
    let api =
        user.json("/api/v1/judgements", &json!({"action": "seen", "of": id, "why": "looked", "seen": seen}));
    assert_eq!(api.status, 409);
    assert_eq!(api.json()["since"].as_array().map(Vec::len), Some(1));
}

#[test]
fn two_incidents_are_not_joined_over_a_decision_on_the_other_that_was_not_seen() {
    let stage = Stage::alone();
    let user = stage.user();
    let (a, b) = (user.incident_at("Raqqa"), user.incident_at("Idlib"));
    let before = user.seen(&a);
    let set = [("action", "set"), ("field", "killed"), ("value", "3"), ("why", "the registry has three")];
    assert_eq!(decide(&user, &b, &user.seen(&b), &set).status, 303);
    let join = [("action", "same"), ("b", b.as_str()), ("why", "one strike, misplaced")];
    let late = decide(&user, &a, &before, &join);
    assert_eq!(late.status, 409);
    assert!(late.body.contains("the registry has three"));
    assert_eq!(user.get("/api/v1/incidents").json()["total"], 2);
    // Whoever looks again has that decision in view, though it is on the other incident.
    assert_eq!(decide(&user, &a, &user.seen(&a), &join).status, 303);
}

#[test]
fn a_decision_without_a_reason_is_not_taken() {
    let stage = Stage::alone();
    let user = stage.user();
    let id = user.incident_at("Raqqa");
    let fields = [("action", "set"), ("field", "killed"), ("value", "8")];
    assert_eq!(decide(&user, &id, &user.seen(&id), &fields).status, 422);
    let wrong = [("action", "set"), ("field", "killed"), ("value", "eight"), ("why", "x")];
    let refused = decide(&user, &id, &user.seen(&id), &wrong);
    assert!(refused.status == 422 && refused.body.contains("killed"), "{}", refused.body);
    assert_eq!(killed(&user, &id), (Some(7), Some(9)));
}

#[test]
fn what_is_given_out_is_on_record() {
    let stage = Stage::alone();
    let user = stage.user();
    let file = user.form("/export?place=Raqqa", &[("format", "csv")]);
    assert_eq!(file.status, 200);
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"incidents.csv\""));
    assert_eq!(file.body.lines().count(), 2);
    assert!(!file.body.contains("Orsavi"));
    assert!(user.get("/log").body.contains("given out"));
}
