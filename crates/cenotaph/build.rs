//! Lists the example reports, so that `cenotaph demo` carries them. Enters: the folder `examples/reports`.
//! Leaves: a Rust table of file names and their bytes. Never changes the folder.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default())
        .join("../../examples/reports")
        .canonicalize()?;
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names: Vec<String> = fs::read_dir(&folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<_>>()?;
    names.sort_unstable();
    let rows = names.iter().map(|name| {
        let path = folder.join(name).display().to_string();
        format!("    ({name:?}, include_bytes!({path:?})),\n")
    });
    let table = format!("&[\n{}]\n", rows.collect::<String>());
    fs::write(Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("examples.rs"), table)
}
