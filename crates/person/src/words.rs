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
    /// How many phones are consonants.
    pub(crate) strong: u16,
    pub(crate) latin: bool,
    /// Letters.
    pub(crate) length: u16,
}

/// Words by number.
#[derive(Debug, Default)]
pub(crate) struct Words {
    numbers: HashMap<Box<str>, u32>,
    words: Vec<Word>,
}

impl Words {
    /// The number of a word, which is kept if it is new.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(NONE - 1);
        let phones = phone::phones(text);
        self.words.push(Word {
            text: text.into(),
            skeleton: phone::skeleton(&phones),
            core: phone::skeleton(&phone::phones(crate::name::without_abu(text))),
            consonants: phone::consonants(&phones),
            strong: phone::strong(&phones) as u16,
            phones,
            latin: crate::name::is_latin(text),
            length: u16::try_from(text.chars().count()).unwrap_or(u16::MAX),
        });
        self.numbers.insert(text.into(), number);
        number
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    pub(crate) fn get(&self, number: u32) -> Option<&Word> {
        self.words.get(number as usize)
    }
}
