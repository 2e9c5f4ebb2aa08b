//! Invented reports to measure with. Enters: a seed and a number. Leaves: English news of about 2.5 KB on attacks that
//! never happened, by people who never lived, near real towns. The same seed gives the same reports.

use serde_json::json;
use std::io::{self, BufWriter, Write};

/// The months of the year.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A report.
pub(super) struct Report {
    pub(super) id: String,
    pub(super) published: String,
    pub(super) text: String,
}

/// Writes reports as JSON Lines; the bytes of their texts.
pub(super) fn write(to: impl Write, seed: u64, count: usize) -> io::Result<usize> {
    let mut to = BufWriter::new(to);
    let mut bytes = 0;
    for n in 0..count as u64 {
        let report = report(seed, n);
        bytes += report.text.len();
        let row =
            json!({"id": report.id, "published": report.published, "language": "en", "text": report.text});
        writeln!(to, "{row}")?;
    }
    to.flush()?;
    Ok(bytes)
}

/// The report of this number.
pub(super) fn report(seed: u64, n: u64) -> Report {
    let mut dice = Dice(seed ^ n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let (year, month, day) = (2015 + dice.below(9), 1 + dice.below(12), 2 + dice.below(26));
    let facts = Facts::throw(&mut dice, day);
    let mut text = facts.opening();
    let filler = 4 + dice.below(3) as usize;
    let mut paragraphs: Vec<String> = (0..filler).map(|_| dice.pick(&FILLER).to_owned()).collect();
    paragraphs.insert(dice.below(filler as u64) as usize, facts.victim(&mut dice));
    paragraphs.insert(dice.below(filler as u64) as usize, facts.denial());
    for paragraph in paragraphs {
        text.push_str("\n\n");
        text.push_str(&paragraph);
    }
    Report { id: format!("invented-{n}"), published: format!("{year}-{month:02}-{day:02}"), text }
}

/// What a report tells.
struct Facts {
    town: &'static str,
    quarter: &'static str,
    means: &'static str,
    party: &'static str,
    source: &'static str,
    killed: u64,
    injured: u64,
    children: u64,
    weekday: &'static str,
    dateline: u64,
}

impl Facts {
    fn throw(dice: &mut Dice, day: u64) -> Self {
        let killed = 1 + dice.below(24);
        Self {
            town: dice.pick(&TOWNS),
            quarter: dice.pick(&QUARTERS),
            means: dice.pick(&MEANS),
            party: dice.pick(&PARTIES),
            source: dice.pick(&SOURCES),
            killed,
            injured: 2 + dice.below(40),
            children: dice.below(killed.min(6)),
            weekday: dice.pick(&WEEKDAYS),
            dateline: day,
        }
    }

    fn opening(&self) -> String {
        let Self { town, quarter, means, party, source, killed, injured, children, weekday, dateline } = self;
        let upper = town.to_uppercase();
        format!(
            "{upper}, day {dateline} – At least {killed} civilians, including {children} children, were killed and {injured} \
             others wounded on {weekday} when {means} by {party} hit {quarter} in {town}, {source} said.\n\n\
             Rescue workers said that more than {injured} people had been pulled from the rubble of {quarter} by nightfall, \
             and that the number of dead was likely to rise. A second strike hit the road out of {town} about an hour \
             later, wounding four men who had come to help."
        )
    }

    fn victim(&self, dice: &mut Dice) -> String {
        let (given, family) = (dice.pick(&GIVEN), dice.pick(&FAMILY));
        let (age, other) = (4 + dice.below(70), dice.pick(&GIVEN));
        format!(
            "Among the dead was {given} {family}, {age}, who had been asleep with two brothers when the roof fell in. \
             A neighbour, {other} {family}, said that he counted {killed} bodies at the hospital in {town}, most of them women.",
            killed = self.killed,
            town = self.town,
        )
    }

    fn denial(&self) -> String {
        let Self { party, town, .. } = self;
        format!(
            "A spokesman for {party} denied that civilians had been hit in {town} and said that the reports were being \
             looked into. He gave no further details, and did not say what the target had been."
        )
    }
}

/// Numbers in a fixed order that look like chance (`SplitMix64`; Steele, Lea and Flood 2014).
pub(super) struct Dice(u64);

impl Dice {
    /// Dice that fall by a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to one below `end`, which is above 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// One of several.
    pub(super) fn pick(&mut self, from: &[&'static str]) -> &'static str {
        let n = self.below(from.len() as u64) as usize;
        from.get(n).copied().unwrap_or_default()
    }
}

/// Real towns.
pub(super) const TOWNS: [&str; 24] = [
    "Raqqa",
    "Idlib",
    "Marib",
    "Hodeidah",
    "Taiz",
    "Mosul",
    "Kirkuk",
    "Kharkiv",
    "Kherson",
    "Mariupol",
    "Beledweyne",
    "Mogadishu",
    "El Fasher",
    "Nyala",
    "Omdurman",
    "Monywa",
    "Sittwe",
    "Kandahar",
    "Kunduz",
    "Jalalabad",
    "Benghazi",
    "Tripoli",
    "Saada",
    "Deir ez-Zor",
];
const QUARTERS: [&str; 8] = [
    "a crowded market",
    "a block of flats",
    "a bakery",
    "a school used as a shelter",
    "a hospital",
    "a farmhouse",
    "a mosque",
    "a convoy of families",
];
const MEANS: [&str; 8] = [
    "airstrikes",
    "an air strike",
    "artillery shells",
    "mortar fire",
    "rockets",
    "a drone strike",
    "barrel bombs",
    "a roadside bomb laid",
];
const PARTIES: [&str; 8] = [
    "government forces",
    "the U.S.-led Coalition",
    "Russian warplanes",
    "the Saudi-led coalition",
    "Turkish forces",
    "rebel fighters",
    "the Russian army",
    "the armed forces",
];
const SOURCES: [&str; 6] = [
    "medical sources",
    "local residents",
    "a rescue worker",
    "the provincial governor",
    "a human rights monitor",
    "two doctors at the town's hospital",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const GIVEN: [&str; 10] =
    ["Anwar", "Salma", "Yusuf", "Halima", "Oleh", "Daryna", "Thida", "Karim", "Nadia", "Idris"];
const FAMILY: [&str; 10] = [
    "Barzumi",
    "al-Qasiri",
    "Velmenko",
    "Tarhouni",
    "Osmankul",
    "Hadrawi",
    "Merzlova",
    "Shankool",
    "Dabirzad",
    "Ibrulay",
];
const FILLER: [&str; 8] = [
    "Power was cut across much of the town through the night, and the one working ambulance had to make its way around \
     streets blocked by masonry. Families slept in the open for fear that other walls would come down, and the council \
     asked those who had cars to lend them for the wounded.",
    "The town has changed hands three times since the war began, and about half of those who lived there before have \
     left. Aid agencies say that food prices have doubled since the spring, while the road to the border has been shut \
     for weeks at a time and convoys wait for permits that seldom come.",
    "Officials met in the capital to talk about a truce, but neither side has moved on the question of who would hold \
     the crossings. Diplomats who know the talks said that they did not look for an agreement before the winter, and \
     that a smaller bargain on prisoners was likelier.",
    "Teachers said that lessons would not begin again before the windows had been mended. Parents have kept the young \
     ones at home since the autumn, and a charity has been handing out books and radios so that those who can may follow \
     the lessons on the air.",
    "Thousands have been killed across the country since the fighting began, by the count of the United Nations, which \
     says that the true number is higher because many deaths are never written down. It has asked all sides to keep to \
     the law of war and to spare hospitals and schools.",
    "The price of flour rose again this week. Traders in the old market said that lorries from the coast were turned \
     back at two checkpoints, and that the little that comes through is sold before noon. Bakers work at night, when \
     there is sometimes power, and sell from the back door.",
    "Farmers in the valley said that they had not been able to reach their fields since the planting. The canal that \
     waters them runs along the front line, and its pumps stopped when the fuel ran out. Some have dug wells by hand, \
     but the water in them is brackish.",
    "Weather has kept the skies quiet on most days of the past fortnight. People use the lull to mend roofs and to move \
     belongings, and the ferry that crosses the river at the old landing has been full from early morning until the \
     curfew.",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_reports_and_each_is_its_own() {
        assert_eq!(report(1, 2).text, report(1, 2).text);
        assert_ne!(report(1, 2).text, report(1, 3).text);
        assert_ne!(report(1, 2).text, report(2, 2).text);
    }

    #[test]
    fn a_report_is_as_long_as_news_are() {
        let mut out = Vec::new();
        let bytes = write(&mut out, 1, 200).expect("memory can be written");
        assert!((2_200..2_900).contains(&(bytes / 200)), "{} bytes", bytes / 200);
        assert_eq!(String::from_utf8_lossy(&out).lines().count(), 200);
    }
}
