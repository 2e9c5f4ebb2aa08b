//! Review by keyboard alone, correcting a count, joining two incidents and taking it back.

use crate::stage::{Stage, walk};
use serde_json::json;

#[test]
fn a_reading_is_reviewed_by_keyboard_alone() {
    let stage = Stage::with(&["chindwin", "monywa"]);
    walk(&stage, async |page| {
        page.go("/review").await;
        page.find("[data-item] a").await;
        page.press(&["j", "Enter"]).await;
        page.until("document.activeElement?.id === 'text'").await;
        page.press(&["?"]).await;
        assert!(page.text("dialog").await.contains("Accept"));
        page.press(&["Escape"]).await;
        let item = page.path().await;
        page.press(&["a"]).await;
        page.until(&format!("location.pathname !== {}", json!(item))).await;
        page.go("/review").await;
        let left = page
            .run(
                "return [...document.querySelectorAll('[data-item] a')].map(a => a.getAttribute('href'))",
                vec![],
            )
            .await;
        assert!(
            !left.as_array().unwrap().contains(&json!(item)),
            "what was accepted is out of the queue: {left}"
        );
    });
}

#[test]
fn words_selected_by_keys_correct_a_count() {
    let stage = Stage::with(&["northwire-marib"]);
    walk(&stage, async |page| {
        page.go("/incidents").await;
        let incident = page.find("#incidents tbody tr").await.attr("data-incident").await.unwrap().unwrap();
        page.go(&format!("/review/{incident}")).await;
        page.until("document.activeElement?.id === 'text'").await;
        // The words' caret walks to the digits of "10 p.m."; no such number stands in the reading.
        for _ in 0..200 {
            page.press(&["ArrowRight"]).await;
            if page.run("return String(getSelection())", vec![]).await == json!("10") {
                break;
            }
        }
        page.press(&["k"]).await;
        page.until("document.activeElement?.dataset.part === 'min'").await;
        let field = page
            .run(
                "const field = document.activeElement.closest('fieldset');
                 const part = name => field.querySelector(`[data-part=${name}]`)?.value;
                 const text = [...document.querySelector('#text').textContent];
                 return [field.dataset.field, part('min'), part('max'), text.slice(part('start'), part('end')).join('')];",
                vec![],
            )
            .await;
        assert_eq!(field, json!(["a0.killed", "10", "10", "10"]));
        // A correction needs a reason: its key leads to the field, and Ctrl+Enter sends it.
        page.press(&["Escape", "c"]).await;
        page.until("document.activeElement?.name === 'why'").await;
        page.write("#review [name=why]", "counted at the hospital").await;
        page.press(&["Escape", "c"]).await;
        page.until("!document.querySelector('#review [name=why]')?.value").await;
        page.go("/incidents").await;
        assert_eq!(page.text("#incidents tbody .killed .range").await, "10");
        page.go(&format!("/incident/{incident}")).await;
        assert!(page.text("#history").await.contains("counted at the hospital"), "the reason is on record");
    });
}

#[test]
fn two_incidents_are_joined_and_parted_again() {
    let stage = Stage::with(&["northwire-marib", "2023-01-18-northwire-beledweyne"]);
    walk(&stage, async |page| {
        page.go("/incidents").await;
        let ids = page
            .run(
                "return [...document.querySelectorAll('#incidents tbody tr')].map(r => r.dataset.incident)",
                vec![],
            )
            .await;
        let ids: Vec<String> = serde_json::from_value(ids).unwrap();
        assert_eq!(ids.len(), 2);
        page.go(&format!("/review/{}", ids[0])).await;
        page.find(".decide [name=b]").await;
        // The key of "same event" leads to what the decision lacks: which other, and why.
        page.press(&["m"]).await;
        page.until("document.activeElement?.name === 'b'").await;
        page.write(".decide [name=b]:not([type=hidden])", &ids[1]).await;
        page.press(&["Enter"]).await;
        page.until("document.activeElement?.name === 'why'").await;
        page.run("document.activeElement.id = 'reason'", vec![]).await;
        page.write("#reason", "a test of joining").await;
        page.press(&["Enter"]).await;
        page.until("!document.querySelector('#reason')").await;
        page.go("/incidents").await;
        page.until("document.querySelectorAll('#incidents tbody tr').length === 1").await;
        let joined = page.find("#incidents tbody tr").await.attr("data-incident").await.unwrap().unwrap();
        page.go(&format!("/incident/{joined}")).await;
        assert!(page.text("#history").await.contains("a test of joining"));
        // Taken back, they are two again, and the ledger has both decisions.
        page.go(&format!("/review/{joined}")).await;
        page.find("[data-key=u]").await;
        page.press(&["u"]).await;
        page.until("!document.querySelector('[data-key=u]') || document.querySelector('.notice')").await;
        page.go("/incidents").await;
        page.until("document.querySelectorAll('#incidents tbody tr').length === 2").await;
        page.go("/log").await;
        assert!(page.text("#main").await.contains("a test of joining"));
    });
}
