//! What is told of a value by the reading around it. Enters: a reading and one of its values. Leaves: plain facts, each
//! a phrase of its own. Uses no name, no place and no publisher, so that what is learned holds for other conflicts.

use super::Value;
use value::{Account, Count, DatePrecision, PlacePrecision, Quote, Range, Reading, Report};

/// The facts that hold of a value of an account. The first one holds of every value of its kind.
pub fn facts(reading: &Reading, report: &Report, account: usize, value: Value) -> Vec<&'static str> {
    let Some(told) = reading.accounts.get(account) else { return Vec::new() };
    let mut out = vec!["any"];
    out.push(["the main account", "a further account"][account.min(1)]);
    out.push(step(reading.accounts.len(), &["one account", "two accounts", "three or more accounts"], 1));
    match value {
        Value::Killed => count(reading, told, told.killed.as_ref(), told.injured.as_ref(), &mut out),
        Value::Injured => count(reading, told, told.injured.as_ref(), told.killed.as_ref(), &mut out),
        Value::Date => date(reading, report, told, &mut out),
        Value::Place(i) => place(told, i, &mut out),
        Value::Actor(i) => actor(told, i, &mut out),
        Value::Method(i) => method(told, i, &mut out),
        Value::Target(i) => target(told, i, &mut out),
        Value::Victim(i) => victim(told, i, &mut out),
    }
    if let Some(quote) = quotes(told, value).and_then(<[Quote]>::first) {
        let length = report.text.len().max(1);
        let early = (quote.start as usize) * 5 / length;
        out.push(step(early, &["told in the first fifth", "told in the second fifth", "told later"], 0));
    }
    out
}

/// The name of a number's step: the first for `from` and below, the last for all above.
fn step(n: usize, names: &[&'static str], from: usize) -> &'static str {
    names.get(n.saturating_sub(from)).or(names.last()).copied().unwrap_or("")
}

fn quotes(a: &Account, value: Value) -> Option<&[Quote]> {
    Some(match value {
        Value::Killed => &a.killed.as_ref()?.spans,
        Value::Injured => &a.injured.as_ref()?.spans,
        Value::Date => &a.date.as_ref()?.spans,
        Value::Place(i) => &a.places.get(i)?.spans,
        Value::Actor(i) => &a.actors.get(i)?.spans,
        Value::Method(i) => &a.methods.get(i)?.spans,
        Value::Target(i) => &a.targets.get(i)?.spans,
        Value::Victim(i) => &a.victims.get(i)?.spans,
    })
}

const SPANS: [&str; 4] = ["no words", "told once", "told twice", "told three times or more"];

fn count(
    reading: &Reading,
    a: &Account,
    this: Option<&Count>,
    other: Option<&Count>,
    out: &mut Vec<&'static str>,
) {
    let Some(c) = this else { return };
    out.push(step(c.spans.len(), &SPANS, 0));
    out.push(match (c.min, c.max) {
        (Some(a), Some(b)) if a == b => "one number",
        (Some(_), Some(_)) => "a range",
        _ => "an open end",
    });
    out.push(match c.min.or(c.max).unwrap_or(0) {
        0 => "none",
        1 => "one person",
        2..=3 => "two or three",
        4..=9 => "four to nine",
        10..=29 => "ten to 29",
        _ => "30 or more",
    });
    let wording = c.wording.as_deref().unwrap_or("");
    out.push(if wording.chars().any(|ch| ch.is_ascii_digit()) { "in digits" } else { "in words" });
    if !wording.contains(' ') {
        out.push("a single word");
    }
    if c.provisional {
        out.push("said to be provisional");
    }
    let starts: Vec<u32> = c.spans.iter().map(|s| s.start).collect();
    let disputed = reading
        .problems
        .iter()
        .any(|p| p.what.contains("number of people") && p.spans.iter().any(|s| starts.contains(&s.start)));
    if disputed {
        out.push("several numbers are given");
    }
    out.push(if other.is_some() { "the other harm is told too" } else { "the other harm is not told" });
    let named = a.victims.iter().filter(|v| v.name.is_some()).count() as u32;
    out.push(match (named, c.min) {
        (0, _) => "nobody is named",
        (n, Some(min)) if n == min => "as many are named",
        (n, Some(min)) if n < min => "fewer are named",
        _ => "more are named",
    });
    let groups = [c.children, c.women, c.men];
    let sum: u32 = groups.iter().flatten().filter_map(|r| r.min).sum();
    out.push(match groups.iter().flatten().count() {
        0 => "no group is told",
        _ if c.max.is_some_and(|max| sum > max) => "the groups are more than the whole",
        _ if c.min == Some(sum) => "the groups add up to the whole",
        _ => "the groups are fewer than the whole",
    });
    if c.combatants.is_some_and(|r: Range| r.max != Some(0)) {
        out.push("combatants are among them");
    }
    out.push(step(a.according_to.len(), &["no source", "one source", "two sources", "more sources"], 0));
    if !reading.tallies.is_empty() {
        out.push("tallies are told too");
    }
}

fn date(reading: &Reading, report: &Report, a: &Account, out: &mut Vec<&'static str>) {
    let Some(d) = &a.date else { return };
    out.push(step(d.spans.len(), &SPANS, 0));
    out.push(match d.precision {
        Some(DatePrecision::Hour) => "to the hour",
        Some(DatePrecision::Day) => "to the day",
        Some(DatePrecision::Days) => "to some days",
        _ => "wider than days",
    });
    out.push(if d.start == d.end { "one day" } else { "several days" });
    let words = d.spans.first().map_or("", |s| s.quote.as_str());
    let digits = words.chars().filter(char::is_ascii_digit).count();
    out.push(match digits {
        0 => "in words alone",
        1..=2 => "a day without a year",
        _ => "with a year",
    });
    if let (Some(day), Some(published)) = (d.start, report.published) {
        let days = day.until(published).map_or(0, |s| s.get_days());
        out.push(match days {
            i32::MIN..=-1 => "after publication",
            0 => "on the day of publication",
            1 => "a day before publication",
            2..=7 => "in the week before publication",
            8..=60 => "in the two months before publication",
            _ => "long before publication",
        });
    }
    if reading.problems.iter().any(|p| p.spans.iter().any(|s| d.spans.iter().any(|t| t.start == s.start))) {
        out.push("a problem is noted");
    }
}

fn place(a: &Account, i: usize, out: &mut Vec<&'static str>) {
    let Some(p) = a.places.get(i) else { return };
    out.push(step(p.spans.len(), &SPANS, 0));
    out.push(step(i, &["the first place", "the second place", "a later place"], 0));
    out.push(if p.lat.is_some() { "found in the gazetteer" } else { "not found" });
    out.push(match p.precision {
        Some(PlacePrecision::Exact) => "a point",
        Some(PlacePrecision::Street | PlacePrecision::Landmark | PlacePrecision::Neighbourhood) => {
            "part of a town"
        }
        Some(PlacePrecision::Village | PlacePrecision::Town | PlacePrecision::City) => "a settlement",
        Some(PlacePrecision::Country) => "a country",
        Some(_) => "a division",
        None => "of unknown kind",
    });
    out.push(if p.name.eq_ignore_ascii_case(&p.as_written) { "written as known" } else { "spelt otherwise" });
    out.push(step(
        a.places.len(),
        &["the only place", "of two places", "of three places", "of many places"],
        1,
    ));
    let same =
        a.places.iter().enumerate().any(|(j, q)| j != i && q.country.is_some() && q.country == p.country);
    out.push(if same { "others lie in its country" } else { "alone in its country" });
}

fn actor(a: &Account, i: usize, out: &mut Vec<&'static str>) {
    let Some(x) = a.actors.get(i) else { return };
    out.push(step(x.spans.len(), &SPANS, 0));
    out.push(match x.kind {
        value::ActorKind::Individual => "an individual",
        value::ActorKind::Organization => "an organization",
        value::ActorKind::State => "a state",
    });
    out.push(match x.role {
        value::ActorRole::Suspected => "suspected",
        value::ActorRole::Known => "known",
        value::ActorRole::Denied => "denied",
        value::ActorRole::Targeted => "targeted",
    });
    out.push(step(a.actors.len(), &["the only actor", "of two actors", "of several actors"], 1));
    out.push(if x.name.eq_ignore_ascii_case(&x.as_written) {
        "written as known"
    } else {
        "written otherwise"
    });
}

fn method(a: &Account, i: usize, out: &mut Vec<&'static str>) {
    let Some(m) = a.methods.get(i) else { return };
    out.push(step(m.spans.len(), &SPANS, 0));
    out.push(if m.weapon.is_some() { "a weapon is named" } else { "no weapon is named" });
    out.push(step(i, &["the first means", "a further means"], 0));
    out.push(step(a.methods.len(), &["the only means", "of two means", "of several means"], 1));
}

fn target(a: &Account, i: usize, out: &mut Vec<&'static str>) {
    let Some(t) = a.targets.get(i) else { return };
    out.push(step(t.spans.len(), &SPANS, 0));
    out.push(match t.effect {
        value::TargetEffect::Destroyed => "destroyed",
        value::TargetEffect::Damaged => "damaged",
        value::TargetEffect::None => "unharmed",
        value::TargetEffect::Unknown => "nothing said of damage",
    });
    let words = t.as_written.split_whitespace().count();
    out.push(step(words, &["one word", "two words", "three words or more"], 1));
    out.push(step(a.targets.len(), &["the only target", "of two targets", "of several targets"], 1));
}

fn victim(a: &Account, i: usize, out: &mut Vec<&'static str>) {
    let Some(v) = a.victims.get(i) else { return };
    out.push(step(v.spans.len(), &SPANS, 0));
    let words = v.name.as_deref().map_or(0, |n| n.split_whitespace().count());
    out.push(step(
        words,
        &["no name", "a name of one word", "a name of two words", "a name of three words", "a longer name"],
        0,
    ));
    out.push(if v.age.is_some() { "an age is given" } else { "no age is given" });
    out.push(if v.sex.is_some() { "sex is told" } else { "sex is not told" });
    out.push(if v.description.is_some() { "described" } else { "not described" });
    out.push(match v.status {
        value::VictimStatus::Killed => "killed",
        value::VictimStatus::Injured => "injured",
        _ => "otherwise harmed",
    });
    let number = a.killed.as_ref().and_then(|k| k.max.or(k.min)).unwrap_or(0) as usize;
    let named =
        a.victims.iter().filter(|w| w.name.is_some() && w.status == value::VictimStatus::Killed).count();
    out.push(match named.cmp(&number) {
        std::cmp::Ordering::Less => "fewer are named than killed",
        std::cmp::Ordering::Equal => "as many are named as killed",
        std::cmp::Ordering::Greater => "more are named than killed",
    });
}
