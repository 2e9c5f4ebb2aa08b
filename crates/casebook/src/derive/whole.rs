//! Resolves all accounts. Enters: every current account and every judgement. Leaves: all derived tables, made anew.
//! Holds of each account only what is compared, and opens reports again when their incidents are made.

use super::accounts::{Number, archive, each_report, facets_of, of_report};
use super::{found, judgements, keep};
use crate::{Error, store};
use incident::{Archive, Bounds, Facet, Joined, Policy, Told, Way};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use value::{Doubt, Judgement};

/// What is known of all accounts before incidents are made.
struct Known {
    /// By key.
    facets: Vec<Facet>,
    numbers: Vec<Number>,
    reports: i64,
    archive: Archive,
    judgements: Vec<Judgement>,
}

/// Resolves every account and keeps what comes of it, unless somebody kept something newer meanwhile.
pub(super) fn resolve(db: &Connection, policy: &Policy, bounds: &Bounds) -> Result<(), Error> {
    let reading = db.unchecked_transaction()?;
    let changed = store::number(&reading, "changed")?;
    let known = Known::read(&reading, bounds)?;
    drop(reading);
    let pairs = incident::pairs(&known.facets, bounds);
    let at = |account: u32| &known.facets[account as usize];
    let tied = |(a, b): &incident::Pair| incident::tie(at(*a), at(*b)).map(|bits| ((*a, *b), bits));
    let ties: Vec<(incident::Pair, i32)> = pairs.iter().filter_map(tied).collect();
    let states = |account: u32| at(account).statement().is_some();
    let stated: Vec<incident::Pair> = pairs.into_iter().filter(|(a, b)| states(*a) || states(*b)).collect();
    let facets: Vec<&Facet> = known.facets.iter().collect();
    let pairs: Vec<incident::Pair> = ties.iter().map(|(pair, _)| *pair).collect();
    let joined = Joined::of(&facets, &pairs, &known.judgements);
    let doubts = joined.doubts(&pairs, &stated, &|_| true);
    drop((pairs, stated));
    let writing = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
    store::check_ours(&writing)?;
    // Another process may have applied acts or derived incidents since the accounts were read.
    if store::number(&writing, "changed")? == changed && store::number(&writing, "resolved")? <= changed {
        known.clear(&writing)?;
        known.keep_found(&writing, &ties)?;
        drop(ties);
        known.keep_incidents(&writing, joined, policy)?;
        Known::finish(&writing, &doubts)?;
        // Of all that there is to ask, all is asked anew.
        store::keep(&writing, "queued", 0)?;
        store::keep(&writing, "resolved", changed.cast_signed())?;
    }
    Ok(writing.commit()?)
}

impl Known {
    fn read(db: &Connection, bounds: &Bounds) -> Result<Self, Error> {
        let (reports, archive) = archive(db, bounds)?;
        let (mut facets, mut numbers) = (Vec::new(), Vec::new());
        each_report(db, &mut |told| {
            facets.extend(facets_of(&told, &archive));
            numbers.extend(told.iter().map(|(number, _)| *number));
            Ok(())
        })?;
        Ok(Self { facets, numbers, reports, archive, judgements: judgements(db)? })
    }

    fn clear(&self, db: &Connection) -> Result<(), Error> {
        db.execute_batch(
            "DELETE FROM entries; DELETE FROM traces; DELETE FROM bonds; DELETE FROM statements; DELETE FROM archive; \
             DELETE FROM members; DELETE FROM aliases; DELETE FROM doubts; DELETE FROM stirred; \
             DELETE FROM review; DELETE FROM reviewed;",
        )?;
        let mut insert = db.prepare("INSERT INTO archive VALUES (?1, ?2)")?;
        insert.execute(params![self.reports, self.archive.to_bytes()])?;
        Ok(())
    }

    /// Writes by what accounts are found. Rows are written in the order in which they lie in the file.
    fn keep_found(&self, db: &Connection, ties: &[(incident::Pair, i32)]) -> Result<(), Error> {
        let of = |account: u32| self.numbers[account as usize];
        let mut insert = db.prepare("INSERT INTO entries VALUES (?1, ?2, ?3, ?4)")?;
        // A key's highest bit makes it negative as SQLite's numbers go, so that these come first.
        for way in [Way::Word, Way::Passage, Way::Day, Way::Name] {
            let mut rows: Vec<(i64, i32, Number, i32)> = Vec::new();
            for (facet, number) in self.facets.iter().zip(&self.numbers) {
                let of_way = incident::entries(facet).into_iter().filter(|entry| entry.way() == way);
                rows.extend(of_way.map(|e| (e.key.cast_signed(), e.first, *number, e.last)));
            }
            rows.sort_unstable();
            for (key, first, number, last) in rows {
                insert.execute(params![key, first, number.0, last])?;
            }
        }
        let mut by_number: Vec<usize> = (0..self.numbers.len()).collect();
        by_number.sort_unstable_by_key(|account| self.numbers[*account]);
        for account in by_number {
            let (facet, number) = (&self.facets[account], self.numbers[account]);
            found::trace(db, number, &incident::entries(facet))?;
            found::state(db, number, facet.statement())?;
        }
        let both = ties.iter().flat_map(|((a, b), bits)| [(of(*a), of(*b), *bits), (of(*b), of(*a), *bits)]);
        let mut both: Vec<(Number, Number, i32)> = both.collect();
        both.sort_unstable();
        let mut insert = db.prepare("INSERT INTO bonds VALUES (?1, ?2, ?3)")?;
        for (a, b, bits) in both {
            insert.execute(params![a.0, b.0, bits])?;
        }
        Ok(())
    }

    fn keep_incidents(&self, db: &Connection, joined: Joined, policy: &Policy) -> Result<(), Error> {
        let number_of = |key: &value::AccountKey| {
            let at = self.facets.binary_search_by(|facet| facet.key().cmp(key)).ok();
            at.and_then(|at| self.numbers.get(at)).copied()
        };
        let told = |accounts: &[usize]| self.told(db, accounts);
        joined.incidents(policy, told, |incident| {
            keep::incident(db, &incident)?;
            for member in &incident.accounts {
                if let Some(number) = number_of(&member.key) {
                    keep::member(db, number, member.key.anchor, &incident.incident, member.mention)?;
                }
            }
            Ok(())
        })
    }

    fn told(&self, db: &Connection, accounts: &[usize]) -> Result<Vec<Told>, Error> {
        let mut told: Vec<Told> = Vec::with_capacity(accounts.len());
        let mut open: (i64, Vec<(Number, Told)>) = (0, Vec::new());
        for account in accounts {
            let number = self.numbers[*account];
            if open.0 != number.report() {
                open = (number.report(), of_report(db, number.report())?);
            }
            told.extend(open.1.iter().find(|(of, _)| *of == number).map(|(_, told)| told.clone()));
        }
        Ok(told)
    }

    fn finish(db: &Connection, doubts: &[Doubt]) -> Result<(), Error> {
        let sql = "SELECT id FROM incidents WHERE id NOT IN (SELECT incident FROM members)";
        let mut query = db.prepare(sql)?;
        let gone = query.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        gone.iter().try_for_each(|id| keep::remove(db, id))?;
        let mut query = db.prepare("SELECT row, key FROM reports ORDER BY row")?;
        let mut found = query.query([])?;
        while let Some(row) = found.next()? {
            keep::aliases(db, row.get(0)?, &value::ReportKey(row.get(1)?))?;
        }
        doubts.iter().try_for_each(|doubt| keep::doubt(db, doubt))
    }
}
