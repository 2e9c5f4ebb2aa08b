//! What a user relies on: estimates of invented populations whose size is known, closed forms, refusals, warnings.

use estimate::{Answer, CaptureTable, Diagnostics, Estimate, Method, Sampling, estimate};

/// Quick chains: enough for figures that are checked to a few per cent.
const QUICK: Sampling = Sampling { seed: 1, chains: 3, burn_in: 2_000, steps: 20_000, thinning: 10 };

fn table(lists: usize, counts: &[(u32, u64)]) -> CaptureTable {
    let names = (0..lists).map(|list| format!("list {list}")).collect();
    CaptureTable::new(names, counts.iter().copied()).expect("a table")
}

/// The counts that people of several kinds would have on average: for each kind how many there are, and the rate at
/// which each list finds them.
fn expected(kinds: &[(f64, &[f64])]) -> CaptureTable {
    let lists = kinds[0].1.len();
    let share = |history: u32, rates: &[f64]| -> f64 {
        let factor = |(list, rate): (usize, &f64)| if history >> list & 1 == 1 { *rate } else { 1.0 - rate };
        rates.iter().enumerate().map(factor).product()
    };
    let count =
        |history: u32| kinds.iter().map(|(people, rates)| people * share(history, rates)).sum::<f64>();
    let counts: Vec<(u32, u64)> =
        (1..1 << lists).map(|history| (history, count(history).round() as u64)).collect();
    table(lists, &counts)
}

fn by(table: &CaptureTable, method: Method) -> Estimate {
    estimate(table, method, &QUICK).expect("an estimate")
}

fn answer(table: &CaptureTable) -> Answer {
    Answer::new(table, Method::ALL.map(|method| estimate(table, method, &QUICK)))
}

#[test]
fn two_lists_give_petersens_estimate() {
    // 200 on the first, 150 on the second, 50 on both: 200 × 150 / 50 = 600.
    let table = table(2, &[(0b01, 150), (0b10, 100), (0b11, 50)]);
    let found = by(&table, Method::LogLinear);
    assert!((found.all.point - 600.0).abs() < 0.01, "{found:?}");
    assert!((found.unlisted.point - 300.0).abs() < 0.01);
    assert!(found.all.lower > 480.0 && found.all.upper < 760.0, "{found:?}");
}

#[test]
fn with_two_lists_the_answer_says_so_first_and_bayesian_models_refuse() {
    let answer = answer(&table(2, &[(0b01, 150), (0b10, 100), (0b11, 50)]));
    assert!(answer.warnings[0].contains("fewer than three"), "{:?}", answer.warnings);
    let refused: Vec<Method> = answer.refused.iter().map(|refusal| refusal.name).collect();
    assert_eq!(refused, [Method::LatentClass, Method::GraphicalBma]);
    assert!(answer.agreement.starts_with("one"));
}

#[test]
fn independent_lists_are_estimated_alike_by_all() {
    let table = expected(&[(3000.0, &[0.3, 0.25, 0.35, 0.2])]);
    for method in Method::ALL {
        let found = by(&table, method);
        assert!((found.all.point / 3000.0 - 1.0).abs() < 0.03, "{method:?}: {found:?}");
        assert!(found.all.lower < 3000.0 && found.all.upper > 3000.0, "{method:?}: {found:?}");
    }
    assert!(answer(&table).agreement.starts_with("agree"));
}

#[test]
fn people_who_are_hard_to_find_are_not_forgotten_by_latent_classes() {
    let table = expected(&[(800.0, &[0.7, 0.6, 0.65, 0.7, 0.6]), (1200.0, &[0.15, 0.2, 0.1, 0.2, 0.15])]);
    let found = by(&table, Method::LatentClass);
    assert!((found.all.point / 2000.0 - 1.0).abs() < 0.06, "{found:?}");
    // As if all were alike: too few by far.
    let alike = by(&table, Method::ChaoLowerBound);
    assert!(alike.all.point < found.all.upper, "a lower bound");
}

#[test]
fn a_pair_of_lists_that_depend_on_each_other_is_found() {
    // The second list was partly made from the first.
    let mut counts: Vec<(u32, u64)> = expected(&[(4000.0, &[0.3, 0.1, 0.25, 0.3])]).cells().collect();
    for cell in &mut counts {
        if cell.0 & 0b11 == 0b11 {
            cell.1 *= 4;
        }
    }
    let table = table(4, &counts);
    let graphs = by(&table, Method::GraphicalBma);
    let Diagnostics::GraphicalBma(averaging) = &graphs.diagnostics else { panic!("{graphs:?}") };
    let of = |a: &str, b: &str| {
        let pair =
            |(x, y, _): &&(String, String, f64)| [x.as_str(), y] == [a, b] || [x.as_str(), y] == [b, a];
        averaging.dependences.iter().find(pair).map_or(0.0, |found| found.2)
    };
    assert!(of("list 0", "list 1") > 0.95 && of("list 2", "list 3") < 0.3, "{averaging:?}");
    let Diagnostics::LogLinear(choice) = by(&table, Method::LogLinear).diagnostics else {
        panic!("a choice")
    };
    assert!(choice.model.iter().any(|lists| {
        lists.len() == 2 && lists.contains(&"list 0".to_owned()) && lists.contains(&"list 1".to_owned())
    }));
}

#[test]
fn a_table_for_which_no_estimate_exists_is_refused() {
    // Nobody is on two lists.
    let answer = answer(&table(3, &[(1, 40), (2, 30), (4, 20)]));
    assert!(answer.estimators.is_empty() && answer.refused.len() == 4);
    assert!(answer.refused.iter().all(|refusal| refusal.reason.contains("nobody is on two lists")));
    assert!(answer.agreement.starts_with("none"));
}

#[test]
fn thin_overlaps_lists_apart_and_lists_covered_are_told_first() {
    let thin = answer(&table(3, &[(1, 900), (2, 800), (4, 700), (3, 9), (5, 8)]));
    let told = |answer: &Answer, words: &str| answer.warnings.iter().any(|warning| warning.contains(words));
    assert!(told(&thin, "overlaps are thin") && told(&thin, "nobody is on both of list 1 and list 2"));
    let covered = answer(&table(3, &[(1, 300), (4, 250), (3, 100), (5, 60), (7, 20)]));
    assert!(told(&covered, "list 0 covers list 1"), "{:?}", covered.warnings);
    let fine = answer(&expected(&[(3000.0, &[0.3, 0.25, 0.35, 0.2])]));
    assert!(fine.warnings.is_empty(), "{:?}", fine.warnings);
}

#[test]
fn documented_and_estimated_stay_apart() {
    let answer = answer(&expected(&[(3000.0, &[0.3, 0.25, 0.35, 0.2])]));
    let json = serde_json::to_value(&answer).expect("JSON");
    assert_eq!(json["observed"], answer.observed);
    for one in json["estimators"].as_array().expect("estimators") {
        let keys = ["name", "point", "lower", "upper", "level", "diagnostics", "unlisted", "explanation"];
        assert!(keys.iter().all(|key| one.get(key).is_some()), "{one}");
        let (all, unlisted) = (one["point"].as_f64(), one["unlisted"]["point"].as_f64());
        let documented = all.zip(unlisted).map(|(all, unlisted)| all - unlisted);
        assert!(documented.is_some_and(|documented| (documented - answer.observed as f64).abs() < 1e-6));
    }
    assert_eq!(json["estimators"][0]["name"], "latent_class");
    assert!(json["estimators"][0]["diagnostics"]["rhat"].is_number());
}

#[test]
fn drawings_show_every_estimator_and_escape_names() {
    let names = vec!["a<b".to_owned(), "c&d".to_owned(), "e".to_owned()];
    let table = CaptureTable::new(names, [(1, 100), (2, 90), (4, 80), (3, 20), (5, 15), (6, 18), (7, 5)])
        .expect("a table");
    let overlaps = estimate::plot::overlaps(&table);
    assert!(
        overlaps.contains("a&lt;b: 140") && overlaps.contains("c&amp;d: 133") && !overlaps.contains("a<b")
    );
    let answer = answer(&table);
    let estimates = estimate::plot::estimates(&answer);
    assert!(Method::ALL.iter().all(|method| estimates.contains(method.title())));
    assert!(estimates.contains("documented: 328"));
}
