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

/// How many syncs are under way at a time; file systems gather them into fewer writes of their journal.
const SYNCS_AT_ONCE: usize = 16;

/// Does something that waits for the disk to each item, several at a time; returns the first error in order.
pub(crate) fn for_each_at_once<T: Sync>(
    items: &[T],
    work: impl Fn(&T) -> Result<(), Error> + Sync,
) -> Result<(), Error> {
    if let [only] = items {
        return work(only);
    }
    let share = items.len().div_ceil(SYNCS_AT_ONCE).max(1);
    let work = &work;
    std::thread::scope(|scope| {
        let shares = items.chunks(share);
        let threads: Vec<_> =
            shares.map(|share| scope.spawn(move || share.iter().try_for_each(work))).collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
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
