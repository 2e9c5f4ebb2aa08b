//! Tokens by which programs act: made by a person for themselves, never for more than the person may, ended, revoked, on record.

use crate::stage::{Somebody, Stage};
use serde_json::json;
use web::{Cleared, Role};

const ALL: Cleared = Cleared { restricted: true, names: true };
const NONE: Cleared = Cleared { restricted: false, names: false };

#[test]
fn a_token_is_made_on_the_page_of_ones_account_and_shown_once() {
    let stage = Stage::team();
    let basim = stage.member("Basim", Role::Recorder, NONE);
    let page = basim.get("/account");
    assert!(page.body.contains("value=\"recorder\"") && !page.body.contains("value=\"reviewer\""));
    let made = basim.form("/account/tokens", &[("label", "nightly"), ("role", "reader"), ("days", "7")]);
    let secret = made.between("<code id=\"secret\">", "</code>").expect("a secret");
    let program = Somebody { token: Some(secret.clone()), ..stage.somebody() };
    assert_eq!(program.get("/api/v1/incidents").json()["total"], 2);
    let page = basim.get("/account");
    assert!(page.body.contains("nightly") && !page.body.contains(&secret));
    let bytes = std::fs::read(stage.dir().join("team.sqlite")).expect("the accounts");
    assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "it is kept as a hash");
}

#[test]
fn a_token_may_no_more_than_its_person_at_that_moment() {
    let stage = Stage::team();
    let (admin, basim) =
        (stage.member("Amal", Role::Admin, ALL), stage.member("Basim", Role::Reviewer, NONE));
    let refused = |wish: serde_json::Value| basim.json("/api/v1/tokens", &wish).status;
    assert_eq!(refused(json!({"label": "a", "role": "admin"})), 403);
    assert_eq!(refused(json!({"label": "a", "role": "reader", "names": true})), 403);
    assert_eq!(refused(json!({"label": "a", "role": "owner"})), 400);
    assert_eq!(refused(json!({"label": "a", "role": "reader", "days": 0})), 422);
    assert_eq!(refused(json!({"label": " ", "role": "reader"})), 422);
    assert_eq!(refused(json!({"label": "a", "role": "reader", "name": "Amal"})), 400, "for oneself alone");
    let program = basim.program("queue", Role::Reviewer, NONE);
    assert_eq!(program.get("/api/v1/review").status, 200);
    assert!(!program.get("/api/v1/reports/lamp-1").body.contains("Orsavi"));
    admin.form("/team", &[("name", "Basim"), ("role", "reader"), ("names", "1")]);
    assert_eq!(program.get("/api/v1/review").status, 403, "the role was taken away");
    assert!(!program.get("/api/v1/reports/lamp-1").body.contains("Orsavi"), "the token was not cleared");
    admin.form("/team", &[("name", "Basim"), ("role", "reader"), ("closed", "1")]);
    assert_eq!(program.get("/api/v1/incidents").status, 401);
}

#[test]
fn a_program_decides_without_the_pages_token_and_is_named_with_its_person() {
    let stage = Stage::team();
    let admin = stage.member("Amal", Role::Admin, ALL);
    let program = admin.program("nightly", Role::Reviewer, ALL);
    let id = program.incident_at("Idlib");
    let set = json!({"action": "set", "of": id, "field": "killed", "value": "3", "why": "a third died"});
    assert_eq!(program.json("/api/v1/judgements", &set).status, 200);
    let history = admin.get(&format!("/api/v1/incidents/{id}/history")).json();
    let last = history["acts"].as_array().and_then(|acts| acts.last()).cloned().expect("an act");
    assert_eq!(last["by"], "Amal by token nightly");
    assert!(web::invite(stage.dir(), "Amal by token nightly", Role::Reader, NONE, "x").is_err());
    // A browser that another page leads here sends its cookies, and no token: it still needs the page's own.
    let foreign = Somebody { csrf: String::new(), ..admin.clone() };
    assert_eq!(foreign.json("/api/v1/judgements", &set).status, 403);
}

#[test]
fn a_token_is_revoked_by_its_person_or_an_admin_and_by_nobody_else() {
    let stage = Stage::team();
    let (admin, basim) = (stage.member("Amal", Role::Admin, ALL), stage.member("Basim", Role::Reader, NONE));
    let daoud = stage.member("Daoud", Role::Reviewer, ALL);
    let programs = [basim.program("one", Role::Reader, NONE), basim.program("two", Role::Reader, NONE)];
    let ids: Vec<String> = basim.get("/api/v1/tokens").json()["tokens"]
        .as_array()
        .expect("tokens")
        .iter()
        .map(|token| token["id"].to_string())
        .collect();
    assert_eq!(daoud.get("/api/v1/tokens").json()["tokens"].as_array().map(Vec::len), Some(0));
    assert_eq!(daoud.form("/account/tokens/revoke", &[("id", &ids[0])]).status, 404);
    assert_eq!(daoud.json(&format!("/api/v1/tokens/{}/revoke", ids[0]), &json!({})).status, 404);
    assert_eq!(programs[0].json(&format!("/api/v1/tokens/{}/revoke", ids[1]), &json!({})).status, 403);
    assert_eq!(programs[0].json("/api/v1/tokens", &json!({"label": "x", "role": "reader"})).status, 403);
    assert_eq!(basim.form("/account/tokens/revoke", &[("id", &ids[0])]).status, 303);
    assert_eq!(
        admin.form("/account/tokens/revoke", &[("id", &ids[1]), ("back", "/team")]).header("location"),
        Some("/team?done=revoked")
    );
    assert!(programs.iter().all(|program| program.get("/api/v1/incidents").status == 401));
    let log = admin.get("/api/v1/log").json()["acts"].to_string();
    assert_eq!(log.matches("\"token_changed\"").count() + log.matches("token changed").count(), 4, "{log}");
}

#[test]
fn an_admin_sees_every_token_and_a_program_what_it_may_itself() {
    let stage = Stage::team();
    let (admin, basim) =
        (stage.member("Amal", Role::Admin, ALL), stage.member("Basim", Role::Recorder, NONE));
    let program = basim.program("nightly", Role::Reader, NONE);
    let tokens = admin.get("/api/v1/team").json()["tokens"].clone();
    assert_eq!((&tokens[0]["name"], &tokens[0]["label"]), (&"Basim".into(), &"nightly".into()));
    assert_eq!(program.get("/api/v1/team").status, 403);
    let told = program.get("/api/v1/account").json();
    let wanted =
        json!({"name": "Basim", "role": "reader", "restricted": false, "names": false, "token": "nightly"});
    assert_eq!(told, wanted);
    assert_eq!(basim.get("/api/v1/account").json()["role"], "recorder");
}

#[test]
fn a_server_for_one_has_no_tokens() {
    let stage = Stage::alone();
    assert_eq!(stage.user().get("/account").status, 404);
    let program = Somebody { token: Some("x".into()), ..stage.somebody() };
    assert_eq!(program.json("/api/v1/judgements", &json!({})).status, 403, "it still needs the page's token");
}
