//! The queue as the projection keeps it, so that a page of it costs the page. Enters: the queue; or what is wanted of it.
//! Leaves: rows; or items, the most urgent first.

use super::{Arrivals, Item, Kind};
use crate::{Casebook, Error};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use value::{Doubt, ReportKey};

/// What items are wanted; a field that is `None` admits all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Those of this kind.
    pub kind: Option<Kind>,
    /// Those that concern this incident, by its id.
    pub incident: Option<String>,
    /// Whether those are left out that concern an incident of which a restricted report tells.
    pub open: bool,
    /// How many of the most urgent are left out.
    pub skip: u64,
    /// How many are wanted at most.
    pub limit: Option<u64>,
}

/// A page of the queue.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The items, the most urgent first.
    pub items: Vec<Item>,
    /// How many there are on all pages.
    pub of: u64,
}

const WHICH: &str = "(?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR rank IN (SELECT rank FROM reviewed WHERE incident = ?2)) \
     AND NOT (?3 AND rank IN (SELECT rank FROM reviewed JOIN members USING (incident) JOIN reports ON row = members.report \
                              JOIN restrictions ON key = restrictions.report))";

impl Casebook {
    /// Returns what needs a person's eyes, the most urgent first.
    ///
    /// # Errors
    /// `NotFound` where there is no such incident; `Damaged`, `Busy`, `Io`.
    pub fn review(&mut self, wanted: &Wanted) -> Result<Page, Error> {
        self.queued()?;
        let incident = wanted.incident.as_deref().map(|name| self.incident(name)).transpose()?;
        let incident = incident.map(|incident| incident.incident);
        let kind = wanted.kind.map(Kind::as_str);
        let of: i64 = if kind.is_none() && incident.is_none() && !wanted.open {
            // Ranks are numbered without gaps, and counting items would read them all.
            let last = "SELECT ifnull(max(rank), 0) FROM review";
            self.db.prepare_cached(last)?.query_row([], |row| row.get(0))?
        } else {
            let count = format!("SELECT count(*) FROM review WHERE {WHICH}");
            let values = params![kind, incident, wanted.open];
            self.db.prepare_cached(&count)?.query_row(values, |row| row.get(0))?
        };
        let page = format!("SELECT item FROM review WHERE {WHICH} ORDER BY rank LIMIT ?4 OFFSET ?5");
        let mut query = self.db.prepare_cached(&page)?;
        let limit = wanted.limit.map_or(-1, |limit| limit.min(1 << 40).cast_signed());
        let skip = wanted.skip.min(1 << 40).cast_signed();
        let mut found = query.query(params![kind, incident, wanted.open, limit, skip])?;
        let mut items = Vec::new();
        while let Some(row) = found.next()? {
            items.push(serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?);
        }
        Ok(Page { items, of: of.cast_unsigned() })
    }

    /// Returns an item of the queue by its id; `None` where it was answered, or never was.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn review_item(&mut self, id: &str) -> Result<Option<Item>, Error> {
        self.queued()?;
        let sql = "SELECT item FROM review WHERE id = ?1";
        let json: Option<String> =
            self.db.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
        Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
    }
}

/// For each report the act that first received it.
pub(crate) fn arrivals(db: &Connection) -> Result<Arrivals, Error> {
    let sql = "SELECT key, min(act) FROM reports JOIN receipts ON report = row GROUP BY row";
    let mut query = db.prepare(sql)?;
    let found =
        query.query_map([], |row| Ok((ReportKey(row.get(0)?), row.get::<_, i64>(1)?.cast_unsigned())))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The pairs of incidents that may be one, ordered by the keys of their accounts.
pub(crate) fn doubts(db: &Connection) -> Result<Vec<Doubt>, Error> {
    let mut query = db.prepare_cached("SELECT doubt FROM doubts ORDER BY a, b")?;
    let mut found = query.query([])?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        all.push(serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?);
    }
    Ok(all)
}

/// Keeps the queue in the place of the one kept before.
pub(crate) fn keep(db: &Connection, queue: &[Item]) -> Result<(), Error> {
    db.execute_batch("DELETE FROM review; DELETE FROM reviewed;")?;
    let mut insert = db.prepare("INSERT INTO review VALUES (?1, ?2, ?3, ?4)")?;
    let mut concern = db.prepare("INSERT OR IGNORE INTO reviewed VALUES (?1, ?2)")?;
    for (rank, item) in (1_i64..).zip(queue) {
        insert.execute(params![rank, item.id, item.kind.as_str(), serde_json::to_string(item)?])?;
        for incident in &item.incidents {
            concern.execute(params![incident, rank])?;
        }
    }
    Ok(())
}

impl Casebook {
    /// Returns the ids of the items before and after one in the queue; those at its beginning where there is no such item. Those
    /// that concern an incident of which a restricted report tells are passed over where only `open` ones are wanted.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn review_neighbours(
        &mut self,
        id: &str,
        open: bool,
    ) -> Result<(Option<String>, Option<String>), Error> {
        self.queued()?;
        let beside = |which: &str| {
            let sql = format!(
                "SELECT id FROM review WHERE id <> ?1 AND {which} AND NOT (?2 AND EXISTS (SELECT 1 FROM reviewed \
                 JOIN members USING (incident) JOIN reports ON row = members.report JOIN restrictions ON key = restrictions.report \
                 WHERE reviewed.rank = review.rank)) ORDER BY rank"
            );
            let order = if which.contains('<') { " DESC LIMIT 1" } else { " LIMIT 1" };
            self.db.prepare_cached(&(sql + order))?.query_row(params![id, open], |row| row.get(0)).optional()
        };
        let own = "(SELECT rank FROM review WHERE id = ?1)";
        Ok((beside(&format!("rank < {own}"))?, beside(&format!("rank > ifnull({own}, 0)"))?))
    }
}
