//! Tokens as JSON: those that act for one's own account, made and revoked by its person.

use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::tokens;
use casebook::NewToken;
use serde::Deserialize;
use serde_json::json;

/// Days that a token holds where nothing else is asked for.
const DAYS: u16 = 30;

/// What is wished of a token.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wished {
    label: String,
    role: String,
    #[serde(default)]
    restricted: bool,
    #[serde(default)]
    names: bool,
    days: Option<u16>,
}

/// Lists them.
pub(crate) fn list(app: &App, call: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::Json(json!({"tokens": tokens::own(app, call.person()?)?})))
}

/// Makes one.
pub(crate) fn make(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let json = call.json.clone().ok_or_else(|| Refusal::bad("send what is wished of the token as JSON"))?;
    let wished: Wished = serde_json::from_value(json)
        .map_err(|error| Refusal::bad(format!("the wish cannot be understood: {error}")))?;
    let Wished { label, role, restricted, names, days } = wished;
    let wish = NewToken { label, role, restricted, names, days: days.unwrap_or(DAYS) };
    let (token, secret) = tokens::make(app, call.person()?, &wish)?;
    Ok(Answer::Json(json!({"token": token, "secret": secret})))
}

/// Revokes one.
pub(crate) fn revoke(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let token = tokens::revoke(app, call.person()?, call.part("id"))?;
    Ok(Answer::Json(json!({"revoked": token.id})))
}
