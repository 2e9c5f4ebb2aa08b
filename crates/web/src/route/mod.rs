//! Every route: its method, its path, what it needs of the person, and the handler. Router, access test and `OpenAPI`
//! document are made from this table, so that a route without a rule cannot be.

mod table;

use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use crate::person::Role;

pub use table::ROUTES;

/// Methods that routes have (RFC 9110).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Looks; changes nothing.
    Get,
    /// Changes something.
    Post,
}

/// What a route needs of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing: whoever reaches the server may.
    Nothing,
    /// To have signed in with this role, or one that may do more.
    Role(Role),
}

impl Need {
    /// Whether a role does; `None` is somebody who has not signed in.
    pub fn is_met_by(self, role: Option<Role>) -> bool {
        match self {
            Self::Nothing => true,
            Self::Role(needed) => role.is_some_and(|role| role >= needed),
        }
    }
}

/// What a route answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page for people.
    Page,
    /// JSON for programs.
    Api,
    /// A file that pages need.
    Asset,
}

/// A field of a query or form, as the `OpenAPI` document tells it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its JSON schema (JSON Schema 2020-12).
    pub schema: &'static str,
    /// What it means.
    pub means: &'static str,
}

/// What does a route's work.
pub(crate) type Handler = fn(&App, &Call) -> Result<Answer, Refusal>;

/// One route.
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path; `{name}` stands for a part, `{*name}` for all the rest.
    pub path: &'static str,
    /// What it needs of the person.
    pub need: Need,
    /// What it answers with.
    pub kind: Kind,
    /// What it does, in one line.
    pub does: &'static str,
    /// Fields of its query.
    pub query: &'static [Field],
    /// Name of the schema of the JSON that it takes.
    pub takes: Option<&'static str>,
    /// Name of the schema of the JSON that it gives.
    pub gives: Option<&'static str>,
    /// Whether programs that act by a token are turned away.
    pub people_alone: bool,
    /// Whether what it gives may differ though no incident, report or source does, so that it is asked for anew each time.
    pub fresh: bool,
    pub(crate) handler: Handler,
}

impl Route {
    const fn page(path: &'static str, role: Role, does: &'static str, handler: Handler) -> Self {
        Self {
            method: Method::Get,
            path,
            need: Need::Role(role),
            kind: Kind::Page,
            does,
            query: &[],
            takes: None,
            gives: None,
            people_alone: false,
            fresh: false,
            handler,
        }
    }

    const fn form(path: &'static str, role: Role, does: &'static str, handler: Handler) -> Self {
        Self { method: Method::Post, ..Self::page(path, role, does, handler) }
    }

    const fn api(path: &'static str, gives: &'static str, does: &'static str, handler: Handler) -> Self {
        Self { kind: Kind::Api, gives: Some(gives), ..Self::page(path, Role::Reader, does, handler) }
    }

    const fn asking(self, query: &'static [Field]) -> Self {
        Self { query, ..self }
    }

    const fn posting(self, role: Role, takes: &'static str) -> Self {
        Self { method: Method::Post, need: Need::Role(role), takes: Some(takes), ..self }
    }

    const fn for_people_alone(self) -> Self {
        Self { people_alone: true, ..self }
    }

    const fn fresh(self) -> Self {
        Self { fresh: true, ..self }
    }

    /// Statuses that it answers with besides 200 (RFC 9110): what may befall any call of its kind. Each is told in the
    /// `OpenAPI` document, and a test holds every answer against it.
    pub fn refusals(&self) -> Vec<u16> {
        let mut all = vec![400, 401, 403, 421, 422, 429, 500, 503];
        // Without accounts there is no team and no token to tell of.
        let of_team = ["/team", "/tokens"].iter().any(|end| self.path.ends_with(end));
        if self.path.contains('{') || of_team {
            all.push(404);
        }
        match self.method {
            Method::Get if self.kind == Kind::Api && !self.fresh => all.push(304),
            Method::Get => {}
            Method::Post => all.extend([404, 408, 409, 413, 415, 507]),
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    const fn for_a(self, role: Role) -> Self {
        Self { need: Need::Role(role), ..self }
    }

    const fn open(self) -> Self {
        Self { need: Need::Nothing, ..self }
    }
}
