//! From draws of a linkage to estimates: strata, sparse ones, and the uncertainty that goes along.

use estimate::{LinkageDraw, Listed, Method, Sampling, Stratum, pooled, strata};

const QUICK: Sampling = Sampling { seed: 1, chains: 2, burn_in: 1_000, steps: 8_000, thinning: 8 };

/// Listings of invented people: for each history so many. Below `apart`, people of the first history on two lists are
/// taken for two people each, as a doubtful link would have it.
fn draw(histories: &[(u32, u64)], apart: u64, stratum: &str) -> Vec<Listed> {
    let (mut listings, mut person) = (Vec::new(), 0);
    for (history, count) in histories {
        for n in 0..*count {
            person += 1;
            for list in (0..8).filter(|list| history >> list & 1 == 1) {
                if history.count_ones() > 1 && n < apart {
                    person += 1;
                }
                listings.push(Listed { person, list, stratum: stratum.to_owned() });
            }
        }
    }
    listings
}

const HISTORIES: [(u32, u64); 7] = [(1, 150), (2, 120), (4, 100), (3, 45), (5, 40), (6, 30), (7, 12)];

fn names() -> Vec<String> {
    ["clinic", "press", "survey"].map(str::to_owned).to_vec()
}

fn stratum(draws: &[u64]) -> Stratum {
    let draws: Vec<LinkageDraw> = draws
        .iter()
        .map(|apart| LinkageDraw { weight: 1.0, listings: draw(&HISTORIES, *apart, "") })
        .collect();
    strata(&names(), &draws).expect("strata").remove(0)
}

#[test]
fn draws_that_agree_give_the_table_and_its_plain_estimate() {
    let stratum = stratum(&[0, 0, 0]);
    assert_eq!(stratum.tables.len(), 1);
    let (table, weight) = &stratum.tables[0];
    assert_eq!(
        table.cells().collect::<Vec<_>>(),
        [(1, 150), (2, 120), (3, 45), (4, 100), (5, 40), (6, 30), (7, 12)]
    );
    assert!((weight - 1.0).abs() < 1e-12);
    let plain = estimate::estimate(table, Method::LogLinear, &QUICK);
    assert_eq!(pooled(&stratum.tables, Method::LogLinear, &QUICK), plain);
}

#[test]
fn doubtful_links_widen_the_interval() {
    for method in Method::ALL {
        let sure = pooled(&stratum(&[6, 6]).tables, method, &QUICK).expect("an estimate");
        let doubtful = pooled(&stratum(&[0, 3, 6, 9, 12]).tables, method, &QUICK).expect("an estimate");
        let width = |one: &estimate::Estimate| (one.unlisted.upper / one.unlisted.lower).ln();
        assert!(width(&doubtful) > width(&sure), "{method:?}: {sure:?} {doubtful:?}");
        assert!(doubtful.explanation.contains("5 ways of linking"), "{}", doubtful.explanation);
    }
}

#[test]
fn weights_decide_between_draws() {
    let of = |weights: [f64; 2]| {
        let draws = [0, 12].into_iter().zip(weights);
        let draws: Vec<LinkageDraw> = draws
            .map(|(apart, weight)| LinkageDraw { weight, listings: draw(&HISTORIES, apart, "") })
            .collect();
        let stratum = strata(&names(), &draws).expect("strata").remove(0);
        pooled(&stratum.tables, Method::GraphicalBma, &QUICK).expect("an estimate").unlisted.point
    };
    // More links undone: fewer overlaps, and more who were missed.
    assert!(of([99.0, 1.0]) < of([1.0, 1.0]) && of([1.0, 1.0]) < of([1.0, 99.0]));
}

#[test]
fn sparse_strata_are_refused_with_the_reason() {
    let mut listings = draw(&HISTORIES, 0, "2031-05");
    listings.extend(draw(&[(1, 9), (2, 7), (4, 6), (3, 2), (5, 1)], 0, "2031-06").into_iter().map(
        |mut listed| {
            listed.person += 100_000;
            listed
        },
    ));
    listings.extend(draw(&[(1, 90), (2, 70), (3, 40)], 0, "2031-07").into_iter().map(|mut listed| {
        listed.person += 200_000;
        listed
    }));
    let strata = strata(&names(), &[LinkageDraw { weight: 1.0, listings }]).expect("strata");
    let said: Vec<(&str, Option<String>)> =
        strata.iter().map(|one| (one.name.as_str(), one.too_sparse())).collect();
    assert_eq!(said[0], ("2031-05", None));
    assert_eq!(said[1].1.as_deref(), Some("3 of its people are on more than one list; it takes 10"));
    assert_eq!(said[2].1.as_deref(), Some("2 of its lists hold anybody; it takes 3"));
    let refusals = strata[1].refusals().expect("refusals");
    assert!(refusals.len() == 4 && refusals[0].reason.starts_with("too sparse: 3 of its people"));
    assert_eq!(strata[1].observed(), (25, 25));
}

#[test]
fn a_person_with_several_strata_belongs_to_the_one_told_most() {
    let listed = |person, list, stratum: &str| Listed { person, list, stratum: stratum.to_owned() };
    let listings =
        vec![listed(1, 0, "b"), listed(1, 1, "a"), listed(1, 2, "b"), listed(2, 0, "b"), listed(2, 1, "a")];
    let strata = strata(&names(), &[LinkageDraw { weight: 1.0, listings }]).expect("strata");
    let found: Vec<(&str, Vec<(u32, u64)>)> =
        strata.iter().map(|one| (one.name.as_str(), one.tables[0].0.cells().collect())).collect();
    assert_eq!(found, [("a", vec![(0b011, 1)]), ("b", vec![(0b111, 1)])]);
}

#[test]
fn draws_that_do_not_fit_are_refused() {
    let listed = Listed { person: 1, list: 3, stratum: String::new() };
    let bad = [
        strata(&names(), &[]),
        strata(&names(), &[LinkageDraw { weight: 0.0, listings: Vec::new() }]),
        strata(&names(), &[LinkageDraw { weight: 1.0, listings: vec![listed] }]),
    ];
    assert!(
        bad.iter()
            .all(|bad| bad.as_ref().is_err_and(|error| error.kind() == estimate::ErrorKind::BadLinkage))
    );
}
