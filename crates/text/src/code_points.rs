//! From byte offsets to code-point offsets, as the contract prints them.

/// How many bytes lie between two noted positions; a look-up counts at most this many bytes.
const STRIDE: usize = 128;

/// Maps byte offsets of one text to code-point offsets.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `i * STRIDE`; empty where the text is ASCII and the two offsets are one.
    noted: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    /// Reads the text once.
    pub fn new(text: &'t str) -> Self {
        let mut noted = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for (i, byte) in text.bytes().enumerate() {
                if i % STRIDE == 0 {
                    noted.push(count);
                }
                count += u32::from(starts_char(byte));
            }
        }
        Self { text, noted }
    }

    /// The number of code points before byte `offset`; an offset past the end counts as the end.
    ///
    /// ```
    /// assert_eq!(text::CodePoints::new("قتل 7").at("قتل ".len()), 4);
    /// ```
    pub fn at(&self, offset: usize) -> u32 {
        let offset = offset.min(self.text.len());
        let Some(&before) = self.noted.get(offset / STRIDE).or(self.noted.last()) else {
            return offset as u32;
        };
        let from = (offset / STRIDE).min(self.noted.len() - 1) * STRIDE;
        let more = self.text.as_bytes()[from..offset].iter().filter(|b| starts_char(**b)).count();
        before + more as u32
    }
}

/// Whether a byte begins a character: every byte of UTF-8 that is no continuation byte does.
fn starts_char(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::CodePoints;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_boundary_is_counted_as_python_counts_it(s in "\\PC{0,400}") {
            let map = CodePoints::new(&s);
            for (n, (byte, _)) in s.char_indices().enumerate() {
                prop_assert_eq!(map.at(byte) as usize, n);
            }
            prop_assert_eq!(map.at(s.len()) as usize, s.chars().count());
        }
    }
}
