//! Signed checkpoints: C2SP `signed-note` over a C2SP `tlog-checkpoint` body, with Ed25519 keys in their text forms.
//! Text goes in and out. No I/O; randomness only in [`Signer::generate`].
//!
//! Reading is stricter than the specification asks: a text is accepted only if writing it again gives the same
//! bytes, so that no altered byte can go unnoticed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::merkle::Hash;

/// The signature type of Ed25519 in C2SP `signed-note`.
const ED25519: u8 = 1;
/// What precedes the fields of a private key's text.
const PRIVATE: &str = "PRIVATE+KEY+";
/// Larger trees than this are not believed; it keeps every later sum inside 64 bits.
const MOST_ACTS: u64 = 1 << 53;

/// The size and root of a ledger at one moment, as its key signed them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the ledger, the first line of the body.
    pub origin: String,
    /// How many acts the tree holds.
    pub size: u64,
    /// The root hash of the tree.
    pub root: Hash,
}

impl Checkpoint {
    /// Reads a signed checkpoint and checks its signature by the public key `vkey` (`name+hash+base64`).
    ///
    /// # Errors
    /// `Invalid` if the key or the text is malformed, or the signature is not by this key over this text.
    pub fn open(text: &str, vkey: &str) -> Result<Self, Error> {
        let verifier = Verifier::parse(vkey.trim_end()).map_err(Error::invalid)?;
        Self::open_with(text, &verifier).map_err(Error::invalid)
    }

    pub(crate) fn open_with(text: &str, verifier: &Verifier) -> Result<Self, String> {
        let (body, signature) = split_note(text)?;
        verifier.check(body, signature)?;
        let checkpoint = Self::parse_body(body)?;
        if checkpoint.origin != verifier.name {
            return Err(format!(
                "its origin {:?} is not the key's name {:?}",
                checkpoint.origin, verifier.name
            ));
        }
        Ok(checkpoint)
    }

    fn parse_body(body: &str) -> Result<Self, String> {
        let lines: Vec<&str> = body.lines().collect();
        let [origin, size, root] = lines[..] else { return Err("its body is not three lines".into()) };
        let size: u64 = size.parse().map_err(|_| format!("{size:?} is not a tree size"))?;
        let root = BASE64.decode(root).ok().and_then(|bytes| bytes.try_into().ok());
        let root = Hash(root.ok_or("its root is not a SHA-256 in base64")?);
        let checkpoint = Self { origin: origin.to_owned(), size, root };
        if size > MOST_ACTS || checkpoint.body() != body {
            return Err("its body is not written as a checkpoint is".into());
        }
        Ok(checkpoint)
    }

    fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(self.root.0))
    }

    /// The signed text, as it is kept in `ledger/checkpoint`.
    pub(crate) fn sign(&self, signer: &Signer) -> String {
        let body = self.body();
        let signature = signer.signature_line(&body);
        format!("{body}\n{signature}")
    }
}

/// Separates a note with a single signature into its text and its signature line (without the newline).
fn split_note(note: &str) -> Result<(&str, &str), String> {
    let (text, signatures) = note.rsplit_once("\n\n").ok_or("it has no signature")?;
    let signature = signatures.strip_suffix('\n').ok_or("its last line is cut short")?;
    if signature.contains('\n') {
        return Err("it has more than one signature line".into());
    }
    // The text of a note ends with the first of the two newlines.
    Ok((&note[..=text.len()], signature))
}

/// A public key with its name: checks signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verifier {
    name: String,
    key: VerifyingKey,
}

impl Verifier {
    pub(crate) fn parse(vkey: &str) -> Result<Self, String> {
        let (name, key) = parse_fields(vkey)?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| "it is not an Ed25519 public key".to_owned())?;
        let verifier = Self { name, key };
        if verifier.to_text() == vkey {
            Ok(verifier)
        } else {
            Err("its key hash is not that of its key".into())
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The C2SP text of the key: `name+hash+base64(0x01 ‖ key)`.
    pub(crate) fn to_text(&self) -> String {
        key_text(&self.name, self.id(), self.key.as_bytes())
    }

    /// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key).
    fn id(&self) -> [u8; 4] {
        let hash = Sha256::new().chain_update(&self.name).chain_update([b'\n', ED25519]);
        let hash: [u8; 32] = hash.chain_update(self.key.as_bytes()).finalize().into();
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// Checks one signature line (without its newline) over a note's text.
    fn check(&self, text: &str, line: &str) -> Result<(), String> {
        let (name, signature) = line
            .strip_prefix("— ")
            .and_then(|rest| rest.rsplit_once(' '))
            .ok_or("its last line is not a signature")?;
        let bytes = BASE64.decode(signature).map_err(|_| "its signature is not base64")?;
        let (id, signature) = bytes.split_at_checked(4).ok_or("its signature is cut short")?;
        if name != self.name || id != self.id() {
            return Err(format!("it is signed by {name:?}, not by the key of {:?}", self.name));
        }
        Signature::from_slice(signature)
            .and_then(|signature| self.key.verify_strict(text.as_bytes(), &signature))
            .map_err(|_| "its signature does not match its text".to_owned())
    }
}

/// A private key with its name: signs notes.
pub(crate) struct Signer {
    name: String,
    key: SigningKey,
}

impl std::fmt::Debug for Signer {
    /// Leaves the secret out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Signer {
    /// Makes a new key from the system's randomness, for a name that a note can carry.
    pub(crate) fn generate(name: &str) -> Result<Self, Error> {
        if !is_name(name) {
            return Err(Error::invalid(format!(
                "{name:?} cannot name a ledger: give a name such as example.org/casebook, without spaces or \"+\""
            )));
        }
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| {
            Error::invalid(format!("the system gives no randomness to make a key: {error}"))
        })?;
        Ok(Self { name: name.to_owned(), key: SigningKey::from_bytes(&seed) })
    }

    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let fields = text.strip_prefix(PRIVATE).ok_or_else(|| format!("it does not begin with {PRIVATE}"))?;
        let (name, seed) = parse_fields(fields)?;
        let signer = Self { name, key: SigningKey::from_bytes(&seed) };
        if signer.to_text() == text { Ok(signer) } else { Err("its key hash is not that of its key".into()) }
    }

    /// The C2SP text of the key: `PRIVATE+KEY+name+hash+base64(0x01 ‖ seed)`, with the public key's hash.
    pub(crate) fn to_text(&self) -> String {
        format!("{PRIVATE}{}", key_text(&self.name, self.verifier().id(), self.key.as_bytes()))
    }

    pub(crate) fn verifier(&self) -> Verifier {
        Verifier { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The signature line of a note's text, with its newline.
    fn signature_line(&self, text: &str) -> String {
        let mut bytes = self.verifier().id().to_vec();
        bytes.extend(self.key.sign(text.as_bytes()).to_bytes());
        format!("— {} {}\n", self.name, BASE64.encode(bytes))
    }
}

/// A key name as `signed-note` allows it: not empty, without white space or control characters, without a plus.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}

fn key_text(name: &str, id: [u8; 4], key: &[u8; 32]) -> String {
    let mut typed = vec![ED25519];
    typed.extend(key);
    format!("{name}+{:08x}+{}", u32::from_be_bytes(id), BASE64.encode(typed))
}

/// Reads `name+hash+base64(0x01 ‖ 32 bytes)`; whoever calls compares the hash by writing the key again.
fn parse_fields(text: &str) -> Result<(String, [u8; 32]), String> {
    let mut fields = text.splitn(3, '+');
    let (Some(name), Some(_), Some(key)) = (fields.next(), fields.next(), fields.next()) else {
        return Err("it is not name+hash+key".into());
    };
    let typed = BASE64.decode(key).map_err(|_| "its key is not base64".to_owned())?;
    let Some((&ED25519, key)) = typed.split_first() else {
        return Err("its key is not of type Ed25519".into());
    };
    let key = key.try_into().map_err(|_| "its key is not 32 bytes long".to_owned())?;
    if is_name(name) { Ok((name.to_owned(), key)) } else { Err(format!("{name:?} cannot name a key")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of the documentation of golang.org/x/mod/sumdb/note; Ed25519 is deterministic.
    const GO_SKEY: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const GO_VKEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const GO_TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                           then you don't know what your problem is.\n";
    const GO_LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR\
                           Zb6KE6RyyBwJnAM=\n";
    // The example of C2SP signed-note.
    const C2SP_VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    const C2SP_NOTE: &str = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2\
                             ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    #[test]
    fn signatures_are_those_of_go() {
        let signer = Signer::parse(GO_SKEY).unwrap();
        assert_eq!(signer.to_text(), GO_SKEY);
        assert_eq!(signer.verifier().to_text(), GO_VKEY);
        assert_eq!(signer.signature_line(GO_TEXT), GO_LINE);
    }

    #[test]
    fn the_example_of_the_specification_verifies() {
        let verifier = Verifier::parse(C2SP_VKEY).unwrap();
        let (text, signature) = split_note(C2SP_NOTE).unwrap();
        assert_eq!(text, "This is an example message.\n");
        verifier.check(text, signature).unwrap();
        assert!(verifier.check("This is an example massage.\n", signature).is_err());
    }

    #[test]
    fn every_changed_byte_of_keys_and_checkpoints_is_refused() {
        let signer = Signer::generate("example.org/casebook").unwrap();
        let verifier = signer.verifier();
        let checkpoint = Checkpoint { origin: "example.org/casebook".into(), size: 12, root: Hash::of(b"r") };
        let (vkey, skey, note) = (verifier.to_text(), signer.to_text(), checkpoint.sign(&signer));
        assert_eq!(Checkpoint::open(&note, &vkey).unwrap(), checkpoint);
        for change in 1..=255 {
            each_changed(&vkey, change, |text| assert!(Verifier::parse(text).is_err(), "{text}"));
            each_changed(&skey, change, |text| assert!(Signer::parse(text).is_err(), "{text}"));
        }
        for change in [1, 2, 4, 8, 16, 32, 64, 128] {
            each_changed(&note, change, |text| assert!(Checkpoint::open(text, &vkey).is_err(), "{text}"));
        }
    }

    /// Calls `check` with the text under each change of one byte that leaves it UTF-8.
    fn each_changed(text: &str, change: u8, check: impl Fn(&str)) {
        for place in 0..text.len() {
            let mut bytes = text.as_bytes().to_vec();
            bytes[place] ^= change;
            if let Ok(text) = std::str::from_utf8(&bytes) {
                check(text);
            }
        }
    }

    #[test]
    fn a_checkpoint_of_another_key_is_refused() {
        let [ours, theirs] = ["example.org/casebook"; 2].map(|name| Signer::generate(name).unwrap());
        let checkpoint = Checkpoint { origin: "example.org/casebook".into(), size: 0, root: Hash::of(b"") };
        assert!(Checkpoint::open(&checkpoint.sign(&theirs), &ours.verifier().to_text()).is_err());
    }

    #[test]
    fn names_that_a_note_cannot_carry_are_refused() {
        for name in ["", "two words", "a+b", "line\nbreak"] {
            assert_eq!(Signer::generate(name).unwrap_err().kind(), crate::ErrorKind::Invalid, "{name:?}");
        }
    }
}
