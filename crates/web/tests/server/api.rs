//! The API: its document, its tags, its shapes.

use crate::stage::Stage;
use web::{Kind, Method, ROUTES};

#[test]
fn the_document_tells_every_route_of_the_api_and_no_other() {
    let stage = Stage::alone();
    let document = stage.user().get("/api/v1/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().expect("paths");
    let told: usize = paths.values().map(|path| path.as_object().map_or(0, serde_json::Map::len)).sum();
    let routes: Vec<_> = ROUTES.iter().filter(|route| route.kind == Kind::Api).collect();
    assert_eq!(told, routes.len());
    for route in routes {
        let method = if route.method == Method::Get { "get" } else { "post" };
        let operation = &paths[route.path][method];
        let named: Vec<&str> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|one| one["name"].as_str())
            .collect();
        assert!(route.query.iter().all(|field| named.contains(&field.name)), "{}", route.path);
        assert_eq!(operation["requestBody"].is_object(), route.takes.is_some(), "{}", route.path);
    }
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let stage = Stage::alone();
    let user = stage.user();
    for path in ["/api/v1/incidents", "/api/v1/incidents/points?grade=fair", "/static/cenotaph.css"] {
        let first = user.get(path);
        let tag = first.header("etag").expect("a tag").to_owned();
        assert_eq!(user.ask("GET", path, &[("If-None-Match", &tag)], b"").status, 304, "{path}");
    }
    let tag = user.get("/api/v1/incidents").header("etag").map(str::to_owned);
    let set = serde_json::json!({"action": "set", "of": user.incident_at("Idlib"), "field": "killed", "value": "4", "why": "a list"});
    assert_eq!(user.json("/api/v1/judgements", &set).status, 200);
    assert_ne!(user.get("/api/v1/incidents").header("etag").map(str::to_owned), tag);
}

#[test]
fn map_and_timeline_hold_what_the_list_holds() {
    let stage = Stage::alone();
    let user = stage.user();
    let points = user.get("/api/v1/incidents/points").json();
    assert_eq!(points["points"].as_array().map(Vec::len), Some(2));
    assert_eq!(points["points"][0].as_array().map(Vec::len), Some(8));
    assert_eq!(points["points"][0][7], "2023-01-03");
    let timeline = user.get("/api/v1/incidents/timeline").json();
    assert_eq!(timeline["by"], "day");
    assert_eq!(timeline["bins"], serde_json::json!([["2023-01-03", 1, 7, 9, 0], ["2023-02-10", 1, 2, 2, 0]]));
    let sources = user.get("/api/v1/sources").json();
    let kite = &sources["sources"][0];
    assert_eq!(
        (&kite["publisher"], &kite["reports"], &kite["alone"]),
        (&"Kite Wire".into(), &2.into(), &1.into())
    );
}

#[test]
fn a_filter_that_is_misspelt_is_named_and_does_not_pass_for_none() {
    let stage = Stage::alone();
    let user = stage.user();
    for path in
        ["/api/v1/incidents?plcae=Idlib", "/api/v1/incidents/points?sort=oldest", "/api/v1/sources?q=kite"]
    {
        let refused = user.get(path);
        let (_, field) = path.split_once('?').expect("a query");
        let (field, _) = field.split_once('=').expect("a field");
        assert_eq!(refused.status, 400, "{path}");
        assert!(refused.body.contains(&format!("“{field}”")), "{path}: {}", refused.body);
    }
    let refused = user.get("/api/v1/incidents?plcae=Idlib");
    assert!(refused.body.contains("place, method"), "what there is instead: {}", refused.body);
}
