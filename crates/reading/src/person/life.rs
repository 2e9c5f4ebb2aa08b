//! Whether somebody who is named is a child or grown up, as the words say. Enters: a person's namings and age. Leaves: the
//! stage of life; untold where neither an age nor a noun tells it.

use super::{Named, Person, sex};
use crate::document::Document;
use crate::sense::{Group, PeopleNoun, Sense};

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

/// The stage that a person's age or the nouns with the namings tell.
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
    stage
}

/// The noun that leads to a name, by itself or over the names of the same list.
fn before(doc: &Document<'_>, named: &Named, k: usize) -> Option<(Group, bool)> {
    let (i, listed) = sex::noun_before(doc, &named.namings, k)?;
    let plural = doc.sense_at(i, |s| people(s).map(|p| p.plural)).is_some_and(|(_, p)| p);
    // "the wife of X" is not X, and a noun for one leads to one name.
    (doc.at(i + 1) != "of" && (!listed || plural)).then(|| noun(doc, i)).flatten()
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
        return Some((Group::Men, true));
    }
    let group = doc.sense_at(i, |s| people(s).and_then(|p| p.group))?.1;
    (group != Group::Combatants).then_some((group, false))
}

fn people(sense: &Sense) -> Option<&PeopleNoun> {
    if let Sense::People(p) = sense { Some(p) } else { None }
}
