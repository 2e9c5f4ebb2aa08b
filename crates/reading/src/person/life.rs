//! Whether somebody who is named is a child or grown up, as the words say. Enters: a person's namings and age. Leaves: the
//! stage of life; untold where neither an age nor a noun tells it.

use super::{Named, Person, sex};
use crate::document::Document;
use crate::sense::{Group, PeopleNoun, Sense};
use crate::words::{self, Class};
use text::TokenKind;
use value::Sex;

/// The age from which a person is no child (Convention on the Rights of the Child, article 1).
pub(crate) const ADULT: u32 = 18;

/// How far in life a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// By age, or called a child.
    Child,
    /// Somebody's son or daughter, of whatever age.
    Offspring,
    Untold,
    /// By age, or called a woman, a man, a wife, a father.
    Adult,
}

/// The stage that a person's age, the nouns with the namings or somebody's kin tell.
pub(super) fn stage(doc: &Document<'_>, named: &Named, p: &Person) -> Stage {
    if let Some(age) = p.age {
        return if age < ADULT { Stage::Child } else { Stage::Adult };
    }
    let mut stage = Stage::Untold;
    for k in p.namings.iter().take(12) {
        let n = &named.namings[*k];
        let title = || (n.from..n.first).rev().find_map(|i| noun(doc, i));
        let after = || sex::noun_after(doc, n).and_then(|i| noun(doc, i));
        match title().or_else(after).or_else(|| before(doc, named, *k)) {
            Some((Group::Children, _)) => return Stage::Child,
            Some((Group::Women | Group::Men, false)) => return Stage::Adult,
            Some((Group::Women | Group::Men, true)) => stage = Stage::Offspring,
            _ => {}
        }
    }
    let grown = p.namings.iter().take(12).any(|k| grown(doc, named, *k));
    if grown || stage == Stage::Untold && is_father(named, p) { Stage::Adult } else { stage }
}

/// Whether words say that somebody is grown: a title or trade, a name for a parent ("Umm Adam"), or kin that only grown
/// people have ("Rana's husband", "the children of Rana", "Rana with her son").
fn grown(doc: &Document<'_>, named: &Named, k: usize) -> bool {
    let n = &named.namings[k];
    let called = (n.from..n.first).any(|i| words::is(doc.at(i), Class::Grown))
        || sex::noun_after(doc, n).is_some_and(|i| words::is(doc.at(i), Class::Grown))
        || leading(doc, named, k).is_some_and(|i| words::is(doc.at(i), Class::Grown));
    let parent = (n.first..n.end).any(|i| match doc.at(i) {
        "umm" | "um" => i == n.first || doc.at(i - 1) == "(",
        "abu" | "abo" => i == n.first && i + 2 >= n.end,
        _ => false,
    });
    let kin = |from: usize| (from..from + 4).find(|i| words::is(doc.at(*i), Class::OfGrown));
    let clear = |from: usize, to: usize| {
        (from..to).all(|i| doc.tokens.get(i).is_some_and(|t| t.kind != TokenKind::Mark && !t.capital))
    };
    let possessor = doc.tokens.get(n.end).is_some_and(|t| t.kind == TokenKind::Possessive)
        && kin(n.end + 1).is_some_and(|to| clear(n.end + 1, to));
    let of =
        n.from.checked_sub(2).is_some_and(|i| doc.at(i + 1) == "of" && words::is(doc.at(i), Class::OfGrown));
    let end = doc.sentences[n.sentence].end;
    let stop = named.namings.get(k + 1).map_or(end, |m| m.from.min(end));
    let with = (n.end..stop.min(n.end + 12)).find(|i| matches!(doc.at(*i), "his" | "her"));
    let with = with.is_some_and(|i| kin(i + 1).is_some_and(|to| to < end && clear(i + 1, to)));
    called || parent || possessor || of || with
}

/// Whether somebody is named as another's father, in names that go on with the father's: "Lina Karim Haddad" beside "Karim
/// Haddad".
fn is_father(named: &Named, p: &Person) -> bool {
    let [first, .., last] = &p.words[..] else { return false };
    p.sex != Some(Sex::Female)
        && named.persons.iter().any(|child| {
            child.words.len() > 2
                && child.words[1] == *first
                && child.words.last() == Some(last)
                && (p.words.len() == 2 || child.words.len() == 3 || child.words[2] == p.words[1])
        })
}

/// What the noun that leads to a name tells.
fn before(doc: &Document<'_>, named: &Named, k: usize) -> Option<(Group, bool)> {
    noun(doc, leading(doc, named, k)?)
}

/// The noun that leads to a name, by itself or over the names of the same list.
fn leading(doc: &Document<'_>, named: &Named, k: usize) -> Option<usize> {
    let (i, listed) = sex::noun_before(doc, &named.namings, k)?;
    let plural = doc.sense_at(i, |s| people(s).map(|p| p.plural)).is_some_and(|(_, p)| p);
    // "the wife of X" is not X, and a noun for one leads to one name.
    (doc.at(i + 1) != "of" && (!listed || plural)).then_some(i)
}

/// The group that a noun tells, and whether it is a word for offspring.
fn noun(doc: &Document<'_>, i: usize) -> Option<(Group, bool)> {
    let offspring = matches!(
        doc.at(i),
        "son"
            | "sons"
            | "daughter"
            | "daughters"
            | "grandson"
            | "grandsons"
            | "granddaughter"
            | "granddaughters"
            | "grandchild"
            | "grandchildren"
    );
    if offspring {
        let small =
            i.checked_sub(1).is_some_and(|j| matches!(doc.at(j), "infant" | "baby" | "toddler" | "little"));
        // "daughter-in-law"
        let married = doc.tokens.get(i + 1).is_some_and(|t| t.joined) && doc.at(i + 1) == "in";
        return Some((if small { Group::Children } else { Group::Men }, !married));
    }
    let group = doc.sense_at(i, |s| people(s).and_then(|p| p.group))?.1;
    (group != Group::Combatants).then_some((group, false))
}

fn people(sense: &Sense) -> Option<&PeopleNoun> {
    if let Sense::People(p) = sense { Some(p) } else { None }
}
