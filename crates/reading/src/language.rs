//! The languages that are read: which files each has, and how its words are cut. Enters: a text. Leaves: its tokens,
//! small words that the grammar asks for in the form that it knows them by. A language is a folder under
//! `data/lexicon` and an entry here; one that writes small words into others also has a file that cuts them.
//!
//! The grammar of this crate is written over small words ("and", "in", "of", "who"), named in English. Which words of
//! another language do the same is said by its `gloss.tsv`.

use crate::arabic;
use crate::lexicon::lines;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use text::Tokens;

struct Language {
    /// ISO 639-1.
    code: &'static str,
    files: &'static [(&'static str, &'static str)],
}

const LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        files: &[
            ("numbers.tsv", include_str!("../../../data/lexicon/en/numbers.tsv")),
            ("bounds.tsv", include_str!("../../../data/lexicon/en/bounds.tsv")),
            ("people.tsv", include_str!("../../../data/lexicon/en/people.tsv")),
            ("harm.tsv", include_str!("../../../data/lexicon/en/harm.tsv")),
            ("means.tsv", include_str!("../../../data/lexicon/en/means.tsv")),
            ("targets.tsv", include_str!("../../../data/lexicon/en/targets.tsv")),
            ("damage.tsv", include_str!("../../../data/lexicon/en/damage.tsv")),
            ("sources.tsv", include_str!("../../../data/lexicon/en/sources.tsv")),
            ("cues.tsv", include_str!("../../../data/lexicon/en/cues.tsv")),
            ("words.tsv", include_str!("../../../data/lexicon/en/words.tsv")),
            ("calendar.tsv", include_str!("../../../data/lexicon/en/calendar.tsv")),
            ("stances.tsv", include_str!("../../../data/lexicon/en/stances.tsv")),
        ],
    },
    Language {
        code: "ar",
        files: &[
            ("numbers.tsv", include_str!("../../../data/lexicon/ar/numbers.tsv")),
            ("bounds.tsv", include_str!("../../../data/lexicon/ar/bounds.tsv")),
            ("people.tsv", include_str!("../../../data/lexicon/ar/people.tsv")),
            ("harm.tsv", include_str!("../../../data/lexicon/ar/harm.tsv")),
            ("means.tsv", include_str!("../../../data/lexicon/ar/means.tsv")),
            ("targets.tsv", include_str!("../../../data/lexicon/ar/targets.tsv")),
            ("damage.tsv", include_str!("../../../data/lexicon/ar/damage.tsv")),
            ("sources.tsv", include_str!("../../../data/lexicon/ar/sources.tsv")),
            ("cues.tsv", include_str!("../../../data/lexicon/ar/cues.tsv")),
            ("words.tsv", include_str!("../../../data/lexicon/ar/words.tsv")),
            ("calendar.tsv", include_str!("../../../data/lexicon/ar/calendar.tsv")),
            ("stances.tsv", include_str!("../../../data/lexicon/ar/stances.tsv")),
            ("actors.tsv", include_str!("../../../data/lexicon/ar/actors.tsv")),
            ("names.tsv", include_str!("../../../data/lexicon/ar/names.tsv")),
            ("gloss.tsv", include_str!("../../../data/lexicon/ar/gloss.tsv")),
        ],
    },
];

type Map = HashMap<String, String, foldhash::fast::FixedState>;

/// The words of a language by which others are cut.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// Small words and the form that the grammar knows them by.
    gloss: Map,
    words: HashSet<String, foldhash::fast::FixedState>,
}

impl Vocabulary {
    /// The small word that a word stands for.
    pub(crate) fn gloss(&self, word: &str) -> Option<&str> {
        self.gloss.get(word).map(String::as_str)
    }

    /// Whether a word stands in a phrase of the lexicon.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

/// The texts of a file, one for each language that has it.
pub(crate) fn files(name: &str) -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().flat_map(|l| l.files).filter(move |(n, _)| *n == name).map(|(_, text)| *text)
}

/// Whether a language (BCP 47) is read, or could not be told.
pub(crate) fn is_read(tag: &str) -> bool {
    let code = tag.split(['-', '_']).next().unwrap_or("").to_lowercase();
    matches!(code.as_str(), "und" | "") || LANGUAGES.iter().any(|l| l.code == code)
}

/// The language that most letters of a text are written in, by its code.
pub(crate) fn of(text: &str) -> &'static str {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let balance = letters.map(|c| if text::is_arabic(c) { 1_i64 } else { -1 }).sum::<i64>();
    if balance > 0 { "ar" } else { "en" }
}

/// A text cut into tokens, with what of it is written in the language of its passage. A passage is a line.
pub(crate) struct Cut<'t> {
    pub(crate) tokens: Tokens<'t>,
    /// Tokens of another script than their passage, such as a name that is given in Arabic in an English sentence: words
    /// to be shown, not to be read. Empty where there is none.
    pub(crate) foreign: Vec<bool>,
}

/// Cuts a text into tokens, each passage as its language does. `is_name` says of a word in its folded form whether it
/// is the name of a place.
pub(crate) fn cut<'t>(text: &'t str, is_name: &dyn Fn(&str) -> bool) -> Cut<'t> {
    let tokens = text::tokenize(text);
    if text.is_ascii() || !text.contains(text::is_arabic) {
        return Cut { tokens, foreign: Vec::new() };
    }
    let passages = passages(text);
    let read_as_arabic =
        |at: usize| passages[passages.partition_point(|(end, _)| *end <= at).min(passages.len() - 1)].1;
    let tokens = tokens.recut(|token, word| {
        let cuts = arabic::is_word(word) && read_as_arabic(token.span.start);
        if cuts { arabic::cut(arabic(), is_name, word) } else { Vec::new() }
    });
    let foreign =
        tokens.iter().map(|t| t.span.of(text).starts_with(text::is_arabic) && !read_as_arabic(t.span.start));
    let foreign = foreign.collect();
    Cut { tokens, foreign }
}

/// Where each line ends, in bytes, and whether it is written in Arabic.
fn passages(text: &str) -> Vec<(usize, bool)> {
    let mut end = 0;
    let passage = |line: &str| {
        end += line.len();
        (end, of(line) == "ar")
    };
    text.split_inclusive('\n').map(passage).collect()
}

/// The form by which a single word of any language is known.
pub(crate) fn form(word: &str) -> String {
    if !arabic::is_word(word) {
        return word.to_owned();
    }
    let tokens = cut(word, &|_| false).tokens;
    tokens.folded(tokens.len().saturating_sub(1)).to_owned()
}

/// The words of the Arabic lexicon, read once.
fn arabic() -> &'static Vocabulary {
    static ARABIC: OnceLock<Vocabulary> = OnceLock::new();
    ARABIC.get_or_init(|| vocabulary("ar"))
}

fn vocabulary(code: &str) -> Vocabulary {
    let mut out = Vocabulary::default();
    for (name, file) in LANGUAGES.iter().filter(|l| l.code == code).flat_map(|l| l.files) {
        for (phrase, attributes) in lines(file) {
            if *name == "gloss.tsv" {
                out.gloss.insert(folded(phrase), attributes.whole().to_owned());
            }
            let phrases = if *name == "actors.tsv" { attributes.whole() } else { phrase };
            let tokens = text::tokenize(phrases);
            out.words.extend((0..tokens.len()).map(|i| arabic::without_article(tokens.folded(i)).to_owned()));
        }
    }
    // What stands in a phrase with a small word written into it is no word of its own.
    let joined: Vec<String> = out.words.iter().filter(|w| arabic::is_joined(w, &out)).cloned().collect();
    for word in &joined {
        out.words.remove(word);
    }
    out
}

fn folded(word: &str) -> String {
    text::tokenize(word).folded(0).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_file_of_the_first() {
        for language in LANGUAGES {
            for (name, _) in LANGUAGES[0].files {
                assert!(language.files.iter().any(|f| f.0 == *name), "{} lacks {name}", language.code);
            }
        }
    }

    #[test]
    fn a_small_word_is_known_to_the_grammar_and_stands_once() {
        let mut seen = HashSet::new();
        for (word, attributes) in files("gloss.tsv").flat_map(lines) {
            assert!(seen.insert(folded(word)), "{word} stands twice");
            assert!(!attributes.whole().is_empty(), "{word} has no gloss");
        }
    }
}
