//! Two words of names. Enters: words, and how they are spelled in Latin letters where that is known. Leaves: how far they
//! are the same name. Remembers what was found, since the same words meet again and again.

use crate::level::{ALIKE, DIFFERS, LOOSE, NEAR, SAME, UNTOLD};
use crate::phone;
use crate::words::{LONG, NONE, Word, Words};

/// Numbers by which a pair is remembered.
type Pair = (u32, u32, u32, u32);

/// Stands beside words that are compared as written.
pub(crate) const AS_WRITTEN: u32 = NONE - 1;

/// Levels of pairs of words, remembered since the same words meet again and again.
#[derive(Debug)]
pub(crate) struct Memo<'a> {
    words: &'a Words,
    found: Vec<(Pair, u8)>,
}

impl<'a> Memo<'a> {
    /// How many pairs are remembered.
    const SIZE: usize = 1 << 16;

    pub(crate) fn new(words: &'a Words) -> Self {
        Self { words, found: vec![((NONE, NONE, NONE, NONE), UNTOLD); Self::SIZE] }
    }

    pub(crate) fn level(&mut self, pair: Pair, find: impl FnOnce() -> u8) -> u8 {
        let mixed = [pair.0, pair.1, pair.2, pair.3].iter().fold(0u64, |mixed, n| {
            (mixed ^ u64::from(*n)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
        });
        match self.found.get_mut(mixed as usize % Self::SIZE) {
            Some((known, level)) if *known == pair => *level,
            Some(slot) => {
                *slot = (pair, find());
                slot.1
            }
            None => find(),
        }
    }

    /// How far two parts of a name are the same.
    pub(crate) fn like(&mut self, a: Part, b: Part) -> u8 {
        if a.number == b.number {
            return SAME;
        }
        let words = self.words;
        if (a.beside != b.beside || a.beside == NONE) && words.are_far(a.number, b.number) {
            return DIFFERS;
        }
        self.level((a.number, b.number, a.beside, b.beside), || like(words, a, b))
    }
}

/// A part of a name and its Latin spelling, where it is known, by the numbers of their words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) number: u32,
    pub(crate) beside: u32,
}

/// How far two parts of a name are the same.
fn like(all: &Words, a: Part, b: Part) -> u8 {
    let (Some(x), Some(y)) = (all.get(a.number), all.get(b.number)) else { return DIFFERS };
    let written = words(x, y);
    match (all.get(a.beside), all.get(b.beside)) {
        (Some(x), Some(y)) if written > SAME => {
            let sounds = if x.text == y.text { SAME } else { words(x, y) };
            // The script of the language decides; the other may soften it to a slip.
            match (written, sounds) {
                (ALIKE, SAME) => NEAR,
                (DIFFERS, SAME) => ALIKE,
                _ => written,
            }
        }
        _ => written,
    }
}

/// Fewest phones of a word in which a changed one may be a slip.
const LEAST_SLIP: usize = 4;

/// Whether one part is the other with "Abu" or "Abd" before it, or with "al-Din" or "Allah" behind it.
fn is_longer_form(long: &Word, short: &Word) -> bool {
    if long.length < short.length || short.consonants & !long.consonants != 0 {
        return false;
    }
    let (long, short): (&str, &str) = (&long.text, &short.text);
    let before = long.strip_suffix(short).is_some_and(|rest| matches!(rest, "ابو" | "abu" | "عبد" | "abdul"));
    before
        || long
            .strip_prefix(short)
            .is_some_and(|rest| matches!(rest, "دين" | "الدين" | "الله" | "بالله" | "din" | "allah"))
}

/// How far two words are the same.
pub(crate) fn words(a: &Word, b: &Word) -> u8 {
    if a.length == 1 || b.length == 1 {
        let same = a.text.chars().next() == b.text.chars().next();
        return if same { LOOSE } else { DIFFERS };
    }
    if a.length.abs_diff(b.length) > 1 && (is_longer_form(a, b) || is_longer_form(b, a)) {
        return NEAR;
    }
    let missing = |a: &Word, b: &Word| (a.consonants & !b.consonants).count_ones();
    if a.phones.len().abs_diff(b.phones.len()) > 4 || missing(a, b) > 2 || missing(b, a) > 2 {
        return DIFFERS;
    }
    let shorter = a.phones.len().min(b.phones.len());
    let lacking = missing(a, b).max(missing(b, a)).max(u32::from(a.strong.abs_diff(b.strong)));
    if shorter < LONG && lacking > 1 {
        return DIFFERS;
    }
    let apart = phone::distance(&a.phones, &b.phones);
    let free = 25 + 20 * a.strong.min(b.strong).min(4);
    if a.latin || b.latin {
        match apart {
            0..=25 => NEAR,
            n if n <= free && a.skeleton == b.skeleton => NEAR,
            n if n <= free.max(60) + 40 && shorter >= LEAST_SLIP => ALIKE,
            n if n <= 200 && shorter >= 7 => ALIKE,
            _ => DIFFERS,
        }
    } else {
        match apart {
            0 => NEAR,
            n if n <= 60 && shorter >= 3 => ALIKE,
            n if n <= 100 && shorter >= LEAST_SLIP => ALIKE,
            n if n <= 200 && shorter >= 7 => ALIKE,
            _ => DIFFERS,
        }
    }
}
