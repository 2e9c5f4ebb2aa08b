//! Appending, reading back and proving.

use std::fs;

use ledger::{Checkpoint, ErrorKind, Hash, Ledger};
use proptest::prelude::*;
use serde_json::json;

use crate::{file, judgement, judgements, new_book, open, payloads};

#[test]
fn acts_come_back_as_they_were_given_and_in_order() {
    let (dir, mut book) = new_book();
    assert_eq!(book.append(&judgements(0, 3)).unwrap(), 0..3);
    assert_eq!(book.append(&judgements(3, 4)).unwrap(), 3..7);
    for book in [Ledger::open_read(dir.path()).unwrap(), open(dir.path()), book] {
        assert_eq!(book.size(), 7);
        assert_eq!(payloads(&book), judgements(0, 7));
        assert_eq!(book.act(5).unwrap().payload::<serde_json::Value>().unwrap(), judgement(5));
        assert_eq!(book.acts(5).unwrap().map(|act| act.unwrap().number()).collect::<Vec<_>>(), [5, 6]);
        assert_eq!(book.acts(7).unwrap().count() + book.acts(99).unwrap().count(), 0);
        assert_eq!(book.act(7).unwrap_err().kind(), ErrorKind::NotFound);
    }
}

#[test]
fn an_act_is_one_line_of_canonical_json() {
    let (dir, mut book) = new_book();
    book.append(&[json!({"z": "line\nbreak", "a": [1.50, "قصف"]})]).unwrap();
    let line = "{\"a\":[1.5,\"قصف\"],\"z\":\"line\\nbreak\"}\n";
    assert_eq!(fs::read_to_string(file(dir.path(), "acts.jsonl")).unwrap(), line);
}

#[test]
fn an_empty_batch_writes_nothing() {
    let (dir, mut book) = new_book();
    book.append(&judgements(0, 2)).unwrap();
    let before = fs::read(file(dir.path(), "checkpoint")).unwrap();
    assert_eq!(book.append::<u8>(&[]).unwrap(), 2..2);
    assert_eq!(fs::read(file(dir.path(), "checkpoint")).unwrap(), before);
}

#[test]
fn a_payload_that_cannot_be_recorded_spoils_its_whole_batch_and_nothing_else() {
    let (dir, mut book) = new_book();
    book.append(&judgements(0, 1)).unwrap();
    let error = book.append(&[json!(1), json!(u64::MAX)]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!((book.size(), payloads(&open(dir.path()))), (1, judgements(0, 1)));
}

#[test]
fn a_reader_can_check_an_act_with_the_public_key_and_the_proof_alone() {
    let (dir, mut book) = new_book();
    let mut seen = Vec::new();
    for n in 0..20 {
        book.append(&judgements(n, 1)).unwrap();
        seen.push(Checkpoint::open(book.checkpoint_text(), &book.vkey()).unwrap());
    }
    let book = Ledger::open_read(dir.path()).unwrap();
    let checkpoint = Checkpoint::open(book.checkpoint_text(), &book.vkey()).unwrap();
    assert_eq!((checkpoint.origin.as_str(), checkpoint.size), ("example.org/casebook", 20));
    for act in book.acts(0).unwrap() {
        let act = act.unwrap();
        let proof = book.inclusion_proof(act.number()).unwrap();
        assert!(proof.proves(ledger::leaf_hash(act.bytes()), checkpoint.root));
        assert!(!proof.proves(ledger::leaf_hash(b"{}"), checkpoint.root));
    }
    for old in seen {
        assert!(book.consistency_proof(old.size).unwrap().proves(old.root, checkpoint.root));
        assert_eq!(book.root_at(old.size).unwrap(), old.root);
    }
    assert_eq!(book.consistency_proof(21).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(book.inclusion_proof(20).unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn a_proof_survives_being_written_as_json() {
    let (_dir, mut book) = new_book();
    book.append(&judgements(0, 6)).unwrap();
    let text = serde_json::to_string(&book.inclusion_proof(2).unwrap()).unwrap();
    let proof: ledger::InclusionProof = serde_json::from_str(&text).unwrap();
    assert!(proof.proves(book.act(2).unwrap().leaf_hash(), book.root()));
}

#[test]
fn blobs_are_kept_once_and_come_back_byte_for_byte() {
    let (dir, book) = new_book();
    let names = book.blobs().put_many(&[&b"a report"[..], b"", b"\xff\x00not text", b"a report"]).unwrap();
    assert_eq!(names[0], Hash::of(b"a report").to_string());
    assert_eq!(names[0], names[3]);
    assert_eq!(book.blobs().put_many(&[b"a report"]).unwrap(), names[..1]);
    let book = Ledger::open_read(dir.path()).unwrap();
    assert_eq!(book.blobs().get(&names[2]).unwrap(), b"\xff\x00not text");
    assert_eq!(book.blobs().get(&names[1]).unwrap(), b"");
    assert!(book.blobs().contains(&names[0]));
    let absent = Hash::of(b"never received").to_string();
    assert!(!book.blobs().contains(&absent) && !book.blobs().contains("../ledger/key"));
    assert_eq!(book.blobs().get(&absent).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(book.blobs().get("../ledger/key").unwrap_err().kind(), ErrorKind::Invalid);
}

#[test]
fn a_damaged_blob_is_not_handed_out_and_is_made_whole_by_giving_it_again() {
    let (dir, book) = new_book();
    let name = book.blobs().put_many(&[b"what was received"]).unwrap().remove(0);
    let path = dir.path().join("blobs").join(&name[..2]).join(&name);
    fs::write(&path, "what was rewritten").unwrap();
    let error = book.blobs().get(&name).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tampered);
    assert!(error.to_string().contains(&name), "{error}");
    book.blobs().put_many(&[b"what was received"]).unwrap();
    assert_eq!(book.blobs().get(&name).unwrap(), b"what was received");
}

#[test]
fn more_blobs_than_are_open_at_once_are_all_kept() {
    let (_dir, book) = new_book();
    let blobs: Vec<String> = (0..700).map(|n| format!("report {n}")).collect();
    let names = book.blobs().put_many(&blobs).unwrap();
    for (name, blob) in names.iter().zip(&blobs) {
        assert_eq!(book.blobs().get(name).unwrap(), blob.as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_root_does_not_depend_on_how_acts_were_batched(batches in prop::collection::vec(0_usize..9, 0..8)) {
        let (_dir, mut batched) = new_book();
        let mut count = 0;
        for batch in batches {
            batched.append(&judgements(count, batch)).unwrap();
            count += batch;
        }
        let (_other, mut whole) = new_book();
        whole.append(&judgements(0, count)).unwrap();
        prop_assert_eq!((batched.size(), batched.root()), (whole.size(), whole.root()));
        prop_assert_eq!(payloads(&batched), judgements(0, count));
    }
}
