//! The repository as it lies on the disk. Enters: its root. Leaves: the paths of its files and their text.
//! Never follows links, and never looks into build folders or casebooks.

use crate::failure::Failure;
use std::fs;
use std::path::{Path, PathBuf};

/// A repository and its files.
pub(crate) struct Tree {
    root: PathBuf,
    files: Vec<String>,
}

impl Tree {
    /// The repository that holds this package.
    pub(crate) fn around() -> Result<Self, Failure> {
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.parent().map(Path::to_path_buf);
        Self::at(&root.ok_or_else(|| Failure::new("the package xtask has no folder above it"))?)
    }

    /// The repository at `root`.
    pub(crate) fn at(root: &Path) -> Result<Self, Failure> {
        let mut files = Vec::new();
        collect(root, "", &mut files).map_err(Failure::during(root.display()))?;
        files.sort_unstable();
        Ok(Self { root: root.to_owned(), files })
    }

    /// Its folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The full path of a file or folder in it.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    /// Its files, as paths below the root with `/`, sorted.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// Its files whose name ends so (`rs`).
    pub(crate) fn with_ending<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = &'a str> {
        self.files().filter(move |file| Self::has_ending(file, ending))
    }

    /// Whether a file's name ends so (`rs`).
    pub(crate) fn has_ending(file: &str, ending: &str) -> bool {
        Path::new(file).extension().is_some_and(|found| found == ending)
    }

    /// The text of a file; `None` where it cannot be read or is no UTF-8.
    pub(crate) fn text(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.path(file)).ok()
    }

    /// The sources of one crate, by its folder's name (`crates/NAME/src`), with their text.
    pub(crate) fn sources<'a>(&'a self, room: &str) -> impl Iterator<Item = (&'a str, String)> {
        let folder = format!("crates/{room}/src/");
        self.with_ending("rs")
            .filter(move |file| file.starts_with(&folder))
            .filter_map(|file| Some((file, self.text(file)?)))
    }

    /// The names of the crates' folders, sorted.
    pub(crate) fn rooms(&self) -> Vec<&str> {
        self.files()
            .filter_map(|file| file.strip_prefix("crates/")?.strip_suffix("/Cargo.toml"))
            .filter(|room| !room.contains('/'))
            .collect()
    }
}

fn collect(folder: &Path, below: &str, files: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        let path = format!("{below}{name}");
        if kind.is_file() {
            files.push(path);
        } else if kind.is_dir() && !is_foreign(&entry.path(), &name) {
            collect(&entry.path(), &format!("{path}/"), files)?;
        }
    }
    Ok(())
}

/// Whether a folder is git's, a build's (Cargo marks it with `CACHEDIR.TAG`), npm's, or somebody's casebook.
fn is_foreign(folder: &Path, name: &str) -> bool {
    let casebook = Path::new(name).extension().is_some_and(|ending| ending == "casebook");
    matches!(name, ".git" | "target" | "__pycache__" | "node_modules")
        || casebook
        || folder.join("CACHEDIR.TAG").exists()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A repository of these files in a temporary folder.
    pub(crate) fn planted(files: &[(&str, &str)]) -> (tempfile::TempDir, Tree) {
        let folder = tempfile::tempdir().expect("the temporary folder can be written");
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("it can be made");
            fs::write(path, text).expect("it can be written");
        }
        let tree = Tree::at(folder.path()).expect("it can be read");
        (folder, tree)
    }

    #[test]
    fn builds_git_packages_and_casebooks_are_not_looked_into() {
        let (_folder, tree) = planted(&[
            ("crates/text/src/lib.rs", ""),
            ("crates/text/Cargo.toml", ""),
            (".git/config", ""),
            ("target/debug/x", ""),
            ("built-elsewhere/CACHEDIR.TAG", ""),
            ("built-elsewhere/y", ""),
            ("crates/web/front/node_modules/p/README.md", ""),
            ("mine.casebook/blobs/z", ""),
        ]);
        assert_eq!(tree.files().collect::<Vec<_>>(), ["crates/text/Cargo.toml", "crates/text/src/lib.rs"]);
        assert_eq!(tree.rooms(), ["text"]);
    }
}
