//! What a handler gives back: an answer, or why there is none. Knows nothing of HTTP but status numbers and packing.

use casebook::ErrorKind;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::io::{Read, Write};
use std::sync::Arc;

/// What is answered.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A page.
    Html(String),
    /// JSON as a value.
    Json(Value),
    /// Bytes that are packed already, with their type.
    Packed { kind: &'static str, packed: Arc<Packed> },
    /// A file: its type, its bytes, and the name under which it is saved where it is to be.
    File { kind: &'static str, bytes: Vec<u8>, save_as: Option<String> },
    /// Somebody else was first: a page that shows both versions.
    ConflictPage(String),
    /// The same as JSON.
    ConflictJson(Value),
    /// Another page is shown in its stead; with cookies to set.
    See { path: String, cookies: Vec<String> },
}

impl Answer {
    /// Shows another page.
    pub(crate) fn see(path: impl Into<String>) -> Self {
        Self::See { path: path.into(), cookies: Vec::new() }
    }
}

/// Why nothing is given.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// HTTP status (RFC 9110).
    pub(crate) status: u16,
    /// What is wrong and what to do, in one or two sentences.
    pub(crate) detail: String,
}

impl Refusal {
    pub(crate) fn new(status: u16, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into() }
    }

    /// What was sent cannot be used.
    pub(crate) fn bad(detail: impl Into<String>) -> Self {
        Self::new(400, detail)
    }

    /// There is no such thing, or none that the person may see.
    pub(crate) fn absent(detail: impl Into<String>) -> Self {
        Self::new(404, detail)
    }

    /// The request is understood and not allowed.
    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(403, detail)
    }
}

impl From<casebook::Error> for Refusal {
    fn from(error: casebook::Error) -> Self {
        let status = match error.kind() {
            ErrorKind::NotFound => 404,
            ErrorKind::Input => 422,
            ErrorKind::Busy | ErrorKind::ReadOnly => 503,
            ErrorKind::DiskFull => 507,
            _ => 500,
        };
        Self::new(status, error.to_string())
    }
}

impl From<askama::Error> for Refusal {
    fn from(error: askama::Error) -> Self {
        Self::new(500, format!("the page cannot be written: {error}; please report it"))
    }
}

/// Bytes packed once (gzip, RFC 1952) for all who ask for them.
#[derive(Clone, Debug)]
pub(crate) struct Packed(axum::body::Bytes);

impl Packed {
    /// Packs.
    pub(crate) fn new(plain: &[u8]) -> Self {
        let mut packer = GzEncoder::new(Vec::new(), Compression::new(6));
        // Memory can be written.
        let _ = packer.write_all(plain);
        Self(packer.finish().unwrap_or_default().into())
    }

    /// The packed bytes.
    pub(crate) fn bytes(&self) -> axum::body::Bytes {
        self.0.clone()
    }

    /// The bytes as they were, for who cannot unpack them.
    pub(crate) fn plain(&self) -> Vec<u8> {
        let mut plain = Vec::new();
        let _ = GzDecoder::new(self.0.as_ref()).read_to_end(&mut plain);
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::Packed;

    #[test]
    fn what_is_packed_is_unpacked_as_it_was() {
        let plain = "7–9 killed ".repeat(500);
        let packed = Packed::new(plain.as_bytes());
        assert!(packed.bytes().len() < plain.len() / 10);
        assert_eq!(packed.plain(), plain.as_bytes());
    }
}
