//! Reports by their words. Enters: words, phrases in quotation marks, beginnings with `*`. Leaves: reports that
//! have them all, the best first, each with the passage that shows it.

use crate::incidents::wanted;
use crate::search_text::{Term, fold, terms, words};
use crate::{Casebook, Error, ReportHead, projection};
use rusqlite::params;
use serde::Serialize;
use value::ReportKey;

/// Code points of a passage.
const PASSAGE: usize = 240;
/// Code points of a passage before its first hit.
const BEFORE: usize = 60;

/// A report that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// The report.
    pub report: ReportHead,
    /// The passage that shows it.
    pub passage: Passage,
    /// The incidents of its accounts, by id.
    pub incidents: Vec<String>,
}

/// A stretch of a report's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The words, as written.
    pub text: String,
    /// Code point of the report's text at which they begin.
    pub start: u32,
    /// What was found, as half-open ranges of code points of the passage.
    pub marks: Vec<(u32, u32)>,
}

impl Casebook {
    /// Finds reports that have all the words, in title or text; at most `limit`, the best first.
    ///
    /// # Errors
    /// `Input` where there is no word to search for; `Tampered`, `Damaged`, `Busy`, `Io`.
    pub fn search(&mut self, query: &str, limit: u32) -> Result<Vec<Hit>, Error> {
        self.resolved()?;
        let rows: Vec<i64> = self
            .db
            .prepare_cached(
                "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY bm25(words, 4.0, 1.0), rowid LIMIT ?2",
            )?
            .query_map(params![wanted(query)?, limit], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        rows.into_iter().map(|row| self.hit(row, query)).collect()
    }

    /// Finds the keys of reports that have all the words, the best first; at most `limit`, and without the restricted ones
    /// where only `open` ones are wanted.
    ///
    /// # Errors
    /// `Input` where there is no word to search for; `Damaged`, `Busy`, `Io`.
    pub fn search_keys(&mut self, query: &str, limit: u32, open: bool) -> Result<Vec<ReportKey>, Error> {
        self.resolved()?;
        let sql = "SELECT key FROM words JOIN reports ON reports.row = words.rowid WHERE words MATCH ?1 \
                   AND NOT (?3 AND key IN (SELECT report FROM restrictions)) ORDER BY bm25(words, 4.0, 1.0), words.rowid LIMIT ?2";
        let mut statement = self.db.prepare_cached(sql)?;
        let found = statement.query_map(params![wanted(query)?, limit, open], |row| row.get(0))?;
        Ok(found.map(|key| key.map(ReportKey)).collect::<Result<_, _>>()?)
    }

    /// A report that has the words, with the passage that shows it.
    ///
    /// # Errors
    /// `NotFound` where there is no such report; `Tampered`, `Damaged`, `Busy`, `Io`.
    pub fn hit_in(&mut self, key: &ReportKey, query: &str) -> Result<Hit, Error> {
        let row = projection::find(&self.db, key)?;
        let row = row.ok_or_else(|| Error::not_found(format!("there is no report {key} here")))?;
        self.hit(row, query)
    }

    fn hit(&self, row: i64, query: &str) -> Result<Hit, Error> {
        let report = self.head(row)?;
        let text = self.reopen(&report.key)?.text;
        Ok(Hit { report, passage: passage(&text, &terms(query)), incidents: self.incidents_of(row)? })
    }
}

/// Whether title and text together have every word, phrase and beginning that is searched for, as
/// [`Casebook::search`] finds them.
///
/// ```
/// assert!(casebook::has_words("", "Two shells hit the market.", "market \"two shells\""));
/// assert!(!casebook::has_words("", "Two shells hit the market.", "mosque"));
/// ```
pub fn has_words(title: &str, text: &str, query: &str) -> bool {
    let terms = terms(query);
    let mut found: Vec<usize> = marks(title, &terms).into_iter().map(|mark| mark.term).collect();
    found.extend(marks(text, &terms).into_iter().map(|mark| mark.term));
    (0..terms.len()).all(|term| found.contains(&term))
}

/// The passage with the most terms in it, the earlier of two as good.
fn passage(text: &str, terms: &[Term]) -> Passage {
    let marks = marks(text, terms);
    let within = |from: usize| {
        let near = marks.iter().filter(|mark| mark.start >= from && mark.end <= from + PASSAGE - BEFORE);
        let mut terms: Vec<usize> = near.map(|mark| mark.term).collect();
        terms.sort_unstable();
        terms.dedup();
        terms.len()
    };
    let starts = marks.iter().map(|mark| mark.start);
    let best = starts.max_by_key(|start| (within(*start), std::cmp::Reverse(*start))).unwrap_or(0);
    let chars: Vec<char> = text.chars().collect();
    let start = at_word(&chars, best.saturating_sub(BEFORE), best);
    let end = (start + PASSAGE).min(chars.len());
    let shown = marks.iter().filter(|mark| mark.start >= start && mark.end <= end);
    Passage {
        text: chars.get(start..end).unwrap_or_default().iter().collect(),
        start: start as u32,
        marks: shown.map(|mark| ((mark.start - start) as u32, (mark.end - start) as u32)).collect(),
    }
}

/// The beginning of a word at or after `from`, but not after `last`.
fn at_word(chars: &[char], from: usize, last: usize) -> usize {
    if from == 0 {
        return 0;
    }
    let spaces = chars.get(from - 1..last).unwrap_or_default();
    spaces.iter().position(|c| c.is_whitespace()).map_or(last, |n| from + n)
}

/// A place where a term stands, in code points.
struct Mark {
    start: usize,
    end: usize,
    term: usize,
}

/// Every place where a term stands, in the order of the text.
fn marks(text: &str, terms: &[Term]) -> Vec<Mark> {
    let (folded, origin) = fold_with_origin(text);
    let words: Vec<(usize, &str)> = words(&folded).collect();
    let chars: Vec<char> = text.chars().collect();
    let origin_of = |byte: usize| origin.get(byte).map_or(0, |at| *at as usize);
    let mut marks = Vec::new();
    for first in 0..words.len() {
        for (n, term) in terms.iter().enumerate() {
            let Some(stretch) = words.get(first..first + term.words.len()) else { continue };
            if let (true, Some(begin), Some(last)) = (stands(term, stretch), stretch.first(), stretch.last())
            {
                let end = after_marks(&chars, origin_of(last.0 + last.1.len() - 1) + 1);
                marks.push(Mark { start: origin_of(begin.0), end, term: n });
            }
        }
    }
    marks
}

/// Goes on past the vowel marks that belong to the letter before them.
fn after_marks(chars: &[char], end: usize) -> usize {
    let mut one = [0; 4];
    let dropped = |c: &&char| fold(c.encode_utf8(&mut one)).is_empty();
    end + chars.get(end..).unwrap_or_default().iter().take_while(dropped).count()
}

fn stands(term: &Term, stretch: &[(usize, &str)]) -> bool {
    let last = term.words.len() - 1;
    term.words.iter().zip(stretch).enumerate().all(|(n, (wanted, (_, word)))| {
        if n == last && term.prefix { word.starts_with(wanted.as_str()) } else { word == wanted }
    })
}

/// Folds a text and notes for each byte of it the code point that it comes from.
fn fold_with_origin(text: &str) -> (String, Vec<u32>) {
    let (mut folded, mut origin) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    let mut one = [0; 4];
    for (n, c) in text.chars().enumerate() {
        folded.push_str(&fold(c.encode_utf8(&mut one)));
        origin.resize(folded.len(), n as u32);
    }
    (folded, origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, query: &str) -> (String, Vec<String>) {
        let passage = passage(text, &terms(query));
        let chars: Vec<char> = passage.text.chars().collect();
        let mark = |(start, end): &(u32, u32)| chars[*start as usize..*end as usize].iter().collect();
        (passage.text.clone(), passage.marks.iter().map(mark).collect())
    }

    #[test]
    fn a_passage_marks_the_words_as_they_are_written() {
        let (_, marks) = shown("قُتِلَ سبعةُ مدنيين في مدرسةٍ.", "قتل مدرسه");
        assert_eq!(marks, ["قُتِلَ", "مدرسةٍ"]);
        let (_, marks) = shown("Two shells; two SHELLS fell. Shells", "\"two shells\"");
        assert_eq!(marks, ["Two shells", "two SHELLS"]);
    }

    #[test]
    fn the_passage_with_most_of_the_words_is_shown() {
        let filler = "Nothing of note was said. ".repeat(30);
        let text = format!("The market opened. {filler}A shell hit the market at noon. {filler}");
        let (passage, marks) = shown(&text, "market shell");
        assert!(passage.contains("A shell hit the market at noon"), "{passage}");
        assert_eq!(marks, ["shell", "market"]);
    }
}
