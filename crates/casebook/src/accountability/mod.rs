//! Accountability: who was alleged to have done what, by whom and when; who admitted, denied, assessed, conceded; what was
//! asked of whom and whether anything answered; which norms are engaged. Enters: incidents, what their reports say beside
//! events, and the doubts on statements. Leaves: records, each with the report and the words behind it. Pure but for
//! `kept`, which reads the rows. Never a verdict: an allegation is an allegation, a norm that is engaged is not one that was
//! broken, and the same rules hold for every party.

mod actor;
mod demand;
mod kept;
mod norm;
mod said;
mod stand;

pub use actor::{ActorRecord, Allegation, AllegedBy};
pub use demand::DemandMade;
pub use kept::{Dossier, PartyAlleged};
pub use norm::{Invoked, NormEngaged};
pub(crate) use said::{Case, Said};
pub use stand::{Candidate, Matched, Stand};

/// A party's name as names are compared: without case, marks and articles.
fn party(name: &str) -> String {
    gazetteer::fold(name)
}
