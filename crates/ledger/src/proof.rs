//! Inclusion and consistency proofs of RFC 9162 (sections 2.1.3 and 2.1.4): made from stored hashes, checked with
//! nothing but themselves and the roots. No I/O.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::merkle::{Frontier, Hash, node_hash, stored_index};

/// Shows that one act is in the tree of a given size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InclusionProof {
    /// The act's number, counted from 0.
    pub index: u64,
    /// How many acts the tree holds.
    pub size: u64,
    /// The sibling hashes from the leaf up to the root.
    pub hashes: Vec<Hash>,
}

/// Shows that a tree's acts are the first acts of a later, larger tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsistencyProof {
    /// How many acts the earlier tree holds.
    pub from: u64,
    /// How many acts the later tree holds.
    pub to: u64,
    /// The hashes from which both roots can be computed.
    pub hashes: Vec<Hash>,
}

impl InclusionProof {
    /// Returns whether the act with this leaf hash is number `index` under `root` (RFC 9162 section 2.1.3.2).
    pub fn proves(&self, leaf: Hash, root: Hash) -> bool {
        if self.index >= self.size {
            return false;
        }
        let (mut place, mut last, mut hash) = (self.index, self.size - 1, leaf);
        for sibling in &self.hashes {
            if last == 0 {
                return false;
            }
            if place & 1 == 1 || place == last {
                hash = node_hash(*sibling, hash);
                let shift = if place & 1 == 0 { place.trailing_zeros().min(63) } else { 0 };
                (place, last) = (place >> shift, last >> shift);
            } else {
                hash = node_hash(hash, *sibling);
            }
            (place, last) = (place >> 1, last >> 1);
        }
        last == 0 && hash == root
    }
}

impl ConsistencyProof {
    /// Returns whether the tree under `old` is a prefix of the tree under `new` (RFC 9162 section 2.1.4.2).
    pub fn proves(&self, old: Hash, new: Hash) -> bool {
        if self.from > self.to {
            return false;
        }
        if self.from == self.to {
            return self.hashes.is_empty() && old == new;
        }
        if self.from == 0 {
            return self.hashes.is_empty() && old == Hash::of(b"");
        }
        let shift = self.from.trailing_zeros();
        // A complete earlier tree is its own first hash, which the proof leaves out.
        let complete = self.from.is_power_of_two().then_some(&old);
        let mut path = complete.into_iter().chain(&self.hashes);
        let Some(&first) = path.next() else { return false };
        let (mut place, mut last) = ((self.from >> shift) - 1, (self.to - 1) >> shift);
        // After the shift `place` is even; an odd one means a left sibling in both trees.
        let (mut was, mut now) = (first, first);
        for hash in path {
            if last == 0 {
                return false;
            }
            if place & 1 == 1 || place == last {
                was = node_hash(*hash, was);
                now = node_hash(*hash, now);
                let shift = if place & 1 == 0 { place.trailing_zeros().min(63) } else { 0 };
                (place, last) = (place >> shift, last >> shift);
            } else {
                now = node_hash(now, *hash);
            }
            (place, last) = (place >> 1, last >> 1);
        }
        last == 0 && was == old && now == new
    }
}

/// Makes the inclusion proof of leaf `index` in a tree of `size` leaves; the caller has checked `index < size`.
pub(crate) fn inclusion(
    index: u64,
    size: u64,
    read: &impl Fn(u64) -> Result<Hash, Error>,
) -> Result<InclusionProof, Error> {
    let mut hashes = Vec::new();
    let (mut low, mut high) = (0, size);
    while high - low > 1 {
        let middle = low + split(high - low);
        if index < middle {
            hashes.push(subtree(middle, high, read)?);
            high = middle;
        } else {
            hashes.push(subtree(low, middle, read)?);
            low = middle;
        }
    }
    hashes.reverse();
    Ok(InclusionProof { index, size, hashes })
}

/// Makes the proof that a tree of `from` leaves grew into that of `to`; the caller has checked `from <= to`.
pub(crate) fn consistency(
    from: u64,
    to: u64,
    read: &impl Fn(u64) -> Result<Hash, Error>,
) -> Result<ConsistencyProof, Error> {
    let mut hashes = Vec::new();
    let (mut low, mut high) = (0, to);
    if from == 0 || from == to {
        return Ok(ConsistencyProof { from, to, hashes });
    }
    while from != high {
        let middle = low + split(high - low);
        if from <= middle {
            hashes.push(subtree(middle, high, read)?);
            high = middle;
        } else {
            hashes.push(subtree(low, middle, read)?);
            low = middle;
        }
    }
    // The earlier tree's own root is known to whoever checks, unless it is only a part on the right.
    if low != 0 {
        hashes.push(subtree(low, high, read)?);
    }
    hashes.reverse();
    Ok(ConsistencyProof { from, to, hashes })
}

/// The largest power of two smaller than `width` (RFC 9162's k), for a width of at least 2.
fn split(width: u64) -> u64 {
    1 << (width - 1).ilog2()
}

/// The root of leaves `low..high`, where `low` is a multiple of the largest complete subtree inside.
fn subtree(low: u64, high: u64, read: &impl Fn(u64) -> Result<Hash, Error>) -> Result<Hash, Error> {
    let width = high - low;
    if width.is_power_of_two() {
        let level = width.ilog2();
        return read(stored_index(level, low >> level));
    }
    let middle = low + split(width);
    Ok(node_hash(subtree(low, middle, read)?, subtree(middle, high, read)?))
}

/// The root a tree of `size` leaves had, from its stored hashes.
pub(crate) fn root_at(size: u64, read: &impl Fn(u64) -> Result<Hash, Error>) -> Result<Hash, Error> {
    Ok(Frontier::load(size, read)?.root())
}
