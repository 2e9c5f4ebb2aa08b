//! Invented events, each told by several outlets. Enters: a seed and a number. Leaves: short English reports of attacks that
//! never happened, in real towns, as JSON Lines; the outlets and all that they tell are made up. The same seed gives the
//! same reports.

use super::invent::{Dice, MONTHS};
use gazetteer::Gazetteer;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};

/// Reports of each event.
pub(super) const TOLD: usize = 5;
/// Middles of the regions whose towns are taken (degrees north and east), with the country's code and name.
const REGIONS: [(f64, f64, &str, &str); 10] = [
    (35.2, 38.5, "SY", "Syria"),
    (15.2, 44.5, "YE", "Yemen"),
    (49.0, 36.0, "UA", "Ukraine"),
    (13.5, 30.5, "SD", "Sudan"),
    (21.0, 95.5, "MM", "Myanmar"),
    (33.5, 43.5, "IQ", "Iraq"),
    (3.5, 44.5, "SO", "Somalia"),
    (34.0, 66.0, "AF", "Afghanistan"),
    (10.5, 7.5, "NG", "Nigeria"),
    (0.5, 29.0, "CD", "DR Congo"),
];
/// How far from its middle a region's towns lie at most, in kilometres.
const REACH: f64 = 600.0;
const OUTLETS: [&str; 12] = [
    "The Reed Courier",
    "Lamp Post",
    "Kite Wire",
    "Harbour Radio",
    "Seven Wells",
    "The Mulberry",
    "Northgate Monitor",
    "Heron Desk",
    "Old Bridge News",
    "Saltmarsh Agency",
    "The Lantern Record",
    "Quarry Street",
];
const MEANS: [&str; 6] =
    ["an airstrike", "artillery shells", "a drone strike", "mortar shells", "a car bomb", "rockets"];
const QUARTERS: [&str; 8] = [
    "a market",
    "a block of flats",
    "a bakery",
    "a school",
    "a clinic",
    "a farmhouse",
    "a bus station",
    "a row of shops",
];
const PARTIES: [&str; 5] =
    ["government forces", "rebel fighters", "the armed forces", "coalition aircraft", "a militia"];
const SOURCES: [&str; 5] =
    ["medics", "local residents", "rescue workers", "the governor", "a rights monitor"];

/// A town with its country.
struct Town {
    name: String,
    country: &'static str,
}

/// Writes the reports of so many events.
pub(super) fn write(to: impl Write, seed: u64, events: usize) -> io::Result<()> {
    let towns = towns(&Gazetteer::embedded());
    let mut to = BufWriter::new(to);
    for n in 0..events as u64 {
        let mut dice = Dice::new(seed ^ n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let event = Event::throw(&mut dice, &towns);
        let first = dice.below(OUTLETS.len() as u64) as usize;
        for told in 0..TOLD {
            let outlet = OUTLETS.get((first + told) % OUTLETS.len()).copied().unwrap_or_default();
            let row = json!({
                "id": format!("event-{n}-{told}"), "publisher": outlet, "published": event.published(told as u64),
                "language": "en", "text": event.told(told, &mut dice),
            });
            writeln!(to, "{row}")?;
        }
    }
    to.flush()
}

/// Towns of all regions whose names mean no other place before them.
fn towns(world: &Gazetteer) -> Vec<Town> {
    let mut all = Vec::new();
    for (lat, lon, code, country) in REGIONS {
        let near = world.near(lat, lon, REACH);
        let names: BTreeSet<String> =
            near.iter().filter(|place| place.country == code).map(|place| place.name.clone()).collect();
        let plain = |name: &String| {
            name.len() >= 4
                && name.bytes().all(|byte| byte.is_ascii_alphabetic())
                && world.lookup(name).first().is_some_and(|place| place.country == code)
        };
        all.extend(names.into_iter().filter(plain).map(|name| Town { name, country }));
    }
    all
}

/// What happened.
struct Event<'a> {
    town: &'a Town,
    year: u64,
    month: u64,
    day: u64,
    means: &'static str,
    quarter: &'static str,
    party: &'static str,
    killed: u64,
    injured: u64,
}

impl<'a> Event<'a> {
    fn throw(dice: &mut Dice, towns: &'a [Town]) -> Self {
        let town = &towns[dice.below(towns.len() as u64) as usize];
        Self {
            town,
            year: 2012 + dice.below(12),
            month: 1 + dice.below(12),
            day: 1 + dice.below(27),
            means: dice.pick(&MEANS),
            quarter: dice.pick(&QUARTERS),
            party: dice.pick(&PARTIES),
            killed: 2 + dice.below(30),
            injured: 2 + dice.below(60),
        }
    }

    fn published(&self, later: u64) -> String {
        format!("{}-{:02}-{:02}", self.year, self.month, (self.day + later).min(28))
    }

    /// The event as one outlet tells it; numbers differ a little from one to the next.
    fn told(&self, told: usize, dice: &mut Dice) -> String {
        let Self { town: Town { name, country }, year, day, means, quarter, party, .. } = self;
        let month = MONTHS.get(self.month as usize - 1).copied().unwrap_or_default();
        let (killed, injured) = (self.killed + dice.below(3), self.injured + dice.below(4));
        let source = dice.pick(&SOURCES);
        match told {
            0 => format!(
                "At least {killed} civilians were killed and {injured} others wounded when {means} by {party} hit {quarter} \
                 in {name}, {country}, on {day} {month} {year}, {source} said."
            ),
            1 => format!(
                "{means_first} hit {quarter} in {name}, {country}, on {day} {month} {year}, killing {killed} people and \
                 injuring {injured}, according to {source}. {party_first} were blamed.",
                means_first = upper(means),
                party_first = upper(party),
            ),
            2 => format!(
                "{country}: {killed} people died on {day} {month} {year} after {means} struck {quarter} in {name}. {injured} \
                 were taken to hospital with injuries, {source} told this paper."
            ),
            3 => format!(
                "Residents of {name} in {country} buried {killed} people killed on {day} {month} {year}, when {party} struck \
                 {quarter} with what {source} described as {means}."
            ),
            _ => format!(
                "The number of people killed in {name}, {country}, on {day} {month} {year} was put at {killed} by {source}; \
                 {means} had hit {quarter}, wounding {injured}."
            ),
        }
    }
}

/// Words with a capital at their beginning.
fn upper(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_events_each_told_by_several_outlets() {
        let written = |seed| {
            let mut out = Vec::new();
            write(&mut out, seed, 20).expect("memory can be written");
            String::from_utf8(out).expect("text")
        };
        let first = written(1);
        assert_eq!(first, written(1));
        assert_ne!(first, written(2));
        assert_eq!(first.lines().count(), 20 * TOLD);
        let texts: BTreeSet<&str> = first.lines().collect();
        assert_eq!(texts.len(), 20 * TOLD);
    }

    #[test]
    fn there_are_towns_enough_that_events_seldom_share_place_and_day() {
        assert!(towns(&Gazetteer::embedded()).len() > 500);
    }
}
