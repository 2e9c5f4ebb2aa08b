//! What a handler is given: who asks, for what, and what was sent along. Enters: a request that is let in. Leaves:
//! its parts by name, with refusals that name the field.

use crate::answer::Refusal;
use crate::messages::{Messages, Tongue};
use crate::person::Person;
use std::collections::BTreeMap;

/// A file that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    /// Its name on the sender's side.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// A request that is let in.
#[derive(Debug)]
pub(crate) struct Call {
    /// Who asks.
    pub(crate) person: Option<Person>,
    /// Language of the pages.
    pub(crate) tongue: Tongue,
    /// `auto`, `light` or `dark`.
    pub(crate) theme: &'static str,
    /// The token that forms must send back.
    pub(crate) csrf: String,
    /// Session token of the cookie, if there is one.
    pub(crate) session: Option<String>,
    /// The path, without its query.
    pub(crate) path: String,
    /// The query as it came, without `?`.
    pub(crate) raw_query: String,
    /// Parts of the path that stand in for `{names}`.
    pub(crate) parts: BTreeMap<String, String>,
    /// The query's fields, in their order.
    pub(crate) query: Vec<(String, String)>,
    /// The form's fields, in their order.
    pub(crate) form: Vec<(String, String)>,
    /// The body as JSON.
    pub(crate) json: Option<serde_json::Value>,
    /// Files of the form.
    pub(crate) files: Vec<Sent>,
    /// Where the call comes from, for counting attempts.
    pub(crate) from: String,
    /// Whether a proxy says that it came to it over TLS.
    pub(crate) is_secure: bool,
}

impl Call {
    /// Texts in the person's language.
    pub(crate) fn messages(&self) -> &'static Messages {
        Messages::of(self.tongue)
    }

    /// A part of the path.
    pub(crate) fn part(&self, name: &str) -> &str {
        self.parts.get(name).map_or("", String::as_str)
    }

    /// A field of the query that is not empty.
    pub(crate) fn asked(&self, name: &str) -> Option<&str> {
        field(&self.query, name)
    }

    /// A field of the form that is not empty.
    pub(crate) fn sent(&self, name: &str) -> Option<&str> {
        field(&self.form, name)
    }

    /// A field of the form that must be there.
    pub(crate) fn wanted(&self, name: &str) -> Result<&str, Refusal> {
        self.sent(name).ok_or_else(|| Refusal::bad(format!("the field {name} is missing; fill it in")))
    }

    /// Every value of a field of the form.
    pub(crate) fn all_sent<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.form.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Who asks, where the route lets nobody else in.
    pub(crate) fn person(&self) -> Result<&Person, Refusal> {
        self.person.as_ref().ok_or_else(|| Refusal::new(401, "sign in first"))
    }
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = fields.iter().rev().find(|(key, _)| key == name);
    found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}
