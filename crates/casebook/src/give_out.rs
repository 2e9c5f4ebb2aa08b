//! Files that leave the casebook. Enters: a finished release as bytes. Leaves: the file under its name, on record
//! before anybody can have it.

use crate::act::{Release, Stamp};
use crate::{Casebook, Error};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

impl Casebook {
    /// Writes a release under a passing name beside `path`, records it, and only then gives it its own name.
    /// Returns the act's number.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly` or `Io` naming the file where it cannot be written; else those of
    /// [`Casebook::record_release`]. Nothing is left behind under either name.
    pub fn give_out(
        &mut self,
        path: &Path,
        bytes: &[u8],
        release: &Release,
        stamp: &Stamp,
    ) -> Result<u64, Error> {
        recorded_first(path, bytes, || self.record_release(release, stamp))
    }
}

/// Writes a file under a passing name, has it recorded, and only then gives it its own name. Returns the act's number.
pub(crate) fn recorded_first(
    path: &Path,
    bytes: &[u8],
    record: impl FnOnce() -> Result<u64, Error>,
) -> Result<u64, Error> {
    let part = path.with_added_extension("part");
    let given = write_whole(&part, bytes).map_err(|cause| Error::io(&part, &cause)).and_then(|()| {
        let act = record()?;
        fs::rename(&part, path).map_err(|cause| Error::io(path, &cause))?;
        Ok(act)
    });
    if given.is_err() {
        // A part that cannot be removed either is named by the error already.
        let _ = fs::remove_file(&part);
    }
    given
}

/// Writes files that belong to no casebook into a folder, which is made where it is not there. A file that is there under
/// such a name is replaced.
///
/// # Errors
/// `DiskFull`, `ReadOnly` or `Io` naming what cannot be written.
pub fn write_apart(folder: &Path, files: &[(&str, &[u8])]) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|cause| Error::io(folder, &cause))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        write_whole(&path, bytes).map_err(|cause| Error::io(&path, &cause))?;
    }
    Ok(())
}

/// Writes a file that is no release, such as links between lists, under a passing name and then under its own.
///
/// # Errors
/// Whatever the system says where it cannot be written; nothing is left behind then.
pub fn write_out(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let part = path.with_added_extension("part");
    let written = File::create(&part).and_then(|file| {
        let mut file = io::BufWriter::new(file);
        write(&mut file)?;
        file.into_inner()?.sync_all()?;
        fs::rename(&part, path)
    });
    if written.is_err() {
        // A part that cannot be removed either is named by the error already.
        let _ = fs::remove_file(&part);
    }
    written
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
