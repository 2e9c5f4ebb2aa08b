//! An event as an account: the values of its segments, each with its words. Enters: an event. Leaves: a
//! [`value::Account`], or nothing where too little is told to be one.

mod actors;
mod cast;
mod means;
mod things;

use crate::coordinate::Coordinate;
use crate::count;
use crate::document::Document;
use crate::event::Event;
use crate::people::People;
use crate::person::Named;
use crate::place::PlaceMention;
use crate::registry::Registry;
use crate::segment::Segment;
use crate::sense::{Cue, MeansWord, Sense};
use crate::victim::{self, Harmed};
use crate::when::DateMention;
use value::{
    Account, AccountKind, Attribution, CalendarDay, Count, Harm, Method, MethodName, Place, PlacePrecision,
    Problem, Range, Victim, VictimStatus, When,
};

/// What an account is told from.
pub(crate) struct Narrator<'a, 'd> {
    pub(crate) doc: &'a Document<'d>,
    pub(crate) registry: &'a Registry,
    pub(crate) dates: &'a [DateMention],
    pub(crate) places: &'a [PlaceMention],
    pub(crate) segments: &'a [Segment<'d>],
    pub(crate) coordinates: &'a [Coordinate],
    pub(crate) named: &'a Named,
}

impl<'d> Narrator<'_, 'd> {
    /// The account of an event; `None` where neither harm nor an attack at some place or by some party is told.
    pub(crate) fn account(
        &self,
        event: &Event,
        harmed: &[Harmed],
        problems: &mut Vec<Problem>,
    ) -> Option<Account> {
        let segments: Vec<&Segment<'d>> = event.segments.iter().map(|i| &self.segments[*i]).collect();
        let mut killed = count::count(self.doc, &segments, Harm::Killed, problems);
        let injured = count::count(self.doc, &segments, Harm::Injured, problems);
        let missing = count::count(self.doc, &segments, Harm::Missing, problems);
        if let Some(k) = &mut killed {
            k.provisional = segments.iter().any(|s| s.has(Cue::Provisional));
        }
        let cast = self.cast(&segments);
        let actors = self.actors(&segments, &cast);
        let methods = self.methods(&segments, &cast);
        let places = self.places(&segments);
        let targets = self.targets(&segments, &cast);
        let hurt = killed.is_some() || injured.is_some() || missing.is_some();
        let strike = segments.iter().any(|s| s.strike());
        if !(hurt || (strike && (!places.is_empty() || !actors.is_empty() || !targets.is_empty()))) {
            return None;
        }
        let victims = self.victims(&segments, harmed);
        Some(Account {
            kind: kind(&segments, &methods, killed.as_ref()),
            date: event.when.clone().map(|w| self.dated(w, event.date)),
            calendar: None,
            places,
            actors,
            methods,
            targets,
            victims,
            killed,
            injured,
            missing,
            according_to: self.sources(&segments),
            confidence: None,
        })
    }

    /// The account of an event that a party's statement speaks of without telling it; `None` without a date or
    /// place to know it by.
    pub(crate) fn alleged(&self, event: &Event) -> Option<Account> {
        let segments: Vec<&Segment<'d>> = event.segments.iter().map(|i| &self.segments[*i]).collect();
        let places = self.places(&segments);
        let date = event.when.clone().map(|w| self.dated(w, event.date));
        if date.is_none() || places.is_empty() {
            return None;
        }
        let cast = self.cast(&segments);
        Some(Account {
            kind: AccountKind::Attack,
            date,
            calendar: None,
            places,
            actors: self.actors(&segments, &cast),
            methods: self.methods(&segments, &cast),
            targets: Vec::new(),
            killed: None,
            injured: None,
            missing: None,
            victims: Vec::new(),
            according_to: self.sources(&segments),
            confidence: None,
        })
    }

    /// An event that is told as the antecedent of another ("… two days after shelling X") and names no party is
    /// laid to the party of that other.
    pub(crate) fn carry_actors(&self, event: &Event, before: Option<&Account>, account: &mut Account) {
        let antecedent = event.segments.first().is_some_and(|i| self.segments[*i].antecedent);
        if let (true, true, Some(before)) = (antecedent, account.actors.is_empty(), before) {
            account.actors.clone_from(&before.actors);
        }
    }

    /// A day with the words of the mention that tells it.
    pub(crate) fn dated(&self, mut when: When, mention: Option<usize>) -> When {
        if let Some(m) = mention.and_then(|d| self.dates.get(d)) {
            when.spans = vec![self.doc.quote(m.first, m.end)];
            when.time = when.time.or_else(|| m.time.as_ref().map(|t| t.words.clone()));
        }
        when
    }

    /// What the report tells of a day of which no year or week is known: the first day of a month, else the first weekday.
    pub(crate) fn calendar(&self) -> Option<CalendarDay> {
        let told = |whole: fn(&CalendarDay) -> bool| {
            self.dates.iter().find_map(|mention| {
                let day = mention.form.calendar().filter(whole)?;
                Some(CalendarDay { spans: vec![self.doc.quote(mention.first, mention.end)], ..day })
            })
        };
        told(|day| day.of_year.is_some()).or_else(|| told(|_| true))
    }

    /// The places, those where the event happened before wide ones and names in passing left out.
    fn places(&self, segments: &[&Segment<'d>]) -> Vec<Place> {
        let mut out: Vec<(u8, Place)> = Vec::new();
        for c in self.coordinates {
            let at = segments.iter().any(|s| {
                self.doc.tokens.span(s.tokens.start, s.tokens.end).start <= c.span.start
                    && c.span.end <= self.doc.tokens.span(s.tokens.start, s.tokens.end).end
            });
            if at {
                let quote = self.doc.quote_span(c.span);
                let place = Place {
                    name: quote.quote.clone(),
                    as_written: quote.quote.clone(),
                    lat: Some(c.lat),
                    lon: Some(c.lon),
                    precision: Some(PlacePrecision::Exact),
                    country: None,
                    spans: vec![quote],
                };
                out.push((0, place));
            }
        }
        for s in segments {
            let telling = s.harm() || s.strike();
            for p in s.places.iter().map(|p| &self.places[*p]) {
                let rank = rank(p, telling);
                let place = self.place(p);
                match out.iter_mut().find(|(_, had)| had.name == place.name && had.country == place.country) {
                    Some((had_rank, had)) => {
                        *had_rank = (*had_rank).min(rank);
                        had.spans.extend(place.spans);
                    }
                    None => out.push((rank, place)),
                }
            }
        }
        out.sort_by_key(|(rank, _)| *rank);
        // A name in passing ("Halmet police") counts only where no better place is told.
        let told = out.iter().any(|(rank, _)| *rank < 3);
        out.retain(|(rank, p)| *rank < PASSING || (!told && p.lat.is_some()));
        out.truncate(8);
        out.into_iter().map(|(_, p)| p).collect()
    }

    /// A mention as a place.
    pub(crate) fn place(&self, p: &PlaceMention) -> Place {
        let as_written = self.doc.words(p.first, p.end);
        let quote = self.doc.quote(p.first, p.end);
        match &p.found {
            Some(m) => Place {
                name: m.name.clone(),
                as_written,
                lat: Some(m.lat),
                lon: Some(m.lon),
                precision: Some(m.precision),
                country: Some(m.country.clone()),
                spans: vec![quote],
            },
            None => Place {
                name: as_written.clone(),
                as_written,
                lat: None,
                lon: None,
                precision: p.class,
                country: None,
                spans: vec![quote],
            },
        }
    }

    /// People named or described one by one, with what became of them.
    fn victims(&self, segments: &[&Segment<'d>], harmed: &[Harmed]) -> Vec<Victim> {
        let mut out: Vec<Victim> =
            harmed.iter().map(|h| victim::listed(self.doc, self.named, h, segments)).collect();
        self.taken(segments, harmed, &mut out);
        for s in segments {
            for (i, p) in s.people.iter().enumerate().filter(|(_, p)| p.name.is_none()) {
                let harm = s
                    .harms
                    .iter()
                    .find(|h| h.people.contains(&i) || p.part_of.is_some_and(|w| h.people.contains(&w)))
                    .map(|h| h.harm);
                // Someone described in words that a name stands with is listed by the name.
                let next = self.named.namings.partition_point(|n| n.end <= p.first);
                let told = self.named.namings.get(next).is_some_and(|n| n.from < p.end);
                let counts = p.part_of.is_none() && p.number.min.is_some_and(|n| n > 1) && p.stated;
                let described = self.describes(p) || counts && self.is_counted(p);
                let Some(status) = harm.map(status).filter(|_| !told && !p.apposed && described) else {
                    continue;
                };
                let victim = self.described(p, status);
                // A group that is told of twice is one, and so is one whose members are named ("two men").
                let again = || out.iter().any(|v| v.number > 1 && v.description == victim.description);
                let grouped = p.group().is_some() || self.is_counted(p);
                let is_named = grouped && !p.further && harmed.len() >= victim.number as usize;
                if if victim.number == 1 { p.stated } else { !is_named && !again() } {
                    out.push(victim);
                }
            }
        }
        out
    }

    /// Those named who are said to have been taken.
    fn taken(&self, segments: &[&Segment<'d>], harmed: &[Harmed], out: &mut Vec<Victim>) {
        let mentions = segments.iter().flat_map(|s| s.harms.iter().map(move |h| (s, h)));
        for (s, h) in mentions.filter(|(_, h)| h.harm == Harm::Missing) {
            let kidnapped = self
                .doc
                .sense_at(h.word.0, |x| {
                    matches!(x, Sense::Means(m) if m.kind == Some(AccountKind::Kidnapping)).then_some(())
                })
                .is_some();
            let status = if kidnapped { VictimStatus::Kidnapped } else { VictimStatus::Missing };
            for p in h.people.iter().map(|p| &s.people[*p]).filter(|p| p.name.is_some()) {
                let names = |k: &usize| {
                    let n = &self.named.namings[*k];
                    n.first < p.end && p.first < n.end
                };
                let persons = || self.named.persons.iter().enumerate();
                let Some((person, _)) = persons().find(|(_, who)| who.namings.iter().any(names)) else {
                    continue;
                };
                let victim = Harmed { person, status, event: None };
                let listed = victim::listed(self.doc, self.named, &victim, segments);
                if !harmed.iter().any(|h| h.person == person) && !out.iter().any(|v| v.name == listed.name) {
                    out.push(listed);
                }
            }
        }
    }

    /// Whether a phrase counts people and says no more of them: "12 people", "16 others".
    fn is_counted(&self, p: &People) -> bool {
        let last = self.doc.at(p.end - 1);
        p.has_noun && !p.vague && matches!(last, "people" | "persons" | "individuals" | "others" | "victims")
    }

    /// Whether a phrase says who people are, and not only that there are some ("12 people", "the victims", "he").
    fn describes(&self, p: &People) -> bool {
        let bare = [
            "people",
            "persons",
            "person",
            "individuals",
            "others",
            "victims",
            "dead",
            "bodies",
            "injured",
            "wounded",
            "casualties",
            "he",
            "she",
            "they",
            "them",
            "him",
            "her",
            "himself",
            "herself",
            "nobody",
            "one",
            "two",
            "those",
            "some",
            "many",
            "several",
            "or",
            "and",
        ];
        let known = p.definite && p.number != Range::exactly(1);
        p.has_noun && !p.vague && !known && !bare.contains(&self.doc.at(p.end - 1))
    }

    fn described(&self, p: &People, status: VictimStatus) -> Victim {
        Victim {
            name: None,
            description: Some(self.doc.words(p.first, p.end)),
            number: p.number.min.unwrap_or(1).max(1),
            age: p.age,
            sex: p.sex(),
            status,
            civilian: p.civilian(),
            spans: vec![self.doc.quote(p.first, p.end)],
        }
    }

    fn sources(&self, segments: &[&Segment<'d>]) -> Vec<Attribution> {
        let mut out: Vec<Attribution> = Vec::new();
        for &(first, end) in segments.iter().flat_map(|s| &s.sources) {
            let as_written = self.doc.words(first, end);
            let quote = self.doc.quote(first, end);
            match out.iter_mut().find(|a| a.as_written.eq_ignore_ascii_case(&as_written)) {
                Some(had) => had.spans.push(quote),
                None => out.push(Attribution { as_written, spans: vec![quote] }),
            }
        }
        out
    }
}

/// The kind of event: what a finer word says, else what the means is, else what a weak word says.
fn kind(segments: &[&Segment<'_>], methods: &[Method], killed: Option<&Count>) -> AccountKind {
    let words: Vec<&MeansWord> = segments.iter().flat_map(|s| s.means.iter().map(|m| m.2)).collect();
    let main = methods.first().map(|m| m.name);
    let strong =
        words.iter().filter(|m| !m.weak && (main.is_none() || Some(m.method) == main)).find_map(|m| m.kind);
    let by_means = main.and_then(|m| match m {
        MethodName::SmallArms => Some(AccountKind::Shooting),
        MethodName::UnexplodedOrdnance => Some(AccountKind::UnexplodedOrdnance),
        MethodName::PlantedExplosive => Some(AccountKind::Bombing),
        MethodName::Arson => Some(AccountKind::Arson),
        MethodName::Other | MethodName::Unknown => None,
        _ => Some(AccountKind::Attack),
    });
    let weak = words.iter().find_map(|m| m.kind);
    let killing = killed.map(|_| AccountKind::Killing);
    strong.or(by_means).or(weak).or(killing).unwrap_or(AccountKind::Other)
}

/// What became of people who are described: what the word of harm says.
fn status(harm: Harm) -> VictimStatus {
    match harm {
        Harm::Killed => VictimStatus::Killed,
        Harm::Injured => VictimStatus::Injured,
        Harm::Missing => VictimStatus::Missing,
    }
}

/// Where a place stands among an event's places: fine and told with the harm first.
fn rank(p: &PlaceMention, telling: bool) -> u8 {
    let wide = match (p.found.as_ref().map(|m| m.precision), p.class) {
        (Some(PlacePrecision::Country), _) => 6,
        (Some(PlacePrecision::Province), _) => 4,
        (Some(PlacePrecision::District), _) => 3,
        (Some(_), _) => 0,
        (None, _) => 2,
    };
    wide + u8::from(!telling) + u8::from(p.dateline) + if p.locative { 0 } else { PASSING }
}

/// The rank from which a place is a name in passing.
const PASSING: u8 = 10;
