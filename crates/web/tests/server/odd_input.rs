//! Odd input gets a message that names the field, and never a fault of the server.

use crate::stage::Stage;
use proptest::prelude::*;
use std::sync::OnceLock;
use web::{Kind, Method, ROUTES};

#[test]
fn a_field_that_cannot_be_understood_is_named() {
    let stage = Stage::alone();
    let user = stage.user();
    for (query, field) in [
        ("from=yesterday", "from"),
        ("to=2023-02-30", "to"),
        ("grade=good", "grade"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=0,80,10,-80", "bbox"),
        ("page=0", "page"),
        ("per_page=x", "per_page"),
        ("sort=size", "sort"),
        ("method=magic", "method"),
    ] {
        let answer = user.get(&format!("/api/v1/incidents?{query}"));
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (400, Some("application/problem+json")),
            "{query}"
        );
        let detail = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
        assert!(detail.starts_with(field), "{query}: {detail}");
        assert_eq!(user.get(&format!("/incidents?{query}")).status, 400);
    }
    assert_eq!(user.get("/api/v1/incidents?q=%22%20%22").status, 422);
    assert_eq!(user.get("/nowhere").status, 404);
    assert_eq!(user.ask("POST", "/incidents", &[], b"").status, 405);
    assert_eq!(user.ask("POST", "/reports", &[("Content-Type", "text/xml")], b"<x/>").status, 415);
    assert_eq!(user.ask("POST", "/reports", &[("Content-Type", "application/json")], b"{").status, 400);
}

fn stage() -> &'static Stage {
    static STAGE: OnceLock<Stage> = OnceLock::new();
    STAGE.get_or_init(Stage::alone)
}

/// Words that forms and queries meet: the right ones, odd ones, and any.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("lamp-1".to_owned()),
        Just("same".to_owned()),
        Just("set".to_owned()),
        Just("correct".to_owned()),
        Just("withdraw".to_owned()),
        Just("18446744073709551615".to_owned()),
        Just("-1".to_owned()),
        Just("\u{202e}قتل\u{0}".to_owned()),
        Just("' OR 1=1 --".to_owned()),
        "[0-9]{1,12}",
        ".{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_query_breaks_a_page(which in 0..ROUTES.len(), part in word(), fields in prop::collection::vec((0..14_usize, word()), 0..4)) {
        let route = &ROUTES[which];
        prop_assume!(route.method == Method::Get && route.kind != Kind::Asset);
        let names = ["from", "to", "actor", "place", "method", "grade", "status", "named", "review", "q", "bbox", "sort", "page", "account"];
        let query: Vec<(&str, &String)> = fields.iter().map(|(n, value)| (names[*n], value)).collect();
        let part = part.bytes().fold(String::new(), |all, byte| format!("{all}%{byte:02X}"));
        let path = route.path.replace("{id}", &part).replace("{item}", &part);
        let path = format!("{path}?{}", serde_urlencoded::to_string(query).expect("a query"));
        let answer = stage().user().get(&path);
        prop_assert!(answer.status < 500, "{path}: {} {}", answer.status, answer.body);
    }

    #[test]
    fn no_form_breaks_a_page(which in 0..ROUTES.len(), fields in prop::collection::vec((0..16_usize, word()), 0..8)) {
        let route = &ROUTES[which];
        prop_assume!(route.method == Method::Post);
        let names = ["action", "on", "seen", "of", "a", "b", "field", "value", "why", "act", "killed.was", "killed.min", "place.was", "place.name", "format", "text"];
        let form: Vec<(&str, &str)> = fields.iter().map(|(n, value)| (names[*n], value.as_str())).collect();
        let path = route.path.replace("{id}", "lamp-1").replace("{item}", "x");
        let answer = stage().user().form(&path, &form);
        prop_assert!(answer.status < 500, "{path} {form:?}: {} {}", answer.status, answer.body);
    }

    #[test]
    fn no_json_breaks_the_api(action in word(), of in word(), value in word(), number in any::<i64>(), words in any::<(u32, u32)>()) {
        let user = stage().user();
        for json in [
            serde_json::json!({"action": action, "of": of, "field": "killed", "value": value, "why": "w", "seen": number}),
            serde_json::json!({"action": "correct", "of": "lamp-1#1", "field": action, "value": value, "words": words, "why": "w"}),
            serde_json::json!({"action": "withdraw", "on": of, "acts": [number.unsigned_abs()], "why": "w"}),
            serde_json::json!([action, number]),
        ] {
            let answer = user.json("/api/v1/judgements", &json);
            prop_assert!(answer.status < 500, "{json}: {} {}", answer.status, answer.body);
            let added = user.json("/api/v1/reports", &json);
            prop_assert!(added.status < 500, "{json}: {} {}", added.status, added.body);
        }
    }
}
