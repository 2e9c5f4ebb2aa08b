//! The evidence for pairs, kept until lists or readings change, since it takes time. Enters: lists. Leaves: ties, from the
//! table `ties` where it is up to date. The table holds keys and numbers, and is no part of the projection's digest: it is
//! made when somebody asks for persons.

use super::compared::Listings;
use crate::{Casebook, Error, store};
use person::Tie;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

/// In what order lists are numbered, so that ties that were kept under another are not taken for those of this one.
const ORDER: &str = "by-content";

impl Casebook {
    /// All lists, that of the victims whom reports name included.
    pub(super) fn listings(&mut self) -> Result<Listings, Error> {
        let mut lists = vec![self.victims()?];
        for received in self.lists()? {
            lists.push(self.rows_of(&received.list)?);
        }
        Ok(Listings::new(lists))
    }

    /// The evidence for pairs of entries.
    pub(super) fn ties(&mut self, listings: &Listings) -> Result<Vec<Tie>, Error> {
        let state = self.state_of_lists()?;
        let kept: Option<String> =
            self.db.query_row("SELECT state FROM tied", [], |row| row.get(0)).optional()?;
        if kept.as_ref() == Some(&state) {
            return self.kept_ties();
        }
        let ties = listings.ties();
        self.detach()?;
        let writing = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        writing.execute_batch("DELETE FROM ties; DELETE FROM tied;")?;
        let mut insert = writing.prepare("INSERT INTO ties VALUES (?1, ?2, ?3)")?;
        for tie in &ties {
            insert.execute(params![tie.a as i64, tie.b as i64, tie.log_odds])?;
        }
        drop(insert);
        writing.execute("INSERT INTO tied VALUES (?1)", [&state])?;
        writing.commit()?;
        Ok(ties)
    }

    /// What the ties depend on: the program, the lists, and whatever changes readings and incidents.
    fn state_of_lists(&self) -> Result<String, Error> {
        let lists: Option<i64> = self.db.query_row("SELECT max(act) FROM lists", [], |row| row.get(0))?;
        let changed = store::number(&self.db, "changed")?;
        Ok(format!("{} {ORDER} {} {changed}", env!("CARGO_PKG_VERSION"), lists.unwrap_or(-1)))
    }

    fn kept_ties(&self) -> Result<Vec<Tie>, Error> {
        let mut query = self.db.prepare("SELECT a, b, log_odds FROM ties ORDER BY a, b")?;
        let ties = query.query_map([], |row| {
            let place = |column| row.get::<_, i64>(column).map(|n| usize::try_from(n).unwrap_or(usize::MAX));
            Ok(Tie { a: place(0)?, b: place(1)?, log_odds: row.get(2)? })
        })?;
        Ok(ties.collect::<Result<_, _>>()?)
    }
}
