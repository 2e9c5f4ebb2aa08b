//! Entries of lists of people, what is decided about them, and who may see what they tell.

use serde::{Deserialize, Serialize};

/// The list that holds the victims whom readings of reports name.
pub const REPORTS: &str = "reports";

/// Names one entry of a list for ever: the list, and the key that the list itself gives to the entry. For a victim
/// named in a report the list is [`REPORTS`] and the key `SHA256@START`: the report, and a code point within the name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ListingKey {
    /// The list.
    pub list: String,
    /// The list's own key.
    pub key: String,
}

impl ListingKey {
    /// Reads `LIST/KEY`; a key may have strokes in it, a list's name has none.
    ///
    /// ```
    /// let key = value::ListingKey::read("ministry/12/b").expect("a list and a key");
    /// assert_eq!((&*key.list, &*key.key), ("ministry", "12/b"));
    /// assert_eq!(key.to_string(), "ministry/12/b");
    /// assert!(value::ListingKey::read("ministry").is_none());
    /// ```
    pub fn read(text: &str) -> Option<Self> {
        let (list, key) = text.split_once('/')?;
        let full = !list.is_empty() && !key.is_empty();
        full.then(|| Self { list: list.to_owned(), key: key.to_owned() })
    }
}

impl std::fmt::Display for ListingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.list, self.key)
    }
}

/// What a person decides about two entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum PersonVerdict {
    /// The two are one person.
    SamePerson {
        /// One entry.
        a: ListingKey,
        /// The other.
        b: ListingKey,
    },
    /// The two are two persons.
    DifferentPerson {
        /// One entry.
        a: ListingKey,
        /// The other.
        b: ListingKey,
    },
    /// What was decided of the two holds no more, and nothing is decided.
    Withdrawn {
        /// One entry.
        a: ListingKey,
        /// The other.
        b: ListingKey,
    },
}

impl PersonVerdict {
    /// The two entries.
    pub fn pair(&self) -> (&ListingKey, &ListingKey) {
        match self {
            Self::SamePerson { a, b } | Self::DifferentPerson { a, b } | Self::Withdrawn { a, b } => (a, b),
        }
    }
}

/// Who may see what a list tells of people. The terms are those of the United Nations Secretariat for what is handed
/// out and what is not (ST/SGB/2007/6), in falling openness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Published already: everything may leave the casebook.
    Public,
    /// Keys may leave, and nothing else of a person.
    #[default]
    Confidential,
    /// That an entry exists may leave, and not even its key.
    StrictlyConfidential,
}

impl Sensitivity {
    /// Every level, the most open first.
    pub const ALL: [Self; 3] = [Self::Public, Self::Confidential, Self::StrictlyConfidential];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Confidential => "confidential",
            Self::StrictlyConfidential => "strictly_confidential",
        }
    }
}

/// An entry of a list with what the list tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its name.
    #[serde(flatten)]
    pub key: ListingKey,
    /// Who may see what it tells.
    pub sensitivity: Sensitivity,
    /// What the list tells: the meaning of a column, and the cell.
    pub told: Vec<(&'static str, String)>,
}

/// A person: entries that are likely one human being.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Person {
    /// The entries, in the order of lists and keys.
    pub entries: Vec<Entry>,
    /// The least likely of the pairs that hang the entries together; 1 for one entry alone.
    pub probability: f64,
}
