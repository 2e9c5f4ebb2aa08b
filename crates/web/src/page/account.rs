//! One's own account: what it may do and see, and the tokens by which programs act for it.

use super::Page;
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::person::{Cleared, Role};
use crate::tokens;
use askama::Template;
use casebook::{NewToken, Token};

/// Days that may be chosen.
const DAYS: [u16; 4] = [7, 30, 90, 365];

#[derive(Template)]
#[template(path = "account.html")]
struct Account<'a> {
    page: Page<'a>,
    cleared: Cleared,
    tokens: Vec<Token>,
    /// A token that was made just now, and its secret.
    made: Option<(Token, String)>,
    roles: Vec<Role>,
    days: [u16; 4],
}

/// Shows the page.
pub(crate) fn show(app: &App, call: &Call) -> Result<Answer, Refusal> {
    shown(app, call, None)
}

fn shown(app: &App, call: &Call, made: Option<(Token, String)>) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let tokens = tokens::own(app, person)?;
    let page = Page::new(app, call, "account", call.messages().text("account.title"));
    let roles = Role::ALL.into_iter().filter(|role| *role <= person.role).collect();
    Ok(Answer::Html(Account { page, cleared: person.cleared, tokens, made, roles, days: DAYS }.render()?))
}

/// Makes a token, and shows its secret this once.
pub(crate) fn make(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let days = call.wanted("days")?;
    let days = days.parse().map_err(|_| Refusal::bad(format!("days: “{days}” is no number of days")))?;
    let wish = NewToken {
        label: call.wanted("label")?.to_owned(),
        role: call.wanted("role")?.to_owned(),
        restricted: call.sent("restricted").is_some(),
        names: call.sent("names").is_some(),
        days,
    };
    let made = tokens::make(app, call.person()?, &wish)?;
    shown(app, call, Some(made))
}

/// Revokes a token.
pub(crate) fn revoke(app: &App, call: &Call) -> Result<Answer, Refusal> {
    tokens::revoke(app, call.person()?, call.wanted("id")?)?;
    let back = if super::way_back(call) == "/team" { "/team" } else { "/account" };
    Ok(Answer::see(format!("{back}?done=revoked")))
}
