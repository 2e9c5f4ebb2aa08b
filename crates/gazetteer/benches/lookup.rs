//! How fast names are found: opening, looking up, and scanning running text.

use divan::{Bencher, black_box};
use gazetteer::Gazetteer;

fn main() {
    divan::main();
}

#[divan::bench]
fn open() -> Gazetteer {
    Gazetteer::embedded()
}

#[divan::bench(args = ["Deir ez-Zor", "الرقة", "San Salvador", "al-Dweir", "Deir Ezzour", "Kitchens"])]
fn lookup(bencher: Bencher<'_, '_>, name: &str) {
    let world = Gazetteer::embedded();
    bencher.bench_local(|| world.lookup(black_box(name)));
}

#[divan::bench(args = ["the shells fell before dawn near", "Regime forces shelled the market of", "Deir ez-Zor province in the east"])]
fn longest(bencher: Bencher<'_, '_>, text: &str) {
    let world = Gazetteer::embedded();
    let words: Vec<&str> = text.split(' ').collect();
    bencher.bench_local(|| world.longest(black_box(&words)));
}

#[divan::bench]
fn near(bencher: Bencher<'_, '_>) {
    let world = Gazetteer::embedded();
    bencher.bench_local(|| world.near(black_box(34.9), black_box(40.5), 20.0));
}
