//! What holds of persons whatever the lists say: what was decided, that nobody is twice on a unique list, and that draws are
//! as likely as the probabilities say.

use person::{Decided, Persons, Tie};
use proptest::prelude::*;
use std::collections::BTreeSet;

const LISTINGS: usize = 12;

/// Which list each listing stands on: three lists, of which the first two are unique.
fn unique() -> Vec<Option<u32>> {
    (0..LISTINGS as u32).map(|n| [Some(0), Some(1), None][n as usize % 3]).collect()
}

fn ties() -> impl Strategy<Value = Vec<Tie>> {
    let tie = (0..LISTINGS, 0..LISTINGS, -5.0..8.0f64);
    let ties = prop::collection::vec(tie, 0..18);
    ties.prop_map(|ties| {
        let mut seen = BTreeSet::new();
        let ordered = ties.into_iter().map(|(a, b, log_odds)| Tie { a: a.min(b), b: a.max(b), log_odds });
        ordered.filter(|tie| tie.a != tie.b && seen.insert((tie.a, tie.b))).collect()
    })
}

fn decisions() -> impl Strategy<Value = Vec<Decided>> {
    let decided = (0..LISTINGS, 0..LISTINGS, any::<bool>());
    prop::collection::vec(decided.prop_map(|(a, b, same)| Decided { a, b, same }), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_decision_always_holds_or_is_told_to_contradict_later_ones(ties in ties(), decisions in decisions(), seed: u64) {
        let persons = Persons::find(&unique(), &ties, &decisions);
        let set_aside: BTreeSet<usize> = persons.conflicts().iter().map(|conflict| conflict.set_aside).collect();
        for linkage in [persons.likeliest(), persons.draw(seed)] {
            for (n, decided) in decisions.iter().enumerate().filter(|(_, decided)| decided.a != decided.b) {
                let holds = (linkage[decided.a] == linkage[decided.b]) == decided.same;
                prop_assert!(holds || set_aside.contains(&n), "{n} of {decisions:?}");
            }
        }
        for conflict in persons.conflicts() {
            prop_assert!(!conflict.against.is_empty());
            prop_assert!(conflict.against.iter().all(|later| *later > conflict.set_aside));
        }
    }

    #[test]
    fn nobody_is_twice_on_a_unique_list_unless_somebody_decided_so(ties in ties(), decisions in decisions(), seed: u64) {
        let unique = unique();
        let persons = Persons::find(&unique, &ties, &decisions);
        let bare = Persons::find(&unique, &[], &decisions).likeliest();
        for linkage in [persons.likeliest(), persons.draw(seed)] {
            for a in 0..LISTINGS {
                for b in a + 1..LISTINGS {
                    let twice = linkage[a] == linkage[b] && unique[a].is_some() && unique[a] == unique[b];
                    prop_assert!(!twice || bare[a] == bare[b], "{a} and {b}");
                }
            }
        }
    }

    #[test]
    fn draws_agree_with_the_probabilities(ties in ties()) {
        let persons = Persons::find(&unique(), &ties, &[]);
        let draws: Vec<Vec<usize>> = (0..600).map(|seed| persons.draw(seed)).collect();
        let pairs = persons.pairs();
        for a in 0..LISTINGS {
            for b in a + 1..LISTINGS {
                let told = pairs.iter().find(|link| (link.left, link.right) == (a, b));
                let told = told.map_or(0.0, |link| link.probability);
                let seen = draws.iter().filter(|draw| draw[a] == draw[b]).count() as f64 / 600.0;
                // Five standard errors of a share of 600 draws.
                let error = (told * (1.0 - told) / 600.0).sqrt().max(0.002);
                prop_assert!((told - seen).abs() < 5.0 * error, "{a} {b}: {told} {seen}");
            }
        }
    }

    #[test]
    fn ties_and_decisions_about_nobody_are_passed_over(ties in ties(), far in LISTINGS..1000usize, log_odds: f64) {
        let odd = [Tie { a: 0, b: far, log_odds }, Tie { a: 1, b: 1, log_odds }];
        let with = Persons::find(&unique(), &[&ties[..], &odd].concat(), &[Decided { a: far, b: 0, same: true }]);
        let without = Persons::find(&unique(), &ties, &[]);
        prop_assert_eq!(with.pairs(), without.pairs());
        prop_assert_eq!(with.likeliest(), without.likeliest());
    }
}

#[test]
fn many_claims_on_each_other_are_settled_by_the_sampler() {
    // Thirty listings of a unique list, each likely the one of the same place on another, and perhaps its neighbour.
    let unique: Vec<Option<u32>> = (0..60).map(|n| Some(n / 30)).collect();
    let near = |n: usize| (0..30).map(move |m| Tie { a: m, b: 30 + (m + n) % 30, log_odds: [5.0, 1.0][n] });
    let ties: Vec<Tie> = near(0).chain(near(1)).collect();
    let persons = Persons::find(&unique, &ties, &[]);
    let likeliest = persons.likeliest();
    assert!((0..30).all(|n| likeliest[30 + n] == n), "{likeliest:?}");
    for link in persons.pairs() {
        let own = link.right - link.left == 30;
        assert!(own == (link.probability > 0.5), "{link:?}");
    }
    // Decided otherwise, one neighbour gives way to the next, all round.
    let shifted = Persons::find(&unique, &ties, &[Decided { a: 0, b: 31, same: true }]).likeliest();
    assert_eq!((shifted[31], shifted[1]), (0, 1));
}
