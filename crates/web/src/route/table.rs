//! The table of routes.

use super::{Field, Kind, Route};
use crate::person::Role::{Admin, Reader, Recorder, Reviewer};
use crate::{api, openapi, page};

const STRING: &str = r#"{"type":"string"}"#;
const DAY: &str = r#"{"type":"string","format":"date"}"#;
const FLAG: &str = r#"{"type":"string","enum":["1"]}"#;
const NUMBER: &str = r#"{"type":"integer","minimum":1}"#;

const fn field(name: &'static str, schema: &'static str, means: &'static str) -> Field {
    Field { name, schema, means }
}

macro_rules! filter {
    ($($more:expr),* $(,)?) => {
        &[
            field("from", DAY, "incidents that may have happened on this day or later"),
            field("to", DAY, "incidents that may have happened on this day or earlier"),
            field("actor", STRING, "part of a party's name"),
            field("place", STRING, "part of a place's name"),
            field("method", STRING, "a means of attack, by the contract's word"),
            field("grade", STRING, "a grade, by the contract's word"),
            field("status", STRING, "a strike status, by the contract's word"),
            field("named", FLAG, "only those with named victims"),
            field("review", FLAG, "only those that need a person's eyes"),
            field("q", STRING, "words of reports; phrases in quotation marks, beginnings with *"),
            field("bbox", STRING, "west,south,east,north in degrees"),
            $($more),*
        ]
    };
}

const FILTER: &[Field] = filter![];
const LISTED: &[Field] = filter![
    field(
        "sort",
        r#"{"type":"string","enum":["newest","oldest","killed"]}"#,
        "the order; newest first by default"
    ),
    field("page", NUMBER, "which page, counted from 1"),
    field("per_page", r#"{"type":"integer","minimum":1,"maximum":500}"#, "how many on a page; 50 by default"),
];
const PAGED: &[Field] = &[
    field("q", STRING, "words of reports; phrases in quotation marks, beginnings with *"),
    field("page", NUMBER, "which page, counted from 1"),
];

const TURNED: &[Field] = &[field("page", NUMBER, "which page, counted from 1")];

/// Every route.
pub static ROUTES: &[Route] = &[
    Route::page("/", Reader, "Shows the incidents", page::home),
    Route::page("/incidents", Reader, "Lists incidents beside a map and a timeline", page::incidents::show)
        .asking(LISTED),
    Route::page("/incident/{id}", Reader, "Shows an incident", page::incident::show),
    Route::page("/report/{id}", Reader, "Shows a report with its reading and receipts", page::report::show),
    Route::page("/reports", Reader, "Lists reports, or finds them by their words", page::reports::show)
        .asking(PAGED),
    Route::page(
        "/sources",
        Reader,
        "Lists who publishes, and how each stands beside the others",
        page::sources::show,
    ),
    Route::page(
        "/actors",
        Reader,
        "Lists parties, what is alleged of them and where they stand",
        page::actors::show,
    ),
    Route::page("/add", Recorder, "Shows the form for reports", page::add::show),
    Route::form("/reports", Recorder, "Takes reports, and shows what came of each", page::add::take),
    Route::page("/review", Reviewer, "Lists what needs a person's eyes", page::review::show).asking(TURNED),
    Route::page(
        "/review/{item}",
        Reviewer,
        "Shows an item with the report's words and a form",
        page::review::item,
    ),
    Route::form("/decide", Reviewer, "Takes a decision", page::decision::take),
    Route::form(
        "/sources",
        Reviewer,
        "Takes with which party a source is affiliated",
        page::sources::affiliate,
    ),
    Route::form("/export", Reviewer, "Gives out incidents as a file, on record", page::export::take)
        .asking(FILTER),
    Route::page(
        "/report/{id}/bytes",
        Reader,
        "Gives a report's bytes as they were received",
        page::report::bytes,
    ),
    Route::page(
        "/account",
        Reader,
        "Shows one's own account and the tokens that act for it",
        page::account::show,
    ),
    Route::form(
        "/account/tokens",
        Reader,
        "Makes a token for oneself, and shows its secret once",
        page::account::make,
    )
    .for_people_alone(),
    Route::form("/account/tokens/revoke", Reader, "Revokes a token", page::account::revoke)
        .for_people_alone(),
    Route::form("/report/{id}/access", Admin, "Takes who may see a report", page::decision::access),
    Route::page("/login", Reader, "Shows the form to sign in", page::door::login).open(),
    Route::form("/login", Reader, "Takes name and password", page::door::sign_in).open(),
    Route::page("/join", Reader, "Shows the form to accept an invitation", page::door::invitation).open(),
    Route::form("/join", Reader, "Takes an invitation and a password", page::door::join).open(),
    Route::form("/logout", Reader, "Ends the session", page::door::sign_out),
    Route::page("/team", Admin, "Lists the accounts", page::door::team),
    Route::form("/team", Admin, "Changes what an account may do and see", page::door::change),
    Route::page("/log", Admin, "Lists the acts of the ledger", page::log::show),
    Route {
        kind: Kind::Asset,
        ..Route::page("/static/{*file}", Reader, "A file that pages need", page::asset)
    }
    .open(),
    Route::form("/preferences", Reader, "Keeps language and theme in cookies", page::preferences).open(),
    Route::api("/api/v1/incidents", "Incidents", "Lists incidents at a glance", api::incidents)
        .asking(LISTED),
    Route::api("/api/v1/incidents/points", "Points", "Incidents for a map", api::points).asking(FILTER),
    Route::api("/api/v1/incidents/timeline", "Timeline", "Incidents by day or month", api::timeline)
        .asking(FILTER),
    Route::api(
        "/api/v1/incidents/{id}",
        "Incident",
        "One incident, as `cenotaph incidents --json` has it",
        api::incident,
    ),
    Route::api("/api/v1/reports", "Reports", "Lists reports, or finds them by their words", api::reports)
        .asking(PAGED),
    Route::api("/api/v1/reports/{id}", "Report", "One report with its reading and receipts", api::report),
    Route::api(
        "/api/v1/reports/{id}/readings",
        "Readings",
        "Every reading of one report, the current one first, each with what it was made by",
        page::readings::listed,
    ),
    Route::api("/api/v1/sources", "Sources", "Who publishes", api::sources),
    Route::api(
        "/api/v1/actors",
        "Actors",
        "Parties, what is alleged of them and where they stand",
        api::actors,
    ),
    Route::api(
        "/api/v1/reports",
        "Added",
        "Takes reports as files (multipart) or JSON, and reads them",
        api::add,
    )
    .posting(Recorder, "NewReports"),
    Route::api("/api/v1/judgements", "Recorded", "Takes a decision", api::judgement::take)
        .posting(Reviewer, "Decision"),
    Route::api("/api/v1/review", "Queue", "What needs a person's eyes", api::review)
        .for_a(Reviewer)
        .asking(TURNED),
    Route::api(
        "/api/v1/review/{item}/presence",
        "Others",
        "Notes that the caller is on an item; tells who else is",
        page::review::presence,
    )
    .posting(Reviewer, "Nothing"),
    Route::api(
        "/api/v1/incidents/{id}/history",
        "History",
        "The acts on one incident, and the last act in view for decisions to name",
        api::record::history,
    ),
    Route::api(
        "/api/v1/incidents/{id}/accountability",
        "Accountability",
        "What was demanded over one incident and what answered, and the norms that it engages",
        api::record::accountability,
    ),
    Route::api("/api/v1/review/{item}", "Item", "One item of the queue", api::record::item).for_a(Reviewer),
    Route::api("/api/v1/export", "Release", "Gives out incidents as a file, on record", api::record::export)
        .asking(FILTER)
        .posting(Reviewer, "NewRelease"),
    Route::api(
        "/api/v1/checkpoint",
        "Checkpoint",
        "How many acts there are, and the signed root of all",
        api::record::checkpoint,
    )
    .fresh(),
    Route::api("/api/v1/log", "Log", "The acts of the ledger, the last first", api::record::log)
        .for_a(Admin)
        .asking(TURNED)
        .fresh(),
    Route::api("/api/v1/team", "Team", "The accounts, and the tokens that act for them", api::record::team)
        .for_a(Admin)
        .fresh(),
    Route::api(
        "/api/v1/account",
        "Account",
        "Who the caller is, and what they may do and see",
        api::record::account,
    )
    .fresh(),
    Route::api("/api/v1/tokens", "Tokens", "The tokens that act for one's own account", api::token::list)
        .fresh(),
    Route::api(
        "/api/v1/tokens",
        "MadeToken",
        "Makes a token for oneself; its secret is told this once",
        api::token::make,
    )
    .posting(Reader, "NewToken")
    .for_people_alone(),
    Route::api(
        "/api/v1/tokens/{id}/revoke",
        "Revoked",
        "Revokes a token: one's own, or as an admin any",
        api::token::revoke,
    )
    .posting(Reader, "Nothing")
    .for_people_alone(),
    Route::api("/api/v1/openapi.json", "Document", "This document", openapi::answer),
];
