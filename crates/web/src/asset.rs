//! Files that pages need: styles, scripts, the base map. They are part of the program. Enters: a name. Leaves: bytes and
//! their type.

use crate::answer::Packed;
use rust_embed::{EmbeddedFile, RustEmbed};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// A file by its name below `/static/`.
pub(crate) fn file(name: &str) -> Option<EmbeddedFile> {
    Files::get(name)
}

/// A file, packed once.
pub(crate) fn packed(name: &str) -> Option<Arc<Packed>> {
    static PACKED: Mutex<BTreeMap<String, Arc<Packed>>> = Mutex::new(BTreeMap::new());
    let kept = || PACKED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(packed) = kept().get(name) {
        return Some(Arc::clone(packed));
    }
    let packed = Arc::new(Packed::new(&file(name)?.data));
    kept().insert(name.to_owned(), Arc::clone(&packed));
    Some(packed)
}

/// The media type of a file, by its extension.
pub(crate) fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
