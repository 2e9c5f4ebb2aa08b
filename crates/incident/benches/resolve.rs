//! How long resolution takes as a casebook grows. `cargo bench -p cenotaph-incident`

use incident::{Told, resolve};
use jiff::civil::date;
use value::{
    Account, AccountKey, AccountKind, Count, DatePrecision, Method, MethodName, Place, PlacePrecision, Range,
    ReportKey, When,
};

fn main() {
    divan::main();
}

#[divan::bench(args = [1_000, 10_000, 100_000, 1_000_000], sample_count = 3)]
fn accounts(bencher: divan::Bencher, n: u64) {
    let told: Vec<Told> = (0..n).map(account).collect();
    bencher.bench(|| resolve(divan::black_box(&told), &[]).len());
}

/// The accounts of events in 500 towns over ten years, three of each event on average.
fn account(i: u64) -> Told {
    let event = scatter(i) % 33_000;
    let (town, day, toll) = (scatter(event) % 500, scatter(event + 1) % 3650, scatter(event + 2) % 30);
    let when = date(2012, 1, 1).checked_add(jiff::Span::new().days(day as i64)).unwrap_or(date(2012, 1, 1));
    let (lat, lon) = (33.0 + (town / 25) as f64 * 0.15, 36.0 + (town % 25) as f64 * 0.2);
    let name = format!("Town {town}");
    let published = when.tomorrow().ok();
    Told {
        key: AccountKey { report: ReportKey(format!("{i:064x}")), anchor: 40 },
        report: format!("report-{i}"),
        publisher: Some(format!("Outlet {}", i % 40)),
        published,
        published_between: None,
        sketch: text::sketch(&format!(
            "Report {i} of outlet {} tells what happened on day {day} in {name}",
            i % 40
        ))
        .into(),
        words: std::sync::Arc::default(),
        rank: 0,
        positions: vec![],
        account: Account {
            kind: AccountKind::Attack,
            date: Some(When {
                start: Some(when),
                end: Some(when),
                precision: Some(DatePrecision::Day),
                time: None,
                spans: vec![],
            }),
            calendar: None,
            places: vec![Place {
                as_written: name.clone(),
                name,
                lat: Some(lat),
                lon: Some(lon),
                precision: Some(PlacePrecision::Town),
                country: None,
                spans: vec![],
            }],
            actors: vec![],
            methods: vec![Method {
                name: MethodName::Airstrike,
                as_written: "air strike".into(),
                weapon: None,
                spans: vec![],
            }],
            targets: vec![],
            killed: Some(count(toll as u32 + (i % 2) as u32)),
            injured: None,
            missing: None,
            victims: vec![],
            according_to: vec![],
            confidence: None,
        },
    }
}

fn count(n: u32) -> Count {
    let mut count = Count::default();
    count.set_range(Range::exactly(n));
    count
}

/// Scatters a number (the finaliser of `SplitMix64`), so that the bench is the same on every machine.
fn scatter(i: u64) -> u64 {
    let h = i.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}
