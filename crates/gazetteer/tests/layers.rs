//! Compiled layers: the same places give the same bytes, damage is found, finer layers go first.

use gazetteer::{Entry, ErrorKind, Gazetteer, build};
use proptest::prelude::*;
use value::PlacePrecision;

fn place(name: &str, lat: f64, lon: f64) -> Entry {
    Entry {
        name: name.into(),
        aliases: vec![format!("{name} Nova")],
        lat,
        lon,
        precision: PlacePrecision::Village,
        country: *b"SY",
        admin1: "Idlib".into(),
        admin2: String::new(),
        population: 0,
    }
}

fn layer() -> Vec<u8> {
    let names = ["Marqatah", "Telbarud", "Qasrun", "Shemsabad", "Wadimarra"];
    let places = names.iter().zip(1..).map(|(name, n)| place(name, 35.0 + f64::from(n) / 10.0, 36.0));
    build(places).expect("five places compile")
}

#[test]
fn the_order_of_the_places_does_not_matter() {
    let places =
        vec![place("Marqatah", 35.1, 36.0), place("Telbarud", 35.2, 36.0), place("Marqatah", 35.1, 36.0)];
    let back: Vec<Entry> = places.iter().rev().cloned().collect();
    assert_eq!(build(places.into_iter()).unwrap(), build(back.into_iter()).unwrap());
}

#[test]
fn what_is_compiled_is_found() {
    let own = Gazetteer::default().with_layer(layer()).unwrap();
    let found = own.lookup("Telbarud Nova");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].lat, found[0].lon, found[0].country.as_str()), (35.2, 36.0, "SY"));
    assert_eq!(found[0].admin1.as_deref(), Some("Idlib"));
    assert_eq!(own.place(found[0].id).unwrap().name, "Telbarud");
    assert_eq!(own.lookup("Tel Baroud")[0].name, "Telbarud");
    assert_eq!(own.len(), 5);
}

#[test]
fn an_imported_layer_shows_its_own_place_instead_of_the_same_one_beneath() {
    let mut finer = place("Al-Mayadin", 35.0195, 40.4535);
    finer.precision = PlacePrecision::Town;
    let world = Gazetteer::embedded().with_layer(build([finer].into_iter()).unwrap()).unwrap();
    let found = world.lookup("al-Mayadin");
    let settled: Vec<_> =
        found.iter().filter(|m| m.precision <= PlacePrecision::City && m.country == "SY").collect();
    assert_eq!(settled.len(), 1);
    assert_eq!(settled[0].name, "Al-Mayadin");
}

#[test]
fn bytes_that_are_no_layer_are_refused_with_a_reason() {
    for bytes in [vec![], b"PK\x03\x04".to_vec(), vec![0; 4096], b"CENGAZ01".to_vec()] {
        let error = Gazetteer::embedded().with_layer(bytes).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Layer);
        assert!(error.to_string().contains("import its source again"), "{error}");
    }
}

#[test]
fn the_embedded_table_is_whole() {
    let bytes = include_bytes!("../../../data/gazetteer/world.bin").to_vec();
    let world = Gazetteer::default().with_layer(bytes).unwrap();
    assert_eq!(world.len(), Gazetteer::embedded().len());
    assert!(world.len() > 240_000);
}

#[test]
fn the_supplement_is_in_the_embedded_table() {
    let table = include_str!("../../../data/gazetteer/supplement.tsv");
    let world = Gazetteer::embedded();
    for entry in Entry::from_table(table).unwrap() {
        let country = str::from_utf8(&entry.country).unwrap();
        let found = world.lookup_in(&entry.name, country);
        let here =
            |m: &gazetteer::Match| gazetteer::distance_km((entry.lat, entry.lon), (m.lat, m.lon)) < 150.0;
        assert!(found.iter().any(here), "{}", entry.name);
    }
}

proptest! {
    #[test]
    fn a_damaged_layer_is_refused(at in 0usize..4096, flip in 1u8..=255, cut in proptest::option::of(0usize..4096)) {
        let whole = layer();
        let mut bytes = whole.clone();
        let at = at % bytes.len();
        bytes[at] ^= flip;
        if let Some(cut) = cut {
            bytes.truncate(cut % whole.len());
        }
        prop_assert!(Gazetteer::default().with_layer(bytes).is_err());
    }

    #[test]
    fn every_place_is_found_by_its_name(
        places in proptest::collection::vec(("[A-Z][a-z]{3,9}", -89.0f64..89.0, -179.0f64..179.0), 1..20),
    ) {
        let entries: Vec<Entry> = places.iter().map(|(name, lat, lon)| place(name, *lat, *lon)).collect();
        let own = Gazetteer::default().with_layer(build(entries.into_iter()).unwrap()).unwrap();
        for (name, lat, lon) in &places {
            let found = own.lookup(name);
            prop_assert!(found.iter().any(|m| (m.lat - lat).abs() < 1e-4 && (m.lon - lon).abs() < 1e-4));
            prop_assert!(own.near(*lat, *lon, 1.0).iter().any(|m| &m.name == name));
        }
    }
}
