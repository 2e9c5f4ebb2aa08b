//! All incidents at a glance, held in memory: what lists, maps and timelines are made of, so that a hundred thousand
//! of them are looked through in milliseconds. Enters: the table `glances`. Leaves: glances in order, chosen by what is
//! wanted. Never changes one; when the casebook changes, a new overview is made.

use crate::derive::day;
use crate::incidents::wanted;
use crate::{Casebook, Error};
use jiff::civil::Date;
use rusqlite::{Connection, Row};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
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
    /// Parties alleged or known to have done it, as indexes into [`Overview::actors`].
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

/// Below this confidence a value is worth a person's eyes.
pub const DOUBTFUL: f64 = 0.5;

/// Which incidents are wanted; a field that is `None` or `false` admits all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Those that may have happened on this day or later.
    pub from: Option<Date>,
    /// Those that may have happened on this day or earlier.
    pub to: Option<Date>,
    /// Those with a party whose name has this in it, whatever its case and marks.
    pub actor: Option<String>,
    /// Those at a place whose name has this in it.
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
    /// Names of the glances' places, folded, in the same order.
    places: Vec<String>,
    actors: Vec<String>,
    folded: Vec<String>,
    positions: BTreeMap<String, BTreeMap<String, u64>>,
}

impl Overview {
    /// Reads it from the projection.
    fn load(db: &Connection) -> Result<Self, Error> {
        let (restricted, queued) = (restricted(db)?, queued(db)?);
        let mut overview = Self::default();
        let mut index: HashMap<String, u32> = HashMap::new();
        let mut query = db.prepare("SELECT * FROM glances ORDER BY first_day IS NULL, first_day, id")?;
        let mut found = query.query([])?;
        while let Some(row) = found.next()? {
            let mut glance = glance(row)?;
            for name in lines(row, "actors")? {
                let next = overview.actors.len() as u32;
                let at = *index.entry(name.clone()).or_insert(next);
                if at == next {
                    overview.folded.push(gazetteer::fold(&name));
                    overview.actors.push(name);
                }
                glance.actors.push(at);
            }
            for line in lines(row, "positions")? {
                if let Some((actor, position)) = line.split_once('\t') {
                    let of_actor = overview.positions.entry(actor.to_owned()).or_default();
                    *of_actor.entry(position.to_owned()).or_default() += 1;
                }
            }
            glance.restricted = restricted.contains(&glance.id);
            glance.needs_review = queued.contains(&glance.id);
            overview.places.push(gazetteer::fold(&glance.place));
            overview.glances.push(glance);
        }
        Ok(overview)
    }

    /// All glances, in order.
    pub fn glances(&self) -> &[Glance] {
        &self.glances
    }

    /// Names of parties, which glances refer to.
    pub fn actors(&self) -> &[String] {
        &self.actors
    }

    /// The name of a party that a glance refers to.
    pub fn actor(&self, index: u32) -> &str {
        self.actors.get(index as usize).map_or("", String::as_str)
    }

    /// For each party that took positions: in how many incidents it took which.
    pub fn positions(&self) -> &BTreeMap<String, BTreeMap<String, u64>> {
        &self.positions
    }

    /// Those that are wanted, in order.
    pub fn select<'a>(&'a self, wanted: &'a Wanted) -> impl Iterator<Item = &'a Glance> {
        let fold = |name: &Option<String>| name.as_deref().map(gazetteer::fold);
        let place = fold(&wanted.place);
        let parties: Option<HashSet<u32>> = fold(&wanted.actor).map(|name| {
            let named = self.folded.iter().enumerate().filter(|(_, actor)| actor.contains(&name));
            named.map(|(n, _)| n as u32).collect()
        });
        let all = self.glances.iter().zip(&self.places);
        let wanted = all.filter(move |(glance, folded)| {
            admits(wanted, glance)
                && parties.as_ref().is_none_or(|wanted| glance.actors.iter().any(|n| wanted.contains(n)))
                && place.as_ref().is_none_or(|name| folded.contains(name))
        });
        wanted.map(|(glance, _)| glance)
    }
}

fn admits(wanted: &Wanted, glance: &Glance) -> bool {
    wanted.from.is_none_or(|from| glance.last.is_some_and(|last| last >= from))
        && wanted.to.is_none_or(|to| glance.first.is_some_and(|first| first <= to))
        && wanted.method.is_none_or(|method| glance.methods.contains(&method))
        && wanted.grade.is_none_or(|grade| glance.grade == grade)
        && wanted.status.is_none_or(|status| glance.status == status)
        && (!wanted.named || glance.named > 0)
        && (!wanted.review || glance.needs_review)
        && (!wanted.unrestricted || !glance.restricted)
        && wanted.bbox.is_none_or(|bbox| glance.point.is_some_and(|point| within(bbox, point)))
        && wanted.among.as_ref().is_none_or(|ids| ids.contains(&glance.id))
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
    /// Makes the overview of all incidents.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn overview(&mut self) -> Result<Overview, Error> {
        self.queued()?;
        Overview::load(&self.db)
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
