//! An account's values as fields of a form. Enters: an account. Leaves: inputs, each with the value that it came with, so
//! that what a person changes is told from what they leave.

use super::Page;
use super::decision::{FIELDS, between, people};
use value::{Account, ActorRole, Count, Quote, Range};

/// A field of the form.
#[derive(Debug, Default)]
pub(crate) struct Input {
    /// Its name.
    pub(crate) field: &'static str,
    /// Which marks in the text are its words.
    pub(crate) marked: String,
    /// The key that, with words selected, sets it; empty where there is none.
    pub(crate) key: &'static str,
    pub(crate) label: String,
    /// The value that it came with.
    pub(crate) was: String,
    pub(crate) min: String,
    pub(crate) max: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) name: String,
    /// Degrees north and east.
    pub(crate) point: String,
    pub(crate) start: String,
    pub(crate) end: String,
    pub(crate) quote: String,
    /// Whether the reading is unsure of it.
    pub(crate) doubtful: bool,
}

impl Input {
    /// Whether it is a number of people.
    pub(crate) fn is_range(&self) -> bool {
        !matches!(self.field, "date" | "place" | "actors" | "methods")
    }

    fn words(self, spans: &[Quote]) -> Self {
        let Some(first) = spans.first() else { return self };
        Self {
            start: first.start.to_string(),
            end: first.end.to_string(),
            quote: first.quote.clone(),
            ..self
        }
    }

    fn range(self, range: Option<Range>) -> Self {
        let end = |end: Option<u32>| end.map(|people| people.to_string()).unwrap_or_default();
        let range = range.unwrap_or_default();
        let (min, max) = (end(range.min), end(range.max));
        Self { was: people(&min, &max), min, max, ..self }
    }

    fn count(self, key: &'static str, count: Option<&Count>, sure: Option<f64>) -> Self {
        let input = Self { key, ..self }.doubt(sure).range(count.map(Count::range));
        input.words(count.map_or(&[], |count| &count.spans))
    }

    fn doubt(self, sure: Option<f64>) -> Self {
        Self { doubtful: sure.is_some_and(|sure| sure < casebook::DOUBTFUL), ..self }
    }
}

/// The fields of an account, the `n`th of its reading.
pub(crate) fn inputs(page: &Page<'_>, n: usize, account: &Account) -> Vec<Input> {
    FIELDS.iter().map(|field| input(page, n, account, field)).collect()
}

fn input(page: &Page<'_>, n: usize, account: &Account, field: &'static str) -> Input {
    let sure = account.confidence.clone().unwrap_or_default();
    let killed = account.killed.as_ref();
    let group = |of: fn(&Count) -> Option<Range>| killed.and_then(of);
    let marked = format!("a{n}.{field}");
    let input = Input { field, marked, label: label(page, field), ..Input::default() };
    match field {
        "killed" => input.count("k", killed, sure.killed),
        "injured" => input.count("i", account.injured.as_ref(), sure.injured),
        "missing" => input.count("", account.missing.as_ref(), None),
        "children" => input.range(group(|count| count.children)),
        "women" => input.range(group(|count| count.women)),
        "men" => input.range(group(|count| count.men)),
        "date" => date(account, Input { key: "w", ..input }.doubt(sure.date)),
        "place" => place(account, n, Input { key: "p", ..input }.doubt(sure.places.first().copied())),
        "actors" => actor(account, n, Input { key: "b", ..input }, &sure.actors),
        _ => method(account, n, Input { key: "m", ..input }.doubt(sure.methods.first().copied())),
    }
}

fn label(page: &Page<'_>, field: &str) -> String {
    match field {
        "children" | "women" | "men" => page.term("group", field),
        "actors" => page.t("field.actor").to_owned(),
        "methods" => page.t("field.method").to_owned(),
        other => page.term("field", other),
    }
}

fn date(account: &Account, input: Input) -> Input {
    let Some(date) = &account.date else { return input };
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let (from, to) = (day(date.start), day(date.end));
    Input { was: between(&from, &to, ".."), from, to, ..input }.words(&date.spans)
}

fn place(account: &Account, n: usize, input: Input) -> Input {
    let input = Input { marked: format!("a{n}.places.0"), ..input };
    let Some(place) = account.places.first() else { return input };
    let point = place.lat.zip(place.lon).map(|(lat, lon)| format!("{lat},{lon}")).unwrap_or_default();
    Input { was: point.clone(), point, name: place.name.clone(), ..input }.words(&place.spans)
}

/// The first party that is said to have done it.
fn actor(account: &Account, n: usize, input: Input, sure: &[f64]) -> Input {
    let did = |role| !matches!(role, ActorRole::Targeted | ActorRole::Denied);
    let Some((k, actor)) = account.actors.iter().enumerate().find(|(_, actor)| did(actor.role)) else {
        return Input { marked: format!("a{n}.actors.0"), ..input };
    };
    let (was, name) = (actor.name.clone(), actor.name.clone());
    let input = Input { marked: format!("a{n}.actors.{k}"), was, name, ..input };
    input.doubt(sure.get(k).copied()).words(&actor.spans)
}

fn method(account: &Account, n: usize, input: Input) -> Input {
    let input = Input { marked: format!("a{n}.methods.0"), ..input };
    let Some(method) = account.methods.first() else { return input };
    Input { was: method.name.to_string(), name: method.name.to_string(), ..input }.words(&method.spans)
}
