//! `cenotaph show`: one incident or report with all that hangs on it.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::{Output, brief, plain};
use crate::table::{days, nothing, people};
use crate::verb::{actors, demands, positions};
use casebook::accountability::Dossier;
use casebook::{Casebook, ErrorKind, KeptReport};
use clap::Args;
use value::{Account, Count, Member};

/// Show an incident with its accounts and what parties say of it, or a report with its text
///
/// Both are named by their id or its beginning, a report also by its SHA-256. Names of victims are shown, as the
/// casebook is its own team's.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cenotaph show i4kq2            an incident, by the beginning of its id
  cenotaph show sha256:9f86d0    a report
  cenotaph show --json hp-post-1")]
pub(crate) struct Show {
    /// An incident or a report
    #[arg(value_name = "INCIDENT|REPORT")]
    name: String,
    #[command(flatten)]
    which: Which,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let mut book = self.which.open_to_read()?;
        let mut out = Output::open();
        match find(&mut book, &self.name)? {
            Found::Incident(dossier) if self.json => out.json(&dossier)?,
            Found::Report(report) if self.json => out.json(&report)?,
            Found::Incident(dossier) => show_incident(&dossier, &mut out)?,
            Found::Report(report) => show_report(&report, &mut out)?,
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}

enum Found {
    Incident(Box<Dossier>),
    Report(Box<KeptReport>),
}

fn find(book: &mut Casebook, name: &str) -> Result<Found, Fault> {
    match book.dossier(name) {
        Ok(dossier) => Ok(Found::Incident(Box::new(dossier))),
        Err(error) if error.kind() == ErrorKind::NotFound => match book.report(name) {
            Ok(report) => Ok(Found::Report(Box::new(report))),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(Fault::not_found(format!(
                "there is no incident or report {name} in {}; `cenotaph incidents` and `cenotaph search` list them",
                book.dir().display()
            ))),
            Err(error) => Err(error.into()),
        },
        Err(error) => Err(error.into()),
    }
}

fn show_incident(dossier: &Dossier, out: &mut Output) -> Result<(), Fault> {
    let incident = &dossier.incident;
    out.line(format_args!("incident   {}", incident.incident))?;
    field(out, "date", &incident.date.as_ref().map_or_else(nothing, days))?;
    for place in &incident.places {
        let at = place.lat.zip(place.lon).map(|(lat, lon)| format!(" ({lat}, {lon})")).unwrap_or_default();
        let country = place.country.as_ref().map(|c| format!(", {c}")).unwrap_or_default();
        let precision = place.precision.map(|p| format!(", {p}")).unwrap_or_default();
        field(out, "place", &format!("{}{country}{at}{precision}", place.name))?;
    }
    let counts =
        [("killed", &incident.killed), ("injured", &incident.injured), ("missing", &incident.missing)];
    for (name, count) in counts {
        if let Some(count) = count {
            field(out, name, &in_groups(count))?;
        }
    }
    for actor in &incident.actors {
        field(out, "actor", &format!("{} ({})", actor.name, actor.role))?;
    }
    for method in &incident.methods {
        field(out, "method", method.name.as_str())?;
    }
    field(out, "grade", &format!("{}; strike status {}", incident.grade, incident.strike_status))?;
    for (n, origin) in incident.origins.iter().enumerate() {
        field(out, &format!("origin {}", n + 1), &brief(&origin.join(", ")))?;
    }
    for (n, member) in incident.accounts.iter().enumerate() {
        show_member(n + 1, member, out)?;
    }
    show_accountability(dossier, out)?;
    out.line(format_args!("\nWhy: cenotaph explain {}", incident.incident))
}

fn field(out: &mut Output, name: &str, value: &str) -> Result<(), Fault> {
    out.line(format_args!("{name:<10} {}", plain(value)))
}

/// A count with its groups: `9–12 (4 children, 2–3 women)`.
fn in_groups(count: &Count) -> String {
    let groups = [
        ("children", count.children),
        ("women", count.women),
        ("men", count.men),
        ("combatants", count.combatants),
    ];
    let told: Vec<String> =
        groups.iter().filter_map(|(name, range)| range.map(|range| format!("{range} {name}"))).collect();
    let whole = people(Some(count));
    if told.is_empty() { whole } else { format!("{whole} ({})", told.join(", ")) }
}

/// Who is alleged to have acted and where each party stands, what was asked, and which norms are engaged.
fn show_accountability(dossier: &Dossier, out: &mut Output) -> Result<(), Fault> {
    for party in &dossier.allegations {
        out.line(format_args!("\n{}", plain(&party.actor)))?;
        actors::allegations(&party.alleged, out)?;
    }
    if !dossier.may_concern.is_empty() {
        out.line("\nStatements that may speak of it")?;
        out.line(positions::table(&dossier.may_concern))?;
    }
    if !dossier.demands.is_empty() {
        out.line("\nDemands")?;
        dossier.demands.iter().try_for_each(|demand| demands::show(demand, out))?;
    }
    if !dossier.norms_engaged.is_empty() {
        out.line("\nNorms engaged; whether any was broken is not found here")?;
    }
    for norm in &dossier.norms_engaged {
        for by in &norm.by {
            let (name, words) = (plain(&norm.name), plain(&by.as_written));
            out.line(format_args!("    {name} — “{words}” ({})", brief(&by.report)))?;
        }
    }
    Ok(())
}

fn show_member(n: usize, member: &Member, out: &mut Output) -> Result<(), Fault> {
    let published = member.published.map(|day| day.to_string());
    let from: Vec<String> = member.publisher.clone().into_iter().chain(published).collect();
    let sure = member.tie.as_ref().map(|tie| format!(", matched with {:.0} %", tie.probability * 100.0));
    let standing =
        if member.mention { ", a mention of another event" } else { sure.as_deref().unwrap_or_default() };
    out.line(format_args!("\n[{n}] {} ({}){standing}", brief(&member.report), plain(&from.join(", "))))?;
    show_account(&member.account, out)
}

fn show_account(account: &Account, out: &mut Output) -> Result<(), Fault> {
    let mut told: Vec<(&str, String)> = vec![("kind", account.kind.to_string())];
    told.extend(account.date.iter().map(|date| ("date", days(date))));
    told.extend(
        account.places.iter().map(|place| ("place", format!("{} (“{}”)", place.name, place.as_written))),
    );
    let counts = [("killed", &account.killed), ("injured", &account.injured), ("missing", &account.missing)];
    for (name, count) in counts {
        told.extend(count.iter().map(|count| (name, worded(count))));
    }
    told.extend(account.actors.iter().map(|actor| ("actor", format!("{} ({})", actor.name, actor.role))));
    told.extend(account.victims.iter().map(|victim| ("victim", described(victim))));
    told.extend(account.according_to.iter().map(|by| ("told by", by.as_written.clone())));
    told.into_iter().try_for_each(|(name, value)| out.line(format_args!("    {name:<8} {}", plain(&value))))
}

fn worded(count: &Count) -> String {
    let wording = count.wording.as_ref().map(|words| format!(" — “{words}”")).unwrap_or_default();
    format!("{}{wording}", in_groups(count))
}

fn described(victim: &value::Victim) -> String {
    let age = victim.age.map(|age| format!("{age} years"));
    let sex = victim.sex.map(|sex| sex.to_string());
    let number = (victim.number > 1).then(|| format!("{} people", victim.number));
    let parts =
        [victim.name.clone(), victim.description.clone(), number, age, sex, Some(victim.status.to_string())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn show_report(report: &KeptReport, out: &mut Output) -> Result<(), Fault> {
    let head = &report.head;
    out.line(format_args!("report     {}", plain(&head.id)))?;
    field(out, "sha256", &head.key.0)?;
    let known = [
        ("title", &head.title),
        ("publisher", &head.publisher),
        ("url", &head.url),
        ("language", &head.language),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            field(out, name, value)?;
        }
    }
    if let Some(day) = head.published {
        field(out, "published", &day.to_string())?;
    }
    for receipt in &report.receipts {
        let from = intake::Origin { path: receipt.name.clone(), line: receipt.line };
        field(
            out,
            "received",
            &format!("act {}, {} by {}, from {from}", receipt.act, receipt.at, receipt.by),
        )?;
        receipt.notes.iter().try_for_each(|note| field(out, "note", note))?;
    }
    if let Some(current) = &report.reading {
        let basis = &current.basis;
        field(
            out,
            "read",
            &format!("act {}, {}, {}, policy {}", current.act, current.at, basis.reader, basis.policy),
        )?;
    }
    report.incidents.iter().try_for_each(|incident| field(out, "incident", incident))?;
    out.line("")?;
    report.text.lines().try_for_each(|line| out.line(plain(line)))
}
