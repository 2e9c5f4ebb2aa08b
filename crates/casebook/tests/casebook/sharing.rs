//! Several who work in one casebook at once.

use crate::desk::*;
use casebook::{Casebook, Decision, ErrorKind};
use std::process::Command;

fn notes(writer: &str, count: u32) -> Vec<String> {
    let place = if writer == "a" { "Raqqa" } else { "Marib" };
    let note = |n: u32| {
        let day = n % 28 + 1;
        format!(
            "{{\"id\":\"{writer}{n}\",\"text\":\"{n} people were killed in shelling in {place} on {day} May 2018.\"}}"
        )
    };
    (1..=count).map(note).collect()
}

fn write_notes(mut book: Casebook, writer: &str, count: u32) {
    for few in notes(writer, count).chunks(5) {
        let few: Vec<&str> = few.iter().map(String::as_str).collect();
        assert_eq!(take_in(&mut book, &few).new, few.len() as u64);
    }
}

#[test]
fn two_writers_lose_nothing_and_see_each_other() {
    let desk = Desk::new();
    std::thread::scope(|scope| {
        for writer in ["a", "b"] {
            let book = desk.open();
            scope.spawn(move || write_notes(book, writer, 40));
        }
    });
    let mut book = desk.open();
    assert_eq!(book.counts().unwrap().reports, 80);
    let digest = book.projection_digest().unwrap();
    drop(book);
    assert_eq!(Casebook::rebuild(&desk.path()).unwrap().projection_digest().unwrap(), digest);
    assert_sound(&desk.path());
}

#[test]
#[ignore = "run as a process of its own by the test below"]
fn a_writer_in_a_process_of_its_own() {
    let dir = std::env::var("CASEBOOK_OF_TEST").unwrap();
    write_notes(Casebook::open(dir.as_ref()).unwrap(), &std::env::var("WRITER_OF_TEST").unwrap(), 30);
}

#[test]
fn two_processes_lose_nothing() {
    let desk = Desk::new();
    let start = |writer: &str| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "sharing::a_writer_in_a_process_of_its_own", "--ignored"]);
        command.env("CASEBOOK_OF_TEST", desk.path()).env("WRITER_OF_TEST", writer);
        command.stdout(std::process::Stdio::null()).spawn().unwrap()
    };
    let writers = [start("a"), start("b")];
    for mut writer in writers {
        assert!(writer.wait().unwrap().success());
    }
    let mut book = desk.open();
    assert_eq!((book.counts().unwrap().reports, book.counts().unwrap().acts), (60, 121));
    drop(book);
    assert_sound(&desk.path());
}

#[test]
fn a_handle_sees_what_another_recorded_without_being_opened_again() {
    let desk = Desk::with(&[HOUSE]);
    let (mut one, mut other) = (desk.open(), desk.open());
    let mut reader = Casebook::open_read_only(&desk.path()).unwrap();
    assert_eq!(ids(&mut reader).len(), 1);
    take_in(&mut one, &[MARKET]);
    assert_eq!((ids(&mut other).len(), ids(&mut reader).len()), (2, 2));
    let house = ids(&mut one).remove(0);
    let grade = Decision::Set { of: house.clone(), field: "killed".into(), value: "9".into() };
    other.judge(&grade, "The council revised its count.", &stamp()).unwrap();
    for book in [&mut one, &mut reader] {
        assert_eq!(book.incident(&house).unwrap().killed.unwrap().max, Some(9));
    }
}

#[test]
fn a_casebook_in_use_is_not_rebuilt_from_under_its_users() {
    let desk = Desk::with(&[HOUSE]);
    let open = desk.open();
    assert_eq!(Casebook::rebuild(&desk.path()).unwrap_err().kind(), ErrorKind::Busy);
    drop(open);
    assert!(Casebook::rebuild(&desk.path()).is_ok());
}

#[test]
fn a_folder_opened_by_many_at_once_is_made_ready_once() {
    let desk = Desk::with(ALL);
    std::fs::remove_file(desk.sqlite()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(desk.open().counts().unwrap().reports, ALL.len() as u64));
        }
    });
    assert_sound(&desk.path());
}
