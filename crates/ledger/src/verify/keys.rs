//! The small files: format, keys and checkpoint; and names in the ledger's folder that do not belong there.

use std::fs;
use std::io;
use std::path::Path;

use super::VerifyReport;
use crate::error::{Error, ErrorKind};
use crate::layout::{Layout, check_format};
use crate::ledger::{read_signer, read_verifier};
use crate::note::{Checkpoint, Verifier};

/// The files that every ledger has, and `key`, which a copy for readers lacks.
const NAMES: [&str; 8] =
    ["acts.jsonl", "checkpoint", "format", "hashes", "key", "key.pub", "lock", "offsets"];

/// Checks format, keys and checkpoint; returns the checkpoint if its signature is valid.
pub(super) fn check(layout: &Layout, report: &mut VerifyReport) -> Option<Checkpoint> {
    if let Err(error) = check_format(layout) {
        report.fault(&layout.relative(&layout.format()), reason(&error, &layout.format()));
    }
    let verifier = match read_verifier(layout) {
        Ok(verifier) => verifier,
        Err(error) => {
            let path = layout.public_key();
            report.fault(&layout.relative(&path), reason(&error, &path));
            check_private_alone(layout, report);
            return None;
        }
    };
    report.vkey = Some(verifier.to_text());
    check_private(layout, &verifier, report);
    check_checkpoint(layout, &verifier, report)
}

fn check_private(layout: &Layout, verifier: &Verifier, report: &mut VerifyReport) {
    let path = layout.key();
    match read_signer(layout, verifier) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ReadOnly => {
            if path.exists() {
                report.note(&layout.relative(&path), "it may not be read here, so it was not checked");
            }
        }
        Err(error) => report.fault(&layout.relative(&path), reason(&error, &path)),
    }
}

/// Without a readable public key the private one can still be seen to be unreadable.
fn check_private_alone(layout: &Layout, report: &mut VerifyReport) {
    let path = layout.key();
    if let Ok(text) = fs::read_to_string(&path)
        && let Err(what) = crate::note::Signer::parse(text.strip_suffix('\n').unwrap_or_default())
    {
        report.fault(&layout.relative(&path), what);
    }
}

fn check_checkpoint(layout: &Layout, verifier: &Verifier, report: &mut VerifyReport) -> Option<Checkpoint> {
    let path = layout.checkpoint();
    let text = match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err("the file is missing".to_owned()),
        Err(error) => Err(format!("it cannot be read: {error}")),
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| "it is not text".to_owned()),
    };
    let checkpoint = text.and_then(|text| Checkpoint::open_with(&text, verifier));
    checkpoint.map_err(|what| report.fault(&layout.relative(&path), what)).ok()
}

/// Lists what lies in the ledger's folder beside its files.
pub(super) fn check_names(layout: &Layout, report: &mut VerifyReport) -> Result<(), Error> {
    for name in sorted_names(layout.ledger())? {
        let path = layout.relative(&layout.file(&name));
        if name.starts_with("unacknowledged-") {
            report.note(&path, "acts that a crash left unacknowledged were set aside here");
        } else if let Some(of) = name.strip_suffix(".new").filter(|of| NAMES.contains(of)) {
            report.note(&path, format!("an interrupted write of {of} left this; it is not used"));
        } else if !NAMES.contains(&name.as_str()) {
            report.note(&path, "it is no file of a ledger");
        }
    }
    Ok(())
}

/// The names in a folder in order; a name that is not UTF-8 is shown with replacement characters.
pub(super) fn sorted_names(folder: &Path) -> Result<Vec<String>, Error> {
    let entries = fs::read_dir(folder).map_err(|source| Error::reading(folder, source))?;
    let names: io::Result<Vec<String>> =
        entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect();
    let mut names = names.map_err(|source| Error::reading(folder, source))?;
    names.sort_unstable();
    Ok(names)
}

/// What an error says, without the path that the finding names already.
fn reason(error: &Error, path: &Path) -> String {
    let text = error.to_string();
    let prefix = format!("{}: ", path.display());
    text.strip_prefix(&prefix).map_or_else(|| text.clone(), str::to_owned)
}
