//! Forms by which people decide. Each carries the incident that it is about and the last act that the person had seen
//! of it. Where somebody else was first, both versions are shown and nothing is recorded.

use super::incident::{Event, told};
use super::{Page, way_back};
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::decide::{Proposal, Stop, Wish, decide};
use askama::Template;
use casebook::{Correction, Decision};

#[derive(Template)]
#[template(path = "conflict.html")]
struct Conflict<'a> {
    page: Page<'a>,
    theirs: Vec<Event>,
    yours: Vec<(String, String)>,
    back: String,
}

/// Fields that are the form's own business and not the person's.
const OWN: [&str; 8] = ["csrf", "back", "here", "seen", "on", "of", "a", "action"];
/// Parts of fields that only the form needs.
const HIDDEN: [&str; 3] = [".was", ".start", ".end"];

/// Takes a decision.
pub(crate) fn take(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let action = call.wanted("action")?;
    let proposal = proposal(app, call, action)?;
    match decide(app, person, &proposal) {
        Ok(_) => {
            let done = match proposal.wish {
                Wish::Judge(Decision::Seen(_)) => "seen",
                Wish::Judge(_) => "judged",
                Wish::Correct(_) => "corrected",
                Wish::Withdraw(_) | Wish::Undo => "withdrawn",
            };
            let back = way_back(call);
            let mark = if back.contains('?') { '&' } else { '?' };
            Ok(Answer::see(format!("{back}{mark}done={done}")))
        }
        Err(Stop::Refused(refusal)) => Err(refusal),
        Err(Stop::Overtaken(theirs)) => {
            let page = Page::new(app, call, "", call.messages().text("conflict.title"));
            let theirs =
                theirs.iter().map(|event| told(page.messages, event, person.cleared.names)).collect();
            let yours = call.form.iter().filter(|(key, value)| {
                !OWN.contains(&key.as_str())
                    && !value.is_empty()
                    && !HIDDEN.iter().any(|part| key.ends_with(part))
            });
            let yours = std::iter::once((page.t("conflict.action").to_owned(), action.to_owned()))
                .chain(yours.cloned())
                .collect();
            let back = call.sent("here").filter(|path| path.starts_with('/')).unwrap_or("/review").to_owned();
            Ok(Answer::ConflictPage(Conflict { page, theirs, yours, back }.render()?))
        }
    }
}

/// What a form asks for.
fn proposal(app: &App, call: &Call, action: &str) -> Result<Proposal, Refusal> {
    let on = call.wanted("on")?.to_owned();
    let seen = call.wanted("seen")?;
    let seen = seen.parse().map_err(|_| Refusal::bad(format!("seen: “{seen}” is no number of an act")))?;
    let named = |field: &str| call.sent(field).map_or_else(|| on.clone(), str::to_owned);
    let mut why = call.sent("why").unwrap_or("").to_owned();
    let wish = match action {
        "seen" => {
            // Who accepts a reading as it stands has said all there is to say of it.
            if why.is_empty() {
                call.messages().text("review.accepted").clone_into(&mut why);
            }
            Wish::Judge(Decision::Seen(named("of")))
        }
        "same" => Wish::Judge(Decision::Same(named("a"), call.wanted("b")?.to_owned())),
        "different" => Wish::Judge(Decision::Different(named("a"), call.wanted("b")?.to_owned())),
        "set" => Wish::Judge(Decision::Set {
            of: named("of"),
            field: call.wanted("field")?.to_owned(),
            value: call.wanted("value")?.to_owned(),
        }),
        "correct" => Wish::Correct(corrections(app, call)?),
        "withdraw" => Wish::Withdraw(acts(call)?),
        "undo" => {
            if why.is_empty() {
                call.messages().text("review.undone").clone_into(&mut why);
            }
            Wish::Undo
        }
        other => return Err(Refusal::bad(format!("action: there is no “{other}”"))),
    };
    Ok(Proposal { wish, on, seen: Some(seen), why })
}

fn acts(call: &Call) -> Result<Vec<u64>, Refusal> {
    let number =
        |act: &str| act.parse().map_err(|_| Refusal::bad(format!("act: “{act}” is no number of an act")));
    call.all_sent("act").map(number).collect()
}

/// The fields of an account's form, each with the form's parts that make its value.
pub(crate) const FIELDS: [&str; 10] =
    ["killed", "injured", "missing", "children", "women", "men", "date", "place", "actors", "methods"];

/// The fields whose values differ from those that the form came with.
fn corrections(app: &App, call: &Call) -> Result<Vec<Correction>, Refusal> {
    let of = call.wanted("of")?;
    let mut all = Vec::new();
    for field in FIELDS {
        let part = |part: &str| call.sent(&format!("{field}.{part}")).unwrap_or("");
        let is_shown = call.form.iter().any(|(key, _)| *key == format!("{field}.was"));
        if !is_shown {
            continue;
        }
        let value = match field {
            "date" => between(part("from"), part("to"), ".."),
            "place" => place(app, part("name"), part("point"))?,
            "actors" | "methods" => part("name").to_owned(),
            _ => people(part("min"), part("max")),
        };
        let words = match (part("start").parse(), part("end").parse()) {
            (Ok(start), Ok(end)) if start < end => Some((start, end)),
            _ => None,
        };
        if value != part("was") {
            all.push(Correction { of: of.to_owned(), field: field.to_owned(), value, words });
        }
    }
    Ok(all)
}

/// `6`, `6-9`, `6+`; empty where neither end is given.
pub(crate) fn people(min: &str, max: &str) -> String {
    match (min, max) {
        ("", "") => String::new(),
        ("", max) => format!("0-{max}"),
        (min, "") => format!("{min}+"),
        (min, max) if min == max => min.to_owned(),
        (min, max) => format!("{min}-{max}"),
    }
}

/// One day, or two with something between.
pub(crate) fn between(from: &str, to: &str, sign: &str) -> String {
    match (from, to) {
        (from, "") => from.to_owned(),
        ("", to) => to.to_owned(),
        (from, to) if from == to => from.to_owned(),
        (from, to) => format!("{from}{sign}{to}"),
    }
}

/// Degrees north and east as given, else those of the name in the casebook's gazetteer.
fn place(app: &App, name: &str, point: &str) -> Result<String, Refusal> {
    if !point.is_empty() || name.is_empty() {
        return Ok(point.to_owned());
    }
    let gazetteer = app.desk.look(casebook::Casebook::gazetteer)?;
    let found = gazetteer.lookup(name).into_iter().next();
    found.map(|place| format!("{},{}", place.lat, place.lon)).ok_or_else(|| {
        Refusal::new(
            422,
            format!("place: the gazetteer has no “{name}”; give degrees north and east, as in 34.45,40.92"),
        )
    })
}

/// Takes who may see a report.
pub(crate) fn access(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let restricted = match call.wanted("restricted")? {
        "1" => true,
        "0" => false,
        other => return Err(Refusal::bad(format!("restricted: “{other}” is neither 1 nor 0"))),
    };
    let (id, why) = (call.part("id").to_owned(), call.wanted("why")?.to_owned());
    let stamp = App::stamp(person);
    app.desk.change(|book| {
        super::report::for_person(book, &id, person)?;
        Ok::<_, Refusal>(book.decide_access(&id, restricted, &why, &stamp)?)
    })?;
    Ok(Answer::see(format!("/report/{id}?done=access")))
}
