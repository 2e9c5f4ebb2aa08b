//! Judges which of a place's names are worth a key. Enters: an entry. Leaves: its exact keys and its
//! sounds. Never drops the main name.

use crate::entry::Entry;
use crate::fold::{fold, without_article};
use crate::phonetic::{Sound, skeleton, skeleton_of, sound};
use std::collections::BTreeSet;
use value::PlacePrecision;

/// Countries whose names reach Latin script by transliteration, so that spellings vary: variants are
/// sought there only. ISO 3166-1 alpha-2.
const TRANSLITERATED: &[[u8; 2]] = &[
    *b"AE", *b"AF", *b"AM", *b"AZ", *b"BD", *b"BH", *b"BY", *b"DJ", *b"DZ", *b"EG", *b"EH", *b"ER", *b"ET",
    *b"GE", *b"IL", *b"IQ", *b"IR", *b"JO", *b"KG", *b"KW", *b"KZ", *b"LB", *b"LY", *b"MA", *b"MM", *b"MR",
    *b"OM", *b"PK", *b"PS", *b"QA", *b"RU", *b"SA", *b"SD", *b"SO", *b"SS", *b"SY", *b"TD", *b"TJ", *b"TM",
    *b"TN", *b"TR", *b"UA", *b"UZ", *b"YE",
];

/// Those of them where names have no Arabic article.
const WITHOUT_ARTICLE: &[[u8; 2]] = &[
    *b"AM", *b"AZ", *b"BD", *b"BY", *b"ET", *b"GE", *b"KG", *b"KZ", *b"MM", *b"PK", *b"RU", *b"TJ", *b"TM",
    *b"UA", *b"UZ",
];

/// Countries beside those whose names are transliterated where Cyrillic is at home.
const CYRILLIC: &[[u8; 2]] = &[*b"BA", *b"BG", *b"MD", *b"ME", *b"MK", *b"MN", *b"RS", *b"XK"];

/// A place of fewer people has no key in a script that is foreign to its country, nor, where names are
/// not transliterated, in a foreign respelling: `Nesvilis` for Nashville would only find false places.
const KNOWN_ABROAD: u32 = 100_000;

/// Countries where one spelling prevails, so that variants of their lesser places would only be found by mistake.
const SETTLED_SPELLING: &[[u8; 2]] =
    &[*b"AM", *b"AZ", *b"BY", *b"GE", *b"KG", *b"KZ", *b"RU", *b"TJ", *b"TM", *b"TR", *b"UZ"];

/// Words that stand among aliases because a division or a suburb is called so at home, and that elsewhere name nothing.
const NOT_NAMES: &[&str] = &[
    "center",
    "central",
    "centre",
    "city",
    "east",
    "eastern",
    "hospital",
    "north",
    "northern",
    "school",
    "south",
    "southern",
    "station",
    "town",
    "university",
    "village",
    "west",
    "western",
];

/// A skeleton of fewer letters says too little to find variants by.
pub(crate) const SHORTEST_SKELETON: usize = 2;

/// The main name's exact keys first, then those of the aliases.
pub(crate) fn exact_keys(entry: &Entry) -> Vec<String> {
    let mut keys = own_keys(entry, &entry.name);
    for alias in kept_aliases(entry) {
        for key in own_keys(entry, alias) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}

/// The exact keys of one of an entry's names: as it stands, and without an article where names drop it.
pub(crate) fn own_keys(entry: &Entry, name: &str) -> Vec<String> {
    let key = fold(name);
    let bare = without_article(&key).filter(|_| has_articles(entry.country)).map(str::to_owned);
    [Some(key), bare].into_iter().flatten().filter(|key| !key.is_empty() && key.len() < 200).collect()
}

/// The distinct sounds of an entry's names in Latin script with their skeletons, for countries whose
/// spellings vary. Only spellings of the main name or of one in the country's own script count: names of
/// former days and of far languages are found as they are written, or not at all.
pub(crate) fn sounds(entry: &Entry) -> BTreeSet<(String, String)> {
    let lesser = entry.population < KNOWN_ABROAD && SETTLED_SPELLING.contains(&entry.country);
    if lesser || !is_transliterated(entry.country) {
        return BTreeSet::new();
    }
    let (latin, native): (Vec<&String>, Vec<&String>) = kept_aliases(entry).partition(|name| is_latin(name));
    let own: BTreeSet<String> = native.into_iter().chain([&entry.name]).map(|name| skeleton(name)).collect();
    let names = latin.into_iter().chain([&entry.name]);
    let sounds = names.filter_map(|name| skeleton_and_phones(sound(&fold(name))));
    sounds.filter(|(skeleton, _)| own.contains(skeleton)).collect()
}

fn is_latin(name: &str) -> bool {
    name.chars().all(|c| !c.is_alphabetic() || script(c) == Some(Script::Latin))
}

fn skeleton_and_phones(sound: Sound) -> Option<(String, String)> {
    let skeleton = skeleton_of(&sound.phones);
    ((SHORTEST_SKELETON..40).contains(&skeleton.len())).then_some((skeleton, sound.phones))
}

/// The aliases that are worth a key. A country's were chosen by hand, and `UK` is one of them.
fn kept_aliases(entry: &Entry) -> impl Iterator<Item = &String> {
    let chosen = entry.precision == PlacePrecision::Country;
    let known = entry.population >= KNOWN_ABROAD;
    let local = skeleton(&entry.name);
    let at_home = move |alias: &str| {
        is_at_home(alias, entry.country) && (is_transliterated(entry.country) || skeleton(alias) != local)
    };
    let kept = move |alias: &&String| chosen || is_worth_keeping(alias) && (known || at_home(alias));
    entry.aliases.iter().filter(kept)
}

fn is_at_home(alias: &str, country: [u8; 2]) -> bool {
    match alias.chars().find(|c| c.is_alphabetic()).and_then(script) {
        Some(Script::Cyrillic) => is_transliterated(country) || CYRILLIC.contains(&country),
        Some(Script::Arabic | Script::Hebrew) => is_transliterated(country),
        _ => true,
    }
}

/// Whether spellings of a country's names vary by transliteration.
pub(crate) fn is_transliterated(country: [u8; 2]) -> bool {
    TRANSLITERATED.contains(&country)
}

/// Whether names in a country may begin with the Arabic article.
pub(crate) fn has_articles(country: [u8; 2]) -> bool {
    is_transliterated(country) && !WITHOUT_ARTICLE.contains(&country)
}

/// Whether an alias is a name that a report may write: in one of the four scripts, with a capital where
/// the script has them, and neither a code nor a stub.
pub(crate) fn is_worth_keeping(alias: &str) -> bool {
    if NOT_NAMES.iter().any(|word| alias.eq_ignore_ascii_case(word)) {
        return false;
    }
    let mut letters = alias.chars().filter(|c| c.is_alphabetic()).peekable();
    let Some(first) = letters.peek().copied() else { return false };
    let Some(of_first) = script(first) else { return false };
    if alias.chars().any(|c| c.is_alphabetic() && script(c).is_none()) {
        return false;
    }
    let length = alias.chars().filter(|c| c.is_alphabetic()).count();
    match of_first {
        Script::Latin => has_capital(alias) && !is_code(alias) && length >= 3,
        Script::Cyrillic => length >= 3,
        Script::Arabic | Script::Hebrew => length >= 2,
    }
}

/// GeoNames writes machine romanisations in lower case; a name that people write has a capital, if only
/// after an article.
fn has_capital(alias: &str) -> bool {
    let word = alias.trim_start_matches(['\'', '’', '‘', '`', 'ʿ', 'ʾ']);
    let starts = word.chars().next().is_some_and(char::is_uppercase);
    starts || alias.split([' ', '-', '\'', '’']).nth(1).is_some_and(|w| w.starts_with(char::is_uppercase))
}

/// Codes of airports and the like: three or four capitals.
fn is_code(alias: &str) -> bool {
    alias.len() <= 4
        && alias.len() >= 3
        && alias.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

#[derive(Clone, Copy, PartialEq)]
enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Hebrew,
}

fn script(c: char) -> Option<Script> {
    Some(match c {
        'a'..='z'
        | 'A'..='Z'
        | '\u{00AA}'..='\u{02AF}'
        | '\u{02B0}'..='\u{02FF}'
        | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{0400}'..='\u{052F}' => Script::Cyrillic,
        '\u{05D0}'..='\u{05EA}' => Script::Hebrew,
        '\u{0620}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{FB50}'..='\u{FEFC}' => Script::Arabic,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_people_write_are_kept_and_codes_are_not() {
        for kept in ["Halab", "حلب", "Алеппо", "חאלב", "‘Azza", "al-Bukamal"] {
            assert!(is_worth_keeping(kept), "{kept}");
        }
        for dropped in ["ALP", "almwsl", "North", "アレッポ", "Χαλέπι", "Ap", "12"] {
            assert!(!is_worth_keeping(dropped), "{dropped}");
        }
    }
}
