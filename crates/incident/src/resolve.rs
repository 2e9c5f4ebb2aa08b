//! The whole way from accounts and judgements to incidents.

use crate::archive::Archive;
use crate::block::pairs;
use crate::bond::Bonds;
use crate::cluster::cluster;
use crate::compare::compare;
use crate::doubt::{NEAR, doubts};
use crate::explain::{Match, matches, membership, name, step_on};
use crate::facet::Facet;
use crate::finding::Finding;
use crate::grade::grade;
use crate::id::incident_id;
use crate::mention::{Event, events};
use crate::origin::{Origins, first, reports};
use crate::over::apply;
use crate::position::positions;
use crate::ruling::{Rulings, rule};
use crate::settle::{actors, date, methods, places};
use crate::toll::reconcile;
use jiff::civil::Date;
use std::collections::BTreeSet;
use text::{Sketch, Vocabulary};
use value::{Account, AccountKey, Doubt, Harm, Incident, Judgement, Member, Position, ReportKey, Step, Tie};

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
    /// Sketch of the report's text, by which copies are told.
    pub sketch: Sketch,
    /// The words that tell of it: of the report's main event all its words, of another those of its sentences.
    pub words: Vocabulary,
    /// Its place among the report's accounts: 0 for the main event.
    pub rank: usize,
    /// Positions that the report ties to this account, or to no account.
    pub positions: Vec<Position>,
    /// The account itself.
    pub account: Account,
}

/// The words that tell of an event, for [`Told::words`]: of a report's main event (rank 0) all words of the report;
/// of another those that its values rest on.
pub fn words(account: &Account, rank: usize, report: &Vocabulary) -> Vocabulary {
    if rank == 0 {
        return report.clone();
    }
    let counts = [&account.killed, &account.injured, &account.missing];
    let quotes = counts.into_iter().flatten().flat_map(|c| &c.spans);
    let quotes = quotes.chain(account.date.iter().flat_map(|d| &d.spans));
    let quotes = quotes.chain(account.places.iter().flat_map(|p| &p.spans));
    let quotes = quotes.chain(account.victims.iter().flat_map(|v| &v.spans));
    let quotes = quotes.chain(account.methods.iter().flat_map(|m| &m.spans));
    let quotes = quotes.chain(account.targets.iter().flat_map(|t| &t.spans));
    let quotes = quotes.chain(account.actors.iter().flat_map(|a| &a.spans));
    text::vocabulary(&quotes.map(|q| q.quote.as_str()).collect::<Vec<_>>().join(" "))
}

/// What accounts and judgements come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolution {
    /// The incidents, ordered by date (unknown last), then id.
    pub incidents: Vec<Incident>,
    /// Pairs of them that may be one, ordered by the keys of their accounts.
    pub doubts: Vec<Doubt>,
}

/// Resolves accounts into incidents, ordered by date (unknown last), then id. Each account is in exactly one.
/// Neither the order of the accounts nor that of the judgements matters; of two judgements that disagree, the
/// one with the higher `act` holds.
pub fn resolve(told: &[Told], judgements: &[Judgement]) -> Vec<Incident> {
    let mut incidents = Vec::new();
    resolve_each(told, judgements, &mut |incident| incidents.push(incident));
    in_contract_order(incidents)
}

/// Resolves accounts into the same incidents, and says which of them may be one.
pub fn resolution(told: &[Told], judgements: &[Judgement]) -> Resolution {
    let (mut incidents, mut near) = (Vec::new(), Vec::new());
    let told = in_order(told);
    let archive = archive(&told);
    let facets: Vec<Facet> = told.iter().map(|t| Facet::of(t, &archive)).collect();
    let rulings = rulings(&told, judgements);
    let bonds = Bonds { facets: &facets, atoms: &rulings.together, apart: &rulings.apart };
    let sets = cluster(&bonds, &worth(&bonds, &archive), &mut |pair, bits| {
        if bits >= NEAR {
            near.push(pair);
        }
    });
    let doubts = doubts(&bonds, &sets, &near);
    each(&told, &facets, &sets, rulings, &mut |incident| incidents.push(incident));
    Resolution { incidents: in_contract_order(incidents), doubts }
}

/// Hands over the same incidents one by one, in the order of their accounts, and holds one at a time. Two accounts that
/// share a key may give two incidents one id here.
pub fn resolve_each(told: &[Told], judgements: &[Judgement], on: &mut dyn FnMut(Incident)) {
    let told = in_order(told);
    let archive = archive(&told);
    let facets: Vec<Facet> = told.iter().map(|t| Facet::of(t, &archive)).collect();
    let rulings = rulings(&told, judgements);
    let bonds = Bonds { facets: &facets, atoms: &rulings.together, apart: &rulings.apart };
    let sets = cluster(&bonds, &worth(&bonds, &archive), &mut |_, _| {});
    each(&told, &facets, &sets, rulings, on);
}

fn rulings<'a>(told: &[&Told], judgements: &'a [Judgement]) -> Rulings<'a> {
    rule(&told.iter().map(|t| t.key.clone()).collect::<Vec<_>>(), judgements)
}

/// Makes the incidents of sets of atoms.
fn each(
    told: &[&Told],
    facets: &[Facet],
    sets: &[Vec<usize>],
    rulings: Rulings,
    on: &mut dyn FnMut(Incident),
) {
    let judged: BTreeSet<usize> =
        rulings.notes.iter().map(|n| n.0).chain(rulings.sets.iter().map(|s| s.0)).collect();
    let sets = sets.iter().map(|atoms| accounts_of(atoms, &rulings.together)).collect();
    let events = events(sets, facets, &|account| judged.contains(&account));
    let event_of = event_of(&events, told.len());
    let mut remarks: Vec<Remarks> = events.iter().map(|_| Remarks::default()).collect();
    for (account, step) in rulings.notes.into_iter().chain(rulings.seen) {
        remarks[event_of[account]].notes.push(step);
    }
    for (account, judgement) in rulings.sets {
        remarks[event_of[account]].sets.push(judgement);
    }
    for (event, remarks) in events.iter().zip(remarks) {
        on(incident(event, told, facets, remarks));
    }
}

/// The accounts of atoms, in ascending order.
fn accounts_of(atoms: &[usize], together: &[Vec<usize>]) -> Vec<usize> {
    let mut all: Vec<usize> = atoms.iter().flat_map(|atom| together[*atom].iter().copied()).collect();
    all.sort_unstable();
    all
}

/// The words of all reports; a report's main event is told by all of them.
fn archive(told: &[&Told]) -> Archive {
    let mut archive = Archive::default();
    told.iter().filter(|t| t.rank == 0).for_each(|t| archive.add(&t.words));
    archive
}

/// Two accounts that are worth comparing, and what they say against each other.
pub struct Pair {
    /// The one.
    pub a: AccountKey,
    /// The other.
    pub b: AccountKey,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// Compares every pair of accounts that is worth it, for learning what findings weigh.
pub fn compared(told: &[Told]) -> Vec<Pair> {
    let told = in_order(told);
    let archive = archive(&told);
    let facets: Vec<Facet> = told.iter().map(|t| Facet::of(t, &archive)).collect();
    let worth = pairs(&facets, &archive).into_iter();
    worth
        .map(|(a, b)| (a as usize, b as usize))
        .map(|(a, b)| {
            let findings = compare(&facets[a], &facets[b]).findings;
            Pair { a: told[a].key.clone(), b: told[b].key.clone(), findings }
        })
        .collect()
}

/// What people said of one incident.
#[derive(Default)]
struct Remarks<'a> {
    notes: Vec<Step>,
    sets: Vec<&'a Judgement>,
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

/// The pairs of atoms worth comparing.
fn worth(bonds: &Bonds, archive: &Archive) -> Vec<(usize, usize)> {
    let mut atom_of = vec![0; bonds.facets.len()];
    for (atom, accounts) in bonds.atoms.iter().enumerate() {
        for a in accounts {
            atom_of[*a] = atom;
        }
    }
    let ends = |(a, b): (u32, u32)| {
        let (a, b) = (atom_of[a as usize], atom_of[b as usize]);
        (a.min(b), a.max(b))
    };
    let mut worth: Vec<(usize, usize)> =
        pairs(bonds.facets, archive).into_iter().map(ends).filter(|(x, y)| x != y).collect();
    worth.sort_unstable();
    worth.dedup();
    worth
}

/// For each account the number of its event.
fn event_of(events: &[Event], accounts: usize) -> Vec<usize> {
    let mut of = vec![0; accounts];
    for (number, event) in events.iter().enumerate() {
        for account in event.told.iter().chain(&event.mentions) {
            of[*account] = number;
        }
    }
    of
}

/// Makes an incident of the accounts of one event.
fn incident(event: &Event, told: &[&Told], facets: &[Facet], remarks: Remarks) -> Incident {
    let members: Vec<&Told> = event.told.iter().map(|i| told[*i]).collect();
    let matches = matches(&event.told.iter().map(|i| &facets[*i]).collect::<Vec<_>>());
    let mut steps = membership(&members, &matches);
    steps.extend(event.mentions.iter().map(|i| mentioned(told[*i])));
    steps.extend(remarks.notes);
    let origins = Origins::of(&members);
    let positions = positions(&origins);
    let date = date(&members, &origins, &mut steps);
    let places = places(&members, &origins, &mut steps);
    let [killed, injured, missing] = [Harm::Killed, Harm::Injured, Harm::Missing]
        .map(|harm| reconcile(harm, &members, &origins, &mut steps));
    let actors = actors(&members, &origins, &positions, &mut steps);
    let (grade, strike_status) = grade(&origins, &members, &positions, &mut steps);
    let mut by_time = members.clone();
    by_time.sort_by_key(|t| first(t));
    let mut incident = Incident {
        incident: by_time.first().map(|t| incident_id(&t.key)).unwrap_or_default(),
        sources: reports(&by_time_then_id(&members)),
        origins: origins.ids(),
        date,
        places,
        killed,
        injured,
        missing,
        actors,
        methods: methods(&members, &origins),
        grade,
        strike_status,
        positions,
        accounts: accounts(event, told, &matches),
        explanation: steps,
    };
    apply(&mut incident, &remarks.sets);
    incident
}

/// The accounts of an event and the mentions beside them, by key.
fn accounts(event: &Event, told: &[&Told], matches: &[Option<Match>]) -> Vec<Member> {
    let tie = |found: &Match| Tie {
        with: told[event.told[found.with]].key.clone(),
        probability: found.probability,
    };
    let members = event.told.iter().zip(matches).map(|(i, found)| (*i, false, found.as_ref().map(tie)));
    let mentions = event.mentions.iter().map(|i| (*i, true, None));
    let mut all: Vec<(usize, bool, Option<Tie>)> = members.chain(mentions).collect();
    all.sort_unstable_by_key(|(i, ..)| *i);
    all.into_iter().map(|(i, mention, tie)| Member { mention, tie, ..member(told[i]) }).collect()
}

/// Says that an account is a mention.
fn mentioned(told: &Told) -> Step {
    let says = format!(
        "{} mentions another event in passing: it tells no day, place or harm of it, or recalls it long after; as no \
         other report tells of it, it is no incident and counts for nothing here",
        name(told)
    );
    step_on("membership", says, told)
}

fn by_time_then_id<'a>(members: &[&'a Told]) -> Vec<&'a Told> {
    let mut all = members.to_vec();
    all.sort_by_key(|t| (t.published.is_none(), t.published, &t.report));
    all
}

fn member(told: &Told) -> Member {
    Member {
        key: told.key.clone(),
        report: told.report.clone(),
        publisher: told.publisher.clone(),
        published: told.published,
        account: told.account.clone(),
        mention: false,
        tie: None,
    }
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
