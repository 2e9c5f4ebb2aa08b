//! Which pairs are worth comparing. Enters: listings taken to pieces. Leaves: for each listing those it may be the same
//! person as. Two listings meet that share two pieces of evidence (two parts of their names as they sound, a name and
//! the day of birth, …) or one that is rare. What too many share is looked at together with a third piece, so that the
//! number of pairs grows with the number of listings and not with its square. Never weighs.

use crate::pieces::{Own, Piece, Pieces, mix};
use crate::register::Register;
use crate::sketch::Sketch;
use foldhash::HashSet;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many partners a listing has at the most in a register that is large, and how many pairs a block has for each of its
/// listings before a third piece is asked for.
const MOST_PARTNERS: usize = 20;
const MOST_TOGETHER: u64 = 40;
/// By how much what partners promise may fall short of what it takes to be told from strangers, in nats.
const SHORT: f32 = 6.5;
/// Listings that are few.
const FEW: usize = 200_000;
/// Pairs that a small register may have in all.
const SMALL: u64 = 3_000_000;
/// Listings of a block in which the relatives of a sample are looked for.
const SEEN: usize = 400;
/// How often a further piece is asked for.
const FURTHER: usize = 1;

/// Pairs of listings worth comparing.
#[derive(Debug)]
pub(crate) struct Blocks {
    /// The one and the other listing of each pair, in ascending order.
    pairs: Vec<u64>,
    /// Where the pairs of each listing begin, and where the last ones end.
    starts: Vec<u32>,
    /// All that the listings of a sample may be or are related to, where pairs that promise little were left aside.
    sampled: BTreeMap<u32, Vec<u32>>,
}

/// What finding pairs needs.
struct Finding {
    pieces: Pieces,
    sketches: Vec<Sketch>,
    /// Where the second list begins.
    second: Option<u32>,
    /// Pairs that a block has for each of its listings before a third piece is asked for.
    together: u64,
    /// Partners that a listing has at the most.
    most: usize,
    /// Pairs are left aside that promise less, in nats.
    least: f32,
}

/// Stands for a pair that is not kept; no listing is its own partner.
const LEFT_ASIDE: u64 = u64::MAX;

/// A listing under a key: the key's hash in the upper half, the listing in the lower. A key with a given name is odd.
type Entry = u64;

fn both(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

fn first_half(both: u64) -> u32 {
    (both >> 32) as u32
}

fn second_half(both: u64) -> u32 {
    both as u32
}

impl Blocks {
    /// Finds the pairs of a register; and of a sample of its listings those too that promise little.
    pub(crate) fn find(register: &Register, sample: &[usize]) -> Self {
        Self::of(&Finding::of(register, register.len() < FEW), register, sample)
    }

    fn of(finding: &Finding, register: &Register, sample: &[usize]) -> Self {
        let (mut pairs, mut crowded) = (Vec::new(), Vec::new());
        for _ in 0..=FURTHER {
            let too_many = finding.collect(&crowded, &mut pairs);
            crowded.push(too_many);
        }
        pairs.par_sort_unstable();
        pairs.dedup();
        finding.keep_best(&mut pairs);
        let starts = starts(&pairs, register.left().len());
        let sampled =
            if finding.is_large() { finding.around(sample, &pairs, &starts) } else { BTreeMap::new() };
        Self { pairs, starts, sampled }
    }

    /// The listings of the sample, with those whom each may be or is related to in ascending order; none where the pairs are
    /// whole anyway.
    pub(crate) fn sampled(&self) -> &BTreeMap<u32, Vec<u32>> {
        &self.sampled
    }

    /// Those that a listing may be the same as, in ascending order: of the second list, or behind it in the only one.
    pub(crate) fn partners(&self, listing: usize) -> impl ExactSizeIterator<Item = u32> + '_ {
        let range = self.starts.get(listing).zip(self.starts.get(listing + 1));
        let pairs = range.and_then(|(from, to)| self.pairs.get(*from as usize..*to as usize));
        pairs.unwrap_or_default().iter().map(|pair| second_half(*pair))
    }
}

/// Where the pairs of each listing begin.
fn starts(pairs: &[u64], listings: usize) -> Vec<u32> {
    let mut starts = vec![0; listings + 1];
    for pair in pairs {
        if let Some(count) = starts.get_mut(first_half(*pair) as usize + 1) {
            *count += 1;
        }
    }
    for n in 0..listings {
        starts[n + 1] += starts[n];
    }
    starts
}

impl Finding {
    fn of(register: &Register, few: bool) -> Self {
        let pieces = Pieces::of(register, few);
        let room = SMALL / (register.len() as u64).max(1);
        let partners = (SMALL / (register.left().len() as u64).max(1)) as usize;
        let most = if few { partners.max(MOST_PARTNERS) } else { MOST_PARTNERS };
        Self {
            sketches: Sketch::all(register, &pieces),
            pieces,
            second: (!register.is_one_list()).then(|| register.left().len() as u32),
            together: room.max(MOST_TOGETHER),
            most,
            least: if most > MOST_PARTNERS { f32::MIN } else { (register.len() as f32).ln() - SHORT },
        }
    }

    /// Adds the pairs of blocks that are small enough; the keys of those that are crowded are given back. Of many listings,
    /// half of the keys are looked at after the other half, which takes half of the memory.
    fn collect(&self, crowded: &[HashSet<u32>], pairs: &mut Vec<u64>) -> HashSet<u32> {
        let parts = if self.is_large() { 2 } else { 1 };
        let too_many = (0..parts).map(|part| {
            let of_part = |key: &u32| (*key >> 1) % parts == part;
            self.collected(entries(&self.pieces, crowded, of_part), pairs)
        });
        too_many.flatten().collect()
    }

    fn collected(&self, mut entries: Vec<Entry>, pairs: &mut Vec<u64>) -> Vec<u32> {
        entries.par_sort_unstable();
        let blocks: Vec<&[Entry]> = entries
            .chunk_by(|a, b| first_half(*a) == first_half(*b))
            .filter(|block| block.len() > 1)
            .collect();
        let of_chunk = |blocks: &[&[Entry]]| {
            let (mut found, mut keys, mut sketches) = (Vec::new(), Vec::new(), Vec::new());
            for block in blocks {
                if self.pairs_in(block) > self.together * block.len() as u64 {
                    keys.extend(block.first().map(|entry| first_half(*entry)));
                } else {
                    self.promising(block, &mut sketches, &mut found);
                }
            }
            (found, keys)
        };
        let found: Vec<(Vec<u64>, Vec<u32>)> = blocks.par_chunks(1 << 14).map(of_chunk).collect();
        let mut too_many = Vec::new();
        for (found, keys) in found {
            pairs.extend(found);
            too_many.extend(keys);
        }
        too_many
    }

    fn is_large(&self) -> bool {
        self.most == MOST_PARTNERS
    }

    /// Those whom each listing of a sample may be or is related to: among its pairs, or in a block that is not crowded, of
    /// whatever given name.
    fn around(&self, sample: &[usize], pairs: &[u64], starts: &[u32]) -> BTreeMap<u32, Vec<u32>> {
        let mut wanted: HashSet<u32> = HashSet::default();
        let whole = |listing: usize| Own { traces: &[], ..self.pieces.own(listing) };
        for listing in sample {
            keys(&whole(*listing), |key, _| {
                wanted.insert(key);
            });
        }
        let listings: Vec<usize> = (0..self.pieces.len()).collect();
        let of_chunk = |chunk: &[usize]| {
            let mut found = Vec::new();
            for listing in chunk {
                keys(&whole(*listing), |key, _| {
                    found.extend(wanted.contains(&key).then(|| both(key, *listing as u32)));
                });
            }
            found
        };
        let mut entries = listings.par_chunks(4096).map(of_chunk).collect::<Vec<_>>().concat();
        entries.par_sort_unstable();
        let mut around: BTreeMap<u32, Vec<u32>> =
            sample.iter().map(|listing| (*listing as u32, Vec::new())).collect();
        for block in
            entries.chunk_by(|a, b| first_half(*a) == first_half(*b)).filter(|block| block.len() <= SEEN)
        {
            for entry in block {
                if let Some(others) = around.get_mut(&second_half(*entry)) {
                    others.extend(block.iter().map(|entry| second_half(*entry)));
                }
            }
        }
        for (listing, others) in &mut around {
            let from = self.second.unwrap_or(listing + 1);
            let range = starts.get(*listing as usize).zip(starts.get(*listing as usize + 1));
            let own =
                range.and_then(|(from, to)| pairs.get(*from as usize..*to as usize)).unwrap_or_default();
            others.extend(own.iter().map(|pair| second_half(*pair)));
            others.retain(|other| *other >= from);
            others.sort_unstable();
            others.dedup();
        }
        around
    }

    /// How many pairs a block has.
    fn pairs_in(&self, block: &[Entry]) -> u64 {
        let all = block.len() as u64;
        match self.second {
            None => all * (all - 1) / 2,
            Some(second) => {
                let left = block.partition_point(|entry| second_half(*entry) < second) as u64;
                left * (all - left)
            }
        }
    }

    /// Adds the pairs of a block that promise enough.
    fn promising(&self, block: &[Entry], sketches: &mut Vec<Sketch>, found: &mut Vec<u64>) {
        sketches.clear();
        let sketch = |entry: &Entry| self.sketches.get(second_half(*entry) as usize).copied();
        sketches.extend(block.iter().filter_map(sketch));
        let second = self.second.map(|second| sketches.partition_point(|sketch| sketch.listing < second));
        for (n, one) in sketches.iter().enumerate().take(second.unwrap_or(usize::MAX)) {
            let others = sketches.get(second.unwrap_or(n + 1)..).unwrap_or_default();
            let promising = others.iter().filter(|other| one.promises(other, self.least));
            found.extend(promising.map(|other| both(one.listing, other.listing)));
        }
    }

    /// Of a listing with too many partners those are kept that promise most (as in meta-blocking; Papadakis and others
    /// 2014).
    fn keep_best(&self, pairs: &mut Vec<u64>) {
        let sketch = |listing: u32| self.sketches.get(listing as usize);
        let promise = |pair: &u64| {
            let two = sketch(first_half(*pair)).zip(sketch(second_half(*pair)));
            (two.map_or(f32::MIN, |(one, other)| one.promise(other)) * 64.0) as i32
        };
        pairs
            .par_chunk_by_mut(|a, b| first_half(*a) == first_half(*b))
            .filter(|own| own.len() > self.most)
            .for_each(|own| {
                own.sort_by_cached_key(|pair| (std::cmp::Reverse(promise(pair)), *pair));
                let (kept, rest) = own.split_at_mut(self.most);
                kept.sort_unstable();
                rest.fill(LEFT_ASIDE);
            });
        pairs.retain(|pair| *pair != LEFT_ASIDE);
    }
}

/// The keys of all listings: those of two pieces, or those that were too crowded before with one piece more.
fn entries(pieces: &Pieces, crowded: &[HashSet<u32>], of_part: impl Fn(&u32) -> bool + Sync) -> Vec<Entry> {
    let listings: Vec<u32> = (0..pieces.len() as u32).collect();
    let of_chunk = |chunk: &[u32]| {
        let (mut found, mut own) = (Vec::with_capacity(chunk.len() * 16), Vec::new());
        for listing in chunk {
            own.clear();
            let own_pieces = pieces.own(*listing as usize);
            keys(&own_pieces, |key, of| further(&own_pieces, key, of, crowded, &mut own));
            own.sort_unstable();
            own.dedup();
            found.extend(own.iter().filter(|key| of_part(key)).map(|key| both(*key, *listing)));
        }
        found
    };
    let found: Vec<Vec<Entry>> = listings.par_chunks(4096).map(of_chunk).collect();
    found.concat()
}

/// Keys of two pieces, and of one that may stand alone, with the pieces they are made of. Where there are many listings,
/// those without a given name have a trace of it, since relatives would crowd them otherwise.
fn keys(own: &Own<'_>, mut put: impl FnMut(u32, [Piece; 2])) {
    own.strong.iter().for_each(|piece| put(alone(*piece), [*piece; 2]));
    for (n, name) in own.names.iter().enumerate() {
        own.strong.iter().for_each(|other| put(with(alone(*name), *other), [*name, *other]));
        let weak = if own.names.len() < 3 { own.weak } else { &[] };
        for other in own.names[n + 1..].iter().chain(weak) {
            let key = with(alone(*name), *other);
            if (name | other) & 1 == 1 || own.traces.is_empty() {
                put(key, [*name, *other]);
            } else {
                own.traces.iter().for_each(|trace| put(with(key, *trace), [*name, *other]));
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Column;

    /// Families of brothers, each of whom two lists name; the second with another spelling or a slip.
    fn register() -> Register {
        let (given, fathers) = (["sami", "rima", "tariq", "huda"], ["adel", "nabil", "munir"]);
        let families =
            ["darwazi", "harzani", "sabbaghin", "tuwairi", "mashalqa", "qandusi", "rabadi", "hindawi"];
        let people = || {
            let fathers =
                families.iter().flat_map(|family| fathers.iter().map(move |father| (family, father)));
            fathers.flat_map(|(family, father)| {
                given.iter().map(move |given| format!("{given} {father} {family}"))
            })
        };
        let rows = |prefix: &'static str, slip: bool| -> Vec<Vec<String>> {
            let spelled = move |name: String| {
                if slip { name.replace("sami", "samee").replace("rima", "rina") } else { name }
            };
            people().enumerate().map(|(n, name)| vec![format!("{prefix}{n:03}"), spelled(name)]).collect()
        };
        let columns = [None, Some(Column::Name)];
        let mut register = Register::new();
        register.add(&columns, 0, &rows("a", false));
        register.begin_second();
        register.add(&columns, 0, &rows("b", true));
        register.close();
        register
    }

    #[test]
    fn nobody_is_lost_where_listings_are_many_and_relatives_are_left_aside() {
        let register = register();
        let people = register.left().len();
        let of =
            |few| Blocks::of(&Finding { least: -50.0, ..Finding::of(&register, few) }, &register, &[0, 7]);
        let (few, many) = (of(true), of(false));
        for blocks in [&few, &many] {
            assert!((0..people).all(|one| blocks.partners(one).any(|other| other as usize == one + people)));
        }
        assert!(many.pairs.len() < few.pairs.len(), "{} of {}", many.pairs.len(), few.pairs.len());
        // A sample keeps its relatives, by whom the model learns what they share.
        assert!(few.sampled().is_empty() && many.sampled().len() == 2);
        assert!(many.sampled().values().all(|around| around.len() >= 4), "{:?}", many.sampled());
    }
}
