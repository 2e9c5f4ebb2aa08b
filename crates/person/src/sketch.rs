//! A listing in a few numbers. Enters: a register and its listings taken to pieces. Leaves: how likely two listings are worth a
//! comparison, by their names, years, days and what else they share, in a few nanoseconds and from one line of the
//! processor's cache each. Compares nothing as it is written; what it promises is only ever a reason to look closer.

use crate::pieces::{Piece, Pieces};
use crate::register::{Listing, Register};
use value::Sex;

/// Parts of the name, and pieces of other evidence, that are kept; a processor compares so many at once.
const KEPT: usize = 8;
/// Weights are kept in eighths of a nat.
const FINE: f32 = 8.0;

/// What a given name that cannot be the same counts for, in nats: relatives share all the rest.
const GIVEN_DIFFERS: f32 = -6.0;
/// What a part of the shorter name counts for that is not in the longer one.
const PART_LACKS: f32 = -2.0;
const SEX_DIFFERS: f32 = -4.0;
/// What years of birth and days of death so far apart count for.
const YEARS: [(u32, f32); 3] = [(1, 2.5), (3, 1.0), (6, -1.0)];
const YEARS_DIFFER: f32 = -4.0;
const DAYS: [(u32, f32); 3] = [(0, 4.5), (3, 3.0), (10, 0.0)];
const DAYS_DIFFER: f32 = -2.5;

/// Stands for no day.
const NO_DAY: i16 = i16::MIN;

/// A listing in one line of the cache. Pieces are cut to sixteen bits, of which a few that meet by chance do no harm.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Sketch {
    /// Parts of the name as they sound, the given name first; 0 for none.
    names: Some8,
    others: Some8,
    /// The consonants of the given name, as a set.
    consonants: u32,
    /// Year of birth, 0 where unknown.
    year: i16,
    /// Day of death.
    day: i16,
    /// How many parts the name has.
    parts: u8,
    sex: u8,
    /// What all its pieces count for, as fine as weights.
    most: u16,
    /// Which listing it is.
    pub(crate) listing: u32,
}

/// Up to eight pieces and what they count for, in the order in which they came.
#[derive(Clone, Copy, Debug, Default)]
struct Some8 {
    pieces: [u16; KEPT],
    weights: [u8; KEPT],
}

impl Some8 {
    fn of<'a>(pieces: &Pieces, own: impl Iterator<Item = &'a Piece>) -> Self {
        let mut kept = Self::default();
        for (n, piece) in own.take(KEPT).enumerate() {
            kept.pieces[n] = (piece >> 1) as u16 | 1;
            kept.weights[n] = (pieces.weight(*piece) * FINE).clamp(0.0, 255.0) as u8;
        }
        kept
    }

    /// What all of them count for.
    fn all(&self) -> u16 {
        self.weights.iter().map(|weight| u16::from(*weight)).sum()
    }

    /// Whether a piece is among them; all are looked at, which is quicker than to stop.
    #[inline]
    fn has(&self, piece: u16) -> bool {
        self.pieces.iter().map(|own| u16::from(*own == piece)).sum::<u16>() > 0
    }

    /// What those count for that both have, and how many they are.
    #[inline]
    fn shared(&self, other: &Self) -> (u32, u8) {
        let (mut sum, mut count) = (0, 0);
        for (piece, weight) in self.pieces.iter().zip(self.weights).take_while(|(piece, _)| **piece != 0) {
            let both = other.has(*piece);
            sum += u32::from(both) * u32::from(weight);
            count += u8::from(both);
        }
        (sum, count)
    }
}

impl Sketch {
    /// The sketches of all listings.
    pub(crate) fn all(register: &Register, pieces: &Pieces) -> Vec<Self> {
        use rayon::prelude::*;
        let of = |(n, listing)| Self::of(register, listing, pieces, n);
        register.listings.par_iter().enumerate().map(of).collect()
    }

    fn of(register: &Register, listing: &Listing, pieces: &Pieces, n: usize) -> Self {
        let chain = register.chains(listing).first().map_or(&[][..], |chain| register.parts(*chain));
        let given = chain.first().and_then(|part| register.words.get(part.number));
        let own = pieces.own(n);
        let names = Some8::of(pieces, own.names.iter());
        let others = Some8::of(pieces, own.written.iter());
        Self {
            listing: n as u32,
            most: names.all() + others.all(),
            names,
            others,
            consonants: given.map_or(0, |word| word.consonants),
            year: register.year_of_birth(listing).and_then(|year| i16::try_from(year).ok()).unwrap_or(0),
            day: listing.day.and_then(|day| i16::try_from(day).ok()).unwrap_or(NO_DAY),
            parts: u8::try_from(chain.len()).unwrap_or(u8::MAX),
            sex: match listing.sex {
                None => 0,
                Some(Sex::Male) => 1,
                Some(Sex::Female) => 2,
            },
        }
    }

    /// Whether two listings promise more than this. Those of another given name are most, and soonest told.
    #[inline]
    pub(crate) fn promises(&self, other: &Self, least: f32) -> bool {
        let most = f32::from(self.most.min(other.most)) / FINE + self.time(other);
        let given = if self.is_other_name(other) { GIVEN_DIFFERS } else { 0.0 };
        most + given > least && self.promise(other) > least
    }

    /// What two listings promise.
    pub(crate) fn promise(&self, other: &Self) -> f32 {
        let (names, shared) = self.names.shared(&other.names);
        let (others, _) = self.others.shared(&other.others);
        let lacking = self.parts.min(other.parts).saturating_sub(shared);
        let sexes = if self.sex | other.sex == 3 { SEX_DIFFERS } else { 0.0 };
        let given = if self.is_other_name(other) { GIVEN_DIFFERS } else { 0.0 };
        (names + others) as f32 / FINE + f32::from(lacking) * PART_LACKS + sexes + given + self.time(other)
    }

    /// Whether the given names cannot be the same, nor one of them a part of the other's name.
    #[inline]
    fn is_other_name(&self, other: &Self) -> bool {
        let (one, two) = (self.names.pieces[0], other.names.pieces[0]);
        let (x, y) = (self.consonants, other.consonants);
        let far = (x & !y).count_ones() > 1 || (y & !x).count_ones() > 1;
        far && one != 0 && two != 0 && !other.names.has(one) && !self.names.has(two)
    }

    fn time(&self, other: &Self) -> f32 {
        let step = |apart: u32, steps: [(u32, f32); 3], else_: f32| {
            steps.iter().find(|(most, _)| apart <= *most).map_or(else_, |(_, nats)| *nats)
        };
        let mut sum = 0.0;
        if self.year != 0 && other.year != 0 {
            sum += step(u32::from(self.year.abs_diff(other.year)), YEARS, YEARS_DIFFER);
        }
        if self.day != NO_DAY && other.day != NO_DAY {
            sum += step(u32::from(self.day.abs_diff(other.day)), DAYS, DAYS_DIFFER);
        }
        sum
    }
}
