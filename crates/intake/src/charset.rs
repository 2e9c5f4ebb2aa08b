//! Bytes to text. Enters: bytes of unknown encoding. Leaves: text, and notes where characters may have been
//! lost or an encoding was guessed. Never fails; UTF-8 without fault comes out exactly as it went in, less
//! its byte order mark.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// Bytes within which a page must name its encoding (HTML Living Standard, 13.2.3.2).
const PRESCANNED: usize = 1024;

/// Whether bytes begin with the byte order mark of UTF-16.
pub(crate) fn has_wide_mark(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF])
}

/// Decodes by byte order mark, else as UTF-8, else as a page's `<meta>` says, else by a guess from the bytes.
///
/// UTF-8 goes before `<meta>` because browsers save pages as UTF-8 and leave the old name standing, and
/// because text in an older encoding is hardly ever valid UTF-8 by chance.
pub(crate) fn decode(bytes: &[u8], is_page: bool) -> (String, Vec<String>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(mark..).unwrap_or_default());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Vec::new()),
        Err(_) if is_damaged_utf8(bytes) => decode_as(UTF_8, bytes),
        Err(_) => {
            let named = if is_page { encoding_in_page(bytes) } else { None };
            let encoding = named.unwrap_or_else(|| guess(bytes));
            let (text, mut notes) = decode_as(encoding, bytes);
            let how = if named.is_some() { "as the page says" } else { "by a guess" };
            notes.insert(0, format!("not UTF-8; read as {} {how}", encoding.name()));
            (text, notes)
        }
    }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> (String, Vec<String>) {
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    let cut = encoding == UTF_8 && std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none());
    let note = match (faulty, cut) {
        (false, _) => None,
        (true, true) => Some("ends in the middle of a character; the file may be cut short".to_owned()),
        (true, false) => Some(format!("some bytes are not {}; U+FFFD stands for them", encoding.name())),
    };
    (text.into_owned(), note.into_iter().collect())
}

/// Whether bytes are UTF-8 with a fault here and there, rather than another encoding: several times as many
/// characters beyond ASCII are whole as are broken.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken, mut longest) = (0usize, 0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
        longest = longest.max(chunk.invalid().len());
    }
    // Two or three bytes that begin a character and then stop are a cut, not a letter of an older encoding.
    whole >= 4 * broken || (whole == 0 && broken == 1 && longest > 1)
}

fn encoding_in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..PRESCANNED).unwrap_or(bytes).to_ascii_lowercase();
    let start = String::from_utf8_lossy(&start);
    let rest = &start[start.find("charset")? + "charset".len()..];
    let value = rest.trim_start().strip_prefix('=')?.trim_start_matches(['"', '\'', ' ']);
    let label = value.split(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).next()?;
    // A page that could be read to here is not UTF-16, whatever it says (HTML Living Standard, 13.2.3.2).
    Encoding::for_label(label.as_bytes()).filter(|e| e.is_ascii_compatible() && *e != UTF_8)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARABIC: &str = "قتل خمسة مدنيين في قصف على السوق، وأصيب آخرون بجروح خطيرة يوم أمس.";

    #[test]
    fn utf8_passes_unchanged_and_its_mark_is_dropped() {
        assert_eq!(decode(ARABIC.as_bytes(), false), (ARABIC.to_owned(), vec![]));
        let marked = [b"\xEF\xBB\xBF".as_slice(), ARABIC.as_bytes()].concat();
        assert_eq!(decode(&marked, false), (ARABIC.to_owned(), vec![]));
    }

    #[test]
    fn utf16_is_read_by_its_mark() {
        let wide: Vec<u8> =
            std::iter::once(0xFEFF).chain(ARABIC.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide, false).0, ARABIC);
    }

    #[test]
    fn arabic_windows_text_is_guessed() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(ARABIC);
        let (text, notes) = decode(&bytes, false);
        assert_eq!(text, ARABIC);
        assert!(notes[0].contains("windows-1256"), "{notes:?}");
    }

    #[test]
    fn a_page_is_read_as_it_says_unless_it_is_utf8() {
        let page = format!("<html><head><meta charset='windows-1256'></head><body>{ARABIC}</body></html>");
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(&page);
        assert_eq!(decode(&bytes, true).0, page);
        assert_eq!(decode(page.as_bytes(), true).0, page);
    }

    #[test]
    fn a_cut_character_is_replaced_and_noted() {
        let bytes = &ARABIC.as_bytes()[..ARABIC.len() - 2];
        let (text, notes) = decode(bytes, false);
        assert!(text.starts_with("قتل خمسة") && text.ends_with('\u{FFFD}'));
        assert!(notes[0].contains("cut short"), "{notes:?}");
        let english = "Said Zo\u{20AC}".as_bytes();
        assert!(decode(&english[..english.len() - 1], false).1[0].contains("cut short"));
    }
}
