//! Linking lists of people: what a user types, what comes of it, and what is said of rows that cannot be read. All people
//! are invented.

use crate::support::{Ran, arg, run};
use std::fs;
use std::path::{Path, PathBuf};

const OURS: &str = "\
ref,victim,sex,incident\n\
o1,Khalid Ibrahim Darwazi,m,i1\n\
o2,Salma Nabil al-Qandusi,f,i2\n\
o3,Huda Farhudi,f,i3\n\
o4,Nobody Whom They Know,m,i3\n";
const THEIRS: &str = "\
id,name_en,age,sex\n\
t1,Khaled Ibrahim Hassan Darwazi,40,m\n\
t2,Sami Ibrahim Hassan Darwazi,38,m\n\
t3,Salma Nabil Rashid Qandusi,7,f\n\
t4,Huda Jamal Munir Farhudi,29,f\n\
t5,Omar Adel Fouad Kilabi,51,m\n";

fn file(folder: &Path, name: &str, text: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).expect("written");
    path
}

fn link(folder: &Path, ours: &Path, theirs: &Path, more: &[&str]) -> Ran {
    let output = folder.join("links.csv");
    let mut words =
        vec!["people", "link", "--left", arg(ours), "--right", arg(theirs), "--output", arg(&output)];
    words.extend(more);
    run(&words)
}

/// The pairs that are likely the same person.
fn pairs(folder: &Path) -> Vec<String> {
    let links = fs::read_to_string(folder.join("links.csv")).expect("links");
    let rows = links.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let likely = rows.filter(|row| row[2].parse::<f64>().expect("a probability") >= 0.5);
    likely.map(|row| format!("{} {}", row[0], row[1])).collect()
}

#[test]
fn two_lists_are_linked_by_what_their_columns_mean() {
    let dir = tempfile::tempdir().expect("a folder");
    let (ours, theirs) =
        (file(dir.path(), "ours.csv", OURS.as_bytes()), file(dir.path(), "theirs.csv", THEIRS.as_bytes()));
    link(dir.path(), &ours, &theirs, &["--map", "name_en=victim", "--explain"]).ended(0);
    assert_eq!(pairs(dir.path()), ["o1 t1", "o2 t3", "o3 t4"]);
    let links = fs::read_to_string(dir.path().join("links.csv")).expect("links");
    assert!(links.starts_with("left,right,probability,why\n"), "{links}");
    assert!(links.contains("given name spelled otherwise"), "{links}");
    assert!(!links.contains("Darwazi") && !links.contains("Qandusi"), "{links}");
}

#[test]
fn bad_rows_are_named_by_line_and_column_and_the_rest_is_linked() {
    let dir = tempfile::tempdir().expect("a folder");
    let bad = THEIRS.replace(",29,f", ",twenty-nine,f") + "t6,Too,Many,Cells,Here\n,No Key,1,m\n";
    let (ours, theirs) =
        (file(dir.path(), "ours.csv", OURS.as_bytes()), file(dir.path(), "theirs.csv", bad.as_bytes()));
    let ran = link(dir.path(), &ours, &theirs, &["--map", "name=victim"]).ended(3);
    ran.says(&["theirs.csv: line 5: column age", "no age"]);
    ran.says(&["theirs.csv: line 7", "5 cells"]);
    ran.says(&["theirs.csv: line 8: column id", "no key"]);
    assert!(!ran.err.contains("Farhudi") && !ran.err.contains("twenty"), "{}", ran.err);
    assert_eq!(pairs(dir.path()), ["o1 t1", "o2 t3", "o3 t4"]);
}

#[test]
fn what_is_no_list_is_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let ours = file(dir.path(), "ours.csv", b"a,b\n1,2\n");
    let theirs = file(dir.path(), "theirs.csv", THEIRS.as_bytes());
    link(dir.path(), &ours, &theirs, &[]).ended(2).says(&["no column that is recognised", "--map"]);
    link(dir.path(), &dir.path().join("gone.csv"), &theirs, &[]).ended(3).says(&["gone.csv"]);
    for name in ["a.parquet", "a.xlsx", "a.csv.gz", "a.csv"] {
        let noise: Vec<u8> = (0..997u32).map(|n| (n * n % 251) as u8).collect();
        let broken = file(dir.path(), name, &noise);
        let ran = link(dir.path(), &broken, &theirs, &[]);
        assert!([2, 3].contains(&ran.code), "{name}: {} {}", ran.code, ran.err);
        assert_eq!(ran.err.lines().filter(|line| line.contains("panicked")).count(), 0, "{}", ran.err);
    }
    let ran = link(dir.path(), &theirs, &theirs, &["--key", "number"]);
    ran.ended(2).says(&["no column number", "name_en"]);
}
