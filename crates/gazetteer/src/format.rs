//! The shape of a compiled layer, shared by the one who writes it and the one who reads it in place.
//! Enters and leaves: numbers. All numbers are little-endian.
//!
//! | section   | holds                                                                                |
//! |-----------|--------------------------------------------------------------------------------------|
//! | header    | magic (8 bytes), checksum of what follows (8), six section lengths (4 each)          |
//! | places    | rows of 20 bytes by latitude: lat, lon (10⁻⁵ degrees), population, name, division and kind |
//! | divisions | rows of 12 bytes: country (2 bytes and 2 of nothing), admin1, admin2                 |
//! | values    | one number a key, in the order of the keys                                           |
//! | postings  | lists, each begun by its length                                                      |
//! | heap      | strings, each begun by a byte that has its length; the one at 0 is empty             |
//! | keys      | an `fst` from key to its ordinal number                                              |
//!
//! Names, divisions' names and phones are offsets into the heap. A key is a folded name; after the byte
//! [`SKELETON`] a skeleton; after [`COUNTRY`] a country's code. The value of a folded name is either one
//! posting (the place's row doubled, plus 1 for a main name) or, with [`LIST`] set, the offset of a list
//! of such. The value of a skeleton is the offset of a list of pairs: row, phones.

pub(crate) const MAGIC: &[u8; 8] = b"CENGAZ01";
pub(crate) const SECTIONS: usize = 6;
pub(crate) const HEADER: usize = 16 + 4 * SECTIONS;
pub(crate) const PLACE: usize = 20;
pub(crate) const DIVISION: usize = 12;
pub(crate) const SKELETON: u8 = 1;
pub(crate) const COUNTRY: u8 = 2;
pub(crate) const LIST: u32 = 1 << 31;
/// Degrees are kept as multiples of this fraction.
pub(crate) const PER_DEGREE: f64 = 1e5;

/// The 64-bit FNV-1a hash (Fowler, Noll, Vo), taken eight bytes at a time. It finds damage, not malice.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(0xcbf2_9ce4_8422_2325, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29)
    })
}
