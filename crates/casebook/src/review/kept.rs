//! The queue as the projection keeps it, so that a page of it costs the page. Enters: the queue; or what is wanted of it.
//! Leaves: rows; or items, the most urgent first.

use super::{Item, Kind};
use crate::{Casebook, Error};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

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

const WHICH: &str = "(?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR id IN (SELECT item FROM reviewed WHERE incident = ?2)) \
     AND NOT (?3 AND id IN (SELECT item FROM reviewed JOIN members USING (incident) JOIN reports ON row = members.report \
                              JOIN restrictions ON key = restrictions.report)) \
     AND NOT (?3 AND id IN (SELECT item FROM reviewed JOIN unqueued USING (incident)))";

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
            self.db.prepare_cached("SELECT count(*) FROM review")?.query_row([], |row| row.get(0))?
        } else {
            let count = format!("SELECT count(*) FROM review WHERE {WHICH}");
            let values = params![kind, incident, wanted.open];
            self.db.prepare_cached(&count)?.query_row(values, |row| row.get(0))?
        };
        let page = format!("SELECT item FROM review WHERE {WHICH} ORDER BY rank, id LIMIT ?4 OFFSET ?5");
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

/// Keeps items of the queue.
pub(crate) fn keep(db: &Connection, items: &[Item]) -> Result<(), Error> {
    let mut insert = db.prepare_cached("INSERT OR REPLACE INTO review VALUES (?1, ?2, ?3, ?4)")?;
    let mut concern = db.prepare_cached("INSERT OR IGNORE INTO reviewed VALUES (?1, ?2)")?;
    for item in items {
        let json = serde_json::to_string(item)?;
        insert.execute(params![item.id, -item.urgency, item.kind.as_str(), json])?;
        for incident in &item.incidents {
            concern.execute([incident, &item.id])?;
        }
    }
    Ok(())
}

/// Removes the items that concern an incident. Returns the incidents that they concern.
pub(crate) fn remove(db: &Connection, incident: &str) -> Result<Vec<String>, Error> {
    let mut query = db.prepare_cached("SELECT item FROM reviewed WHERE incident = ?1")?;
    let items = query.query_map([incident], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let mut concerned = Vec::new();
    for id in items {
        let found = "DELETE FROM review WHERE id = ?1 RETURNING item";
        let json: Option<String> = db.prepare_cached(found)?.query_row([&id], |row| row.get(0)).optional()?;
        let Some(item) = json.map(|json| serde_json::from_str::<Item>(&json)).transpose()? else { continue };
        for incident in &item.incidents {
            let sql = "DELETE FROM reviewed WHERE incident = ?1 AND item = ?2";
            db.prepare_cached(sql)?.execute([incident, &id])?;
        }
        concerned.extend(item.incidents);
    }
    Ok(concerned)
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
        let own: Option<f64> = self
            .db
            .prepare_cached("SELECT rank FROM review WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let beside = |which: &str, order: &str| {
            let sql = format!(
                "SELECT id FROM review WHERE {which} AND NOT (?2 AND EXISTS (SELECT 1 FROM reviewed \
                 JOIN members USING (incident) JOIN reports ON row = members.report JOIN restrictions ON key = restrictions.report \
                 WHERE reviewed.item = review.id)) \
                 AND NOT (?2 AND id IN (SELECT item FROM reviewed JOIN unqueued USING (incident))) ORDER BY rank {order}, id {order} LIMIT 1"
            );
            self.db.prepare_cached(&sql)?.query_row(params![id, open, own], |row| row.get(0)).optional()
        };
        let before = beside("(rank, id) < (?3, ?1)", "DESC")?;
        let after = beside(
            if own.is_some() { "(rank, id) > (?3, ?1)" } else { "?1 IS NOT NULL AND ?3 IS NULL" },
            "",
        )?;
        Ok((before, after))
    }
}
