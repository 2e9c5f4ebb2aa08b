//! The values of a reading as a page lists them: name, value, how sure, and the words behind. Enters: a reading.
//! Leaves: rows under headings. Decides nothing.

use super::{Page, words};
use std::fmt::Write;
use value::{Account, AccountKey, Count, Quote, Reading};

/// A value with its words.
#[derive(Debug)]
pub(crate) struct Field {
    /// Which value, as marks in the text name it.
    pub(crate) name: String,
    pub(crate) role: &'static str,
    pub(crate) label: String,
    pub(crate) value: String,
    /// How sure the reading is, in hundredths.
    pub(crate) sure: Option<u32>,
    pub(crate) quotes: Vec<Linked>,
}

impl Field {
    /// Whether it is worth a person's eyes.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.sure.is_some_and(|sure| f64::from(sure) < casebook::DOUBTFUL * 100.0)
    }
}

/// Words of the text, and where they stand.
#[derive(Debug)]
pub(crate) struct Linked {
    pub(crate) anchor: String,
    pub(crate) quote: String,
}

/// An account with its values.
#[derive(Debug)]
pub(crate) struct Told {
    /// The account's id, by which review and incident find it.
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) fields: Vec<Field>,
}

/// The accounts of a reading.
pub(crate) fn accounts(page: &Page<'_>, reading: &Reading, keys: &[AccountKey]) -> Vec<Told> {
    let told = reading.accounts.iter().zip(keys).enumerate().map(|(n, (account, key))| Told {
        id: incident::incident_id(key),
        kind: page.term("kind", account.kind.as_str()),
        fields: of_account(page, n, account),
    });
    told.collect()
}

/// The values of one account.
pub(crate) fn of_account(page: &Page<'_>, n: usize, account: &Account) -> Vec<Field> {
    let sure = account.confidence.clone().unwrap_or_default();
    let mut all = Vec::new();
    let mut add = |role, name: String, value: String, sure: Option<f64>, spans: &[Quote]| {
        let label = page.t(&format!("field.{role}")).to_owned();
        let sure = sure.map(|sure| (sure * 100.0).round() as u32);
        all.push(Field { name: format!("a{n}.{name}"), role, label, value, sure, quotes: linked(spans) });
    };
    let days = account.date.as_ref();
    if days.is_some() {
        add("date", "date".into(), words::days(days), sure.date, days.map_or(&[], |date| &date.spans));
    }
    for (k, place) in account.places.iter().enumerate() {
        let precision = place.precision.map(|precision| page.term("precision", precision.as_str()));
        let fine = precision.map(|precision| format!(" ({precision})")).unwrap_or_default();
        let value = format!("{}{fine}", place.name);
        add("place", format!("places.{k}"), value, sure.places.get(k).copied(), &place.spans);
    }
    let counts = [
        ("killed", &account.killed, sure.killed),
        ("injured", &account.injured, sure.injured),
        ("missing", &account.missing, None),
    ];
    for (role, count, sure) in counts {
        if let Some(count) = count {
            add(role, role.into(), people(page, count), sure, &count.spans);
        }
    }
    for (k, actor) in account.actors.iter().enumerate() {
        let value = format!("{} ({})", actor.name, page.term("role", actor.role.as_str()));
        add("actor", format!("actors.{k}"), value, sure.actors.get(k).copied(), &actor.spans);
    }
    for (k, method) in account.methods.iter().enumerate() {
        let value = page.term("method", method.name.as_str());
        add("method", format!("methods.{k}"), value, sure.methods.get(k).copied(), &method.spans);
    }
    for (k, target) in account.targets.iter().enumerate() {
        let value = format!(
            "{} ({})",
            page.term("target", &target.kind),
            page.term("effect", target.effect.as_str())
        );
        add("target", format!("targets.{k}"), value, sure.targets.get(k).copied(), &target.spans);
    }
    for (k, victim) in account.victims.iter().enumerate() {
        add(
            "victim",
            format!("victims.{k}"),
            person(page, victim),
            sure.victims.get(k).copied(),
            &victim.spans,
        );
    }
    for (k, by) in account.according_to.iter().enumerate() {
        add("according", format!("according_to.{k}"), by.as_written.clone(), None, &by.spans);
    }
    all
}

/// What a reading has besides accounts.
pub(crate) fn besides(page: &Page<'_>, reading: &Reading) -> Vec<Field> {
    let mut all = Vec::new();
    let mut add = |role, name: String, value: String, spans: &[Quote]| {
        let label = page.t(&format!("field.{role}")).to_owned();
        all.push(Field { name, role, label, value, sure: None, quotes: linked(spans) });
    };
    for (n, tally) in reading.tallies.iter().enumerate() {
        let range = value::Range { min: tally.min, max: tally.max };
        let scope = tally.scope.as_ref().map(|scope| format!(" ({scope})")).unwrap_or_default();
        let value = format!("{}: {range}{scope}", page.term("tally", tally.effect.as_str()));
        add("tally", format!("t{n}"), value, &tally.spans);
    }
    for (n, position) in reading.positions.iter().enumerate() {
        let actor = position.actor.as_deref().unwrap_or("?");
        let value = format!("{actor}: {}", page.term("position", position.position.as_str()));
        add("position", format!("p{n}"), value, &position.spans);
    }
    for (n, demand) in reading.demands.iter().enumerate() {
        let by = demand.by.as_ref().map(|by| format!("{by} → ")).unwrap_or_default();
        add("demand", format!("d{n}"), format!("{by}{}: {}", demand.of, demand.asks), &demand.spans);
    }
    for (n, norm) in reading.norms.iter().enumerate() {
        add("norm", format!("n{n}"), norm.name.clone(), &norm.spans);
    }
    for (n, problem) in reading.problems.iter().enumerate() {
        add("problem", format!("x{n}"), problem.what.clone(), &problem.spans);
    }
    all
}

/// A count with its groups.
fn people(page: &Page<'_>, count: &Count) -> String {
    let groups = words::groups(page, Some(count));
    let mut all = count.range().to_string();
    for (name, range) in groups {
        // Writing to a string cannot fail.
        let _ = write!(all, " · {name}: {range}");
    }
    all
}

/// A person as an account describes it.
pub(crate) fn person(page: &Page<'_>, victim: &value::Victim) -> String {
    let many = (victim.number > 1).then(|| format!("× {}", victim.number));
    let age = victim.age.map(|age| format!("{}: {age}", page.t("victim.age")));
    let sex = victim.sex.map(|sex| page.term("sex", sex.as_str()));
    let became = Some(page.term("became", victim.status.as_str()));
    let parts = [victim.name.clone(), victim.description.clone(), many, age, sex, became];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn linked(spans: &[Quote]) -> Vec<Linked> {
    spans.iter().map(|quote| Linked { anchor: words::anchor(quote), quote: quote.quote.clone() }).collect()
}
