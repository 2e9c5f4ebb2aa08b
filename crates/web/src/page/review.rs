//! Review: the queue of what needs a person's eyes, and one item of it: the report's text with its words on one side, the
//! account's values as a form on the other.

use super::form::{Input, inputs};
use super::incidents::number;
use super::{Page, incident, marks, report};
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::person::Person;
use askama::Template;
use casebook::Casebook;
use casebook::review::{Item, Wanted};
use serde_json::json;
use value::{AccountKey, Incident, MethodName};

/// How many items a page of the queue has.
const PER_PAGE: usize = 50;

/// A page of the queue, without what the person may not see: items, how many there are, page, pages.
pub(crate) fn listed(app: &App, call: &Call) -> Result<(Vec<Item>, u64, usize, usize), Refusal> {
    let cleared = call.person()?.cleared;
    let at = number(call, "page", 1)?;
    let skip = (at as u64 - 1).saturating_mul(PER_PAGE as u64);
    let wanted =
        Wanted { skip, limit: Some(PER_PAGE as u64), open: !cleared.restricted, ..Wanted::default() };
    let mut queue = app.desk.look(|book| Ok::<_, Refusal>(book.review(&wanted)?))?;
    for item in &mut queue.items {
        item.says = if cleared.names { super::words::brief(&item.says) } else { String::new() };
    }
    let pages = (queue.of as usize).div_ceil(PER_PAGE).max(1);
    Ok((queue.items, queue.of, at, pages))
}

#[derive(Template)]
#[template(path = "review.html")]
struct Queue<'a> {
    page: Page<'a>,
    items: Vec<Item>,
    total: u64,
    at: usize,
    pages: usize,
}

/// Shows the queue.
pub(crate) fn show(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let (items, total, at, pages) = listed(app, call)?;
    let page = Page::new(app, call, "review", call.messages().text("review.title"));
    Ok(Answer::Html(Queue { page, items, total, at, pages }.render()?))
}

struct Tab {
    label: String,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "review_item.html")]
struct ItemPage<'a> {
    page: Page<'a>,
    id: String,
    says: String,
    kind: String,
    pieces: Vec<marks::Piece>,
    language: String,
    report: AccountKey,
    report_name: String,
    account: String,
    incident: String,
    incident_label: String,
    /// The incident that may be the same.
    other: Option<String>,
    /// Whether the account stands in its incident with others, from which it may be set apart.
    parted: bool,
    tabs: Vec<Tab>,
    inputs: Vec<Input>,
    methods: &'static [MethodName],
    seen: u64,
    previous: Option<String>,
    next: Option<String>,
    here: String,
}

/// An item as a person may see it.
pub(crate) struct Found {
    pub(crate) item: Option<Item>,
    pub(crate) accounts: Vec<AccountKey>,
    /// The account that is looked at.
    pub(crate) key: AccountKey,
    /// The incident that it belongs to.
    pub(crate) own: Incident,
    /// The incident that may be the same.
    pub(crate) other: Option<String>,
    /// The account's report.
    pub(crate) shown: report::Shown,
    /// The last act in view.
    pub(crate) seen: u64,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
}

/// Finds an item, and the `nth` of its accounts. A name that is in no queue is that of an account or incident, which can be
/// reviewed all the same.
pub(crate) fn found(book: &mut Casebook, id: &str, nth: usize, person: &Person) -> Result<Found, Refusal> {
    // Before all that is looked at: an act that comes in meanwhile was not in view.
    let seen = book.last_act_shown()?;
    let item = book.review_item(id)?;
    let (mut accounts, on, other) = subject(book, id, item.as_ref())?;
    if !person.cleared.restricted {
        let restricted = book.restricted_reports()?;
        accounts.retain(|key| !restricted.contains(&key.report.0));
    }
    let absent = || Refusal::absent(format!("there is nothing to review under {id}"));
    let key = accounts.get(nth.min(accounts.len().saturating_sub(1))).cloned().ok_or_else(absent)?;
    let account_id = incident_id(&key);
    let own = incident::for_person(book, &on, person)?;
    if let Some(other) = &other {
        incident::for_person(book, other, person)?;
    }
    // Of two incidents the form is about the one that its account belongs to.
    let own = if own.accounts.iter().any(|member| member.key == key) {
        own
    } else {
        incident::for_person(book, &account_id, person)?
    };
    let other = other.filter(|other| *other != own.incident).or((on != own.incident).then_some(on));
    let shown = report::for_person(book, &key.report.0, person)?;
    let (previous, next) = book.review_neighbours(id, !person.cleared.restricted)?;
    Ok(Found { item, accounts, key, own, other, shown, seen, previous, next })
}

/// Shows one item.
pub(crate) fn item(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let id = call.part("item").to_owned();
    let nth = number(call, "account", 1)? - 1;
    let found = app.desk.look(|book| found(book, &id, nth, person))?;
    let Found { item, accounts, key, own, other, shown, seen, previous, next } = found;
    let title = format!("{} {id}", call.messages().text("review.title"));
    let page = Page::new(app, call, "review", title);
    let reading = shown.reading.as_ref();
    let n = reading.and_then(|(_, keys)| keys.iter().position(|one| *one == key));
    let account = reading.zip(n).and_then(|((reading, _), n)| reading.accounts.get(n));
    let spans = reading.map(|(reading, _)| marks::spans(reading)).unwrap_or_default();
    let tabs = accounts.iter().enumerate().map(|(k, account)| Tab {
        label: format!("{} {}", page.t("report.account"), k + 1),
        href: format!("/review/{id}?account={}", k + 1),
        current: *account == key,
    });
    let place = own.places.first().map(|place| place.name.clone()).unwrap_or_default();
    let template = ItemPage {
        says: if person.cleared.names {
            item.as_ref().map(|item| super::words::brief(&item.says)).unwrap_or_default()
        } else {
            String::new()
        },
        kind: item.as_ref().map(|item| page.term("item", item.kind.as_str())).unwrap_or_default(),
        pieces: marks::pieces(&shown.kept.text, &spans),
        language: shown.kept.head.language.clone().unwrap_or_default(),
        report_name: report::title(&shown.kept),
        account: incident_id(&key),
        incident_label: format!("{place} {}", super::words::days(own.date.as_ref())),
        parted: own.accounts.len() > 1,
        inputs: account.map(|account| inputs(&page, n.unwrap_or(0), account)).unwrap_or_default(),
        tabs: tabs.collect(),
        methods: MethodName::ALL,
        here: call.path.clone(),
        incident: own.incident,
        report: key,
        id,
        other,
        seen,
        previous,
        next,
        page,
    };
    Ok(Answer::Html(template.render()?))
}

fn incident_id(key: &AccountKey) -> String {
    ::incident::incident_id(key)
}

/// The accounts of an item, the incident that it is about, and the other where it is about two.
fn subject(
    book: &mut Casebook,
    id: &str,
    item: Option<&Item>,
) -> Result<(Vec<AccountKey>, String, Option<String>), Refusal> {
    if let Some(item) = item {
        let mut incidents = item.incidents.iter().cloned();
        let first = incidents.next().unwrap_or_default();
        return Ok((item.accounts.clone(), first, incidents.next()));
    }
    let found = book.incident(id)?;
    let mut accounts: Vec<AccountKey> = found.accounts.iter().map(|member| member.key.clone()).collect();
    // The account that the name is of stands first.
    accounts.sort_by_key(|key| incident_id(key) != id);
    Ok((accounts, found.incident, None))
}

/// Notes that somebody is on an item, and tells who else is.
pub(crate) fn presence(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    app.desk.look(|book| found(book, call.part("item"), 0, person).map(|_| ()))?;
    Ok(Answer::Json(json!({"others": app.presence.tell(call.part("item"), &person.name)})))
}
