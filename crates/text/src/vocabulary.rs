//! The words of a text, by which reports that share rare ones are found, in whatever language they are. Enters: a
//! string. Leaves: numbers that stand for its words. Knows no language: case, marks and a word's place do not matter.

use crate::{TokenKind, arabic, tokenize};

/// The different words of a text as 32-bit hashes in ascending order. Two words meet by chance once in four thousand
/// million pairs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary(pub Vec<u32>);

/// The Arabic article, alone and after a letter that stands for "and", "with", "so", "like" or "to".
const PROCLITICS: [&str; 6] = ["وال", "بال", "فال", "كال", "لل", "ال"];
/// Endings of number and gender.
const ENDINGS: [&str; 10] = ["ها", "ان", "ات", "ون", "ين", "تين", "يه", "ته", "ه", "ي"];
/// Letters that must be left of a word after such a one is taken off.
const LEFT: usize = 3;

/// Takes the words of a text: of two characters or more, numbers among them. Of an Arabic word the small words written
/// into it and its ending are left away, so that its forms meet (light stemming; Larkey, Ballesteros and Connell 2007).
///
/// ```
/// let a = text::vocabulary("Shells fell on Orlivka.");
/// assert_eq!(a, text::vocabulary("ON ORLIVKA SHELLS FELL, fell"));
/// ```
pub fn vocabulary(text: &str) -> Vocabulary {
    let tokens = tokenize(text);
    let told = (0..tokens.len())
        .filter(|i| tokens.get(*i).is_some_and(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number)));
    let mut all: Vec<u32> = told.filter_map(|i| number(tokens.folded(i))).collect();
    all.sort_unstable();
    all.dedup();
    Vocabulary(all)
}

fn number(word: &str) -> Option<u32> {
    let plain: String = word.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
    let stem = stem(&plain);
    stem.chars().nth(1)?;
    let hash = stem
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    Some((hash ^ (hash >> 32)) as u32)
}

fn stem(word: &str) -> &str {
    if !word.starts_with(arabic::is_letter) {
        return word;
    }
    let left = |rest: &&str, letters: usize| rest.chars().count() >= letters;
    let and = |w| str::strip_prefix(w, 'و').filter(|rest| left(rest, LEFT + 1)).unwrap_or(w);
    let word = and(word);
    let word = PROCLITICS.iter().find_map(|p| word.strip_prefix(p).filter(|r| left(r, LEFT))).unwrap_or(word);
    ENDINGS.iter().find_map(|e| word.strip_suffix(e).filter(|r| left(r, LEFT))).unwrap_or(word)
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
