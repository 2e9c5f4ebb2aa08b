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
        format!("/api/v1/incidents/{id}"),
        "/api/v1/reports".into(),
        "/api/v1/review".into(),
        "/api/v1/incidents/points".into(),
        "/api/v1/reports?q=dead".into(),
        "/reports?q=dead".into(),
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
    for path in [
        "/report/kite-2".to_owned(),
        format!("/incident/{id}"),
        format!("/review/{id}"),
        "/api/v1/reports/kite-2".into(),
        format!("/api/v1/incidents/{id}"),
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
