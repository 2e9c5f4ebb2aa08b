//! From what the words say to a range of days. Enters: all dates of a report and its day of publication. Leaves:
//! the range that each tells. Never reads a clock: without a day of publication "yesterday" tells nothing.

use super::days::{self, Days};
use super::{Amount, DateMention, Form, Movable, Period, Third, Which, YearWord};
use jiff::civil::{Date, Weekday};
use value::{Between, DatePrecision, When};

/// Days by which an event may seem to lie after its report: the report's day may be told in another time zone,
/// and its date of publication may be that of a first version.
const SLACK: i32 = 2;

/// Years within which a day of the year falls on the same weekday again, but around a century's end.
const AGAIN: i16 = 11;

/// The hour from which news of a day is often told on the next.
const EVENING: u32 = 18;

/// The day from which a report looks at what it tells: that of its publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// The day is known.
    On(Date),
    /// One of these days.
    Between(Between),
    /// Nobody knows.
    Unknown,
}

impl Seen {
    /// By what is known of a report's publication.
    pub(crate) fn of(published: Option<Date>, between: Option<Between>) -> Self {
        published.map(Self::On).or(between.map(Self::Between)).unwrap_or(Self::Unknown)
    }

    /// The first and the last day that it can be.
    fn ends(self) -> [Option<Date>; 2] {
        match self {
            Self::On(day) => [Some(day); 2],
            Self::Between(Between { first, last }) => [Some(first), Some(last)],
            Self::Unknown => [None; 2],
        }
    }
}

/// What one report's dates say about each other.
#[derive(Clone, Debug)]
pub(crate) struct Resolver {
    seen: Seen,
    /// Years written in the report, by the token where they stand; those beside a day or month first.
    years: Vec<(usize, i16)>,
    /// Whether the report writes the day before the month in figures, where a date in it shows that.
    day_first: Option<bool>,
}

impl Resolver {
    /// Takes in what the dates of a report tell about the others.
    pub(crate) fn new(seen: Seen, mentions: &[DateMention]) -> Self {
        let years_of = |whole: fn(&Form) -> Option<i16>| {
            mentions.iter().filter_map(move |m| Some((m.first, whole(&m.form)?))).collect::<Vec<_>>()
        };
        let mut years = years_of(full_year);
        if years.is_empty() {
            years = years_of(|f| if let Form::Year { year, .. } = f { Some(*year) } else { None });
        }
        Self { seen, years, day_first: day_first(mentions) }
    }

    /// The range of days that a mention tells, seen from `anchor` where it is told by its distance from another
    /// event. Where the report is of one of several days, all that it tells seen from the first and from the last.
    pub(crate) fn resolve(&self, mention: &DateMention, anchor: Option<Date>) -> Option<When> {
        let [first, last] = self.seen.ends().map(|published| {
            let (at, latest, years) = (mention.first, self.latest(), self.years.as_slice());
            let sight = Sight { report: self, published, years, at, latest, anchor };
            sight.days(&mention.form).or_else(|| day_of_clock(mention, published).map(Days::one))
        });
        let days = first?.and(last?)?;
        let clock = mention.time.as_ref().is_some_and(|t| t.clock);
        let hour = clock && days.precision == DatePrecision::Day;
        Some(When {
            start: Some(days.start),
            end: Some(days.end),
            precision: Some(if hour { DatePrecision::Hour } else { days.precision }),
            time: mention.time.as_ref().map(|t| t.words.clone()),
            spans: Vec::new(),
        })
    }

    /// The other day that a date in figures could mean where nothing in the report tells day from month; for a
    /// person to look at.
    pub(crate) fn other_reading(&self, mention: &DateMention) -> Option<Date> {
        let Form::Slashed { one, two, year, weekday: None } = mention.form else { return None };
        let settled = self.day_first.is_some() || self.seen != Seen::Unknown || one == two;
        let readings = days::day(year, two, one).zip(days::day(year, one, two));
        readings.filter(|_| !settled).map(|(_, month_first)| month_first)
    }

    fn latest(&self) -> Option<Date> {
        days::shift(self.seen.ends()[1]?, SLACK)
    }
}

/// The day of a clock time that stands alone ("around 2:30 p.m."): that of publication, unless it was so late that the
/// report may be of the next day.
fn day_of_clock(mention: &DateMention, published: Option<Date>) -> Option<Date> {
    let time = mention.time.as_ref().filter(|t| t.clock && mention.form == Form::TimeOnly)?;
    let figures: String =
        time.words.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let hour: u32 = figures.parse().ok()?;
    let words = time.words.to_lowercase();
    let half = |with: char| words.contains(&format!("{with}.m")) || words.contains(&format!("{with}m"));
    let hour = if half('p') && hour < 12 { hour + 12 } else { hour };
    let told = half('p') || half('a');
    published.filter(|_| told && hour < EVENING)
}

/// The year written nearest to a token, of years in the order of the text. A year carries on to what is told after it,
/// so that one that comes later counts as farther away.
fn nearest_year(years: &[(usize, i16)], at: usize) -> Option<i16> {
    let later = years.partition_point(|(i, _)| *i <= at);
    let (before, after) = (later.checked_sub(1).map(|i| years[i]), years.get(later));
    match (before, after) {
        (Some((i, year)), Some((j, _))) if at - i <= (j - at).saturating_mul(3) => Some(year),
        (before, after) => after.copied().or(before).map(|(_, year)| year),
    }
}

/// The order of day and month in figures, where a number above twelve shows it and none shows the opposite.
fn day_first(mentions: &[DateMention]) -> Option<bool> {
    let told = |m: &DateMention| match m.form {
        Form::Slashed { one, two, .. } if (one > 12) != (two > 12) => Some(one > 12),
        _ => None,
    };
    let first = mentions.iter().find_map(told)?;
    mentions.iter().filter_map(told).all(|t| t == first).then_some(first)
}

/// The year that stands beside a day or a month.
fn full_year(form: &Form) -> Option<i16> {
    match form {
        Form::Day { year: Some(YearWord::Number(y)), .. }
        | Form::Month { year: Some(YearWord::Number(y)), .. }
        | Form::Slashed { year: y, .. } => Some(*y),
        Form::Range(_, to) => full_year(to),
        _ => None,
    }
}

/// What one mention is seen from.
#[derive(Clone, Copy)]
struct Sight<'r> {
    report: &'r Resolver,
    /// The day of publication that the report is seen from.
    published: Option<Date>,
    /// The report's years, or none where a date beside this one bears its own.
    years: &'r [(usize, i16)],
    at: usize,
    /// The last day that a date without a year may mean.
    latest: Option<Date>,
    anchor: Option<Date>,
}

impl Sight<'_> {
    fn days(&self, form: &Form) -> Option<Days> {
        match *form {
            Form::Day { day, month, year, weekday } => self.day(day, month, year, weekday).map(Days::one),
            Form::Movable { day, year, weekday } => self.movable(day, year, weekday),
            Form::Slashed { one, two, year, weekday } => self.slashed(one, two, year, weekday).map(Days::one),
            Form::Month { month, year, third } => self.month(month, year, third),
            Form::Year { year, third } => days::year(year, third),
            Form::Weekday { day, which } => self.weekday(day, which).map(Days::one),
            Form::WeekdayOfMonth { weekday, day } => self.weekday_of_month(weekday, day).map(Days::one),
            Form::Back(amount) => self.back(amount),
            Form::Shift { amount, later, ref of } => self.shifted(amount, later, of.as_deref()),
            Form::Within(amount) => match self.anchor {
                Some(anchor) => days::reach(anchor, amount, 1),
                None => self.back(amount),
            },
            Form::Period { period, third } => self.period(period, third),
            Form::Range(ref from, ref to) => self.range(from, to),
            Form::NightInto(ref of) => {
                let morning = self.days(of)?;
                Days::between(days::shift(morning.start, -1)?, morning.end)
            }
            Form::TimeOnly => self.anchor.map(Days::one),
        }
    }

    fn day(&self, day: i8, month: i8, year: Option<YearWord>, weekday: Option<Weekday>) -> Option<Date> {
        if let Some(year) = year {
            return days::day(self.year(year)?, month, day);
        }
        let fits = |d: &Date| weekday.is_none_or(|w| d.weekday() == w);
        let years = nearest_year(self.years, self.at).map(|year| year..=year + AGAIN);
        let near = years.and_then(|mut years| {
            let told = |year| days::day(year, month, day);
            let first = told(*years.start());
            // A report may name an older year, and is of none before it.
            years.find_map(|year| told(year).filter(fits)).or(first)
        });
        // Eight years back reach the last 29 February even across a century's end.
        let last = self
            .latest
            .and_then(|l| (0..=8).filter_map(|n| days::day(l.year() - n, month, day)).find(|d| *d <= l));
        [last, near].into_iter().flatten().find(fits).or(last).or(near)
    }

    /// A day that moves through the civil year: in the year that is told, else the last up to publication. A weekday beside
    /// it tells which of the days that it may be it was.
    fn movable(&self, day: Movable, year: Option<YearWord>, weekday: Option<Weekday>) -> Option<Days> {
        let in_year = |year: i16| day.in_year(year).pop();
        let found = match (year, self.latest) {
            (Some(year), _) => in_year(self.year(year)?)?,
            (None, Some(latest)) => {
                let years = (0..=2).flat_map(|back| day.in_year(latest.year() - back));
                let told = years.filter(|days| days.start <= latest).max_by_key(|days| days.start)?;
                up_to(told, latest)?
            }
            (None, None) => in_year(nearest_year(self.years, self.at)?)?,
        };
        let Some(weekday) = weekday else { return Some(found) };
        let named = days::latest(weekday, found.end).filter(|named| *named >= found.start);
        Some(named.map_or(found, Days::one))
    }

    fn year(&self, year: YearWord) -> Option<i16> {
        match year {
            YearWord::Number(y) => Some(y),
            YearWord::Back(n) => self.published.map(|p| p.year() - n),
        }
    }

    /// A date in figures: by its weekday, by the report's own custom, else the reading that is nearer to
    /// publication and not after it; else the day first, as most of the world writes.
    fn slashed(&self, one: i8, two: i8, year: i16, weekday: Option<Weekday>) -> Option<Date> {
        let (day_first, month_first) = (days::day(year, two, one), days::day(year, one, two));
        let fits = |d: &Option<Date>| d.is_some_and(|d| Some(d.weekday()) == weekday);
        match (fits(&day_first), fits(&month_first)) {
            (true, false) => return day_first,
            (false, true) => return month_first,
            _ => {}
        }
        match (self.report.day_first, self.latest) {
            (Some(true), _) | (None, None) => day_first.or(month_first),
            (Some(false), _) => month_first.or(day_first),
            (None, Some(latest)) => [day_first, month_first]
                .into_iter()
                .flatten()
                .min_by_key(|d| (*d > latest, days::apart(*d, latest).abs())),
        }
    }

    fn month(&self, month: i8, year: Option<YearWord>, third: Option<Third>) -> Option<Days> {
        if let Some(year) = year {
            return days::month(self.year(year)?, month, third);
        }
        match self.latest {
            // A month that has not begun is last year's; a time zone moves a day, not the month meant.
            Some(latest) => {
                let day = days::shift(latest, -SLACK)?;
                days::month(day.year() - i16::from(month > day.month()), month, third)
            }
            None => days::month(nearest_year(self.years, self.at)?, month, third),
        }
    }

    fn weekday(&self, weekday: Weekday, which: Which) -> Option<Date> {
        let published = self.published?;
        let up_to = self.latest.filter(|l| *l < published).unwrap_or(published);
        match which {
            Which::Latest => days::latest(weekday, up_to),
            Which::Last => days::latest(weekday, days::shift(up_to, -1)?),
            Which::Next => days::latest(weekday, days::shift(published, 7)?),
            Which::Week(back) => {
                let sunday = days::latest(Weekday::Sunday, published)?;
                days::shift(sunday, i32::from(Weekday::Sunday.until(weekday)) - 7 * i32::from(back))
            }
        }
    }

    fn weekday_of_month(&self, weekday: Weekday, day: i8) -> Option<Date> {
        let mut month = self.latest?.first_of_month();
        for _ in 0..14 {
            let found = Date::new(month.year(), month.month(), day).ok();
            if let Some(d) = found.filter(|d| d.weekday() == weekday && self.latest.is_some_and(|l| *d <= l))
            {
                return Some(d);
            }
            month = days::shift(month, -1)?.first_of_month();
        }
        None
    }

    fn back(&self, amount: Amount) -> Option<Days> {
        let published = self.published?;
        let found = days::reach(published, amount, -1)?;
        let told_as_future = found.start > published;
        if told_as_future {
            Some(found)
        } else {
            Days::told(found.start, found.end.min(published), found.precision)
        }
    }

    fn shifted(&self, amount: Amount, later: bool, of: Option<&Form>) -> Option<Days> {
        let sign = if later { 1 } else { -1 };
        let Some(of) = of else { return days::reach(self.anchor?, amount, sign) };
        let from = self.days(of)?;
        let (a, b) = (days::reach(from.start, amount, sign)?, days::reach(from.end, amount, sign)?);
        let found = Days::between(a.start.min(b.start), a.end.max(b.end))?;
        Some(Days { precision: found.precision.max(from.precision).max(a.precision), ..found })
    }

    fn period(&self, period: Period, third: Option<Third>) -> Option<Days> {
        let published = self.published?;
        let sunday = days::latest(Weekday::Sunday, published)?;
        let saturday = days::latest(Weekday::Saturday, published)?;
        let back = |n: i32| days::shift(published, -n);
        let month_before = days::shift(published.first_of_month(), -1)?;
        match period {
            Period::ThisWeek => Days::between(sunday, published),
            Period::EarlierThisWeek => Days::between(sunday.min(back(1)?), back(1)?),
            // Weeks begin on a Sunday or on a Monday; both are held.
            Period::LastWeek => Days::between(days::shift(sunday, -7)?, sunday.min(back(1)?)),
            Period::Weekend => Days::between(saturday, days::shift(saturday, 1)?.min(published)),
            Period::LastWeekend => {
                let before = days::latest(Weekday::Saturday, back(2)?)?;
                Days::between(before, days::shift(before, 1)?)
            }
            Period::ThisMonth => up_to(days::month(published.year(), published.month(), third)?, published),
            Period::LastMonth => days::month(month_before.year(), month_before.month(), third),
            Period::ThisYear => up_to(days::year(published.year(), third)?, published),
            Period::LastYear => days::year(published.year().checked_sub(1)?, third),
        }
    }

    /// From one date to another. The end that has a year gives it to the other.
    fn range(&self, from: &Form, to: &Form) -> Option<Days> {
        let opens = full_year(from).filter(|_| full_year(to).is_none());
        let (start, end) = if let Some(year) = opens {
            let start = self.days(from)?;
            let end = [year, year.checked_add(1)?].into_iter().filter_map(|y| self.days(&in_year(to, y)));
            (start, end.into_iter().find(|e| e.end >= start.start)?)
        } else {
            let end = self.days(to)?;
            let seen = Sight { years: &[], latest: Some(end.end), ..*self };
            (seen.days(from)?, end)
        };
        let precision = if start.precision == DatePrecision::Day || end.precision == DatePrecision::Day {
            DatePrecision::Days
        } else {
            start.precision.max(end.precision)
        };
        let found = Days::between(start.start, end.end)?;
        Some(if found.start == found.end { found } else { Days { precision, ..found } })
    }
}

/// The part of a range that is not after a day.
fn up_to(range: Days, last: Date) -> Option<Days> {
    Days::told(range.start, range.end.min(last), range.precision)
}

/// The same words with a year beside them.
fn in_year(form: &Form, year: i16) -> Form {
    let told = Some(YearWord::Number(year));
    match *form {
        Form::Day { day, month, weekday, .. } => Form::Day { day, month, year: told, weekday },
        Form::Month { month, third, .. } => Form::Month { month, year: told, third },
        ref other => other.clone(),
    }
}
