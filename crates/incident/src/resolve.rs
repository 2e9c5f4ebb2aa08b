//! The whole way from accounts and judgements to incidents.

use crate::archive::Archive;
use crate::block::pairs;
use crate::bond::tie;
use crate::bounds::Bounds;
use crate::compare::compare;
use crate::facet::Facet;
use crate::finding::Finding;
use crate::join::Joined;
use crate::policy::Policy;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;
use text::{Sketch, Vocabulary};
use value::{Account, AccountKey, AccountKind, Between, Doubt, Incident, Judgement, Position, ReportKey};

/// One account as it enters resolution, with what its report says around it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Names the account.
    pub key: AccountKey,
    /// The report's id, as given on input.
    pub report: String,
    /// Who published the report.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// Where no day of publication is known: the days between which it lies.
    pub published_between: Option<Between>,
    /// Sketch of the report's text, by which copies are told.
    pub sketch: Arc<Sketch>,
    /// The words that tell of it: of the report's main event all its words, of another those of its sentences.
    pub words: Arc<Vocabulary>,
    /// Its place among the report's accounts: 0 for the main event.
    pub rank: usize,
    /// Positions that the report ties to this account, or to no account.
    pub positions: Vec<Position>,
    /// The account itself.
    pub account: Account,
}

/// The words that tell of an event, for [`Told::words`]: of a report's main event (rank 0) all words of the report;
/// of another those that its values rest on.
pub fn words(account: &Account, rank: usize, report: &Arc<Vocabulary>) -> Arc<Vocabulary> {
    if rank == 0 {
        return Arc::clone(report);
    }
    let counts = [&account.killed, &account.injured, &account.missing];
    let quotes = counts.into_iter().flatten().flat_map(|c| &c.spans);
    let quotes = quotes.chain(account.date.iter().flat_map(|d| &d.spans));
    let quotes = quotes.chain(account.places.iter().flat_map(|p| &p.spans));
    let quotes = quotes.chain(account.victims.iter().flat_map(|v| &v.spans));
    let quotes = quotes.chain(account.methods.iter().flat_map(|m| &m.spans));
    let quotes = quotes.chain(account.targets.iter().flat_map(|t| &t.spans));
    let quotes = quotes.chain(account.actors.iter().flat_map(|a| &a.spans));
    Arc::new(text::vocabulary(&quotes.map(|q| q.quote.as_str()).collect::<Vec<_>>().join(" ")))
}

/// The account of a report that tells of no event by itself. By its text alone it may be found to tell of one that other
/// reports tell of; else it makes no incident.
pub fn bare() -> Account {
    Account {
        kind: AccountKind::Other,
        date: None,
        calendar: None,
        places: Vec::new(),
        actors: Vec::new(),
        methods: Vec::new(),
        targets: Vec::new(),
        killed: None,
        injured: None,
        missing: None,
        victims: Vec::new(),
        according_to: Vec::new(),
        confidence: None,
    }
}

/// What accounts and judgements come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolution {
    /// The incidents, ordered by date (unknown last), then id.
    pub incidents: Vec<Incident>,
    /// Pairs of them that may be one, ordered by the keys of their accounts.
    pub doubts: Vec<Doubt>,
}

/// Resolves accounts into incidents by the default policy, ordered by date (unknown last), then id. Each account is in
/// exactly one.
/// Neither the order of the accounts nor that of the judgements matters; of two judgements that disagree, the
/// one with the higher `act` holds.
pub fn resolve(told: &[Told], judgements: &[Judgement]) -> Vec<Incident> {
    let mut incidents = Vec::new();
    resolve_each(told, judgements, &mut |incident| incidents.push(incident));
    in_contract_order(incidents)
}

/// Resolves accounts into incidents by the rules of a policy, and says which of them may be one.
pub fn resolution(told: &[Told], judgements: &[Judgement], policy: &Policy) -> Resolution {
    let mut incidents = Vec::new();
    let doubts = by_policy(told, judgements, policy, &mut |incident| incidents.push(incident));
    Resolution { incidents: in_contract_order(incidents), doubts }
}

/// Hands over the same incidents one by one, in the order of their accounts, and holds one at a time. Two accounts that
/// share a key may give two incidents one id here.
pub fn resolve_each(told: &[Told], judgements: &[Judgement], on: &mut dyn FnMut(Incident)) {
    by_policy(told, judgements, Policy::airwars(), on);
}

fn by_policy(
    told: &[Told],
    judgements: &[Judgement],
    policy: &Policy,
    on: &mut dyn FnMut(Incident),
) -> Vec<Doubt> {
    let told = in_order(told);
    let facets = facets(&told);
    let worth = pairs(&facets, &Bounds::USUAL);
    let at = |account: u32| &facets[account as usize];
    let ties: Vec<_> = worth.iter().copied().filter(|(a, b)| tie(at(*a), at(*b)).is_some()).collect();
    let facets: Vec<&Facet> = facets.iter().collect();
    let joined = Joined::of(&facets, &ties, judgements);
    let stated: Vec<_> = worth.into_iter().filter(|(a, b)| at(*a).states || at(*b).states).collect();
    let doubts = joined.doubts(&ties, &stated, &|_| true);
    let told_of = |accounts: &[usize]| Ok(accounts.iter().map(|account| told[*account].clone()).collect());
    let done: Result<(), std::convert::Infallible> = joined.incidents(policy, told_of, |incident| {
        on(incident);
        Ok(())
    });
    done.map_or_else(|never| match never {}, |()| doubts)
}

/// The accounts as they are compared, in an archive of their reports.
fn facets(told: &[&Told]) -> Vec<Facet> {
    let main = || told.iter().filter(|t| t.rank == 0);
    let halvings = Archive::halvings(main().count() as u64, &Bounds::USUAL);
    let looked_at = main().filter(|t| Archive::looks_at(&t.key.report, halvings));
    let archive = Archive::count(halvings, looked_at.map(|t| t.words.as_ref().clone()));
    told.iter().map(|t| Facet::of(t, &archive)).collect()
}

/// Two accounts that are worth comparing, and what they say against each other.
pub struct Compared {
    /// The one.
    pub a: AccountKey,
    /// The other.
    pub b: AccountKey,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Whether one of the two has no day at all.
    pub dayless: bool,
}

/// Compares every pair of accounts that is worth it, for learning what findings weigh.
pub fn compared(told: &[Told]) -> Vec<Compared> {
    let told = in_order(told);
    let facets = facets(&told);
    let worth = pairs(&facets, &Bounds::USUAL).into_iter();
    worth
        .map(|(a, b)| (a as usize, b as usize))
        .map(|(a, b)| {
            let found = compare(&facets[a], &facets[b]);
            let (a, b) = (told[a].key.clone(), told[b].key.clone());
            Compared { a, b, findings: found.findings, dayless: found.dayless }
        })
        .collect()
}

/// The accounts by key. An account that was handed in twice counts once; accounts that share a key without being
/// one are ordered by what they say, then by what is known of their report.
fn in_order(told: &[Told]) -> Vec<&Told> {
    let mut told: Vec<&Told> = told.iter().collect();
    told.sort_by(|a, b| {
        a.key.cmp(&b.key).then_with(|| {
            let says = |t: &Told| (format!("{:?}", t.account), format!("{t:?}"));
            says(a).cmp(&says(b))
        })
    });
    told.dedup_by(|b, a| a.key == b.key && a.account == b.account);
    told
}

/// Incidents as the contract orders them, each with an id of its own.
fn in_contract_order(mut incidents: Vec<Incident>) -> Vec<Incident> {
    incidents.sort_by(|a, b| order(a).cmp(&order(b)));
    tell_apart(&mut incidents);
    incidents
}

/// Incidents without a date come last.
fn order(incident: &Incident) -> (bool, Option<Date>, &str, Option<&ReportKey>) {
    let start = incident.date.as_ref().and_then(|d| d.start.or(d.end));
    let key = incident.accounts.first().map(|m| &m.key.report);
    (start.is_none(), start, &incident.incident, key)
}

/// Two accounts of one report whose words begin at one place share a key, and so would their incidents an id;
/// the second and later ones get one that says which it is.
fn tell_apart(incidents: &mut [Incident]) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for incident in incidents {
        let (plain, mut nth) = (incident.incident.clone(), 2);
        while !seen.insert(incident.incident.clone()) {
            incident.incident = format!("{plain}-{nth}");
            nth += 1;
        }
    }
}
