//! Keeping a casebook: copies, layers of places, releases, folders that cannot be written.

use crate::desk::*;
use casebook::{Casebook, Decision, Deed, ErrorKind, LogFilter, NewToken, Release, Team, TeamMember};
use gazetteer::Entry;
use reading::Reader;

#[test]
fn a_backup_made_while_others_write_is_whole() {
    let desk = Desk::with(ALL);
    let to = desk.dir.path().join("copy");
    let notes: Vec<String> =
        (0..60).map(|n| format!("{{\"id\":\"n{n}\",\"text\":\"Note {n}. Nothing happened.\"}}")).collect();
    std::thread::scope(|scope| {
        let mut writer = desk.open();
        scope.spawn(move || {
            for note in &notes {
                take_in(&mut writer, &[note]);
            }
        });
        let summary = desk.open().backup(&to).unwrap();
        assert!(summary.blobs >= ALL.len() as u64 && summary.acts >= 13);
    });
    assert_sound(&to);
    let mut copy = Casebook::open(&to).unwrap();
    assert!(copy.report("sahil-3").is_ok());
    take_in(&mut copy, &[HOUSE]);
    drop(copy);
    assert_sound(&to);
    assert_eq!(desk.open().backup(&to).unwrap_err().kind(), ErrorKind::Input, "nothing is overwritten");
}

#[test]
fn a_backup_of_a_damaged_casebook_is_not_made() {
    let desk = Desk::with(&[HOUSE]);
    let blob = intake::key_of(HOUSE.as_bytes()).0;
    std::fs::write(desk.path().join("blobs").join(&blob[..2]).join(&blob), "other").unwrap();
    let to = desk.dir.path().join("copy");
    assert_eq!(desk.open().backup(&to).unwrap_err().kind(), ErrorKind::Tampered);
    assert!(!to.exists() && !to.with_added_extension("part").exists());
}

#[test]
fn what_is_opened_for_reading_answers_and_writes_nothing() {
    let desk = Desk::with(&[HOUSE, MARKET]);
    let mut book = Casebook::open_read_only(&desk.path()).unwrap();
    let id = ids(&mut book).remove(0);
    assert_eq!(book.search("market", 5).unwrap().len(), 1);
    assert!(book.explain(&id, "killed").is_ok());
    let set = Decision::Set { of: id, field: "killed".into(), value: "3".into() };
    assert_eq!(book.judge(&set, "Because.", &stamp()).unwrap_err().kind(), ErrorKind::ReadOnly);
    let ingested = book.ingest(lines(&[SCHOOL]), reader(), &stamp(), &mut |_| {});
    assert_eq!(ingested.unwrap_err().kind(), ErrorKind::ReadOnly);
    assert_eq!(book.counts().unwrap().acts, 5);
}

#[test]
fn an_imported_layer_is_kept_verified_and_read_by() {
    let desk = Desk::with(&[HOUSE]);
    let mut book = desk.open();
    let line = "village\tSY\tDeir ez-Zor\t\t35.1\t40.4\t900\tTell Quartz\tQuartz Hill";
    let entry = Entry::from_line(1, line).unwrap().unwrap();
    let layer = gazetteer::build(std::iter::once(entry)).unwrap();
    let places = book.import_gazetteer(layer.clone(), "survey", "Own survey, CC0", &stamp()).unwrap();
    assert_eq!(places, 1);
    let gazetteer = book.gazetteer().unwrap();
    assert_eq!(gazetteer.lookup("Tell Quartz")[0].country, "SY");
    let reader = Reader::new(gazetteer, book.policy().unwrap());
    assert_eq!(book.reread(&reader, &stamp(), &mut |_| {}).unwrap().readings, 1);
    let basis = book.report("northwire-1").unwrap().reading.unwrap().basis;
    assert_eq!(basis.gazetteers, [intake::key_of(&layer).0]);
    drop(book);
    assert_sound(&desk.path());
    let blob = &basis.gazetteers[0];
    std::fs::remove_file(desk.path().join("blobs").join(&blob[..2]).join(blob)).unwrap();
    assert!(!casebook::verify(&desk.path(), false, |_| {}).unwrap().is_sound());
    let refused = desk.open().import_gazetteer(b"no layer".to_vec(), "x", "CC0", &stamp());
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Input);
}

#[test]
fn a_release_is_on_record() {
    let desk = Desk::with(&[HOUSE]);
    let mut book = desk.open();
    let release = Release {
        what: "csv".into(),
        sha256: intake::key_of(b"the file").0,
        incidents: 1,
        checkpoint: book.ledger().size(),
    };
    let act = book.record_release(&release, &stamp()).unwrap();
    let mut found = Vec::new();
    let filter = LogFilter { kind: Some("release".into()), from: Some(act), ..LogFilter::default() };
    book.log(&filter, &mut |logged| found.push(logged.act.deed)).unwrap();
    assert_eq!(found, [Deed::Release(release.clone())]);
    let nameless = Release { sha256: "abc".into(), ..release };
    assert_eq!(book.record_release(&nameless, &stamp()).unwrap_err().kind(), ErrorKind::Input);
}

#[test]
fn a_casebook_of_an_own_policy_carries_it() {
    let dir = tempfile::tempdir().unwrap();
    let policy = include_str!("../../../../data/policy/airwars.toml").replace("\"airwars\"", "\"ours\"");
    let policy = policy.replace("\nversion = \"2\"", "\nversion = \"7\"");
    let book = Casebook::create(dir.path(), "example.org/ours", Some(&policy), &stamp()).unwrap();
    assert_eq!(book.founding().unwrap().policy, "ours/7");
    assert_eq!(book.policy().unwrap().label(), "ours/7");
    let broken = Casebook::create(&dir.path().join("b"), "example.org/b", Some("name = 3"), &stamp());
    assert_eq!(broken.unwrap_err().kind(), ErrorKind::Input);
}

#[test]
fn the_last_admin_stays_one_and_a_new_password_ends_tokens() {
    let desk = Desk::with(&[HOUSE]);
    let now = stamp().at;
    let mut team = Team::open(&desk.path()).unwrap();
    let amal = TeamMember {
        name: "Amal".into(),
        role: "admin".into(),
        restricted: true,
        names: true,
        password: None,
        open: true,
    };
    team.invite(&amal, "code", now).unwrap();
    team.join("code", "a hash", now).unwrap();
    let wish =
        NewToken { label: "nightly".into(), role: "reader".into(), restricted: false, names: false, days: 7 };
    team.make_token("Amal", &wish, "secret", now).unwrap();
    let refused = team.invite(&TeamMember { role: "reader".into(), ..amal.clone() }, "lower", now);
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Input);
    assert_eq!(team.member("Amal").unwrap().unwrap().role, "admin");
    assert!(team.bearer("secret", now).unwrap().is_some());
    team.invite(&amal, "again", now).unwrap();
    team.join("again", "another hash", now).unwrap();
    assert!(team.bearer("secret", now).unwrap().is_none());
    assert!(team.make_token("Nobody", &wish, "other", now).is_err());
}

#[test]
fn a_backup_has_the_accounts_of_a_team_and_neither_sessions_nor_invitations() {
    let desk = Desk::with(&[HOUSE]);
    let to = desk.dir.path().join("copy");
    let now = stamp().at;
    let mut team = Team::open(&desk.path()).unwrap();
    let basim = TeamMember {
        name: "Basim".into(),
        role: "reviewer".into(),
        restricted: false,
        names: true,
        password: None,
        open: true,
    };
    team.invite(&basim, "code", now).unwrap();
    assert!(team.join("code", "a hash", now).unwrap().is_some());
    team.invite(&TeamMember { name: "Daoud".into(), ..basim.clone() }, "unused", now).unwrap();
    team.begin("Basim", "session", "csrf", now).unwrap();
    let wish =
        NewToken { label: "nightly".into(), role: "reader".into(), restricted: false, names: false, days: 7 };
    team.make_token("Basim", &wish, "secret", now).unwrap();
    let summary = desk.open().backup(&to).unwrap();
    assert_eq!(summary.accounts, Some(2));
    let mut copy = Team::open(&to).unwrap();
    assert_eq!(copy.member("Basim").unwrap(), team.member("Basim").unwrap());
    assert_eq!(copy.bearer("secret", now).unwrap().map(|(member, _)| member.name).as_deref(), Some("Basim"));
    assert!(
        copy.session("session", now).unwrap().is_none() && team.session("session", now).unwrap().is_some()
    );
    assert!(copy.join("unused", "a hash", now).unwrap().is_none());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(to.join("team.sqlite")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "only its owner may read it");
    }
    assert_sound(&to);
}
