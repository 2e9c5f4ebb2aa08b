//! Coding policies: how vague words become ranges. A policy is data (`data/policy/*.toml`), named in every
//! reading made under it.

use crate::Error;
use serde::Deserialize;
use std::collections::BTreeMap;
use value::Range;

/// A coding policy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Policy {
    /// Its name, as readings give it.
    pub name: String,
    /// Its version; a change of any range is a new version.
    pub version: String,
    plural: Range,
    more_than_adds: u32,
    #[serde(default)]
    more_than_reaches: u32,
    about_percent: u32,
    vague: BTreeMap<String, Range>,
}

impl Policy {
    /// The default: Airwars' published practice.
    ///
    /// ```
    /// assert_eq!(reading::Policy::airwars().label(), "airwars/2");
    /// ```
    pub fn airwars() -> Self {
        // The embedded file is read by a test, so this cannot fail in a build that passed its tests.
        Self::from_toml(include_str!("../../../data/policy/airwars.toml")).unwrap_or_else(|_| Self::plain())
    }

    /// Reads a policy from TOML.
    ///
    /// # Errors
    /// Says which line or field is wrong.
    pub fn from_toml(toml: &str) -> Result<Self, Error> {
        let policy: Self = toml::from_str(toml).map_err(|e| Error::policy(&e.to_string()))?;
        let crossed =
            policy.vague.iter().find(|(_, r)| matches!((r.min, r.max), (Some(a), Some(b)) if a > b));
        match crossed {
            Some((word, _)) => Err(Error::policy(&format!("vague.{word}: min is above max; swap them"))),
            None => Ok(policy),
        }
    }

    /// A policy without vague words.
    fn plain() -> Self {
        Self {
            name: "plain".into(),
            version: "1".into(),
            plural: Range::at_least(2),
            more_than_adds: 0,
            more_than_reaches: 0,
            about_percent: 0,
            vague: BTreeMap::new(),
        }
    }

    /// Name and version, as readings give them.
    pub fn label(&self) -> String {
        format!("{}/{}", self.name, self.version)
    }

    /// The range of a plural without a number.
    pub(crate) fn plural(&self) -> Range {
        self.plural
    }

    /// The range of a vague word; a word that the policy lacks is a plural.
    pub(crate) fn vague(&self, key: &str) -> Range {
        self.vague.get(key).copied().unwrap_or(self.plural)
    }

    /// The range of "more than `n`".
    pub(crate) fn more_than(&self, n: u32) -> Range {
        Range::at_least(n.saturating_add(self.more_than_adds))
    }

    /// The highest that "more than `n`" tells where it is the upper end of a range that others begin lower; `None` where the
    /// policy leaves it open.
    pub(crate) fn reach_of_more_than(&self, n: u32) -> Option<u32> {
        (self.more_than_reaches > 0).then(|| n.saturating_add(self.more_than_reaches))
    }

    /// The range of "about `n`".
    pub(crate) fn about(&self, n: u32) -> Range {
        let off = (u64::from(n) * u64::from(self.about_percent) / 100) as u32;
        Range::between(n.saturating_sub(off), n.saturating_add(off))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_policy_is_the_airwars_one() {
        let policy = Policy::airwars();
        assert_eq!(policy.name, "airwars");
        assert_eq!(policy.vague("dozens"), Range::between(12, 24));
    }

    #[test]
    fn a_crossed_range_is_named() {
        let toml = "name='x'\nversion='1'\nplural={min=2}\nmore_than_adds=0\nabout_percent=0\n[vague]\nmany={min=9,max=2}";
        assert!(Policy::from_toml(toml).is_err_and(|e| e.to_string().contains("vague.many")));
    }
}
