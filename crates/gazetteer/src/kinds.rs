//! The words by which a report says what kind of place it names. Enters: a folded name. Leaves: the name
//! without such a word, and which kinds it fits. Never touches a name that is nothing but such a word.

use value::PlacePrecision::{
    self, City, Country, District, Neighbourhood, Province, Subdistrict, Town, Village,
};

/// Kinds that a word fits, the likeliest first.
type Kinds = &'static [PlacePrecision];

const SETTLED: Kinds = &[City, Town, Village, Neighbourhood];
const QUARTER: Kinds = &[Neighbourhood, Village, Town, Subdistrict];
const FIRST: Kinds = &[Province];
const SECOND: Kinds = &[District, Subdistrict, Province, Neighbourhood];

const AFTER: &[(&str, Kinds)] = &[
    ("refugee camp", QUARTER),
    ("camp", QUARTER),
    ("neighborhood", QUARTER),
    ("neighbourhood", QUARTER),
    ("city", SETTLED),
    ("town", SETTLED),
    ("township", SETTLED),
    ("village", SETTLED),
    ("governorate", FIRST),
    ("province", FIRST),
    ("oblast", FIRST),
    ("region", FIRST),
    ("state", FIRST),
    ("department", FIRST),
    ("countryside", FIRST),
    ("district", SECOND),
    ("subdistrict", SECOND),
    ("county", SECOND),
    ("municipality", SECOND),
    ("raion", SECOND),
];

const BEFORE: &[(&str, Kinds)] = &[
    ("city of", SETTLED),
    ("town of", SETTLED),
    ("village of", SETTLED),
    ("camp of", QUARTER),
    ("governorate of", FIRST),
    ("province of", FIRST),
    ("state of", FIRST),
    ("department of", FIRST),
    ("district of", SECOND),
    ("county of", SECOND),
    ("republic of", &[Country]),
    ("مدينه", SETTLED),
    ("قريه", SETTLED),
    ("بلده", SETTLED),
    ("مخيم", QUARTER),
    ("حي", QUARTER),
    ("محافظه", FIRST),
    ("ريف", FIRST),
    ("ولايه", FIRST),
    ("منطقه", SECOND),
    ("قضاء", SECOND),
];

/// Takes the word for the kind off a folded name.
pub(crate) fn without_kind(key: &str) -> Option<(&str, Kinds)> {
    let key = without_the(key);
    let after = AFTER.iter().filter_map(|(word, kinds)| Some((before_word(key, word)?, *kinds)));
    let before = BEFORE.iter().filter_map(|(word, kinds)| Some((after_word(key, word)?, *kinds)));
    after.chain(before).next()
}

/// A folded name without the English article.
pub(crate) fn without_the(key: &str) -> &str {
    key.strip_prefix("the ").unwrap_or(key)
}

/// A name as written without the English possessive.
pub(crate) fn without_possessive(word: &str) -> Option<&str> {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).filter(|owner| !owner.is_empty())
}

fn before_word<'a>(key: &'a str, word: &str) -> Option<&'a str> {
    key.strip_suffix(word)?.strip_suffix(' ').filter(|rest| !rest.is_empty())
}

fn after_word<'a>(key: &'a str, word: &str) -> Option<&'a str> {
    key.strip_prefix(word)?.strip_prefix(' ').filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_for_the_kind_comes_off_either_end() {
        assert_eq!(without_kind("deir al zor province").map(|k| k.0), Some("deir al zor"));
        assert_eq!(without_kind("the village of kashkia").map(|k| k.0), Some("kashkia"));
        assert_eq!(without_kind("province"), None);
        assert_eq!(without_kind("kuwait"), None);
    }
}
