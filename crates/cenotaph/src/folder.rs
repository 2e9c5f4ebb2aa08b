//! Which casebook is meant, and opening it. Enters: `--casebook`, the current folder, `CENOTAPH_CASEBOOK`.
//! Leaves: a folder, or a casebook opened in the way that the verb needs.

use crate::fault::Fault;
use casebook::{Casebook, ErrorKind};
use clap::Args;
use std::path::{Path, PathBuf};

/// Names a casebook on the command line.
#[derive(Args, Clone, Debug)]
pub(crate) struct Which {
    #[arg(
        long,
        value_name = "PATH",
        value_hint = clap::ValueHint::DirPath,
        help = "The casebook's folder [default: the one in the current folder, else CENOTAPH_CASEBOOK]"
    )]
    casebook: Option<PathBuf>,
}

impl Which {
    /// Whether one was named.
    pub(crate) fn is_named(&self) -> bool {
        self.casebook.is_some()
    }

    /// The casebook's folder.
    pub(crate) fn folder(&self) -> Result<PathBuf, Fault> {
        match &self.casebook {
            Some(given) => Ok(given.clone()),
            None => by_custom(),
        }
    }

    /// Opens it to be written.
    pub(crate) fn open(&self) -> Result<Casebook, Fault> {
        Ok(Casebook::open(&self.folder()?)?)
    }

    /// Opens it to be read, also where it cannot be written or another process is writing.
    pub(crate) fn open_to_read(&self) -> Result<Casebook, Fault> {
        let folder = self.folder()?;
        match Casebook::open(&folder) {
            Err(e) if matches!(e.kind(), ErrorKind::ReadOnly | ErrorKind::Busy | ErrorKind::DiskFull) => {
                Ok(Casebook::open_read_only(&folder)?)
            }
            other => Ok(other?),
        }
    }
}

/// The current folder, or the one casebook in it, else the environment's.
fn by_custom() -> Result<PathBuf, Fault> {
    if is_casebook(Path::new(".")) {
        return Ok(PathBuf::from("."));
    }
    let mut here = casebooks_here();
    match (here.len(), std::env::var_os("CENOTAPH_CASEBOOK").filter(|path| !path.is_empty())) {
        (1, _) => Ok(here.swap_remove(0)),
        (_, Some(path)) => Ok(path.into()),
        (0, None) => Err(Fault::not_found(
            "there is no casebook in this folder; name one with --casebook PATH or CENOTAPH_CASEBOOK, \
             or make one with `cenotaph new PATH`",
        )),
        (_, None) => {
            let names: Vec<String> = here.iter().map(|path| path.display().to_string()).collect();
            Err(Fault::usage(format!(
                "several casebooks are here: {}; name one with --casebook",
                names.join(", ")
            )))
        }
    }
}

fn casebooks_here() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(".").into_iter().flatten().flatten();
    let named = entries.map(|entry| PathBuf::from(entry.file_name()));
    let mut found: Vec<PathBuf> =
        named.filter(|path| path.extension().is_some_and(|e| e == "casebook") && is_casebook(path)).collect();
    found.sort_unstable();
    found
}

fn is_casebook(path: &Path) -> bool {
    path.join("ledger").is_dir()
}
