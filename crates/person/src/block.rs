//! Which pairs are worth comparing. Enters: listings taken to pieces. Leaves: for each listing those it may be the same
//! person as. Two listings meet that share two pieces of evidence (two parts of their names as they sound, a name and
//! the day of birth, …) or one that is rare. What too many share is looked at together with a third piece, so that the
//! number of pairs grows with the number of listings and not with its square. Never weighs.

use crate::pieces::{Own, Piece, Pieces, mix};
use crate::register::Register;
use foldhash::HashSet;
use rayon::prelude::*;

/// How many partners a listing has at the most in a register that is large, and how many pairs a block has for each of its
/// listings before a third piece is asked for.
const MOST_PARTNERS: usize = 20;
const MOST_TOGETHER: u64 = 8;
/// Of many partners those are left aside that promise less, in nats.
const LEAST: f32 = 10.0;
/// Pairs that a small register may have in all.
const SMALL: u64 = 3_000_000;
/// How often a further piece is asked for.
const FURTHER: usize = 2;

/// Blocks: listings that share evidence.
#[derive(Debug)]
pub(crate) struct Blocks {
    pieces: Pieces,
    /// Listings, block after block.
    members: Vec<u32>,
    /// Where each block begins, and the last ends.
    starts: Vec<u32>,
    /// Blocks of each listing, listing after listing.
    of: Vec<u32>,
    of_starts: Vec<u32>,
    /// Where the second list begins.
    second: Option<u32>,
    /// Partners that a listing has at the most.
    most: usize,
}

/// A listing under a key: the key's hash in the upper half, the listing in the lower. A key with a given name is odd.
type Entry = u64;

fn entry(key: u32, listing: u32) -> Entry {
    u64::from(key) << 32 | u64::from(listing)
}

fn key(entry: Entry) -> u32 {
    (entry >> 32) as u32
}

impl Blocks {
    /// Finds the blocks of a register.
    pub(crate) fn find(register: &Register) -> Self {
        let pieces = Pieces::of(register);
        let second = (!register.is_one_list()).then(|| register.left().len() as u32);
        let room = (SMALL / (register.len() as u64).max(1)).max(1);
        let mut blocks = Self {
            pieces,
            members: Vec::new(),
            starts: vec![0],
            of: Vec::new(),
            of_starts: Vec::new(),
            second,
            most: (room as usize).max(MOST_PARTNERS),
        };
        let mut crowded = Vec::new();
        for _ in 0..=FURTHER {
            let entries = blocks.entries(&crowded);
            let too_many = blocks.keep_small(entries, room.max(MOST_TOGETHER));
            crowded.push(too_many);
        }
        blocks.index();
        blocks
    }

    /// The keys of all listings: those of two pieces, or those that were too crowded before with one piece more.
    fn entries(&self, crowded: &[HashSet<u32>]) -> Vec<Entry> {
        let listings: Vec<u32> = (0..self.pieces.len() as u32).collect();
        let of_chunk = |chunk: &[u32]| {
            let (mut found, mut own) = (Vec::with_capacity(chunk.len() * 16), Vec::new());
            for listing in chunk {
                own.clear();
                let pieces = self.pieces.own(*listing as usize);
                keys(&pieces, |key, of| further(&pieces, key, of, crowded, &mut own));
                own.sort_unstable();
                own.dedup();
                found.extend(own.iter().map(|key| entry(*key, *listing)));
            }
            found
        };
        let found: Vec<Vec<Entry>> = listings.par_chunks(4096).map(of_chunk).collect();
        found.concat()
    }

    /// Keeps blocks that are small enough; the keys of those that are crowded are given back.
    fn keep_small(&mut self, mut entries: Vec<Entry>, most: u64) -> HashSet<u32> {
        entries.par_sort_unstable();
        let mut crowded = HashSet::default();
        for block in entries.chunk_by(|a, b| key(*a) == key(*b)) {
            let all = block.len() as u64;
            let pairs = match self.second {
                None => all * (all - 1) / 2,
                Some(second) => {
                    let left = block.partition_point(|entry| (*entry as u32) < second) as u64;
                    left * (all - left)
                }
            };
            if pairs > most * all {
                crowded.extend(block.first().map(|entry| key(*entry)));
            } else if pairs > 0 {
                self.members.extend(block.iter().map(|entry| *entry as u32));
                self.starts.push(self.members.len() as u32);
            }
        }
        crowded
    }

    /// Says of each listing in which blocks it is.
    fn index(&mut self) {
        let listings = self.pieces.len();
        self.of_starts = vec![0; listings + 1];
        for listing in &self.members {
            self.of_starts[*listing as usize + 1] += 1;
        }
        for n in 0..listings {
            self.of_starts[n + 1] += self.of_starts[n];
        }
        self.of = vec![0; self.members.len()];
        let mut next = self.of_starts.clone();
        for block in 0..self.starts.len() - 1 {
            for listing in Self::slice(&self.members, &self.starts, block) {
                let at = &mut next[*listing as usize];
                self.of[*at as usize] = block as u32;
                *at += 1;
            }
        }
    }

    /// Those that a listing may be the same as, in ascending order: of the second list, or behind it in the only one.
    /// Where there are many, those are kept that share most evidence with it, rare evidence counting for more (as in
    /// meta-blocking; Papadakis and others 2014).
    pub(crate) fn partners(&self, listing: usize, found: &mut Vec<u32>) {
        found.clear();
        let from = self.second.unwrap_or(listing as u32 + 1);
        for block in Self::slice(&self.of, &self.of_starts, listing) {
            let members = Self::slice(&self.members, &self.starts, *block as usize);
            let at = members.partition_point(|member| *member < from);
            found.extend_from_slice(&members[at..]);
        }
        found.sort_unstable();
        found.dedup();
        if found.len() > self.most {
            let promise = |other: &u32| (self.pieces.promise(listing, *other as usize), *other);
            let mut ranked: Vec<(f32, u32)> = found.iter().map(promise).filter(|one| one.0 > LEAST).collect();
            if ranked.len() > self.most {
                ranked.select_nth_unstable_by(self.most, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                ranked.truncate(self.most);
            }
            found.clear();
            found.extend(ranked.iter().map(|(_, other)| *other));
            found.sort_unstable();
        }
    }

    fn slice<'a>(all: &'a [u32], starts: &[u32], n: usize) -> &'a [u32] {
        let range = starts.get(n).zip(starts.get(n + 1)).map_or(0..0, |(a, b)| *a as usize..*b as usize);
        all.get(range).unwrap_or_default()
    }
}

/// Keys of two pieces, and of one that may stand alone, with the pieces they are made of.
fn keys(own: &Own<'_>, mut put: impl FnMut(u32, [Piece; 2])) {
    own.strong.iter().for_each(|piece| put(alone(*piece), [*piece; 2]));
    for (n, name) in own.names.iter().enumerate() {
        let weak = if own.names.len() < 3 { own.weak } else { &[] };
        let others = own.names[n + 1..].iter().chain(own.strong).chain(weak);
        others.for_each(|other| put(with(alone(*name), *other), [*name, *other]));
    }
    if let [name] = own.names {
        put(alone(*name), [*name; 2]);
    }
}

/// The key itself; or, where it was too crowded before, the keys with one piece more, and so on.
fn further(own: &Own<'_>, key: u32, of: [Piece; 2], crowded: &[HashSet<u32>], out: &mut Vec<u32>) {
    let Some((before, later)) = crowded.split_first() else { return out.push(key) };
    if !before.contains(&key) {
        return;
    }
    // By further names relatives would stay together; they are told apart by a given name, or by days and places.
    let named = if key & 1 == 1 { (own.names, own.words) } else { (&[][..], &[][..]) };
    let more = named.0.iter().chain(named.1).chain(own.strong).chain(own.weak);
    for piece in more.filter(|piece| !of.contains(piece)) {
        further(own, with(key, *piece), [*piece, of[1]], later, out);
    }
}

/// A key of one piece.
fn alone(piece: Piece) -> u32 {
    with(0, piece)
}

/// A key with one piece more, whatever the order in which pieces come; odd where one of them is a given name.
fn with(key: u32, piece: Piece) -> u32 {
    let spread = (mix(7, u64::from(piece & !1)) >> 32) as u32;
    (key & !1).wrapping_add(spread) & !1 | ((key | piece) & 1)
}
