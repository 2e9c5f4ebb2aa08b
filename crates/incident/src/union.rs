//! Sets that only grow together (union–find). Enters: pairs. Leaves: for each element the least element of
//! its set, so that the outcome does not depend on the order of the pairs.

/// Disjoint sets of the numbers below `n`.
pub(crate) struct Union(Vec<usize>);

impl Union {
    pub(crate) fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    /// The least element of the set that holds `i`.
    pub(crate) fn find(&mut self, i: usize) -> usize {
        let mut root = i;
        while self.0[root] != root {
            root = self.0[root];
        }
        let mut at = i;
        while self.0[at] != root {
            at = std::mem::replace(&mut self.0[at], root);
        }
        root
    }

    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }

    /// The sets, each in ascending order, ordered by their least element.
    pub(crate) fn sets(&mut self) -> Vec<Vec<usize>> {
        let n = self.0.len();
        let mut sets = vec![Vec::new(); n];
        for i in 0..n {
            let root = self.find(i);
            sets[root].push(i);
        }
        sets.retain(|set| !set.is_empty());
        sets
    }
}
