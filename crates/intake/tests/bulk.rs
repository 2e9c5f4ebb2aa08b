//! A file of JSON Lines may be larger than memory, and a line of it longer than any report.

use intake::{Item, LINE_LIMIT, Options, ProblemKind, read_from};
use std::io::{BufReader, Read};

/// `{"id": "huge", "text": "aaaa…` of a given length, made as it is read, then a line that is good.
fn huge_line_then_good_one(length: u64) -> impl Read {
    let start = b"{\"id\": \"huge\", \"text\": \"".as_slice();
    let fill = std::io::repeat(b'a').take(length - start.len() as u64);
    start.chain(fill).chain(b"\n{\"id\": \"good\", \"text\": \"Two died.\"}\n".as_slice())
}

/// The most memory this process has held, in bytes.
#[cfg(target_os = "linux")]
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

#[test]
fn a_line_of_200_megabytes_is_named_and_passed_over() {
    let length = 200 * 1024 * 1024;
    let reader = BufReader::new(huge_line_then_good_one(length));
    let items: Vec<Item> = read_from("bulk.jsonl", reader, &Options::default()).collect();
    let [Item::Problem(problem), Item::Received(good)] = items.as_slice() else {
        panic!("{} items", items.len())
    };
    assert_eq!(
        (problem.kind, problem.line, problem.id.as_deref()),
        (ProblemKind::TooLarge, Some(1), Some("huge"))
    );
    assert!(problem.to_string().contains(&format!("bulk.jsonl:1: {length} bytes long")), "{problem}");
    assert_eq!((good.report.id.as_str(), good.origin.line), ("good", Some(2)));
    #[cfg(target_os = "linux")]
    assert!(peak_memory().unwrap() < 3 * LINE_LIMIT, "{:?} bytes held", peak_memory());
}
