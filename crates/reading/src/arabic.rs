//! How Arabic writes small words into others: "and", "so", "in", "to", "like" before a word, and the article. Enters: a
//! word in its folded form. Leaves: the pieces that it is made of, each in the form that the lexicon knows.

use crate::language::Vocabulary;
use text::Piece;

/// Letters that may be a word of their own before another, in the order in which they may stand.
const BEFORE: [&[char]; 2] = [&['و', 'ف'], &['ب', 'ل', 'ك']];

/// Fewest letters that are left of a word which no lexicon knows.
const LEFT: usize = 3;

/// Whether a word is written in Arabic letters.
pub(crate) fn is_word(word: &str) -> bool {
    word.starts_with(text::is_arabic)
}

/// The word without its article: "المدينة" as "مدينة".
pub(crate) fn without_article(word: &str) -> &str {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() >= LEFT).unwrap_or(word)
}

/// Whether a word is written as a dual, which only its vowel tells from the plural: "مواطنَين".
pub(crate) fn is_dual(written: &str) -> bool {
    written.strip_suffix("ين").is_some_and(|stem| stem.ends_with('\u{64e}'))
}

/// Whether a word of a phrase is another with a small word before it: "and" before a word that stands alone elsewhere, or
/// any before the article.
pub(crate) fn is_joined(word: &str, known: &Vocabulary) -> bool {
    let and = word.strip_prefix('و').is_some_and(|rest| known.has(without_article(rest)));
    let article = ["وال", "بال", "كال", "فال", "لل"].iter().find_map(|p| word.strip_prefix(p));
    and || article.is_some_and(|rest| rest.chars().count() >= LEFT && known.has(rest))
}

/// Cuts a word. One that the lexicon or the gazetteer knows whole stays whole; a letter is cut off before a word that
/// either knows, or that has the article.
pub(crate) fn cut(known: &Vocabulary, is_name: &dyn Fn(&str) -> bool, word: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = word;
    for letters in BEFORE {
        if let Some((letter, behind)) = leading(known, is_name, rest, letters) {
            let gloss = known.gloss(letter).unwrap_or(letter);
            pieces.push(Piece { letters: 1, folded: gloss.to_owned() });
            rest = behind;
        }
    }
    let folded = match known.gloss(rest) {
        Some(gloss) => gloss,
        // "للمدينة": the article loses its first letter after "to".
        None if !pieces.is_empty() && rest.starts_with('ل') && !is_known(known, is_name, rest) => {
            &rest['ل'.len_utf8()..]
        }
        None => known.gloss(without_article(rest)).unwrap_or(without_article(rest)),
    };
    pieces.push(Piece { letters: rest.chars().count(), folded: folded.to_owned() });
    pieces
}

/// A letter that stands as a word before the rest, and that rest.
fn leading<'w>(
    known: &Vocabulary,
    is_name: &dyn Fn(&str) -> bool,
    word: &'w str,
    letters: &[char],
) -> Option<(&'w str, &'w str)> {
    let letter = word.chars().next().filter(|c| letters.contains(c))?;
    let (letter, rest) = word.split_at(letter.len_utf8());
    // A small word behind the letter is likelier than a place of that name ("وإن" is also a town).
    let small = known.gloss(rest).is_some() && known.gloss(word).is_none() && !known.has(word);
    if rest.chars().count() < 2 || !small && is_known(known, is_name, word) {
        return None;
    }
    let article = rest.starts_with("ال") && rest.chars().count() >= LEFT + 2;
    let after_to = letter == "ل" && rest.starts_with('ل') && rest.chars().count() > LEFT;
    let deeper = letters == BEFORE[0] && leading(known, is_name, rest, BEFORE[1]).is_some();
    (article || after_to || deeper || is_known(known, is_name, rest)).then_some((letter, rest))
}

fn is_known(known: &Vocabulary, is_name: &dyn Fn(&str) -> bool, word: &str) -> bool {
    let bare = without_article(word);
    known.gloss(word).or(known.gloss(bare)).is_some()
        || known.has(bare)
        || (word.chars().count() >= LEFT && (is_name(word) || bare != word && is_name(bare)))
}
