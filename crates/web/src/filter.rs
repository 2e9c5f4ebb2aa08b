//! What incidents a query asks for. Enters: the fields of the address bar. Leaves: what is wanted of the overview, or
//! which field cannot be understood.

use crate::answer::Refusal;
use crate::app::App;
use crate::call::Call;
use casebook::{Casebook, Glance, Overview, Sorted, Wanted};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use value::{Grade, MethodName, StrikeStatus};

/// The fields by which incidents are chosen.
pub(crate) const FIELDS: [&str; 11] =
    ["from", "to", "actor", "place", "method", "grade", "status", "named", "review", "q", "bbox"];

/// Incidents that a query asks for and the person may see, in the order that is wanted.
pub(crate) struct Chosen {
    version: u64,
    overview: Arc<Overview>,
    places: Arc<[u32]>,
}

impl Chosen {
    /// Understands the query, and chooses; or takes the choice that was made for whoever asked the same before.
    pub(crate) fn by(app: &App, call: &Call, sorted: Sorted) -> Result<Self, Refusal> {
        let cleared = call.person()?.cleared;
        let (version, overview) = app.desk.overview();
        let asked = format!("{cleared:?} {sorted:?} {}", kept(call, &[]));
        let places = app.chosen.get(version, &asked, || {
            let wanted = wanted(app, call)?;
            Ok::<_, Refusal>(overview.select(&wanted, sorted).into())
        })?;
        Ok(Self { version, overview, places })
    }

    /// The overview that they are of.
    pub(crate) fn overview(&self) -> &Overview {
        &self.overview
    }

    /// The version of the overview.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The incidents, in order.
    pub(crate) fn glances(&self) -> impl Iterator<Item = &Glance> {
        self.stretch(0, self.places.len())
    }

    /// So many of them after the first `skip`.
    pub(crate) fn stretch(&self, skip: usize, limit: usize) -> impl Iterator<Item = &Glance> {
        let places = self.places.iter().skip(skip).take(limit);
        places.filter_map(|place| self.overview.glances().get(*place as usize))
    }
}

/// What is wanted of the overview.
fn wanted(app: &App, call: &Call) -> Result<Wanted, Refusal> {
    Ok(Wanted {
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
        unrestricted: !call.person()?.cleared.restricted,
    })
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
    let cleared = call.person()?.cleared;
    if cleared.names && cleared.restricted {
        return Ok(found.into_keys().collect());
    }
    let hidden = if cleared.restricted { BTreeSet::new() } else { book.restricted_reports()? };
    let (mut ids, mut known) = (HashSet::with_capacity(found.len()), BTreeMap::new());
    for (id, reports) in found {
        for report in reports.iter().filter(|report| !hidden.contains(*report)) {
            let shown = if let Some(shown) = known.get(report) {
                *shown
            } else {
                let shown = cleared.names || reads_without_names(book, report, words, known.len())?;
                known.insert(report.clone(), shown);
                shown
            };
            if shown {
                ids.insert(id);
                break;
            }
        }
    }
    Ok(ids)
}

/// Reports that are opened at most to tell whether they have words besides the names in them.
const OPENED: usize = 2_000;

/// Whether a report is found by words where names are blotted out of it: who may not read names may not find out by
/// searching which reports have them either.
pub(crate) fn reads_without_names(
    book: &mut Casebook,
    report: &str,
    words: &str,
    opened: usize,
) -> Result<bool, Refusal> {
    if opened >= OPENED {
        let what = format!("q: more than {OPENED} reports have these words; add another word");
        return Err(Refusal::new(422, what));
    }
    crate::page::report::is_found_without_names(book, report, words)
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
