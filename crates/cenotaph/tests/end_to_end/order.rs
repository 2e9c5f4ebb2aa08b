//! The order in which reports arrive changes nothing of what is given out.

use crate::support::{arg, casebook, examples, run};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// The example reports, one a file, so that any order can be given.
fn one_a_file(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut entries: Vec<PathBuf> =
        fs::read_dir(examples()).expect("a folder").map(|entry| entry.expect("one").path()).collect();
    entries.sort();
    for path in entries {
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            for (n, line) in fs::read_to_string(&path).expect("text").lines().enumerate() {
                let one = dir.join(format!("line-{n}.jsonl"));
                fs::write(&one, line).expect("written");
                all.push(one);
            }
        } else {
            all.push(path);
        }
    }
    all
}

/// Every export of a casebook into which the files came, in two runs that meet at `cut`.
fn exports(files: &[PathBuf], cut: usize) -> Vec<String> {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook(dir.path());
    let (first, second) = files.split_at(cut.min(files.len()));
    for some in [first, second].into_iter().filter(|some| !some.is_empty()) {
        let mut args = vec!["read", "--casebook", arg(&book)];
        args.extend(some.iter().map(|path| arg(path)));
        run(&args).ended(0);
    }
    let export = |format: &[&str]| {
        let args = [&["export", "--casebook", arg(&book), "--format"][..], format].concat();
        run(&args).ended(0).out
    };
    vec![export(&["csv"]), export(&["geojson"]), export(&["jsonl"]), export(&["jsonl", "--names"])]
}

#[test]
fn any_order_of_arrival_gives_the_same_exports() {
    let dir = tempfile::tempdir().expect("a folder");
    let files = one_a_file(dir.path());
    let expected = exports(&files, files.len());
    assert!(expected[0].lines().count() > 8, "{}", expected[0]);
    let config = ProptestConfig {
        cases: 5,
        failure_persistence: None,
        max_shrink_iters: 8,
        ..ProptestConfig::default()
    };
    let shuffled = (Just(files.clone()).prop_shuffle(), 0..files.len());
    proptest!(config, |((files, cut) in shuffled)| {
        prop_assert_eq!(&exports(&files, cut), &expected);
    });
}
