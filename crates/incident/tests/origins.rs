//! Copies with known origin: edited, cut, under another headline or byline. The texts are drawn word by word from a
//! generator without chance, so that the same ones come on every machine.

mod dossier;
use dossier::{ORLIVKA, Tell, dossier, one, tell};

const DAY: &str = "2023-05-12";

/// Scatters a number (the finaliser of `SplitMix64`).
fn scatter(i: u64) -> u64 {
    let h = i.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

/// A text of its own: common words mostly, as texts of one event share many.
fn wire(origin: u64) -> Vec<String> {
    let length = 60 + scatter(origin) % 80;
    let word = |i: u64| {
        let drawn = scatter(origin * 1009 + i);
        if drawn.is_multiple_of(3) { format!("own{}", drawn % 5000) } else { format!("common{}", drawn % 60) }
    };
    (0..length).map(word).collect()
}

/// How copiers change a text.
fn copied(wire: &[String], copy: u64) -> String {
    let mut words = wire.to_vec();
    let seed = scatter(copy);
    match seed % 5 {
        0 => {}
        1 => words.truncate(words.len() * 6 / 10),
        2 => {
            let every = 20 + (seed >> 8) as usize % 10;
            words.iter_mut().step_by(every).for_each(|word| *word = format!("edited{copy}"));
        }
        3 => words.drain(..5).for_each(drop),
        _ => words.truncate(words.len() * 8 / 10),
    }
    let headline = (0..6).map(|i| format!("headline{} ", scatter(copy * 7 + i) % 900));
    let byline = format!("Correspondent {} ", seed % 400);
    headline.chain([byline]).collect::<String>() + &words.join(" ")
}

fn report(id: &str, text: &str) -> Tell {
    tell(id).published(DAY).on(DAY).at(ORLIVKA).killed("6").text(text)
}

#[test]
fn generated_copies_are_grouped_by_origin_with_precision_and_recall_of_95_in_100() {
    let (mut right, mut found, mut there) = (0, 0, 0);
    for event in 0..60_u64 {
        // Four origins of an event, of one to six reports.
        let origins = (0..4).flat_map(|o| (0..=scatter(event * 4 + o) % 6).map(move |c| (event * 4 + o, c)));
        let reports: Vec<(String, String)> = origins
            .map(|(origin, c)| (format!("{origin}-{c}"), copied(&wire(origin), origin * 100 + c)))
            .collect();
        let incident = one(reports.iter().map(|(id, text)| report(id, text)));
        let origin = |id: &str| id.split('-').next().unwrap().to_owned();
        let pairs = |n: usize| n * (n.max(1) - 1) / 2;
        let sizes = |ids: &[String]| {
            let mut by: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
            for id in ids {
                *by.entry(origin(id)).or_default() += 1;
            }
            by.into_values().map(pairs).sum::<usize>()
        };
        found += incident.origins.iter().map(|group| pairs(group.len())).sum::<usize>();
        right += incident.origins.iter().map(|group| sizes(group)).sum::<usize>();
        there += sizes(&reports.iter().map(|r| r.0.clone()).collect::<Vec<_>>());
    }
    let (precision, recall) = (right as f64 / found as f64, right as f64 / there as f64);
    assert!(
        precision >= 0.95 && recall >= 0.95,
        "precision {precision:.3}, recall {recall:.3} of {there} pairs"
    );
}

#[test]
fn a_wire_cut_short_has_the_origin_of_the_wire_and_the_first_published_stands_first() {
    let text = wire(7).join(" ");
    let cut: String = wire(7)[..25].join(" ");
    let incident = one([
        report("cut", &cut).by("The Lantern", "2023-05-14"),
        report("wire", &text).by("Northwire", "2023-05-13"),
    ]);
    assert_eq!(incident.origins, [["wire", "cut"]]);
}

#[test]
fn a_line_that_many_texts_hold_gives_them_no_origin_in_common() {
    let frame = "Follow our channel for news of the north and share this post with your friends";
    let with = |id: &str, n: u64| report(id, &format!("{} {frame}", wire(n).join(" ")));
    let short = report("short", frame);
    assert_eq!(one([with("a", 1), with("b", 2)]).origins.len(), 2);
    assert_eq!(dossier([with("a", 1), with("b", 2), short])[0].origins.len(), 3);
}
