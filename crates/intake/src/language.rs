//! The language of a text, told by its letters and commonest words. Enters: text. Leaves: a BCP 47 tag. Never
//! guesses between languages that it holds no words of.

/// Characters looked at.
const LOOKED_AT: usize = 4_000;

/// Words that make up a quarter or more of English prose and are rare in other languages of the Latin script.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "was", "were", "that", "by", "with", "from", "at", "on", "for", "is", "who",
    "it", "its", "their", "had", "has", "have", "been", "said", "near", "killed", "after",
];

/// `"ar"` where Arabic letters dominate, `"en"` where Latin letters and English function words do, else `"und"`.
///
/// ```
/// assert_eq!(intake::detect_language("The shelling of the town killed two people."), "en");
/// assert_eq!(intake::detect_language("قُتل شخصان في قصف على البلدة."), "ar");
/// assert_eq!(intake::detect_language("Двое погибли."), "und");
/// ```
pub fn detect(text: &str) -> &'static str {
    let (mut arabic, mut not_arabic, mut latin, mut letters) = (0usize, 0usize, 0usize, 0usize);
    for c in text.chars().take(LOOKED_AT).filter(|c| c.is_alphabetic()) {
        letters += 1;
        arabic +=
            usize::from(matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FEFC}'));
        not_arabic += usize::from(NOT_ARABIC.contains(&c));
        latin += usize::from(c.is_ascii_alphabetic() || matches!(c, '\u{C0}'..='\u{24F}'));
    }
    if arabic * 2 > letters && not_arabic * 50 <= arabic {
        "ar"
    } else if latin * 2 > letters && is_english(text) {
        "en"
    } else {
        "und"
    }
}

/// Letters of Persian, Urdu and Kurdish that Arabic does not have.
const NOT_ARABIC: &[char] =
    &['پ', 'چ', 'ژ', 'گ', 'ک', 'ی', 'ے', 'ٹ', 'ڈ', 'ڑ', 'ں', 'ۆ', 'ێ', 'ڕ', 'ڵ', 'ھ', 'ە'];

fn is_english(text: &str) -> bool {
    let (mut words, mut known) = (0usize, 0usize);
    let start = text.char_indices().nth(LOOKED_AT).map_or(text, |(at, _)| text.get(..at).unwrap_or(text));
    for word in start.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        words += 1;
        known += usize::from(ENGLISH.iter().any(|one| one.eq_ignore_ascii_case(word)));
    }
    known > 0 && known * 8 >= words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_posts_and_neighbours() {
        assert_eq!(detect("#Idlib Russian jets hit the bakery. 6 civilians killed so far"), "en");
        assert_eq!(detect("Deux personnes ont été tuées hier dans un bombardement de la ville."), "und");
        assert_eq!(detect("Dos personas murieron ayer en un ataque contra la ciudad."), "und");
        assert_eq!(detect("دو نفر در گلوله‌باران شهر کشته شدند و پنج نفر زخمی شدند"), "und");
        assert_eq!(detect("12 34 …"), "und");
        assert_eq!(detect(""), "und");
    }
}
