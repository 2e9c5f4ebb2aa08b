//! Finds names in running text. Enters: the words of a text from some word on. Leaves: how many of them
//! are the longest name that begins there. Never matches by sound: text is full of words that sound like places.

use crate::fold::{assimilated, canonical, is_article, letters, without_article};
use crate::gazetteer::{Gazetteer, Hit, Match, Quality};
use crate::kinds::without_possessive;
use crate::layer::Walk;
use crate::names::is_transliterated;

/// Names of more words are not sought.
const LONGEST: usize = 6;

impl Gazetteer {
    /// The longest name, of at most six words, that begins the words: how many words it takes, and the
    /// places that have it. An English possessive at its end is understood.
    pub fn longest(&self, words: &[&str]) -> Option<(usize, Vec<Match>)> {
        let first = letters(words.first()?);
        if first.is_empty() || is_english(words, &first) {
            return None;
        }
        if let Some((taken, hits)) = self.scan(words, &first) {
            return Some((taken, self.ranked(hits)));
        }
        let (skipped, first) = match first.as_str() {
            "al" | "el" => (1, letters(words.get(1)?)),
            _ => (0, without_first_article(&first)?.to_owned()),
        };
        let (taken, hits) = self.scan(words.get(skipped..)?, &first)?;
        let mut found = self.ranked(hits);
        found.retain(|m| m.country.as_bytes().try_into().is_ok_and(is_transliterated));
        (!found.is_empty()).then_some((taken + skipped, found))
    }

    fn scan(&self, words: &[&str], first: &str) -> Option<(usize, Vec<Hit>)> {
        let mut best: Option<(usize, Vec<Hit>)> = None;
        for (layer, table) in self.layers.iter().enumerate() {
            let Some((taken, walk)) = longest_walk(table.walk(), words, first) else { continue };
            let hit = |(row, main)| Hit { layer, row, main, quality: Quality::Exact };
            let hits = walk.postings().into_iter().map(hit);
            match &mut best {
                Some((most, _)) if *most > taken => {}
                Some((most, all)) if *most == taken => all.extend(hits),
                _ => best = Some((taken, hits.collect())),
            }
        }
        best
    }
}

fn longest_walk<'a>(start: Walk<'a>, words: &[&str], first: &str) -> Option<(usize, Walk<'a>)> {
    let mut best = None;
    let mut walk = start;
    let mut current = first.to_owned();
    for n in 0..words.len().min(LONGEST) {
        let ahead = words.get(n + 1).map(|word| letters(word)).unwrap_or_default();
        if current.is_empty() {
            break;
        }
        if let Some(owner) = words.get(n).and_then(|word| without_possessive(word)) {
            let ends = step(walk, &letters(owner), "", n > 0).filter(|walk| walk.ordinal().is_some());
            best = ends.map(|walk| (n + 1, walk)).or(best);
        }
        let Some(next) = step(walk, &current, &ahead, n > 0) else { break };
        // A word that is an article only because of the next one ends no name: "Ul Aa" is not "Al".
        let last = current.rsplit(' ').next().unwrap_or(&current);
        let alone = if is_article(last, Some(&ahead)) { step(walk, &current, "", n > 0) } else { Some(next) };
        best = alone.filter(|walk| walk.ordinal().is_some()).map(|walk| (n + 1, walk)).or(best);
        walk = next;
        current = ahead;
    }
    best
}

/// Walks the folded parts of one written word (`ez-Zor` has two).
fn step<'a>(mut walk: Walk<'a>, word: &str, ahead: &str, mut spaced: bool) -> Option<Walk<'a>> {
    let mut parts = word.split(' ').peekable();
    while let Some(part) = parts.next() {
        let follower = parts.peek().copied().or_else(|| ahead.split(' ').next().filter(|w| !w.is_empty()));
        if spaced {
            walk = walk.step(" ")?;
        }
        walk = walk.step(&canonical(part, follower))?;
        spaced = true;
    }
    Some(walk)
}

/// `at Tripoli` is a preposition, `At Tall` and `at-Tall` are names.
fn is_english(words: &[&str], first: &str) -> bool {
    assimilated(first).is_some() && words.first().is_some_and(|word| word.starts_with(char::is_lowercase))
}

fn without_first_article(first: &str) -> Option<&str> {
    match first.split_once(' ') {
        Some(("al" | "el", rest)) => Some(rest),
        Some((article, rest)) => assimilated(article).filter(|sound| rest.starts_with(sound)).map(|_| rest),
        None => without_article(first),
    }
}
