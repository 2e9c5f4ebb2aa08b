//! Importing what agencies publish: good lines become places, bad ones are named, and nothing stops the rest.

use gazetteer::{Gazetteer, import_cod_ab, import_geonames};
use value::PlacePrecision;

/// Lines in the shape of a GeoNames dump about invented places.
fn dump() -> String {
    let row = |name: &str, others: &str, at: &str, feature: &str, first: &str, people: &str| {
        format!(
            "1\t{name}\t{name}\t{others}\t{at}\t{feature}\tSY\t\t{first}\t01\t\t\t{people}\t\t\tAsia/Damascus\t2020-01-01"
        )
    };
    [
        row("Wadimarra", "", "35.5\t36.5", "A\tADM1", "77", "0"),
        row("Tell Barmada", "Tal Barmadah,تل برمادة", "35.51\t36.52", "P\tPPL", "77", "4000"),
        row("Nahr Barmada", "", "35.6\t36.6", "H\tSTM", "77", "0"),
        row("Nowhere", "", "north\t36.6", "P\tPPL", "77", "0"),
        "only\tthree\tcolumns".to_owned(),
        row("Mashfa Barmada", "", "35.512\t36.521", "S\tHSP", "77", "0"),
    ]
    .join("\n")
}

#[test]
fn a_geonames_dump_becomes_a_layer() {
    let (bytes, report) = import_geonames(dump().as_bytes()).unwrap();
    assert_eq!((report.read, report.kept, report.skipped, report.bad), (6, 3, 1, 2));
    assert_eq!(report.first_bad[0].0, 4);
    assert!(report.first_bad[0].1.contains("latitude"), "{:?}", report.first_bad);
    assert_eq!(report.first_bad[1], (5, "3 columns, not 19".into()));
    let own = Gazetteer::default().with_layer(bytes).unwrap();
    let town = &own.lookup("تل برمادة")[0];
    assert_eq!((town.name.as_str(), town.precision), ("Tell Barmada", PlacePrecision::Town));
    assert_eq!(town.admin1.as_deref(), Some("Wadimarra"));
    assert_eq!(own.lookup("Mashfa Barmada")[0].precision, PlacePrecision::Landmark);
    assert_eq!(own.lookup("Wadimarra")[0].precision, PlacePrecision::Province);
}

#[test]
fn a_table_of_communities_becomes_a_layer() {
    let table = "ADM1_EN,ADM1_AR,ADM2_EN,ADM3_EN,ADM4_EN,ADM4_AR,ADM4_PCODE,LATITUDE_Y,LONGITUDE_X,Latitude,Longitude\n\
        Wadimarra,وادي مرة,Barmada,Barmada,Kafr Shems,كفر شمس,SY1234,,,35.5,36.5\n\
        Wadimarra,,Barmada,Barmada,,,SY12,,,35.6,36.6\n\
        Wadimarra,,Barmada,,Ain Zor,,SY13,,,,\n";
    let (bytes, report) = import_cod_ab(table.as_bytes()).unwrap();
    assert_eq!((report.read, report.kept, report.bad), (3, 2, 1));
    assert_eq!(report.first_bad[0].0, 4);
    let own = Gazetteer::default().with_layer(bytes).unwrap();
    let village = &own.lookup("كفر شمس")[0];
    assert_eq!((village.name.as_str(), village.precision), ("Kafr Shems", PlacePrecision::Village));
    assert_eq!((village.admin1.as_deref(), village.admin2.as_deref()), (Some("Wadimarra"), Some("Barmada")));
    assert_eq!(own.lookup("Barmada")[0].precision, PlacePrecision::Subdistrict);
}

#[test]
fn headers_of_other_years_are_understood() {
    let table = "admin1Name_en,admin1Name_ar,admin1Pcode,lat,lon\nWadimarra,وادي مرة,SY01,35.5,36.5\n";
    let (bytes, _) = import_cod_ab(table.as_bytes()).unwrap();
    let own = Gazetteer::default().with_layer(bytes).unwrap();
    assert_eq!(own.lookup("وادي مرة")[0].name, "Wadimarra");
    assert_eq!(own.lookup("Wadimarra province")[0].precision, PlacePrecision::Province);
}

#[test]
fn what_is_no_such_table_is_refused_with_a_reason() {
    let told = |result: Result<(Vec<u8>, gazetteer::ImportReport), gazetteer::Error>| {
        result.unwrap_err().to_string()
    };
    assert!(told(import_geonames(&b"hello\nworld\n"[..])).contains("19 columns"));
    assert!(told(import_cod_ab(&b"a,b\n1,2\n"[..])).contains("latitude"));
    assert!(told(import_cod_ab(&b"lat,lon\n1,2\n"[..])).contains("ADM1_EN"));
}

proptest::proptest! {
    /// Any bytes are read to the end: an import answers, or says why not.
    #[test]
    fn no_input_stops_an_import(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let _ = import_cod_ab([&b"ADM1_EN,ADM1_PCODE,lat,lon\n"[..], &bytes].concat().as_slice());
        let good = dump();
        let (_, report) = import_geonames([good.as_bytes(), b"\n", &bytes].concat().as_slice()).unwrap();
        proptest::prop_assert!(report.kept >= 3);
    }
}
