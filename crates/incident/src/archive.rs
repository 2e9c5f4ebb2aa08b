//! How common each word is among the reports of an archive. Enters: the words of reports. Leaves: the bits that a word
//! says, and how alike two texts are by their rare words. Works without reading: it knows neither word nor language.
//!
//! Of a large archive a share of the reports is looked at, 2048 to 4096 of them, chosen by their keys and by nothing
//! else: which ones they are depends on the reports at hand and not on their order. So a report more changes what words
//! weigh only where it is one of these, or where the archive doubles; else all that was computed before holds.

use crate::bounds::Bounds;
use std::collections::HashMap;
use std::sync::Arc;
use text::Vocabulary;
use value::ReportKey;

/// So many halvings leave no report of any archive.
const NOTHING: u32 = 63;
/// A word in more reports than these is not rare.
const RARE: u64 = 32;

/// In how many of the reports that are looked at each word stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archive {
    /// How often the reports were halved.
    halvings: u32,
    /// How many were looked at.
    reports: u32,
    /// Words in ascending order, with the number of reports.
    with: Vec<(u32, u32)>,
}

impl Archive {
    /// How often an archive of so many reports is halved before it is looked at: of a small one nothing is looked at.
    pub fn halvings(reports: u64, bounds: &Bounds) -> u32 {
        if reports < bounds.fewest { NOTHING } else { reports.ilog2().saturating_sub(bounds.looked_at) }
    }

    /// Whether a report is looked at in an archive that is halved so often.
    pub fn looks_at(report: &ReportKey, halvings: u32) -> bool {
        let hash = report
            .0
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        (hash ^ (hash >> 32)).trailing_zeros() >= halvings
    }

    /// Counts the words of the reports that are looked at in an archive that is halved so often.
    pub fn count(halvings: u32, looked_at: impl IntoIterator<Item = Vocabulary>) -> Self {
        let (mut reports, mut with) = (0, HashMap::<u32, u32>::new());
        for words in looked_at {
            reports += 1;
            for word in words.0 {
                *with.entry(word).or_default() += 1;
            }
        }
        let mut with: Vec<(u32, u32)> = with.into_iter().collect();
        with.sort_unstable();
        Self { halvings, reports, with }
    }

    /// The archive in bytes, so that it can be kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let head = [self.halvings, self.reports];
        let pairs = self.with.iter().flat_map(|(word, with)| [*word, *with]);
        head.into_iter().chain(pairs).flat_map(u32::to_le_bytes).collect()
    }

    /// The archive that such bytes hold; `None` where they hold none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, []) = bytes.as_chunks() else { return None };
        let mut numbers = numbers.iter().map(|number| u32::from_le_bytes(*number));
        let (halvings, reports) = (numbers.next()?, numbers.next()?);
        let mut with = Vec::with_capacity(numbers.len() / 2);
        while let Some(word) = numbers.next() {
            with.push((word, numbers.next()?));
        }
        Some(Self { halvings, reports, with })
    }

    /// How often its reports were halved.
    pub fn halved(&self) -> u32 {
        self.halvings
    }

    /// In how many of the reports that were looked at a word stands.
    fn with(&self, word: u32) -> u32 {
        let at = self.with.binary_search_by_key(&word, |(word, _)| *word);
        at.ok().and_then(|at| self.with.get(at)).map_or(0, |(_, with)| *with)
    }

    /// Bits that a word says: how often the number of reports is halved until as few are left as have the word.
    fn bits(&self, with: u32) -> u32 {
        self.reports.max(1).ilog2().saturating_sub(with.max(1).ilog2())
    }

    /// The words of a text with their bits.
    pub(crate) fn weighed(&self, words: &Arc<Vocabulary>) -> Weighed {
        let with: Vec<u32> = words.0.iter().map(|word| self.with(*word)).collect();
        let bits: Box<[u8]> = with.iter().map(|with| self.bits(*with) as u8).collect();
        let of_all = |with: u32| u64::from(with) << self.halvings;
        let is_rare = |i: &usize| of_all(with[*i]) <= RARE && bits[*i] >= 5;
        let rare = (0..with.len()).filter(is_rare).filter_map(|i| u16::try_from(i).ok()).collect();
        let square = bits.iter().map(|bits| u64::from(*bits).pow(2)).sum();
        Weighed { words: Arc::clone(words), bits, rare, square }
    }
}

/// The words of a text with the bits that each says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weighed {
    /// In ascending order.
    words: Arc<Vocabulary>,
    /// The bits of each; below 32, since there are fewer reports than 2³².
    bits: Box<[u8]>,
    /// Which of the words hardly another report has: 32 or fewer in all, and no more than one of 32. Of a text of more
    /// than 65,536 different words those beyond are common.
    rare: Box<[u16]>,
    /// Sum of the squares of the bits.
    square: u64,
}

impl Weighed {
    /// The words that hardly another report has with their bits, in ascending order.
    pub(crate) fn rare(&self) -> impl Iterator<Item = (u32, u32)> {
        self.rare.iter().map(|i| (self.words.0[usize::from(*i)], u32::from(self.bits[usize::from(*i)])))
    }

    /// Whether all of these words are in the text, and there are any.
    pub(crate) fn has_all(&self, words: &Vocabulary) -> bool {
        !words.0.is_empty() && words.0.iter().all(|word| self.words.0.binary_search(word).is_ok())
    }

    /// How many of the words that hardly another report has are in both; `None` where one has no such words.
    pub(crate) fn rare_in_both(&self, other: &Self) -> Option<usize> {
        if self.rare.is_empty() || other.rare.is_empty() {
            return None;
        }
        let has =
            |word: u32| other.rare.binary_search_by_key(&word, |i| other.words.0[usize::from(*i)]).is_ok();
        Some(self.rare().filter(|(word, _)| has(*word)).count())
    }

    /// How alike two texts are by their words, from 0 to 1: the cosine of their vectors of bits; `None` where one
    /// has no words that say anything.
    pub(crate) fn likeness(&self, other: &Self) -> Option<f64> {
        if self.square == 0 || other.square == 0 {
            return None;
        }
        let (mut i, mut j, mut both) = (0, 0, 0_u64);
        while let (Some(x), Some(y)) = (self.words.0.get(i), other.words.0.get(j)) {
            if x == y {
                both += u64::from(self.bits[i]).pow(2);
            }
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        Some(both as f64 / ((self.square as f64) * (other.square as f64)).sqrt())
    }
}
