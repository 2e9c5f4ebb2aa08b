//! Makes a mark of all that the rows of a projection are computed by: the sources of the stages and what they carry. Enters:
//! their folders. Leaves: `CASEBOOK_RULES`, a number in hexadecimal. Never the same for two programs that may compute other rows.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// By what rows are computed, from the folder of the workspace.
const RULES: &[&str] = &[
    "crates/text/src",
    "crates/value/src",
    "crates/gazetteer/src",
    "crates/intake/src",
    "crates/incident/src",
    "crates/person/src",
    "crates/casebook/src",
    "data/model/resolution.tsv",
    "data/policy",
    "data/names",
];

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for of in RULES {
        let path = root.join(of);
        println!("cargo::rerun-if-changed={}", path.display());
        for file in files(path)? {
            let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            // FNV-1a over names and contents; whoever checks out the sources with other ends of lines gets the same.
            let bytes = fs::read(&file)?;
            let told =
                name.bytes().chain([0]).chain(bytes.into_iter().filter(|byte| *byte != b'\r')).chain([0]);
            hash = told.fold(hash, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        }
    }
    println!("cargo::rustc-env=CASEBOOK_RULES={hash:016x}");
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
