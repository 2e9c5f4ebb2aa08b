//! The page that says why there is no other.

use super::Page;
use crate::answer::Refusal;
use crate::app::App;
use crate::call::Call;
use askama::Template;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    page: Page<'a>,
    refusal: &'a Refusal,
}

/// The page of a refusal.
pub(crate) fn show(app: &App, call: &Call, refusal: &Refusal) -> Result<String, askama::Error> {
    let title = call.messages().term("error", &refusal.status.to_string());
    ErrorPage { page: Page::new(app, call, "", title), refusal }.render()
}
