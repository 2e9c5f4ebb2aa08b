//! What people put on record: judgements, positions of parties, layers of places, releases. Enters: what they
//! decided, in their names for things. Leaves: acts, tied to words in reports and not to a machine's numbering.

use crate::act::{Deed, GazetteerImported, JudgementMade, PositionRecorded, Release, Stamp};
use crate::{Casebook, Error};
use gazetteer::Gazetteer;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use value::{AccountKey, PositionTaken, Range, Verdict};

/// What a person decides, by the names of incidents or of accounts: `REPORT#2` is the second account of a report,
/// `REPORT@120` the one whose words stand nearest to code point 120.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The two are one event.
    Same(String, String),
    /// The two are not one event. An account and its own incident: the account does not belong there.
    Different(String, String),
    /// A field of the incident has this value ([`incident::check_set`] says which there are).
    Set {
        /// The incident, or an account of it.
        of: String,
        /// The field.
        field: String,
        /// The value.
        value: String,
    },
    /// A person looked at the incident, or that of an account, and finds nothing to change.
    Seen(String),
}

/// Where a party stands on an incident, as a person records it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionOn {
    /// The incident, or an account of it.
    pub of: String,
    /// The party.
    pub actor: String,
    /// Where it stands.
    pub position: PositionTaken,
    /// When it took the position.
    pub date: Option<Date>,
    /// Deaths it concedes.
    pub conceded_killed: Option<Range>,
    /// Injuries it concedes.
    pub conceded_injured: Option<Range>,
    /// What it is known from, and why it is recorded.
    pub why: String,
}

impl Casebook {
    /// Records a decision and returns the numbers of its acts; there are several where one must be said of several
    /// accounts. The later decision wins over the earlier.
    ///
    /// # Errors
    /// `NotFound` and `Input` where a name, field or value does not serve or there is no reason; `ReadOnly`,
    /// `Busy`, `DiskFull`, `Io`.
    pub fn judge(&mut self, decision: &Decision, why: &str, stamp: &Stamp) -> Result<Vec<u64>, Error> {
        self.writable()?;
        reasoned(why)?;
        let verdicts = match decision {
            Decision::Same(a, b) => self.same(a, b)?,
            Decision::Different(a, b) => self.different(a, b)?,
            Decision::Set { of, field, value } => {
                incident::check_set(field, value).map_err(|error| Error::input(error.to_string()))?;
                vec![Verdict::Set { of: self.account_of(of)?, field: field.clone(), value: value.clone() }]
            }
            Decision::Seen(of) => vec![Verdict::Seen { of: self.account_of(of)? }],
        };
        let deed = |verdict| Deed::Judgement(JudgementMade { verdict, why: why.trim().to_owned() });
        Ok(self.record(stamp, verdicts.into_iter().map(deed).collect())?.collect())
    }

    fn same(&mut self, a: &str, b: &str) -> Result<Vec<Verdict>, Error> {
        let (left, right) = (self.accounts_of(a)?, self.accounts_of(b)?);
        let (hub, other) = (self.account_of(a)?, self.account_of(b)?);
        if hub == other {
            return Err(Error::input("both names stand for one incident; name two"));
        }
        if left == right {
            // Two names of one incident: the accounts that bear them belong there.
            return Ok(vec![Verdict::Same { a: hub, b: other }]);
        }
        // What was seen as one incident each stays whole: its accounts are tied to the one that names it. A single
        // tie joins the two, so that `different` with the same two names parts them again.
        let tie = |a: &AccountKey, b: &AccountKey| Verdict::Same { a: a.clone(), b: b.clone() };
        let spokes = |hub: &AccountKey, all: &[AccountKey]| -> Vec<Verdict> {
            all.iter().filter(|key| *key != hub).map(|key| tie(hub, key)).collect()
        };
        let mut verdicts = spokes(&hub, &left);
        verdicts.extend(spokes(&other, &right));
        verdicts.push(tie(&hub, &other));
        Ok(verdicts)
    }

    fn different(&mut self, a: &str, b: &str) -> Result<Vec<Verdict>, Error> {
        let (left, right) = (self.accounts_of(a)?, self.accounts_of(b)?);
        let (one, other) = (self.account_of(a)?, self.account_of(b)?);
        if left == right && one != other {
            // Two names of one incident: the accounts that bear them are parted.
            return Ok(vec![Verdict::Different { a: one, b: other }]);
        }
        let pairs = pairs(&left, &right);
        if pairs.is_empty() {
            return Err(Error::input("both names stand for one account; name two"));
        }
        Ok(pairs.into_iter().map(|(a, b)| Verdict::Different { a, b }).collect())
    }

    /// The account that stands for what is named: the one whose id it is, else the incident's first.
    fn account_of(&mut self, name: &str) -> Result<AccountKey, Error> {
        let mut accounts = self.accounts_of(name)?;
        if accounts.is_empty() {
            return Err(Error::not_found(format!("{name} has no account")));
        }
        let named = accounts.iter().position(|key| incident::incident_id(key).starts_with(name));
        Ok(accounts.swap_remove(named.unwrap_or(0)))
    }

    /// The account of which a name is the id, or that is the only one of what is named.
    pub(crate) fn account_named(&mut self, name: &str) -> Result<AccountKey, Error> {
        let mut accounts = self.accounts_of(name)?;
        let named = accounts.iter().position(|key| incident::incident_id(key) == name);
        match (named, accounts.len()) {
            (Some(n), _) => Ok(accounts.swap_remove(n)),
            (None, 1) => Ok(accounts.swap_remove(0)),
            _ => Err(Error::input(format!(
                "{name} has several accounts; name one by its own id or as REPORT#1"
            ))),
        }
    }

    /// Records where a party stands on an incident, and returns the act's number.
    ///
    /// # Errors
    /// Those of [`Casebook::judge`].
    pub fn record_position(&mut self, on: &PositionOn, stamp: &Stamp) -> Result<u64, Error> {
        self.writable()?;
        reasoned(&on.why)?;
        if on.actor.trim().is_empty() {
            return Err(Error::input("the position has no party; name the one whose position it is"));
        }
        let position = PositionRecorded {
            of: self.account_of(&on.of)?,
            actor: on.actor.trim().to_owned(),
            position: on.position,
            date: on.date,
            conceded_killed: on.conceded_killed,
            conceded_injured: on.conceded_injured,
            why: on.why.trim().to_owned(),
        };
        Ok(self.record(stamp, vec![Deed::PositionRecorded(position)])?.start)
    }

    /// Records that something was given out, and returns the act's number.
    ///
    /// # Errors
    /// `Input` where the SHA-256 is none; `ReadOnly`, `Busy`, `DiskFull`, `Io`.
    pub fn record_release(&mut self, release: &Release, stamp: &Stamp) -> Result<u64, Error> {
        self.writable()?;
        let is_hash = |hash: &str| hash.len() == 64 && hash.bytes().all(|b| b"0123456789abcdef".contains(&b));
        if !is_hash(&release.sha256) {
            return Err(Error::input(format!("{} is no SHA-256 in lower-case hexadecimal", release.sha256)));
        }
        Ok(self.record(stamp, vec![Deed::Release(release.clone())])?.start)
    }

    /// Adds a compiled layer of places ([`mod@gazetteer::build`]) to the gazetteer, and returns how many places it has.
    /// Reports that were read before keep their readings until they are read again.
    ///
    /// # Errors
    /// `Input` where the bytes are no such layer or nothing is said of their licence; `ReadOnly`, `Busy`,
    /// `DiskFull`, `Io`.
    pub fn import_gazetteer(
        &mut self,
        layer: Vec<u8>,
        name: &str,
        licence: &str,
        stamp: &Stamp,
    ) -> Result<u64, Error> {
        self.writable()?;
        if licence.trim().is_empty() {
            return Err(Error::input("say where the places are from and under what licence"));
        }
        let blob = intake::key_of(&layer).0;
        self.ledger.blobs().put_many(&[&layer])?;
        let gazetteer = Gazetteer::default().with_layer(layer);
        let places = gazetteer.map_err(|error| Error::input(error.to_string()))?.len() as u64;
        let (name, licence) = (name.to_owned(), licence.trim().to_owned());
        let imported = GazetteerImported { blob, name, licence, places };
        self.record(stamp, vec![Deed::GazetteerImported(imported)])?;
        Ok(places)
    }
}

pub(crate) fn reasoned(why: &str) -> Result<(), Error> {
    if why.trim().is_empty() {
        return Err(Error::input("say why; a decision without a reason cannot be weighed later"));
    }
    Ok(())
}

/// The pairs of which a difference must be said. Where one side is part of the other, each of its accounts is set
/// apart from all that remain. Where they are two incidents, their first accounts speak for them.
fn pairs(left: &[AccountKey], right: &[AccountKey]) -> BTreeSet<(AccountKey, AccountKey)> {
    let common: BTreeSet<&AccountKey> = left.iter().filter(|key| right.contains(key)).collect();
    if common.is_empty() {
        return left.first().cloned().zip(right.first().cloned()).into_iter().collect();
    }
    let rest = left.iter().chain(right).filter(|key| !common.contains(key));
    rest.flat_map(|other| common.iter().map(|part| ((*part).clone(), other.clone()))).collect()
}
