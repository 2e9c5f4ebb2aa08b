//! Who publishes, and how each stands beside the others.

use super::Page;
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use askama::Template;
use casebook::Source;

#[derive(Template)]
#[template(path = "sources.html")]
struct Sources<'a> {
    page: Page<'a>,
    sources: Vec<Source>,
}

/// The publishers whose reports the person may see.
pub(crate) fn listed(app: &App, call: &Call) -> Result<Vec<Source>, Refusal> {
    let cleared = call.person()?.cleared.restricted;
    let mut sources = app.desk.sources()?.to_vec();
    if !cleared {
        // Figures that restricted reports are part of would tell of them.
        sources.retain(|source| source.restricted == 0);
    }
    Ok(sources)
}

/// Shows the page.
pub(crate) fn show(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let sources = listed(app, call)?;
    let page = Page::new(app, call, "sources", call.messages().text("sources.title"));
    Ok(Answer::Html(Sources { page, sources }.render()?))
}

/// Takes with which party a source is affiliated.
pub(crate) fn affiliate(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let stamp = App::stamp(call.person()?);
    let (publisher, party, why) =
        (call.wanted("publisher")?, call.sent("party").unwrap_or(""), call.wanted("why")?);
    if !listed(app, call)?.iter().any(|source| source.publisher == publisher) {
        return Err(Refusal::absent(format!("no report here is of {publisher}")));
    }
    app.desk.change(|book| book.affiliate(publisher, party, why, &stamp))?;
    Ok(Answer::see("/sources?done=source"))
}
