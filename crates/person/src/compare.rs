//! Two listings, field by field. Enters: two listings, and how often each word stands where. Leaves: for each field the
//! level of agreement, and how likely strangers would agree so far by chance. Weighs nothing.

use crate::day::Day;
use crate::field::{Field, Trait};
use crate::level::{ALIKE, DIFFERS, LOOSE, MOVED, NEAR, SAME, UNTOLD};
use crate::likeness::{AS_WRITTEN, Memo};
use crate::often::Often;
use crate::register::{Listing, Register};
use crate::together::Together;
use crate::words::NONE;
use value::Sex;

/// How two listings agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Comparison {
    /// A level for each field.
    pub(crate) levels: [u8; Field::COUNT],
    /// For fields that agree on a word: the natural logarithm of how often strangers agree on that word; 0 where the
    /// level's own frequency serves.
    pub(crate) chance: [f32; Field::COUNT],
}

/// Compares listings of a register.
#[derive(Debug)]
pub(crate) struct Comparer<'a> {
    pub(crate) register: &'a Register,
    pub(crate) often: Often,
    /// Who was listed with whom, once first links are known.
    pub(crate) together: Option<Together<'a>>,
}

impl Comparer<'_> {
    /// Compares two listings by their index.
    pub(crate) fn compare(&self, a: usize, b: usize, memo: &mut Memo<'_>) -> Comparison {
        let mut found = Comparison { levels: [UNTOLD; Field::COUNT], chance: [0.0; Field::COUNT] };
        if let (Some(a), Some(b)) = (self.register.listings.get(a), self.register.listings.get(b)) {
            self.listings(a, b, memo, &mut found);
        }
        let (given, family) = (found.levels[Field::Given.index()], found.levels[Field::Family.index()]);
        if given < MOVED
            && family <= MOVED
            && let Some(together) = &self.together
        {
            found.levels[Field::Together.index()] = together.level(a, b);
        }
        found
    }

    fn listings(&self, a: &Listing, b: &Listing, memo: &mut Memo<'_>, found: &mut Comparison) {
        let names = self.names(a, b, memo);
        found.levels[..names.levels.len()].copy_from_slice(&names.levels);
        for (chance, share) in found.chance.iter_mut().zip(names.chance) {
            *chance = logarithm(share);
        }
        found.levels[Field::Born.index()] = born(a.born, b.born);
        found.levels[Field::Age.index()] =
            if found.levels[Field::Born.index()] == UNTOLD { age(a.age, b.age) } else { UNTOLD };
        found.levels[Field::Sex.index()] = match (a.sex, b.sex) {
            (Some(a), Some(b)) => {
                if a == b {
                    SAME
                } else {
                    DIFFERS
                }
            }
            _ => UNTOLD,
        };
        let family = &mut found.levels[Field::Family.index()];
        if *family == DIFFERS && a.sex == Some(Sex::Female) && b.sex == a.sex {
            *family = LOOSE;
        }
        found.levels[Field::Died.index()] = died(a.day, b.day);
        for which in 0..Trait::COUNT {
            let (level, chance) = self.written(which, (a.traits[which], b.traits[which]), memo);
            found.levels[Field::COUNT - Trait::COUNT + which] = level;
            found.chance[Field::COUNT - Trait::COUNT + which] = logarithm(chance);
        }
    }

    fn written(&self, which: usize, (a_number, b_number): (u32, u32), memo: &mut Memo<'_>) -> (u8, f32) {
        if a_number == NONE || b_number == NONE {
            return (UNTOLD, 0.0);
        }
        if a_number == b_number {
            return (SAME, self.often.of_trait(which, a_number));
        }
        let (Some(a), Some(b)) = (self.register.words.get(a_number), self.register.words.get(b_number))
        else {
            return (UNTOLD, 0.0);
        };
        (memo.level((a_number, b_number, NONE, AS_WRITTEN), || alike(&a.text, &b.text)), 0.0)
    }
}

/// Least chance of an agreement: no word is rarer than that.
const RAREST: f32 = 2e-6;

/// The logarithm of a chance; 0 where there is none.
fn logarithm(chance: f32) -> f32 {
    if chance > 0.0 { chance.max(RAREST).ln() } else { 0.0 }
}

fn born(a: Day, b: Day) -> u8 {
    if a.year == 0 || b.year == 0 {
        return UNTOLD;
    }
    if !(a.is_whole() && b.is_whole()) {
        return match a.year.abs_diff(b.year) {
            0 => ALIKE,
            1 => LOOSE,
            _ => DIFFERS,
        };
    }
    let swapped = a.year == b.year && a.month == b.of_month && a.of_month == b.month;
    match a.digits_apart(b) {
        0 => SAME,
        1 => NEAR,
        _ if swapped => NEAR,
        2 => ALIKE,
        _ if a.year == b.year => ALIKE,
        _ if a.year.abs_diff(b.year) == 1 || (a.month == b.month && a.of_month == b.of_month) => LOOSE,
        _ => DIFFERS,
    }
}

fn age(a: i16, b: i16) -> u8 {
    if a < 0 || b < 0 {
        return UNTOLD;
    }
    match a.abs_diff(b) {
        0 => SAME,
        1 => NEAR,
        2 | 3 => ALIKE,
        4..=10 => LOOSE,
        _ => DIFFERS,
    }
}

fn died(a: Option<i32>, b: Option<i32>) -> u8 {
    match (a, b) {
        (Some(a), Some(b)) => match a.abs_diff(b) {
            0 => SAME,
            1..=3 => NEAR,
            4..=10 => ALIKE,
            11..=45 => LOOSE,
            _ => DIFFERS,
        },
        _ => UNTOLD,
    }
}

/// How far two texts are alike that are not equal.
fn alike(a: &str, b: &str) -> u8 {
    let longer = a.chars().count().max(b.chars().count());
    let apart = strsim::osa_distance(a, b);
    match longer {
        _ if apart <= 1 && longer > 2 => NEAR,
        _ if apart * 5 <= longer => NEAR,
        _ if apart * 5 <= longer * 2 => ALIKE,
        _ => DIFFERS,
    }
}
