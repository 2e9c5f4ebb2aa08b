//! The record of a casebook: bytes go in; blobs, acts, a Merkle tree, signed checkpoints and proofs come out.
//!
//! A casebook folder holds `blobs/` (bytes exactly as received, named by their SHA-256) and `ledger/` (acts, one
//! canonical JSON value a line, under a Merkle tree whose root a signed checkpoint states). An append returns
//! only when its acts are on disk. Nothing acknowledged is ever changed or removed.
//!
//! This crate knows nothing of what the acts mean. It writes files; it never prints, never reads the environment
//! or a clock, and uses randomness only to make a key.
//!
//! ```
//! use ledger::{Ledger, verify};
//! use serde_json::json;
//!
//! let dir = tempfile::tempdir()?;
//! let mut book = Ledger::create(dir.path(), "example.org/casebook")?;
//! let blob = book.blobs().put_many(&[b"Three people were killed."])?.remove(0);
//! let added = book.append(&[json!({"act": "received", "blob": blob})])?;
//! assert_eq!(added, 0..1);
//!
//! let reader = Ledger::open_read(dir.path())?;
//! let act = reader.act(0)?;
//! let proof = reader.inclusion_proof(0)?;
//! assert!(proof.proves(act.leaf_hash(), reader.root()));
//!
//! let blobs_of = |act: &serde_json::Value| act["blob"].as_str().map(str::to_owned).into_iter().collect();
//! assert!(verify(dir.path(), blobs_of, |_| {})?.is_sound());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod act;
mod append;
mod blobs;
mod durable;
mod error;
mod index;
mod layout;
mod ledger;
mod lock;
mod merkle;
mod note;
mod proof;
mod repair;
mod verify;

pub use act::{Act, Acts};
pub use blobs::Blobs;
pub use error::{Error, ErrorKind};
pub use ledger::Ledger;
pub use merkle::{Hash, leaf_hash};
pub use note::Checkpoint;
pub use proof::{ConsistencyProof, InclusionProof};
pub use verify::{Finding, Progress, Severity, VerifyReport, verify};
