//! `cenotaph people show`: the person of an entry, and why.

use crate::fault::{Fault, Outcome};
use crate::folder::Which;
use crate::output::{Output, plain};
use crate::table::grid;
use casebook::Doubt;
use clap::Args;
use person::Explanation;
use serde_json::{Value, json};
use value::{Entry, ListingKey, Person};

/// Pairs whose weights are shown.
const SHOWN: usize = 4;

/// Show the person of an entry: all entries that are likely the same, and what each field weighs
///
/// What the lists tell is shown, as the casebook is its own team's. Weights are in bits: one more doubles the odds
/// that the two are one person.
#[derive(Args, Debug)]
pub(crate) struct Show {
    /// An entry, as LIST/KEY
    #[arg(value_parser = super::listing, value_name = "LIST/KEY")]
    entry: ListingKey,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    which: Which,
}

impl Show {
    pub(crate) fn run(self) -> Result<Outcome, Fault> {
        let people = self.which.open_to_read()?.people()?;
        let person = people.person_of(&self.entry)?;
        let key = people.entry(&self.entry)?.key;
        let near = people.explain(&key)?;
        let decided = people.decided(&key);
        let mut out = Output::open();
        if self.json {
            let decisions: Vec<Value> = decided
                .iter()
                .map(|(act, same, other, why)| json!({"act": act, "same": same, "other": other.to_string(), "why": why}))
                .collect();
            let near: Vec<Value> =
                near.iter().map(|(doubt, told)| json_of(&key, doubt, told.as_ref())).collect();
            out.json(&json!({"person": person, "near": near, "decisions": decisions}))?;
        } else {
            show(&person, &mut out)?;
            for (doubt, told) in near.iter().take(SHOWN) {
                out.line(waterfall(&key, doubt, told.as_ref()))?;
            }
            if near.len() > SHOWN {
                out.line(format_args!(
                    "\n{} more pairs are less likely; --json tells them.",
                    near.len() - SHOWN
                ))?;
            }
            for (act, same, other, why) in &decided {
                let verdict = if *same { "one person with" } else { "not the person of" };
                out.line(format_args!(
                    "\nAct {act}: decided to be {verdict} {}: {}",
                    plain(&other.to_string()),
                    plain(why)
                ))?;
            }
        }
        out.flush()?;
        Ok(Outcome::Done)
    }
}

fn show(person: &Person, out: &mut Output) -> Result<(), Fault> {
    match person.entries.len() {
        1 => out.line("One entry, likely nobody else's:\n")?,
        n => {
            out.line(format_args!("{n} entries, one person with probability {:.3}:\n", person.probability))?;
        }
    }
    out.line(grid(&["entry", "tells"], &["tells"], person.entries.iter().map(row).collect()))
}

fn row(entry: &Entry) -> Vec<String> {
    let told: Vec<String> = entry.told.iter().map(|(meaning, cell)| format!("{meaning}: {cell}")).collect();
    vec![entry.key.to_string(), told.join("; ")]
}

/// The entry of a pair that is not this one.
fn other<'a>(key: &ListingKey, doubt: &'a Doubt) -> &'a ListingKey {
    if doubt.a == *key { &doubt.b } else { &doubt.a }
}

/// From what is expected of any pair to what this one ends at.
fn waterfall(key: &ListingKey, doubt: &Doubt, told: Option<&Explanation>) -> String {
    let head =
        format!("\nwith {}: probability {:.3}", plain(&other(key, doubt).to_string()), doubt.probability);
    let Some(told) = told else { return format!("{head}\n  the two were not compared with each other") };
    let line =
        |what: &str, says: &str, bits: f64| vec![what.to_owned(), says.to_owned(), format!("{bits:+.1}")];
    let mut rows = vec![line("any two entries", "", told.prior)];
    rows.extend(told.weights.iter().map(|weight| line(weight.field.name(), weight.says, weight.bits)));
    rows.push(line("relatives", "would agree so far too", told.relatives));
    rows.push(line("together", "this pair alone, in bits", alone(told)));
    format!("{head}\n{}", grid(&["field", "says", "bits"], &[], rows))
}

/// What a pair says by itself, in bits.
fn alone(told: &Explanation) -> f64 {
    told.prior + told.weights.iter().map(|weight| weight.bits).sum::<f64>() + told.relatives
}

fn json_of(key: &ListingKey, doubt: &Doubt, told: Option<&Explanation>) -> Value {
    let weights = told.map(|told| {
        let fields: Vec<Value> = told
            .weights
            .iter()
            .map(|w| json!({"field": w.field.name(), "says": w.says, "bits": w.bits, "kin_bits": w.kin_bits}))
            .collect();
        json!({"prior": told.prior, "fields": fields, "relatives": told.relatives, "alone": alone(told)})
    });
    json!({"with": other(key, doubt).to_string(), "probability": doubt.probability, "bits": weights})
}
