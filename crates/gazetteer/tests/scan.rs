//! Names in running text: the longest one that begins at a word, and no more than it.

use gazetteer::Gazetteer;

fn longest(text: &str) -> Option<(usize, String)> {
    let words: Vec<&str> = text.split(' ').collect();
    let (taken, found) = Gazetteer::embedded().longest(&words)?;
    Some((taken, found[0].name.clone()))
}

#[test]
fn the_longest_name_is_taken() {
    assert_eq!(longest("Deir ez-Zor province was hit").map(|l| l.0), Some(2));
    assert_eq!(longest("San Salvador on Monday").map(|l| l.0), Some(2));
    assert_eq!(longest("New York police").map(|l| l.0), Some(2));
    assert_eq!(longest("United States of America and others").map(|l| l.0), Some(4));
    assert_eq!(longest("دير الزور اليوم").map(|l| l.0), Some(2));
}

#[test]
fn an_article_counts_as_part_of_a_name_but_a_preposition_does_not() {
    assert_eq!(longest("al-Raqqa today").map(|l| l.0), Some(1));
    assert_eq!(longest("Al Mayadin today").map(|l| l.0), Some(2));
    assert_eq!(longest("at Tripoli port"), None);
    assert_eq!(longest("as Syria said"), None);
}

#[test]
fn a_possessive_belongs_to_the_name() {
    assert_eq!(longest("Syria's army"), Some((1, "Syria".into())));
    assert_eq!(longest("Deir ez-Zor’s bridges").map(|l| l.0), Some(2));
}

#[test]
fn what_begins_with_no_name_is_nothing() {
    for text in ["xqzt wzzk", "", "-", "… and then", "of"] {
        assert!(longest(text).is_none_or(|l| l.0 == 1), "{text:?}");
    }
    assert_eq!(longest("xqzt wzzk"), None);
    assert_eq!(longest(""), None);
    assert_eq!(Gazetteer::embedded().longest(&[]), None);
}

#[test]
fn an_article_ends_no_name() {
    // Before another word "Ul" is the Arabic article; alone it is none, so it does not stand for the places called Al.
    assert_eq!(longest("Ul Aa"), None);
}

proptest::proptest! {
    /// A name found in running text is one that a lookup of the same words finds.
    #[test]
    fn scanning_agrees_with_looking_up(words in proptest::collection::vec("[A-Z][a-z]{1,6}", 1..4)) {
        let world = Gazetteer::embedded();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if let Some((taken, found)) = world.longest(&words) {
            let looked_up = world.lookup(&words[..taken].join(" "));
            proptest::prop_assert!(looked_up.iter().any(|m| m.id == found[0].id));
        }
    }

    /// Any text at all can be asked for.
    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,40}") {
        let world = Gazetteer::embedded();
        let words: Vec<&str> = text.split_whitespace().collect();
        let taken = world.longest(&words).map_or(0, |l| l.0);
        proptest::prop_assert!(taken <= words.len().min(6));
        let _ = world.lookup(&text);
        for found in world.lookup(&text) {
            proptest::prop_assert!(found.lat.abs() <= 90.0 && found.lon.abs() <= 180.0);
        }
    }
}
