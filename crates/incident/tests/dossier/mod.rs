//! Builds small dossiers: what each report tells, in a line. The people and places are invented.
#![allow(dead_code, unreachable_pub)]

use incident::{Told, resolve};
use jiff::civil::Date;
use value::{
    Account, AccountKey, AccountKind, Actor, ActorKind, ActorRole, Between, CalendarDay, Count,
    DatePrecision, Incident, Judgement, Method, MethodName, Place, PlacePrecision, Position, PositionTaken,
    Range, ReportKey, Target, TargetEffect, Verdict, Victim, VictimStatus, When,
};

/// Orlivka, a town; Halmet, a town 40 km off; Sarn, a village 6 km from Orlivka; the region around all three.
pub const ORLIVKA: (&str, f64, f64) = ("Orlivka", 48.0, 37.0);
pub const HALMET: (&str, f64, f64) = ("Halmet", 48.0, 37.54);
pub const SARN: (&str, f64, f64) = ("Sarn", 48.054, 37.0);
pub const REGION: (&str, f64, f64) = ("Vesna Region", 48.1, 37.1);

/// An account of a report, to be told more of.
pub fn tell(report: &str) -> Tell {
    let account = Account {
        kind: AccountKind::Attack,
        date: None,
        calendar: None,
        places: vec![],
        actors: vec![],
        methods: vec![],
        targets: vec![],
        killed: None,
        injured: None,
        missing: None,
        victims: vec![],
        according_to: vec![],
        confidence: None,
    };
    Tell(Told {
        key: AccountKey { report: ReportKey(report.into()), anchor: 10 },
        report: report.into(),
        publisher: None,
        published: None,
        published_between: None,
        sketch: std::sync::Arc::default(),
        words: std::sync::Arc::default(),
        rank: 0,
        positions: vec![],
        account,
    })
}

/// An account in the making.
#[derive(Clone)]
pub struct Tell(pub Told);

impl Tell {
    pub fn anchor(mut self, anchor: u32) -> Self {
        self.0.key.anchor = anchor;
        self
    }

    /// Its place among the accounts of its report; 0 is the main event.
    pub fn rank(mut self, rank: usize) -> Self {
        self.0.rank = rank;
        self
    }

    /// Publisher and day of publication.
    pub fn by(mut self, publisher: &str, day: &str) -> Self {
        self.0.publisher = Some(publisher.into());
        self.published(day)
    }

    pub fn published(mut self, day: &str) -> Self {
        self.0.published = Some(date(day));
        self
    }

    pub fn text(mut self, text: &str) -> Self {
        self.0.sketch = text::sketch(text).into();
        self.0.words = text::vocabulary(text).into();
        self
    }

    /// A day, or two days with `..` between them.
    pub fn on(mut self, days: &str) -> Self {
        let (start, end) = days.split_once("..").unwrap_or((days, days));
        let precision = if start == end { DatePrecision::Day } else { DatePrecision::Days };
        self.0.account.date = Some(When {
            start: Some(date(start)),
            end: Some(date(end)),
            precision: Some(precision),
            time: None,
            spans: vec![],
        });
        self
    }

    /// A day of no known year or week.
    pub fn on_calendar(mut self, of_year: Option<(i8, i8)>, weekday: Option<i8>) -> Self {
        self.0.account.calendar = Some(CalendarDay { of_year, weekday, spans: vec![] });
        self
    }

    pub fn published_between(mut self, first: &str, last: &str) -> Self {
        self.0.published_between = Some(Between { first: date(first), last: date(last) });
        self
    }

    pub fn at(self, place: (&str, f64, f64)) -> Self {
        self.place(place, PlacePrecision::Town)
    }

    pub fn place(mut self, (name, lat, lon): (&str, f64, f64), precision: PlacePrecision) -> Self {
        self.0.account.places.push(Place {
            name: name.into(),
            as_written: name.into(),
            lat: Some(lat),
            lon: Some(lon),
            precision: Some(precision),
            country: None,
            spans: vec![],
        });
        self
    }

    /// A place that no gazetteer knows.
    pub fn at_name(mut self, name: &str) -> Self {
        self = self.place((name, 0.0, 0.0), PlacePrecision::Village);
        for place in &mut self.0.account.places {
            if place.name == name {
                (place.lat, place.lon, place.precision) = (None, None, None);
            }
        }
        self
    }

    pub fn killed(mut self, toll: &str) -> Self {
        self.0.account.killed = Some(count(toll));
        self
    }

    pub fn injured(mut self, toll: &str) -> Self {
        self.0.account.injured = Some(count(toll));
        self
    }

    pub fn missing(mut self, toll: &str) -> Self {
        self.0.account.missing = Some(count(toll));
        self
    }

    pub fn children(mut self, toll: &str) -> Self {
        self.0.account.killed.get_or_insert_default().children = Some(count(toll).range());
        self
    }

    pub fn provisional(mut self) -> Self {
        self.0.account.killed.get_or_insert_default().provisional = true;
        self
    }

    pub fn actor(mut self, name: &str, role: ActorRole) -> Self {
        self.0.account.actors.push(Actor {
            name: name.into(),
            as_written: name.into(),
            kind: ActorKind::State,
            role,
            spans: vec![],
        });
        self
    }

    pub fn suspects(self, name: &str) -> Self {
        self.actor(name, ActorRole::Suspected)
    }

    pub fn means(mut self, name: MethodName) -> Self {
        self.0.account.methods.push(Method {
            name,
            as_written: name.to_string(),
            weapon: None,
            spans: vec![],
        });
        self
    }

    pub fn hit(mut self, kind: &str) -> Self {
        let effect = TargetEffect::Damaged;
        self.0.account.targets.push(Target {
            as_written: kind.into(),
            kind: kind.into(),
            effect,
            spans: vec![],
        });
        self
    }

    pub fn victim(mut self, name: &str) -> Self {
        self.0.account.victims.push(Victim {
            name: Some(name.into()),
            description: None,
            number: 1,
            age: None,
            sex: None,
            status: VictimStatus::Killed,
            civilian: Some(true),
            spans: vec![],
        });
        self
    }

    pub fn kind(mut self, kind: AccountKind) -> Self {
        self.0.account.kind = kind;
        self
    }

    pub fn position(mut self, actor: &str, position: PositionTaken) -> Self {
        self.0.positions.push(Position {
            actor: Some(actor.into()),
            position,
            date: None,
            conceded_killed: None,
            conceded_injured: None,
            account: None,
            reason: None,
            claimed_by: None,
            spans: vec![],
        });
        self
    }

    pub fn claimed_by(mut self, who: &str) -> Self {
        self.0.positions.last_mut().expect("a position comes first").claimed_by = Some(who.into());
        self
    }

    pub fn conceding(mut self, killed: u32) -> Self {
        self.0.positions.last_mut().expect("a position comes first").conceded_killed =
            Some(Range::exactly(killed));
        self
    }
}

pub fn date(day: &str) -> Date {
    day.parse().expect("a day")
}

/// `9`, `9-12`, `9+`, `-12`.
pub fn count(toll: &str) -> Count {
    let n = |s: &str| s.parse::<u32>().ok();
    let mut count = Count::default();
    count.set_range(match (toll.strip_suffix('+'), toll.split_once('-')) {
        (Some(min), _) => Range { min: n(min), max: None },
        (None, Some((min, max))) => Range { min: n(min), max: n(max) },
        (None, None) => Range { min: n(toll), max: n(toll) },
    });
    count
}

pub fn dossier(tells: impl IntoIterator<Item = Tell>) -> Vec<Incident> {
    ruled(tells, &[])
}

pub fn ruled(tells: impl IntoIterator<Item = Tell>, judgements: &[Judgement]) -> Vec<Incident> {
    let told: Vec<Told> = tells.into_iter().map(|t| t.0).collect();
    resolve(&told, judgements)
}

/// The one incident of a dossier.
pub fn one(tells: impl IntoIterator<Item = Tell>) -> Incident {
    let mut all = dossier(tells);
    assert_eq!(all.len(), 1, "incidents: {:?}", groups(&all));
    all.remove(0)
}

/// The reports of each incident, in alphabetical order, joined by `+`.
pub fn groups(incidents: &[Incident]) -> Vec<String> {
    let mut all: Vec<String> = incidents
        .iter()
        .map(|i| {
            let mut reports: Vec<&str> = i.accounts.iter().map(|m| m.report.as_str()).collect();
            reports.sort_unstable();
            reports.join("+")
        })
        .collect();
    all.sort();
    all
}

pub fn key(report: &str, anchor: u32) -> AccountKey {
    AccountKey { report: ReportKey(report.into()), anchor }
}

pub fn judged(act: u64, verdict: Verdict) -> Judgement {
    let (why, author) = ("looked at both".into(), "Recorder".into());
    Judgement { act, verdict, why, author, at: "2024-01-01T00:00:00Z".into() }
}

pub fn same(act: u64, a: &str, b: &str) -> Judgement {
    judged(act, Verdict::Same { a: key(a, 10), b: key(b, 10) })
}

pub fn different(act: u64, a: &str, b: &str) -> Judgement {
    judged(act, Verdict::Different { a: key(a, 10), b: key(b, 10) })
}

pub fn set(act: u64, of: &str, field: &str, value: &str) -> Judgement {
    judged(act, Verdict::Set { of: key(of, 10), field: field.into(), value: value.into() })
}

/// The total of a kind of harm, as it is shown.
pub fn shown(count: Option<&Count>) -> String {
    count.map_or("none".into(), |c| c.range().to_string())
}

/// Whether some step about a value says the words.
pub fn says(incident: &Incident, about: &str, words: &str) -> bool {
    incident.explanation.iter().any(|s| s.about == about && s.says.contains(words))
}
