//! Lists, linked to each other. Enters: lists. Leaves: the evidence that pairs of their entries are one person, and why. Lists
//! that hold people twice are linked among themselves, all at once; to each unique list, these together; and unique lists
//! two by two. Never decides.

use super::rows::Rows;
use person::{Explanation, Linkage, Register, Tie};

/// Lists in their order, and their entries numbered through.
#[derive(Debug)]
pub(crate) struct Listings {
    pub(crate) lists: Vec<Rows>,
    /// Where the entries of each list begin, and where the last one ends.
    starts: Vec<usize>,
}

/// Lists that are linked at once.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Compared {
    left: Vec<usize>,
    /// The unique list that they are linked to; among themselves where there is none.
    right: Option<usize>,
}

impl Listings {
    /// Lists are put in the order of what they hold, so that it makes no difference to any figure what they are called.
    pub(crate) fn new(mut lists: Vec<Rows>) -> Self {
        lists.sort_by(|a, b| a.entries.cmp(&b.entries).then_with(|| a.name.cmp(&b.name)));
        let mut starts = vec![0];
        starts.extend(lists.iter().scan(0, |end, list| {
            *end += list.entries.len();
            Some(*end)
        }));
        Self { lists, starts }
    }

    /// How many entries there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// The number of an entry.
    pub(crate) fn number(&self, list: usize, row: usize) -> usize {
        self.starts.get(list).map_or(row, |start| start + row)
    }

    /// The list and row of an entry.
    pub(crate) fn at(&self, listing: usize) -> (usize, usize) {
        let list = self.starts.partition_point(|start| *start <= listing).saturating_sub(1);
        (list, listing - self.starts.get(list).copied().unwrap_or(0))
    }

    /// The list on which nobody is twice, for each entry that stands on one.
    pub(crate) fn unique(&self) -> Vec<Option<u32>> {
        let of = |(n, list): (usize, &Rows)| {
            std::iter::repeat_n(list.unique.then_some(n as u32), list.entries.len())
        };
        self.lists.iter().enumerate().flat_map(of).collect()
    }

    /// Every way in which lists are linked, those that hold anybody.
    fn compared(&self) -> Vec<Compared> {
        let filled = (0..self.lists.len()).filter(|n| !self.lists[*n].entries.is_empty());
        let (unique, others): (Vec<usize>, Vec<usize>) = filled.partition(|n| self.lists[*n].unique);
        let mut all = Vec::new();
        if !others.is_empty() {
            all.push(Compared { left: others.clone(), right: None });
            all.extend(unique.iter().map(|list| Compared { left: others.clone(), right: Some(*list) }));
        }
        for (n, a) in unique.iter().enumerate() {
            for b in &unique[n + 1..] {
                // The longer list is the one in which a person is looked for.
                let (left, right) = if self.lists[*a].entries.len() <= self.lists[*b].entries.len() {
                    (a, b)
                } else {
                    (b, a)
                };
                all.push(Compared { left: vec![*left], right: Some(*right) });
            }
        }
        all
    }

    /// The register of lists that are linked at once; entries have their numbers as keys.
    fn register(&self, compared: &Compared) -> Register {
        let mut register = Register::new();
        compared.left.iter().for_each(|list| self.add(*list, &mut register));
        if let Some(right) = compared.right {
            if compared.left.iter().any(|list| !self.lists[*list].unique) {
                register.let_first_repeat();
            }
            register.begin_second();
            self.add(right, &mut register);
        }
        register.close();
        register
    }

    fn add(&self, list: usize, register: &mut Register) {
        let Some(rows) = self.lists.get(list) else { return };
        let numbered = |(row, cells): (usize, &Vec<String>)| {
            let mut cells = cells.clone();
            if let Some(key) = cells.get_mut(rows.key) {
                *key = format!("{:012}", self.number(list, row));
            }
            cells
        };
        let numbered: Vec<Vec<String>> = rows.entries.iter().enumerate().map(numbered).collect();
        // What cells cannot be understood was told when the list came in.
        register.add(&columns(rows), rows.key, &numbered);
    }

    /// The evidence for pairs, in ascending order.
    pub(crate) fn ties(&self) -> Vec<Tie> {
        let mut ties = Vec::new();
        for compared in self.compared() {
            let register = self.register(&compared);
            let linkage = Linkage::find(&register, &[]);
            let number = |listing| register.key(listing).parse::<usize>().unwrap_or(0);
            ties.extend(linkage.links().iter().map(|link| {
                let (a, b) = (number(link.left), number(link.right));
                Tie { a: a.min(b), b: a.max(b), log_odds: linkage.evidence(link.left, link.right) }
            }));
        }
        ties.sort_by_key(|tie| (tie.a, tie.b));
        ties
    }

    /// Why pairs are one person, or are not; in the order of the pairs.
    pub(crate) fn explain(&self, pairs: &[(usize, usize)]) -> Vec<Option<Explanation>> {
        let mut told = vec![None; pairs.len()];
        for compared in self.compared() {
            let holds = |(a, b): &(usize, usize)| {
                let (a, b) = (self.at(*a).0, self.at(*b).0);
                match compared.right {
                    Some(right) => {
                        (compared.left.contains(&a) && b == right)
                            || (compared.left.contains(&b) && a == right)
                    }
                    None => compared.left.contains(&a) && compared.left.contains(&b),
                }
            };
            if !pairs.iter().any(holds) {
                continue;
            }
            let register = self.register(&compared);
            let linkage = Linkage::find(&register, &[]);
            let place = |listing: usize| {
                let list = self.at(listing).0;
                register.find(&format!("{listing:012}"), compared.right == Some(list))
            };
            for (pair, told) in pairs.iter().zip(&mut told).filter(|(pair, _)| holds(pair)) {
                if let (Some(a), Some(b)) = (place(pair.0), place(pair.1)) {
                    *told = Some(linkage.explain(a.min(b), a.max(b)));
                }
            }
        }
        told
    }
}

/// What cells mean to the register, which has the key apart.
fn columns(rows: &Rows) -> Vec<Option<person::Column>> {
    let mut columns = rows.columns.clone();
    if let Some(key) = columns.get_mut(rows.key) {
        *key = None;
    }
    columns
}
