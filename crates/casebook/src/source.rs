//! Who publishes reports, and how each of them stands beside the others. Enters: the projection. Leaves: a row for
//! each publisher. Counts and never judges: a source that is often contradicted may be the one that is right.

use crate::{Casebook, Error};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A publisher, and in how many incidents it was what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its name; empty for reports that name no publisher.
    pub publisher: String,
    /// The party to a conflict that it is affiliated with, as a person recorded.
    pub affiliation: Option<String>,
    /// Reports of it.
    pub reports: u64,
    /// Of these, restricted ones.
    pub restricted: u64,
    /// Incidents that it tells of.
    pub incidents: u64,
    /// Of these: it was the first to publish.
    pub first: u64,
    /// Nobody else tells of it.
    pub alone: u64,
    /// Others tell of it too, and no numbers contradict each other.
    pub corroborated: u64,
    /// Others tell of it too, and numbers of dead or injured do not meet.
    pub contradicted: u64,
}

/// What one publisher has in one incident: its earliest day.
type Days = BTreeMap<String, Option<String>>;

impl Casebook {
    /// Lists publishers by the number of their reports, the most first.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn sources(&mut self) -> Result<Vec<Source>, Error> {
        self.resolved()?;
        let mut all: BTreeMap<String, Source> = BTreeMap::new();
        let sql = "SELECT ifnull(reports.publisher, ''), count(*), count(restrictions.report), max(affiliation) \
                   FROM reports LEFT JOIN restrictions ON restrictions.report = key \
                   LEFT JOIN affiliations ON affiliations.publisher = reports.publisher GROUP BY 1";
        let mut query = self.db.prepare_cached(sql)?;
        let mut found = query.query([])?;
        while let Some(row) = found.next()? {
            let publisher: String = row.get(0)?;
            let (reports, restricted): (i64, i64) = (row.get(1)?, row.get(2)?);
            let (reports, restricted) = (reports.cast_unsigned(), restricted.cast_unsigned());
            let source = Source {
                publisher: publisher.clone(),
                affiliation: row.get(3)?,
                reports,
                restricted,
                ..Source::default()
            };
            all.insert(publisher, source);
        }
        self.each_meeting(&mut |days, conflict| {
            let first = days.values().flatten().min();
            for (publisher, day) in days {
                let Some(source) = all.get_mut(publisher) else { continue };
                source.incidents += 1;
                source.first += u64::from(day.is_some() && day.as_ref() == first);
                match (days.len(), conflict) {
                    (1, _) => source.alone += 1,
                    (_, false) => source.corroborated += 1,
                    (_, true) => source.contradicted += 1,
                }
            }
        })?;
        let mut sources: Vec<Source> = all.into_values().collect();
        sources.sort_by(|a, b| b.reports.cmp(&a.reports).then_with(|| a.publisher.cmp(&b.publisher)));
        Ok(sources)
    }

    /// Hands over, for each incident, its publishers with their earliest days and whether its numbers conflict.
    fn each_meeting(&self, on: &mut dyn FnMut(&Days, bool)) -> Result<(), Error> {
        let sql = "SELECT incident, ifnull(publisher, ''), min(published), conflict FROM members \
                   JOIN reports ON row = report JOIN glances ON glances.id = incident GROUP BY 1, 2";
        let mut query = self.db.prepare_cached(sql)?;
        let mut found = query.query([])?;
        let mut current: Option<(String, Days, bool)> = None;
        while let Some(row) = found.next()? {
            let incident: String = row.get(0)?;
            if current.as_ref().is_some_and(|(id, ..)| *id != incident)
                && let Some((_, days, conflict)) = current.take()
            {
                on(&days, conflict);
            }
            let (_, days, _) = current.get_or_insert((incident, Days::new(), row.get(3)?));
            days.insert(row.get(1)?, row.get(2)?);
        }
        if let Some((_, days, conflict)) = current {
            on(&days, conflict);
        }
        Ok(())
    }

    /// Returns the keys of restricted reports.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn restricted_reports(&mut self) -> Result<BTreeSet<String>, Error> {
        self.refresh()?;
        let mut query = self.db.prepare_cached("SELECT report FROM restrictions")?;
        Ok(query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }
}
