//! A tile server that the team configured: its pictures are on the map, and nothing else of it is let in.

use crate::stage::{Stage, walk};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use web::Tiles;

/// A picture of one red point, which the map draws as wide as a tile.
const RED: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='256' height='256'><rect width='256' height='256' fill='#f00'/></svg>";

/// Answers every request with the picture, and counts them.
fn serve_tiles() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (port, asked) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut head = [0; 2048];
            let _ = stream.read(&mut head);
            counted.fetch_add(1, Ordering::Relaxed);
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: image/svg+xml\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{RED}",
                RED.len()
            );
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (port, asked)
}

#[test]
fn the_map_is_drawn_on_the_tiles_and_credits_them() {
    let (port, asked) = serve_tiles();
    let tiles =
        Tiles::new(&format!("http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.svg"), "Paint Makers").unwrap();
    let stage = Stage::on_tiles(&["marib"], &tiles);
    walk(&stage, async |page| {
        page.go("/incidents").await;
        page.until("document.querySelector('.map-credit')?.textContent === 'Paint Makers'").await;
        // The picture comes from another origin, so the canvas tells no colours; that it was asked for and let in tells it.
        page.until("performance.getEntriesByType('resource').some(e => /:\\/\\/.*\\/\\d+\\/\\d+\\/\\d+\\.svg$/.test(e.name))").await;
        let elsewhere = "const done = arguments[0]; const other = new Image();
            document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective));
            other.src = 'http://127.0.0.2:9/x.png'; setTimeout(() => done('let in'), 3000);";
        assert_eq!(page.run_later(elsewhere, vec![]).await, json!("img-src"));
        assert!(asked.load(Ordering::Relaxed) > 0);
    });
}
