//! Compiles places into the binary that [`crate::Gazetteer`] reads in place. Enters: entries in any order.
//! Leaves: bytes that depend on nothing but the set of entries. Writes no file.

use crate::format::{COUNTRY, HEADER, LIST, MAGIC, PER_DEGREE, SKELETON, checksum};
use crate::{Error, entry::Entry, names};
use fst::raw::Builder;
use std::collections::HashMap;
use value::PlacePrecision;

/// Compiles places into a layer. The same places in any order give the same bytes.
///
/// # Errors
/// Fails when the places, their names or their divisions are more than the format holds (2³⁰ places,
/// 4 GB of names, 2²⁴ divisions).
pub fn build(places: impl Iterator<Item = Entry>) -> Result<Vec<u8>, Error> {
    let mut places: Vec<Entry> = places.collect();
    places.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.aliases.cmp(&b.aliases)));
    places.dedup();
    if places.len() >= 1 << 30 {
        return Err(Error::too_large());
    }
    let mut layer = Writer::new();
    for (row, place) in (0..).zip(&places) {
        layer.place(row, place)?;
    }
    layer.finish()
}

/// Rows stand by latitude, so that what is near a point stands together.
fn rank(place: &Entry) -> (i32, i32, &str, PlacePrecision, u32, &str, &str) {
    let (lat, lon) = (fixed(place.lat), fixed(place.lon));
    (lat, lon, &place.name, place.precision, place.population, &place.admin1, &place.admin2)
}

fn fixed(degrees: f64) -> i32 {
    (degrees * PER_DEGREE).round() as i32
}

struct Writer {
    places: Vec<u8>,
    divisions: Vec<u8>,
    division_at: HashMap<(u32, u32, [u8; 2]), u32>,
    heap: Vec<u8>,
    heap_at: HashMap<String, u32>,
    exact: Vec<(Vec<u8>, u32)>,
    sounds: Vec<(Vec<u8>, u32, u32)>,
}

impl Writer {
    fn new() -> Self {
        Self {
            places: Vec::new(),
            divisions: Vec::new(),
            division_at: HashMap::new(),
            heap: vec![0],
            heap_at: HashMap::from([(String::new(), 0)]),
            exact: Vec::new(),
            sounds: Vec::new(),
        }
    }

    fn place(&mut self, row: u32, place: &Entry) -> Result<(), Error> {
        let name = self.text(&place.name)?;
        let division = self.division(place)?;
        let kind = PlacePrecision::ALL.iter().position(|p| *p == place.precision).unwrap_or(0) as u32;
        for part in
            [fixed(place.lat).cast_unsigned(), fixed(place.lon).cast_unsigned(), place.population, name]
        {
            self.places.extend(part.to_le_bytes());
        }
        self.places.extend((division | kind << 24).to_le_bytes());
        self.keys(row, place);
        for (skeleton, phones) in names::sounds(place) {
            let at = self.text(&phones)?;
            self.sounds.push((prefixed(SKELETON, skeleton.as_bytes()), row, at));
        }
        Ok(())
    }

    fn keys(&mut self, row: u32, place: &Entry) {
        let main = names::own_keys(place, &place.name).len();
        for (n, key) in names::exact_keys(place).into_iter().enumerate() {
            self.exact.push((key.into_bytes(), row << 1 | u32::from(n < main)));
        }
        if place.precision == PlacePrecision::Country {
            self.exact.push((prefixed(COUNTRY, &place.country), row << 1 | 1));
        }
    }

    fn division(&mut self, place: &Entry) -> Result<u32, Error> {
        let key = (self.text(&place.admin1)?, self.text(&place.admin2)?, place.country);
        let next = self.division_at.len() as u32;
        let at = *self.division_at.entry(key).or_insert(next);
        if at == next {
            self.divisions.extend([place.country[0], place.country[1], 0, 0]);
            self.divisions.extend(key.0.to_le_bytes());
            self.divisions.extend(key.1.to_le_bytes());
        }
        if at < 1 << 24 { Ok(at) } else { Err(Error::too_large()) }
    }

    fn text(&mut self, text: &str) -> Result<u32, Error> {
        if let Some(at) = self.heap_at.get(text) {
            return Ok(*at);
        }
        let at = u32::try_from(self.heap.len()).map_err(|_| Error::too_large())?;
        let mut end = text.len().min(255);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.heap.push(end as u8);
        self.heap.extend(&text.as_bytes()[..end]);
        self.heap_at.insert(text.to_owned(), at);
        Ok(at)
    }

    fn finish(mut self) -> Result<Vec<u8>, Error> {
        let mut lists = Lists::default();
        self.sounds.sort_unstable();
        self.sounds.dedup();
        for same in self.sounds.chunk_by(|a, b| a.0 == b.0) {
            lists.push(&same[0].0, same.iter().flat_map(|s| [s.1, s.2]), true)?;
        }
        self.exact.sort_unstable();
        // A name that is both main and alias of one place is the main one.
        self.exact.dedup_by(|later, kept| {
            later.0 == kept.0 && later.1 >> 1 == kept.1 >> 1 && {
                kept.1 |= later.1;
                true
            }
        });
        for same in self.exact.chunk_by(|a, b| a.0 == b.0) {
            lists.push(&same[0].0, same.iter().map(|s| s.1), same.len() > 1)?;
        }
        let keys = lists.keys()?;
        assemble(&[
            self.places,
            self.divisions,
            bytes_of(&lists.values),
            bytes_of(&lists.postings),
            self.heap,
            keys,
        ])
    }
}

fn prefixed(first: u8, rest: &[u8]) -> Vec<u8> {
    [&[first], rest].concat()
}

/// The keys with what stands behind each.
#[derive(Default)]
struct Lists {
    named: Vec<(Vec<u8>, u32)>,
    values: Vec<u32>,
    postings: Vec<u32>,
}

impl Lists {
    fn push(&mut self, key: &[u8], items: impl Iterator<Item = u32>, as_list: bool) -> Result<(), Error> {
        let at =
            u32::try_from(self.postings.len()).ok().filter(|at| *at < LIST).ok_or_else(Error::too_large)?;
        let items: Vec<u32> = items.collect();
        let value = if as_list { LIST | at } else { items.first().copied().unwrap_or(0) };
        if as_list {
            self.postings.push(items.len() as u32);
            self.postings.extend(items);
        }
        self.named.push((key.to_vec(), value));
        Ok(())
    }

    fn keys(&mut self) -> Result<Vec<u8>, Error> {
        self.named.sort_unstable();
        let mut keys = Builder::memory();
        for (ordinal, (key, value)) in (0..).zip(&self.named) {
            keys.insert(key, ordinal).map_err(|_| Error::too_large())?;
            self.values.push(*value);
        }
        keys.into_inner().map_err(|_| Error::too_large())
    }
}

fn bytes_of(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}

fn assemble(sections: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
    let mut body = Vec::with_capacity(HEADER + sections.iter().map(Vec::len).sum::<usize>());
    for section in sections {
        let length = u32::try_from(section.len()).map_err(|_| Error::too_large())?;
        body.extend(length.to_le_bytes());
    }
    for section in sections {
        body.extend(section);
    }
    let sum = checksum(&body);
    Ok([&MAGIC[..], &sum.to_le_bytes(), &body].concat())
}
