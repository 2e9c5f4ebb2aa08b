//! The casebook in the browser, as the command line opens it.

use crate::support::{cenotaph, run};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};

/// A server that ends with this value, and where it listens.
struct Serving(Child, String);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve(casebook: &Path, more: &[&str]) -> Serving {
    let mut command = cenotaph();
    command.args(["serve", "--port", "0"]).args(more).arg("--casebook").arg(casebook).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    let mut line = String::new();
    let out = child.stdout.take().expect("its output");
    BufReader::new(out).read_line(&mut line).expect("a line");
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
    let address = address.to_owned();
    Serving(child, address)
}

fn get(server: &Serving, path: &str) -> String {
    let mut stream = TcpStream::connect(&server.1).expect("it listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.1);
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    answer
}

fn demo(dir: &Path) -> std::path::PathBuf {
    let casebook = dir.join("demo.casebook");
    run(&[Path::new("demo"), Path::new("--in"), &casebook]).ended(0);
    casebook
}

#[test]
fn a_casebook_is_opened_for_one_and_for_a_team() {
    let dir = tempfile::tempdir().expect("a folder");
    let casebook = demo(dir.path());
    let alone = serve(&casebook, &[]);
    assert!(alone.1.starts_with("127.0.0.1:"), "{}", alone.1);
    assert!(get(&alone, "/api/v1/incidents").starts_with("HTTP/1.1 200"));
    drop(alone);
    let book = casebook.display().to_string();
    let invited = run(&["invite", "Basim", "--role", "reviewer", "--casebook", &book]).ended(0);
    assert_eq!(invited.out.lines().last().map(str::len), Some(43), "{}", invited.out);
    run(&["invite", "Basim", "--role", "owner", "--casebook", &book]).ended(2).says(&["reader", "admin"]);
    let team = serve(&casebook, &["--team"]);
    let answer = get(&team, "/incidents");
    assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("location: /login"), "{answer}");
    let log = run(&["log", "--kind", "member_changed", "--casebook", &book]).ended(0);
    assert_eq!(log.out.lines().count(), 1, "{}", log.out);
    let log = run(&["log", "--casebook", &book]).ended(0);
    assert!(log.out.contains("member_changed") && log.out.contains("Basim: reviewer"), "{}", log.out);
    run(&["verify", "--casebook", &book]).ended(0);
}

#[test]
fn a_port_that_is_taken_and_a_folder_that_is_none_are_named() {
    let dir = tempfile::tempdir().expect("a folder");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let book = demo(dir.path()).display().to_string();
    run(&["serve", "--port", &port, "--casebook", &book]).ended(5).says(&[&port, "--port"]);
    let none = dir.path().join("none").display().to_string();
    run(&["serve", "--port", "0", "--casebook", &none]).ended(4).says(&["none"]);
    run(&["serve", "--listen", "192.0.2.1", "--casebook", &book]).ended(2).says(&["--team"]);
}

#[test]
fn a_tile_server_is_let_in_where_it_is_named_and_credited() {
    let dir = tempfile::tempdir().expect("a folder");
    let casebook = demo(dir.path());
    let template = "https://tiles.example/{z}/{x}/{y}.png";
    let server = serve(&casebook, &["--tiles", template, "--tiles-credit", "Map Makers"]);
    let page = get(&server, "/incidents");
    assert!(page.contains("data: blob: https://tiles.example;") && page.contains(template), "{page}");
    drop(server);
    let book = casebook.display().to_string();
    run(&["serve", "--tiles", template, "--casebook", &book]).ended(2).says(&["--tiles-credit"]);
    let wide = "https://*.example/{z}/{x}/{y}.png";
    run(&["serve", "--tiles", wide, "--tiles-credit", "M", "--casebook", &book])
        .ended(2)
        .says(&[wide, "host"]);
}

#[test]
fn a_teams_casebook_is_served_from_its_backup() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = demo(dir.path()).display().to_string();
    let copy = dir.path().join("copy.casebook");
    let plain =
        run(&["backup", "--casebook", &book, &dir.path().join("plain").display().to_string()]).ended(0);
    assert!(!plain.out.contains("accounts"), "{}", plain.out);
    run(&["invite", "Basim", "--casebook", &book]).ended(0);
    let copied = run(&["backup", "--casebook", &book, &copy.display().to_string()]).ended(0);
    assert!(copied.out.contains("accounts (1)"), "{}", copied.out);
    run(&["verify", "--casebook", &copy.display().to_string()]).ended(0);
    let team = serve(&copy, &["--team"]);
    assert!(get(&team, "/incidents").starts_with("HTTP/1.1 303"));
}
