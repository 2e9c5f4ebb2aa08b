//! Which pairs are worth comparing. Enters: listings. Leaves: for each listing those it may be the same person as.
//! Two listings meet that share two pieces of evidence (two parts of their names as they sound, a name and the day of
//! birth, …) or one that is rare. What too many share is looked at together with a third piece, so that the number of
//! pairs grows with the number of listings and not with its square. Never weighs.

use crate::field::Trait;
use crate::register::{Listing, Register};
use crate::words::NONE;
use rayon::prelude::*;

/// How many pairs a block may have for each listing in it, and how many listings, before a third piece is asked for.
const MOST_TOGETHER: u64 = 60;
/// For registers that are small, where nothing is won by asking.
const SMALL: u64 = 4_000_000;

/// Blocks: listings that share evidence.
#[derive(Debug)]
pub(crate) struct Blocks {
    /// Listings, block after block.
    members: Vec<u32>,
    /// Where each block begins, and the last ends.
    starts: Vec<u32>,
    /// Blocks of each listing, listing after listing.
    of: Vec<u32>,
    of_starts: Vec<u32>,
    second: Option<usize>,
}

/// A piece of evidence by its hash.
type Piece = u64;

impl Blocks {
    /// Finds the blocks of a register.
    pub(crate) fn find(register: &Register) -> Self {
        let pieces: Vec<Pieces> = register.listings.par_iter().map(|l| Pieces::of(register, l)).collect();
        let two = register.left().len();
        let most = most_together(register);
        let mut kept = Vec::new();
        let mut entries = entries(&pieces, 0, Pieces::pairs);
        let split = if register.is_one_list() { None } else { Some(two as u32) };
        let mut crowded = take_small(&mut entries, split, most, &mut kept);
        drop(entries);
        for round in 0..2 {
            if crowded.is_empty() {
                break;
            }
            let mut finer: Vec<(u64, u32)> = crowded
                .par_iter()
                .flat_map_iter(|(key, listing)| {
                    let pieces = &pieces[*listing as usize];
                    pieces.all().map(move |piece| (mix(*key ^ round, piece), *listing))
                })
                .collect();
            crowded = take_small(&mut finer, split, most, &mut kept);
        }
        Self::laid_out(&kept, register.len(), split.map(|n| n as usize))
    }

    fn laid_out(kept: &[Vec<u32>], listings: usize, second: Option<usize>) -> Self {
        let mut starts = vec![0u32];
        let mut members = Vec::with_capacity(kept.iter().map(Vec::len).sum());
        let mut of_starts = vec![0u32; listings + 1];
        for block in kept {
            members.extend_from_slice(block);
            starts.push(members.len() as u32);
            for listing in block {
                of_starts[*listing as usize + 1] += 1;
            }
        }
        for n in 0..listings {
            of_starts[n + 1] += of_starts[n];
        }
        let mut of = vec![0u32; members.len()];
        let mut next = of_starts.clone();
        for (n, block) in kept.iter().enumerate() {
            for listing in block {
                let at = &mut next[*listing as usize];
                of[*at as usize] = n as u32;
                *at += 1;
            }
        }
        Self { members, starts, of, of_starts, second }
    }

    /// Those that a listing may be the same as, in ascending order: of the second list, or behind it in the only one.
    pub(crate) fn partners(&self, listing: usize, found: &mut Vec<u32>) {
        found.clear();
        let range = self.of_starts[listing] as usize..self.of_starts[listing + 1] as usize;
        let from = self.second.unwrap_or(listing + 1) as u32;
        for block in &self.of[range] {
            let range = self.starts[*block as usize] as usize..self.starts[*block as usize + 1] as usize;
            let members = &self.members[range];
            let at = members.partition_point(|member| *member < from);
            found.extend_from_slice(&members[at..]);
        }
        found.sort_unstable();
        found.dedup();
    }
}

fn most_together(register: &Register) -> u64 {
    let listings = register.len() as u64;
    (SMALL / listings.max(1)).max(MOST_TOGETHER)
}

fn entries(pieces: &[Pieces], first: usize, keys: impl Fn(&Pieces, &mut Vec<u64>) + Sync) -> Vec<(u64, u32)> {
    pieces
        .par_iter()
        .enumerate()
        .fold(Vec::new, |mut found, (n, pieces)| {
            let mut own = Vec::with_capacity(32);
            keys(pieces, &mut own);
            own.sort_unstable();
            own.dedup();
            found.extend(own.into_iter().map(|key| (key, (first + n) as u32)));
            found
        })
        .reduce(Vec::new, |mut a, mut b| {
            a.append(&mut b);
            a
        })
}

/// Keeps blocks that are small enough; what is crowded is given back.
fn take_small(
    entries: &mut Vec<(u64, u32)>,
    second: Option<u32>,
    most: u64,
    kept: &mut Vec<Vec<u32>>,
) -> Vec<(u64, u32)> {
    entries.par_sort_unstable();
    entries.dedup();
    let mut crowded = Vec::new();
    for block in entries.chunk_by(|a, b| a.0 == b.0) {
        let all = block.len() as u64;
        let pairs = match second {
            None => all * (all - 1) / 2,
            Some(second) => {
                let left = block.partition_point(|(_, listing)| *listing < second) as u64;
                left * (all - left)
            }
        };
        if pairs == 0 {
            continue;
        }
        if pairs <= most * all {
            kept.push(block.iter().map(|(_, listing)| *listing).collect());
        } else {
            crowded.extend_from_slice(block);
        }
    }
    crowded
}

/// The pieces of evidence of one listing.
#[derive(Debug, Default)]
struct Pieces {
    names: Vec<Piece>,
    /// The words of the name as they are written.
    words: Vec<Piece>,
    /// Evidence that may stand alone where few share it.
    strong: Vec<Piece>,
    /// Evidence that serves with another.
    weak: Vec<Piece>,
}

impl Pieces {
    fn of(register: &Register, listing: &Listing) -> Self {
        let mut pieces = Self::default();
        let native = register.parts(listing.native);
        let chain = if native.is_empty() { register.parts(listing.latin) } else { native };
        let words = chain.iter().filter_map(|part| register.words.get(*part));
        for word in words {
            pieces.names.push(mix(1, word.skeleton));
            pieces.words.push(mix(6, hash(&word.text)));
        }
        let day = |kind: u64, day: crate::day::Day| {
            mix(kind, u64::from(day.year) << 16 | u64::from(day.month) << 8 | u64::from(day.of_month))
        };
        if listing.born.is_whole() {
            pieces.strong.push(day(2, listing.born));
        }
        if listing.born.year > 0 {
            pieces.weak.push(mix(3, u64::from(listing.born.year)));
        }
        if listing.died.is_whole() {
            pieces.weak.push(day(4, listing.died));
        }
        for (which, word) in listing.traits.iter().enumerate().filter(|(_, word)| **word != NONE) {
            if let Some(word) = register.words.get(*word) {
                let piece = mix(16 + which as u64, hash(&word.text));
                if is_strong(which) { pieces.strong.push(piece) } else { pieces.weak.push(piece) }
            }
        }
        if listing.age >= 0 {
            pieces.weak.push(mix(5, listing.age as u64));
        }
        pieces
    }

    /// Keys of two pieces, and of one that may stand alone.
    fn pairs(&self, out: &mut Vec<u64>) {
        for (n, name) in self.names.iter().enumerate() {
            out.extend(self.names[n + 1..].iter().map(|other| together(*name, *other)));
            out.extend(self.strong.iter().map(|other| together(*name, *other)));
            if self.names.len() == 1 {
                out.push(*name);
                out.extend(self.weak.iter().map(|other| together(*name, *other)));
            }
        }
        out.extend_from_slice(&self.strong);
    }

    fn all(&self) -> impl Iterator<Item = Piece> + '_ {
        self.names.iter().chain(&self.words).chain(&self.strong).chain(&self.weak).copied()
    }
}

fn is_strong(which: usize) -> bool {
    [Trait::Email, Trait::Phone, Trait::Identifier, Trait::Street, Trait::Postcode]
        .iter()
        .any(|strong| *strong as usize == which)
}

/// One key of two pieces, in either order.
fn together(a: Piece, b: Piece) -> u64 {
    mix(a.min(b), a.max(b))
}

/// Mixes two numbers well (the finaliser of `MurmurHash3` by Appleby, public domain).
fn mix(a: u64, b: u64) -> u64 {
    let mut x = a.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ b;
    x = (x ^ (x >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    x = (x ^ (x >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    x ^ (x >> 33)
}

/// A hash that is the same on every machine (FNV-1a).
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
