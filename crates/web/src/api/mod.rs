//! What the pages show, as JSON. Each answer is a function of the acts on record, of what the person is cleared for, and
//! of the address.

pub(crate) mod judgement;
mod radius;
pub(crate) mod record;
pub(crate) mod token;

use crate::answer::{Answer, Packed, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::filter::{Chosen, kept};
use crate::page;
use casebook::{Glance, Overview, Sorted};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

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
    let listed = page::incidents::listed(app, call)?;
    let overview = listed.chosen.overview();
    let incidents: Vec<Value> = listed.glances().map(|one| glance(overview, one)).collect();
    let answer = json!({
        "total": listed.total(), "page": listed.page, "pages": listed.pages, "incidents": incidents,
    });
    Ok(Answer::Json(answer))
}

/// What is made of the incidents that a query asks for, once for all who ask the same.
fn made(app: &App, call: &Call, of: &str, make: impl FnOnce(&Chosen) -> String) -> Result<Answer, Refusal> {
    let chosen = Chosen::by(app, call, Sorted::Oldest)?;
    // What is shown depends on who is cleared for what, and on nothing else of the person.
    let asked = format!("{of} {:?} {}", call.person()?.cleared, kept(call, &[]));
    let packed = app.made.get(chosen.version(), &asked, || {
        Ok::<_, Refusal>(Arc::new(Packed::new(make(&chosen).as_bytes())))
    })?;
    Ok(Answer::Packed { kind: "application/json", packed })
}

/// Incidents for a map: `[lon, lat, radius_km, killed_min, killed_max, grade, id, first_day]`.
pub(crate) fn points(app: &App, call: &Call) -> Result<Answer, Refusal> {
    made(app, call, "points", points_of)
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
    made(app, call, "timeline", timeline_of)
}

fn timeline_of(chosen: &Chosen) -> String {
    // They come by their first day, those without one last.
    let dated = || chosen.glances().map_while(|glance| glance.first.map(|day| (day, glance)));
    let by_day = match dated().next().zip(dated().last()) {
        Some(((first, _), (last, _))) => first.until(last).is_ok_and(|span| span.get_days() <= BY_DAY),
        None => true,
    };
    let mut bins: Vec<(Date, Bin)> = Vec::new();
    for (day, glance) in dated() {
        let day = if by_day { day } else { day.first_of_month() };
        if bins.last().is_none_or(|(last, _)| *last != day) {
            bins.push((day, Bin::default()));
        }
        let Some((_, bin)) = bins.last_mut() else { continue };
        let min = u64::from(glance.killed.min.unwrap_or(0));
        bin.incidents += 1;
        bin.min += min;
        bin.max += glance.killed.max.map_or(min, u64::from);
        bin.open += u64::from(glance.killed.max.is_none() && glance.killed.min.is_some());
    }
    let undated = chosen.len() as u64 - bins.iter().map(|(_, bin)| bin.incidents).sum::<u64>();
    let bins: Vec<Value> =
        bins.iter().map(|(day, bin)| json!([day, bin.incidents, bin.min, bin.max, bin.open])).collect();
    json!({"by": if by_day { "day" } else { "month" }, "bins": bins, "undated": undated}).to_string()
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
    let (shown, copies) = app.desk.look(|book| {
        let shown = page::report::for_person(book, call.part("id"), person)?;
        let copies = page::report::copies(book, &shown.kept, person)?;
        Ok::<_, Refusal>((shown, copies))
    })?;
    let mut answer = json!(shown.kept);
    if let Some(fields) = answer.as_object_mut() {
        let corrected = shown.reading.as_ref().map(|(reading, _)| reading);
        fields.insert("corrected".into(), json!(corrected));
        let copies: Vec<Value> = copies.iter().map(|(key, id)| json!({"key": key, "id": id})).collect();
        fields.insert("copies".into(), json!(copies));
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
