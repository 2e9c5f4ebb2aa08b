//! What a decision takes the place of. Enters: acts. Leaves: the decisions that held of the same things until then and said
//! otherwise. Decides nothing: that the later holds is `incident`'s and `person`'s business.

use crate::{Casebook, Error, derive};
use value::{AccountKey, ListingKey, PersonVerdict, Verdict};

/// A decision that a later one takes the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Number of its act.
    pub act: u64,
    /// What it said.
    pub said: String,
}

/// What a decision is about.
#[derive(PartialEq)]
enum Subject {
    Accounts(AccountKey, AccountKey),
    Field(AccountKey, String),
    Entries(ListingKey, ListingKey),
}

/// A decision; nothing is said where an earlier one was taken back.
struct Said {
    act: u64,
    of: Subject,
    says: Option<String>,
}

impl Casebook {
    /// Returns the decisions that held until these acts said otherwise: that two accounts or entries are one or are not, or
    /// which value a field has.
    ///
    /// # Errors
    /// `Damaged`, `Busy`, `Io`.
    pub fn replaced_by(&mut self, acts: &[u64]) -> Result<Vec<Replaced>, Error> {
        self.refresh()?;
        let mut all: Vec<Said> = derive::judgements(&self.db)?
            .into_iter()
            .filter_map(|judgement| of_incidents(judgement.act, judgement.verdict))
            .collect();
        all.extend(self.person_judgements()?.into_iter().map(|kept| of_people(kept.act, &kept.verdict)));
        let mut replaced = Vec::new();
        for (n, later) in all.iter().enumerate().filter(|(_, said)| acts.contains(&said.act)) {
            let same = |earlier: &&Said| earlier.of == later.of && !acts.contains(&earlier.act);
            let before = all.iter().take(n).rev().find(same).filter(|earlier| earlier.says != later.says);
            replaced.extend(
                before.and_then(|earlier| Some(Replaced { act: earlier.act, said: earlier.says.clone()? })),
            );
        }
        replaced.dedup();
        Ok(replaced)
    }
}

fn of_incidents(act: u64, verdict: Verdict) -> Option<Said> {
    let (of, says) = match verdict {
        Verdict::Same { a, b } => {
            (Subject::Accounts(a.clone().min(b.clone()), a.max(b)), "one event".to_owned())
        }
        Verdict::Different { a, b } => {
            (Subject::Accounts(a.clone().min(b.clone()), a.max(b)), "two events".to_owned())
        }
        Verdict::Set { of, field, value } => {
            let says = format!("{field} {value}");
            (Subject::Field(of, field), says)
        }
        Verdict::Seen { .. } => return None,
    };
    Some(Said { act, of, says: Some(says) })
}

fn of_people(act: u64, verdict: &PersonVerdict) -> Said {
    let says = match verdict {
        PersonVerdict::SamePerson { .. } => Some("one person".to_owned()),
        PersonVerdict::DifferentPerson { .. } => Some("two persons".to_owned()),
        PersonVerdict::Withdrawn { .. } => None,
    };
    let (a, b) = verdict.pair();
    Said { act, of: Subject::Entries(a.min(b).clone(), a.max(b).clone()), says }
}
