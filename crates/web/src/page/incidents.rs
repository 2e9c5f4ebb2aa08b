//! The list of incidents beside map and timeline.

use super::{Page, words};
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::filter::{Chosen, kept};
use askama::Template;
use casebook::Glance;
use value::{Grade, MethodName, StrikeStatus};

/// How many incidents a page has unless another number is asked for.
const PER_PAGE: usize = 50;
/// How many it has at most.
const MOST: usize = 500;

/// A stretch of the incidents that are wanted, in the order that is wanted.
pub(crate) struct Listed {
    /// How many are wanted in all.
    pub(crate) total: usize,
    /// Which page this is, counted from 1.
    pub(crate) page: usize,
    /// How many pages there are; at least 1.
    pub(crate) pages: usize,
    /// Those of this page.
    pub(crate) glances: Vec<Glance>,
}

/// The page of incidents that a query asks for.
pub(crate) fn listed(chosen: &Chosen, call: &Call) -> Result<Listed, Refusal> {
    let per_page = number(call, "per_page", PER_PAGE)?.clamp(1, MOST);
    let mut found: Vec<&Glance> = chosen.glances().collect();
    match call.asked("sort").unwrap_or("newest") {
        // They come by date; those without one stay last either way.
        "newest" => {
            let dated = found.partition_point(|glance| glance.first.is_some());
            found.get_mut(..dated).unwrap_or_default().reverse();
        }
        "oldest" => {}
        "killed" => found.sort_by(|a, b| b.killed.min.cmp(&a.killed.min).then(b.first.cmp(&a.first))),
        other => {
            let what = format!("sort: there is no order “{other}”; it is newest, oldest or killed");
            return Err(Refusal::bad(what));
        }
    }
    let (total, pages) = (found.len(), found.len().div_ceil(per_page).max(1));
    let page = number(call, "page", 1)?.clamp(1, pages);
    let glances = found.into_iter().skip((page - 1) * per_page).take(per_page).cloned().collect();
    Ok(Listed { total, page, pages, glances })
}

/// A whole number from 1 of the query.
pub(crate) fn number(call: &Call, field: &str, otherwise: usize) -> Result<usize, Refusal> {
    let Some(text) = call.asked(field) else { return Ok(otherwise) };
    let number = text.parse().ok().filter(|number| *number >= 1);
    number.ok_or_else(|| Refusal::bad(format!("{field}: “{text}” is no whole number from 1")))
}

struct Row {
    glance: Glance,
    days: String,
    parties: String,
    methods: String,
}

#[derive(Template)]
#[template(path = "incidents.html")]
struct Incidents<'a> {
    page: Page<'a>,
    listed: Listed,
    rows: Vec<Row>,
    query: String,
    previous: Option<String>,
    next: Option<String>,
    grades: &'static [Grade],
    statuses: &'static [StrikeStatus],
    methods: &'static [MethodName],
}

impl Incidents<'_> {
    /// What a field of the filter has in it.
    fn value(&self, field: &str) -> &str {
        self.page.call.asked(field).unwrap_or("")
    }

    fn is(&self, field: &str, value: impl AsRef<str>) -> bool {
        self.value(field) == value.as_ref()
    }
}

/// Shows the page.
pub(crate) fn show(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let chosen = Chosen::by(app, call)?;
    let mut listed = listed(&chosen, call)?;
    let page = Page::new(app, call, "incidents", call.messages().text("incidents.title"));
    let rows = std::mem::take(&mut listed.glances).into_iter().map(|glance| Row {
        days: words::glance_days(&glance),
        parties: words::parties(chosen.overview(), &glance),
        methods: glance
            .methods
            .iter()
            .map(|m| page.term("method", m.as_str()))
            .collect::<Vec<_>>()
            .join("; "),
        glance,
    });
    let shown = Incidents {
        rows: rows.collect(),
        query: kept(call, &[]),
        previous: (listed.page > 1).then(|| turned(call, listed.page - 1)),
        next: (listed.page < listed.pages).then(|| turned(call, listed.page + 1)),
        listed,
        page,
        grades: Grade::ALL,
        statuses: StrikeStatus::ALL,
        methods: MethodName::ALL,
    };
    Ok(Answer::Html(shown.render()?))
}

/// The address of another page of the same list.
fn turned(call: &Call, page: usize) -> String {
    let number = page.to_string();
    let others = call.query.iter().filter(|(key, value)| key != "page" && key != "done" && !value.is_empty());
    let mut fields: Vec<(&str, &str)> = others.map(|(key, value)| (key.as_str(), value.as_str())).collect();
    fields.push(("page", &number));
    format!("{}?{}", call.path, serde_urlencoded::to_string(fields).unwrap_or_default())
}
