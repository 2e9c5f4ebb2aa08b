//! Whether bytes are text at all. Enters: bytes. Leaves: why they are not. Never decodes.

use crate::charset;

/// Bytes looked at: enough to tell, and few enough for a large file.
const LOOKED_AT: usize = 64 * 1024;

/// Says why some bytes are not text ("looks like PNG"), or `None` where they may be.
///
/// The signature of a known kind of file is not enough by itself: a report may well begin with "BM", as a
/// bitmap does. It counts only beside bytes that text does not have, except where no text begins so.
pub(crate) fn why_not_text(bytes: &[u8]) -> Option<String> {
    let start = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    if charset::has_wide_mark(start) {
        return None;
    }
    if start.starts_with(b"%PDF-") {
        return Some("not text (looks like PDF)".into());
    }
    if start.starts_with(b"{\\rtf") {
        return Some("not text (looks like RTF)".into());
    }
    let kind = infer::get(start).filter(|kind| kind.matcher_type() != infer::MatcherType::Text);
    let broken = std::str::from_utf8(start).is_err_and(|e| e.error_len().is_some());
    let nul = bytes.iter().position(|b| *b == 0);
    match (kind, nul) {
        (Some(kind), nul) if broken || nul.is_some() || mostly_control(start) => {
            Some(format!("not text (looks like {})", kind.extension().to_uppercase()))
        }
        (_, Some(at)) => Some(format!("not text (a NUL byte at offset {at})")),
        _ if mostly_control(start) => Some("not text (too many control characters)".into()),
        _ => None,
    }
}

/// Whether more than one byte in fifty is a control character that text does not use.
fn mostly_control(bytes: &[u8]) -> bool {
    let odd = |b: &&u8| matches!(b, 0..=8 | 11 | 14..=26 | 28..=31);
    bytes.iter().filter(odd).count() * 50 > bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_named() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";
        assert_eq!(why_not_text(png).unwrap(), "not text (looks like PNG)");
    }

    #[test]
    fn text_that_begins_like_a_bitmap_is_text() {
        assert_eq!(why_not_text(b"BMP-2 vehicles shelled the town on Friday."), None);
        assert_eq!(why_not_text("MZ-21 rockets, said Zoë.".as_bytes()), None);
    }

    #[test]
    fn noise_is_not_text() {
        let noise: Vec<u8> = (0..2000u32).map(|i| ((i * 7919) % 31 + 1) as u8).collect();
        assert!(why_not_text(&noise).unwrap().contains("control"));
    }
}
