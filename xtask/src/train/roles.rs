//! The weights by which a reading decides what part something has in an event. Enters: the corpus that codes who did it, what
//! was hit and with what, another that codes parties alone, and all that the reader finds named. Leaves: `data/model/role.tsv`. Learns from four fifths of
//! the reports, and of facts that are common in them. Deterministic.

use super::labels::{Corpus, NARRATIVES, Parts, WIRE, laid_to};
use super::victims::{Cases, weights};
use crate::failure::Failure;
use reading::Reader;
use reading::role::Role;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// A fact of fewer phrases than these is not learned from.
const RARE: usize = 12;

/// Parts of the reports, of which each is answered by what the others teach.
const PARTS: usize = 4;

/// The weights, a line each.
pub(super) fn learn(corpora: &Path, reader: &Reader) -> Result<String, Failure> {
    let mut cases: BTreeMap<Role, [Cases; PARTS]> = BTreeMap::new();
    for (n, row) in super::learned_from(&WIRE, corpora)?.iter().enumerate() {
        let Some((report, known)) = Corpus::report(row).zip(Parts::of(row)) else { continue };
        for told in reader.material(&report).parts {
            let right = known.has(told.role, &told.words);
            cases.entry(told.role).or_default()[n % PARTS].push(&told.facts, right);
        }
    }
    for (n, row) in super::learned_from(&NARRATIVES, corpora)?.iter().enumerate() {
        let Some(report) = Corpus::report(row) else { continue };
        for told in
            reader.material(&report).parts.iter().filter(|t| matches!(t.role, Role::Agent | Role::Party))
        {
            let right = laid_to(row, &told.words);
            cases.entry(told.role).or_default()[n % PARTS].push(&told.facts, right);
        }
    }
    let mut out = String::new();
    for (role, parts) in &cases {
        tell(*role, parts);
        for (fact, weight) in weights(&joined(parts.iter()), RARE) {
            let (kind, word) = fact.split_once('\t').unwrap_or((fact, ""));
            let _ = writeln!(out, "{}\t{kind}\t{word}\t{weight:.3}", role.name());
        }
    }
    Ok(out)
}

fn joined<'a>(parts: impl Iterator<Item = &'a Cases>) -> Cases {
    parts.fold(Cases::default(), |mut all, part| {
        part.facts.iter().zip(&part.right).for_each(|(facts, right)| all.push(facts, *right));
        all
    })
}

/// Prints how well each part is answered by what the others teach, at several chances.
fn tell(role: Role, parts: &[Cases; PARTS]) {
    let mut answers: Vec<(f64, bool)> = Vec::new();
    for (n, part) in parts.iter().enumerate() {
        let others = joined(parts.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, p)| p));
        let learned = weights(&others, RARE);
        for (facts, right) in part.facts.iter().zip(&part.right) {
            let sum: f64 = facts.iter().filter_map(|f| learned.get(f.as_str())).sum();
            answers.push((1.0 / (1.0 + (-sum).exp()), *right));
        }
    }
    let all = answers.iter().filter(|(_, right)| *right).count();
    println!("{} {} phrases, {all} right", role.name(), answers.len());
    for chance in [0.3, 0.35, 0.4, 0.45, 0.5, 0.6] {
        let taken = answers.iter().filter(|(p, _)| *p >= chance);
        let (n, right) = taken.fold((0, 0), |(n, ok), (_, right)| (n + 1, ok + usize::from(*right)));
        let (p, r) = (right as f64 / f64::from(n.max(1)), right as f64 / all.max(1) as f64);
        println!(
            "  from {chance}: {n} taken, precision {p:.3}, recall {r:.3}, F1 {:.3}",
            2.0 * p * r / (p + r).max(1e-9)
        );
    }
}
