//! Who may come into a casebook that a team shares: accounts, invitations, sessions. Enters: names, roles, secrets.
//! Leaves: accounts. It is a file of its own beside the ledger: secrets may not stand in a record that is kept for ever and
//! handed on. Never keeps a secret as it is: passwords come in hashed, codes and tokens are kept as their SHA-256.

use crate::Error;
use crate::token::BY_TOKEN;
use jiff::Timestamp;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};
use std::path::Path;
use std::time::Duration;

/// The file in a casebook's folder.
pub(crate) const FILE: &str = "team.sqlite";
/// Seconds that an invitation holds: a week.
const INVITED: i64 = 7 * 24 * 3600;
/// Seconds that a session holds without being used: half a day.
const IDLE: i64 = 12 * 3600;
/// Seconds that a session holds at most: a week.
const LONGEST: i64 = 7 * 24 * 3600;
/// Seconds after which the use of a session is noted again.
pub(crate) const NOTED: i64 = 300;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamMember {
    /// Name, as acts record it.
    pub name: String,
    /// Role, by its word.
    pub role: String,
    /// Whether it is cleared for restricted reports.
    pub restricted: bool,
    /// Whether it is cleared for victims' names.
    pub names: bool,
    /// The password's hash (PHC string); none before the invitation was accepted.
    pub password: Option<String>,
    /// Whether it may sign in.
    pub open: bool,
}

/// The accounts of a casebook.
#[derive(Debug)]
pub struct Team {
    pub(crate) db: Connection,
}

impl Team {
    /// Opens the accounts of the casebook in a folder; where there are none yet, a file for them is made, which only its
    /// owner may read.
    ///
    /// # Errors
    /// `NotACasebook` where there is none in the folder; `ReadOnly`, `Busy`, `DiskFull`, `Io`.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        ledger::Ledger::open_read(dir).map_err(|error| crate::casebook::unopened(dir, error))?;
        let path = dir.join(FILE);
        for_the_owner_alone(&path)?;
        let db = Connection::open(&path)?;
        db.busy_timeout(crate::store::WAIT)?;
        db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;")?;
        db.execute_batch(include_str!("team.sql"))?;
        Ok(Self { db })
    }

    /// Makes an account, or gives one that is there another role; `code` lets whoever has it choose a password within a
    /// week.
    ///
    /// # Errors
    /// `Input` where the name cannot be used; `Busy`, `DiskFull`, `Io`.
    pub fn invite(&mut self, member: &TeamMember, code: &str, now: Timestamp) -> Result<(), Error> {
        let name = member.name.trim();
        if name.is_empty() || name.chars().any(char::is_control) || name.chars().count() > 80 {
            return Err(Error::input("a name has 1 to 80 characters; it is what acts record"));
        }
        if name.contains(BY_TOKEN) {
            return Err(Error::input(format!(
                "a name has no “{}” in it; acts name tokens so",
                BY_TOKEN.trim()
            )));
        }
        let transaction = self.db.transaction()?;
        let had = admins(&transaction)?;
        transaction.execute(
            "INSERT INTO accounts VALUES (?1, ?2, ?3, ?4, NULL, 1) \
             ON CONFLICT DO UPDATE SET role = ?2, restricted = ?3, names = ?4, is_open = 1",
            params![name, member.role, member.restricted, member.names],
        )?;
        transaction.execute(
            "DELETE FROM invitations WHERE name = ?1 OR until < ?2",
            params![name, now.as_second()],
        )?;
        transaction.execute(
            "INSERT INTO invitations VALUES (?1, ?2, ?3)",
            params![hashed(code), name, now.as_second() + INVITED],
        )?;
        if admins(&transaction)? == 0 && had > 0 {
            return Err(Error::input("no admin would be left; make somebody else an admin first"));
        }
        Ok(transaction.commit()?)
    }

    /// Gives the account of an invitation its password, and returns the account's name; `None` where the code is none, or
    /// too old. Whoever was signed in with an earlier password is so no longer.
    ///
    /// # Errors
    /// `Busy`, `DiskFull`, `Io`.
    pub fn join(&mut self, code: &str, password: &str, now: Timestamp) -> Result<Option<String>, Error> {
        let transaction = self.db.transaction()?;
        let sql = "DELETE FROM invitations WHERE code = ?1 AND until >= ?2 RETURNING name";
        let name: Option<String> = transaction
            .query_row(sql, params![hashed(code), now.as_second()], |row| row.get(0))
            .optional()?;
        if let Some(name) = &name {
            transaction
                .execute("UPDATE accounts SET password = ?2 WHERE name = ?1", params![name, password])?;
            transaction.execute("DELETE FROM sessions WHERE name = ?1", [name])?;
            // Whoever took a session may have made a token of it.
            transaction.execute("DELETE FROM tokens WHERE name = ?1", [name])?;
        }
        transaction.commit()?;
        Ok(name)
    }

    /// Returns an account by its name.
    ///
    /// # Errors
    /// `Busy`, `Io`.
    pub fn member(&self, name: &str) -> Result<Option<TeamMember>, Error> {
        let mut query = self.db.prepare_cached("SELECT * FROM accounts WHERE name = ?1")?;
        Ok(query.query_row([name], member).optional()?)
    }

    /// Lists the accounts by name.
    ///
    /// # Errors
    /// `Busy`, `Io`.
    pub fn members(&self) -> Result<Vec<TeamMember>, Error> {
        let mut query = self.db.prepare_cached("SELECT * FROM accounts ORDER BY name")?;
        Ok(query.query_map([], member)?.collect::<Result<_, _>>()?)
    }

    /// Changes what an account may do and see. Where it is closed, its sessions end.
    ///
    /// # Errors
    /// `NotFound`; `Busy`, `DiskFull`, `Io`.
    pub fn change(&mut self, to: &TeamMember) -> Result<(), Error> {
        let transaction = self.db.transaction()?;
        let changed = transaction.execute(
            "UPDATE accounts SET role = ?2, restricted = ?3, names = ?4, is_open = ?5 WHERE name = ?1",
            params![to.name, to.role, to.restricted, to.names, to.open],
        )?;
        if changed == 0 {
            return Err(Error::not_found(format!("there is no account {}", to.name)));
        }
        if !to.open {
            transaction.execute("DELETE FROM sessions WHERE name = ?1", [&to.name])?;
            transaction.execute("DELETE FROM invitations WHERE name = ?1", [&to.name])?;
            transaction.execute("DELETE FROM tokens WHERE name = ?1", [&to.name])?;
        }
        Ok(transaction.commit()?)
    }

    /// Begins a session of an account under a token, with the token that its forms send back.
    ///
    /// # Errors
    /// `Busy`, `DiskFull`, `Io`.
    pub fn begin(&mut self, name: &str, token: &str, csrf: &str, now: Timestamp) -> Result<(), Error> {
        let now = now.as_second();
        let stale = "DELETE FROM sessions WHERE used < ?1 OR begun < ?2";
        self.db.execute(stale, params![now - IDLE, now - LONGEST])?;
        let values = params![hashed(token), name, csrf, now];
        self.db.execute("INSERT INTO sessions VALUES (?1, ?2, ?3, ?4, ?4)", values)?;
        Ok(())
    }

    /// Returns the account of a session that holds, and the token that its forms send back.
    ///
    /// # Errors
    /// `Busy`, `DiskFull`, `Io`.
    pub fn session(&self, token: &str, now: Timestamp) -> Result<Option<(TeamMember, String)>, Error> {
        let (token, now) = (hashed(token), now.as_second());
        let sql = "SELECT accounts.*, csrf, used FROM sessions JOIN accounts USING (name) \
                   WHERE token = ?1 AND used >= ?2 AND begun >= ?3 AND is_open";
        let mut query = self.db.prepare_cached(sql)?;
        let found = query.query_row(params![token, now - IDLE, now - LONGEST], |row| {
            Ok((member(row)?, row.get::<_, String>("csrf")?, row.get::<_, i64>("used")?))
        });
        let Some((member, csrf, used)) = found.optional()? else { return Ok(None) };
        if now - used > NOTED {
            self.db.execute("UPDATE sessions SET used = ?2 WHERE token = ?1", params![token, now])?;
        }
        Ok(Some((member, csrf)))
    }

    /// Copies the accounts and tokens to a casebook's folder that has none, while others may use them. Sessions and
    /// invitations stay behind. A token or account that ends after this holds again where the copy is put back (docs/TEAM.md). Returns
    /// how many accounts there are; `None`, and copies nothing, where the casebook was never served to a team.
    ///
    /// # Errors
    /// `Busy`, `DiskFull`, `ReadOnly`, `Io`.
    pub(crate) fn copy(from: &Path, to: &Path) -> Result<Option<u64>, Error> {
        let (from, to) = (from.join(FILE), to.join(FILE));
        if !from.exists() {
            return Ok(None);
        }
        let source = Connection::open_with_flags(&from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        source.busy_timeout(crate::store::WAIT)?;
        for_the_owner_alone(&to)?;
        let mut copy = Connection::open(&to)?;
        Backup::new(&source, &mut copy)?.run_to_completion(i32::MAX, Duration::from_millis(10), None)?;
        // A file whose accounts another version made has not every table.
        copy.execute_batch(include_str!("team.sql"))?;
        copy.execute_batch(
            "PRAGMA journal_mode = DELETE; PRAGMA secure_delete = ON; DELETE FROM sessions; DELETE FROM invitations; VACUUM;",
        )?;
        let accounts: i64 = copy.query_row("SELECT count(*) FROM accounts", [], |row| row.get(0))?;
        drop(copy);
        std::fs::File::open(&to).and_then(|file| file.sync_all()).map_err(|cause| Error::io(&to, &cause))?;
        Ok(Some(accounts.cast_unsigned()))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// `Busy`, `DiskFull`, `Io`.
    pub fn end(&mut self, token: &str) -> Result<(), Error> {
        self.db.execute("DELETE FROM sessions WHERE token = ?1", [hashed(token)])?;
        Ok(())
    }
}

pub(crate) fn member(row: &Row<'_>) -> rusqlite::Result<TeamMember> {
    Ok(TeamMember {
        name: row.get("name")?,
        role: row.get("role")?,
        restricted: row.get("restricted")?,
        names: row.get("names")?,
        password: row.get("password")?,
        open: row.get("is_open")?,
    })
}

/// What is kept of a code or token. Both have 256 bits of chance, so that no slower hash is needed.
pub(crate) fn hashed(secret: &str) -> String {
    intake::key_of(secret.as_bytes()).0
}

/// Makes the file where it is not there, so that only its owner may read it.
fn for_the_owner_alone(path: &Path) -> Result<(), Error> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|cause| Error::io(path, &cause))
}

/// How many admins may sign in.
fn admins(db: &Connection) -> Result<i64, Error> {
    let sql = "SELECT count(*) FROM accounts WHERE role = 'admin' AND is_open AND password IS NOT NULL";
    Ok(db.query_row(sql, [], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Casebook, Stamp};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    fn team() -> (tempfile::TempDir, Team) {
        let dir = tempfile::tempdir().expect("a folder");
        Casebook::create(dir.path(), "example.org/team", None, &Stamp::new(at(0), "Amal"))
            .expect("a casebook");
        let team = Team::open(dir.path()).expect("a team");
        (dir, team)
    }

    fn reader(name: &str) -> TeamMember {
        let (name, role) = (name.to_owned(), "reader".to_owned());
        TeamMember { name, role, restricted: false, names: false, password: None, open: true }
    }

    #[test]
    fn an_invitation_serves_once_and_for_a_week() {
        let (_dir, mut team) = team();
        team.invite(&reader("Basim"), "code", at(0)).expect("invited");
        assert_eq!(team.join("code", "hash", at(INVITED + 1)).expect("asked"), None);
        assert_eq!(team.join("other", "hash", at(1)).expect("asked"), None);
        assert_eq!(team.join("code", "hash", at(1)).expect("asked").as_deref(), Some("Basim"));
        assert_eq!(team.join("code", "hash 2", at(2)).expect("asked"), None);
        assert_eq!(team.member("Basim").expect("asked").and_then(|m| m.password).as_deref(), Some("hash"));
        assert!(team.invite(&reader(" \u{7}"), "code", at(3)).is_err());
    }

    #[test]
    fn a_session_ends_when_it_is_idle_or_old_or_its_account_is_closed() {
        let (_dir, mut team) = team();
        team.invite(&reader("Basim"), "code", at(0)).expect("invited");
        team.begin("Basim", "token", "csrf", at(0)).expect("begun");
        let holds = |team: &Team, now| team.session("token", at(now)).expect("asked").is_some();
        assert!(holds(&team, IDLE) && !holds(&team, 2 * IDLE + 1) && !holds(&team, LONGEST + 1));
        assert!(team.session("csrf", at(1)).expect("asked").is_none());
        team.change(&TeamMember { open: false, ..reader("Basim") }).expect("closed");
        assert!(!holds(&team, IDLE + 1));
    }

    #[test]
    fn no_secret_is_kept_as_it_is() {
        let (dir, mut team) = team();
        team.invite(&reader("Basim"), "a-code-to-find", at(0)).expect("invited");
        team.begin("Basim", "a-token-to-find", "csrf", at(0)).expect("begun");
        drop(team);
        let bytes = std::fs::read(dir.path().join(FILE)).expect("the file");
        for secret in ["a-code-to-find", "a-token-to-find"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
        }
    }
}
