//! Which phrases for people belong to another: parts of a whole, lists that add up to it, and what says again who was
//! told of. Enters: the phrases of a sentence in order. Leaves: the same, tied. Never adds or drops one.

use super::{People, whose};
use crate::document::Document;
use crate::sense::{Cue, Sense};
use value::Range;

/// Ties the parts of a whole to it: the phrases after "including", as far as commas and "and" carry.
pub(super) fn tie(doc: &Document<'_>, people: &mut [People]) {
    for part in 1..people.len() {
        // "12 of those killed" are nobody's part.
        let of_dead = matches!(doc.at(people[part].end), "killed" | "injured" | "wounded" | "dead");
        if people[part].of_them && !people[part].of_wounded && !of_dead {
            people[part].part_of = people[part - 1].part_of.or(Some(part - 1));
            // "two brothers, one of them a child": the noun is of those told of before.
            if people.get(part + 1).is_some_and(|next| next.first == people[part].end) {
                (people[part + 1].part_of, people[part + 1].apposed) = (people[part].part_of, true);
            }
        }
    }
    tie_appositions(doc, people);
    tie_sums(doc, people);
    for told in 0..people.len() {
        let whole = match people[told].part_of {
            None => told,
            Some(whole) if people[told].apposed => whole,
            Some(_) => continue,
        };
        // "seven members of the family of Rami Darwish, including two women": those named inside are passed over.
        let inside =
            |p: &People| p.first > 0 && doc.at(p.first - 1) == "of" && (!p.stated || p.name.is_some());
        let many = people[told].number.min.is_some_and(|n| n > 1);
        let past = (told + 1..people.len()).find(|i| !(many && inside(&people[*i]))).unwrap_or(people.len());
        let next = people.get(past).map_or(0, |p| p.first);
        let Some(mut at) = including_after(doc, people[told].end, next) else { continue };
        for part in past..people.len() {
            let gap_ok = (at..people[part].first).all(|t| {
                matches!(
                    doc.at(t),
                    "," | "and"
                        | "or"
                        | "a"
                        | "the"
                        | "at"
                        | "least"
                        | "also"
                        | "as"
                        | "well"
                        | "were"
                        | "are"
                        | "with"
                        | "her"
                        | "his"
                        | "their"
                )
            }) && people[part].first.saturating_sub(at) <= 4;
            let (low, high) =
                (people[part].number.min.unwrap_or(0), people[whole].number.max.unwrap_or(u32::MAX));
            // "3 civilians, including a child, and 5 fighters": a number above the whole's is no part of it.
            if !gap_ok || low > high || people[part].further {
                break;
            }
            // "At least four people, including a nurse, and up to six people": the other end of the whole.
            let ceiling = people[part].number;
            let open = people[whole].number.max.is_none() && people[whole].number.min < ceiling.max;
            if ceiling.min.is_none() && open && people[part].group().is_none() {
                people[whole].number.max = ceiling.max;
                (people[part].part_of, people[part].apposed) = (Some(whole), true);
                break;
            }
            people[part].part_of = Some(whole);
            at = people[part].end;
        }
    }
    tie_of_whom(doc, people);
}

/// Ties "five children, of whom one was an infant": the number and the noun are of those told of before.
fn tie_of_whom(doc: &Document<'_>, people: &mut [People]) {
    for i in 1..people.len() {
        let p = &people[i];
        let of_whom =
            p.first > 1 && matches!(doc.at(p.first - 1), "whom" | "which") && doc.at(p.first - 2) == "of";
        if !of_whom {
            continue;
        }
        let whole = people[i - 1].part_of.or(Some(i - 1));
        let verb = people[i].end;
        people[i].part_of = whole;
        let said = matches!(doc.at(verb), "was" | "were" | "is" | "are");
        if said && people.get(i + 1).is_some_and(|n| n.first == verb + 1) {
            (people[i + 1].part_of, people[i + 1].apposed) = (whole, true);
        }
    }
}

/// Ties a list that adds up to the number before it: "seven people (three men, two women and two children)".
fn tie_sums(doc: &Document<'_>, people: &mut [People]) {
    for whole in 0..people.len() {
        let w = &people[whole];
        let opened = matches!(doc.at(w.end), "(" | "," | ":" | "–" | "—");
        let (Some(number), true) = (w.number.min.filter(|n| *n > 1 && w.part_of.is_none()), opened) else {
            continue;
        };
        let (mut at, mut sum, mut last) = (w.end, 0, whole);
        for (i, p) in people.iter().enumerate().skip(whole + 1) {
            let near = p.first.saturating_sub(at) <= 3
                && (at..p.first).all(|t| {
                    matches!(doc.at(t), "(" | "," | ":" | "–" | "—" | "and" | "&" | "his" | "her" | "their")
                });
            if !near || p.part_of.is_some() || p.further || !p.stated || p.number.min != p.number.max {
                break;
            }
            sum += p.number.min.unwrap_or(0);
            (at, last) = (p.end, i);
            if sum >= number {
                break;
            }
        }
        if sum == number && last > whole + 1 {
            for p in &mut people[whole + 1..=last] {
                p.part_of = Some(whole);
            }
        }
    }
}

/// Ties what only says again who was told of: "12 civilians, all members of one family, …", "Sami Darwish, a nurse, …".
fn tie_appositions(doc: &Document<'_>, people: &mut [People]) {
    for i in 1..people.len() {
        let (before, p) = (&people[i - 1], &people[i]);
        // "Rami Darwish "Abu Sami"": what somebody is called besides.
        let quoted = matches!(doc.at(before.end), "\"" | "“" | "‘") && before.end + 1 == p.first;
        if quoted && before.name.is_some() && p.name.is_some() && p.part_of.is_none() {
            (people[i].part_of, people[i].apposed) = (before.part_of.or(Some(i - 1)), true);
            continue;
        }
        let end = whose(doc, before.end, p.first);
        let marked = |at: usize| at + 1 == p.first && matches!(doc.at(at), "," | "(" | "–" | "—");
        // "nine people from the Harran family, all women and children": the comma may stand behind whose they are.
        let every = marked(end) && matches!(doc.at(p.first), "all" | "both" | "most");
        if p.part_of.is_some() || !(marked(before.end) || every) {
            continue;
        }
        let tie =
            |n: &People| n.first == p.end + 1 && n.noun.kin && !n.noun.plural && doc.at(n.first + 1) == "of";
        let closed = matches!(
            doc.at(p.end),
            "," | "." | ";" | ")" | "–" | "—" | "who" | "of" | "from" | "for" | "in" | "at"
        ) || doc.at(p.end) == "and" && people.get(i + 1).is_some_and(tie);
        let many = before.number.min.is_some_and(|n| n > 1);
        let all = many && matches!(doc.at(p.first), "all" | "both" | "most");
        let named = (before.name.is_some() || before.noun.kin) && p.name.is_none() && !p.noun.kin && closed;
        let one = named && matches!(doc.at(p.first), "a" | "an" | "the") && p.number == Range::exactly(1);
        if all || one {
            let whole = before.part_of.or(Some(i - 1));
            // "all women and children": of the same people, both of them.
            let and = |n: &People| doc.at(p.end) == "and" && n.first == p.end + 1 && n.vague;
            let both = all && people.get(i + 1).is_some_and(and);
            let further = doc.at(p.end) == "and" && people.get(i + 1).is_some_and(tie);
            (people[i].part_of, people[i].apposed) = (whole, true);
            if both {
                (people[i + 1].part_of, people[i + 1].apposed) = (whole, true);
            }
            // "Lena Orlova, a citizen of Halmet and wife of …": both say who she is.
            if further {
                (people[i + 1].part_of, people[i + 1].apposed) = (whole, true);
            }
        }
    }
}

/// The token past "including" (or the like) that follows a phrase before the next one begins.
fn including_after(doc: &Document<'_>, end: usize, next: usize) -> Option<usize> {
    let mut range = (end..next.min(end + 30)).take_while(|i| doc.at(*i) != ";");
    range.find_map(|i| {
        doc.sense_at(i, |s| matches!(s, Sense::Cue(Cue::Including | Cue::Mostly)).then_some(()))
            .map(|(e, ())| e)
    })
}
