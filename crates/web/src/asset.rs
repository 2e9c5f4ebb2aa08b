//! Files that pages need: styles, scripts, the base map. They are part of the program. Enters: a name. Leaves: bytes and
//! their type.

use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// A file by its name below `/static/`.
pub(crate) fn file(name: &str) -> Option<EmbeddedFile> {
    Files::get(name)
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
