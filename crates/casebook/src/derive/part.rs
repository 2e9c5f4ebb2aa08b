//! Resolves what changed since incidents were last derived, with all that hangs together with it: by ties, by a report
//! that tells of both, or by a judgement. Enters: the reports that were stirred. Leaves: the rows that resolving all accounts
//! would leave, of which only those of this part are written.

use super::accounts::{Number, facets_of, of_report, received};
use super::{found, judgements, keep, key_of};
use crate::{Error, projection, store};
use incident::{Archive, Bounds, Entry, Facet, Joined, Pair, Policy, Told, Way};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use value::{Doubt, Judgement, ReportKey, Verdict};

/// Accounts of a report, each with its number and as it is compared, in the order of their keys.
type Accounts = Rc<Vec<(Number, Told, Facet)>>;

/// What is resolved anew.
struct Part<'a> {
    db: &'a Connection,
    archive: &'a Archive,
    bounds: &'a Bounds,
    judgements: Vec<Judgement>,
    opened: HashMap<i64, Accounts>,
    /// Reports from which the part grows.
    seeds: BTreeSet<i64>,
    /// Accounts of which the ties may differ.
    loose: BTreeSet<Number>,
    /// Entries that were taken out.
    gone: Vec<Entry>,
    /// Reports of which people declared an account one with another. What such accounts say together may join what no
    /// tie of theirs does by itself.
    united: BTreeSet<i64>,
}

/// Accounts as they are joined: ordered by key.
struct Rows {
    numbers: Vec<Number>,
    accounts: Vec<(Accounts, usize)>,
    at: HashMap<Number, u32>,
}

/// Resolves what changed.
pub(super) fn resolve(
    db: &Connection,
    archive: &Archive,
    policy: &Policy,
    bounds: &Bounds,
) -> Result<(), Error> {
    let mut part = Part {
        db,
        archive,
        bounds,
        judgements: judgements(db)?,
        opened: HashMap::new(),
        seeds: BTreeSet::new(),
        loose: BTreeSet::new(),
        gone: Vec::new(),
        united: BTreeSet::new(),
    };
    part.unite()?;
    part.enter()?;
    part.tie()?;
    let reports = part.grown()?;
    let numbers = part.keep_incidents(&reports, policy)?;
    part.keep_doubts(&reports, &numbers)?;
    db.execute("DELETE FROM stirred", [])?;
    db.execute("UPDATE archive SET reports = ?1", [received(db)?])?;
    store::keep(db, "resolved", store::number(db, "changed")?.cast_signed())
}

impl Part<'_> {
    /// Notes which reports people declared one with another.
    fn unite(&mut self) -> Result<(), Error> {
        for judgement in &self.judgements {
            if let Verdict::Same { a, b } = &judgement.verdict {
                self.united.extend(projection::find(self.db, &a.report)?);
                self.united.extend(projection::find(self.db, &b.report)?);
            }
        }
        Ok(())
    }

    /// The reports to which ties lead from an account, along which sets may grow.
    fn hang_together(&self, number: Number) -> Result<Vec<i64>, Error> {
        let united = |number: Number| self.united.contains(&number.report());
        let ties = found::ties(self.db, number)?.into_iter();
        let joined = ties.filter(|(other, bits)| *bits >= 0 || united(number) || united(*other));
        Ok(joined.map(|(other, _)| other.report()).collect())
    }

    /// Takes the entries of accounts that may differ out, and puts those that they have now in.
    fn enter(&mut self) -> Result<(), Error> {
        let db = self.db;
        let mut query = db.prepare_cached("SELECT report, anew FROM stirred ORDER BY report")?;
        let stirred = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let stirred: Vec<(i64, bool)> = stirred.collect::<Result<_, _>>()?;
        for (report, anew) in stirred {
            self.seeds.insert(report);
            if !anew {
                continue;
            }
            for number in found::entered(db, report)? {
                self.untie(number)?;
                let entries = found::take_out(db, number)?;
                for entry in &entries {
                    self.loose.extend(found::crowd(db, self.bounds, *entry, false)?);
                }
                self.gone.extend(entries);
            }
            for (number, _, facet) in self.open(report)?.iter() {
                let entries = incident::entries(facet);
                found::enter(db, *number, &entries)?;
                found::state(db, *number, facet.statement())?;
                self.loose.insert(*number);
                for entry in entries {
                    self.loose.extend(found::crowd(db, self.bounds, entry, true)?);
                }
            }
        }
        Ok(())
    }

    /// Removes the ties of an account; the part grows from where they led.
    fn untie(&mut self, number: Number) -> Result<(), Error> {
        let joined = self.hang_together(number)?;
        self.seeds.extend(joined);
        found::untie(self.db, number)
    }

    /// Ties the loose accounts anew.
    fn tie(&mut self) -> Result<(), Error> {
        let loose: Vec<Number> = std::mem::take(&mut self.loose).into_iter().collect();
        for number in &loose {
            self.untie(*number)?;
        }
        for number in loose {
            let Some((own, at)) = self.account(number)? else { continue };
            self.seeds.insert(number.report());
            let mut others = found::candidates(self.db, self.bounds, number, &incident::entries(&own[at].2))?;
            others.extend(own.iter().map(|(other, ..)| *other).filter(|other| *other != number));
            for other in others {
                let Some((theirs, there)) = self.account(other)? else { continue };
                let (mine, their) = (&own[at].2, &theirs[there].2);
                let (a, b) = if mine.key() < their.key() { (mine, their) } else { (their, mine) };
                let Some(bits) = incident::tie(a, b) else { continue };
                found::tie(self.db, number, other, bits)?;
            }
        }
        Ok(())
    }

    /// The reports that hang together with the seeds.
    fn grown(&mut self) -> Result<BTreeSet<i64>, Error> {
        let mut named: BTreeMap<&ReportKey, Vec<&ReportKey>> = BTreeMap::new();
        for judgement in &self.judgements {
            if let Verdict::Same { a, b } | Verdict::Different { a, b } = &judgement.verdict {
                named.entry(&a.report).or_default().push(&b.report);
                named.entry(&b.report).or_default().push(&a.report);
            }
        }
        let (mut grown, mut edge) = (BTreeSet::new(), Vec::from_iter(std::mem::take(&mut self.seeds)));
        while let Some(report) = edge.pop() {
            if !grown.insert(report) {
                continue;
            }
            for number in found::entered(self.db, report)? {
                edge.extend(self.hang_together(number)?);
            }
            // What was joined may part: a decision that joined it may have been taken back.
            edge.extend(self.joined_before(report)?);
            let key = key_of(self.db, report)?.map(ReportKey);
            for other in key.and_then(|key| named.get(&key)).into_iter().flatten() {
                edge.extend(projection::find(self.db, other)?);
            }
        }
        Ok(grown)
    }

    /// The reports of the incidents that a report's accounts were of.
    fn joined_before(&self, report: i64) -> Result<Vec<i64>, Error> {
        let sql = "SELECT DISTINCT report FROM members WHERE incident IN \
                   (SELECT incident FROM members WHERE report = ?1)";
        let mut query = self.db.prepare_cached(sql)?;
        Ok(query.query_map([report], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Makes the incidents of the part, in the place of those that its accounts were of. Returns its accounts.
    fn keep_incidents(&mut self, reports: &BTreeSet<i64>, policy: &Policy) -> Result<Vec<Number>, Error> {
        let db = self.db;
        let mut before: BTreeSet<String> = BTreeSet::new();
        for report in reports {
            let mut query = db.prepare_cached("SELECT DISTINCT incident FROM members WHERE report = ?1")?;
            before.extend(query.query_map([report], |row| row.get(0))?.collect::<Result<Vec<_>, _>>()?);
            if let Some(key) = key_of(db, *report)? {
                keep::forget(db, *report, &ReportKey(key))?;
            }
        }
        let mut numbers = Vec::new();
        for report in reports {
            numbers.extend(self.open(*report)?.iter().map(|(number, ..)| *number));
        }
        let rows = self.rows(&numbers)?;
        let facets = rows.facets();
        let ties = rows.ties(db, &|_| true)?;
        let joined = Joined::of(&facets, &ties, &self.judgements);
        let told = |accounts: &[usize]| {
            Ok::<_, Error>(accounts.iter().map(|account| rows.told(*account).clone()).collect())
        };
        let by_key: HashMap<&value::AccountKey, Number> =
            facets.iter().zip(&rows.numbers).map(|(facet, number)| (facet.key(), *number)).collect();
        joined.incidents(policy, told, |incident| {
            before.remove(&incident.incident);
            if keep::incident(db, &incident)? {
                keep::ask_anew(db, &incident.incident)?;
            }
            for member in &incident.accounts {
                if let Some(number) = by_key.get(&member.key) {
                    keep::member(db, *number, member.key.anchor, &incident.incident, member.mention)?;
                }
            }
            Ok(())
        })?;
        for id in &before {
            keep::remove(db, id)?;
            keep::ask_anew(db, id)?;
        }
        for report in reports {
            if let Some(key) = key_of(db, *report)? {
                keep::aliases(db, *report, &ReportKey(key))?;
            }
        }
        Ok(numbers)
    }

    /// Makes the doubts between the part's incidents, and between these and others, in the place of those before.
    fn keep_doubts(&mut self, reports: &BTreeSet<i64>, numbers: &[Number]) -> Result<(), Error> {
        let db = self.db;
        for report in reports {
            if let Some(key) = key_of(db, *report)? {
                // The sign after "@" ends the keys of the report's accounts.
                let which = "a >= ?1 || '@' AND a < ?1 || 'A' OR b >= ?1 || '@' AND b < ?1 || 'A'";
                keep::remove_doubts(db, which, &key)?;
            }
        }
        let mut about: BTreeSet<Number> = numbers.iter().copied().collect();
        for statement in self.statements(numbers)? {
            for member in self.set_of(statement)? {
                if about.insert(member) {
                    self.forget_doubts(member)?;
                }
            }
        }
        let (mut all, mut stated) = (about.clone(), Vec::new());
        for number in &about {
            let mut others: Vec<Number> =
                found::ties(db, *number)?.into_iter().map(|(other, _)| other).collect();
            let Some((own, at)) = self.account(*number)? else { continue };
            if own[at].2.statement().is_some() {
                let met = found::candidates(db, self.bounds, *number, &incident::entries(&own[at].2))?;
                stated.extend(met.iter().map(|other| (*number, *other)));
                others.extend(met);
            }
            for other in others {
                if !all.contains(&other) {
                    all.extend(self.set_of(other)?);
                }
            }
        }
        // A judgement names the account of a report that stands nearest, for which all of them are at hand.
        for report in all.iter().map(|number| number.report()).collect::<BTreeSet<i64>>() {
            all.extend(found::entered(db, report)?);
        }
        let rows = self.rows(&all.iter().copied().collect::<Vec<_>>())?;
        let facets = rows.facets();
        let mut sets: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        let mut placed: BTreeSet<u32> = BTreeSet::new();
        for account in 0..rows.numbers.len() as u32 {
            if !placed.contains(&account) {
                let set = self.set_of(rows.numbers[account as usize])?;
                let mut set: Vec<u32> =
                    set.iter().filter_map(|number| rows.at.get(number).copied()).collect();
                set.sort_unstable();
                placed.extend(&set);
                sets.insert(account, set.into_iter().map(|account| account as usize).collect());
            }
        }
        let joined = Joined::before(&facets, sets.into_values().collect(), &self.judgements);
        let ties = rows.ties(db, &|number| about.contains(&number))?;
        let mut stated: Vec<Pair> = stated.iter().filter_map(|(a, b)| rows.pair(*a, *b)).collect();
        stated.sort_unstable();
        stated.dedup();
        let of_part = |account: usize| about.contains(&rows.numbers[account]);
        for doubt in joined.doubts(&ties, &stated, &of_part) {
            if doubt.statement.is_some() || !self.is_answered_by_referral(&doubt)? {
                keep::doubt(db, &doubt)?;
                keep::ask_anew(db, &incident::incident_id(&doubt.a))?;
            }
        }
        Ok(())
    }

    /// The statements outside the part that may speak of its accounts, or might have.
    fn statements(&self, numbers: &[Number]) -> Result<Vec<Number>, Error> {
        let mut entries = self.gone.clone();
        for number in numbers {
            entries.extend(found::entries(self.db, *number)?);
        }
        let days = entries.iter().filter(|entry| entry.way() == Way::Day);
        let (first, last) = days.fold((i32::MAX, i32::MIN), |(a, b), e| (a.min(e.first), b.max(e.last)));
        if first > last {
            return Ok(Vec::new());
        }
        let keys: BTreeSet<u64> = entries.iter().map(|entry| entry.key).collect();
        let own: BTreeSet<&Number> = numbers.iter().collect();
        let mut met = Vec::new();
        for statement in found::statements(self.db, first, last)? {
            let meets = || -> Result<bool, Error> {
                Ok(found::entries(self.db, statement)?.iter().any(|entry| keys.contains(&entry.key)))
            };
            if !own.contains(&statement) && meets()? {
                met.push(statement);
            }
        }
        Ok(met)
    }

    /// Removes what was open of an account outside the part, but for what other statements may say of it.
    fn forget_doubts(&mut self, number: Number) -> Result<(), Error> {
        if let Some((own, at)) = self.account(number)? {
            let which = "(a = ?1 OR b = ?1) AND (statement IS NULL OR statement = ?1)";
            keep::remove_doubts(self.db, which, &keep::name(own[at].2.key()))?;
        }
        Ok(())
    }

    /// Whether a doubt is of a statement of which it is known better what it may speak of.
    fn is_answered_by_referral(&self, doubt: &Doubt) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM doubts WHERE statement IN (?1, ?2) LIMIT 1";
        let names = [keep::name(&doubt.a), keep::name(&doubt.b)];
        Ok(self.db.prepare_cached(sql)?.query_row(names, |_| Ok(())).optional()?.is_some())
    }

    /// The accounts that tell of the event of which one tells.
    fn set_of(&self, number: Number) -> Result<Vec<Number>, Error> {
        let sql = "SELECT incident, mention FROM members WHERE report = ?1 AND nth = ?2";
        let columns = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?));
        let of = params![number.report(), number.nth()];
        let found = self.db.prepare_cached(sql)?.query_row(of, columns).optional()?;
        let Some((incident, false)) = found else { return Ok(vec![number]) };
        let sql = "SELECT report, nth FROM members WHERE incident = ?1 AND mention = 0";
        let mut query = self.db.prepare_cached(sql)?;
        let number = |row: &rusqlite::Row<'_>| Ok(Number::of(row.get(0)?, row.get::<_, u16>(1)?.into()));
        Ok(query.query_map([incident], number)?.collect::<Result<_, _>>()?)
    }

    fn open(&mut self, report: i64) -> Result<Accounts, Error> {
        if let Some(opened) = self.opened.get(&report) {
            return Ok(Rc::clone(opened));
        }
        let told = of_report(self.db, report)?;
        let facets = facets_of(&told, self.archive);
        let all = told.into_iter().zip(facets).map(|((number, told), facet)| (number, told, facet));
        let all = Rc::new(all.collect::<Vec<_>>());
        self.opened.insert(report, Rc::clone(&all));
        Ok(all)
    }

    /// The accounts of a report, and the place of one among them.
    fn account(&mut self, number: Number) -> Result<Option<(Accounts, usize)>, Error> {
        let all = self.open(number.report())?;
        let at = all.iter().position(|(of, ..)| *of == number);
        Ok(at.map(|at| (all, at)))
    }

    fn rows(&mut self, numbers: &[Number]) -> Result<Rows, Error> {
        let mut accounts = Vec::with_capacity(numbers.len());
        for number in numbers {
            accounts.extend(self.account(*number)?);
        }
        accounts.sort_by(|(a, i), (b, j)| a[*i].2.key().cmp(b[*j].2.key()));
        let numbers: Vec<Number> = accounts.iter().map(|(all, at)| all[*at].0).collect();
        let at = (0..).zip(&numbers).map(|(at, number)| (*number, at)).collect();
        Ok(Rows { numbers, accounts, at })
    }
}

impl Rows {
    fn facets(&self) -> Vec<&Facet> {
        self.accounts.iter().map(|(all, at)| &all[*at].2).collect()
    }

    fn told(&self, account: usize) -> &Told {
        let (all, at) = &self.accounts[account];
        &all[*at].1
    }

    /// The ties between these accounts of which one is wanted.
    fn ties(&self, db: &Connection, wanted: &dyn Fn(Number) -> bool) -> Result<Vec<Pair>, Error> {
        let mut ties = Vec::new();
        for number in self.numbers.iter().filter(|number| wanted(**number)) {
            let others = found::ties(db, *number)?;
            ties.extend(others.into_iter().filter_map(|(other, _)| self.pair(*number, other)));
        }
        ties.sort_unstable();
        ties.dedup();
        Ok(ties)
    }

    fn pair(&self, a: Number, b: Number) -> Option<Pair> {
        let (a, b) = (*self.at.get(&a)?, *self.at.get(&b)?);
        Some((a.min(b), a.max(b)))
    }
}
