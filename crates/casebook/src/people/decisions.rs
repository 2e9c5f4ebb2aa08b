//! What people decide about entries of lists. Enters: two entries, a verdict, a reason. Leaves: an act; and for the persons,
//! all decisions that hold. The later about a pair wins, and one that is withdrawn leaves nothing behind.

use super::act::{PeopleReleased, PersonJudged};
use crate::act::{Deed, Stamp};
use crate::{Casebook, Error};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use value::{ListingKey, PersonVerdict};

/// A decision about two entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Kept {
    pub(crate) act: u64,
    pub(crate) at: String,
    pub(crate) by: String,
    #[serde(flatten)]
    pub(crate) verdict: PersonVerdict,
    pub(crate) why: String,
}

impl Casebook {
    /// Records what somebody decided about two entries, and returns the act's number.
    ///
    /// # Errors
    /// `Input` where there is no reason or both names stand for one entry, `NotFound` where there is no such entry;
    /// `ReadOnly`, `Busy`, `DiskFull`, `Io`.
    pub fn judge_people(&mut self, verdict: &PersonVerdict, why: &str, stamp: &Stamp) -> Result<u64, Error> {
        self.writable()?;
        crate::record::reasoned(why)?;
        let listings = self.listings()?;
        let whole = |key: &ListingKey| {
            listings
                .find(key)
                .map(|listing| listings.key(listing))
                .ok_or_else(|| Error::not_found(format!("there is no entry {key} here; name it LIST/KEY")))
        };
        let (a, b) = verdict.pair();
        let (a, b) = (whole(a)?, whole(b)?);
        if a == b {
            return Err(Error::input("both names stand for one entry; name two"));
        }
        let verdict = match verdict {
            PersonVerdict::SamePerson { .. } => PersonVerdict::SamePerson { a, b },
            PersonVerdict::DifferentPerson { .. } => PersonVerdict::DifferentPerson { a, b },
            PersonVerdict::Withdrawn { .. } => PersonVerdict::Withdrawn { a, b },
        };
        let judged = PersonJudged { verdict, why: why.trim().to_owned() };
        Ok(self.record(stamp, vec![Deed::PersonJudged(judged)])?.start)
    }

    /// Writes a release of persons under a passing name beside `path`, records it, and only then gives it its own name.
    /// Returns the act's number.
    ///
    /// # Errors
    /// Those of [`Casebook::give_out`].
    pub fn give_out_people(
        &mut self,
        path: &Path,
        bytes: &[u8],
        release: PeopleReleased,
        stamp: &Stamp,
    ) -> Result<u64, Error> {
        self.writable()?;
        crate::give_out::recorded_first(path, bytes, || {
            Ok(self.record(stamp, vec![Deed::PeopleReleased(release)])?.start)
        })
    }

    /// The decisions that hold, in the order in which they were taken.
    pub(super) fn person_decisions(&self) -> Result<Vec<Kept>, Error> {
        let mut latest: BTreeMap<(ListingKey, ListingKey), Kept> = BTreeMap::new();
        for kept in self.person_judgements()? {
            let (a, b) = kept.verdict.pair();
            let pair = if a <= b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) };
            match kept.verdict {
                PersonVerdict::Withdrawn { .. } => latest.remove(&pair),
                _ => latest.insert(pair, kept),
            };
        }
        let mut all: Vec<Kept> = latest.into_values().collect();
        all.sort_by_key(|kept| kept.act);
        Ok(all)
    }

    /// All decisions, in the order in which they were taken.
    pub(crate) fn person_judgements(&self) -> Result<Vec<Kept>, Error> {
        let sql = "SELECT act, at, by, verdict, why FROM person_judgements ORDER BY act";
        let mut query = self.db.prepare(sql)?;
        let mut found = query.query([])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            all.push(Kept {
                act: row.get::<_, i64>(0)?.cast_unsigned(),
                at: row.get(1)?,
                by: row.get(2)?,
                verdict: serde_json::from_str(row.get_ref(3)?.as_str().unwrap_or_default())?,
                why: row.get(4)?,
            });
        }
        Ok(all)
    }
}
