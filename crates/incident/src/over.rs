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
    Account, Actor, ActorKind, ActorRole, Count, DatePrecision, Grade, Incident, Judgement, Method,
    MethodName, Place, PlacePrecision, Quote, Range, Step, StrikeStatus, Verdict, When,
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

/// Puts a value that a person read in the words of a report into its account. An empty value takes the field out.
///
/// Fields and forms are those of [`check_set`] without grade and status, and besides `actors` (a party's name, which
/// then is the one suspected) and `methods` (a word of the contract).
///
/// # Errors
/// If there is no such field, or the value is not of its form; the account is then as it was.
///
/// ```
/// let json = r#"{"kind": "attack", "killed": {"min": 60, "max": null, "spans": []}}"#;
/// let mut account: value::Account = serde_json::from_str(json)?;
/// let words = value::Quote { start: 4, end: 7, quote: "six".into() };
/// incident::correct(&mut account, "killed", "6", &[words])?;
/// assert_eq!(account.killed.map(|count| count.range()), Some(value::Range::exactly(6)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn correct(account: &mut Account, field: &str, value: &str, spans: &[Quote]) -> Result<(), Error> {
    if value.trim().is_empty() {
        take_out(account, field)?;
    } else {
        put_in(account, field, value.trim(), spans.to_vec())?;
    }
    read_by_person(account, field);
    Ok(())
}

fn put_in(account: &mut Account, field: &str, value: &str, spans: Vec<Quote>) -> Result<(), Error> {
    match field {
        "actors" => {
            account.actors.retain(|actor| actor.role == ActorRole::Targeted);
            let (name, kind) = (value.to_owned(), ActorKind::Organization);
            let as_written = spans.first().map_or_else(|| name.clone(), |quote| quote.quote.clone());
            account.actors.insert(0, Actor { name, as_written, kind, role: ActorRole::Suspected, spans });
        }
        "methods" => {
            let name = word(field, value, MethodName::ALL, MethodName::from_word)?;
            let as_written = spans.first().map_or_else(|| name.to_string(), |quote| quote.quote.clone());
            account.methods = vec![Method { name, as_written, weapon: None, spans }];
        }
        _ => match parse(field, value)? {
            Setting::Killed(range) => count(&mut account.killed, range, spans),
            Setting::Injured(range) => count(&mut account.injured, range, spans),
            Setting::Missing(range) => count(&mut account.missing, range, spans),
            Setting::Children(range) => account.killed.get_or_insert_default().children = Some(range),
            Setting::Women(range) => account.killed.get_or_insert_default().women = Some(range),
            Setting::Men(range) => account.killed.get_or_insert_default().men = Some(range),
            Setting::Date(when) => account.date = Some(When { spans, ..when }),
            Setting::Place(lat, lon) => {
                account.places.insert(0, point_place(&account.places, lat, lon));
                account.places.truncate(1);
                if let Some(place) = account.places.first_mut() {
                    place.spans = spans;
                }
            }
            Setting::Grade(_) | Setting::StrikeStatus(_) => return Err(Error::unknown_field(field)),
        },
    }
    Ok(())
}

fn count(count: &mut Option<Count>, range: Range, spans: Vec<Quote>) {
    whole(count, range);
    if let Some(count) = count {
        count.wording = spans.first().map(|quote| quote.quote.clone());
        count.spans = spans;
    }
}

/// What a person read is as sure as reading can be; the other values are as sure as they were.
fn read_by_person(account: &mut Account, field: &str) {
    let sure = account.confidence.get_or_insert_default();
    match field {
        "killed" | "children" | "women" | "men" => sure.killed = Some(1.0),
        "injured" => sure.injured = Some(1.0),
        "date" => sure.date = Some(1.0),
        "place" => sure.places = vec![1.0],
        "actors" => sure.actors = vec![1.0; account.actors.len()],
        "methods" => sure.methods = vec![1.0],
        _ => {}
    }
}

fn take_out(account: &mut Account, field: &str) -> Result<(), Error> {
    match field {
        "killed" => account.killed = None,
        "injured" => account.injured = None,
        "missing" => account.missing = None,
        "children" => account.killed.iter_mut().for_each(|count| count.children = None),
        "women" => account.killed.iter_mut().for_each(|count| count.women = None),
        "men" => account.killed.iter_mut().for_each(|count| count.men = None),
        "date" => account.date = None,
        "place" => account.places.clear(),
        "actors" => account.actors.retain(|actor| actor.role == ActorRole::Targeted),
        "methods" => account.methods.clear(),
        _ => return Err(Error::unknown_field(field)),
    }
    Ok(())
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
    let place = point_place(&incident.places, lat, lon);
    incident.places.retain(|p| p.name != place.name);
    incident.places.insert(0, place);
}

/// The point as a place, under the name of the nearest of some places.
fn point_place(places: &[Place], lat: f64, lon: f64) -> Place {
    let away = |p: &Place| p.lat.zip(p.lon).map(|at| kilometres(at, (lat, lon)));
    let near = places.iter().filter(|p| away(p).is_some_and(|d| d <= KEEPS_NAME));
    let named = near.min_by(|a, b| away(a).partial_cmp(&away(b)).unwrap_or(std::cmp::Ordering::Equal));
    let as_set = format!("{lat},{lon}");
    let name = named.map_or_else(|| as_set.clone(), |p| p.name.clone());
    let country = named.and_then(|p| p.country.clone());
    let precision = Some(PlacePrecision::Exact);
    Place { name, as_written: as_set, lat: Some(lat), lon: Some(lon), precision, country, spans: Vec::new() }
}

fn parse(field: &str, value: &str) -> Result<Setting, Error> {
    let count = || Range::read(value).map_err(|form| Error::bad_value(field, value, form));
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
