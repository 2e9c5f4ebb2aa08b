//! The record under violence: the process is killed at random moments while it reads, and bytes are flipped under
//! it. Seeds are fixed; `CENOTAPH_KILLS` and `CENOTAPH_FLIPS` set how often (the full runs are 200 and 1000).

#[path = "support.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use support::{Seeded, arg, casebook, casebook_of_examples, cenotaph, from_env, run};

const REPORTS: u64 = 1000;
/// No more reports than this are recorded at once, and so may be on disk without having been acknowledged.
const BATCH: usize = 256;

/// A thousand invented reports of some three hundred invented events in real towns.
fn reports(file: &Path) -> Vec<String> {
    let towns = [
        "Raqqa", "Taiz", "Mosul", "Kharkiv", "Idlib", "Hodeidah", "Fallujah", "Kherson", "Aleppo", "Sirte",
        "Homs", "Sanaa", "Kirkuk", "Mykolaiv", "Hama", "Marib", "Ramadi", "Odesa", "Daraa", "Benghazi",
    ];
    let means = ["an airstrike", "shelling", "a drone strike", "a car bomb", "a rocket attack"];
    let mut seeded = Seeded(20);
    let lines: Vec<String> = (0..REPORTS)
        .map(|n| {
            let event = seeded.below(400);
            let (town, how) = (towns[(event % 20) as usize], means[(event % 5) as usize]);
            let (day, month) = (1 + event % 28, ["May", "June", "July"][(event / 28 % 3) as usize]);
            let (killed, hurt) = (2 + event % 9 + seeded.below(2), 3 + seeded.below(9));
            format!(
                r#"{{"id": "k{n}", "publisher": "Outlet {}", "published": "2019-08-01", "text": "At least {killed} people were killed and {hurt} wounded in {how} on {town} on {day} {month} 2019, residents said. Report {n}."}}"#,
                n % 7
            )
        })
        .collect();
    fs::write(file, lines.join("\n")).expect("written");
    lines.iter().map(|line| intake::key_of(line.as_bytes()).0).collect()
}

/// Reads and kills the reader after a while, unless it has ended by then; gives what was acknowledged, key to act.
fn read_and_kill(book: &Path, file: &Path, after: Duration) -> BTreeMap<String, u64> {
    let mut command = cenotaph();
    command.args(["read", "--acknowledge", "--casebook", arg(book), arg(file)]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("runs");
    let mut stdout = child.stdout.take().expect("a pipe");
    let listener = std::thread::spawn(move || {
        let mut told = String::new();
        stdout.read_to_string(&mut told).expect("text");
        told
    });
    std::thread::sleep(after);
    // On Unix this is SIGKILL; a child that has ended already is not hurt by it.
    child.kill().expect("killed");
    child.wait().expect("ended");
    let told = listener.join().expect("heard");
    // What comes after the last line end was cut off by the kill.
    let whole = told.rfind('\n').map_or("", |end| &told[..end]);
    let acknowledged = whole.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        (line["key"].as_str().expect("a key").to_owned(), line["receipt_act"].as_u64().expect("an act"))
    });
    acknowledged.collect()
}

/// The reports that a casebook received, with the first act of each; and how many acts of readings there are.
fn held(book: &Path) -> (BTreeMap<String, u64>, usize) {
    let log = run(&["log", "--json", "--casebook", arg(book)]).ended(0).json();
    let of_kind = |kind: &str| log.iter().filter(|act| act["act"] == kind).collect::<Vec<_>>();
    let mut received = BTreeMap::new();
    for act in of_kind("report_received") {
        let (key, number) =
            (act["blob"].as_str().expect("a blob"), act["number"].as_u64().expect("a number"));
        received.entry(key.to_owned()).or_insert(number);
    }
    (received, of_kind("reading_made").len())
}

fn incidents(book: &Path) -> String {
    run(&["incidents", "--json", "--casebook", arg(book)]).ended(0).out
}

/// What all kills have in common.
struct Trial {
    file: PathBuf,
    /// The reports in their order.
    keys: Vec<String>,
    /// The incidents of a run that nobody disturbed.
    expected: String,
}

impl Trial {
    /// Kills a run after a while, and checks what it left and what comes of going on. Says whether the kill fell
    /// between the first batch and the last.
    fn kill(&self, after: Duration) -> bool {
        let place = tempfile::tempdir().expect("a folder");
        let book = casebook(place.path());
        let acknowledged = read_and_kill(&book, &self.file, after);
        run(&["verify", "--casebook", arg(&book)]).ended(0);
        let (received, _) = held(&book);
        for (key, act) in &acknowledged {
            assert_eq!(received.get(key), Some(act), "after {after:?} an acknowledged report is not held");
        }
        let (has, told) = (received.len(), acknowledged.len());
        assert!(has <= told + BATCH, "after {after:?} {has} are held and {told} acknowledged");
        let first: BTreeSet<&String> = self.keys.iter().take(has).collect();
        assert_eq!(
            received.keys().collect::<BTreeSet<_>>(),
            first,
            "after {after:?} not the first {has} are held"
        );
        run(&["read", "--casebook", arg(&book), arg(&self.file)]).ended(0);
        let all = self.keys.len();
        let (received, readings) = held(&book);
        assert_eq!(
            (received.len(), readings),
            (all, all),
            "after {after:?} not every report is there and read once"
        );
        assert_eq!(incidents(&book), self.expected, "after {after:?} the incidents are others");
        has > 0 && has < all
    }
}

#[test]
fn a_killed_reader_loses_nothing_that_it_acknowledged() {
    let dir = tempfile::tempdir().expect("a folder");
    let (file, whole) = (dir.path().join("reports.jsonl"), casebook(dir.path()));
    let keys = reports(&file);
    let began = Instant::now();
    run(&["read", "--casebook", arg(&whole), arg(&file)]).ended(0);
    let takes = began.elapsed();
    let trial = Trial { file, keys, expected: incidents(&whole) };
    assert!(trial.expected.lines().count() > 100, "{} incidents", trial.expected.lines().count());
    let mut seeded = Seeded(1);
    // Two runs go on at a time and take longer for it, so the moments are spread a little further.
    let moments =
        (0..from_env("CENOTAPH_KILLS", 20)).map(|_| takes.mul_f64(seeded.below(1300) as f64 / 1000.0));
    let moments: Vec<Duration> = moments.collect();
    let half = moments.len().div_ceil(2);
    let kill_all = |some: &[Duration]| some.iter().filter(|after| trial.kill(**after)).count();
    let in_the_middle: usize = std::thread::scope(|scope| {
        let threads: Vec<_> =
            moments.chunks(half.max(1)).map(|some| scope.spawn(move || kill_all(some))).collect();
        threads.into_iter().map(|thread| thread.join().expect("all checks hold")).sum()
    });
    let (kills, all) = (moments.len(), began.elapsed());
    eprintln!("{kills} kills of a run of {takes:.1?}, {in_the_middle} amid its batches; in all {all:.0?}");
    assert!(in_the_middle > 0, "no kill fell between the first batch and the last");
}

/// The files of the record: ledger and blobs.
fn record(book: &Path) -> Vec<PathBuf> {
    let mut folders = vec![book.join("ledger"), book.join("blobs")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.retain(|file| file.metadata().is_ok_and(|data| data.len() > 0));
    files.sort();
    files
}

#[test]
fn a_flipped_byte_is_found_wherever_it_is() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = casebook_of_examples(dir.path());
    run(&["verify", "--casebook", arg(&book)]).ended(0);
    let files = record(&book);
    let mut seeded = Seeded(7);
    let mut touched = BTreeSet::new();
    for _ in 0..from_env("CENOTAPH_FLIPS", 25) {
        let file = &files[seeded.below(files.len() as u64) as usize];
        let sound = fs::read(file).expect("a file");
        let (at, by) = (seeded.below(sound.len() as u64) as usize, 1 + seeded.below(255) as u8);
        let mut flipped = sound.clone();
        flipped[at] ^= by;
        fs::write(file, &flipped).expect("written");
        let ran = run(&["verify", "--casebook", arg(&book)]);
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // A version number that became another number is told as a newer version.
        let told = ran.code == 1 || (ran.code == 6 && name == "format");
        assert!(told, "byte {at} of {name} by {by:#x}: exit {}\n{}", ran.code, ran.err);
        if ran.code == 1 {
            ran.says(&["the record is not intact", &name]);
        }
        fs::write(file, &sound).expect("written");
        touched.insert(name);
    }
    assert!(touched.len() > 10, "only {touched:?} were touched");
    run(&["verify", "--casebook", arg(&book)]).ended(0);
}
