//! How the main pages look and read: for everyone (axe-core, WCAG 2.2 AA), at three widths, light and dark, in English
//! and Arabic. The pictures are left in the build folder under `tmp/screenshots`.

use crate::browser::Page;
use crate::stage::{Stage, walk_at};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use web::{Cleared, Role};

/// The checker, vendored for the tests alone (MPL-2.0, `axe.LICENCE.txt`).
const AXE: &str = include_str!("../axe.min.js");
/// What is asked of the pages.
const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/// A page to look at: its name, the path, and, where the path is found on another page, the link that leads to it.
const PAGES: [(&str, &str, &str); 10] = [
    ("incidents", "/incidents", ""),
    ("incident", "/incidents", "#incidents tbody a[href^='/incident/']"),
    ("reports", "/reports", ""),
    ("report", "/reports", "main a[href^='/report/']"),
    ("review", "/review", ""),
    ("item", "/review", "[data-item] a"),
    ("add", "/add", ""),
    ("sources", "/sources", ""),
    ("actors", "/actors", ""),
    ("log", "/log", ""),
];

#[test]
fn a_phone_shows_every_page_whole() {
    look((360, 740), "360");
}

#[test]
fn a_laptop_shows_every_page_whole() {
    look((1280, 800), "1280");
}

#[test]
fn a_projector_shows_every_page_whole() {
    look((1920, 1080), "1920");
}

#[test]
fn the_doors_of_a_team_are_shown_whole_on_a_phone() {
    doors((360, 740), "360");
}

#[test]
fn the_doors_of_a_team_are_shown_whole_on_a_laptop() {
    doors((1280, 800), "1280");
}

/// Goes through the doors of a team, and the pages of accounts, in a window of a size.
fn doors(size: (u32, u32), name: &str) {
    let stage = Stage::of_a_team(&["northwire-marib"]);
    let code = stage.invite("Basma", Role::Admin, Cleared { names: true, restricted: true });
    stage.invite("Daoud", Role::Reader, Cleared::default());
    let folder = pictures();
    walk_at(&stage, size, async |page| {
        let mut faults = String::new();
        page.go("/login").await;
        for what in ["login", "join", "team", "account"] {
            if what == "team" {
                page.go("/join").await;
                page.write("#join [name=code]", &code).await;
                page.write("#join [name=password]", "eleven swallows on a wire").await;
                page.click("#join button").await;
                page.until("document.querySelector('.bar nav')").await;
                page.go("/account").await;
                page.write("#new-token [name=label]", "nightly").await;
                page.click("#new-token button").await;
                page.find("#secret").await;
                faults += &check(page, &folder.join(format!("made-{name}-light-en.png"))).await;
            }
            for (tongue, theme) in LOOKS {
                wear(page, tongue, theme).await;
                page.go(&format!("/{what}")).await;
                settle(page).await;
                faults += &check(page, &folder.join(format!("{what}-{name}-{theme}-{tongue}.png"))).await;
            }
            wear(page, "en", "light").await;
        }
        assert!(faults.is_empty(), "{faults}");
    });
}

/// Languages and themes.
const LOOKS: [(&str, &str); 4] = [("en", "light"), ("en", "dark"), ("ar", "light"), ("ar", "dark")];

/// Has the pages come in a language and theme from now on.
async fn wear(page: &Page, tongue: &str, theme: &str) {
    let script = "for (const pair of arguments) document.cookie = `${pair}; path=/`";
    page.run(script, vec![json!(format!("lang={tongue}")), json!(format!("theme={theme}"))]).await;
}

/// Where the pictures are left.
fn pictures() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Goes through all pages, languages and themes in a window of a size.
fn look(size: (u32, u32), name: &str) {
    let stage = Stage::with(&[""]);
    let folder = pictures();
    walk_at(&stage, size, async |page| {
        let mut faults = String::new();
        for (tongue, theme) in LOOKS {
            page.go("/add").await;
            wear(page, tongue, theme).await;
            for (what, path, link) in PAGES {
                page.go(path).await;
                if !link.is_empty() {
                    let there = page
                        .run("return document.querySelector(arguments[0])?.href", vec![json!(link)])
                        .await;
                    let Some(href) = there.as_str() else { panic!("{path} has no {link}") };
                    page.run("location.href = arguments[0]", vec![json!(href)]).await;
                    page.until(&format!("location.href === {}", json!(href))).await;
                }
                settle(page).await;
                let picture = folder.join(format!("{what}-{name}-{theme}-{tongue}.png"));
                faults += &check(page, &picture).await;
            }
        }
        assert!(faults.is_empty(), "{faults}");
    });
}

/// Waits until the page, its map and its timeline have drawn what they have.
async fn settle(page: &Page) {
    page.until("document.readyState === 'complete'").await;
    page.until(
        "!document.querySelector('#map') || document.querySelector('.map-state')?.textContent.match(/\\d/)",
    )
    .await;
    page.until("!document.querySelector('#timeline') || document.querySelector('#timeline .u-over')").await;
    page.run_later(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))",
        vec![],
    )
    .await;
}

/// Takes a picture; what is wrong with the page, a line each.
async fn check(page: &Page, picture: &Path) -> String {
    page.picture(picture).await;
    let name = picture.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut faults = String::new();
    let over = page
        .run("return document.documentElement.scrollWidth - document.documentElement.clientWidth", vec![])
        .await;
    if over.as_f64() != Some(0.0) {
        let _ = writeln!(faults, "{name}: wider than the window by {over} px");
    }
    page.run(AXE, vec![]).await;
    let script = "const [tags, done] = arguments;
        axe.run(document, { runOnly: tags }).then(
            result => done(result.violations.map(v => [v.id, v.nodes.map(n => `${n.target}: ${n.any[0]?.message ?? n.all[0]?.message ?? ''}`).slice(0, 4)])),
            error => done([['axe', [String(error)]]]))";
    let found = page.run_later(script, vec![json!(RULES)]).await;
    for violation in found.as_array().map_or(&[][..], Vec::as_slice) {
        let _ = writeln!(faults, "{name}: {} {}", violation[0], violation[1]);
    }
    if !matches!(found, Value::Array(_)) {
        let _ = writeln!(faults, "{name}: the checker gave {found}");
    }
    faults
}
