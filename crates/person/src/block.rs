//! Which pairs are worth comparing. Enters: listings. Leaves: for each listing those it may be the same person as.
//! Two listings meet that share two pieces of evidence (two parts of their names as they sound, a name and the day of
//! birth, …) or one that is rare. What too many share is looked at together with a third piece, so that the number of
//! pairs grows with the number of listings and not with its square. Never weighs.

use crate::field::Trait;
use crate::register::{Listing, Register};
use crate::words::NONE;
use rayon::prelude::*;

/// How many pairs a block may have for each listing in it, and how many listings, before a third piece is asked for.
const MOST_TOGETHER: u64 = 20;
/// For registers that are small, where nothing is won by asking.
const SMALL: u64 = 3_000_000;

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
    /// Pieces of each listing, in ascending order, and what each counts for, listing after listing.
    pieces: Vec<(u32, f32)>,
    piece_starts: Vec<u32>,
    /// Partners that a listing has at the most.
    most: usize,
}

/// Registers of fewer listings can afford to tell crowded blocks apart by words as written too.
const FEW: usize = 200_000;

/// A piece of evidence by its hash. That of a given name is odd, and so is the key of any pieces of which one is odd.
type Piece = u64;

/// What a given name in common counts for more, in nats: relatives share the others.
const GIVEN: f32 = 4.0;
/// Counters of pieces; pieces that fall on one counter seem commoner than they are, which does no harm.
const COUNTERS: usize = 1 << 22;

impl Blocks {
    /// Finds the blocks of a register.
    pub(crate) fn find(register: &Register) -> Self {
        let pieces: Vec<Pieces> = register.listings.par_iter().map(|l| Pieces::of(register, l)).collect();
        let two = register.left().len();
        let most = most_together(register);
        let mut kept = Vec::new();
        let few = register.len() < FEW;
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
                    pieces.finer(few).map(move |piece| (together(*key ^ (round << 1), piece), *listing))
                })
                .collect();
            crowded = take_small(&mut finer, split, most, &mut kept);
        }
        let mut blocks = Self::laid_out(&kept, register.len(), split.map(|n| n as usize), most as usize);
        blocks.weigh(&pieces);
        blocks
    }

    /// Says what each piece of each listing counts for.
    fn weigh(&mut self, pieces: &[Pieces]) {
        let mut counts = vec![0u32; COUNTERS];
        pieces.iter().flat_map(Pieces::all).for_each(|piece| counts[piece as usize / 2 % COUNTERS] += 1);
        let listings = pieces.len() as f32;
        self.piece_starts.push(0);
        for pieces in pieces {
            let start = self.pieces.len();
            self.pieces.extend(pieces.all().map(|piece| {
                let common = counts[piece as usize / 2 % COUNTERS] as f32;
                let given = if piece & 1 == 1 { GIVEN } else { 0.0 };
                ((piece >> 32) as u32, (listings / common).ln() + given)
            }));
            self.pieces[start..].sort_unstable_by_key(|(piece, _)| *piece);
            self.piece_starts.push(self.pieces.len() as u32);
        }
    }

    fn laid_out(kept: &[Vec<u32>], listings: usize, second: Option<usize>, most: usize) -> Self {
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
        Self { members, starts, of, of_starts, second, pieces: Vec::new(), piece_starts: Vec::new(), most }
    }

    /// Those that a listing may be the same as, in ascending order: of the second list, or behind it in the only one.
    /// Where there are many, those are kept that share most evidence with it, rare evidence counting for more (as in
    /// meta-blocking; Papadakis and others 2014).
    pub(crate) fn partners(&self, listing: usize, found: &mut Vec<u32>) {
        found.clear();
        let from = self.second.unwrap_or(listing + 1) as u32;
        for block in Self::slice(&self.of, &self.of_starts, listing) {
            let members = Self::slice(&self.members, &self.starts, *block as usize);
            let at = members.partition_point(|member| *member < from);
            found.extend_from_slice(&members[at..]);
        }
        found.sort_unstable();
        found.dedup();
        if found.len() > self.most {
            let own = Self::slice(&self.pieces, &self.piece_starts, listing);
            let shared =
                |other: u32| shared(own, Self::slice(&self.pieces, &self.piece_starts, other as usize));
            let mut ranked: Vec<(f32, u32)> = found.iter().map(|other| (shared(*other), *other)).collect();
            ranked.select_nth_unstable_by(self.most, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            found.clear();
            found.extend(ranked[..self.most].iter().map(|(_, other)| *other));
            found.sort_unstable();
        }
    }

    fn slice<'a, T>(all: &'a [T], starts: &[u32], n: usize) -> &'a [T] {
        let range = starts.get(n).zip(starts.get(n + 1)).map_or(0..0, |(a, b)| *a as usize..*b as usize);
        all.get(range).unwrap_or_default()
    }
}

/// How many partners a listing has at the most, and how many pairs a block has for each of its listings.
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

/// The evidence that two listings share, in nats; both in ascending order.
fn shared(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut sum, mut at) = (0.0, 0);
    for (piece, weight) in a {
        while b.get(at).is_some_and(|(other, _)| other < piece) {
            at += 1;
        }
        if b.get(at).is_some_and(|(other, _)| other == piece) {
            sum += weight;
        }
    }
    sum
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
        // What a slip spoils in one script often stands right in the other.
        for chain in register.chains(listing) {
            let words = register.parts(*chain).iter().filter_map(|part| register.words.get(*part));
            for (n, word) in words.enumerate() {
                let given = u64::from(n == 0);
                let (name, word) = (mix(1, word.core) & !1 | given, mix(6, hash(&word.text)) & !1 | given);
                if !pieces.names.contains(&name) {
                    pieces.names.push(name);
                }
                pieces.words.push(word);
            }
        }
        let day = |kind: u64, day: crate::day::Day| {
            mix(kind, u64::from(day.year) << 16 | u64::from(day.month) << 8 | u64::from(day.of_month))
        };
        if listing.born.is_whole() {
            pieces.strong.push(day(2, listing.born) & !1);
        }
        if listing.born.year > 0 {
            pieces.weak.push(mix(3, u64::from(listing.born.year)) & !1);
        }
        if listing.died.is_whole() {
            pieces.weak.push(day(4, listing.died) & !1);
        }
        for (which, word) in listing.traits.iter().enumerate().filter(|(_, word)| **word != NONE) {
            if let Some(word) = register.words.get(*word) {
                let piece = mix(16 + which as u64, hash(&word.text)) & !1;
                if is_strong(which) { pieces.strong.push(piece) } else { pieces.weak.push(piece) }
            }
        }
        if listing.age >= 0 && listing.born.year == 0 {
            pieces.weak.push(mix(5, listing.age as u64) & !1);
        }
        pieces
    }

    /// Keys of two pieces, and of one that may stand alone.
    fn pairs(&self, out: &mut Vec<u64>) {
        out.extend_from_slice(&self.strong);
        for (n, name) in self.names.iter().enumerate() {
            out.extend(self.names[n + 1..].iter().chain(&self.strong).map(|other| together(*name, *other)));
            if self.names.len() < 3 {
                out.extend(self.weak.iter().map(|other| together(*name, *other)));
            }
        }
        if let [name] = self.names.as_slice() {
            out.push(*name);
        }
    }

    /// What crowded blocks are looked at together with.
    fn finer(&self, few: bool) -> impl Iterator<Item = Piece> + '_ {
        let words = if few { self.words.as_slice() } else { &[] };
        self.names.iter().chain(words).chain(&self.strong).chain(&self.weak).copied()
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
    let (x, y) = (a & !1, b & !1);
    mix(x.min(y), x.max(y)) & !1 | ((a | b) & 1)
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
