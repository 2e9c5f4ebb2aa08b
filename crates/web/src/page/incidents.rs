//! The list of incidents beside map and timeline.

use super::{Page, words};
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::filter::{Chosen, kept};
use crate::tiles::Tiles;
use askama::Template;
use casebook::{Glance, Sorted};
use value::{Grade, MethodName, StrikeStatus};

/// How many incidents a page has unless another number is asked for.
const PER_PAGE: usize = 50;
/// How many it has at most.
const MOST: usize = 500;

/// A page of the incidents that are wanted, in the order that is wanted.
pub(crate) struct Listed {
    /// Those of all pages.
    pub(crate) chosen: Chosen,
    /// Which page this is, counted from 1.
    pub(crate) page: usize,
    /// How many pages there are; at least 1.
    pub(crate) pages: usize,
    per_page: usize,
}

impl Listed {
    /// Those of this page.
    pub(crate) fn glances(&self) -> impl Iterator<Item = &Glance> {
        self.chosen.stretch((self.page - 1) * self.per_page, self.per_page)
    }

    /// How many are wanted in all.
    pub(crate) fn total(&self) -> usize {
        self.chosen.len()
    }
}

/// The page of incidents that a query asks for.
pub(crate) fn listed(app: &App, call: &Call) -> Result<Listed, Refusal> {
    let per_page = number(call, "per_page", PER_PAGE)?.clamp(1, MOST);
    let sorted = match call.asked("sort").unwrap_or("newest") {
        "newest" => Sorted::Newest,
        "oldest" => Sorted::Oldest,
        "killed" => Sorted::Killed,
        other => {
            let what = format!("sort: there is no order “{other}”; it is newest, oldest or killed");
            return Err(Refusal::bad(what));
        }
    };
    let chosen = Chosen::by(app, call, sorted)?;
    let pages = chosen.len().div_ceil(per_page).max(1);
    let page = number(call, "page", 1)?.clamp(1, pages);
    Ok(Listed { chosen, page, pages, per_page })
}

/// A whole number from 1 of the query.
pub(crate) fn number(call: &Call, field: &str, otherwise: usize) -> Result<usize, Refusal> {
    let Some(text) = call.asked(field) else { return Ok(otherwise) };
    let number = text.parse().ok().filter(|number| *number >= 1);
    number.ok_or_else(|| Refusal::bad(format!("{field}: “{text}” is no whole number from 1")))
}

struct Row<'a> {
    glance: &'a Glance,
    days: String,
    parties: String,
    methods: String,
}

#[derive(Template)]
#[template(path = "incidents.html")]
struct Incidents<'a> {
    page: Page<'a>,
    listed: &'a Listed,
    rows: Vec<Row<'a>>,
    query: String,
    tiles: Option<&'a Tiles>,
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
    let listed = listed(app, call)?;
    let page = Page::new(app, call, "incidents", call.messages().text("incidents.title"));
    let overview = listed.chosen.overview();
    let rows = listed.glances().map(|glance| Row {
        days: words::glance_days(glance),
        parties: words::parties(overview, glance),
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
        listed: &listed,
        tiles: app.tiles.as_ref(),
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
