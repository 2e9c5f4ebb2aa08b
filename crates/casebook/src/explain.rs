//! Why a value of an incident is what it is. Enters: an incident and a field. Leaves: the value's ends, the
//! accounts that give them, the words behind those with what stands around them, the acts that recorded report and
//! reading, and the judgements. Never reasons anew: the steps are those that resolution noted.

use crate::{Casebook, Error};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use value::{Account, AccountKey, Count, Incident, IncidentPosition, Judgement, Member, Quote, Range, Step};

/// Code points shown before and after a quotation.
const AROUND: usize = 80;

/// Why a value is what it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The incident's id.
    pub incident: String,
    /// The field.
    pub field: String,
    /// The value in words.
    pub value: String,
    /// The ends of the value, where it is a range of people.
    pub ends: Vec<End>,
    /// Every account that speaks of the field, with its words.
    pub evidence: Vec<Evidence>,
    /// The steps of the reasoning.
    pub steps: Vec<Step>,
    /// The judgements that the steps rest on.
    pub judgements: Vec<Judgement>,
}

/// One end of a range, and who gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct End {
    /// `min` or `max`.
    pub end: &'static str,
    /// How many people.
    pub people: u32,
    /// Which of the evidence gives it; empty where none does by itself.
    pub given_by: Vec<usize>,
}

/// What one account says of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The account.
    pub account: AccountKey,
    /// The report's id.
    pub report: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<Date>,
    /// Where.
    pub url: Option<String>,
    /// What the account gives, in words.
    pub says: String,
    /// The words behind it.
    pub quotes: Vec<QuoteInText>,
    /// Numbers of the acts that recorded the report's receipts.
    pub receipts: Vec<u64>,
    /// Number of the act that recorded the reading.
    pub reading: Option<u64>,
}

/// Words of a report with what stands around them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuoteInText {
    /// What stands before.
    pub before: String,
    /// The words.
    #[serde(flatten)]
    pub quote: Quote,
    /// What stands after.
    pub after: String,
}

/// The fields that can be explained.
pub const FIELDS: &[&str] = &[
    "killed",
    "injured",
    "missing",
    "children",
    "women",
    "men",
    "combatants",
    "date",
    "place",
    "actors",
    "methods",
    "grade",
    "strike_status",
    "positions",
    "membership",
];

/// What an account or incident says of a field.
#[derive(Default)]
struct Said {
    range: Option<Range>,
    words: String,
    quotes: Vec<Quote>,
}

impl Casebook {
    /// Explains a field of an incident. The fields are [`FIELDS`]; `children`, `women`, `men` and `combatants` are
    /// those among the killed.
    ///
    /// # Errors
    /// `NotFound`; `Input` where there is no such field; `Tampered` where a report is not as received.
    pub fn explain(&mut self, incident: &str, field: &str) -> Result<Explanation, Error> {
        if !FIELDS.contains(&field) {
            let what = format!("there is no field {field} to explain; there are {}", FIELDS.join(", "));
            return Err(Error::input(what));
        }
        let incident = self.incident(incident)?;
        let steps: Vec<Step> =
            incident.explanation.iter().filter(|step| speaks_of(step, field)).cloned().collect();
        let mut evidence = Vec::new();
        let mut ranges = Vec::new();
        for member in &incident.accounts {
            let said = match field {
                "positions" => positions_told(&incident, &member.report),
                _ => said_by(&member.account, field),
            };
            if !said.words.is_empty() || steps.iter().any(|step| step.account.as_ref() == Some(&member.key)) {
                ranges.push(said.range);
                evidence.push(self.evidence(member, said)?);
            }
        }
        let whole = said_of(&incident, field);
        let judgements = self.judgements_behind(&steps)?;
        let ends = ends(whole.range.unwrap_or_default(), &ranges);
        Ok(Explanation {
            incident: incident.incident,
            field: field.to_owned(),
            value: whole.words,
            ends,
            evidence,
            steps,
            judgements,
        })
    }

    fn judgements_behind(&self, steps: &[Step]) -> Result<Vec<Judgement>, Error> {
        let mut judgements = crate::derive::judgements(&self.db)?;
        judgements.retain(|judgement| steps.iter().any(|step| step.act == Some(judgement.act)));
        Ok(judgements)
    }

    fn evidence(&self, member: &Member, said: Said) -> Result<Evidence, Error> {
        let (row, head) = self.find_report(&member.key.report.0)?;
        let text: Vec<char> = self.reopen(&head.key)?.text.chars().collect();
        Ok(Evidence {
            account: member.key.clone(),
            report: head.id,
            publisher: head.publisher,
            published: head.published,
            url: head.url,
            says: said.words,
            quotes: said.quotes.into_iter().map(|quote| in_text(&text, quote)).collect(),
            receipts: self.receipts(row)?.iter().map(|receipt| receipt.act).collect(),
            reading: self.reading(row)?.map(|reading| reading.act),
        })
    }
}

/// Whether a step is part of the reasoning behind a field: groups are reckoned with the killed, and the strike
/// status with the grade.
fn speaks_of(step: &Step, field: &str) -> bool {
    let with = match field {
        "children" | "women" | "men" | "combatants" => "killed",
        "strike_status" => "grade",
        other => other,
    };
    step.about == field || step.about == with
}

fn in_text(text: &[char], quote: Quote) -> QuoteInText {
    let part =
        |from: usize, to: usize| text.get(from..to.min(text.len())).unwrap_or_default().iter().collect();
    let (start, end) = (quote.start as usize, quote.end as usize);
    QuoteInText {
        before: part(start.saturating_sub(AROUND), start),
        after: part(end, end.saturating_add(AROUND)),
        quote,
    }
}

fn ends(whole: Range, ranges: &[Option<Range>]) -> Vec<End> {
    let giving = |people: u32, of: fn(&Range) -> Option<u32>| {
        let gives = |range: &Option<Range>| range.as_ref().and_then(of) == Some(people);
        ranges.iter().enumerate().filter(|(_, range)| gives(range)).map(|(n, _)| n).collect()
    };
    let min = whole.min.map(|people| End { end: "min", people, given_by: giving(people, |range| range.min) });
    let max = whole.max.map(|people| End { end: "max", people, given_by: giving(people, |range| range.max) });
    min.into_iter().chain(max).collect()
}

fn said_of(incident: &Incident, field: &str) -> Said {
    let listed = |names: Vec<String>| Said { words: names.join("; "), ..Said::default() };
    match field {
        "date" => listed(incident.date.iter().map(days).collect()),
        "place" => listed(incident.places.iter().map(|place| place.name.clone()).collect()),
        "actors" => {
            listed(incident.actors.iter().map(|actor| format!("{} ({})", actor.name, actor.role)).collect())
        }
        "methods" => listed(incident.methods.iter().map(|method| method.name.to_string()).collect()),
        "grade" => listed(vec![incident.grade.to_string()]),
        "strike_status" => listed(vec![incident.strike_status.to_string()]),
        "positions" => listed(incident.positions.iter().map(position).collect()),
        "membership" => listed(vec![format!("{} accounts", incident.accounts.len())]),
        "injured" => counted(incident.injured.as_ref(), field),
        "missing" => counted(incident.missing.as_ref(), field),
        _ => counted(incident.killed.as_ref(), field),
    }
}

fn said_by(account: &Account, field: &str) -> Said {
    match field {
        "date" => Said {
            words: account.date.as_ref().map(days).unwrap_or_default(),
            quotes: account.date.iter().flat_map(|date| date.spans.clone()).collect(),
            range: None,
        },
        "place" => said(account.places.iter().map(|place| (place.name.clone(), &place.spans))),
        "actors" | "grade" | "strike_status" | "positions" => said(
            account.actors.iter().map(|actor| (format!("{} ({})", actor.name, actor.role), &actor.spans)),
        ),
        "methods" => said(account.methods.iter().map(|method| (method.name.to_string(), &method.spans))),
        "membership" => said(account.places.iter().map(|place| (place.name.clone(), &place.spans))),
        "injured" => counted(account.injured.as_ref(), field),
        "missing" => counted(account.missing.as_ref(), field),
        _ => counted(account.killed.as_ref(), field),
    }
}

/// What a report tells of where parties stand.
fn positions_told(incident: &Incident, report: &str) -> Said {
    said(incident.positions.iter().filter(|p| p.report == report).map(|p| (position(p), &p.spans)))
}

fn position(p: &IncidentPosition) -> String {
    format!("{}: {}", p.actor, p.position)
}

fn said<'a>(parts: impl Iterator<Item = (String, &'a Vec<Quote>)>) -> Said {
    // Several entries may rest on the same words, and those are shown once.
    let mut quotes: BTreeMap<(u32, u32), Quote> = BTreeMap::new();
    let mut words = Vec::new();
    for (name, spans) in parts {
        words.push(name);
        quotes.extend(spans.iter().map(|quote| ((quote.start, quote.end), quote.clone())));
    }
    Said { words: words.join("; "), quotes: quotes.into_values().collect(), range: None }
}

fn counted(count: Option<&Count>, field: &str) -> Said {
    let Some(count) = count else { return Said::default() };
    let range = match field {
        "children" => count.children,
        "women" => count.women,
        "men" => count.men,
        "combatants" => count.combatants,
        _ => Some(count.range()),
    };
    let words = range.map(|range| range.to_string()).unwrap_or_default();
    Said { range, words, quotes: if range.is_some() { count.spans.clone() } else { Vec::new() } }
}

fn days(date: &value::When) -> String {
    let day = |day: Option<Date>| day.map_or("?".to_owned(), |day| day.to_string());
    if date.start == date.end { day(date.start) } else { format!("{}..{}", day(date.start), day(date.end)) }
}
