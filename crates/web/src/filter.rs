//! What incidents a query asks for. Enters: the fields of the address bar. Leaves: what is wanted of the overview, or
//! which field cannot be understood.

use crate::answer::Refusal;
use crate::app::App;
use crate::call::Call;
use casebook::{Casebook, Glance, Overview, Wanted};
use jiff::civil::Date;
use std::collections::HashSet;
use std::sync::Arc;
use value::{Grade, MethodName, StrikeStatus};

/// The fields by which incidents are chosen.
pub(crate) const FIELDS: [&str; 11] =
    ["from", "to", "actor", "place", "method", "grade", "status", "named", "review", "q", "bbox"];

/// Incidents that a query asks for and the person may see, in order.
pub(crate) struct Chosen {
    overview: Arc<Overview>,
    wanted: Wanted,
}

impl Chosen {
    /// Understands the query.
    pub(crate) fn by(app: &App, call: &Call) -> Result<Self, Refusal> {
        let person = call.person()?;
        let wanted = Wanted {
            from: day(call, "from")?,
            to: day(call, "to")?,
            actor: call.asked("actor").map(str::to_owned),
            place: call.asked("place").map(str::to_owned),
            method: term(call, "method", MethodName::from_word)?,
            grade: term(call, "grade", Grade::from_word)?,
            status: term(call, "status", StrikeStatus::from_word)?,
            named: call.asked("named").is_some(),
            review: call.asked("review").is_some(),
            bbox: call.asked("bbox").map(bbox).transpose()?,
            among: match call.asked("q") {
                Some(words) => Some(app.desk.look(|book| with_words(book, words, call))?),
                None => None,
            },
            unrestricted: !person.cleared.restricted,
        };
        Ok(Self { overview: app.desk.overview(), wanted })
    }

    /// The overview that they are of.
    pub(crate) fn overview(&self) -> &Overview {
        &self.overview
    }

    /// The incidents, in order.
    pub(crate) fn glances(&self) -> impl Iterator<Item = &Glance> {
        self.overview.select(&self.wanted)
    }
}

/// The query with only the fields by which incidents are chosen, but for those that are `left_out`.
pub(crate) fn kept(call: &Call, left_out: &[&str]) -> String {
    let fields = call.query.iter().filter(|(key, value)| {
        FIELDS.contains(&key.as_str()) && !left_out.contains(&key.as_str()) && !value.trim().is_empty()
    });
    serde_urlencoded::to_string(fields.collect::<Vec<_>>()).unwrap_or_default()
}

/// Incidents of which a report tells that has the words, as far as the person may read it.
fn with_words(book: &mut Casebook, words: &str, call: &Call) -> Result<HashSet<String>, Refusal> {
    let found = book.incidents_with_words(words)?;
    let person = call.person()?;
    let mut ids = HashSet::with_capacity(found.len());
    for (id, reports) in found {
        // Who may not read names may not find out by searching which reports have them either.
        let shown = person.cleared.names || {
            let mut shown = false;
            for report in &reports {
                shown = shown || crate::page::report::is_found_without_names(book, report, words)?;
            }
            shown
        };
        if shown {
            ids.insert(id);
        }
    }
    Ok(ids)
}

fn day(call: &Call, field: &str) -> Result<Option<Date>, Refusal> {
    let parse = |day: &str| {
        let wrong = |_| Refusal::bad(format!("{field}: “{day}” is no day; write it as 2017-08-24"));
        day.parse::<Date>().map_err(wrong)
    };
    call.asked(field).map(parse).transpose()
}

fn term<T>(call: &Call, field: &str, of: fn(&str) -> Option<T>) -> Result<Option<T>, Refusal> {
    let parse = |word: &str| of(word).ok_or_else(|| Refusal::bad(format!("{field}: there is no “{word}”")));
    call.asked(field).map(parse).transpose()
}

fn bbox(text: &str) -> Result<[f64; 4], Refusal> {
    let wrong = || {
        Refusal::bad(format!(
            "bbox: “{text}” is not west,south,east,north in degrees, as in 38.5,34.0,41.2,36.9"
        ))
    };
    let parts: Vec<f64> =
        text.split(',').map(|part| part.trim().parse().map_err(|_| wrong())).collect::<Result<_, _>>()?;
    let bbox: [f64; 4] = parts.try_into().map_err(|_| wrong())?;
    let [west, south, east, north] = bbox;
    let on_globe =
        west.abs() <= 180.0 && east.abs() <= 180.0 && south >= -90.0 && north <= 90.0 && south <= north;
    if on_globe { Ok(bbox) } else { Err(wrong()) }
}
