//! What labels teach beyond what the lists do. Enters: pairs that are known to be the same person, among all that their
//! listings may be, with the evidence of the model. Leaves: what to add to that evidence, by how far the fields agree and in
//! what combinations. A conditional logit (`McFadden` 1974): the listing is one of its partners, or nobody. Weights begin at
//! nothing, which is the model's own answer, and are held there by a ridge whose strength the labels choose among
//! themselves; where they gain nothing, nothing is added.

use crate::compare::Comparison;
use crate::field::Field;
use crate::level::{ALIKE, DIFFERS, LEVELS, MOVED, NEAR, SAME, UNTOLD};
use crate::model::Evidence;
use nalgebra::{Cholesky, DMatrix, DVector};

/// Labelled listings below which nothing is learned.
const FEWEST: usize = 50;
/// Strengths of the ridge, each that of a weight believed to be within one over its root.
const RIDGES: [f64; 3] = [2.0, 6.0, 20.0];
/// Parts that labelled listings are split into, each foretold from the others.
const FOLDS: usize = 4;
/// Newton's steps; the likelihood is concave, and six are enough.
const STEPS: usize = 8;
/// What a label must gain on average to be believed, in nats.
const LEAST_GAIN: f64 = 0.002;

/// Numbers of facts: of levels by field, of agreement in given and family name, of parts told and of parts that differ,
/// and of the evidence itself.
const LEVEL: usize = 0;
const BOTH_NAMES: usize = LEVEL + Field::COUNT * LEVELS;
const TOLD: usize = BOTH_NAMES + 9;
const DIFFERENT: usize = TOLD + 5;
const ANY: usize = DIFFERENT + 5;
const SAME_EVIDENCE: usize = ANY + 1;
const KIN_EVIDENCE: usize = SAME_EVIDENCE + 1;
const RARITY: usize = KIN_EVIDENCE + 1;
const FACTS: usize = RARITY + 1;
/// Evidence is told in tens of nats, so that its weight is of the size of others.
const TEN: f64 = 10.0;

/// Facts of a pair that are not 0, by number.
type Facts = Vec<(usize, f64)>;

/// A partner of a labelled listing.
#[derive(Clone, Debug)]
pub(crate) struct Partner {
    /// The logarithm of the odds that the model gives.
    pub(crate) log_odds: f64,
    facts: Facts,
}

impl Partner {
    /// A partner by how it compares.
    pub(crate) fn of(pair: &Comparison, evidence: Evidence, log_odds: f64) -> Self {
        Self { log_odds, facts: facts(pair, evidence) }
    }
}

/// A labelled listing: all that it may be, and which of them it is.
#[derive(Clone, Debug)]
pub(crate) struct Lesson {
    pub(crate) partners: Vec<Partner>,
    pub(crate) right: usize,
}

/// What to add to the log-odds of pairs, by their facts.
#[derive(Clone, Debug)]
pub(crate) struct Taught {
    weights: Vec<f64>,
}

impl Taught {
    /// Learns from labelled listings; `found` is the share of listings that are somebody of the other list.
    pub(crate) fn of(lessons: &[Lesson], found: f64) -> Option<Self> {
        if lessons.len() < FEWEST {
            return None;
        }
        let school = School { absent: ((1.0 - found) / found).clamp(0.0, 2.0) };
        let nothing = vec![0.0; FACTS];
        let all: Vec<&Lesson> = lessons.iter().collect();
        let loss = |ridge: f64| -> f64 {
            let fold = |fold: usize| {
                let kept =
                    |held: bool| lessons.iter().enumerate().filter(move |(n, _)| (n % FOLDS == fold) == held);
                let rest: Vec<&Lesson> = kept(false).map(|(_, lesson)| lesson).collect();
                let weights = school.weights(&rest, ridge);
                kept(true).map(|(_, lesson)| school.loss(lesson, &weights)).sum::<f64>()
            };
            (0..FOLDS).map(fold).sum()
        };
        let before: f64 = all.iter().map(|lesson| school.loss(lesson, &nothing)).sum();
        let tried = RIDGES.map(|ridge| (ridge, loss(ridge)));
        let (ridge, after) = tried.into_iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let gain = (before - after) / lessons.len() as f64;
        (gain > LEAST_GAIN).then(|| Self { weights: school.weights(&all, ridge) })
    }

    /// What is added to the log-odds of a pair.
    pub(crate) fn adds(&self, pair: &Comparison, evidence: Evidence) -> f64 {
        sum(&facts(pair, evidence), &self.weights)
    }
}

/// How lessons are weighed.
struct School {
    /// How often a listing is nobody of the other list, for each time it is somebody: each lesson is learned once as it is,
    /// and so often without its answer.
    absent: f64,
}

impl School {
    /// What a lesson costs, in nats.
    fn loss(&self, lesson: &Lesson, weights: &[f64]) -> f64 {
        let logs: Vec<f64> = logs(lesson, weights);
        let odds: Vec<f64> = logs.iter().map(|log| log.exp()).collect();
        let all: f64 = 1.0 + odds.iter().sum::<f64>();
        let without = all - odds.get(lesson.right).copied().unwrap_or(0.0);
        let own = logs.get(lesson.right).copied().unwrap_or(0.0);
        (all.ln() - own) + self.absent * without.max(1.0).ln()
    }

    /// The weights that cost least, with what the ridge takes.
    fn weights(&self, lessons: &[&Lesson], ridge: f64) -> Vec<f64> {
        let mut weights = DVector::zeros(FACTS);
        for _ in 0..STEPS {
            let mut slope = &weights * ridge;
            let mut curve = DMatrix::from_diagonal_element(FACTS, FACTS, ridge);
            for lesson in lessons {
                let odds: Vec<f64> = logs(lesson, weights.as_slice()).iter().map(|log| log.exp()).collect();
                learn(lesson, &odds, None, 1.0, &mut slope, &mut curve);
                learn(lesson, &odds, Some(lesson.right), self.absent, &mut slope, &mut curve);
            }
            let Some(step) = Cholesky::new(curve).map(|curve| curve.solve(&slope)) else { break };
            weights -= &step;
            if step.amax() < 1e-6 {
                break;
            }
        }
        weights.as_slice().to_vec()
    }
}

/// Adds the slope and the curvature of a lesson's cost; without one of its partners, the right answer is nobody.
fn learn(
    lesson: &Lesson,
    odds: &[f64],
    without: Option<usize>,
    weight: f64,
    slope: &mut DVector<f64>,
    curve: &mut DMatrix<f64>,
) {
    let partners = || lesson.partners.iter().zip(odds).enumerate().filter(move |(n, _)| Some(*n) != without);
    let all: f64 = 1.0 + partners().map(|(_, (_, odds))| *odds).sum::<f64>();
    let mut mean = vec![0.0; FACTS];
    for (_, (partner, odds)) in partners() {
        let share = odds / all;
        if share < 1e-9 {
            continue;
        }
        for (n, value) in &partner.facts {
            mean[*n] += share * value;
            for (m, other) in &partner.facts {
                curve[(*n, *m)] += weight * share * value * other;
            }
        }
    }
    let met: Vec<(usize, f64)> =
        mean.iter().copied().enumerate().filter(|(_, value)| *value != 0.0).collect();
    for (n, value) in &met {
        slope[*n] += weight * value;
        for (m, other) in &met {
            curve[(*n, *m)] -= weight * value * other;
        }
    }
    if without.is_none()
        && let Some(right) = lesson.partners.get(lesson.right)
    {
        right.facts.iter().for_each(|(n, value)| slope[*n] -= weight * value);
    }
}

fn logs(lesson: &Lesson, weights: &[f64]) -> Vec<f64> {
    lesson
        .partners
        .iter()
        .map(|partner| (partner.log_odds + sum(&partner.facts, weights)).min(300.0))
        .collect()
}

fn sum(facts: &Facts, weights: &[f64]) -> f64 {
    facts.iter().map(|(n, value)| value * weights.get(*n).copied().unwrap_or(0.0)).sum()
}

/// What is looked at in a pair.
fn facts(pair: &Comparison, evidence: Evidence) -> Facts {
    let mut facts = Facts::with_capacity(24);
    for (field, level) in pair.levels.iter().enumerate().filter(|(_, level)| **level != UNTOLD) {
        facts.push((LEVEL + field * LEVELS + usize::from(*level), 1.0));
    }
    let names = &pair.levels[Field::Given.index()..=Field::Family.index()];
    let agrees = |field: Field| match pair.levels[field.index()] {
        SAME | NEAR => 0,
        ALIKE | MOVED => 1,
        _ => 2,
    };
    facts.push((BOTH_NAMES + 3 * agrees(Field::Given) + agrees(Field::Family), 1.0));
    let told = names.iter().map(|level| usize::from(*level != UNTOLD)).sum::<usize>();
    let differ = names.iter().map(|level| usize::from(*level == DIFFERS)).sum::<usize>();
    facts.push((TOLD + told, 1.0));
    facts.push((DIFFERENT + differ, 1.0));
    facts.push((ANY, 1.0));
    facts.push((SAME_EVIDENCE, evidence.same / TEN));
    facts.push((KIN_EVIDENCE, evidence.kin / TEN));
    let rare: f32 = pair.chance[Field::Given.index()..=Field::Family.index()].iter().sum();
    facts.push((RARITY, f64::from(-rare) / TEN));
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two partners that the model holds for as likely; the right one has the level.
    fn lessons(level: u8, count: usize) -> Vec<Lesson> {
        let partner = |level: u8| {
            let mut pair = Comparison { levels: [UNTOLD; Field::COUNT], chance: [0.0; Field::COUNT] };
            pair.levels[Field::Father.index()] = level;
            Partner::of(&pair, Evidence { same: 3.0, kin: 0.0 }, 1.0)
        };
        (0..count)
            .map(|n| Lesson {
                partners: vec![partner(DIFFERS), partner(if n % 10 == 0 { DIFFERS } else { level })],
                right: 1,
            })
            .collect()
    }

    #[test]
    fn what_tells_the_right_partner_is_learned_and_what_does_not_is_not() {
        let taught = Taught::of(&lessons(SAME, 200), 0.9).expect("there is something to learn");
        let pair = |level| {
            let mut pair = Comparison { levels: [UNTOLD; Field::COUNT], chance: [0.0; Field::COUNT] };
            pair.levels[Field::Father.index()] = level;
            taught.adds(&pair, Evidence { same: 3.0, kin: 0.0 })
        };
        assert!(pair(SAME) > pair(DIFFERS) + 1.0);
        assert!(Taught::of(&lessons(SAME, FEWEST - 1), 0.9).is_none());
    }
}
