//! What every answer carries for the browser's sake, and which requests are turned away before anything is looked at.
//! Enters: headers. Leaves: headers, or a refusal.

use crate::answer::Refusal;
use crate::tiles::Tiles;

/// The policy of every answer (CSP Level 3): nothing but what the program itself serves, and pictures of the tile server that
/// was configured; no inline script, no style attribute.
pub(crate) fn policy(tiles: Option<&Tiles>) -> String {
    let tiles = tiles.map(|tiles| format!(" {}", tiles.origin())).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{tiles}; font-src 'self'; \
         connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

/// Headers of every answer besides its policy (Fetch; Referrer Policy).
pub(crate) const HEADERS: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("x-robots-tag", "noindex, nofollow"),
];

/// Turns away requests that name another host than this machine: a page elsewhere may have had its name resolved to
/// it (DNS rebinding).
pub(crate) fn only_this_machine(host: Option<&str>) -> Result<(), Refusal> {
    let host = host.unwrap_or_default();
    let name = match host.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    if matches!(name, "localhost" | "127.0.0.1" | "::1") {
        return Ok(());
    }
    Err(Refusal::new(421, "this server answers to localhost only; for a team, start it with --team"))
}

/// Whether two secrets are the same, in a time that does not tell how much of them is.
pub(crate) fn is_same_secret(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

/// 256 bits of chance, in 43 characters that may stand in a cookie.
pub(crate) fn token() -> Result<String, Refusal> {
    use base64::Engine;
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Refusal::new(500, format!("the system gives no random numbers: {error}")))?;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_answered_to() {
        for host in ["localhost", "localhost:7171", "127.0.0.1:7171", "[::1]:7171"] {
            assert_eq!(only_this_machine(Some(host)), Ok(()), "{host}");
        }
        for host in ["evil.example", "localhost.evil.example:7171", "192.0.2.1", "[2001:db8::1]:80", ""] {
            assert!(only_this_machine(Some(host)).is_err(), "{host}");
        }
    }

    #[test]
    fn tokens_differ_and_secrets_are_compared_whole() {
        let (a, b) = (token().expect("a token"), token().expect("a token"));
        assert!(a.len() == 43 && is_same_secret(&a, &a) && !is_same_secret(&a, &b));
        assert!(!is_same_secret(&a, &a[..42]));
    }
}
