//! Reads a compiled layer in place. Enters: its bytes, from the program or from an import. Leaves: rows
//! and lists, or nothing where an offset leads astray. Copies nothing and panics at nothing: a layer from
//! outside is checked as a whole before its first use.

use crate::Error;
use crate::format::{
    COUNTRY, DIVISION, HEADER, LIST, MAGIC, PER_DEGREE, PLACE, SECTIONS, SKELETON, checksum,
};
use fst::raw::{Fst, Node, Output};
use std::ops::Range;
use std::sync::Arc;
use value::PlacePrecision;

#[derive(Clone)]
enum Bytes {
    Embedded(&'static [u8]),
    Owned(Arc<[u8]>),
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Owned(bytes) => bytes,
        }
    }
}

#[derive(Clone)]
struct Section {
    bytes: Bytes,
    range: Range<usize>,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        self.bytes.as_ref().get(self.range.clone()).unwrap_or(&[])
    }
}

impl Section {
    fn number(&self, at: usize) -> Option<u32> {
        number(self.as_ref(), at.checked_mul(4)?)
    }

    fn row(&self, row: usize, width: usize) -> Option<&[u8]> {
        let start = row.checked_mul(width)?;
        self.as_ref().get(start..start.checked_add(width)?)
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// A compiled table of places.
#[derive(Clone)]
pub(crate) struct Layer {
    places: Section,
    divisions: Section,
    values: Section,
    postings: Section,
    heap: Section,
    keys: Fst<Section>,
}

/// One row of a layer.
pub(crate) struct Row<'a> {
    pub(crate) name: &'a str,
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) population: u32,
    pub(crate) precision: PlacePrecision,
    pub(crate) country: &'a str,
    pub(crate) admin1: &'a str,
    pub(crate) admin2: &'a str,
}

impl Layer {
    /// Opens the layer that the program carries, which its tests have checked.
    pub(crate) fn embedded(bytes: &'static [u8]) -> Result<Self, Error> {
        Self::open(&Bytes::Embedded(bytes))
    }

    /// Opens a layer from outside after comparing its checksums.
    pub(crate) fn checked(bytes: Vec<u8>) -> Result<Self, Error> {
        let stored = bytes.get(8..16).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes);
        if stored != Some(checksum(bytes.get(16..).unwrap_or(&[]))) {
            return Err(Error::layer("its checksum does not hold"));
        }
        let layer = Self::open(&Bytes::Owned(bytes.into()))?;
        layer.keys.verify().map_err(|_| Error::layer("its keys do not hold"))?;
        Ok(layer)
    }

    fn open(bytes: &Bytes) -> Result<Self, Error> {
        let all = bytes.as_ref();
        if all.get(..8) != Some(MAGIC) {
            return Err(Error::layer("it is not a layer of this version"));
        }
        let mut sections = Vec::with_capacity(SECTIONS);
        let mut start = HEADER;
        for n in 0..SECTIONS {
            let length = number(all, 16 + 4 * n).ok_or(Error::layer("its header is cut short"))?;
            let end = start.checked_add(length as usize).filter(|end| *end <= all.len());
            let end = end.ok_or(Error::layer("it is cut short"))?;
            sections.push(Section { bytes: bytes.clone(), range: start..end });
            start = end;
        }
        let parts: [Section; SECTIONS] = sections.try_into().map_err(|_| Error::layer("no sections"))?;
        let [places, divisions, values, postings, heap, keys] = parts;
        let keys = Fst::new(keys).map_err(|_| Error::layer("its keys cannot be read"))?;
        Ok(Self { places, divisions, values, postings, heap, keys })
    }

    /// How many places the layer has.
    pub(crate) fn len(&self) -> usize {
        self.places.range.len() / PLACE
    }

    /// How many keys of any kind the layer has.
    pub(crate) fn key_count(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn row(&self, row: u32) -> Option<Row<'_>> {
        let place = self.places.row(row as usize, PLACE)?;
        let packed = number(place, 16)?;
        let division = self.divisions.row((packed & 0x00ff_ffff) as usize, DIVISION)?;
        Some(Row {
            name: self.text(number(place, 12)?)?,
            lat: degrees(number(place, 0)?),
            lon: degrees(number(place, 4)?),
            population: number(place, 8)?,
            precision: *PlacePrecision::ALL.get((packed >> 24) as usize)?,
            country: std::str::from_utf8(division.get(..2)?).ok()?,
            admin1: self.text(number(division, 4)?)?,
            admin2: self.text(number(division, 8)?)?,
        })
    }

    pub(crate) fn text(&self, at: u32) -> Option<&str> {
        let heap = self.heap.as_ref();
        let start = at as usize + 1;
        let length = usize::from(*heap.get(at as usize)?);
        std::str::from_utf8(heap.get(start..start + length)?).ok()
    }

    /// The postings of a folded name: rows, and whether it is the row's main name.
    pub(crate) fn exact(&self, key: &str) -> Vec<(u32, bool)> {
        self.keys.get(key).map(|ordinal| self.behind(ordinal.value())).unwrap_or_default()
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// The postings behind a key's ordinal number.
    pub(crate) fn behind(&self, ordinal: u64) -> Vec<(u32, bool)> {
        let posting = |n: u32| (n >> 1, n & 1 == 1);
        match self.values.number(ordinal as usize) {
            Some(value) if value & LIST == 0 => vec![posting(value)],
            Some(value) => self.list(value).map(posting).collect(),
            None => Vec::new(),
        }
    }

    /// The rows and phones behind a skeleton.
    pub(crate) fn sounding(&self, skeleton: &str) -> Vec<(u32, &str)> {
        let key = [&[SKELETON], skeleton.as_bytes()].concat();
        let value = self.keys.get(key).and_then(|ordinal| self.values.number(ordinal.value() as usize));
        let items: Vec<u32> = value.map(|value| self.list(value).collect()).unwrap_or_default();
        let pairs = items.chunks_exact(2);
        pairs.filter_map(|pair| Some((*pair.first()?, self.text(*pair.last()?)?))).collect()
    }

    /// The row of the country with this code, upper case.
    pub(crate) fn country(&self, code: &str) -> Option<u32> {
        let key = [&[COUNTRY], code.as_bytes()].concat();
        let ordinal = self.keys.get(key)?;
        self.behind(ordinal.value()).first().map(|posting| posting.0)
    }

    fn list(&self, value: u32) -> impl Iterator<Item = u32> {
        let at = (value & !LIST) as usize;
        let length = self.postings.number(at).unwrap_or(0) as usize;
        (at + 1..at + 1 + length).map_while(|n| self.postings.number(n))
    }

    /// The rows whose latitude lies in a range of degrees.
    pub(crate) fn between(&self, south: f64, north: f64) -> Range<u32> {
        self.first_row_at(south)..self.first_row_at(north + 1.0 / PER_DEGREE)
    }

    fn first_row_at(&self, lat: f64) -> u32 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let here = self.places.row(middle, PLACE).and_then(|row| number(row, 0));
            if here.is_some_and(|n| degrees(n) < lat) { low = middle + 1 } else { high = middle }
        }
        low as u32
    }

    /// A walk along the keys from their first letter.
    pub(crate) fn walk(&self) -> Walk<'_> {
        Walk { layer: self, node: self.keys.root(), sum: Output::zero() }
    }
}

fn degrees(number: u32) -> f64 {
    f64::from(number.cast_signed()) / PER_DEGREE
}

/// A position among the keys of a layer, letter by letter.
#[derive(Clone, Copy)]
pub(crate) struct Walk<'a> {
    layer: &'a Layer,
    node: Node<'a>,
    sum: Output,
}

impl Walk<'_> {
    /// Goes on by the letters of a word; nothing where no key goes on so.
    pub(crate) fn step(mut self, word: &str) -> Option<Self> {
        for byte in word.bytes() {
            let arc = self.node.transition(self.node.find_input(byte)?);
            self.sum = self.sum.cat(arc.out);
            self.node = self.layer.keys.node(arc.addr);
        }
        Some(self)
    }

    /// The ordinal number of the key that ends here.
    pub(crate) fn ordinal(&self) -> Option<u64> {
        self.node.is_final().then(|| self.sum.cat(self.node.final_output()).value())
    }

    pub(crate) fn postings(&self) -> Vec<(u32, bool)> {
        self.ordinal().map(|ordinal| self.layer.behind(ordinal)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entry, Gazetteer, build};

    fn layer() -> Vec<u8> {
        let rows = "village\tSY\tIdlib\tHarim\t36.1\t36.5\t10\tMarqatah\tal-Marqata|مرقطة\n\
            village\tIQ\tAnbar\t\t33.1\t43.5\t20\tMarqatah\tTel Baroud\n";
        build(Entry::from_table(rows).unwrap().into_iter()).unwrap()
    }

    proptest::proptest! {
        /// A layer that is wrong within although its checksums hold gives wrong answers or none, and no panic.
        #[test]
        fn a_layer_that_leads_astray_is_survived(at in 0usize..4096, with in 0u8..=255) {
            let mut bytes = layer();
            let keys = number(&bytes, HEADER - 4).unwrap() as usize;
            let at = HEADER + at % (bytes.len() - HEADER - keys);
            bytes[at] = with;
            let sum = checksum(&bytes[16..]);
            bytes[8..16].copy_from_slice(&sum.to_le_bytes());
            let own = Gazetteer::default().with_layer(bytes).unwrap();
            for name in ["Marqatah", "Marqata", "Tell Barud", "مرقطة"] {
                for found in own.lookup(name) {
                    let _ = (own.place(found.id), own.near(found.lat, found.lon, 5.0));
                }
                let _ = own.longest(&[name]);
            }
            let _ = own.country_name("SY");
        }
    }
}
