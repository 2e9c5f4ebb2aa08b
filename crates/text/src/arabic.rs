//! The letters of Arabic script, whatever the language: which of them writers take for one another, and where a word
//! that was broken up to hide it from machines ends.

/// Longest run of signs that breaks a word up and is still part of it.
const BREAK: usize = 4;

/// How many signs are looked over for the letter that goes on.
const AHEAD: usize = 64;

/// Whether a character is a letter of Arabic script.
pub fn is_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{63f}' | '\u{641}'..='\u{64a}' | '\u{66e}'..='\u{6d3}' | '\u{6fa}'..='\u{6ff}')
        && !is_mark(c)
}

/// Whether a character is drawn on letters or between them and is no letter: vowel signs, tatweel.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}')
}

/// The one form of letters, digits and marks that are written in several ways; nothing for what may be left out.
pub(crate) fn fold(c: char) -> Option<char> {
    Some(match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' | 'ې' => 'ي',
        'ة' => 'ه',
        'ک' => 'ك',
        '٠'..='٩' => char::from_digit(u32::from(c) - 0x660, 10)?,
        '۰'..='۹' => char::from_digit(u32::from(c) - 0x6f0, 10)?,
        '،' | '٬' => ',',
        '؛' => ';',
        '؟' => '?',
        '٫' => '.',
        c if is_mark(c) || crate::token::is_invisible(c) => return None,
        c => c,
    })
}

/// Length of the Arabic word at the start: its letters and marks, over what breaks it up.
pub(crate) fn word_len(s: &str) -> usize {
    let mut end = 0;
    loop {
        let plain = |c: &char| is_letter(*c) || is_mark(*c);
        end += s[end..].chars().take_while(plain).map(char::len_utf8).sum::<usize>();
        match goes_on(&s[..end], &s[end..]) {
            Some(len) => end += len,
            None => return end,
        }
    }
}

/// How many bytes of signs break a word up that goes on behind them: between two tatweels anything short, beside one
/// full stops and stars.
fn goes_on(before: &str, rest: &str) -> Option<usize> {
    let tatweel = before.ends_with('ـ');
    let sign = |c: char| matches!(c, '.' | '*' | '-' | '_' | '/' | '~' | '•' | ' ' | '\'' | ',' | '،');
    let len: usize = rest.chars().take_while(|c| sign(*c)).take(BREAK).map(char::len_utf8).sum();
    let behind = &rest[len..];
    let tight = rest[..len].chars().all(|c| matches!(c, '.' | '*' | '~' | '•'));
    // A bound, so that no text takes long.
    let mut ahead = behind.chars().take(AHEAD).skip_while(|c| matches!(c, 'ـ' | '.' | '*'));
    let opens = behind.starts_with('ـ') && ahead.next().is_some_and(is_letter);
    // A single star between two letters is put there to hide the word.
    let star = &rest[..len] == "*" && before.ends_with(is_letter) && behind.starts_with(is_letter);
    let fits = len > 0
        && (star
            || (tatweel && opens)
            || (tight && (tatweel && behind.starts_with(is_letter) || opens && before.ends_with(is_letter))));
    fits.then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_was_broken_up_is_one_word() {
        for whole in ["قـ.ـصف", "قصـ ـف", "العـ.ـ.ـدوان", "شـ.هيد", "ق.ـصف", "قـــصف", "قَصْف", "قص*ف"]
        {
            assert_eq!(word_len(whole), whole.len(), "{whole}");
        }
    }

    #[test]
    fn two_words_stay_two() {
        for (text, first) in [
            ("قصف على", "قصف"),
            ("انتهى.ثم", "انتهى"),
            ("رجل، امرأة", "رجل"),
            ("هــ قال", "هــ"),
            ("عاجل**قصف", "عاجل"),
        ] {
            assert_eq!(word_len(text), first.len(), "{text}");
        }
    }
}
