//! Laws that hold for every table: names and order change nothing, a seed decides everything, no file makes it panic.

use estimate::{CaptureTable, Method, Sampling, estimate, from_csv};
use proptest::prelude::*;

const QUICK: Sampling = Sampling { seed: 5, chains: 2, burn_in: 50, steps: 300, thinning: 3 };

/// Counts for each history of three to five lists.
fn tables() -> impl Strategy<Value = (usize, Vec<u64>)> {
    (3_usize..=5).prop_flat_map(|lists| {
        let count = prop_oneof![Just(0_u64), 1_u64..6, 1_u64..400];
        (Just(lists), prop::collection::vec(count, (1 << lists) - 1))
    })
}

fn named(prefix: &str, lists: usize) -> Vec<String> {
    (0..lists).map(|list| format!("{prefix}{list}")).collect()
}

fn made(names: Vec<String>, counts: &[u64], place: impl Fn(u32) -> u32) -> CaptureTable {
    let cells = counts.iter().enumerate().map(|(at, count)| (place(at as u32 + 1), *count));
    CaptureTable::new(names, cells).expect("a table")
}

/// Every figure of every estimator, to the bit.
fn figures(table: &CaptureTable) -> Vec<Option<[u64; 6]>> {
    let of = |method| {
        let found = estimate(table, method, &QUICK).ok()?;
        let (all, unlisted) = (found.all, found.unlisted);
        let figures = [all.point, all.lower, all.upper, unlisted.point, unlisted.lower, unlisted.upper];
        Some(figures.map(f64::to_bits))
    };
    Method::ALL.map(of).to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn estimates_do_not_change_when_lists_are_renamed_or_reordered(
        (lists, counts) in tables(),
        shuffle in any::<prop::sample::Index>(),
    ) {
        let order = nth_permutation(lists, shuffle.index(120));
        let moved = |history: u32| (0..lists).map(|list| (history >> list & 1) << order[list]).sum();
        let one = made(named("a", lists), &counts, |history| history);
        let other = made(named("z", lists), &counts, moved);
        prop_assert_eq!(figures(&one), figures(&other));
    }

    #[test]
    fn intervals_hold_their_points_and_nobody_documented_is_lost((lists, counts) in tables()) {
        let table = made(named("a", lists), &counts, |history| history);
        for found in Method::ALL.iter().filter_map(|method| estimate(&table, *method, &QUICK).ok()) {
            let (all, unlisted) = (found.all, found.unlisted);
            prop_assert!(all.point.is_finite() && all.upper.is_finite(), "{found:?}");
            prop_assert!(unlisted.lower >= 0.0 && unlisted.lower <= unlisted.upper, "{found:?}");
            prop_assert!(all.lower >= table.observed() as f64, "{found:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_file_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = from_csv(&bytes);
    }

    #[test]
    fn no_file_that_is_nearly_a_table_makes_it_panic(
        cells in prop::collection::vec(prop_oneof!["[01]", "-?[0-9]{1,21}", "[a-z\",\n]{0,3}", Just("count".to_owned())], 0..60),
        width in 1_usize..6,
    ) {
        let rows: Vec<String> = cells.chunks(width).map(|row| row.join(",")).collect();
        if let Err(bad) = from_csv(format!("a,b,c,d,count\n{}", rows.join("\n")).as_bytes()) {
            prop_assert!(bad.iter().all(|cell| cell.line >= 1 && !cell.what.is_empty()));
        }
    }

    #[test]
    fn a_bad_cell_is_named_by_line_and_column(row in 0_usize..6, column in 0_usize..4, word in "[a-z]{1,8}") {
        let mut cells = vec![vec!["1".to_owned(), "0".to_owned(), "1".to_owned(), "12".to_owned()]; 6];
        cells[row][column].clone_from(&word);
        let rows: Vec<String> = cells.iter().map(|row| row.join(",")).collect();
        let bad = from_csv(format!("x,y,z,count\n{}\n", rows.join("\n")).as_bytes()).expect_err("no table");
        prop_assert_eq!(bad.len(), 1);
        prop_assert_eq!(bad[0].line, row as u64 + 2);
        prop_assert_eq!(bad[0].column.as_deref(), Some(["x", "y", "z", "count"][column]));
        prop_assert!(bad[0].what.contains(&word));
    }
}

#[test]
fn a_seed_decides_everything() {
    let counts = [80, 60, 20, 70, 15, 18, 6];
    let table = made(named("a", 3), &counts, |history| history);
    let run = |seed| estimate(&table, Method::LatentClass, &Sampling { seed, ..QUICK }).expect("an estimate");
    assert_eq!(run(1), run(1));
    assert_ne!(run(1).posterior, run(2).posterior);
}

/// The permutations in the factorial number system.
fn nth_permutation(items: usize, mut nth: usize) -> Vec<usize> {
    let mut left: Vec<usize> = (0..items).collect();
    (0..items)
        .map(|_| {
            let at = nth % left.len();
            nth /= left.len();
            left.remove(at)
        })
        .collect()
}
