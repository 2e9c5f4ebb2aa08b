//! Classes of small words that steer reading, from the files `words.tsv` of all languages. Enters: a word in lower case.
//! Leaves: whether it is of a class.

use crate::language;
use crate::lexicon::lines;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A class of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Words that may stand between a number or article and its noun, beside adjectives that end as adjectives do.
    Modifier,
    /// Units after which a number does not count people.
    Unit,
    /// Month names, beside which a number in digits is a day.
    Month,
    /// Titles before a name.
    Title,
    /// Small words inside names.
    NameParticle,
    /// Words that are capitalised in names of things, never of people.
    NoPerson,
    /// Prepositions that put an event at the place that follows.
    BeforePlace,
    /// Articles and particles inside place names.
    PlaceParticle,
    /// Words that begin sentences or name months and people, and are no places by themselves.
    NoPlace,
    /// Nouns of things that are called after places and people, and that no town's spelling stands for.
    NamedThing,
    /// Words that may stand between a verb of harm and its object.
    BeforeObject,
    /// Auxiliaries and adverbs between people and a verb of harm.
    Auxiliary,
    /// Words of kinship for those who mostly bear one family's name.
    Blood,
    /// What only grown people are called.
    Grown,
    /// Words of kinship: whoever has such kin is grown.
    OfGrown,
    /// Adverbs and the like between people and a verb of harm.
    Adverb,
    /// Verbs that make their subject the one who attacks.
    Attacking,
    /// Words beside which a thing that is named was hit.
    Striking,
}

impl Class {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "modifier" => Self::Modifier,
            "unit" => Self::Unit,
            "month" => Self::Month,
            "title" => Self::Title,
            "name_particle" => Self::NameParticle,
            "no_person" => Self::NoPerson,
            "before_place" => Self::BeforePlace,
            "place_particle" => Self::PlaceParticle,
            "no_place" => Self::NoPlace,
            "named_thing" => Self::NamedThing,
            "before_object" => Self::BeforeObject,
            "auxiliary" => Self::Auxiliary,
            "blood" => Self::Blood,
            "grown" => Self::Grown,
            "of_grown" => Self::OfGrown,
            "adverb" => Self::Adverb,
            "attacking" => Self::Attacking,
            "striking" => Self::Striking,
            _ => return None,
        })
    }
}

type Table = HashMap<String, u32, foldhash::fast::FixedState>;

/// Whether a word is of a class.
pub(crate) fn is(word: &str, class: Class) -> bool {
    static TABLE: OnceLock<Table> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table = Table::default();
        for (word, attributes) in language::files("words.tsv").flat_map(lines) {
            if let Some(class) = Class::from_word(attributes.head()) {
                *table.entry(language::form(word)).or_default() |= 1 << class as u32;
            }
        }
        table
    });
    table.get(word).is_some_and(|classes| classes & (1 << class as u32) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_names_a_class() {
        for (word, attributes) in language::files("words.tsv").flat_map(lines) {
            assert!(Class::from_word(attributes.head()).is_some(), "{word}");
        }
    }

    #[test]
    fn a_word_may_be_of_several_classes() {
        assert!(is("al", Class::NameParticle) && is("al", Class::PlaceParticle) && !is("al", Class::Unit));
    }
}
