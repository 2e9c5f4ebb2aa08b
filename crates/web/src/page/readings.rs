//! What a report was read as before, beside what took its place. Enters: a report as a person may see it. Leaves: each
//! earlier reading with its act, what it was made by, its values, and which of them the next reading has otherwise.

use super::report::Shown;
use super::{Page, fields};
use crate::answer::{Answer, Refusal};
use crate::app::App;
use crate::call::Call;
use casebook::KeptReading;
use serde_json::{Value, json};
use value::Reading;

/// The values of one account, under its kind.
pub(super) struct Account {
    pub(super) kind: String,
    pub(super) fields: Vec<fields::Field>,
}

/// A value by its name, as a page tells it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) label: String,
    pub(super) value: String,
}

/// A reading that a later one took the place of.
pub(super) struct Earlier<'a> {
    pub(super) kept: &'a KeptReading,
    pub(super) accounts: Vec<Account>,
    pub(super) besides: Vec<fields::Field>,
    /// What the next reading has no longer.
    pub(super) gone: Vec<Told>,
    /// What the next reading has and this one had not.
    pub(super) come: Vec<Told>,
}

/// The earlier readings of a report, the last first.
pub(super) fn earlier<'a>(page: &Page<'_>, shown: &'a Shown) -> Vec<Earlier<'a>> {
    let mut next =
        shown.kept.reading.as_ref().map(|current| told(page, &current.reading)).unwrap_or_default();
    let mut all = Vec::with_capacity(shown.earlier.len());
    for kept in &shown.earlier {
        let own = told(page, &kept.reading);
        all.push(Earlier {
            kept,
            accounts: accounts(page, &kept.reading),
            besides: fields::besides(page, &kept.reading),
            gone: without(&own, &next),
            come: without(&next, &own),
        });
        next = own;
    }
    all
}

/// Every reading of a report, the current one first, as JSON.
pub(crate) fn listed(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let person = call.person()?;
    let shown = app.desk.look(|book| super::report::for_person(book, call.part("id"), person))?;
    let told = |kept: &KeptReading, current: bool| {
        json!({
            "act": kept.act, "at": kept.at, "by": kept.by, "basis": kept.basis, "reading": kept.reading,
            "current": current,
        })
    };
    let current = shown.kept.reading.iter().map(|kept| told(kept, true));
    let readings: Vec<Value> = current.chain(shown.earlier.iter().map(|kept| told(kept, false))).collect();
    Ok(Answer::Json(json!({"readings": readings, "names_withheld": shown.masked})))
}

fn accounts(page: &Page<'_>, reading: &Reading) -> Vec<Account> {
    let told = reading.accounts.iter().enumerate().map(|(n, account)| Account {
        kind: page.term("kind", account.kind.as_str()),
        fields: fields::of_account(page, n, account),
    });
    told.collect()
}

/// Every value of a reading.
fn told(page: &Page<'_>, reading: &Reading) -> Vec<Told> {
    let of_accounts = accounts(page, reading).into_iter().flat_map(|account| account.fields);
    let all = of_accounts.chain(fields::besides(page, reading));
    all.map(|field| Told { label: field.label, value: field.value }).collect()
}

/// Those of one list that another has not, each as often as it has them more.
fn without(one: &[Told], other: &[Told]) -> Vec<Told> {
    let mut left: Vec<&Told> = other.iter().collect();
    let mut lacking = Vec::new();
    for told in one {
        match left.iter().position(|there| *there == told) {
            Some(at) => {
                left.swap_remove(at);
            }
            None => lacking.push(told.clone()),
        }
    }
    lacking
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_twice_and_once_is_lacking_once() {
        let told = |value: &str| Told { label: "Killed".into(), value: value.into() };
        let (one, other) = ([told("3"), told("7"), told("3")], [told("3"), told("9")]);
        let values = |all: Vec<Told>| all.into_iter().map(|told| told.value).collect::<Vec<_>>();
        assert_eq!(values(without(&one, &other)), ["7", "3"]);
        assert_eq!(values(without(&other, &one)), ["9"]);
        assert!(without(&one, &one).is_empty());
    }
}
