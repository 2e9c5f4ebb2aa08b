//! A team: an invitation accepted, signing in and out, and what each role may and may not do in its browser.

use crate::browser::Page;
use crate::stage::{Stage, walk};
use web::{Cleared, Role};

const PASSWORD: &str = "three kites above the orchard";
/// Pages, and the least role that may open them.
const PAGES: [(&str, Role); 5] = [
    ("/incidents", Role::Reader),
    ("/sources", Role::Reader),
    ("/add", Role::Recorder),
    ("/review", Role::Reviewer),
    ("/team", Role::Admin),
];

/// Accepts an invitation, which signs in.
async fn join(page: &Page, code: &str) {
    page.go("/join").await;
    page.write("#join [name=code]", code).await;
    page.write("#join [name=password]", PASSWORD).await;
    page.click("#join button").await;
    page.until("document.querySelector('.bar nav')").await;
}

async fn sign_in(page: &Page, name: &str, password: &str) {
    page.go("/login").await;
    page.write("#login [name=name]", name).await;
    page.write("#login [name=password]", password).await;
    page.click("#login button").await;
}

async fn sign_out(page: &Page) {
    page.click("[formaction='/logout']").await;
    page.until("!document.querySelector('.bar nav')").await;
}

#[test]
fn each_role_opens_its_own_pages_and_is_refused_the_others() {
    let stage = Stage::of_a_team(&["chindwin", "monywa"]);
    walk(&stage, async |page| {
        for role in Role::ALL {
            join(page, &stage.invite(role.as_str(), role, Cleared::default())).await;
            for (path, least) in PAGES {
                page.go(path).await;
                let refused = page.run("return Boolean(document.querySelector('.page-error'))", vec![]).await;
                assert_eq!(refused, serde_json::json!(role < least), "{role} at {path}");
                // What is refused is not offered either.
                let offered =
                    format!("return Boolean(document.querySelector('.bar nav a[href=\"{path}\"]'))");
                let offered = page.run(&offered, vec![]).await;
                assert_eq!(offered, serde_json::json!(role >= least), "{role} is offered {path}");
            }
            sign_out(page).await;
            page.go("/incidents").await;
            page.find("#login").await;
        }
    });
}

#[test]
fn a_wrong_password_is_refused_and_the_right_one_leads_back_to_the_page() {
    let stage = Stage::of_a_team(&["chindwin"]);
    let code = stage.invite("Basma", Role::Reader, Cleared::default());
    walk(&stage, async |page| {
        join(page, &code).await;
        sign_out(page).await;
        sign_in(page, "Basma", "three kites above the orchards").await;
        page.find("[role=alert]").await;
        sign_in(page, "Basma", PASSWORD).await;
        page.until("document.querySelector('#incidents')").await;
    });
}

#[test]
fn names_of_victims_are_shown_to_those_who_are_cleared_alone() {
    let stage = Stage::of_a_team(&["chindwin"]);
    let plain = stage.invite("Basma", Role::Reader, Cleared::default());
    let cleared = stage.invite("Daoud", Role::Reader, Cleared { names: true, restricted: false });
    walk(&stage, async |page| {
        for (code, seen) in [(plain, false), (cleared, true)] {
            join(page, &code).await;
            for path in ["/incidents", "/reports"] {
                page.go(path).await;
                page.click("main table a").await;
                page.until("document.querySelector('#history, #receipts')").await;
                let text = page.text("main").await;
                assert_eq!(text.contains("Thet Paing"), seen, "{path}: {text}");
            }
            sign_out(page).await;
        }
    });
}
