//! What a user relies on: the right person among relatives and namesakes, the same links in whatever order the rows
//! come, and no panic whatever a list holds. All people are invented.

use person::{Column, Linkage, Register, Trait};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Rows = Vec<Vec<String>>;

const GIVEN: [&str; 12] = [
    "Sami", "Rima", "Khaled", "Nadia", "Yousef", "Salma", "Tariq", "Huda", "Omar", "Layla", "Ziad", "Mariam",
];
const FATHERS: [&str; 8] = ["Ibrahim", "Hassan", "Adel", "Nabil", "Fouad", "Jamal", "Rashid", "Munir"];
const FAMILIES: [&str; 20] = [
    "Darwazi",
    "al-Harzani",
    "Abu Qamrin",
    "Sabbaghin",
    "al-Tuwairi",
    "Mashalqa",
    "Abu Zahrin",
    "Qandusi",
    "al-Rabadi",
    "Shaqrawi",
    "Hindawiya",
    "al-Jabrini",
    "Kilabi",
    "Abu Marwad",
    "Nashwani",
    "al-Dubbani",
    "Farhudi",
    "Zurubi",
    "al-Qasmani",
    "Bulbasi",
];
const COLUMNS: [Option<Column>; 4] = [None, Some(Column::Name), Some(Column::Age), Some(Column::Sex)];

/// Families of four brothers and sisters each, whose names differ in the first part alone.
fn people() -> Rows {
    let mut rows = Vec::new();
    for (n, family) in FAMILIES.iter().enumerate() {
        for child in 0..4 {
            let given = GIVEN[(n * 5 + child * 7) % GIVEN.len()];
            let (father, grandfather) = (FATHERS[n % 8], FATHERS[(n * 3 + 1) % 8]);
            let sex = if (n * 5 + child * 7).is_multiple_of(2) { "m" } else { "f" };
            rows.push(vec![
                format!("p{:03}", rows.len()),
                format!("{given} {father} {grandfather} {family}"),
                (4 + 9 * child).to_string(),
                sex.into(),
            ]);
        }
    }
    rows
}

/// The same people as another list writes them: every third is not there, spellings differ, a part of the name is missing.
fn reported() -> Rows {
    let spelled = |name: &str| {
        name.replace("Khaled", "Khalid")
            .replace("Yousef", "Yusuf")
            .replace("al-", "El ")
            .replace("Abu ", "Abo ")
    };
    let kept = people().into_iter().enumerate().filter(|(n, _)| n % 3 != 0);
    kept.map(|(n, row)| {
        let parts: Vec<&str> = row[1].splitn(4, ' ').collect();
        let name =
            if n % 2 == 0 { row[1].clone() } else { format!("{} {} {}", parts[0], parts[1], parts[3]) };
        vec![row[0].replace('p', "r"), spelled(&name), String::new(), row[3].clone()]
    })
    .collect()
}

fn register(left: &Rows, right: Option<&Rows>) -> Register {
    let mut register = Register::new();
    register.add(&COLUMNS, 0, left);
    if let Some(right) = right {
        register.begin_second();
        register.add(&COLUMNS, 0, right);
    }
    register.close();
    register
}

/// Probabilities by the keys of pairs, to the last bit.
fn links(register: &Register) -> BTreeMap<(String, String), u64> {
    let linkage = Linkage::find(register, &[]);
    let key = |n| register.key(n).to_owned();
    linkage.links().iter().map(|l| ((key(l.left), key(l.right)), l.probability.to_bits())).collect()
}

#[test]
fn brothers_and_sisters_are_told_apart_and_spellings_are_not() {
    let (left, right) = (reported(), people());
    let register = register(&left, Some(&right));
    let linkage = Linkage::find(&register, &[]);
    let sure: Vec<_> = linkage.links().iter().filter(|link| link.probability >= 0.5).collect();
    assert_eq!(sure.len(), left.len());
    for link in sure {
        assert_eq!(register.key(link.left).replace('r', "p"), register.key(link.right));
    }
}

#[test]
fn who_is_not_in_the_other_list_is_not_linked_to_a_brother() {
    let (left, right) = (reported(), people());
    // Each second of those who are reported is taken out of the other list; brothers and sisters stay.
    let absent = |key: &str| key[1..].parse::<usize>().expect("a number") % 2 == 1;
    let right: Rows = right.into_iter().filter(|row| !absent(&row[0])).collect();
    let register = register(&left, Some(&right));
    let linkage = Linkage::find(&register, &[]);
    for link in linkage.links().iter().filter(|link| link.probability >= 0.5) {
        assert!(!absent(register.key(link.left)), "{:?}", linkage.explain(link.left, link.right));
    }
}

#[test]
fn no_listing_has_more_than_one_person_in_a_list_of_persons() {
    let register = register(&reported(), Some(&people()));
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for link in Linkage::find(&register, &[]).links() {
        *sums.entry(link.left).or_default() += link.probability;
    }
    assert!(!sums.is_empty() && sums.values().all(|sum| *sum <= 1.0 + 1e-9));
}

#[test]
fn two_scripts_of_one_name_meet() {
    let rows = |names: &[&str]| -> Rows {
        names
            .iter()
            .enumerate()
            .map(|(n, name)| vec![format!("k{n}"), (*name).to_owned(), String::new(), String::new()])
            .collect()
    };
    let mut latin = vec!["Khaled Ibrahim Darwazi", "Salma Nabil Qandusi"];
    latin.extend(["Olena Shevchuk", "Huda Jamal Farhudi", "Tariq Adel Bulbasi", "Omar Hassan Kilabi"]);
    let mut native = vec!["خالد إبراهيم درويزي", "سلمى نبيل قندوسي"];
    native.extend(["Олена Шевчук", "هدى جمال فرهودي", "طارق عادل بلبسي", "عمر حسن كلابي"]);
    let register = register(&rows(&latin), Some(&rows(&native)));
    let linkage = Linkage::find(&register, &[]);
    for link in linkage.links().iter().filter(|link| link.probability >= 0.5) {
        assert_eq!(register.key(link.left), register.key(link.right));
    }
    let found = linkage.links().iter().filter(|link| register.key(link.left) == register.key(link.right));
    assert!(found.count() >= 5);
}

#[test]
fn an_explanation_adds_up() {
    let register = register(&reported(), Some(&people()));
    let linkage = Linkage::find(&register, &[]);
    for link in linkage.links() {
        let told = linkage.explain(link.left, link.right);
        let sum = told.prior
            + told.weights.iter().map(|w| w.bits).sum::<f64>()
            + told.relatives
            + told.labels
            + told.others;
        let odds = link.probability / (1.0 - link.probability);
        assert!((sum - odds.log2()).abs() < 1e-6, "{told:?}");
        assert!(told.relatives <= 1e-9);
    }
}

#[test]
fn rows_without_key_and_cells_without_sense_are_told_by_row_and_column() {
    let mut register = Register::new();
    let rows: Rows =
        [["", "Rima Hindawiya", "4", "f"], ["a", "Rima Hindawiya", "four", "f"], ["a", "Sami", "5", "x"]]
            .map(|row| row.map(str::to_owned).to_vec())
            .to_vec();
    let told: Vec<(usize, usize)> =
        register.add(&COLUMNS, 0, &rows).iter().map(|t| (t.row, t.column)).collect();
    assert_eq!(told, [(0, 0), (1, 2), (2, 0)]);
    assert_eq!(register.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn links_do_not_depend_on_the_order_of_rows(
        left in Just(reported()).prop_shuffle(),
        right in Just(people()).prop_shuffle(),
    ) {
        let usual = links(&register(&reported(), Some(&people())));
        prop_assert_eq!(links(&register(&left, Some(&right))), usual);
        prop_assert_eq!(links(&register(&right, None)), links(&register(&people(), None)));
    }

    #[test]
    fn no_list_makes_it_panic(rows in prop::collection::vec(prop::collection::vec(".{0,12}", 0..6), 0..24)) {
        let columns = [
            None, Some(Column::Name), Some(Column::Born), Some(Column::FamilyName), Some(Column::Trait(Trait::Place)),
        ];
        let mut register = Register::new();
        register.add(&columns, 0, &rows);
        register.close();
        for link in Linkage::find(&register, &[]).links() {
            prop_assert!(link.left < link.right && (0.0..=1.0).contains(&link.probability));
        }
    }
}
