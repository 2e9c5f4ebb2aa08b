//! The other verbs, on a casebook of the examples.

use crate::support::{Ran, arg, casebook, casebook_of_examples, cenotaph, examples, run};
use std::path::Path;

/// The ids of incidents, by date.
fn ids(book: &Path) -> Vec<String> {
    let incidents = run(&["incidents", "--casebook", arg(book), "--json"]).ended(0).json();
    incidents.iter().filter_map(|incident| incident["incident"].as_str().map(str::to_owned)).collect()
}

#[test]
fn help_teaches_and_lists_the_exit_codes() {
    let help = run(&["--help"]).ended(0).out;
    assert!(help.contains("Exit codes:") && help.contains("70  a fault of Cenotaph itself"), "{help}");
    let verbs = "demo new read incidents show explain positions actors demands review search judge export estimate verify rebuild backup gazetteer log completions man";
    for verb in verbs.split(' ') {
        assert!(help.contains(&format!("\n  {verb} ")), "{verb} is not listed");
        let help = run(&[verb, "--help"]).ended(0).out;
        assert!(help.contains("Example") && help.contains(&format!("cenotaph {verb}")), "{verb}: {help}");
    }
}

#[test]
fn a_command_that_is_not_understood_is_told_in_one_line() {
    for args in
        [&["raed"][..], &["read"], &["incidents", "--grade", "good"], &["incidents", "--from", "June"]]
    {
        let ran = run(args).ended(2);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        assert!(ran.err.starts_with("cenotaph: ") && ran.err.contains("usage:"), "{}", ran.err);
    }
}

#[test]
fn the_casebook_is_found_in_the_folder_or_the_environment() {
    let (dir, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let book = casebook_of_examples(dir.path());
    let wanted = ids(&book);
    let from = |folder: &Path, env: Option<&Path>| {
        let mut command = cenotaph();
        command.current_dir(folder).args(["incidents", "--json"]);
        env.map(|path| command.env("CENOTAPH_CASEBOOK", path));
        Ran::of(&command.output().expect("runs"))
    };
    assert_eq!(from(dir.path(), None).ended(0).json().len(), wanted.len());
    assert_eq!(from(&book, None).ended(0).json().len(), wanted.len());
    assert_eq!(from(other.path(), Some(&book)).ended(0).json().len(), wanted.len());
    from(other.path(), None).ended(4).says(&["no casebook", "cenotaph new"]);
    casebook(other.path());
    assert_eq!(from(other.path(), Some(&book)).ended(0).out, "", "the folder's own casebook comes first");
    run(&["new", arg(&dir.path().join("second.casebook"))]).ended(0);
    from(dir.path(), None).ended(2).says(&["second.casebook", "test.casebook", "--casebook"]);
}

#[test]
fn a_casebook_is_not_made_among_reports() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("report.txt"), "Three people were killed in Raqqa.").expect("written");
    run(&["new", arg(dir.path())]).ended(2).says(&["report.txt", "a folder of its own", "my.casebook"]);
    assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 1, "nothing was made");
    let empty = dir.path().join("empty");
    std::fs::create_dir_all(empty.join(".git")).expect("made");
    run(&["new", arg(&empty)]).ended(0);
}

#[cfg(unix)]
#[test]
fn who_does_it_is_the_account_where_the_environment_names_nobody() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = dir.path().join("a.casebook");
    let mut command = cenotaph();
    for name in ["CENOTAPH_AUTHOR", "USER", "LOGNAME", "USERNAME"] {
        command.env_remove(name);
    }
    let ran = Ran::of(&command.args(["new", arg(&book)]).output().expect("runs")).ended(0);
    let account = std::process::Command::new("id").arg("-un").output().expect("a name");
    let account = String::from_utf8_lossy(&account.stdout).trim().to_owned();
    let log = run(&["log", "--json", "--casebook", arg(&book)]).ended(0).json();
    if account.is_empty() {
        ran.says(&["unknown", "--author"]);
    } else {
        assert_eq!(log[0]["by"], account.as_str());
    }
}

#[test]
fn what_is_not_there_is_told() {
    let dir = tempfile::tempdir().expect("a folder");
    run(&["incidents", "--casebook", "nowhere.casebook"])
        .ended(4)
        .says(&["nowhere.casebook", "cenotaph new"]);
    let book = casebook(dir.path());
    run(&["show", "i2345", "--casebook", arg(&book)]).ended(4).says(&["i2345"]);
    run(&["explain", "i2345", "killed", "--casebook", arg(&book)]).ended(4).says(&["i2345"]);
    run(&["new", arg(&book)]).ended(2).says(&["test.casebook", "already"]);
}

#[test]
fn incidents_are_chosen_by_date_place_actor_and_grade() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook_of_examples(dir.path());
    let found = |args: &[&str]| {
        let args = [&["incidents", "--json", "--casebook", arg(&book)][..], args].concat();
        run(&args).ended(0).json()
    };
    let all = found(&[]).len();
    let within = found(&["--from", "2022-01-01", "--to", "2022-12-31"]);
    assert!(!within.is_empty() && within.len() < all);
    assert!(within.iter().all(|i| i["date"]["start"].as_str().is_some_and(|day| day.starts_with("2022"))));
    assert!(found(&["--place", "monywa"]).iter().all(|i| i["places"].to_string().contains("Monywa")));
    let houthi = found(&["--actor", "houthi"]);
    assert!(!houthi.is_empty() && houthi.iter().all(|i| i["actors"].to_string().contains("Houthi")));
    let weak = found(&["--grade", "weak"]);
    assert!(weak.len() < all && weak.iter().all(|i| i["grade"] == "weak"));
}

#[test]
fn a_judgement_wins_and_is_explained_with_its_author_and_reason() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook_of_examples(dir.path());
    let id = &ids(&book)[0];
    let judge = |args: &[&str]| {
        let args = [
            &["judge"][..],
            args,
            &["--why", "the register says so", "--author", "Rima", "--casebook", arg(&book)],
        ];
        run(&args.concat())
    };
    judge(&["set", id, "killed", "41-43"]).ended(0);
    judge(&["position", id, "Ministry of Defence", "denied", "--date", "2019-01-02", "--killed", "0"])
        .ended(0);
    let shown = run(&["show", id, "--json", "--casebook", arg(&book)]).ended(0).json();
    assert_eq!(
        (shown[0]["killed"]["min"].as_u64(), shown[0]["killed"]["max"].as_u64()),
        (Some(41), Some(43))
    );
    assert!(shown[0]["positions"].to_string().contains("Ministry of Defence"));
    let why = run(&["explain", id, "killed", "--casebook", arg(&book)]).ended(0).out;
    assert!(
        why.contains("Rima") && why.contains("the register says so") && why.contains("judgement, act"),
        "{why}"
    );
    let log = run(&["log", "--kind", "judgement", "--casebook", arg(&book)]).ended(0).out;
    assert!(log.contains("Rima") && log.contains("killed of") && log.contains("41-43"), "{log}");
    judge(&["set", id, "killed", "many"]).ended(2).says(&["killed", "6-9"]);
    judge(&["set", id, "killed", "9-6"]).ended(2).says(&["killed", "the lower end first"]);
    judge(&["set", id, "killed", "1000000000"]).ended(2).says(&["killed", "ten million people at the most"]);
    judge(&["position", id, "Ministry of Defence", "denied", "--killed", "5-3"])
        .ended(2)
        .says(&["the lower end first"]);
    let said = judge(&["set", id, "killed", "44"]).ended(0).out;
    assert!(said.ends_with(": killed 41-43.\n"), "{said}");
    judge(&["set", "i2345", "killed", "4"]).ended(4).says(&["i2345"]);
    let args = ["judge", "set", id, "killed", "4", "--casebook", arg(&book)];
    run(&args).ended(2).says(&["--why"]);
}

#[test]
fn incidents_are_joined_and_parted_by_judgement_for_good() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook_of_examples(dir.path());
    let before = ids(&book);
    let (a, b) = (&before[0], &before[before.len() - 1]);
    let judge = |verb: &str| {
        run(&["judge", verb, a, b, "--why", "a test", "--casebook", arg(&book)]).ended(0);
    };
    judge("same");
    assert_eq!(ids(&book).len(), before.len() - 1);
    run(&["rebuild", "--casebook", arg(&book)]).ended(0);
    assert_eq!(ids(&book).len(), before.len() - 1);
    run(&["read", "--casebook", arg(&book), arg(&examples())]).ended(0);
    assert_eq!(ids(&book).len(), before.len() - 1, "reading the same reports again changes nothing");
}

#[test]
fn an_export_to_a_file_is_on_record_with_its_hash_and_names_no_victim() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook_of_examples(dir.path());
    for format in ["csv", "geojson", "jsonl"] {
        let file = dir.path().join(format!("out.{format}"));
        run(&["export", "--format", format, "--output", arg(&file), "--casebook", arg(&book)]).ended(0);
        let bytes = std::fs::read(&file).expect("the export");
        let log = run(&["log", "--kind", "release", "--json", "--casebook", arg(&book)]).ended(0).json();
        let release = log.last().expect("a release");
        assert_eq!(release["sha256"], intake::key_of(&bytes).0);
        assert_eq!((release["what"].as_str(), release["by"].as_str()), (Some(format), Some("Amal Tester")));
        let printed = run(&["export", "--format", format, "--casebook", arg(&book)]).ended(0).out;
        assert_eq!(printed.as_bytes(), bytes, "to standard output the same bytes");
    }
    run(&["verify", "--casebook", arg(&book)]).ended(0);
}

#[test]
fn names_of_victims_leave_only_when_they_are_asked_for() {
    let dir = tempfile::tempdir().expect("a folder");
    let (book, report) = (casebook(dir.path()), dir.path().join("r.txt"));
    let text = "On 3 June 2017 an airstrike on Raqqa killed Salim Qandil, 34, and his wife Huda Qandil, 30, residents said.";
    std::fs::write(&report, text).expect("written");
    run(&["read", "--casebook", arg(&book), arg(&report)]).ended(0);
    let export = |more: &[&str]| {
        let args = [&["export", "--casebook", arg(&book), "--format"][..], more].concat();
        run(&args).ended(0).out
    };
    assert!(export(&["jsonl", "--names"]).contains("Qandil"), "the reader finds a name here");
    for format in ["csv", "geojson", "jsonl"] {
        let given = export(&[format]);
        assert!(!given.contains("Qandil"), "{given}");
    }
}

#[test]
fn a_search_finds_words_in_any_script() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook_of_examples(dir.path());
    let found = |words: &str| run(&["search", words, "--json", "--casebook", arg(&book)]).ended(0).json();
    assert!(
        found("\"grain store\"")[0]["passage"]["text"]
            .as_str()
            .is_some_and(|text| text.contains("grain store"))
    );
    assert!(!found("مدنيين").is_empty(), "an Arabic report is found by an Arabic word");
    assert_eq!(found("xylophone").len(), 0);
}

#[test]
fn a_backup_is_whole_and_a_rebuild_changes_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook_of_examples(dir.path());
    let copy = dir.path().join("copy");
    run(&["backup", arg(&copy), "--casebook", arg(&book)]).ended(0);
    run(&["verify", "--casebook", arg(&copy)]).ended(0);
    let incidents = |book: &Path| run(&["incidents", "--json", "--casebook", arg(book)]).ended(0).out;
    assert_eq!(incidents(&copy), incidents(&book));
    let digest = |book: &Path| run(&["rebuild", "--casebook", arg(book)]).ended(0).out;
    assert_eq!(digest(&copy), digest(&book));
    run(&["backup", arg(&copy), "--casebook", arg(&book)]).ended(2).says(&["copy", "name another folder"]);
}

#[test]
fn the_projection_is_compared_when_asked() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook_of_examples(dir.path());
    let ran = run(&["verify", "--projection", "--casebook", arg(&book)]).ended(0);
    assert!(
        ran.out.contains("Intact: ") && ran.out.contains("root ") && ran.out.contains("key "),
        "{}",
        ran.out
    );
}

#[test]
fn places_are_looked_up_and_imported() {
    let dir = tempfile::tempdir().expect("a folder");
    let look = |name: &str, more: &[&str]| {
        let args = [&["gazetteer", "lookup", name, "--json"][..], more].concat();
        Ran::of(&cenotaph().current_dir(&dir).args(args).output().expect("runs")).ended(0).json()
    };
    assert_eq!(look("Deir Ezzor", &[])[0]["country"], "SY");
    assert_eq!(look("Qaryat al-Mithal", &[]).len(), 0);
    let book = casebook(dir.path());
    let table = dir.path().join("villages.csv");
    std::fs::write(&table, "ADM0_EN,ADM0_PCODE,ADM1_EN,ADM4_EN,ADM4_PCODE,LATITUDE,LONGITUDE\nSyrian Arab Republic,SY,Deir-ez-Zor,Qaryat al-Mithal,C9999,34.91,40.52\n").expect("written");
    run(&["gazetteer", "import", arg(&table), "--casebook", arg(&book)]).ended(0);
    let found = look("Qaryat al-Mithal", &["--casebook", arg(&book)]);
    assert_eq!(found[0]["lat"], 34.91);
    let report = dir.path().join("r.txt");
    std::fs::write(
        &report,
        "Four people were killed in shelling in Qaryat al-Mithal, Syria, on 3 June 2017.",
    )
    .expect("written");
    run(&["read", "--casebook", arg(&book), arg(&report)]).ended(0);
    let incidents = run(&["incidents", "--json", "--casebook", arg(&book)]).ended(0).json();
    assert_eq!(incidents[0]["places"][0]["lat"], 34.91);
}

#[test]
fn reports_are_read_again_when_places_have_come_to_be_known() {
    let dir = tempfile::tempdir().expect("a folder");
    let (book, report) = (casebook(dir.path()), dir.path().join("r.txt"));
    std::fs::write(
        &report,
        "Four people were killed in shelling in Qaryat al-Mithal, Syria, on 3 June 2017.",
    )
    .expect("written");
    run(&["read", "--casebook", arg(&book), arg(&report)]).ended(0);
    let table = dir.path().join("villages.csv");
    std::fs::write(&table, "ADM0_EN,ADM0_PCODE,ADM1_EN,ADM4_EN,ADM4_PCODE,LATITUDE,LONGITUDE\nSyrian Arab Republic,SY,Deir-ez-Zor,Qaryat al-Mithal,C9999,34.91,40.52\n").expect("written");
    run(&["gazetteer", "import", arg(&table), "--casebook", arg(&book)]).ended(0);
    let ran = run(&["read", "--again", "--casebook", arg(&book)]).ended(0);
    assert!(ran.out.contains("1 readings made"), "{}", ran.out);
    let incidents = run(&["incidents", "--json", "--casebook", arg(&book)]).ended(0).json();
    assert_eq!(incidents[0]["places"][0]["lat"], 34.91);
    let ran = run(&["read", "--again", "--casebook", arg(&book)]).ended(0);
    assert!(ran.out.contains("0 readings made"), "{}", ran.out);
}

#[test]
fn completions_and_manual_pages_know_the_verbs() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(run(&["completions", shell]).ended(0).out.contains("explain"), "{shell}");
    }
    let page = run(&["man"]).ended(0).out;
    assert!(page.starts_with(".ie") || page.contains(".TH"), "{page}");
    assert!(run(&["man", "read"]).ended(0).out.contains("acknowledge"));
    run(&["man", "nothing"]).ended(2).says(&["nothing"]);
}

#[cfg(unix)]
#[test]
fn words_of_a_report_cannot_steer_the_terminal() {
    let dir = tempfile::tempdir().expect("a folder");
    let (book, report) = (casebook(dir.path()), dir.path().join("r.txt"));
    let text =
        "On 3 June 2017 \u{1b}[2Jfive people were killed in shelling in Raqqa\u{202e}, residents said.";
    std::fs::write(&report, text).expect("written");
    run(&["read", "--casebook", arg(&book), arg(&report)]).ended(0);
    let id = &ids(&book)[0];
    for args in [&["show", id][..], &["explain", id], &["search", "residents"], &["log"]] {
        let out = run(&[args, &["--casebook", arg(&book)]].concat()).ended(0).out;
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out:?}");
    }
}
