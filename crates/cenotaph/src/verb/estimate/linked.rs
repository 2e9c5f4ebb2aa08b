//! Estimates from the lists of a casebook. Enters: which lists, and by what people are told apart. Leaves: an answer for each
//! stratum, with the uncertainty of the linkage in it; or why a stratum is too sparse.

use super::{Answer, Fault, Outcome, Output, show};
use crate::folder::Which;
use casebook::Dimension;
use clap::{Args, ValueEnum};
use estimate::{Method, Refusal, Sampling, Stratum, pooled, strata};
use serde_json::{Value, json};
use std::time::Instant;

/// Fewest steps of a chain, where many linkages share what one would get.
const FEWEST_STEPS: usize = 20_000;

/// Which lists, and how.
#[derive(Args, Debug)]
pub(super) struct Linked {
    /// Lists of the casebook [default: all]; `reports` are those whom reports name
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    lists: Vec<String>,
    /// Estimate apart: by year, month, province, place, sex
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    by: Vec<By>,
    /// How many whole linkages are drawn
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    draws: u32,
}

/// By what people are told apart.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    Year,
    Month,
    Province,
    Place,
    Sex,
}

impl By {
    fn dimension(self) -> Dimension {
        match self {
            Self::Year => Dimension::Year,
            Self::Month => Dimension::Month,
            Self::Province => Dimension::Province,
            Self::Place => Dimension::Place,
            Self::Sex => Dimension::Sex,
        }
    }
}

/// A stratum with its answer.
struct Answered {
    stratum: Stratum,
    answer: Answer,
}

impl Linked {
    pub(super) fn run(&self, which: &Which, sampling: &Sampling, json: bool) -> Result<Outcome, Fault> {
        let people = which.open_to_read()?.people()?;
        let lists = if self.lists.is_empty() {
            people.lists().map(|(name, _)| name.to_owned()).collect()
        } else {
            self.lists.clone()
        };
        if lists.is_empty() {
            return Err(Fault::not_found(
                "there is nobody on any list here; `cenotaph people import` brings lists in",
            ));
        }
        let by: Vec<Dimension> = self.by.iter().map(|by| by.dimension()).collect();
        let drawn = people.drawn(&lists, &by, sampling.seed, self.draws)?;
        let strata = strata(&drawn.lists, &drawn.draws).map_err(|error| Fault::usage(error.to_string()))?;
        let answered: Vec<Answered> =
            strata.into_iter().filter_map(|stratum| answered(stratum, sampling)).collect();
        let mut out = Output::open();
        match (&answered[..], json) {
            ([one], true) if by.is_empty() => out.json(&one.json(self.draws)?)?,
            (all, true) => {
                let all = all.iter().map(|one| one.json(self.draws)).collect::<Result<Vec<_>, _>>()?;
                let by: Vec<&str> = by.iter().map(|by| by.as_str()).collect();
                out.json(&json!({"lists": lists, "by": by, "draws": self.draws, "strata": all}))?;
            }
            (all, false) => {
                for one in all {
                    one.show(!by.is_empty(), &mut out)?;
                }
            }
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}

/// Asks every estimator, unless the stratum is too sparse for any.
fn answered(stratum: Stratum, sampling: &Sampling) -> Option<Answered> {
    let steps = (sampling.steps / stratum.tables.len().max(1)).max(FEWEST_STEPS.min(sampling.steps));
    let sampling = Sampling { steps, burn_in: steps / 10, thinning: (steps / 5_000).max(1), ..*sampling };
    let ask = |method| -> Result<estimate::Estimate, Refusal> {
        let begun = Instant::now();
        let mut estimate = pooled(&stratum.tables, method, &sampling)?;
        estimate.seconds = Some((begun.elapsed().as_secs_f64() * 1e4).round() / 1e4);
        Ok(estimate)
    };
    let said: Vec<Result<estimate::Estimate, Refusal>> = match stratum.refusals() {
        Some(refusals) => refusals.into_iter().map(Err).collect(),
        None => Method::ALL.into_iter().map(ask).collect(),
    };
    // The warnings are those of the likeliest table; the first of those that are as likely.
    let weightiest = stratum.tables.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let answer = Answer::new(&weightiest.0, said);
    Some(Answered { stratum, answer })
}

impl Answered {
    /// The answer with its stratum, and how far what is documented depends on the linkage.
    fn json(&self, draws: u32) -> Result<Value, Fault> {
        let mut value = serde_json::to_value(&self.answer).map_err(|error| Fault::own(&error.to_string()))?;
        let (least, most) = self.stratum.observed();
        value["stratum"] = json!(self.stratum.name);
        value["observed_range"] = json!([least, most]);
        value["draws"] = json!(draws);
        Ok(value)
    }

    fn show(&self, named: bool, out: &mut Output) -> Result<(), Fault> {
        if named {
            out.line(format_args!("━━ {} ━━", crate::output::plain(&self.stratum.name)))?;
        }
        let (least, most) = self.stratum.observed();
        if least < most {
            out.line(format_args!("By how the lists are linked, {least} to {most} people are documented."))?;
        }
        show(&self.answer, out)
    }
}
