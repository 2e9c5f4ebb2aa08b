//! Restricted reports and victims' names: seen by those who are cleared, and by nobody else, wherever one looks.

use crate::stage::Stage;
use web::{Cleared, Method, ROUTES, Role};

const ALL: Cleared = Cleared { restricted: true, names: true };
const NONE: Cleared = Cleared { restricted: false, names: false };

#[test]
fn names_are_blotted_out_for_those_who_are_not_cleared() {
    let stage = Stage::team();
    let (admin, reviewer) =
        (stage.member("Amal", Role::Admin, ALL), stage.member("Basim", Role::Reviewer, NONE));
    let id = admin.incident_at("Raqqa");
    assert!(admin.get("/report/lamp-1").body.contains("Orsavi"));
    assert!(admin.get(&format!("/incident/{id}")).body.contains("Orsavi"));
    assert_eq!(admin.get("/api/v1/incidents?q=Orsavi").json()["total"], 1);
    let paths = [
        "/report/lamp-1".to_owned(),
        format!("/incident/{id}"),
        format!("/review/{id}"),
        "/reports".into(),
        "/incidents".into(),
        "/review".into(),
        "/api/v1/reports/lamp-1".into(),
        "/api/v1/reports/lamp-1/readings".into(),
        format!("/api/v1/incidents/{id}"),
        "/api/v1/reports".into(),
        "/api/v1/review".into(),
        "/api/v1/incidents/points".into(),
        "/api/v1/reports?q=dead".into(),
        "/reports?q=dead".into(),
        format!("/api/v1/incidents/{id}/history"),
        format!("/api/v1/incidents/{id}/accountability"),
        format!("/api/v1/review/{id}"),
    ];
    for path in paths {
        let answer = reviewer.get(&path);
        assert!(answer.status == 200, "{path} {}", answer.status);
        assert!(!answer.body.contains("Orsavi") && !answer.body.contains("Nadim"), "{path}");
    }
    // Searching may not tell either which report has a name.
    assert_eq!(reviewer.get("/api/v1/incidents?q=Orsavi").json()["total"], 0);
    assert_eq!(reviewer.get("/api/v1/reports?q=Nadim").json()["reports"].as_array().map(Vec::len), Some(0));
    assert_eq!(reviewer.get("/api/v1/incidents?q=medics").json()["total"], 1);
    let file = reviewer.form("/export", &[("format", "jsonl")]);
    assert!(file.status == 200 && !file.body.contains("Orsavi"));
    let file = reviewer.json("/api/v1/export", &serde_json::json!({"format": "jsonl"}));
    assert!(file.status == 200 && !file.body.contains("Orsavi"));
    assert_eq!(reviewer.get("/report/lamp-1/bytes").status, 403);
}

#[test]
fn a_restricted_report_is_not_there_for_those_who_are_not_cleared() {
    let stage = Stage::team();
    let (admin, reviewer) =
        (stage.member("Amal", Role::Admin, ALL), stage.member("Basim", Role::Reviewer, NONE));
    let id = admin.incident_at("Idlib");
    let done =
        admin.form("/report/kite-2/access", &[("restricted", "1"), ("why", "the source asked for it")]);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(admin.get("/report/kite-2").status, 200);
    assert_eq!(admin.get("/api/v1/incidents").json()["total"], 2);
    assert!(
        admin.get("/reports").body.contains("kite-2") && !reviewer.get("/reports").body.contains("kite-2")
    );
    for path in [
        "/report/kite-2".to_owned(),
        "/report/kite-2/bytes".into(),
        format!("/incident/{id}"),
        format!("/review/{id}"),
        "/api/v1/reports/kite-2".into(),
        "/api/v1/reports/kite-2/readings".into(),
        format!("/api/v1/incidents/{id}"),
        format!("/api/v1/incidents/{id}/history"),
        format!("/api/v1/incidents/{id}/accountability"),
        format!("/api/v1/review/{id}"),
    ] {
        assert_eq!(reviewer.get(&path).status, 404, "{path}");
    }
    for route in ROUTES.iter().filter(|route| route.method == Method::Get && !route.path.contains('{')) {
        let body = reviewer.get(route.path).body;
        assert!(!body.contains("kite-2") && !body.contains(&id) && !body.contains("akery"), "{}", route.path);
    }
    assert_eq!(reviewer.get("/api/v1/incidents?q=bakery").json()["total"], 0);
    assert_eq!(reviewer.get("/api/v1/reports?q=bakery").json()["reports"].as_array().map(Vec::len), Some(0));
    assert!(!reviewer.form("/export", &[("format", "csv")]).body.contains(&id));
    let raqqa = reviewer.incident_at("Raqqa");
    let seen = reviewer.seen(&raqqa);
    let merge =
        [("on", raqqa.as_str()), ("seen", &seen), ("action", "same"), ("b", &id), ("why", "guessing")];
    assert_eq!(reviewer.form("/decide", &merge).status, 404);
    assert_eq!(
        admin.form("/report/kite-2/access", &[("restricted", "0"), ("why", "published since")]).status,
        303
    );
    assert_eq!(reviewer.get("/report/kite-2").status, 200);
}

#[test]
fn counts_tell_nothing_of_what_is_restricted() {
    let stage = Stage::team();
    let (admin, reviewer) =
        (stage.member("Amal", Role::Admin, ALL), stage.member("Basim", Role::Reviewer, ALL_BUT_RESTRICTED));
    let counted = |who: &crate::stage::Somebody| {
        let queue = who.get("/api/v1/review").json();
        let (total, items) =
            (queue["total"].as_u64(), queue["items"].as_array().map(|items| items.len() as u64));
        assert_eq!(total, items, "the stage has one page of items");
        (total, who.get("/api/v1/reports").json()["reports"].as_array().map(Vec::len))
    };
    let id = admin.incident_at("Raqqa");
    // A report that comes in on an incident that somebody decided on waits for a person's eyes.
    let seen = serde_json::json!({"action": "seen", "of": id, "why": "looked"});
    assert_eq!(admin.json("/api/v1/judgements", &seen).status, 200);
    let more = serde_json::json!({"id": "heron-1", "publisher": "Heron Desk", "published": "2023-01-07",
        "text": "Shelling on Raqqa on 3 January 2023 killed eight civilians and wounded 12, a doctor said."});
    assert_eq!(admin.json("/api/v1/reports", &more).status, 200);
    let before = counted(&reviewer);
    assert!(before.0 >= Some(1), "{before:?}");
    assert_eq!(before, counted(&admin));
    admin.form("/report/lamp-1/access", &[("restricted", "1"), ("why", "the source asked for it")]);
    // The other report of the incident stays, and tells of no incident.
    let other = reviewer.get("/api/v1/reports/heron-1");
    assert_eq!(other.status, 200);
    let listed = reviewer.get("/api/v1/reports").body;
    let found = reviewer.get("/api/v1/reports?q=Raqqa").body;
    for shown in
        [&other.body, &listed, &found, &reviewer.get("/report/heron-1").body, &reviewer.get("/reports").body]
    {
        assert!(!shown.contains(&id), "{shown}");
    }
    assert!(admin.get("/api/v1/reports/heron-1").body.contains(&id));
    let after = counted(&reviewer);
    assert!(after.0 < before.0 && after.1 < before.1, "{before:?} {after:?}");
    assert_eq!(counted(&admin).1, before.1);
    // Nor may what was decided there be taken back from elsewhere.
    let set =
        serde_json::json!({"action": "set", "of": id, "field": "killed", "value": "8", "why": "a list"});
    let act = admin.json("/api/v1/judgements", &set).json()["acts"][0].clone();
    let open = reviewer.incident_at("Idlib");
    let back = serde_json::json!({"action": "withdraw", "on": open, "acts": [act], "why": "guessing"});
    assert_eq!(reviewer.json("/api/v1/judgements", &back).status, 422);
}

const ALL_BUT_RESTRICTED: Cleared = Cleared { restricted: false, names: true };

#[test]
fn beginnings_of_names_and_names_within_names_lead_to_nothing_that_is_restricted() {
    let stage = Stage::team();
    let admin = stage.member("Amal", Role::Admin, ALL);
    let reviewer = stage.member("Basim", Role::Reviewer, ALL_BUT_RESTRICTED);
    let hidden = serde_json::json!({"id": "kite-1#2", "publisher": "Kite Wire", "published": "2023-04-02",
        "text": "Four people were killed by a mine in Aleppo on 1 April 2023, a doctor said."});
    assert_eq!(admin.json("/api/v1/reports", &hidden).status, 200);
    let id = admin.incident_at("Aleppo");
    admin.form("/report/kite-1%232/access", &[("restricted", "1"), ("why", "the source asked for it")]);
    assert_eq!(admin.get("/report/kite-1%232").status, 200);
    // Of two reports that begin so, one is restricted: the answer is as if neither did.
    for path in ["/report/kite-1%232".to_owned(), "/report/kite-".into(), format!("/incident/{}", &id[..6])] {
        let answer = reviewer.get(&path);
        assert!(answer.status == 404 && !answer.body.contains("sha256:"), "{path}: {}", answer.body);
    }
    let on = reviewer.incident_at("Raqqa");
    for name in ["kite-1#2#1", "kite-1#2@0", id.as_str()] {
        let wish = serde_json::json!({"action": "same", "a": on, "b": name, "why": "guessing"});
        assert_eq!(reviewer.json("/api/v1/judgements", &wish).status, 404, "{name}");
    }
    // Whoever has the same bytes is not told where they belong.
    let again = reviewer.json("/api/v1/reports", &hidden).json();
    assert_eq!(again["reports"][0]["incidents"], serde_json::json!([]), "{again}");
}
