//! A name taken apart. Enters: a name as a list writes it, in any script. Leaves: its parts in order (given name,
//! father, grandfather, family), each folded to one spelling of its script; words such as "al-", "Abu" and "Abd al-" are
//! joined to the name that they belong to, titles and what stands in brackets are left out. Never guesses a part
//! that is not written.

use foldhash::HashMap;
use std::sync::LazyLock;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The words that are no name of their own.
const TABLE: &str = include_str!("../../../data/names/parts.tsv");
/// Parts of a name that are kept.
pub(crate) const MOST_PARTS: usize = 8;
/// Letters that must be left of an Arabic word that loses its article.
const LEAST_BARE: usize = 3;

/// How a word stands in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    Article,
    Before,
    Behind,
    Title,
}

static WORDS: LazyLock<HashMap<&'static str, Stands>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let words = lines.filter_map(|line| line.split_once('\t'));
    words
        .map(|(role, word)| {
            let stands = match role {
                "article" => Stands::Article,
                "before" => Stands::Before,
                "behind" => Stands::Behind,
                _ => Stands::Title,
            };
            (word, stands)
        })
        .collect()
});

/// Whether a text is written in Latin letters, judged by its first letter.
pub(crate) fn is_latin(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_none_or(|c| u32::from(c) < 0x250)
}

/// The parts of a name, in the order written.
pub(crate) fn parts(name: &str) -> Vec<String> {
    let folded = fold(name);
    let words = folded.split(|c: char| !(c.is_alphanumeric() || is_mark(c))).filter(|word| !word.is_empty());
    let mut parts: Vec<String> = Vec::new();
    // What waits for the word that it belongs to.
    let mut waiting = String::new();
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        match WORDS.get(word) {
            // At the end of a name such a word is a family's.
            Some(Stands::Title) if parts.is_empty() && waiting.is_empty() && words.peek().is_some() => {}
            Some(Stands::Article) => {}
            Some(Stands::Before) => waiting.push_str(spelling(word)),
            Some(Stands::Behind) if waiting.is_empty() && !parts.is_empty() => {
                if let Some(last) = parts.last_mut() {
                    last.push_str(bare(word));
                }
            }
            _ => {
                let word = split_off(bare(word));
                waiting.push_str(&word);
                parts.push(std::mem::take(&mut waiting));
            }
        }
    }
    if !waiting.is_empty() {
        parts.push(waiting);
    }
    parts.truncate(MOST_PARTS);
    parts
}

/// The one spelling that a joined word is kept in.
fn spelling(word: &str) -> &str {
    match word {
        "abo" | "abou" | "aboo" => "abu",
        "abdel" | "abdal" | "abdol" | "abd" => "abdul",
        "um" | "om" => "umm",
        "ben" => "bin",
        "ابي" | "ابا" => "ابو",
        other => other,
    }
}

/// An Arabic word with "Abu" or "Abd al-" fused to it, spelled as if it were apart.
fn split_off(word: &str) -> std::borrow::Cow<'_, str> {
    for head in ["ابو", "عبد"] {
        let rest = word.strip_prefix(head).and_then(|rest| rest.strip_prefix("ال"));
        if let Some(rest) = rest.filter(|rest| rest.chars().count() >= LEAST_BARE) {
            return format!("{head}{rest}").into();
        }
    }
    word.into()
}

/// An Arabic word without its article.
fn bare(word: &str) -> &str {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() >= LEAST_BARE).unwrap_or(word)
}

/// The ways to read a name: without what stands in brackets, and with it, where that is another name of the person or of
/// the family. What begins with "Abu" or "Umm" is named after a child and left aside.
pub(crate) fn readings(name: &str) -> Vec<Vec<String>> {
    let mut outside = String::with_capacity(name.len());
    let mut inside: Vec<String> = Vec::new();
    let mut depth = 0u32;
    for letter in name.chars() {
        match letter {
            '(' | '[' | '«' => {
                depth += 1;
                inside.push(String::new());
            }
            ')' | ']' | '»' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(letter),
            _ => inside.iter_mut().for_each(|text| text.push(letter)),
        }
    }
    let main = parts(&outside);
    let mut all = vec![main.clone()];
    for other in inside.iter().map(|text| parts(text)) {
        match other.as_slice() {
            [] => {}
            [one, ..] if KUNYA.iter().any(|kunya| one.starts_with(kunya)) => {}
            [family] if main.len() > 1 => {
                let kept = main.iter().take(main.len() - 1).chain([family]);
                all.push(kept.cloned().collect());
            }
            _ => all.push(other),
        }
    }
    all
}

/// How a name after a child begins.
const KUNYA: [&str; 4] = ["ابو", "ام", "abu", "umm"];

/// A part without "Abu".
pub(crate) fn without_abu(part: &str) -> &str {
    let rest = part.strip_prefix("ابو").or_else(|| part.strip_prefix("abu"));
    rest.filter(|rest| rest.chars().count() >= LEAST_BARE).unwrap_or(part)
}

/// Marks that belong to the letters of some scripts, as Burmese vowels do.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0900}'..='\u{1CFF}') && is_combining_mark(c)
}

/// Brings a text to one spelling: lower case, no marks on letters that have a plain form, Arabic letters folded.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(|c| !matches!(c, '\'' | '`')).map(|c| c.to_ascii_lowercase()).collect();
    }
    let kept = text.nfkd().filter(|c| {
        (!is_combining_mark(*c) || is_mark(*c))
            && !matches!(c, 'ـ' | '\'' | '’' | '‘' | 'ʼ' | 'ʿ' | 'ʾ' | '`' | 'ء' | '\u{200B}'..='\u{200F}')
    });
    kept.flat_map(char::to_lowercase)
        .map(|c| match c {
            'ى' | 'ی' => 'ي',
            'ة' => 'ه',
            'ک' => 'ك',
            'ٱ' => 'ا',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) {
        assert_eq!(parts(a), parts(b), "{a} | {b}");
    }

    #[test]
    fn spellings_of_arabic_names_have_the_same_parts() {
        same("أحمد إبراهيم", "احمد ابراهيم");
        same("فاطمة حلاسة", "فاطمه حلاسه");
        same("عبد الكريم موسى", "عبدالكريم موسي");
        same("ليلى أبو العيش", "ليلى ابوالعيش");
        same("مُحَمَّد", "محمـــد");
        same("Ali Abdel Karim", "Ali Abd al-Karim");
        same("Nur al-Din Haddad", "Nur El Din Haddad");
        same("Dr. Rima Haddad", "Rima al-Haddad");
    }

    #[test]
    fn what_stands_in_brackets_is_another_name_unless_it_is_a_child_s() {
        let read = |name: &str| readings(name).iter().map(|parts| parts.join(" ")).collect::<Vec<_>>();
        assert_eq!(read("Rima Haddad (Umm Sami)"), ["rima haddad"]);
        assert_eq!(read("Rima Haddad (al-Qandusi)"), ["rima haddad", "rima qandusi"]);
        assert_eq!(read("Umm Sami (Rima Nabil Haddad)"), ["ummsami", "rima nabil haddad"]);
        assert_eq!(read("Rima) Haddad ("), ["rima haddad"]);
    }

    #[test]
    fn a_name_of_joined_words_is_one_part() {
        assert_eq!(parts("Rima Abu al-Naja"), ["rima", "abunaja"]);
        assert_eq!(parts("محمد ساق الله").len(), 2);
        assert_eq!(parts("Олена Шевченко"), ["олена", "шевченко"]);
        assert_eq!(parts("").len(), 0);
    }
}
