//! Two names, part by part. Enters: two listings. Leaves: how far given name, father, grandfather and family name agree,
//! with parts missing, added or in another place, and how often strangers would agree so. Of several ways to write a
//! name the two serve that agree best. Weighs nothing.

use crate::compare::Comparer;
use crate::level::{ALIKE, DIFFERS, MOVED, NEAR, SAME, UNTOLD};
use crate::likeness::{Memo, Part};
use crate::register::{Chain, Listing};

/// Where a part of a name stands.
const GIVEN: usize = 0;
const FATHER: usize = 1;
const GRANDFATHER: usize = 2;
const FAMILY: usize = 3;

impl Comparer<'_> {
    /// Compares the names of two listings: as they stand first in the script of both, and where they disagree in any
    /// other way that both are written in.
    pub(crate) fn names(&self, a: &Listing, b: &Listing, memo: &mut Memo<'_>) -> Names {
        let (all_a, all_b) = (self.register.chains(a), self.register.chains(b));
        let longest = |all: &[Chain]| all.iter().map(|chain| self.register.parts(*chain).len()).max();
        let most = longest(all_a).min(longest(all_b)).unwrap_or_default();
        let mut best: Option<Names> = None;
        for one in all_a {
            for other in all_b.iter().filter(|other| other.latin == one.latin) {
                // Nothing is won by other ways of writing where all that can be told agrees.
                if best.as_ref().is_some_and(|best| best.agree() && best.told() >= most.min(FAMILY + 1)) {
                    return best.unwrap_or_default();
                }
                let names = self.chains(self.register.parts(*one), self.register.parts(*other), memo);
                if best.as_ref().is_none_or(|best| names.evidence() > best.evidence()) {
                    best = Some(names);
                }
            }
        }
        let native = |all: &[Chain]| all.iter().any(|chain| !chain.latin);
        match best {
            Some(names) if native(all_a) == native(all_b) => names,
            Some(names) => names.by_sound(),
            None => match (all_a.first(), all_b.first()) {
                (Some(one), Some(other)) => {
                    self.chains(self.register.parts(*one), self.register.parts(*other), memo).by_sound()
                }
                _ => Names::default(),
            },
        }
    }

    fn chains(&self, a: &[Part], b: &[Part], memo: &mut Memo<'_>) -> Names {
        let mut names = Names::default();
        self.parts(a, b, memo, &mut names);
        names
    }

    fn parts(&self, a: &[Part], b: &[Part], memo: &mut Memo<'_>, names: &mut Names) {
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let (&[first_short, ref rest @ ..], &[first_long, ..]) = (short, long) else { return };
        let Some(last_short) = rest.last().copied() else {
            return self.single(first_short, long, memo, names);
        };
        let last_long = long.last().copied().unwrap_or(first_long);
        let given = memo.like(first_short, first_long);
        let family = memo.like(last_short, last_long);
        if given == DIFFERS && family == DIFFERS {
            // Given and family name have changed places.
            let (one, other) = (memo.like(first_short, last_long), memo.like(last_short, first_long));
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
            let mut within = |last: Part, parts: &[Part]| {
                (1..parts.len() - 1).rev().find(|n| memo.like(last, parts[*n]) <= NEAR)
            };
            if let Some(n) = within(last_short, long) {
                (ends.1, level, chance) = (n, MOVED, self.chance_anywhere(last_short, long[n]));
            } else if let Some(n) = within(last_long, short) {
                (ends.0, level, chance) = (n, MOVED, self.chance_anywhere(last_long, short[n]));
            }
        }
        names.put(FAMILY, level, chance);
        self.between(&short[1..ends.0], &long[1..ends.1], memo, names);
        let named_after = |parts: &[Part]| parts.get(2).is_some_and(|part| part.number == parts[0].number);
        if named_after(short) || named_after(long) {
            names.chance[GRANDFATHER] = names.chance[GRANDFATHER].max(NAMED_AFTER);
        }
    }

    /// A name of one part is a given or a family name.
    fn single(&self, one: Part, long: &[Part], memo: &mut Memo<'_>, names: &mut Names) {
        let (Some(first), Some(last)) = (long.first().copied(), long.last().copied()) else { return };
        let (given, family) = (memo.like(one, first), memo.like(one, last));
        if long.len() > 1 && family < given {
            names.put(FAMILY, family, self.chance_at(family, FAMILY, one, last));
        } else {
            names.put(GIVEN, given, self.chance_at(given, GIVEN, one, first));
        }
    }

    /// Father and grandfather: the parts between given and family name, in order, of which either may lack some.
    fn between(&self, short: &[Part], long: &[Part], memo: &mut Memo<'_>, names: &mut Names) {
        let (Some(father), Some(other)) = (short.first().copied(), long.first().copied()) else { return };
        let level = memo.like(father, other);
        let mut rest = (&short[1..], &long[1..]);
        if level < MOVED {
            names.put(FATHER, level, self.chance_at(level, FATHER, father, other));
        } else if let Some(n) = rest.1.iter().position(|part| memo.like(father, *part) <= ALIKE) {
            names.put(FATHER, MOVED, self.chance_anywhere(father, rest.1[n]));
            rest.1 = &rest.1[n + 1..];
        } else if let Some(n) = rest.0.iter().position(|part| memo.like(other, *part) <= ALIKE) {
            names.put(FATHER, MOVED, self.chance_anywhere(other, rest.0[n]));
            rest = (&rest.0[n + 1..], rest.1);
        } else {
            names.put(FATHER, DIFFERS, 0.0);
        }
        let mut best: Option<(u8, f32)> = None;
        for &part in rest.0 {
            for &other in rest.1 {
                let level = memo.like(part, other);
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
    fn chance_anywhere(&self, a: Part, b: Part) -> f32 {
        [FATHER, GRANDFATHER, FAMILY].map(|role| self.chance(role, a, b)).iter().sum()
    }

    /// How often strangers agree on a word at a level; 0 where they do not agree on one.
    fn chance_at(&self, level: u8, role: usize, a: Part, b: Part) -> f32 {
        match level {
            SAME if a.number == b.number => self.often.of_word(role, a.number),
            SAME | NEAR => self.chance(role, a, b),
            _ => 0.0,
        }
    }

    /// How often strangers have a word that sounds so.
    fn chance(&self, role: usize, a: Part, b: Part) -> f32 {
        self.often.of_sound(role, a.number).max(self.often.of_sound(role, b.number))
    }
}

/// How often a man is named after his father's father, so that the one name tells little beside the other.
const NAMED_AFTER: f32 = 0.2;

/// How the parts of two names agree.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) levels: [u8; FAMILY + 1],
    /// How often strangers agree so, 0 where it is not known of the word.
    pub(crate) chance: [f32; FAMILY + 1],
}

impl Names {
    fn put(&mut self, role: usize, level: u8, chance: f32) {
        self.levels[role] = level;
        self.chance[role] = chance;
    }

    /// Names of which one is known in another script than the other, or in Latin letters alone: spellings that sound
    /// alike are as good as the same, since nobody spells them in one way.
    fn by_sound(mut self) -> Self {
        self.levels.iter_mut().filter(|level| **level == NEAR).for_each(|level| *level = SAME);
        self
    }

    /// Whether no part is told by both that does not agree.
    fn agree(&self) -> bool {
        self.levels.iter().all(|level| *level <= NEAR)
    }

    /// How many parts are told by both.
    fn told(&self) -> usize {
        self.levels.iter().filter(|level| **level != UNTOLD).count()
    }

    /// What the parts say together, roughly, in nats; it serves to choose among ways of writing.
    fn evidence(&self) -> f32 {
        let of = |(level, chance): (&u8, &f32)| match *level {
            UNTOLD => 0.0,
            DIFFERS => -5.0,
            level if *chance > 0.0 => -chance.ln() - f32::from(level - SAME),
            _ => 1.0,
        };
        self.levels.iter().zip(&self.chance).map(of).sum()
    }
}
