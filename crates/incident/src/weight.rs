//! Evidence for or against two accounts telling of one event, in bits.

/// Bits of evidence, counted in hundredths so that sums do not depend on their order: +1 bit makes "one event"
/// twice as likely against "two events", −1 bit half as likely (Fellegi and Sunter 1969).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bits(pub(crate) i32);

impl Bits {
    /// No evidence either way.
    pub(crate) const NONE: Self = Self(0);

    /// How likely it is with so much evidence, prior odds among it: from 0 to 1.
    pub(crate) fn probability(self) -> f64 {
        1.0 / (1.0 + (-f64::from(self.0) / 100.0).exp2())
    }

    /// The same in thousandths, so that whatever computes it writes the same digits.
    pub(crate) fn rounded(self) -> f64 {
        (self.probability() * 1000.0).round() / 1000.0
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
