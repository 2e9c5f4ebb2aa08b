//! People in a casebook: lists received, decisions that hold, what is kept and what is not. All people are invented.

use crate::desk::*;
use casebook::{Casebook, Dimension, ErrorKind, ListGiven, ListSummary, LogFilter, Order, RowTrouble};
use person::Column;
use proptest::prelude::*;
use value::{ListingKey, PersonVerdict, Sensitivity};

const REGISTRY: &str = "\
no,name_ar,name_en,age,sex,date,province\n\
1,خالد إبراهيم حسن درويزي,Khaled Ibrahim Hassan Darwazi,40,m,2031-05-03,north\n\
2,سامي إبراهيم حسن درويزي,Sami Ibrahim Hassan Darwazi,38,m,2031-05-03,north\n\
3,سلمى نبيل رشيد قندوسي,Salma Nabil Rashid Qandusi,7,f,2031-06-11,south\n\
4,هدى جمال منير فرهودي,Huda Jamal Munir Farhudi,29,f,2031-06-12,south\n\
5,عمر عادل فؤاد كلابي,Omar Adel Fouad Kilabi,51,m,2031-06-12,south\n";
const PRESS: &str = "\
ref,victim,age,day of death\n\
p1,Khalid Ibrahim Darwazi,40,2031-05-03\n\
p2,Salma Nabil al-Qandusi,7,2031-06-11\n\
p3,Khaled Ibrahim Darwazi,40,2031-05-03\n\
p4,Huda Farhudi,29,2031-06-12\n";
const CLINIC: &str = "\
file,name,age,sex\n\
c1,Omar Adel Kilabi,51,male\n\
c2,Sami Ibrahim Darwazi,38,male\n\
c3,Rima Walid Zurubi,19,female\n";

fn given(name: &str, text: &str, unique: bool) -> ListGiven {
    let map = [("victim".to_owned(), Column::Name), ("day of death".to_owned(), Column::Died)];
    let has = |header: &String| text.lines().next().is_some_and(|line| line.split(',').any(|h| h == header));
    ListGiven {
        name: name.into(),
        file: format!("{name}.csv"),
        bytes: text.as_bytes().to_vec(),
        key: None,
        map: map.into_iter().filter(|(header, _)| has(header)).collect(),
        unique,
        sensitivity: Sensitivity::Confidential,
    }
}

fn import(book: &mut Casebook, given: ListGiven) -> (ListSummary, Vec<RowTrouble>) {
    let mut troubles = Vec::new();
    let summary = book.import_list(given, &stamp(), &mut |trouble| troubles.push(trouble.clone())).unwrap();
    (summary, troubles)
}

/// A desk whose casebook has three lists.
fn desk() -> Desk {
    let desk = Desk::new();
    let mut book = desk.open();
    for (name, text, unique) in
        [("registry", REGISTRY, true), ("press", PRESS, false), ("clinic", CLINIC, true)]
    {
        import(&mut book, given(name, text, unique));
    }
    drop(book);
    desk
}

fn key(text: &str) -> ListingKey {
    ListingKey::read(text).unwrap()
}

/// The persons as the names of their entries.
fn persons(book: &mut Casebook) -> Vec<String> {
    let named = |person: &value::Person| {
        person.entries.iter().map(|entry| entry.key.to_string()).collect::<Vec<_>>().join(" ")
    };
    book.people().unwrap().all().iter().map(named).collect()
}

fn same(a: &str, b: &str) -> PersonVerdict {
    PersonVerdict::SamePerson { a: key(a), b: key(b) }
}

fn different(a: &str, b: &str) -> PersonVerdict {
    PersonVerdict::DifferentPerson { a: key(a), b: key(b) }
}

fn judge(book: &mut Casebook, verdict: &PersonVerdict) -> u64 {
    book.judge_people(verdict, "The family says so.", &stamp()).unwrap()
}

#[test]
fn lists_that_were_received_are_linked_to_persons() {
    let desk = desk();
    let found = persons(&mut desk.open());
    let expected = [
        "clinic/c1 registry/5",
        "clinic/c2 registry/2",
        "clinic/c3",
        "press/p1 press/p3 registry/1",
        "press/p2 registry/3",
        "press/p4 registry/4",
    ];
    assert_eq!(found, expected);
    assert_sound(&desk.path());
    let copy = desk.dir.path().join("copy");
    desk.open().backup(&copy).unwrap();
    assert_eq!(persons(&mut Casebook::open(&copy).unwrap()), expected, "blobs of lists are in the copy");
    assert_eq!(persons(&mut Casebook::rebuild(&desk.path()).unwrap()), expected);
    assert_eq!(persons(&mut Casebook::open_read_only(&desk.path()).unwrap()), expected);
}

#[test]
fn the_projection_and_the_ledger_hold_no_name() {
    let desk = desk();
    let mut book = desk.open();
    judge(&mut book, &same("press/p1", "registry/1"));
    book.people().unwrap();
    drop(book);
    for file in ["casebook.sqlite", "casebook.sqlite-wal", "ledger/acts.jsonl"] {
        let bytes = std::fs::read(desk.path().join(file)).unwrap_or_default();
        for name in ["Darwazi", "Qandusi", "Kilabi", "درويزي"] {
            let found = bytes.windows(name.len()).any(|part| part == name.as_bytes());
            assert!(!found, "a name stands in {file}");
        }
    }
}

#[test]
fn decisions_hold_over_lists_that_come_again_and_can_be_undone() {
    let desk = desk();
    let mut book = desk.open();
    let before = persons(&mut book);
    judge(&mut book, &different("press/p1", "registry/1"));
    judge(&mut book, &different("press/p3", "registry/1"));
    judge(&mut book, &same("clinic/c3", "press/p4"));
    let held = |found: &[String]| {
        assert!(found.contains(&"registry/1".to_owned()), "{found:?}");
        let of = |entry: &str| found.iter().position(|person| person.split(' ').any(|one| one == entry));
        assert!(of("clinic/c3").is_some() && of("clinic/c3") == of("press/p4"), "{found:?}");
    };
    held(&persons(&mut book));
    // The registry comes again, with another row on top and another order.
    let more = REGISTRY.lines().rev().collect::<Vec<_>>();
    let again =
        format!("{}\n{}\n9,,Walid Karim Bulbasi,3,m,2031-05-09,north\n", more[5], more[..5].join("\n"));
    import(&mut book, given("registry", &again, true));
    held(&persons(&mut book));
    assert!(persons(&mut book).contains(&"registry/9".to_owned()));
    for (a, b) in [("press/p1", "registry/1"), ("registry/1", "press/p3"), ("press/p4", "clinic/c3")] {
        judge(&mut book, &PersonVerdict::Withdrawn { a: key(a), b: key(b) });
    }
    import(&mut book, given("registry", REGISTRY, true));
    assert_eq!(persons(&mut book), before);
    assert_sound(&desk.path());
}

#[test]
fn decisions_that_contradict_each_other_are_told_and_the_later_hold() {
    let desk = desk();
    let mut book = desk.open();
    let first = judge(&mut book, &different("registry/3", "clinic/c3"));
    let then =
        [judge(&mut book, &same("registry/3", "press/p2")), judge(&mut book, &same("press/p2", "clinic/c3"))];
    let people = book.people().unwrap();
    let told: Vec<_> =
        people.contradictions().iter().map(|one| (one.set_aside, one.against.clone())).collect();
    assert_eq!(told, [(first, then.to_vec())]);
    let person = people.person_of(&key("clinic/c3")).unwrap();
    assert_eq!(person.entries.len(), 3);
    assert!((person.probability - 1.0).abs() < 1e-12);
}

#[test]
fn decisions_without_reason_or_about_nobody_are_refused() {
    let desk = desk();
    let mut book = desk.open();
    let refused = |book: &mut Casebook, verdict: &PersonVerdict, why: &str| {
        book.judge_people(verdict, why, &stamp()).unwrap_err().kind()
    };
    assert_eq!(refused(&mut book, &same("press/p1", "registry/1"), " "), ErrorKind::Input);
    assert_eq!(refused(&mut book, &same("press/p1", "registry/77"), "So."), ErrorKind::NotFound);
    assert_eq!(refused(&mut book, &same("press/p1", "press/p1"), "So."), ErrorKind::Input);
    let mut kinds = Vec::new();
    book.log(&LogFilter::default(), &mut |logged| kinds.push(logged.act.deed.kind())).unwrap();
    assert_eq!(kinds, ["casebook_made", "list_received", "list_received", "list_received"]);
}

#[test]
fn bad_rows_are_named_and_the_rest_is_kept() {
    let desk = Desk::new();
    let bad = PRESS.replacen(",40,", ",forty,", 1)
        + "p4,Nobody Else,1,2031-01-01\np5,Too,Many,Cells,Here\n,No Key,3,\n";
    let (summary, troubles) = import(&mut desk.open(), given("press", &bad, false));
    let told: Vec<(u64, Option<&str>)> = troubles.iter().map(|t| (t.line, t.column.as_deref())).collect();
    assert_eq!(told, [(2, Some("age")), (6, Some("ref")), (7, None), (8, Some("ref"))]);
    assert_eq!((summary.entries, summary.unread), (4, 4));
    assert!(troubles.iter().all(|t| !t.what.contains("forty") && !t.what.contains("Nobody")));
    assert_sound(&desk.path());
}

#[test]
fn days_that_no_calendar_has_are_named_and_kept_as_they_are_written() {
    let desk = Desk::new();
    let slips = "ref,victim,dob,date\np1,Sami Nabil Zurubi,1999-02-31,2031-05-03\np2,Rima Zurubi,2001-02-28,31/6/2031\n";
    let (summary, troubles) = import(&mut desk.open(), given("press", slips, false));
    let told: Vec<(u64, Option<&str>, &str)> =
        troubles.iter().map(|t| (t.line, t.column.as_deref(), t.what.as_str())).collect();
    let what = "is a day that no calendar has";
    assert_eq!(told, [(2, Some("dob"), what), (3, Some("date"), what)]);
    assert_eq!((summary.entries, summary.unread), (2, 2));
}

#[test]
fn a_decision_tells_what_it_takes_the_place_of() {
    let desk = desk();
    let mut book = desk.open();
    let (one, other) = ("press/p1", "registry/1");
    let parted = judge(&mut book, &different(one, other));
    let replaced = |book: &mut Casebook, act: u64| {
        let all = book.replaced_by(&[act]).unwrap();
        all.into_iter().map(|earlier| (earlier.act, earlier.said)).collect::<Vec<_>>()
    };
    assert_eq!(replaced(&mut book, parted), []);
    // Whichever of the two is named first.
    let joined = judge(&mut book, &same(other, one));
    assert_eq!(replaced(&mut book, joined), [(parted, "two persons".to_owned())]);
    let again = judge(&mut book, &same(one, other));
    assert_eq!(replaced(&mut book, again), []);
    let undone = judge(&mut book, &PersonVerdict::Withdrawn { a: key(one), b: key(other) });
    assert_eq!(replaced(&mut book, undone), [(again, "one person".to_owned())]);
    let parted = judge(&mut book, &different(one, other));
    assert_eq!(replaced(&mut book, parted), []);
}

#[test]
fn what_is_no_list_is_refused() {
    let desk = Desk::new();
    let mut book = desk.open();
    let mut refused =
        |given: ListGiven| book.import_list(given, &stamp(), &mut |_| {}).unwrap_err().to_string();
    assert!(refused(given("reports", PRESS, false)).contains("call yours otherwise"));
    assert!(refused(given("a/b", PRESS, false)).contains("no name for a list"));
    assert!(refused(given("x", "a,b\n1,2\n", false)).contains("no column that is recognised"));
    assert!(refused(given("x", "id,name\n", false)).contains("no entry"));
    assert!(refused(given("x", "", false)).contains("is empty"));
    let absent = ListGiven { key: Some("number".into()), ..given("x", PRESS, false) };
    assert!(refused(absent).contains("no column number; its columns are ref, victim"));
}

#[test]
fn victims_whom_reports_name_are_entries_whose_decisions_outlive_readings() {
    let report = r#"{"id":"wire-9","publisher":"Northwire","published":"2031-05-05","text":"Khaled Ibrahim Darwazi, 40, and Rania Walid Zurubi, 24, were killed when a shell struck a house in Busayrah on 3 May 2031, the local council said."}"#;
    let desk = desk();
    let mut book = desk.open();
    take_in(&mut book, &[report]);
    let people = book.people().unwrap();
    let named: Vec<value::Entry> = people
        .all()
        .into_iter()
        .flat_map(|person| person.entries)
        .filter(|entry| entry.key.list == "reports")
        .collect();
    let names: Vec<&str> = named.iter().map(|entry| entry.told[0].1.as_str()).collect();
    assert_eq!(names, ["Khaled Ibrahim Darwazi", "Rania Walid Zurubi"]);
    let sha = intake::key_of(report.as_bytes()).0;
    assert_eq!(named[0].key.key, format!("{sha}@0"));
    // By the beginning of the report's hash and a code point within the name.
    let short = format!("reports/{}@3", &sha[..12]);
    judge(&mut book, &different(&short, "registry/1"));
    judge(&mut book, &same(&short, "clinic/c3"));
    let held = |book: &mut Casebook| {
        let person = book.people().unwrap().person_of(&named[0].key).unwrap();
        let keys: Vec<String> = person.entries.iter().map(|entry| entry.key.to_string()).collect();
        assert!(
            keys.contains(&"clinic/c3".to_owned()) && !keys.contains(&"registry/1".to_owned()),
            "{keys:?}"
        );
    };
    held(&mut book);
    book.reread(&later_reader(), &stamp(), &mut |_| {}).unwrap();
    held(&mut book);
}

#[test]
fn review_begins_with_doubt_and_leaves_out_what_is_decided() {
    let desk = desk();
    let mut book = desk.open();
    let doubts = book.people().unwrap().review(Order::Doubtful, 100);
    let far = |p: f64| (p - 0.5).abs();
    assert!(doubts.is_sorted_by(|a, b| far(a.probability) <= far(b.probability)) && !doubts.is_empty());
    let likely = book.people().unwrap().review(Order::Likely, 3);
    assert!(likely.is_sorted_by(|a, b| a.probability >= b.probability));
    let first = &likely[0];
    let verdict = PersonVerdict::SamePerson { a: first.a.clone(), b: first.b.clone() };
    judge(&mut book, &verdict);
    let after = book.people().unwrap().review(Order::Likely, 100);
    assert!(after.iter().all(|doubt| (&doubt.a, &doubt.b) != (&first.a, &first.b)));
}

#[test]
fn strata_are_what_most_entries_of_a_person_tell() {
    let desk = desk();
    let mut book = desk.open();
    judge(&mut book, &same("clinic/c2", "registry/2"));
    let lists = ["registry", "clinic"].map(str::to_owned);
    let by = [Dimension::Month, Dimension::Sex, Dimension::Province];
    let people = book.people().unwrap();
    let drawn = people.drawn(&lists, &by, 1, 3).unwrap();
    assert_eq!((drawn.lists.len(), drawn.draws.len()), (2, 3));
    let listings = &drawn.draws[0].listings;
    assert_eq!(listings.len(), 8);
    // The clinic tells neither month nor province of c2, and the registry does.
    let of_second: Vec<&str> = listings
        .iter()
        .filter(|one| listings.iter().filter(|other| other.person == one.person).count() == 2)
        .filter(|one| one.stratum.ends_with("north"))
        .map(|one| one.stratum.as_str())
        .collect();
    assert_eq!(of_second, ["2031-05/male/north", "2031-05/male/north"]);
    assert!(listings.iter().any(|one| one.list == 1 && one.stratum == "unknown/female/unknown"));
    // Lists in another order are the same people.
    let turned = people.drawn(&[lists[1].clone(), lists[0].clone()], &by, 1, 3).unwrap();
    for (draw, turned) in drawn.draws.iter().zip(&turned.draws) {
        let of = |one: &estimate::Listed, list| (one.person, list, one.stratum.clone());
        let mut usual: Vec<_> = draw.listings.iter().map(|one| of(one, one.list)).collect();
        let mut turned: Vec<_> = turned.listings.iter().map(|one| of(one, 1 - one.list)).collect();
        usual.sort();
        turned.sort();
        assert_eq!(usual, turned);
    }
    assert_eq!(people.drawn(&["nowhere".into()], &[], 1, 1).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(
        people.drawn(&[lists[0].clone(), lists[0].clone()], &[], 1, 1).unwrap_err().kind(),
        ErrorKind::Input
    );
}

#[test]
fn what_lists_are_called_changes_no_draw() {
    // Lists by their usual names, and by names that come in another order.
    let drawn = |names: [&str; 3]| {
        let desk = Desk::new();
        let mut book = desk.open();
        for (name, (text, unique)) in names.iter().zip([(REGISTRY, true), (PRESS, false), (CLINIC, true)]) {
            import(&mut book, given(name, text, unique));
        }
        let people = book.people().unwrap();
        people.drawn(&names.map(str::to_owned), &[], 7, 40).unwrap().draws
    };
    assert_eq!(drawn(["registry", "press", "clinic"]), drawn(["a", "z", "m"]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn persons_do_not_depend_on_the_order_of_rows_and_lists(
        registry in Just(REGISTRY.lines().skip(1).collect::<Vec<_>>()).prop_shuffle(),
        press in Just(PRESS.lines().skip(1).collect::<Vec<_>>()).prop_shuffle(),
        press_first: bool,
    ) {
        let rows = |whole: &str, rows: &[&str]| format!("{}\n{}\n", whole.lines().next().unwrap(), rows.join("\n"));
        let shuffled = Desk::new();
        let mut book = shuffled.open();
        let mut lists = [
            given("registry", &rows(REGISTRY, &registry), true),
            given("press", &rows(PRESS, &press), false),
            given("clinic", CLINIC, true),
        ];
        if press_first {
            lists.reverse();
        }
        for list in lists {
            import(&mut book, list);
        }
        let usual = desk();
        let (a, b) = (book.people().unwrap(), usual.open().people().unwrap());
        prop_assert_eq!(a.all(), b.all());
        prop_assert_eq!(a.review(Order::Likely, 100), b.review(Order::Likely, 100));
        prop_assert_eq!(a.draw(7), b.draw(7));
    }

    #[test]
    fn whatever_a_table_holds_nothing_panics(name in "(a|a\\.gz|a\\.xlsx|a\\.parquet)", mut bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0..REGISTRY.len()) {
        let desk = Desk::new();
        let mut book = desk.open();
        let mut table = REGISTRY.as_bytes()[..cut].to_vec();
        table.append(&mut bytes);
        let list = ListGiven { file: name, bytes: table, ..given("list", "", false) };
        let mut lines = Vec::new();
        if book.import_list(list, &stamp(), &mut |trouble| lines.push(trouble.line)).is_ok() {
            prop_assert!(lines.iter().all(|line| *line > 1));
            prop_assert!(!book.people().unwrap().is_empty());
        }
    }
}
