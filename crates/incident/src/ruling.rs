//! What people decided, tied to the accounts at hand. Enters: judgements, and the accounts ordered by key.
//! Leaves: which accounts belong together, which apart, which values are set, and a note for each judgement.
//! Judgements are taken from the last to the first; one that would break a later one is set aside and said so.

use crate::union::Union;
use std::collections::{BTreeMap, BTreeSet};
use value::{AccountKey, Judgement, ReportKey, Step, Verdict};

/// What people decided about the accounts at hand, by their indices.
pub(crate) struct Rulings<'a> {
    /// Sets of accounts that belong together, singles included.
    pub(crate) together: Vec<Vec<usize>>,
    /// Pairs of accounts that stay apart, the lower index first.
    pub(crate) apart: BTreeSet<(usize, usize)>,
    /// For an account, what to say of a judgement that names it.
    pub(crate) notes: Vec<(usize, Step)>,
    /// For an account, the judgement that sets a value of its incident, from the first to the last.
    pub(crate) sets: Vec<(usize, &'a Judgement)>,
    /// For an account, that a person looked at its incident and changed nothing.
    pub(crate) seen: Vec<(usize, Step)>,
}

/// Ties judgements to accounts; `keys` must be in ascending order.
pub(crate) fn rule<'a>(keys: &[AccountKey], judgements: &'a [Judgement]) -> Rulings<'a> {
    let mut ordered: Vec<&Judgement> = judgements.iter().collect();
    ordered.sort_by_cached_key(|j| (std::cmp::Reverse(j.act), format!("{:?}", j.verdict), j.why.clone()));
    ordered.dedup_by(|b, a| a.act == b.act && a.verdict == b.verdict);
    let mut bench = Bench {
        names: Names::of(keys),
        union: Union::new(keys.len()),
        apart: BTreeMap::new(),
        notes: Vec::new(),
    };
    let (mut sets, mut seen) = (Vec::new(), Vec::new());
    for judgement in ordered {
        match &judgement.verdict {
            Verdict::Same { a, b } => bench.same(judgement, a, b),
            Verdict::Different { a, b } => bench.different(judgement, a, b),
            Verdict::Set { of, .. } => sets.extend(bench.names.find(of).map(|i| (i, judgement))),
            Verdict::Seen { of } => seen.extend(bench.names.find(of).map(|i| (i, looked(judgement, of)))),
        }
    }
    sets.reverse();
    seen.reverse();
    let apart = bench.apart.into_keys().collect();
    Rulings { together: bench.union.sets(), apart, notes: bench.notes, sets, seen }
}

struct Bench<'a> {
    names: Names<'a>,
    union: Union,
    /// Pairs that stay apart, with the act that says so.
    apart: BTreeMap<(usize, usize), u64>,
    notes: Vec<(usize, Step)>,
}

impl Bench<'_> {
    fn same(&mut self, judgement: &Judgement, a: &AccountKey, b: &AccountKey) {
        let (Some(a), Some(b)) = (self.names.find(a), self.names.find(b)) else { return };
        if let Some(later) = self.parted(a, b) {
            let says = format!(
                "judgement {} joined two accounts that the later judgement {later} keeps apart; the later holds",
                judgement.act
            );
            return self.note(a, b, judgement.act, &says);
        }
        self.union.join(a, b);
        if a != b {
            self.note(
                a,
                b,
                judgement.act,
                &format!("{} joined the two accounts: {}", who(judgement), judgement.why),
            );
        }
    }

    fn different(&mut self, judgement: &Judgement, a: &AccountKey, b: &AccountKey) {
        let (Some(a), Some(b)) = (self.names.find(a), self.names.find(b)) else { return };
        if self.union.find(a) == self.union.find(b) {
            let says = format!(
                "judgement {} parted two accounts that later judgements, or a re-reading, make one; they stay together",
                judgement.act
            );
            return self.note(a, b, judgement.act, &says);
        }
        self.apart.entry((a.min(b), a.max(b))).or_insert(judgement.act);
        self.note(
            a,
            b,
            judgement.act,
            &format!("{} parted the two accounts: {}", who(judgement), judgement.why),
        );
    }

    /// The act that keeps the sets of two accounts apart, if one does.
    fn parted(&mut self, a: usize, b: usize) -> Option<u64> {
        let (a, b) = (self.union.find(a), self.union.find(b));
        let pairs: Vec<((usize, usize), u64)> = self.apart.iter().map(|(p, act)| (*p, *act)).collect();
        pairs.into_iter().find_map(|((x, y), act)| {
            let (x, y) = (self.union.find(x), self.union.find(y));
            ((x, y) == (a, b) || (x, y) == (b, a)).then_some(act)
        })
    }

    /// Notes on each of the two accounts what was decided, naming the other.
    fn note(&mut self, a: usize, b: usize, act: u64, says: &str) {
        for (one, other) in [(a, b), (b, a)] {
            let account = self.names.keys.get(other).cloned();
            let step = Step { about: "membership".into(), says: says.into(), account, act: Some(act) };
            self.notes.push((one, step));
        }
    }
}

/// Says that a person looked.
fn looked(judgement: &Judgement, of: &AccountKey) -> Step {
    let says = format!("{} looked at it and changed nothing: {}", who(judgement), judgement.why);
    Step { about: "review".into(), says, account: Some(of.clone()), act: Some(judgement.act) }
}

/// The name of whoever decided.
pub(crate) fn who(judgement: &Judgement) -> &str {
    if judgement.author.is_empty() { "a person" } else { &judgement.author }
}

/// Finds accounts by key.
struct Names<'a> {
    keys: &'a [AccountKey],
    /// Where the accounts of each report begin and end.
    reports: BTreeMap<&'a ReportKey, std::ops::Range<usize>>,
}

impl<'a> Names<'a> {
    fn of(keys: &'a [AccountKey]) -> Self {
        let mut reports: BTreeMap<&ReportKey, std::ops::Range<usize>> = BTreeMap::new();
        for (i, key) in keys.iter().enumerate() {
            reports.entry(&key.report).or_insert(i..i).end = i + 1;
        }
        Self { keys, reports }
    }

    /// The account of the key's report whose anchor lies nearest, the earlier of two as near.
    fn find(&self, key: &AccountKey) -> Option<usize> {
        let among = self.reports.get(&key.report)?.clone();
        among.min_by_key(|i| (self.keys[*i].anchor.abs_diff(key.anchor), *i))
    }
}
