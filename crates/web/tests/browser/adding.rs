//! Adding reports: dropped, pasted, and sent again.

use crate::browser::Page;
use crate::stage::{Stage, walk};
use serde_json::json;

const REPORT: &str = "Title: Shells on a ferry landing\nPublished: 2023-03-04\nPublisher: The Reed Courier\nLanguage: en\n\n\
    Six civilians, two of them children, were killed on Friday when shells hit the ferry landing in Orikhiv, \
    Zaporizhzhia region, the police said. Nine people were wounded.\n";

/// Drops a file on the page, as a file manager does: the events carry it as a `DataTransfer`.
async fn drop_file(page: &Page, name: &str, text: &str) {
    let script = "
        const [name, text] = arguments;
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], name, { type: 'text/plain' }));
        const place = document.querySelector('#drop');
        for (const kind of ['dragenter', 'dragover', 'drop']) {
            place.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
        }";
    page.run(script, vec![json!(name), json!(text)]).await;
}

#[test]
fn a_dropped_file_is_read_and_leads_to_its_incident() {
    let stage = Stage::with(&["talks-resume"]);
    walk(&stage, async |page| {
        page.go("/add").await;
        drop_file(page, "ferry.txt", REPORT).await;
        page.find("#added .detail a[href^='/report/']").await;
        assert!(page.text("#added").await.contains("ferry.txt"));
        page.click("#added .detail a[href^='/incident/']").await;
        page.until("document.querySelector('.page-incident')").await;
        assert!(page.text("#main").await.contains("Orikhiv"));
        // Sent again, it is known.
        page.go("/add").await;
        let first = page.text(".drop").await;
        drop_file(page, "ferry.txt", REPORT).await;
        page.find("#added .detail a[href^='/report/']").await;
        let state = page.text("#added .state").await;
        assert_eq!(state, "already in the casebook", "{first}");
    });
}

#[test]
fn a_file_that_is_no_report_is_refused_with_a_reason() {
    let stage = Stage::with(&["talks-resume"]);
    walk(&stage, async |page| {
        page.go("/add").await;
        drop_file(page, "broken.jsonl", "{\"id\": \"one\", \"text\"\n").await;
        page.find("#added li.failed .detail").await;
        let row = page.text("#added li").await;
        assert!(row.contains("broken.jsonl:1: not JSON"), "it says what and where: {row}");
        let links = page.run("return document.querySelectorAll('#added a').length", vec![]).await;
        assert_eq!(links, json!(0));
    });
}

#[test]
fn pasted_text_is_read() {
    let stage = Stage::with(&["talks-resume"]);
    walk(&stage, async |page| {
        page.go("/add").await;
        page.write("#add textarea[name=text]", REPORT).await;
        page.click("#add button:not([type=button])").await;
        page.until("document.querySelector('a[href^=\"/report/\"]')").await;
    });
}

#[test]
fn without_a_script_the_form_is_sent_as_any_form_is() {
    let stage = Stage::with(&["talks-resume"]);
    let file = stage.file("ferry.txt", REPORT);
    walk(&stage, async |page| {
        page.go("/add").await;
        // A copy of the form, which no script listens to.
        page.run("window.plain = true", vec![]).await;
        page.run(
            "const form = document.querySelector('#add');
             const plain = form.cloneNode(true);
             plain.id = 'plain';
             plain.querySelectorAll('[id]').forEach(e => e.removeAttribute('id'));
             form.replaceWith(plain);",
            vec![],
        )
        .await;
        page.write("#plain input[type=file]", &file.to_string_lossy()).await;
        page.run("document.querySelector('#plain').submit()", vec![]).await;
        page.until("!window.plain && document.querySelector('a[href^=\"/report/\"]')").await;
    });
}
