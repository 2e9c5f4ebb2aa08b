//! HTTP around the handlers: the router made from the table, bodies read within limits, cookies and tokens, and answers
//! with their headers. Enters: requests. Leaves: responses. Decides nothing about casualties.

use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::{Call, Sent};
use crate::messages::Tongue;
use crate::route::{Kind, Method, Need, ROUTES, Route};
use crate::{asset, page, security};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, RawPathParams, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Bytes of a body at most: as many as intake takes for one report, and what a form puts around it.
const BODY_LIMIT: usize = intake::REPORT_LIMIT as usize + (1 << 20);
/// Bytes of a body at most where nobody need have signed in.
const OPEN_LIMIT: usize = 16 << 10;
/// How long a body may take to arrive.
const BODY_WITHIN: Duration = Duration::from_mins(15);
/// How long it may where nobody need have signed in.
const OPEN_WITHIN: Duration = Duration::from_secs(20);
/// How long it may stand still.
const STILL: Duration = Duration::from_secs(20);
/// How long a year is for a browser's cookies, in seconds.
const YEAR: u32 = 31_536_000;

/// The cookie that holds a session's token.
const SESSION: &str = "session";

/// The router of all routes.
pub(crate) fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let app = Arc::clone(&app);
        let filter = match route.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
        };
        let handler = move |params: RawPathParams, request: Request| {
            let app = Arc::clone(&app);
            async move { serve(app, route, &params, request).await }
        };
        router = router.route(route.path, on(filter, handler));
    }
    let lost = move |request: Request| {
        let app = Arc::clone(&app);
        async move { lost(&app, &request) }
    };
    router.fallback(lost.clone()).method_not_allowed_fallback(lost)
}

/// What is asked for is not in the table.
fn lost(app: &App, request: &Request) -> Response {
    let known = ROUTES.iter().any(|route| !route.path.contains('{') && route.path == request.uri().path());
    let refusal = if known {
        Refusal::new(405, "this address does not take that method")
    } else {
        Refusal::absent("there is no page at this address")
    };
    let kind = if request.uri().path().starts_with("/api/") { Kind::Api } else { Kind::Page };
    let call = bare_call(app, request.headers(), request.uri().path(), request.uri().query());
    refused(app, kind, &call, &refusal)
}

async fn serve(app: Arc<App>, route: &'static Route, params: &RawPathParams, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut call = bare_call(&app, &parts.headers, parts.uri.path(), parts.uri.query());
    call.parts = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    if let Some(ConnectInfo(address)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() {
        call.from = app.gate.origin(*address, &parts.headers);
    }
    call.is_secure =
        header_text(&parts.headers, &HeaderName::from_static("x-forwarded-proto")) == Some("https");
    let let_in = by_token(&app, route, &parts.headers, &mut call)
        .and_then(|()| let_in(&app, route, &parts.headers, &call))
        .and_then(|()| knows_fields(route, &call));
    if let Err(refusal) = let_in {
        return refused(&app, route.kind, &call, &refusal);
    }
    let tag = tag(&app, route, &call);
    if let Some(tag) = &tag
        && parts.headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes())
    {
        return finish(&app, StatusCode::NOT_MODIFIED, Body::empty(), &[(header::ETAG, tag)]);
    }
    let mut held = None;
    if route.method == Method::Post {
        let limit = if route.need == Need::Nothing { OPEN_LIMIT } else { BODY_LIMIT };
        let told = told_length(&parts.headers).unwrap_or(limit);
        held = app.turns.body(told.min(limit)).await;
        let taken = take_body(&parts.headers, body, limit, &mut call).await;
        if let Err(refusal) = taken.and_then(|()| check_token(&app, route, &parts.headers, &call)) {
            return refused(&app, route.kind, &call, &refusal);
        }
    }
    let unpacks = header_text(&parts.headers, &header::ACCEPT_ENCODING).is_some_and(takes_gzip);
    let worker = Arc::clone(&app);
    let turn = app.turns.next(route.method == Method::Post).await;
    let work = move || {
        let _kept = (turn, held);
        let answer = (route.handler)(&worker, &call);
        (call, answer)
    };
    let done = tokio::task::spawn_blocking(work).await;
    match done {
        Ok((_, Ok(answer))) => answered(&app, answer, tag.as_deref(), unpacks),
        Ok((call, Err(refusal))) => refused(&app, route.kind, &call, &refusal),
        Err(_) => finish(
            &app,
            StatusCode::INTERNAL_SERVER_ERROR,
            Body::from("A fault of Cenotaph itself; please report it with what you did before."),
            &[(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        ),
    }
}

/// Takes the person for whom a program acts that sends a token (RFC 6750). Pages take no tokens, and whoever sends one is
/// nobody else by a cookie.
fn by_token(app: &App, route: &Route, headers: &HeaderMap, call: &mut Call) -> Result<(), Refusal> {
    let secret = header_text(headers, &header::AUTHORIZATION).and_then(bearer);
    let (Some(secret), Kind::Api, Ok(gate)) = (secret, route.kind, app.gate.team()) else { return Ok(()) };
    call.session = None;
    call.csrf = String::new();
    call.person = gate.bearer(secret)?;
    if call.person.is_none() {
        return Err(Refusal::new(
            401,
            "the token is none, or it ended; make another on the page of your account",
        ));
    }
    Ok(())
}

/// The secret of an `Authorization` header of that scheme.
fn bearer(header: &str) -> Option<&str> {
    let (scheme, secret) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// Whether an `Accept-Encoding` header takes gzip (RFC 9110, 12.5.3).
fn takes_gzip(header: &str) -> bool {
    header.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let is_it = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        is_it && !parts.any(|part| part.replace(' ', "").trim_end_matches(['0', '.']) == "q=")
    })
}

/// How long a body is, by its header.
fn told_length(headers: &HeaderMap) -> Option<usize> {
    header_text(headers, &header::CONTENT_LENGTH)?.parse().ok()
}

/// A call without what the route, the path's parts and the body add to it.
fn bare_call(app: &App, headers: &HeaderMap, path: &str, query: Option<&str>) -> Call {
    let session = cookie(headers, SESSION).map(str::to_owned);
    let (person, csrf) = app.gate.who(session.as_deref());
    let tongue = cookie(headers, "lang").and_then(Tongue::from_tag);
    let accepted = || header_text(headers, &header::ACCEPT_LANGUAGE).and_then(Tongue::accepted);
    Call {
        person,
        csrf,
        session,
        tongue: tongue.or_else(accepted).unwrap_or_default(),
        theme: match cookie(headers, "theme") {
            Some("light") => "light",
            Some("dark") => "dark",
            _ => "auto",
        },
        path: path.to_owned(),
        raw_query: query.unwrap_or_default().to_owned(),
        parts: std::collections::BTreeMap::new(),
        query: serde_urlencoded::from_str(query.unwrap_or_default()).unwrap_or_default(),
        form: Vec::new(),
        json: None,
        files: Vec::new(),
        from: String::new(),
        is_secure: false,
    }
}

/// Whether the route may be used by whoever asks.
fn let_in(app: &App, route: &Route, headers: &HeaderMap, call: &Call) -> Result<(), Refusal> {
    if app.gate.is_local() {
        security::only_this_machine(header_text(headers, &header::HOST))?;
    }
    let role = call.person.as_ref().map(|person| person.role);
    if route.people_alone && call.person.as_ref().is_some_and(|person| person.token.is_some()) {
        return Err(Refusal::forbidden("a program that acts by a token may not do this; sign in yourself"));
    }
    if route.need.is_met_by(role) {
        return Ok(());
    }
    match (role, route.need) {
        (Some(role), Need::Role(needed)) => {
            Err(Refusal::forbidden(format!("this takes the role of {needed}; yours is {role}")))
        }
        _ => Err(Refusal::new(401, "sign in first")),
    }
}

/// Whether a route of the API knows every field of the query: a filter that is misspelt would choose nothing and give out
/// numbers of something else.
fn knows_fields(route: &Route, call: &Call) -> Result<(), Refusal> {
    let known = |name: &str| route.query.iter().any(|field| field.name == name);
    let Some((name, _)) = call.query.iter().find(|(name, _)| route.kind == Kind::Api && !known(name)) else {
        return Ok(());
    };
    let fields: Vec<&str> = route.query.iter().map(|field| field.name).collect();
    let instead = if fields.is_empty() { "none".to_owned() } else { fields.join(", ") };
    Err(Refusal::bad(format!(
        "the query's field “{name}” is not known here; leave it out, or take one of: {instead}"
    )))
}

/// Whether what is to be changed was asked for by a page of ours.
fn check_token(app: &App, route: &Route, headers: &HeaderMap, call: &Call) -> Result<(), Refusal> {
    if call.person.as_ref().is_some_and(|person| person.token.is_some()) {
        // No browser sends a token by itself, as it sends cookies.
        return Ok(());
    }
    let given = header_text(headers, &HeaderName::from_static("x-csrf-token")).or(call.sent("csrf"));
    let foreign = header_text(headers, &HeaderName::from_static("sec-fetch-site"))
        .is_some_and(|site| site != "same-origin" && site != "none");
    // Whoever has no session has no token yet; what they may post changes nothing of the casebook.
    let free = call.person.is_none() && route.need == Need::Nothing && !app.gate.is_local();
    let matches = given.is_some_and(|given| security::is_same_secret(given, &call.csrf));
    if !foreign && (matches || free) {
        return Ok(());
    }
    Err(Refusal::forbidden(
        "the form is too old or not from here (CSRF token); load the page again and repeat",
    ))
}

/// The version of what a route of the API shows to this person; `None` where that is not known beforehand.
fn tag(app: &App, route: &Route, call: &Call) -> Option<String> {
    if route.method != Method::Get {
        return None;
    }
    let shown = match route.kind {
        Kind::Page => return None,
        Kind::Api if route.fresh => return None,
        Kind::Asset => {
            let hash = asset::file(call.part("file"))?.metadata.sha256_hash();
            return Some(quoted(&hash));
        }
        Kind::Api => call.person.as_ref().map(|person| (person.role, person.cleared)),
    };
    let of = format!(
        "{} {} {shown:?} {} {}?{}",
        env!("CARGO_PKG_VERSION"),
        app.desk.version(),
        call.tongue.tag(),
        call.path,
        call.raw_query
    );
    Some(quoted(&Sha256::digest(of.as_bytes())))
}

fn quoted(hash: &[u8]) -> String {
    let first = hash.iter().take(16).fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
    format!("\"{first:032x}\"")
}

/// Reads a body within limits into the call's form, files or JSON.
async fn take_body(headers: &HeaderMap, body: Body, limit: usize, call: &mut Call) -> Result<(), Refusal> {
    let kind = header_text(headers, &header::CONTENT_TYPE).unwrap_or_default();
    let too_large = || Refusal::new(413, format!("more than {limit} bytes; send less at once"));
    if told_length(headers).is_some_and(|bytes| bytes > limit) {
        return Err(too_large());
    }
    let arriving = arrive(body, limit);
    let within = if limit == OPEN_LIMIT { OPEN_WITHIN } else { BODY_WITHIN };
    let arrived = tokio::time::timeout(within, arriving).await.unwrap_or(Err(Late::Slow));
    let bytes = arrived.map_err(|late| match late {
        Late::Large => too_large(),
        Late::Slow => {
            Refusal::new(408, "the body did not arrive in time; send it again, or in smaller parts")
        }
        Late::Broken => Refusal::bad("the body broke off"),
    })?;
    if let Ok(boundary) = multer::parse_boundary(kind) {
        return take_parts(bytes, boundary, call).await;
    }
    if kind.starts_with("application/json") {
        let json = serde_json::from_slice(&bytes)
            .map_err(|error| Refusal::bad(format!("the body is no JSON: {error}")))?;
        call.json = Some(json);
        return Ok(());
    }
    if kind.starts_with("application/x-www-form-urlencoded") || bytes.is_empty() {
        call.form = serde_urlencoded::from_bytes(&bytes)
            .map_err(|error| Refusal::bad(format!("the form cannot be read: {error}")))?;
        return Ok(());
    }
    Err(Refusal::new(415, "send a form or JSON"))
}

/// Why a body did not arrive.
enum Late {
    Large,
    Slow,
    Broken,
}

/// Gathers a body; one that stands still for long is given up.
async fn arrive(mut body: Body, limit: usize) -> Result<Bytes, Late> {
    let mut all = Vec::new();
    loop {
        let next = tokio::time::timeout(STILL, body.frame()).await.map_err(|_| Late::Slow)?;
        let Some(frame) = next else { return Ok(all.into()) };
        let Ok(data) = frame.map_err(|_| Late::Broken)?.into_data() else { continue };
        if all.len() + data.len() > limit {
            return Err(Late::Large);
        }
        all.extend_from_slice(&data);
    }
}

async fn take_parts(bytes: Bytes, boundary: String, call: &mut Call) -> Result<(), Refusal> {
    let wrong = |error: multer::Error| Refusal::bad(format!("the form cannot be read: {error}"));
    let stream = axum::body::Body::from(bytes).into_data_stream();
    let mut parts = multer::Multipart::new(stream, boundary);
    while let Some(part) = parts.next_field().await.map_err(wrong)? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(name) => {
                let bytes = part.bytes().await.map_err(wrong)?.to_vec();
                if !(name.is_empty() && bytes.is_empty()) {
                    call.files.push(Sent { name, bytes });
                }
            }
            None => call.form.push((field, part.text().await.map_err(wrong)?)),
        }
    }
    Ok(())
}

fn answered(app: &App, answer: Answer, tag: Option<&str>, unpacks: bool) -> Response {
    let mut headers: Vec<(HeaderName, &str)> = Vec::new();
    headers.extend(tag.map(|tag| (header::ETAG, tag)));
    let cached = if tag.is_some() { "private, no-cache" } else { "no-store" };
    headers.push((header::CACHE_CONTROL, cached));
    match answer {
        Answer::Html(page) => {
            headers.push((header::CONTENT_TYPE, "text/html; charset=utf-8"));
            finish(app, StatusCode::OK, Body::from(page), &headers)
        }
        Answer::Json(json) => {
            headers.push((header::CONTENT_TYPE, "application/json"));
            finish(app, StatusCode::OK, Body::from(json.to_string()), &headers)
        }
        Answer::Packed { kind, packed } => {
            headers.extend([(header::CONTENT_TYPE, kind), (header::VARY, "accept-encoding")]);
            if !unpacks {
                return finish(app, StatusCode::OK, Body::from(packed.plain()), &headers);
            }
            headers.push((header::CONTENT_ENCODING, "gzip"));
            finish(app, StatusCode::OK, Body::from(packed.bytes()), &headers)
        }
        Answer::ConflictPage(page) => {
            headers.push((header::CONTENT_TYPE, "text/html; charset=utf-8"));
            finish(app, StatusCode::CONFLICT, Body::from(page), &headers)
        }
        Answer::ConflictJson(json) => {
            headers.push((header::CONTENT_TYPE, "application/problem+json"));
            finish(app, StatusCode::CONFLICT, Body::from(json.to_string()), &headers)
        }
        Answer::File { kind, bytes, save_as } => {
            headers.push((header::CONTENT_TYPE, kind));
            let saved = save_as.map(|name| format!("attachment; filename=\"{name}\""));
            headers.extend(saved.as_deref().map(|saved| (header::CONTENT_DISPOSITION, saved)));
            finish(app, StatusCode::OK, Body::from(bytes), &headers)
        }
        Answer::See { path, cookies } => {
            headers.push((header::LOCATION, &path));
            headers.extend(cookies.iter().map(|cookie| (header::SET_COOKIE, cookie.as_str())));
            finish(app, StatusCode::SEE_OTHER, Body::empty(), &headers)
        }
    }
}

/// A refusal as a page, or as a problem (RFC 9457); who must sign in first is led there.
fn refused(app: &App, kind: Kind, call: &Call, refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if kind == Kind::Page && refusal.status == 401 && !app.gate.is_local() {
        let back = serde_urlencoded::to_string([("back", &call.path)]).unwrap_or_default();
        return answered(app, Answer::see(format!("/login?{back}")), None, false);
    }
    let title = status.canonical_reason().unwrap_or("Refused");
    if kind == Kind::Page
        && let Ok(page) = page::error::show(app, call, refusal)
    {
        let headers =
            [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
        return finish(app, status, Body::from(page), &headers);
    }
    let problem = serde_json::json!({
        "type": "about:blank", "title": title, "status": refusal.status, "detail": refusal.detail,
    });
    let mut headers =
        vec![(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
    if refusal.status == 401 {
        headers.push((header::WWW_AUTHENTICATE, "Bearer realm=\"Cenotaph\""));
    }
    finish(app, status, Body::from(problem.to_string()), &headers)
}

/// A response with the headers of every answer. A value that may not stand in a header is left out.
fn finish(app: &App, status: StatusCode, body: Body, headers: &[(HeaderName, &str)]) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let policy = std::iter::once(("content-security-policy", app.policy.as_str()));
    let always = policy.chain(security::HEADERS);
    let always = always.map(|(name, value)| (HeaderName::from_static(name), value));
    for (name, value) in always.chain(headers.iter().map(|(name, value)| (name.clone(), *value))) {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

fn header_text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// A cookie's value (RFC 6265, 5.4).
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    })
}

/// A cookie that keeps a preference for a year.
pub(crate) fn preference(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Max-Age={YEAR}; SameSite=Lax")
}

/// A cookie that holds a session's token; scripts cannot read it, and other sites' pages cannot send it along.
pub(crate) fn session(token: &str, is_secure: bool) -> String {
    let secure = if is_secure { "; Secure" } else { "" };
    format!("{SESSION}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800{secure}")
}

/// A cookie that ends a session.
pub(crate) fn no_session() -> String {
    format!("{SESSION}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}
