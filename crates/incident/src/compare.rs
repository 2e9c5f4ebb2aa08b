//! Compares two accounts field by field. Enters: two facets. Leaves: findings, each of which weighs what
//! `data/model/resolution.tsv` says, and whether the pair may be joined at all. A field of which one account says
//! nothing weighs nothing.
//!
//! The weights are log₂ of how much more often a finding is met between accounts of one event than between accounts
//! of two events (Fellegi and Sunter 1969), learned together, so that fields that say the same are not counted twice.

mod calendar;
mod harm;
mod place;
mod time;

use crate::facet::{Facet, Name};
use crate::finding::Finding;
use crate::weight::Bits;
use value::{AccountKind, MethodName};

/// What two accounts say against each other.
pub(crate) struct Comparison {
    /// What was found, in the order of the fields.
    pub(crate) findings: Vec<Finding>,
    /// Whether something ties the two: a place or name in common, and no day that differs; or many rare words.
    pub(crate) tied: bool,
    /// Whether one of the two has no day at all.
    pub(crate) dayless: bool,
}

/// The most evidence that leaves two accounts at odds, where nothing of their texts speaks for one event.
const ODDS: Bits = Bits(-100);
/// Evidence of the texts from which a misread value is likelier than two events.
const ALIKE: Bits = Bits(100);

impl Comparison {
    /// The sum of the evidence; at zero it is as likely as not that the two are one event.
    pub(crate) fn bits(&self) -> Bits {
        self.findings.iter().map(|f| self.weight(*f)).sum()
    }

    /// What one of its findings weighs.
    pub(crate) fn weight(&self, finding: Finding) -> Bits {
        finding.bits(self.dayless)
    }

    /// Whether the two can hardly be one event, whatever a third account makes of them: their values contradict each
    /// other, and their texts have little in common.
    pub(crate) fn at_odds(&self) -> bool {
        let of_text = |f: &&Finding| matches!(f.field(), "words" | "rare words" | "text" | "victims");
        let told = self.findings.iter().filter(|f| **f != Finding::WordsUnknown);
        let alike: Bits = told.filter(of_text).map(|f| self.weight(*f)).sum();
        let days_differ = self.findings.iter().any(|f| time::are_days_apart(*f) || *f == Finding::OtherDay);
        alike < ALIKE && (days_differ || self.bits() < ODDS)
    }
}

/// Compares two accounts.
pub(crate) fn compare(a: &Facet, b: &Facet) -> Comparison {
    let mut findings = Vec::with_capacity(16);
    findings.push(Finding::Any);
    let one_report = a.key.report == b.key.report;
    findings.extend(standing(a, b));
    let date = time::dates(a.days, b.days);
    let (place, naming) = place::places(a, b);
    let killed = harm::killed(a, b);
    let injured = harm::injured(a, b);
    let victims = victims(&a.victims, &b.victims);
    let sure = date.and_then(|d| time::sureness(d, a.day_sure.min(b.day_sure)));
    // What one report tells apart is not compared by its text, which is the same.
    let [published, words, rare, copy] = if one_report {
        [None; 4]
    } else {
        [Some(time::published(a.published, b.published)), Some(words(a, b)), rare(a, b), copy(a, b)]
    };
    let alike = copy.is_some() || matches!(words, Some(f) if f >= Finding::WordsMore);
    let (words, copy) = if place::is_elsewhere(a, b, place) {
        (words.map(of_form), copy.map(|_| Finding::Form))
    } else {
        (words, copy)
    };
    let by = means(&a.methods, &b.methods);
    let odds = harm::at_odds(killed, injured, by);
    let calendar = calendar::days(a, b);
    findings.extend([date, calendar, sure, published, place, naming].into_iter().flatten());
    findings.extend([killed, harm::children(a, b), injured, odds].into_iter().flatten());
    findings.extend(
        [
            parties(&a.parties, &b.parties),
            by,
            kinds(a.kind, b.kind),
            targets(&a.targets, &b.targets),
            victims,
            words,
            rare,
            copy,
        ]
        .into_iter()
        .flatten(),
    );
    let located = match place {
        Some(Finding::Region) => harm::agree(killed, injured),
        Some(place) => place::is_near(place),
        None => false,
    };
    let named = matches!(victims, Some(f) if f != Finding::OtherPeople);
    let tied = alike || one_report || date.is_none_or(time::may_be_one) && (located || named);
    Comparison { findings, tied, dayless: date.is_none() }
}

/// What words in common say of two that name other places: a form of words in which many strikes are told.
fn of_form(words: Finding) -> Finding {
    if words >= Finding::WordsMore { Finding::WordsForm } else { words }
}

/// How the two stand in their reports. What one report tells as two is two, unless much agrees: texts and days of
/// publication say nothing there.
fn standing(a: &Facet, b: &Facet) -> Option<Finding> {
    match (a.key.report == b.key.report, a.beside, b.beside) {
        (true, ..) => Some(Finding::OneReport),
        (_, false, false) => None,
        (_, true, true) => Some(Finding::BothBeside),
        _ => Some(Finding::OneBeside),
    }
}

fn parties(a: &[Name], b: &[Name]) -> Option<Finding> {
    // Sources that blame different parties for one event are common; it says little against one event.
    both(a, b).then(|| if share(a, b) { Finding::SameParty } else { Finding::OtherParties })
}

fn both<T>(a: &[T], b: &[T]) -> bool {
    !a.is_empty() && !b.is_empty()
}

fn share<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.iter().any(|x| b.contains(x))
}

/// Means that reports take for one another.
fn family(method: MethodName) -> u8 {
    use MethodName as M;
    match method {
        M::Airstrike | M::DroneStrike | M::Artillery | M::NavalBombardment | M::Incendiary => 1,
        M::GroundOperation | M::SmallArms => 2,
        M::PlantedExplosive | M::UnexplodedOrdnance => 3,
        M::Chemical => 4,
        M::Arson => 5,
        M::Other | M::Unknown => 0,
    }
}

fn means(a: &[MethodName], b: &[MethodName]) -> Option<Finding> {
    let known = |all: &[MethodName]| all.iter().any(|m| family(*m) > 0);
    if !known(a) || !known(b) {
        return None;
    }
    if a.iter().any(|m| family(*m) > 0 && b.contains(m)) {
        return Some(Finding::SameMeans);
    }
    let kin = a.iter().any(|x| b.iter().any(|y| family(*x) == family(*y)));
    (!kin).then_some(Finding::OtherMeans)
}

fn kinds(a: AccountKind, b: AccountKind) -> Option<Finding> {
    use AccountKind as K;
    let taking = |k| matches!(k, K::Kidnapping | K::Robbery | K::Hijacking | K::Arson);
    if a == b && taking(a) {
        Some(Finding::SameKind)
    } else {
        (a != b && (taking(a) || taking(b)) && a != K::Other && b != K::Other).then_some(Finding::OtherKind)
    }
}

fn targets(a: &[Name], b: &[Name]) -> Option<Finding> {
    if !both(a, b) {
        return None;
    }
    let homes = Name::of("residential");
    let shared = |home: bool| a.iter().any(|x| (*x == homes) == home && b.contains(x));
    Some(if shared(false) {
        Finding::SameTarget
    } else if shared(true) {
        Finding::HomesHit
    } else {
        Finding::OtherTargets
    })
}

fn victims(a: &[Name], b: &[Name]) -> Option<Finding> {
    if !both(a, b) {
        return None;
    }
    let few = a.len().min(b.len());
    Some(match a.iter().filter(|x| b.contains(x)).count() {
        0 => Finding::OtherPeople,
        1 if few > 2 => Finding::OneOfMany,
        1 => Finding::OnePerson,
        2 => Finding::TwoPeople,
        _ => Finding::People,
    })
}

fn words(a: &Facet, b: &Facet) -> Finding {
    let Some(likeness) = a.words.likeness(&b.words) else { return Finding::WordsUnknown };
    match (likeness * 100.0) as u32 {
        0..2 => Finding::WordsNone,
        2..5 => Finding::WordsFew,
        5..9 => Finding::WordsSome,
        9..15 => Finding::WordsMore,
        15..25 => Finding::WordsMany,
        25..40 => Finding::WordsMost,
        40..60 => Finding::WordsHalf,
        _ => Finding::WordsAlike,
    }
}

/// How many words both have that hardly another report has: names of people and streets, odd words.
fn rare(a: &Facet, b: &Facet) -> Option<Finding> {
    Some(match a.words.rare_in_both(&b.words)? {
        0 => Finding::RareNone,
        1 => Finding::RareOne,
        2 => Finding::RareTwo,
        3..=4 => Finding::RareThree,
        5..=8 => Finding::RareFive,
        9..=16 => Finding::RareNine,
        _ => Finding::RareMany,
    })
}

fn copy(a: &Facet, b: &Facet) -> Option<Finding> {
    match (a.sketch.resemblance(&b.sketch) * 100.0) as u32 {
        0..5 => None,
        5..25 => Some(Finding::CopyParts),
        25..60 => Some(Finding::CopyHalf),
        _ => Some(Finding::Copy),
    }
}
