//! Two people on one item: each is told of the other, and the later decision never silently wins.

use crate::browser::Page;
use crate::stage::{Stage, walk};
use serde_json::json;
use web::{Cleared, Role};

/// Joins a team and opens the review of the only incident.
async fn sit_down(page: &Page, code: &str) {
    page.go("/join").await;
    page.write("#join [name=code]", code).await;
    page.write("#join [name=password]", "a boat under two bridges").await;
    page.click("#join button").await;
    page.until("document.querySelector('#incidents tbody tr')").await;
    let incident = page.find("#incidents tbody tr").await.attr("data-incident").await.unwrap().unwrap();
    page.go(&format!("/review/{incident}")).await;
    page.find("#review [name='killed.max']").await;
}

/// Writes how many were killed at most, and why, and sends it.
async fn correct(page: &Page, most: &str, why: &str) {
    page.run("document.querySelector(\"[name='killed.max']\").value = arguments[0]", vec![json!(most)]).await;
    page.write("#review [name=why]", why).await;
    page.click("#review [data-key=c]").await;
    page.until(&format!("document.querySelector('#review [name=why]')?.value !== {}", json!(why))).await;
}

#[test]
fn two_people_on_one_item_hear_of_each_other_and_neither_overwrites_the_other() {
    let stage = Stage::of_a_team(&["northwire-marib"]);
    let cleared = Cleared { names: true, restricted: true };
    let codes = ["Basma", "Daoud"].map(|name| stage.invite(name, Role::Reviewer, cleared));
    walk(&stage, async |basma| {
        sit_down(basma, &codes[0]).await;
        let daoud = stage.another_browser().await;
        sit_down(&daoud, &codes[1]).await;
        daoud.until("document.querySelector('#presence')?.textContent.includes('Basma')").await;

        correct(&daoud, "6", "a sixth name in the list").await;
        correct(basma, "7", "a seventh name in the list").await;
        assert!(basma.text("#theirs").await.contains("a sixth name in the list"));
        assert!(basma.text("#yours").await.contains("a seventh name in the list"));

        basma.go("/incidents").await;
        let killed = basma.text("#incidents tbody .killed").await;
        assert!(killed.ends_with('6'), "the first decision stands until somebody takes another: {killed}");
        daoud.close().await;
    });
}
