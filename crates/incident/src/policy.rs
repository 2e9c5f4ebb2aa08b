//! Coding policies: how the figures of several accounts become one range, and how an incident is graded. Enters: a policy
//! (`data/policy/*.toml`), of which this crate takes the tables `reconciliation` and `grade`; the rest is for readers. Leaves:
//! rules. A policy that lacks a table has that of the default.

use crate::Error;
use serde::Deserialize;
use std::sync::OnceLock;
use value::{Grade, StrikeStatus};

const AIRWARS: &str = include_str!("../../../data/policy/airwars.toml");

/// A coding policy, as far as incidents need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub(crate) reconciliation: Reconciliation,
    pub(crate) grades: Vec<Rule>,
}

/// How figures are reconciled.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reconciliation {
    superseded_by: Vec<Superseded>,
    concessions: Concessions,
    named_dead: Named,
}

/// What takes a figure out of the minimum, once a later and higher one is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Superseded {
    /// A later version of the same origin.
    LaterVersion,
    /// The same publisher.
    SamePublisher,
    /// A figure that is not provisional, as the lower one is.
    FirmFigure,
}

/// What becomes of the figure that a party concedes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Concessions {
    Position,
    Figure,
}

/// What dead people whom an account names are to a minimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Named {
    Ignored,
    Minimum,
}

/// A rule of grading.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    when: Ground,
    sources: Option<usize>,
    pub(crate) grade: Grade,
    pub(crate) strike_status: StrikeStatus,
}

/// On what a rule rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Ground {
    Accepted,
    Opposed,
    Sources,
    Otherwise,
}

/// What is known of an incident when it is graded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grounds {
    /// Whether a party has accepted responsibility.
    pub(crate) accepted: bool,
    /// Whether independent sources attribute it to different parties.
    pub(crate) opposed: bool,
    /// How many independent sources bear it out.
    pub(crate) sources: usize,
}

/// The tables that this crate takes.
#[derive(Deserialize)]
struct Tables {
    reconciliation: Option<Reconciliation>,
    grade: Option<Vec<Rule>>,
}

impl Policy {
    /// The default: Airwars' published practice.
    pub fn airwars() -> &'static Self {
        static POLICY: OnceLock<Policy> = OnceLock::new();
        POLICY.get_or_init(|| {
            let tables = toml::from_str::<Tables>(AIRWARS).ok();
            // The file is read by a test, so that nothing is missing in a build that passed its tests.
            let (reconciliation, grades) =
                tables.map_or((None, None), |tables| (tables.reconciliation, tables.grade));
            Self {
                reconciliation: reconciliation.unwrap_or_else(Reconciliation::plain),
                grades: grades.unwrap_or_default(),
            }
        })
    }

    /// Reads a policy from TOML.
    ///
    /// # Errors
    /// Says which line, field or rule cannot be used.
    ///
    /// ```
    /// let toml = "[reconciliation]\nsuperseded_by = []\nconcessions = 'figure'\nnamed_dead = 'minimum'";
    /// assert!(incident::Policy::from_toml(toml).is_ok());
    /// assert!(incident::Policy::from_toml("[reconciliation]\nconcessions = 'doubt'").is_err());
    /// ```
    pub fn from_toml(toml: &str) -> Result<Self, Error> {
        let tables: Tables = toml::from_str(toml).map_err(|error| Error::policy(&error.to_string()))?;
        let default = Self::airwars();
        let grades = match tables.grade {
            Some(rules) => checked(rules)?,
            None => default.grades.clone(),
        };
        let reconciliation = tables.reconciliation.unwrap_or_else(|| default.reconciliation.clone());
        Ok(Self { reconciliation, grades })
    }

    /// The first rule that holds.
    pub(crate) fn rule(&self, grounds: Grounds) -> Option<&Rule> {
        self.grades.iter().find(|rule| rule.holds(grounds))
    }
}

/// Rules of which one always holds.
fn checked(rules: Vec<Rule>) -> Result<Vec<Rule>, Error> {
    for (n, rule) in rules.iter().enumerate() {
        let says = match (rule.when, rule.sources) {
            (Ground::Sources, None | Some(0)) => "say how many sources are needed: sources = 2",
            (Ground::Accepted | Ground::Opposed | Ground::Otherwise, Some(_)) => {
                "only a rule of when = \"sources\" takes a number of sources"
            }
            (Ground::Otherwise, None) if n + 1 < rules.len() => "when = \"otherwise\" must stand last",
            _ => continue,
        };
        return Err(Error::policy(&format!("rule {} of grade: {says}", n + 1)));
    }
    if rules.last().is_none_or(|rule| rule.when != Ground::Otherwise) {
        return Err(Error::policy("grade: the last rule must be one of when = \"otherwise\""));
    }
    Ok(rules)
}

impl Reconciliation {
    /// Every figure stands.
    fn plain() -> Self {
        Self { superseded_by: Vec::new(), concessions: Concessions::Position, named_dead: Named::Ignored }
    }

    /// Whether a figure leaves the minimum for this reason.
    pub(crate) fn supersedes(&self, reason: Superseded) -> bool {
        self.superseded_by.contains(&reason)
    }

    /// Whether what a party concedes is kept apart from the toll.
    pub(crate) fn keeps_concessions_apart(&self) -> bool {
        self.concessions == Concessions::Position
    }

    /// Whether a minimum is no lower than the number of dead whom an account names.
    pub(crate) fn is_bound_by_names(&self) -> bool {
        self.named_dead == Named::Minimum
    }
}

impl Rule {
    fn holds(&self, grounds: Grounds) -> bool {
        match self.when {
            Ground::Accepted => grounds.accepted,
            Ground::Opposed => grounds.opposed,
            Ground::Sources => self.sources.is_some_and(|needed| grounds.sources >= needed),
            Ground::Otherwise => true,
        }
    }

    /// Whether it rests on a position by which a party accepted responsibility.
    pub(crate) fn is_of_acceptance(&self) -> bool {
        self.when == Ground::Accepted
    }

    /// Whether it rests on sources that name different parties.
    pub(crate) fn is_of_opposition(&self) -> bool {
        self.when == Ground::Opposed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_policy_has_every_table_and_passes_its_own_check() {
        let tables: Tables = toml::from_str(AIRWARS).expect("it can be read");
        assert!(tables.reconciliation.is_some());
        assert_eq!(checked(tables.grade.expect("rules")).expect("they serve"), Policy::airwars().grades);
    }

    #[test]
    fn rules_that_cannot_grade_every_incident_are_refused_with_what_to_do() {
        let rule = |when: &str| format!("[[grade]]\n{when}\ngrade = 'fair'\nstrike_status = 'likely'\n");
        let refused = [
            (rule("when = 'sources'"), "rule 1 of grade: say how many"),
            (rule("when = 'accepted'"), "the last rule must be"),
            (
                rule("when = 'otherwise'") + &rule("when = 'otherwise'"),
                "rule 1 of grade: when = \"otherwise\"",
            ),
            (rule("when = 'opposed'\nsources = 2"), "only a rule of"),
            (rule("when = 'rumoured'"), "rumoured"),
        ];
        for (toml, says) in refused {
            let error = Policy::from_toml(&toml).expect_err(&toml).to_string();
            assert!(error.contains(says), "{error}");
        }
    }

    #[test]
    fn a_policy_that_says_nothing_of_incidents_has_the_default() {
        assert_eq!(
            &Policy::from_toml("name = 'x'\n[vague]\nmany = {min = 9}").expect("it serves"),
            Policy::airwars()
        );
    }
}
