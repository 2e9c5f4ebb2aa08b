//! How many: ranges of people, whole and by group.

use crate::Quote;
use serde::{Deserialize, Serialize};

/// An inclusive range of people. A bound that is `None` is one the text does not give:
/// "more than 60" has a minimum and no maximum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Range {
    /// Lowest number the words allow.
    pub min: Option<u32>,
    /// Highest number the words allow.
    pub max: Option<u32>,
}

/// More people than any one event cost; whoever writes more mistyped it.
const MOST_IN_AN_EVENT: u32 = 10_000_000;

impl Range {
    /// Exactly `n`.
    ///
    /// ```
    /// assert_eq!(value::Range::exactly(7).to_string(), "7");
    /// ```
    pub fn exactly(n: u32) -> Self {
        Self { min: Some(n), max: Some(n) }
    }

    /// `n` or more, with no upper end.
    ///
    /// ```
    /// assert_eq!(value::Range::at_least(60).to_string(), "60+");
    /// ```
    pub fn at_least(n: u32) -> Self {
        Self { min: Some(n), max: None }
    }

    /// From `min` to `max`; the ends are put in order.
    pub fn between(min: u32, max: u32) -> Self {
        Self { min: Some(min.min(max)), max: Some(min.max(max)) }
    }

    /// Reads what a person writes: `6`, `6-9` (hyphen or dash) or `6+`.
    ///
    /// # Errors
    /// What to write instead: where it is no number of people, its ends are not in order, or it is more than any event cost.
    ///
    /// ```
    /// use value::Range;
    /// assert_eq!(Range::read("6-9"), Ok(Range::between(6, 9)));
    /// assert!(Range::read("9-6").is_err() && Range::read("-5").is_err() && Range::read("1000000000").is_err());
    /// ```
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let number = |part: &str| part.trim().parse::<u64>().map_err(|_| "a number such as 6, 6-9 or 6+");
        let people = |part: &str| {
            let few = |n: &u32| *n <= MOST_IN_AN_EVENT;
            u32::try_from(number(part)?).ok().filter(few).ok_or("ten million people at the most")
        };
        let text = text.trim();
        if let Some(min) = text.strip_suffix('+') {
            return Ok(Self::at_least(people(min)?));
        }
        let Some((min, max)) = text.split_once(['-', '–']) else { return Ok(Self::exactly(people(text)?)) };
        let (min, max) = (people(min)?, people(max)?);
        if min <= max { Ok(Self::between(min, max)) } else { Err("the lower end first, as in 6-9") }
    }

    /// Whether neither end is known.
    pub fn is_unknown(self) -> bool {
        self.min.is_none() && self.max.is_none()
    }

    /// Whether some number lies in both ranges. An unknown range meets every range.
    pub fn meets(self, other: Self) -> bool {
        let low = self.min.unwrap_or(0).max(other.min.unwrap_or(0));
        let high = self.max.unwrap_or(u32::MAX).min(other.max.unwrap_or(u32::MAX));
        low <= high
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.min, self.max) {
            (None, None) => f.write_str("?"),
            (Some(a), None) => write!(f, "{a}+"),
            (None, Some(b)) => write!(f, "0–{b}"),
            (Some(a), Some(b)) if a == b => write!(f, "{a}"),
            (Some(a), Some(b)) => write!(f, "{a}–{b}"),
        }
    }
}

/// How many people came to one kind of harm, as one account tells it.
///
/// Groups are ranges of their own; they need not add up to the whole, and a group that is absent was not
/// spoken of. `combatants` are people the account calls fighters; they are counted apart from civilians and
/// are not part of `min`/`max` unless the account does not tell the two apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Lowest number the words allow.
    #[serde(default)]
    pub min: Option<u32>,
    /// Highest number the words allow.
    #[serde(default)]
    pub max: Option<u32>,
    /// People under 18.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub children: Option<Range>,
    /// Adult women.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub women: Option<Range>,
    /// Adult men.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub men: Option<Range>,
    /// People described as fighters, soldiers or members of an armed group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub combatants: Option<Range>,
    /// The words that give the total, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<String>,
    /// Whether the text says that the number may still change.
    #[serde(default)]
    pub provisional: bool,
    /// The words behind the count.
    #[serde(default)]
    pub spans: Vec<Quote>,
}

impl Count {
    /// The total as a range.
    pub fn range(&self) -> Range {
        Range { min: self.min, max: self.max }
    }

    /// Sets the total.
    pub fn set_range(&mut self, range: Range) {
        self.min = range.min;
        self.max = range.max;
    }
}
