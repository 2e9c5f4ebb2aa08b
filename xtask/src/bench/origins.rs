//! Origins with known truth. Enters: the program, a seed and a number of reports. Leaves: how many pairs of reports of one
//! origin are found, and how many that are found are right, with the time. Each event is told by a few writers in their own
//! words; each writer's text is copied whole, cut, edited, put under another headline or an agency's byline.

use super::invent::{Dice, MONTHS, TOWNS};
use super::{Figure, SEED, millis, watched};
use crate::failure::Failure;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// Takes the reports into a casebook and compares the origins of its incidents with the truth.
pub(super) fn origins(binary: &Path, scratch: &Path, count: usize) -> Result<Vec<Figure>, Failure> {
    let file = scratch.join("copies.jsonl");
    let to = File::create(&file).map_err(Failure::during(file.display()))?;
    let there = write(to, SEED, count).map_err(Failure::during(file.display()))?;
    let (casebook, listed) = (scratch.join("copies.casebook"), scratch.join("copies.incidents"));
    let verb = |verb: &str| {
        let mut command = Command::new(binary);
        command.arg(verb).stdout(Stdio::null());
        command
    };
    watched(verb("new").arg(&casebook))?;
    let read = watched(verb("read").arg("--casebook").arg(&casebook).arg(&file))?;
    let to = File::create(&listed).map_err(Failure::during(listed.display()))?;
    let resolved = watched(verb("incidents").arg("--casebook").arg(&casebook).arg("--json").stdout(to))?;
    let lines = std::fs::read_to_string(&listed).map_err(Failure::during(listed.display()))?;
    let (found, right) = pairs(&lines);
    let name = |what: &str| format!("origins of {count} copied reports: {what}");
    let share = |of: u64| right as f64 / of.max(1) as f64 * 100.0;
    Ok(vec![
        Figure::new(name("precision of pairs"), "%", share(found)),
        Figure::new(name("recall of pairs"), "%", share(there)),
        Figure::new(name("read"), "ms", millis(read.time)),
        Figure::new(name("resolve and list"), "ms", millis(resolved.time)),
    ])
}

/// The pairs that incidents group by origin, and how many of them are of one origin.
fn pairs(lines: &str) -> (u64, u64) {
    let (mut found, mut right) = (0, 0);
    for line in lines.lines() {
        let incident: Value = serde_json::from_str(line).unwrap_or_default();
        for group in incident["origins"].as_array().into_iter().flatten() {
            let ids: Vec<&str> = group.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let mut sizes: BTreeMap<&str, u64> = BTreeMap::new();
            for id in &ids {
                *sizes.entry(id.split('-').next().unwrap_or(id)).or_default() += 1;
            }
            found += choose_two(ids.len() as u64);
            right += sizes.into_values().map(choose_two).sum::<u64>();
        }
    }
    (found, right)
}

fn choose_two(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

/// Writes reports as JSON Lines, with ids that tell the origin; how many pairs have one origin.
fn write(to: impl Write, seed: u64, count: usize) -> io::Result<u64> {
    let mut to = BufWriter::new(to);
    let (mut written, mut origin, mut there) = (0, 0, 0);
    let mut dice = Dice::new(seed);
    while written < count {
        let event = Event::throw(&mut dice);
        for _ in 0..=dice.below(3) {
            let wire = event.told(&mut dice);
            let copies = (1 + dice.below(6)).min((count - written) as u64);
            for copy in 0..copies {
                let day = event.day + dice.below(3);
                let row = json!({
                    "id": format!("o{origin}-{copy}"),
                    "published": format!("{}-{:02}-{day:02}", event.year, event.month),
                    "language": "en",
                    "text": copied(&wire, copy, &mut dice),
                });
                writeln!(to, "{row}")?;
            }
            there += choose_two(copies);
            written += copies as usize;
            origin += 1;
            if written == count {
                break;
            }
        }
    }
    to.flush()?;
    Ok(there)
}

/// What happened.
struct Event {
    year: u64,
    month: u64,
    day: u64,
    town: &'static str,
    target: &'static str,
    killed: u64,
    injured: u64,
}

impl Event {
    fn throw(dice: &mut Dice) -> Self {
        Self {
            year: 2012 + dice.below(12),
            month: 1 + dice.below(12),
            day: 1 + dice.below(25),
            town: dice.pick(&TOWNS),
            target: dice.pick(&TARGETS),
            killed: 1 + dice.below(30),
            injured: 2 + dice.below(50),
        }
    }

    /// The event in the words of one writer, a sentence each.
    fn told(&self, dice: &mut Dice) -> Vec<String> {
        let Self { year, month, day, town, target, killed, injured } = self;
        let month = MONTHS[(*month as usize - 1) % MONTHS.len()];
        let date = format!("{day} {month} {year}");
        let opening = match dice.below(4) {
            0 => format!(
                "{killed} civilians were killed and {injured} wounded when shells hit {target} in {town} on {date}."
            ),
            1 => format!(
                "Shelling of {target} in {town} on {date} killed {killed} people and injured {injured}."
            ),
            2 => format!(
                "On {date}, shells fell on {target} in {town}; {killed} civilians died and {injured} were wounded."
            ),
            _ => format!(
                "In {town}, {killed} people died on {date} as {target} was shelled, and {injured} were injured."
            ),
        };
        let more = 7 + dice.below(6);
        std::iter::once(opening).chain((0..more).map(|_| sentence(dice))).collect()
    }
}

/// A sentence that hardly another writer writes.
fn sentence(dice: &mut Dice) -> String {
    format!(
        "{} {} {} {} {} {}.",
        dice.pick(&WHO),
        dice.pick(&DID),
        dice.pick(&WHAT),
        dice.pick(&WHERE),
        dice.pick(&WHEN),
        dice.pick(&HOW)
    )
}

/// What a copier makes of a text: the first publishes it whole.
fn copied(wire: &[String], copy: u64, dice: &mut Dice) -> String {
    let mut sentences = wire.to_vec();
    let way = if copy == 0 { 0 } else { dice.below(6) };
    match way {
        // Cut from below.
        1 => sentences.truncate((wire.len() * 6).div_ceil(10)),
        2 => sentences.truncate((wire.len() * 8).div_ceil(10)),
        // Two sentences written anew.
        3 => {
            for _ in 0..2 {
                let at = 1 + dice.below(wire.len() as u64 - 1) as usize;
                sentences[at] = sentence(dice);
            }
        }
        // A sentence left out, another added.
        4 => {
            sentences.remove(1 + dice.below(wire.len() as u64 - 1) as usize);
            sentences.push(sentence(dice));
        }
        _ => {}
    }
    let mut text = sentences.join(" ");
    if way == 5 {
        // Words of the desk's own style, throughout.
        for (from, to) in
            [(" wounded", " hurt"), (" people", " residents"), (" said", " reported"), (" houses", " homes")]
        {
            text = text.replace(from, to);
        }
    }
    let headline = format!("{} {}", dice.pick(&WHO), dice.pick(&HOW));
    match dice.below(3) {
        0 => text,
        1 => format!("{headline}\n\n{text}"),
        _ => format!("{headline}\n\n({}) – {text}", dice.pick(&AGENCIES)),
    }
}

const TARGETS: [&str; 8] = [
    "a bakery",
    "a school",
    "a market",
    "a clinic",
    "a row of houses",
    "a bus station",
    "a farm",
    "a wedding hall",
];
const AGENCIES: [&str; 6] =
    ["Northwire", "Lantern Press", "Sahil Agency", "River Desk", "Harbour News", "Quay Service"];
const WHO: [&str; 16] = [
    "Neighbours",
    "A teacher",
    "Two nurses",
    "Rescue workers",
    "The council",
    "A baker",
    "Drivers",
    "An engineer",
    "Shopkeepers",
    "A farmer",
    "Relatives",
    "The mayor",
    "Volunteers",
    "A student",
    "Porters",
    "An old weaver",
];
const DID: [&str; 16] = [
    "carried",
    "counted",
    "described",
    "searched for",
    "photographed",
    "gathered",
    "covered",
    "listed",
    "saw",
    "cleared",
    "guarded",
    "collected",
    "looked after",
    "pointed to",
    "asked for",
    "brought out",
];
const WHAT: [&str; 16] = [
    "blankets and lamps",
    "broken masonry",
    "children's shoes",
    "the torn awnings",
    "splinters of metal",
    "the names of families",
    "jars of water",
    "a burnt lorry",
    "shutters and beams",
    "sacks of flour",
    "the fallen roof",
    "loose cables",
    "school books",
    "the cracked well",
    "two handcarts",
    "bags of clothes",
];
const WHERE: [&str; 16] = [
    "behind the mill",
    "near the old bridge",
    "in the lower street",
    "by the canal",
    "beside the post office",
    "outside the mosque",
    "under the arcade",
    "at the crossroads",
    "along the river wall",
    "in a courtyard",
    "below the citadel",
    "next to the pump",
    "on the northern road",
    "at the tannery",
    "around the square",
    "past the orchard",
];
const WHEN: [&str; 12] = [
    "before dawn",
    "until nightfall",
    "within the hour",
    "as rain fell",
    "by torchlight",
    "all morning",
    "after the sirens",
    "while others slept",
    "through the evening",
    "between two blasts",
    "at first light",
    "for hours",
];
const HOW: [&str; 16] = [
    "without any help",
    "with bare hands",
    "in great haste",
    "as trucks came",
    "though smoke hung low",
    "while engines idled",
    "and went back twice",
    "despite the dust",
    "in silence",
    "with a borrowed spade",
    "one after another",
    "under a grey sky",
    "as ordered",
    "and left nothing",
    "beyond the cordon",
    "as best they could",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_reports_are_written_and_the_pairs_of_one_origin_are_counted() {
        let mut out = Vec::new();
        let there = write(&mut out, 7, 500).expect("memory can be written");
        let lines = String::from_utf8(out).expect("text");
        assert_eq!(lines.lines().count(), 500);
        let mut sizes: BTreeMap<String, u64> = BTreeMap::new();
        for line in lines.lines() {
            let row: Value = serde_json::from_str(line).expect("JSON");
            let id = row["id"].as_str().expect("an id").split('-').next().expect("an origin").to_owned();
            *sizes.entry(id).or_default() += 1;
        }
        assert_eq!(there, sizes.into_values().map(choose_two).sum::<u64>());
    }

    #[test]
    fn pairs_of_two_origins_are_found_and_not_right() {
        let lines = r#"{"origins": [["o1-0", "o1-1", "o2-0"], ["o3-0"]]}"#;
        assert_eq!(pairs(lines), (3, 1));
    }
}
