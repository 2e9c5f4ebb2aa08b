//! The evidence of each listing in pieces that can be found again. Enters: a register. Leaves: for each listing the hashes
//! of its names as they sound, its days, places and the like; and how common each is. Hashes depend on what is written
//! alone, so they are the same on every machine.

use crate::day::Day;
use crate::field::Trait;
use crate::register::{Listing, Register};
use crate::words::NONE;
use rayon::prelude::*;

/// A piece by its hash. That of a given name is odd; relatives share the others.
pub(crate) type Piece = u32;

/// What a given name that may be the same counts for more, and one that cannot be counts for less, in nats: relatives
/// share all the rest.
const GIVEN: f32 = 5.0;
/// Counters of pieces; pieces that fall on one counter seem commoner than they are, which does no harm.
const COUNTERS: usize = 1 << 21;
/// Registers of fewer listings can afford to look at words as they are written too.
const FEW: usize = 200_000;

/// The pieces of all listings.
#[derive(Debug)]
pub(crate) struct Pieces {
    all: Vec<Piece>,
    /// Where the pieces of a listing begin, how many are names, words as written, and strong; the rest are weak.
    of: Vec<(u32, [u8; 3])>,
    /// What each counter's pieces count for, in nats.
    weights: Vec<f32>,
    /// The consonants of each listing's given name; 0 where it has no name.
    given: Vec<u32>,
}

/// The pieces of one listing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Own<'a> {
    /// Parts of the name as they sound.
    pub(crate) names: &'a [Piece],
    /// Parts of the name as they are written.
    pub(crate) words: &'a [Piece],
    /// Evidence that may stand alone where few share it.
    pub(crate) strong: &'a [Piece],
    /// Evidence that serves with another.
    pub(crate) weak: &'a [Piece],
}

impl Pieces {
    /// Takes the listings of a register to pieces.
    pub(crate) fn of(register: &Register) -> Self {
        let few = register.len() < FEW;
        let chunks: Vec<(Vec<Piece>, Vec<[u8; 3]>)> = register
            .listings
            .par_chunks(4096)
            .map(|listings| {
                let mut all = Vec::with_capacity(listings.len() * 12);
                let sizes = listings.iter().map(|listing| take(register, listing, few, &mut all)).collect();
                (all, sizes)
            })
            .collect();
        let mut pieces = Self {
            all: Vec::new(),
            of: Vec::with_capacity(register.len() + 1),
            weights: Vec::new(),
            given: register.listings.par_iter().map(|listing| given(register, listing)).collect(),
        };
        pieces.all.reserve_exact(chunks.iter().map(|(all, _)| all.len()).sum());
        for (all, sizes) in chunks {
            let mut start = pieces.all.len() as u32;
            for (size, total) in sizes.iter().zip(totals(&all, &sizes)) {
                pieces.of.push((start, *size));
                start += total;
            }
            pieces.all.extend(all.iter().filter(|piece| **piece != END));
        }
        pieces.of.push((pieces.all.len() as u32, [0; 3]));
        pieces.weigh();
        pieces
    }

    fn weigh(&mut self) {
        let mut counts = vec![0u32; COUNTERS];
        for piece in &self.all {
            counts[counter(*piece)] += 1;
        }
        let listings = self.of.len() as f32;
        self.weights = counts.into_iter().map(|count| (listings / count.max(1) as f32).ln()).collect();
    }

    /// The pieces of a listing.
    pub(crate) fn own(&self, listing: usize) -> Own<'_> {
        let (all, [names, words, strong]) =
            (self.slice(listing), self.of.get(listing).map_or([0; 3], |of| of.1));
        let (names, rest) = all.split_at(usize::from(names).min(all.len()));
        let (words, rest) = rest.split_at(usize::from(words).min(rest.len()));
        let (strong, weak) = rest.split_at(usize::from(strong).min(rest.len()));
        Own { names, words, strong, weak }
    }

    fn slice(&self, listing: usize) -> &[Piece] {
        let range = self.of.get(listing).zip(self.of.get(listing + 1));
        range.and_then(|(from, to)| self.all.get(from.0 as usize..to.0 as usize)).unwrap_or_default()
    }

    /// The evidence that two listings share, in nats.
    fn shared(&self, a: usize, b: usize) -> f32 {
        let (a, b) = (self.slice(a), self.slice(b));
        let of = |piece: &Piece| self.weights.get(counter(*piece)).copied().unwrap_or_default();
        a.iter().filter(|piece| b.contains(piece)).map(of).sum()
    }

    /// How likely two listings are worth a comparison: the evidence that they share, and whether their given names may
    /// be the same, in nats.
    pub(crate) fn promise(&self, a: usize, b: usize) -> f32 {
        let of = |listing: usize| self.given.get(listing).copied().unwrap_or_default();
        let (x, y) = (of(a), of(b));
        let near = x == 0 || y == 0 || ((x & !y).count_ones() < 2 && (y & !x).count_ones() < 2);
        self.shared(a, b) + if near { GIVEN } else { -GIVEN }
    }

    /// How many listings there are.
    pub(crate) fn len(&self) -> usize {
        self.of.len() - 1
    }
}

/// The consonants of a listing's given name, as a set.
fn given(register: &Register, listing: &Listing) -> u32 {
    let first = register.chains(listing).first().and_then(|chain| register.parts(*chain).first());
    first.and_then(|part| register.words.get(*part)).map_or(0, |word| word.consonants)
}

fn counter(piece: Piece) -> usize {
    (piece >> 1) as usize % COUNTERS
}

/// Stands behind the pieces of each listing until they are put together.
const END: Piece = Piece::MAX;

/// How many pieces each listing has.
fn totals<'a>(all: &'a [Piece], sizes: &[[u8; 3]]) -> impl Iterator<Item = u32> + 'a {
    all.split(|piece| *piece == END).take(sizes.len()).map(|own| own.len() as u32)
}

/// Takes a listing to pieces, each once.
fn take(register: &Register, listing: &Listing, few: bool, out: &mut Vec<Piece>) -> [u8; 3] {
    let start = out.len();
    let put = |from: usize, piece: u64, given: bool, out: &mut Vec<Piece>| {
        // The end mark stands for no piece.
        let piece = ((piece >> 32) as u32 & !1).min(END - 3) | u32::from(given);
        if !out[from..].contains(&piece) {
            out.push(piece);
        }
    };
    // What a slip spoils in one script often stands right in the other.
    let parts = |n| {
        register.chains(listing).iter().flat_map(move |chain| {
            register.parts(*chain).iter().enumerate().map(move |(at, part)| (at == 0, *part, n))
        })
    };
    for (given, part, _) in parts(0) {
        if let Some(word) = register.words.get(part) {
            put(start, mix(1, word.core), given, out);
        }
    }
    let names = out.len();
    for (given, part, _) in parts(1).filter(|_| few) {
        if let Some(word) = register.words.get(part) {
            put(names, mix(6, hash(&word.text)), given, out);
        }
    }
    let words = out.len();
    let written = |which: usize| {
        let word = listing.traits.get(which).filter(|word| **word != NONE)?;
        Some(mix(16 + which as u64, hash(&register.words.get(*word)?.text)))
    };
    if listing.born.is_whole() {
        put(words, day(2, listing.born), false, out);
    }
    for piece in (0..Trait::COUNT).filter(|which| is_strong(*which)).filter_map(written) {
        put(words, piece, false, out);
    }
    let strong = out.len();
    if listing.born.year > 0 {
        put(strong, mix(3, u64::from(listing.born.year)), false, out);
    } else if listing.age >= 0 {
        put(strong, mix(5, listing.age as u64), false, out);
    }
    if listing.died.is_whole() {
        put(strong, day(4, listing.died), false, out);
    }
    for piece in (0..Trait::COUNT).filter(|which| !is_strong(*which)).filter_map(written) {
        put(strong, piece, false, out);
    }
    out.push(END);
    [names - start, words - names, strong - words].map(|n| n as u8)
}

fn day(kind: u64, day: Day) -> u64 {
    mix(kind, u64::from(day.year) << 16 | u64::from(day.month) << 8 | u64::from(day.of_month))
}

fn is_strong(which: usize) -> bool {
    [Trait::Email, Trait::Phone, Trait::Identifier, Trait::Street, Trait::Postcode]
        .iter()
        .any(|strong| *strong as usize == which)
}

/// Mixes two numbers well (the finaliser of `MurmurHash3` by Appleby, public domain).
pub(crate) fn mix(a: u64, b: u64) -> u64 {
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
