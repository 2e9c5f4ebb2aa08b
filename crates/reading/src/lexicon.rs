//! Phrases and their senses, from the data files under `data/lexicon`. Enters: tokens. Leaves: marks, the
//! places where a known phrase stands, each with what it may mean. Never decides between senses.
//!
//! A line of a lexicon file is `phrase<TAB>attributes`; attributes are words or `key=value`, parted by
//! spaces; `#` begins a comment line. A phrase is lower case and matches any case, unless it holds an
//! upper-case letter: then it stands for itself alone ("US" is not "us"). With `followed=word|word` it has its sense only
//! where one of the words follows in its sentence.

use crate::language;
use crate::sense::Sense;
use std::collections::HashMap;
use text::Tokens;

/// A phrase that stands at tokens `first..end`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark<'l> {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) sense: &'l Sense,
}

/// All phrases of one language.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    words: HashMap<String, Word, foldhash::fast::FixedState>,
    steps: HashMap<(u32, u32), u32, foldhash::fast::FixedState>,
    ends: Vec<Vec<Ending>>,
}

/// A word that stands in phrases.
#[derive(Clone, Copy, Debug)]
struct Word {
    id: u32,
    /// The state that it leads to where it begins a phrase; 0 where it begins none.
    begins: u32,
}

#[derive(Debug)]
struct Ending {
    sense: Sense,
    /// The phrase as it must be written, where its case matters.
    exact: Option<String>,
    /// Words one of which must follow within [`REACH`] tokens and the sentence: "lost … his life".
    followed: Vec<String>,
}

/// How far behind a phrase the word stands that belongs to it.
const REACH: usize = 12;

impl Lexicon {
    /// Adds a phrase.
    pub(crate) fn add(&mut self, phrase: &str, sense: Sense) {
        self.add_followed(phrase, sense, &[]);
    }

    /// Adds a phrase that has its sense only where one of some words follows, if there are any.
    pub(crate) fn add_followed(&mut self, phrase: &str, sense: Sense, followed: &[&str]) {
        if self.ends.is_empty() {
            self.ends.push(Vec::new());
        }
        let tokens = language::cut(phrase, &|_| false).tokens;
        let mut state = 0;
        for i in 0..tokens.len() {
            let (known, next) = (self.words.len() as u32, self.ends.len() as u32);
            let word = self.words.entry(tokens.folded(i).to_owned()).or_insert(Word { id: known, begins: 0 });
            state = match state {
                0 if word.begins != 0 => word.begins,
                0 => {
                    word.begins = next;
                    next
                }
                _ => *self.steps.entry((state, word.id)).or_insert(next),
            };
            if state == next {
                self.ends.push(Vec::new());
            }
        }
        let exact = phrase.chars().any(char::is_uppercase).then(|| phrase.to_owned());
        let followed = followed.iter().map(|word| language::form(word)).collect();
        self.ends[state as usize].push(Ending { sense, exact, followed });
    }

    /// Finds, for each position and each class of sense, the longest phrase that begins there and is not
    /// inside an earlier one of the same class. Ordered by position.
    pub(crate) fn marks<'l>(&'l self, tokens: &Tokens<'_>) -> Vec<Mark<'l>> {
        let words: Vec<Option<Word>> =
            (0..tokens.len()).map(|i| self.words.get(tokens.folded(i)).copied()).collect();
        let mut marks: Vec<Mark<'l>> = Vec::new();
        let mut here: Vec<Mark<'l>> = Vec::new();
        let mut covered = [0_usize; Sense::CLASSES];
        for first in 0..words.len() {
            self.walk(tokens, &words, first, &mut here);
            // The walk goes from short to long; of one class only the longest is kept.
            let from = marks.len();
            let mut taken = [false; Sense::CLASSES];
            for mark in here.drain(..).rev() {
                let class = mark.sense.class();
                let longest =
                    !taken[class] || marks.last().is_some_and(|m| m.end == mark.end && m.first == mark.first);
                if longest && mark.first >= covered[class] {
                    taken[class] = true;
                    marks.push(mark);
                }
            }
            for mark in &marks[from..] {
                let class = mark.sense.class();
                covered[class] = covered[class].max(mark.end);
            }
        }
        marks
    }

    fn walk<'l>(
        &'l self,
        tokens: &Tokens<'_>,
        words: &[Option<Word>],
        first: usize,
        out: &mut Vec<Mark<'l>>,
    ) {
        let Some(Some(Word { begins: mut state @ 1.., .. })) = words.get(first).copied() else { return };
        let mut end = first + 1;
        loop {
            for ending in &self.ends[state as usize] {
                let written = || tokens.span(first, end).of(tokens.text);
                let whole = ending.exact.as_deref().is_none_or(|exact| exact == written());
                if whole && (ending.followed.is_empty() || follows(tokens, end, &ending.followed)) {
                    out.push(Mark { first, end, sense: &ending.sense });
                }
            }
            let next = words.get(end).copied().flatten().and_then(|word| self.steps.get(&(state, word.id)));
            let Some(next) = next else { return };
            state = *next;
            end += 1;
        }
    }
}

/// Whether one of some words stands soon behind a phrase and in its sentence.
fn follows(tokens: &Tokens<'_>, end: usize, words: &[String]) -> bool {
    let mut behind = (end..tokens.len().min(end + REACH)).map(|i| tokens.folded(i)).take_while(|w| *w != ".");
    behind.any(|word| words.iter().any(|w| w == word))
}

/// The attributes of a lexicon line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attributes<'a>(&'a str);

impl<'a> Attributes<'a> {
    /// Whether a word stands among the attributes.
    pub(crate) fn has(self, word: &str) -> bool {
        self.0.split_whitespace().any(|w| w == word)
    }

    /// The value of `key=value`.
    pub(crate) fn get(self, key: &str) -> Option<&'a str> {
        self.0.split_whitespace().find_map(|w| w.strip_prefix(key)?.strip_prefix('='))
    }

    /// All attributes as written.
    pub(crate) fn whole(self) -> &'a str {
        self.0.trim()
    }

    /// The first attribute.
    pub(crate) fn head(self) -> &'a str {
        self.0.split_whitespace().next().unwrap_or("")
    }
}

/// The lines of a lexicon file: phrase and attributes.
pub(crate) fn lines(file: &str) -> impl Iterator<Item = (&str, Attributes<'_>)> {
    file.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).map(|line| {
        let (phrase, rest) = line.split_once('\t').unwrap_or((line, ""));
        (phrase.trim(), Attributes(rest))
    })
}
