//! Reports: all in the order in which they came in, the last first, or those that have words.

use super::Page;
use super::incidents::number;
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
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

/// Reports that a query asks for and the person may see, and how many pages of them there are.
pub(crate) fn listed(book: &mut Casebook, call: &Call) -> Result<(Vec<Row>, usize, usize), Refusal> {
    let person = call.person()?;
    let restricted = book.restricted_reports()?;
    let page = number(call, "page", 1)?;
    let hidden = |key: &str| restricted.contains(key) && !person.cleared.restricted;
    let Some(words) = call.asked("q") else {
        let total = book.counts()?.reports as usize;
        let pages = total.div_ceil(PER_PAGE).max(1);
        let page = page.min(pages);
        let after = total.saturating_sub(page * PER_PAGE);
        let many = total.saturating_sub((page - 1) * PER_PAGE).min(PER_PAGE);
        let mut heads = book.reports(after as u64, many as u64)?;
        heads.reverse();
        heads.retain(|head| !hidden(&head.key.0));
        let mut rows = Vec::with_capacity(heads.len());
        for mut head in heads {
            let incidents = book.report_incidents(&head.key)?;
            if !person.cleared.names && head.title.is_some() {
                head.title = super::report::for_person(book, &head.key.0, person)?.kept.head.title;
            }
            rows.push(Row { restricted: restricted.contains(&head.key.0), head, passage: None, incidents });
        }
        return Ok((rows, page, pages));
    };
    let found = book.search(words, (page * PER_PAGE + 1) as u32)?;
    let pages = if found.len() > page * PER_PAGE { page + 1 } else { page };
    let mut rows = Vec::new();
    for mut hit in found.into_iter().skip((page - 1) * PER_PAGE).take(PER_PAGE) {
        if hidden(&hit.report.key.0) {
            continue;
        }
        if !person.cleared.names {
            let key = hit.report.key.0.clone();
            if !super::report::is_found_without_names(book, &key, words)? {
                continue;
            }
            let shown = super::report::for_person(book, &key, person)?;
            hit.report.title.clone_from(&shown.kept.head.title);
            let length = hit.passage.text.chars().count();
            hit.passage.text =
                shown.kept.text.chars().skip(hit.passage.start as usize).take(length).collect();
        }
        let restricted = restricted.contains(&hit.report.key.0);
        rows.push(Row { head: hit.report, passage: Some(hit.passage), incidents: hit.incidents, restricted });
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
