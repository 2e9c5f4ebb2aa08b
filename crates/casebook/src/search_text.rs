//! Text as the search index has it. Enters: a text or what a person searches for. Leaves: the same folded, so that
//! spellings that a reader takes for one are one: case, accents, Arabic vowel marks, tatweel, forms of hamza,
//! digits of any script. Never shown to anybody.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Folds a text. Characters of scripts that put no spaces between words stand alone, so that a word is found as a
/// phrase of them.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            decompose_compatible(c, |part| push(part, &mut out));
        }
    }
    out
}

fn push(c: char, out: &mut String) {
    if is_dropped(c) {
        return;
    }
    if is_unspaced(c) {
        out.extend([' ', c, ' ']);
    } else if let Some(same) = same_letter(c) {
        out.push(same);
    } else {
        out.extend(c.to_lowercase());
    }
}

/// Marks on Latin, Greek, Cyrillic, Hebrew and Arabic letters, the lone hamza, tatweel and joiners. The marks of
/// other scripts are vowels, without which words are other words.
fn is_dropped(c: char) -> bool {
    let marked = matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}' | '\u{8D3}'..='\u{8FF}');
    (marked && is_combining_mark(c))
        || matches!(c, 'ء' | 'ـ' | '\u{200B}'..='\u{200F}' | '\u{AD}' | '\u{FEFF}')
}

/// Han, kana, Thai, Lao, Burmese and Khmer.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{2FFFF}')
}

/// Letters and digits that are written for one another.
fn same_letter(c: char) -> Option<char> {
    let digit = |zero: char| char::from_digit(u32::from(c) - u32::from(zero), 10);
    match c {
        'ى' | 'ی' => Some('ي'),
        'ک' => Some('ك'),
        'ة' | 'ہ' | 'ە' => Some('ه'),
        'ٱ' => Some('ا'),
        '٠'..='٩' => digit('٠'),
        '۰'..='۹' => digit('۰'),
        _ => None,
    }
}

/// A word or phrase that a hit must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// Its words, folded.
    pub(crate) words: Vec<String>,
    /// Whether the last word may go on.
    pub(crate) prefix: bool,
}

/// Takes apart what a person searches for: words, phrases between quotation marks, beginnings with `*`. Whatever
/// else stands in it is passed over, so that no search is ill formed.
pub(crate) fn terms(query: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    for (n, part) in query.split(['"', '“', '”', '„', '«', '»']).enumerate() {
        if n % 2 == 1 {
            terms.extend(term(part));
        } else {
            terms.extend(part.split_whitespace().filter_map(term));
        }
    }
    terms
}

fn term(part: &str) -> Option<Term> {
    let folded = fold(part.trim_end_matches('*'));
    let words: Vec<String> = words(&folded).map(|(_, word)| word.to_owned()).collect();
    (!words.is_empty()).then(|| Term { words, prefix: part.ends_with('*') })
}

/// The words of a folded text with their byte offsets, split as FTS5's `unicode61` splits them: runs of letters
/// and digits.
pub(crate) fn words(folded: &str) -> impl Iterator<Item = (usize, &str)> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - folded.as_ptr() as usize, word))
}

/// Writes terms in the query language of FTS5, every one of them wanted.
pub(crate) fn to_fts5(terms: &[Term]) -> String {
    let written = terms.iter().map(|term| {
        // Folded words have no quotation marks.
        let star = if term.prefix { "*" } else { "" };
        format!("\"{}\"{star}", term.words.join(" "))
    });
    written.collect::<Vec<_>>().join(" AND ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_spellings_that_readers_take_for_one_are_one() {
        assert_eq!(fold("مَدْرَسَة"), fold("مدرسه"));
        assert_eq!(fold("أحمد إدلب آمنة"), fold("احمد ادلب امنه"));
        assert_eq!(fold("قـــتـــل ٧ مدنيين"), fold("قتل 7 مدنيين"));
        assert_eq!(fold("مسؤول"), fold("مسوول"));
    }

    #[test]
    fn accents_and_case_do_not_tell_words_apart() {
        assert_eq!(fold("Šibenik Ürümqi ODESA"), "sibenik urumqi odesa");
        assert_eq!(fold("Лікарня Київ"), fold("ЛІКАРНЯ КИЇВ"));
    }

    #[test]
    fn a_search_is_words_phrases_and_beginnings() {
        let found = terms("market \"two shells\" hosp* 'AND' (");
        let words: Vec<_> = found.iter().map(|term| term.words.join(" ")).collect();
        assert_eq!(words, ["market", "two shells", "hosp", "and"]);
        assert_eq!(to_fts5(&found[..3]), "\"market\" AND \"two shells\" AND \"hosp\"*");
        assert_eq!(terms("— … \""), []);
    }
}
