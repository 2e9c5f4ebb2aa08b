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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::leaf_hash;
    use ct_merkle::mem_backed_tree::MemoryBackedTree;
    use proptest::prelude::*;
    use sha2::Sha256;

    type Other = MemoryBackedTree<Sha256, Vec<u8>>;

    /// A tree in memory, with the roots of all its sizes, and the same tree made by another implementation.
    struct Trees {
        leaves: Vec<Hash>,
        stored: Vec<Hash>,
        roots: Vec<Hash>,
        other: Other,
    }

    impl Trees {
        fn of(lines: Vec<Vec<u8>>) -> Self {
            let (mut frontier, mut stored) = (Frontier::default(), Vec::new());
            let leaves: Vec<Hash> = lines.iter().map(|line| leaf_hash(line)).collect();
            let mut roots = vec![frontier.root()];
            for leaf in &leaves {
                frontier.push(*leaf, |hash| stored.push(hash));
                roots.push(frontier.root());
            }
            let mut other = Other::new();
            for line in lines {
                other.push(line);
            }
            Self { leaves, stored, roots, other }
        }

        fn counted(size: u64) -> Self {
            Self::of((0..size).map(|n| n.to_string().into_bytes()).collect())
        }

        fn inclusion(&self, index: u64, size: u64) -> InclusionProof {
            inclusion(index, size, &|place| Ok(self.stored[place as usize])).unwrap()
        }

        fn consistency(&self, from: u64, to: u64) -> ConsistencyProof {
            consistency(from, to, &|place| Ok(self.stored[place as usize])).unwrap()
        }
    }

    /// All ways to change one thing in a list of hashes.
    fn altered(hashes: &[Hash]) -> Vec<Vec<Hash>> {
        let mut all = vec![[hashes, &[Hash([0; 32])]].concat(), [&[Hash([0; 32])], hashes].concat()];
        for place in 0..hashes.len() {
            let mut flipped = hashes.to_vec();
            flipped[place].0[place % 32] ^= 1 << (place % 8);
            let mut shorter = hashes.to_vec();
            shorter.remove(place);
            all.extend([flipped, shorter]);
        }
        all
    }

    #[test]
    fn every_inclusion_proof_of_small_trees_proves_its_act_and_nothing_else() {
        let trees = Trees::counted(40);
        for size in 1..=40 {
            let root = trees.roots[size as usize];
            for index in 0..size {
                let leaf = trees.leaves[index as usize];
                let proof = trees.inclusion(index, size);
                assert!(proof.proves(leaf, root), "{index} of {size}");
                assert!(!proof.proves(Hash::of(b"another"), root));
                assert!(!proof.proves(leaf, Hash::of(b"another")));
                for hashes in altered(&proof.hashes) {
                    assert!(!InclusionProof { hashes, ..proof }.proves(leaf, root), "{index} of {size}");
                }
                for wrong in (0..size + 2).filter(|wrong| *wrong != index) {
                    let moved = InclusionProof { index: wrong, ..proof.clone() };
                    assert!(!moved.proves(leaf, root), "{index} as {wrong} of {size}");
                }
            }
        }
    }

    #[test]
    fn every_consistency_proof_of_small_trees_proves_its_growth_and_nothing_else() {
        let trees = Trees::counted(40);
        for to in 1..=40 {
            for from in 1..=to {
                let (old, new) = (trees.roots[from as usize], trees.roots[to as usize]);
                let proof = trees.consistency(from, to);
                assert!(proof.proves(old, new), "{from} to {to}");
                assert!(!proof.proves(Hash::of(b"another"), new), "{from} to {to}");
                assert!(!proof.proves(old, Hash::of(b"another")), "{from} to {to}");
                for hashes in altered(&proof.hashes) {
                    assert!(!ConsistencyProof { hashes, ..proof }.proves(old, new), "{from} to {to}");
                }
            }
        }
    }

    #[test]
    fn nothing_grew_into_anything_and_nothing_shrank() {
        let trees = Trees::counted(9);
        let proof = trees.consistency(0, 9);
        assert!(proof.proves(trees.roots[0], trees.roots[9]));
        assert!(!proof.proves(trees.roots[1], trees.roots[9]));
        assert!(!ConsistencyProof { from: 9, to: 8, hashes: vec![] }.proves(trees.roots[9], trees.roots[8]));
    }

    #[test]
    fn absurd_sizes_are_refused_without_a_panic() {
        for (index, size) in [(0, u64::MAX), (u64::MAX - 1, u64::MAX), (u64::MAX, u64::MAX), (0, 0)] {
            let proof = InclusionProof { index, size, hashes: vec![Hash([7; 32]); 64] };
            assert!(!proof.proves(Hash([1; 32]), Hash([2; 32])));
            let proof = ConsistencyProof { from: index, to: size, hashes: vec![Hash([7; 32]); 65] };
            assert!(!proof.proves(Hash([1; 32]), Hash([2; 32])));
        }
    }

    proptest! {
        #[test]
        fn roots_and_proofs_are_those_of_another_implementation(
            lines in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..200),
            at in any::<prop::sample::Index>(),
        ) {
            let trees = Trees::of(lines);
            let (size, index) = (trees.leaves.len() as u64, at.index(trees.leaves.len()) as u64);
            let root = trees.other.root();
            prop_assert_eq!(&root.as_bytes()[..], &trees.roots[size as usize].0[..]);
            let flat = |hashes: &[Hash]| hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>();
            let ours = trees.inclusion(index, size);
            let theirs = trees.other.prove_inclusion(index as usize);
            prop_assert_eq!(theirs.as_bytes(), &flat(&ours.hashes)[..]);
            if index > 0 {
                let ours = trees.consistency(index, size);
                let theirs = trees.other.prove_consistency((size - index) as usize);
                prop_assert_eq!(theirs.as_bytes(), &flat(&ours.hashes)[..]);
            }
        }
    }
}
