//! Compiles a table of places, with supplements, into a layer:
//! `cargo run --release -p cenotaph-gazetteer --example build -- places.tsv [supplement.tsv …] world.bin`.

use gazetteer::{Entry, build, merge};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [table, supplements @ .., out] = &paths[..] else {
        return Err("give a table, any supplements, and the file to write".into());
    };
    let mut places = read(table)?;
    for supplement in supplements {
        places = merge(places, read(supplement)?);
    }
    let count = places.len();
    let layer = build(places.into_iter())?;
    std::fs::write(out, &layer)?;
    println!("{count} places, {} bytes", layer.len());
    Ok(())
}

fn read(path: &str) -> Result<Vec<Entry>, Box<dyn Error>> {
    Entry::from_table(&std::fs::read_to_string(path)?).map_err(|why| format!("{path}: {why}").into())
}
