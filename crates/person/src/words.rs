//! The words of all lists, each kept once. Enters: folded words. Leaves: small numbers for them, how they sound, and how
//! often each stands where. Numbers depend on the order of arrival and never leave the crate; results depend on the
//! words alone.

use crate::phone::{self, Phones};
use foldhash::HashMap;

/// Stands for no word.
pub(crate) const NONE: u32 = u32::MAX;

/// A word and how it sounds.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) text: Box<str>,
    pub(crate) phones: Phones,
    pub(crate) skeleton: u64,
    /// The same without "Abu", which spellings drop.
    pub(crate) core: u64,
    /// Its consonants as a set of classes.
    pub(crate) consonants: u32,
    /// The first and the last of them, 0 where there is none.
    pub(crate) ends: [u8; 2],
    /// How many phones are consonants.
    pub(crate) strong: u16,
    pub(crate) latin: bool,
    /// Letters.
    pub(crate) length: u16,
}

/// What of a word tells soonest that another is a different one.
#[derive(Clone, Copy, Debug)]
struct Outline {
    consonants: u32,
    phones: u16,
    /// Whether it is an initial.
    initial: bool,
}

/// Words by number.
#[derive(Debug, Default)]
pub(crate) struct Words {
    numbers: HashMap<Box<str>, u32>,
    known: Vec<Word>,
    outlines: Vec<Outline>,
}

/// Phones from which on a word may lack two consonants of the other.
pub(crate) const LONG: usize = 7;

impl Words {
    /// The number of a word, which is kept if it is new.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.known.len()).unwrap_or(NONE - 1);
        let phones = phone::phones(text);
        self.known.push(Word {
            text: text.into(),
            skeleton: phone::skeleton(&phones),
            core: phone::skeleton(&phone::phones(crate::name::without_abu(text))),
            consonants: phone::consonants(&phones),
            ends: phone::ends(&phones),
            strong: phone::strong(&phones) as u16,
            phones,
            latin: crate::name::is_latin(text),
            length: u16::try_from(text.chars().count()).unwrap_or(u16::MAX),
        });
        self.outlines.extend(self.known.last().map(|word| Outline {
            consonants: word.consonants,
            phones: u16::try_from(word.phones.len()).unwrap_or(u16::MAX),
            initial: word.length == 1,
        }));
        self.numbers.insert(text.into(), number);
        number
    }

    /// Whether two words are so far apart, by their consonants, that nothing else need be looked at.
    #[inline]
    pub(crate) fn are_far(&self, a: u32, b: u32) -> bool {
        let (Some(a), Some(b)) = (self.outlines.get(a as usize), self.outlines.get(b as usize)) else {
            return false;
        };
        let (x, y) =
            ((a.consonants & !b.consonants).count_ones(), (b.consonants & !a.consonants).count_ones());
        // Where one has all consonants of the other, it may be a longer form of it.
        let most = if usize::from(a.phones.min(b.phones)) < LONG { 1 } else { 2 };
        !a.initial && !b.initial && x.min(y) > 0 && x.max(y) > most
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.known.len()
    }

    pub(crate) fn get(&self, number: u32) -> Option<&Word> {
        self.known.get(number as usize)
    }
}
