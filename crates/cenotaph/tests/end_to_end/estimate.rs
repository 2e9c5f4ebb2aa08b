//! `cenotaph estimate`: the worked example of the document, bad tables, drawings.

use crate::support::{arg, run};
use std::path::{Path, PathBuf};

/// Quick chains.
const QUICK: [&str; 4] = ["--chains", "2", "--steps", "2000"];

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a file");
    path
}

/// The code block behind a mark of the document.
fn block(document: &str, mark: &str) -> String {
    let behind = document.split_once(&format!("<!-- example {mark} -->")).expect("the mark").1;
    behind.split("```").nth(1).and_then(|block| block.split_once('\n')).expect("a block").1.to_owned()
}

/// Words that must be the same, and numbers that may differ a little: other machines round logarithms otherwise.
fn told(text: &str) -> (String, Vec<f64>) {
    let mut numbers = Vec::new();
    let split = |c: char| !(c.is_ascii_digit() || c == '.' || c == ',');
    let mut words = String::new();
    for piece in text.split_inclusive(split) {
        let digits: String = piece.chars().filter(char::is_ascii_digit).collect();
        match digits.parse() {
            Ok(number) => numbers.push(number),
            Err(_) => words.push_str(piece.trim()),
        }
    }
    (words, numbers)
}

#[test]
fn the_worked_example_prints_what_the_document_shows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/ESTIMATION.md");
    let document = std::fs::read_to_string(path).expect("the document");
    let dir = tempfile::tempdir().expect("a folder");
    let table = written(dir.path(), "lists.csv", &block(&document, "table"));
    let ran = run(&["estimate", "--table", arg(&table)]).ended(0);
    let shown = block(&document, "output");
    let shown = shown.split_once('\n').expect("the command, then what it prints").1;
    let ((words, numbers), (other_words, others)) = (told(shown), told(&ran.out));
    assert_eq!(words, other_words, "it prints:\n{}", ran.out);
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 0.03 * a.abs() + 1.0;
    assert!(
        numbers.len() == others.len() && numbers.iter().zip(&others).all(near),
        "it prints:\n{}",
        ran.out
    );
}

#[test]
fn the_same_seed_prints_the_same_bytes() {
    let dir = tempfile::tempdir().expect("a folder");
    let table = written(
        dir.path(),
        "t.csv",
        "a,b,c,count\n1,0,0,80\n0,1,0,60\n0,0,1,70\n1,1,0,20\n1,0,1,15\n0,1,1,18\n1,1,1,6\n",
    );
    let with = |seed: &str| {
        run(&[&["estimate", "--table", arg(&table), "--seed", seed][..], &QUICK].concat()).ended(0).out
    };
    assert_eq!(with("7"), with("7"));
    assert_ne!(with("7"), with("8"));
}

#[test]
fn json_has_the_four_estimators_by_name_and_says_what_is_wrong() {
    let dir = tempfile::tempdir().expect("a folder");
    let table =
        written(dir.path(), "t.csv", "a,b,c,count\n1,0,0,800\n0,1,0,600\n0,0,1,700\n1,1,0,9\n1,0,1,8\n");
    let ran = run(&[&["estimate", "--json", "--table", arg(&table)][..], &QUICK].concat()).ended(0);
    let answer = &ran.json()[0];
    let names: Vec<&str> = answer["estimators"]
        .as_array()
        .expect("estimators")
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert_eq!(names, ["latent_class", "graphical_bma", "log_linear", "chao_lower_bound"]);
    assert!(
        answer["estimators"].as_array().expect("estimators").iter().all(|one| one["seconds"].is_number())
    );
    assert_eq!(answer["observed"], 2117);
    assert!(answer["warnings"].to_string().contains("overlaps are thin"), "{answer}");
}

#[test]
fn a_bad_table_is_told_by_line_and_column() {
    let dir = tempfile::tempdir().expect("a folder");
    let table = written(dir.path(), "bad.csv", "a,b,c,count\n1,0,0,80\n0,2,0,60\n0,0,1,many\n");
    let ran = run(&["estimate", "--table", arg(&table)]).ended(2);
    ran.says(&["bad.csv", "line 3, column b", "\"2\""]);
    ran.says(&["bad.csv", "line 4, column count", "\"many\""]);
    assert!(ran.out.is_empty());
    let none = written(dir.path(), "none.csv", "a,b,c\n1,0,0\n");
    run(&["estimate", "--table", arg(&none)]).ended(2).says(&["none.csv", "line 1", "count"]);
    run(&["estimate", "--table", arg(&dir.path().join("gone.csv"))]).ended(3).says(&["gone.csv"]);
}

#[test]
fn drawings_are_written_where_asked() {
    let dir = tempfile::tempdir().expect("a folder");
    let table = written(
        dir.path(),
        "t.csv",
        "a,b,c,count\n1,0,0,80\n0,1,0,60\n0,0,1,70\n1,1,0,20\n1,0,1,15\n0,1,1,18\n",
    );
    let plots = dir.path().join("to/plots");
    run(&[&["estimate", "--table", arg(&table), "--plots", arg(&plots)][..], &QUICK].concat()).ended(0);
    for name in ["overlaps.svg", "estimates.svg"] {
        let drawing = std::fs::read_to_string(plots.join(name)).expect("a drawing");
        assert!(drawing.starts_with("<svg") && drawing.ends_with("</svg>\n"), "{name}");
    }
}
