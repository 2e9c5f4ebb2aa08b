//! Positions that a party takes in its own statement: findings on allegations, entry by entry. Enters: the
//! scene. Leaves: one position for each finding. The party is the one that the words name as acting; where
//! none is named there is none.

use super::Scene;
use super::conceded::{Conceded, conceded};
use super::phrase::{self, Found, Frame};
use text::{Sentence, TokenKind};
use value::{Position, PositionTaken};

/// Words that a party's forces do things with; "Coalition aircraft", "Coalition strikes".
const DOINGS: &[&str] = &[
    "action",
    "actions",
    "aircraft",
    "airstrike",
    "airstrikes",
    "artillery",
    "attack",
    "counter",
    "drone",
    "drones",
    "engagement",
    "engagements",
    "force",
    "forces",
    "jets",
    "military",
    "munitions",
    "operation",
    "operations",
    "planes",
    "press",
    "raid",
    "raids",
    "review",
    "soldiers",
    "statement",
    "strike",
    "strikes",
    "troops",
    "warplanes",
];

/// Verbs of which a party is the subject where they follow its name.
const DEEDS: &[&str] = &[
    "agrees",
    "assessed",
    "assesses",
    "carried",
    "concluded",
    "conducted",
    "determined",
    "did",
    "does",
    "engaged",
    "finds",
    "found",
    "had",
    "has",
    "hit",
    "is",
    "regrets",
    "reviewed",
    "said",
    "says",
    "struck",
    "targeted",
    "was",
    "were",
    "will",
];

/// Words after which a party is one that was acted on.
const ACTED_ON: &[&str] = &[
    "against",
    "at",
    "attacked",
    "counter",
    "anti",
    "destroyed",
    "engaged",
    "engaging",
    "hit",
    "killed",
    "near",
    "on",
    "struck",
    "suppress",
    "targeted",
    "targeting",
];

/// Words of findings on allegations.
const REVIEWED: &[&str] = &[
    "allegation",
    "allegations",
    "assessed",
    "assesses",
    "assessment",
    "credibility",
    "credible",
    "determined",
    "examination",
    "inadvertently",
    "review",
    "reviewed",
    "reviewing",
    "unintentionally",
];

/// Words of reports by others; a text that has these and none of [`REVIEWED`] is no party's statement.
const TELLING: &[&str] = &["said", "says", "told", "according", "witnesses", "police"];

/// Words for those on whose harm a finding is made.
const HARMED: &[&str] = &[
    "allegation",
    "allegations",
    "civilian",
    "civilians",
    "combatants",
    "credibility",
    "fighters",
    "noncombatants",
];

/// How many tokens into a sentence a date may stand to open an entry of a list.
const OPENING: usize = 8;

/// One finding, of one entry.
struct Finding {
    entry: usize,
    taken: PositionTaken,
    conceded: Conceded,
    /// The sentences' words from the finding on.
    spans: Vec<(usize, usize)>,
    reason: Option<(usize, usize)>,
    actor: Option<usize>,
}

pub(super) fn positions(scene: &Scene) -> Vec<Position> {
    if !is_statement(scene) {
        return Vec::new();
    }
    let entries = entries(scene);
    let mut findings: Vec<Finding> = Vec::new();
    for (sentence, entry) in scene.doc.sentences.iter().zip(&entries) {
        let Some(finding) = finding(scene, *sentence, *entry) else { continue };
        match findings.last_mut().filter(|f| f.entry == finding.entry && f.taken == finding.taken) {
            Some(last) => last.merge(finding),
            None => findings.push(finding),
        }
    }
    for finding in &mut findings {
        let within = |s: &&(&Sentence, &usize)| *s.1 == finding.entry;
        let sentences = scene.doc.sentences.iter().zip(&entries).collect::<Vec<_>>();
        let of_entry = sentences.iter().filter(within).map(|s| (s.0.first, s.0.end));
        let range = of_entry.reduce(|a, b| (a.0, b.1)).unwrap_or((0, 0));
        finding.actor = finding.actor.or_else(|| actor(scene, range));
        if finding.actor.is_none() && finding.taken != PositionTaken::UnderReview {
            finding.actor = actor(scene, (0, scene.doc.tokens.len()));
        }
    }
    // The later of two findings on the same matter is the one that stands.
    findings.reverse();
    let unnamed = about_harm(scene);
    findings.into_iter().filter(|f| f.actor.is_some() || unnamed).map(|f| f.position(scene)).collect()
}

impl Finding {
    fn merge(&mut self, other: Self) {
        self.conceded = self.conceded.or(other.conceded);
        self.spans.extend(other.spans);
        self.reason = self.reason.or(other.reason);
        self.actor = self.actor.or(other.actor);
    }

    fn position(self, scene: &Scene) -> Position {
        Position {
            actor: self.actor.and_then(|a| scene.name(a)),
            position: self.taken,
            date: None,
            conceded_killed: self.conceded.killed,
            conceded_injured: self.conceded.injured,
            account: None,
            reason: self.reason.map(|(a, b)| scene.doc.words(a, b)),
            claimed_by: None,
            spans: self.spans.iter().map(|(a, b)| scene.doc.quote(*a, *b)).collect(),
        }
    }
}

/// The entry that each sentence belongs to: a date near the start of a sentence opens a new one.
fn entries(scene: &Scene) -> Vec<usize> {
    let mut entry = 0;
    let mut out = Vec::with_capacity(scene.doc.sentences.len());
    for (n, s) in scene.doc.sentences.iter().enumerate() {
        let opening = crate::when::mentions(&scene.doc.tokens, s.first..s.end.min(s.first + OPENING));
        let dated = opening.iter().any(|d| d.end >= d.first + 2 && numbers_in(scene, d.first, d.end) >= 2);
        entry += usize::from(n > 0 && dated);
        out.push(entry);
    }
    out
}

fn numbers_in(scene: &Scene, first: usize, end: usize) -> usize {
    let number = |i: &usize| scene.doc.tokens.get(*i).is_some_and(|t| t.kind == TokenKind::Number);
    (first..end).filter(number).count()
}

/// What one sentence finds. Harm that is conceded outweighs words of doubt beside it.
fn finding(scene: &Scene, s: Sentence, entry: usize) -> Option<Finding> {
    let found: Vec<Found> =
        phrase::find(scene.doc, s.first, s.end).into_iter().filter(|f| f.frame == Frame::Own).collect();
    let of = |taken: PositionTaken| found.iter().find(|f| f.taken == taken);
    let doubt = of(PositionTaken::AssessedNonCredible);
    let credible = of(PositionTaken::AssessedCredible);
    let conceding = credible.map(|_| conceded(scene.doc, scene.policy, s.first, s.end)).unwrap_or_default();
    let chosen = match (credible, doubt) {
        (Some(c), None) => c,
        (Some(c), Some(d)) if !conceding.is_none() && d.first > c.first => c,
        (_, Some(d)) => d,
        (None, None) => of(PositionTaken::UnderReview)?,
    };
    // "since the beginning of operations": a total over many events is no finding on one.
    if (s.first..s.end).any(|i| scene.doc.at(i) == "since") {
        return None;
    }
    let end = scene.trimmed(chosen.first, s.end);
    let credible = chosen.taken == PositionTaken::AssessedCredible;
    Some(Finding {
        entry,
        taken: chosen.taken,
        conceded: if credible { conceding } else { Conceded::default() },
        spans: vec![(if credible { s.first } else { chosen.first }, end)],
        reason: reason(scene, chosen, end),
        actor: actor(scene, (s.first, s.end)),
    })
}

/// Why: for a finding that it is not credible the finding itself, else what follows "because" and the like.
fn reason(scene: &Scene, found: &Found, end: usize) -> Option<(usize, usize)> {
    if found.taken != PositionTaken::AssessedCredible {
        return Some((found.first, end));
    }
    let why = |i: &usize| {
        matches!(
            (scene.doc.at(*i), scene.doc.at(i + 1)),
            ("due", "to") | ("because" | "when" | "after" | "as", _)
        )
    };
    (found.end..end).find(why).map(|from| (from, end))
}

/// The party that a range of tokens names as acting.
fn actor(scene: &Scene, (first, end): (usize, usize)) -> Option<usize> {
    let doc = scene.doc;
    let acting = |m: &&crate::registry::Mention| {
        let before = (m.first.saturating_sub(4)..m.first).rev();
        let acted_on = before
            .take_while(|j| *j >= first && !matches!(doc.at(*j), "," | "." | ";" | "by" | "from"))
            .any(|j| ACTED_ON.contains(&doc.at(j)));
        let last = doc.at(m.end - 1);
        let next = doc.at(m.end);
        let does = DOINGS.contains(&last) || DOINGS.contains(&next) || DEEDS.contains(&next);
        let owns = doc.tokens.get(m.end).is_some_and(|t| t.kind == TokenKind::Possessive);
        scene.registry.particular(m.party) && (does || owns) && (!acted_on || DEEDS.contains(&next))
    };
    let mut within = scene.parties(first, end).iter().filter(|m| !m.state).filter(acting).map(|m| m.party);
    let one = within.next()?;
    // Of an alliance and a member of it, the member is the one that speaks for itself.
    Some(within.find(|other| scene.registry.member(*other, one, None)).unwrap_or(one))
}

/// Whether a text may be a party's own statement: it weighs allegations, or it quotes nobody.
fn is_statement(scene: &Scene) -> bool {
    let has = |words: &[&str]| (0..scene.doc.tokens.len()).any(|i| words.contains(&scene.doc.at(i)));
    !has(TELLING) || has(REVIEWED)
}

/// Whether a text that names no party is about alleged harm at all.
fn about_harm(scene: &Scene) -> bool {
    let has = |words: &[&str]| (0..scene.doc.tokens.len()).any(|i| words.contains(&scene.doc.at(i)));
    (has(REVIEWED) || has(&["strike"])) && has(HARMED)
}
