//! What a reader of reports relies on: names as reports write them lead to the places they mean.

use gazetteer::{Gazetteer, Match, Quality, distance_km};
use value::PlacePrecision;

fn first(name: &str) -> Match {
    let found = Gazetteer::embedded().lookup(name);
    found.into_iter().next().unwrap_or_else(|| panic!("{name}: nothing"))
}

/// The likeliest place of each spelling lies within some kilometres of a point.
fn all_lead_to(names: &[&str], lat: f64, lon: f64, km: f64) {
    for name in names {
        let found = first(name);
        let far = distance_km((lat, lon), (found.lat, found.lon));
        assert!(far < km, "{name} leads to {} in {}, {far:.0} km off", found.name, found.country);
    }
}

#[test]
fn spellings_of_abu_kamal_are_one_place() {
    let names =
        ["al-Bukamal", "Abu Kamal", "al-BouKamal", "Albu Kamal", "Al Bukamal", "Albukamal", "البوكمال"];
    all_lead_to(&names, 34.45, 40.92, 5.0);
}

#[test]
fn spellings_of_deir_ez_zor_lead_to_the_city_with_the_province_among_the_candidates() {
    for name in [
        "Deir Ezzor",
        "Deir ez-Zor",
        "Dayr az-Zawr",
        "Deir Ezzour",
        "Deir Al-Zor",
        "Deir al-Zour",
        "دير الزور",
    ] {
        all_lead_to(&[name], 35.34, 40.14, 5.0);
        let found = Gazetteer::embedded().lookup(name);
        assert_eq!(found[0].precision, PlacePrecision::City, "{name}");
        let province = |m: &Match| m.precision == PlacePrecision::Province && m.country == "SY";
        assert!(found.iter().any(province), "{name}");
    }
}

#[test]
fn a_word_for_the_kind_of_place_puts_that_kind_first() {
    assert_eq!(first("Deir ez-Zor province").precision, PlacePrecision::Province);
    assert_eq!(first("Idlib governorate").precision, PlacePrecision::Province);
    assert_eq!(first("Raqqa city").precision, PlacePrecision::City);
    assert_eq!(first("the West Bank").precision, PlacePrecision::Province);
    assert_eq!(first("ريف دير الزور").precision, PlacePrecision::Province);
    assert_eq!(first("محافظة إدلب").precision, PlacePrecision::Province);
}

#[test]
fn spellings_of_syrian_and_iraqi_towns() {
    all_lead_to(&["al-Mayadin", "Mayadeen", "al-Mayadeen", "Mayadin"], 35.02, 40.45, 5.0);
    all_lead_to(&["Raqqa", "ar-Raqqah", "Raqa", "الرقة", "Al-Raqqa"], 35.95, 39.01, 5.0);
    all_lead_to(&["Aleppo", "Halab", "حلب"], 36.20, 37.16, 8.0);
    all_lead_to(&["Mosul", "Al Mawsil", "الموصل"], 36.34, 43.12, 8.0);
    all_lead_to(&["Manbij", "Menbij", "Manbej", "منبج"], 36.53, 37.95, 5.0);
    all_lead_to(&["Ma'arrat al-Numan", "Maarat al-Numan", "Maaret al-Noman"], 35.64, 36.67, 5.0);
    all_lead_to(&["Saraqib", "Saraqeb"], 35.86, 36.80, 5.0);
    all_lead_to(&["Khan Sheikhoun", "Khan Shaykhun"], 35.44, 36.65, 5.0);
    all_lead_to(&["Fallujah", "al-Falluja", "الفلوجة"], 33.35, 43.78, 8.0);
}

#[test]
fn villages_of_the_euphrates_are_in_deir_ez_zor() {
    for name in
        ["al-Kashem", "al-Shweit", "al-Dweir", "al-A'shara", "Kashkiya", "Gharanij", "al-Baghuz", "Hajin"]
    {
        let found = first(name);
        assert_eq!(found.country, "SY", "{name}: {found:?}");
        let place = (found.lat, found.lon);
        assert!(distance_km((34.95, 40.55), place) < 75.0, "{name}: {found:?}");
    }
}

#[test]
fn spellings_elsewhere() {
    all_lead_to(&["Khan Younis", "Khan Yunis", "Khan Yunes", "خان يونس"], 31.34, 34.31, 5.0);
    all_lead_to(&["Kyiv", "Kiev", "Київ"], 50.45, 30.52, 10.0);
    all_lead_to(&["Kharkiv", "Kharkov", "Харків"], 49.98, 36.25, 10.0);
    all_lead_to(&["Sana'a", "Sanaa", "San’a", "صنعاء"], 15.35, 44.21, 8.0);
    all_lead_to(&["Taiz", "Ta'izz", "Taizz", "تعز"], 13.58, 44.02, 8.0);
    all_lead_to(&["Bogota", "Bogotá"], 4.61, -74.08, 15.0);
    all_lead_to(&["San Salvador"], 13.69, -89.19, 10.0);
    all_lead_to(&["Nashville", "Nashville's"], 36.17, -86.78, 10.0);
    assert_eq!(first("Nashville").admin1.as_deref(), Some("Tennessee"));
}

#[test]
fn countries_are_known_by_name_and_code() {
    let world = Gazetteer::embedded();
    assert_eq!(world.country_code("Syria").as_deref(), Some("SY"));
    assert_eq!(world.country_code("the UK").as_deref(), Some("GB"));
    assert_eq!(world.country_code("UK").as_deref(), Some("GB"));
    assert_eq!(world.country_name("ye").as_deref(), Some("Yemen"));
    assert_eq!(world.country_name("XX"), None);
    assert_eq!(first("Iraq").precision, PlacePrecision::Country);
    assert_eq!(first("Georgia").precision, PlacePrecision::Country);
}

#[test]
fn a_name_that_nothing_has_finds_nothing() {
    let world = Gazetteer::embedded();
    for name in ["", "   ", "'", "Qxzvbn", "12345"] {
        assert!(world.lookup(name).is_empty(), "{name:?}");
        assert!(!world.has_exact(name), "{name:?}");
    }
}

#[test]
fn a_country_in_mind_prefers_a_variant_there_to_a_namesake_elsewhere() {
    let found = Gazetteer::embedded().lookup_in("Marea", "SY");
    assert!(found.iter().all(|m| m.country == "SY"));
    assert!(matches!(found[0].quality, Quality::Variant { .. } | Quality::Exact));
}

#[test]
fn near_a_point_stand_its_towns_by_distance() {
    let found = Gazetteer::embedded().near(35.02, 40.45, 15.0);
    assert_eq!(found[0].name, "Al Mayādīn");
    let far: Vec<f64> = found.iter().map(|m| distance_km((35.02, 40.45), (m.lat, m.lon))).collect();
    assert!(far.is_sorted() && far.iter().all(|km| *km <= 15.0));
}

/// Respells a name by rules that reports follow one way or the other.
fn respelled(name: &str) -> String {
    let key = gazetteer::fold(name).replace("al ", "el-").replace("iy", "i").replace("ay", "ei");
    key.replace("aws", "ous").replace('q', "k").replace("oo", "ou")
}

/// Of the towns of four countries in the supplement, respelled by rule, nine in ten are still found.
#[test]
fn respelled_names_are_still_found() {
    let table = include_str!("../../../data/gazetteer/supplement.tsv");
    let world = Gazetteer::embedded();
    let (mut all, mut right) = (0, 0);
    for entry in gazetteer::Entry::from_table(table).unwrap() {
        let country = str::from_utf8(&entry.country).unwrap();
        let name = respelled(&entry.name);
        let settled = (PlacePrecision::Neighbourhood..=PlacePrecision::City).contains(&entry.precision);
        let here = ["SY", "IQ", "YE", "PS"].contains(&country);
        if !settled || !here || gazetteer::fold(&name) == gazetteer::fold(&entry.name) {
            continue;
        }
        all += 1;
        let near = |m: &Match| distance_km((entry.lat, entry.lon), (m.lat, m.lon)) < 10.0;
        right += usize::from(world.lookup_in(&name, country).iter().any(near));
    }
    assert!(all > 60 && right * 10 >= all * 9, "{right} of {all}");
}
