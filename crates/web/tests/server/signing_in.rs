//! Accounts: joining, signing in and out, guessing, changing roles.

use crate::stage::{PASSWORD, Stage};
use web::{Cleared, Role};

const NONE: Cleared = Cleared { restricted: false, names: false };

#[test]
fn a_session_is_kept_from_scripts_and_ends_when_one_signs_out() {
    let stage = Stage::team();
    let admin = stage.member("Amal", Role::Admin, NONE);
    let came =
        stage.somebody().form("/login", &[("name", "Amal"), ("password", PASSWORD), ("back", "/review")]);
    assert_eq!((came.status, came.header("location")), (303, Some("/review")));
    let cookie = came.header("set-cookie").expect("a cookie").to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"),
        "{cookie}"
    );
    let headers = [("X-Forwarded-Proto", "https"), ("Content-Type", "application/x-www-form-urlencoded")];
    let body = format!("name=Amal&password={}", PASSWORD.replace(' ', "+"));
    let behind = stage.somebody().ask("POST", "/login", &headers, body.as_bytes());
    assert!(behind.header("set-cookie").is_some_and(|cookie| cookie.contains("Secure")));
    assert!(admin.get("/log").body.contains("signed in"));
    assert_eq!(admin.form("/logout", &[]).status, 303);
    assert_eq!(admin.get("/incidents").status, 303);
}

#[test]
fn whoever_guesses_must_wait_and_others_need_not() {
    let stage = Stage::team();
    stage.member("Amal", Role::Admin, NONE);
    let guess = |from: &str, name: &str, password: &str| {
        let headers = [("X-Forwarded-For", from), ("Content-Type", "application/x-www-form-urlencoded")];
        let body = serde_urlencoded::to_string([("name", name), ("password", password)]).expect("a form");
        stage.somebody().ask("POST", "/login", &headers, body.as_bytes()).status
    };
    for _ in 0..5 {
        assert_eq!(guess("192.0.2.7", "nobody at all", "wrong"), 403);
    }
    assert_eq!(guess("192.0.2.7", "Amal", PASSWORD), 429);
    assert_eq!(guess("192.0.2.8", "Amal", PASSWORD), 303);
}

#[test]
fn an_invitation_needs_a_long_password_and_serves_once() {
    let stage = Stage::team();
    let code = web::invite(stage.dir(), "Basim", Role::Reader, NONE, "Amal").expect("invited");
    let join =
        |password: &str| stage.somebody().form("/join", &[("code", &code), ("password", password)]).status;
    assert_eq!(join("short"), 422);
    assert_eq!(join(PASSWORD), 303);
    assert_eq!(join(PASSWORD), 403);
}

#[test]
fn a_changed_role_holds_at_once_and_an_admin_remains() {
    let stage = Stage::team();
    let (admin, reader) =
        (stage.member("Amal", Role::Admin, NONE), stage.member("Basim", Role::Reader, NONE));
    assert_eq!(reader.get("/review").status, 403);
    assert_eq!(admin.form("/team", &[("name", "Basim"), ("role", "reviewer")]).status, 303);
    assert_eq!(reader.get("/review").status, 200);
    assert_eq!(admin.form("/team", &[("name", "Amal"), ("role", "reader")]).status, 422);
    assert_eq!(admin.form("/team", &[("name", "Basim"), ("role", "reader"), ("closed", "1")]).status, 303);
    assert_eq!(reader.get("/incidents").status, 303);
    assert!(admin.get("/log").body.contains("account changed"));
}
