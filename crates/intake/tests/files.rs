//! What a user relies on when handing over files and folders: every readable report comes in, every other is
//! named with its fault, and the run goes on.

use intake::{Format, Item, Options, Problem, ProblemKind, Received, read_from, read_path, reopen, walk};
use jiff::civil::date;
use std::fs;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a folder is made");
        fs::write(path, bytes).expect("a file is written");
    }
    dir
}

fn all(path: &Path) -> Vec<Item> {
    read_path(path, &Options::default()).collect()
}

fn one(name: &str, bytes: &[u8]) -> Item {
    let dir = folder(&[(name, bytes)]);
    let mut items = all(&dir.path().join(name));
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0)
}

fn received(name: &str, bytes: &[u8]) -> Received {
    match one(name, bytes) {
        Item::Received(received) => received,
        Item::Problem(problem) => panic!("{problem}"),
    }
}

fn problem(name: &str, bytes: &[u8]) -> Problem {
    one(name, bytes).problem().expect("a problem")
}

#[test]
fn a_folder_is_read_in_order_of_name_and_its_oddities_are_named() {
    let dir = folder(&[
        ("b.txt", b"Two died."),
        ("a/z.md", b"Three died."),
        ("a/photo.png", b"\x89PNG"),
        (".hidden/c.txt", b"no"),
        ("a/.d.txt", b"no"),
        ("c.JSONL", b"{\"text\": \"One died.\"}"),
    ]);
    let (found, problems): (Vec<_>, Vec<_>) = walk(&[dir.path().to_path_buf()]).partition(Result::is_ok);
    let found: Vec<PathBuf> = found.into_iter().flatten().collect();
    let names: Vec<_> = found.iter().map(|p| p.strip_prefix(dir.path()).unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["a/z.md", "b.txt", "c.JSONL"]);
    let problem = problems.into_iter().find_map(Result::err).unwrap();
    assert_eq!(problem.kind, ProblemKind::UnknownExtension);
    assert!(problem.to_string().contains("photo.png") && problem.to_string().contains("jsonl"), "{problem}");
}

#[test]
fn a_file_that_is_named_is_read_whatever_its_extension() {
    let page =
        b"<!DOCTYPE html><html><body><article><p>Two people died on Friday.</p></article></body></html>";
    let dir = folder(&[
        ("wire.2", b"Two died."),
        ("saved", page),
        ("bulk.out", b"{\"id\": 1, \"text\": \"x y\"}\n"),
    ]);
    let paths = ["wire.2", "saved", "bulk.out"].map(|name| dir.path().join(name));
    assert!(walk(&paths).all(|found| found.is_ok()));
    let formats: Vec<Format> =
        paths.iter().flat_map(|p| all(p)).filter_map(Item::received).map(|r| r.format).collect();
    assert_eq!(formats, [Format::Text, Format::Html, Format::JsonLine]);
}

#[test]
fn what_cannot_be_opened_is_named_with_the_reason() {
    let dir = folder(&[]);
    let gone = dir.path().join("gone.txt");
    let problem = all(&gone).remove(0).problem().unwrap();
    assert_eq!(problem.kind, ProblemKind::Unreadable);
    assert!(problem.to_string().contains("gone.txt: cannot be read: No such file"), "{problem}");
    assert_eq!(walk(&[gone]).next().unwrap().unwrap_err().kind, ProblemKind::Unreadable);
    assert_eq!(all(dir.path())[0].clone().problem().unwrap().kind, ProblemKind::Unreadable);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_back_is_named_and_passed_over() {
    let dir = folder(&[("a/b.txt", b"Two died.")]);
    std::os::unix::fs::symlink(dir.path(), dir.path().join("a/loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", dir.path().join("dangling.txt")).unwrap();
    let results: Vec<_> = walk(&[dir.path().to_path_buf()]).collect();
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
    let problems: Vec<String> = results.into_iter().filter_map(Result::err).map(|p| p.to_string()).collect();
    assert!(problems.iter().any(|p| p.contains("leads back to")), "{problems:?}");
    assert!(problems.iter().any(|p| p.contains("dangling.txt")), "{problems:?}");
}

#[test]
fn plain_text_is_kept_to_the_character() {
    let text = "  Two died.\r\nقُتل شخصان.\n";
    let received = received("a.txt", text.as_bytes());
    assert_eq!(received.report.text, text);
    assert_eq!(received.report.id, format!("sha256:{}", received.key()));
    assert_eq!(received.report.published, None);
}

#[test]
fn header_lines_tell_of_the_report() {
    let file = "Title: Two die\nPublished: 2025-03-14\nPublisher: Northwire\nURL: https://n.example/1\nLanguage: en-GB\n\nTwo died.\n";
    let report = received("a.txt", file.as_bytes()).report;
    assert_eq!((report.text.as_str(), report.title.as_deref()), ("Two died.\n", Some("Two die")));
    assert_eq!(report.published, Some(date(2025, 3, 14)));
    assert_eq!(
        (report.publisher.as_deref(), report.url.as_deref()),
        (Some("Northwire"), Some("https://n.example/1"))
    );
    assert_eq!(report.language.as_deref(), Some("en-GB"));
}

#[test]
fn the_day_given_by_the_user_serves_files_that_carry_none() {
    let dir = folder(&[("a.txt", b"Two died."), ("b.md", b"---\npublished: 2024-01-02\n---\nTwo died.")]);
    let options = Options { published: Some(date(2025, 3, 14)) };
    let day = |name: &str| {
        let item = read_path(&dir.path().join(name), &options).next().unwrap();
        item.received().unwrap().report.published
    };
    assert_eq!((day("a.txt"), day("b.md")), (options.published, Some(date(2024, 1, 2))));
}

#[test]
fn an_article_is_taken_out_of_its_page() {
    let page = include_bytes!("../../../examples/reports/2024-05-24-meridian-hola-prystan.html");
    let report = received("page.html", page).report;
    assert_eq!(report.title.as_deref(), Some("What two residents saw at the market in Hola Prystan"));
    assert_eq!(report.publisher.as_deref(), Some("Meridian"));
    assert_eq!(report.published, Some(date(2024, 5, 24)));
    assert_eq!(report.url.as_deref(), Some("https://meridian.example/ukraine/hola-prystan-market"));
    assert_eq!(report.language.as_deref(), Some("en-GB"));
    assert!(report.text.contains("confirmed four deaths") && report.text.contains('\n'));
    for boilerplate in ["cookies", "weekly letter", "All rights reserved", "About", "ferry"] {
        assert!(!report.text.contains(boilerplate), "{boilerplate} in:\n{}", report.text);
    }
}

#[test]
fn a_short_page_is_not_lost() {
    let page = "<html lang=en><title>Post</title><body><nav><a href=/>Home</a></nav><p>Two died in Orikhiv.</p></body></html>";
    assert!(received("post.html", page.as_bytes()).report.text.contains("Two died in Orikhiv."));
}

#[test]
fn a_page_that_names_the_wrong_language_is_not_believed() {
    let page = "<html lang=en><body><article><p>قُتل شخصان في قصف على السوق صباح يوم الجمعة.</p></article></body></html>";
    assert_eq!(received("a.html", page.as_bytes()).report.language.as_deref(), Some("ar"));
}

#[test]
fn bytes_that_are_no_text_are_named() {
    assert_eq!(problem("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").what, "not text (looks like PNG)");
    assert_eq!(problem("a.html", b"%PDF-1.7 ...").what, "not text (looks like PDF)");
    assert_eq!(problem("a.txt", b"Two\0died.").what, "not text (a NUL byte at offset 3)");
    assert_eq!(problem("a.jsonl", b"\x1f\x8b\x08\0\0\0\0\0\0\x03").kind, ProblemKind::NotText);
}

#[test]
fn what_holds_nothing_is_named() {
    for (name, bytes) in [
        ("a.txt", b"".as_slice()),
        ("a.txt", b" \r\n\t\xEF\xBB\xBF"),
        ("a.txt", b"Title: x\n\n \n"),
        ("a.html", b"<html><body><script>x()</script></body></html>"),
        ("a.jsonl", b"{\"id\": \"e\", \"text\": \" \"}"),
    ] {
        assert_eq!(problem(name, bytes).kind, ProblemKind::Empty, "{name} {bytes:?}");
    }
    assert_eq!(all(&folder(&[("a.jsonl", b"\n\n")]).path().join("a.jsonl")), []);
}

#[test]
fn a_file_cut_in_a_character_is_read_and_noted() {
    let bytes = "قُتل شخصان في قصف على السوق".as_bytes();
    let received = received("a.txt", &bytes[..bytes.len() - 1]);
    assert!(received.report.text.starts_with("قُتل شخصان"));
    assert!(received.notes[0].contains("cut short"), "{:?}", received.notes);
}

#[test]
fn a_bad_line_costs_that_line_alone() {
    let lines = "\u{FEFF}{\"id\": \"a\", \"text\": \"One died.\", \"published\": \"2025-03-14T09:00:00Z\"}\r\n\
        {\"id\": \"b\"}\n\
        oops\n\
        \n\
        {\"id\": \"c\", \"text\": \"Two died.\", \"published\": \"soon\"}\n\
        {\"text\": \"Three died.\"}";
    let dir = folder(&[("bulk.jsonl", lines.as_bytes())]);
    let items = all(&dir.path().join("bulk.jsonl"));
    let path = dir.path().join("bulk.jsonl").display().to_string();
    let shown: Vec<String> = items
        .iter()
        .map(|item| match item {
            Item::Received(r) => format!("{} {}", r.origin.line.unwrap(), r.report.text),
            Item::Problem(p) => {
                format!("{} {:?} {}", p.line.unwrap(), p.kind, p.report().replace(&path, "F"))
            }
        })
        .collect();
    let expected = ["1 One died.", "2 BadField b", "3 NotJson F:3", "5 BadField c", "6 Three died."];
    assert_eq!(shown, expected);
    let first = items[0].clone().received().unwrap();
    assert_eq!(first.report.published, Some(date(2025, 3, 14)));
    assert!(first.bytes.starts_with(b"{") && first.bytes.ends_with(b"}"), "the line without its end");
    let last = items[4].clone().received().unwrap();
    assert_eq!(last.report.id, format!("sha256:{}", last.key()));
}

#[test]
fn a_file_larger_than_any_report_is_passed_over() {
    let endless = BufReader::new(std::io::repeat(b'a').take(u64::MAX));
    let item = read_from("endless.txt", endless, &Options::default()).next().unwrap();
    assert_eq!(item.problem().unwrap().kind, ProblemKind::TooLarge);
}

#[test]
fn utf16_lines_are_refused_as_a_whole() {
    let wide: Vec<u8> = "\u{FEFF}{\"text\": \"x\"}\n{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(problem("a.jsonl", &wide).what.contains("UTF-16"));
}

#[test]
fn the_example_reports_all_come_in_and_can_be_made_again() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/reports");
    let options = Options::default();
    let mut count = 0;
    for path in walk(&[examples]) {
        for item in read_path(&path.unwrap(), &options) {
            let received = match item {
                Item::Received(received) => received,
                Item::Problem(problem) => panic!("{problem}"),
            };
            assert_eq!(received.notes, [""; 0], "{}", received.origin);
            assert!(
                matches!(received.report.language.as_deref(), Some("en" | "en-GB" | "ar")),
                "{}",
                received.origin
            );
            assert_eq!(reopen(received.format, &received.bytes, &options).unwrap(), received.report);
            count += 1;
        }
    }
    assert_eq!(count, 32 + 6);
}

#[test]
fn a_page_that_tells_no_day_is_dated_by_its_address() {
    let line = |address: &str, day: &str| {
        let text = format!("{{\"text\": \"Two died.\", \"url\": \"{address}\"{day}}}");
        let report = received("a.jsonl", text.as_bytes()).report;
        (report.published, report.published_between.map(|days| (days.first, days.last)))
    };
    let dated = "https://example.org/2024/05/17/two-killed";
    assert_eq!(line(dated, ""), (Some(date(2024, 5, 17)), None));
    assert_eq!(line(dated, ", \"published\": \"2024-05-18\""), (Some(date(2024, 5, 18)), None));
    let month = (None, Some((date(2024, 5, 1), date(2024, 5, 31))));
    assert_eq!(line("https://example.org/2024/05/two-killed", ""), month);
    assert_eq!(line("https://example.org/two-killed", ""), (None, None));
}
