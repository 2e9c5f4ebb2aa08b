//! A sketch of a text by which near-copies are told from independent texts.

/// How many hashes a sketch keeps.
const KEPT: usize = 128;
/// Words in a shingle.
const WORDS: usize = 5;

/// The smallest hashes of a text's five-word shingles (bottom-k sketch; Broder 1997).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch(pub Vec<u64>);

impl Sketch {
    /// Estimates which share of the two texts' shingles is common to both (Jaccard), from 0 to 1.
    ///
    /// ```
    /// let a = text::sketch("Two shells fell on the market in Orlivka on Monday morning, police said.");
    /// assert!(a.resemblance(&a) > 0.99);
    /// ```
    pub fn resemblance(&self, other: &Self) -> f64 {
        let (a, b) = (&self.0, &other.0);
        if a.is_empty() || b.is_empty() {
            return 0.0;
        }
        let (mut i, mut j, mut seen, mut both) = (0, 0, 0, 0);
        while seen < KEPT && (i < a.len() || j < b.len()) {
            let x = a.get(i).copied().unwrap_or(u64::MAX);
            let y = b.get(j).copied().unwrap_or(u64::MAX);
            both += usize::from(x == y);
            i += usize::from(x <= y);
            j += usize::from(y <= x);
            seen += 1;
        }
        both as f64 / seen as f64
    }
}

impl Sketch {
    /// Estimates which share of the shorter text's shingles stands in the longer one (containment; Broder 1997), from 0
    /// to 1: high for a text that was cut, or quoted whole.
    ///
    /// ```
    /// let whole = "Two shells fell on the market in Orlivka on Monday morning, police said, and a third on the mill.";
    /// let cut = text::sketch("Two shells fell on the market in Orlivka on Monday morning, police said");
    /// assert!(cut.containment(&text::sketch(whole)) > 0.99);
    /// ```
    pub fn containment(&self, other: &Self) -> f64 {
        let (a, b, alike) = (self.shingles(), other.shingles(), self.resemblance(other));
        let both = alike / (1.0 + alike) * (a + b);
        (both / a.min(b).max(1.0)).min(1.0)
    }

    /// Estimates how many different shingles the text has; exact up to 127.
    pub fn shingles(&self) -> f64 {
        let n = self.0.len();
        match self.0.last() {
            Some(largest) if n == KEPT => (KEPT - 1) as f64 / (*largest as f64 / u64::MAX as f64),
            _ => n as f64,
        }
    }
}

/// Sketches a text: case, marks and spacing do not matter.
pub fn sketch(text: &str) -> Sketch {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| fnv(w.chars().flat_map(char::to_lowercase)))
        .collect();
    let mut hashes: Vec<u64> = words.windows(WORDS.min(words.len().max(1))).map(mix).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(KEPT);
    Sketch(hashes)
}

/// FNV-1a over code points: stable across machines and releases, which a sketch kept in a casebook needs.
fn fnv(chars: impl Iterator<Item = char>) -> u64 {
    chars.fold(0xcbf2_9ce4_8422_2325, |h, c| (h ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3))
}

/// Folds word hashes into one and scatters the bits (the finaliser of `SplitMix64`).
fn mix(words: &[u64]) -> u64 {
    let h = words.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |h, w| h.rotate_left(17).wrapping_mul(31) ^ w);
    let h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

#[cfg(test)]
mod tests {
    use super::sketch;

    const WIRE: &str = "A rocket struck the bus station of Halmet at dawn on Sunday, killing four travellers and \
        wounding nine, the regional governor said. Witnesses heard two explosions within a minute of each other.";

    #[test]
    fn a_lightly_edited_copy_resembles_its_wire() {
        let copy = WIRE.replace("the regional governor said", "officials said");
        assert!(sketch(WIRE).resemblance(&sketch(&copy)) > 0.5);
    }

    #[test]
    fn another_text_about_the_same_event_does_not() {
        let other =
            "Four people died when the bus station in Halmet was hit on Sunday; nine more are in hospital.";
        assert!(sketch(WIRE).resemblance(&sketch(other)) < 0.2);
    }
}
