//! One report more leaves the rows that deriving all anew leaves, also where an entry becomes too common or rare enough again,
//! the reports double, or one comes that is looked at. The bounds are narrow, so that a hundred reports pass all of these.

use super::{judgements, queue, resolve_within};
use crate::{Casebook, Event, Glance, Overview, Sorted, Stamp, Wanted, digest, store};
use gazetteer::Gazetteer;
use incident::{Bounds, Policy};
use intake::Options;
use proptest::prelude::*;
use reading::Reader;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use std::collections::BTreeSet;
use std::sync::OnceLock;

const NARROW: Bounds = Bounds { name: 5, word: 2, passage: 4, fewest: 8, looked_at: 5 };
/// How many reports there are to choose from.
const POOL: usize = 200;

/// What comes to a casebook.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The next report.
    Report,
    /// A report that came is read again, as if it said what another says.
    Reread(usize, usize),
    /// A person says that the first accounts of two reports are one, or are not.
    Judge(usize, usize, bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Report),
        1 => (0..POOL, 0..POOL).prop_map(|(a, b)| Step::Reread(a, b)),
        3 => (0..POOL, 0..POOL, any::<bool>()).prop_map(|(a, b, same)| Step::Judge(a, b, same)),
    ]
}

/// An invented report: of few towns, days, people and turns of phrase, so that much is shared by more than the bounds allow.
fn text(n: usize) -> String {
    let town = ["Raqqa", "Idlib", "Aleppo", "Palmyra", "Homs", "Manbij"][n % 6];
    let day = 10 + n * 7 / 6 % 9;
    let dead = 1 + n / 5 % 6;
    let person = ["Yusuf Darwan", "Layla Hamdun", "Omar Qasbari", "Salma Nuwayr"][n / 7 % 4];
    let (one, two) = (rare(n * 5 % 83), rare(100 + n * 11 % 71));
    match n % 9 {
        0 | 1 => format!(
            "An airstrike on a {one} market in {town} on {day} March 2017 killed {dead} people near the {two}."
        ),
        2 => format!(
            "{dead} civilians were killed in {town} on {day} March 2017 by a drone at the {one}. A strike in Homs killed two men."
        ),
        3 => format!(
            "The army denied on Monday that it had hit the {one} in the town of {town} on {day} March 2017."
        ),
        4 => format!("Shelling of {town} killed {dead} people by the {one}, among them {person}."),
        5 => format!("{person} was killed in {town} when a {two} was shelled, a neighbour said."),
        6 => format!("Talks about the {one} and the {two} went on without a word of agreement."),
        _ => format!(
            "Rescue workers in the north said that the strike on {town} hit a bakery by the {one} and that {dead} people were \
             killed on {day} March 2017, among them {person}, while many others fled to the fields beyond the town."
        ),
    }
}

/// An invented word.
fn rare(n: usize) -> String {
    let part = |n: usize| ["kel", "vor", "zan", "mub", "tir", "dax", "pol"][n % 7];
    format!("{}{}{}ovar", part(n), part(n / 7), part(n / 49))
}

/// Rows of the reports to choose from, with those of their readings and anchors, without the number of the report.
struct Pool(Vec<(Vec<Value>, Vec<Value>, Vec<u32>)>);

fn pool() -> &'static Pool {
    static POOL_OF_ALL: OnceLock<Pool> = OnceLock::new();
    POOL_OF_ALL.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let stamp = Stamp::new("2025-03-14T09:00:00Z".parse().unwrap(), "Amal");
        let mut book = Casebook::create(&dir.path().join("book"), "example.org/pool", None, &stamp).unwrap();
        let line = |n: usize| {
            let day = format!("2017-03-{}", 11 + n % 18);
            serde_json::json!({"id": format!("r{n}"), "publisher": format!("Wire {}", n % 3), "published": day,
                "language": "en", "text": text(n)})
            .to_string()
        };
        let bytes = (0..POOL).map(line).collect::<Vec<_>>().join("\n").into_bytes();
        let reader = Reader::new(Gazetteer::embedded(), reading::Policy::airwars());
        let items = intake::read_bytes("wire.jsonl", bytes, &Options::default());
        book.ingest(items, &reader, &stamp, &mut |_: Event<'_>| {}).unwrap();
        let rows = |table: &str, order: &str| -> Vec<Vec<Value>> {
            let mut query = book.db.prepare(&format!("SELECT * FROM {table} ORDER BY {order}")).unwrap();
            let columns = query.column_count();
            let rows = query.query_map([], |row| (1..columns).map(|n| row.get(n)).collect()).unwrap();
            rows.map(Result::unwrap).collect()
        };
        let anchors = |report: usize| {
            let mut query = book.db.prepare("SELECT anchor FROM anchors WHERE report = ?1").unwrap();
            let found = query.query_map([report as i64 + 1], |row| row.get(0)).unwrap();
            found.map(Result::unwrap).collect()
        };
        let both = rows("reports", "row").into_iter().zip(rows("readings", "report"));
        Pool(both.enumerate().map(|(n, (report, reading))| (report, reading, anchors(n))).collect())
    })
}

/// A projection as it grows.
struct Growing {
    db: Connection,
    /// Which reports of the pool came, in the order of their rows.
    came: Vec<usize>,
    acts: i64,
    /// All incidents at a glance, as it is made out of the one before.
    overview: Overview,
}

impl Growing {
    fn take(&mut self, report: usize) {
        let (row, ..) = &pool().0[report];
        self.came.push(report);
        let number = self.came.len() as i64;
        let values = std::iter::once(Value::Integer(number)).chain(row.iter().cloned());
        let sql = format!("INSERT INTO reports VALUES (?{})", ", ?".repeat(row.len()));
        self.db.execute(&sql, params_from_iter(values)).unwrap();
        self.read(number, report);
    }

    fn read(&mut self, number: i64, report: usize) {
        let (_, reading, anchors) = &pool().0[report];
        let values = std::iter::once(Value::Integer(number)).chain(reading.iter().cloned());
        let sql = format!("INSERT OR REPLACE INTO readings VALUES (?{})", ", ?".repeat(reading.len()));
        self.db.execute(&sql, params_from_iter(values)).unwrap();
        for anchor in anchors {
            self.db
                .execute("INSERT OR IGNORE INTO anchors VALUES (?1, ?2)", params![number, anchor])
                .unwrap();
        }
        self.stir(number, true);
    }

    fn judge(&mut self, a: i64, b: i64, same: bool) {
        let first = |number: i64| -> serde_json::Value {
            let sql = "SELECT key, anchor FROM members JOIN reports ON row = report WHERE report = ?1 ORDER BY nth LIMIT 1";
            let columns = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?));
            let found = self.db.query_row(sql, [number], columns).ok();
            found.map_or(
                serde_json::Value::Null,
                |(report, anchor)| serde_json::json!({"report": report, "anchor": anchor}),
            )
        };
        let (a_key, b_key) = (first(a), first(b));
        if a == b || a_key.is_null() || b_key.is_null() {
            return;
        }
        let kind = if same { "same" } else { "different" };
        let verdict = serde_json::json!({"verdict": kind, "a": a_key, "b": b_key}).to_string();
        let values = params![self.acts + 1, "2025-03-14T09:00:00Z", "Amal", verdict, "tried"];
        self.db.execute("INSERT INTO judgements VALUES (?1, ?2, ?3, ?4, ?5)", values).unwrap();
        assert!(!judgements(&self.db).unwrap().is_empty());
        self.stir(a, false);
        self.stir(b, false);
    }

    fn stir(&mut self, number: i64, anew: bool) {
        let sql =
            "INSERT INTO stirred VALUES (?1, ?2) ON CONFLICT DO UPDATE SET anew = max(anew, excluded.anew)";
        self.db.execute(sql, params![number, anew]).unwrap();
        self.acts += 1;
        store::keep(&self.db, "changed", self.acts).unwrap();
    }

    fn new() -> Self {
        let overview = Overview::default();
        Self { db: store::open_passing().unwrap(), came: Vec::new(), acts: 0, overview }
    }

    fn resolve(&mut self) {
        resolve_within(&self.db, Policy::airwars(), &NARROW).unwrap();
        queue::make(&self.db).unwrap();
        let renewed = self.overview.renewed(&self.db).unwrap();
        self.overview = renewed.unwrap_or_else(|| Overview::load(&self.db).unwrap());
    }

    /// The tables that deriving all anew would leave otherwise.
    fn differing(&self) -> Vec<String> {
        let anew = store::copy_passing(&self.db).unwrap();
        store::keep(&anew, "resolved", 0).unwrap();
        resolve_within(&anew, Policy::airwars(), &NARROW).unwrap();
        queue::make(&anew).unwrap();
        let mut differing = digest::differing(&self.db, &anew).unwrap();
        if shown(&self.overview) != shown(&Overview::load(&self.db).unwrap()) {
            differing.push("overview".into());
        }
        differing
    }
}

/// What an overview shows, whatever numbers names have in it.
fn shown(overview: &Overview) -> Vec<String> {
    let mut shown = vec![format!("{:?}", overview.positions())];
    for glance in overview.glances() {
        let actors: Vec<&str> = glance.actors.iter().map(|actor| overview.actor(*actor)).collect();
        let glance = Glance { actors: Vec::new(), ..glance.clone() };
        shown.push(format!("{glance:?} {actors:?}"));
    }
    for place in ["raqqa", "homs", "palmyra"] {
        let wanted = Wanted { place: Some(place.into()), review: true, ..Wanted::default() };
        shown.push(format!("{:?}", overview.select(&wanted, Sorted::Killed)));
    }
    shown
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_grows_within_narrow_bounds_is_what_deriving_all_anew_gives(
        order in Just((0..POOL).collect::<Vec<_>>()).prop_shuffle(),
        start in 60..150_usize,
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let mut growing = Growing::new();
        let (first, rest) = order.split_at(start);
        for report in first {
            growing.take(*report);
        }
        growing.resolve();
        let mut rest = rest.iter();
        for (nth, step) in steps.iter().enumerate() {
            let came = |n: usize| (n % growing.came.len()) as i64 + 1;
            match *step {
                Step::Report => rest.next().into_iter().for_each(|report| growing.take(*report)),
                Step::Reread(a, b) => growing.read(came(a), b),
                Step::Judge(a, b, same) => growing.judge(came(a), came(b), same),
            }
            growing.resolve();
            if nth % 8 == 7 || nth + 1 == steps.len() {
                let differing = growing.differing();
                prop_assert!(differing.is_empty(), "{differing:?} at {} reports, step {nth}", growing.came.len());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// What people declare one may join by its own evidence what no tie of one of its accounts joins.
    #[test]
    fn decisions_among_crowded_entries_give_what_deriving_all_anew_gives(
        order in Just((0..POOL).collect::<Vec<_>>()).prop_shuffle(),
        start in 60..150_usize,
        said in prop::collection::vec((0..POOL, 0..POOL, prop::bool::weighted(0.8)), 1..24),
    ) {
        let mut growing = Growing::new();
        for report in &order[..start] {
            growing.take(*report);
        }
        growing.resolve();
        for (a, b, same) in said {
            growing.judge((a % start) as i64 + 1, (b % start) as i64 + 1, same);
            growing.resolve();
        }
        let differing = growing.differing();
        prop_assert!(differing.is_empty(), "{differing:?}");
    }
}

/// A report that people joined to another stays joined where it is read again and tells of no event; where it is read once
/// more and tells of one, no id of what it was between stays behind.
#[test]
fn what_was_joined_without_an_account_leaves_no_id_behind() {
    let mut growing = Growing::new();
    (0..70).for_each(|report| growing.take(report));
    growing.resolve();
    growing.judge(1, 8, true);
    growing.resolve();
    let silent = (0..POOL).find(|report| pool().0[*report].2.is_empty()).unwrap();
    growing.read(1, silent);
    growing.resolve();
    let joined = "SELECT count(*) FROM members WHERE report = 1";
    assert_eq!(growing.db.query_row(joined, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
    growing.read(1, 9);
    growing.resolve();
    assert_eq!(growing.differing(), Vec::<String>::new());
}

/// The pool has what the bounds are narrow for, so that the test above can fail.
#[test]
fn the_pool_passes_every_bound() {
    let mut growing = Growing::new();
    (0..POOL).for_each(|report| growing.take(report));
    growing.resolve();
    let mut query = growing.db.prepare("SELECT key, count(*) FROM entries GROUP BY key").unwrap();
    let of_key = query.query_map([], |row| {
        Ok((row.get::<_, i64>(0)?.cast_unsigned() >> 62, row.get::<_, u32>(1)? as usize))
    });
    let counts: Vec<(u64, usize)> = of_key.unwrap().map(Result::unwrap).collect();
    // In the order of the ways: name, word, passage.
    for (way, most) in (1..).zip([NARROW.name, NARROW.word, NARROW.passage]) {
        let of_way: BTreeSet<bool> =
            counts.iter().filter(|(of, _)| *of == way).map(|(_, n)| *n > most).collect();
        assert_eq!(of_way.len(), 2, "way {way}: some above the bound and some not");
    }
    let count = |table: &str| -> i64 {
        growing.db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    assert!(count("statements") > 0, "statements");
    assert!(count("incidents") < count("members"), "incidents of several accounts");
}
