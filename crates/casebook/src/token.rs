//! Tokens by which a program acts for a person, over the API alone. Enters: what a token may do, and its secret. Leaves: the
//! account that it acts for. A token never may more than its account may at that moment, ends by itself, and is kept as
//! its SHA-256.

use crate::team::{NOTED, hashed, member};
use crate::{Error, Team, TeamMember};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

/// What stands between a person's name and a token's in the author of an act that was done by the token.
pub const BY_TOKEN: &str = " by token ";
/// Tokens of one account at most.
const MOST: i64 = 50;
/// Days that a token holds at most.
const LONGEST: u16 = 366;

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Token {
    /// By which it is revoked.
    pub id: i64,
    /// The account that it acts for.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// The role that it has at most, by its word.
    pub role: String,
    /// Whether it is cleared for restricted reports, where its account is.
    pub restricted: bool,
    /// Whether it is cleared for victims' names, where its account is.
    pub names: bool,
    /// When it was made.
    pub made: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// When it was last used, to five minutes.
    pub used: Option<Timestamp>,
}

/// What is wished of a token that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// What it is called; an account has no two of one name.
    pub label: String,
    /// The role that it has at most, by its word.
    pub role: String,
    /// Whether it is cleared for restricted reports.
    pub restricted: bool,
    /// Whether it is cleared for victims' names.
    pub names: bool,
    /// Days that it holds.
    pub days: u16,
}

impl Team {
    /// Makes a token for an account under a secret.
    ///
    /// # Errors
    /// `Input` where name or days cannot be used, or the account has such a token or too many; `Busy`, `DiskFull`, `Io`.
    pub fn make_token(
        &mut self,
        name: &str,
        wish: &NewToken,
        secret: &str,
        now: Timestamp,
    ) -> Result<Token, Error> {
        let label = wish.label.trim();
        if label.is_empty() || label.chars().any(char::is_control) || label.chars().count() > 60 {
            return Err(Error::input("label: a token's name has 1 to 60 characters; say what it is for"));
        }
        if !(1..=LONGEST).contains(&wish.days) {
            return Err(Error::input(format!("days: a token holds for 1 to {LONGEST} days")));
        }
        let until = now + SignedDuration::from_hours(24 * i64::from(wish.days));
        let transaction = self.db.transaction()?;
        transaction.execute("DELETE FROM tokens WHERE until < ?1", [now.as_second()])?;
        let open = "SELECT count(*) FROM accounts WHERE name = ?1 AND is_open";
        if transaction.query_row(open, [name], |row| row.get::<_, i64>(0))? == 0 {
            return Err(Error::not_found(format!("there is no open account {name}")));
        }
        let of_it = |sql: &str| transaction.query_row(sql, params![name, label], |row| row.get::<_, i64>(0));
        if of_it("SELECT count(*) FROM tokens WHERE name = ?1 AND label = ?2")? > 0 {
            return Err(Error::input(format!("label: there is a token {label} already; revoke it first")));
        }
        if of_it("SELECT count(*) FROM tokens WHERE name = ?1 AND label <> ?2")? >= MOST {
            return Err(Error::input(format!("an account has {MOST} tokens at most; revoke one first")));
        }
        transaction.execute(
            "INSERT INTO tokens VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL)",
            params![
                hashed(secret),
                name,
                label,
                wish.role,
                wish.restricted,
                wish.names,
                now.as_second(),
                until.as_second()
            ],
        )?;
        let id = transaction.last_insert_rowid();
        transaction.commit()?;
        self.token(id)?.ok_or_else(|| Error::not_found(format!("there is no token {id}")))
    }

    /// Lists the tokens that hold: those of one account, or of all.
    ///
    /// # Errors
    /// `Busy`, `Io`.
    pub fn tokens(&self, name: Option<&str>, now: Timestamp) -> Result<Vec<Token>, Error> {
        let sql = "SELECT * FROM tokens WHERE (?1 IS NULL OR name = ?1) AND until >= ?2 ORDER BY name, label";
        let mut query = self.db.prepare_cached(sql)?;
        Ok(query.query_map(params![name, now.as_second()], token)?.collect::<Result<_, _>>()?)
    }

    /// Returns a token by its number.
    ///
    /// # Errors
    /// `Busy`, `Io`.
    pub fn token(&self, id: i64) -> Result<Option<Token>, Error> {
        let mut query = self.db.prepare_cached("SELECT * FROM tokens WHERE id = ?1")?;
        Ok(query.query_row([id], token).optional()?)
    }

    /// Ends a token.
    ///
    /// # Errors
    /// `Busy`, `DiskFull`, `Io`.
    pub fn revoke_token(&mut self, id: i64) -> Result<(), Error> {
        self.db.execute("DELETE FROM tokens WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Returns the token of a secret, if it holds, and the account that it acts for as it is now.
    ///
    /// # Errors
    /// `Busy`, `DiskFull`, `Io`.
    pub fn bearer(&self, secret: &str, now: Timestamp) -> Result<Option<(TeamMember, Token)>, Error> {
        let sql = "SELECT * FROM tokens WHERE secret = ?1 AND until >= ?2";
        let mut query = self.db.prepare_cached(sql)?;
        let found = query.query_row(params![hashed(secret), now.as_second()], token).optional()?;
        let Some(token) = found else { return Ok(None) };
        let mut query = self.db.prepare_cached("SELECT * FROM accounts WHERE name = ?1 AND is_open")?;
        let Some(member) = query.query_row([&token.name], member).optional()? else { return Ok(None) };
        if token.used.is_none_or(|used| now.as_second() - used.as_second() > NOTED) {
            let sql = "UPDATE tokens SET used = ?2 WHERE id = ?1";
            self.db.execute(sql, params![token.id, now.as_second()])?;
        }
        Ok(Some((member, token)))
    }
}

fn token(row: &Row<'_>) -> rusqlite::Result<Token> {
    let at = |second: i64| Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH);
    Ok(Token {
        id: row.get("id")?,
        name: row.get("name")?,
        label: row.get("label")?,
        role: row.get("role")?,
        restricted: row.get("restricted")?,
        names: row.get("names")?,
        made: at(row.get("made")?),
        until: at(row.get("until")?),
        used: row.get::<_, Option<i64>>("used")?.map(at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Casebook, Stamp};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    fn wish(label: &str, days: u16) -> NewToken {
        NewToken { label: label.into(), role: "reader".into(), restricted: false, names: false, days }
    }

    fn team() -> (tempfile::TempDir, Team, TeamMember) {
        let dir = tempfile::tempdir().expect("a folder");
        Casebook::create(dir.path(), "example.org/team", None, &Stamp::new(at(0), "Amal"))
            .expect("a casebook");
        let mut team = Team::open(dir.path()).expect("a team");
        let member = TeamMember {
            name: "Basim".into(),
            role: "reviewer".into(),
            restricted: false,
            names: true,
            password: None,
            open: true,
        };
        team.invite(&member, "code", at(0)).expect("invited");
        (dir, team, member)
    }

    #[test]
    fn a_token_holds_until_it_ends_or_is_revoked_or_its_account_is_closed() {
        let (_dir, mut team, member) = team();
        let made = team.make_token("Basim", &wish("nightly", 1), "secret", at(0)).expect("made");
        let holds = |team: &Team, now| team.bearer("secret", at(now)).expect("asked").is_some();
        assert!(holds(&team, 86_400) && !holds(&team, 86_401));
        assert!(team.bearer("other", at(1)).expect("asked").is_none());
        team.change(&TeamMember { open: false, ..member.clone() }).expect("closed");
        assert!(!holds(&team, 1));
        team.invite(&member, "code", at(2)).expect("invited");
        team.make_token("Basim", &wish("weekly", 7), "another", at(2)).expect("made");
        assert!(!holds(&team, 3), "what ended with the account does not come back with it");
        let kept = team.tokens(Some("Basim"), at(3)).expect("listed");
        assert_eq!(kept.iter().map(|token| token.label.as_str()).collect::<Vec<_>>(), ["weekly"]);
        team.revoke_token(kept[0].id).expect("revoked");
        assert!(team.bearer("another", at(3)).expect("asked").is_none());
        assert_ne!(made.id, kept[0].id);
    }

    #[test]
    fn a_token_has_a_name_of_its_own_and_an_end() {
        let (_dir, mut team, _) = team();
        assert!(team.make_token("Basim", &wish("nightly", 0), "a", at(0)).is_err());
        assert!(team.make_token("Basim", &wish("nightly", 400), "a", at(0)).is_err());
        assert!(team.make_token("Basim", &wish(" ", 30), "a", at(0)).is_err());
        team.make_token("Basim", &wish("nightly", 30), "a", at(0)).expect("made");
        assert!(team.make_token("Basim", &wish("nightly", 30), "b", at(0)).is_err());
        assert!(team.make_token("Basim", &wish("nightly", 30), "b", at(31 * 86_400)).is_ok());
    }
}
