//! The learned weights. Enters: a kind of value and the facts that hold of it. Leaves: a probability.

use super::Value;
use std::collections::HashMap;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../../../data/model/confidence.tsv");

type Table = HashMap<(&'static str, &'static str), f64, foldhash::fast::FixedState>;

/// The weights by kind of value and fact; a line that is not of this form holds nothing.
fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let row = |line: &'static str| {
            let mut cells = line.split('\t');
            let (kind, fact, weight) = (cells.next()?, cells.next()?, cells.next()?);
            Some(((kind, fact), weight.parse().ok()?))
        };
        FILE.lines().filter(|l| !l.starts_with('#')).filter_map(row).collect()
    })
}

/// The probability that a value of which these facts hold is right, to two decimals.
pub(super) fn probability(value: Value, facts: &[&'static str]) -> f64 {
    let kind = value.name();
    let sum: f64 = facts.iter().filter_map(|fact| table().get(&(kind, *fact))).sum();
    // Two decimals are all that a table of a few thousand cases can vouch for; nothing is quite sure.
    ((100.0 / (1.0 + (-sum).exp())).round() / 100.0).clamp(0.01, 0.99)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_weight() {
        let lines = FILE.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).count();
        assert_eq!(table().len(), lines);
    }
}
