//! Which crate may use which. Enters: the manifests of `crates/*`, and the table of rooms in
//! `docs/ARCHITECTURE.md`. Leaves: arrows that point the wrong way, and rooms that the two tables tell differently.
//! Dependencies of tests and benches are left aside.

use super::Finding;
use crate::tree::Tree;
use std::collections::BTreeSet;

/// The document that explains the rooms.
const DOCUMENT: &str = "docs/ARCHITECTURE.md";

/// Each room and the rooms it may use, lowest first. `docs/ARCHITECTURE.md` tells people the same.
const ROOMS: [(&str, Reach); 13] = [
    ("text", Reach::Only(&[])),
    ("value", Reach::Only(&["text"])),
    ("gazetteer", Reach::Only(&["text", "value"])),
    ("intake", Reach::Only(&["text", "value"])),
    ("reading", Reach::Only(&["text", "value", "gazetteer"])),
    ("incident", Reach::Only(&["text", "value"])),
    ("person", Reach::Only(&["text", "value"])),
    ("estimate", Reach::Only(&["value"])),
    ("ledger", Reach::Only(&[])),
    ("casebook", Reach::AllAbove),
    ("publish", Reach::AllAbove),
    ("web", Reach::AllAbove),
    ("cenotaph", Reach::AllAbove),
];

/// How far down a room may reach.
#[derive(Clone, Copy)]
enum Reach {
    Only(&'static [&'static str]),
    /// Every room of the table before it.
    AllAbove,
}

/// Finds wrong arrows.
pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let rooms = tree.rooms();
    let mut findings = Vec::new();
    for room in &rooms {
        let file = format!("crates/{room}/Cargo.toml");
        let manifest = match tree.text(&file).unwrap_or_default().parse::<toml::Table>() {
            Ok(manifest) => manifest,
            Err(error) => {
                findings.push(Finding::new(&file, 0, error.to_string()));
                continue;
            }
        };
        let Some(allowed) = allowed(room) else {
            findings.push(Finding::new(
                &file,
                0,
                format!("{room} is not in the table of rooms (xtask/src/tidy/arrows.rs)"),
            ));
            continue;
        };
        for used in used(&manifest).filter(|used| is_ours(used) && !allowed.contains(used.as_str())) {
            findings.push(Finding::new(&file, 0, format!("{room} may not use {used}")));
        }
    }
    findings.extend(told_otherwise(tree, &rooms));
    findings
}

fn allowed(room: &str) -> Option<BTreeSet<&'static str>> {
    ROOMS.iter().find(|row| row.0 == room).map(|row| match row.1 {
        Reach::Only(rooms) => rooms.iter().copied().collect(),
        Reach::AllAbove => above(room).collect(),
    })
}

/// The rooms of the table before this one.
fn above(room: &str) -> impl Iterator<Item = &'static str> {
    ROOMS.iter().map(|row| row.0).take_while(move |name| *name != room)
}

fn is_ours(name: &str) -> bool {
    ROOMS.iter().any(|row| row.0 == name)
}

/// What a crate is built from, on any platform, by its short name.
fn used(manifest: &toml::Table) -> impl Iterator<Item = String> {
    let tables = ["dependencies", "build-dependencies"];
    let platforms =
        manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(|t| t.values());
    let everywhere = std::iter::once(manifest).chain(platforms.filter_map(toml::Value::as_table));
    everywhere
        .flat_map(move |place| tables.into_iter().filter_map(|table| place.get(table)?.as_table()))
        .flat_map(|table| table.keys())
        .map(|name| name.strip_prefix("cenotaph-").unwrap_or(name).to_owned())
        .collect::<BTreeSet<_>>()
        .into_iter()
}

/// Rooms that the document lacks or tells differently.
fn told_otherwise(tree: &Tree, rooms: &[&str]) -> Vec<Finding> {
    let Some(document) = tree.text(DOCUMENT) else {
        return vec![Finding::new(DOCUMENT, 0, "is missing; it holds the table of rooms")];
    };
    let told = table(&document);
    let mut findings = Vec::new();
    for room in rooms {
        match told.iter().find(|row| row.room == *room) {
            None => findings.push(Finding::new(
                DOCUMENT,
                0,
                format!("has no row for `{room}` in its table of rooms"),
            )),
            Some(row) => findings.extend(difference(row)),
        }
    }
    findings
}

fn difference(row: &Row) -> Option<Finding> {
    let known = allowed(&row.room)?;
    let told: BTreeSet<&str> = row.may_use.iter().map(String::as_str).collect();
    (known != told).then(|| {
        let what =
            format!("says that `{}` may use {told:?}; xtask/src/tidy/arrows.rs says {known:?}", row.room);
        Finding::new(DOCUMENT, row.line, what)
    })
}

/// A row of the document's table of rooms.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    room: String,
    may_use: BTreeSet<String>,
    line: usize,
}

/// The first table with a column "may use".
fn table(document: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut column = None;
    for (n, line) in document.lines().enumerate() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let in_table = line.trim_start().starts_with('|');
        match column {
            None if in_table => column = cells.iter().position(|cell| cell.eq_ignore_ascii_case("may use")),
            Some(column) if in_table => rows.extend(row(&cells, column, n + 1)),
            Some(_) => break,
            None => {}
        }
    }
    rows
}

fn row(cells: &[&str], column: usize, line: usize) -> Option<Row> {
    let room = quoted(cells.first()?).next()?;
    Some(Row { may_use: meant(cells.get(column)?, room), room: room.to_owned(), line })
}

/// The rooms that words like "all above", "`casebook` and below", "`text`, `value`" or "nothing of ours" mean.
fn meant(words: &str, room: &str) -> BTreeSet<String> {
    let named: BTreeSet<String> = quoted(words).map(str::to_owned).collect();
    if words.starts_with("all") || words.contains("below") {
        let top = named.last().map_or(room, String::as_str);
        return above(top).map(str::to_owned).chain(named.iter().cloned()).collect();
    }
    named
}

/// The names between backquotes.
fn quoted(words: &str) -> impl Iterator<Item = &str> {
    words.split('`').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::tests::planted;

    const DOC: &str = "| crate | what | may use |\n|---|---|---|\n| `text` | spans | nothing of ours |\n| `ledger` | acts | nothing of ours |\n";

    #[test]
    fn an_arrow_that_points_upwards_is_found_and_one_of_tests_is_not() {
        let (_folder, tree) = planted(&[
            ("crates/text/Cargo.toml", "[dependencies]\nvalue.workspace = true\n"),
            (
                "crates/ledger/Cargo.toml",
                "[dependencies]\nserde = \"1\"\n[dev-dependencies]\nvalue.workspace = true\n",
            ),
            (DOCUMENT, DOC),
        ]);
        let found = find(&tree);
        assert_eq!(found, [Finding::new("crates/text/Cargo.toml", 0, "text may not use value")]);
    }

    #[test]
    fn a_crate_in_no_table_is_found() {
        let (_folder, tree) = planted(&[("crates/attic/Cargo.toml", ""), (DOCUMENT, DOC)]);
        assert_eq!(find(&tree).len(), 2);
    }

    #[test]
    fn a_document_that_tells_otherwise_is_found() {
        let doc = DOC.replace("spans | nothing of ours", "spans | `value`");
        let (_folder, tree) = planted(&[("crates/text/Cargo.toml", ""), (DOCUMENT, &doc)]);
        assert_eq!(find(&tree).first().map(|f| f.line), Some(3));
    }

    #[test]
    fn words_of_the_document_mean_the_rooms_of_the_table() {
        for (room, words) in [
            ("text", "nothing of ours"),
            ("reading", "`text`, `value`, `gazetteer`"),
            ("casebook", "all above"),
            ("publish", "`casebook` and below"),
            ("web", "`publish` and below"),
            ("cenotaph", "all"),
        ] {
            let known: BTreeSet<String> = allowed(room).into_iter().flatten().map(str::to_owned).collect();
            assert_eq!(meant(words, room), known, "{room}");
        }
    }
}
