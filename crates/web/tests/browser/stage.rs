//! What a walk through the pages needs: a casebook with reports, a server on this machine, and a browser.

use crate::browser::{Page, open};
use casebook::{Casebook, Stamp};
use gazetteer::Gazetteer;
use intake::Options as IntakeOptions;
use reading::{Policy, Reader};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use tempfile::TempDir;
use tokio::sync::oneshot;
use web::{Cleared, Options, Role, Server, Tiles};

/// A casebook that is being served.
pub(crate) struct Stage {
    folder: TempDir,
    dir: PathBuf,
    address: String,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

impl Stage {
    /// Serves a casebook with the example reports whose file names have one of these parts; `[""]` takes all.
    pub(crate) fn with(parts: &[&str]) -> Self {
        Self::open(parts, |options| options)
    }

    /// As [`Stage::with`], with the map on pictures of a tile server.
    pub(crate) fn on_tiles(parts: &[&str], tiles: &Tiles) -> Self {
        Self::open(parts, |options| Options { tiles: Some(tiles.clone()), ..options })
    }

    /// As [`Stage::with`], for people who sign in.
    pub(crate) fn of_a_team(parts: &[&str]) -> Self {
        Self::open(parts, |options| Options { team: true, ..options })
    }

    fn open(parts: &[&str], change: impl FnOnce(Options) -> Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("walk.casebook");
        let stamp = Stamp::new("2025-03-14T09:00:00Z".parse().unwrap(), "Amal");
        let mut book = Casebook::create(&dir, "example.org/walk", None, &stamp).unwrap();
        let reader = Reader::new(Gazetteer::embedded(), Policy::airwars());
        let items =
            examples(parts).into_iter().flat_map(|file| intake::read_path(&file, &IntakeOptions::default()));
        book.ingest(items, &reader, &stamp, &mut |_| ()).unwrap();
        drop(book);
        let options = change(Options::alone(&dir, "Amal"));
        let server = Server::bind(&options).unwrap();
        let address = format!("http://{}", server.address());
        let (stop, stopped) = oneshot::channel::<()>();
        let server = std::thread::spawn(move || {
            server.run(async { drop(stopped.await) }).unwrap();
        });
        Self { folder, dir, address, stop: Some(stop), server: Some(server) }
    }

    /// Invites somebody; the code by which they join.
    pub(crate) fn invite(&self, name: &str, role: Role, cleared: Cleared) -> String {
        web::invite(&self.dir, name, role, cleared, "Amal").unwrap()
    }

    /// A second browser, for a walk that has one.
    pub(crate) async fn another_browser(&self) -> Page {
        open(&self.address, LAPTOP).await.unwrap()
    }

    /// Writes a file beside the casebook.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(server) = self.server.take() {
            let ended = server.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the server ended ill");
        }
    }
}

/// The window of a laptop, in CSS pixels.
const LAPTOP: (u32, u32) = (1280, 900);

/// Opens a browser at a stage and walks; without a browser it says that the walk is left out.
pub(crate) fn walk(stage: &Stage, story: impl AsyncFnOnce(&Page)) {
    walk_at(stage, LAPTOP, story);
}

/// As [`walk`], in a window of another size.
pub(crate) fn walk_at(stage: &Stage, size: (u32, u32), story: impl AsyncFnOnce(&Page)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        match open(&stage.address, size).await {
            Ok(page) => {
                story(&page).await;
                page.close().await;
            }
            Err(lack) => println!("left out: {lack}"),
        }
    });
}

/// The example reports whose file names have one of these parts.
fn examples(parts: &[&str]) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/reports");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            parts.iter().any(|part| name.contains(part))
        })
        .collect();
    files.sort();
    files
}
