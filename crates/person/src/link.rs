//! Listings to links. Enters: a register, and pairs that are known to be the same person. Leaves: pairs of listings with the
//! probability that they are one person, and why. Never decides.

use crate::block::Blocks;
use crate::cluster;
use crate::compare::{Comparer, Comparison};
use crate::compete::{self, Claim};
use crate::explain::Explanation;
use crate::learn::{self, Case};
use crate::likeness::Memo;
use crate::model::{Evidence, Model, Table};
use crate::often::Often;
use crate::pieces;
use crate::register::Register;
use crate::taught::{Lesson, Partner, Taught};
use crate::together::Together;
use rayon::prelude::*;

/// Links less likely than this are left out.
pub const LEAST: f64 = 0.001;
/// How often an entry of one list is what its fields say, where another list is to have it too. Two lists are kept by two
/// hands: a document's number under a brother's name, or a death told of the wrong one, shows in no field; so no pair of
/// two lists is surer than this, whatever agrees.
const SOUND: f64 = 0.99;
/// Listings and pairs from which the model is learned, at the most.
const SAMPLE: usize = 5_000;
const LEARNED_FROM: usize = 400_000;

/// Two listings and how likely they are one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Index of the one.
    pub left: usize,
    /// Index of the other.
    pub right: usize,
    /// 0 to 1.
    pub probability: f64,
}

/// The links of a register, and what was learned to find them.
#[derive(Debug)]
pub struct Linkage<'a> {
    comparer: Comparer<'a>,
    blocks: Blocks,
    model: Model,
    /// What labels taught beyond the model.
    taught: Option<Taught>,
    links: Vec<Link>,
}

impl<'a> Linkage<'a> {
    /// Links the listings of a closed register. `known` are pairs that are the same person, in ascending order.
    pub fn find(register: &'a Register, known: &[(usize, usize)]) -> Self {
        let comparer = Comparer { register, often: Often::count(register), together: None };
        let sample = sample(register, known);
        let blocks = Blocks::find(register, &sample);
        let strangers = learn::strangers(&comparer);
        let model = Model::blank(register.right().len(), !register.is_one_list());
        let mut linkage = Self { comparer, blocks, model, taught: None, links: Vec::new() };
        linkage.learn(&strangers, known);
        if !register.is_one_list() {
            linkage.comparer.together = Together::of(register, &linkage.links);
            if linkage.comparer.together.is_some() {
                linkage.learn(&strangers, known);
            }
        }
        linkage
    }

    /// The links that are likely enough, by listings in ascending order.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Why a pair is linked, or is not.
    pub fn explain(&self, left: usize, right: usize) -> Explanation {
        let found = self.links.binary_search_by_key(&(left, right), |link| (link.left, link.right));
        let probability = found.ok().and_then(|n| self.links.get(n)).map_or(0.0, |link| link.probability);
        let pair = self.comparer.compare(left, right, &mut self.memo());
        Explanation::of(&self.model, &pair, self.adds(&pair, self.model.weigh(&pair)), probability)
    }

    /// The evidence that a pair is one person, taken alone: the natural logarithm of its odds before what others who may be
    /// the same person say. [`crate::Persons`] weighs those together.
    pub fn evidence(&self, left: usize, right: usize) -> f64 {
        self.odds(left, right, &mut self.memo()).ln()
    }

    fn memo(&self) -> Memo<'_> {
        Memo::new(&self.comparer.register.words)
    }

    fn competes(&self) -> bool {
        !self.comparer.register.is_one_list()
    }

    fn learn(&mut self, strangers: &Table, known: &[(usize, usize)]) {
        let among = self.comparer.register.right().len();
        self.model = learn::learn(strangers, &self.cases(known), among, self.competes());
        self.taught = Taught::of(&self.lessons(known), self.model.found);
        self.links = self.linked();
    }

    fn linked(&self) -> Vec<Link> {
        let left: Vec<usize> = self.comparer.register.left().collect();
        let of_chunk = |memo: &mut Memo<'_>, chunk: &[usize]| {
            let mut claims = Vec::new();
            for &listing in chunk {
                let partners = self.blocks.partners(listing);
                claims.extend(partners.filter_map(|right| self.claim(listing, right as usize, memo)));
            }
            claims
        };
        let found: Vec<Vec<Claim>> = left.par_chunks(512).map_init(|| self.memo(), of_chunk).collect();
        let claims = found.concat();
        let alone = |claim: &Claim| claim.odds / (1.0 + claim.odds);
        let (claims, shares) = if self.competes() {
            let shares = compete::settle(&claims, self.comparer.register.repeats);
            let shares: Vec<f64> = shares.into_iter().map(|share| share * SOUND).collect();
            (claims, shares)
        } else {
            let mut memo = self.memo();
            let claims = cluster::settle(&claims, |a, b| self.odds(a as usize, b as usize, &mut memo));
            let shares = claims.iter().map(alone).collect();
            (claims, shares)
        };
        let links = claims.iter().zip(shares).filter(|(_, share)| *share >= LEAST);
        let link = |(claim, probability): (&Claim, f64)| Link {
            left: claim.left as usize,
            right: claim.right as usize,
            probability,
        };
        links.map(link).collect()
    }

    /// The odds of a pair, taken alone.
    fn odds(&self, left: usize, right: usize, memo: &mut Memo<'_>) -> f64 {
        let pair = self.comparer.compare(left, right, memo);
        let evidence = self.model.weigh(&pair);
        self.model.prior_odds() * self.model.ratio(evidence) * self.adds(&pair, evidence).exp()
    }

    /// What labels add to the log-odds of a pair.
    fn adds(&self, pair: &Comparison, evidence: Evidence) -> f64 {
        self.taught.as_ref().map_or(0.0, |taught| taught.adds(pair, evidence))
    }

    /// The listings that are known, with all that they may be; none where a list is linked to itself, since there a listing may
    /// be several others.
    fn lessons(&self, known: &[(usize, usize)]) -> Vec<Lesson> {
        if !self.competes() {
            return Vec::new();
        }
        let lesson = |memo: &mut Memo<'_>, (left, right): &(usize, usize)| {
            let partner = |other: u32| {
                let pair = self.comparer.compare(*left, other as usize, memo);
                let evidence = self.model.weigh(&pair);
                let odds = self.model.prior_odds() * self.model.ratio(evidence);
                let worth_it = odds >= LEAST / 10.0 || other as usize == *right;
                worth_it.then(|| (other as usize == *right, Partner::of(&pair, evidence, odds.ln())))
            };
            let partners: Vec<(bool, Partner)> = self.blocks.partners(*left).filter_map(partner).collect();
            let right = partners.iter().position(|(is_right, _)| *is_right)?;
            Some(Lesson { partners: partners.into_iter().map(|(_, partner)| partner).collect(), right })
        };
        known.par_iter().map_init(|| self.memo(), lesson).flatten().collect()
    }

    /// The odds of a pair, where they are worth keeping.
    fn claim(&self, left: usize, right: usize, memo: &mut Memo<'_>) -> Option<Claim> {
        let odds = self.odds(left, right, memo);
        (odds >= LEAST / 10.0).then_some(Claim { left: left as u32, right: right as u32, odds })
    }

    /// The cases to learn from: those that are known, and others in an order that the hashes of their keys give, until
    /// there are pairs enough.
    fn cases(&self, known: &[(usize, usize)]) -> Vec<Case> {
        let sampled = self.blocks.sampled();
        if !sampled.is_empty() {
            let case = |memo: &mut Memo<'_>, (listing, partners): (&u32, &Vec<u32>)| {
                self.case(*listing as usize, partners, known, memo)
            };
            return sampled.par_iter().map_init(|| self.memo(), case).collect();
        }
        let (mut pairs, mut chosen) = (0, Vec::new());
        for listing in sample(self.comparer.register, known) {
            let partners: Vec<u32> = self.blocks.partners(listing).collect();
            pairs += partners.len();
            chosen.push((listing, partners));
            if pairs > LEARNED_FROM {
                break;
            }
        }
        let case = |memo: &mut Memo<'_>, (listing, partners): &(usize, Vec<u32>)| {
            self.case(*listing, partners, known, memo)
        };
        chosen.par_iter().map_init(|| self.memo(), case).collect()
    }

    fn case(&self, listing: usize, partners: &[u32], known: &[(usize, usize)], memo: &mut Memo<'_>) -> Case {
        let pairs =
            partners.iter().map(|right| self.comparer.compare(listing, *right as usize, memo)).collect();
        let at = known.binary_search_by_key(&listing, |pair| pair.0).ok();
        let known = at.and_then(|n| partners.binary_search(&(known[n].1 as u32)).ok());
        Case { pairs, known }
    }
}

/// Listings from which the model is learned: those that are known, and others in an order that the hashes of their keys give.
fn sample(register: &Register, known: &[(usize, usize)]) -> Vec<usize> {
    let is_known = |listing: usize| known.binary_search_by_key(&listing, |pair| pair.0).is_ok();
    let place = |listing| (!is_known(listing), pieces::hash(register.key(listing)), listing);
    let mut order: Vec<(bool, u64, usize)> = register.left().into_par_iter().map(place).collect();
    let enough = SAMPLE.min(order.len());
    if enough < order.len() {
        order.select_nth_unstable(enough);
        order.truncate(enough);
    }
    order.sort_unstable();
    order.into_iter().map(|(_, _, listing)| listing).collect()
}
