//! A saved web page to the article in it. Enters: the decoded page. Leaves: the article's text with one line
//! end or more between paragraphs, and what the page tells of title, day, publisher, address and language.
//! Never fetches anything, and never runs a script.

use crate::head::Head;
use crate::page_data::{self, PageData};
use crate::{Problem, ProblemKind, dates, language, nesting};
use dom_smoothie::{Config, Readability, TextMode};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Elements beyond which a page is no article, and would take minutes to go through.
const MOST_ELEMENTS: usize = 100_000;

/// What a page holds.
pub(crate) struct Page {
    pub(crate) text: String,
    pub(crate) head: Head,
}

/// Takes the article out of a page.
pub(crate) fn read(html: &str) -> Result<Page, Problem> {
    if nesting::is_too_deep(html) {
        return Err(no_article(&format!("its elements stand more than {} deep", nesting::DEEPEST)));
    }
    // The extractor is written for pages people make; on bytes no person wrote it may stop at an assertion
    // of its own, which must cost this one page and not the run.
    catch_unwind(AssertUnwindSafe(|| extract(html)))
        .unwrap_or_else(|_| Err(no_article("the page is malformed")))
}

fn no_article(what: &str) -> Problem {
    Problem::new(ProblemKind::Empty, what, "save the article's text as .txt")
}

fn extract(html: &str) -> Result<Page, Problem> {
    let config = Config { disable_json_ld: true, text_mode: TextMode::Formatted, ..Config::default() };
    let mut page = Readability::new(html, None, Some(config)).map_err(|e| no_article(&e.to_string()))?;
    if page.doc.select("*").length() > MOST_ELEMENTS {
        return Err(no_article(&format!("the page has more than {MOST_ELEMENTS} elements")));
    }
    let mut head = describe(&page);
    remove_notices(&page);
    let article = page.parse().ok();
    if head.title.is_none() {
        head.title = article.as_ref().and_then(|a| given(&a.title));
    }
    let text = article.map(|a| a.text_content.trim().to_owned()).filter(|text| !text.is_empty());
    let text = if let Some(text) = text { text } else { whole_body(html, &mut head) };
    head.language = language_of(head.language.take(), &text);
    Ok(Page { text, head })
}

/// Characters below which an element that is named for cookies or consent is a notice and not the page itself.
const LONGEST_NOTICE: usize = 1500;

/// Takes out notices on cookies, whose short sentences pass for those of an article.
fn remove_notices(page: &Readability) {
    let named = page.doc.select("[id*='cookie'], [class*='cookie'], [id*='consent'], [class*='consent']");
    for element in named.nodes() {
        let is_page = element.has_name("body") || element.has_name("html");
        if !is_page
            && element.text().chars().count() < LONGEST_NOTICE
            && element.find(&["article"]).is_empty()
        {
            element.remove_from_parent();
        }
    }
}

/// All that the page shows, for a page in which no article stands out.
fn whole_body(html: &str, head: &mut Head) -> String {
    head.notes.push("no article stands out in the page; all its text was taken".to_owned());
    let page = Readability::from(html);
    page.doc.select("head, script, style, noscript, template, nav, footer").remove();
    page.doc.formatted_text().trim().to_owned()
}

/// The page's language, unless the text is plainly in another: many sites name one language on every page.
fn language_of(named: Option<String>, text: &str) -> Option<String> {
    let seen = language::detect(text);
    named.filter(|tag| seen == "und" || tag.to_ascii_lowercase().split(['-', '_']).next() == Some(seen))
}

fn describe(page: &Readability) -> Head {
    let blocks = page.doc.select("script[type='application/ld+json']");
    let blocks: Vec<PageData> = blocks.nodes().iter().map(|node| page_data::read(&node.text())).collect();
    let data = |field: fn(&PageData) -> &Option<String>| blocks.iter().find_map(|block| field(block).clone());
    let title = attribute(page, "meta[property='og:title']", "content").or_else(|| data(|d| &d.headline));
    let publisher =
        attribute(page, "meta[property='og:site_name']", "content").or_else(|| data(|d| &d.publisher));
    let url = attribute(page, "link[rel='canonical']", "href")
        .or_else(|| attribute(page, "meta[property='og:url']", "content"))
        .or_else(|| data(|d| &d.url))
        .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    Head {
        title,
        published: published(page, data(|d| &d.published)),
        publisher: publisher.or_else(|| attribute(page, "meta[name='publisher']", "content")),
        url,
        language: attribute(page, "html", "lang").or_else(|| data(|d| &d.language)),
        notes: Vec::new(),
    }
}

/// Where pages write their day of publication, the surest first: element and attribute.
const DAYS: &[(&str, &str)] = &[
    ("meta[name='article:published_time']", "content"),
    ("meta[itemprop='datePublished']", "content"),
    ("meta[property='og:published_time']", "content"),
    ("meta[name='date']", "content"),
    ("meta[name='publish-date']", "content"),
    ("meta[name='publishdate']", "content"),
    ("meta[name='pubdate']", "content"),
    ("meta[name='DC.date.issued']", "content"),
    ("meta[name='dcterms.created']", "content"),
    ("meta[name='DC.date']", "content"),
    ("meta[name='parsely-pub-date']", "content"),
    ("time[itemprop='datePublished']", "datetime"),
    ("article time[datetime]", "datetime"),
    ("time[datetime]", "datetime"),
];

fn published(page: &Readability, in_data: Option<String>) -> Option<jiff::civil::Date> {
    let first = attribute(page, "meta[property='article:published_time']", "content");
    let others = DAYS.iter().filter_map(|(element, name)| attribute(page, element, name));
    first.into_iter().chain(in_data).chain(others).find_map(|day| dates::lenient(&day))
}

/// An attribute of the first element that has it with something in it.
fn attribute(page: &Readability, element: &str, name: &str) -> Option<String> {
    let elements = page.doc.select(element);
    elements.nodes().iter().find_map(|node| given(&node.attr(name)?))
}

fn given(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}
