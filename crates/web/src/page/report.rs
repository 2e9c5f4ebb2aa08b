//! One report: its text with the words behind values marked, its reading, its receipts.

use super::{Page, fields, marks, readings};
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::person::Person;
use askama::Template;
use casebook::{Casebook, ErrorKind, KeptReading, KeptReport};
use value::{AccountKey, Reading};

/// A report as far as a person may see it.
pub(crate) struct Shown {
    pub(crate) kept: KeptReport,
    /// The reading with corrections, and the keys of its accounts.
    pub(crate) reading: Option<(Reading, Vec<AccountKey>)>,
    /// The readings that later ones took the place of, the last first.
    pub(crate) earlier: Vec<KeptReading>,
    pub(crate) restricted: bool,
    /// Whether names are blotted out.
    pub(crate) masked: bool,
}

/// A report by its name, for a person; one that the person may not see is not there.
pub(crate) fn for_person(book: &mut Casebook, name: &str, person: &Person) -> Result<Shown, Refusal> {
    let restricted = book.restricted_reports()?;
    let absent = || Refusal::absent(format!("there is no report {name} here"));
    let found = book.report(name);
    if !person.cleared.restricted && found.as_ref().is_err_and(|error| error.kind() == ErrorKind::Input) {
        // Which others a name may stand for is not for those who may not see them all.
        return Err(absent());
    }
    let mut kept = found?;
    let restricted = restricted.contains(&kept.head.key.0);
    let is_whole = kept.head.id == name || kept.head.key.0 == name.trim_start_matches("sha256:");
    if !person.cleared.restricted && (restricted || !is_whole) {
        return Err(absent());
    }
    kept.incidents = incidents_for(book, std::mem::take(&mut kept.incidents), person);
    let mut reading = book.corrected_reading(&kept)?;
    let mut earlier = book.earlier_readings(&kept.head.key)?;
    let masked = !person.cleared.names;
    if masked && let Some(named) = named_by_any(&kept, reading.as_ref().map(|(reading, _)| reading), &earlier)
    {
        kept.text = publish::masked(&kept.text, &named);
        kept.head.title = kept.head.title.as_deref().map(|title| publish::masked(title, &named));
        let corrected = reading.iter_mut().map(|(reading, _)| reading);
        let made = kept.reading.iter_mut().chain(&mut earlier).map(|kept| &mut kept.reading);
        corrected.chain(made).for_each(|reading| *reading = without_names(reading, &named));
    }
    Ok(Shown { kept, reading, earlier, restricted, masked })
}

/// The incidents that a person may see, of those that a report tells of: that another report of one is restricted shows nowhere.
pub(crate) fn incidents_for(book: &mut Casebook, mut incidents: Vec<String>, person: &Person) -> Vec<String> {
    if !person.cleared.restricted {
        incidents.retain(|id| super::incident::for_person(book, id, person).is_ok());
    }
    incidents
}

/// A reading with the accounts of every reading of a report: whom any of them names is blotted out of all.
fn named_by_any(kept: &KeptReport, corrected: Option<&Reading>, earlier: &[KeptReading]) -> Option<Reading> {
    let mut all = kept.reading.as_ref()?.reading.clone();
    let others = corrected.into_iter().chain(earlier.iter().map(|kept| &kept.reading));
    all.accounts.extend(others.flat_map(|reading| reading.accounts.iter().cloned()));
    Some(all)
}

/// A reading without the names that it has, nor those that another has.
fn without_names(reading: &Reading, named: &Reading) -> Reading {
    let (mut all, own) = (reading.clone(), reading.accounts.len());
    all.accounts.extend(named.accounts.iter().cloned());
    let mut open = publish::redacted_reading(&all);
    open.accounts.truncate(own);
    open
}

/// Whether a report is found by words even where names are blotted out of it.
pub(crate) fn is_found_without_names(
    book: &mut Casebook,
    report: &str,
    words: &str,
) -> Result<bool, Refusal> {
    let kept = book.report(report)?;
    let corrected = book.corrected_reading(&kept)?.map(|(reading, _)| reading);
    let earlier = book.earlier_readings(&kept.head.key)?;
    let Some(named) = named_by_any(&kept, corrected.as_ref(), &earlier) else { return Ok(true) };
    let text = publish::masked(&kept.text, &named);
    let title = kept.head.title.as_deref().map(|title| publish::masked(title, &named));
    Ok(casebook::has_words(title.as_deref().unwrap_or_default(), &text, words))
}

struct Receipt {
    act: u64,
    at: String,
    by: String,
    from: String,
    notes: Vec<String>,
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage<'a> {
    page: Page<'a>,
    shown: &'a Shown,
    title: String,
    pieces: Vec<marks::Piece>,
    accounts: Vec<fields::Told>,
    besides: Vec<fields::Field>,
    earlier: Vec<readings::Earlier<'a>>,
    receipts: Vec<Receipt>,
    size: u64,
    root: String,
    copies: Vec<(String, String)>,
}

/// Shows the page.
pub(crate) fn show(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let (shown, size, root, copies) = app.desk.look(|book| {
        let shown = for_person(book, call.part("id"), person)?;
        let copies = copies(book, &shown.kept, person)?;
        Ok::<_, Refusal>((shown, book.ledger().size(), book.ledger().root().to_string(), copies))
    })?;
    let title = title(&shown.kept);
    let page = Page::new(app, call, "reports", title.clone());
    let spans = shown.reading.as_ref().map(|(reading, _)| marks::spans(reading)).unwrap_or_default();
    let (accounts, besides) = match &shown.reading {
        Some((reading, keys)) => (fields::accounts(&page, reading, keys), fields::besides(&page, reading)),
        None => (Vec::new(), Vec::new()),
    };
    let receipts = shown.kept.receipts.iter().map(|receipt| Receipt {
        act: receipt.act,
        at: receipt.at.clone(),
        by: receipt.by.clone(),
        from: intake::Origin { path: receipt.name.clone(), line: receipt.line }.to_string(),
        notes: receipt.notes.clone(),
    });
    let template = ReportPage {
        pieces: marks::pieces(&shown.kept.text, &spans),
        accounts,
        besides,
        earlier: readings::earlier(&page, &shown),
        receipts: receipts.collect(),
        title,
        page,
        shown: &shown,
        size,
        root,
        copies,
    };
    Ok(Answer::Html(template.render()?))
}

/// What a report is called: its headline, else its first words.
pub(crate) fn title(kept: &KeptReport) -> String {
    kept.head.title.clone().unwrap_or_else(|| {
        let first: Vec<&str> = kept.text.split_whitespace().take(12).collect();
        first.join(" ")
    })
}

/// Other reports of the same origin, by key and id.
pub(crate) fn copies(
    book: &mut Casebook,
    kept: &KeptReport,
    person: &Person,
) -> Result<Vec<(String, String)>, Refusal> {
    let hidden = if person.cleared.restricted {
        std::collections::BTreeSet::default()
    } else {
        book.restricted_reports()?
    };
    let mut copies = Vec::new();
    for incident in &kept.incidents {
        let incident = book.incident(incident)?;
        for origin in incident.origins.iter().filter(|origin| origin.contains(&kept.head.id)) {
            let others = incident.accounts.iter().filter(|member| {
                origin.contains(&member.report)
                    && member.key.report != kept.head.key
                    && !hidden.contains(&member.key.report.0)
            });
            copies.extend(others.map(|member| (member.key.report.0.clone(), member.report.clone())));
        }
    }
    copies.sort_unstable();
    copies.dedup();
    Ok(copies)
}

/// A report's bytes as they were received, for who is cleared for all that may stand in them.
pub(crate) fn bytes(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let (key, bytes) = app.desk.look(|book| {
        let shown = for_person(book, call.part("id"), person)?;
        if !person.cleared.names {
            let what = "the bytes may have victims' names in them, and you are not cleared for those";
            return Err(Refusal::forbidden(what));
        }
        let (head, bytes) = book.report_bytes(&shown.kept.head.key.0)?;
        Ok::<_, Refusal>((head.key.0, bytes))
    })?;
    // Whatever they are, no browser is to make a page of them.
    Ok(Answer::File { kind: "application/octet-stream", bytes, save_as: Some(format!("{key}.report")) })
}
