//! Given names and the sex of those who mostly bear them, from `data/names/given_names.tsv`. Enters: a word of a
//! name. Leaves: whether it is a known given name, and its sex where one is usual.

use crate::{language, lexicon};
use std::collections::HashMap;
use std::sync::OnceLock;
use value::Sex;

const FILE: &str = include_str!("../../../data/names/given_names.tsv");

/// Whose name a given name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bearer {
    Of(Sex),
    Either,
}

impl Bearer {
    /// The sex, where one is usual.
    pub(crate) fn sex(self) -> Option<Sex> {
        match self {
            Self::Of(sex) => Some(sex),
            Self::Either => None,
        }
    }
}

type Map<K> = HashMap<K, Bearer, foldhash::fast::FixedState>;

struct Table {
    exact: Map<&'static str>,
    /// Names whose Latin spelling varies, by what their spellings have in common.
    spelled: Map<String>,
    /// Names in scripts without capitals.
    uncased: Map<String>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table { exact: Map::default(), spelled: Map::default(), uncased: Map::default() };
        table.exact.reserve(FILE.len() / 9);
        for line in FILE.lines().filter(|l| !l.starts_with('#')) {
            let Some((name, rest)) = line.split_once('\t') else { continue };
            let bearer = match rest.as_bytes().first() {
                Some(b'f') => Bearer::Of(Sex::Female),
                Some(b'm') => Bearer::Of(Sex::Male),
                _ => Bearer::Either,
            };
            table.exact.insert(name, bearer);
            if rest.ends_with('~') {
                let had = table.spelled.entry(sketch(name)).or_insert(bearer);
                if *had != bearer {
                    *had = Bearer::Either;
                }
            }
        }
        for (name, attributes) in language::files("names.tsv").flat_map(lexicon::lines) {
            let sex = attributes.get("sex").and_then(Sex::from_word);
            table.uncased.insert(language::form(name), sex.map_or(Bearer::Either, Bearer::Of));
        }
        table
    })
}

/// Who bears a given name; `None` where it is not known as one. Takes any case and accents.
pub(crate) fn bearer(word: &str) -> Option<Bearer> {
    let table = table();
    if let Some(found) = table.exact.get(word) {
        return Some(*found);
    }
    if word.starts_with(text::is_arabic) {
        return table.uncased.get(word).copied();
    }
    let plain = plain(word);
    if plain.len() < 3 {
        return None;
    }
    table.exact.get(plain.as_str()).or_else(|| table.spelled.get(&sketch(&plain))).copied()
}

/// A word in lower case without accents and apostrophes.
pub(crate) fn plain(word: &str) -> String {
    let letter = |c: char| match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ō' | 'ø' | 'ő' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ñ' | 'ń' | 'ň' => 'n',
        'ç' | 'ć' | 'č' => 'c',
        'š' | 'ś' | 'ş' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ý' | 'ÿ' => 'y',
        'ł' => 'l',
        'ğ' => 'g',
        'ř' => 'r',
        c => c,
    };
    word.chars().filter(|c| *c != '\'').flat_map(char::to_lowercase).map(letter).collect()
}

/// What spellings of one name in Latin letters have in common: single letters for doubled ones, one sign for
/// vowels that are heard alike.
pub(crate) fn sketch(word: &str) -> String {
    let word = word.strip_suffix('h').filter(|w| w.ends_with(['a', 'e'])).unwrap_or(word);
    let mut out = String::with_capacity(word.len());
    let mut last = ' ';
    for c in word.replace("ee", "i").replace("oo", "u").replace("ou", "u").replace("ei", "ai").chars() {
        let c = match c {
            'e' => 'a',
            'o' => 'u',
            'y' => 'i',
            'q' => 'k',
            'w' if last == 'u' => continue,
            '\'' => continue,
            c => c,
        };
        if c != last {
            out.push(c);
        }
        last = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_are_one_name() {
        for name in ["mohammed", "Muhammad", "mohamad", "muhammed", "Mohammmad"] {
            assert_eq!(bearer(&name.to_lowercase()), Some(Bearer::Of(Sex::Male)), "{name}");
        }
        for name in ["sarah", "fatimah", "olena", "chaya", "guadalupe", "saddika", "zaynab"] {
            assert_ne!(bearer(name), Some(Bearer::Of(Sex::Male)), "{name}");
        }
    }

    #[test]
    fn a_name_that_both_bear_says_no_sex() {
        assert_eq!(bearer("nour"), Some(Bearer::Either));
        assert_eq!(bearer("qwzx"), None);
    }
}
