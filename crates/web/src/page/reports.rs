//! Reports: all in the order in which they came in, the last first, or those that have words.

use super::Page;
use super::incidents::number;
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::filter::reads_without_names;
use crate::person::Person;
use askama::Template;
use casebook::{Casebook, Passage, ReportHead};

/// How many reports a page has.
pub(crate) const PER_PAGE: usize = 50;

/// A report of the list.
pub(crate) struct Row {
    pub(crate) head: ReportHead,
    pub(crate) passage: Option<Passage>,
    pub(crate) incidents: Vec<String>,
    pub(crate) restricted: bool,
}

impl Row {
    /// The passage in pieces, each with whether it was searched for.
    fn pieces(&self) -> Vec<(String, bool)> {
        let Some(passage) = &self.passage else { return Vec::new() };
        let chars: Vec<char> = passage.text.chars().collect();
        let part = |from: u32, to: u32| -> String {
            chars.get(from as usize..to as usize).unwrap_or_default().iter().collect()
        };
        let (mut pieces, mut at) = (Vec::new(), 0);
        for (start, end) in passage.marks.iter().filter(|(start, end)| start <= end) {
            if *start >= at {
                pieces.push((part(at, *start), false));
                pieces.push((part(*start, *end), true));
                at = *end;
            }
        }
        pieces.push((part(at, chars.len() as u32), false));
        pieces
    }
}

/// Reports that a query asks for and the person may see, which page of them it is, and how many pages there are.
pub(crate) fn listed(book: &mut Casebook, call: &Call) -> Result<(Vec<Row>, usize, usize), Refusal> {
    let page = number(call, "page", 1)?;
    match call.asked("q") {
        Some(words) => found(book, call.person()?, words, page),
        None => latest(book, call.person()?, page),
    }
}

/// All reports, the last first.
fn latest(book: &mut Casebook, person: &Person, page: usize) -> Result<(Vec<Row>, usize, usize), Refusal> {
    let (restricted, open) = (book.restricted_reports()?, !person.cleared.restricted);
    let many = PER_PAGE as u64;
    let skip = |page: usize| (page as u64 - 1).saturating_mul(many);
    let (mut heads, of) = book.latest_reports(skip(page), many, open)?;
    let pages = usize::try_from(of.div_ceil(many)).unwrap_or(usize::MAX).max(1);
    if page > pages {
        heads = book.latest_reports(skip(pages), many, open)?.0;
    }
    let mut rows = Vec::with_capacity(heads.len());
    for mut head in heads {
        let incidents = book.report_incidents(&head.key)?;
        let incidents = super::report::incidents_for(book, incidents, person);
        if !person.cleared.names && head.title.is_some() {
            head.title = super::report::for_person(book, &head.key.0, person)?.kept.head.title;
        }
        rows.push(Row { restricted: restricted.contains(&head.key.0), head, passage: None, incidents });
    }
    Ok((rows, page.min(pages), pages))
}

/// Reports that are looked through by their words at most.
const MOST: u32 = 10_000;

/// Reports that have words, the best first.
fn found(
    book: &mut Casebook,
    person: &Person,
    words: &str,
    page: usize,
) -> Result<(Vec<Row>, usize, usize), Refusal> {
    let restricted = book.restricted_reports()?;
    let first = (page - 1).saturating_mul(PER_PAGE);
    // One more than the page has tells whether there is another.
    let last = first.saturating_add(PER_PAGE + 1);
    let limit = if person.cleared.names { u32::try_from(last).unwrap_or(MOST).min(MOST) } else { MOST };
    let mut keys = book.search_keys(words, limit, !person.cleared.restricted)?;
    if !person.cleared.names {
        let mut shown = Vec::new();
        for (opened, key) in keys.into_iter().enumerate() {
            if reads_without_names(book, &key.0, words, opened)? {
                shown.push(key);
            }
            if shown.len() == last {
                break;
            }
        }
        keys = shown;
    }
    let pages = if keys.len() > first.saturating_add(PER_PAGE) { page.saturating_add(1) } else { page };
    let mut rows = Vec::new();
    for key in keys.into_iter().skip(first).take(PER_PAGE) {
        let mut hit = book.hit_in(&key, words)?;
        if !person.cleared.names {
            let shown = super::report::for_person(book, &key.0, person)?;
            hit.report.title.clone_from(&shown.kept.head.title);
            let length = hit.passage.text.chars().count();
            hit.passage.text =
                shown.kept.text.chars().skip(hit.passage.start as usize).take(length).collect();
        }
        let restricted = restricted.contains(&key.0);
        let incidents = super::report::incidents_for(book, hit.incidents, person);
        rows.push(Row { head: hit.report, passage: Some(hit.passage), incidents, restricted });
    }
    Ok((rows, page, pages))
}

#[derive(Template)]
#[template(path = "reports.html")]
struct Reports<'a> {
    page: Page<'a>,
    rows: Vec<Row>,
    words: &'a str,
    at: usize,
    pages: usize,
    query: String,
}

/// Shows the page.
pub(crate) fn show(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let (rows, at, pages) = app.desk.look(|book| listed(book, call))?;
    let page = Page::new(app, call, "reports", call.messages().text("reports.title"));
    let words = call.asked("q").unwrap_or("");
    let query = serde_urlencoded::to_string([("q", words)]).unwrap_or_default();
    Ok(Answer::Html(Reports { page, rows, words, at, pages, query }.render()?))
}
