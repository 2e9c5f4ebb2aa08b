//! Answers in plain words. Enters: figures. Leaves: sentences that somebody reads who never heard of the methods. What is
//! documented and what is estimated are never added up in them.

use crate::latent_class::Hill;
use crate::method::{Diagnostics, Interval, Method};

/// "1 list", "3 lists".
pub(crate) fn lists(n: usize) -> String {
    if n == 1 { "1 list".to_owned() } else { format!("{n} lists") }
}

/// A number of people with its thousands parted.
pub(crate) fn people(n: f64) -> String {
    let digits = format!("{:.0}", n.max(0.0));
    let first = digits.len() % 3;
    let (head, tail) = digits.split_at(first);
    let groups = tail.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let parts: Vec<String> =
        Some(head.to_owned()).filter(|head| !head.is_empty()).into_iter().chain(groups).collect();
    parts.join(",")
}

/// A share as a percentage.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Words with commas, and "and" before the last.
pub(crate) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// From one end to the other.
fn range(of: &Interval) -> String {
    format!("{} to {}", people(of.lower), people(of.upper))
}

/// What an estimate means.
pub(crate) fn explanation(
    name: Method,
    all: &Interval,
    unlisted: &Interval,
    diagnostics: &Diagnostics,
) -> String {
    let said = format!(
        "there were {} people in all, most likely about {}; {} of them on no list ({})",
        range(all),
        people(all.point),
        people(unlisted.point),
        range(unlisted)
    );
    let chance = "with a probability of 95 %";
    match name {
        Method::LatentClass => format!(
            "If people are of a few kinds, some easier to find than others, and each list finds those of a kind \
             independently, then {chance} {said}.{}",
            hills(diagnostics)
        ),
        Method::GraphicalBma => format!(
            "If some lists depend on each other and all people are alike, then {chance} {said}. Every way in which the \
             lists may depend on each other has its say, the better it fits the more."
        ),
        Method::LogLinear => format!(
            "If the lists depend on each other as {} says and all people are alike, then {said}. The interval takes the \
             model for granted.",
            model(diagnostics)
        ),
        Method::ChaoLowerBound => format!(
            "If the lists find people independently, whatever makes some harder to find than others, then there were at \
             least {} people in all ({}), at least {} of them on no list.",
            people(all.point),
            range(all),
            people(unlisted.point)
        ),
    }
}

/// What is said of an estimate from several linkages.
pub(crate) fn linkages(draws: usize) -> String {
    format!(
        " Who is the same person on several lists is not known for certain either: {draws} ways of linking them are \
         behind these figures."
    )
}

fn model(diagnostics: &Diagnostics) -> String {
    let Diagnostics::LogLinear(choice) = diagnostics else { return "the model".to_owned() };
    let together: Vec<String> =
        choice.model.iter().filter(|lists| lists.len() > 1).map(|lists| listed(lists)).collect();
    if together.is_empty() {
        "the simplest model (not at all)".to_owned()
    } else {
        format!("the best of the models ({})", together.join("; "))
    }
}

fn hills(diagnostics: &Diagnostics) -> String {
    match diagnostics {
        Diagnostics::LatentClass(sampled) if sampled.modes.len() > 1 => {
            format!(" The data allow {} answers: {}.", sampled.modes.len(), modes(&sampled.modes))
        }
        _ => String::new(),
    }
}

/// Several answers with their weights.
pub(crate) fn modes(modes: &[Hill]) -> String {
    let one = |hill: &Hill| {
        let (least, most) = (percent(hill.least), percent(hill.most));
        format!(
            "about {} with a weight of {} (single chains: {least} to {most})",
            people(hill.at),
            percent(hill.weight)
        )
    };
    listed(&modes.iter().map(one).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        assert_eq!([0.2, 999.4, 1000.0, 12_345_678.0].map(people), ["0", "999", "1,000", "12,345,678"]);
    }
}
