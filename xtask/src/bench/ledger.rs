//! The ledger's own bench. Enters: the repository. Leaves: its append rates, read from the table that divan prints.

use super::Figure;
use crate::failure::Failure;
use crate::program::{cargo, output};
use crate::tree::Tree;

/// Acts appended a second, by the acts of a batch.
pub(super) fn appends(tree: &Tree) -> Result<Vec<Figure>, Failure> {
    let said = output(cargo(tree).args([
        "bench",
        "--package",
        "cenotaph-ledger",
        "--bench",
        "append",
        "--",
        "append::append",
    ]))?;
    let rates = rates(&said, "append");
    if rates.is_empty() {
        return Err(Failure::new(format!("the ledger's bench told no rate:\n{said}")));
    }
    let name = |batch: &str| format!("ledger: acts of 4 KB appended, {batch} a batch, each batch durable");
    Ok(rates.into_iter().map(|(batch, rate)| Figure::new(name(&batch), "1/s", rate)).collect())
}

/// The median rates of a benchmark, by its arguments. Divan prints below each row of times one of rates, the
/// columns (fastest, slowest, median, mean) parted by `│`.
fn rates(said: &str, bench: &str) -> Vec<(String, f64)> {
    let mut found = Vec::new();
    let mut argument: Option<String> = None;
    for line in said.lines().skip_while(|line| !opens(line, bench)).skip(1) {
        let rates: Vec<&str> =
            line.split('│').map(str::trim).filter(|cell| cell.contains("item/s")).collect();
        if let Some(median) = rates.get(2) {
            found.extend(argument.take().zip(number(median)));
        } else if line.starts_with(['├', '╰']) {
            break;
        } else {
            argument = words(line).next().map(str::to_owned);
        }
    }
    found
}

/// Whether a line of the table opens this benchmark.
fn opens(line: &str, bench: &str) -> bool {
    line.starts_with(['├', '╰']) && words(line).next() == Some(bench)
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || "│├╰─".contains(c)).filter(|word| !word.is_empty())
}

/// `12.3 Kitem/s` as a number.
fn number(rate: &str) -> Option<f64> {
    let (number, unit) = rate.split_once(' ')?;
    let scale = match unit.chars().next()? {
        'K' => 1e3,
        'M' => 1e6,
        'G' => 1e9,
        _ => 1.0,
    };
    Some(number.parse::<f64>().ok()? * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_rates_are_taken_from_divans_table() {
        let said = "\
append           fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ append                      │               │               │               │         │
│  ├─ 1          1 ms          │ 2 ms          │ 1.5 ms        │ 1.5 ms        │ 20      │ 80
│  │             1000 item/s   │ 500 item/s    │ 666.6 item/s  │ 666 item/s    │         │
│  ╰─ 256        2 ms          │ 4 ms          │ 3 ms          │ 3 ms          │ 20      │ 80
│                128 Kitem/s   │ 64 Kitem/s    │ 85.3 Kitem/s  │ 85 Kitem/s    │         │
╰─ open_read                   │               │               │               │         │
   ╰─ 1000       1 ms          │ 2 ms          │ 1.5 ms        │ 1.5 ms        │ 20      │ 80
";
        let rates: Vec<(String, i64)> =
            rates(said, "append").into_iter().map(|(n, r)| (n, r as i64)).collect();
        assert_eq!(rates, [("1".to_owned(), 666), ("256".to_owned(), 85_300)]);
    }
}
