//! How many acts of 4 KB a second an append takes, on the disk that holds the system's temporary folder.

use divan::counter::ItemsCount;
use ledger::Ledger;
use tempfile::TempDir;

fn main() {
    divan::main();
}

/// Acts a batch.
#[divan::bench(args = [1, 256], sample_count = 20, sample_size = 4)]
fn append(bencher: divan::Bencher, batch: usize) {
    let (_dir, mut book) = book();
    let payloads: Vec<_> =
        (0..batch).map(|n| serde_json::json!({"n": n, "text": "x".repeat(4064)})).collect();
    bencher
        .counter(ItemsCount::new(batch))
        .bench_local(|| book.append(&payloads).expect("the temporary folder can be written"));
}

/// Blobs of 4 KB a batch, none of them kept before.
#[divan::bench(args = [1, 256], sample_count = 20, sample_size = 1)]
fn put_blobs(bencher: divan::Bencher, batch: usize) {
    let (_dir, book) = book();
    let mut next = 0_usize;
    let inputs = || {
        next += batch;
        (next..next + batch).map(|n| format!("{n:4096}")).collect::<Vec<_>>()
    };
    bencher
        .counter(ItemsCount::new(batch))
        .with_inputs(inputs)
        .bench_local_refs(|blobs| book.blobs().put_many(blobs).expect("the temporary folder can be written"));
}

/// Opening a ledger of this many acts for reading.
#[divan::bench(args = [1_000, 100_000], sample_count = 20)]
fn open_read(bencher: divan::Bencher, acts: usize) {
    let (dir, mut book) = book();
    book.append(&(0..acts).collect::<Vec<_>>()).expect("the temporary folder can be written");
    bencher.bench_local(|| Ledger::open_read(dir.path()).expect("the temporary folder can be written"));
}

/// Proving one act of this many.
#[divan::bench(args = [1_000, 100_000], sample_count = 20)]
fn prove(bencher: divan::Bencher, acts: usize) {
    let (_dir, mut book) = book();
    book.append(&(0..acts).collect::<Vec<_>>()).expect("the temporary folder can be written");
    bencher
        .bench_local(|| book.inclusion_proof(acts as u64 / 3).expect("the temporary folder can be written"));
}

fn book() -> (TempDir, Ledger) {
    let dir = tempfile::tempdir().expect("the temporary folder can be written");
    let book = Ledger::create(dir.path(), "example.org/bench").expect("the temporary folder can be written");
    (dir, book)
}
