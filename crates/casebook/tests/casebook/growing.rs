//! What one report more changes, and that it is what deriving everything anew gives.

use crate::desk::*;
use casebook::{Casebook, Decision};
use proptest::prelude::*;
use std::fmt::Write;

/// An invented report, drawn from few days, towns, parties and tolls, so that much hangs together.
fn report() -> impl Strategy<Value = String> {
    (0..5_usize, 0..3_usize, 1..5_u8, 0..6_u8, 0..4_u8, 0..2_u8).prop_map(
        |(town, day, killed, injured, style, publisher)| {
            let town = ["Raqqa", "Idlib", "Aleppo", "Palmyra", "Homs"][town];
            let (weekday, day) = [("Monday", 13), ("Tuesday", 14), ("Friday", 17)][day];
            let mut text = match style {
                0 => format!("An airstrike on a market in {town} on {weekday} killed {killed} people."),
                1 => format!("{killed} civilians were killed in {town} on {weekday} by a drone, residents said."),
                2 => format!("The army denied on {weekday} that it had hit the town of {town} on {day} March 2017."),
                _ => format!("Shelling of {town} killed {killed} people, among them the baker Yusuf Darwan."),
            };
            if injured > 0 && style != 2 {
                let _ = write!(text, " {injured} others were wounded. Another strike in Homs on {weekday} killed two men.");
            }
            let id = format!("{town}-{day}-{killed}-{injured}-{style}-{publisher}");
            serde_json::json!({"id": id, "publisher": format!("Wire {publisher}"), "published": format!("2017-03-{day}"),
                "language": "en", "text": text})
            .to_string()
        },
    )
}

/// All that is derived, in an order that does not tell how reports came in.
fn derived(casebook: &mut Casebook) -> String {
    let incidents = casebook.incidents(&casebook::Filter::default()).unwrap();
    let mut all = serde_json::to_string(&incidents).unwrap();
    for item in casebook.review(&casebook::review::Wanted::default()).unwrap().items {
        all.push_str(&serde_json::to_string(&item).unwrap());
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_report_more_gives_what_deriving_all_anew_gives(
        (reports, shuffled) in prop::collection::vec(report(), 1..16)
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        cut in 0..16_usize,
    ) {
        let (one_by_one, at_once) = (Desk::new(), Desk::new());
        let mut casebook = one_by_one.open();
        for report in &reports {
            take_in(&mut casebook, &[report]);
            casebook.incidents(&casebook::Filter::default()).unwrap();
        }
        let digest = casebook.projection_digest().unwrap();
        let grown = derived(&mut casebook);
        drop(casebook);
        prop_assert_eq!(Casebook::rebuild(&one_by_one.path()).unwrap().projection_digest().unwrap(), digest);
        let (first, rest) = shuffled.split_at(cut.min(shuffled.len()));
        for batch in [first, rest] {
            // The handle is dropped in between, as where the program is killed.
            take_in(&mut at_once.open(), &batch.iter().map(String::as_str).collect::<Vec<_>>());
        }
        prop_assert_eq!(derived(&mut at_once.open()), grown);
    }

    #[test]
    fn judgements_and_a_later_reader_give_what_deriving_all_anew_gives(
        reports in prop::collection::vec(report(), 2..12),
        said in prop::collection::vec((0..12_usize, 0..12_usize, any::<bool>()), 0..5),
    ) {
        let desk = Desk::new();
        let mut casebook = desk.open();
        take_in(&mut casebook, &reports.iter().map(String::as_str).collect::<Vec<_>>());
        for (a, b, same) in said {
            let incidents = casebook.incidents(&casebook::Filter::default()).unwrap();
            let id = |n: usize| incidents.get(n % incidents.len().max(1)).map(|i| i.incident.clone());
            let (Some(a), Some(b)) = (id(a), id(b)) else { continue };
            let decision = if same { Decision::Same(a, b) } else { Decision::Different(a, b) };
            // A decision on one incident alone is none, and is refused.
            let _ = casebook.judge(&decision, "tried", &stamp());
        }
        casebook.reread(&later_reader(), &stamp(), &mut |_| {}).unwrap();
        casebook.incidents(&casebook::Filter::default()).unwrap();
        let digest = casebook.projection_digest().unwrap();
        drop(casebook);
        let mut rebuilt = Casebook::rebuild(&desk.path()).unwrap();
        prop_assert_eq!(rebuilt.projection_digest().unwrap(), digest);
    }
}
