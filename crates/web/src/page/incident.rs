//! One incident: what, when, where, who says how many, how well it stands, and what was done on it.

use super::chart::{self, Chart};
use super::{Page, engaged, fields, words};
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::messages::Messages;
use crate::person::Person;
use askama::Template;
use casebook::{Casebook, Deed, ErrorKind, Happened};
use publish::Redaction;
use value::{Incident, Member, Quote, Range, Verdict};

/// An incident as far as a person may see it.
pub(crate) fn for_person(book: &mut Casebook, name: &str, person: &Person) -> Result<Incident, Refusal> {
    let absent = || Refusal::absent(format!("there is no incident {name} here"));
    let found = book.incident(name);
    if !person.cleared.restricted && found.as_ref().is_err_and(|error| error.kind() == ErrorKind::Input) {
        // Which others a beginning may stand for is not for those who may not see them all.
        return Err(absent());
    }
    let incident = found?;
    if !person.cleared.restricted {
        let restricted = book.restricted_reports()?;
        let is_short = name.len() < incident.incident.len();
        if is_short || incident.accounts.iter().any(|member| restricted.contains(&member.key.report.0)) {
            return Err(absent());
        }
    }
    let redaction = if person.cleared.names { Redaction::NamesGiven } else { Redaction::NamesWithheld };
    Ok(publish::redacted(&incident, redaction).into_owned())
}

struct Names {
    text: String,
    href: String,
}

struct Stated {
    date: String,
    actor: String,
    position: String,
    conceded: String,
    href: String,
    quote: String,
}

struct Asked {
    text: String,
    href: String,
    /// What answered it.
    answers: Vec<Asked>,
}

struct Account<'a> {
    member: &'a Member,
    id: String,
    place: String,
    days: String,
    killed: Range,
    injured: Range,
    href: String,
    doubtful: bool,
}

pub(crate) struct Event {
    pub(crate) number: u64,
    pub(crate) at: String,
    pub(crate) by: String,
    pub(crate) kind: String,
    pub(crate) says: String,
    /// Whether it is a decision that holds and may be taken back.
    pub(crate) open: bool,
    pub(crate) withdrawn: Option<u64>,
}

#[derive(Template)]
#[template(path = "incident.html")]
struct IncidentPage<'a> {
    page: Page<'a>,
    incident: &'a Incident,
    days: String,
    place: String,
    killed: Range,
    injured: Range,
    missing: Range,
    groups: Vec<(String, Range)>,
    killed_chart: Option<Chart>,
    injured_chart: Option<Chart>,
    positions: Vec<Stated>,
    victims: Vec<Names>,
    accounts: Vec<Account<'a>>,
    demands: Vec<Asked>,
    norms: Vec<Asked>,
    /// What was hit, and how.
    targets: Vec<Asked>,
    reasons: Vec<String>,
    history: Vec<Event>,
    seen: u64,
    /// Fields that may be set, with their words.
    settable: Vec<(&'static str, String)>,
}

/// Shows the page.
pub(crate) fn show(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let (seen, incident, history, engaged) = app.desk.look(|book| {
        // Before all that is looked at: an act that comes in meanwhile was not in view.
        let seen = book.last_act_shown()?;
        let incident = for_person(book, call.part("id"), person)?;
        let history = book.history(&incident)?;
        let engaged = engaged::of(book, &incident, person)?;
        Ok::<_, Refusal>((seen, incident, history, engaged))
    })?;
    let place = incident.places.first().map(|place| place.name.clone()).unwrap_or_default();
    let days = words::days(incident.date.as_ref());
    let page = Page::new(app, call, "incidents", format!("{place} {days}"));
    let (killed, injured) = (words::range(incident.killed.as_ref()), words::range(incident.injured.as_ref()));
    let whole = page.t("chart.whole").to_owned();
    let template = IncidentPage {
        killed_chart: chart::of(&incident, &whole, |member| member.account.killed.as_ref(), killed),
        injured_chart: chart::of(&incident, &whole, |member| member.account.injured.as_ref(), injured),
        groups: words::groups(&page, incident.killed.as_ref()),
        missing: words::range(incident.missing.as_ref()),
        positions: positions(&page, &incident),
        victims: victims(&page, &incident),
        accounts: incident.accounts.iter().map(account).collect(),
        demands: engaged.demands.iter().map(|demand| asked(&page, &incident, demand)).collect(),
        norms: engaged.norms.iter().map(norm).collect(),
        targets: targets(&page, &incident),
        reasons: incident
            .explanation
            .iter()
            .filter(|step| step.about == "grade")
            .map(|step| words::brief(&step.says))
            .collect(),
        settable: settable(&page),
        seen,
        history: history.iter().rev().map(|event| told(page.messages, event, person.cleared.names)).collect(),
        days,
        place,
        killed,
        injured,
        page,
        incident: &incident,
    };
    Ok(Answer::Html(template.render()?))
}

fn asked(page: &Page<'_>, incident: &Incident, asked: &engaged::Asked) -> Asked {
    let demand = &asked.demand;
    let by = demand.by.as_ref().map(|by| format!("{by} → ")).unwrap_or_default();
    let answers = asked.answers.iter().map(|stand| Asked {
        text: format!(
            "{}: {}{}",
            stand.actor,
            page.term("position", stand.position.as_str()),
            stand.date.map(|day| format!(", {day}")).unwrap_or_default()
        ),
        href: words_of(&key_of(incident, &stand.report), &stand.spans),
        answers: Vec::new(),
    });
    Asked {
        text: format!("{by}{}: {}", demand.of, demand.asks),
        href: words_of(&asked.report, &demand.spans),
        answers: answers.collect(),
    }
}

fn norm(invoked: &engaged::Invoked) -> Asked {
    let norm = &invoked.norm;
    Asked { text: norm.name.clone(), href: words_of(&invoked.report, &norm.spans), answers: Vec::new() }
}

/// The key of a report of the incident by its id.
fn key_of(incident: &Incident, report: &str) -> String {
    let told = incident.accounts.iter().find(|member| member.report == report);
    told.map_or_else(|| report.to_owned(), |member| member.key.report.0.clone())
}

/// The address of words in a report.
fn words_of(report: &str, spans: &[Quote]) -> String {
    let anchor = spans.first().map(|quote| format!("#{}", words::anchor(quote)));
    format!("/report/{report}{}", anchor.unwrap_or_default())
}

fn positions(page: &Page<'_>, incident: &Incident) -> Vec<Stated> {
    let mut taken: Vec<&value::IncidentPosition> = incident.positions.iter().collect();
    taken.sort_by_key(|position| (position.date.is_none(), position.date));
    let stated = taken.into_iter().map(|position| Stated {
        date: position.date.map_or("–".to_owned(), |day| day.to_string()),
        actor: position.actor.clone(),
        position: page.term("position", position.position.as_str()),
        conceded: position.conceded_killed.map(|range| range.to_string()).unwrap_or_default(),
        href: words_of(&key_of(incident, &position.report), &position.spans),
        quote: position.spans.first().map(|quote| quote.quote.clone()).unwrap_or_default(),
    });
    stated.collect()
}

/// What the accounts say was hit, and how.
fn targets(page: &Page<'_>, incident: &Incident) -> Vec<Asked> {
    let mut all = Vec::new();
    for member in &incident.accounts {
        all.extend(member.account.targets.iter().map(|target| Asked {
            text: format!(
                "{} ({})",
                page.term("target", &target.kind),
                page.term("effect", target.effect.as_str())
            ),
            href: words_of(&member.key.report.0, &target.spans),
            answers: Vec::new(),
        }));
    }
    all.sort_by(|a, b| a.text.cmp(&b.text));
    all.dedup_by(|a, b| a.text == b.text);
    all
}

fn victims(page: &Page<'_>, incident: &Incident) -> Vec<Names> {
    let mut all = Vec::new();
    for member in &incident.accounts {
        all.extend(member.account.victims.iter().map(|victim| Names {
            text: fields::person(page, victim),
            href: words_of(&member.key.report.0, &victim.spans),
        }));
    }
    all.sort_by(|a, b| a.text.cmp(&b.text));
    all.dedup_by(|a, b| a.text == b.text);
    all
}

fn account(member: &Member) -> Account<'_> {
    let account = &member.account;
    let lowest = account.confidence.as_ref().and_then(value::Confidence::lowest);
    Account {
        member,
        id: incident::incident_id(&member.key),
        place: account.places.first().map(|place| place.name.clone()).unwrap_or_default(),
        days: words::days(account.date.as_ref()),
        killed: words::range(account.killed.as_ref()),
        injured: words::range(account.injured.as_ref()),
        href: words_of(&member.key.report.0, account.killed.as_ref().map_or(&[], |count| &count.spans)),
        doubtful: lowest.is_some_and(|lowest| lowest < casebook::DOUBTFUL),
    }
}

/// One act as a line of the history.
pub(crate) fn told(messages: &Messages, event: &Happened, names: bool) -> Event {
    let act = &event.logged.act;
    Event {
        number: event.logged.number,
        at: act.stamp.at.strftime("%Y-%m-%d %H:%M").to_string(),
        by: act.stamp.by.clone(),
        kind: messages.term("act", act.deed.kind()),
        // What people wrote may have names in it.
        says: if names { says(messages, &act.deed) } else { String::new() },
        open: event.is_decision() && event.withdrawn_by.is_none(),
        withdrawn: event.withdrawn_by,
    }
}

fn says(messages: &Messages, deed: &Deed) -> String {
    match deed {
        Deed::ReportReceived(received) => received.id.clone(),
        Deed::ReadingMade(made) => made.basis.reader.clone(),
        Deed::Judgement(made) => match &made.verdict {
            Verdict::Same { .. } => format!("{} – {}", messages.text("verdict.same"), made.why),
            Verdict::Different { .. } => format!("{} – {}", messages.text("verdict.different"), made.why),
            Verdict::Seen { .. } => format!("{} – {}", messages.text("verdict.seen"), made.why),
            Verdict::Set { field, value, .. } => format!("{field} = {value} – {}", made.why),
        },
        Deed::PositionRecorded(on) => {
            format!("{}: {} – {}", on.actor, messages.term("position", on.position.as_str()), on.why)
        }
        Deed::AccountCorrected(made) => format!("{} = {} – {}", made.field, made.value, made.why),
        Deed::DecisionsWithdrawn(back) => {
            let acts: Vec<String> = back.acts.iter().map(ToString::to_string).collect();
            format!("{} – {}", acts.join(", "), back.why)
        }
        Deed::AccessDecided(decided) => decided.why.clone(),
        Deed::SourceAffiliated(on) => format!("{}: {} – {}", on.publisher, on.party, on.why),
        Deed::SignedIn(signed) => signed.way.clone(),
        Deed::Release(release) => {
            format!("{}, {}", release.what, words::brief(&format!("sha256:{}", release.sha256)))
        }
        Deed::TokenChanged(changed) => format!("{} – {}: {}", changed.member, changed.token, changed.role),
        Deed::MemberChanged(changed) => format!("{}: {}", changed.member, changed.role),
        _ => String::new(),
    }
}

/// The fields of an incident that people may set.
fn settable(page: &Page<'_>) -> Vec<(&'static str, String)> {
    let own =
        ["killed", "injured", "missing", "date", "place"].map(|field| (field, format!("field.{field}")));
    let groups = ["children", "women", "men"].map(|group| (group, format!("group.{group}")));
    let graded = [("grade", "column.grade".to_owned()), ("strike_status", "filter.status".to_owned())];
    own.into_iter().chain(groups).chain(graded).map(|(field, key)| (field, page.t(&key).to_owned())).collect()
}
