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

/// Years of birth, and days of death, that fall into one bin. Bins overlap by half, so that two listings share one where they
/// are no further apart than half a bin, as approximate ages and days of hearing of a death are.
const YEARS: i32 = 4;
const DAYS: i32 = 8;
/// Counters of pieces; pieces that fall on one counter seem commoner than they are, which does no harm.
const COUNTERS: usize = 1 << 21;

/// The pieces of all listings.
#[derive(Debug)]
pub(crate) struct Pieces {
    all: Vec<Piece>,
    /// Where the pieces of a listing begin, how many are names, words as written, strong, and weak but written; the rest are bins of time.
    of: Vec<(u32, [u8; 4])>,
    /// What each counter's pieces count for, in nats.
    weights: Vec<f32>,
    /// The traces of each listing's given name, where there are many listings.
    traces: Vec<[Piece; 2]>,
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
    /// What is left of the given name whatever slip it has: its first and its last consonant. None where listings are few.
    pub(crate) traces: &'a [Piece],
    /// Of the strong and weak, those that are compared as written.
    pub(crate) written: &'a [Piece],
}

impl Pieces {
    /// Takes the listings of a register to pieces. Where they are few, one can afford to look at words as they are written
    /// too, and at relatives of any given name.
    pub(crate) fn of(register: &Register, few: bool) -> Self {
        let chunks: Vec<(Vec<Piece>, Vec<[u8; 4]>)> = register
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
            traces: Vec::new(),
        };
        if !few {
            pieces.traces = register.listings.par_iter().map(|listing| traces(register, listing)).collect();
        }
        pieces.all.reserve_exact(chunks.iter().map(|(all, _)| all.len()).sum());
        for (all, sizes) in chunks {
            let mut start = pieces.all.len() as u32;
            for (size, total) in sizes.iter().zip(totals(&all, &sizes)) {
                pieces.of.push((start, *size));
                start += total;
            }
            pieces.all.extend(all.iter().filter(|piece| **piece != END));
        }
        pieces.of.push((pieces.all.len() as u32, [0; 4]));
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
        let (all, [names, words, strong, weak]) =
            (self.slice(listing), self.of.get(listing).map_or([0; 4], |of| of.1));
        let (names, rest) = all.split_at(usize::from(names).min(all.len()));
        let (words, rest) = rest.split_at(usize::from(words).min(rest.len()));
        let written = rest.get(..usize::from(strong) + usize::from(weak)).unwrap_or(rest);
        let (strong, weak) = rest.split_at(usize::from(strong).min(rest.len()));
        let traces = self.traces.get(listing).map_or(&[][..], |traces| traces);
        Own { names, words, strong, weak, traces, written }
    }

    fn slice(&self, listing: usize) -> &[Piece] {
        let range = self.of.get(listing).zip(self.of.get(listing + 1));
        range.and_then(|(from, to)| self.all.get(from.0 as usize..to.0 as usize)).unwrap_or_default()
    }

    /// What a piece counts for where two listings share it, in nats: the rarer the more.
    pub(crate) fn weight(&self, piece: Piece) -> f32 {
        self.weights.get(counter(piece)).copied().unwrap_or_default()
    }

    /// How many listings there are.
    pub(crate) fn len(&self) -> usize {
        self.of.len() - 1
    }
}

/// The first and the last consonant of a listing's given name.
fn traces(register: &Register, listing: &Listing) -> [Piece; 2] {
    let first = register.chains(listing).first().and_then(|chain| register.parts(*chain).first());
    let ends = first.and_then(|part| register.words.get(part.number)).map_or([0; 2], |word| word.ends);
    [mix(8, ends[0].into()), mix(9, ends[1].into())].map(|trace| (trace >> 32) as u32 | 1)
}

fn counter(piece: Piece) -> usize {
    (piece >> 1) as usize % COUNTERS
}

/// Stands behind the pieces of each listing until they are put together.
const END: Piece = Piece::MAX;

/// How many pieces each listing has.
fn totals<'a>(all: &'a [Piece], sizes: &[[u8; 4]]) -> impl Iterator<Item = u32> + 'a {
    all.split(|piece| *piece == END).take(sizes.len()).map(|own| own.len() as u32)
}

/// Takes a listing to pieces, each once.
fn take(register: &Register, listing: &Listing, few: bool, out: &mut Vec<Piece>) -> [u8; 4] {
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
            register.parts(*chain).iter().enumerate().map(move |(at, part)| (at == 0, part.number, n))
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
    for piece in (0..Trait::COUNT).filter(|which| !is_strong(*which)).filter_map(written) {
        put(strong, piece, false, out);
    }
    let weak = out.len();
    if let Some(year) = register.year_of_birth(listing) {
        for bin in bins(year, YEARS) {
            put(strong, mix(3, bin), false, out);
        }
    }
    if let Some(day) = listing.day {
        for bin in bins(day, DAYS) {
            put(strong, mix(4, bin), false, out);
        }
    }
    out.push(END);
    [names - start, words - names, strong - words, weak - strong].map(|n| n as u8)
}

/// The two bins of a number that overlap by half.
fn bins(number: i32, width: i32) -> [u64; 2] {
    let bin = |shift: i32| number.wrapping_add(shift).div_euclid(width) as u64;
    [bin(0).wrapping_mul(2), bin(width / 2).wrapping_mul(2).wrapping_add(1)]
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
