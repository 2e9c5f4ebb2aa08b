//! Names of people in a script without capitals. Enters: a document. Leaves: the tokens that are to be read as if they were
//! written with capitals: a given name that is known, and the names of father, grandfather and family behind it. Whether
//! somebody so named came to harm is for others to say.

use crate::document::Document;
use crate::given;
use crate::sense::Sense;
use crate::when;
use crate::words::{self, Class};
use text::TokenKind;

/// Most words of a name: those of somebody, of three forebears and of the family, one of them with "Abd".
const LONGEST: usize = 6;

/// The ranges of tokens that are names.
pub(crate) fn names(doc: &Document<'_>) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < doc.tokens.len() {
        let end = begins(doc, i).then(|| run(doc, i)).filter(|end| end - i > 1 || announced(doc, i));
        out.extend(end.map(|end| i..end));
        i = end.unwrap_or(i + 1);
    }
    out
}

/// Whether a name may begin at a token: with a given name, or with "Abd" or "Abu" before another word.
fn begins(doc: &Document<'_>, i: usize) -> bool {
    may_stand(doc, i)
        && (given::bearer(doc.at(i)).is_some()
            || words::is(doc.at(i), Class::NameParticle) && doc.is_uncased(i + 1) && may_stand(doc, i + 1))
}

fn run(doc: &Document<'_>, first: usize) -> usize {
    let end = (first + 1..first + LONGEST).find(|i| !may_stand(doc, *i)).unwrap_or(first + LONGEST);
    // A particle ends no name.
    if words::is(doc.at(end - 1), Class::NameParticle) { end - 1 } else { end }
}

/// Whether a word may stand in a name: none of the grammar or the lexicon, of the calendar or of a place's kind.
fn may_stand(doc: &Document<'_>, i: usize) -> bool {
    let word = doc.at(i);
    let plain = doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word) && doc.is_uncased(i);
    // "Ali" is written as "on" is; where its letter tells them apart it is the name.
    let small = word.starts_with(|c: char| c.is_ascii()) && doc.tokens.written(i) != "علي";
    let other =
        [Class::NoPerson, Class::Month, Class::Unit, Class::BeforePlace, Class::NoPlace, Class::Title];
    let known = given::bearer(word).is_some();
    plain
        && !small
        && doc.marks_at(i).is_empty()
        && (known || !other.iter().any(|class| words::is(word, *class)) && !when::is_of_calendar(word))
}

/// Whether the word before says that a name follows: a title, a noun for a person, "called".
fn announced(doc: &Document<'_>, i: usize) -> bool {
    let Some(before) = (i.saturating_sub(2)..i)
        .rev()
        .find(|j| doc.tokens.get(*j).is_some_and(|t| t.kind == TokenKind::Word))
    else {
        return false;
    };
    let person = |s: &Sense| matches!(s, Sense::People(p) if !p.plural).then_some(());
    words::is(doc.at(before), Class::Title) || doc.sense_at(before, person).is_some()
}
