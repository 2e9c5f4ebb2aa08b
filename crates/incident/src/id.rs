//! Incident ids: short, stable, and derived from nothing but an account's key.

use sha2::{Digest, Sha256};
use value::{AccountKey, Incident};

/// The lower-case base32 alphabet of RFC 4648.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// Characters after the leading `i`: 50 bits, so that among a hundred thousand incidents two meet by chance
/// once in two hundred thousand casebooks.
const LENGTH: u32 = 10;

/// The id that an account's key gives to its incident.
///
/// ```
/// let key = value::AccountKey { report: value::ReportKey("ab".into()), anchor: 7 };
/// assert_eq!(incident::incident_id(&key).len(), 11);
/// ```
pub fn incident_id(key: &AccountKey) -> String {
    let digest = Sha256::digest(format!("{}:{}", key.report, key.anchor));
    let bits = digest.iter().take(8).fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
    let letter = |i: u32| char::from(ALPHABET[(bits >> (59 - 5 * i) & 31) as usize]);
    std::iter::once('i').chain((0..LENGTH).map(letter)).collect()
}

/// The ids derived from every member's key. Each names the incident, so that an id that was quoted before an
/// earlier account came to light still leads to it.
pub fn aliases(incident: &Incident) -> impl Iterator<Item = String> {
    incident.accounts.iter().map(|member| incident_id(&member.key))
}
