//! Victims' names out of one report: its text and its reading. Enters: both. Leaves: the same without the names that
//! the reading gives to victims. A masked text has as many code points as it had, so that spans hold.

use crate::redaction::{bare_reading, hide_all, lower_one, parts, redact_account, stands_at};
use value::{Reading, Victim};

/// What stands for each letter of a name.
const BLOT: char = '▒';

/// Returns a report's text in which each letter of victims' names is blotted out.
pub fn masked(text: &str, reading: &Reading) -> String {
    let parts = parts(victims(reading));
    if parts.is_empty() {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let folded: Vec<char> = chars.iter().map(|c| lower_one(*c)).collect();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    while at < chars.len() {
        if let Some(part) = parts.iter().find(|part| stands_at(&folded, at, part)) {
            out.extend(std::iter::repeat_n(BLOT, part.len()));
            at += part.len();
        } else {
            out.extend(chars.get(at));
            at += 1;
        }
    }
    out
}

/// Returns a reading without the names of victims: not as entries, not in quotations, not in anybody's words.
pub fn redacted_reading(reading: &Reading) -> Reading {
    let parts = parts(victims(reading));
    if parts.is_empty() {
        return reading.clone();
    }
    let mut open = reading.clone();
    open.accounts.iter_mut().for_each(redact_account);
    let hidden = serde_json::to_value(&open).map(|mut json| {
        hide_all(&mut json, &parts);
        json
    });
    // A reading's JSON with other words in its strings is a reading again; were it not, nothing may leave.
    hidden.and_then(serde_json::from_value).unwrap_or_else(|_| bare_reading(&open))
}

fn victims(reading: &Reading) -> impl Iterator<Item = &Victim> {
    reading.accounts.iter().flat_map(|account| &account.victims)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(name: &str) -> Reading {
        let account = serde_json::json!({"kind": "attack", "victims": [
            {"name": name, "number": 1, "status": "killed", "spans": [{"start": 0, "end": 5, "quote": name}]}]});
        let json = serde_json::json!({"report": "r", "language": "en", "accounts": [account]});
        serde_json::from_value(json).expect("a reading")
    }

    #[test]
    fn a_masked_text_has_as_many_code_points_and_no_name() {
        let text = "Nadim Orsa, 9, died. The Orsa house was hit; orsari did not.";
        let shown = masked(text, &reading("Nadim Orsa"));
        assert_eq!(shown, "▒▒▒▒▒ ▒▒▒▒, 9, died. The ▒▒▒▒ house was hit; orsari did not.");
        assert_eq!(shown.chars().count(), text.chars().count());
    }

    #[test]
    fn a_redacted_reading_holds_no_word_of_a_name() {
        let open = redacted_reading(&reading("Nadim Orsa"));
        let json = serde_json::to_string(&open).expect("json");
        assert!(!json.contains("Nadim") && !json.contains("Orsa"), "{json}");
    }
}
