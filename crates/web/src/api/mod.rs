//! What the pages show, as JSON. Each answer is a function of the acts on record, of what the person is cleared for, and
//! of the address.

pub(crate) mod judgement;
mod radius;

use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::filter::{Chosen, kept};
use crate::page;
use casebook::{Glance, Overview};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Days up to which a timeline is by day.
const BY_DAY: i32 = 400;

/// An incident at a glance.
fn glance(overview: &Overview, glance: &Glance) -> Value {
    let actors: Vec<&str> = glance.actors.iter().map(|actor| overview.actor(*actor)).collect();
    json!({
        "incident": glance.id,
        "date": {"start": glance.first, "end": glance.last},
        "place": {
            "name": glance.place, "country": glance.country, "lat": glance.point.map(|point| point.0),
            "lon": glance.point.map(|point| point.1), "precision": glance.precision,
        },
        "killed": glance.killed, "injured": glance.injured, "grade": glance.grade, "strike_status": glance.status,
        "actors": actors, "methods": glance.methods, "named": glance.named, "reports": glance.reports,
        "origins": glance.origins, "needs_review": glance.needs_review,
    })
}

/// Incidents at a glance, a page of them.
pub(crate) fn incidents(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let chosen = Chosen::by(app, call)?;
    let listed = page::incidents::listed(&chosen, call)?;
    let incidents: Vec<Value> = listed.glances.iter().map(|one| glance(chosen.overview(), one)).collect();
    let answer = json!({
        "total": listed.total, "page": listed.page, "pages": listed.pages, "incidents": incidents,
    });
    Ok(Answer::Json(answer))
}

/// Incidents for a map: `[lon, lat, radius_km, killed_min, killed_max, grade, id, first_day]`.
pub(crate) fn points(app: &App, call: &Call) -> Result<Answer, Refusal> {
    // What is shown depends on who is cleared for what, and on nothing else of the person.
    let asked = format!("{:?} {}", call.person()?.cleared, kept(call, &[]));
    // The state is noted first: what is made of a later one is then made again, and never shown for an earlier.
    let version = app.desk.version();
    let points = app.points.get(version, &asked, || Ok::<_, Refusal>(points_of(&Chosen::by(app, call)?)))?;
    Ok(Answer::Written(points.to_string()))
}

fn points_of(chosen: &Chosen) -> String {
    // Written by hand: a hundred thousand points as a tree of values would take ten times the memory.
    let (mut out, mut unplaced) = (String::from("{\"points\":["), 0_u64);
    let mut first = true;
    for glance in chosen.glances() {
        let Some((lat, lon)) = glance.point else {
            unplaced += 1;
            continue;
        };
        if !std::mem::replace(&mut first, false) {
            out.push(',');
        }
        let radius = radius::kilometres(glance.precision);
        let (min, max) = (or_null(glance.killed.min), or_null(glance.killed.max));
        let day = glance.first.map_or("null".to_owned(), |day| format!("\"{day}\""));
        // Grades and ids have no letter that JSON would escape; writing to a string cannot fail.
        let (grade, id) = (glance.grade, &glance.id);
        let _ = write!(out, "[{lon:.4},{lat:.4},{radius},{min},{max},\"{grade}\",\"{id}\",{day}]");
    }
    let _ = write!(out, "],\"unplaced\":{unplaced}}}");
    out
}

fn or_null(number: Option<u32>) -> String {
    number.map_or("null".to_owned(), |number| number.to_string())
}

/// What one day or month holds.
#[derive(Default)]
struct Bin {
    incidents: u64,
    min: u64,
    max: u64,
    open: u64,
}

/// Incidents by day or month: `[first_day, incidents, killed_min, killed_max, without_upper_end]`.
pub(crate) fn timeline(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let chosen = Chosen::by(app, call)?;
    let days = || chosen.glances().filter_map(|glance| glance.first);
    let by_day = match days().min().zip(days().max()) {
        Some((first, last)) => first.until(last).is_ok_and(|span| span.get_days() <= BY_DAY),
        None => true,
    };
    let (mut bins, mut undated) = (BTreeMap::<Date, Bin>::new(), 0_u64);
    for glance in chosen.glances() {
        let Some(day) = glance.first else {
            undated += 1;
            continue;
        };
        let bin = bins.entry(if by_day { day } else { day.first_of_month() }).or_default();
        let min = u64::from(glance.killed.min.unwrap_or(0));
        bin.incidents += 1;
        bin.min += min;
        bin.max += glance.killed.max.map_or(min, u64::from);
        bin.open += u64::from(glance.killed.max.is_none() && glance.killed.min.is_some());
    }
    let bins: Vec<Value> =
        bins.iter().map(|(day, bin)| json!([day, bin.incidents, bin.min, bin.max, bin.open])).collect();
    Ok(Answer::Json(json!({"by": if by_day { "day" } else { "month" }, "bins": bins, "undated": undated})))
}

/// One incident.
pub(crate) fn incident(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let incident = app.desk.look(|book| page::incident::for_person(book, call.part("id"), person))?;
    Ok(Answer::Json(json!(incident)))
}

/// Reports, a page of them.
pub(crate) fn reports(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let (rows, page, pages) = app.desk.look(|book| page::reports::listed(book, call))?;
    let reports: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "report": row.head, "passage": row.passage, "incidents": row.incidents,
                "restricted": row.restricted,
            })
        })
        .collect();
    Ok(Answer::Json(json!({"page": page, "pages": pages, "reports": reports})))
}

/// One report.
pub(crate) fn report(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let shown = app.desk.look(|book| page::report::for_person(book, call.part("id"), person))?;
    let mut answer = json!(shown.kept);
    if let Some(fields) = answer.as_object_mut() {
        let corrected = shown.reading.as_ref().map(|(reading, _)| reading);
        fields.insert("corrected".into(), json!(corrected));
        fields.insert("restricted".into(), json!(shown.restricted));
        fields.insert("names_withheld".into(), json!(shown.masked));
    }
    Ok(Answer::Json(answer))
}

/// Who publishes.
pub(crate) fn sources(app: &App, call: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::Json(json!({"sources": page::sources::listed(app, call)?})))
}

/// Parties.
pub(crate) fn actors(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let parties = page::actors::listed(app, call)?;
    let actors: Vec<Value> = parties
        .iter()
        .map(|party| {
            let positions: BTreeMap<&str, u64> =
                party.positions.iter().map(|(position, n)| (position.as_str(), *n)).collect();
            json!({
                "name": party.name, "incidents": party.incidents, "named": party.named,
                "contested": party.contested, "positions": positions,
            })
        })
        .collect();
    Ok(Answer::Json(json!({"actors": actors})))
}

/// Reports as files, form or JSON.
pub(crate) fn add(app: &App, call: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::Json(json!({"reports": page::add::add(app, call)?})))
}

/// What needs a person's eyes, a page of it.
pub(crate) fn review(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let (items, total, page, pages) = page::review::listed(app, call)?;
    Ok(Answer::Json(json!({"total": total, "page": page, "pages": pages, "items": items})))
}
