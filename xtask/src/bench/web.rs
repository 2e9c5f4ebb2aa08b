//! The casebook in the browser, measured from outside. Enters: the program and a casebook. Leaves: how long pages take,
//! alone and with many readers at once, and the memory of the server.

use super::watch::{cpu_time_of, peak_of};
use super::{Figure, millis};
use crate::failure::Failure;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Readers at once.
const READERS: usize = 50;
/// Pages that each of them opens.
const PAGES: usize = 20;
/// Requests of which the median is taken where one asks alone.
const ALONE: usize = 50;
/// Decisions of which the median is taken.
const DECISIONS: usize = 20;
/// What readers open: mostly the list under different filters, as people at work do.
const OPENED: [&str; 10] = [
    "/incidents",
    "/incidents?page=40",
    "/incidents?grade=weak&from=2017-01-01&to=2019-12-31",
    "/incidents?place=aleppo&sort=killed",
    "/incidents?method=airstrike&named=1",
    "/incidents?bbox=36,34,42,37&page=2",
    "/api/v1/incidents?review=1",
    "/api/v1/incidents/timeline?from=2016-01-01",
    "/reports",
    "/incidents?actor=coalition&status=likely",
];

/// A server that ends with this value.
struct Serving {
    child: Child,
    address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        // One that has ended already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Measures the server on a casebook.
pub(super) fn measure(binary: &Path, casebook: &Path) -> Result<Vec<Figure>, Failure> {
    let start = Instant::now();
    let server = serve(binary, casebook)?;
    let started = millis(start.elapsed());
    let total = get(&server.address, "/api/v1/incidents?per_page=1", "identity")?;
    let total =
        total.split("\"total\":").nth(1).and_then(|rest| rest.split([',', '}']).next()).unwrap_or("?");
    let name = |what: &str| format!("{total} incidents in the browser: {what}");
    let mut figures = vec![Figure::new(name("from start to listening"), "ms", started)];
    for (what, path) in [
        ("first page, alone, median", "/incidents"),
        ("points of the map, alone, median", "/api/v1/incidents/points"),
        ("timeline, alone, median", "/api/v1/incidents/timeline"),
        ("reports, alone, median", "/reports"),
        ("queue of review, alone, median", "/review"),
        ("sources, alone, median", "/sources"),
    ] {
        let mut times = (0..ALONE).map(|_| timed(&server.address, path)).collect::<Result<Vec<_>, _>>()?;
        times.sort_unstable();
        figures.push(Figure::new(name(what), "ms", millis(at(&times, 50))));
    }
    let (spent, begun) = (cpu_time_of(server.child.id()), Instant::now());
    let times = together(&server.address)?;
    let (elapsed, many) = (begun.elapsed(), times.len() as f64);
    figures.push(Figure::new(name("page, 50 readers at once, median"), "ms", millis(at(&times, 50))));
    figures.push(Figure::new(name("page, 50 readers at once, p99"), "ms", millis(at(&times, 99))));
    if let Some(used) =
        spent.zip(cpu_time_of(server.child.id())).map(|(before, after)| after.saturating_sub(before))
    {
        figures.push(Figure::new(
            name("page, 50 readers at once, processor time of each"),
            "ms",
            millis(used) / many,
        ));
        let cores = std::thread::available_parallelism().map_or(1, usize::from) as f64;
        let share = used.as_secs_f64() / elapsed.as_secs_f64() / cores;
        figures.push(Figure::new(
            name("share of all cores that the server had meanwhile"),
            "%",
            100.0 * share,
        ));
    }
    // Filters that nobody asked for before: nothing is kept of them.
    let mut times = (0..ALONE)
        .map(|n| {
            timed(
                &server.address,
                &format!("/incidents?from=2013-{:02}-{:02}&place=a&sort=killed", 1 + n / 28, 1 + n % 28),
            )
        })
        .collect::<Result<Vec<_>, _>>()?;
    times.sort_unstable();
    figures.push(Figure::new(
        name("page of a filter asked for the first time, alone, median"),
        "ms",
        millis(at(&times, 50)),
    ));
    let (decided, queued) = decisions(&server.address)?;
    figures.push(Figure::new(name("a decision until it is shown, median"), "ms", millis(at(&decided, 50))));
    figures.push(Figure::new(
        name("queue of review after a decision, median"),
        "ms",
        millis(at(&queued, 50)),
    ));
    let peak = peak_of(server.child.id());
    figures
        .extend(peak.map(|bytes| Figure::new(name("peak memory of the server"), "MB", bytes as f64 / 1e6)));
    Ok(figures)
}

/// Times of decisions on the first incidents, each until it is on record and shown, and of the queue that is asked for next.
fn decisions(address: &str) -> Result<(Vec<Duration>, Vec<Duration>), Failure> {
    let listed = get(address, &format!("/api/v1/incidents?per_page={DECISIONS}"), "identity")?;
    let ids = listed.split("\"incident\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    let page = get(address, "/add", "identity")?;
    let token = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let token = token.ok_or_else(|| Failure::new("the page for adding reports has no CSRF token"))?;
    let (mut decided, mut queued) = (Vec::new(), Vec::new());
    for id in ids {
        let start = Instant::now();
        let body = format!(r#"{{"action": "seen", "of": "{id}", "why": "measured"}}"#);
        let length = body.len();
        let head = format!(
            "X-CSRF-Token: {token}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n"
        );
        ask(address, "POST", "/api/v1/judgements", &head, &body)?;
        decided.push(start.elapsed());
        queued.push(timed(address, "/review")?);
    }
    if decided.is_empty() {
        return Err(Failure::new("the casebook has no incident to decide on"));
    }
    decided.sort_unstable();
    queued.sort_unstable();
    Ok((decided, queued))
}

/// Starts the server on a port that is free, and waits until it says where it listens.
fn serve(binary: &Path, casebook: &Path) -> Result<Serving, Failure> {
    let mut command = Command::new(binary);
    command.args(["serve", "--port", "0", "--casebook"]).arg(casebook);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(Failure::during(binary.display()))?;
    let out = child.stdout.take();
    let mut serving = Serving { child, address: String::new() };
    let mut line = String::new();
    if let Some(out) = out {
        BufReader::new(out).read_line(&mut line).map_err(Failure::during("cenotaph serve"))?;
    }
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
    let address = address.ok_or_else(|| Failure::new(format!("cenotaph serve said: {line}")))?;
    address.clone_into(&mut serving.address);
    Ok(serving)
}

/// Times of all requests of many readers at once, the shortest first.
fn together(address: &str) -> Result<Vec<Duration>, Failure> {
    let reader = |n: usize| {
        (0..PAGES)
            .map(|page| {
                timed(address, OPENED.get((n + page) % OPENED.len()).copied().unwrap_or("/incidents"))
            })
            .collect::<Result<Vec<_>, _>>()
    };
    let read = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS).map(|n| scope.spawn(move || reader(n))).collect();
        let gone = || Failure::new("a reader of the bench broke");
        readers.into_iter().map(|one| one.join().map_err(|_| gone())?).collect::<Result<Vec<_>, Failure>>()
    })?;
    let mut times: Vec<Duration> = read.into_iter().flatten().collect();
    times.sort_unstable();
    Ok(times)
}

/// The time below which so many hundredths of the times lie.
fn at(times: &[Duration], hundredths: usize) -> Duration {
    let last = times.len().saturating_sub(1);
    times.get((times.len() * hundredths / 100).min(last)).copied().unwrap_or_default()
}

fn timed(address: &str, path: &str) -> Result<Duration, Failure> {
    let start = Instant::now();
    get(address, path, "gzip")?;
    Ok(start.elapsed())
}

/// An answer with status 200, head and body.
fn get(address: &str, path: &str, accepts: &str) -> Result<String, Failure> {
    ask(address, "GET", path, &format!("Accept-Encoding: {accepts}\r\n"), "")
}

fn ask(address: &str, method: &str, path: &str, head: &str, body: &str) -> Result<String, Failure> {
    let during = || Failure::during(format!("http://{address}{path}"));
    let mut stream = TcpStream::connect(address).map_err(during())?;
    let request =
        format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\n{head}Connection: close\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).map_err(during())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).map_err(during())?;
    let answer = String::from_utf8_lossy(&bytes).into_owned();
    if answer.starts_with("HTTP/1.1 200") {
        return Ok(answer);
    }
    let line = answer.lines().next().unwrap_or_default();
    Err(Failure::new(format!("http://{address}{path}: {line}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_of_times_are_found() {
        let times: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!(at(&times, 50), Duration::from_millis(101));
        assert_eq!(at(&times, 99), Duration::from_millis(199));
        assert_eq!(at(&[], 99), Duration::ZERO);
    }
}
