//! Every route as every role, from the table of routes itself: a new route without a rule cannot be let in by chance.

use crate::stage::{Somebody, Stage};
use web::{Cleared, Kind, Method, Need, ROUTES, Role, Route};

/// The route's path with something in the place of each part.
fn path_of(route: &Route, incident: &str) -> String {
    let parts = route.path.split('/').map(|part| match part {
        "{id}" if route.path.contains("incident") => incident,
        "{id}" if route.path.contains("token") => "0",
        "{id}" => "lamp-1",
        "{item}" => incident,
        "{*file}" => "cenotaph.css",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn ask(who: &Somebody, route: &Route, incident: &str) -> u16 {
    let path = path_of(route, incident);
    match route.method {
        Method::Get => who.get(&path).status,
        Method::Post => who.form(&path, &[]).status,
    }
}

/// Whether somebody was let through to the handler, whatever it made of the request.
fn is_let_in(route: &Route, status: u16) -> bool {
    match status {
        401 | 403 => false,
        // Who must sign in is led to the page where they may; forms that are open lead elsewhere too.
        303 if route.kind == Kind::Page && route.need != Need::Nothing && route.path != "/" => false,
        _ => true,
    }
}

#[test]
fn each_role_comes_to_what_is_its_own_and_no_further() {
    let stage = Stage::team();
    let all = Cleared { restricted: true, names: true };
    let admin = stage.member("Amal", Role::Admin, all);
    let incident = admin.incident_at("Raqqa");
    let mut tried = 0;
    for role in Role::ALL {
        for route in ROUTES.iter().filter(|route| route.path != "/logout") {
            // A session each time, since some routes end it or change what it may do.
            let who = stage.member(role.as_str(), role, all);
            let status = ask(&who, route, &incident);
            let wanted = route.need.is_met_by(Some(role));
            assert!(status < 500, "{role} {} {status}", route.path);
            let let_in = if route.path == "/" { true } else { is_let_in(route, status) };
            assert_eq!(let_in, wanted, "{role} on {:?} {}: {status}", route.method, route.path);
            tried += 1;
        }
    }
    assert!(tried >= 4 * 30, "{tried}");
}

#[test]
fn what_changes_the_casebook_takes_more_than_a_reader() {
    // Of these a reader may post what concerns nobody but themselves.
    let own = [
        "/preferences",
        "/login",
        "/join",
        "/logout",
        "/account/tokens",
        "/account/tokens/revoke",
        "/api/v1/tokens",
        "/api/v1/tokens/{id}/revoke",
    ];
    for route in ROUTES {
        let by_reader = route.need.is_met_by(Some(Role::Reader));
        match route.method {
            Method::Post => assert_eq!(by_reader, own.contains(&route.path), "{}", route.path),
            Method::Get => assert!(
                route.need != Need::Nothing || ["/login", "/join", "/static/{*file}"].contains(&route.path)
            ),
        }
    }
    let takes =
        |path: &'static str| ROUTES.iter().filter(move |route| route.path == path).map(|route| route.need);
    let admins = ["/log", "/team", "/api/v1/log", "/api/v1/team"];
    assert!(admins.into_iter().flat_map(takes).all(|need| need == Need::Role(Role::Admin)));
    let reviewers = ["/decide", "/export", "/api/v1/judgements", "/api/v1/export", "/api/v1/review/{item}"];
    assert!(reviewers.into_iter().flat_map(takes).all(|need| need == Need::Role(Role::Reviewer)));
}

#[test]
fn who_has_not_signed_in_sees_nothing_but_the_door() {
    let stage = Stage::team();
    let admin = stage.member("Amal", Role::Admin, Cleared { restricted: true, names: true });
    let incident = admin.incident_at("Raqqa");
    let stranger = stage.somebody();
    for route in ROUTES {
        let path = path_of(route, &incident);
        let answer = match route.method {
            Method::Get => stranger.get(&path),
            Method::Post => stranger.form(&path, &[]),
        };
        match (route.need, route.kind) {
            (Need::Nothing, _) => {
                assert!(answer.status != 401 && answer.status < 500, "{path} {}", answer.status);
            }
            (_, Kind::Page) => {
                let to = answer.header("location").unwrap_or_default().to_owned();
                assert!(answer.status == 303 && to.starts_with("/login"), "{path} {} {to}", answer.status);
                assert!(answer.body.is_empty(), "{path}");
            }
            _ => {
                assert_eq!(answer.status, 401, "{path}");
                assert!(!answer.body.contains("Raqqa"), "{path}");
            }
        }
    }
}

#[test]
fn nothing_is_changed_without_the_pages_token() {
    let stage = Stage::team();
    let mut admin = stage.member("Amal", Role::Admin, Cleared { restricted: true, names: true });
    admin.csrf = "guessed".into();
    for route in ROUTES.iter().filter(|route| route.method == Method::Post) {
        let status = ask(&admin, route, "x");
        assert_eq!(status, 403, "{}", route.path);
    }
    let alone = Stage::alone();
    let mut user = alone.user();
    let headers = [("Sec-Fetch-Site", "cross-site"), ("X-CSRF-Token", user.csrf.as_str())];
    assert_eq!(user.ask("POST", "/preferences", &headers, b"").status, 403);
    user.csrf = String::new();
    assert_eq!(user.form("/preferences", &[("theme", "dark")]).status, 403);
}

#[test]
fn a_server_for_one_answers_to_this_machine_alone() {
    let stage = Stage::alone();
    let answer = stage.user().ask("GET", "/incidents", &[("Host", "casebook.example")], b"");
    assert_eq!(answer.status, 421);
    assert!(stage.address.ip().is_loopback());
}

#[test]
fn a_token_opens_what_its_role_opens_over_the_api_and_nothing_else() {
    let stage = Stage::team();
    let all = Cleared { restricted: true, names: true };
    let admin = stage.member("Amal", Role::Admin, all);
    let incident = admin.incident_at("Raqqa");
    let mut tried = 0;
    for role in Role::ALL {
        let program = admin.program(role.as_str(), role, all);
        // The front door leads on, whoever comes.
        for route in ROUTES.iter().filter(|route| route.path != "/") {
            let status = ask(&program, route, &incident);
            assert!(status < 500, "{role} {} {status}", route.path);
            let wanted = match route.kind {
                // Pages do not know tokens: who brings one has not signed in.
                Kind::Page | Kind::Asset => route.need == Need::Nothing,
                Kind::Api => route.need.is_met_by(Some(role)) && !route.people_alone,
            };
            assert_eq!(
                is_let_in(route, status) && status != 401,
                wanted,
                "{role} on {:?} {}: {status}",
                route.method,
                route.path
            );
            tried += 1;
        }
    }
    assert_eq!(tried, 4 * (ROUTES.len() - 1));
    for token in ["", "guessed", "a token with blanks", "\u{202e}"] {
        let program = Somebody { token: Some(token.to_owned()), ..stage.somebody() };
        let answer = program.get("/api/v1/incidents");
        assert_eq!(answer.status, 401, "{token}");
        assert!(answer.header("www-authenticate").is_some_and(|scheme| scheme.starts_with("Bearer")));
    }
}
