//! How long each estimator takes on a table of four lists and some four thousand documented people.

use divan::Bencher;
use estimate::{CaptureTable, Method, Sampling, estimate};

fn main() {
    divan::main();
}

/// Three kinds of people on four lists, as many as a war of some months leaves on record.
fn table() -> CaptureTable {
    let counts =
        [1130, 850, 180, 940, 230, 210, 180, 300, 110, 30, 20, 120, 40, 30, 25].into_iter().enumerate();
    let lists = ["exhumations", "interviews", "observers", "press"].map(str::to_owned).to_vec();
    CaptureTable::new(lists, counts.map(|(at, count)| (at as u32 + 1, count))).expect("a table")
}

/// One chain of 110,000 steps.
const ONE_CHAIN: Sampling = Sampling { seed: 1, chains: 1, burn_in: 10_000, steps: 100_000, thinning: 20 };

#[divan::bench(args = Method::ALL, sample_count = 5)]
fn estimator(bencher: Bencher, method: Method) {
    let table = table();
    bencher.bench_local(|| estimate(&table, method, &ONE_CHAIN));
}
