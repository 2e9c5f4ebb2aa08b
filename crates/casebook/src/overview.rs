//! All incidents at a glance, held in memory: what lists, maps and timelines are made of, so that a hundred thousand
//! of them are looked through in milliseconds. Enters: the table `glances`. Leaves: glances in order, chosen by what is
//! wanted. Never changes one; when the casebook changes, a new overview is made, out of the earlier one where little was touched.

use crate::derive::day;
use crate::incidents::wanted;
use crate::{Casebook, Error, store};
use jiff::civil::Date;
use rusqlite::{Connection, Row};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use value::{Grade, MethodName, PlacePrecision, Range, StrikeStatus};

/// An incident at a glance. Names no victim.
#[derive(Clone, Debug, PartialEq)]
pub struct Glance {
    /// The incident's id.
    pub id: String,
    /// First day on which it may have happened.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
    /// The best supported place that is on the map, else the best supported; empty where none is told.
    pub place: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Degrees north and east (WGS 84).
    pub point: Option<(f64, f64)>,
    /// How fine the place is known.
    pub precision: Option<PlacePrecision>,
    /// People killed.
    pub killed: Range,
    /// People injured.
    pub injured: Range,
    /// How well it is supported.
    pub grade: Grade,
    /// Whether a strike is known to have taken place.
    pub status: StrikeStatus,
    /// Parties alleged or known to have done it, by numbers that [`Overview::actor`] names.
    pub actors: Vec<u32>,
    /// Means.
    pub methods: Vec<MethodName>,
    /// How many different names of victims its accounts have.
    pub named: u32,
    /// How many reports tell of it.
    pub reports: u32,
    /// How many of these are not copies of one another.
    pub origins: u32,
    /// Lowest confidence of any value read, from 0 to 1.
    pub lowest: Option<f64>,
    /// Whether accounts tell of numbers that do not meet.
    pub conflict: bool,
    /// Whether something about it needs a person's eyes ([`crate::review`]).
    pub needs_review: bool,
    /// Whether a restricted report tells of it.
    pub restricted: bool,
}

/// Of more incidents at once it is quicker to read all.
const MANY: usize = 1024;
/// What stands for all incidents among those that were touched.
pub(crate) const ALL: &str = "";

/// Below this confidence a value is worth a person's eyes.
pub const DOUBTFUL: f64 = 0.5;

/// Which incidents are wanted; a field that is `None` or `false` admits all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Those that may have happened on this day or later.
    pub from: Option<Date>,
    /// Those that may have happened on this day or earlier.
    pub to: Option<Date>,
    /// Those with a party of whom a name has this in it, as [`crate::Filter`] takes it.
    pub actor: Option<String>,
    /// Those at a place of which a name has this in it, likewise.
    pub place: Option<String>,
    /// Those by this means.
    pub method: Option<MethodName>,
    /// Those of this grade.
    pub grade: Option<Grade>,
    /// Those of this strike status.
    pub status: Option<StrikeStatus>,
    /// Those with named victims.
    pub named: bool,
    /// Those that need review.
    pub review: bool,
    /// Those within west, south, east, north (degrees); west may be greater than east, across the date line.
    pub bbox: Option<[f64; 4]>,
    /// Those among these ids, as a search of the reports' words gives them.
    pub among: Option<HashSet<String>>,
    /// Those of which restricted reports tell are left out.
    pub unrestricted: bool,
}

/// All incidents at a glance, by date and then id; those without a date last.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    glances: Vec<Glance>,
    /// What filters look at, of each glance.
    keys: Vec<Key>,
    /// The last act of which incidents are told.
    as_of: u64,
    /// Parties, as glances number them.
    actors: Index,
    /// What incidents call their places, folded, a name a line; keys number them.
    places: Index,
    /// What they call their parties, likewise.
    parties: Index,
    /// Who takes which position, a pair a line; keys number them.
    stances: Index,
    /// Where each glance stands by its id.
    by_id: Vec<u32>,
    /// Where each glance stands among all by the number of killed, the most first.
    by_killed: Vec<u32>,
    positions: BTreeMap<String, BTreeMap<String, u64>>,
}

/// What filters look at of a glance, side by side in memory so that a hundred thousand are looked through in a millisecond.
#[derive(Clone, Copy, Debug)]
struct Key {
    first: Option<Date>,
    last: Option<Date>,
    point: Option<(f64, f64)>,
    places: u32,
    parties: u32,
    stances: u32,
    /// A bit for each means, by its place in [`MethodName::ALL`].
    methods: u32,
    grade: Grade,
    status: StrikeStatus,
    named: bool,
    needs_review: bool,
    restricted: bool,
}

/// Orders in which incidents are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sorted {
    /// By day, the earliest first; those without a day last.
    #[default]
    Oldest,
    /// By day, the latest first; those without a day last.
    Newest,
    /// By the lower end of the range of killed, the most first.
    Killed,
}

impl Overview {
    /// Reads it from the projection.
    pub(crate) fn load(db: &Connection) -> Result<Self, Error> {
        let (restricted, queued) = (restricted(db)?, queued(db)?);
        let mut overview = Self { as_of: as_of(db, "queued")?, ..Self::default() };
        let mut called: HashMap<String, (u32, u32)> = HashMap::new();
        let mut query = db.prepare("SELECT id, places, actors FROM incidents INDEXED BY incidents_called")?;
        let mut found = query.query([])?;
        while let Some(row) = found.next()? {
            let names = (overview.places.of(row.get(1)?), overview.parties.of(row.get(2)?));
            called.insert(row.get(0)?, names);
        }
        let mut query = db.prepare("SELECT * FROM glances")?;
        let mut found = query.query([])?;
        while let Some(row) = found.next()? {
            let mut glance = glance(row)?;
            let Some(called) = called.get(&glance.id) else { continue };
            glance.restricted = restricted.contains(&glance.id);
            glance.needs_review = queued.contains(&glance.id);
            overview.take(glance, *called, row)?;
        }
        overview.arrange();
        Ok(overview)
    }

    /// What it is now, with only those incidents read that were touched since; `None` where all may be otherwise.
    pub(crate) fn renewed(&self, db: &Connection) -> Result<Option<Self>, Error> {
        let mut query = db.prepare_cached("SELECT incident FROM touched WHERE act > ?1 LIMIT ?2")?;
        let touched = query.query_map([self.as_of.cast_signed(), MANY as i64 + 1], |row| row.get(0))?;
        let touched: HashSet<String> = touched.collect::<Result<_, _>>()?;
        if touched.contains(ALL) || touched.len() > MANY {
            return Ok(None);
        }
        let mut overview = Self { as_of: as_of(db, "queued")?, ..self.clone() };
        let stays: Vec<bool> = self.glances.iter().map(|glance| !touched.contains(&glance.id)).collect();
        let (mut of_glances, mut of_keys) = (stays.iter(), stays.iter());
        overview.glances.retain(|_| of_glances.next().is_some_and(|stays| *stays));
        overview.keys.retain(|_| of_keys.next().is_some_and(|stays| *stays));
        let mut query = db.prepare_cached(
            "SELECT glances.*, incidents.places AS of_places, incidents.actors AS of_parties, \
             EXISTS (SELECT 1 FROM reviewed WHERE incident = glances.id) AS to_review, \
             EXISTS (SELECT 1 FROM members JOIN reports ON row = members.report \
                     JOIN restrictions ON key = restrictions.report WHERE members.incident = glances.id) AS is_restricted \
             FROM glances JOIN incidents USING (id) WHERE id = ?1",
        )?;
        for id in &touched {
            let mut found = query.query([id])?;
            while let Some(row) = found.next()? {
                let mut glance = glance(row)?;
                glance.needs_review = row.get("to_review")?;
                glance.restricted = row.get("is_restricted")?;
                let called =
                    (overview.places.of(row.get("of_places")?), overview.parties.of(row.get("of_parties")?));
                overview.take(glance, called, row)?;
            }
        }
        overview.arrange();
        Ok(Some(overview))
    }

    /// Takes a glance in, with what its incident calls places and parties, and the rest of its row.
    fn take(&mut self, mut glance: Glance, called: (u32, u32), row: &Row<'_>) -> Result<(), Error> {
        glance.actors = lines(row, "actors")?.into_iter().map(|name| self.actors.of(name)).collect();
        let stances = self.stances.of(row.get("positions")?);
        self.keys.push(Key::of(&glance, called, stances));
        self.glances.push(glance);
        Ok(())
    }

    /// Puts all in order, and counts positions.
    fn arrange(&mut self) {
        let (glances, keys) = (std::mem::take(&mut self.glances), std::mem::take(&mut self.keys));
        let mut both: Vec<(Glance, Key)> = glances.into_iter().zip(keys).collect();
        both.sort_by(|(a, _), (b, _)| {
            let order = |glance: &Glance| (glance.first.is_none(), glance.first);
            order(a).cmp(&order(b)).then_with(|| a.id.cmp(&b.id))
        });
        (self.glances, self.keys) = both.into_iter().unzip();
        let at = |n: &u32| self.glances.get(*n as usize);
        let mut by_id: Vec<u32> = (0..self.glances.len() as u32).collect();
        by_id.sort_by_key(|n| at(n).map(|glance| glance.id.as_str()));
        let mut order: Vec<u32> = (0..self.glances.len() as u32).collect();
        order.sort_by_key(|n| {
            at(n).map(|glance| (Reverse(glance.killed.min), Reverse(glance.first), glance.id.as_str()))
        });
        let mut by_killed = vec![0; order.len()];
        for (rank, n) in (0..).zip(order) {
            if let Some(place) = by_killed.get_mut(n as usize) {
                *place = rank;
            }
        }
        let mut times: BTreeMap<u32, u64> = BTreeMap::new();
        self.keys.iter().for_each(|key| *times.entry(key.stances).or_default() += 1);
        let mut positions: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for (stances, times) in times {
            for (actor, position) in
                self.stances.name(stances).lines().filter_map(|line| line.split_once('\t'))
            {
                let of_actor = positions.entry(actor.to_owned()).or_default();
                *of_actor.entry(position.to_owned()).or_default() += times;
            }
        }
        (self.by_id, self.by_killed, self.positions) = (by_id, by_killed, positions);
    }

    /// All glances, in order.
    pub fn glances(&self) -> &[Glance] {
        &self.glances
    }

    /// The name of a party that a glance refers to.
    pub fn actor(&self, index: u32) -> &str {
        self.actors.name(index)
    }

    /// For each party that took positions: in how many incidents it took which.
    pub fn positions(&self) -> &BTreeMap<String, BTreeMap<String, u64>> {
        &self.positions
    }

    /// The places among [`Overview::glances`] of those that are wanted, in the order that is wanted.
    pub fn select(&self, wanted: &Wanted, sorted: Sorted) -> Vec<u32> {
        let mut chosen = self.admitted(wanted);
        match sorted {
            Sorted::Oldest => {}
            Sorted::Newest => {
                let dated = chosen
                    .partition_point(|n| self.keys.get(*n as usize).is_some_and(|key| key.first.is_some()));
                chosen.get_mut(..dated).unwrap_or_default().reverse();
            }
            Sorted::Killed => chosen.sort_unstable_by_key(|n| self.by_killed.get(*n as usize)),
        }
        chosen
    }

    fn admitted(&self, wanted: &Wanted) -> Vec<u32> {
        let methods = wanted.method.map(bit);
        let parties = wanted.actor.as_deref().map(|name| named(&self.parties.names, name));
        let places = wanted.place.as_deref().map(|name| named(&self.places.names, name));
        let among = wanted.among.as_ref().map(|ids| self.placed(ids));
        let is = |marks: &[bool], n: u32| marks.get(n as usize).copied().unwrap_or_default();
        let admits = |n: u32, key: &Key| {
            wanted.from.is_none_or(|from| key.last.is_some_and(|last| last >= from))
                && wanted.to.is_none_or(|to| key.first.is_some_and(|first| first <= to))
                && methods.is_none_or(|method| key.methods & method != 0)
                && wanted.grade.is_none_or(|grade| key.grade == grade)
                && wanted.status.is_none_or(|status| key.status == status)
                && (!wanted.named || key.named)
                && (!wanted.review || key.needs_review)
                && (!wanted.unrestricted || !key.restricted)
                && wanted.bbox.is_none_or(|bbox| key.point.is_some_and(|point| within(bbox, point)))
                && places.as_ref().is_none_or(|places| is(places, key.places))
                && parties.as_ref().is_none_or(|parties| is(parties, key.parties))
                && among.as_ref().is_none_or(|among| is(among, n))
        };
        (0..).zip(&self.keys).filter(|(n, key)| admits(*n, key)).map(|(n, _)| n).collect()
    }

    /// A mark for each glance whether its id is among these.
    fn placed(&self, ids: &HashSet<String>) -> Vec<bool> {
        let mut marks = vec![false; self.glances.len()];
        let id = |n: &u32| self.glances.get(*n as usize).map_or("", |glance| glance.id.as_str());
        for wanted in ids {
            let found = self.by_id.binary_search_by(|n| id(n).cmp(wanted.as_str()));
            let found = found.ok().and_then(|at| self.by_id.get(at));
            if let Some(mark) = found.and_then(|n| marks.get_mut(*n as usize)) {
                *mark = true;
            }
        }
        marks
    }
}

impl Key {
    fn of(glance: &Glance, (places, parties): (u32, u32), stances: u32) -> Self {
        Self {
            first: glance.first,
            last: glance.last,
            point: glance.point,
            places,
            parties,
            stances,
            methods: glance.methods.iter().fold(0, |bits, method| bits | bit(*method)),
            grade: glance.grade,
            status: glance.status,
            named: glance.named > 0,
            needs_review: glance.needs_review,
            restricted: glance.restricted,
        }
    }
}

/// The bit of a means.
fn bit(method: MethodName) -> u32 {
    let place = MethodName::ALL.iter().position(|one| *one == method).unwrap_or_default();
    1_u32.checked_shl(place as u32).unwrap_or_default()
}

/// A mark for each name whether this is in it, whatever its case and marks.
fn named(folded: &[Arc<str>], part: &str) -> Vec<bool> {
    let part = gazetteer::fold(part);
    folded.iter().map(|name| name.contains(&part)).collect()
}

/// Numbers for names, in the order in which they come.
#[derive(Clone, Debug, Default)]
struct Index {
    numbers: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
}

impl Index {
    fn of(&mut self, name: String) -> u32 {
        if let Some(number) = self.numbers.get(name.as_str()) {
            return *number;
        }
        let (name, number): (Arc<str>, u32) = (name.into(), self.names.len() as u32);
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }

    fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", |name| name)
    }
}

fn within([west, south, east, north]: [f64; 4], (lat, lon): (f64, f64)) -> bool {
    let between = if west <= east { lon >= west && lon <= east } else { lon >= west || lon <= east };
    lat >= south && lat <= north && between
}

fn glance(row: &Row<'_>) -> Result<Glance, Error> {
    let column = |name: &str| row.as_ref().column_index(name).map_err(Error::from);
    let text = |name: &str| -> Result<Option<String>, Error> { Ok(row.get(name)?) };
    let word = |name: &str| Ok::<_, Error>(text(name)?.unwrap_or_default());
    let unknown = |name: &str, word: &str| Error::damaged(format_args!("a {name} in it: {word}"));
    let (grade, status) = (word("grade")?, word("status")?);
    let (lat, lon): (Option<f64>, Option<f64>) = (row.get("lat")?, row.get("lon")?);
    Ok(Glance {
        id: row.get("id")?,
        first: day(row, column("first_day")?)?,
        last: day(row, column("last_day")?)?,
        place: row.get("place")?,
        country: row.get("country")?,
        point: lat.zip(lon),
        precision: text("precision")?.and_then(|word| PlacePrecision::from_word(&word)),
        killed: Range { min: row.get("killed_min")?, max: row.get("killed_max")? },
        injured: Range { min: row.get("injured_min")?, max: row.get("injured_max")? },
        grade: Grade::from_word(&grade).ok_or_else(|| unknown("grade", &grade))?,
        status: StrikeStatus::from_word(&status).ok_or_else(|| unknown("status", &status))?,
        actors: Vec::new(),
        methods: lines(row, "methods")?.iter().filter_map(|word| MethodName::from_word(word)).collect(),
        named: row.get("named")?,
        reports: row.get("reports")?,
        origins: row.get("origins")?,
        lowest: row.get("lowest")?,
        conflict: row.get("conflict")?,
        needs_review: false,
        restricted: false,
    })
}

fn lines(row: &Row<'_>, column: &str) -> Result<Vec<String>, Error> {
    let text: String = row.get(column)?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// How many acts were on record when what is shown last changed. Of acts that were not `made` into what is shown, nothing is.
fn as_of(db: &Connection, made: &str) -> Result<u64, Error> {
    let done = store::number(db, made)?;
    if done < store::number(db, "changed")? {
        return Ok(done);
    }
    Ok(store::number(db, "shown")?.max(store::number(db, "resolved")?))
}

/// Notes the last act by which anything of an incident changed that is shown.
pub(crate) fn touch(db: &Connection, incident: &str, act: u64) -> Result<(), Error> {
    let sql = "INSERT INTO touched VALUES (?1, ?2) ON CONFLICT DO UPDATE SET act = excluded.act";
    db.prepare_cached(sql)?.execute(rusqlite::params![incident, act.cast_signed()])?;
    Ok(())
}

/// Incidents of which a restricted report tells.
fn restricted(db: &Connection) -> Result<BTreeSet<String>, Error> {
    let sql = "SELECT DISTINCT members.incident FROM restrictions JOIN reports ON key = restrictions.report \
               JOIN members ON members.report = reports.row";
    Ok(db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Incidents that the queue of what needs a person's eyes is about.
fn queued(db: &Connection) -> Result<BTreeSet<String>, Error> {
    let sql = "SELECT DISTINCT incident FROM reviewed";
    Ok(db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

impl Casebook {
    /// How many acts were on record when what lists, maps and reports show last changed; sign-ins and releases change
    /// nothing of it. Whoever keeps what was made of it asks whether it is later now.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn shown(&self) -> Result<u64, Error> {
        as_of(&self.db, "resolved")
    }

    /// Makes the overview of all incidents.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn overview(&mut self) -> Result<Overview, Error> {
        self.queued()?;
        // What is read and the act of which it tells have to be of one moment.
        Overview::load(&*self.db.unchecked_transaction()?)
    }

    /// Makes the overview of all incidents out of an earlier one of this casebook, which costs what was touched since.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn overview_after(&mut self, earlier: &Overview) -> Result<Overview, Error> {
        self.queued()?;
        let reading = self.db.unchecked_transaction()?;
        earlier.renewed(&reading)?.map_or_else(|| Overview::load(&reading), Ok)
    }

    /// Returns the ids of the incidents of which a report tells that has all these words, as [`Casebook::search`]
    /// takes them; each with the keys of those reports.
    ///
    /// # Errors
    /// `Input` where there is no word to search for; `Damaged`, `Busy`, `Io`.
    pub fn incidents_with_words(&mut self, query: &str) -> Result<BTreeMap<String, Vec<String>>, Error> {
        self.resolved()?;
        let sql = "SELECT members.incident, reports.key FROM words JOIN members ON report = words.rowid \
                   JOIN reports ON reports.row = words.rowid WHERE words MATCH ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut found = statement.query([wanted(query)?])?;
        let mut incidents: BTreeMap<String, Vec<String>> = BTreeMap::new();
        while let Some(row) = found.next()? {
            incidents.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        Ok(incidents)
    }
}
