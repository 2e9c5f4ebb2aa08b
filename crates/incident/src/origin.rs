//! Groups the reports of an incident by origin. Enters: the accounts of one incident. Leaves: for each account
//! the number of its origin. Copies of one wire report say no more than the wire did.

use crate::Told;
use crate::union::Union;
use text::Sketch;
use value::ReportKey;

/// Share of shingles in common from which two texts count as copies of one origin.
const COPY: f64 = 0.5;

/// Share of the shorter text's shingles in the longer one from which it counts as cut from it, or quoted in it.
const CUT: f64 = 0.75;
/// A text of fewer shingles than these is too short to say that it is part of another.
const SHORT: f64 = 12.0;

/// Whether two texts have one origin: nearly one text, or one cut from the other.
fn one_origin(a: &Sketch, b: &Sketch) -> bool {
    let long = a.shingles().min(b.shingles()) >= SHORT;
    a.resemblance(b) >= COPY || long && a.containment(b) >= CUT
}

/// The origins of an incident's reports.
pub(crate) struct Origins<'a> {
    /// For each member the number of its origin.
    of: Vec<usize>,
    /// The accounts of each origin, first published first.
    pub(crate) groups: Vec<Vec<&'a Told>>,
}

impl<'a> Origins<'a> {
    /// Groups the members of one incident.
    pub(crate) fn of(members: &[&'a Told]) -> Self {
        let mut union = Union::new(members.len());
        for (i, a) in members.iter().enumerate() {
            for (j, b) in members.iter().enumerate().skip(i + 1) {
                if a.key.report == b.key.report || one_origin(&a.sketch, &b.sketch) {
                    union.join(i, j);
                }
            }
        }
        let mut sets = union.sets();
        for set in &mut sets {
            set.sort_by_key(|i| first(members[*i]));
        }
        sets.sort_by_key(|set| set.first().map(|i| first(members[*i])));
        let mut of = vec![0; members.len()];
        for (number, set) in sets.iter().enumerate() {
            for i in set {
                of[*i] = number;
            }
        }
        let groups = sets.iter().map(|set| set.iter().map(|i| members[*i]).collect()).collect();
        Self { of, groups }
    }

    /// The number of the origin of a member.
    pub(crate) fn number(&self, member: usize) -> usize {
        self.of[member]
    }

    /// How many different origins the members have that a test holds for.
    pub(crate) fn count(&self, mut holds: impl FnMut(usize) -> bool) -> usize {
        let mut origins: Vec<usize> = (0..self.of.len()).filter(|i| holds(*i)).map(|i| self.of[i]).collect();
        origins.sort_unstable();
        origins.dedup();
        origins.len()
    }

    /// Ids of the reports, grouped by origin.
    pub(crate) fn ids(&self) -> Vec<Vec<String>> {
        self.groups.iter().map(|group| reports(group)).collect()
    }
}

/// What decides which of two accounts came first: the day of publication (unknown last), then the key.
pub(crate) fn first(told: &Told) -> (bool, Option<jiff::civil::Date>, &ReportKey, u32) {
    (told.published.is_none(), told.published, &told.key.report, told.key.anchor)
}

/// Ids of reports in the order of the accounts, each once.
pub(crate) fn reports(all: &[&Told]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for told in all {
        if !ids.contains(&told.report) {
            ids.push(told.report.clone());
        }
    }
    ids
}
