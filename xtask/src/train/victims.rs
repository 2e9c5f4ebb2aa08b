//! The weights by which a reading decides who of those named came to harm. Enters: the corpora's answers and everybody
//! whom the reader finds named. Leaves: `data/model/victim.tsv`. Learns from four fifths of the incidents, and of facts
//! that are common in them; a name stands in no fact. Deterministic.

use super::labels::{CORPORA, Corpus};
use crate::failure::Failure;
use reading::{Reader, victim};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// A fact of fewer people than these is not learned from.
const RARE: usize = 40;
/// How strongly weights are drawn to zero, in cases.
const PENALTY: f64 = 5.0;
/// Rounds over all facts; the weights stand still long before.
const ROUNDS: usize = 120;

/// What is asked of, by the facts that hold, and the answer.
#[derive(Clone, Default)]
pub(super) struct Cases {
    pub(super) facts: Vec<Vec<String>>,
    pub(super) right: Vec<bool>,
}

impl Cases {
    pub(super) fn push(&mut self, facts: &[String], right: bool) {
        self.facts.push(facts.to_vec());
        self.right.push(right);
    }
}

/// The weights, a line each.
pub(super) fn learn(corpora: &Path, reader: &Reader) -> Result<String, Failure> {
    let (mut victim, mut killed) = (Cases::default(), Cases::default());
    for corpus in &CORPORA {
        let answers = corpus.answers(corpora)?;
        for row in super::learned_from(corpus, corpora)? {
            let Some(report) = Corpus::report(&row) else { continue };
            let Some(known) = Known::of(&row, answers.get(corpus.incident(&row))) else { continue };
            let told = reader.material(&report).people;
            for (told, answer) in told.iter().zip(known.answers(&told)) {
                let Some(status) = answer else { continue };
                victim.push(&told.facts, status != Fate::None);
                if matches!(status, Fate::Killed | Fate::Injured) {
                    killed.push(&told.facts, status == Fate::Killed);
                }
            }
        }
    }
    let mut out = String::new();
    for (question, cases) in [("killed", &killed), ("victim", &victim)] {
        let right = cases.right.iter().filter(|r| **r).count();
        println!("{question:8} {} cases, {right} right", cases.right.len());
        for (fact, weight) in weights(cases, RARE) {
            let (kind, word) = fact.split_once('\t').unwrap_or((fact, ""));
            let _ = writeln!(out, "{question}\t{kind}\t{word}\t{weight:.3}");
        }
    }
    Ok(out)
}

/// What became of somebody, as recorders coded it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    None,
    Killed,
    Injured,
    Harmed,
}

/// The people of a record: the words of their names, and what became of them.
struct Known {
    people: Vec<(Vec<String>, Fate)>,
    /// Names that are neither right nor wrong.
    open: Vec<Vec<String>>,
    /// Whether a name is known again by its last word alone, as in keys that hold several strings.
    by_last: bool,
    /// Whether single words are no names to the recorders.
    full: bool,
}

impl Known {
    /// The people of a row; `None` where the row tells nothing of anybody.
    fn of(row: &Json, apart: Option<&Json>) -> Option<Self> {
        if let Some(templates) = row.get("templates") {
            let templates = templates.as_array().filter(|t| !t.is_empty())?;
            let mut people = Vec::new();
            for filler in templates.iter().flat_map(|t| list(t, "hum-tgt-name")) {
                strings(filler, &mut |s| people.push((words(s), Fate::Harmed)));
            }
            return Some(Self { people, open: Vec::new(), by_last: true, full: false });
        }
        let (gold, key) = match apart {
            Some(gold) => (gold, "name"),
            None => (row.get("gold")?, "name_en"),
        };
        let mut known = Self { people: Vec::new(), open: Vec::new(), by_last: false, full: apart.is_none() };
        for v in list(gold, "victims") {
            let name = words(text(v, key));
            let fate = match text(v, "status") {
                "killed" => Fate::Killed,
                "injured" => Fate::Injured,
                _ => Fate::Harmed,
            };
            match name.len() {
                0 => {}
                1 if apart.is_none() => known.open.push(name),
                _ => known.people.push((name, fate)),
            }
        }
        let dead = list(gold, "suspects").iter().filter(|s| text(s, "status") == "killed");
        known.open.extend(dead.map(|s| words(text(s, "name"))).filter(|w| !w.is_empty()));
        Some(known)
    }

    /// What became of each, where that can be said; of two that are named alike one is meant.
    fn answers(&self, told: &[victim::Told]) -> Vec<Option<Fate>> {
        let names: Vec<Vec<String>> = told.iter().map(|t| words(&t.name)).collect();
        let mut out = vec![Some(Fate::None); told.len()];
        if self.by_last {
            for (name, out) in names.iter().zip(&mut out) {
                let last = name.last();
                if self.people.iter().any(|(known, _)| last.is_some_and(|w| known.contains(w))) {
                    *out = Some(Fate::Harmed);
                }
            }
            return out;
        }
        let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
        for (i, name) in names.iter().enumerate() {
            pairs.extend(self.people.iter().enumerate().filter_map(|(j, (known, _))| {
                Some((alike(name, known).filter(|_| !self.full || name.first() == known.first())?, i, j))
            }));
        }
        pairs.sort_by_key(|(shared, i, j)| (usize::MAX - shared, *i, *j));
        let (mut used, mut meant) = (vec![false; told.len()], vec![false; self.people.len()]);
        for (_, i, j) in pairs {
            if !used[i] && !meant[j] {
                (used[i], meant[j]) = (true, true);
                out[i] = Some(self.people[j].1);
            }
        }
        for (i, name) in names.iter().enumerate().filter(|(i, _)| !used[*i]) {
            let open =
                self.open.iter().any(|o| alike(name, o).is_some() || o.iter().all(|w| name.contains(w)));
            if open || self.full && name.len() < 2 {
                out[i] = None;
            }
        }
        out
    }
}

/// How many words two names share, where they may be one person's: the first or the last word is the same, and two are;
/// or one of them is a single word that begins or ends the other.
fn alike(a: &[String], b: &[String]) -> Option<usize> {
    let shared = a.iter().filter(|w| b.contains(w)).count();
    let ends = a.first() == b.first() || a.last() == b.last();
    let single = a.len() == 1 || b.len() == 1;
    (ends && (shared >= 2 || single)).then_some(shared)
}

/// The words of a name in lower case, bracketed names and titles aside.
fn words(name: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0_usize;
    for c in name.chars() {
        match c {
            '(' | '[' | '“' => depth += 1,
            ')' | ']' | '”' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let small = |w: &str| matches!(w, "al" | "el" | "jr" | "sr" | "dr" | "officer" | "deputy");
    let folded = gazetteer::fold(&plain);
    folded.split(' ').filter(|w| w.chars().count() > 1 && !small(w)).map(str::to_owned).collect()
}

/// All strings of a filler.
fn strings(filler: &Json, put: &mut dyn FnMut(&str)) {
    match filler {
        Json::String(s) => put(s),
        Json::Array(items) => items.iter().for_each(|i| strings(i, put)),
        Json::Object(map) => map.values().for_each(|i| strings(i, put)),
        _ => {}
    }
}

fn text<'a>(row: &'a Json, key: &str) -> &'a str {
    row.get(key).and_then(Json::as_str).unwrap_or_default()
}

fn list<'a>(row: &'a Json, key: &str) -> &'a [Json] {
    row.get(key).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

/// Logistic regression with a quadratic penalty on facts of `rare` cases or more, one fact after another: each step is the longest that the curvature of
/// the loss, at most a quarter of a case each, makes safe.
pub(super) fn weights(cases: &Cases, rare: usize) -> BTreeMap<&str, f64> {
    let mut columns: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, facts) in cases.facts.iter().enumerate() {
        for fact in facts {
            columns.entry(fact).or_default().push(i);
        }
    }
    columns.retain(|_, held| held.len() >= rare);
    let mut sums = vec![0.0_f64; cases.right.len()];
    let mut weights: BTreeMap<&str, f64> = columns.keys().map(|fact| (*fact, 0.0)).collect();
    for _ in 0..ROUNDS {
        for ((_, held), weight) in columns.iter().zip(weights.values_mut()) {
            let slope: f64 = held
                .iter()
                .map(|i| f64::from(u8::from(cases.right[*i])) - 1.0 / (1.0 + (-sums[*i]).exp()))
                .sum();
            let step = (slope - PENALTY * *weight) / (0.25 * held.len() as f64 + PENALTY);
            *weight += step;
            for i in held {
                sums[*i] += step;
            }
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_that_goes_with_victims_weighs_for_them() {
        let mut cases = Cases::default();
        for i in 0..8000 {
            let hurt = i % 2 == 0;
            let facts = if hurt {
                vec!["any\t".to_owned(), "then\tdied".to_owned()]
            } else {
                vec!["any\t".to_owned()]
            };
            cases.push(&facts, hurt || i % 8 == 1);
        }
        let w = weights(&cases, RARE);
        let p = |sum: f64| 1.0 / (1.0 + (-sum).exp());
        assert!((p(w["any\t"]) - 0.25).abs() < 0.02 && p(w["any\t"] + w["then\tdied"]) > 0.95, "{w:?}");
    }

    #[test]
    fn names_are_held_against_the_record_one_to_one() {
        let known = Known::of(
            &serde_json::json!({"gold": {"victims": [
                {"name_en": "Mira Sami Haddad (Umm Adam)", "status": "killed"}, {"name_en": "Omar Saleh", "status": "injured"}]}}),
            None,
        );
        let told = |name: &str| victim::Told { name: name.into(), facts: Vec::new() };
        let names = [told("Mira Haddad"), told("Omar Saleh"), told("Omar Saleh"), told("Dr. Lena Orlova")];
        let answers = known.expect("a record").answers(&names);
        assert_eq!(answers, [Some(Fate::Killed), Some(Fate::Injured), Some(Fate::None), Some(Fate::None)]);
    }
}
