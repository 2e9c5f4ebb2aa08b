//! Every blob: its bytes give its name; none that an act refers to is missing; nothing else lies among them.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::acts::Expected;
use super::keys::sorted_names;
use super::{Progress, VerifyReport};
use crate::blobs::UNFINISHED;
use crate::error::Error;
use crate::layout::Layout;
use crate::merkle::Hash;

/// Checks the blobs against their names and against what the acts refer to.
pub(super) fn check(
    layout: &Layout,
    expected: &Expected,
    progress: &mut impl FnMut(Progress),
    report: &mut VerifyReport,
) -> Result<(), Error> {
    let folder = layout.blobs();
    let mut missing = expected.clone();
    let shards = if folder.is_dir() { sorted_names(&folder)? } else { Vec::new() };
    for shard in shards {
        let path = folder.join(&shard);
        if !path.is_dir() {
            report.fault(&layout.relative(&path), "it is no folder of blobs");
            continue;
        }
        for name in sorted_names(&path)? {
            let path = path.join(&name);
            if let Some(hash) = check_one(layout, &path, &shard, &name, report) {
                missing.remove(&hash);
                if !expected.contains_key(&hash) {
                    report.note(&layout.relative(&path), "no act refers to this blob");
                }
            }
            progress(Progress::Blobs { done: report.blobs });
        }
    }
    for (hash, act) in missing {
        let path = folder.join(format!("{:02x}", hash.0[0])).join(hash.to_string());
        report.fault_at(&layout.relative(&path), act, None, "the act refers to this blob, which is missing");
    }
    Ok(())
}

/// Checks one file; returns the blob's name if it has the name of one in the right place.
fn check_one(
    layout: &Layout,
    path: &Path,
    shard: &str,
    name: &str,
    report: &mut VerifyReport,
) -> Option<Hash> {
    let file = layout.relative(path);
    if name.starts_with(UNFINISHED) {
        report.note(&file, "an interrupted write left this; it is not used");
        return None;
    }
    let Some(hash) = name.parse::<Hash>().ok().filter(|_| name.starts_with(shard) && shard.len() == 2) else {
        report.fault(
            &file,
            "it is no blob: it is not named by a SHA-256 in the folder of its first two digits",
        );
        return None;
    };
    report.blobs += 1;
    match hash_file(path) {
        Ok((found, bytes)) => {
            report.blob_bytes += bytes;
            if found != hash {
                report.fault(&file, format!("its bytes have the hash {found}, not the one it is named by"));
            }
        }
        Err(error) => report.fault(&file, format!("it cannot be read: {error}")),
    }
    Some(hash)
}

/// Hashes a file of any length; returns its length in bytes too.
fn hash_file(path: &Path) -> io::Result<(Hash, u64)> {
    let mut file = File::open(path)?;
    let (mut hasher, mut buffer, mut length) = (Sha256::new(), vec![0; 1 << 16], 0);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((Hash(hasher.finalize().into()), length)),
            read => {
                hasher.update(&buffer[..read]);
                length += read as u64;
            }
        }
    }
}
