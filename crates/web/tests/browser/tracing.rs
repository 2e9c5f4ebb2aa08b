//! From a number to the words behind it.

use crate::stage::{Stage, walk};
use serde_json::json;

/// Whether the words that the address cites are marked, are what is wanted, and are in sight.
const CITED: &str = "
    const [, start, end] = location.hash.match(/^#s(\\d+)-(\\d+)$/);
    const words = [...document.querySelector('#text').textContent].slice(start, end).join('');
    const mark = document.getElementById(location.hash.slice(1));
    const box = mark?.getBoundingClientRect();
    return { words, marked: mark?.textContent, seen: Boolean(box) && box.top >= 0 && box.bottom <= innerHeight };";

#[test]
fn a_number_of_an_incident_opens_the_report_at_its_words() {
    let stage = Stage::with(&["marib"]);
    walk(&stage, async |page| {
        page.go("/incidents").await;
        page.click("#incidents tbody a[href^='/incident/']").await;
        page.click("#ranges a[href*='/report/'][href*='#s']").await;
        page.until("location.pathname.startsWith('/report/') && document.querySelector('#text')").await;
        let cited = page.run(CITED, vec![]).await;
        assert_eq!(cited["seen"], json!(true), "{cited}");
        let words = cited["words"].as_str().unwrap();
        assert!(words.contains(cited["marked"].as_str().unwrap()), "{cited}");
        let number = ["five", "family", "خمسة", "4", "dead"].iter().any(|word| words.contains(word));
        assert!(number, "the words say how many: {words}");
    });
}

#[test]
fn pointing_at_a_field_lights_its_words() {
    let stage = Stage::with(&["northwire-marib"]);
    walk(&stage, async |page| {
        page.go("/reports").await;
        page.click("main a[href^='/report/']").await;
        page.until("document.querySelector('#text mark[data-field]')").await;
        let lit = page
            .run(
                "const field = [...document.querySelectorAll('[data-field]')]
                     .find(e => !e.closest('#text') && document.querySelector(`#text mark[data-field~=\"${e.dataset.field}\"]`));
                 field.dispatchEvent(new PointerEvent('pointerenter'));
                 const words = [...document.querySelectorAll('#text mark.lit')];
                 return words.length > 0 && words.every(w => w.dataset.field.split(' ').includes(field.dataset.field));",
                vec![],
            )
            .await;
        assert_eq!(lit, json!(true));
    });
}

#[test]
fn the_text_of_a_report_is_the_page_s_to_the_code_point() {
    let stage = Stage::with(&["meridian-hola-prystan"]);
    walk(&stage, async |page| {
        page.go("/reports").await;
        page.click("main a[href^='/report/']").await;
        page.until("document.querySelector('#text mark')").await;
        let wrong = page
            .run(
                "const text = [...document.querySelector('#text').textContent];
                 return [...document.querySelectorAll('#text mark')]
                     .filter(m => !text.slice(m.dataset.start, m.dataset.end).join('').includes(m.textContent))
                     .map(m => m.textContent);",
                vec![],
            )
            .await;
        assert_eq!(wrong, json!([]));
    });
}

#[test]
fn a_report_in_arabic_runs_from_right_to_left_on_an_english_page() {
    let stage = Stage::with(&["marib-al-yawm-ar"]);
    walk(&stage, async |page| {
        page.go("/reports").await;
        page.click("main a[href^='/report/']").await;
        page.find("#text").await;
        let script = "return [document.documentElement.dir, getComputedStyle(document.querySelector('#text')).direction]";
        assert_eq!(page.run(script, vec![]).await, json!(["ltr", "rtl"]));
    });
}
