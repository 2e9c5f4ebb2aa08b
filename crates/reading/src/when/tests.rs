//! What dates in a report tell, row by row, and why.

use super::{DateMention, Form, Lead, Resolver, Seen, mentions};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use value::{DatePrecision, When};

/// Day of publication (`-` for none), words, what they tell, why.
///
/// What they tell is a day, `first..last` for a range, or `none`; then how fine it is and the time in quotes,
/// where either is other than a plain day's.
const ROWS: &str = "
# A day written out.
-          | August 1st, 2017                        | 2017-08-01                       | month first, as in America
-          | 1 August 2017                           | 2017-08-01                       | day first
-          | the 1st of August, 2017                 | 2017-08-01                       | with article and preposition
-          | August 1,2017                           | 2017-08-01                       | a missing space makes one number of day and year
-          | Aug. 1, 2017                            | 2017-08-01                       | the full stop belongs to the abbreviation
-          | 12 September 1988                       | 1988-09-12                       | an archive report
-          | Perote, 9 Jan 90 -- The army said       | 1990-01-09                       | wire services write two digits
-          | 14 JULY 89                              | 1989-07-14                       | telegrams are all capitals
-          | 3 May '91                               | 1991-05-03                       | an apostrophe for the century
-          | the first of March 2015                 | 2015-03-01                       | the day in words
-          | the twenty-second of August 2016        | 2016-08-22                       | a hyphenated ordinal
-          | Tuesday, January 28, 2014               | 2014-01-28                       | the weekday belongs to the date
-          | Sunday (3 March 2019)                   | 2019-03-03                       | the date in brackets
-          | on the 5th day of May 2013              | 2013-05-05                       | court style
-          | February 30, 2015                       | none                             | the calendar has no such day
-          | 4 Tammuz 2014                           | 2014-07-04                       | a Levantine month
# Figures.
-          | 2017-08-01                              | 2017-08-01                       | ISO 8601
-          | 2017/8/1                                | 2017-08-01                       | the year first settles the order
-          | 25/08/2017                              | 2017-08-25                       | no month has the number 25
-          | 08/25/2017                              | 2017-08-25                       | American order, since 25 is no month
-          | 25.8.2017                               | 2017-08-25                       | full stops, as in Europe
-          | 25-08-2017                              | 2017-08-25                       | hyphens
2017-08-03 | 01/08/2017                              | 2017-08-01                       | the reading just before publication is nearer than January
2017-01-10 | 01/08/2017                              | 2017-01-08                       | August lies after publication
2017-08-03 | Tuesday 01/08/17                        | 2017-08-01                       | 8 January 2017 was a Sunday
-          | 01/08/2017                              | 2017-08-01                       | nothing tells: day first, and a problem for a person
-          | 13/13/2017                              | none                             | no order makes a date
# A day without a year.
2017-08-24 | the 22nd of August                      | 2017-08-22                       | the latest before publication
2017-08-24 | on 30 August                            | 2016-08-30                       | six days ahead cannot have happened: last year's
2017-08-24 | August 26                               | 2017-08-26                       | two days ahead may be a time zone or a later version
2018-01-02 | December 30                             | 2017-12-30                       | over the turn of the year
2019-03-01 | 29 February                             | 2016-02-29                       | the latest leap year
-          | 22nd of August                          | none                             | nothing gives the year
2017-08-24 | Friday, August 26, and in May 2016      | 2016-08-26                       | of the years told, the one whose weekday fits
2017-08-24 | 22 August last year                     | 2016-08-22                       | the year by its distance
2017-08-24 | on 22 August this year                  | 2017-08-22                       | likewise
1989-05-02 | on the last 16 April                    | 1989-04-16                       | the latest such day
2017-08-24 | Christmas Eve                           | 2016-12-24                       | a feast on a fixed day
-          | New Year's Day 2015                     | 2015-01-01                       | a feast with its year
# Days that move through the civil year.
-          | on 15 Ramadan 1438                      | 2017-06-09..2017-06-11 days      | the tables have 10 June; the moon may have been seen a day off
-          | the 27th of Ramadan, 1438 AH            | 2017-06-21..2017-06-23 days      | with article and era
-          | Ramadan 15, 1438                        | 2017-06-09..2017-06-11 days      | the month first
-          | Friday, 14 Ramadan 1438                 | 2017-06-09                       | of the days that it may be, one is a Friday
-          | 15 Ramadan 1438 (10 June 2017)          | 2017-06-10                       | the civil date is told beside it
-          | 15 Ramadan 1438, corresponding to 10 June 2017 | 2017-06-10                       | likewise
2017-07-20 | on the first day of Eid al-Fitr         | 2017-06-24..2017-06-26 days      | the latest before publication
2017-06-20 | on the first day of Eid al-Fitr         | 2016-07-05..2016-07-07 days      | this year's has not begun
-          | Eid al-Adha 2017                        | 2017-08-31..2017-09-05 days      | four days, and one on either side
2017-07-20 | during Ramadan                          | 2017-05-26..2017-06-25 days      | a month of the Hijri calendar is no civil month
2017-06-03 | during Ramadan                          | 2017-05-26..2017-06-05 days      | no later than publication, as a time zone may have it
-          | during Ramadan                          | none                             | nothing gives the year
2017-07-20 | a driver named Ramadan                  | none                             | a person
2017-07-20 | 9 Ramadan brothers                      | none                             | a count before a family
2017-04-12 | on Palm Sunday                          | 2017-04-09                       | a week before Easter
-          | on Easter Sunday 2019                   | 2019-04-21                       | by the Gregorian reckoning
-          | on Orthodox Easter 2019                 | 2019-04-28                       | by the Julian one
2017-07-20 | two days after Eid al-Fitr              | 2017-06-26..2017-06-30 days      | seen from a feast
# Days of the week.
2017-08-24 | on Monday                               | 2017-08-21                       | 24 August 2017 was a Thursday
2017-08-24 | Thursday                                | 2017-08-24                       | the day of publication itself
2017-08-24 | last Thursday                           | 2017-08-17                       | never the day of publication
2017-08-24 | this past Sunday                        | 2017-08-20                       | the latest
2017-08-24 | next Monday                             | 2017-08-28                       | announced, not past
2017-08-24 | Monday of last week                     | 2017-08-14                       | a week further back
2017-08-24 | Monday night                            | 2017-08-21 day 'night'           | a part of the day leaves the day as it is
2017-08-24 | Sunday the 13th                         | 2017-08-13                       | the latest 13th that was a Sunday
-          | Monday                                  | none                             | no day of publication
2017-08-24 | Monday's raid                           | 2017-08-21                       | the possessive is no part of it
2017-08-24 | prayers every Friday, or on a Monday    | none                             | a habit is no date
2017-08-24 | a Friday raid                           | 2017-08-18                       | one raid has one Friday
# Seen from publication.
2017-08-24 | today                                   | 2017-08-24                       | the dateline's day
2017-08-24 | yesterday                               | 2017-08-23                       | one day back
2017-03-01 | the day before yesterday                | 2017-02-27                       | two days back, over a month's end
-          | yesterday                               | none                             | no day of publication
2017-08-24 | this morning                            | 2017-08-24 day 'this morning'    | the day and its part
2017-08-24 | last night                              | 2017-08-23 day 'last night'      | recorders give a night to the day it began on
2017-08-24 | late last night                         | 2017-08-23 day 'late last night' | the whole phrase
2017-08-24 | yesterday evening                       | 2017-08-23 day 'evening'         | the part follows
2017-08-24 | tonight                                 | 2017-08-24 day 'tonight'         | the evening of publication
2017-08-24 | a few days ago                          | 2017-08-17..2017-08-22 days      | two to seven days
2017-08-24 | three days ago                          | 2017-08-21                       | exact
2017-08-24 | 10 days ago                             | 2017-08-14                       | exact, in figures
2017-08-24 | a couple of days ago                    | 2017-08-21..2017-08-22 days      | two or three
2017-08-24 | two weeks ago                           | 2017-08-08..2017-08-12 days      | writers round weeks
2017-08-24 | a month and a half ago                  | 2017-06-24..2017-07-24 days      | between one and two
2017-08-24 | a month ago                             | 2017-07-09..2017-08-08 days      | half a month to either side
2017-08-24 | 48 hours ago                            | 2017-08-22                       | hours that make whole days
2017-08-24 | two hours ago                           | 2017-08-23..2017-08-24 days      | perhaps before midnight
2017-08-24 | in the past 24 hours                    | 2017-08-23..2017-08-24 days      | up to publication
2017-08-24 | over the last three days                | 2017-08-21..2017-08-24 days      | up to publication
2017-08-24 | last week                               | 2017-08-13..2017-08-20 days      | weeks begin on Sunday or Monday: both
2017-08-24 | earlier this week                       | 2017-08-20..2017-08-23 days      | before publication
2017-08-24 | over the weekend                        | 2017-08-19..2017-08-20 days      | the latest Saturday and Sunday
2017-08-20 | at the weekend                          | 2017-08-19..2017-08-20 days      | on the Sunday itself
2017-08-20 | last weekend                            | 2017-08-12..2017-08-13 days      | not the one under way
2017-08-24 | last month                              | 2017-07-01..2017-07-31 month     | a calendar month
2017-08-24 | earlier this month                      | 2017-08-01..2017-08-24 month     | up to publication
2017-08-24 | late last month                         | 2017-07-21..2017-07-31 days      | a third of it
2017-08-24 | last year                               | 2016-01-01..2016-12-31 year      | a calendar year
# Months and years.
-          | August 2017                             | 2017-08-01..2017-08-31 month     | never finer than the words
2017-10-05 | in August                               | 2017-08-01..2017-08-31 month     | the latest August
2017-03-05 | in August                               | 2016-08-01..2016-08-31 month     | August 2017 had not begun
2017-10-05 | early August                            | 2017-08-01..2017-08-10 days      | the first third
2017-10-05 | in mid-August                           | 2017-08-11..2017-08-20 days      | the second third
2017-10-05 | at the end of February 2016             | 2016-02-21..2016-02-29 days      | the rest of the month
-          | in 2017                                 | 2017-01-01..2017-12-31 year      | a year needs a preposition
-          | in late 2016                            | 2016-09-01..2016-12-31 days      | the last four months
-          | in the 1990s or the 1960's              | none                             | a decade is no date
-          | in the 1900 block of Elm Street         | none                             | a house number is no year
2017-10-05 | in Feb.                                 | 2017-02-01..2017-02-28 month     | an abbreviation with its full stop
2017-10-05 | June 29: a raid                         | 2017-06-29                       | a list of events; the colon is no clock's
2017-10-05 | in May 12 villagers were killed         | 2017-05-01..2017-05-31 month     | the number counts villagers
# Ranges.
-          | between 3 and 5 March 2016              | 2016-03-03..2016-03-05 days      | both ends of one month
-          | from July 29 to August 2, 2017          | 2017-07-29..2017-08-02 days      | the year serves both ends
2018-01-05 | from 30 December to 2 January           | 2017-12-30..2018-01-02 days      | the start is the latest before the end
-          | July 29-31, 2017                        | 2017-07-29..2017-07-31 days      | a hyphen
-          | 29–31 July 2017                         | 2017-07-29..2017-07-31 days      | a dash
-          | December 30, 2016 to January 2          | 2016-12-30..2017-01-02 days      | the end follows the start
-          | the night of 12 to 13 May 2014          | 2014-05-12..2014-05-13 days 'night' | one night has two days
-          | on the night of 12/13 May 2014          | 2014-05-12..2014-05-13 days 'night' | the same with a stroke
-          | on 3 and 4 March 2016                   | 2016-03-03..2016-03-04 days      | days that follow each other
2017-08-24 | from Saturday to Monday                 | 2017-08-19..2017-08-21 days      | the Saturday before that Monday
2017-08-24 | between Friday evening and Monday morning | 2017-08-18..2017-08-21 days    | neither part of the day is the range's
2017-08-24 | overnight into Tuesday                  | 2017-08-21..2017-08-22 days      | the night has two days
2017-08-24 | between June and August 2016            | 2016-06-01..2016-08-31 month     | whole months
-          | between 2012 and 2014                   | 2012-01-01..2014-12-31 year      | whole years
-          | from 9 to 3 March 2016                  | 2016-03-03                       | a range that ends before it starts is none
# Times of day.
2017-08-24 | Monday at around 7 p.m.                 | 2017-08-21 hour 'around 7 p.m.'  | a time of the clock is as fine as an hour
2017-08-24 | at 8pm on Monday                        | 2017-08-21 hour '8pm'            | the time goes before
2017-08-24 | at dawn on Tuesday                      | 2017-08-22 day 'dawn'            | dawn is no time of the clock
2017-08-24 | 20:30 local time on 3 August            | 2017-08-03 hour '20:30 local time' | with its zone
2017-08-24 | at 0700 on 3 August                     | 2017-08-03 hour '0700'           | four figures after a preposition
2017-08-24 | shortly after midnight on 3 August      | 2017-08-03 day 'shortly after midnight' | as written
2017-08-24 | on the evening of 12 May 2014           | 2014-05-12 day 'evening'         | joined by a preposition
2017-08-24 | in the early hours of Tuesday           | 2017-08-22 day 'early hours'     | likewise
2017-08-24 | early Tuesday                           | 2017-08-22 day 'early'           | early in the day, not the week
2017-08-24 | late on Monday                          | 2017-08-21 day 'late'            | likewise
2017-08-24 | early Sunday morning                    | 2017-08-20 day 'early Sunday morning' | the words around the day are one time
2017-08-24 | Monday morning at 9.15 am               | 2017-08-21 hour 'morning at 9.15 am' | both are kept
2017-08-24 | Tuesday at about seven o'clock          | 2017-08-22 hour 'about seven o'clock' | the hour in words
# What looks like a date and is none.
2017-08-24 | they may march 12 kilometres            | none                             | verbs
2017-08-24 | Theresa May said April Jones was hurt   | none                             | names
2017-08-24 | the Sunday Times                        | none                             | a newspaper
2017-08-24 | the March 14 Alliance                   | none                             | a coalition
2017-08-24 | a blast in 23 August Street             | none                             | a street
2017-08-24 | guards 24/7 since 9/11                  | none                             | figures of speech
2017-08-24 | resolution 2254 (2015)                  | none                             | a number of the Security Council's
2017-08-24 | a second strike hit 2000 homes          | none                             | an ordinal and a count
2017-08-24 | a 3-year-old boy and a man aged 27      | none                             | ages
2017-08-24 | a girl less than a year old             | none                             | an age
2017-08-24 | after two days of clashes               | none                             | a length of time
2017-08-24 | the sun set and the cat sat down        | none                             | short forms need a date beside them
";

fn told(when: Option<&When>) -> String {
    let Some(When { start: Some(start), end: Some(end), precision: Some(precision), time, .. }) = when else {
        return "none".into();
    };
    let mut out = if start == end { start.to_string() } else { format!("{start}..{end}") };
    if *precision != DatePrecision::Day || time.is_some() {
        out = format!("{out} {precision}");
    }
    time.iter().fold(out, |out, t| format!("{out} '{t}'"))
}

fn read(text: &str, published: Option<Date>, anchor: Option<Date>) -> Vec<(DateMention, Option<When>)> {
    let tokens = text::tokenize(text);
    let found = mentions(&tokens, 0..tokens.len());
    let report = Resolver::new(Seen::of(published, None), &found);
    found.into_iter().map(|m| (m.clone(), report.resolve(&m, anchor))).collect()
}

#[test]
fn every_row_is_read_as_it_says() {
    let mut wrong = Vec::new();
    for row in ROWS.lines().filter(|r| !r.is_empty() && !r.starts_with('#')) {
        let fields: Vec<&str> = row.split('|').map(str::trim).collect();
        let [published, words, expected, why] = fields[..] else { panic!("four fields: {row}") };
        let found = read(words, published.parse().ok(), None);
        let first = told(found.iter().find_map(|(_, w)| w.as_ref()));
        if first != expected {
            wrong.push(format!("{words}: {first}, not {expected}, since {why}\n    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows\n{}", wrong.len(), wrong.join("\n"));
}

/// Words, what they tell when the other event was on 10 March 2016, why.
const FROM_AN_EVENT: &[(&str, &str, &str)] = &[
    ("two days earlier", "2016-03-08", "before it"),
    ("the previous day", "2016-03-09", "before it"),
    ("the following day", "2016-03-11", "after it"),
    ("the same day", "2016-03-10", "its day"),
    ("that evening", "2016-03-10 day 'that evening'", "its day, and the part of it"),
    ("a day later", "2016-03-11", "after it"),
    ("less than 48 hours after", "2016-03-10..2016-03-12 days", "from nothing to two days after it"),
    ("less than 48 hours before", "2016-03-08..2016-03-10 days", "from nothing to two days before it"),
    ("within 24 hours", "2016-03-10..2016-03-11 days", "told of what followed"),
    ("hours later", "2016-03-10..2016-03-11 days", "perhaps past midnight"),
    ("two weeks later", "2016-03-22..2016-03-26 days", "weeks are rounded"),
    ("two days after Christmas 2015", "2015-12-27", "a date that is told goes before the event"),
    ("at about 3 p.m.", "2016-03-10 hour 'about 3 p.m.'", "a time alone is that of its day"),
];

#[test]
fn distances_are_reckoned_from_the_other_event() {
    for (words, expected, why) in FROM_AN_EVENT {
        let found = read(words, None, Some(date(2016, 3, 10)));
        assert_eq!(told(found.iter().find_map(|(_, w)| w.as_ref())), *expected, "{words}: {why}");
        let alone = read(words, None, None);
        let needs_event = !words.contains("2015");
        assert_eq!(
            alone.iter().all(|(_, w)| w.is_none()),
            needs_event,
            "{words} tells nothing without the event"
        );
    }
}

#[test]
fn a_day_takes_the_year_of_the_nearest_full_date_where_publication_is_unknown() {
    let found = read("On 3 May 2014 it began. It ended on 5 May. On 7 June 2016 a trial opened.", None, None);
    let days: Vec<String> = found.iter().map(|(_, w)| told(w.as_ref())).collect();
    assert_eq!(days, ["2014-05-03", "2014-05-05", "2016-06-07"]);
}

#[test]
fn days_apart_are_two_dates_with_one_month() {
    let days: Vec<String> =
        read("raids on 3 and 17 March 2016", None, None).iter().map(|(_, w)| told(w.as_ref())).collect();
    assert_eq!(days, ["2016-03-03", "2016-03-17"]);
}

#[test]
fn one_date_in_figures_tells_the_order_of_the_others() {
    let found = read("hit on 03/25/2016 and again on 04/05/2016", None, None);
    assert_eq!(told(found[1].1.as_ref()), "2016-04-05");
    let unsure = read("hit on 04/05/2016", None, None);
    let report = Resolver::new(Seen::Unknown, &[unsure[0].0.clone()]);
    assert_eq!(report.other_reading(&unsure[0].0), Some(date(2016, 4, 5)), "a person is asked");
}

#[test]
fn a_word_before_a_date_makes_it_a_bound() {
    let lead = |words: &str| read(words, None, None).first().map(|(m, _)| m.lead);
    assert_eq!(lead("displaced since early March 2016"), Some(Lead::Since));
    assert_eq!(lead("until the 5th of May"), Some(Lead::Until));
    assert_eq!(lead("prior to 5 May"), Some(Lead::Before));
    assert_eq!(lead("the toll as of Tuesday"), Some(Lead::AsOf));
    assert_eq!(lead("killed on Tuesday"), Some(Lead::At));
    assert_eq!(lead("shelled from 3 to 5 May"), Some(Lead::At), "a range bounds itself");
}

#[test]
fn a_mention_holds_its_words_and_no_more() {
    let text = "Shells fell at around 8 p.m. on Monday in Tavrivka, and on Tuesday night again.";
    let tokens = text::tokenize(text);
    let words: Vec<&str> =
        mentions(&tokens, 0..tokens.len()).iter().map(|m| tokens.span(m.first, m.end).of(text)).collect();
    assert_eq!(words, ["at around 8 p.m. on Monday", "Tuesday night"]);
}

#[test]
fn a_part_of_a_text_is_read_as_if_it_stood_alone() {
    let tokens = text::tokenize("on 3 May 2016 and 5 June 2017");
    let found = mentions(&tokens, 4..tokens.len());
    assert_eq!(found.len(), 1);
    assert!(matches!(found[0].form, Form::Day { month: 6, .. }));
}

const WORDS: &[&str] = &[
    "August",
    "May",
    "Aug",
    ".",
    "1",
    "31",
    "29th",
    "2017",
    "90",
    "the",
    "of",
    "to",
    "-",
    "–",
    "/",
    ",",
    "Monday",
    "last",
    "between",
    "and",
    "early",
    "late",
    "night",
    "at",
    "7",
    "pm",
    ":",
    "30",
    "two",
    "9999",
    "weeks",
    "months",
    "years",
    "ago",
    "later",
    "less",
    "than",
    "hours",
    "overnight",
    "into",
    "yesterday",
    "before",
    "this",
    "within",
    "99999999999",
    "2017-08-01",
    "01/02/2017",
    "(",
    ")",
    "'",
    "first",
    "few",
    "past",
    "mid",
    "Christmas",
    "in",
    "end",
    "year",
];

proptest! {
    #[test]
    fn no_text_breaks_the_reading_and_no_range_ends_before_it_starts(
        picks in proptest::collection::vec(0..WORDS.len(), 0..24),
        noise in "\\PC{0,40}",
        published in (-9999_i16..=9999, 1_i8..=12, 1_i8..=28),
        known in any::<bool>(),
    ) {
        let text = picks.iter().map(|i| WORDS[*i]).collect::<Vec<_>>().join(" ") + &noise;
        let day = known.then(|| date(published.0, published.1, published.2));
        let mut last = 0;
        for (mention, when) in read(&text, day, day) {
            prop_assert!(mention.first >= last && mention.end > mention.first);
            last = mention.end;
            if let Some(when) = when {
                prop_assert!(when.start <= when.end && when.start.is_some());
            }
        }
    }
}
