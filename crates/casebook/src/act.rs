//! The acts of a casebook: what was done, when and by whom, as canonical JSON with the key `act`. Enters: values,
//! or a line of the ledger. Leaves: the other of the two. Never writes; the ledger does.

use crate::people::act::{ListReceived, PeopleReleased, PersonJudged};
use crate::{Error, ErrorKind};
use intake::{Format, Options};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use value::{AccountKey, PositionTaken, Quote, Range, Reading, ReportKey, Verdict};

/// The version of the acts that this crate writes and reads.
pub(crate) const FORMAT: u32 = 1;

/// When something is done and by whom; the caller's clock and user, since this crate has neither.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// When (RFC 3339, UTC).
    pub at: Timestamp,
    /// Who.
    pub by: String,
}

impl Stamp {
    /// Makes a stamp.
    pub fn new(at: Timestamp, by: impl Into<String>) -> Self {
        Self { at, by: by.into() }
    }
}

/// A casebook was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasebookMade {
    /// Version of the acts.
    pub format: u32,
    /// What the team calls the casebook.
    pub name: String,
    /// The coding policy, as readings name it.
    pub policy: String,
    /// The policy itself (TOML), unless it is one that the program carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_toml: Option<String>,
}

/// A report's bytes came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportReceived {
    /// SHA-256 of the bytes: the blob's name and the report's key.
    pub blob: ReportKey,
    /// How many bytes.
    pub bytes: u64,
    /// How the bytes are to be understood.
    pub format: Format,
    /// What the user said of the bytes; with bytes and format it makes the report again.
    pub options: Options,
    /// The path or stream it came from.
    pub name: String,
    /// Line of a file of JSON Lines, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The report's id.
    pub id: String,
    /// Headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Day of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Language of the text (BCP 47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What intake noted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// What a reading depends on besides the report's bytes; when it changes, a report is worth reading again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Basis {
    /// Name and version of the reader.
    pub reader: String,
    /// The coding policy.
    pub policy: String,
    /// SHA-256 of the imported gazetteer layers, in the order of their import.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gazetteers: Vec<String>,
    /// The day of publication that relative dates were counted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
}

/// A report was read by the program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingMade {
    /// The report.
    pub report: ReportKey,
    /// What it was read by.
    pub basis: Basis,
    /// What was found.
    pub reading: Reading,
}

/// A person decided something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgementMade {
    /// What was decided.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Why.
    pub why: String,
}

/// A person recorded where a party stands on an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PositionRecorded {
    /// An account of the incident.
    pub of: AccountKey,
    /// The party.
    pub actor: String,
    /// Where it stands.
    pub position: PositionTaken,
    /// When it took the position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Deaths it concedes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conceded_killed: Option<Range>,
    /// Injuries it concedes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conceded_injured: Option<Range>,
    /// What it is known from, and why it is recorded.
    pub why: String,
}

/// A compiled layer of places was added to the gazetteer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GazetteerImported {
    /// SHA-256 of the layer, which is kept as a blob.
    pub blob: String,
    /// What it is called.
    pub name: String,
    /// Where it is from and under what licence.
    pub licence: String,
    /// How many places it has.
    pub places: u64,
}

/// Something was given out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// `csv`, `geojson` or `jsonl`.
    pub what: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// How many incidents it holds.
    pub incidents: u64,
    /// How many acts the ledger held when it was made.
    pub checkpoint: u64,
}

/// A person read a value otherwise than the program did. It holds of that report's account alone; what becomes of
/// the incident is reckoned from it as from any other account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountCorrected {
    /// The account.
    pub of: AccountKey,
    /// The field ([`incident::correct`] says which there are).
    pub field: String,
    /// The value, in the form that the field has; empty where the account does not tell it.
    pub value: String,
    /// The words behind the value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Quote>,
    /// Why.
    pub why: String,
}

/// A person took decisions back: what they decided holds no longer, and all else is as if it had not been decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionsWithdrawn {
    /// Numbers of the acts that are taken back: judgements and corrections.
    pub acts: Vec<u64>,
    /// Why.
    pub why: String,
}

/// A person decided who may see a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessDecided {
    /// The report.
    pub report: ReportKey,
    /// Whether only those may see it who are cleared for restricted reports.
    pub restricted: bool,
    /// Why.
    pub why: String,
}

/// A person recorded with which party to a conflict a source is affiliated. It is said of the source and weighs nothing:
/// grades and ranges count every source by one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceAffiliated {
    /// The publisher, as reports name it.
    pub publisher: String,
    /// The party; empty where an earlier affiliation no longer holds.
    pub party: String,
    /// What it is known from.
    pub why: String,
}

/// Somebody signed in; the stamp says who and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// By what: `password` or `invitation`.
    pub way: String,
}

/// Somebody was invited, or what they may do was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberChanged {
    /// The account's name.
    pub member: String,
    /// `reader`, `recorder`, `reviewer` or `admin`; `none` where the account was closed.
    pub role: String,
    /// What it is cleared for: `restricted` reports, `names` of victims.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cleared: Vec<String>,
}

/// Somebody made a token by which a program may act for them, or a token was revoked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenChanged {
    /// The account that it acts for.
    pub member: String,
    /// What the token is called.
    pub token: String,
    /// The role that it has at most; `none` where it was revoked.
    pub role: String,
    /// What it is cleared for at most: `restricted` reports, `names` of victims.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cleared: Vec<String>,
    /// When it ends by itself; none where it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// What was done.
// Readings are by far the largest and the commonest, so boxing them would spare nothing.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "act", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Deed {
    /// A casebook was made; always the first act.
    CasebookMade(CasebookMade),
    /// A report's bytes came in.
    ReportReceived(ReportReceived),
    /// A report was read by the program.
    ReadingMade(ReadingMade),
    /// A person decided something.
    Judgement(JudgementMade),
    /// A person recorded where a party stands.
    PositionRecorded(PositionRecorded),
    /// A layer of places was added.
    GazetteerImported(GazetteerImported),
    /// Something was given out.
    Release(Release),
    /// A list of people came in.
    ListReceived(ListReceived),
    /// A person decided whether two entries are one person.
    PersonJudged(PersonJudged),
    /// Who is one person was given out.
    PeopleReleased(PeopleReleased),
    /// A value was read otherwise.
    AccountCorrected(AccountCorrected),
    /// Decisions were taken back.
    DecisionsWithdrawn(DecisionsWithdrawn),
    /// Who may see a report was decided.
    AccessDecided(AccessDecided),
    /// A source's affiliation was recorded.
    SourceAffiliated(SourceAffiliated),
    /// Somebody signed in.
    SignedIn(SignedIn),
    /// Somebody was invited, or may do other things.
    MemberChanged(MemberChanged),
    /// A token for programs was made or revoked.
    TokenChanged(TokenChanged),
}

impl Deed {
    /// Every word that stands under `act`.
    pub const KINDS: [&str; 17] = [
        "casebook_made",
        "report_received",
        "reading_made",
        "judgement",
        "position_recorded",
        "gazetteer_imported",
        "release",
        "list_received",
        "person_judged",
        "people_released",
        "account_corrected",
        "decisions_withdrawn",
        "access_decided",
        "source_affiliated",
        "signed_in",
        "member_changed",
        "token_changed",
    ];

    /// Whether pages of incidents, reports and sources may differ for it.
    pub(crate) fn is_shown(&self) -> bool {
        !matches!(
            self,
            Self::Release(_)
                | Self::PeopleReleased(_)
                | Self::SignedIn(_)
                | Self::MemberChanged(_)
                | Self::TokenChanged(_)
        )
    }

    /// The word that stands under `act`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CasebookMade(_) => "casebook_made",
            Self::ReportReceived(_) => "report_received",
            Self::ReadingMade(_) => "reading_made",
            Self::Judgement(_) => "judgement",
            Self::PositionRecorded(_) => "position_recorded",
            Self::GazetteerImported(_) => "gazetteer_imported",
            Self::Release(_) => "release",
            Self::ListReceived(_) => "list_received",
            Self::PersonJudged(_) => "person_judged",
            Self::PeopleReleased(_) => "people_released",
            Self::AccountCorrected(_) => "account_corrected",
            Self::DecisionsWithdrawn(_) => "decisions_withdrawn",
            Self::AccessDecided(_) => "access_decided",
            Self::SourceAffiliated(_) => "source_affiliated",
            Self::SignedIn(_) => "signed_in",
            Self::MemberChanged(_) => "member_changed",
            Self::TokenChanged(_) => "token_changed",
        }
    }
}

/// One act: a deed under a stamp.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Act {
    /// When and by whom.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What.
    #[serde(flatten)]
    pub deed: Deed,
}

/// The keys that every act has. They are not flattened from a [`Stamp`], which would hold the whole act in memory
/// a second time.
#[derive(Deserialize)]
struct Head {
    act: String,
    at: Timestamp,
    by: String,
}

impl Act {
    /// Reads an act of the ledger. Kinds that are not known were written by a newer version.
    pub(crate) fn read(act: &ledger::Act) -> Result<Self, Error> {
        let head: Head = body(act)?;
        let deed = match head.act.as_str() {
            "casebook_made" => Deed::CasebookMade(body(act)?),
            "report_received" => Deed::ReportReceived(body(act)?),
            "reading_made" => Deed::ReadingMade(body(act)?),
            "judgement" => Deed::Judgement(body(act)?),
            "position_recorded" => Deed::PositionRecorded(body(act)?),
            "gazetteer_imported" => Deed::GazetteerImported(body(act)?),
            "release" => Deed::Release(body(act)?),
            "list_received" => Deed::ListReceived(body(act)?),
            "person_judged" => Deed::PersonJudged(body(act)?),
            "people_released" => Deed::PeopleReleased(body(act)?),
            "account_corrected" => Deed::AccountCorrected(body(act)?),
            "decisions_withdrawn" => Deed::DecisionsWithdrawn(body(act)?),
            "access_decided" => Deed::AccessDecided(body(act)?),
            "source_affiliated" => Deed::SourceAffiliated(body(act)?),
            "signed_in" => Deed::SignedIn(body(act)?),
            "member_changed" => Deed::MemberChanged(body(act)?),
            "token_changed" => Deed::TokenChanged(body(act)?),
            other => {
                let what = format!(
                    "act {} is of a kind this version does not know ({other}); upgrade",
                    act.number()
                );
                return Err(Error::new(ErrorKind::Newer, what));
            }
        };
        Ok(Self { stamp: Stamp { at: head.at, by: head.by }, deed })
    }
}

/// Reads the keys that a type asks for from an act's line; the others are passed over.
fn body<T: DeserializeOwned>(act: &ledger::Act) -> Result<T, Error> {
    serde_json::from_slice(act.bytes()).map_err(|error| {
        let what = format!(
            "ledger/acts.jsonl: act {} cannot be read: {error}; compare it with a backup",
            act.number()
        );
        Error::new(ErrorKind::Tampered, what)
    })
}
