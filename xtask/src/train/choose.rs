//! A conditional logit (`McFadden` 1974) with a quadratic penalty, fitted from zero: no chance in it. Enters: choices, with the candidates that are right. Leaves: a weight for each
//! fact, sorted by the fact.

use super::climb::climb;
use std::collections::{BTreeMap, HashMap};

/// How strongly weights are drawn to zero, in choices.
const PENALTY: f64 = 8.0;
/// A fact that holds in fewer choices than these is not learned from.
const RARE: u32 = 8;
/// A weight below this changes no choice.
const NOTHING: f64 = 0.0005;

/// Choices as they are gathered: facts by number, so that many fit in memory.
#[derive(Default)]
pub(super) struct Choices {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
    all: Vec<Choice>,
}

/// A choice, and the part of the incidents it belongs to.
struct Choice {
    part: u64,
    candidates: Vec<Candidate>,
}

/// In so many parts the incidents are cut, to tell how well what is learned from the others does on each.
pub(super) const PARTS: u64 = 4;

struct Candidate {
    facts: Vec<u32>,
    right: bool,
}

impl Choices {
    /// Takes in a choice, unless none of its candidates is right, or all of them are.
    pub(super) fn add(&mut self, part: u64, candidates: Vec<(Vec<String>, bool)>) {
        let right = candidates.iter().filter(|c| c.1).count();
        if right == 0 || right == candidates.len() {
            return;
        }
        let candidates = candidates
            .into_iter()
            .map(|(facts, right)| Candidate {
                facts: facts.into_iter().map(|f| self.number(f)).collect(),
                right,
            })
            .collect();
        self.all.push(Choice { part, candidates });
    }

    fn number(&mut self, fact: String) -> u32 {
        if let Some(n) = self.numbers.get(&fact) {
            return *n;
        }
        let n = self.names.len() as u32;
        self.names.push(fact.clone());
        self.numbers.insert(fact, n);
        n
    }

    /// How many choices there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The weights of the facts that are common enough.
    pub(super) fn weights(mut self) -> BTreeMap<String, f64> {
        self.drop_rare();
        let weights = self.fit(&|_| true);
        self.names.into_iter().zip(weights).filter(|(_, w)| w.abs() >= NOTHING).collect()
    }

    /// The share of the choices that are made rightly by what is learned from the other parts.
    pub(super) fn held_out(&mut self) -> f64 {
        self.drop_rare();
        let right = (0..PARTS).map(|part| {
            let weights = self.fit(&|c| c.part != part);
            self.all.iter().filter(|c| c.part == part && is_right(c, &weights)).count()
        });
        right.sum::<usize>() as f64 / self.all.len().max(1) as f64
    }

    fn fit(&self, learned: &dyn Fn(&Choice) -> bool) -> Vec<f64> {
        climb(vec![0.0; self.names.len()], &|weights| self.slope(weights, learned))
    }

    /// Leaves out the facts that hold in few choices.
    fn drop_rare(&mut self) {
        let mut seen: Vec<(u32, usize)> = vec![(0, usize::MAX); self.names.len()];
        for (i, choice) in self.all.iter().enumerate() {
            for fact in choice.candidates.iter().flat_map(|c| &c.facts) {
                let (n, last) = &mut seen[*fact as usize];
                if *last != i {
                    (*n, *last) = (*n + 1, i);
                }
            }
        }
        for c in self.all.iter_mut().flat_map(|c| &mut c.candidates) {
            c.facts.retain(|f| seen[*f as usize].0 >= RARE);
        }
    }

    /// How the likelihood less the penalty grows with each weight.
    fn slope(&self, weights: &[f64], learned: &dyn Fn(&Choice) -> bool) -> Vec<f64> {
        let mut slope: Vec<f64> = weights.iter().map(|w| -PENALTY * w).collect();
        for choice in self.all.iter().filter(|c| learned(c)).map(|c| &c.candidates) {
            let score = scores(choice, weights);
            let top = score.iter().copied().fold(f64::MIN, f64::max);
            let share: Vec<f64> = score.iter().map(|s| (s - top).exp()).collect();
            let all: f64 = share.iter().sum();
            let right: f64 = choice.iter().zip(&share).filter(|(c, _)| c.right).map(|(_, s)| s).sum();
            for (c, s) in choice.iter().zip(&share) {
                let miss = if c.right { s / right.max(1e-300) } else { 0.0 } - s / all;
                for fact in &c.facts {
                    slope[*fact as usize] += miss;
                }
            }
        }
        slope
    }
}

/// Whether the likeliest candidate is right.
fn is_right(choice: &Choice, weights: &[f64]) -> bool {
    let scores = scores(&choice.candidates, weights);
    let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    best.is_some_and(|b| choice.candidates[b].right)
}

fn scores(choice: &[Candidate], weights: &[f64]) -> Vec<f64> {
    choice.iter().map(|c| c.facts.iter().map(|f| weights[*f as usize]).sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fact_that_tells_the_right_candidate_weighs_most() {
        let mut choices = Choices::default();
        for i in 0..64_u64 {
            let facts = |own: &str| vec!["a candidate".to_owned(), own.to_owned()];
            choices.add(
                i % PARTS,
                vec![(facts("by rule"), i / 4 % 4 != 0), (facts("told late"), i / 4 % 4 == 0)],
            );
        }
        assert_eq!(choices.len(), 64);
        assert!((choices.held_out() - 0.75).abs() < 1e-9);
        let weights = choices.weights();
        assert!(weights["by rule"] > weights["told late"], "{weights:?}");
        assert!(!weights.contains_key("a candidate"), "what holds of all tells nothing: {weights:?}");
    }

    #[test]
    fn a_choice_without_a_right_candidate_teaches_nothing() {
        let mut choices = Choices::default();
        choices.add(0, vec![(vec!["x".to_owned()], false), (vec!["y".to_owned()], false)]);
        assert_eq!(choices.len(), 0);
    }

    #[test]
    fn a_rare_fact_is_not_learned_from() {
        let mut choices = Choices::default();
        for i in 0..20 {
            let own = if i == 0 { "rare" } else { "common" };
            choices.add(0, vec![(vec![own.to_owned()], true), (vec!["other".to_owned()], false)]);
        }
        assert!(!choices.weights().contains_key("rare"));
    }
}
