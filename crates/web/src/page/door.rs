//! Signing in and out, accepting an invitation, and the accounts of the team.

use super::{Page, way_back};
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::gate::person;
use crate::person::{Person, Role};
use crate::{http, serve};
use askama::Template;
use casebook::{TeamMember, Token};
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "login.html")]
struct Login<'a> {
    page: Page<'a>,
    back: &'a str,
}

/// Shows the form to sign in.
pub(crate) fn login(app: &App, call: &Call) -> Result<Answer, Refusal> {
    app.gate.team()?;
    let page = Page::new(app, call, "login", call.messages().text("login.title"));
    Ok(Answer::Html(Login { page, back: call.asked("back").unwrap_or("/incidents") }.render()?))
}

/// Takes name and password.
pub(crate) fn sign_in(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let gate = app.gate.team()?;
    let came = gate.sign_in(call.wanted("name")?, secret(call, "password")?, &call.from)?;
    entered(app, call, "password", came)
}

#[derive(Template)]
#[template(path = "join.html")]
struct Join<'a> {
    page: Page<'a>,
    code: &'a str,
    shortest: usize,
}

/// Shows the form to accept an invitation.
pub(crate) fn invitation(app: &App, call: &Call) -> Result<Answer, Refusal> {
    app.gate.team()?;
    let page = Page::new(app, call, "login", call.messages().text("join.title"));
    let code = call.asked("code").unwrap_or("");
    Ok(Answer::Html(Join { page, code, shortest: crate::gate::SHORTEST }.render()?))
}

/// Takes an invitation and a password.
pub(crate) fn join(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let came = app.gate.team()?.join(call.wanted("code")?, secret(call, "password")?, &call.from)?;
    entered(app, call, "invitation", came)
}

/// A field as it was sent, blanks and all.
fn secret<'a>(call: &'a Call, name: &str) -> Result<&'a str, Refusal> {
    let found = call.form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    found.ok_or_else(|| Refusal::bad(format!("the field {name} is missing; fill it in")))
}

/// Puts on record who came in, and hands over the session's cookie.
fn entered(app: &App, call: &Call, way: &str, (person, token): (Person, String)) -> Result<Answer, Refusal> {
    let stamp = App::stamp(&person);
    app.desk.change(|book| book.record_sign_in(way, &stamp))?;
    Ok(Answer::See { path: way_back(call).to_owned(), cookies: vec![http::session(&token, call.is_secure)] })
}

/// Ends the session.
pub(crate) fn sign_out(app: &App, call: &Call) -> Result<Answer, Refusal> {
    if let Some(token) = &call.session {
        app.gate.team()?.team().end(token)?;
    }
    Ok(Answer::See { path: "/login".to_owned(), cookies: vec![http::no_session()] })
}

#[derive(Template)]
#[template(path = "team.html")]
struct TeamPage<'a> {
    page: Page<'a>,
    members: Vec<TeamMember>,
    tokens: Vec<Token>,
    roles: [Role; 4],
}

/// Lists the accounts.
pub(crate) fn team(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let gate = app.gate.team()?;
    let members = gate.team().members()?;
    let tokens = gate.team().tokens(None, Timestamp::now())?;
    let page = Page::new(app, call, "team", call.messages().text("team.title"));
    Ok(Answer::Html(TeamPage { page, members, tokens, roles: Role::ALL }.render()?))
}

/// Changes what an account may do and see.
pub(crate) fn change(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let gate = app.gate.team()?;
    let (name, role) = (call.wanted("name")?, call.wanted("role")?);
    let role = Role::from_word(role).ok_or_else(|| Refusal::bad(format!("role: there is no “{role}”")))?;
    let kept = gate.team().member(name)?;
    let kept = kept.ok_or_else(|| Refusal::absent(format!("there is no account {name}")))?;
    let to = TeamMember {
        role: role.as_str().to_owned(),
        restricted: call.sent("restricted").is_some(),
        names: call.sent("names").is_some(),
        open: call.sent("closed").is_none(),
        ..kept
    };
    let remains = |member: &TeamMember| {
        let member = if member.name == to.name { &to } else { member };
        member.open && person(member).is_some_and(|person| person.role == Role::Admin)
    };
    if !gate.team().members()?.iter().any(remains) {
        return Err(Refusal::new(422, "no admin would be left; make somebody else an admin first"));
    }
    let stamp = App::stamp(call.person()?);
    app.desk.change(|book| {
        gate.team().change(&to)?;
        book.record_member(serve::changed(&to), &stamp)
    })?;
    Ok(Answer::see("/team?done=member"))
}
