//! People as phrases: "7 civilians, including three children", "a 17-year-old boy", "his wife", "Lena Orlova,
//! 34". Enters: a sentence. Leaves: the phrases in order, parts tied to their wholes. Does not know who was
//! harmed.

mod aside;
mod parts;

pub(crate) use aside::{aside, whose};

use crate::arabic::is_dual;
use crate::document::Document;
use crate::given;
use crate::name::{self, Name};
use crate::number::{Quantity, counts_something_else, exact, quantity};
use crate::policy::Policy;
use crate::sense::{Bound, Cue, Group, PeopleNoun, Sense};
use crate::words::{self, Class};
use text::{Sentence, TokenKind};
use value::{Range, Sex};

/// A phrase for people at tokens `first..end`.
#[derive(Clone, Debug, Default)]
pub(crate) struct People {
    pub(crate) first: usize,
    pub(crate) end: usize,
    /// How many, as the words say.
    pub(crate) number: Range,
    /// Whether a number or an article stands, rather than a bare plural or a definite mention.
    pub(crate) stated: bool,
    /// A definite mention ("the victims", "the man"): people who were spoken of before.
    pub(crate) definite: bool,
    pub(crate) vague: bool,
    pub(crate) noun: PeopleNoun,
    /// Whether a noun for people stands at all.
    pub(crate) has_noun: bool,
    /// The whole that this phrase is a part of ("including …").
    pub(crate) part_of: Option<usize>,
    /// It only says again who was told of: "Sami Darwish, a nurse, …".
    pub(crate) apposed: bool,
    /// "four of them": a part of the people told of just before.
    pub(crate) of_them: bool,
    /// "one of the wounded": of those who were hurt.
    pub(crate) of_wounded: bool,
    pub(crate) age: Option<u32>,
    pub(crate) name: Option<Name>,
    /// "others", "another": people beside those spoken of before.
    pub(crate) further: bool,
}

impl People {
    /// The group, by noun or by age.
    pub(crate) fn group(&self) -> Option<Group> {
        match (self.noun.group, self.age) {
            (Some(Group::Combatants), _) => Some(Group::Combatants),
            (_, Some(age)) if age < 18 => Some(Group::Children),
            (Some(Group::Children) | None, Some(_)) => self.adult(),
            (group, _) => group,
        }
    }

    /// Whether the words call the people civilians or fighters.
    pub(crate) fn civilian(&self) -> Option<bool> {
        match self.group() {
            Some(Group::Combatants) => Some(false),
            _ => self.noun.civilian.then_some(true),
        }
    }

    fn adult(&self) -> Option<Group> {
        match self.sex()? {
            Sex::Female => Some(Group::Women),
            Sex::Male => Some(Group::Men),
        }
    }

    pub(crate) fn sex(&self) -> Option<Sex> {
        self.noun.sex.or_else(|| self.name.as_ref().and_then(|n| n.sex))
    }
}

/// Finds the phrases for people in a sentence.
pub(crate) fn phrases(doc: &Document<'_>, policy: &Policy, s: Sentence, names: &[Name]) -> Vec<People> {
    let mut out: Vec<People> = Vec::new();
    let mut i = s.first;
    while i < s.end {
        let found = name_at(doc, names, i)
            .or_else(|| given_name(doc, s, names, i))
            .or_else(|| phrase_at(doc, policy, s, names, i));
        match found {
            Some(p) => {
                i = p.end.max(i + 1);
                out.push(p);
            }
            None => i += 1,
        }
    }
    parts::tie(doc, &mut out);
    out
}

fn name_at(doc: &Document<'_>, names: &[Name], i: usize) -> Option<People> {
    // "28-year-old Adam Haddad"
    let ahead = name::age_before(doc, i);
    let first = ahead.map_or(i, |(_, past)| past);
    let name = names.iter().find(|n| n.first == first).filter(|n| !of_family(doc, n.end))?;
    let (age, end) = name::age_after_name(doc, name.end);
    Some(People {
        first: i,
        end,
        number: Range::exactly(1),
        stated: true,
        definite: false,
        vague: false,
        noun: PeopleNoun::default(),
        has_noun: true,
        age: ahead.map(|(years, _)| years).or(age).or(name.age),
        name: Some(name.clone()),
        ..People::default()
    })
}

/// Whether a name is that of a family and not of one person: "the Harran family", "the Harran and Darwish families".
fn of_family(doc: &Document<'_>, end: usize) -> bool {
    let family = |i: usize| matches!(doc.at(i), "family" | "families" | "clan" | "tribe" | "household");
    let capital = |i: &usize| doc.tokens.get(*i).is_some_and(|t| t.kind == TokenKind::Word && t.capital);
    let joined = matches!(doc.at(end), "and" | "," | "&").then(|| {
        let from = end + 1 + usize::from(doc.at(end + 1) == "the");
        (from..from + 4).take_while(capital).last().map(|last| last + 1)
    });
    family(end) || joined.flatten().is_some_and(|past| doc.at(past) == "families")
}

/// "Petro" in "Petro and Olena Marchenko": a given name whose family name stands with the one after it.
fn given_name(doc: &Document<'_>, s: Sentence, names: &[Name], i: usize) -> Option<People> {
    let capital = doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word && t.capital && !t.all_caps);
    if !capital || doc.at(i + 1) != "and" || i > s.first && doc.tokens.get(i - 1).is_some_and(|t| t.capital) {
        return None;
    }
    let full = names.iter().find(|n| n.first == i + 2)?;
    let bearer = given::bearer(doc.at(i))?;
    given::bearer(doc.at(full.first))?;
    let name = Name { first: i, end: i + 1, age: None, sex: bearer.sex(), support: full.support };
    Some(People {
        first: i,
        end: i + 1,
        number: Range::exactly(1),
        stated: true,
        has_noun: true,
        name: Some(name),
        ..People::default()
    })
}

fn phrase_at(doc: &Document<'_>, policy: &Policy, s: Sentence, names: &[Name], i: usize) -> Option<People> {
    if let Some(p) = pronoun(doc, policy, i).or_else(|| nobody(doc, i)).or_else(|| oneself(doc, i)) {
        return Some(p);
    }
    // "No fewer than 11" is a bound, and no "no".
    if doc.sense_at(i, |x| matches!(x, Sense::Bound(_)).then_some(())).is_some()
        && let Some(q) = quantity(doc, policy, i).filter(|q| q.end <= s.end)
        && let Some(p) = counted(doc, s, names, i, q, Determiner::None)
    {
        return Some(p);
    }
    let (after_det, det) = determiner(doc, i);
    if matches!(doc.at(i), "a" | "an" | "one")
        && let Some(q) =
            quantity(doc, policy, i).filter(|q| q.end <= s.end && q.end > i + usize::from(doc.at(i) != "one"))
        && let Some(p) = counted(doc, s, names, i, q, Determiner::None)
            .filter(|p| doc.at(i) != "one" || q.end > i + 1 || p.of_them || bare_number_counts(doc, s, q))
    {
        return Some(p);
    }
    if let Some(p) = family_of(doc, policy, i, after_det) {
        return Some(p);
    }
    if let Some(q) = quantity(doc, policy, after_det).filter(|q| q.end <= s.end)
        && let Some(p) = counted(doc, s, names, i, q, det)
    {
        return Some(p);
    }
    if let Some(p) = uncounted(doc, policy, s, names, i, after_det, det) {
        return Some(p);
    }
    None
}

/// "a family of five", "an elderly couple": a whole that says its number.
fn family_of(doc: &Document<'_>, policy: &Policy, first: usize, at: usize) -> Option<People> {
    let head = (at..at + 3).find(|i| {
        matches!(doc.at(*i), "family" | "household" | "group" | "couple") || !is_modifier(doc, *i)
    })?;
    let (number, end) = match doc.at(head) {
        "couple" if doc.at(head + 1) != "of" && head > first => (Range::exactly(2), head + 1),
        "family" | "household" | "group" if doc.at(head + 1) == "of" => {
            let q = quantity(doc, policy, head + 2)?;
            let plain = matches!(
                doc.at(q.end),
                "," | "." | "and" | "was" | "were" | "in" | "at" | ")" | "who" | "on" | "killed" | "dead"
            );
            plain.then_some((q.range, q.end))?
        }
        _ => return None,
    };
    Some(People {
        first,
        end,
        number,
        stated: true,
        definite: false,
        vague: false,
        noun: PeopleNoun { plural: true, ..PeopleNoun::default() },
        has_noun: true,
        ..People::default()
    })
}

/// "he" in "he and three others": one person more, told of before.
fn pronoun(doc: &Document<'_>, policy: &Policy, i: usize) -> Option<People> {
    let sex = match doc.at(i) {
        "he" | "him" => Sex::Male,
        "she" | "her" => Sex::Female,
        _ => return None,
    };
    let next = i + 1 + usize::from(doc.at(i + 1) == ",") + usize::from(doc.at(i + 1) == "and");
    let more = next > i + 1
        && (quantity(doc, policy, next).is_some() || matches!(doc.at(next), "his" | "her" | "two" | "their"));
    let harmed = (i + 1..i + 4)
        .find(|j| {
            !matches!(
                doc.at(*j),
                "was" | "had" | "has" | "been" | "later" | "also" | "then" | "is" | "reportedly"
            )
        })
        .is_some_and(|j| doc.sense_at(j, |s| matches!(s, Sense::Harm(h) if !h.blow).then_some(())).is_some());
    (more || harmed).then(|| People {
        first: i,
        end: i + 1,
        number: Range::exactly(1),
        stated: true,
        definite: true,
        vague: false,
        noun: PeopleNoun { sex: Some(sex), ..PeopleNoun::default() },
        has_noun: true,
        ..People::default()
    })
}

/// "nobody", "no one": none at all.
fn nobody(doc: &Document<'_>, i: usize) -> Option<People> {
    let end = match doc.at(i) {
        "nobody" | "no-one" => i + 1,
        "no" if doc.at(i + 1) == "one" => i + 2,
        "none" if doc.at(i + 1) == "of" && matches!(doc.at(i + 2), "them" | "whom" | "those") => i + 3,
        _ => return None,
    };
    Some(People {
        first: i,
        end,
        number: Range::exactly(0),
        stated: true,
        has_noun: true,
        ..People::default()
    })
}

/// "himself" behind a word of harm: who did it came to harm.
fn oneself(doc: &Document<'_>, i: usize) -> Option<People> {
    let sex = match doc.at(i) {
        "himself" => Sex::Male,
        "herself" => Sex::Female,
        _ => return None,
    };
    let before = i.checked_sub(1)?;
    let harmed = is_harm(doc, before) || matches!(doc.at(before), "on" | "then" | "and" | "finally");
    harmed.then(|| People {
        first: i,
        end: i + 1,
        number: Range::exactly(1),
        stated: true,
        noun: PeopleNoun { sex: Some(sex), suspect: true, ..PeopleNoun::default() },
        has_noun: true,
        ..People::default()
    })
}

/// Whether a number word or its bound stands here: "said that at least two people …" points at nobody.
fn quantity_word(doc: &Document<'_>, i: usize) -> bool {
    doc.sense_at(i, |s| matches!(s, Sense::Number(_) | Sense::Bound(_) | Sense::Vague(_)).then_some(()))
        .is_some()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Determiner {
    None,
    Indefinite,
    Definite,
    Possessive,
    /// "no": none of them.
    Zero,
    /// "another"
    Another,
}

fn determiner(doc: &Document<'_>, i: usize) -> (usize, Determiner) {
    match doc.at(i) {
        "a" | "an" | "one" => (i + 1, Determiner::Indefinite),
        "that" | "this"
            if doc.tokens.get(i + 1).is_some_and(|t| t.kind == TokenKind::Number)
                || quantity_word(doc, i + 1) =>
        {
            (i + 1, Determiner::None)
        }
        "the" | "these" | "those" | "this" | "that" | "all" => {
            (i + 1 + usize::from(doc.at(i) == "all" && doc.at(i + 1) == "the"), Determiner::Definite)
        }
        "his" | "her" | "their" | "its" | "my" | "our" => (i + 1, Determiner::Possessive),
        "another" => (i + 1, Determiner::Another),
        "no" => (i + 1, Determiner::Zero),
        _ => (i, Determiner::None),
    }
}

/// A number with or without its noun.
fn counted(
    doc: &Document<'_>,
    s: Sentence,
    names: &[Name],
    first: usize,
    q: Quantity,
    det: Determiner,
) -> Option<People> {
    if noun_at(doc, q.end).is_none() && counts_something_else(doc, q.first.max(first), q.end) {
        return None;
    }
    let mut at = q.end;
    let of = doc.at(at) == "of"
        && matches!(
            doc.at(at + 1),
            "the" | "his" | "her" | "their" | "its" | "them" | "whom" | "those" | "these"
        );
    // "اثنان من الصحفيين": the article is part of the noun.
    let of_some = doc.is_uncased(at + 1) && noun_at(doc, at + 1).is_some_and(|(_, noun)| noun.plural);
    if of {
        at += 2;
    } else if doc.at(at) == "of" && of_some {
        at += 1;
    }
    let of_them = of
        && (matches!(doc.at(at - 1), "them" | "whom" | "those" | "these")
            || matches!(
                doc.at(at),
                "dead" | "killed" | "wounded" | "injured" | "victims" | "casualties" | "deaths"
            ));
    // "three of the five people"
    if let Some((_, past)) = of.then(|| exact(doc, at)).flatten() {
        at = past;
    }
    let head = head_noun(doc, s, at)
        .or_else(|| behind_name(doc, s, at))
        .or_else(|| head_noun(doc, s, at + 1).filter(|h| h.noun.plural && is_compound(doc, s, at)));
    let further = matches!(doc.at(q.end), "other" | "others" | "more" | "additional" | "further")
        || det == Determiner::Another;
    let of_wounded = of && matches!(doc.at(at), "wounded" | "injured");
    let bare_end = if of_wounded {
        at + 1
    } else if of && matches!(doc.at(at - 1), "them" | "whom" | "those")
        || matches!(doc.at(q.end), "others" | "more")
    {
        at.max(q.end + usize::from(!of))
    } else if of_them {
        // "Five of the dead were children."
        at + 1
    } else {
        q.end
    };
    let (end, noun, age) = match head {
        Some(h) => (h.end, Some(h.noun), h.age),
        None if bare_number_counts(doc, s, q) || bare_end > q.end => (bare_end, None, None),
        None => return None,
    };
    let collective = noun.is_some_and(|n| n.collective);
    if collective {
        return None;
    }
    // "12 عسكريا ومدنيا": one number for both nouns, which stand in the singular behind it.
    let beside = noun_at(doc, end + 1).filter(|(_, other)| {
        let one = noun.is_some_and(|n| !n.plural) && !other.plural && !other.kin;
        one && doc.at(end) == "and" && doc.is_uncased(end + 1) && q.range.min > Some(10)
    });
    let (end, noun) = beside.map_or((end, noun), |(past, _)| (past, Some(PeopleNoun::default())));
    let (age, end) = match age {
        Some(a) => (Some(a), end),
        None if q.range == Range::exactly(1) => {
            let (age, past) = name::age_after(doc, end);
            (age, past)
        }
        None => (None, end),
    };
    let (name, end) = apposed_name(doc, names, end, q.range == Range::exactly(1));
    let (number, end) = bound_behind(doc, q.range, end);
    Some(People {
        first: q.first.min(first.max(q.first)),
        end,
        number,
        stated: true,
        definite: det == Determiner::Definite && doc.at(first) != "all",
        vague: q.vague,
        noun: noun.unwrap_or_default(),
        has_noun: noun.is_some(),
        of_them,
        of_wounded,
        age: age.or(name.as_ref().and_then(|n| n.age)),
        name,
        further,
        ..People::default()
    })
}

/// "ستة مدنيين على الأقل": the bound goes behind what it bounds.
fn bound_behind(doc: &Document<'_>, number: Range, end: usize) -> (Range, usize) {
    let least = |s: &Sense| matches!(s, Sense::Bound(Bound::AtLeast)).then_some(());
    match doc
        .sense_at(end, least)
        .filter(|(past, ())| doc.is_uncased(past - 1) && exact(doc, *past).is_none())
    {
        Some((past, ())) => (Range { max: None, ..number }, past),
        None => (number, end),
    }
}

/// Whether a number without a noun can count people: a word of harm, an auxiliary, "others" or a stop follows.
fn bare_number_counts(doc: &Document<'_>, s: Sentence, q: Quantity) -> bool {
    if q.end >= s.end {
        return true;
    }
    let year = q.range.min.is_some_and(|n| (1900..2100).contains(&n))
        && !doc.at(q.first).contains(',')
        && q.range.min == q.range.max;
    let next = doc.at(q.end);
    let harm = doc.sense_at(q.end, |s| if let Sense::Harm(_) = s { Some(()) } else { None }).is_some();
    let stop = matches!(
        next,
        "were"
            | "was"
            | "are"
            | "have"
            | "had"
            | ","
            | "."
            | ";"
            | "and"
            | "in"
            | "on"
            | "at"
            | "who"
            | "when"
            | "after"
            | "as"
            | ")"
            | "—"
            | "during"
            | "from"
            | "while"
    );
    let parts = doc.sense_at(q.end, |s| matches!(s, Sense::Cue(Cue::Including)).then_some(())).is_some();
    harm || parts || (stop && !year)
}

fn is_harm(doc: &Document<'_>, i: usize) -> bool {
    // Inside a longer phrase ("shot dead") a word of harm has no mark of its own.
    matches!(doc.at(i), "dead" | "killed" | "wounded" | "injured")
        || doc.sense_at(i, |s| matches!(s, Sense::Harm(_)).then_some(())).is_some()
}

struct Head {
    end: usize,
    noun: PeopleNoun,
    age: Option<u32>,
}

/// The noun for people that tokens from `at` lead to, over adjectives and ages.
fn head_noun(doc: &Document<'_>, s: Sentence, at: usize) -> Option<Head> {
    let mut i = at;
    let mut age = None;
    let mut modifiers = 0;
    let mut female = None;
    while i < s.end && modifiers <= 6 {
        if let Some((years, end)) = name::age_before(doc, i) {
            age = Some(years);
            i = end;
            modifiers += 1;
            // "a 17-year-old was killed": the age alone is the noun.
            if noun_at(doc, i).is_none() && !is_modifier(doc, i) {
                return Some(Head { end: i, noun: PeopleNoun { sex: female, ..PeopleNoun::default() }, age });
            }
            continue;
        }
        if let Some((end, noun)) = noun_at(doc, i) {
            // "police officers", "family members": the last noun of the run is the head.
            let mut head = Head { end, noun, age };
            let mut next = end;
            while let Some((e, n)) = noun_at(doc, next).filter(|_| next < s.end && doc.at(next) != ",") {
                head = Head {
                    end: e,
                    noun: PeopleNoun {
                        group: n.group.or(head.noun.group),
                        sex: n.sex.or(head.noun.sex),
                        ..n
                    },
                    age,
                };
                next = e;
            }
            head.noun.sex = head.noun.sex.or(female);
            return Some(head);
        }
        match doc.at(i) {
            "female" => female = Some(Sex::Female),
            "male" => female = Some(Sex::Male),
            _ => {}
        }
        let linked = modifiers > 0 && doc.at(i) == "and" && is_modifier(doc, i + 1);
        if !is_modifier(doc, i) && !linked {
            return None;
        }
        i += 1;
        modifiers += usize::from(!linked);
    }
    None
}

/// "two Halmet teens", "five Halmet Relief Society (HRS) medics": the noun behind the name of a place or a body.
fn behind_name(doc: &Document<'_>, s: Sentence, at: usize) -> Option<Head> {
    let name = |i: usize| doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word && t.capital);
    let past = (at..at + 5).take_while(|i| name(*i)).last()? + 1;
    let letters = doc.at(past) == "(" && name(past + 1) && doc.at(past + 2) == ")";
    let past = past + if letters { 3 } else { 0 };
    let (end, noun) = noun_at(doc, past).filter(|_| past < s.end)?;
    Some(Head { end, noun, age: None })
}

fn noun_at(doc: &Document<'_>, i: usize) -> Option<(usize, PeopleNoun)> {
    doc.sense_at(i, |s| if let Sense::People(n) = s { Some(*n) } else { None })
}

/// Whether a word that no lexicon knows makes one noun with the one behind it: "four farm workers".
fn is_compound(doc: &Document<'_>, s: Sentence, i: usize) -> bool {
    let unknown = doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word && !t.capital)
        && doc.marks_at(i).iter().all(|m| matches!(m.sense, Sense::Target(_)));
    let small = matches!(
        doc.at(i),
        "and"
            | "or"
            | "but"
            | "of"
            | "in"
            | "on"
            | "at"
            | "by"
            | "to"
            | "for"
            | "with"
            | "from"
            | "as"
            | "than"
            | "that"
            | "who"
            | "whom"
            | "which"
            | "the"
            | "a"
            | "an"
            | "was"
            | "were"
            | "are"
            | "is"
            | "be"
            | "been"
            | "being"
            | "had"
            | "has"
            | "have"
            | "not"
            | "no"
            | "all"
            | "both"
            | "his"
            | "her"
            | "their"
            | "its"
    );
    let noun = doc.sense_at(i + 1, |x| matches!(x, Sense::People(_)).then_some(())).is_some();
    unknown && !small && noun && i + 1 < s.end && !doc.at(i).ends_with("ed") && !doc.at(i).ends_with("ing")
}

/// Whether a word may stand before a noun for people: a listed one, a capitalised adjective ("Syrian"), or one
/// with an adjective's ending.
fn is_modifier(doc: &Document<'_>, i: usize) -> bool {
    let Some(token) = doc.tokens.get(i) else { return false };
    if token.kind == TokenKind::Mark {
        return matches!(doc.at(i), "\"" | "“" | "”" | "‘" | "’" | "'");
    }
    if token.kind != TokenKind::Word {
        return false;
    }
    let word = doc.at(i);
    words::is(word, Class::Modifier)
        || (token.capital
            && !token.all_caps
            && ["an", "ian", "ish", "ese", "i", "ic", "ch"].iter().any(|e| word.ends_with(e)))
        || (word.len() > 4
            && ["less", "ful", "ous", "ian", "ese", "ible", "able"].iter().any(|e| word.ends_with(e)))
        || token.joined
}

/// A phrase without a number: "a woman", "the victims", "his wife", "civilians".
fn uncounted(
    doc: &Document<'_>,
    policy: &Policy,
    s: Sentence,
    names: &[Name],
    first: usize,
    at: usize,
    det: Determiner,
) -> Option<People> {
    if at >= s.end {
        return None;
    }
    let bare_start = det == Determiner::None;
    let sentence_start = first == s.first;
    let head = if bare_start && !sentence_start {
        noun_at(doc, at).map(|(end, noun)| Head { end, noun, age: None }).or_else(|| {
            head_noun(doc, s, at).filter(|h| (h.age.is_some() || is_modifier(doc, at)) && !is_harm(doc, at))
        })
    } else {
        let behind = || head_noun(doc, s, at + 1).filter(|h| !h.noun.plural && is_compound(doc, s, at));
        head_noun(doc, s, at).or_else(|| behind().filter(|_| det == Determiner::Indefinite))
    }?;
    if head.noun.collective && det != Determiner::Zero {
        return None;
    }
    // "father-in-law's house", "the victim's mother": a possessor is not the person spoken of.
    if doc.tokens.get(head.end).is_some_and(|t| t.kind == TokenKind::Possessive) {
        return None;
    }
    let zero = det == Determiner::Zero;
    // "مدنيين اثنين", "مدني واحد": the numbers one and two go behind their noun.
    let behind = doc.sense_at(head.end, |s| match s {
        Sense::Number(n) if *n == 1 + u32::from(head.noun.plural) => Some(*n),
        _ => None,
    });
    let behind = behind.filter(|(past, _)| doc.is_uncased(at) && noun_at(doc, *past).is_none());
    let head = Head { end: behind.map_or(head.end, |(past, _)| past), ..head };
    let dual =
        || (head.noun.plural && doc.is_uncased(at) && is_dual(doc.tokens.written(head.end - 1))).then_some(2);
    let by_form = head.noun.number.or(behind.map(|(_, n)| n)).or_else(dual).filter(|_| !zero);
    let number = if zero {
        Range::exactly(0)
    } else if let Some(n) = by_form {
        Range::exactly(n)
    } else if head.noun.plural {
        policy.plural()
    } else {
        Range::exactly(1)
    };
    // "the mayor of Halmet": whose or of what somebody is tells who is meant, though not spoken of before.
    let told = !head.noun.plural
        && doc.at(first) == "the"
        && doc.at(head.end) == "of"
        && doc.tokens.get(head.end + 1).is_some_and(|t| t.kind == TokenKind::Word && t.capital);
    let definite =
        det == Determiner::Definite && !told || (det == Determiner::Possessive && head.noun.plural);
    let stated = zero
        || by_form.is_some()
        || matches!(det, Determiner::Indefinite | Determiner::Another)
        || (det == Determiner::Possessive && !head.noun.plural)
        || (!head.noun.plural && !definite);
    let (age, end) = match head.age {
        Some(a) => (Some(a), head.end),
        None if !head.noun.plural => name::age_after(doc, head.end),
        None => (None, head.end),
    };
    let (name, end) = apposed_name(doc, names, end, !head.noun.plural);
    let end = end + usize::from(name.is_none() && head.noun.kin && first_name(doc, end));
    let end = relation_of(doc, names, &head, end);
    Some(People {
        first,
        end,
        number,
        stated,
        definite,
        vague: head.noun.plural && !zero && by_form.is_none(),
        noun: head.noun,
        has_noun: true,
        age: age.or(name.as_ref().and_then(|n| n.age)),
        name,
        further: det == Determiner::Another
            || det == Determiner::Indefinite
                && matches!(doc.at(at), "second" | "third" | "fourth" | "fifth" | "sixth"),
        ..People::default()
    })
}

/// "the wife of Rami Darwish": whose relative somebody is belongs to the phrase, and is not another person beside.
fn relation_of(doc: &Document<'_>, names: &[Name], head: &Head, end: usize) -> usize {
    if !head.noun.kin || doc.at(end) != "of" {
        return end;
    }
    let title = end + 1 + usize::from(doc.at(end + 1) == "the");
    (title..title + 4).find_map(|at| names.iter().find(|n| n.first == at)).map_or(end, |n| n.end)
}

/// "his wife Rana": a single name after a word of kinship, before the phrase ends.
fn first_name(doc: &Document<'_>, i: usize) -> bool {
    let capital = doc.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word && t.capital);
    capital && matches!(doc.at(i + 1), "," | "and" | "." | "was" | "were" | ")" | ";")
}

/// "a 15-year-old boy, Sami Darwish": the name that stands beside a noun for one person is that person's.
fn apposed_name(doc: &Document<'_>, names: &[Name], end: usize, one: bool) -> (Option<Name>, usize) {
    if !one {
        return (None, end);
    }
    let at = match doc.at(end) {
        "," | "(" | ":" | "—" | "–" | "named" | "called" => end + 1,
        "identified" if doc.at(end + 1) == "as" => end + 2,
        _ => end,
    };
    match names.iter().find(|n| n.first == at) {
        Some(n) => {
            let (age, past) = name::age_after_name(doc, n.end);
            (Some(Name { age: age.or(n.age), ..n.clone() }), past)
        }
        None => (None, end),
    }
}
