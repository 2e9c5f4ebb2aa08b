//! Tokens by which a program acts for a person over the API, for pages and API alike. Enters: who asks, and what is wished.
//! Leaves: a token that may no more than the person, on record; or none any more. The secret is told once and kept as a hash.

use crate::answer::Refusal;
use crate::app::App;
use crate::person::{Person, Role};
use crate::security;
use casebook::{NewToken, Token, TokenChanged};
use jiff::Timestamp;

/// The tokens of a person's own account.
pub(crate) fn own(app: &App, person: &Person) -> Result<Vec<Token>, Refusal> {
    Ok(app.gate.team()?.team().tokens(Some(&person.name), Timestamp::now())?)
}

/// Makes a token for a person's own account; it comes with its secret.
pub(crate) fn make(app: &App, person: &Person, wish: &NewToken) -> Result<(Token, String), Refusal> {
    let gate = app.gate.team()?;
    let role = Role::from_word(&wish.role)
        .ok_or_else(|| Refusal::bad(format!("role: there is no “{}”", wish.role)))?;
    if role > person.role {
        let what =
            format!("role: a token is no {role} where you are a {}; choose a lesser role", person.role);
        return Err(Refusal::forbidden(what));
    }
    let own = person.cleared;
    if (wish.restricted && !own.restricted) || (wish.names && !own.names) {
        return Err(Refusal::forbidden(
            "a token is cleared for no more than you are; leave the clearance out",
        ));
    }
    let (secret, stamp) = (security::token()?, App::stamp(person));
    let token = app.desk.change(|book| {
        let token = gate.team().make_token(&person.name, wish, &secret, stamp.at)?;
        let changed = TokenChanged { until: Some(token.until), ..changed(&token) };
        if let Err(error) = book.record_token(changed, &stamp) {
            // What is not on record is not there.
            gate.team().revoke_token(token.id)?;
            return Err(error.into());
        }
        Ok::<_, Refusal>(token)
    })?;
    Ok((token, secret))
}

/// Revokes a token: a person's own, or as an admin anybody's.
pub(crate) fn revoke(app: &App, person: &Person, id: &str) -> Result<Token, Refusal> {
    let gate = app.gate.team()?;
    let absent = || Refusal::absent(format!("there is no token {id} of yours"));
    let number: i64 = id.parse().map_err(|_| absent())?;
    let token = gate.team().token(number)?;
    let token = token.filter(|token| token.name == person.name || person.role == Role::Admin);
    let token = token.ok_or_else(absent)?;
    let stamp = App::stamp(person);
    // It ends first: whatever befalls the record, it holds no longer.
    gate.team().revoke_token(token.id)?;
    let changed = TokenChanged { role: "none".to_owned(), cleared: Vec::new(), ..changed(&token) };
    app.desk.change(|book| book.record_token(changed, &stamp))?;
    Ok(token)
}

/// What is put on record of a token.
fn changed(token: &Token) -> TokenChanged {
    let cleared = [("restricted", token.restricted), ("names", token.names)];
    TokenChanged {
        member: token.name.clone(),
        token: token.label.clone(),
        role: token.role.clone(),
        cleared: cleared.iter().filter(|(_, is)| *is).map(|(word, _)| (*word).to_owned()).collect(),
        until: None,
    }
}
