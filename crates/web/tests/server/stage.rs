//! A casebook of invented reports, a server on it, and people who ask it over HTTP.

use casebook::{Casebook, Stamp};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;
use web::{Cleared, Options, Role, Server};

/// Reports of two events, one of them told twice; people and outlets are invented.
pub(crate) const REPORTS: &str = r#"{"id":"lamp-1","publisher":"Lamp Post","published":"2023-01-05","text":"At least 7 people were killed in shelling in Raqqa on 3 January 2023, local medics said. Among the dead was Nadim Orsavi, 9."}
{"id":"kite-1","publisher":"Kite Wire","published":"2023-01-06","text":"Shelling on Raqqa on 3 January 2023 left nine civilians dead and 12 wounded, rescue workers said."}
{"id":"kite-2","publisher":"Kite Wire","published":"2023-02-11","text":"An airstrike hit a bakery in Idlib on 10 February 2023, killing two women, residents said."}
"#;

/// A server on a casebook of its own, for as long as it is held.
pub(crate) struct Stage {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    running: Option<std::thread::JoinHandle<()>>,
}

impl Stage {
    /// For the one user of this machine.
    pub(crate) fn alone() -> Self {
        Self::on(casebook(), false)
    }

    /// For a team.
    pub(crate) fn team() -> Self {
        Self::on(casebook(), true)
    }

    /// With options of its own.
    pub(crate) fn with(change: impl FnOnce(Options) -> Options) -> Self {
        let dir = casebook();
        let options = change(Options::alone(dir.path(), "Amal"));
        Self::serving(dir, &options)
    }

    fn on(dir: tempfile::TempDir, team: bool) -> Self {
        let options = if team { Options::team(dir.path()) } else { Options::alone(dir.path(), "Amal") };
        Self::serving(dir, &options)
    }

    fn serving(dir: tempfile::TempDir, options: &Options) -> Self {
        let server = Server::bind(options).expect("the server is bound");
        let address = server.address();
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let run = move || {
            let wait = async {
                let _ = stopped.await;
            };
            server.run(wait).expect("the server runs");
        };
        Self { dir, address, stop: Some(stop), running: Some(std::thread::spawn(run)) }
    }

    /// Somebody who has not said anything yet.
    pub(crate) fn somebody(&self) -> Somebody {
        Somebody { address: self.address, cookie: None, token: None, csrf: String::new() }
    }

    /// The one user, with the token of a page.
    pub(crate) fn user(&self) -> Somebody {
        let mut user = self.somebody();
        user.take_token();
        user
    }

    /// Somebody with an account of a role, signed in.
    pub(crate) fn member(&self, name: &str, role: Role, cleared: Cleared) -> Somebody {
        let code = web::invite(self.dir.path(), name, role, cleared, "Amal").expect("invited");
        let mut member = self.somebody();
        let joined = member.form("/join", &[("code", &code), ("password", PASSWORD)]);
        assert_eq!(joined.status, 303, "{}", joined.body);
        member.cookie = joined.cookie("session");
        member.take_token();
        member
    }

    /// Reads every report again by a later version of the policy.
    pub(crate) fn read_again(&self) {
        let policy = include_str!("../../../../data/policy/airwars.toml");
        let later: String = policy
            .lines()
            .map(|line| if line.starts_with("version = ") { "version = \"later\"" } else { line })
            .flat_map(|line| [line, "\n"])
            .collect();
        let policy = reading::Policy::from_toml(&later).expect("a policy");
        let reader = reading::Reader::new(gazetteer::Gazetteer::embedded(), policy);
        let stamp = Stamp::new("2023-04-01T09:00:00Z".parse().expect("a time"), "Amal");
        let mut book = Casebook::open(self.dir()).expect("the casebook");
        assert_eq!(book.reread(&reader, &stamp, &mut |_| {}).expect("read").readings, 3);
    }

    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(running) = self.running.take() {
            let _ = running.join();
        }
    }
}

/// A password that is long enough.
pub(crate) const PASSWORD: &str = "seven lamps over a quiet harbour";

fn casebook() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let stamp = Stamp::new("2023-03-01T09:00:00Z".parse().expect("a time"), "Amal");
    let mut book = Casebook::create(dir.path(), "example.org/stage", None, &stamp).expect("a casebook");
    let reader = reading::Reader::new(book.gazetteer().expect("places"), book.policy().expect("a policy"));
    let items = intake::read_bytes("stage.jsonl", REPORTS.as_bytes().to_vec(), &intake::Options::default());
    let summary = book.ingest(items, &reader, &stamp, &mut |_| {}).expect("taken in");
    assert_eq!((summary.new, summary.problems), (3, 0));
    dir
}

/// Somebody who asks.
#[derive(Clone)]
pub(crate) struct Somebody {
    pub(crate) address: SocketAddr,
    pub(crate) cookie: Option<String>,
    /// The token by which a program asks.
    pub(crate) token: Option<String>,
    pub(crate) csrf: String,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// A cookie that was set, as it is sent back.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let cookie = self.header("set-cookie")?.split(';').next()?;
        cookie.starts_with(&format!("{name}=")).then(|| cookie.to_owned())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// What stands between two words, the first time.
    pub(crate) fn between(&self, before: &str, after: &str) -> Option<String> {
        let rest = self.body.split_once(before)?.1;
        Some(rest.split_once(after)?.0.to_owned())
    }
}

impl Somebody {
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    /// Posts a form with the token.
    pub(crate) fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(fields);
        let body = serde_urlencoded::to_string(all).expect("a form");
        self.ask("POST", path, &[("Content-Type", "application/x-www-form-urlencoded")], body.as_bytes())
    }

    /// Posts JSON with the token.
    pub(crate) fn json(&self, path: &str, json: &serde_json::Value) -> Answer {
        let headers = [("Content-Type", "application/json"), ("X-CSRF-Token", self.csrf.as_str())];
        self.ask("POST", path, &headers, json.to_string().as_bytes())
    }

    /// Sends a request and reads the answer.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).expect("the server listens");
        stream.set_read_timeout(Some(Duration::from_mins(1))).expect("a socket");
        let host = self.address.to_string();
        let length = body.len().to_string();
        let mut lines = vec![("Connection", "close"), ("Content-Length", &length)];
        if !headers.iter().any(|(name, _)| *name == "Host") {
            lines.push(("Host", &host));
        }
        lines.extend(headers);
        let bearer = self.token.as_ref().map(|token| format!("Bearer {token}"));
        lines.extend(bearer.iter().map(|bearer| ("Authorization", bearer.as_str())));
        lines.extend(self.cookie.iter().map(|cookie| ("Cookie", cookie.as_str())));
        let lines: Vec<String> = lines.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!("{method} {path} HTTP/1.1\r\n{}\r\n", lines.concat());
        stream.write_all(request.as_bytes()).expect("sent");
        // A server that refuses early may not read the rest.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("answered");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        Answer { status, head: head.to_owned(), body: unchunked(head, body) }
    }

    /// A program that acts for them by a token of a role; cleared as they are.
    pub(crate) fn program(&self, label: &str, role: Role, cleared: Cleared) -> Self {
        let wish = serde_json::json!({
            "label": label, "role": role.as_str(), "restricted": cleared.restricted, "names": cleared.names,
        });
        let made = self.json("/api/v1/tokens", &wish);
        assert_eq!(made.status, 200, "{}", made.body);
        let token = made.json()["secret"].as_str().expect("a secret").to_owned();
        Self { address: self.address, cookie: None, token: Some(token), csrf: String::new() }
    }

    /// Takes the token that forms must send back from a page.
    pub(crate) fn take_token(&mut self) {
        let page = self.get("/incidents");
        self.csrf = page.between("name=\"csrf\" content=\"", "\"").expect("a token");
    }

    /// The id of the first incident at a place.
    pub(crate) fn incident_at(&self, place: &str) -> String {
        let found = self.get(&format!("/api/v1/incidents?place={place}")).json();
        found["incidents"][0]["incident"].as_str().expect("an incident").to_owned()
    }

    /// The number of the last act on an incident, as its page tells it.
    pub(crate) fn seen(&self, incident: &str) -> String {
        self.get(&format!("/review/{incident}")).between("name=\"seen\" value=\"", "\"").expect("a number")
    }
}

/// A body without the marks of chunked transfer (RFC 9112, 7.1).
fn unchunked(head: &str, body: &str) -> String {
    if !head.to_lowercase().contains("transfer-encoding: chunked") {
        return body.to_owned();
    }
    let (mut whole, mut rest) = (String::new(), body);
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).expect("a chunk's size");
        if size == 0 {
            break;
        }
        whole.push_str(&after[..size]);
        rest = after[size..].trim_start_matches("\r\n");
    }
    whole
}
