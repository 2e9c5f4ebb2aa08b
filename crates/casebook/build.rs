//! Makes a mark of all that the rows of a projection are computed by: the sources of the stages and what they carry. Enters:
//! their folders. Leaves: `CASEBOOK_RULES`, a number in hexadecimal. Never the same for two programs that may compute other rows.

use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// By what rows are computed, from the folder of the workspace.
const RULES: &[&str] = &[
    "crates/text/src",
    "crates/value/src",
    "crates/gazetteer/src",
    "crates/intake/src",
    "crates/incident/src",
    "crates/person/src",
    "crates/casebook/src",
    "data/model/clocks.tsv",
    "data/model/resolution.tsv",
    "data/policy",
    "data/names",
];

fn main() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../..").canonicalize()?;
    let mut hash = DefaultHasher::new();
    for of in RULES {
        let path = root.join(of);
        println!("cargo::rerun-if-changed={}", path.display());
        for file in files(path)? {
            let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            // Whoever checks out the sources with other ends of lines gets the same.
            let bytes: Vec<u8> = fs::read(&file)?.into_iter().filter(|byte| *byte != b'\r').collect();
            for part in [name.as_bytes(), &bytes] {
                hash.write_usize(part.len());
                hash.write(part);
            }
        }
    }
    println!("cargo::rustc-env=CASEBOOK_RULES={:016x}", hash.finish());
    Ok(())
}

/// The files at a path, in the order of their names.
fn files(path: PathBuf) -> io::Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path]);
    }
    let mut within: Vec<PathBuf> =
        fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    within.sort_unstable();
    let mut all = Vec::new();
    for path in within {
        all.extend(files(path)?);
    }
    Ok(all)
}
