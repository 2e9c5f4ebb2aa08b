//! How common each word is among the reports at hand. Enters: the words of reports. Leaves: the bits that a word
//! says, and how alike two texts are by their rare words. Works without reading: it knows neither word nor language.
//!
//! Bits are whole and change only when a count doubles, so that a report more changes next to nothing of what
//! was computed before.

use std::collections::HashMap;
use text::Vocabulary;

/// Among fewer reports than these nobody can say which words are rare.
const FEWEST: u32 = 64;

/// In how many of the reports at hand each word stands.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    reports: u32,
    with: HashMap<u32, u32>,
}

impl Archive {
    /// Counts the words of one report more.
    pub fn add(&mut self, words: &Vocabulary) {
        self.reports += 1;
        for word in &words.0 {
            *self.with.entry(*word).or_default() += 1;
        }
    }

    /// Bits that a word says: how often the number of reports is halved until as few are left as have the word.
    pub(crate) fn bits(&self, word: u32) -> u32 {
        if self.reports < FEWEST {
            return 0;
        }
        let with = self.with.get(&word).copied().unwrap_or(0).max(1);
        self.reports.max(1).ilog2().saturating_sub(with.ilog2())
    }

    /// Whether hardly another report has a word: fewer than 32 in all, and no more than one of 32.
    pub(crate) fn is_singular(&self, word: u32) -> bool {
        self.with(word) < 32 && self.bits(word) >= 5
    }

    /// In how many reports a word stands.
    pub(crate) fn with(&self, word: u32) -> u32 {
        self.with.get(&word).copied().unwrap_or(0)
    }

    /// The words of a text with their bits.
    pub(crate) fn weighed<'a>(&self, words: &'a Vocabulary) -> Weighed<'a> {
        let words = &words.0[..];
        let bits: Box<[u8]> = words.iter().map(|w| self.bits(*w) as u8).collect();
        let singular = words.iter().copied().filter(|w| self.is_singular(*w)).collect();
        let square = bits.iter().map(|bits| u64::from(*bits).pow(2)).sum();
        Weighed { words, bits, singular, square }
    }
}

/// The words of a text with the bits that each says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weighed<'a> {
    /// In ascending order.
    words: &'a [u32],
    /// The bits of each; below 32, since there are fewer reports than 2³².
    bits: Box<[u8]>,
    /// Those of the words that hardly another report has, in ascending order.
    pub(crate) singular: Box<[u32]>,
    /// Sum of the squares of the bits.
    square: u64,
}

impl Weighed<'_> {
    /// The words with their bits, in ascending order.
    pub(crate) fn words(&self) -> impl Iterator<Item = (u32, u32)> {
        self.words.iter().zip(&self.bits).map(|(word, bits)| (*word, u32::from(*bits)))
    }

    /// How alike two texts are by their words, from 0 to 1: the cosine of their vectors of bits; `None` where one
    /// has no words that say anything.
    pub(crate) fn likeness(&self, other: &Self) -> Option<f64> {
        if self.square == 0 || other.square == 0 {
            return None;
        }
        let (mut i, mut j, mut both) = (0, 0, 0_u64);
        while let (Some(x), Some(y)) = (self.words.get(i), other.words.get(j)) {
            if x == y {
                both += u64::from(self.bits[i]).pow(2);
            }
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        Some(both as f64 / ((self.square as f64) * (other.square as f64)).sqrt())
    }
}
