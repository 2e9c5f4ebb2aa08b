//! Decomposable graphs. Enters: a number of lists. Leaves: every graph between them that is decomposable, with its
//! cliques and separators (Lauritzen 1996, Graphical Models, chapter 2).

use crate::table::History;

/// A graph between lists, by its cliques and the separators between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Graph {
    /// The largest sets of lists that all depend on each other.
    pub(crate) cliques: Vec<History>,
    /// What neighbouring cliques have in common; empty ones are left out.
    pub(crate) separators: Vec<History>,
}

impl Graph {
    /// Whether the two lists of a pair depend on each other directly.
    pub(crate) fn joins(&self, pair: History) -> bool {
        self.cliques.iter().any(|clique| clique & pair == pair)
    }
}

/// Every decomposable graph between so many lists.
pub(crate) fn decomposable(lists: usize) -> Vec<Graph> {
    let pairs: Vec<(usize, usize)> =
        (0..lists).flat_map(|second| (0..second).map(move |first| (first, second))).collect();
    (0..1_u32 << pairs.len()).filter_map(|edges| graph(lists, &neighbours(lists, &pairs, edges))).collect()
}

/// For each list, those that it depends on.
fn neighbours(lists: usize, pairs: &[(usize, usize)], edges: u32) -> Vec<History> {
    let mut neighbours = vec![0; lists];
    for (_, (first, second)) in pairs.iter().enumerate().filter(|(at, _)| edges >> at & 1 == 1) {
        neighbours[*first] |= 1 << second;
        neighbours[*second] |= 1 << first;
    }
    neighbours
}

/// Numbers the lists by maximum cardinality search (Tarjan and Yannakakis 1984): the graph is decomposable if the
/// numbered neighbours of each are all joined, and then the cliques come out in order.
fn graph(lists: usize, neighbours: &[History]) -> Option<Graph> {
    let (mut numbered, mut last) = (0, 0);
    let mut graph = Graph { cliques: Vec::new(), separators: Vec::new() };
    for _ in 0..lists {
        let open = (0..lists).filter(|list| numbered >> list & 1 == 0);
        let next = open.max_by_key(|list| (neighbours[*list] & numbered).count_ones())?;
        let before = neighbours[next] & numbered;
        let joined = |list: &usize| before >> list & 1 == 0 || before & !neighbours[*list] == 1 << list;
        if !(0..lists).all(|list| joined(&list)) {
            return None;
        }
        let with = before | 1 << next;
        if before != last || graph.cliques.is_empty() {
            graph.separators.extend((before != 0).then_some(before));
            graph.cliques.push(with);
        } else if let Some(clique) = graph.cliques.last_mut() {
            *clique = with;
        }
        last = with;
        numbered |= 1 << next;
    }
    Some(graph)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_as_known() {
        // The On-Line Encyclopedia of Integer Sequences, A058862.
        assert_eq!([1, 2, 3, 4, 5, 6].map(|lists| decomposable(lists).len()), [1, 2, 8, 61, 822, 18_154]);
    }

    #[test]
    fn a_chain_has_its_links_as_cliques_and_its_joints_as_separators() {
        let chain = graph(4, &[0b0010, 0b0101, 0b1010, 0b0100]).expect("decomposable");
        let (mut cliques, mut separators) = (chain.cliques, chain.separators);
        cliques.sort_unstable();
        separators.sort_unstable();
        assert_eq!((cliques, separators), (vec![0b0011, 0b0110, 0b1100], vec![0b0010, 0b0100]));
    }

    #[test]
    fn a_ring_of_four_is_not_decomposable() {
        assert_eq!(graph(4, &[0b1010, 0b0101, 0b1010, 0b0101]), None);
    }
}
