//! Persons of one list in which people may be several times. Enters: the odds of pairs. Leaves: the odds of pairs when all
//! listings of a person are looked at together: what two listings do not tell of each other, a third may. Groups are
//! joined from the surest pair on, where the best and the average pair between them say so together; so one chance
//! likeness does not chain two persons. Never looks at what listings say.

use crate::compete::Claim;
use foldhash::HashMap;

/// How much the best pair between two groups counts beside the average of all, 0 to 1.
const BEST: f64 = 0.65;
/// Log-odds below which a pair is as unlikely as any.
const FLOOR: f64 = -12.0;
/// Members of a group that are looked at.
const LOOKED_AT: usize = 24;

/// Groups, and the pairs that they consist of.
struct Groups {
    of: HashMap<u32, usize>,
    members: Vec<Vec<u32>>,
    found: HashMap<(u32, u32), f64>,
}

/// The odds of pairs, by groups; in ascending order of left and right. `odds` gives those of any pair.
pub(crate) fn settle(claims: &[Claim], mut odds: impl FnMut(u32, u32) -> f64) -> Vec<Claim> {
    let mut groups = Groups { of: HashMap::default(), members: Vec::new(), found: HashMap::default() };
    let mut order: Vec<&Claim> = claims.iter().filter(|claim| claim.odds > 0.05).collect();
    order.sort_unstable_by(|a, b| b.odds.total_cmp(&a.odds).then((a.left, a.right).cmp(&(b.left, b.right))));
    let known: HashMap<(u32, u32), f64> =
        order.iter().map(|claim| ((claim.left, claim.right), claim.odds)).collect();
    for claim in order {
        let (a, b) = (groups.of(claim.left), groups.of(claim.right));
        if a != b {
            groups.weigh(a, b, &mut |x, y| known.get(&(x, y)).copied().unwrap_or_else(|| odds(x, y)));
        }
    }
    groups.claims(claims)
}

impl Groups {
    fn of(&mut self, listing: u32) -> usize {
        let next = self.members.len();
        let group = *self.of.entry(listing).or_insert(next);
        if group == next {
            self.members.push(vec![listing]);
        }
        group
    }

    /// Joins two groups where they are rather one person than two, and notes the odds of the pairs between them.
    fn weigh(&mut self, a: usize, b: usize, odds: &mut impl FnMut(u32, u32) -> f64) {
        let (mut best, mut sum, mut count) = (FLOOR, 0.0, 0.0);
        let mut direct = Vec::new();
        for x in self.members[a].iter().take(LOOKED_AT) {
            for y in self.members[b].iter().take(LOOKED_AT) {
                let pair = (*x.min(y), *x.max(y));
                let log = odds(pair.0, pair.1).ln().max(FLOOR);
                direct.push((pair, log));
                (best, sum, count) = (best.max(log), sum + log, count + 1.0);
            }
        }
        let together = BEST * best + (1.0 - BEST) * sum / count;
        if together > 0.0 {
            let joined = std::mem::take(&mut self.members[b]);
            for x in &self.members[a] {
                for y in &joined {
                    self.found.insert((*x.min(y), *x.max(y)), together);
                }
            }
            // What a pair says of itself counts where it says more.
            for (pair, log) in direct {
                self.found.entry(pair).and_modify(|known| *known = known.max(log));
            }
            for y in &joined {
                self.of.insert(*y, a);
            }
            self.members[a].extend(joined);
            self.members[a].sort_unstable();
        } else {
            for (pair, log) in direct {
                self.found.insert(pair, log.min(together));
            }
        }
    }

    fn claims(self, claims: &[Claim]) -> Vec<Claim> {
        let mut all: Vec<Claim> = self
            .found
            .iter()
            .map(|((left, right), log)| Claim { left: *left, right: *right, odds: log.exp() })
            .collect();
        all.extend(claims.iter().filter(|claim| !self.found.contains_key(&(claim.left, claim.right))));
        all.sort_unstable_by_key(|claim| (claim.left, claim.right));
        all
    }
}
