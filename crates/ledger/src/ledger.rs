//! A ledger opened for reading or for writing: a view of the acts under one signed checkpoint.
//! Writing lies in `append` and `repair`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::act::{Act, Acts};
use crate::blobs::Blobs;
use crate::durable::{sync_folder, write_new};
use crate::error::Error;
use crate::index::{Index, Totals};
use crate::layout::{FORMAT, Layout, check_format};
use crate::lock::Lock;
use crate::merkle::Hash;
use crate::note::{Checkpoint, Signer, Verifier};
use crate::proof::{self, ConsistencyProof, InclusionProof};

/// How long a writer waits for another one, unless told otherwise.
const DEFAULT_WAIT: Duration = Duration::from_secs(10);

/// A casebook's ledger, seen as of the last checkpoint it read or wrote.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) layout: Layout,
    pub(crate) verifier: Verifier,
    /// Present when the ledger was opened for writing.
    pub(crate) signer: Option<Signer>,
    pub(crate) wait: Duration,
    pub(crate) view: View,
    blobs: Blobs,
}

/// What one checkpoint covers, and the indexes to read it by.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) checkpoint: Checkpoint,
    pub(crate) text: String,
    pub(crate) index: Index,
    pub(crate) totals: Totals,
}

impl Ledger {
    /// Makes a casebook folder with an empty ledger and a new key, and opens it for writing.
    ///
    /// `name` is the origin of the checkpoints and the name of the key, by custom a URL without its scheme.
    ///
    /// # Errors
    /// `Exists` if there is a ledger in the folder, `Invalid` if a note cannot carry the name, `Io`, `ReadOnly`.
    pub fn create(dir: &Path, name: &str) -> Result<Self, Error> {
        let layout = Layout::new(dir);
        if layout.ledger().exists() {
            return Err(Error::exists(layout.ledger()));
        }
        let signer = Signer::generate(name)?;
        for folder in [dir, &layout.blobs()] {
            fs::create_dir_all(folder).map_err(|source| Error::writing(folder, source))?;
        }
        let fresh = unused_folder(dir)?;
        let made = fill_ledger(&Layout::with_ledger(dir, fresh.clone()), &signer).and_then(|()| {
            // Renaming onto another ledger fails, so of two creators one is told that it came second.
            fs::rename(&fresh, layout.ledger()).map_err(|source| {
                let second = layout.ledger().exists();
                if second { Error::exists(layout.ledger()) } else { Error::writing(layout.ledger(), source) }
            })
        });
        if made.is_err() {
            let _ = fs::remove_dir_all(&fresh);
        }
        made.and_then(|()| sync_folder(dir))?;
        Self::open(dir, DEFAULT_WAIT)
    }

    /// Opens a ledger for reading; neither the private key nor a right to write is needed.
    ///
    /// # Errors
    /// `NotFound` without a ledger, `Newer`, `Tampered` if the checkpoint or the acts under it are not as signed.
    pub fn open_read(dir: &Path) -> Result<Self, Error> {
        let layout = Layout::new(dir);
        check_format(&layout)?;
        let verifier = read_verifier(&layout)?;
        let view = View::load(&layout, &verifier)?;
        let blobs = Blobs::new(layout.blobs(), false);
        Ok(Self { layout, verifier, signer: None, wait: Duration::ZERO, view, blobs })
    }

    /// Opens a ledger for writing and puts right what a crash left behind; nothing is held open against others.
    ///
    /// Acts that no checkpoint covers are moved to `ledger/unacknowledged-<n>`; damaged indexes are made again.
    /// Here and in later appends, another writer is waited for up to about `wait`.
    ///
    /// # Errors
    /// Those of [`Ledger::open_read`], `ReadOnly` without the key or a right to write, `Busy` after the wait.
    pub fn open(dir: &Path, wait: Duration) -> Result<Self, Error> {
        let mut ledger = Self::open_read(dir)?;
        ledger.signer = Some(read_signer(&ledger.layout, &ledger.verifier)?);
        ledger.blobs = Blobs::new(ledger.layout.blobs(), true);
        ledger.wait = wait;
        let _lock = Lock::take(&ledger.layout.lock(), wait)?;
        ledger.settle()?;
        Ok(ledger)
    }

    /// Sets how long an append waits for another writer.
    pub fn set_wait(&mut self, wait: Duration) {
        self.wait = wait;
    }

    /// Reads the checkpoint again, so that acts appended by others are seen.
    ///
    /// # Errors
    /// `Tampered` if the ledger does not continue what this handle has seen; `Io`.
    pub fn refresh(&mut self) -> Result<(), Error> {
        let view = View::load(&self.layout, &self.verifier)?;
        view.check_continues(&self.view.checkpoint, &self.layout)?;
        self.view = view;
        Ok(())
    }

    /// Returns how many acts the ledger holds.
    pub fn size(&self) -> u64 {
        self.view.checkpoint.size
    }

    /// Returns the root of the Merkle tree over the acts.
    pub fn root(&self) -> Hash {
        self.view.checkpoint.root
    }

    /// Returns the checkpoint that covers the acts.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.view.checkpoint
    }

    /// Returns the signed checkpoint as a C2SP signed note.
    pub fn checkpoint_text(&self) -> &str {
        &self.view.text
    }

    /// Returns the public key as C2SP text, `name+hash+base64`.
    pub fn vkey(&self) -> String {
        self.verifier.to_text()
    }

    /// Returns the store of the bytes received.
    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// Reads the acts in order from number `from`, holding one at a time; beyond the end there are none.
    ///
    /// # Errors
    /// `Io` if the acts cannot be opened; each item may fail as [`Ledger::act`] does.
    pub fn acts(&self, from: u64) -> Result<Acts<'_>, Error> {
        Acts::open(self.layout.acts(), &self.view.index, from, self.size())
    }

    /// Reads one act.
    ///
    /// # Errors
    /// `NotFound` beyond the end; `Tampered` if the line does not have its stored hash; `Io`.
    pub fn act(&self, number: u64) -> Result<Act, Error> {
        let absent =
            || Error::not_found(format!("there is no act {number}; the ledger holds {}", self.size()));
        self.acts(number)?.next().unwrap_or_else(|| Err(absent()))
    }

    /// Makes the proof that act `number` is in the ledger, against the current root.
    ///
    /// # Errors
    /// `NotFound` beyond the end; `Tampered` if a stored hash is damaged; `Io`.
    pub fn inclusion_proof(&self, number: u64) -> Result<InclusionProof, Error> {
        let leaf = self.act(number)?.leaf_hash();
        let proof = proof::inclusion(number, self.size(), &|place| self.view.index.hash(place))?;
        if proof.proves(leaf, self.root()) { Ok(proof) } else { Err(self.damaged_hashes()) }
    }

    /// Makes the proof that the tree of the first `earlier` acts grew into the current one.
    ///
    /// # Errors
    /// `NotFound` if the ledger never held so many; `Tampered` if a stored hash is damaged; `Io`.
    pub fn consistency_proof(&self, earlier: u64) -> Result<ConsistencyProof, Error> {
        if earlier > self.size() {
            return Err(Error::not_found(format!("the ledger holds {} acts, not {earlier}", self.size())));
        }
        let read = |place| self.view.index.hash(place);
        let proof = proof::consistency(earlier, self.size(), &read)?;
        let old = proof::root_at(earlier, &read)?;
        if proof.proves(old, self.root()) { Ok(proof) } else { Err(self.damaged_hashes()) }
    }

    /// Returns the root that the tree of the first `earlier` acts had.
    ///
    /// # Errors
    /// Those of [`Ledger::consistency_proof`].
    pub fn root_at(&self, earlier: u64) -> Result<Hash, Error> {
        self.consistency_proof(earlier)?;
        proof::root_at(earlier, &|place| self.view.index.hash(place))
    }

    fn damaged_hashes(&self) -> Error {
        Error::tampered(&self.layout.hashes(), "its hashes do not give the root that the checkpoint signs")
    }
}

impl View {
    /// Reads the checkpoint and the indexes; indexes that do not fit are computed again in memory.
    pub(crate) fn load(layout: &Layout, verifier: &Verifier) -> Result<Self, Error> {
        let (checkpoint, text) = read_checkpoint(layout, verifier)?;
        let stored = Index::open(layout).and_then(|index| {
            let totals = index.totals(&layout.acts(), checkpoint.size)?;
            Ok((index, totals))
        });
        if let Ok((index, totals)) = stored
            && totals.frontier.root() == checkpoint.root
        {
            return Ok(Self { checkpoint, text, index, totals });
        }
        let (index, totals) = Index::in_memory(layout, checkpoint.size)?;
        if totals.frontier.root() != checkpoint.root {
            let what =
                format!("its first {} acts do not give the root that the checkpoint signs", checkpoint.size);
            return Err(Error::tampered(&layout.acts(), what));
        }
        Ok(Self { checkpoint, text, index, totals })
    }

    /// Checks that these acts begin with those of a checkpoint seen before.
    pub(crate) fn check_continues(&self, seen: &Checkpoint, layout: &Layout) -> Result<(), Error> {
        let continues = |index: &Index| {
            self.checkpoint.size >= seen.size
                && proof::root_at(seen.size, &|place| index.hash(place)).is_ok_and(|root| root == seen.root)
        };
        // A damaged index must not be taken for a forged checkpoint, so the acts themselves decide.
        if continues(&self.index) || continues(&Index::in_memory(layout, self.checkpoint.size)?.0) {
            return Ok(());
        }
        let what = format!("it does not continue the checkpoint of {} acts that was read before", seen.size);
        Err(Error::tampered(&layout.checkpoint(), what))
    }
}

fn read_checkpoint(layout: &Layout, verifier: &Verifier) -> Result<(Checkpoint, String), Error> {
    let path = layout.checkpoint();
    let text = read_text(&path)?;
    let checkpoint = Checkpoint::open_with(&text, verifier).map_err(|what| Error::tampered(&path, what))?;
    Ok((checkpoint, text))
}

/// Reads `key.pub`.
pub(crate) fn read_verifier(layout: &Layout) -> Result<Verifier, Error> {
    let path = layout.public_key();
    Verifier::parse(key_line(&read_text(&path)?)).map_err(|what| Error::tampered(&path, what))
}

/// Reads `key` and checks that it is the private half of `key.pub`.
pub(crate) fn read_signer(layout: &Layout, verifier: &Verifier) -> Result<Signer, Error> {
    let path = layout.key();
    let text = match fs::read(&path) {
        Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
            return Err(Error::read_only(&path, "the private key is not here"));
        }
        other => other.map_err(|source| Error::writing(&path, source))?,
    };
    let text = String::from_utf8(text).map_err(|_| Error::tampered(&path, "it is not text"))?;
    let signer = Signer::parse(key_line(&text)).map_err(|what| Error::tampered(&path, what))?;
    if signer.verifier() == *verifier {
        Ok(signer)
    } else {
        Err(Error::tampered(&path, "it is not the private half of key.pub"))
    }
}

/// The key without the newline that ends its file; with anything else there the key does not parse.
fn key_line(text: &str) -> &str {
    text.strip_suffix('\n').unwrap_or_default()
}

/// Reads a text file that a ledger always has.
fn read_text(path: &Path) -> Result<String, Error> {
    let bytes = match fs::read(path) {
        Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
            return Err(Error::tampered(path, "the file is missing"));
        }
        other => other.map_err(|source| Error::reading(path, source))?,
    };
    String::from_utf8(bytes).map_err(|_| Error::tampered(path, "it is not text"))
}

/// Makes a folder beside the ledger's place that nobody else is using.
fn unused_folder(dir: &Path) -> Result<PathBuf, Error> {
    for n in 0_u32.. {
        let path = dir.join(format!(".ledger-new-{n}"));
        match fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(source) if source.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(source) => return Err(Error::writing(&path, source)),
        }
    }
    Err(Error::exists(dir))
}

/// Writes the files of an empty ledger.
fn fill_ledger(layout: &Layout, signer: &Signer) -> Result<(), Error> {
    let verifier = signer.verifier();
    let origin = verifier.name().to_owned();
    let empty = Checkpoint { origin, size: 0, root: Hash::of(b"") };
    write_new(&layout.format(), format!("{FORMAT}\n").as_bytes(), false)?;
    write_new(&layout.key(), format!("{}\n", signer.to_text()).as_bytes(), true)?;
    write_new(&layout.public_key(), format!("{}\n", verifier.to_text()).as_bytes(), false)?;
    for empty in [layout.acts(), layout.hashes(), layout.offsets(), layout.lock()] {
        write_new(&empty, b"", false)?;
    }
    write_new(&layout.checkpoint(), empty.sign(signer).as_bytes(), false)?;
    sync_folder(layout.ledger())
}
