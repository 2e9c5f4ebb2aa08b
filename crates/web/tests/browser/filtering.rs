//! The list of incidents, its map and its timeline: each narrows the others, and the address holds the view.

use crate::stage::{Stage, walk};
use serde_json::json;

/// The ids in the list.
const IDS: &str = "[...document.querySelectorAll('#incidents tbody tr')].map(row => row.dataset.incident)";

#[test]
fn an_area_chosen_on_the_map_narrows_the_list_and_the_way_back_widens_it() {
    let stage = Stage::with(&["marib", "kafr-takharim", "beledweyne"]);
    walk(&stage, async |page| {
        page.go("/incidents").await;
        page.until("document.querySelector('.map-state')?.textContent.includes('3 ')").await;
        let all = page.run(&format!("return {IDS}"), vec![]).await;
        assert_eq!(all.as_array().unwrap().len(), 3, "{all}");
        // Idlib lies in the north of what is shown, Marib and Beledweyne in the south.
        page.click(".map-buttons button[aria-pressed]").await;
        page.drag("#map canvas", (0.05, 0.02), (0.85, 0.40)).await;
        page.until(&format!("{IDS}.length === 1")).await;
        assert!(page.path().await.starts_with("/incidents?bbox="), "{}", page.path().await);
        assert!(page.text("#incidents tbody tr").await.contains("2019-11-11"), "the one in Idlib is left");
        page.until("document.querySelector('.map-state').textContent.startsWith('1 ')").await;
        page.run("history.back()", vec![]).await;
        page.until(&format!("{IDS}.length === 3")).await;
        page.until("document.querySelector('.map-state').textContent.startsWith('3 ')").await;
        assert_eq!(page.path().await, "/incidents");
    });
}

#[test]
fn days_chosen_on_the_timeline_narrow_the_list_and_the_map() {
    let stage = Stage::with(&["marib", "kafr-takharim", "beledweyne"]);
    walk(&stage, async |page| {
        page.go("/incidents").await;
        page.until("document.querySelector('#timeline .u-over')").await;
        page.until("document.querySelector('.map-state')?.textContent.startsWith('3 ')").await;
        // The whole time runs from November 2019 to January 2023; Marib's April 2021 lies in the middle.
        page.drag("#timeline .u-over", (0.25, 0.5), (0.75, 0.5)).await;
        page.until(&format!("{IDS}.length === 1")).await;
        page.until("document.querySelector('.map-state').textContent.startsWith('1 ')").await;
        let path = page.path().await;
        assert!(path.contains("from=20") && path.contains("to=20"), "{path}");
        assert!(page.text("#incidents tbody tr").await.contains("2021-04-03"));
        let from = page.find("#filter [name=from]").await.prop("value").await.unwrap();
        assert!(from.is_some_and(|day| day.starts_with("20")), "the form holds what was chosen");
        page.click(".timeline-head button").await;
        page.until(&format!("{IDS}.length === 3")).await;
    });
}

#[test]
fn days_are_chosen_by_keys_alone() {
    let stage = Stage::with(&["marib", "kafr-takharim", "beledweyne"]);
    walk(&stage, async |page| {
        page.go("/incidents").await;
        page.until("document.querySelector('#timeline .u-over')").await;
        page.run("document.querySelector('#timeline .plot').focus()", vec![]).await;
        page.press(&["End", "Enter"]).await;
        page.until(&format!("{IDS}.length === 1")).await;
        assert!(page.text("#incidents tbody tr").await.contains("2023-01-18"));
        page.press(&["Escape"]).await;
        page.until(&format!("{IDS}.length === 3")).await;
    });
}

#[test]
fn words_of_the_form_narrow_all_three_without_a_page_being_loaded() {
    let stage = Stage::with(&["marib", "kafr-takharim", "beledweyne"]);
    walk(&stage, async |page| {
        page.go("/incidents").await;
        page.until("document.querySelector('.map-state')?.textContent.startsWith('3 ')").await;
        page.run("window.stillHere = true", vec![]).await;
        page.write("#filter [name=q]", "bakery").await;
        page.until(&format!("{IDS}.length === 1")).await;
        page.until("document.querySelector('.map-state').textContent.startsWith('1 ')").await;
        assert_eq!(page.run("return window.stillHere", vec![]).await, json!(true));
        assert!(page.path().await.contains("q=bakery"));
        // The same address shows the same to whoever it is given to.
        let path = page.path().await;
        page.go(&path).await;
        page.until(&format!("{IDS}.length === 1")).await;
    });
}
