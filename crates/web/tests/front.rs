//! The built files of the front end against their sources, without npm. Enters: `front/` and `static/`.
//! The digest is made as `front/build.mjs` makes it.

use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// The files that are built, each with the digest in its first line.
const BUILT: [&str; 4] = ["cenotaph.css", "cenotaph.js", "map.js", "timeline.js"];
/// What they are built from.
const SOURCES: [&str; 4] = ["css", "js", "build.mjs", "package-lock.json"];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        return files.push(path.to_owned());
    }
    for entry in fs::read_dir(path).expect("the sources of the front end are there") {
        collect(&entry.expect("an entry can be read").path(), files);
    }
}

/// SHA-256 over path, a zero byte, content, a zero byte, of each source in the order of their paths.
fn digest() -> String {
    let front = folder("front");
    let mut files = Vec::new();
    for source in SOURCES {
        collect(&front.join(source), &mut files);
    }
    let named = |file: &PathBuf| {
        let path = file.strip_prefix(&front).expect("it lies below");
        path.to_string_lossy().replace('\\', "/")
    };
    let mut files: Vec<(String, PathBuf)> = files.into_iter().map(|file| (named(&file), file)).collect();
    files.sort();
    let mut hash = Sha256::new();
    for (name, file) in files {
        hash.update(name);
        hash.update([0]);
        hash.update(fs::read(file).expect("a source can be read"));
        hash.update([0]);
    }
    hash.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[test]
fn built_files_are_not_older_than_their_sources() {
    let digest = digest();
    for name in BUILT {
        let text = fs::read_to_string(folder("static").join(name)).expect("a built file is there");
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.contains(&digest),
            "static/{name} was not built from these sources; run: npm ci && npm run build, in crates/web/front"
        );
    }
}

#[test]
fn pages_fetch_nothing_from_elsewhere() {
    for name in BUILT {
        let text = fs::read_to_string(folder("static").join(name)).expect("a built file is there");
        let elsewhere: Vec<&str> = text
            .match_indices("://")
            .map(|(at, _)| &text[at.saturating_sub(5)..text.len().min(at + 24)])
            // The name of the namespace of SVG is no address to fetch from.
            .filter(|found| !found.contains("www.w3.org") && !found.contains("github.com/leeoniya"))
            .collect();
        assert_eq!(elsewhere, [""; 0], "static/{name}");
    }
}
