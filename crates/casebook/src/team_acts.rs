//! What a team puts on record at its desk besides judgements: readings corrected, decisions taken back, who
//! may see a report, who signed in. Enters: what was done, by names. Leaves: acts.

use crate::act::{
    AccessDecided, AccountCorrected, DecisionsWithdrawn, Deed, MemberChanged, SignedIn, SourceAffiliated,
    Stamp, TokenChanged,
};
use crate::record::reasoned;
use crate::{Casebook, Error};
use rusqlite::OptionalExtension;
use std::ops::Range;
use value::Quote;

/// A value that a person read in the words of one report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The account: its id, or `REPORT#2` for the second of a report.
    pub of: String,
    /// The field ([`incident::correct`] says which there are).
    pub field: String,
    /// The value; empty where the account does not tell it.
    pub value: String,
    /// The words behind it: the first and the one past the last code point of the report's text.
    pub words: Option<(u32, u32)>,
}

impl Casebook {
    /// Records corrections of readings under one reason; returns the acts' numbers.
    ///
    /// # Errors
    /// `NotFound`; `Input` where a field, value or place in the text does not serve or there is no reason; `Tampered`
    /// where a report is not as received; `ReadOnly`, `Busy`, `DiskFull`, `Io`.
    pub fn correct(
        &mut self,
        corrections: &[Correction],
        why: &str,
        stamp: &Stamp,
    ) -> Result<Range<u64>, Error> {
        self.writable()?;
        reasoned(why)?;
        if corrections.is_empty() {
            return Err(Error::input("no value was changed; accept the reading, or change one"));
        }
        let mut deeds = Vec::with_capacity(corrections.len());
        for correction in corrections {
            let of = self.account_named(&correction.of)?;
            let spans = match correction.words {
                Some(words) => vec![quoted(&self.reopen(&of.report)?.text, words)?],
                None => Vec::new(),
            };
            check(&correction.field, &correction.value, &spans)?;
            let (field, value) = (correction.field.clone(), correction.value.trim().to_owned());
            let why = why.trim().to_owned();
            deeds.push(Deed::AccountCorrected(AccountCorrected { of, field, value, spans, why }));
        }
        self.record(stamp, deeds)
    }

    /// Takes decisions back: judgements and corrections, by the numbers of their acts. Returns the act's
    /// number.
    ///
    /// # Errors
    /// `Input` where a number is of no such act, or it was taken back already, or there is no reason; `ReadOnly`,
    /// `Busy`, `DiskFull`, `Io`.
    pub fn withdraw(&mut self, acts: &[u64], why: &str, stamp: &Stamp) -> Result<u64, Error> {
        self.writable()?;
        reasoned(why)?;
        self.refresh()?;
        if acts.is_empty() {
            return Err(Error::input("name the acts that are taken back"));
        }
        for act in acts {
            self.standing(*act)?;
        }
        let deed = DecisionsWithdrawn { acts: acts.to_vec(), why: why.trim().to_owned() };
        Ok(self.record(stamp, vec![Deed::DecisionsWithdrawn(deed)])?.start)
    }

    /// Checks that an act is a decision that holds.
    fn standing(&self, act: u64) -> Result<(), Error> {
        let sql = "SELECT EXISTS (SELECT 1 FROM withdrawals WHERE withdrawn = ?1) FROM (
            SELECT act FROM judgements UNION ALL SELECT act FROM corrections
        ) WHERE act = ?1";
        let number = i64::try_from(act).unwrap_or(i64::MAX);
        let withdrawn: Option<bool> =
            self.db.prepare_cached(sql)?.query_row([number], |row| row.get(0)).optional()?;
        match withdrawn {
            Some(false) => Ok(()),
            Some(true) => Err(Error::input(format!("act {act} was taken back already"))),
            None => Err(Error::input(format!(
                "act {act} is no decision that can be taken back; those are judgements and corrections"
            ))),
        }
    }

    /// Records who may see a report; returns the act's number.
    ///
    /// # Errors
    /// `NotFound`; `Input` where there is no reason; `ReadOnly`, `Busy`, `DiskFull`, `Io`.
    pub fn decide_access(
        &mut self,
        report: &str,
        restricted: bool,
        why: &str,
        stamp: &Stamp,
    ) -> Result<u64, Error> {
        self.writable()?;
        reasoned(why)?;
        self.refresh()?;
        let (_, head) = self.find_report(report)?;
        let deed = AccessDecided { report: head.key, restricted, why: why.trim().to_owned() };
        Ok(self.record(stamp, vec![Deed::AccessDecided(deed)])?.start)
    }

    /// Records with which party to a conflict a source is affiliated; an empty party takes an earlier record back. Returns
    /// the act's number.
    ///
    /// # Errors
    /// `NotFound` where no report is of that publisher; `Input` where there is no reason; `ReadOnly`, `Busy`, `DiskFull`,
    /// `Io`.
    pub fn affiliate(
        &mut self,
        publisher: &str,
        party: &str,
        why: &str,
        stamp: &Stamp,
    ) -> Result<u64, Error> {
        self.writable()?;
        reasoned(why)?;
        self.refresh()?;
        let sql = "SELECT EXISTS (SELECT 1 FROM reports WHERE publisher = ?1)";
        if !self.db.prepare_cached(sql)?.query_row([publisher], |row| row.get::<_, bool>(0))? {
            return Err(Error::not_found(format!("no report here is of {publisher}")));
        }
        let (publisher, party) = (publisher.to_owned(), party.trim().to_owned());
        let deed = SourceAffiliated { publisher, party, why: why.trim().to_owned() };
        Ok(self.record(stamp, vec![Deed::SourceAffiliated(deed)])?.start)
    }

    /// Records that somebody signed in, by a `password` or an `invitation`.
    ///
    /// # Errors
    /// `ReadOnly`, `Busy`, `DiskFull`, `Io`.
    pub fn record_sign_in(&mut self, way: &str, stamp: &Stamp) -> Result<u64, Error> {
        Ok(self.record(stamp, vec![Deed::SignedIn(SignedIn { way: way.to_owned() })])?.start)
    }

    /// Records that somebody was invited, or may do other things than before.
    ///
    /// # Errors
    /// `ReadOnly`, `Busy`, `DiskFull`, `Io`.
    pub fn record_member(&mut self, changed: MemberChanged, stamp: &Stamp) -> Result<u64, Error> {
        Ok(self.record(stamp, vec![Deed::MemberChanged(changed)])?.start)
    }

    /// Records that a token for programs was made or revoked.
    ///
    /// # Errors
    /// `ReadOnly`, `Busy`, `DiskFull`, `Io`.
    pub fn record_token(&mut self, changed: TokenChanged, stamp: &Stamp) -> Result<u64, Error> {
        Ok(self.record(stamp, vec![Deed::TokenChanged(changed)])?.start)
    }
}

/// The words of a text between two code points.
fn quoted(text: &str, (start, end): (u32, u32)) -> Result<Quote, Error> {
    let chars: Vec<char> = text.chars().collect();
    let words = chars.get(start as usize..end as usize).filter(|words| !words.is_empty());
    let words = words.ok_or_else(|| {
        let length = chars.len();
        Error::input(format!("there are no words from {start} to {end} in a text of {length} code points"))
    })?;
    Ok(Quote { start, end, quote: words.iter().collect() })
}

/// Checks that a field of an account may be corrected to a value.
fn check(field: &str, value: &str, spans: &[Quote]) -> Result<(), Error> {
    incident::correct(&mut incident::bare(), field, value, spans)
        .map_err(|error| Error::input(error.to_string()))
}
