//! Names brought to a common form. Enters: a name as a gazetteer, a registry or a report writes it. Leaves:
//! a key under which spellings of one name meet. Never shown to anyone.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Articles that transliterations put before Arabic names, or leave out.
const ARTICLES: &[&str] = &["al", "el", "an", "ar", "as", "ash", "at", "ad", "az", "the"];
/// Words that say what a place is, not which.
const PLACE_WORDS: &[&str] = &["city", "town", "village", "of"];

/// Folds a name: no case, marks, articles or punctuation.
pub(crate) fn fold(name: &str) -> String {
    words(name).join(" ")
}

/// Folds a place's name, leaving out words such as "town".
pub(crate) fn fold_place(name: &str) -> String {
    let all = words(name);
    let kept: Vec<&str> = all.iter().map(String::as_str).filter(|w| !PLACE_WORDS.contains(w)).collect();
    if kept.is_empty() { all.join(" ") } else { kept.join(" ") }
}

/// First and last word of a person's name; `None` for a name of one word, which names too many.
pub(crate) fn fold_person(name: &str) -> Option<String> {
    let words = words(name);
    match words.as_slice() {
        [first, .., last] => Some(format!("{first} {last}")),
        _ => None,
    }
}

fn words(name: &str) -> Vec<String> {
    let plain: String = name
        .nfkd()
        .filter(|c| {
            !is_combining_mark(*c) && !matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʿ' | 'ʾ' | '`' | 'ـ' | '.')
        })
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ى' => 'ي',
            'ة' => 'ه',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    let all: Vec<String> = plain.split_whitespace().map(bare).collect();
    let kept: Vec<String> = all.iter().filter(|w| !ARTICLES.contains(&w.as_str())).cloned().collect();
    if kept.is_empty() { all } else { kept }
}

/// Takes the Arabic article off a word that is long enough to lose it.
fn bare(word: &str) -> String {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() > 2).unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_person, fold_place};

    #[test]
    fn spellings_of_one_name_meet() {
        assert_eq!(fold("U.S.-led Coalition"), fold("US-led coalition"));
        assert_eq!(fold_place("the town of Al-Búsayrah"), fold_place("Busayrah"));
        assert_eq!(fold_place("البصيرة"), fold_place("بصيره"));
    }

    #[test]
    fn a_name_never_folds_to_nothing_because_of_its_words() {
        assert_eq!(fold_place("City"), "city");
        assert_eq!(fold("Al"), "al");
    }

    #[test]
    fn a_person_is_known_by_first_and_last_word() {
        assert_eq!(fold_person("Rima Khaled al-Hamdawi"), fold_person("Rima Hamdawi"));
        assert_eq!(fold_person("Rima"), None);
    }
}
