//! What is on record around incidents, as JSON: histories, demands and norms, items of the queue, the ledger's acts and
//! checkpoint, files given out, accounts. Each as its page shows it, and to whom its page shows it.

use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::page;
use crate::page::export::{GivenOut, give_out};
use crate::page::incident::Event;
use jiff::Timestamp;
use serde_json::{Value, json};

fn event(event: &Event) -> Value {
    json!({
        "act": event.number, "at": event.at, "by": event.by, "kind": event.kind, "says": event.says,
        "withdrawn_by": event.withdrawn,
    })
}

/// The acts on one incident.
pub(crate) fn history(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let (seen, history) = app.desk.look(|book| {
        let seen = book.last_act_shown()?;
        let incident = page::incident::for_person(book, call.part("id"), person)?;
        Ok::<_, Refusal>((seen, book.history(&incident)?))
    })?;
    let told = |one| event(&page::incident::told(call.messages(), one, person.cleared.names));
    Ok(Answer::Json(json!({"seen": seen, "acts": history.iter().map(told).collect::<Vec<_>>()})))
}

/// What was demanded over one incident, and the norms that it engages.
pub(crate) fn accountability(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let engaged = app.desk.look(|book| {
        let incident = page::incident::for_person(book, call.part("id"), person)?;
        page::engaged::of(book, &incident, person)
    })?;
    Ok(Answer::Json(json!(engaged)))
}

/// One item of the queue.
pub(crate) fn item(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let id = call.part("item");
    let found = app.desk.look(|book| page::review::found(book, id, 0, person))?;
    let mut item = found.item;
    if let Some(item) = &mut item {
        item.says = if person.cleared.names { std::mem::take(&mut item.says) } else { String::new() };
    }
    Ok(Answer::Json(json!({
        "item": item, "accounts": found.accounts, "incident": found.own.incident, "other": found.other,
        "seen": found.seen, "previous": found.previous, "next": found.next,
    })))
}

/// Gives out incidents as a file.
pub(crate) fn export(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let format = call.json.as_ref().and_then(|json| json.get("format")).and_then(Value::as_str);
    let format =
        format.ok_or_else(|| Refusal::bad("format: send {\"format\": \"csv\"}, or geojson or jsonl"))?;
    let GivenOut { format, kind, bytes, sha256, incidents, act } = give_out(app, call, format)?;
    // All three formats are text in UTF-8.
    let content = String::from_utf8_lossy(&bytes);
    Ok(Answer::Json(json!({
        "act": act, "format": format, "media_type": kind, "sha256": sha256, "incidents": incidents, "content": content,
    })))
}

/// How many acts there are, and the signed root of all (a note as C2SP has it).
pub(crate) fn checkpoint(app: &App, _: &Call) -> Result<Answer, Refusal> {
    app.desk.look(|book| {
        book.refresh()?;
        let ledger = book.ledger();
        let (size, root, note) = (ledger.size(), ledger.root().to_string(), ledger.checkpoint_text());
        Ok(Answer::Json(json!({"size": size, "root": root, "note": note})))
    })
}

/// The acts of the ledger, a page of them.
pub(crate) fn log(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let (events, page, pages) = page::log::listed(app, call)?;
    let acts: Vec<Value> = events.iter().map(event).collect();
    Ok(Answer::Json(json!({"page": page, "pages": pages, "acts": acts})))
}

/// Who asks: what they may do and see, and whether by a token.
pub(crate) fn account(_: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    Ok(Answer::Json(json!({
        "name": person.name, "role": person.role.as_str(), "restricted": person.cleared.restricted,
        "names": person.cleared.names, "token": person.token,
    })))
}

/// The accounts, and the tokens that act for them.
pub(crate) fn team(app: &App, _: &Call) -> Result<Answer, Refusal> {
    let team = app.gate.team()?.team();
    let (members, tokens) = (team.members()?, team.tokens(None, Timestamp::now())?);
    let members: Vec<Value> = members
        .iter()
        .map(|member| {
            json!({
                "name": member.name, "role": member.role, "restricted": member.restricted, "names": member.names,
                "open": member.open, "joined": member.password.is_some(),
            })
        })
        .collect();
    Ok(Answer::Json(json!({"members": members, "tokens": tokens})))
}
