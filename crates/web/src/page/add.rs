//! Adding reports: files or pasted text into the casebook, and what came of each.

use super::Page;
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::{Call, Sent};
use askama::Template;
use casebook::Event;
use intake::{Item, Options};
use jiff::civil::Date;
use serde::Serialize;

/// What became of one report, or of a file that gave none.
#[derive(Debug, Serialize)]
pub(crate) struct Added {
    /// The report's key; empty where there is no report.
    pub(crate) id: String,
    /// The file's name.
    pub(crate) name: String,
    /// `new`, `known` or `unread`.
    pub(crate) state: &'static str,
    /// How many accounts were found in it.
    pub(crate) accounts: usize,
    /// The incidents that they belong to.
    pub(crate) incidents: Vec<String>,
    /// What could not be read or settled.
    pub(crate) problems: Vec<String>,
}

#[derive(Template)]
#[template(path = "add.html")]
struct Add<'a> {
    page: Page<'a>,
    added: Vec<Added>,
}

/// Shows the form.
pub(crate) fn show(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let page = Page::new(app, call, "add", call.messages().text("add.title"));
    Ok(Answer::Html(Add { page, added: Vec::new() }.render()?))
}

/// Takes the form, and shows what came of it.
pub(crate) fn take(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let added = add(app, call)?;
    let page = Page::new(app, call, "add", call.messages().text("add.title"));
    Ok(Answer::Html(Add { page, added }.render()?))
}

/// Takes files or text of a form, or reports as JSON.
pub(crate) fn add(app: &App, call: &Call) -> Result<Vec<Added>, Refusal> {
    let person = call.person()?;
    let published = call.sent("published").map(|day| {
        day.parse::<Date>()
            .map_err(|_| Refusal::bad(format!("published: “{day}” is no day; write it as 2017-08-24")))
    });
    let options = Options { published: published.transpose()? };
    let mut files = call.files.clone();
    files.extend(
        call.sent("text").map(|text| Sent { name: "pasted.txt".into(), bytes: text.as_bytes().to_vec() }),
    );
    if let Some(json) = &call.json {
        files.extend(lines(json)?);
    }
    if files.is_empty() {
        return Err(Refusal::bad("there is no file and no text; choose a file, or paste a text"));
    }
    let items: Vec<Item> = files
        .into_iter()
        .flat_map(|file| intake::read_bytes(&plain(&file.name), file.bytes, &options))
        .collect();
    let stamp = App::stamp(person);
    let mut added = app.desk.read_reports(|book, reader| {
        let mut added = Vec::new();
        book.ingest(items, reader, &stamp, &mut |event| added.push(told(&event)))?;
        Ok::<_, Refusal>(added)
    })?;
    app.desk.look(|book| {
        for one in added.iter_mut().filter(|one| !one.id.is_empty()) {
            // What was received before may be restricted by now, and what it belongs to with it.
            let incidents = book.report_incidents(&value::ReportKey(one.id.clone()))?;
            one.incidents = super::report::incidents_for(book, incidents, person);
        }
        Ok::<_, Refusal>(())
    })?;
    Ok(added)
}

fn told(event: &Event<'_>) -> Added {
    match event {
        Event::Recorded(recorded) => {
            let notes = recorded.receipt.iter().flat_map(|receipt| receipt.notes.iter().cloned());
            let problems = recorded.reading.iter().flat_map(|reading| &reading.problems);
            Added {
                id: recorded.key.0.clone(),
                name: recorded.receipt.map_or_else(String::new, |receipt| receipt.name.clone()),
                state: if recorded.again { "known" } else { "new" },
                accounts: recorded.reading.map_or(0, |reading| reading.accounts.len()),
                incidents: Vec::new(),
                problems: notes.chain(problems.map(|problem| problem.what.clone())).collect(),
            }
        }
        Event::Problem(problem) => Added {
            id: String::new(),
            name: problem.report(),
            state: "unread",
            accounts: 0,
            incidents: Vec::new(),
            problems: vec![problem.to_string()],
        },
    }
}

/// Reports as JSON: one object, or several in a list, as a line of JSON Lines has them.
fn lines(json: &serde_json::Value) -> Result<Option<Sent>, Refusal> {
    let reports: Vec<&serde_json::Value> = match json {
        serde_json::Value::Array(reports) => reports.iter().collect(),
        one => vec![one],
    };
    if reports.iter().any(|report| !report.is_object()) {
        return Err(Refusal::bad("send a report as an object with id and text, or a list of such"));
    }
    let lines: Vec<String> = reports.iter().map(ToString::to_string).collect();
    let bytes = lines.join("\n").into_bytes();
    Ok((!lines.is_empty()).then(|| Sent { name: "api.jsonl".into(), bytes }))
}

/// A file's name without folders and control characters.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    if kept.is_empty() { "unnamed".to_owned() } else { kept }
}
