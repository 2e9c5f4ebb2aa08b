//! Two listings, field by field. Enters: two listings, and how often each word stands where. Leaves: for each field the
//! level of agreement, and how likely strangers would agree so far by chance. Weighs nothing.

use crate::day::Day;
use crate::field::{Field, Trait};
use crate::level::{ALIKE, DIFFERS, LOOSE, MOVED, NEAR, SAME, UNTOLD};
use crate::name::MOST_PARTS;
use crate::often::Often;
use crate::phone;
use crate::register::{Listing, Register};
use crate::together::Together;
use crate::words::{NONE, Word};
use arrayvec::ArrayVec;

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

/// Where a part of a name stands.
const GIVEN: usize = 0;
const FATHER: usize = 1;
const GRANDFATHER: usize = 2;
const FAMILY: usize = 3;

impl Comparer<'_> {
    /// Compares two listings by their index.
    pub(crate) fn compare(&self, a: usize, b: usize) -> Comparison {
        let mut found = Comparison { levels: [UNTOLD; Field::COUNT], chance: [0.0; Field::COUNT] };
        if let (Some(a), Some(b)) = (self.register.listings.get(a), self.register.listings.get(b)) {
            self.listings(a, b, &mut found);
        }
        let (given, family) = (found.levels[GIVEN], found.levels[FAMILY]);
        if given < MOVED
            && family <= MOVED
            && let Some(together) = &self.together
        {
            found.levels[Field::Together.index()] = together.level(a, b);
        }
        found
    }

    fn listings(&self, a: &Listing, b: &Listing, found: &mut Comparison) {
        self.names(a, b, found);
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
        found.levels[Field::Died.index()] = died(a.died, b.died);
        for which in 0..Trait::COUNT {
            let (level, chance) = self.written(which, a.traits[which], b.traits[which]);
            found.levels[Field::COUNT - Trait::COUNT + which] = level;
            found.chance[Field::COUNT - Trait::COUNT + which] = logarithm(chance);
        }
    }

    fn written(&self, which: usize, a: u32, b: u32) -> (u8, f32) {
        if a == NONE || b == NONE {
            return (UNTOLD, 0.0);
        }
        if a == b {
            return (SAME, self.often.of_trait(which, a));
        }
        let (Some(a), Some(b)) = (self.register.words.get(a), self.register.words.get(b)) else {
            return (UNTOLD, 0.0);
        };
        (alike(&a.text, &b.text), 0.0)
    }

    /// The words of a chain, with those of the Latin spelling beside them where both have as many.
    fn chain(&self, listing: &Listing, latin: bool) -> Parts<'_> {
        let (native, other) = (self.register.parts(listing.native), self.register.parts(listing.latin));
        let aligned = !latin && native.len() == other.len();
        let main = if latin { other } else { native };
        let mut parts = Parts::default();
        for (n, number) in main.iter().enumerate() {
            let beside = if aligned { other.get(n).and_then(|n| self.register.words.get(*n)) } else { None };
            if let Some(word) = self.register.words.get(*number) {
                parts.push(Part { number: *number, word, beside });
            }
        }
        parts
    }

    /// The names by the script that both are written in. Where a name has not as many parts in one script as in the
    /// other, a blank is missing in one of them, and the script serves in which the two names agree better.
    fn names(&self, a: &Listing, b: &Listing, found: &mut Comparison) {
        let count = |chain| self.register.parts(chain).len();
        let (native_a, latin_a) = (count(a.native), count(a.latin));
        let (native_b, latin_b) = (count(b.native), count(b.latin));
        let by = |latin_a: bool, latin_b: bool| {
            let mut names = Names::default();
            self.chains(&self.chain(a, latin_a), &self.chain(b, latin_b), &mut names);
            names
        };
        let (native, latin) = (native_a.min(native_b) > 0, latin_a.min(latin_b) > 0);
        let names = if native && latin && (native_a != latin_a || native_b != latin_b) {
            let (one, other) = (by(false, false), by(true, true));
            if other.disagreement() < one.disagreement() { other } else { one }
        } else if native {
            by(false, false)
        } else if latin {
            by(true, true)
        } else {
            by(native_a == 0, native_b == 0)
        };
        found.levels[..names.levels.len()].copy_from_slice(&names.levels);
        for (chance, share) in found.chance.iter_mut().zip(names.chance) {
            *chance = logarithm(share);
        }
    }

    fn chains(&self, a: &[Part<'_>], b: &[Part<'_>], names: &mut Names) {
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let ([first_short, rest @ ..], [first_long, ..]) = (short, long) else { return };
        let Some(last_short) = rest.last() else { return self.single(first_short, long, names) };
        let last_long = long.last().unwrap_or(first_long);
        let given = like(first_short, first_long);
        let family = like(last_short, last_long);
        if given == DIFFERS && family == DIFFERS {
            // Given and family name have changed places.
            let (one, other) = (like(first_short, last_long), like(last_short, first_long));
            if one <= NEAR && other <= NEAR {
                names.put(GIVEN, MOVED, self.chance_anywhere(first_short, last_long));
                names.put(FAMILY, MOVED, self.chance_anywhere(last_short, first_long));
                return;
            }
        }
        names.put(GIVEN, given, self.chance_at(given, GIVEN, first_short, first_long));
        let (mut ends, mut level, mut chance) = (
            (short.len() - 1, long.len() - 1),
            family,
            self.chance_at(family, FAMILY, last_short, last_long),
        );
        if family == DIFFERS {
            // One of them may stand within the other name: a married name or a kunya was added, or the family name
            // was left out.
            let within = |last: &Part<'_>, parts: &[Part<'_>]| {
                (1..parts.len() - 1).rev().find(|n| like(last, &parts[*n]) <= NEAR)
            };
            if let Some(n) = within(last_short, long) {
                (ends.1, level, chance) = (n, MOVED, self.chance_anywhere(last_short, &long[n]));
            } else if let Some(n) = within(last_long, short) {
                (ends.0, level, chance) = (n, MOVED, self.chance_anywhere(last_long, &short[n]));
            }
        }
        names.put(FAMILY, level, chance);
        self.between(&short[1..ends.0], &long[1..ends.1], names);
        let named_after =
            |parts: &[Part<'_>]| parts.get(2).is_some_and(|part| part.number == parts[0].number);
        if named_after(short) || named_after(long) {
            names.chance[GRANDFATHER] = names.chance[GRANDFATHER].max(NAMED_AFTER);
        }
    }

    /// A name of one part is a given or a family name.
    fn single(&self, one: &Part<'_>, long: &[Part<'_>], names: &mut Names) {
        let (Some(first), Some(last)) = (long.first(), long.last()) else { return };
        let (given, family) = (like(one, first), like(one, last));
        if long.len() > 1 && family < given {
            names.put(FAMILY, family, self.chance_at(family, FAMILY, one, last));
        } else {
            names.put(GIVEN, given, self.chance_at(given, GIVEN, one, first));
        }
    }

    /// Father and grandfather: the parts between given and family name, in order, of which either may lack some.
    fn between(&self, short: &[Part<'_>], long: &[Part<'_>], names: &mut Names) {
        let (Some(father), Some(other)) = (short.first(), long.first()) else { return };
        let level = like(father, other);
        let mut rest = (&short[1..], &long[1..]);
        if level < MOVED {
            names.put(FATHER, level, self.chance_at(level, FATHER, father, other));
        } else if let Some(n) = rest.1.iter().position(|part| like(father, part) <= ALIKE) {
            names.put(FATHER, MOVED, self.chance_anywhere(father, &rest.1[n]));
            rest.1 = &rest.1[n + 1..];
        } else if let Some(n) = rest.0.iter().position(|part| like(other, part) <= ALIKE) {
            names.put(FATHER, MOVED, self.chance_anywhere(other, &rest.0[n]));
            rest = (&rest.0[n + 1..], rest.1);
        } else {
            names.put(FATHER, DIFFERS, 0.0);
        }
        let mut best: Option<(u8, f32)> = None;
        for part in rest.0 {
            for other in rest.1 {
                let level = like(part, other);
                if best.is_none_or(|(known, _)| level < known) {
                    best = Some((level, self.chance_at(level, GRANDFATHER, part, other)));
                }
            }
        }
        if let Some((level, chance)) = best {
            names.put(GRANDFATHER, level, chance);
        }
    }

    /// How often strangers have a word that sounds so in one of the places where it may stand.
    fn chance_anywhere(&self, a: &Part<'_>, b: &Part<'_>) -> f32 {
        [FATHER, GRANDFATHER, FAMILY].map(|role| self.chance(role, a, b)).iter().sum()
    }

    /// How often strangers agree on a word at a level; 0 where they do not agree on one.
    fn chance_at(&self, level: u8, role: usize, a: &Part<'_>, b: &Part<'_>) -> f32 {
        match level {
            SAME if a.number == b.number => self.often.of_word(role, a.number),
            SAME | NEAR => self.chance(role, a, b),
            _ => 0.0,
        }
    }

    /// How often strangers have a word that sounds so.
    fn chance(&self, role: usize, a: &Part<'_>, b: &Part<'_>) -> f32 {
        self.often.of_sound(role, a.number).max(self.often.of_sound(role, b.number))
    }
}

/// How often a man is named after his father's father, so that the one name tells little beside the other.
const NAMED_AFTER: f32 = 0.2;

/// Least chance of an agreement: no word is rarer than that.
const RAREST: f32 = 2e-6;

/// The logarithm of a chance; 0 where there is none.
fn logarithm(chance: f32) -> f32 {
    if chance > 0.0 { chance.max(RAREST).ln() } else { 0.0 }
}

/// How the parts of two names agree.
#[derive(Default)]
struct Names {
    levels: [u8; FAMILY + 1],
    chance: [f32; FAMILY + 1],
}

impl Names {
    fn put(&mut self, role: usize, level: u8, chance: f32) {
        self.levels[role] = level;
        self.chance[role] = chance;
    }

    /// The sum of levels, which is small where the names agree.
    fn disagreement(&self) -> u32 {
        self.levels.iter().map(|level| u32::from(*level)).sum()
    }
}

/// A part of a name and its Latin spelling, where it is known.
#[derive(Clone, Copy)]
struct Part<'a> {
    number: u32,
    word: &'a Word,
    beside: Option<&'a Word>,
}

/// The parts of one name.
type Parts<'a> = ArrayVec<Part<'a>, MOST_PARTS>;

/// How far two parts of a name are the same.
fn like(a: &Part<'_>, b: &Part<'_>) -> u8 {
    if a.number == b.number {
        return SAME;
    }
    let written = words(a.word, b.word);
    match (a.beside, b.beside) {
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

/// Whether one part is the other with "Abu" before it, or with "al-Din" or "Allah" behind it.
fn is_longer_form(long: &str, short: &str) -> bool {
    let before = long.strip_suffix(short).is_some_and(|rest| matches!(rest, "ابو" | "abu"));
    before
        || long
            .strip_prefix(short)
            .is_some_and(|rest| matches!(rest, "دين" | "الله" | "بالله" | "din" | "allah"))
}

/// How far two words are the same.
pub(crate) fn words(a: &Word, b: &Word) -> u8 {
    if a.length == 1 || b.length == 1 {
        let same = a.text.chars().next() == b.text.chars().next();
        return if same { LOOSE } else { DIFFERS };
    }
    if is_longer_form(&a.text, &b.text) || is_longer_form(&b.text, &a.text) {
        return NEAR;
    }
    let missing = |a: &Word, b: &Word| (a.consonants & !b.consonants).count_ones();
    if a.phones.len().abs_diff(b.phones.len()) > 4 || missing(a, b) > 2 || missing(b, a) > 2 {
        return DIFFERS;
    }
    let shorter = a.phones.len().min(b.phones.len());
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

fn died(a: Day, b: Day) -> u8 {
    match (a.number(), b.number()) {
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
