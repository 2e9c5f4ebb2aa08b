//! Opening: what is refused, with which words, and what still works without a right to write.

use std::fs;
use std::time::Duration;

use ledger::{ErrorKind, Ledger};

use crate::{copy_folder, file, judgements, new_book, open, payloads};

#[test]
fn a_ledger_is_made_once() {
    let (dir, mut book) = new_book();
    book.append(&judgements(0, 1)).unwrap();
    let error = Ledger::create(dir.path(), "example.org/again").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Exists);
    assert_eq!(payloads(&open(dir.path())), judgements(0, 1));
}

#[test]
fn a_folder_without_a_ledger_is_said_to_have_none() {
    let dir = tempfile::tempdir().unwrap();
    let error = Ledger::open_read(dir.path()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains(&dir.path().display().to_string()), "{error}");
    assert_eq!(Ledger::open(dir.path(), Duration::ZERO).unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn a_name_that_no_checkpoint_can_carry_makes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let error = Ledger::create(dir.path(), "our case book").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_the_private_key() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, _book) = new_book();
    assert_eq!(fs::metadata(file(dir.path(), "key")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_newer_format_asks_for_an_upgrade() {
    let (dir, _book) = new_book();
    fs::write(file(dir.path(), "format"), "2\n").unwrap();
    let error = Ledger::open_read(dir.path()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Newer);
    assert_eq!(error.to_string(), "made by a newer Cenotaph (format 2, this one reads 1); upgrade");
}

#[test]
fn a_handle_for_reading_refuses_to_write() {
    let (dir, mut writer) = new_book();
    writer.append(&judgements(0, 1)).unwrap();
    let mut book = Ledger::open_read(dir.path()).unwrap();
    for error in [book.append(&judgements(1, 1)).unwrap_err(), book.blobs().put_many(&[b"x"]).unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::ReadOnly);
        assert!(error.to_string().contains("opened for reading"), "{error}");
    }
    assert_eq!(payloads(&open(dir.path())), judgements(0, 1));
}

#[test]
fn a_copy_without_the_private_key_is_for_reading() {
    let (dir, mut book) = new_book();
    book.append(&judgements(0, 2)).unwrap();
    fs::remove_file(file(dir.path(), "key")).unwrap();
    assert_eq!(payloads(&Ledger::open_read(dir.path()).unwrap()), judgements(0, 2));
    let error = Ledger::open(dir.path(), Duration::ZERO).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly);
    assert!(error.to_string().contains("private key"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, mut book) = new_book();
    book.append(&judgements(0, 2)).unwrap();
    let folder = dir.path().join("ledger");
    let protect = |folder_mode, file_mode| {
        for entry in fs::read_dir(&folder).unwrap() {
            fs::set_permissions(entry.unwrap().path(), fs::Permissions::from_mode(file_mode)).unwrap();
        }
        fs::set_permissions(&folder, fs::Permissions::from_mode(folder_mode)).unwrap();
    };
    protect(0o555, 0o444);
    // The superuser may write nevertheless; everyone else is told why not.
    let superuser = fs::File::create(folder.join("probe")).is_ok();
    assert_eq!(payloads(&Ledger::open_read(dir.path()).unwrap()), judgements(0, 2));
    let appended = book.append(&judgements(2, 1)).map_err(|error| error.kind());
    let opened = Ledger::open(dir.path(), Duration::ZERO).map(drop).map_err(|error| error.kind());
    protect(0o755, 0o644);
    if superuser {
        assert_eq!((appended, opened), (Ok(2..3), Ok(())));
    } else {
        assert_eq!((appended, opened), (Err(ErrorKind::ReadOnly), Err(ErrorKind::ReadOnly)));
    }
}

#[test]
fn an_invalid_checkpoint_is_reported_by_name_and_left_as_it_is() {
    let (dir, mut book) = new_book();
    book.append(&judgements(0, 2)).unwrap();
    let path = file(dir.path(), "checkpoint");
    let forged = fs::read_to_string(&path).unwrap().replacen("\n2\n", "\n1\n", 1);
    fs::write(&path, &forged).unwrap();
    for error in [
        Ledger::open_read(dir.path()).unwrap_err(),
        Ledger::open(dir.path(), Duration::ZERO).unwrap_err(),
        book.append(&judgements(2, 1)).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Tampered);
        assert!(error.to_string().contains("checkpoint"), "{error}");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), forged);
}

#[test]
fn a_changed_act_is_not_handed_out() {
    let (dir, mut book) = new_book();
    book.append(&judgements(0, 9)).unwrap();
    let path = file(dir.path(), "acts.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("one street 4", "one street 5", 1)).unwrap();
    let book = Ledger::open_read(dir.path()).unwrap();
    assert!(book.act(3).is_ok());
    let error = book.act(4).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tampered);
    assert!(error.to_string().contains("act 4"), "{error}");
    let read: Vec<bool> = book.acts(0).unwrap().map(|act| act.is_ok()).collect();
    assert_eq!(read, [true, true, true, true, false]);
}

#[test]
fn a_ledger_put_back_to_an_earlier_state_is_noticed_by_whoever_saw_the_later_one() {
    let (dir, mut book) = new_book();
    book.append(&judgements(0, 3)).unwrap();
    let backup = tempfile::tempdir().unwrap();
    copy_folder(&dir.path().join("ledger"), backup.path());
    book.append(&judgements(3, 3)).unwrap();
    copy_folder(backup.path(), &dir.path().join("ledger"));
    assert_eq!(book.refresh().unwrap_err().kind(), ErrorKind::Tampered);
    assert_eq!(book.append(&judgements(6, 1)).unwrap_err().kind(), ErrorKind::Tampered);
}

#[test]
fn a_key_that_is_not_the_ledgers_is_refused() {
    let ((dir, _book), (other, _other)) = (new_book(), new_book());
    fs::copy(file(other.path(), "key"), file(dir.path(), "key")).unwrap();
    assert_eq!(Ledger::open(dir.path(), Duration::ZERO).unwrap_err().kind(), ErrorKind::Tampered);
}
