//! Deciding on incidents as they are: what is recorded was decided with every act in view on the reports that they had,
//! whoever else writes at the same instant, in this process or another. A report that joins one at that instant is not
//! held against the decision. Enters: names and what is to be done. Leaves: its outcome.

use crate::act::{Act, Deed};
use crate::{Casebook, Error, ErrorKind};
use std::collections::BTreeSet;
use value::{AccountKey, Incident, ReportKey, Verdict};

/// How often a decision is taken anew where others wrote on the same incident meanwhile.
const TRIES: u32 = 8;

/// What forbids the next append.
#[derive(Debug)]
pub(crate) enum Guard {
    /// Nothing.
    Off,
    /// An act after the first `known` ones that concerns one of these reports.
    On { known: u64, reports: BTreeSet<ReportKey> },
    /// There was such an act, and nothing was recorded.
    Overtaken,
}

impl Guard {
    /// How many acts were in view.
    pub(crate) fn known(&self) -> u64 {
        if let Self::On { known, .. } = self { *known } else { 0 }
    }

    /// Takes the acts before this number for in view: the own ones.
    pub(crate) fn saw(&mut self, acts: u64) {
        if let Self::On { known, .. } = self {
            *known = acts;
        }
    }

    /// Whether an act that was not in view may concern what is decided on. One that cannot be told does.
    pub(crate) fn forbids(&self, act: &ledger::Act) -> bool {
        let Self::On { reports, .. } = self else { return false };
        let of = |key: &AccountKey| reports.contains(&key.report);
        match Act::read(act).map(|act| act.deed) {
            Ok(Deed::ReportReceived(received)) => reports.contains(&received.blob),
            Ok(Deed::ReadingMade(made)) => reports.contains(&made.report),
            Ok(Deed::PositionRecorded(position)) => of(&position.of),
            Ok(Deed::AccountCorrected(correction)) => of(&correction.of),
            Ok(Deed::AccessDecided(decided)) => reports.contains(&decided.report),
            Ok(Deed::Judgement(made)) => match &made.verdict {
                Verdict::Same { a, b } | Verdict::Different { a, b } => of(a) || of(b),
                Verdict::Set { of: account, .. } | Verdict::Seen { of: account } => of(account),
            },
            // Which incident a decision was on that is taken back is not told by the act that takes it back.
            Ok(Deed::DecisionsWithdrawn(_)) | Err(_) => true,
            Ok(_) => false,
        }
    }
}

impl Casebook {
    /// Hands over incidents to be decided on, each once and in the order of their names; what the work records is recorded
    /// only where no act on them came in since, else the work is done anew with that act in view.
    ///
    /// # Errors
    /// Those of [`Casebook::incident`] and of the work; `Busy` where others write on the incidents all the while.
    pub fn decide_on<T, E: From<Error>>(
        &mut self,
        names: &[&str],
        mut work: impl FnMut(&mut Self, &[Incident]) -> Result<T, E>,
    ) -> Result<T, E> {
        for _ in 0..TRIES {
            let mut incidents: Vec<Incident> = Vec::with_capacity(names.len());
            for name in names {
                let incident = self.incident(name)?;
                if incidents.iter().all(|other| other.incident != incident.incident) {
                    incidents.push(incident);
                }
            }
            let members = incidents.iter().flat_map(|incident| &incident.accounts);
            let reports = members.map(|member| member.key.report.clone()).collect();
            self.guard = Guard::On { known: self.ledger.size(), reports };
            let done = work(self, &incidents);
            if !matches!(std::mem::replace(&mut self.guard, Guard::Off), Guard::Overtaken) {
                return done;
            }
        }
        Err(busy().into())
    }

    /// Notes that an append was forbidden.
    pub(crate) fn overtaken(&mut self) -> Error {
        self.guard = Guard::Overtaken;
        busy()
    }
}

fn busy() -> Error {
    Error::new(ErrorKind::Busy, "others are writing on the same incident; look at it again")
}
