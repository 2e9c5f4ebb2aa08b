//! What two accounts may be found to say against each other, and what each finding weighs. Enters: the table
//! `data/model/resolution.tsv`. Leaves: for each finding its field, its words and its bits. Decides nothing.
//!
//! A finding weighs otherwise where one of the two accounts has no day at all: that both name one village says little
//! beside a day in common, and much without one.

use crate::weight::Bits;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../../data/model/resolution.tsv");

/// Declares the findings: the field of each and its words, by which the table and explanations name it.
macro_rules! findings {
    ($($field:ident $about:literal { $($name:ident $says:literal)* })*) => {
        /// A finding of one field.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Finding {
            $($(
                #[doc = concat!($about, ": ", $says, ".")]
                $name,
            )*)*
        }

        impl Finding {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Self] = &[$($(Self::$name,)*)*];

            /// The field that it is of.
            pub fn field(self) -> &'static str {
                match self { $($(Self::$name => $about,)*)* }
            }

            /// The finding in a few words.
            pub fn says(self) -> &'static str {
                match self { $($(Self::$name => $says,)*)* }
            }
        }
    };
}

findings! {
    Pair "pair" {
        Any "two accounts that may be compared"
        OneBeside "one is told beside a report's main event"
        BothBeside "both are told beside a report's main event"
        OneReport "one report tells them as two"
    }
    Date "date" {
        SameDay "same day"
        DayOrTwo "same day or two"
        DaysMeet "days that meet"
        SameWeek "same week"
        WeeksMeet "weeks that meet"
        SameMonth "same month"
        PeriodsMeet "periods that meet"
        News "told as news within days of the date"
        BothNews "both told as news of the same days"
        NextDay "days that follow each other"
        NextDays "days or news that follow each other"
        TwoDays "two days apart"
        WithinWeek "three to seven days apart"
        WithinMonth "one to four weeks apart"
        Months "months apart"
        NewsWithinWeek "news up to a week from the date"
        NewsWithinMonth "news weeks from the date"
        NewsMonths "news months from the date"
    }
    Calendar "calendar" {
        SameDayOfYear "the same day and month, of no known year"
        NearDayOfYear "days and months that are close, of no known year"
        OtherDay "other days and months, of no known year"
        SameWeekday "the same weekday, of no known week"
        OtherWeekday "another weekday, of no known week"
    }
    DateSure "sureness" {
        UnsureAgree "days agree of which one is unsure"
        UnsureDiffer "days differ of which one is unsure"
        VeryUnsureDiffer "days differ of which one is very unsure"
    }
    Published "published" {
        PublishedUnknown "one without a day of publication"
        PublishedSameDay "published the same day"
        PublishedNextDay "published a day apart"
        PublishedWithinWeek "published within a week"
        PublishedWithinMonth "published within a month"
        PublishedWithinYear "published within a year"
        PublishedYears "published years apart"
    }
    Place "place" {
        SamePlace "same place"
        SameCity "same city"
        SamePoint "same point"
        SameName "same place by name"
        Inside "one place within the other"
        Neighbours "neighbouring places"
        Kilometres "places some kilometres apart"
        Far "places far apart"
        Elsewhere "other places"
        Apart "other places, of which neither text names the other's"
        Remote "places hundreds of kilometres apart"
        Region "one place in the region of the other"
        HardlyRegion "hardly the same region"
        OtherRegion "another region"
    }
    Naming "naming" {
        NamedBeside "one names the place beside others"
        BothNameBeside "both name the place beside others"
    }
    Killed "killed" {
        KilledSame0 "the same toll, none"
        KilledSame1 "the same toll, one or two"
        KilledSame3 "the same toll, three or four"
        KilledSame5 "the same toll, five to nine"
        KilledSame10 "the same toll, ten or more"
        KilledMeet "tolls that meet"
        KilledClose "tolls that are close"
        KilledUnlike "unlike tolls"
        KilledTwice "a toll up to twice as high"
        KilledMore "a toll more than twice as high"
        KilledLater "a somewhat higher toll later"
        KilledTwiceLater "a toll up to twice as high later"
        KilledMoreLater "a toll more than twice as high later"
    }
    Children "children" {
        SameChildren "the same number of children killed"
    }
    Injured "injured" {
        InjuredSame0 "the same number, none"
        InjuredSame1 "the same number, one or two"
        InjuredSame3 "the same number, three or four"
        InjuredSame5 "the same number, five to nine"
        InjuredSame10 "the same number, ten or more"
        InjuredMeet "numbers that meet"
        InjuredClose "numbers that are close"
        InjuredUnlike "unlike numbers"
        InjuredTwice "a number up to twice as high"
        InjuredMore "a number more than twice as high"
        InjuredLater "a somewhat higher number later"
        InjuredTwiceLater "a number up to twice as high later"
        InjuredMoreLater "a number more than twice as high later"
    }
    Parties "parties" {
        SameParty "same party"
        OtherParties "different parties"
    }
    Tolls "tolls" {
        AtOdds "a toll more than twice as high, and injured or means at odds too"
    }
    Means "means" {
        SameMeans "same means"
        OtherMeans "different means"
    }
    Kind "kind" {
        SameKind "same kind"
        OtherKind "different kinds"
    }
    Targets "targets" {
        SameTarget "same kind of thing hit"
        HomesHit "homes hit"
        OtherTargets "different things hit"
    }
    Victims "victims" {
        OnePerson "a person named in both"
        TwoPeople "two people named in both"
        People "several people named in both"
        OneOfMany "one of several people named in both"
        OtherPeople "other people named"
    }
    Words "words" {
        WordsUnknown "too few reports to know rare words"
        WordsNone "next to no rare word in common"
        WordsFew "few rare words in common"
        WordsSome "some rare words in common"
        WordsMore "rare words in common"
        WordsMany "many rare words in common"
        WordsMost "a third of the rare words in common"
        WordsHalf "about half of the rare words in common"
        WordsAlike "most rare words in common"
        WordsForm "rare words in common, of other places"
    }
    Rare "rare words" {
        RareNone "none that hardly any other report has"
        RareOne "one that hardly any other report has"
        RareTwo "two that hardly any other report has"
        RareThree "three or four that hardly any other report has"
        RareFive "five to eight that hardly any other report has"
        RareNine "nine to sixteen that hardly any other report has"
        RareMany "seventeen or more that hardly any other report has"
    }
    Copy "text" {
        CopyParts "passages in common"
        CopyHalf "half of the text in common"
        Copy "nearly one text"
        Form "one form of words, of other places"
    }
}

/// The bits of each finding, by its number: where both have a day, and where one has none.
struct Table([Vec<i32>; 2]);

static TABLE: OnceLock<Table> = OnceLock::new();

impl Finding {
    /// What it weighs where both accounts have a day, or where one has none.
    pub(crate) fn bits(self, dayless: bool) -> Bits {
        let table = TABLE.get_or_init(|| Table::of(FILE));
        Bits(table.0[usize::from(dayless)].get(self as usize).copied().unwrap_or(0))
    }

    /// What was thought before anything was learned, in bits: what learning starts from and is drawn to.
    pub fn by_hand(self) -> f64 {
        rows(FILE).find(|row| row.of(self)).map_or(0.0, |row| row.by_hand)
    }
}

/// A row of the table.
struct Row<'a> {
    field: &'a str,
    says: &'a str,
    by_hand: f64,
    bits: [f64; 2],
}

impl Row<'_> {
    fn of(&self, finding: Finding) -> bool {
        self.field == finding.field() && self.says == finding.says()
    }
}

impl Table {
    fn of(file: &str) -> Self {
        let rows: Vec<Row> = rows(file).collect();
        let bits = |f: &Finding| rows.iter().find(|row| row.of(*f)).map_or([0.0; 2], |row| row.bits);
        let column = |c: usize| Finding::ALL.iter().map(|f| (bits(f)[c] * 100.0).round() as i32).collect();
        Self([column(0), column(1)])
    }
}

fn rows(file: &str) -> impl Iterator<Item = Row<'_>> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        let (field, says) = (cells.next()?, cells.next()?);
        let mut number = || cells.next()?.parse().ok();
        Some(Row { field, says, by_hand: number()?, bits: [number()?, number()?] })
    })
}

#[cfg(test)]
mod tests {
    use super::{FILE, Finding, rows};

    #[test]
    fn each_finding_has_one_row_and_each_row_a_finding() {
        for finding in Finding::ALL {
            assert_eq!(rows(FILE).filter(|row| row.of(*finding)).count(), 1, "{finding:?}");
        }
        let lines = FILE.lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(lines, Finding::ALL.len());
    }
}
