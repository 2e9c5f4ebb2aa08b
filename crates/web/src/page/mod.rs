//! The pages. Each module has what one page shows and its template's values; words are in the message files, layout in
//! `templates`. Never shows what the person is not cleared for.

pub(crate) mod account;
pub(crate) mod actors;
pub(crate) mod add;
pub(crate) mod chart;
pub(crate) mod decision;
pub(crate) mod door;
pub(crate) mod engaged;
pub(crate) mod error;
pub(crate) mod export;
pub(crate) mod fields;
pub(crate) mod form;
pub(crate) mod incident;
pub(crate) mod incidents;
pub(crate) mod log;
pub(crate) mod marks;
pub(crate) mod readings;
pub(crate) mod report;
pub(crate) mod reports;
pub(crate) mod review;
pub(crate) mod sources;
mod words;

use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::messages::{Messages, Tongue};
use crate::{asset as assets, http};
use jiff::Timestamp;
use value::Range;

/// What every page has: the frame around its own part.
pub(crate) struct Page<'a> {
    call: &'a Call,
    messages: &'static Messages,
    local: bool,
    /// The link of the bar that leads here.
    here: &'static str,
    /// First words of the window's title.
    title: String,
}

impl<'a> Page<'a> {
    pub(crate) fn new(app: &App, call: &'a Call, here: &'static str, title: impl Into<String>) -> Self {
        let messages = call.messages();
        Self { call, messages, local: app.gate.is_local(), here, title: title.into() }
    }

    fn t<'b>(&'b self, key: &'b str) -> &'b str {
        self.messages.text(key)
    }

    /// The words for a term of the contract.
    fn term(&self, kind: &str, word: impl AsRef<str>) -> String {
        self.messages.term(kind, word.as_ref())
    }

    fn lang(&self) -> &'static str {
        self.call.tongue.tag()
    }

    fn dir(&self) -> &'static str {
        self.call.tongue.direction()
    }

    fn theme(&self) -> &'static str {
        self.call.theme
    }

    fn csrf(&self) -> &str {
        &self.call.csrf
    }

    fn script_messages(&self) -> &'static str {
        self.messages.for_scripts()
    }

    /// Where the reader is, for forms that come back.
    fn back(&self) -> String {
        if self.call.raw_query.is_empty() {
            self.call.path.clone()
        } else {
            format!("{}?{}", self.call.path, self.call.raw_query)
        }
    }

    /// The other language, by its tag and its own name.
    fn other_tongue(&self) -> (&'static str, &'static str) {
        match self.call.tongue {
            Tongue::English => ("ar", "العربية"),
            Tongue::Arabic => ("en", "English"),
        }
    }

    /// The theme that the switch leads to.
    fn other_theme(&self) -> &'static str {
        if self.theme() == "dark" { "light" } else { "dark" }
    }

    fn user(&self) -> &str {
        self.call.person.as_ref().map_or("", |person| &person.name)
    }

    fn role(&self) -> &'static str {
        self.call.person.as_ref().map_or("", |person| person.role.as_str())
    }

    /// Whether the person has at least this role.
    fn may(&self, role: &str) -> bool {
        let needed = crate::Role::from_word(role);
        self.call.person.as_ref().zip(needed).is_some_and(|(person, needed)| person.role >= needed)
    }

    /// What was done just now, as the address bar tells after a form was taken.
    fn done(&self) -> Option<&str> {
        let key = self.call.asked("done")?;
        let key = ["judged", "seen", "corrected", "withdrawn", "access", "member", "source", "revoked"]
            .into_iter()
            .find(|k| *k == key)?;
        Some(match key {
            "judged" => self.t("done.judged"),
            "seen" => self.t("done.seen"),
            "corrected" => self.t("done.corrected"),
            "withdrawn" => self.t("done.withdrawn"),
            "access" => self.t("done.access"),
            "source" => self.t("done.source"),
            "revoked" => self.t("done.revoked"),
            _ => self.t("done.member"),
        })
    }

    /// A moment to the minute (UTC).
    #[allow(clippy::unused_self)] // Templates call what belongs to the page.
    fn moment(&self, at: &Timestamp) -> String {
        at.strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// A range of people, or that it is not known.
    #[allow(clippy::unused_self)] // Templates call what belongs to the page.
    fn range(&self, range: &Range) -> String {
        if range.is_unknown() { "–".to_owned() } else { range.to_string() }
    }
}

/// The front door.
#[allow(clippy::unnecessary_wraps)] // Handlers have one form.
pub(crate) fn home(_: &App, _: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::see("/incidents"))
}

/// A file that pages need.
pub(crate) fn asset(_: &App, call: &Call) -> Result<Answer, Refusal> {
    let name = call.part("file");
    let packed = assets::packed(name).ok_or_else(|| Refusal::absent(format!("there is no file {name}")))?;
    Ok(Answer::Packed { kind: assets::kind(name), packed })
}

/// Language and theme into cookies.
pub(crate) fn preferences(_: &App, call: &Call) -> Result<Answer, Refusal> {
    let mut cookies = Vec::new();
    if let Some(tongue) = call.sent("lang") {
        let tongue = Tongue::from_tag(tongue)
            .ok_or_else(|| Refusal::bad(format!("lang: the pages do not come in {tongue}")))?;
        cookies.push(http::preference("lang", tongue.tag()));
    }
    if let Some(theme) = call.sent("theme") {
        let theme = ["auto", "light", "dark"].into_iter().find(|known| *known == theme);
        let theme = theme.ok_or_else(|| Refusal::bad("theme: it is auto, light or dark"))?;
        cookies.push(http::preference("theme", theme));
    }
    Ok(Answer::See { path: way_back(call).to_owned(), cookies })
}

/// Where a form wants to come back to: a path of this server, and nothing else.
pub(crate) fn way_back(call: &Call) -> &str {
    let back = call.sent("back").unwrap_or("/incidents");
    let plain = back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && back.starts_with('/') && !back.starts_with("//") { back } else { "/incidents" }
}
