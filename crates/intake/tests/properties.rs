//! Whatever the bytes: no panic, and the same report again from what was kept.

use intake::{Format, Item, Options, read_bytes, reopen};
use jiff::civil::date;
use proptest::prelude::*;
use std::fmt::Write;

const NAMES: [&str; 5] = ["a.txt", "a.md", "a.html", "a.jsonl", "a"];

fn holds(name: &str, bytes: Vec<u8>) -> Result<(), TestCaseError> {
    let options = Options { published: Some(date(2025, 3, 14)) };
    let whole = bytes.clone();
    for item in read_bytes(name, bytes, &options) {
        match item {
            Item::Received(received) => {
                let again = reopen(received.format, &received.bytes, &options);
                prop_assert_eq!(again.as_ref(), Ok(&received.report));
                prop_assert!(!received.report.text.trim().is_empty());
                prop_assert!(received.format == Format::JsonLine || received.bytes == whole);
            }
            Item::Problem(problem) => prop_assert!(problem.to_string().starts_with(name)),
        }
    }
    Ok(())
}

/// Tags and words in any order, so that pages of every wrong shape come up.
fn page() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class=\"article\">",
        "</div>",
        "<table><tr><td>",
        "</table>",
        "<br><br>",
        "<a href=x>",
        "</a>",
        "<article>",
        "</article>",
        "<html lang=en>",
        "<head>",
        "</head>",
        "<body>",
        "</body>",
        "<h1>",
        "</h1>",
        "<script type=\"application/ld+json\">{\"datePublished\": \"2025-03-14\"",
        "}</script>",
        "<style>",
        "<!--",
        "-->",
        "<meta property=\"og:title\" content=\"",
        "\">",
        "<noscript><img src=a.png>",
        "<svg>",
        "<template>",
        "Two people were killed on Friday, officials said, when shells fell on the market of the town. ",
        "قُتل شخصان في قصف على السوق. ",
        "&amp;",
        "&#0;",
        "&#x110000;",
        "<time datetime=2025-03-14>",
        "\0",
        "<select>",
        "<p>A long paragraph, with commas, of the kind that an article has, and that is told from the rest of a page, \
         told by its length, and by its commas, by those who wrote the rule, which is an old one, and well tried.</p>",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_report_or_a_problem(name in prop::sample::select(&NAMES), bytes: Vec<u8>) {
        holds(name, bytes)?;
    }

    #[test]
    fn any_text_gives_a_report_or_a_problem(name in prop::sample::select(&NAMES), text in "(?s).{0,200}") {
        holds(name, text.into_bytes())?;
    }

    #[test]
    fn any_page_gives_a_report_or_a_problem(page in page()) {
        holds("a.html", page.into_bytes())?;
    }

    #[test]
    fn the_text_of_a_line_is_exactly_the_one_given(text in "(?s).{0,80}", id in any::<u64>()) {
        let mut line = serde_json::json!({"id": id, "text": format!("x{text}")}).to_string();
        line.push('\n');
        let item = read_bytes("a.jsonl", line.into_bytes(), &Options::default()).next().unwrap();
        let report = item.received().unwrap().report;
        prop_assert_eq!(report.text, format!("x{text}"));
        prop_assert_eq!(report.id, id.to_string());
    }

    #[test]
    fn plain_text_without_a_head_is_exactly_the_file(text in "[a-zA-Zء-ي \\r\\n.,]{0,120}") {
        let text = format!("Two died {text}");
        let item = read_bytes("a.txt", text.clone().into_bytes(), &Options::default()).next().unwrap();
        prop_assert_eq!(item.received().unwrap().report.text, text);
    }
}

#[test]
fn a_page_nested_without_end_neither_overflows_nor_hangs() {
    for depth in [900, 90_000, 400_000] {
        let mut page = String::from("<html><body>");
        page.push_str(&"<div>".repeat(depth));
        write!(
            page,
            "<p>Two people were killed on Friday, officials said, when shells fell on the market.</p>"
        )
        .unwrap();
        let began = std::time::Instant::now();
        holds("a.html", page.into_bytes()).unwrap();
        assert!(began.elapsed().as_secs() < 30, "{depth} deep: {:?}", began.elapsed());
    }
}

#[test]
fn a_page_of_very_many_elements_does_not_hang() {
    let began = std::time::Instant::now();
    for (piece, times) in [("<p>Two people, said a doctor, died.</p>", 50_000), ("<p><a href=x>one", 60_000)]
    {
        holds("a.html", format!("<html><body>{}", piece.repeat(times)).into_bytes()).unwrap();
    }
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}

#[test]
fn json_nested_without_end_is_a_problem() {
    let line = format!("{{\"id\": \"deep\", \"text\": {}", "[".repeat(1_000_000));
    let problem =
        read_bytes("a.jsonl", line.into_bytes(), &Options::default()).next().unwrap().problem().unwrap();
    assert_eq!(problem.report(), "deep");
}
