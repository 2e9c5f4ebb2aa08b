//! How often words stand where. Enters: the listings of a register. Leaves: for each word the share of listings that
//! have it in a role: as given name, father, grandfather or family name, or in a column of its own. A word that is rare
//! says more when it agrees.

use crate::field::Trait;
use crate::level::NEAR;
use crate::likeness::words;
use crate::register::{Listing, Register};
use crate::words::NONE;
use foldhash::HashMap;
use rayon::prelude::*;

/// Roles of a part of a name: given, father, grandfather, family.
const ROLES: usize = 4;

/// Shares by the number of the word.
#[derive(Debug, Default)]
pub(crate) struct Often {
    words: [Vec<f32>; ROLES],
    sounds: [Vec<f32>; ROLES],
    traits: Vec<HashMap<u32, f32>>,
}

impl Often {
    /// Counts the words of all listings.
    pub(crate) fn count(register: &Register) -> Self {
        let none = || vec![0; register.words.len()];
        let mut counts = Counts { words: [none(), none(), none(), none()], traits: Vec::new() };
        counts.traits.resize_with(Trait::COUNT, HashMap::default);
        for listing in &register.listings {
            counts.listing(register, listing);
        }
        counts.shares(register)
    }

    /// The share of listings with this word in this role.
    pub(crate) fn of_word(&self, role: usize, word: u32) -> f32 {
        self.words.get(role).and_then(|words| words.get(word as usize)).copied().unwrap_or_default()
    }

    /// The share of listings with this word or another spelling of it in this role.
    pub(crate) fn of_sound(&self, role: usize, word: u32) -> f32 {
        self.sounds.get(role).and_then(|sounds| sounds.get(word as usize)).copied().unwrap_or_default()
    }

    /// The share of listings with this word in a column of its own.
    pub(crate) fn of_trait(&self, which: usize, word: u32) -> f32 {
        self.traits.get(which).and_then(|words| words.get(&word)).copied().unwrap_or_default()
    }
}

struct Counts {
    words: [Vec<u32>; ROLES],
    traits: Vec<HashMap<u32, u32>>,
}

impl Counts {
    fn listing(&mut self, register: &Register, listing: &Listing) {
        for chain in register.chains(listing) {
            let parts = register.parts(*chain);
            for (n, part) in parts.iter().enumerate() {
                let role = match n {
                    0 => 0,
                    _ if n + 1 == parts.len() => 3,
                    1 => 1,
                    _ => 2,
                };
                self.words[role][part.number as usize] += 1;
            }
        }
        for (counts, word) in self.traits.iter_mut().zip(listing.traits) {
            if word != NONE {
                *counts.entry(word).or_default() += 1;
            }
        }
    }

    fn shares(self, register: &Register) -> Often {
        let words = self.words.map(|counts| shares_by_script(register, &counts));
        let sounds = [0, 1, 2, 3].map(|role| sounds(register, &words[role]));
        Often { words, sounds, traits: self.traits.into_iter().map(shares).collect() }
    }
}

/// What each word is of the whole of its script.
fn shares_by_script(register: &Register, counts: &[u32]) -> Vec<f32> {
    let latin = |n: usize| register.words.get(n as u32).is_some_and(|word| word.latin);
    let mut totals = [0u64; 2];
    for (n, count) in counts.iter().enumerate() {
        totals[usize::from(latin(n))] += u64::from(*count);
    }
    let share = |(n, count): (usize, &u32)| f64::from(*count) / totals[usize::from(latin(n))].max(1) as f64;
    counts.iter().enumerate().map(share).map(|share| share as f32).collect()
}

/// Most words with the same consonants among which spellings of one name are looked for.
const MOST_ALIKE: usize = 200;

/// For each word the share of it and of its other spellings.
fn sounds(register: &Register, words: &[f32]) -> Vec<f32> {
    let mut groups: HashMap<(u64, bool), Vec<(u32, f32)>> = HashMap::default();
    for (number, share) in words.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        if let Some(word) = register.words.get(number as u32) {
            groups.entry((word.skeleton, word.latin)).or_default().push((number as u32, *share));
        }
    }
    let groups: Vec<Vec<(u32, f32)>> = groups.into_values().collect();
    let found: Vec<Vec<(u32, f32)>> = groups.into_par_iter().map(|group| of_group(register, group)).collect();
    let mut all = vec![0.0; words.len()];
    for (number, share) in found.into_iter().flatten() {
        all[number as usize] = share;
    }
    all
}

fn of_group(register: &Register, mut group: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    let text = |number: u32| register.words.get(number).map_or("", |word| &word.text);
    // The commonest first, so that the few that are left out hardly count.
    group.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| text(a.0).cmp(text(b.0))));
    let spelled = |one: u32, other: u32| match (register.words.get(one), register.words.get(other)) {
        (Some(a), Some(b)) => one == other || words(a, b) <= NEAR,
        _ => false,
    };
    let share = |one: u32, own: f32| {
        let others = group.iter().take(MOST_ALIKE).filter(|(other, _)| spelled(one, *other));
        others.map(|(_, share)| share).sum::<f32>().max(own)
    };
    group.iter().map(|(number, own)| (*number, share(*number, *own))).collect()
}

/// What each is of the whole.
fn shares<K: std::hash::Hash + Eq>(counts: HashMap<K, u32>) -> HashMap<K, f32> {
    let total: u64 = counts.values().map(|n| u64::from(*n)).sum();
    let total = total.max(1) as f64;
    counts.into_iter().map(|(word, n)| (word, (f64::from(n) / total) as f32)).collect()
}
