//! The words of a text, by which reports that share rare ones are found, in whatever language they are. Enters: a
//! string. Leaves: numbers that stand for its words. Knows no language: case, marks and a word's place do not matter.

/// The different words of a text as 32-bit hashes in ascending order. Two words meet by chance once in four thousand
/// million pairs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary(pub Vec<u32>);

/// The Arabic article, alone and after a letter that stands for "and", "with", "so", "like" or "to".
const PROCLITICS: [&str; 6] = ["وال", "بال", "فال", "كال", "لل", "ال"];
/// Letters that must be left of a word after such a one is taken off.
const LEFT: usize = 3;

/// Takes the words of a text: of two characters or more, numbers among them.
///
/// ```
/// let a = text::vocabulary("Shells fell on Orlivka.");
/// assert_eq!(a, text::vocabulary("ON ORLIVKA SHELLS FELL, fell"));
/// ```
pub fn vocabulary(text: &str) -> Vocabulary {
    let words = text.split(|c: char| !(c.is_alphanumeric() || is_mark(c)));
    let mut all: Vec<u32> = words.filter_map(number).collect();
    all.sort_unstable();
    all.dedup();
    Vocabulary(all)
}

fn number(word: &str) -> Option<u32> {
    let plain: String =
        word.chars().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase).map(plain).collect();
    let bare = bare(&plain);
    bare.chars().nth(1)?;
    let hash = bare
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    Some((hash ^ (hash >> 32)) as u32)
}

/// Marks that may be written or left out: accents that stand alone, Arabic vowel signs, the tatweel.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | 'ـ' | '\u{200c}'..='\u{200f}')
}

/// One letter for those that Arabic writers take for one another, and for digits of either script.
fn plain(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        '٠'..='٩' => char::from_digit(u32::from(c) - 0x660, 10).unwrap_or(c),
        c => c,
    }
}

fn bare(word: &str) -> &str {
    let bare =
        PROCLITICS.iter().find_map(|p| word.strip_prefix(p).filter(|rest| rest.chars().count() >= LEFT));
    bare.unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::vocabulary;

    #[test]
    fn arabic_words_meet_with_and_without_article_marks_and_tatweel() {
        assert_eq!(vocabulary("قصف على البصيرة"), vocabulary("قَصـف على بصيره"));
        assert_eq!(vocabulary("والمدرسة"), vocabulary("مدرسة"));
        assert_eq!(vocabulary("٢٠١٧"), vocabulary("2017"));
    }

    #[test]
    fn single_letters_and_signs_are_no_words() {
        assert!(vocabulary("a – b, !").0.is_empty());
    }
}
