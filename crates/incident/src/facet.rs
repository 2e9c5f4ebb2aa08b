//! An account brought to the form in which accounts are compared: days as numbers, names folded, places with
//! the distance that their precision leaves open. Enters: an account as told. Leaves: a [`Facet`].

use crate::Told;
use crate::archive::{Archive, Weighed};
use crate::fold::{fold, fold_person, fold_place};
use crate::resolve::bare;
use crate::statement::states;
use crate::toll::{self, is_concession};
use jiff::civil::{Date, date};
use std::sync::Arc;
use text::{Sketch, Vocabulary};
use value::{
    Account, AccountKey, AccountKind, Actor, ActorKind, ActorRole, CalendarDay, Harm, MethodName, Place,
    PlacePrecision, Range, VictimStatus,
};

/// Days before its publication in which an event is taken to lie when a report tells no day.
const NEWS_DAYS: i32 = 3;

/// An account as it is compared.
pub struct Facet {
    pub(crate) key: AccountKey,
    pub(crate) published: Option<i32>,
    pub(crate) days: Option<Days>,
    /// What it tells of a day of which no year or week is known.
    pub(crate) calendar: Option<CalendarDay>,
    pub(crate) spots: Vec<Spot>,
    pub(crate) killed: Toll,
    pub(crate) injured: Toll,
    /// Names of parties said to have done it.
    pub(crate) parties: Vec<Name>,
    pub(crate) methods: Vec<MethodName>,
    pub(crate) kind: AccountKind,
    /// Classes of things hit.
    pub(crate) targets: Vec<Name>,
    /// Names of people harmed.
    pub(crate) victims: Vec<Name>,
    /// The words by which it is told.
    pub(crate) words: Weighed,
    /// Sketch of its report's text.
    pub(crate) sketch: Arc<Sketch>,
    /// How sure the reading is of the day, from 0 to 1; 1 where it does not say.
    pub(crate) day_sure: f64,
    /// Whether its report tells another event first.
    pub(crate) beside: bool,
    /// Whether its report tells of no event by itself ([`crate::bare`]).
    pub(crate) bare: bool,
    /// Whether it is a party's word on an event, and not a report of it.
    pub(crate) states: bool,
}

/// A folded name or term as a number, so that a million accounts are compared in little memory. A chance
/// collision makes two names one, once in a thousand million casebooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name(pub(crate) u64);

impl Name {
    /// The number of a name; FNV-1a.
    pub(crate) fn of(name: &str) -> Self {
        let bytes = name.bytes();
        Self(bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)))
    }

    fn given(name: &str) -> Option<Self> {
        (!name.is_empty()).then(|| Self::of(name))
    }
}

/// The days on which an event may lie, as days since 1970-01-01.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days {
    pub(crate) first: i32,
    pub(crate) last: i32,
    /// Whether no day was told and the days are those before publication.
    pub(crate) assumed: bool,
}

impl Days {
    pub(crate) fn width(self) -> i32 {
        self.last - self.first + 1
    }
}

/// A place with the distance that its precision leaves open.
pub(crate) struct Spot {
    pub(crate) name: Option<Name>,
    pub(crate) written: Option<Name>,
    /// Degrees north and east.
    pub(crate) at: Option<(f64, f64)>,
    /// Kilometres from its point within which the event may lie.
    pub(crate) reach: f64,
    /// A district, a province or a country: too wide to tell one event from another.
    pub(crate) wide: bool,
    /// The words by which it is called.
    pub(crate) called: Vocabulary,
}

/// A number of people, and whether it may still change.
#[derive(Clone, Copy, Default)]
pub(crate) struct Toll {
    pub(crate) range: Range,
    pub(crate) provisional: bool,
    pub(crate) children: Range,
}

impl Facet {
    /// Brings an account to this form, in an archive that says which words are rare.
    pub fn of(told: &Told, archive: &Archive) -> Self {
        let account = &told.account;
        let mut facet = Self {
            key: told.key.clone(),
            published: told.published.map(day_number),
            days: days(told),
            calendar: account.calendar.clone(),
            spots: account.places.iter().map(Spot::of).collect(),
            killed: Toll::of(told, Harm::Killed),
            injured: Toll::of(told, Harm::Injured),
            parties: parties(account),
            methods: sorted(account.methods.iter().map(|m| m.name)),
            kind: account.kind,
            targets: sorted(account.targets.iter().map(|t| Name::of(&t.kind))),
            victims: victims(account),
            words: archive.weighed(&told.words),
            sketch: Arc::clone(&told.sketch),
            day_sure: account.confidence.as_ref().and_then(|c| c.date).unwrap_or(1.0),
            beside: told.rank > 0,
            bare: *account == bare(),
            states: false,
        };
        facet.states = states(told, &facet);
        facet
    }

    /// The key of the account.
    pub fn key(&self) -> &AccountKey {
        &self.key
    }

    /// Whether it is a party's word on an event, with the first and the last day of which it speaks.
    pub fn statement(&self) -> Option<(i32, i32)> {
        self.days.filter(|_| self.states).map(|days| (days.first, days.last))
    }
}

impl Spot {
    fn of(place: &Place) -> Self {
        Self {
            name: Name::given(&fold_place(&place.name)),
            written: Name::given(&fold_place(&place.as_written)),
            at: place.lat.zip(place.lon),
            reach: reach(place.precision),
            wide: is_wide(place.precision),
            called: text::vocabulary(&place.as_written),
        }
    }

    /// Whether the two go by one name.
    pub(crate) fn shares_name(&self, other: &Self) -> bool {
        let same = |a: Option<Name>, b| a.is_some() && a == b;
        same(self.name, other.name) || same(self.written, other.written)
    }
}

impl Toll {
    /// What an account tells of a kind of harm. What a party concedes is no toll to match by: a party that
    /// concedes three deaths speaks of the strike that others say killed twelve.
    fn of(told: &Told, harm: Harm) -> Self {
        let count = toll::of(&told.account, harm).filter(|_| !is_concession(told, harm));
        count.map_or_else(Self::default, |c| Self {
            range: c.range(),
            provisional: c.provisional,
            children: c.children.unwrap_or_default(),
        })
    }
}

/// Days since 1970-01-01.
pub(crate) fn day_number(day: Date) -> i32 {
    date(1970, 1, 1).until(day).map_or(0, |span| span.get_days())
}

/// Kilometres within which an event may lie of which the place is known so finely.
pub(crate) fn reach(precision: Option<PlacePrecision>) -> f64 {
    use PlacePrecision as P;
    match precision {
        Some(P::Exact) => 0.5,
        Some(P::Street | P::Landmark) => 1.5,
        Some(P::Neighbourhood) => 2.5,
        Some(P::Village) => 3.0,
        Some(P::Town) | None => 5.0,
        Some(P::City) => 10.0,
        Some(P::Subdistrict) => 15.0,
        Some(P::District) => 35.0,
        Some(P::Province) => 100.0,
        Some(P::Country) => 500.0,
    }
}

/// Whether a place is too wide to tell one event from another.
pub(crate) fn is_wide(precision: Option<PlacePrecision>) -> bool {
    precision.is_some_and(|p| p >= PlacePrecision::District)
}

/// Kilometres between two points on a sphere of 6371 km (haversine).
pub(crate) fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (p, q) = (a.0.to_radians(), b.0.to_radians());
    let (dp, dl) = ((q - p) / 2.0, (b.1 - a.1).to_radians() / 2.0);
    let h = dp.sin().powi(2) + p.cos() * q.cos() * dl.sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

/// The days that the account tells; else those that what is told as news would be of.
fn days(told: &Told) -> Option<Days> {
    let date = told.account.date.as_ref().and_then(|w| Some((w.start.or(w.end)?, w.end.or(w.start)?)));
    if let Some((start, end)) = date {
        let (a, b) = (day_number(start), day_number(end));
        return Some(Days { first: a.min(b), last: a.max(b), assumed: false });
    }
    let between = told.published.map(|day| (day, day)).or(told.published_between.map(|b| (b.first, b.last)));
    let (first, last) = between?;
    Some(Days { first: day_number(first) - NEWS_DAYS, last: day_number(last), assumed: true })
}

/// Parties that did it; people who are only described ("two men") say nothing of whether two accounts tell of one event.
fn parties(account: &Account) -> Vec<Name> {
    let did = |a: &&Actor| {
        a.kind != ActorKind::Individual && matches!(a.role, ActorRole::Suspected | ActorRole::Known)
    };
    sorted(account.actors.iter().filter(did).map(|a| Name::of(&fold(&a.name))))
}

fn victims(account: &Account) -> Vec<Name> {
    let harmed = |status| !matches!(status, VictimStatus::Unharmed);
    let names = account.victims.iter().filter(|v| harmed(v.status)).filter_map(|v| v.name.as_deref());
    sorted(names.filter_map(fold_person).map(|name| Name::of(&name)))
}

fn sorted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort();
    all.dedup();
    all
}
