//! From a report to its reading: the steps in order. Enters: a report's text and day of publication. Leaves: a
//! [`Reading`]. Pure: the same report, gazetteer and policy give the same reading.

use crate::account::Narrator;
use crate::choice::group::Dead;
use crate::choice::scene::{Parts, Scene};
use crate::choice::{self, Material, Trace};
use crate::document::Document;
use crate::event::{self, SegmentDate};
use crate::policy::Policy;
use crate::registry::Registry;
use crate::segment::{self, Segment};
use crate::sense::Cue;
use crate::when::{self, DateMention, Form, Lead};
use crate::{confidence, coordinate, demand, language, norm, person, place, position, senses, tally, victim};
use gazetteer::Gazetteer;
use value::{Account, Position, Problem, Reading, Report, VictimStatus, When};

/// Reads reports: holds what every reading shares.
pub struct Reader {
    gazetteer: Gazetteer,
    policy: Policy,
}

impl Reader {
    /// A reader that knows the places of a gazetteer and codes vague words by a policy.
    pub fn new(gazetteer: Gazetteer, policy: Policy) -> Self {
        Self { gazetteer, policy }
    }

    /// The policy in force.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Finds every account of an event in a report, with tallies, positions, demands and norms. Odd prose
    /// gives a reading with little in it, never an error.
    ///
    /// ```
    /// use reading::{Policy, Reader};
    /// let reader = Reader::new(gazetteer::Gazetteer::embedded(), Policy::airwars());
    /// let report = value::Report {
    ///     id: "r1".into(),
    ///     text: "At least 12 civilians were killed in an airstrike on Raqqa on 3 June 2017.".into(),
    ///     title: None, published: None, published_between: None, publisher: None, url: None, language: None,
    /// };
    /// let reading = reader.read(&report);
    /// let killed = reading.accounts[0].killed.as_ref().unwrap();
    /// assert_eq!((killed.min, killed.max), (Some(12), None));
    /// ```
    pub fn read(&self, report: &Report) -> Reading {
        self.read_with(report, &mut Trace::default())
    }

    /// The choices that reading a report comes to and the people whom it names, with the facts that hold of each: what
    /// the weights of `data/model` are learned from.
    pub fn material(&self, report: &Report) -> Material {
        let mut trace = Trace(Some(Material::default()));
        self.read_with(report, &mut trace);
        trace.0.unwrap_or_default()
    }

    fn read_with(&self, report: &Report, trace: &mut Trace) -> Reading {
        if let Some(language) = report.language.as_deref().filter(|l| !language::is_read(l)) {
            return self.unread(report, language);
        }
        let lexicon = senses::lexicon();
        let registry = Registry::embedded();
        let doc = Document::with_names(&report.text, lexicon, &|word| self.gazetteer.has_exact(word));
        let dates: Vec<DateMention> =
            doc.sentences.iter().flat_map(|s| when::mentions(&doc.tokens, s.first..s.end)).collect();
        let places = place::places(&doc, &self.gazetteer);
        let parties = registry.mentions(&doc);
        let segments = segment::segments(&doc, &self.policy, &dates, &places, &parties);
        let published = report.published.or_else(|| dated_line(&doc, &dates));
        let seen = when::Seen::of(published, report.published_between);
        let resolver = when::Resolver::new(seen, &dates);
        let events = event::events(&segments, &places, &mut |i, anchor| {
            segment_date(&doc, &segments, i, &dates, &resolver, anchor)
        });
        let coordinates = coordinate::coordinates(&doc);
        let named = person::named(&doc, &places, &parties);
        let scenes = victim::Scenes::new(&segments, &events.events);
        let harmed = victim::harmed(&doc, &named, &scenes);
        if let Some(material) = &mut trace.0 {
            material.people = victim::told(&doc, &named, &scenes);
        }
        let narrator = Narrator {
            doc: &doc,
            registry,
            dates: &dates,
            places: &places,
            segments: &segments,
            coordinates: &coordinates,
            named: &named,
        };
        let mut problems = Vec::new();
        let mut told: Vec<(usize, Account)> = Vec::new();
        for (i, event) in events.events.iter().enumerate() {
            if let Some(material) = &mut trace.0 {
                material.parts.extend(narrator.told(event));
            }
            let harmed: Vec<_> = harmed.iter().filter(|h| h.event == Some(i)).copied().collect();
            if let Some(mut account) = narrator.account(event, &harmed, &mut problems) {
                narrator.carry_actors(event, told.last().map(|(_, a)| a), &mut account);
                told.push((i, account));
            }
        }
        problems.extend(dates.iter().filter_map(|d| {
            resolver.other_reading(d).map(|day| Problem {
                what: format!("day and month of this date may be the other way round ({day})"),
                spans: vec![doc.quote(d.first, d.end)],
            })
        }));
        // The event the report is mainly about comes first: one with people harmed before one without.
        told.sort_by_key(|(_, a)| u8::from(a.killed.is_none() && a.injured.is_none() && a.missing.is_none()));
        if let Some((main, account)) = told.first_mut() {
            let parts = Parts {
                doc: &doc,
                segments: &segments,
                dates: &dates,
                places: &places,
                resolver: &resolver,
                published: published.or(report.published_between.map(|days| days.last)),
                policy: &self.policy,
            };
            let scene = Scene::new(&parts, &events.events, *main);
            if let Some((when, mention)) = choice::date::choose(&scene, trace) {
                account.date = Some(narrator.dated(when, Some(mention)));
            }
            account.calendar = if account.date.is_none() { narrator.calendar() } else { None };
            let by_rule = std::mem::take(&mut account.places);
            account.places = choice::place::choose(&scene, by_rule, |p| narrator.place(p), trace);
            choice::toll::choose(&scene, account, &mut problems, trace);
            let dead: Vec<Dead> = harmed
                .iter()
                .filter(|h| h.event == Some(*main) && h.status == VictimStatus::Killed)
                .map(|h| &named.persons[h.person])
                .map(|p| Dead { sex: p.sex, stage: p.stage })
                .collect();
            if let Some(killed) = &mut account.killed {
                choice::group::choose(&scene, killed, &dead, trace);
            }
        }
        let mut accounts: Vec<Account> = told.into_iter().map(|(_, a)| a).collect();
        let positions = owned(position::positions(&doc, registry, &parties, &self.policy, &resolver));
        if accounts.is_empty() && !positions.is_empty() {
            accounts.extend(narrator.alleged(&event::alleged(&segments, &mut |i| {
                segment_date(&doc, &segments, i, &dates, &resolver, None)
            })));
        }
        let mut reading = Reading {
            report: report.id.clone(),
            language: report.language.clone().unwrap_or_else(|| language::of(&report.text).to_owned()),
            policy: Some(self.policy.label()),
            accounts,
            tallies: events
                .tallies
                .iter()
                .flat_map(|i| tally::tallies(&doc, &segments[*i], &places))
                .collect(),
            positions,
            demands: demand::demands(&doc, registry, &parties),
            norms: norm::norms(&doc),
            problems,
        };
        confidence::mark(&mut reading, report);
        reading
    }

    /// The empty reading of a report in a language that is not read.
    fn unread(&self, report: &Report, language: &str) -> Reading {
        let what = format!("the language {language} is not read yet; the report is kept and can be searched");
        Reading {
            report: report.id.clone(),
            language: language.to_owned(),
            policy: Some(self.policy.label()),
            accounts: Vec::new(),
            tallies: Vec::new(),
            positions: Vec::new(),
            demands: Vec::new(),
            norms: Vec::new(),
            problems: vec![Problem { what, spans: Vec::new() }],
        }
    }
}

/// A finding in a statement that names nobody is its author's own.
fn owned(mut positions: Vec<Position>) -> Vec<Position> {
    for p in positions.iter_mut().filter(|p| p.actor.is_none() && p.claimed_by.is_none()) {
        p.actor = Some("the author".to_owned());
    }
    positions
}

/// The day a report gives itself: a full date on a first line that holds no verb of its own.
fn dated_line(doc: &Document<'_>, dates: &[DateMention]) -> Option<jiff::civil::Date> {
    let line = doc.sentences.first()?;
    let mention = dates.iter().find(|d| d.end <= line.end)?;
    let headed = line.end - line.first <= 16 && doc.at(line.end - 1) != "." && mention.end + 1 >= line.end;
    let full =
        when::Resolver::new(when::Seen::Unknown, std::slice::from_ref(mention)).resolve(mention, None)?;
    full.start.filter(|_| headed && full.start == full.end)
}

/// The date of what a segment tells: the mention nearest to its words of harm or attack, dates of reporting and
/// of court business left aside.
fn segment_date(
    doc: &Document<'_>,
    segments: &[Segment<'_>],
    i: usize,
    dates: &[DateMention],
    resolver: &when::Resolver,
    anchor: Option<&When>,
) -> SegmentDate {
    let s = &segments[i];
    // "This attack took place less than two days after shelling X": the distance stands before the cut.
    let distance = if s.antecedent && i > 0 { segments[i - 1].dates.as_slice() } else { &[] };
    let heart =
        s.harms.iter().map(|h| h.word.0).chain(s.means.iter().filter(|m| m.2.event).map(|m| m.0)).min();
    let mut best: Option<(usize, usize, When)> = None;
    for &d in s.dates.iter().chain(distance) {
        let mention = &dates[d];
        // "killed by Wednesday's bomb": the possessive makes it the event's day, whatever goes before.
        let owns = doc.tokens.get(mention.end).is_some_and(|t| t.kind == text::TokenKind::Possessive);
        if !(owns || matches!(mention.lead, Lead::At | Lead::After | Lead::Since))
            || of_other_business(doc, s, mention)
        {
            continue;
        }
        let Some(when) = resolver.resolve(mention, anchor.and_then(|w| w.start.or(w.end))) else { continue };
        let far = heart.map_or(0, |h| h.abs_diff(mention.first));
        if best.as_ref().is_none_or(|(_, had, _)| far < *had) {
            best = Some((d, far, when));
        }
    }
    match best {
        Some((d, _, when)) if s.antecedent => {
            SegmentDate { when: Some(mirrored(when, anchor)), mention: Some(d), weight: 3 }
        }
        Some((d, _, when)) => {
            SegmentDate { when: Some(when), mention: Some(d), weight: weight(doc, s, &dates[d]) }
        }
        None => SegmentDate::default(),
    }
}

/// "D came less than two days after X" tells of X as so many days before D.
fn mirrored(when: When, anchor: Option<&When>) -> When {
    let Some(day) = anchor.and_then(|a| a.start.or(a.end)) else { return when };
    let mirror = |end: jiff::civil::Date| day.checked_sub(day.until(end).unwrap_or_default()).ok();
    let (start, end) = (when.end.and_then(mirror), when.start.and_then(mirror));
    When { start, end, ..when }
}

/// How plainly a segment says that a date is the event's: 3 where it "happened" then, 2 beside words of harm or
/// attack, 1 elsewhere, 0 where the date is nearly all there is (a line that says when the page was made).
fn weight(doc: &Document<'_>, s: &Segment<'_>, mention: &DateMention) -> u8 {
    let bare = (mention.end - mention.first) * 2 >= s.tokens.len();
    let happened = s.tokens.clone().any(|i| {
        matches!(doc.at(i), "happened" | "occurred" | "unfolded" | "erupted")
            || (doc.at(i) == "took" && doc.at(i + 1) == "place")
    });
    let court = s.has(Cue::Accused) && !s.harm();
    // The day on which the dead were found or buried is not the day on which they died.
    if s.tokens
        .clone()
        .any(|i| matches!(doc.at(i), "recovered" | "retrieved" | "buried" | "funeral" | "exhumed"))
    {
        return 1;
    }
    // "the same day", "at 1 a.m.": told by another date, which it must not replace.
    if matches!(mention.form, Form::Shift { .. } | Form::TimeOnly | Form::Within(_)) {
        return 1;
    }
    match (bare, happened, s.harm() || s.strike()) {
        (true, _, _) => 0,
        (_, true, _) => 3,
        (_, _, true) if !court => 2,
        _ => 1,
    }
}

/// Whether a date is that of a statement, an arrest or a trial rather than of the event.
fn of_other_business(doc: &Document<'_>, s: &Segment<'_>, mention: &DateMention) -> bool {
    let from = mention.first.saturating_sub(3).max(s.tokens.start);
    let said = (from..mention.first).any(|i| {
        matches!(
            doc.at(i),
            "said"
                | "told"
                | "announced"
                | "confirmed"
                | "arrested"
                | "charged"
                | "released"
                | "posted"
                | "updated"
                | "published"
                | "reported"
                | "scheduled"
                | "court"
                | "born"
                | "since"
                | "statement"
                | "hearing"
                | "sentenced"
                | "convicted"
                | "pleaded"
                | "indicted"
                | "arraigned"
                | "appeared"
                | "funeral"
                | "vigil"
                | "hand"
                | "meet"
                | "issued"
        )
    });
    let then = (mention.end..mention.end + 2).any(|i| {
        matches!(doc.at(i), "denied" | "said" | "told" | "announced" | "confirmed" | "released" | "called")
    });
    said || then
}
