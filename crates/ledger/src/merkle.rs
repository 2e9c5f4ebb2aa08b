//! The Merkle tree of RFC 9162 (section 2.1): hashes go in, roots and the order of stored hashes come out. No I/O.
//!
//! Stored hashes are in the order of Go's `sumdb/tlog`: each leaf, then every complete subtree that it closes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::Error;

/// A SHA-256 value, written as 64 lowercase hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Hashes bytes as they are, as blobs are named.
    ///
    /// ```
    /// let name = ledger::Hash::of(b"").to_string();
    /// assert_eq!(name, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    /// ```
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let invalid =
            || Error::invalid(format!("{text:?} is not a SHA-256 in 64 lowercase hexadecimal digits"));
        let mut hash = [0; 32];
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(invalid());
        }
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            *byte =
                pair.iter().try_fold(0, |sum, digit| Some(sum << 4 | nibble(*digit)?)).ok_or_else(invalid)?;
        }
        Ok(Self(hash))
    }
}

impl TryFrom<String> for Hash {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// Hashes an act's line (without its newline) as a leaf: SHA-256(0x00 ‖ line), RFC 9162 section 2.1.1.
pub fn leaf_hash(line: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update([0]).chain_update(line).finalize().into())
}

/// Hashes two children: SHA-256(0x01 ‖ left ‖ right), RFC 9162 section 2.1.1.
pub(crate) fn node_hash(left: Hash, right: Hash) -> Hash {
    Hash(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
}

/// The place of the `n`th complete subtree of 2^`level` leaves among the stored hashes (`tlog.StoredHashIndex`).
pub(crate) fn stored_index(level: u32, n: u64) -> u64 {
    let last_leaf = ((n + 1) << level) - 1;
    stored_count(last_leaf) + u64::from(level)
}

/// How many hashes are stored for a tree of `size` leaves: 2·size less the number of its complete subtrees.
pub(crate) fn stored_count(size: u64) -> u64 {
    2 * size - u64::from(size.count_ones())
}

/// The complete subtrees of a tree, largest first, from which it can grow without its other hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// Reads the O(log size) peaks of a tree from its stored hashes.
    pub(crate) fn load(size: u64, read: impl Fn(u64) -> Result<Hash, Error>) -> Result<Self, Error> {
        let mut peaks = Vec::new();
        let mut below = 0;
        for level in (0..64).rev().filter(|level| size >> level & 1 == 1) {
            peaks.push(read(stored_index(level, below >> level))?);
            below += 1 << level;
        }
        Ok(Self { size, peaks })
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf and hands each hash to store, in order, to `store`.
    pub(crate) fn push(&mut self, leaf: Hash, mut store: impl FnMut(Hash)) {
        store(leaf);
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.peaks.pop() else { break };
            hash = node_hash(left, hash);
            store(hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The root of the tree; for an empty one SHA-256 of nothing (RFC 9162 section 2.1.1).
    pub(crate) fn root(&self) -> Hash {
        let fold =
            |right: Option<Hash>, left: &Hash| Some(right.map_or(*left, |right| node_hash(*left, right)));
        self.peaks.iter().rev().fold(None, fold).unwrap_or_else(|| Hash::of(b""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The leaves and roots of the test tree of the Certificate Transparency reference implementation.
    const LEAVES: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    const ROOTS: [&str; 9] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn roots_are_those_of_certificate_transparency() {
        let mut tree = Frontier::default();
        assert_eq!(tree.root().to_string(), ROOTS[0]);
        for (leaf, root) in LEAVES.iter().zip(&ROOTS[1..]) {
            tree.push(leaf_hash(leaf), |_| {});
            assert_eq!(&tree.root().to_string(), root);
        }
    }

    #[test]
    fn stored_hashes_lie_where_go_tlog_puts_them() {
        // golang.org/x/mod/sumdb/tlog: the first stored hashes are (level, n) in this order.
        let order = [(0, 0), (0, 1), (1, 0), (0, 2), (0, 3), (1, 1), (2, 0), (0, 4), (0, 5), (1, 2), (0, 6)];
        for (place, (level, n)) in order.into_iter().enumerate() {
            assert_eq!(stored_index(level, n), place as u64, "level {level}, n {n}");
        }
    }

    #[test]
    fn a_loaded_frontier_grows_as_the_original_does() {
        let (mut tree, mut stored) = (Frontier::default(), Vec::new());
        for n in 0..200_u32 {
            assert_eq!(stored.len() as u64, stored_count(u64::from(n)));
            let loaded = Frontier::load(u64::from(n), |place| Ok(stored[place as usize])).unwrap();
            assert_eq!(loaded, tree);
            tree.push(leaf_hash(&n.to_be_bytes()), |hash| stored.push(hash));
        }
    }

    #[test]
    fn a_hash_reads_only_its_own_spelling() {
        let text = Hash::of(b"x").to_string();
        assert_eq!(text.parse::<Hash>().unwrap(), Hash::of(b"x"));
        for wrong in [text.to_uppercase(), text[1..].to_owned(), format!("{text}0"), text.replace('2', "g")] {
            assert_eq!(wrong.parse::<Hash>().unwrap_err().kind(), crate::ErrorKind::Invalid, "{wrong}");
        }
    }
}
