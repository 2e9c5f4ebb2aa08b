//! Pages that show what there is.

use crate::stage::Stage;
use web::{Cleared, Role};

#[test]
fn the_list_holds_what_the_filter_admits() {
    let stage = Stage::alone();
    let user = stage.user();
    let total = |query: &str| user.get(&format!("/api/v1/incidents?{query}")).json()["total"].as_u64();
    assert_eq!(total(""), Some(2));
    assert_eq!(total("place=raqqa"), Some(1));
    assert_eq!(total("from=2023-02-01"), Some(1));
    assert_eq!(total("to=2023-01-31"), Some(1));
    assert_eq!(total("method=airstrike"), Some(1));
    assert_eq!(total("named=1"), Some(1));
    assert_eq!(total("q=bakery"), Some(1));
    assert_eq!(total("q=%22nine+civilians%22"), Some(1));
    assert_eq!(total("bbox=38,35,40,37"), Some(1));
    assert_eq!(total("bbox=170,-10,-170,10"), Some(0));
    let page = user.get("/incidents?place=Raqqa");
    assert!(
        page.body.contains("data-incident=") && page.body.contains("<span class=\"range\">7–9</span>"),
        "{}",
        page.body
    );
    assert!(page.body.contains("place=Raqqa"), "the map is filtered as the list is");
}

#[test]
fn each_number_of_an_incident_leads_to_its_words() {
    let stage = Stage::alone();
    let user = stage.user();
    let page = user.get(&format!("/incident/{}", user.incident_at("Raqqa")));
    let href = page.between("<a href=\"/report/", "\"").expect("a link to a report");
    let (report, _) = href.split_once('#').unwrap_or((&href, ""));
    let shown = user.get(&format!("/report/{report}"));
    assert_eq!(shown.status, 200);
    for anchor in page.body.split(&format!("/report/{report}#")).skip(1) {
        let anchor = anchor.split('"').next().unwrap_or_default();
        assert!(shown.body.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
    assert!(shown.body.contains("role-killed") && shown.body.contains("SHA-256"));
}

#[test]
fn a_reports_text_stands_on_its_page_letter_by_letter() {
    let stage = Stage::alone();
    let user = stage.user();
    let page = user.get("/report/kite-1");
    let article = page.between("<article id=\"text\"", "</article>").expect("the text");
    let inner = article.split_once('>').expect("an element").1;
    let mut text = String::new();
    let mut within = false;
    for c in inner.chars() {
        match c {
            '<' => within = true,
            '>' if within => within = false,
            c if !within => text.push(c),
            _ => {}
        }
    }
    let kept = user.get("/api/v1/reports/kite-1").json();
    assert_eq!(Some(text.as_str()), kept["text"].as_str());
}

#[test]
fn pages_come_in_arabic_from_right_to_left() {
    let stage = Stage::alone();
    let page = stage.user().ask("GET", "/incidents", &[("Accept-Language", "ar,en;q=0.5")], b"");
    assert!(page.body.contains("<html lang=\"ar\" dir=\"rtl\"") && page.body.contains("الحوادث"));
    let kept = stage.user().form("/preferences", &[("lang", "ar"), ("back", "//evil.example/")]);
    assert_eq!(kept.cookie("lang").as_deref(), Some("lang=ar"));
    assert_eq!(kept.header("location"), Some("/incidents"));
}

#[test]
fn every_page_forbids_what_is_not_its_own() {
    let stage = Stage::alone();
    let user = stage.user();
    for path in [
        "/incidents",
        "/report/lamp-1",
        "/sources",
        "/actors",
        "/reports",
        "/review",
        "/add",
        "/log",
        "/nowhere",
    ] {
        let page = user.get(path);
        let policy = page.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        assert!(!page.body.contains(" style=\"") && !page.body.contains("onclick"), "{path}");
        assert!(!page.body.contains("src=\"http") && !page.body.contains("href=\"http"), "{path}");
    }
}

#[test]
fn what_others_record_is_shown_soon() {
    let stage = Stage::alone();
    let user = stage.user();
    let stamp = casebook::Stamp::new("2023-03-02T09:00:00Z".parse().expect("a time"), "Basim");
    let mut book = casebook::Casebook::open(stage.dir()).expect("a casebook");
    let id = user.incident_at("Idlib");
    let set = casebook::Decision::Set { of: id.clone(), field: "killed".into(), value: "3".into() };
    book.judge(&set, "a third woman died in hospital", &stamp).expect("judged");
    let start = std::time::Instant::now();
    loop {
        let shown = user.get(&format!("/api/v1/incidents/{id}")).json();
        if shown["killed"]["min"] == 3 {
            break;
        }
        assert!(start.elapsed().as_secs() < 30, "{shown}");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}

#[test]
fn a_tile_server_that_is_configured_is_let_in_for_pictures_and_no_other() {
    let stage = Stage::with(|options| web::Options {
        tiles: Some(
            web::Tiles::new("https://tiles.example/a/{z}/{x}/{y}.png", "Map <Makers>").expect("tiles"),
        ),
        ..options
    });
    let page = stage.user().get("/incidents");
    let policy = page.header("content-security-policy").expect("a policy");
    assert_eq!(policy.matches("https://").count(), 1, "{policy}");
    assert!(policy.contains("img-src 'self' data: blob: https://tiles.example;"), "{policy}");
    assert!(page.body.contains("data-tiles=\"https://tiles.example/a/{z}/{x}/{y}.png\""));
    assert!(page.body.contains("data-tiles-credit=\"Map &#60;Makers&#62;\""), "{}", page.body);
    let without = Stage::alone().user().get("/incidents");
    assert!(!without.body.contains("data-tiles") && !without.head.contains("https://"));
}

#[test]
fn a_reports_bytes_are_given_as_they_came_and_never_as_a_page() {
    let stage = Stage::alone();
    let file = stage.user().get("/report/lamp-1/bytes");
    assert_eq!(file.header("content-type"), Some("application/octet-stream"));
    assert!(file.header("content-disposition").is_some_and(|how| how.starts_with("attachment")));
    assert!(file.body.contains("Nadim Orsavi"));
}

#[test]
fn large_answers_come_packed_to_who_unpacks_them() {
    let stage = Stage::alone();
    let user = stage.user();
    for path in ["/api/v1/incidents/points", "/static/cenotaph.css"] {
        let packed = user.ask("GET", path, &[("Accept-Encoding", "br, gzip")], b"");
        assert_eq!((packed.status, packed.header("content-encoding")), (200, Some("gzip")), "{path}");
        assert_eq!(packed.header("vary").map(str::to_lowercase).as_deref(), Some("accept-encoding"));
        for plain in ["", "gzip;q=0", "identity"] {
            let answer = user.ask("GET", path, &[("Accept-Encoding", plain)], b"");
            assert_eq!(answer.header("content-encoding"), None, "{path} {plain}");
        }
    }
    assert!(user.get("/api/v1/incidents/points").json()["points"].is_array());
}

#[test]
fn what_a_report_was_read_as_before_stands_folded_beneath_its_reading() {
    let stage = Stage::team();
    let all = Cleared { restricted: true, names: true };
    let admin = stage.member("Amal", Role::Admin, all);
    let reviewer = stage.member("Basim", Role::Reviewer, Cleared { restricted: false, names: false });
    assert!(!admin.get("/report/lamp-1").body.contains("id=\"earlier\""), "it was read once");
    let once = admin.get("/api/v1/reports/lamp-1/readings").json();
    assert_eq!(once["readings"].as_array().map(Vec::len), Some(1));
    stage.read_again();
    let page = admin.get("/report/lamp-1").body;
    let (_, earlier) = page.split_once("id=\"earlier\"").expect("an earlier reading");
    assert!(earlier.contains("The next reading found the same.") && earlier.contains("Orsavi"), "{earlier}");
    assert!(earlier.contains("<details>") && earlier.contains("2023-03-01T09:00:00Z"), "{earlier}");
    let twice = admin.get("/api/v1/reports/lamp-1/readings").json();
    assert_eq!(
        (&twice["readings"][0]["current"], &twice["readings"][1]["current"]),
        (&true.into(), &false.into())
    );
    assert_eq!(twice["readings"][1]["act"], once["readings"][0]["act"]);
    assert_eq!(twice["readings"][1]["reading"], once["readings"][0]["reading"]);
    assert_ne!(twice["readings"][0]["basis"]["policy"], twice["readings"][1]["basis"]["policy"]);
    // Whoever is not cleared for names reads them in no reading.
    for path in ["/report/lamp-1", "/api/v1/reports/lamp-1/readings"] {
        let answer = reviewer.get(path);
        assert_eq!(answer.status, 200);
        assert!(!answer.body.contains("Orsavi") && !answer.body.contains("Nadim"), "{path}");
    }
}
