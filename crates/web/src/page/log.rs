//! The acts of the ledger, the last first.

use super::Page;
use super::incident::{Event, told};
use super::incidents::number;
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use askama::Template;
use casebook::{Happened, LogFilter};

/// How many acts a page has.
const PER_PAGE: u64 = 100;

#[derive(Template)]
#[template(path = "log.html")]
struct Log<'a> {
    page: Page<'a>,
    events: Vec<Event>,
    at: u64,
    pages: u64,
}

/// Shows a page of acts.
pub(crate) fn show(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let wanted = number(call, "page", 1)? as u64;
    let (acts, at, pages) = app.desk.look(|book| {
        book.refresh()?;
        let size = book.ledger().size();
        let pages = size.div_ceil(PER_PAGE).max(1);
        let at = wanted.min(pages);
        let to = size.saturating_sub((at - 1) * PER_PAGE);
        let filter =
            LogFilter { from: Some(to.saturating_sub(PER_PAGE)), to: Some(to), ..LogFilter::default() };
        let mut acts = Vec::new();
        book.log(&filter, &mut |logged| acts.push(Happened { logged, withdrawn_by: None }))?;
        Ok::<_, Refusal>((acts, at, pages))
    })?;
    let names = call.person()?.cleared.names;
    let page = Page::new(app, call, "log", call.messages().text("log.title"));
    let events = acts.iter().rev().map(|act| told(&page, act, names)).collect();
    Ok(Answer::Html(Log { page, events, at, pages }.render()?))
}
