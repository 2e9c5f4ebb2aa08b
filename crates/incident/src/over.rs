//! Values that people set, in the form in which the command line takes them. Enters: a field and a value.
//! Leaves: the incident with the value in it and a step that names the judgement; or what is wrong with the
//! value. Never lets a computed value stand where a person has set one.

use crate::Error;
use crate::explain::step;
use crate::facet::kilometres;
use crate::ruling::who;
use crate::settle::span;
use jiff::civil::Date;
use value::{
    Count, DatePrecision, Grade, Incident, Judgement, Place, PlacePrecision, Range, Step, StrikeStatus,
    Verdict, When,
};

/// Kilometres within which a point that is set keeps the name of a place that the reports give.
const KEEPS_NAME: f64 = 25.0;

/// A value that was understood.
enum Setting {
    Killed(Range),
    Injured(Range),
    Missing(Range),
    Children(Range),
    Women(Range),
    Men(Range),
    Date(When),
    Place(f64, f64),
    Grade(Grade),
    StrikeStatus(StrikeStatus),
}

/// Checks that a field may be set to a value.
///
/// Fields: `killed`, `injured`, `missing` (whole), `children`, `women`, `men` (among the killed): `6`, `6-9`,
/// `6+`; `date`: `2017-08-22` or `2017-08-20..2017-08-22`; `place`: `34.45,40.92` (degrees north, east);
/// `grade` and `strike_status`: a word of the contract.
///
/// # Errors
/// If there is no such field, or the value is not of its form.
///
/// ```
/// assert!(incident::check_set("killed", "6-9").is_ok());
/// assert!(incident::check_set("killed", "nine").is_err());
/// ```
pub fn check_set(field: &str, value: &str) -> Result<(), Error> {
    parse(field, value).map(|_| ())
}

/// Applies what people set, from the first judgement to the last.
pub(crate) fn apply(incident: &mut Incident, sets: &[&Judgement]) {
    for judgement in sets {
        let Verdict::Set { of, field, value } = &judgement.verdict else { continue };
        let says = match parse(field, value) {
            Ok(setting) => {
                set(incident, setting);
                format!("{} set {field} to {value}: {}", who(judgement), judgement.why)
            }
            Err(error) => format!("judgement {} is set aside: {error}", judgement.act),
        };
        let step = Step { account: Some(of.clone()), act: Some(judgement.act), ..step(field, says) };
        incident.explanation.push(step);
    }
}

fn set(incident: &mut Incident, setting: Setting) {
    match setting {
        Setting::Killed(range) => whole(&mut incident.killed, range),
        Setting::Injured(range) => whole(&mut incident.injured, range),
        Setting::Missing(range) => whole(&mut incident.missing, range),
        Setting::Children(range) => incident.killed.get_or_insert_default().children = Some(range),
        Setting::Women(range) => incident.killed.get_or_insert_default().women = Some(range),
        Setting::Men(range) => incident.killed.get_or_insert_default().men = Some(range),
        Setting::Date(when) => incident.date = Some(when),
        Setting::Place(lat, lon) => put_place(incident, lat, lon),
        Setting::Grade(grade) => incident.grade = grade,
        Setting::StrikeStatus(status) => incident.strike_status = status,
    }
}

fn whole(count: &mut Option<Count>, range: Range) {
    let count = count.get_or_insert_default();
    count.set_range(range);
    count.provisional = false;
    count.wording = None;
}

/// Puts a point first, under the name of the nearest place that the reports give.
fn put_place(incident: &mut Incident, lat: f64, lon: f64) {
    let away = |p: &Place| p.lat.zip(p.lon).map(|at| kilometres(at, (lat, lon)));
    let near = incident.places.iter().filter(|p| away(p).is_some_and(|d| d <= KEEPS_NAME));
    let named = near.min_by(|a, b| away(a).partial_cmp(&away(b)).unwrap_or(std::cmp::Ordering::Equal));
    let as_set = format!("{lat},{lon}");
    let name = named.map_or_else(|| as_set.clone(), |p| p.name.clone());
    let country = named.and_then(|p| p.country.clone());
    incident.places.retain(|p| p.name != name);
    let precision = Some(PlacePrecision::Exact);
    let place = Place {
        name,
        as_written: as_set,
        lat: Some(lat),
        lon: Some(lon),
        precision,
        country,
        spans: Vec::new(),
    };
    incident.places.insert(0, place);
}

fn parse(field: &str, value: &str) -> Result<Setting, Error> {
    let count =
        || range(value).ok_or_else(|| Error::bad_value(field, value, "a number such as 6, 6-9 or 6+"));
    Ok(match field {
        "killed" => Setting::Killed(count()?),
        "injured" => Setting::Injured(count()?),
        "missing" => Setting::Missing(count()?),
        "children" => Setting::Children(count()?),
        "women" => Setting::Women(count()?),
        "men" => Setting::Men(count()?),
        "date" => Setting::Date(when(value).ok_or_else(|| {
            Error::bad_value(field, value, "a day such as 2017-08-22, or two: 2017-08-20..2017-08-22")
        })?),
        "place" => {
            let (lat, lon) = point(value).ok_or_else(|| {
                Error::bad_value(field, value, "degrees north and east such as 34.45,40.92")
            })?;
            Setting::Place(lat, lon)
        }
        "grade" => Setting::Grade(word(field, value, Grade::ALL, Grade::from_word)?),
        "strike_status" => {
            Setting::StrikeStatus(word(field, value, StrikeStatus::ALL, StrikeStatus::from_word)?)
        }
        _ => return Err(Error::unknown_field(field)),
    })
}

fn word<T: ToString>(field: &str, value: &str, all: &[T], of: fn(&str) -> Option<T>) -> Result<T, Error> {
    let words = || all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    of(value.trim()).ok_or_else(|| Error::bad_value(field, value, &format!("one of {}", words())))
}

/// `6`, `6-9` (hyphen or dash), `6+`; the ends must be in order.
fn range(value: &str) -> Option<Range> {
    let value = value.trim();
    let number = |s: &str| s.trim().parse::<u32>().ok();
    if let Some(min) = value.strip_suffix('+') {
        return Some(Range::at_least(number(min)?));
    }
    match value.split_once(['-', '–']) {
        Some((min, max)) => {
            let (min, max) = (number(min)?, number(max)?);
            (min <= max).then(|| Range::between(min, max))
        }
        None => number(value).map(Range::exactly),
    }
}

fn when(value: &str) -> Option<When> {
    let day = |s: &str| s.trim().parse::<Date>().ok();
    match value.split_once("..") {
        Some((start, end)) => {
            let (start, end) = (day(start)?, day(end)?);
            (start <= end).then(|| span(start, end, DatePrecision::Days))
        }
        None => day(value).map(|d| span(d, d, DatePrecision::Day)),
    }
}

fn point(value: &str) -> Option<(f64, f64)> {
    let (lat, lon) = value.split_once(',')?;
    let (lat, lon) = (lat.trim().parse::<f64>().ok()?, lon.trim().parse::<f64>().ok()?);
    (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some((lat, lon))
}
