//! Evidence for or against two accounts telling of one event, in bits.

/// Bits of evidence, counted in hundredths so that sums do not depend on their order: +1 bit makes "one event"
/// twice as likely against "two events", −1 bit half as likely (Fellegi and Sunter 1969).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bits(pub(crate) i32);

impl Bits {
    /// No evidence either way.
    pub(crate) const NONE: Self = Self(0);

    /// Whole bits.
    pub(crate) const fn whole(bits: i32) -> Self {
        Self(bits * 100)
    }

    /// Half the evidence.
    pub(crate) const fn half(self) -> Self {
        Self(self.0 / 2)
    }
}

impl std::ops::Add for Bits {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::iter::Sum for Bits {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::NONE, std::ops::Add::add)
    }
}

impl std::fmt::Display for Bits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { '−' } else { '+' };
        write!(f, "{sign}{:.1}", f64::from(self.0.abs()) / 100.0)
    }
}

/// What one field says of a pair of accounts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    pub(crate) bits: Bits,
    /// The finding in a few words: "same day".
    pub(crate) says: &'static str,
}

impl Evidence {
    /// A field of which one of the accounts says nothing: it weighs nothing.
    pub(crate) const SILENT: Self = Self { bits: Bits::NONE, says: "" };

    pub(crate) const fn new(bits: i32, says: &'static str) -> Self {
        Self { bits: Bits::whole(bits), says }
    }

    pub(crate) const fn half(self) -> Self {
        Self { bits: self.bits.half(), says: self.says }
    }
}
