//! Clients that send or take too slowly, or too much: they are parted from, and others are answered meanwhile.

use crate::stage::{PASSWORD, Stage};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use web::Limits;

fn hasty() -> Stage {
    Stage::with(|options| web::Options {
        limits: Limits {
            connections: 8,
            head: Duration::from_millis(400),
            still: Duration::from_millis(400),
            farewell: Duration::from_millis(200),
        },
        ..options
    })
}

/// What the server says before it ends the connection.
fn rest(mut stream: TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}

#[test]
fn who_dawdles_over_a_request_keeps_nobody_out() {
    let stage = hasty();
    let begun = Instant::now();
    let dawdlers: Vec<TcpStream> = (0..8)
        .map(|_| {
            let mut stream = TcpStream::connect(stage.address).expect("it listens");
            stream.write_all(b"GET /incidents HTTP/1.1\r\nHost: localhost\r\nX-Slow: ").expect("sent");
            stream
        })
        .collect();
    // All places are taken; the next is answered once they are given up.
    assert_eq!(stage.user().get("/incidents").status, 200);
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    for dawdler in dawdlers {
        let said = rest(dawdler);
        assert!(!said.contains("200 OK"), "{said}");
    }
}

#[test]
fn who_takes_nothing_of_an_answer_is_parted_from() {
    let stage = hasty();
    let host = stage.address.to_string();
    let mut stream = TcpStream::connect(stage.address).expect("it listens");
    // More answers than the sockets hold are asked for, and none is read.
    let ask = format!("GET /static/land-fine.bin HTTP/1.1\r\nHost: {host}\r\n\r\n");
    for _ in 0..40 {
        if stream.write_all(ask.as_bytes()).is_err() {
            break;
        }
    }
    std::thread::sleep(Duration::from_secs(2));
    let said = rest(stream).len();
    assert!(said < 40 * 1_003_685, "{said} bytes came though nobody took them");
    assert_eq!(stage.user().get("/incidents").status, 200);
}

#[test]
fn bodies_have_limits_and_strangers_narrower_ones() {
    let stage = Stage::team();
    let stranger = stage.somebody();
    let long = format!("name=x&password={}", "y".repeat(20 << 10));
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    assert_eq!(stranger.ask("POST", "/login", &form, long.as_bytes()).status, 413);
    // One that lies about its length is cut off all the same.
    let mut stream = TcpStream::connect(stage.address).expect("it listens");
    let head = "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("sent");
    let chunk = format!("1000\r\n{}\r\n", "z".repeat(0x1000));
    for _ in 0..8 {
        if stream.write_all(chunk.as_bytes()).is_err() {
            break;
        }
    }
    assert!(rest(stream).starts_with("HTTP/1.1 413"));
    let body = format!("name=nobody&password={}", PASSWORD.replace(' ', "+"));
    assert_eq!(stranger.ask("POST", "/login", &form, body.as_bytes()).status, 403);
}
