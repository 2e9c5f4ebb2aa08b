//! Bounds by which resolution stays quick in a large archive. Enters: nothing. Leaves: how many accounts may have an entry, and
//! how many reports are looked at. Tests narrow them, so that a handful of reports passes what else takes thousands.

use crate::entry::Way;

/// Bounds of resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How many accounts may have a name without a day; one that more have says nothing.
    pub name: usize,
    /// How many accounts may have a rare word.
    pub word: usize,
    /// How many accounts may have a passage.
    pub passage: usize,
    /// Among fewer reports than these nobody can say which words are rare.
    pub fewest: u64,
    /// The binary logarithm of the fewest reports that are looked at in a large archive.
    pub looked_at: u32,
}

impl Bounds {
    /// Those that hold.
    pub const USUAL: Self = Self { name: 400, word: 32, passage: 256, fewest: 64, looked_at: 11 };

    /// How many accounts may have an entry that is met this way.
    pub fn most(&self, way: Way) -> usize {
        match way {
            Way::Day => usize::MAX,
            Way::Name => self.name,
            Way::Word => self.word,
            Way::Passage => self.passage,
        }
    }
}
