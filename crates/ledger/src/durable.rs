//! Writing that has reached the disk when it returns: files replaced whole, folders synced. Never reads content.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;

use crate::error::Error;

/// Syncs a folder, so that names made or removed in it survive a loss of power.
pub(crate) fn sync_folder(path: &Path) -> Result<(), Error> {
    // Elsewhere than on Unix a folder cannot be opened to be synced.
    if cfg!(unix) {
        File::open(path)
            .and_then(|folder| folder.sync_all())
            .map_err(|source| Error::writing(path, source))?;
    }
    Ok(())
}

/// Writes a new file and syncs it; `secret` keeps it from everyone but its owner.
pub(crate) fn write_new(path: &Path, bytes: &[u8], secret: bool) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if secret { 0o600 } else { 0o644 });
    let _ = secret;
    options
        .open(path)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .map_err(|source| Error::writing(path, source))
}

/// Replaces a file so that after a crash either the old or the new bytes are there, whole.
///
/// The caller holds the ledger's lock, so the name of the temporary file can be fixed.
pub(crate) fn replace(path: &Path, write: impl FnOnce(&mut File) -> Result<(), Error>) -> Result<(), Error> {
    let fresh = fresh_name(path);
    let mut file = File::create(&fresh).map_err(|source| Error::writing(&fresh, source))?;
    let written =
        write(&mut file).and_then(|()| file.sync_all().map_err(|source| Error::writing(&fresh, source)));
    if let Err(error) = written {
        // What is left of it would be overwritten next time; removing it frees its space now.
        let _ = fs::remove_file(&fresh);
        return Err(error);
    }
    fs::rename(&fresh, path).map_err(|source| Error::writing(path, source))
}

/// The name under which a file's new content is written before it takes the file's place.
pub(crate) fn fresh_name(path: &Path) -> std::path::PathBuf {
    path.with_added_extension("new")
}
