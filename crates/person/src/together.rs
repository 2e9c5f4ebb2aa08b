//! Who was killed beside whom. Enters: the listings of two lists, and first links between them. Leaves: for a pair of
//! listings, whether those who are listed with the one (of one incident, or of one day and place) are linked to relatives
//! of the other. It tells namesakes apart that their names do not.

use crate::field::Trait;
use crate::level::{DIFFERS, NEAR, SAME, UNTOLD};
use crate::likeness::Part;
use crate::link::Link;
use crate::register::{Listing, Register};
use crate::words::NONE;
use foldhash::HashMap;

/// Groups that are larger tell nothing of families.
const MOST: usize = 80;
/// First links that are less likely are left aside.
const LEAST_LINK: f64 = 0.05;

/// First links by listing, and who is listed with whom.
#[derive(Debug)]
pub(crate) struct Together<'a> {
    register: &'a Register,
    /// Links of each listing of the first list.
    links: Vec<Vec<(usize, f64)>>,
    /// The others that each listing of the first list is listed with, of the same family.
    companions: Vec<Vec<usize>>,
}

impl<'a> Together<'a> {
    /// Takes up first links; nothing where the first list does not say who was listed with whom.
    pub(crate) fn of(register: &'a Register, first: &[Link]) -> Option<Self> {
        let left = register.left();
        let mut groups: HashMap<(u32, i32), Vec<usize>> = HashMap::default();
        for listing in left.clone() {
            if let Some(group) = group(register.listings.get(listing)?) {
                groups.entry(group).or_default().push(listing);
            }
        }
        let mut companions = vec![Vec::new(); left.len()];
        for members in groups.values().filter(|members| members.len() <= MOST) {
            for one in members {
                let others =
                    members.iter().filter(|other| *other != one && is_family(register, *one, **other));
                companions[*one] = others.copied().collect();
            }
        }
        if companions.iter().all(Vec::is_empty) {
            return None;
        }
        let mut links = vec![Vec::new(); left.len()];
        for link in first.iter().filter(|link| link.probability >= LEAST_LINK) {
            links[link.left].push((link.right, link.probability));
        }
        Some(Self { register, links, companions })
    }

    /// What the companions of `left` say of its being `right`: that near relatives of it are among those whom they
    /// are linked to, that perhaps relatives are, or that none is.
    pub(crate) fn level(&self, left: usize, right: usize) -> u8 {
        let (mut near, mut far, mut told) = (0.0f64, 0.0f64, 0.0f64);
        for companion in self.companions.get(left).into_iter().flatten() {
            let links = self.links.get(*companion).into_iter().flatten().filter(|(other, _)| *other != right);
            let mut sums = [0.0; 3];
            for (other, probability) in links {
                sums[usize::from(kinship(self.register, *other, right))] += probability;
            }
            told = told.max(sums.iter().sum());
            near = near.max(sums[2]);
            far = far.max(sums[1] + sums[2]);
        }
        match (near, far) {
            (near, _) if near >= 0.5 => SAME,
            (near, far) if near >= 0.2 || far >= 0.5 => NEAR,
            _ if told >= 0.5 => DIFFERS,
            _ => UNTOLD,
        }
    }
}

fn group(listing: &Listing) -> Option<(u32, i32)> {
    let incident = listing.traits[Trait::Incident as usize];
    let place = listing.traits[Trait::Place as usize];
    match (incident, listing.day) {
        (NONE, Some(day)) if place != NONE => Some((place, day)),
        (NONE, _) => None,
        (incident, _) => Some((incident, i32::MIN)),
    }
}

/// The parts of a listing's name in the script that both have.
fn names(register: &Register, a: usize, b: usize) -> Option<(&[Part], &[Part])> {
    let (a, b) = (register.listings.get(a)?, register.listings.get(b)?);
    // Names that are not in Latin letters stand first.
    let (one, other) = (register.chains(a).first()?, register.chains(b).first()?);
    if one.latin == other.latin {
        return Some((register.parts(*one), register.parts(*other)));
    }
    let latin = |listing| register.chains(listing).iter().find(|chain| chain.latin);
    Some((register.parts(*latin(a)?), register.parts(*latin(b)?)))
}

/// Whether two listings have the family name in common, or one's family name is in the other's name.
fn is_family(register: &Register, a: usize, b: usize) -> bool {
    let Some(([_, a @ ..], [_, b @ ..])) = names(register, a, b) else { return false };
    let within = |last: Option<&Part>, parts: &[Part]| {
        last.is_some_and(|last| parts.iter().any(|part| part.number == last.number))
    };
    within(a.last(), b) || within(b.last(), a)
}

/// How near two people are by their names: 2 for brothers and sisters, a father and his child, an uncle and his
/// brother's child; 1 where only the family name and one name of a forefather say so; 0 for strangers.
fn kinship(register: &Register, a: usize, b: usize) -> u8 {
    let Some((a, b)) = names(register, a, b) else { return 0 };
    let ([inner_a @ .., family_a], [inner_b @ .., family_b]) = (a, b) else { return 0 };
    if family_a.number != family_b.number {
        return 0;
    }
    // How many names in a row agree, from the father on, where one line begins a generation or two earlier.
    let line = |a: &[Part], b: &[Part]| a.iter().zip(b).take_while(|(a, b)| a.number == b.number).count();
    let from = |parts: &'_ [Part], n: usize| parts.get(n..).unwrap_or_default().to_vec();
    let best = [(1, 1), (0, 1), (1, 0), (1, 2), (2, 1), (2, 2)]
        .map(|(i, j)| line(&from(inner_a, i), &from(inner_b, j)))
        .into_iter()
        .max();
    match best {
        Some(2..) => 2,
        Some(1) => 1,
        _ => 0,
    }
}
