//! The acts of the ledger, the last first.

use super::Page;
use super::incident::{Event, told};
use super::incidents::number;
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use askama::Template;
use casebook::{Deed, Happened, LogFilter};

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

/// Acts, the last first: those of a page, which page it is, and how many there are.
pub(crate) fn listed(app: &App, call: &Call) -> Result<(Vec<Event>, u64, u64), Refusal> {
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
    // What was done on restricted reports is for those who are cleared for them.
    let cleared = call.person()?.cleared;
    let says = cleared.names && cleared.restricted;
    let events = acts.iter().rev().map(|act| {
        let open = says || is_of_the_team(&act.logged.act.deed);
        told(call.messages(), act, open)
    });
    Ok((events.collect(), at, pages))
}

/// Whether an act is about who may do what, and says nothing of any report.
fn is_of_the_team(deed: &Deed) -> bool {
    matches!(deed, Deed::SignedIn(_) | Deed::MemberChanged(_) | Deed::TokenChanged(_) | Deed::Release(_))
}

/// Shows a page of acts.
pub(crate) fn show(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let (events, at, pages) = listed(app, call)?;
    let page = Page::new(app, call, "log", call.messages().text("log.title"));
    Ok(Answer::Html(Log { page, events, at, pages }.render()?))
}
