//! A report as received.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Names a report for ever: the SHA-256 of its bytes as received, in lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReportKey(pub String);

impl std::fmt::Display for ReportKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// The days between which something happened, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Between {
    /// The first day that it can be.
    pub first: Date,
    /// The last.
    pub last: Date,
}

/// The text of a report and what is known of where it came from. Nothing here is a judgement of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The input's own id, or `sha256:…` of its bytes where it had none.
    pub id: String,
    /// The text that is read; spans point into it.
    pub text: String,
    /// Headline, where the file tells one apart from the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Day of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// Where no day of publication is known: the days between which it lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_between: Option<Between>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Language as given (BCP 47), else as detected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}
